package portfolio

import (
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// cite looks up every citation: in its plan, then in the plans of its parent
// directories; a qualified one in the plan that it names.
func (a *assembly) cite() {
	at := newLookup(a.plans)
	for _, p := range a.plans {
		scopes := at.scopes(p)
		for _, d := range p.Documents {
			var own []int
			if d.Alignment != nil {
				own = d.Alignment.Own
			}
			d.citing = make([][]*Citation, len(d.Document.Citations))
			missing := &missing{doc: d}
			for i := range d.Document.Citations {
				w := &d.Document.Citations[i]
				if p.Kind == KindTemplate || slices.Contains(own, i) {
					d.citing[i] = ownCitations(p, d, w, i)
				} else {
					d.citing[i] = a.resolve(at, scopes, d, i, missing)
				}
				p.Citations = append(p.Citations, d.citing[i]...)
			}
			missing.report(a, at)
		}
	}
	for _, p := range a.plans { // by plan and place
		for _, c := range p.Citations {
			if c.Target != nil {
				c.Target.CitedBy = append(c.Target.CitedBy, c)
			}
		}
		for _, c := range p.OtherCites {
			c.Target.CitedBy = append(c.Target.CitedBy, c)
		}
	}
}

// ownCitations are those that a template makes as an example: no target.
func ownCitations(p *Plan, d *Document, w *plan.Citation, i int) []*Citation {
	if w.Class != plan.ClassRequirement {
		return nil
	}
	list := []*Citation{{Plan: p, Doc: d, Written: w, Index: i, ID: w.From, State: Own}}
	if w.To != "" && w.To != w.From {
		list[0].Ranged = true
		list = append(list, &Citation{Plan: p, Doc: d, Written: w, Index: i, ID: w.To, State: Own, Ranged: true})
	}
	return list
}

// resolve looks up one written citation. Ids of unknown kind that nothing
// defines are no citations at all, and say nothing.
func (a *assembly) resolve(at *lookup, scopes []scope, d *Document, i int, missing *missing) []*Citation {
	var list []*Citation
	p, w := d.Plan, &d.Document.Citations[i]
	add := func(id string, target *Requirement, state CitationState, ranged bool) {
		c := &Citation{Plan: p, Doc: d, Written: w, Index: i, ID: id, Target: target, State: state, Ranged: ranged}
		if target != nil && !isRequirement(target.Def.Class) {
			p.OtherCites = append(p.OtherCites, c)
			return
		}
		list = append(list, c)
	}
	if w.Qualifier != "" {
		scopes = at.named(p, w.Qualifier)
	}
	found := find(scopes, w)
	for _, id := range found.dangling {
		if w.Class == plan.ClassRequirement {
			add(id, nil, Dangling, found.ranged)
			missing.add(id, w)
		}
	}
	if len(found.rivals) > 0 && (w.Class == plan.ClassRequirement || isRequirement(found.rivals[0].Def.Class)) {
		add(w.From, nil, Ambiguous, false)
		a.ambiguous(d, w, found.rivals)
	}
	for _, r := range found.targets {
		add(cited(w, r, found.ranged), r, Resolved, found.ranged)
	}
	if len(list) > 1 {
		slices.SortStableFunc(list, func(x, y *Citation) int { return CompareIDs(x.ID, y.ID) })
	}
	return list
}

// cited is the id of a citation: as written, or of a range the id within it.
func cited(w *plan.Citation, r *Requirement, ranged bool) string {
	if ranged {
		return r.ID
	}
	return w.From
}

func (a *assembly) ambiguous(d *Document, w *plan.Citation, rivals []*Requirement) {
	x := diag.New(diag.AmbiguousCitation, "", "citation of %q, which fits definitions in %s", written(w), planNames(rivals))
	for _, r := range rivals {
		x.Related = append(x.Related, related(r.Doc, firstLine(r.Doc, r.Def.Span), "defined here in "+r.Plan.ID))
	}
	x.Hint = "write the plan before the id: " + strconv.Quote(rivals[0].Plan.ID+"/"+w.From)
	a.report(d, w.Span, x)
}

func planNames(rivals []*Requirement) string {
	names := make([]string, len(rivals))
	for i, r := range rivals {
		names[i] = strconv.Quote(r.Plan.ID)
	}
	return strings.Join(names, " and ")
}

// written is the citation as it stands in the text, without its range's end.
func written(w *plan.Citation) string {
	if w.Qualifier != "" {
		return w.Qualifier + "/" + w.From
	}
	return w.From
}
