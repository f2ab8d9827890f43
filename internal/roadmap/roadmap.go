// Package roadmap lays the phases of all plans side by side: it takes a
// Portfolio and gives a Roadmap. It reads no clock: "today" is given.
package roadmap

import (
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Roadmap is the lanes of all plans.
type Roadmap struct {
	Lanes       []*Lane   // of plans with phases, in the order of Portfolio.Plans; templates left out
	Columns     []*Column // every phase number, in order: 0.5 before 1, 2A after 2, 9 before 10, letters last
	Tasks       Progress  // of all plans that are no templates
	Diagnostics []diag.Diagnostic
}

// Lane is the phases of one plan. Its leading document's phases come in
// Phases; other phase systems of the plan are kept beside them.
type Lane struct {
	Plan   *portfolio.Plan
	Phases []*Phase // in order of the text of the leading document
	Others []*Phase // of the plan's other documents
	Tasks  Progress // of the plan, tasks outside phases included
	Now    *Phase   // first phase that is not done; nil where all are, or none can be measured
}

// Progress counts tasks.
type Progress struct {
	Total, Done, Active, Blocked, Skipped int
}

// Measurable tells whether there are tasks to count.
func (p Progress) Measurable() bool { return p.Total > 0 }

// Phase is one phase of a plan.
type Phase struct {
	Lane       *Lane
	Doc        *portfolio.Document
	Index      int        // into Doc.Phases
	Column     *Column    // nil for Others
	State      plan.State // from its tasks, else as stated, else Open
	Stated     bool       // State is only as stated
	Tasks      Progress
	TaskList   []int                    // indexes into Doc.Tasks, in order of the text
	Planned    []*portfolio.Requirement // requirements that it or its tasks cite, natural order
	Start, End time.Time                // zero where there are no dates
	Overdue    bool
}

// Column is one phase number across the portfolio.
type Column struct {
	Number string   // "1"; plans' phases without number have none and stand in no column
	Slug   string   // address: phase-1
	Title  string   // the commonest title, "" where all differ
	Phases []*Phase // by plan
	Tasks  Progress
}

// Build makes the roadmap as of today (a date; zero means that nothing is overdue).
func Build(p *portfolio.Portfolio, today time.Time) *Roadmap {
	r := &Roadmap{}
	byPath := make(map[string]*portfolio.Plan, len(p.Plans))
	for _, pl := range p.Plans {
		byPath[pl.Path] = pl
	}
	for _, pl := range p.Plans {
		if pl.Kind == portfolio.KindTemplate {
			continue
		}
		progress := PlanProgress(pl)
		r.Tasks.Add(progress)
		if lane := newLane(pl, today); lane != nil {
			lane.Tasks = progress
			r.Lanes = append(r.Lanes, lane)
			if !pl.Archived {
				r.Diagnostics = append(r.Diagnostics, contradictions(lane)...)
			}
		}
		if !pl.Archived {
			r.Diagnostics = append(r.Diagnostics, untraced(pl)...)
			r.Diagnostics = append(r.Diagnostics, unknownDependencies(pl, byPath)...)
		}
	}
	r.findColumns()
	diag.Sort(r.Diagnostics)
	return r
}

// Lane finds the lane of a plan; nil where it has no phases.
func (r *Roadmap) Lane(p *portfolio.Plan) *Lane {
	for _, l := range r.Lanes {
		if l.Plan == p {
			return l
		}
	}
	return nil
}

// Add counts q's tasks too.
func (p *Progress) Add(q Progress) {
	p.Total += q.Total
	p.Done += q.Done
	p.Active += q.Active
	p.Blocked += q.Blocked
	p.Skipped += q.Skipped
}

// PlanProgress counts the tasks of a plan, those outside phases included. Logs
// and checklists repeat or check tasks: their boxes do not count.
func PlanProgress(p *portfolio.Plan) Progress {
	var n Progress
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist {
			continue
		}
		for i := range d.Tasks {
			n.count(d.Tasks[i].State)
		}
	}
	return n
}

func (p *Progress) count(s plan.State) {
	p.Total++
	switch s {
	case plan.Done:
		p.Done++
	case plan.Active:
		p.Active++
	case plan.Blocked:
		p.Blocked++
	case plan.Skipped:
		p.Skipped++
	}
}
