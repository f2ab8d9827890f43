package trace

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A tracer traces one plan.
type tracer struct {
	plan    *portfolio.Plan
	opts    Options
	waivers *waivers
	titles  titles
	docs    []docTrace              // of the plan, then of others
	cites   [][]*portfolio.Citation // the plan's own, by row
	shared  [][]*portfolio.Citation // of the plans that share the plan's requirements, by row
	weights []evidence              // of both, by row
	states  []State                 // by row, "" while unknown

	policies []rule // of the kinds met so far

	allCells []Cell // of the rows so far, as the two below
	allCites []*portfolio.Citation
	tasks    []TaskRef
	placed   []placed // of one row
}

// placed is a citation with its column.
type placed struct {
	column   int
	citation *portfolio.Citation
}

// docTrace is what the tracer knows of a document.
type docTrace struct {
	doc      *portfolio.Document
	about    *subjects
	sections []int // column of each section, -1 for none
	phases   []int // column of each phase
}

func newTracer(p *portfolio.Plan, opts Options, w *waivers, known titles) *tracer {
	n := len(p.Requirements)
	lists := make([][]*portfolio.Citation, 2*n)
	t := &tracer{plan: p, opts: opts, waivers: w, titles: known, cites: lists[:n], shared: lists[n:], weights: make([]evidence, n), states: make([]State, n)}
	for _, d := range p.Documents {
		columns := make([]int, len(d.Sections)+len(d.Phases))
		x := docTrace{doc: d, about: newSubjects(d, known), sections: columns[:len(d.Sections)], phases: columns[len(d.Sections):]}
		for i := range x.sections {
			x.sections[i] = -1
		}
		t.docs = append(t.docs, x)
	}
	for i, r := range p.Requirements {
		if !slices.ContainsFunc(r.CitedBy, func(c *portfolio.Citation) bool { return c.Plan != p }) {
			t.cites[i] = r.CitedBy
		} else {
			for _, c := range r.CitedBy {
				switch {
				case c.Plan == p:
					t.cites[i] = append(t.cites[i], c)
				case shares(c):
					t.shared[i] = append(t.shared[i], c)
				}
			}
		}
		t.weights[i] = t.weigh(t.cites[i]).and(t.weigh(t.shared[i]))
	}
	return t
}

// shares tells whether a citation of another plan answers a requirement as one
// of its own plan would: it needs no qualified id, because the requirements are
// those of a directory above or of a document beside. A qualified citation
// (billing/FR-1) only refers to what another plan has to do.
func shares(c *portfolio.Citation) bool {
	return c.Written.Qualifier == "" && c.Plan.Kind != portfolio.KindTemplate
}

// document is what the tracer knows of d, of whichever plan it is.
func (t *tracer) document(d *portfolio.Document) *docTrace {
	for i := range t.docs {
		if t.docs[i].doc == d {
			return &t.docs[i]
		}
	}
	t.docs = append(t.docs, docTrace{doc: d, about: newSubjects(d, t.titles)})
	return &t.docs[len(t.docs)-1]
}

func (t *tracer) trace() *PlanTrace {
	pt := &PlanTrace{Plan: t.plan, Rows: make([]*Row, len(t.plan.Requirements))}
	t.findColumns(pt)
	n := 0
	for _, list := range t.cites {
		n += len(list)
	}
	t.allCells, t.allCites = make([]Cell, 0, n), make([]*portfolio.Citation, 0, n)
	rows := make([]Row, len(t.plan.Requirements))
	for i, r := range t.plan.Requirements {
		row := &rows[i]
		pt.Rows[i] = row
		t.row(row, r, t.cites[i])
		for _, c := range row.Cells {
			pt.Columns[c.Column].Count++
		}
	}
	for i, row := range pt.Rows {
		row.State = t.state(i)
	}
	for _, row := range pt.Rows {
		t.apply(row)
		row.Missing = missing(row)
		pt.Coverage.count(row)
	}
	pt.Sections, pt.Phases = t.groups(pt)
	return pt
}

// groups counts the rows by the section that defines them and by the phases
// that cite them.
func (t *tracer) groups(pt *PlanTrace) (sections, phases []GroupCoverage) {
	for _, d := range t.plan.Documents {
		defined := make([]GroupCoverage, len(d.Sections))
		for _, row := range pt.Rows {
			if row.Requirement.Doc == d {
				defined[min(max(row.Requirement.Def.Section, 0), len(defined)-1)].add(row)
			}
		}
		for i, g := range defined {
			if len(g.Rows) > 0 {
				g.Doc, g.Index = d, i
				sections = append(sections, g)
			}
		}
	}
	for column, c := range pt.Columns {
		if c.Kind != ColumnPhase {
			continue
		}
		g := GroupCoverage{Doc: c.Doc, Index: c.Index}
		for _, row := range pt.Rows {
			if slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Column == column }) {
				g.add(row)
			}
		}
		phases = append(phases, g)
	}
	return sections, phases
}

