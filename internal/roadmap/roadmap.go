package roadmap

import (
	"cmp"
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
	Lanes      []*Lane      // of plans with phases, in the order of Portfolio.Plans; templates left out
	Columns    []*Column    // every phase number, in order: 0.5 before 1, 2A after 2, 9 before 10, letters last
	Milestones []*Milestone // of plans and of the configuration, by date
	Graph      *Graph       // what waits for what
	Tasks      Progress     // of all plans that are no templates

	opts     Options
	plans    []*portfolio.Plan // Portfolio.Plans
	shares   []*share          // of each
	dated    []*Milestone      // of plans, by date
	byNumber map[string]*Column
}

// Lane is the phases of one plan. Its leading document's phases come in
// Phases; other phase systems of the plan are kept beside them. It is the same
// pointer from roadmap to roadmap as long as its plan is, and all plans that
// wait for it or that it waits for, with their nodes in the graph.
type Lane struct {
	Plan   *portfolio.Plan
	Phases []*Phase // in order of the text of the leading document
	Others []*Phase // of the plan's other documents
	Tasks  Progress // of the plan, tasks outside phases included
	Now    *Phase   // first phase that is not done; nil where all are, or none can be measured
	Scale  Scale    // to which Phases stand on a timeline

	share     *share
	once      sync.Once
	concerns  map[*Phase]Concerns
	placeOnce sync.Once
	places    []Place // of Phases
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
	State      plan.State // from its tasks, else as stated, else Open
	Stated     bool       // State is only as stated
	Tasks      Progress
	TaskList   []int                    // indexes into Doc.Tasks, in order of the text
	Planned    []*portfolio.Requirement // requirements that it or its tasks cite, natural order
	Start, End time.Time                // zero where there are no dates
	Lent       bool                     // the dates are the column's, of the configuration
	Overdue    bool

	column string // number of its column, see Roadmap.Column; "" for none, and of Others
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

// Findings are the diagnostics of all plans, sorted.
func (r *Roadmap) Findings() []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, s := range r.shares {
		list = append(list, s.found...)
	}
	diag.Sort(list)
	return list
}

// FindingsAt are the diagnostics of the plan at an index into Portfolio.Plans,
// sorted. As long as they are the same, so is the list.
func (r *Roadmap) FindingsAt(plan int) []diag.Diagnostic { return r.shares[plan].found }

// Same tells whether the roadmap has of the plan at an index what before has of
// that at another: then all of it is the same pointers.
func (r *Roadmap) Same(plan int, before *Roadmap, at int) bool {
	return r.shares[plan] == before.shares[at]
}

// Phase finds the phase at an index of a document; nil where the plan has no lane.
func (r *Roadmap) Phase(doc *portfolio.Document, index int) *Phase {
	return r.share(doc.Plan).phase(doc, index)
}

// Column finds the column of a phase; nil where it stands in none.
func (r *Roadmap) Column(ph *Phase) *Column { return r.byNumber[ph.column] }

// Schedule orders the work of a lane by its dependencies; nil where it states
// none, or some that lead back to where they began.
func (r *Roadmap) Schedule(l *Lane) *Schedule { return r.newSchedule(l) }

// Ready gives the tasks of a lane that can be taken up next, in order of the text.
func (r *Roadmap) Ready(l *Lane) []TaskRef { return r.readyTasks(l) }

// Lane finds the lane of a plan; nil where it has no phases.
func (r *Roadmap) Lane(p *portfolio.Plan) *Lane {
	if s := r.share(p); s != nil {
		return s.lane
	}
	return nil
}

// share finds what a plan gives; nil for a plan of another portfolio.
func (r *Roadmap) share(p *portfolio.Plan) *share {
	if i := r.position(p); i >= 0 {
		return r.shares[i]
	}
	return nil
}

// position is where a plan stands among those of the portfolio; -1 for nowhere.
func (r *Roadmap) position(p *portfolio.Plan) int {
	i, ok := slices.BinarySearchFunc(r.plans, p.ID, func(q *portfolio.Plan, id string) int { return cmp.Compare(q.ID, id) })
	if !ok || r.plans[i] != p {
		return -1
	}
	return i
}

// Add counts q's tasks too.
func (p *Progress) Add(q Progress) { p.add(q, 1) }

// add counts q's tasks so many times.
func (p *Progress) add(q Progress, times int) {
	p.Total += times * q.Total
	p.Done += times * q.Done
	p.Active += times * q.Active
	p.Blocked += times * q.Blocked
	p.Skipped += times * q.Skipped
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
