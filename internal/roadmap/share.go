package roadmap

import (
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A share is what one plan gives to the roadmap. It is made once, and taken over
// from roadmap to roadmap as long as the plan is the same, and all those that it
// waits for or that wait for it.
type share struct {
	plan       *portfolio.Plan
	said       statements
	progress   Progress
	lane       *Lane // nil where the plan has no phases
	milestones []*Milestone
	found      []diag.Diagnostic // sorted

	nodes  []*Node // in the order in which they were met
	at     map[nodeKey]*Node
	edges  []Edge   // from nodes of the plan
	cycles [][]Edge // whose first edge is one of these

	group *group // of those with dependencies between each other, itself among them; nil for none
}

// A group is shares that are made together.
type group struct {
	shares []*share
	byPlan map[*portfolio.Plan]*share // nil for one share
}

func newGroup(shares []*share) *group {
	g := &group{shares: shares}
	if len(shares) > 1 {
		g.byPlan = make(map[*portfolio.Plan]*share, len(shares))
		for _, s := range shares {
			g.byPlan[s.plan] = s
		}
	}
	return g
}

// of is the share of a plan of the group.
func (g *group) of(p *portfolio.Plan) *share {
	if g.byPlan == nil {
		return g.shares[0]
	}
	return g.byPlan[p]
}

// statements are the dependencies that a plan states.
type statements struct {
	waits  []wait
	found  []diag.Diagnostic // what is stated and is not there
	abroad bool              // other plans were asked, and have to be asked again
}

// A wait says that from waits for to.
type wait struct{ from, to nodeKey }

func (s *statements) equal(t *statements) bool {
	return slices.Equal(s.waits, t.waits) && reflect.DeepEqual(s.found, t.found)
}

// crosses tells whether the plan waits for another.
func (s *statements) crosses() bool {
	return s.abroad && slices.ContainsFunc(s.waits, func(w wait) bool { return w.from.plan != w.to.plan })
}

// finish makes the shares of the group, which depend on no others.
func (g *group) finish(opts *settings) {
	for _, s := range g.shares {
		if s.plan.Kind != portfolio.KindTemplate {
			s.progress = PlanProgress(s.plan)
			s.lane = newLane(s, opts)
		}
	}
	cycles := g.tie()
	for _, s := range g.shares {
		if s.lane != nil {
			s.lane.findDates(opts.today)
			s.lane.findOverdue(opts.today)
		}
	}
	for _, s := range g.shares {
		s.found = append(s.found, s.said.found...)
		s.diagnose(g)
	}
	for _, cycle := range cycles {
		s := g.of(cycle[0].From.Plan)
		s.cycles = append(s.cycles, cycle)
		s.found = append(s.found, diagnoseCycle(cycle))
	}
	for _, s := range g.shares {
		diag.Sort(s.found)
		if len(g.shares) > 1 {
			s.group = g
		}
	}
}

// diagnose finds the milestones, and what is to be said of the plan's work.
func (s *share) diagnose(g *group) {
	if s.plan.Kind == portfolio.KindTemplate {
		return
	}
	s.readMilestones()
	if s.plan.Archived {
		return
	}
	s.found = append(s.found, early(s.milestones)...)
	s.found = append(s.found, untraced(s.plan)...)
	if s.lane != nil {
		s.found = append(s.found, contradictions(s.lane)...)
		s.found = append(s.found, s.disorder(g)...)
		s.found = append(s.found, empty(s.lane)...)
	}
}

// phase is the plan's phase at an index of a document; nil where there is none.
func (s *share) phase(doc *portfolio.Document, index int) *Phase {
	if s == nil || s.lane == nil || index < 0 {
		return nil
	}
	if l := s.lane; l.Phases[0].Doc == doc {
		if index < len(l.Phases) {
			return l.Phases[index]
		}
		return nil
	}
	for _, ph := range s.lane.Others {
		if ph.Doc == doc && ph.Index == index {
			return ph
		}
	}
	return nil
}

// tie makes the nodes and edges of the group, and finds what of them leads back
// to where it began.
func (g *group) tie() [][]Edge {
	var edges []Edge
	for _, s := range g.shares {
		for _, w := range s.said.waits {
			from, to := s.node(w.from), g.of(w.to.plan).node(w.to)
			if slices.Contains(from.After, to) {
				continue
			}
			from.After, to.Before = append(from.After, to), append(to.Before, from)
			s.edges = append(s.edges, Edge{from, to})
		}
		edges = append(edges, s.edges...)
	}
	return findCycles(edges)
}

// node is the plan's node for k, made where there is none.
func (s *share) node(k nodeKey) *Node {
	if n := s.at[k]; n != nil {
		return n
	}
	if s.at == nil {
		s.at = map[nodeKey]*Node{}
	}
	n := &Node{Plan: k.plan, Doc: k.doc, Phase: k.phase, Task: k.task}
	s.at[k] = n
	s.nodes = append(s.nodes, n)
	return n
}

// ofPhase is the node of a phase; nil where it takes part in nothing.
func (s *share) ofPhase(ph *Phase) *Node {
	if len(s.nodes) == 0 {
		return nil
	}
	return s.at[nodeKey{s.plan, ph.Doc, ph.Index, plan.None}]
}
