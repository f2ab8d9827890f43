package site

import (
	"sort"
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

// runCount is how many requirements a run has.
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
func (p *planFacts) runsOf(r *portfolio.Requirement, row *trace.Row, yield func(run)) {
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
	for _, n := range phaseNumbers(p.trace, row) {
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
			p.runsOf(r, row, func(of run) {
				for i := range runs { // few
					if runs[i].run == of {
						runs[i].n++
						return
					}
				}
				runs = append(runs, runCount{of, 1})
			})
		}
		p.runs = append(make([]runCount, 0, len(runs)), runs...)
	})
	return p.runs
}

// runRows are the requirements of a run.
func (p *planFacts) runRows(of run) []*requirementFacts {
	var list []*requirementFacts
	for _, f := range p.defines().all() {
		p.runsOf(f.Requirement, f.row, func(r run) {
			if r == of {
				list = append(list, f)
			}
		})
	}
	return list
}

// runRowsOf gives the rows of an index over all plans, run by run.
type runRows struct {
	key    uint8
	value  string
	plans  []*planFacts
	starts func() []runStart

	mu     sync.Mutex
	last   int // the run that is kept, because it is longer than a page
	recent []*requirementFacts
}

// runStart is a run with the number of its first row.
type runStart struct {
	plan  int32
	first int32
	rank  uint8
}

func newRunRows(plans []*planFacts, key uint8, value string) *runRows {
	x := &runRows{key: key, value: value, plans: plans, last: -1}
	x.starts = sync.OnceValue(x.findStarts)
	return x
}

func (x *runRows) findStarts() []runStart {
	var counts [indexRanks][]runStart
	for i, p := range x.plans {
		for _, r := range p.countRuns() {
			if r.key == x.key && r.value == x.value {
				counts[r.rank] = append(counts[r.rank], runStart{int32(i), r.n, r.rank})
			}
		}
	}
	var list []runStart
	at := int32(0)
	for _, of := range counts {
		for _, r := range of {
			r.first, at = at, at+r.first
			list = append(list, r)
		}
	}
	return list
}

// slice gives the rows from including to excluding.
func (x *runRows) slice(from, to int) []*requirementFacts {
	list := make([]*requirementFacts, 0, to-from)
	starts := x.starts()
	i := sort.Search(len(starts), func(i int) bool { return int(starts[i].first) > from }) - 1
	for ; i >= 0 && i < len(starts) && int(starts[i].first) < to; i++ {
		first := int(starts[i].first)
		rows := x.run(i)
		list = append(list, rows[max(from-first, 0):min(to-first, len(rows))]...)
	}
	return list
}

// run gives the rows of run i. Pages are mostly asked for one after another, so
// a run of several pages is kept.
func (x *runRows) run(i int) []*requirementFacts {
	x.mu.Lock()
	defer x.mu.Unlock()
	if i == x.last {
		return x.recent
	}
	start := x.starts()[i]
	rows := x.plans[start.plan].runRows(run{start.rank, x.key, x.value})
	if len(rows) > requirementsLength {
		x.last, x.recent = i, rows
	}
	return rows
}
