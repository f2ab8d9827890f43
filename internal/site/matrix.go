package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// matrixAddress is the plan's traceability matrix; the requirement pages lead there.
func (p *planFacts) matrixAddress() string { return "matrix/" + escapePath(p.path) + "/" }

// matrixNeighbour is the address of a matrix that others lead to; "" where it is empty.
func (p *planFacts) matrixNeighbour() string {
	if p.trace == nil || len(p.trace.Rows) == 0 {
		return ""
	}
	return p.matrixAddress()
}

// A matrix of more cells than matrixCells comes in pages of matrixRows
// requirements, with the columns that cite these: it grows with both.
const (
	matrixCells = 40_000
	matrixRows  = 200
)

// hasMatrix tells whether the plan has a page of its matrix, perhaps an empty one.
func (p *planFacts) hasMatrix() bool { return p.counted() && p.trace != nil }

// matrixDirs are where the pages of the plan's matrix lie. The further ones leave
// the first of other plans free.
func (s *Site) matrixDirs(p *planFacts) []string {
	if !p.hasMatrix() {
		return nil
	}
	dirs := []string{"matrix/" + p.path + "/"}
	rows := len(p.trace.Rows)
	if rows*len(p.trace.Columns) <= matrixCells {
		return dirs
	}
	for n := 1; n < pagesFor(rows, matrixRows); n++ {
		dir, _ := claim(dirs[0]+"page/"+strconv.Itoa(n+1), func(path string) bool {
			i, ok := s.index.layout.near(folded(strings.TrimPrefix(path, "matrix/")))
			return !ok || !s.index.plans[i].hasMatrix()
		})
		dirs = append(dirs, dir+"/")
	}
	return dirs
}

func (s *Site) matrixPage(p *planFacts, dir string) (_ Page, ok bool) {
	dirs := s.matrixDirs(p)
	n := slices.Index(dirs, dir)
	return s.planPage(p, dir, "matrix", func() any { return s.matrix(p, escapePaths(dirs), n) }), n >= 0
}

// escapePaths makes addresses of paths of the site.
func escapePaths(paths []string) []string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = escapePath(p)
	}
	return list
}

