package site

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

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
	row := HeatRow{
		Plan: planLink(rel, p), Score: s.ring(rel, p), Owners: strings.Join(p.Owners, ", "),
		OwnerIDs: filterWords(p.Owners), StatusID: filterWords([]string{p.Status}),
	}
	if f := s.lastChange(d); f != nil {
		row.Changed = date(f.Changed)
	}
	if p.several() {
		row.Plan.Title = d.File.Path
	}
	sections := d.Alignment.Sections()
	for _, i := range heatSections(d.Alignment.Schema) {
		state := sections[i]
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
	sections := d.Alignment.Sections()
	for ; i != plan.None; i = d.Alignment.Schema.Sections[i].Parent {
		if section := sections[i].Section; section != plan.None {
			return d.sectionAddress(section)
		}
		if id := d.anchors().missing[i]; id != "" {
			return at(d.address, id)
		}
	}
	return d.address
}
