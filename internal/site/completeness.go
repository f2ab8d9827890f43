package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// completenessAddress is the plan's page section by section.
func (p *planFacts) completenessAddress() string {
	return "completeness/" + escapePath(p.path) + "/"
}

func (s *Site) addCompleteness() {
	s.page("completeness/", "completeness", func() any { return s.completeness() })
	for _, p := range s.index.plans {
		if p.counted() && p.report != nil {
			s.page("completeness/"+p.path+"/", "plan-completeness", func() any { return s.planCompleteness(p) })
		}
	}
}

// completeness is the dashboard: a heat map for each template.
func (s *Site) completeness() CompletenessView {
	rel := from("completeness/")
	report := s.Facts.Completeness
	v := CompletenessView{Strip: make([]int, 10), Legend: sectionWords, Worth: s.fillNext(rel, len(report.Worth))}
	maps := map[string]*HeatMap{}
	var names []string
	for _, p := range s.index.plans {
		if !p.counted() || p.report == nil {
			continue
		}
		if !p.report.Scored {
			v.Unscored = append(v.Unscored, s.planRow(rel, p))
			continue
		}
		v.Strip[min(scorePercent(p.report.Score)/10, 9)]++
		for _, d := range p.report.Aligned {
			f := s.index.byDoc[d]
			name := d.Alignment.Schema.Name
			if maps[name] == nil {
				maps[name] = &HeatMap{Template: d.Alignment.Schema.Title, Columns: heatColumns(d.Alignment.Schema)}
				names = append(names, name)
			}
			maps[name].Rows = append(maps[name].Rows, s.heatRow(rel, f))
		}
	}
	slices.Sort(names)
	for _, name := range names {
		slices.SortStableFunc(maps[name].Rows, func(a, b HeatRow) int { return cmp.Compare(a.Score.Percent, b.Score.Percent) })
		v.Maps = append(v.Maps, *maps[name])
	}
	if report.Scored == 0 {
		v.Empty = "No plan follows a known template, so there is nothing to score. Name one in a plan's front matter, as template: followed by its name."
	} else {
		v.Lead = capital(sentence(
			fmt.Sprintf("%d %% complete", scorePercent(report.Score)),
			number(report.Scored, "plan", "plans")+" scored",
			number(report.Gaps, "gap", "gaps"),
		))
		if n := len(v.Unscored); n > 0 {
			v.Lead += " · " + number(n, "plan follows", "plans follow") + " no template and " + verb(n, "is", "are") + " not scored"
		}
	}
	v.Frame = s.frame(rel, "Completeness", v.Lead)
	return v
}

// heatColumns are the template's sections of its two upper levels.
func heatColumns(t *schema.Schema) []HeatColumn {
	var columns []HeatColumn
	group := 0
	for _, i := range heatSections(t) {
		c := HeatColumn{Title: t.Sections[i].Title, Level: 3, Group: group}
		if t.Sections[i].Parent == topOf(t) {
			group = len(columns)
			c.Level, c.Group = 2, group
		}
		columns = append(columns, c)
	}
	return columns
}

// topOf is the section that holds the whole template: its only first-level
// heading, or plan.None where there is none.
func topOf(t *schema.Schema) int {
	if len(t.Sections) == 0 || t.Sections[0].Level != 1 {
		return plan.None
	}
	for _, section := range t.Sections[1:] {
		if section.Parent == plan.None {
			return plan.None
		}
	}
	return 0
}

// heatSections are the sections that heat maps show, by index.
func heatSections(t *schema.Schema) []int {
	top := topOf(t)
	var list []int
	for i, section := range t.Sections {
		if i == top {
			continue
		}
		if section.Parent == top || t.Sections[section.Parent].Parent == top && section.Parent != plan.None {
			list = append(list, i)
		}
	}
	return list
}

