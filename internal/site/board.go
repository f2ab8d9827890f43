package site

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// boardStates are the columns of a board. A skipped task stands in none.
var boardStates = []plan.State{plan.Open, plan.Active, plan.Blocked, plan.Done}

// phaseBoard is page n of the board of a phase: a row for each plan.
func (s *Site) phaseBoard(c *roadmap.Column, phases []*roadmap.Phase, addresses []string, n int) BoardView {
	rel := from(addresses[n])
	v := BoardView{Heading: "Board of " + phaseHeading(c), Back: rel.link(phaseHeading(c), s.columnAddress(c))}
	if n == 0 {
		v.Lead = capital(tasksDone(c.Tasks))
	}
	for _, p := range phases {
		row := s.boardRow(rel, p)
		f := s.index.plan(p.Lane.Plan)
		row.Label, row.Href, row.Title = f.title(), rel.to(f.roadmapAddress()), phaseName(p.Doc.Phases[p.Index])
		v.Rows = append(v.Rows, row)
	}
	if len(c.Phases) == 0 {
		v.Empty = "No plan has this phase yet."
	}
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"), v.Back)
	v.Pages, v.Prev, v.Next = paging(rel, addresses, n)
	return v
}

// boardRow sorts the tasks of a phase by their state.
func (s *Site) boardRow(rel relation, p *roadmap.Phase) BoardRow {
	row := BoardRow{Link: s.phaseLink(rel, p), State: phaseState(p), Progress: progress(p.Tasks, "")}
	s.fillBoard(rel, &row, s.index.doc(p.Doc), p.TaskList)
	return row
}

// fillBoard puts tasks into the columns of their states. Sub-tasks stand for the
// task that holds them, unless that is all of it that is left to do.
func (s *Site) fillBoard(rel relation, row *BoardRow, d *docFacts, tasks []int) {
	finished := func(i int) bool { return d.Tasks[i].State == plan.Done || d.Tasks[i].State == plan.Skipped }
	holds, remains := map[int]bool{}, map[int]bool{}
	for _, i := range tasks {
		holds[d.Tasks[i].Parent] = true
		remains[d.Tasks[i].Parent] = remains[d.Tasks[i].Parent] || !finished(i)
	}
	for _, state := range boardStates {
		row.Columns = append(row.Columns, BoardColumn{State: taskState(plan.Task{State: state})})
	}
	for _, i := range tasks {
		state := roadmap.TaskState(&d.Tasks[i])
		switch {
		case state == plan.Skipped:
			row.Skipped++
		case holds[i] && (finished(i) || remains[i]):
			row.Holding++
		default:
			c := &row.Columns[slices.Index(boardStates, state)]
			c.Tasks = append(c.Tasks, s.taskRow(rel, d, i))
		}
	}
}

// planBoard is the board of a plan: a row for each phase at the top, and one for
// the tasks that stand in no phase.
func (s *Site) planBoard(rel relation, p *planFacts) []BoardRow {
	var rows []BoardRow
	for _, ph := range p.lane.Phases {
		if ph.Tasks.Measurable() && ph.Doc.Phases[ph.Index].Parent == plan.None {
			rows = append(rows, s.boardRow(rel, ph))
		}
	}
	for _, d := range p.docs {
		if d.Role == plan.Log || d.Role == plan.Checklist {
			continue
		}
		var free []int
		for i := range d.Tasks {
			if d.Tasks[i].Phase == plan.None {
				free = append(free, i)
			}
		}
		if len(free) > 0 {
			row := BoardRow{Link: Link{Label: d.tabLabel() + ", in no phase", Href: rel.to(d.address)}}
			s.fillBoard(rel, &row, d, free)
			rows = append(rows, row)
		}
	}
	return rows
}
