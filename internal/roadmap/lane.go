package roadmap

import (
	"slices"
	"time"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// leadRank is the order in which a plan's documents lead its roadmap: the
// tasks are what is worked from. Documents of other roles come after, as the
// plan has them.
var leadRank = map[plan.Role]int{plan.Tasks: 1, plan.Roadmap: 2, plan.Implementation: 3, plan.Log: 8, plan.Checklist: 8, plan.Template: 9}

func rankOf(d *portfolio.Document) int {
	if r := leadRank[d.Role]; r > 0 {
		return r
	}
	return 4
}

// newLane reads the phases of a plan; nil where it has none.
func newLane(p *portfolio.Plan) *Lane {
	var docs []*portfolio.Document
	for _, d := range p.Documents {
		if len(d.Phases) > 0 {
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 {
		return nil
	}
	slices.SortStableFunc(docs, func(a, b *portfolio.Document) int { return rankOf(a) - rankOf(b) })
	planned := plannedBy(p)
	lane := &Lane{Plan: p}
	for n, d := range docs {
		for i := range d.Phases {
			ph := newPhase(lane, d, i)
			ph.Planned = planned[key{d, i}]
			if n == 0 {
				lane.Phases = append(lane.Phases, ph)
			} else {
				lane.Others = append(lane.Others, ph)
			}
		}
	}
	for _, ph := range lane.Phases {
		if ph.Doc.Phases[ph.Index].Parent == plan.None && (ph.Tasks.Measurable() || ph.Stated) && ph.State != plan.Done && ph.State != plan.Skipped {
			lane.Now = ph
			break
		}
	}
	return lane
}

// key is a phase in its document.
type key struct {
	doc   *portfolio.Document
	phase int
}

// plannedBy gives the requirements that each phase and its tasks cite, those of
// the phases within it included.
func plannedBy(p *portfolio.Plan) map[key][]*portfolio.Requirement {
	m := map[key][]*portfolio.Requirement{}
	for _, c := range p.Citations {
		if c.Target == nil {
			continue
		}
		at := c.Written.Phase
		if at < 0 && c.Written.Task >= 0 && c.Written.Task < len(c.Doc.Tasks) {
			at = c.Doc.Tasks[c.Written.Task].Phase
		}
		for ; at >= 0 && at < len(c.Doc.Phases); at = c.Doc.Phases[at].Parent {
			k := key{c.Doc, at}
			if !slices.Contains(m[k], c.Target) {
				m[k] = append(m[k], c.Target)
			}
		}
	}
	for _, list := range m {
		slices.SortStableFunc(list, func(a, b *portfolio.Requirement) int { return portfolio.CompareIDs(a.ID, b.ID) })
	}
	return m
}

func newPhase(lane *Lane, d *portfolio.Document, index int) *Phase {
	row := &d.Phases[index]
	ph := &Phase{Lane: lane, Doc: d, Index: index, Start: date(row.Start), End: date(row.End)}
	for i := range d.Tasks {
		for at := d.Tasks[i].Phase; at >= 0 && at < len(d.Phases); at = d.Phases[at].Parent {
			if at == index {
				ph.TaskList = append(ph.TaskList, i)
				ph.Tasks.count(TaskState(&d.Tasks[i]))
				break
			}
		}
	}
	switch {
	case ph.Tasks.Measurable():
		ph.State = ph.Tasks.State()
	case row.Status != "":
		ph.State, ph.Stated = row.Status, true
	default:
		ph.State = plan.Open
	}
	return ph
}

// findOverdue marks the phases that today finds past their end and not done. A
// date that the configuration lends says nothing of a phase that does not tell
// how far it is.
func (l *Lane) findOverdue(today time.Time) {
	for _, ph := range slices.Concat(l.Phases, l.Others) {
		ph.Overdue = !today.IsZero() && !ph.End.IsZero() && ph.End.Before(today) && ph.State != plan.Done && ph.State != plan.Skipped && (!ph.Lent || ph.known())
	}
}

// State is the state of work of which p counts the tasks.
func (p Progress) State() plan.State {
	switch {
	case p.Total == 0:
		return plan.Open
	case p.Skipped == p.Total:
		return plan.Skipped
	case p.Done+p.Skipped == p.Total:
		return plan.Done
	case p.Done > 0 || p.Active > 0:
		return plan.Active
	case p.Blocked > 0:
		return plan.Blocked
	}
	return plan.Open
}

// date reads an ISO date; zero where it is none.
func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