func (s *Site) heatRow(rel relation, d *docFacts) HeatRow {
	p := d.plan
	row := HeatRow{Plan: planLink(rel, p), Score: s.ring(rel, p), Status: p.Status, Owners: strings.Join(p.Owners, ", ")}
	if p.several() {
		row.Plan.Title = d.File.Path
	}
	for _, i := range heatSections(d.Alignment.Schema) {
		state := d.Alignment.Sections[i]
		cell := HeatCell{State: alignedState(state), Href: rel.to(d.alignedAddress(i))}
		if note := slotNote(state.Filled, state.Total); note != "" {
			cell.State.Word = note
		}
		cell.State.Word = d.Alignment.Schema.Sections[i].Title + ": " + cell.State.Word
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// alignedAddress is where the page shows section i of its template: the
// section, or the stub that stands for it or for the one above it.
func (d *docFacts) alignedAddress(i int) string {
	for ; i != plan.None; i = d.Alignment.Schema.Sections[i].Parent {
		if section := d.Alignment.Sections[i].Section; section != plan.None {
			return d.sectionAddress(section)
		}
		if id := d.anchors().missing[i]; id != "" {
			return at(d.address, id)
		}
	}
	return d.address
}

// planCompleteness is one plan, section by section: a list to work through.
func (s *Site) planCompleteness(p *planFacts) PlanCompletenessView {
	rel := from(p.completenessAddress())
	r := p.report
	v := PlanCompletenessView{Plan: planLink(rel, p), Score: s.ring(rel, p), Next: r.Next}
	for _, d := range r.Aligned {
		f := s.index.byDoc[d]
		v.Reason = joinReason(v.Reason, d.Alignment)
		v.Notes = append(v.Notes, d.Alignment.Notes...)
		if len(r.Aligned) > 1 {
			v.Outline = append(v.Outline, OutlineRow{Link: Link{Label: f.tabLabel(), Href: rel.to(f.address)}, Level: 1})
		}
		rows, rest := s.outline(rel, f)
		v.Outline = append(v.Outline, rows...)
		v.Other = append(v.Other, rest...)
	}
	for _, d := range p.docs {
		if d.Alignment == nil {
			for _, g := range d.Gaps {
				v.Other = append(v.Other, s.gapLine(rel, d, g))
			}
		}
	}
	if r.Scored {
		v.Lead = sentence(fmt.Sprintf("%d %% complete", v.Score.Percent), capital(slotNote(r.Filled, r.Total)), number(len(r.Gaps), "gap", "gaps"))
	} else {
		v.Empty = "This plan follows no known template, so it is not scored. Name one in its front matter, as template: followed by its name."
		v.Lead = capital(number(len(v.Other), "gap", "gaps") + " found by the text alone.")
	}
	v.Frame = s.frame(rel, "Completeness: "+p.title(), v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Completeness", "completeness/"))
	v.Frame.Prev, v.Frame.Next = s.planNeighbours(p, func(q *planFacts) *Link {
		l := rel.link(q.title(), q.completenessAddress())
		return &l
	})
	return v
}

// joinReason says why a document's template is taken for its.
func joinReason(reason string, a *schema.Alignment) string {
	this := a.Schema.Title + ", recognised by " + a.Reason
	if reason == "" {
		return this
	}
	return reason + "; " + this
}

// outline is the template's sections as the document has them, each with its
// gaps; rest is the gaps of sections that the template does not know.
func (s *Site) outline(rel relation, d *docFacts) (rows []OutlineRow, rest []GapLine) {
	a := d.Alignment
	owner := map[int]int{} // section of the document → row
	for i, state := range a.Sections {
		t := a.Schema.Sections[i]
		row := OutlineRow{
			Link: Link{Label: t.Title, Href: rel.to(d.alignedAddress(i))}, Level: t.Level,
			State: alignedState(state), Note: slotNote(state.Filled, state.Total),
		}
		row.Prompt = prompt(a, i)
		if state.Section != plan.None {
			owner[state.Section] = len(rows)
		}
		rows = append(rows, row)
	}
	for _, g := range a.Gaps {
		line := s.gapLine(rel, d, g)
		section := g.Section
		for section != plan.None {
			if _, ok := owner[section]; ok {
				break
			}
			section = d.Sections[section].Parent
		}
		if i, ok := owner[section]; ok {
			rows[i].Gaps = append(rows[i].Gaps, line)
		} else {
			rest = append(rest, line)
		}
	}
	return rows, rest
}
