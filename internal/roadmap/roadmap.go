package roadmap

import (
	"slices"
	"sync"
	"time"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Roadmap is the lanes of all plans.
type Roadmap struct {
	Lanes       []*Lane      // of plans with phases, in the order of Portfolio.Plans; templates left out
	Columns     []*Column    // every phase number, in order: 0.5 before 1, 2A after 2, 9 before 10, letters last
	Milestones  []*Milestone // of plans and of the configuration, by date
	Graph       *Graph       // what waits for what
	Tasks       Progress     // of all plans that are no templates
	Diagnostics []diag.Diagnostic

	byPlan map[*portfolio.Plan]*Lane
	byRow  map[key]*Phase
}

// Lane is the phases of one plan. Its leading document's phases come in
// Phases; other phase systems of the plan are kept beside them.
type Lane struct {
	Plan   *portfolio.Plan
	Phases []*Phase // in order of the text of the leading document
	Others []*Phase // of the plan's other documents
	Tasks  Progress // of the plan, tasks outside phases included
	Now    *Phase   // first phase that is not done; nil where all are, or none can be measured
	Scale  Scale    // to which Phases stand on a timeline

	once     sync.Once
	concerns map[*Phase]Concerns
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
	Lent       bool                     // the dates are the column's, of the configuration
	Place      Place                    // on the plan's timeline; of Lane.Phases only
	Overdue    bool
}

// Column is one phase number across the portfolio, or one that the
// configuration names.
type Column struct {
	Number     string   // "1"; plans' phases without number have none and stand in no column
	Slug       string   // address: phase-1
	Title      string   // as configured, else the commonest title, "" where all differ
	Phases     []*Phase // by plan
	Tasks      Progress
	Start, End time.Time // as configured; zero
}

// Options are what a roadmap depends on beside the portfolio.
type Options struct {
	Today  time.Time // a date; zero means that nothing is overdue
	Phases []config.Phase
}

// Build makes the roadmap.
func Build(p *portfolio.Portfolio, opts Options) *Roadmap {
	r := &Roadmap{byPlan: map[*portfolio.Plan]*Lane{}, byRow: map[key]*Phase{}}
	for _, pl := range p.Plans {
		if pl.Kind == portfolio.KindTemplate {
			continue
		}
		progress := PlanProgress(pl)
		r.Tasks.Add(progress)
		if lane := newLane(pl); lane != nil {
			lane.Tasks = progress
			r.Lanes = append(r.Lanes, lane)
			r.byPlan[pl] = lane
			for _, ph := range slices.Concat(lane.Phases, lane.Others) {
				r.byRow[key{ph.Doc, ph.Index}] = ph
			}
		}
	}
	var found []diag.Diagnostic
	r.Graph, found = newGraph(p)
	r.Diagnostics = append(r.Diagnostics, found...)
	r.findColumns(opts.Phases)
	for _, lane := range r.Lanes {
		lane.place(r.Graph, opts.Today)
		lane.findOverdue(opts.Today)
	}
	for _, pl := range p.Plans {
		if pl.Kind == portfolio.KindTemplate {
			continue
		}
		milestones := r.milestones(pl)
		r.Milestones = append(r.Milestones, milestones...)
		if pl.Archived {
			continue
		}
		r.Diagnostics = append(r.Diagnostics, early(milestones)...)
		r.Diagnostics = append(r.Diagnostics, untraced(pl)...)
		if lane := r.byPlan[pl]; lane != nil {
			r.Diagnostics = append(r.Diagnostics, contradictions(lane)...)
			r.Diagnostics = append(r.Diagnostics, r.disorder(lane)...)
			r.Diagnostics = append(r.Diagnostics, empty(lane)...)
		}
	}
	slices.SortStableFunc(r.Milestones, func(a, b *Milestone) int { return a.Date.Compare(b.Date) })
	diag.Sort(r.Diagnostics)
	return r
}

// Phase finds the phase at an index of a document; nil where the plan has no lane.
func (r *Roadmap) Phase(doc *portfolio.Document, index int) *Phase { return r.byRow[key{doc, index}] }

// Schedule orders the work of a lane by its dependencies; nil where it states
// none, or some that lead back to where they began.
func (r *Roadmap) Schedule(l *Lane) *Schedule { return r.newSchedule(l) }

// Ready gives the tasks of a lane that can be taken up next, in order of the text.
func (r *Roadmap) Ready(l *Lane) []TaskRef { return r.readyTasks(l) }

// Lane finds the lane of a plan; nil where it has no phases.
func (r *Roadmap) Lane(p *portfolio.Plan) *Lane { return r.byPlan[p] }

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
			n.count(TaskState(&d.Tasks[i]))
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
