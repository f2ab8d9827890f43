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
func newLane(of *share, opts *settings) *Lane {
	p := of.plan
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
	lane := &Lane{Plan: p, Tasks: of.progress, share: of}
	for n, d := range docs {
		phases := phasesOf(lane, d)
		if n > 0 {
			lane.Others = append(lane.Others, phases...)
			continue
		}
		lane.Phases = phases
		for _, ph := range phases {
			opts.number(ph)
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

// phasesOf reads the phases of a document: with the tasks of each and the
// requirements that it cites, those of the phases within it included.
func phasesOf(lane *Lane, d *portfolio.Document) []*Phase {
	rows := make([]Phase, len(d.Phases))
	phases := make([]*Phase, len(d.Phases))
	for i := range rows {
		row := &d.Phases[i]
		rows[i] = Phase{Lane: lane, Doc: d, Index: i, Start: date(row.Start), End: date(row.End)}
		phases[i] = &rows[i]
	}
	for i := range d.Tasks {
		state := TaskState(&d.Tasks[i])
		for at := d.Tasks[i].Phase; at >= 0 && at < len(rows); at = d.Phases[at].Parent {
			rows[at].TaskList = append(rows[at].TaskList, i)
			rows[at].Tasks.count(state)
		}
	}
	for _, c := range lane.Plan.Citations {
		if c.Doc != d || c.Target == nil {
			continue
		}
		at, task := int(c.Written.Phase), int(c.Written.Task)
		if at < 0 && task >= 0 && task < len(d.Tasks) {
			at = d.Tasks[task].Phase
		}
		for ; at >= 0 && at < len(rows); at = d.Phases[at].Parent {
			if !slices.Contains(rows[at].Planned, c.Target) {
				rows[at].Planned = append(rows[at].Planned, c.Target)
			}
		}
	}
	for i := range rows {
		rows[i].settle()
	}
	return phases
}

// settle says how far the phase is, and orders what it is about.
func (ph *Phase) settle() {
	slices.SortStableFunc(ph.Planned, func(a, b *portfolio.Requirement) int {
		if a.Plan == b.Plan {
			return a.Index - b.Index
		}
		return portfolio.CompareIDs(a.ID, b.ID)
	})
	switch row := ph.row(); {
	case ph.Tasks.Measurable():
		ph.State = ph.Tasks.State()
	case row.Status != "":
		ph.State, ph.Stated = row.Status, true
	default:
		ph.State = plan.Open
	}
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
