// Package completeness says how finished each plan's text is: it takes a
// Portfolio and gives a Report whose every number has its places behind it.
package completeness

import (
	"github.com/planfolio/planfolio/internal/diag"
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
// Templates are reported, but out of Score, Scored, Gaps, Worth and Diagnostics.
type Report struct {
	Plans       []*PlanReport
	Score       float64 // mean over scored plans that are no templates; 0 where Scored is 0
	Scored      int
	Gaps        int
	Worth       []*Gap // the most valuable gaps first: at most ten, at most three of one plan
	Diagnostics []diag.Diagnostic
}

// PlanReport is one plan.
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
}

// Gap is a gap with its plan.
type Gap struct {
	Plan    *portfolio.Plan
	Doc     *portfolio.Document
	Gap     plan.Gap
	Worth   float64 // what filling it adds to the plan's score
	Section schema.State
}

// Check is one condition of a level. A level is reached when all its checks
// hold, and those of the levels before.
type Check struct {
	Name  string // "sections-present"
	Level Level
	Means string // what it stands for, one sentence
	Holds bool
	Ask   string // what to do about it, one sentence; "" where it holds
}

// Assess makes the report. The trace decides the levels traced and ready.
func Assess(p *portfolio.Portfolio, t *trace.Trace) *Report {
	r := &Report{}
	traces := map[*portfolio.Plan]*trace.PlanTrace{}
	if t != nil {
		for _, pt := range t.Plans {
			traces[pt.Plan] = pt
		}
	}
	sum := 0.0
	for _, pl := range p.Plans {
		pr := assess(pl, traces[pl])
		r.Plans = append(r.Plans, pr)
		if pl.Kind == portfolio.KindTemplate {
			continue
		}
		if pr.Scored {
			r.Scored++
			sum += pr.Score
		}
		r.Gaps += len(pr.Gaps)
		r.Diagnostics = append(r.Diagnostics, diagnose(pr)...)
	}
	if r.Scored > 0 {
		r.Score = sum / float64(r.Scored)
	}
	r.Worth = mostValuable(r.Plans)
	return r
}
