package roadmap

import (
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
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
	shares   []*share // in the order of Portfolio.Plans
	byPlan   map[*portfolio.Plan]*share
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

	share    *share
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
	State      plan.State // from its tasks, else as stated, else Open
	Stated     bool       // State is only as stated
	Tasks      Progress
	TaskList   []int                    // indexes into Doc.Tasks, in order of the text
	Planned    []*portfolio.Requirement // requirements that it or its tasks cite, natural order
	Start, End time.Time                // zero where there are no dates
	Lent       bool                     // the dates are the column's, of the configuration
	Place      Place                    // on the plan's timeline; of Lane.Phases only
	Overdue    bool

	column string // number of its column, see Roadmap.Column; "" for none, and of Others
	title  string // of the row, folded
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
func Build(p *portfolio.Portfolio, opts Options) *Roadmap { return (*Roadmap)(nil).Next(p, opts) }

// Next gives what Build gives. What r has of a plan that is the same pointer as
// in r's portfolio is taken over, where that is so of all plans that it waits
// for and that wait for it. r may be nil.
func (r *Roadmap) Next(p *portfolio.Portfolio, opts Options) *Roadmap {
	next := &Roadmap{opts: opts, shares: make([]*share, len(p.Plans)), byPlan: make(map[*portfolio.Plan]*share, len(p.Plans))}
	known := r.known(opts)
	l := &linker{portfolio: p}
	parallel.For(len(p.Plans), func(i int) {
		plan := p.Plans[i]
		s := known(plan)
		if s != nil && !s.said.abroad {
			next.shares[i] = s
			return
		}
		if said := l.read(plan); s != nil && said.equal(&s.said) {
			next.shares[i] = s
		} else {
			next.shares[i] = &share{plan: plan, said: said}
		}
	})
	next.finish(func(s *share) bool { return s == known(s.plan) })
	next.sum()
	return next
}

// known finds what r has of a plan that holds under opts.
func (r *Roadmap) known(opts Options) func(*portfolio.Plan) *share {
	if r == nil || !r.opts.Today.Equal(opts.Today) || !reflect.DeepEqual(r.opts.Phases, opts.Phases) {
		return func(*portfolio.Plan) *share { return nil }
	}
	return func(p *portfolio.Plan) *share { return r.byPlan[p] }
}

// finish makes the shares that were not taken over. A group is taken over as a
// whole, or not at all.
func (r *Roadmap) finish(made func(*share) bool) {
	opts := newSettings(r.opts)
	var todo []*group
	for _, members := range r.groups() {
		shares := make([]*share, len(members))
		same := true
		for n, i := range members {
			shares[n] = r.shares[i]
			same = same && made(shares[n])
		}
		if same && (len(shares) == 1 && shares[0].group == nil || shares[0].group != nil && slices.Equal(shares[0].group.shares, shares)) {
			continue
		}
		for n, i := range members {
			shares[n] = &share{plan: shares[n].plan, said: shares[n].said}
			r.shares[i] = shares[n]
		}
		todo = append(todo, newGroup(shares))
	}
	parallel.For(len(todo), func(i int) { todo[i].finish(opts) })
}

// groups divides the plans into those with dependencies between each other, by
// whatever way: most stand alone.
func (r *Roadmap) groups() [][]int {
	up := make([]int, len(r.shares)) // towards the first plan of the group
	crossing := false
	for i, s := range r.shares {
		up[i] = i
		crossing = crossing || s.said.crosses()
	}
	top := func(i int) int {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	if crossing {
		at := make(map[*portfolio.Plan]int, len(r.shares))
		for i, s := range r.shares {
			at[s.plan] = i
		}
		for i, s := range r.shares {
			for _, w := range s.said.waits {
				x, y := top(i), top(at[w.to.plan])
				up[max(x, y)] = min(x, y)
			}
		}
	}
	groups := make([][]int, 0, len(r.shares))
	number := make([]int, len(r.shares))
	all := make([]int, len(r.shares))
	for i := range r.shares {
		if t := top(i); t != i {
			groups[number[t]] = append(groups[number[t]], i)
			continue
		}
		number[i] = len(groups)
		all[i] = i
		groups = append(groups, all[i:i+1:i+1])
	}
	return groups
}

// sum puts the shares together.
func (r *Roadmap) sum() {
	r.Graph = &Graph{shares: r.byPlan}
	for _, s := range r.shares {
		r.byPlan[s.plan] = s
		r.Tasks.Add(s.progress)
		if s.lane != nil {
			r.Lanes = append(r.Lanes, s.lane)
		}
		r.Milestones = append(r.Milestones, s.milestones...)
		r.Graph.Nodes = append(r.Graph.Nodes, s.nodes...)
		r.Graph.Edges = append(r.Graph.Edges, s.edges...)
		r.Graph.Cycles = append(r.Graph.Cycles, s.cycles...)
	}
	r.findColumns()
	slices.SortStableFunc(r.Milestones, func(a, b *Milestone) int { return a.Date.Compare(b.Date) })
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

// Phase finds the phase at an index of a document; nil where the plan has no lane.
func (r *Roadmap) Phase(doc *portfolio.Document, index int) *Phase {
	return r.byPlan[doc.Plan].phase(doc, index)
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
	if s := r.byPlan[p]; s != nil {
		return s.lane
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
