package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// requirementsLength is how many requirements one page of their index shows: some
// 120 KB of HTML; indexLength is how many rows one of another list does.
// listedPlans is how many plans the filter lists; where there are more, they are
// found by name, and "/matrix/" lists them. narrowPages is how many pages the
// index of a kind, state, coverage or phase has: its further rows stand on the
// pages of all, and its filter finds them, so that the site does not hold every
// row once for each way to narrow the list.
const (
	requirementsLength = 200
	indexLength        = 500
	listedPlans        = 50
	narrowPages        = 5
)

// requirementIndex is a list of requirements with its addresses: all, or those of
// one plan, kind, state or phase.
type requirementIndex struct {
	key     string // of indexKeys; "" for all
	value   string
	label   string
	pages   []string // addresses
	total   int      // rows
	rows    func(from, to int) []*requirementFacts
	figures func() indexFigures // counted when a page of it is first asked for
}

// address is that of the first page.
func (i *requirementIndex) address() string { return i.pages[0] }

// indexFigures counts the rows of an index.
type indexFigures struct {
	plans                            int
	requirements, retired, uncovered int // requirements are those not retired
	named                            int // requirements by name
	states                           map[trace.State]int
}

// add counts a requirement.
func (f *indexFigures) add(r *portfolio.Requirement, row *trace.Row) {
	if r.Def.Class == plan.ClassNamed {
		f.named++
	}
	if row != nil {
		f.addState(row.State, 1)
	}
}

func (f *indexFigures) addState(state trace.State, n int) {
	f.states[state] += n
	switch state {
	case trace.Retired:
		f.retired += n
		return
	case trace.Uncovered:
		f.uncovered += n
	}
	f.requirements += n
}

// indexValue is a value of a key.
type indexValue struct{ key, value string }

// requirementIndexes are the indexes over all plans, by key in the order of the
// filters.
type requirementIndexes struct {
	all     *requirementIndex
	byKey   map[string][]*requirementIndex
	byValue map[indexValue]*requirementIndex
}

// indexKeys are what indexes are narrowed by.
var indexKeys = []string{"plan", "kind", "state", "coverage", "phase"}

// Numbers of indexKeys; keyPlans counts the plans that the index of all has rows of.
const (
	keyKind = iota + 1
	keyState
	keyCoverage
	keyPhase
	keyPlans
)

// of gives the index of one value of a key; nil where no requirement has it.
func (x *requirementIndexes) of(key, value string) *requirementIndex {
	return x.byValue[indexValue{key, value}]
}

// findRequirementIndexes adds up what the plans have counted, and gives each index
// its pages. Stories, criteria and other ids that are no requirements stand in the
// indexes of their plan and kind alone.
func (s *Site) findRequirementIndexes() *requirementIndexes {
	x := &requirementIndexes{
		all:     &requirementIndex{label: "Requirements"},
		byKey:   map[string][]*requirementIndex{},
		byValue: map[indexValue]*requirementIndex{},
	}
	figures := indexFigures{states: map[trace.State]int{}}
	x.all.figures = func() indexFigures { return figures }
	x.all.rows = (&indexRows{key: allRows, blocks: s.index.blocks}).slice
	for _, r := range s.countRuns() {
		n := int(r.n)
		switch r.key {
		case allRows:
			x.all.total += n
			continue
		case keyPlans:
			figures.plans += n
			continue
		case keyState:
			figures.addState(trace.State(r.value), n)
		}
		of := indexValue{indexKeys[r.key], r.value}
		index := x.byValue[of]
		if index == nil {
			index = s.newIndexOf(r.key, r.value)
			x.byValue[of] = index
			x.byKey[of.key] = append(x.byKey[of.key], index)
		}
		index.total += n
	}
	order := func(key string, rank func(value string) int) {
		slices.SortFunc(x.byKey[key], func(a, b *requirementIndex) int {
			return cmp.Or(cmp.Compare(rank(a.value), rank(b.value)), strings.Compare(a.value, b.value))
		})
	}
	order("kind", func(string) int { return 0 })
	order("state", stateRank)
	order("coverage", stateRank)
	order("phase", s.phaseRank)
	claimed := s.newAddresses()
	x.all.pages = claimed.pages("requirements", pagesFor(x.all.total, requirementsLength))
	for _, key := range indexKeys[1:] {
		for _, i := range x.byKey[key] {
			i.pages = claimed.pages("requirements/"+key+"/"+segment(i.value), pagesFor(i.listed(), requirementsLength))
		}
	}
	return x
}

// countRuns counts the requirements of all plans by their runs.
func (s *Site) countRuns() []runCount {
	parallel.For(len(s.index.blocks), func(i int) { s.index.blocks[i].countRuns() })
	var all []runCount
	for _, b := range s.index.blocks {
		all = addRuns(all, b.countRuns())
	}
	return all
}

