package completeness

import (
	"fmt"
	"strconv"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// What the levels ask for, as shares. A plan that follows no template has no
// score; it is outlined by having sections, specified by having no gaps.
const (
	outlinedSections = 0.75 // of the template's sections are there
	specifiedScore   = 0.8  // of the slots are filled
	leastSections    = 3    // of a plan without a template
)

// The conditions, in the order of their levels.
var (
	templateEdited      = &Condition{"template-edited", Outlined, "It is no untouched copy of its template."}
	sectionsPresent     = &Condition{"sections-present", Outlined, "Its sections are there."}
	slotsFilled         = &Condition{"slots-filled", Specified, "Most of what its sections ask for is filled in."}
	questionsAnswered   = &Condition{"questions-answered", Specified, "No question is open."}
	citationsResolved   = &Condition{"citations-resolved", Traced, "Every id that it cites is defined."}
	requirementsCited   = &Condition{"requirements-cited", Traced, "Each of its requirements is cited."}
	nothingOwed         = &Condition{"nothing-owed", Ready, "Nothing is left to write."}
	requirementsPlanned = &Condition{"requirements-planned", Ready, "Each of its requirements has a phase or task."}
)

const conditions = 8

// level sets r.Checks, r.Level and r.Next.
func (r *PlanReport) level(t *trace.PlanTrace) {
	r.Checks = make([]Check, 0, conditions)
	check := func(c *Condition, holds bool, ask func() string) {
		if holds {
			r.Checks = append(r.Checks, Check{Condition: c, Holds: true})
		} else {
			r.Checks = append(r.Checks, Check{Condition: c, Ask: ask()})
		}
	}
	questions, owed := 0, 0
	for _, g := range r.Gaps {
		switch g.Gap.Kind {
		case plan.GapQuestion:
			questions++
		case plan.GapPlaceholder, plan.GapTodo, plan.GapUntouched:
			owed++
		}
	}
	if r.Scored {
		there, all, copies := r.sections()
		check(templateEdited, copies == 0, func() string { return "Fill in a first section: the plan is an untouched copy of its template." })
		check(sectionsPresent, float64(there) >= outlinedSections*float64(all), func() string {
			return fmt.Sprintf("Add the missing sections, or say of each that it is not needed: %d of %d are there.", there, all)
		})
		check(slotsFilled, r.Score >= specifiedScore, func() string {
			return fmt.Sprintf("Fill %s more: %d of %d are filled.", number(r.slotsTo(specifiedScore), "slot", "slots"), r.Filled, r.Total)
		})
	} else {
		n := filledSections(r.Plan)
		check(sectionsPresent, n >= leastSections, func() string {
			return "Write a few sections: " + number(n, "section", "sections") + " with content so far."
		})
		check(slotsFilled, owed == 0, func() string { return "Fill " + number(owed, "placeholder", "placeholders") + "." })
	}
	check(questionsAnswered, questions == 0, func() string { return "Answer " + number(questions, "open question", "open questions") + "." })

	var cov trace.Coverage
	if t != nil {
		cov = t.Coverage
	}
	dangling := danglingCitations(r.Plan)
	check(citationsResolved, dangling == 0, func() string {
		return "Define or mend " + number(dangling, "dangling citation", "dangling citations") + "."
	})
	check(requirementsCited, cov.Uncovered == 0, func() string {
		return "Cite " + number(cov.Uncovered, "requirement", "requirements") + " that nothing cites."
	})
	check(nothingOwed, len(r.Gaps) == 0 && (!r.Scored || r.Score == 1), func() string { return "Close the last " + r.lastGaps() + "." })
	check(requirementsPlanned, cov.Planned == cov.Requirements, func() string {
		return "Give " + number(cov.Requirements-cov.Planned, "requirement", "requirements") + " a phase or task."
	})

	r.Level = Draft
	for _, level := range []Level{Outlined, Specified, Traced, Ready} {
		for _, c := range r.Checks {
			if c.Level == level && !c.Holds {
				r.Next = append(r.Next, c.Ask)
			}
		}
		if len(r.Next) > 0 {
			return
		}
		r.Level = level
	}
}

// sections counts the sections of the templates that are there, and the
// documents that are untouched copies.
func (r *PlanReport) sections() (there, all, copies int) {
	for _, d := range r.Aligned {
		for _, s := range d.Alignment.Sections() {
			if s.State == schema.NotApplicable && s.Section == plan.None {
				continue
			}
			all++
			if s.Section != plan.None {
				there++
			}
		}
		if d.Alignment.Copy {
			copies++
		}
	}
	return there, all, copies
}

// slotsTo is how many slots are still to be filled until the score is reached,
// if all weigh the same.
func (r *PlanReport) slotsTo(score float64) int {
	n := 0
	for n+r.Filled < r.Total && float64(n+r.Filled) < score*float64(r.Total) {
		n++
	}
	return n
}

func (r *PlanReport) lastGaps() string {
	if n := len(r.Gaps); n > 0 {
		return number(n, "gap", "gaps")
	}
	return number(r.Total-r.Filled, "slot", "slots")
}

// filledSections counts the sections of a plan's documents that have content.
func filledSections(p *portfolio.Plan) int {
	n := 0
	for _, d := range p.Documents {
		for i := range d.Sections {
			if i > 0 && !d.Sections[i].Empty {
				n++
			}
		}
	}
	return n
}

func danglingCitations(p *portfolio.Plan) int {
	n := 0
	for _, c := range p.Citations {
		if c.State == portfolio.Dangling {
			n++
		}
	}
	return n
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
