package site

import (
	"fmt"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// matrixAddress is the plan's traceability matrix; the requirement pages lead there.
func (p *planFacts) matrixAddress() string { return "matrix/" + escapePath(p.path) + "/" }

func (s *Site) addMatrices() {
	s.page("matrix/", "matrix-index", func() any { return s.matrixIndex() })
	for _, p := range s.index.plans {
		if p.counted() && p.trace != nil {
			s.page("matrix/"+p.path+"/", "matrix", func() any { return s.matrix(p) })
		}
	}
}

func (s *Site) matrixIndex() MatrixIndexView {
	rel := from("matrix/")
	v := MatrixIndexView{}
	total := s.Facts.Trace.Coverage
	plans := 0
	for _, p := range s.index.plans {
		if !p.counted() || p.trace == nil || p.trace.Coverage.Requirements+p.trace.Coverage.Retired == 0 {
			continue
		}
		plans++
		v.Rows = append(v.Rows, coverageRow(rel.link(p.title(), p.matrixAddress()), p.trace.Coverage))
	}
	v.Total = coverageRow(Link{Label: "All plans"}, total)
	v.Lead = coverageLead(total)
	if plans > 1 {
		v.Lead = capital(number(plans, "plan", "plans")) + ": " + coverageLead(total)
	}
	if plans == 0 {
		v.Lead = ""
		v.Empty = "No plan defines a requirement yet. Once one does, its matrix shows which sections and phases answer it."
	}
	v.Frame = s.frame(rel, "Traceability matrix", v.Lead)
	return v
}

func coverageRow(link Link, c trace.Coverage) CoverageRow {
	return CoverageRow{
		Link: link, Requirements: c.Requirements, Cited: c.Cited, Planned: c.Planned, Tested: c.Tested, Done: c.Done,
		Uncovered: c.Requirements - c.Cited, Retired: c.Retired, Percent: percent(c.Planned, c.Requirements),
	}
}

// coverageLead is coverage as one sentence.
func coverageLead(c trace.Coverage) string {
	if c.Requirements == 0 {
		return "No requirements."
	}
	return fmt.Sprintf("%s, %s cited, %s planned, %s done, %s uncovered.", number(c.Requirements, "requirement", "requirements"),
		grouped(c.Cited), grouped(c.Planned), grouped(c.Done), grouped(c.Requirements-c.Cited))
}

// matrix is requirements × the sections and phases that cite them.
func (s *Site) matrix(p *planFacts) MatrixView {
	rel := from(p.matrixAddress())
	v := MatrixView{Plan: planLink(rel, p), Lead: capital(coverageLead(p.trace.Coverage))}
	v.Frame = s.frame(rel, "Traceability matrix: "+p.title(), v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Matrix", "matrix/"))
	v.Prev, v.Next = s.planNeighbours(p, func(q *planFacts) *Link {
		if q.trace == nil || len(q.trace.Rows) == 0 {
			return nil
		}
		l := rel.link(q.title(), q.matrixAddress())
		return &l
	})
	var group *portfolio.Document
	for _, c := range p.trace.Columns {
		d := s.index.byDoc[c.Doc]
		if c.Doc != group {
			group = c.Doc
			v.Groups = append(v.Groups, MatrixGroup{Link: Link{Label: d.tabLabel(), Href: rel.to(d.address), Title: d.File.Path}})
		}
		v.Groups[len(v.Groups)-1].Span++
		v.Columns = append(v.Columns, s.matrixColumn(rel, c))
	}
	for _, row := range p.trace.Rows {
		v.Rows = append(v.Rows, s.matrixRow(rel, p, row))
	}
	if len(v.Rows) == 0 {
		v.Lead = ""
		v.Empty = "This plan defines no requirement. A heading such as “### FR-1: Sign in” or a line such as “- **FR-1**: …” makes one."
	}
	return v
}

func (s *Site) matrixColumn(rel relation, c trace.Column) MatrixColumn {
	d := s.index.byDoc[c.Doc]
	column := MatrixColumn{Kind: string(c.Kind), Count: c.Count}
	if c.Kind == trace.ColumnPhase {
		phase := c.Doc.Phases[c.Index]
		column.Link = Link{Label: head(phaseName(phase), 60), Href: rel.to(d.sectionAddress(phase.Section)), Title: phaseName(phase)}
		return column
	}
	title := c.Doc.Sections[c.Index].Title
	if c.Index == 0 {
		title = "Before the first heading"
	}
	column.Link = Link{Label: head(title, 60), Href: rel.to(d.sectionAddress(c.Index)), Title: sectionPath(c.Doc.Document, c.Index)}
	return column
}

func (s *Site) matrixRow(rel relation, p *planFacts, row *trace.Row) MatrixRow {
	f := s.index.byDef[row.Requirement]
	r := MatrixRow{
		ID: f.ID, Hue: s.kindHue(f), Href: rel.to(f.address), Text: head(RequirementText(f.Requirement), 120), State: requirementState(f),
		Cells: make([]MatrixCell, len(p.trace.Columns)), Total: len(row.Cells),
	}
	for _, cell := range row.Cells {
		column := p.trace.Columns[cell.Column]
		d := s.index.byDoc[column.Doc]
		first := cell.Citations[0].Written
		href := d.sectionAddress(first.Section)
		if first.Task != plan.None {
			href = d.taskAddress(first.Task)
		}
		r.Cells[cell.Column] = MatrixCell{
			State: State{string(cell.State), string(cell.State)}, Href: rel.to(href),
			Title: fmt.Sprintf("%s %s in line %d", f.ID, cell.State, d.line(first.Span.Start)),
		}
	}
	return r
}

// planNeighbours finds the plans before and after p for which link gives one.
func (s *Site) planNeighbours(p *planFacts, link func(*planFacts) *Link) (prev, next *Link) {
	step := func(by int) *Link {
		for i := p.position + by; i >= 0 && i < len(s.index.plans); i += by {
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
