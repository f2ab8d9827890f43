package site

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// fillNext is the most valuable gaps.
func (s *Site) fillNext(rel relation, n int) List {
	report := s.Facts.Completeness
	list := List{
		All:   Count{N: report.Gaps, What: verb(report.Gaps, "gap", "gaps"), Href: rel.to("completeness/")},
		Empty: "No gaps are left in the plans that follow a template.",
	}
	if report.Scored == 0 {
		list.Empty = "No plan follows a known template. Name one in a plan's front matter, as template: followed by its name, and its gaps are listed here."
	}
	for _, g := range report.Worth[:min(n, len(report.Worth))] {
		d := s.index.doc(g.Doc)
		note := d.plan.title()
		if g.Gap.Section > 0 {
			note = d.Sections[g.Gap.Section].Title + ", " + note
		}
		list.Items = append(list.Items, Item{
			State: gapState(g.Gap.Kind),
			Link:  Link{Label: gapLabel(*g.Gap), Href: rel.to(d.gapAddress(*g.Gap))},
			Note:  note, Worth: worth(g.Worth),
		})
	}
	return list
}

// gapLabel is a gap's text in a list.
func gapLabel(g plan.Gap) string {
	text := g.Text
	if g.Kind == plan.GapEmpty {
		text = strings.TrimLeft(text, "# ")
	}
	if text = head(text, 90); text != "" {
		return text
	}
	return capital(gapState(g.Kind).Word)
}

// uncovered is the requirements that nothing cites, of the plans with most of them first.
func (s *Site) uncovered(rel relation) List {
	c := s.Facts.Trace.Coverage
	open := c.Uncovered
	list := List{
		All:   Count{N: open, What: "uncovered", Href: rel.to(s.stateAddress(trace.Uncovered))},
		Empty: "Every requirement is cited by a section, phase or task.",
	}
	if c.Requirements == 0 {
		list.Empty = "No plan defines a requirement yet. A line such as “- **FR-1**: …” makes one."
	}
	var plans []*planFacts
	for _, b := range s.index.blocks {
		plans = append(plans, s.homeOf(b).uncovered...)
	}
	plans = mostUncovered(plans)
	if open > 0 && len(plans) == 0 {
		list.Empty = "What is uncovered belongs to archived plans."
	}
	for _, p := range plans {
		for _, row := range p.trace.Rows {
			if len(list.Items) == listLength {
				return list
			}
			if row.State != trace.Uncovered {
				continue
			}
			f := s.index.defined(row.Requirement)
			list.Items = append(list.Items, Item{
				State: State{string(trace.Uncovered), "uncovered"},
				Link:  Link{Label: f.ID + " " + head(RequirementText(f.Requirement), 80), Href: rel.to(f.address)},
				Note:  p.title(),
			})
		}
	}
	return list
}

// overdue is the phases whose end has passed, the earliest end first.
func (s *Site) overdue() []*roadmap.Phase {
	var late []*roadmap.Phase
	for _, w := range s.everyWork() {
		late = append(late, w.overdue...)
	}
	slices.SortStableFunc(late, func(a, b *roadmap.Phase) int { return a.End.Compare(b.End) })
	return late
}

// blocked is what is overdue, then what is blocked.
func (s *Site) blocked(rel relation) List {
	list := List{Empty: "Nothing is blocked, and nothing is past its end."}
	add := func(state State, link Link, note string) {
		list.All.N++
		if len(list.Items) < listLength {
			list.Items = append(list.Items, Item{State: state, Link: link, Note: note})
		}
	}
	for _, p := range s.overdue() {
		add(phaseState(p), s.phaseLink(rel, p), s.index.plan(p.Lane.Plan).title())
	}
	for _, t := range s.overdueTasks() {
		item := s.overdueItem(rel, t)
		add(item.State, item.Link, item.Note)
	}
	work := s.everyWork()
	for _, w := range work {
		for _, p := range w.blocked {
			if p.lane == nil {
				continue
			}
			for _, ph := range p.lane.Phases {
				if ph.State == plan.Blocked && !ph.Overdue {
					add(phaseState(ph), s.phaseLink(rel, ph), p.title())
				}
			}
		}
	}
	for _, w := range work {
		for _, p := range w.blocked {
			if p.Archived {
				continue
			}
			for _, ref := range s.workOf(p).blocked {
				if t := *ref.Task(); !s.overdueTask(&t) {
					add(taskState(t), Link{Label: taskLabel(t), Href: rel.toTask(p.doc(ref.Doc), ref.Index)}, p.title())
				}
			}
		}
	}
	list.All.What, list.All.Href = "blocked or overdue", rel.to("roadmap/")
	return list
}

// taskLabel is a task's id and text on one line.
func taskLabel(t plan.Task) string {
	return strings.TrimSpace(t.ID + " " + head(t.Text, 120))
}

// phaseName is "Phase 1: Foundation".
func phaseName(p plan.Phase) string {
	name := strings.TrimSpace(p.Word + " " + p.Number)
	switch {
	case p.Title == "":
		return name
	case name == "":
		return p.Title
	}
	return name + ": " + p.Title
}

// phaseLink is a phase in its document.
func (s *Site) phaseLink(rel relation, p *roadmap.Phase) Link {
	d := s.index.doc(p.Doc)
	return Link{Label: head(phaseName(d.Phases[p.Index]), 100), Href: rel.toSection(d, d.Phases[p.Index].Section)}
}
