package trace

import (
	"fmt"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// rank orders the states that build on each other.
var rank = map[State]int{Uncovered: 0, Cited: 1, Planned: 2, Tested: 3, Done: 4}

// state is the furthest that holds for r: by what cites it, by what cites the
// requirement that contains it (a group's id means the group), and by what all
// its parts have reached.
func (t *tracer) state(r *portfolio.Requirement, pt *PlanTrace) State {
	if s, ok := t.states[r]; ok {
		return s
	}
	if r.Def.Retired {
		t.states[r] = Retired
		return Retired
	}
	t.states[r] = Uncovered // while its parts are looked at
	s := t.own(r)
	if parts := t.parts(r, pt); rank[parts] > rank[s] {
		s = parts
	}
	t.states[r] = s
	return s
}

// own is what the citations of r, and of what contains it, give.
func (t *tracer) own(r *portfolio.Requirement) State {
	var list []*portfolio.Citation
	for up := r; up != nil; up = up.Parent {
		list = append(list, t.cites[up]...)
	}
	s := t.given(list)
	if r.Def.State == plan.Done {
		s = Done
	}
	return s
}

// parts is the least that the children of r have reached.
func (t *tracer) parts(r *portfolio.Requirement, pt *PlanTrace) State {
	least := State("")
	for _, c := range r.Children {
		s := t.state(c, pt)
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

// given is what citations give: Done when every task among them is, Tested when
// one is a test or stands in a section about testing, Planned in a phase or
// task, else Cited. Optional tasks and skipped ones are not waited for.
func (t *tracer) given(list []*portfolio.Citation) State {
	s := Uncovered
	done, open := 0, 0
	for _, c := range list {
		here := Cited
		if c.Written.Phase >= 0 {
			here = Planned
		}
		tests := t.tests[c.Doc]
		testing := tests.section(c.Written.Section)
		if ref, ok := taskOf(c); ok {
			here = Planned
			switch task := ref.task(); {
			case task.State == plan.Done:
				done++
			case waitedFor(task):
				open++
			}
			testing = testing || tests.task(ref.Index)
		}
		if testing {
			here = Tested
		}
		if rank[here] > rank[s] {
			s = here
		}
	}
	if done > 0 && open == 0 {
		return Done
	}
	return s
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
		return "Nothing of the plan cites it, nor all of its parts."
	case row.State == Uncovered:
		return "Nothing of the plan cites it."
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
