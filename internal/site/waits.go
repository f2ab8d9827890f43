package site

import (
	"slices"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// planWaits is the part of the roadmap's graph that touches a plan.
type planWaits struct {
	nodes      []*roadmap.Node // of the plan, as the graph has them
	edges      []roadmap.Edge  // that begin or end in it
	cycles     [][]roadmap.Edge
	milestones []*roadmap.Milestone
}

// waitsIndex is the graph and the milestones by plan, so that no page of a plan
// looks at those of all.
type waitsIndex struct {
	of map[*portfolio.Plan]*planWaits
}

func newWaitsIndex(r *roadmap.Roadmap) *waitsIndex {
	x := &waitsIndex{of: map[*portfolio.Plan]*planWaits{}}
	at := func(p *portfolio.Plan) *planWaits {
		w := x.of[p]
		if w == nil {
			w = &planWaits{}
			x.of[p] = w
		}
		return w
	}
	for _, n := range r.Graph.Nodes {
		w := at(n.Plan)
		w.nodes = append(w.nodes, n)
	}
	for _, e := range r.Graph.Edges {
		w := at(e.From.Plan)
		w.edges = append(w.edges, e)
		if e.To.Plan != e.From.Plan {
			w = at(e.To.Plan)
			w.edges = append(w.edges, e)
		}
	}
	for _, cycle := range r.Graph.Cycles {
		var touched []*portfolio.Plan
		for _, e := range cycle {
			if !slices.Contains(touched, e.From.Plan) {
				touched = append(touched, e.From.Plan)
				w := at(e.From.Plan)
				w.cycles = append(w.cycles, cycle)
			}
		}
	}
	for _, m := range r.Milestones {
		if m.Plan != nil {
			w := at(m.Plan)
			w.milestones = append(w.milestones, m)
		}
	}
	return x
}

// waitsOf gives what touches a plan; it may be written to by nobody.
func (s *Site) waitsOf(p *planFacts) *planWaits {
	if w := s.lists.graph().of[p.Plan]; w != nil {
		return w
	}
	return &planWaits{}
}
