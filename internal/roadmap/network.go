package roadmap

// A network is work to be put in order: how long each piece takes, and which
// pieces come before it. Lengths are of any unit.
type network struct {
	length []int
	before [][]int
}

// timing is where a piece can begin, and by how much it may slip before the
// whole takes longer.
type timing struct {
	start, slack []int
	step         []int // pieces of length on the longest chain before it
	total        int
}

// schedule gives the earliest begin and the slack of each piece, by the
// critical path method: once forward through what comes before, once backward
// from the end. ok is false where pieces wait for each other in a circle.
func (n *network) schedule() (t timing, ok bool) {
	order, ok := n.order()
	if !ok {
		return timing{}, false
	}
	size := len(n.length)
	t = timing{start: make([]int, size), slack: make([]int, size), step: make([]int, size)}
	for _, i := range order {
		for _, b := range n.before[i] {
			t.start[i] = max(t.start[i], t.start[b]+n.length[b])
			step := t.step[b]
			if n.length[b] > 0 {
				step++
			}
			t.step[i] = max(t.step[i], step)
		}
		t.total = max(t.total, t.start[i]+n.length[i])
	}
	latest := make([]int, size) // end
	for i := range latest {
		latest[i] = t.total
	}
	for at := size - 1; at >= 0; at-- {
		i := order[at]
		for _, b := range n.before[i] {
			latest[b] = min(latest[b], latest[i]-n.length[i])
		}
	}
	for i := range size {
		t.slack[i] = latest[i] - n.length[i] - t.start[i]
	}
	return t, true
}

// order sorts the pieces so that each stands behind what comes before it, and
// otherwise as they are numbered.
func (n *network) order() (order []int, ok bool) {
	const unseen, open, closed = 0, 1, 2
	state := make([]int, len(n.length))
	ok = true
	var visit func(int)
	visit = func(i int) {
		if state[i] != unseen {
			ok = ok && state[i] == closed
			return
		}
		state[i] = open
		for _, b := range n.before[i] {
			visit(b)
		}
		state[i] = closed
		order = append(order, i)
	}
	for i := range n.length {
		visit(i)
	}
	return order, ok
}

// path gives the pieces of one longest chain, first to last; of equal ones that
// whose pieces have the lowest numbers.
func (n *network) path(t timing) []int {
	at := -1
	for i := range n.length {
		if n.length[i] > 0 && t.start[i]+n.length[i] == t.total && (at < 0 || i < at) {
			at = i
		}
	}
	var chain []int
	for at >= 0 {
		if n.length[at] > 0 {
			chain = append([]int{at}, chain...)
		}
		next := -1
		for _, b := range n.before[at] {
			if t.slack[b] == 0 && t.start[b]+n.length[b] == t.start[at] && (next < 0 || b < next) && (n.length[b] > 0 || t.start[b] > 0 || len(n.before[b]) > 0) {
				next = b
			}
		}
		at = next
	}
	return chain
}
