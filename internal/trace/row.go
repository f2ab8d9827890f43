package trace

import (
	"fmt"
	"slices"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Row is one requirement.
type Row struct {
	Requirement *portfolio.Requirement
	State       State
	Policy      *Policy        // what its kind needs
	Waiver      *config.Waiver // in force; nil for none
	Tasks       int            // that cite it, in its plan or in those that share it
	Done        int            // of Tasks, those done
	Covered     bool           // the policy is met

	met metNeeds // of the policy's
}

// Policy is what requirements of a kind need in a plan. Rows share it.
type Policy struct {
	config.Condition
	Configured bool // it is the configuration's, not the default one

	needs []config.Need
	words string
}

// String gives the policy in words.
func (p *Policy) String() string { return p.words }

// NeedState is one need of a requirement's policy.
type NeedState struct {
	Need config.Need
	Met  bool
}

// metNeeds has a bit for each need of a policy, in its order.
type metNeeds uint8

// Needs are those of the policy, in its order.
func (r *Row) Needs() []NeedState {
	list := make([]NeedState, len(r.Policy.needs))
	for i, n := range r.Policy.needs {
		list[i] = NeedState{n, r.met>>i&1 == 1}
	}
	return list
}

// Lacking is what of the policy is not met.
func (r *Row) Lacking() config.Condition {
	return r.Policy.Lacking(func(n config.Need) bool { return r.met>>slices.Index(r.Policy.needs, n)&1 == 1 })
}

// Elsewhere are the citations of other plans.
func (r *Row) Elsewhere() []*portfolio.Citation {
	var list []*portfolio.Citation
	for _, c := range r.Requirement.CitedBy {
		if c.Doc.Plan != r.Requirement.Plan {
			list = append(list, c)
		}
	}
	return list
}

// elsewhere tells whether another plan cites it.
func (r *Row) elsewhere() bool {
	return slices.ContainsFunc(r.Requirement.CitedBy, func(c *portfolio.Citation) bool { return c.Doc.Plan != r.Requirement.Plan })
}

// Missing is what the next state asks for, one sentence; "" when done.
func (r *Row) Missing() string {
	req := r.Requirement
	parts := slices.ContainsFunc(req.Children, func(c *portfolio.Requirement) bool { return !c.Def.Retired })
	switch {
	case r.Policy.Configured && r.Waiver == nil && !r.Covered && r.State != Uncovered && r.State != Retired:
		return r.needed()
	case r.State == Uncovered && parts:
		return "Nothing in the plan cites it, and not all of its parts are cited."
	case r.State == Uncovered:
		return "Nothing in the plan cites it."
	case r.State == Cited:
		return "No phase or task cites it."
	case r.State != Planned && r.State != Tested:
		return ""
	case r.Tasks > 0:
		return r.openTasks()
	case parts:
		return "Not all of its parts are done."
	case req.Parent != nil && !slices.ContainsFunc(req.CitedBy, func(c *portfolio.Citation) bool { return c.Doc.Plan == req.Plan }):
		return fmt.Sprintf("It is planned through %q; no task cites it itself.", req.Parent.ID)
	}
	return "No task cites it."
}

// needed says what the policy of the row's kind asks for, and what is lacking.
func (r *Row) needed() string {
	lacking := r.Lacking().String()
	if lacking == r.Policy.String() {
		return fmt.Sprintf("It needs %s.", lacking)
	}
	return fmt.Sprintf("It needs %s, and lacks %s.", r.Policy, lacking)
}

// openTasks says how many of the tasks are still to be done.
func (r *Row) openTasks() string {
	open := 0
	for _, ref := range tasksOf(nil, r.Requirement) {
		if waitedFor(ref.task()) {
			open++
		}
	}
	switch {
	case r.Tasks == 1:
		return "The task that cites it is not done."
	case open == r.Tasks:
		return fmt.Sprintf("None of the %d tasks that cite it is done.", r.Tasks)
	case open == 1:
		return fmt.Sprintf("1 of the %d tasks that cite it is not done.", r.Tasks)
	case open > 1:
		return fmt.Sprintf("%d of the %d tasks that cite it are not done.", open, r.Tasks)
	}
	return "No task that it needs is done." // only skipped and optional ones
}

// taskRef is a task in its document.
type taskRef struct {
	doc   *portfolio.Document
	index int
}

func (r taskRef) task() *plan.Task { return &r.doc.Tasks[r.index] }

// taskOf is the task whose lines a citation stands in.
func taskOf(c *portfolio.Citation) (taskRef, bool) {
	i := int(c.Written.Task)
	if i < 0 || i >= len(c.Doc.Tasks) {
		return taskRef{}, false
	}
	return taskRef{c.Doc, i}, true
}

// tasksOf adds to list the tasks that cite r, each once.
func tasksOf(list []taskRef, r *portfolio.Requirement) []taskRef {
	first := len(list)
	for _, c := range r.CitedBy {
		if ref, ok := taskOf(c); ok && (c.Doc.Plan == r.Plan || shares(c)) && !slices.Contains(list[first:], ref) {
			list = append(list, ref)
		}
	}
	return list
}

// waitedFor tells whether a task keeps what it cites from being done.
func waitedFor(t *plan.Task) bool {
	return t.State != plan.Done && t.State != plan.Skipped && !t.Optional
}

// shares tells whether a citation of another plan answers a requirement as one
// of its own plan would: it needs no qualified id, because the requirements are
// those of a directory above or of a document beside. A qualified citation
// (billing/FR-1) only refers to what another plan has to do.
func shares(c *portfolio.Citation) bool {
	return c.Written.Qualifier() == "" && c.Doc.Plan.Kind != portfolio.KindTemplate
}
