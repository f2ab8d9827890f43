package trace

import (
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// rank orders the states that build on each other.
var rank = map[State]int{Uncovered: 0, Cited: 1, Planned: 2, Tested: 3, Done: 4}

// state is the furthest that holds for row i: by what cites it, by what cites
// the requirement that contains it (a group's id means the group), and by what
// all its parts have reached.
func (t *tracer) state(i int) State {
	if t.states[i] != "" {
		return t.states[i]
	}
	r := t.plan.Requirements[i]
	if r.Def.Retired {
		t.states[i] = Retired
		return Retired
	}
	t.states[i] = Uncovered // while its parts are looked at
	s := t.own(r)
	if parts := t.parts(r); rank[parts] > rank[s] {
		s = parts
	}
	t.states[i] = s
	return s
}

// own is what the citations of r, and of what contains it, give.
func (t *tracer) own(r *portfolio.Requirement) State {
	if r.Def.State == plan.Done {
		return Done
	}
	return t.answering(r).state()
}

// answering is the evidence of what cites r or what contains it: a group's id
// means the group.
func (t *tracer) answering(r *portfolio.Requirement) evidence {
	var e evidence
	for ; r != nil; r = r.Parent {
		e = e.and(t.weights[r.Index])
	}
	return e
}

// parts is the least that the children of r have reached.
func (t *tracer) parts(r *portfolio.Requirement) State {
	least := State("")
	for _, c := range r.Children {
		s := t.state(c.Index)
		if s == Retired {
			continue
		}
		if least == "" || rank[s] < rank[least] {
			least = s
		}
	}
	if least == "" {
		return Uncovered
	}
	return least
}

// evidence is what citations say together.
type evidence struct {
	cited, planned, tested bool
	section, design, phase bool
	done, open, waived     int // tasks; waived are skipped and optional ones
}

// and is the evidence of both together.
func (e evidence) and(f evidence) evidence {
	return evidence{
		cited: e.cited || f.cited, planned: e.planned || f.planned, tested: e.tested || f.tested,
		section: e.section || f.section, design: e.design || f.design, phase: e.phase || f.phase,
		done: e.done + f.done, open: e.open + f.open, waived: e.waived + f.waived,
	}
}

// A weigher knows what the places are about that citations stand in.
type weigher struct {
	titles titles
	docs   []*subjects // of the documents met so far
}

func (w *weigher) about(d *portfolio.Document) *subjects {
	for _, s := range w.docs {
		if s.doc == d {
			return s
		}
	}
	s := newSubjects(d, w.titles)
	w.docs = append(w.docs, s)
	return s
}

// weigh collects the evidence of citations.
func (w *weigher) weigh(list []*portfolio.Citation) evidence {
	var e evidence
	for _, c := range list {
		w.add(&e, c, placeOf(c))
	}
	return e
}

// add adds the evidence of a citation and its place: a phase or task plans, a
// test or a section about testing tests. Optional tasks and skipped ones are not
// waited for.
func (w *weigher) add(e *evidence, c *portfolio.Citation, at place) {
	e.cited = true
	about, section := w.about(c.Doc), int(c.Written.Section)
	testing := about.testing(section)
	e.phase = e.phase || at.kind == ColumnPhase
	if at.kind == ColumnSection && at.task == plan.None {
		e.section = true
		e.design = e.design || !testing && about.design(section)
	}
	e.planned = e.planned || at.task != plan.None || c.Written.Phase >= 0
	e.tested = e.tested || testing
	if at.task == plan.None {
		return
	}
	e.tested = e.tested || about.testTask(at.task)
	switch task := &c.Doc.Tasks[at.task]; {
	case task.State == plan.Done:
		e.done++
	case waitedFor(task):
		e.open++
	default:
		e.waived++
	}
}

// state is the furthest that holds. What only a section about testing names is
// not yet planned.
func (e evidence) state() State {
	switch {
	case e.done > 0 && e.open == 0:
		return Done
	case e.planned && e.tested:
		return Tested
	case e.planned:
		return Planned
	case e.cited:
		return Cited
	}
	return Uncovered
}

// given is what one place gives: a section about testing tests.
func (e evidence) given() State {
	if s := e.state(); s != Cited || !e.tested {
		return s
	}
	return Tested
}

func (c *Coverage) count(row *Row) {
	s := row.State
	if s == Retired {
		c.Retired++
		return
	}
	c.Requirements++
	if s == Uncovered {
		c.Uncovered++
	}
	switch {
	case row.Waiver != nil:
		c.Waived++
	case row.Covered:
		c.Covered++
	}
	switch s { // each state includes those before it
	case Done:
		c.Done++
		fallthrough
	case Tested:
		c.Tested++
		fallthrough
	case Planned:
		c.Planned++
		fallthrough
	case Cited:
		c.Cited++
	}
}
