package completeness

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// assess makes the report of one plan.
func assess(p *portfolio.Plan, t *trace.PlanTrace) *PlanReport {
	r := &PlanReport{Plan: p}
	filled, total := 0, 0 // weights
	for _, d := range p.Documents {
		if d.Alignment == nil || !d.Alignment.Schema.Asks() {
			continue
		}
		r.Aligned = append(r.Aligned, d)
		eachSlot(d.Alignment, func(_, weight int, s *schema.SlotState) {
			if s.State == schema.NotApplicable {
				return
			}
			r.Total++
			total += weight
			if s.State == schema.Filled {
				r.Filled++
				filled += weight
			}
		})
		r.Missing = append(r.Missing, missing(d.Alignment)...)
	}
	// Whole numbers to the last step: a plan with every slot filled scores 1, an
	// untouched copy 0, exactly. A plan whose every slot is answered "not
	// applicable" owes nothing.
	if r.Scored = len(r.Aligned) > 0; r.Scored {
		r.Score = 1
		if total > 0 {
			r.Score = float64(filled) / float64(total)
		}
	}
	for _, d := range p.Documents {
		r.Gaps = append(r.Gaps, gaps(d, total)...)
	}
	r.level(t)
	return r
}

// Percent is a score as whole percent, rounded down: 100 only where nothing is
// left. It is the one number that pages, badges and the check show and compare.
func Percent(score float64) int { return int(score*100 + 1e-9) }

// eachSlot calls do for every slot, with the section it is of and its weight.
func eachSlot(a *schema.Alignment, do func(section, weight int, s *schema.SlotState)) {
	for i := range a.Sections {
		sec := &a.Schema.Sections[i]
		for n := range a.Sections[i].Slots {
			s := &a.Sections[i].Slots[n]
			do(i, sec.Weight*sec.Slots[s.Slot].Weight, s)
		}
	}
}

// Weights is the weight of the slots of an alignment that are filled, and of
// those that apply: of one section's own slots, or with plan.None of all. A
// plan's score is the one over the other, over all its documents.
func Weights(a *schema.Alignment, section int) (filled, all int) {
	eachSlot(a, func(i, weight int, s *schema.SlotState) {
		if section != plan.None && section != i || s.State == schema.NotApplicable {
			return
		}
		all += weight
		if s.State == schema.Filled {
			filled += weight
		}
	})
	return filled, all
}

// missing are the titles of the sections that a document lacks; one below
// another section is written with the titles above it: "Testing > Unit Testing".
func missing(a *schema.Alignment) []string {
	var out []string
	for i := range a.Sections {
		if a.Sections[i].State == schema.Missing && a.Sections[i].Section == plan.None {
			out = append(out, titleOf(a.Schema, i))
		}
	}
	return out
}

func titleOf(s *schema.Schema, i int) string {
	title := s.Sections[i].Title
	for p := s.Sections[i].Parent; p != plan.None; p = s.Sections[p].Parent {
		title = s.Sections[p].Title + " > " + title
	}
	return title
}

// gaps are the gaps of a document, each with what it is worth: its share of the
// plan's total weight, where a slot of the template stands in it.
func gaps(d *portfolio.Document, total int) []*Gap {
	if d.Alignment == nil {
		out := make([]*Gap, len(d.Gaps))
		for i, g := range d.Gaps {
			out[i] = &Gap{Plan: d.Plan, Doc: d, Gap: g, Section: stateOf(g.Kind)}
		}
		return out
	}
	a := d.Alignment
	out := make([]*Gap, len(a.Gaps))
	section := map[int]schema.State{}
	for i := range a.Sections {
		if to := a.Sections[i].Section; to != plan.None {
			section[to] = a.Sections[i].State
		}
	}
	for i, g := range a.Gaps {
		out[i] = &Gap{Plan: d.Plan, Doc: d, Gap: g, Section: stateOf(g.Kind)}
		for s := g.Section; s > 0; s = d.Sections[s].Parent {
			if state, ok := section[s]; ok {
				out[i].Section = state
				break
			}
		}
	}
	eachSlot(a, func(i, weight int, s *schema.SlotState) {
		if s.State == schema.Filled || s.State == schema.NotApplicable || a.Sections[i].Section == plan.None {
			return
		}
		var in []*Gap
		for _, g := range out {
			at := g.Gap.Span.Start
			if s.Span.Start <= at && at < s.Span.End || s.State == schema.Empty && g.Gap.Kind == plan.GapEmpty && g.Gap.Section == a.Sections[i].Section {
				in = append(in, g)
			}
		}
		for _, g := range in {
			g.Worth += float64(weight) / float64(total*len(in))
		}
	})
	return out
}

// stateOf is the state that a gap gives its place.
func stateOf(k plan.GapKind) schema.State {
	switch k {
	case plan.GapQuestion:
		return schema.Question
	case plan.GapUntouched:
		return schema.Untouched
	case plan.GapEmpty:
		return schema.Empty
	}
	return schema.Placeholder
}

// mostValuable are the gaps whose filling adds most to their plan's score. Of
// equal ones, the plan that is nearer to its end goes first.
func mostValuable(plans []*PlanReport) []*Gap {
	const most, ofOnePlan = 10, 3
	var all []*Gap
	score := map[*portfolio.Plan]float64{}
	for _, p := range plans {
		if p.Plan.Kind != portfolio.KindTemplate {
			score[p.Plan] = p.Score
			all = append(all, p.Gaps...)
		}
	}
	slices.SortStableFunc(all, func(a, b *Gap) int {
		return cmp.Or(cmp.Compare(b.Worth, a.Worth), cmp.Compare(score[b.Plan], score[a.Plan]))
	})
	var out []*Gap
	taken := map[*portfolio.Plan]int{}
	for _, g := range all {
		if len(out) == most || g.Worth == 0 {
			break
		}
		if taken[g.Plan] < ofOnePlan {
			taken[g.Plan]++
			out = append(out, g)
		}
	}
	return out
}
