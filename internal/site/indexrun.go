package site

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// A run is the requirements of one plan that stand together in an index over all
// plans, in the plan's order. An index has the runs of rank 0 of all plans first,
// then those of rank 1, and so on.
type run struct {
	rank  uint8
	key   uint8  // of the index, by indexKeys; allRows for that of all
	value string // "" for that of all
}

// indexRun is the runs of all ranks that an index has.
type indexRun struct {
	key   uint8
	value string
}

func (r run) index() indexRun { return indexRun{r.key, r.value} }

// runCount is how many requirements a run has, or the runs of several plans.
type runCount struct {
	run
	n int32
}

// allRows is the key of the index of all: that of plans has no runs.
const allRows = 0

// The ranks of requirements in lists across plans: those that lack what their
// policy asks for come first, those of archived plans last.
const (
	rankGap = iota
	rankOther
	rankArchived
	indexRanks
)

func (p *planFacts) rankOf(row *trace.Row) uint8 {
	switch {
	case p.Archived:
		return rankArchived
	case row != nil && row.Standing() == trace.Gap:
		return rankGap
	}
	return rankOther
}

// runsOf gives the runs that a requirement of the plan belongs to. Stories,
// criteria and other ids that are no requirements stand in the index of their
// kind alone.
func (p *planFacts) runsOf(r *portfolio.Requirement, row *trace.Row, phases []string, yield func(run)) {
	rank := p.rankOf(row)
	yield(run{rank, keyKind, kindOf(r)})
	if row == nil {
		return
	}
	yield(run{rank, allRows, ""})
	yield(run{rank, keyState, string(row.State)})
	if name := standingOf(row).Name; name != "" {
		yield(run{rank, keyCoverage, name})
	}
	for _, n := range phases {
		yield(run{rank, keyPhase, n})
	}
}

// countRuns counts the plan's requirements by the runs that they belong to.
func (p *planFacts) countRuns() []runCount {
	p.runsOnce.Do(func() {
		if !p.counted() {
			return
		}
		var runs []runCount
		for r, row := range p.rows() {
			p.runsOf(r, row, phaseNumbers(p.trace, row), func(of run) {
				for i := range runs { // few
					if runs[i].run == of {
						runs[i].n++
						return
					}
				}
				runs = append(runs, runCount{of, 1})
			})
		}
		if slices.ContainsFunc(runs, func(r runCount) bool { return r.key == allRows }) {
			runs = append(runs, runCount{run{key: keyPlans}, 1})
		}
		p.runs = append(make([]runCount, 0, len(runs)), runs...)
	})
	return p.runs
}

// countRuns counts the requirements of the block's plans by their runs.
func (b *block) countRuns() []runCount {
	b.runsOnce.Do(func() {
		for _, p := range b.plans {
			b.runs = addRuns(b.runs, p.countRuns())
		}
	})
	return b.runs
}

// addRuns adds counts to others.
func addRuns(to, counts []runCount) []runCount {
	for i, c := range counts {
		at := i // mostly they come in the same order
		if at >= len(to) || to[at].run != c.run {
			at = slices.IndexFunc(to, func(t runCount) bool { return t.run == c.run })
		}
		if at < 0 {
			to = append(to, c)
			continue
		}
		to[at].n += c.n
	}
	return to
}

// countFigures counts the requirements of the block's plans that an index has.
func (b *block) countFigures(of indexRun) indexFigures {
	if !slices.ContainsFunc(b.countRuns(), func(r runCount) bool { return r.index() == of }) {
		return indexFigures{}
	}
	b.figuresMu.Lock()
	defer b.figuresMu.Unlock()
	if f, ok := b.figures[of]; ok {
		return f
	}
	f := indexFigures{states: map[trace.State]int{}}
	for _, p := range b.plans {
		if !slices.ContainsFunc(p.countRuns(), func(r runCount) bool { return r.index() == of }) {
			continue
		}
		f.plans++
		for r, row := range p.rows() {
			p.runsOf(r, row, phaseNumbers(p.trace, row), func(in run) {
				if in.index() == of {
					f.add(r, row)
				}
			})
		}
	}
	if b.figures == nil {
		b.figures = map[indexRun]indexFigures{}
	}
	b.figures[of] = f
	return f
}

// countOf is how many requirements of a run are counted.
func countOf(counts []runCount, of run) int {
	for i := range counts {
		if counts[i].run == of {
			return int(counts[i].n)
		}
	}
	return 0
}

// runRows are the requirements of a run.
func (p *planFacts) runRows(of run) []*requirementFacts {
	var list []*requirementFacts
	for _, f := range p.defines().all() {
		p.runsOf(f.Requirement, f.row, f.phases, func(in run) {
			if in == of {
				list = append(list, f)
			}
		})
	}
	return list
}

// indexRows gives the rows of an index over all plans, run by run. Pages are mostly
// asked for one after another, so a run of several pages is kept.
type indexRows struct {
	key    uint8
	value  string
	blocks []*block

	mu     sync.Mutex
	plan   *planFacts // whose run is kept
	rank   uint8
	recent []*requirementFacts
}

// slice gives the rows from including to excluding.
func (x *indexRows) slice(from, to int) []*requirementFacts {
	list := make([]*requirementFacts, 0, to-from)
	at := 0 // number of the first row of what is looked at
	for rank := range uint8(indexRanks) {
		of := run{rank, x.key, x.value}
		for _, b := range x.blocks {
			n := countOf(b.countRuns(), of)
			if at+n <= from || n == 0 {
				at += n
				continue
			}
			for _, p := range b.plans {
				n := countOf(p.countRuns(), of)
				if n > 0 && at+n > from {
					list = append(list, x.of(p, of)[max(from-at, 0):min(to-at, n)]...)
				}
				if at += n; at >= to {
					return list
				}
			}
		}
	}
	return list
}

// of gives the rows of a plan.
func (x *indexRows) of(p *planFacts, of run) []*requirementFacts {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.plan == p && x.rank == of.rank {
		return x.recent
	}
	rows := p.runRows(of)
	if len(rows) > requirementsLength {
		x.plan, x.rank, x.recent = p, of.rank, rows
	}
	return rows
}
