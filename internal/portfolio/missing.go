package portfolio

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// missing collects a document's dangling citations, so that each id is
// reported once, with all its places.
type missing struct {
	doc   *Document
	order []string
	at    map[string][]*plan.Citation
}

func (m *missing) add(id string, w *plan.Citation) {
	if w.Qualifier != "" {
		id = w.Qualifier + "/" + id
	}
	if m.at == nil {
		m.at = map[string][]*plan.Citation{}
	}
	if m.at[id] == nil {
		m.order = append(m.order, id)
	}
	m.at[id] = append(m.at[id], w)
}

// maxRelated bounds the further places that a diagnostic lists.
const maxRelated = 20

func (m *missing) report(a *assembly, at *lookup) {
	for _, id := range m.order {
		places := m.at[id]
		d := diag.New(diag.DanglingCitation, "", "citation of %q, which no plan defines", id)
		d.Hint = at.meantInstead(m.doc.Plan, places[0], id)
		for _, w := range places[1:min(len(places), maxRelated+1)] {
			d.Related = append(d.Related, related(m.doc, w.Span, "cited here too"))
		}
		a.report(m.doc, places[0].Span, d)
	}
}

// meantInstead is a hint for an id that nothing defines: the plan that defines
// it, else the nearest id within reach.
func (at *lookup) meantInstead(p *Plan, w *plan.Citation, id string) string {
	id = strings.TrimPrefix(id, w.Qualifier+"/")
	scopes := at.scopes(p)
	if w.Qualifier != "" {
		scopes = at.named(p, w.Qualifier)
		if len(scopes) == 1 && len(scopes[0]) == 0 {
			return "no plan has the address " + strconv.Quote(w.Qualifier)
		}
	}
	var near []string
	for _, s := range scopes {
		for _, q := range s {
			for _, r := range q.Requirements {
				near = append(near, r.ID)
			}
		}
	}
	for _, r := range near {
		if CompareIDs(strip(r), strip(id)) == 0 {
			return "did you mean " + strconv.Quote(r) + "?"
		}
	}
	if w.Qualifier == "" && !w.Bare {
		var plans []*Plan
		for _, q := range at.plans {
			if q.Kind != KindTemplate && q.byID[id] != nil && lead(id) != "" {
				plans = append(plans, q)
			}
		}
		if len(plans) == 1 {
			return strconv.Quote(plans[0].ID) + " defines it: write " + strconv.Quote(plans[0].ID+"/"+id)
		}
	}
	if r := nearest(id, near); r != "" {
		return "did you mean " + strconv.Quote(r) + "?"
	}
	if len(near) == 0 {
		return "the plan defines no requirements; add them, or say where they are: plan/" + id
	}
	return ""
}

// strip takes separators and leading zeros out of an id: FR-001 and FR1 are alike.
func strip(id string) string {
	var b strings.Builder
	for id != "" {
		var c string
		if c, id = chunk(id); isDigit(c[0]) {
			c = cmp.Or(strings.TrimLeft(c, "0"), "0")
		} else {
			c = strings.ReplaceAll(strings.ReplaceAll(c, "-", ""), "_", "")
		}
		b.WriteString(c)
	}
	return b.String()
}
