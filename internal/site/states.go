package site

import (
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// requirementState says how far a requirement is, and of what that is counted.
// What is no requirement by its class has none.
func requirementState(f *requirementFacts) State {
	if f.Def.Retired {
		return State{"retired", "retired"}
	}
	if f.row == nil {
		return State{}
	}
	tasks := ""
	if n := f.row.Tasks; n > 0 {
		tasks = strconv.Itoa(f.row.Done) + " of " + number(n, "task", "tasks") + " done"
	}
	name := string(f.row.State)
	if len(f.CitedBy) == 0 && len(f.Children) > 0 && tasks == "" && f.row.State != trace.Uncovered {
		return State{name, name + ", by its " + number(len(f.Children), "part", "parts")}
	}
	switch f.row.State {
	case trace.Uncovered:
		return State{name, "uncovered: nothing cites it"}
	case trace.Defined:
		return State{name, "defined, and waived"}
	case trace.Cited:
		return State{name, "cited in " + number(len(f.CitedBy), "place", "places") + ", in no phase or task"}
	case trace.Planned, trace.Tested:
		word := name
		if len(f.phases) > 0 {
			word += " in Phase " + strings.Join(f.phases, ", ")
		}
		if tasks == "" {
			return State{name, word + ", no task yet"}
		}
		return State{name, word + ", " + tasks}
	case trace.Done:
		if tasks == "" {
			return State{name, "done"}
		}
		return State{name, tasks}
	}
	return State{name, name}
}

// traceWords are the states of requirements for lists, in order; standings are
// those of their coverage.
var (
	traceWords = words(trace.OfRequirement)
	standings  = words(trace.OfCoverage)
)

func words(of trace.Subject) []State {
	var list []State
	for _, m := range trace.Meanings {
		if m.Of == of {
			list = append(list, State{m.Name, m.Word})
		}
	}
	return list
}

// legend says what the states of a trace mean, in one list for every page.
func legend() []LegendGroup {
	groups := []LegendGroup{{Title: "Requirements"}, {Title: "Their coverage"}, {Title: "Citations"}}
	at := map[trace.Subject]int{trace.OfRequirement: 0, trace.OfCoverage: 1, trace.OfCitation: 2}
	for _, m := range trace.Meanings {
		g := &groups[at[m.Of]]
		g.States = append(g.States, meaning(m))
	}
	return groups
}

// states is the page that says what each state means.
func (s *Site) states() StatesView {
	rel := from(s.lists.standing().states)
	v := StatesView{Groups: legend()}
	v.Frame = s.frame(rel, "States of requirements", "What each state of a requirement, of its coverage and of a citation means, and what brings it further.")
	v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"))
	return v
}

func meaning(m trace.Meaning) Meaning { return Meaning{State{m.Name, m.Word}, m.Says, m.Fix} }

// standing is how a requirement stands towards its policy; the zero State for
// what has none.
func standing(f *requirementFacts) State { return standingOf(f.row) }

func standingOf(row *trace.Row) State {
	if row == nil || row.Standing() == "" {
		return State{}
	}
	m := trace.MeaningOf(trace.OfCoverage, string(row.Standing()))
	return State{m.Name, m.Word}
}

// sectionWords are the states of sections, in the order of the legend.
var sectionWords = []State{
	{string(schema.Filled), "filled"},
	{string(schema.Partial), "partly filled"},
	{string(schema.Placeholder), "placeholder"},
	{string(schema.Untouched), "as in template"},
	{string(schema.Question), "open question"},
	{string(schema.Empty), "empty"},
	{string(schema.Missing), "missing"},
	{string(schema.NotApplicable), "not applicable"},
}

// schemaState is a section's or slot's state in words.
func schemaState(state schema.State) State {
	for _, s := range sectionWords {
		if s.Name == string(state) {
			return s
		}
	}
	return State{}
}

// slotNote is "3 of 7 slots filled"; "" for a section that asks for nothing.
func slotNote(filled, total int) string {
	if total == 0 {
		return ""
	}
	return strconv.Itoa(filled) + " of " + number(total, "slot", "slots") + " filled"
}

func gapState(kind plan.GapKind) State {
	switch kind {
	case plan.GapTodo:
		return State{"placeholder", "to do"}
	case plan.GapQuestion:
		return State{"question", "open question"}
	case plan.GapUntouched:
		return State{"untouched", "as in template"}
	case plan.GapEmpty:
		return State{"empty", "empty"}
	}
	return State{"placeholder", "placeholder"}
}

func taskState(t plan.Task) State {
	switch roadmap.TaskState(&t) {
	case plan.Done:
		return State{"done", "done"}
	case plan.Active:
		return State{"active", "active"}
	case plan.Skipped:
		return State{"not-applicable", "skipped"}
	case plan.Blocked:
		return State{"blocked", "blocked"}
	}
	if t.Optional {
		return State{"open", "open, optional"}
	}
	return State{"open", "open"}
}

func phaseState(p *roadmap.Phase) State {
	if p.Overdue {
		return State{"overdue", "overdue since " + date(p.End)}
	}
	s := taskState(plan.Task{State: p.State})
	if p.Stated {
		s.Word += ", as stated"
	}
	return s
}

// progress is a bar of tasks that leads to address.
func progress(p roadmap.Progress, href string) Bar {
	return Bar{Done: p.Done, Active: p.Active, Blocked: p.Blocked, Total: p.Total, Href: href}
}

// tasksDone is "3 of 7 tasks done", or that there are none to count.
func tasksDone(p roadmap.Progress) string {
	if !p.Measurable() {
		return "not measurable: no tasks"
	}
	return grouped(p.Done) + " of " + number(p.Total, "task", "tasks") + " done"
}