// newIndexOf makes the index of a value, without its pages.
func (s *Site) newIndexOf(key uint8, value string) *requirementIndex {
	i := &requirementIndex{key: indexKeys[key], value: value, label: capital(value), rows: (&indexRows{key: key, value: value, blocks: s.index.blocks}).slice}
	switch key {
	case keyCoverage:
		for _, state := range standings {
			if state.Name == value {
				i.label = capital(state.Word)
			}
		}
	case keyPhase:
		i.label = "Phase " + value
	}
	i.figures = sync.OnceValue(func() indexFigures { return s.countIndex(indexRun{key, value}) })
	return i
}

// countIndex counts the requirements of all plans that an index has.
func (s *Site) countIndex(of indexRun) indexFigures {
	parts := make([]indexFigures, len(s.index.blocks))
	parallel.For(len(parts), func(i int) { parts[i] = s.index.blocks[i].countFigures(of) })
	all := indexFigures{states: map[trace.State]int{}}
	for _, f := range parts {
		all.plans += f.plans
		all.named += f.named
		for state, n := range f.states {
			all.addState(state, n)
		}
	}
	return all
}

// planIndex is the list of a plan's requirements, stories and criteria.
func (s *Site) planIndex(p *planFacts) *requirementIndex {
	rows := p.defines().all()
	i := &requirementIndex{key: "plan", value: p.path, label: p.title(), total: len(rows)}
	for _, dir := range s.planIndexDirs(p) {
		i.pages = append(i.pages, escapePath(dir))
	}
	i.rows = func(from, to int) []*requirementFacts { return rows[from:to] }
	i.figures = sync.OnceValue(func() indexFigures {
		f := indexFigures{plans: 1, states: map[trace.State]int{}}
		for _, r := range rows {
			f.add(r.Requirement, r.row)
		}
		return f
	})
	return i
}

// listsRequirements tells whether the plan has an index of its requirements.
func (p *planFacts) listsRequirements() bool {
	return p.counted() && len(p.Requirements)+len(p.Others) > 0
}

// addRequirementIndexes adds the pages of the indexes over all plans, those that
// always stand beside them, and their data.
func (s *Site) addRequirementIndexes(l *pageList) {
	standing := s.lists.standing()
	l.page(standing.similarDir, "similar", func() any { return s.similarPairs() })
	l.page(standing.statesDir, "states", func() any { return s.states() })
	x := s.lists.requirements()
	s.addIndexPages(l, x.all)
	for _, key := range indexKeys[1:] {
		for _, i := range x.byKey[key] {
			s.addIndexPages(l, i)
		}
	}
	s.addRequirementData(l)
}

// standingPages are the pages beside the indexes of requirements.
type standingPages struct {
	similarDir, similar string // the list of near-duplicates, and its address
	statesDir, states   string // what the states mean
}

func (s *Site) findStanding() (p standingPages) {
	claimed := s.newAddresses()
	p.similarDir, p.similar = directory(claimed.claim("requirements/similar"))
	p.statesDir, p.states = directory(claimed.claim("requirements/states"))
	return p
}

// addIndexPages adds the pages of an index over all plans.
func (s *Site) addIndexPages(l *pageList, i *requirementIndex) {
	for n, address := range i.pages {
		dir := unescape(address)
		view := func() any { return s.requirements(i, n) }
		if n == 0 {
			l.page(dir, "requirements", view)
			continue
		}
		l.listPage(dir, "requirements", view, func(k *listKeyMaker) {
			k.text(i.key, i.value, i.label)
			k.key(s.lists.filterKey())
			k.pages(i.pages, n)
			for _, f := range i.part(n) {
				k.requirement(f)
			}
			if n == len(i.pages)-1 {
				k.number(i.total)
			}
		})
	}
}

// listed is how many of its rows the pages of an index show.
func (i *requirementIndex) listed() int {
	if i.key == "" || i.key == "plan" {
		return i.total
	}
	return min(i.total, narrowPages*requirementsLength)
}

// part is the rows of page n.
func (i *requirementIndex) part(n int) []*requirementFacts {
	return i.rows(n*requirementsLength, min((n+1)*requirementsLength, i.listed()))
}

// makeFilterKey makes the key of the filters of further pages: of what there is
// to choose.
func (s *Site) makeFilterKey() Key {
	var k keyMaker
	for _, key := range indexKeys[1:] {
		for _, i := range s.lists.requirements().byKey[key] {
			k.text(i.value, i.label, i.address())
		}
		k.number(0)
	}
	return k.sum()
}
