package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// roadmapAddress is the address of the plan's own roadmap; "" where it has no phases.
func (p *planFacts) roadmapAddress() string {
	if p.lane == nil || !p.counted() {
		return ""
	}
	return "roadmap/plan/" + escapePath(p.path) + "/"
}

func (s *Site) planRoadmapDirs(p *planFacts) []string {
	if p.lane == nil || !p.counted() {
		return nil
	}
	return []string{"roadmap/plan/" + p.path + "/"}
}

func (s *Site) planRoadmapPage(p *planFacts, dir string) (_ Page, ok bool) {
	return s.planPage(p, dir, "plan-roadmap", func() any { return s.planRoadmap(p) }), slices.Contains(s.planRoadmapDirs(p), dir)
}

func (s *Site) planRoadmap(p *planFacts) PlanRoadmapView {
	rel := from(p.roadmapAddress())
	r := s.Facts.Roadmap
	v := PlanRoadmapView{
		Heading: "Roadmap: " + p.title(), Plan: planLink(rel, p), Progress: progress(p.lane.Tasks, ""),
		Lead:  capital(sentence(number(len(p.lane.Phases), "phase", "phases"), tasksDone(p.lane.Tasks))),
		Facts: s.planRoadmapFacts(rel, p),
	}
	for _, ph := range p.lane.Phases {
		v.Phases = append(v.Phases, s.phaseRow(rel, ph))
	}
	for _, ph := range p.lane.Others {
		row := s.phaseRow(rel, ph)
		row.Goal = "in " + s.index.doc(ph.Doc).tabLabel()
		v.Others = append(v.Others, row)
	}
	if t := s.timeline(rel, p.lane.Scale, []*planFacts{p}, false); len(t.Rows) > 0 {
		v.Timeline = &t
	}
	v.Waits = s.waitRows(rel, p)
	waits := s.waitsOf(p)
	for _, cycle := range waits.cycles {
		v.Cycles = append(v.Cycles, roadmap.Path(cycle))
	}
	schedule := r.Schedule(p.lane)
	v.Schedule = s.schedule(rel, p, schedule)
	v.Drawing = s.drawing(rel, p, schedule)
	v.Ready = s.readyGroup(rel, p).Tasks
	v.Board = s.planBoard(rel, p)
	for _, m := range waits.milestones {
		v.Milestones = append(v.Milestones, Fact{Name: date(m.Date), Value: s.milestoneLink(rel, m)})
	}
	s.untraced(rel, p, &v)
	for _, ph := range append([]*roadmap.Phase{nil}, p.lane.Phases...) {
		c := p.lane.Concerns(ph)
		v.Risks = append(v.Risks, s.risks(rel, c.Risks)...)
		v.Questions = append(v.Questions, s.questions(rel, c.Questions)...)
	}
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
	return v
}

// planRoadmapFacts lead to the parts of the roadmap that the plan belongs to.
func (s *Site) planRoadmapFacts(rel relation, p *planFacts) []Fact {
	var facts []Fact
	if p.Status != "" {
		facts = append(facts, Fact{Name: "Status", Value: rel.link(head(p.Status, 60), s.laneAddress("status", head(p.Status, 60)))})
	}
	for _, o := range p.Owners {
		facts = append(facts, Fact{Name: "Owner", Value: rel.link(o, s.laneAddress("owner", o))})
	}
	for _, t := range p.Tags {
		facts = append(facts, Fact{Name: "Tag", Value: rel.link(t, s.laneAddress("tag", t))})
	}
	if p.lane.Now != nil {
		facts = append(facts, Fact{Name: "Now", Value: s.phaseLink(rel, p.lane.Now), State: phaseState(p.lane.Now)})
	}
	return facts
}

// planWaits is every dependency that a plan, its phases and its tasks state, and
// what of other plans waits for it.
func (s *Site) waitRows(rel relation, p *planFacts) []WaitRow {
	var rows []WaitRow
	for _, e := range s.waitsOf(p).edges {
		rows = append(rows, WaitRow{From: s.dependency(rel, e.From, p.Plan), To: s.dependency(rel, e.To, p.Plan)})
	}
	return rows
}

// untraced adds the tasks without requirement, and the requirements without task.
func (s *Site) untraced(rel relation, p *planFacts, v *PlanRoadmapView) {
	tasks, _ := roadmap.Untraced(p.Plan)
	for _, t := range tasks {
		v.Untraced = append(v.Untraced, s.taskRow(rel, s.index.doc(t.Doc), t.Index))
	}
	if p.trace == nil {
		return
	}
	for _, row := range p.trace.Rows {
		if row.Tasks == 0 && !row.Requirement.Def.Retired && !answeredByParts(row.Requirement) {
			v.Untasked = append(v.Untasked, s.cite(rel, s.index.defined(row.Requirement)))
		}
	}
}

// answeredByParts tells whether a requirement stands for the ones within it.
func answeredByParts(r *portfolio.Requirement) bool { return len(r.Children) > 0 }

// mostGrouped is how many pieces of work the groups of a schedule list.
const mostGrouped = 200

// schedule is the critical path of a plan in words; nil where it has none.
func (s *Site) schedule(rel relation, p *planFacts, sc *roadmap.Schedule) *ScheduleView {
	if sc == nil {
		return nil
	}
	v := &ScheduleView{}
	length := func(n int) string {
		if sc.Basis == roadmap.Durations {
			return roadmap.Work(n)
		}
		return ""
	}
	what := "phases"
	if sc.Tasks {
		what = "tasks"
	}
	if sc.Basis == roadmap.Durations {
		v.Length, v.Timed = roadmap.Work(sc.Length), true
		v.Note = fmt.Sprintf("From the durations that %d of %d %s state", sc.Stated, len(sc.Items), what)
		if sc.Stated < len(sc.Items) {
			v.Note += "; each of the others counts as the median of these"
		}
		v.Note += ". A day of work has 8 hours, a week 5 days."
	} else {
		v.Length = number(sc.Length, strings.TrimSuffix(what, "s"), what)
		v.Note = fmt.Sprintf("Without durations: each of the %d %s counts as one.", len(sc.Items), what)
	}
	row := func(i *roadmap.Item) ScheduleRow {
		d := s.index.doc(i.Doc)
		r := ScheduleRow{Length: length(i.Length)}
		if i.Task != plan.None {
			t := i.Doc.Tasks[i.Task]
			r.Link, r.State = Link{Label: head(taskLabel(t), 100), Href: rel.toTask(d, i.Task)}, taskState(t)
		} else if ph := s.Facts.Roadmap.Phase(i.Doc, i.Phase); ph != nil {
			r.Link, r.State = s.phaseLink(rel, ph), phaseState(ph)
		}
		switch {
		case i.Slack == 0:
		case sc.Basis == roadmap.Durations:
			r.Slack = roadmap.Work(i.Slack)
		default:
			r.Slack = number(i.Slack, "step", "steps")
		}
		return r
	}
	for _, i := range sc.Path {
		v.Path = append(v.Path, row(i))
	}
	groups := map[int]int{}
	listed := 0
	for step := 0; listed < min(len(sc.Items), mostGrouped); step++ {
		for _, i := range sc.Items {
			if i.Step != step || listed == mostGrouped {
				continue
			}
			at, ok := groups[step]
			if !ok {
				at = len(v.Groups)
				groups[step] = at
				v.Groups = append(v.Groups, ScheduleGroup{Step: step + 1})
			}
			v.Groups[at].Rows = append(v.Groups[at].Rows, row(i))
			listed++
		}
		if step > len(sc.Items) {
			break
		}
	}
	v.More = len(sc.Items) - listed
	return v
}
