package export

import (
	"cmp"
	"math"
	"slices"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/trace"
)

// maker makes the rows of plans; it knows where each plan's facts are.
type maker struct {
	site    *site.Site
	traces  map[*portfolio.Plan]*trace.PlanTrace
	reports map[*portfolio.Plan]*completeness.PlanReport
}

func newMaker(s *site.Site) *maker {
	m := &maker{
		site: s, traces: make(map[*portfolio.Plan]*trace.PlanTrace, len(s.Facts.Trace.Plans)),
		reports: make(map[*portfolio.Plan]*completeness.PlanReport, len(s.Facts.Completeness.Plans)),
	}
	for _, t := range s.Facts.Trace.Plans {
		m.traces[t.Plan] = t
	}
	for _, r := range s.Facts.Completeness.Plans {
		m.reports[r.Plan] = r
	}
	return m
}

// rows are the rows of a plan's matrix by requirement.
func (m *maker) rows(p *portfolio.Plan) map[*portfolio.Requirement]*trace.Row {
	t := m.traces[p]
	if t == nil {
		return nil
	}
	rows := make(map[*portfolio.Requirement]*trace.Row, len(t.Rows))
	for _, row := range t.Rows {
		rows[row.Requirement] = row
	}
	return rows
}

func (m *maker) plan(p *portfolio.Plan) planRow {
	var c trace.Coverage
	if t := m.traces[p]; t != nil {
		c = t.Coverage
	}
	row := planRow{
		ID: p.ID, Kind: string(p.Kind), Path: p.Path, Title: p.Title, Status: p.Status, Owners: orEmpty(p.Owners),
		Documents: []documentRow{}, Sections: []sectionRow{}, Phases: []phaseRow{}, Tasks: []taskRow{}, Gaps: []gapRow{},
		Requirements: m.requirements(p), Citations: m.citations(p),
		Completeness: completenessOf(m.reports[p]),
		Coverage:     coverageRow{Requirements: c.Requirements, Cited: c.Cited, Planned: c.Planned, Done: c.Done},
	}
	documents := slices.Clone(p.Documents)
	slices.SortFunc(documents, func(a, b *portfolio.Document) int { return cmp.Compare(a.File.Path, b.File.Path) })
	for _, d := range documents {
		row.Documents = append(row.Documents, documentRow{Path: d.File.Path, Role: string(d.Role), Title: d.Title})
		row.Sections = append(row.Sections, m.sections(d)...)
		row.Phases = append(row.Phases, m.phasesOf(d)...)
		row.Tasks = append(row.Tasks, tasks(d)...)
		row.Gaps = append(row.Gaps, gaps(d)...)
	}
	for _, d := range p.Documents { // the leading document's template first
		if d.Alignment != nil {
			row.Template = &d.Alignment.Schema.Name
			break
		}
	}
	return row
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func line(d *portfolio.Document, offset int) int { return d.File.LineAt(offset) }

// sections are all headings of d.
func (m *maker) sections(d *portfolio.Document) []sectionRow {
	var rows []sectionRow
	states := m.site.SectionStates(d)
	for i := 1; i < len(d.Sections); i++ {
		s := &d.Sections[i]
		rows = append(rows, sectionRow{
			Path: d.File.Path, Line: line(d, s.Line.Start), Level: s.Level, Title: s.Title, Anchor: s.Anchor, State: states[i].Name,
		})
	}
	return rows
}

// requirements are the definitions of p, without stories, criteria and constraints.
func (m *maker) requirements(p *portfolio.Plan) []requirementRow {
	rows := make([]requirementRow, 0, len(p.Requirements))
	traced := m.rows(p)
	for _, r := range p.Requirements {
		row := requirementRow{
			ID: r.ID, Kind: r.Def.Kind, Text: site.RequirementText(r), Path: r.Doc.File.Path, Line: line(r.Doc, r.Def.Span.Start),
			URL: m.site.RequirementURL(r), of: r,
		}
		if t := traced[r]; t != nil {
			row.State = string(t.State)
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b requirementRow) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), portfolio.CompareIDs(a.ID, b.ID))
	})
	return rows
}

