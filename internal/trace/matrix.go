package trace

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// ColumnKind tells sections from phases.
type ColumnKind string

// The kinds of column.
const (
	ColumnSection ColumnKind = "section"
	ColumnPhase   ColumnKind = "phase"
)

// Column is a section or phase of the plan that cites a requirement, or a phase
// that does not: an empty column is a finding.
type Column struct {
	Kind  ColumnKind
	Doc   *portfolio.Document
	Index int // into Doc.Sections or Doc.Phases
	Count int // rows with a cell
}

// Cell says that a column cites a row.
type Cell struct {
	Column    int
	Citations []*portfolio.Citation
	State     State // Cited, Planned, Tested or Done: what this place gives
}

// Matrix makes the cells of a plan's matrix. It is for one goroutine.
type Matrix struct {
	*PlanTrace
	weigher

	docs  map[*portfolio.Document]int // where the columns of a document begin
	found []placed                    // of one row
}

// Matrix begins a matrix.
func (t *PlanTrace) Matrix() *Matrix {
	m := &Matrix{PlanTrace: t, weigher: weigher{titles: newTitles()}, docs: map[*portfolio.Document]int{}}
	for i, c := range t.Columns {
		if _, ok := m.docs[c.Doc]; !ok {
			m.docs[c.Doc] = i
		}
	}
	return m
}

// Cells are those of a row, by column, only those with citations.
func (m *Matrix) Cells(row *Row) []Cell {
	var list []Cell
	for _, x := range m.placed(row) {
		if n := len(list); n == 0 || list[n-1].Column != x.column {
			list = append(list, Cell{Column: x.column})
		}
		last := &list[len(list)-1]
		last.Citations = append(last.Citations, x.citation)
	}
	for i := range list {
		list[i].State = m.weigh(list[i].Citations).given()
	}
	return list
}

// placed is a citation with its column.
type placed struct {
	column   int
	citation *portfolio.Citation
}

// placed are the plan's own citations of the row, by column.
func (m *Matrix) placed(row *Row) []placed {
	m.found = m.found[:0]
	for _, c := range row.Requirement.CitedBy {
		if c.Doc.Plan == m.Plan {
			m.found = append(m.found, placed{m.column(c), c})
		}
	}
	slices.SortStableFunc(m.found, func(a, b placed) int { return cmp.Compare(a.column, b.column) })
	return m.found
}

// column is that of a citation of the plan.
func (m *Matrix) column(c *portfolio.Citation) int {
	at := placeOf(c)
	first := m.docs[c.Doc]
	rest := m.Columns[first:]
	i, _ := slices.BinarySearchFunc(rest, at, func(x Column, at place) int {
		switch {
		case x.Doc != c.Doc:
			return 1 // of a later document
		case x.Kind != at.kind && at.kind == ColumnPhase:
			return -1 // sections come first
		case x.Kind != at.kind:
			return 1
		}
		return cmp.Compare(x.Index, at.index)
	})
	return first + i
}

// ColumnsOf gives the columns with a cell of the row, in order.
func (m *Matrix) ColumnsOf(row *Row) []int {
	var list []int
	for _, x := range m.placed(row) {
		if n := len(list); n == 0 || list[n-1] != x.column {
			list = append(list, x.column)
		}
	}
	return list
}

// PhasesOf gives the phases of the plan that cite a row, each once, in the order
// of columns.
func (t *PlanTrace) PhasesOf(row *Row) []*plan.Phase {
	type phase struct{ doc, index int }
	var phases []phase
	for _, c := range row.Requirement.CitedBy {
		if at := placeOf(c); at.kind == ColumnPhase && c.Doc.Plan == t.Plan {
			phases = append(phases, phase{slices.Index(t.Plan.Documents, c.Doc), at.index})
		}
	}
	if len(phases) == 0 {
		return nil
	}
	slices.SortFunc(phases, func(a, b phase) int { return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.index, b.index)) })
	phases = slices.Compact(phases)
	list := make([]*plan.Phase, len(phases))
	for n, at := range phases {
		list[n] = &t.Plan.Documents[at.doc].Phases[at.index]
	}
	return list
}

// ByDocument puts cells of a row together by document, in the order of columns:
// each with all citations and the furthest state. Its Column is the first of
// its document's that cites the row.
func (t *PlanTrace) ByDocument(cells []Cell) []Cell {
	var list []Cell
	for _, c := range cells {
		if n := len(list); n > 0 && t.Columns[list[n-1].Column].Doc == t.Columns[c.Column].Doc {
			last := &list[n-1]
			last.Citations = slices.Concat(last.Citations, c.Citations)
			if rank[c.State] > rank[last.State] {
				last.State = c.State
			}
			continue
		}
		list = append(list, c)
	}
	return list
}

// GroupCoverage is the coverage of some requirements of a plan.
type GroupCoverage struct {
	Doc      *portfolio.Document
	Index    int // into Doc.Sections or Doc.Phases
	Rows     []*Row
	Coverage Coverage
}

func (g *GroupCoverage) add(row *Row) {
	g.Rows = append(g.Rows, row)
	g.Coverage.count(row)
}

// Sections is the coverage of the requirements that each section defines, in
// the order of the text.
func (t *PlanTrace) Sections() []GroupCoverage {
	var list []GroupCoverage
	for _, d := range t.Plan.Documents {
		defined := make([]GroupCoverage, len(d.Sections))
		for _, row := range t.Rows {
			if row.Requirement.Doc == d {
				defined[min(max(row.Requirement.Def.Section, 0), len(defined)-1)].add(row)
			}
		}
		for i, g := range defined {
			if len(g.Rows) > 0 {
				g.Doc, g.Index = d, i
				list = append(list, g)
			}
		}
	}
	return list
}

// Phases is the coverage of the requirements that are cited in each phase.
func (t *PlanTrace) Phases() []GroupCoverage {
	var list []GroupCoverage
	at := make([]int, len(t.Columns)) // of a phase's column in list
	for i, c := range t.Columns {
		if c.Kind == ColumnPhase {
			at[i] = len(list)
			list = append(list, GroupCoverage{Doc: c.Doc, Index: c.Index})
		}
	}
	m := t.Matrix()
	for _, row := range t.Rows {
		for _, column := range m.ColumnsOf(row) {
			if t.Columns[column].Kind == ColumnPhase {
				list[at[column]].add(row)
			}
		}
	}
	return list
}
