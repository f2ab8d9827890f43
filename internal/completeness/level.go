package completeness

import (
	"fmt"
	"strings"

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

// meanings say what each check stands for.
var meanings = map[string]string{
	"template-edited":      "It is no untouched copy of its template.",
	"sections-present":     "Its sections are there.",
	"slots-filled":         "Most of what its sections ask for is filled in.",
	"questions-answered":   "No question is open.",
	"citations-resolved":   "Every id that it cites is defined.",
	"requirements-cited":   "Each of its requirements is cited.",
	"nothing-owed":         "Nothing is left to write.",
	"requirements-planned": "Each of its requirements has a phase or task.",
}

// level sets r.Checks, r.Level and r.Next.
func (r *PlanReport) level(t *trace.PlanTrace) {
	check := func(level Level, name string, holds bool, ask string, args ...any) {
		c := Check{Name: name, Level: level, Means: meanings[name], Holds: holds}
		if !holds {
			c.Ask = fmt.Sprintf(ask, args...)
		}
		r.Checks = append(r.Checks, c)
	}
	count := map[plan.GapKind]int{}
	for _, g := range r.Gaps {
		count[g.Gap.Kind]++
	}
	owed := count[plan.GapPlaceholder] + count[plan.GapTodo] + count[plan.GapUntouched]
	if r.Scored {
		there, all, copies := r.sections()
		check(Outlined, "template-edited", copies == 0, "Fill in a first section: the plan is an untouched copy of its template.")
		check(Outlined, "sections-present", float64(there) >= outlinedSections*float64(all),
			"Add the missing sections, or say of each that it is not needed: %d of %d are there.", there, all)
		check(Specified, "slots-filled", r.Score >= specifiedScore,
			"Fill %s more: %d of %d are filled.", number(r.slotsTo(specifiedScore), "slot", "slots"), r.Filled, r.Total)
	} else {
		n := filledSections(r.Plan)
		check(Outlined, "sections-present", n >= leastSections, "Write a few sections: %s with content so far.", number(n, "section", "sections"))
		check(Specified, "slots-filled", owed == 0, "Fill %s.", number(owed, "placeholder", "placeholders"))
	}
	check(Specified, "questions-answered", count[plan.GapQuestion] == 0, "Answer %s.", number(count[plan.GapQuestion], "open question", "open questions"))

	var cov trace.Coverage
	if t != nil {
		cov = t.Coverage
	}
	dangling := danglingCitations(r.Plan)
	check(Traced, "citations-resolved", dangling == 0, "Define or mend %s.", number(dangling, "dangling citation", "dangling citations"))
	check(Traced, "requirements-cited", cov.Uncovered == 0, "Cite %s that nothing cites.",
		number(cov.Uncovered, "requirement", "requirements"))

	check(Ready, "nothing-owed", len(r.Gaps) == 0 && (!r.Scored || r.Score == 1), "Close the last %s.", r.lastGaps())
	check(Ready, "requirements-planned", cov.Planned == cov.Requirements, "Give %s a phase or task.",
		number(cov.Requirements-cov.Planned, "requirement", "requirements"))

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
		for _, s := range d.Alignment.Sections {
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
	return strings.TrimSpace(fmt.Sprintf("%d %s", n, many))
}
