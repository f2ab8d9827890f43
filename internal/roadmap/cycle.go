package roadmap

import (
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// moments are the begin and the end of each node and of what holds it: to wait
// for something is to begin after its end. A part begins after its whole has
// begun, and a whole ends after its parts.
type moments struct {
	index map[nodeKey]int // of the begin; the end is the next one
	next  [][]moment      // what must come before
}

type moment struct {
	at   int
	edge int // into Graph.Edges; plan.None where a whole and its part are the reason
}

func (m *moments) of(k nodeKey) int {
	if i, ok := m.index[k]; ok {
		return i
	}
	begin := len(m.next)
	m.index[k] = begin
	m.next = append(m.next, nil, []moment{{begin, plan.None}})
	if up, ok := k.within(); ok {
		whole := m.of(up)
		m.next[begin] = append(m.next[begin], moment{whole, plan.None})
		m.next[whole+1] = append(m.next[whole+1], moment{begin + 1, plan.None})
	}
	return begin
}

// findCycles gives the shortest way back of each knot of moments that wait for
// each other.
func findCycles(edges []Edge) (cycles [][]Edge) {
	m := &moments{index: map[nodeKey]int{}}
	for i, e := range edges {
		if e.From == e.To {
			cycles = append(cycles, []Edge{e})
			continue
		}
		from, to := m.of(e.From.key()), m.of(e.To.key())
		m.next[from] = append(m.next[from], moment{to + 1, i})
	}
	for _, knot := range m.knots() {
		if way := m.shortest(knot); len(way) > 0 {
			cycle := make([]Edge, len(way))
			for i, e := range way {
				cycle[i] = edges[e]
			}
			cycles = append(cycles, cycle)
		}
	}
	return cycles
}

// knots gives the strongly connected components of more than one moment, by
// Tarjan's algorithm, in the order in which their edges were stated.
func (m *moments) knots() [][]int {
	n := len(m.next)
	order, low, onStack := make([]int, n), make([]int, n), make([]bool, n)
	var stack []int
	var found [][]int
	count := 0
	var visit func(v int)
	visit = func(v int) {
		count++
		order[v], low[v], onStack[v] = count, count, true
		stack = append(stack, v)
		for _, w := range m.next[v] {
			switch {
			case order[w.at] == 0:
				visit(w.at)
				low[v] = min(low[v], low[w.at])
			case onStack[w.at]:
				low[v] = min(low[v], order[w.at])
			}
		}
		if low[v] != order[v] {
			return
		}
		at := len(stack) - 1
		for stack[at] != v {
			at--
		}
		if len(stack)-at > 1 {
			found = append(found, append([]int(nil), stack[at:]...))
		}
		for _, w := range stack[at:] {
			onStack[w] = false
		}
		stack = stack[:at]
	}
	for v := range n {
		if order[v] == 0 {
			visit(v)
		}
	}
	return found
}

// shortest gives the stated edges of the shortest way from the knot's first
// edge back to where it begins.
func (m *moments) shortest(knot []int) []int {
	in := map[int]bool{}
	for _, v := range knot {
		in[v] = true
	}
	first, from, to := plan.None, 0, 0
	for _, v := range knot {
		for _, w := range m.next[v] {
			if w.edge != plan.None && in[w.at] && (first == plan.None || w.edge < first) {
				first, from, to = w.edge, v, w.at
			}
		}
	}
	if first == plan.None {
		return nil
	}
	type step struct{ from, edge int }
	came := map[int]step{to: {plan.None, plan.None}}
	for queue := []int{to}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		if v == from {
			break
		}
		for _, w := range m.next[v] {
			if _, seen := came[w.at]; !seen && in[w.at] {
				came[w.at] = step{v, w.edge}
				queue = append(queue, w.at)
			}
		}
	}
	var back []int
	for v := from; v != to; v = came[v].from {
		if e := came[v].edge; e != plan.None {
			back = append(back, e)
		}
	}
	cycle := []int{first}
	for i := len(back) - 1; i >= 0; i-- {
		cycle = append(cycle, back[i])
	}
	return cycle
}

// Path is a cycle in words: "Phase 1 → Phase 2 → Phase 1".
func Path(cycle []Edge) string {
	straight := true
	for i, e := range cycle {
		straight = straight && e.To == cycle[(i+1)%len(cycle)].From
	}
	var parts []string
	for _, e := range cycle {
		if straight {
			parts = append(parts, e.From.Name())
		} else {
			parts = append(parts, e.From.where()+" waits for "+e.To.Name())
		}
	}
	if straight {
		return strings.Join(append(parts, cycle[0].From.Name()), " → ")
	}
	return strings.Join(parts, ", ")
}

// where is the node's name with that of the phase that holds it.
func (n *Node) where() string {
	if n.Doc != nil && n.Task != plan.None {
		if ph := n.Doc.Tasks[n.Task].Phase; ph != plan.None {
			return n.Name() + " of " + (&Phase{Doc: n.Doc, Index: ph}).name()
		}
	}
	return n.Name()
}

// line is where the node's own text stands.
func (n *Node) line() plan.Span {
	switch {
	case n.Task != plan.None:
		return n.Doc.Tasks[n.Task].Line
	case n.Phase != plan.None:
		return n.Doc.Phases[n.Phase].Line
	}
	return plan.Span{}
}

// diagnoseCycle reports a cycle where its first dependency is stated, and the
// others beside it.
func diagnoseCycle(cycle []Edge) diag.Diagnostic {
	d := diag.New(diag.DependencyCycle, "", "dependencies lead back to where they began: %s", Path(cycle))
	d.Hint = "drop the dependency of these that is least true"
	for _, e := range cycle[1:] {
		doc := e.From.Doc
		if doc == nil {
			doc = e.From.Plan.Documents[0]
		}
		d.Related = append(d.Related, related(doc, e.From.line(), e.From.Name()+" waits for "+e.To.Name()))
	}
	first := cycle[0].From
	doc := first.Doc
	if doc == nil {
		doc = first.Plan.Documents[0]
	}
	return at(doc, first.line(), d)
}
