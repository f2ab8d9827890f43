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
type Report struct {
	Plans       []*PlanReport
	Score       float64 // mean over scored plans that are no templates; 0 where Scored is 0
	Scored      int
	Gaps        int
	Worth       []*Gap // the most valuable gaps first, at most ten
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

// Assess makes the report. The trace decides the levels traced and ready.
func Assess(p *portfolio.Portfolio, t *trace.Trace) *Report { panic("completeness.Assess") }
