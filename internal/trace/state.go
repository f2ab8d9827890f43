package trace

import (
	"fmt"
	"slices"

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
	list := t.cites[t.rows[r]]
	for up := r.Parent; up != nil; up = up.Parent {
		list = slices.Concat(list, t.cites[t.rows[up]])
	}
	return t.weigh(list).state()
}

// parts is the least that the children of r have reached.
func (t *tracer) parts(r *portfolio.Requirement) State {
	least := State("")
	for _, c := range r.Children {
		s := t.state(t.rows[c])
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
	done, open             int // tasks
}

// weigh collects the evidence of citations: a phase or task plans, a test or a
// section about testing tests. Optional tasks and skipped ones are not waited for.
func (t *tracer) weigh(list []*portfolio.Citation) evidence {
	var e evidence
	for _, c := range list {
		e.cited = true
		tests := t.docs[c.Doc].tests
		e.planned = e.planned || c.Written.Phase >= 0
		e.tested = e.tested || tests.section(c.Written.Section)
		if ref, ok := taskOf(c); ok {
			e.planned = true
			e.tested = e.tested || tests.task(ref.Index)
			switch task := ref.task(); {
			case task.State == plan.Done:
				e.done++
			case waitedFor(task):
				e.open++
			}
		}
	}
	return e
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

func (c *Coverage) count(s State) {
	if s == Retired {
		c.Retired++
		return
	}
	c.Requirements++
	for _, n := range []struct {
		least State
		count *int
	}{{Cited, &c.Cited}, {Planned, &c.Planned}, {Tested, &c.Tested}, {Done, &c.Done}} {
		if rank[s] >= rank[n.least] {
			*n.count++
		}
	}
}

// missing says what the next state asks for.
func missing(row *Row) string {
	r := row.Requirement
	parts := slices.ContainsFunc(r.Children, func(c *portfolio.Requirement) bool { return !c.Def.Retired })
	switch {
	case row.State == Uncovered && parts:
		return "Nothing in the plan cites it, and not all of its parts are cited."
	case row.State == Uncovered:
		return "Nothing in the plan cites it."
	case row.State == Cited:
		return "No phase or task cites it."
	case row.State != Planned && row.State != Tested:
		return ""
	case len(row.Tasks) > 0:
		return openTasks(row.Tasks)
	case parts:
		return "Not all of its parts are done."
	case len(row.Cells) == 0 && r.Parent != nil:
		return fmt.Sprintf("It is planned through %q; no task cites it itself.", r.Parent.ID)
	}
	return "No task cites it."
}

// openTasks says how many of the tasks are still to be done.
func openTasks(tasks []TaskRef) string {
	open := 0
	for _, ref := range tasks {
		if waitedFor(ref.task()) {
			open++
		}
	}
	switch {
	case len(tasks) == 1:
		return "The task that cites it is not done."
	case open == len(tasks):
		return fmt.Sprintf("None of the %d tasks that cite it is done.", len(tasks))
	case open == 1:
		return fmt.Sprintf("1 of the %d tasks that cite it is not done.", len(tasks))
	case open > 1:
		return fmt.Sprintf("%d of the %d tasks that cite it are not done.", open, len(tasks))
	}
	return "No task that it needs is done." // only skipped and optional ones
}

// waitedFor tells whether a task keeps what it cites from being done.
func waitedFor(t *plan.Task) bool {
	return t.State != plan.Done && t.State != plan.Skipped && !t.Optional
}
