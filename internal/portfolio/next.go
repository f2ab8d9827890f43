package portfolio

import (
	"cmp"
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/source"
)

// Assemble groups the documents into plans and links them. Same input, in
// whatever order, same output.
func Assemble(docs []Input, opts Options) *Portfolio { return (*Portfolio)(nil).Next(docs, opts) }

// Next gives what Assemble gives. A plan of p is taken over as it is, the same
// pointer, where neither its documents and their alignments nor anything that
// they cite, link to or are cited by has changed: so that whoever makes
// something of a plan may keep it as long as the plan is the same. p may be nil.
func (p *Portfolio) Next(docs []Input, opts Options) *Portfolio {
	tree := opts.Tree
	if tree == nil {
		tree = &source.Tree{}
	}
	docs = slices.Clone(docs)
	changed, same := p.compare(docs)
	if !same {
		slices.SortFunc(docs, func(x, y Input) int { return cmp.Compare(x.Doc.File.Path, y.Doc.File.Path) })
		changed, same = p.compare(docs)
	}
	a := &assembly{opts: opts, docs: docs}
	var work *renewal
	if same && p.settings.same(settingsOf(opts)) && p.shape.holds(docs, changed, tree) {
		a.lookup = &lookup{shape: p.shape, plans: slices.Clone(p.Plans)}
		work = &renewal{assembly: a, prev: p, makers: make([]*maker, len(p.Plans))}
		work.changed(changed)
	} else {
		a.lookup = newLookup(newShape(docs, tree))
		work = &renewal{assembly: a, makers: make([]*maker, len(a.lookup.plans))}
		work.all()
	}
	return work.finish()
}

// compare tells which of docs are not those of p, and whether they all have the
// paths of those. It looks at nothing of the others.
func (p *Portfolio) compare(docs []Input) (changed []int, same bool) {
	if p == nil || len(p.docs) != len(docs) {
		return nil, false
	}
	for i, in := range docs {
		if in == p.docs[i] {
			continue
		}
		if in.Doc.File.Path != p.docs[i].Doc.File.Path {
			return nil, false
		}
		changed = append(changed, i)
	}
	return changed, true
}

// settings are the options that plans depend on beside their documents.
type settings struct {
	title, repo, branch, prefix string
	owners                      any
	fresh                       bool // nothing is known of what the options read
}

func settingsOf(opts Options) settings {
	c := opts.Config
	return settings{c.Title, c.RepoURL, c.Branch, opts.Prefix, opts.OwnersKey, opts.Metadata != nil || opts.Owners != nil && opts.OwnersKey == nil}
}

func (s settings) same(t settings) bool { return !s.fresh && s == t }

// A renewal makes those plans of a portfolio anew that cannot be taken over.
type renewal struct {
	*assembly
	prev   *Portfolio // nil where there is none
	makers []*maker   // by plan; nil for one that is taken over
}

// all makes every plan.
func (r *renewal) all() {
	every := make([]int, len(r.makers))
	for i := range every {
		every[i] = i
	}
	r.start(every)
	r.names = r.newWikiNames()
	r.resolve(every)
}

