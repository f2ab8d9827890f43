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

func newTracer(opts Options, policies map[string]*Policy) *tracer {
	return &tracer{opts: opts, policies: policies, weigher: weigher{titles: newTitles()}}
}

func (t *tracer) trace(p *portfolio.Plan) *PlanTrace {
	n := len(p.Requirements)
	t.plan, t.work, t.waivers, t.docs = p, hasWork(p), newWaivers(t.opts), t.docs[:0]
	t.weights, t.states = make([]evidence, n), make([]State, n)
	pt := &PlanTrace{Plan: p, Rows: make([]*Row, n)}
	t.findColumns(pt)
	rows := make([]Row, n)
	for i, r := range p.Requirements {
		rows[i].Requirement = r
		pt.Rows[i] = &rows[i]
		t.count(&rows[i])
		for _, c := range r.CitedBy {
			if c.Doc.Plan == p || shares(c) {
				t.add(&t.weights[i], c)
			}
		}
	}
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

// count counts the tasks that cite a row.
func (t *tracer) count(row *Row) {
	t.tasks = tasksOf(t.tasks[:0], row.Requirement)
	row.Tasks = len(t.tasks)
	for _, ref := range t.tasks {
		if ref.task().State == plan.Done {
			row.Done++
		}
	}
}

// hasWork tells whether the plan has phases or tasks at all.
func hasWork(p *portfolio.Plan) bool {
	return slices.ContainsFunc(p.Documents, func(d *portfolio.Document) bool { return len(d.Phases) > 0 || len(d.Tasks) > 0 })
}

// findColumns makes a column of every section that cites and of every phase,
// in the order of the documents and their texts, and counts the rows of each.
func (t *tracer) findColumns(pt *PlanTrace) {
	t.columns = t.columns[:0]
	for _, d := range t.plan.Documents {
		columns := make([]int, len(d.Sections)+len(d.Phases))
		x := docColumns{d, columns[:len(d.Sections)], columns[len(d.Sections):]}
		for i := range x.sections {
			x.sections[i] = -1
		}
		t.columns = append(t.columns, x)
	}
	own := func(do func(row int, place *int)) {
		for i, r := range t.plan.Requirements {
			for _, c := range r.CitedBy {
				if c.Doc.Plan == t.plan {
					do(i, t.columnOf(c))
				}
			}
		}
	}
	own(func(_ int, column *int) { *column = 0 }) // to be numbered
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
	own(func(row int, column *int) {
		if last[*column] != row+1 {
			last[*column] = row + 1
			pt.Columns[*column].Count++
		}
	})
}

// columnOf is where the column of a citation of the plan is noted.
func (t *tracer) columnOf(c *portfolio.Citation) *int {
	x := &t.columns[slices.IndexFunc(t.columns, func(x docColumns) bool { return x.doc == c.Doc })]
	kind, i := placeOf(c)
	if kind == ColumnPhase {
		return &x.phases[i]
	}
	return &x.sections[i]
}

// placeOf is the phase that a citation stands in, else its section.
func placeOf(c *portfolio.Citation) (ColumnKind, int) {
	phases := len(c.Doc.Phases)
	if i := int(c.Written.Phase); i >= 0 && i < phases {
		return ColumnPhase, i
	}
	if ref, ok := taskOf(c); ok {
		if i := ref.task().Phase; i >= 0 && i < phases {
			return ColumnPhase, i
		}
	}
	return ColumnSection, min(max(int(c.Written.Section), 0), len(c.Doc.Sections)-1)
}
