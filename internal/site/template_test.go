package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSectionsOfATemplate(t *testing.T) {
	v := view[DocumentView](t, buildFile(t, "template.txtar"), "plans/berths/index.html")
	stack := section(t, v, "technology-stack")
	if stack.State.Name != "partial" || stack.Note != "2 of 4 slots filled" || stack.Prompt != "Still asked for: Frontend; Database" {
		t.Errorf("the section is %q, %q, %q", stack.State, stack.Note, stack.Prompt)
	}
	if len(stack.Gaps) != 2 || stack.Gaps[0].Line != 14 || stack.Gaps[0].Worth == "" || stack.Gaps[0].Prompt == "" {
		t.Errorf("its gaps are %+v", stack.Gaps)
	}
	stub := section(t, v, "pf-missing-performance-requirements")
	if !stub.Missing || stub.Level != 3 || stub.State.Name != "missing" || stub.Prompt == "" {
		t.Errorf("the stub is %+v", stub)
	}
	var order []string
	for _, s := range v.Sections {
		order = append(order, s.ID)
	}
	at := slices.Index(order, stub.ID)
	if order[at-1] != "technology-stack" || order[at+1] != "security-considerations" {
		t.Errorf("the stub stands between %s and %s", order[at-1], order[at+1])
	}
	if section(t, v, "our-own-section").State.Name != "filled" || section(t, v, "integration-points").State.Name != "empty" {
		t.Error("sections of the plan's own, and those without content, have other states")
	}
}

func TestCompleteness(t *testing.T) {
	s := buildFile(t, "template.txtar")
	v := view[CompletenessView](t, s, "completeness/index.html")
	if len(v.Maps) != 1 || len(v.Maps[0].Rows) != 1 || len(v.Unscored) != 0 {
		t.Fatalf("the maps are %+v", v.Maps)
	}
	m := v.Maps[0]
	if len(m.Columns) != len(m.Rows[0].Cells) || m.Columns[0].Title != "Architecture Overview" || m.Columns[0].Level != 2 {
		t.Errorf("columns are %+v", m.Columns)
	}
	for i, c := range m.Columns {
		if c.Title == "Technology Stack" {
			cell := m.Rows[0].Cells[i]
			want := HeatCell{State{"partial", "Technology Stack: 2 of 4 slots filled"}, "../plans/berths/#technology-stack"}
			if cell != want || c.Level != 3 || m.Columns[c.Group].Title != "Technical Constraints" {
				t.Errorf("the cell is %+v below %q", cell, m.Columns[c.Group].Title)
			}
		}
		if c.Title == "Unit Testing" && m.Rows[0].Cells[i].Href != "../plans/berths/#pf-missing-testing-strategy" {
			t.Errorf("a section below a missing one leads to %q", m.Rows[0].Cells[i].Href)
		}
	}
	p := view[PlanCompletenessView](t, s, "completeness/berths/index.html")
	var gaps, other []string
	for _, r := range p.Outline {
		for _, g := range r.Gaps {
			gaps = append(gaps, fmt.Sprintf("%s:%d", r.Label, g.Line))
		}
	}
	for _, g := range p.Other {
		other = append(other, fmt.Sprintf("%s:%d", g.Text, g.Line))
	}
	wantGaps := []string{"Technology Stack:14", "Technology Stack:16", "Security Considerations:21", "Data Flow:29", "Integration Points:37"}
	if !slices.Equal(gaps, wantGaps) || !slices.Equal(other, []string{"Empty one:35"}) {
		t.Errorf("gaps are %q, elsewhere %q", gaps, other)
	}
	if !strings.HasPrefix(p.Reason, "Technical Implementation Plan, recognised by ") || !p.Score.Scored || len(p.Next) == 0 {
		t.Errorf("the page says %q, %+v, %q", p.Reason, p.Score, p.Next)
	}
}

func TestPlanWithoutTemplate(t *testing.T) {
	v := view[PlanCompletenessView](t, buildFile(t, "ferry.txtar"), "completeness/gates/index.html")
	if v.Score.Scored || v.Empty == "" || len(v.Other) != 1 || v.Other[0].Line != 15 {
		t.Errorf("the page is %+v", v)
	}
}