func (g *GroupCoverage) add(row *Row) {
	g.Rows = append(g.Rows, row)
	g.Coverage.count(row)
}

// findColumns makes a column of every section that cites and of every phase,
// in the order of the documents and their texts.
func (t *tracer) findColumns(pt *PlanTrace) {
	for _, list := range t.cites {
		for _, c := range list {
			if kind, i := placeOf(c); kind == ColumnSection {
				t.document(c.Doc).sections[i] = 0 // to be numbered
			}
		}
	}
	for _, d := range t.plan.Documents {
		x := t.document(d)
		for i := range x.sections {
			if x.sections[i] >= 0 {
				x.sections[i] = len(pt.Columns)
				pt.Columns = append(pt.Columns, Column{Kind: ColumnSection, Doc: d, Index: i})
			}
		}
		for i := range x.phases {
			x.phases[i] = len(pt.Columns)
			pt.Columns = append(pt.Columns, Column{Kind: ColumnPhase, Doc: d, Index: i})
		}
	}
}

// placeOf is the phase that a citation stands in, else its section.
func placeOf(c *portfolio.Citation) (ColumnKind, int) {
	phases := len(c.Doc.Phases)
	if i := c.Written.Phase; i >= 0 && i < phases {
		return ColumnPhase, i
	}
	if ref, ok := taskOf(c); ok {
		if i := ref.task().Phase; i >= 0 && i < phases {
			return ColumnPhase, i
		}
	}
	return ColumnSection, min(max(c.Written.Section, 0), len(c.Doc.Sections)-1)
}

func (t *tracer) columnOf(c *portfolio.Citation) int {
	kind, i := placeOf(c)
	if kind == ColumnPhase {
		return t.document(c.Doc).phases[i]
	}
	return t.document(c.Doc).sections[i]
}

func (t *tracer) row(row *Row, r *portfolio.Requirement, cites []*portfolio.Citation) {
	row.Requirement = r
	row.Cells = t.cells(cites)
	tasks := len(t.tasks)
	for _, list := range [][]*portfolio.Citation{cites, t.shared[r.Index]} {
		for _, c := range list {
			if ref, ok := taskOf(c); ok && !slices.Contains(t.tasks[tasks:], ref) {
				t.tasks = append(t.tasks, ref)
				if ref.task().State == plan.Done {
					row.Done++
				}
			}
		}
	}
	if len(t.tasks) > tasks {
		row.Tasks = t.tasks[tasks:len(t.tasks):len(t.tasks)]
	}
	for _, c := range r.CitedBy {
		if c.Plan != t.plan {
			row.Elsewhere = append(row.Elsewhere, c)
		}
	}
}

// cells puts citations together by their columns. The lists of all rows are
// parts of a few.
func (t *tracer) cells(cites []*portfolio.Citation) []Cell {
	if len(cites) == 0 {
		return nil
	}
	t.placed = t.placed[:0]
	for _, c := range cites {
		t.placed = append(t.placed, placed{t.columnOf(c), c})
	}
	slices.SortStableFunc(t.placed, func(a, b placed) int { return cmp.Compare(a.column, b.column) })
	first := len(t.allCells)
	for i := 0; i < len(t.placed); {
		column, from := t.placed[i].column, len(t.allCites)
		for ; i < len(t.placed) && t.placed[i].column == column; i++ {
			t.allCites = append(t.allCites, t.placed[i].citation)
		}
		list := t.allCites[from:len(t.allCites):len(t.allCites)]
		t.allCells = append(t.allCells, Cell{Column: column, Citations: list, State: t.weigh(list).given()})
	}
	return t.allCells[first:len(t.allCells):len(t.allCells)]
}

// taskOf is the task whose lines a citation stands in.
func taskOf(c *portfolio.Citation) (TaskRef, bool) {
	i := c.Written.Task
	if i < 0 || i >= len(c.Doc.Tasks) {
		return TaskRef{}, false
	}
	return TaskRef{c.Doc, i}, true
}

func (r TaskRef) task() *plan.Task { return &r.Doc.Tasks[r.Index] }