// changed makes the plans of those documents, and whatever depends on those.
// Plans that point at each other are made together.
func (r *renewal) changed(docs []int) {
	r.names = r.prev.names
	var list []int
	for _, i := range docs {
		list = append(list, r.prev.shape.order[i].Plan)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	for more := list; len(more) > 0; list = append(list, more...) {
		list, more = r.make(list)
	}
}

// make makes the plans of list, from the beginning, with those that depend on
// them. It gives all these, and others that they point into: those have to be
// made too.
func (r *renewal) make(list []int) (made, more []int) {
	clear(r.makers)
	copy(r.lookup.plans, r.prev.Plans)
	r.names, r.definers, r.indexes = r.prev.names, definers{}, sync.Map{}
	for fresh := r.tied(list); len(fresh) > 0; fresh = r.tied(r.dependents(fresh)) {
		r.start(fresh)
		made = append(made, fresh...)
	}
	slices.Sort(made)
	r.resolve(made)
	for _, i := range made {
		for _, to := range r.makers[i].points {
			if r.makers[to] == nil && !slices.Contains(more, to) {
				more = append(more, to)
			}
		}
	}
	return made, more
}

// start begins plans, on the place of those that are there.
func (r *renewal) start(list []int) {
	parallel.For(len(list), func(n int) {
		m := &maker{assembly: r.assembly, index: list[n]}
		m.start()
		r.makers[m.index] = m
		r.lookup.plans[m.index] = m.plan
	})
}

func (r *renewal) resolve(list []int) {
	parallel.For(len(list), func(n int) { r.makers[list[n]].resolve() })
}

// dependents are the plans to be taken over that asked for something which the
// plans of list, just begun, no longer answer as before. It settles names too.
func (r *renewal) dependents(list []int) []int {
	altered, ids := map[int]bool{}, map[string]bool{}
	wikis := false
	for _, i := range list {
		before, now := r.prev.Plans[i], r.makers[i].plan
		if !sameSurface(before, now) {
			altered[i] = true
			for _, r := range before.byID {
				if now.byID.find(r.ID) == nil {
					ids[r.ID] = true
				}
			}
			for _, r := range now.byID {
				if before.byID.find(r.ID) == nil {
					ids[r.ID] = true
				}
			}
		}
		wikis = wikis || r.prev.trails[i].byName || r.makers[i].byName || !sameNames(before, now)
	}
	if wikis {
		before := r.names
		r.names = r.newWikiNames()
		wikis = !r.names.same(before)
	}
	if len(altered) == 0 && !wikis {
		return nil
	}
	var found []int
	for i := range r.makers {
		t := &r.prev.trails[i]
		if r.makers[i] == nil && (wikis && t.byName || slices.ContainsFunc(t.asked, func(q int) bool { return altered[q] }) || slices.ContainsFunc(t.ids, func(id string) bool { return ids[id] })) {
			found = append(found, i)
		}
	}
	return found
}

// tied are the plans of list, and all that pointed into them or that they
// pointed into, by whatever way, without those that are being made.
func (r *renewal) tied(list []int) []int {
	if len(list) == 0 {
		return nil
	}
	ties := r.prev.ties()
	var found []int
	reached := make([]bool, len(r.makers))
	reach := func(i int) {
		if !reached[i] && r.makers[i] == nil {
			reached[i] = true
			found = append(found, i)
		}
	}
	for _, i := range list {
		reach(i)
	}
	for n := 0; n < len(found); n++ {
		for _, i := range ties[found[n]] {
			reach(i)
		}
	}
	return found
}

// finish joins what was made with what is taken over.
func (r *renewal) finish() *Portfolio {
	p := &Portfolio{Plans: r.lookup.plans, Diagnostics: r.lookup.faults, docs: r.docs, shape: r.lookup.shape, settings: settingsOf(r.opts), names: r.names}
	same := r.prev != nil
	if same {
		p.trails = slices.Clone(r.prev.trails)
	} else {
		p.trails = make([]trail, len(r.makers))
	}
	for i, m := range r.makers {
		if m == nil {
			continue
		}
		same = same && slices.Equal(p.trails[i].points, m.points)
		p.trails[i] = m.trail
	}
	r.tell()
	if same {
		p.ties = r.prev.ties
	} else {
		trails := p.trails // and nothing else of p, which is not to be held
		p.ties = sync.OnceValue(func() map[int][]int { return tiesOf(trails) })
	}
	p.Title = r.title()
	return p
}

// tiesOf tells which plans point at each other, by whatever way.
func tiesOf(trails []trail) map[int][]int {
	ties := map[int][]int{}
	for i := range trails {
		for _, to := range trails[i].points {
			ties[i], ties[to] = append(ties[i], to), append(ties[to], i)
		}
	}
	return ties
}

// tell tells the requirements of the plans that were made who cites them, by plan
// and place. Whoever cites them was made too.
func (r *renewal) tell() {
	from := make([][]int, len(r.makers)) // which plans point into each, in order
	var made []int
	for i, m := range r.makers {
		if m == nil {
			continue
		}
		made = append(made, i)
		from[i] = append(from[i], i)
		for _, to := range m.points {
			from[to] = append(from[to], i)
		}
	}
	parallel.For(len(made), func(n int) {
		p := r.lookup.plans[made[n]]
		cites := func(do func(c *Citation)) {
			for _, i := range from[made[n]] {
				q := r.lookup.plans[i]
				for _, list := range [][]*Citation{q.Citations, q.OtherCites} {
					for _, c := range list {
						if c.Target != nil && c.Target.Plan == p {
							do(c)
						}
					}
				}
			}
		}
		all := 0
		cites(func(c *Citation) {
			c.Target.cited++
			all++
		})
		room := make([]*Citation, all)
		for _, r := range p.byID {
			if r.cited > 0 {
				r.CitedBy, room = room[:0:r.cited], room[r.cited:]
			}
		}
		cites(func(c *Citation) { c.Target.CitedBy = append(c.Target.CitedBy, c) })
	})
}

// title is the configured one, else that of the only plan.
func (a *assembly) title() string {
	switch {
	case a.opts.Config.Title != "":
		return a.opts.Config.Title
	case len(a.lookup.plans) == 1:
		return a.lookup.plans[0].Title
	}
	return "Plans"
}
