package site

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// planWork is what lists over all plans show of the work of one: it is looked
// through once, and not for each of them.
type planWork struct {
	group   string            // the directory that the plan stands in; "" for the root
	values  []laneValue       // by which its lane is filtered
	states  []string          // of workStates, of its lane
	late    []roadmap.TaskRef // tasks whose day has passed, without logs and checklists
	blocked []roadmap.TaskRef
}

// laneValue is a value of one of laneKeys.
type laneValue struct{ key, value, label string }

// workOf looks through the work of a plan.
func (s *Site) workOf(p *planFacts) *planWork {
	p.workOnce.Do(func() {
		w := &planWork{group: groupOf(p)}
		for _, d := range p.docs {
			for i := range d.Tasks {
				t := &d.Tasks[i]
				if s.overdueTask(t) && !sideDocument(d.Document) {
					w.late = append(w.late, roadmap.TaskRef{Doc: d.Document, Index: i})
				}
				if roadmap.TaskState(t) == plan.Blocked {
					w.blocked = append(w.blocked, roadmap.TaskRef{Doc: d.Document, Index: i})
				}
			}
		}
		if p.lane != nil {
			w.findStates(p)
			w.findValues(p)
		}
		p.work = w
	})
	return p.work
}

// sideDocument tells whether the tasks of a document are none of the plan's work.
func sideDocument(d *portfolio.Document) bool { return d.Role == plan.Log || d.Role == plan.Checklist }

// overdueTask tells whether the day of an unfinished task has passed.
func (s *Site) overdueTask(t *plan.Task) bool {
	return t.Due != "" && t.State != plan.Done && t.State != plan.Skipped && t.Due < date(s.Facts.Built.Date)
}

// overdueTasks is the tasks whose day has passed, the earliest first.
func (s *Site) overdueTasks() []roadmap.TaskRef {
	var late []roadmap.TaskRef
	for _, p := range s.lists.lanes().all.lanes {
		if !p.Archived {
			late = append(late, s.workOf(p).late...)
		}
	}
	slices.SortStableFunc(late, func(a, b roadmap.TaskRef) int { return strings.Compare(a.Task().Due, b.Task().Due) })
	return late
}

// findStates finds the states of the plan's lane.
func (w *planWork) findStates(p *planFacts) {
	l := p.lane
	late, blocked := !p.Archived && len(w.late) > 0, l.Tasks.Blocked > 0
	for _, ph := range l.Phases {
		late = late || ph.Overdue
		blocked = blocked || ph.State == plan.Blocked
	}
	if late {
		w.states = append(w.states, "overdue")
	}
	if blocked {
		w.states = append(w.states, "blocked")
	}
	switch {
	case l.Now != nil || l.Tasks.Measurable() && l.Tasks.Done+l.Tasks.Skipped < l.Tasks.Total:
		w.states = append(w.states, "active")
	case l.Tasks.Measurable() || slices.ContainsFunc(l.Phases, func(p *roadmap.Phase) bool { return p.Stated }):
		w.states = append(w.states, "done")
	default:
		w.states = append(w.states, "not-measurable")
	}
}

// findValues finds what the plan's lane is filtered by, each value once.
func (w *planWork) findValues(p *planFacts) {
	put := func(key, label string) {
		v := laneValue{key, strings.ToLower(segment(label)), label}
		if !slices.ContainsFunc(w.values, func(other laneValue) bool { return other.key == v.key && other.value == v.value }) {
			w.values = append(w.values, v)
		}
	}
	for _, o := range p.Owners {
		put("owner", o)
	}
	if p.Status != "" {
		put("status", head(p.Status, 60))
	}
	for _, t := range p.Tags {
		put("tag", t)
	}
	for _, state := range w.states {
		put("state", state)
	}
}

// groupOf is the directory that a plan stands in; "" for the root.
func groupOf(p *planFacts) string {
	if dir := path.Dir(p.Path); dir != "." && dir != "/" {
		return dir
	}
	return ""
}
