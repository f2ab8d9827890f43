package completeness

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// An assessor makes reports, one after the other. It remembers what is said of
// the sections of templates, which most plans have in common.
type assessor struct {
	sections map[*schema.Schema][]sectionText
	found    []diag.Diagnostic // of the plan at hand
}

// sectionText is what is said of a section that plans lack.
type sectionText struct{ title, missing string }

func newAssessor() *assessor { return &assessor{sections: map[*schema.Schema][]sectionText{}} }

// textsOf is what is said of each section of a template.
func (w *assessor) textsOf(s *schema.Schema) []sectionText {
	texts, known := w.sections[s]
	if !known {
		texts = make([]sectionText, len(s.Sections))
		for i := range texts {
			title := titleOf(s, i)
			texts[i] = sectionText{title, "the section “" + title + "” of the template is missing"}
		}
		w.sections[s] = texts
	}
	return texts
}

// assess makes the report of one plan.
func (w *assessor) assess(p *portfolio.Plan, t *trace.PlanTrace) *PlanReport {
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
		r.Missing = append(r.Missing, w.missing(d.Alignment)...)
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
	if p.Kind != portfolio.KindTemplate {
		r.Diagnostics = w.diagnose(r)
		r.worth = r.mostValuable()
	}
	return r
}

// Percent is a score as whole percent, rounded down: 100 only where nothing is
// left. It is the one number that pages, badges and the check show and compare.
func Percent(score float64) int { return int(score*100 + 1e-9) }

// eachSlot calls do for every slot, with the section it is of and its weight.
func eachSlot(a *schema.Alignment, do func(section, weight int, s *schema.SlotState)) {
	sections := a.Sections()
	for i := range sections {
		sec := &a.Schema.Sections[i]
		for n := range sections[i].Slots {
			s := &sections[i].Slots[n]
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
func (w *assessor) missing(a *schema.Alignment) []string {
	var out []string
	texts, sections := w.textsOf(a.Schema), a.Sections()
	for i := range sections {
		if sections[i].State == schema.Missing && sections[i].Section == plan.None {
			out = append(out, texts[i].title)
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
		return newGaps(d, d.Gaps)
	}
	a := d.Alignment
	if len(a.Gaps) == 0 {
		return nil
	}
	out := newGaps(d, a.Gaps)
	sections := a.Sections()
	section := make([]schema.State, len(d.Sections)) // "" for one that the template does not have
	for i := range sections {
		if to := sections[i].Section; to != plan.None {
			section[to] = sections[i].State
		}
	}
	for _, g := range out {
		for s := g.Gap.Section; s > 0; s = d.Sections[s].Parent {
			if section[s] != "" {
				g.Section = section[s]
				break
			}
		}
	}
	eachSlot(a, func(i, weight int, s *schema.SlotState) {
		if s.State == schema.Filled || s.State == schema.NotApplicable || sections[i].Section == plan.None {
			return
		}
		var in []*Gap
		for _, g := range out {
			at := g.Gap.Span.Start
			if s.Span.Start <= at && at < s.Span.End || s.State == schema.Empty && g.Gap.Kind == plan.GapEmpty && g.Gap.Section == sections[i].Section {
				in = append(in, g)
			}
		}
		for _, g := range in {
			g.Worth += float64(weight) / float64(total*len(in))
		}
	})
	return out
}

func newGaps(d *portfolio.Document, list []plan.Gap) []*Gap {
	gaps, out := make([]Gap, len(list)), make([]*Gap, len(list))
	for i := range list {
		gaps[i] = Gap{Plan: d.Plan, Doc: d, Gap: &list[i], Section: stateOf(list[i].Kind)}
		out[i] = &gaps[i]
	}
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

// mostOfOne is how many gaps of one plan are among the most valuable ones.
const mostOfOne = 3

// mostValuable are the gaps whose filling adds most to the plan's score.
func (r *PlanReport) mostValuable() []*Gap {
	var best []*Gap
	for _, g := range r.Gaps {
		if g.Worth == 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(best, g, func(a, g *Gap) int {
			return cmp.Or(cmp.Compare(g.Worth, a.Worth), -1) // behind its equals
		})
		if best = slices.Insert(best, i, g); len(best) > mostOfOne {
			best = best[:mostOfOne]
		}
	}
	return best
}

// mostValuable are the gaps whose filling adds most to their plan's score. Of
// equal ones, the plan that is nearer to its end goes first.
func (r *Report) mostValuable() []*Gap {
	const most = 10
	type valued struct {
		gap   *Gap
		score float64
	}
	var best []valued
	for i, p := range r.Plans {
		row := &r.rows[i]
		if row.worth == 0 {
			continue
		}
		if len(best) == most {
			if last := &best[most-1]; cmp.Or(cmp.Compare(row.worth, last.gap.Worth), cmp.Compare(row.score, last.score)) <= 0 {
				continue // even its most valuable gap is behind
			}
		}
		for _, g := range p.worth {
			v := valued{g, p.Score}
			i, _ := slices.BinarySearchFunc(best, v, func(a, v valued) int {
				return cmp.Or(cmp.Compare(v.gap.Worth, a.gap.Worth), cmp.Compare(v.score, a.score), -1) // behind its equals
			})
			if i == most {
				break // what follows of the plan is worth less
			}
			if best = slices.Insert(best, i, v); len(best) > most {
				best = best[:most]
			}
		}
	}
	out := make([]*Gap, len(best))
	for i, v := range best {
		out[i] = v.gap
	}
	return out
}