// citations are those of requirements, each id once on a line.
func (m *maker) citations(p *portfolio.Plan) []citationRow {
	rows := make([]citationRow, 0, len(p.Citations))
	for _, c := range p.Citations {
		row := citationRow{ID: c.ID, Path: c.Doc.File.Path, Line: line(c.Doc, c.Written.Span.Start)}
		if c.Target != nil {
			row.Target = &targetRow{Plan: c.Target.Plan.ID, ID: c.Target.ID}
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b citationRow) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), portfolio.CompareIDs(a.ID, b.ID), compareTargets(a.Target, b.Target))
	})
	return slices.CompactFunc(rows, func(a, b citationRow) bool {
		return a.ID == b.ID && a.Path == b.Path && a.Line == b.Line && compareTargets(a.Target, b.Target) == 0
	})
}

// compareTargets orders targets by plan and id, none last.
func compareTargets(a, b *targetRow) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Or(cmp.Compare(a.Plan, b.Plan), portfolio.CompareIDs(a.ID, b.ID))
}

func (m *maker) phasesOf(d *portfolio.Document) []phaseRow {
	var rows []phaseRow
	for i := range d.Phases {
		p := &d.Phases[i]
		row := phaseRow{
			Number: p.Number, Title: p.Title, Path: d.File.Path, Line: line(d, p.Line.Start),
			Status: string(p.Status), Start: p.Start, End: p.End, Tasks: countTasks(d, i),
		}
		if known := m.site.Facts.Roadmap.Phase(d, i); known != nil {
			row.Status = string(known.State)
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b phaseRow) int { return cmp.Compare(a.Line, b.Line) })
	return rows
}

// countTasks counts the tasks of phase i and of the phases within it.
func countTasks(d *portfolio.Document, i int) phaseTaskRow {
	var n phaseTaskRow
	for t := range d.Tasks {
		phase := d.Tasks[t].Phase
		for phase != plan.None && phase != i {
			phase = d.Phases[phase].Parent
		}
		if phase != i {
			continue
		}
		n.Total++
		if d.Tasks[t].State == plan.Done {
			n.Done++
		}
	}
	return n
}

// tasks are the document's; a log repeats tasks, and the boxes of a checklist are none.
func tasks(d *portfolio.Document) []taskRow {
	if d.Role == plan.Log || d.Role == plan.Checklist {
		return nil
	}
	var rows []taskRow
	for i := range d.Tasks {
		t := &d.Tasks[i]
		row := taskRow{ID: t.ID, Text: t.Text, Path: d.File.Path, Line: line(d, t.Line.Start), State: string(t.State), Cites: []string{}}
		if t.Phase != plan.None {
			row.Phase = d.Phases[t.Phase].Number
		}
		for _, c := range t.Cites {
			for _, cited := range d.Citing(c) {
				row.Cites = append(row.Cites, cited.ID)
			}
		}
		slices.SortFunc(row.Cites, portfolio.CompareIDs)
		row.Cites = slices.Compact(row.Cites)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b taskRow) int { return cmp.Compare(a.Line, b.Line) })
	return rows
}

// gaps are those that the template tells where there is one, else those of the text.
func gaps(d *portfolio.Document) []gapRow {
	list := d.Gaps
	if d.Alignment != nil {
		list = d.Alignment.Gaps
	}
	var rows []gapRow
	for i := range list {
		rows = append(rows, gapRow{Kind: string(list[i].Kind), Text: list[i].Text, Path: d.File.Path, Line: line(d, list[i].Span.Start)})
	}
	slices.SortStableFunc(rows, func(a, b gapRow) int { return cmp.Compare(a.Line, b.Line) })
	return rows
}

func completenessOf(r *completeness.PlanReport) completenessRow {
	if r == nil {
		return completenessRow{Missing: []string{}}
	}
	row := completenessRow{Level: string(r.Level), Missing: orEmpty(r.Missing), Filled: r.Filled, Total: r.Total}
	if r.Scored {
		score := math.Floor(r.Score*10000+1e-6) / 10000 // down, as completeness.Percent: both say the same
		row.Score = &score
	}
	return row
}

func diagnosticOf(d diag.Diagnostic) diagnosticRow {
	return diagnosticRow{
		Code: string(d.Code), Name: d.Code.Name(), Severity: string(d.Severity), Message: d.Message,
		Path: d.Path, Line: d.Range.Start.Line, Column: d.Range.Start.Column, Hint: d.Hint,
	}
}
