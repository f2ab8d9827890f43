// Package completeness says how finished each plan's text is: it takes a
// Portfolio and gives a Report whose every number has its places behind it.
package completeness

import (
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// Level is a rung: a plan has the highest whose checks, and all before, hold.
type Level string

// The levels, lowest first.
const (
	Draft     Level = "draft"
	Outlined  Level = "outlined"
	Specified Level = "specified"
	Traced    Level = "traced"
	Ready     Level = "ready"
)

// Report is the completeness of all plans, in the order of Portfolio.Plans.
// Templates are reported, but out of Score, Scored, Gaps and Worth, and have no
// diagnostics.
type Report struct {
	Plans  []*PlanReport
	Score  float64 // mean over scored plans that are no templates; 0 where Scored is 0
	Scored int
	Gaps   int
	Worth  []*Gap // the most valuable gaps first: at most ten, at most three of one plan

	of   []*portfolio.Plan // Portfolio.Plans
	rows []row             // of Plans
}

// A row is what the totals have of a plan. Rows lie side by side, because each
// edit goes through all of them.
type row struct {
	trace   *trace.PlanTrace
	score   float64
	worth   float64 // of the most valuable gap
	gaps    int32
	scored  bool
	counted bool // is no template
}

// PlanReport is one plan. It is the same pointer from report to report as long
// as the plan and its trace are.
type PlanReport struct {
	Plan    *portfolio.Plan
	Scored  bool    // follows a template
	Score   float64 // slots filled over slots that apply, weighted, 0 to 1
	Filled  int
	Total   int
	Level   Level
	Checks  []Check               // in the order of their levels
	Next    []string              // what the next level asks for, one sentence each
	Missing []string              // titles of missing sections; a missing H2 is followed by its H3s as "H2 > H3"
	Aligned []*portfolio.Document // documents that follow a template; their Alignment has the sections
	Gaps    []*Gap                // of all documents, by document and place

	Diagnostics []diag.Diagnostic // what the plan still owes, by document

	worth []*Gap // the most valuable of Gaps
}

// Gap is a gap with its plan.
type Gap struct {
	Plan    *portfolio.Plan
	Doc     *portfolio.Document
	Gap     *plan.Gap
	Worth   float64 // what filling it adds to the plan's score
	Section schema.State
}

// Check says of one plan whether one condition of a level holds. A level is reached when all its checks
// hold, and those of the levels before.
type Check struct {
	*Condition
	Holds bool
	Ask   string // what to do about it, one sentence; "" where it holds
}

// Condition is what a check looks at, of whatever plan.
type Condition struct {
	Name  string // "sections-present"
	Level Level
	Means string // what it stands for, one sentence
}

// Assess makes the report. The trace decides the levels traced and ready.
func Assess(p *portfolio.Portfolio, t *trace.Trace) *Report { return (*Report)(nil).Next(p, t) }

// Next gives what Assess gives. The report of a plan whose trace is the same
// pointer as in r, and so the plan, is taken over from r. r may be nil.
func (r *Report) Next(p *portfolio.Portfolio, t *trace.Trace) *Report {
	if r == nil {
		r = &Report{}
	}
	next := &Report{Plans: make([]*PlanReport, len(p.Plans)), of: p.Plans, rows: make([]row, len(p.Plans))}
	traced := func(i int) *trace.PlanTrace {
		if t == nil {
			return nil
		}
		return t.Plans[i]
	}
	var todo []int
	for i, at := range portfolio.Kept(p.Plans, r.of) {
		if at >= 0 && r.rows[at].trace == traced(i) {
			next.Plans[i], next.rows[i] = r.Plans[at], r.rows[at]
		} else {
			todo = append(todo, i)
		}
	}
	parallel.With(len(todo), newAssessor, func(a *assessor, n int) {
		i := todo[n]
		next.Plans[i] = a.assess(p.Plans[i], traced(i))
		next.rows[i] = next.Plans[i].row(traced(i))
	})
	next.sum()
	return next
}

// sum adds up what is said of all plans that are no templates.
func (r *Report) sum() {
	sum := 0.0
	for i := range r.rows {
		row := &r.rows[i]
		if !row.counted {
			continue
		}
		if row.scored {
			r.Scored++
			sum += row.score
		}
		r.Gaps += int(row.gaps)
	}
	if r.Scored > 0 {
		r.Score = sum / float64(r.Scored)
	}
	r.Worth = r.mostValuable()
}

// row is what the totals have of the plan.
func (r *PlanReport) row(t *trace.PlanTrace) row {
	of := row{trace: t, score: r.Score, gaps: int32(len(r.Gaps)), scored: r.Scored, counted: r.Plan.Kind != portfolio.KindTemplate}
	if len(r.worth) > 0 {
		of.worth = r.worth[0].Worth
	}
	return of
}

// Findings are the diagnostics of all plans, by plan and document.
func (r *Report) Findings() []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, pr := range r.Plans {
		list = append(list, pr.Diagnostics...)
	}
	return list
}