// matrix is page n of requirements × the sections and phases that cite them. The
// first page has what can be counted of it, too.
func (s *Site) matrix(p *planFacts, addresses []string, n int) MatrixView {
	rel := from(addresses[n])
	v := MatrixView{Plan: planLink(rel, p), Lead: coverageLead(p.trace.Coverage)}
	v.Frame = s.frame(rel, "Traceability matrix: "+p.title(), v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Matrix", "matrix/"))
	if n > 0 {
		v.Crumbs = append(v.Crumbs, rel.link(p.title(), addresses[0]))
	}
	rows := p.trace.Rows
	if len(addresses) > 1 {
		first, last := n*matrixRows, min((n+1)*matrixRows, len(rows))
		v.Part = fmt.Sprintf("Requirements %s to %s of %s, with the sections and phases that cite them.", grouped(first+1), grouped(last), grouped(len(rows)))
		rows = rows[first:last]
	}
	if n > 0 {
		v.Table, v.Documents = s.matrixTables(rel, p, rows)
		v.Pages, v.Prev, v.Next = paging(rel, addresses, n)
		return v
	}
	v.Prev, v.Next = s.planNeighbours(p, func(q *planFacts) *Link {
		if q.matrixNeighbour() == "" {
			return nil
		}
		l := rel.link(q.title(), q.matrixAddress())
		return &l
	})
	v.Foreign = s.foreign(rel, p)
	if len(p.trace.Rows) == 0 {
		v.Lead = ""
		v.Empty = "This plan defines no requirement. A heading such as “### FR-1: Sign in” or a line such as “- **FR-1**: …” makes one."
		return v
	}
	v.Coverage = s.planCoverage(rel, p)
	v.Table, v.Documents = s.matrixTables(rel, p, rows)
	v.Pages, _, _ = paging(rel, addresses, n)
	v.Gaps, v.Waived = s.gapRows(rel, p)
	v.Sections, v.Phases, v.Kinds = s.sectionCoverage(rel, p), s.phaseCoverage(rel, p), s.planKinds(rel, p)
	v.Picture = s.planPicture(rel, p)
	return v
}

// matrixTables are rows × the columns that cite them and, of a plan with
// several, × its documents.
func (s *Site) matrixTables(rel relation, p *planFacts, rows []*trace.Row) (table, documents *MatrixTable) {
	if p.several() {
		documents = s.documentTable(rel, p, rows)
	}
	return s.matrixTable(rel, p, rows), documents
}

// matrixTable has all columns where it has all rows: one that cites nothing is a
// finding.
func (s *Site) matrixTable(rel relation, p *planFacts, rows []*trace.Row) *MatrixTable {
	t := &MatrixTable{ID: "pf-matrix", Caption: "Requirements of " + p.title() + " against the sections and phases that cite them"}
	cited := make([]bool, len(p.trace.Columns))
	cells, m := make([][]trace.Cell, len(rows)), p.trace.Matrix()
	for i, row := range rows {
		cells[i] = m.Cells(row)
		for _, cell := range cells[i] {
			cited[cell.Column] = true
		}
	}
	place := make([]int, len(cited)) // of a column in the table
	var group *portfolio.Document
	for i, c := range p.trace.Columns {
		if !cited[i] && len(rows) < len(p.trace.Rows) {
			continue
		}
		place[i] = len(t.Columns)
		d := s.index.doc(c.Doc)
		if c.Doc != group {
			group = c.Doc
			t.Groups = append(t.Groups, MatrixGroup{Link: Link{Label: d.tabLabel(), Href: rel.to(d.address), Title: d.File.Path}})
		}
		t.Groups[len(t.Groups)-1].Span++
		t.Columns = append(t.Columns, s.matrixColumn(rel, c))
	}
	for i, row := range rows {
		r := s.matrixRow(rel, row, len(t.Columns))
		r.Total = len(cells[i])
		for _, cell := range cells[i] {
			r.Cells[place[cell.Column]] = s.matrixCell(rel, row, cell)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (s *Site) matrixColumn(rel relation, c trace.Column) MatrixColumn {
	d := s.index.doc(c.Doc)
	column := MatrixColumn{Kind: string(c.Kind), Count: c.Count}
	if c.Kind == trace.ColumnPhase {
		phase := c.Doc.Phases[c.Index]
		column.Link = Link{Label: head(phaseName(phase), 60), Href: rel.toSection(d, phase.Section), Title: phaseName(phase)}
		return column
	}
	title := c.Doc.Sections[c.Index].Title
	if c.Index == 0 {
		title = "Before the first heading"
	}
	column.Link = Link{Label: head(title, 60), Href: rel.toSection(d, c.Index), Title: sectionPath(c.Doc.Document, c.Index)}
	return column
}

// matrixRow is a row whose cells are still empty.
func (s *Site) matrixRow(rel relation, row *trace.Row, columns int) MatrixRow {
	f := s.index.defined(row.Requirement)
	return MatrixRow{
		ID: f.ID, Hue: s.kindHue(f), Href: rel.to(f.address), Text: head(RequirementText(f.Requirement), 120), State: requirementState(f),
		Gap: row.Standing() == trace.Gap, Cells: make([]MatrixCell, columns),
	}
}

func (s *Site) matrixCell(rel relation, row *trace.Row, cell trace.Cell) MatrixCell {
	first := cell.Citations[0]
	d := s.index.doc(first.Doc)
	href := d.sectionAddress(int(first.Written.Section))
	if first.Written.Task != plan.None {
		href = d.taskAddress(int(first.Written.Task))
	}
	title := fmt.Sprintf("%s %s in line %d", row.Requirement.ID, cell.State, d.line(first.Written.Span.Start))
	if n := len(cell.Citations); n > 1 {
		title += fmt.Sprintf(" and %s more", number(n-1, "place", "places"))
	}
	return MatrixCell{State: State{string(cell.State), string(cell.State)}, Href: rel.to(href), Title: title}
}

// documentTable is requirements × the plan's documents: the cells of the matrix
// put together, each with the furthest that they give.
func (s *Site) documentTable(rel relation, p *planFacts, rows []*trace.Row) *MatrixTable {
	t := &MatrixTable{ID: "pf-documents", Caption: "Requirements of " + p.title() + " against the documents that cite them"}
	column := map[*portfolio.Document]int{}
	for i, d := range p.docs {
		column[d.Document] = i
		t.Columns = append(t.Columns, MatrixColumn{Link: Link{Label: d.tabLabel(), Href: rel.to(d.address), Title: d.File.Path}, Kind: "document"})
	}
	m := p.trace.Matrix()
	for _, row := range rows {
		r := s.matrixRow(rel, row, len(t.Columns))
		for _, whole := range p.trace.ByDocument(m.Cells(row)) {
			i := column[whole.Citations[0].Doc]
			r.Cells[i] = s.matrixCell(rel, row, whole)
			r.Total++
			t.Columns[i].Count++
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// gapRows lists the requirements that lack something, and those that are waived.
func (s *Site) gapRows(rel relation, p *planFacts) (gaps, waived []GapRow) {
	for _, row := range p.trace.Rows {
		g := GapRow{Citation: s.cite(rel, s.index.defined(row.Requirement)), Lacks: row.Missing()}
		switch row.Standing() {
		case trace.Gap:
			gaps = append(gaps, g)
		case trace.Waived:
			g.Waiver = &Waiver{Reason: row.Waiver.Reason, Date: row.Waiver.Date, Until: row.Waiver.Until}
			waived = append(waived, g)
		}
	}
	return gaps, waived
}

// foreign lists what the plan cites of other plans, in the order of its text:
// requirements that it shares, and those that it names with their plan.
func (s *Site) foreign(rel relation, p *planFacts) []ForeignRow {
	const most = 10 // places that are named
	var rows []ForeignRow
	at := map[*portfolio.Requirement]int{}
	for _, c := range p.Citations {
		if c.Target == nil || c.Target.Plan == p.Plan {
			continue
		}
		f := s.index.defined(c.Target)
		i, known := at[c.Target]
		if !known {
			i = len(rows)
			at[c.Target] = i
			rows = append(rows, ForeignRow{Citation: s.cite(rel, f), Plan: planLink(rel, f.plan)})
		}
		rows[i].Shared = rows[i].Shared || c.Written.Qualifier() == ""
		if d := s.index.doc(c.Doc); len(rows[i].Cited) < most {
			label := strings.TrimSpace(fmt.Sprintf("%s line %d", d.tabLabel(), d.line(c.Written.Span.Start)))
			rows[i].Cited = append(rows[i].Cited, Link{Label: label, Href: rel.toSection(d, int(c.Written.Section))})
		}
	}
	return rows
}

// planNeighbours finds the plans before and after p for which link gives one.
func (s *Site) planNeighbours(p *planFacts, link func(*planFacts) *Link) (prev, next *Link) {
	position, _ := s.index.number(p.Plan)
	step := func(by int) *Link {
		for i := position + by; i >= 0 && i < len(s.index.plans); i += by {
			if q := s.index.plans[i]; q.counted() == p.counted() {
				if l := link(q); l != nil {
					return l
				}
			}
		}
		return nil
	}
	return step(-1), step(1)
}
