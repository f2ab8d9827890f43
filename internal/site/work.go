package site

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/parallel"
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
	overdue []*roadmap.Phase // of its lane
	waits   bool             // the order of its phases is stated
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
			w.waits = slices.ContainsFunc(p.lane.Phases, func(ph *roadmap.Phase) bool {
				n := s.Facts.Roadmap.Graph.Of(ph.Doc, ph.Index, plan.None)
				return n != nil && len(n.After) > 0
			})
		}
		p.work = w
	})
	return p.work
}

// sideDocument tells whether the tasks of a document are none of the plan's work.
func sideDocument(d *portfolio.Document) bool { return d.Role == plan.Log || d.Role == plan.Checklist }

// overdueTask tells whether the day of an unfinished task has passed.
func (s *Site) overdueTask(t *plan.Task) bool {
	return t.Notes().Due != "" && t.State != plan.Done && t.State != plan.Skipped && t.Notes().Due < date(s.Facts.Built.Date)
}

// overdueTasks is the tasks whose day has passed, the earliest first.
func (s *Site) overdueTasks() []roadmap.TaskRef {
	var late []roadmap.TaskRef
	for _, w := range s.everyWork() {
		late = append(late, w.late...)
	}
	slices.SortStableFunc(late, func(a, b roadmap.TaskRef) int { return strings.Compare(a.Task().Notes().Due, b.Task().Notes().Due) })
	return late
}

// blockWork is the work of some plans, those that are no templates.
type blockWork struct {
	lanes, archived []*planFacts // plans with phases, by group; those that are archived apart
	without         []*planFacts // plans without, of those that are not archived
	values          []laneCount
	scales          map[roadmap.Scale]int // plans whose timeline is worth showing beside other things
	phases          int
	overdue         []*roadmap.Phase
	late            []roadmap.TaskRef // of plans with phases that are not archived
	blocked         []*planFacts      // that have blocked tasks or phases
}

// laneCount is how many lanes a value has.
type laneCount struct {
	laneValue
	n int
}

// workIn adds up the work of a block.
func (s *Site) workIn(b *block) *blockWork {
	b.workOnce.Do(func() {
		w := &blockWork{scales: map[roadmap.Scale]int{}}
		for _, p := range b.plans {
			if p.counted() {
				w.add(p, s.workOf(p))
			}
		}
		for _, list := range [][]*planFacts{w.lanes, w.archived} {
			slices.SortStableFunc(list, s.byGroup)
		}
		b.work = w
	})
	return b.work
}

func (w *blockWork) add(p *planFacts, of *planWork) {
	isBlocked := func(ph *roadmap.Phase) bool { return ph.State == plan.Blocked }
	if len(of.blocked) > 0 || p.lane != nil && slices.ContainsFunc(p.lane.Phases, isBlocked) {
		w.blocked = append(w.blocked, p)
	}
	switch {
	case p.lane == nil && !p.Archived:
		w.without = append(w.without, p)
		return
	case p.lane == nil:
		return
	case p.Archived:
		w.archived = append(w.archived, p)
	default:
		w.lanes = append(w.lanes, p)
		w.late = append(w.late, of.late...)
	}
	w.phases += len(p.lane.Phases)
	w.overdue = append(w.overdue, of.overdue...)
	if p.lane.Scale != roadmap.ByOrder || of.waits {
		w.scales[p.lane.Scale]++
	}
	for _, v := range of.values {
		w.values = addLanes(w.values, laneCount{v, 1})
	}
}

// addLanes adds a count to others. A value is called as where it is first met.
func addLanes(to []laneCount, c laneCount) []laneCount {
	for i := range to {
		if to[i].value == c.value && to[i].key == c.key {
			to[i].n += c.n
			return to
		}
	}
	return append(to, c)
}

// byGroup orders plans by the directory that they stand in.
func (s *Site) byGroup(a, b *planFacts) int {
	return strings.Compare(s.workOf(a).group, s.workOf(b).group)
}

// everyWork looks through the work of all plans.
func (s *Site) everyWork() []*blockWork {
	list := make([]*blockWork, len(s.index.blocks))
	parallel.For(len(list), func(i int) { list[i] = s.workIn(s.index.blocks[i]) })
	return list
}

// findStates finds the states of the plan's lane.
func (w *planWork) findStates(p *planFacts) {
	l := p.lane
	late, blocked := !p.Archived && len(w.late) > 0, l.Tasks.Blocked > 0
	for _, ph := range l.Phases {
		if ph.Overdue {
			late = true
			w.overdue = append(w.overdue, ph)
		}
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
