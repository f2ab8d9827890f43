package portfolio

import (
	"cmp"
	"path"
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
	if w.Qualifier() != "" {
		id = w.Qualifier() + "/" + id
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

// together is the number of ids from which a document's dangling citations are
// one finding, where nothing within reach defines any requirement at all.
const together = 4

func (m *missing) report(by *maker) {
	if len(m.order) >= together && !anyRequirement(by.scopes) {
		m.reportTogether(by)
		return
	}
	for _, id := range m.order {
		places := m.at[id]
		d := diag.New(diag.DanglingCitation, "", "citation of %q, which no plan defines", id)
		d.Hint = by.meantInstead(places[0], id)
		for _, w := range places[1:min(len(places), maxRelated+1)] {
			d.Related = append(d.Related, related(m.doc, w.Span, "cited here too"))
		}
		by.report(m.doc, places[0].Span, d)
	}
}

func (m *missing) reportTogether(by *maker) {
	d := diag.New(diag.DanglingCitation, "", "citation of %q and %d more ids, which no plan defines", m.order[0], len(m.order)-1)
	d.Hint = noRequirements
	for _, id := range m.order[1:min(len(m.order), maxRelated+1)] {
		d.Related = append(d.Related, related(m.doc, m.at[id][0].Span, strconv.Quote(id)+" is cited here"))
	}
	by.report(m.doc, m.at[m.order[0]][0].Span, d)
}

const noRequirements = "the plan defines no requirements: add them, or write whose they are (plan/FR-1)"

// anyRequirement tells whether a citation can find any requirement at all.
func anyRequirement(scopes []scope) bool {
	for _, s := range scopes {
		for _, q := range s {
			if len(q.Requirements) > 0 {
				return true
			}
		}
	}
	return false
}

// meantInstead is a hint for an id that nothing defines: the same id written
// another way, the plan that defines it, its group's ids, the nearest of its kind.
func (m *maker) meantInstead(w *plan.Citation, id string) string {
	id = strings.TrimPrefix(id, w.Qualifier()+"/")
	scopes := m.scopes
	if w.Qualifier() != "" {
		scopes = m.named(w.Qualifier())
		if len(scopes) == 1 && len(scopes[0]) == 0 {
			return "no plan has the address " + strconv.Quote(w.Qualifier())
		}
	}
	r := m.reach(scopes)
	if alike := r.alike(strip(id)); alike != "" {
		return "did you mean " + strconv.Quote(alike) + "?"
	}
	if w.Qualifier() == "" && !w.Bare {
		m.ids = append(m.ids, id)
		if q := m.onlyDefiner(id); q != nil {
			return strconv.Quote(q.ID) + " defines it: write " + strconv.Quote(m.lookup.shortName(q)+"/"+id)
		}
	}
	if len(r) == 0 {
		return noRequirements
	}
	if first, last, n := r.siblings(parentID(id)); n > 1 {
		return strconv.Quote(parentID(id)) + " goes from " + strconv.Quote(first) + " to " + strconv.Quote(last)
	}
	near := r.neighbour(id)
	if near == "" {
		near = r.nearest(id)
	}
	if near == "" {
		return ""
	}
	return "did you mean " + strconv.Quote(near) + "?"
}

// shortName is the shortest qualifier that means p alone.
func (at *lookup) shortName(p *Plan) string {
	if end := path.Base(p.ID); len(at.byEnd[end]) == 1 {
		return end
	}
	return p.ID
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
