package site

import (
	"fmt"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// planCompleteness is one plan, section by section: a list to work through.
func (s *Site) planCompleteness(p *planFacts) PlanCompletenessView {
	rel := from(p.completenessAddress())
	r := p.report
	v := PlanCompletenessView{Plan: planLink(rel, p), Score: s.ring(rel, p), Levels: levels(r), Badges: s.embed(rel, p)}
	v.Next = r.Next[:min(mostNext, len(r.Next))]
	v.More = len(r.Next) - len(v.Next)
	weight := 0
	for _, d := range r.Aligned {
		_, all := completeness.Weights(d.Alignment, plan.None)
		weight += all
	}
	for _, d := range r.Aligned {
		f := s.index.doc(d)
		v.Reason = joinReason(v.Reason, d.Alignment)
		v.Notes = append(v.Notes, d.Alignment.Notes...)
		if len(r.Aligned) > 1 {
			v.Outline = append(v.Outline, OutlineRow{Link: Link{Label: f.tabLabel(), Href: rel.to(f.address)}, Level: 1})
		}
		rows, rest := s.outline(rel, f, weight)
		v.Outline = append(v.Outline, rows...)
		v.Other = append(v.Other, rest...)
	}
	for _, d := range p.docs {
		if d.Alignment == nil {
			for _, g := range d.Gaps {
				v.Other = append(v.Other, s.gapLine(rel, d, g))
			}
		}
	}
	if r.Scored {
		v.Lead = sentence(fmt.Sprintf("%d %% complete", v.Score.Percent), capital(slotNote(r.Filled, r.Total)), number(len(r.Gaps), "gap", "gaps"))
	} else {
		v.Empty = "This plan follows no known template, so it is not scored. Name one in its front matter, as template: followed by its name."
		v.Lead = capital(number(len(v.Other), "gap", "gaps") + " found by the text alone.")
	}
	v.Frame = s.frame(rel, "Completeness: "+p.title(), v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Completeness", "completeness/"))
	v.Frame.Prev, v.Frame.Next = s.planNeighbours(p, func(q *planFacts) *Link {
		l := rel.link(q.title(), q.completenessAddress())
		return &l
	})
	return v
}

// mostNext is how many things to do for the next level are named.
const mostNext = 3

// levels are the levels above draft with their checks.
func levels(r *completeness.PlanReport) []LevelRow {
	var rows []LevelRow
	reached := r.Level != completeness.Draft
	for _, c := range r.Checks {
		if k := len(rows); k == 0 || rows[k-1].Name != string(c.Level) {
			rows = append(rows, LevelRow{Name: string(c.Level), Reached: reached, Current: c.Level == r.Level})
			reached = reached && c.Level != r.Level
		}
		state := State{Name: "open", Word: "open"}
		if c.Holds {
			state = State{Name: "done", Word: "holds"}
		}
		level := &rows[len(rows)-1]
		level.Checks = append(level.Checks, CheckRow{State: state, Means: c.Means, Ask: c.Ask})
	}
	return rows
}

// share is what the slots of section i give of what they can give to the score.
func share(a *schema.Alignment, i, weight int) string {
	filled, all := completeness.Weights(a, i)
	if all == 0 || weight == 0 {
		return ""
	}
	return fmt.Sprintf("%s of %s %%", percentOf(filled, weight), percentOf(all, weight))
}

// percentOf is n of whole in percent, with a decimal where it says something.
func percentOf(n, whole int) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*float64(n)/float64(whole)), ".0")
}

// joinReason says why a document's template is taken for its.
func joinReason(reason string, a *schema.Alignment) string {
	this := a.Schema.Title + ", recognised by " + a.Reason
	if reason == "" {
		return this
	}
	return reason + "; " + this
}

// outline is the template's sections as the document has them, each with its
// gaps; rest is the gaps of sections that the template does not know. weight is
// that of all slots of the plan.
func (s *Site) outline(rel relation, d *docFacts, weight int) (rows []OutlineRow, rest []GapLine) {
	a := d.Alignment
	owner := map[int]int{} // section of the document → row
	for i, state := range a.Sections() {
		t := a.Schema.Sections[i]
		row := OutlineRow{
			Link: Link{Label: t.Title, Href: rel.to(d.alignedAddress(i))}, Level: t.Level,
			State: alignedState(state), Note: slotNote(state.Filled, state.Total),
		}
		row.Share = share(a, i, weight)
		row.Prompt = prompt(a, i)
		if state.Section != plan.None {
			owner[state.Section] = len(rows)
		}
		rows = append(rows, row)
	}
	for _, g := range a.Gaps {
		line := s.gapLine(rel, d, g)
		section := g.Section
		for section != plan.None {
			if _, ok := owner[section]; ok {
				break
			}
			section = d.Sections[section].Parent
		}
		if i, ok := owner[section]; ok {
			rows[i].Gaps = append(rows[i].Gaps, line)
		} else {
			rest = append(rest, line)
		}
	}
	return rows, rest
}
