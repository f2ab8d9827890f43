package site

import (
	"fmt"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// readyLength is how many of the tasks that can be taken up next are shown.
const readyLength = 10

func (s *Site) addRoadmap() {
	s.page("roadmap/", "roadmap", func() any { return s.roadmap() })
	s.index.columns = map[*roadmap.Column]string{}
	for _, c := range s.Facts.Roadmap.Columns {
		claimed, _ := s.index.claimed.claim("roadmap/" + segment(c.Slug))
		dir, address := directory(claimed)
		s.index.columns[c] = address
		s.page(dir, "phase", func() any { return s.phase(c, address) })
	}
}

// roadmap is plans × phases.
func (s *Site) roadmap() RoadmapView {
	rel := from("roadmap/")
	r := s.Facts.Roadmap
	v := RoadmapView{}
	position := map[*roadmap.Column]int{}
	for i, c := range r.Columns {
		position[c] = i
		v.Columns = append(v.Columns, PhaseColumn{
			Link: rel.link("Phase "+c.Number, s.index.columns[c]), Number: c.Number, Title: c.Title,
			Progress: progress(c.Tasks, rel.to(s.index.columns[c])),
		})
	}
	phases := 0
	for _, lane := range r.Lanes {
		phases += len(lane.Phases)
		v.Lanes = append(v.Lanes, s.laneRow(rel, lane, position))
	}
	for _, p := range s.index.plans {
		if p.counted() && p.lane == nil && !p.Archived {
			v.NoPhases = append(v.NoPhases, planLink(rel, p))
		}
	}
	v.Ready, v.Timeline = s.ready(rel), s.timeline(rel)
	if len(r.Lanes) == 0 {
		v.Empty = "No plan has phases yet. A heading such as “## Phase 1: Foundation” with a list of tasks below it makes one."
	} else {
		parts := []string{
			number(phases, "phase", "phases") + " in " + number(len(r.Lanes), "plan", "plans"),
			tasksDone(r.Tasks),
		}
		if late := len(s.overdue()); late > 0 {
			parts = append(parts, number(late, "phase", "phases")+" overdue")
		}
		v.Lead = capital(sentence(parts...))
	}
	v.Frame = s.frame(rel, "Roadmap", v.Lead)
	return v
}

// laneRow is a plan's phases in the columns of their numbers. A second phase of
// a number, and one without, stand beside the table.
func (s *Site) laneRow(rel relation, lane *roadmap.Lane, position map[*roadmap.Column]int) LaneRow {
	p := s.index.byPlan[lane.Plan]
	row := LaneRow{Plan: planLink(rel, p), Progress: progress(lane.Tasks, rel.to(p.address)), Cells: make([]*PhaseCell, len(position))}
	for _, phase := range lane.Phases {
		i, ok := position[phase.Column]
		if phase.Column == nil || !ok || row.Cells[i] != nil {
			row.More = append(row.More, s.phaseRow(rel, phase))
			continue
		}
		written := phase.Doc.Phases[phase.Index]
		link := s.phaseLink(rel, phase)
		if written.Title != "" {
			link.Label = head(written.Title, 60)
		}
		link.Title = phaseName(written)
		row.Cells[i] = &PhaseCell{
			Link: link, State: phaseState(phase), Progress: progress(phase.Tasks, link.Href),
			Dates: dates(phase.Start, phase.End), Duration: written.Duration,
		}
	}
	return row
}

// ready is the first open task of each plan's phase at hand.
func (s *Site) ready(rel relation) List {
	list := List{Empty: "No phase has an open task."}
	tasks := s.Facts.Roadmap.Tasks
	open := tasks.Total - tasks.Done - tasks.Skipped - tasks.Blocked
	list.All = Count{N: max(open, 0), Of: tasks.Total, What: "tasks open", Href: rel.to("roadmap/")}
	for _, lane := range s.Facts.Roadmap.Lanes {
		p := s.index.byPlan[lane.Plan]
		if lane.Now == nil || p.Archived || len(list.Items) == readyLength {
			continue
		}
		d := s.index.byDoc[lane.Now.Doc]
		for _, i := range lane.Now.TaskList {
			if t := d.Tasks[i]; t.State == plan.Open || t.State == plan.Active {
				list.Items = append(list.Items, Item{
					State: taskState(t), Link: Link{Label: taskLabel(t), Href: rel.to(d.taskAddress(i))},
					Note: p.title() + " › " + head(phaseName(d.Document.Phases[lane.Now.Index]), 60),
				})
				break
			}
		}
	}
	return list
}

// phaseRow is a phase in a list.
func (s *Site) phaseRow(rel relation, p *roadmap.Phase) PhaseRow {
	written := p.Doc.Phases[p.Index]
	link := s.phaseLink(rel, p)
	if written.Title != "" {
		link.Label = head(written.Title, 100)
	}
	row := PhaseRow{
		Link: link, Number: written.Number, Word: written.Word, State: phaseState(p), Progress: progress(p.Tasks, link.Href),
		Dates: dates(p.Start, p.End), Duration: written.Duration, Goal: written.Goal,
	}
	for _, r := range p.Planned {
		row.Requirements = append(row.Requirements, s.cite(rel, s.index.byDef[r]))
	}
	return row
}

// phase is one phase number across the portfolio.
func (s *Site) phase(c *roadmap.Column, address string) PhaseView {
	rel := from(address)
	v := PhaseView{Heading: "Phase " + c.Number, Progress: progress(c.Tasks, "")}
	if c.Title != "" {
		v.Heading += ": " + c.Title
	}
	done, late := 0, 0
	plans := map[*portfolio.Plan]bool{}
	for _, p := range c.Phases {
		plans[p.Lane.Plan] = true
		if p.State == plan.Done {
			done++
		}
		if p.Overdue {
			late++
		}
		v.Plans = append(v.Plans, s.phasePlan(rel, p))
	}
	parts := []string{"in " + number(len(plans), "plan", "plans"), fmt.Sprintf("done in %d", done), tasksDone(c.Tasks)}
	if late > 0 {
		parts = append(parts, fmt.Sprintf("overdue in %d", late))
	}
	v.Lead = capital(sentence(parts...))
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
	for i, other := range s.Facts.Roadmap.Columns {
		if other != c {
			continue
		}
		if i > 0 {
			v.Prev = s.columnLink(rel, s.Facts.Roadmap.Columns[i-1])
		}
		if i+1 < len(s.Facts.Roadmap.Columns) {
			v.Next = s.columnLink(rel, s.Facts.Roadmap.Columns[i+1])
		}
	}
	return v
}

func (s *Site) columnLink(rel relation, c *roadmap.Column) *Link {
	return &Link{Label: "Phase " + c.Number, Href: rel.to(s.index.columns[c]), Title: c.Title}
}

// phasePlan is one plan's part in a phase.
func (s *Site) phasePlan(rel relation, p *roadmap.Phase) PhasePlan {
	f := s.index.byPlan[p.Lane.Plan]
	d := s.index.byDoc[p.Doc]
	v := PhasePlan{Plan: planLink(rel, f), Phase: s.phaseRow(rel, p), DependsOn: d.Document.Phases[p.Index].DependsOn}
	v.Tasks = s.taskRows(rel, d, p.TaskList)
	for _, row := range f.trace.Rows {
		if row.State == trace.Uncovered || row.State == trace.Cited {
			v.Uncovered = append(v.Uncovered, s.cite(rel, s.index.byDef[row.Requirement]))
		}
	}
	for i, other := range p.Lane.Phases {
		if other != p {
			continue
		}
		if i > 0 {
			l := s.phaseLink(rel, p.Lane.Phases[i-1])
			v.Prev = &l
		}
		if i+1 < len(p.Lane.Phases) {
			l := s.phaseLink(rel, p.Lane.Phases[i+1])
			v.Next = &l
		}
	}
	return v
}

// taskRows are tasks of one document, nested as they are there.
func (s *Site) taskRows(rel relation, d *docFacts, list []int) []TaskRow {
	depth := map[int]int{}
	var rows []TaskRow
	for _, i := range list {
		t := d.Tasks[i]
		if above, ok := depth[t.Parent]; ok {
			depth[i] = above + 1
		} else {
			depth[i] = 0
		}
		row := TaskRow{
			Link: Link{Label: head(t.Text, 200), Href: rel.to(d.taskAddress(i))}, ID: t.ID, Depth: depth[i],
			State: taskState(t), Owner: t.Owner, Due: t.Due,
		}
		if row.Label == "" {
			row.Label = strings.TrimSpace("Task " + t.ID)
		}
		for _, c := range t.Cites {
			for _, cited := range d.cited(c) {
				if cited.State != portfolio.Own {
					row.Cites = append(row.Cites, s.citation(rel, cited))
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}
