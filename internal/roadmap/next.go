package roadmap

import (
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Build makes the roadmap.
func Build(p *portfolio.Portfolio, opts Options) *Roadmap { return (*Roadmap)(nil).Next(p, opts) }

// Next gives what Build gives. What r has of a plan that is the same pointer as
// in r's portfolio is taken over, where that is so of all plans that it waits
// for and that wait for it. What all plans give together is that of r but for
// what has gone and what is new. r may be nil.
func (r *Roadmap) Next(p *portfolio.Portfolio, opts Options) *Roadmap {
	if r == nil || !r.opts.Today.Equal(opts.Today) || !reflect.DeepEqual(r.opts.Phases, opts.Phases) {
		r = &Roadmap{}
	}
	next := &Roadmap{opts: opts, plans: p.Plans, shares: make([]*share, len(p.Plans))}
	var todo []int
	holds := r.holding(p.Plans)
	for i, at := range portfolio.Kept(p.Plans, r.plans) {
		if at >= 0 && holds(r.shares[at]) {
			next.shares[i] = r.shares[at]
		} else {
			todo = append(todo, i)
		}
	}
	l := &linker{portfolio: p}
	fresh := make([]*share, len(todo))
	parallel.For(len(todo), func(n int) {
		q := p.Plans[todo[n]]
		fresh[n] = &share{plan: q, said: l.read(q)}
	})
	made := make([]bool, len(p.Plans)) // taken over
	for i, s := range next.shares {
		made[i] = s != nil
	}
	for n, i := range todo {
		if known := r.share(p.Plans[i]); known != nil && known.said.equal(&fresh[n].said) {
			next.shares[i], made[i] = known, true
		} else {
			next.shares[i] = fresh[n]
		}
	}
	next.finish(made)
	next.join(r)
	return next
}

// holding tells of a share whose plan is the same in plans whether what the plan
// states means the same there. What it says of other plans does as long as those
// that it waits for are the same, and all can be found as before.
func (r *Roadmap) holding(plans []*portfolio.Plan) func(*share) bool {
	gone := map[*portfolio.Plan]bool{}
	found := len(plans) == len(r.plans)
	for i := 0; i < len(plans) && found; i++ {
		if plans[i] != r.plans[i] {
			gone[r.plans[i]] = true
			found = foundAlike(plans[i], r.plans[i])
		}
	}
	return func(s *share) bool {
		return !s.said.abroad || found && !slices.ContainsFunc(s.said.waits, func(w wait) bool { return gone[w.to.plan] })
	}
}

// foundAlike tells whether whoever looks for a plan, or for a document, phase or
// task of it, finds the one where they would find the other.
func foundAlike(a, b *portfolio.Plan) bool {
	return a.ID == b.ID && a.Path == b.Path && a.Title == b.Title && a.Kind == b.Kind && slices.EqualFunc(a.Documents, b.Documents, func(x, y *portfolio.Document) bool {
		return x.File.Path == y.File.Path && x.Role == y.Role &&
			slices.EqualFunc(x.Phases, y.Phases, func(x, y plan.Phase) bool { return x.Number == y.Number }) &&
			slices.EqualFunc(x.Tasks, y.Tasks, func(x, y plan.Task) bool { return x.ID == y.ID && x.Phase == y.Phase })
	})
}

// finish makes the shares that were not taken over. A group is taken over as a
// whole, or not at all.
func (r *Roadmap) finish(made []bool) {
	opts := newSettings(r.opts)
	var todo []*group
	take := func(members ...int) {
		shares := make([]*share, len(members))
		for n, i := range members {
			shares[n] = &share{plan: r.shares[i].plan, said: r.shares[i].said}
			r.shares[i] = shares[n]
		}
		todo = append(todo, newGroup(shares))
	}
	groups, tied := r.groups()
	for i, s := range r.shares {
		if (tied == nil || !tied[i]) && (!made[i] || s.group != nil) {
			take(i)
		}
	}
	for _, members := range groups {
		of := r.shares[members[0]].group
		same := of != nil && len(of.shares) == len(members)
		for n, i := range members {
			same = same && made[i] && r.shares[i] == of.shares[n]
		}
		if !same {
			take(members...)
		}
	}
	parallel.For(len(todo), func(i int) { todo[i].finish(opts) })
}

// groups are the plans with dependencies between each other, by whatever way,
// and tied tells which these are; nil where each stands alone, as most do.
func (r *Roadmap) groups() (groups [][]int, tied []bool) {
	if !slices.ContainsFunc(r.shares, func(s *share) bool { return s.said.crosses() }) {
		return nil, nil
	}
	up := make([]int, len(r.shares)) // towards the first plan of the group
	for i := range up {
		up[i] = i
	}
	top := func(i int) int {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	tied = make([]bool, len(r.shares))
	for i, s := range r.shares {
		if !s.said.abroad {
			continue
		}
		for _, w := range s.said.waits {
			if to := r.position(w.to.plan); to != i {
				tied[i], tied[to] = true, true
				x, y := top(i), top(to)
				up[max(x, y)] = min(x, y)
			}
		}
	}
	number := map[int]int{} // of the group, by its first plan
	for i := range r.shares {
		if !tied[i] {
			continue
		}
		t := top(i)
		n, ok := number[t]
		if !ok {
			n, number[t] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], i)
	}
	return groups, tied
}

// A change is what a roadmap has otherwise than the one before, and that it has.
type change struct {
	before      *Roadmap
	gone, fresh []*share // in order
}

// changeOf compares with the roadmap before.
func (r *Roadmap) changeOf(before *Roadmap) change {
	c := change{before: before}
	taken := make([]bool, len(before.shares))
	for i, at := range portfolio.Kept(r.plans, before.plans) {
		if at >= 0 && before.shares[at] == r.shares[i] {
			taken[at] = true
		} else {
			c.fresh = append(c.fresh, r.shares[i])
		}
	}
	for i, s := range before.shares {
		if !taken[i] {
			c.gone = append(c.gone, s)
		}
	}
	return c
}

// join puts the shares together.
func (r *Roadmap) join(before *Roadmap) {
	r.Lanes = make([]*Lane, 0, len(r.shares))
	for _, s := range r.shares {
		r.Tasks.Add(s.progress)
		if s.lane != nil {
			r.Lanes = append(r.Lanes, s.lane)
		}
	}
	c := r.changeOf(before)
	r.Graph = &Graph{roadmap: r}
	if before.Graph == nil {
		before.Graph = &Graph{}
	}
	r.Graph.Nodes = joined(r, c, before.Graph.Nodes, func(s *share) []*Node { return s.nodes })
	r.Graph.Edges = joined(r, c, before.Graph.Edges, func(s *share) []Edge { return s.edges })
	r.Graph.Cycles = joined(r, c, before.Graph.Cycles, func(s *share) [][]Edge { return s.cycles })
	r.findColumns(c)
	r.findMilestones(c)
}

// joined is what all shares have: what they had before, where nothing of it has
// gone or is new.
func joined[T any](r *Roadmap, c change, before []T, of func(*share) []T) []T {
	has := func(s *share) bool { return len(of(s)) > 0 }
	if !slices.ContainsFunc(c.gone, has) && !slices.ContainsFunc(c.fresh, has) {
		return before
	}
	var all []T
	for _, s := range r.shares {
		all = append(all, of(s)...)
	}
	return all
}
