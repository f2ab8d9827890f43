package trace

import (
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A tracer traces one plan after the other.
type tracer struct {
	opts     Options
	policies map[string]*Policy // the configured ones
	weigher

	plan    *portfolio.Plan
	work    bool // the plan has phases or tasks at all
	waivers *waivers
	columns []docColumns
	cells   []cited    // of all rows
	weights []evidence // by row: of what cites it in the plan, and in those that share its requirements
	states  []State    // by row, "" while unknown
	tasks   []taskRef  // of one row
}

// docColumns are the columns of a document of the plan.
type docColumns struct {
	doc      *portfolio.Document
	sections []int // column of each section, -1 for none
	phases   []int // column of each phase
}

// cited says that a column cites a row.
type cited struct {
	row    int
	column *int
}

func newTracer(opts Options, policies map[string]*Policy) *tracer {
	return &tracer{opts: opts, policies: policies, weigher: weigher{titles: newTitles()}}
}

func (t *tracer) trace(p *portfolio.Plan) *PlanTrace {
	n := len(p.Requirements)
	t.plan, t.work, t.waivers, t.docs = p, hasWork(p), newWaivers(t.opts), t.docs[:0]
	t.weights, t.states = make([]evidence, n), make([]State, n)
	pt := &PlanTrace{Plan: p, Rows: make([]*Row, n)}
	t.beginColumns()
	rows := make([]Row, n)
	for i, r := range p.Requirements {
		rows[i].Requirement = r
		pt.Rows[i] = &rows[i]
		t.read(&rows[i])
	}
	t.finishColumns(pt)
	for i, row := range pt.Rows {
		row.State = t.state(i)
	}
	for _, row := range pt.Rows {
		t.apply(row)
		pt.Coverage.count(row)
	}
	pt.kinds = kindsOf(pt.Rows)
	if p.Kind != portfolio.KindTemplate {
		pt.Diagnostics = t.diagnose(pt)
		diag.Sort(pt.Diagnostics)
	}
	for i, named := range t.waivers.named {
		if named {
			pt.waivers = append(pt.waivers, i)
		}
	}
	return pt
}

// read goes through the citations of a row: it weighs them, notes the columns
// that they stand in, and counts the tasks.
func (t *tracer) read(row *Row) {
	r := row.Requirement
	t.tasks = t.tasks[:0]
	for _, c := range r.CitedBy {
		own := c.Doc.Plan == t.plan
		if !own && !shares(c) {
			continue
		}
		at := placeOf(c)
		t.add(&t.weights[r.Index], c, at)
		if own {
			column := t.columnOf(c.Doc, at)
			*column = 0 // to be numbered
			t.cells = append(t.cells, cited{r.Index, column})
		}
		if ref := (taskRef{c.Doc, at.task}); at.task != plan.None && !slices.Contains(t.tasks, ref) {
			t.tasks = append(t.tasks, ref)
			if ref.task().State == plan.Done {
				row.Done++
			}
		}
	}
	row.Tasks = len(t.tasks)
}

// hasWork tells whether the plan has phases or tasks at all.
func hasWork(p *portfolio.Plan) bool {
	return slices.ContainsFunc(p.Documents, func(d *portfolio.Document) bool { return len(d.Phases) > 0 || len(d.Tasks) > 0 })
}

// beginColumns makes room for the columns of the plan's documents.
func (t *tracer) beginColumns() {
	t.columns, t.cells = t.columns[:0], t.cells[:0]
	for _, d := range t.plan.Documents {
		columns := make([]int, len(d.Sections)+len(d.Phases))
		x := docColumns{d, columns[:len(d.Sections)], columns[len(d.Sections):]}
		for i := range x.sections {
			x.sections[i] = -1
		}
		t.columns = append(t.columns, x)
	}
}

// finishColumns makes a column of every section that cites and of every phase,
// in the order of the documents and their texts, and counts the rows of each.
func (t *tracer) finishColumns(pt *PlanTrace) {
	n := 0
	for _, x := range t.columns {
		n += len(x.phases)
		for _, column := range x.sections {
			if column >= 0 {
				n++
			}
		}
	}
	pt.Columns = make([]Column, 0, n)
	for _, x := range t.columns {
		for i := range x.sections {
			if x.sections[i] >= 0 {
				x.sections[i] = len(pt.Columns)
				pt.Columns = append(pt.Columns, Column{Kind: ColumnSection, Doc: x.doc, Index: i})
			}
		}
		for i := range x.phases {
			x.phases[i] = len(pt.Columns)
			pt.Columns = append(pt.Columns, Column{Kind: ColumnPhase, Doc: x.doc, Index: i})
		}
	}
	last := make([]int, len(pt.Columns)) // row counted last, from 1
	for _, c := range t.cells {
		if last[*c.column] != c.row+1 {
			last[*c.column] = c.row + 1
			pt.Columns[*c.column].Count++
		}
	}
}

// columnOf is where the column of a place of the plan is noted.
func (t *tracer) columnOf(d *portfolio.Document, at place) *int {
	x := &t.columns[slices.IndexFunc(t.columns, func(x docColumns) bool { return x.doc == d })]
	if at.kind == ColumnPhase {
		return &x.phases[at.index]
	}
	return &x.sections[at.index]
}

// A place is where a citation stands: in a phase, else in a section, and perhaps
// in a task.
type place struct {
	kind  ColumnKind
	index int // into the document's Sections or Phases
	task  int // into its Tasks, plan.None
}

func placeOf(c *portfolio.Citation) place {
	phases, task := len(c.Doc.Phases), plan.None
	ref, ok := taskOf(c)
	if ok {
		task = ref.index
	}
	if i := int(c.Written.Phase); i >= 0 && i < phases {
		return place{ColumnPhase, i, task}
	}
	if ok {
		if i := ref.task().Phase; i >= 0 && i < phases {
			return place{ColumnPhase, i, task}
		}
	}
	return place{ColumnSection, min(max(int(c.Written.Section), 0), len(c.Doc.Sections)-1), task}
}
