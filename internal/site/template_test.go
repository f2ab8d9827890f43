package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/schema"
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

// TestCompletenessOfManyPlans holds the dashboard of a large portfolio to pages
// that can be read, and every document to its place: once in the pages of all,
// and once in those of each of its owners, its status and its month.
func TestCompletenessOfManyPlans(t *testing.T) {
	texts := map[string]string{}
	for _, s := range schema.Builtin() {
		texts[s.Name] = strings.Replace(s.Source, "[", "oak [", 1)
	}
	files := fstest.MapFS{}
	const plans = 240
	known := &history.History{Files: map[string]*history.File{}}
	want := map[string]int{} // address of an index → its documents
	for i := range plans {
		template := []string{"technical-implementation-plan", "implementation-plan", "implementation-plan"}[i%3]
		status := []string{"Draft", "In review"}[i%2]
		path := fmt.Sprintf("area/plan-%03d.md", i)
		text := fmt.Sprintf("---\nowners: [Team %d, Ann]\nstatus: %s\n---\n%s", i%7, status, texts[template])
		files[path] = &fstest.MapFile{Data: []byte(text)}
		want["all"]++
		want[fmt.Sprintf("owner/team-%d", i%7)]++
		want["owner/ann"]++
		want["status/"+strings.ReplaceAll(strings.ToLower(status), " ", "-")]++
		want["template/"+template]++
		if i%4 > 0 {
			known.Files[path] = &history.File{Changed: time.Date(2026, time.Month(i%4), 5, 0, 0, 0, 0, time.UTC)}
			want[fmt.Sprintf("changed/2026-%02d", i%4)]++
		}
	}
	facts := buildFS(t, files).Facts
	facts.History = known
	s := New(facts, nil)

	seen := map[string]map[string]int{} // index → plan → how often
	for _, p := range s.Pages() {
		rest, ok := strings.CutPrefix(p.Path, "completeness/")
		if !ok || p.Template != "completeness" {
			continue
		}
		v := p.View().(CompletenessView)
		index := strings.TrimSuffix(strings.TrimSuffix(rest, "index.html"), "/")
		if i := strings.Index("/"+index, "/page/"); i >= 0 {
			index = index[:max(i-1, 0)]
		}
		index = cmp.Or(index, "all")
		if seen[index] == nil {
			seen[index] = map[string]int{}
		}
		cells := 0
		for _, m := range v.Maps {
			for _, row := range m.Rows {
				seen[index][strings.TrimLeft(row.Plan.Href, "./")]++
				cells += len(row.Cells)
				if len(row.Cells) != len(m.Columns) {
					t.Fatalf("%s: a row of %d cells below %d columns", p.Path, len(row.Cells), len(m.Columns))
				}
			}
		}
		if cells == 0 || cells > heatCells {
			t.Errorf("%s has %d cells", p.Path, cells)
		}
	}
	for index, n := range want {
		if len(seen[index]) != n {
			t.Errorf("%s shows %d documents, want %d", index, len(seen[index]), n)
		}
	}
	for index, docs := range seen {
		if want[index] == 0 {
			t.Errorf("there is an index %s", index)
		}
		for doc, n := range docs {
			if n != 1 {
				t.Errorf("%s stands %d times in %s", doc, n, index)
			}
		}
	}
	first := view[CompletenessView](t, s, "completeness/index.html")
	if len(first.Filters) != 4 || len(first.Pages) < 3 || len(first.Maps[0].Filters) != 0 {
		t.Errorf("%d filters, %d pages, %d filters of the map", len(first.Filters), len(first.Pages), len(first.Maps[0].Filters))
	}
	for _, f := range first.Filters {
		for _, o := range f.Options {
			if n := want[f.Key+"/"+o.Value]; o.N != n {
				t.Errorf("%s %s counts %d, want %d", f.Name, o.Label, o.N, n)
			}
		}
	}
}
