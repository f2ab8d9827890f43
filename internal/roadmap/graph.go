package roadmap

import (
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Graph is what waits for what, across the portfolio.
type Graph struct {
	Nodes  []*Node // that wait or are waited for, in the order in which they were met
	Edges  []Edge
	Cycles [][]Edge // the shortest way back of each knot: each edge's From lies in the To of the one before

	roadmap *Roadmap
}

// Node is a plan, a phase or a task that takes part in a dependency.
type Node struct {
	Plan   *portfolio.Plan
	Doc    *portfolio.Document // nil for a plan
	Phase  int                 // index into Doc.Phases; plan.None
	Task   int                 // index into Doc.Tasks; plan.None
	After  []*Node             // what it waits for, as stated
	Before []*Node             // what waits for it
}

// Edge says that From waits for To.
type Edge struct{ From, To *Node }

// nodeKey tells nodes apart: a plan by its path, phases and tasks by their
// document and place.
type nodeKey struct {
	plan        *portfolio.Plan
	doc         *portfolio.Document
	phase, task int
}

// get finds a node; nil where there is none.
func (g *Graph) get(k nodeKey) *Node {
	if s := g.roadmap.share(k.plan); s != nil {
		return s.at[k]
	}
	return nil
}

func planKey(p *portfolio.Plan) nodeKey { return nodeKey{p, nil, plan.None, plan.None} }
func phaseKey(d *portfolio.Document, i int) nodeKey {
	return nodeKey{d.Plan, d, i, plan.None}
}
func taskKey(d *portfolio.Document, i int) nodeKey {
	return nodeKey{d.Plan, d, plan.None, i}
}

func (n *Node) key() nodeKey { return nodeKey{n.Plan, n.Doc, n.Phase, n.Task} }

// Of finds the node of a phase or task; nil where it takes part in nothing.
func (g *Graph) Of(doc *portfolio.Document, phase, task int) *Node {
	return g.get(nodeKey{doc.Plan, doc, phase, task})
}

// OfPlan finds the node of a plan; nil where it takes part in nothing.
func (g *Graph) OfPlan(p *portfolio.Plan) *Node { return g.get(planKey(p)) }

// within gives what directly holds k: a task its task or phase, a phase its
// phase or plan. A plan is held by nothing.
func (k nodeKey) within() (nodeKey, bool) {
	switch {
	case k.doc == nil:
		return nodeKey{}, false
	case k.task != plan.None:
		t := &k.doc.Tasks[k.task]
		if t.Parent != plan.None && k.doc.Tasks[t.Parent].Phase == t.Phase {
			return taskKey(k.doc, t.Parent), true
		}
		if t.Phase != plan.None {
			return phaseKey(k.doc, t.Phase), true
		}
	default:
		if up := k.doc.Phases[k.phase].Parent; up != plan.None {
			return phaseKey(k.doc, up), true
		}
	}
	return planKey(k.plan), true
}

// holds tells whether part lies within whole.
func holds(whole, part nodeKey) bool {
	for {
		up, ok := part.within()
		if !ok {
			return false
		}
		if up == whole {
			return true
		}
		part = up
	}
}

// Done tells whether the work of the node is done or skipped: of a plan, all of
// its tasks.
func (r *Roadmap) Done(n *Node) bool {
	over := func(s plan.State) bool { return s == plan.Done || s == plan.Skipped }
	switch {
	case n.Task != plan.None && n.Doc != nil:
		return over(n.Doc.Tasks[n.Task].State)
	case n.Doc != nil:
		if ph := r.Phase(n.Doc, n.Phase); ph != nil {
			return over(ph.State)
		}
		return false
	}
	p := r.share(n.Plan).progress
	return p.Measurable() && over(p.State())
}

// Name is what the node is called: "Phase 2", "task T003", a plan's title.
func (n *Node) Name() string {
	switch {
	case n.Doc == nil:
		return n.Plan.Title
	case n.Task != plan.None:
		t := &n.Doc.Tasks[n.Task]
		if t.ID != "" {
			return "task " + t.ID
		}
		return taskName(t)
	}
	return (&Phase{Doc: n.Doc, Index: n.Phase}).name()
}
