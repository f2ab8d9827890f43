package trace

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// place is where a citation stands, as a column.
type place struct {
	doc   int // index into the plan's Documents
	kind  ColumnKind
	index int
}

// A tracer traces one plan.
type tracer struct {
	plan    *portfolio.Plan
	order   map[*portfolio.Document]int
	columns map[place]int
	cites   map[*portfolio.Requirement][]*portfolio.Citation // the plan's own that count
	states  map[*portfolio.Requirement]State
	tests   map[*portfolio.Document]*tests
}

func newTracer(p *portfolio.Plan) *tracer {
	t := &tracer{plan: p, order: map[*portfolio.Document]int{}, columns: map[place]int{},
		cites: map[*portfolio.Requirement][]*portfolio.Citation{}, states: map[*portfolio.Requirement]State{}, tests: map[*portfolio.Document]*tests{}}
	for i, d := range p.Documents {
		t.order[d], t.tests[d] = i, newTests(d)
	}
	texts := map[*portfolio.Document][]plan.Span{}
	for _, d := range p.Documents {
		texts[d] = leaves(d)
	}
	for _, c := range p.Citations {
		if c.Target != nil && c.Target.Plan == p && !withinOther(c, texts[c.Doc]) {
			t.cites[c.Target] = append(t.cites[c.Target], c)
		}
	}
	return t
}

// leaves are the places of the requirements that doc defines and that have no
// parts of their own, in order.
func leaves(doc *portfolio.Document) []plan.Span {
	var spans []plan.Span
	for i := range doc.Document.Requirements {
		if r := doc.Defined(i); r != nil && len(r.Children) == 0 {
			spans = append(spans, r.Def.Span)
		}
	}
	slices.SortFunc(spans, func(a, b plan.Span) int { return cmp.Compare(a.Start, b.Start) })
	return spans
}

// withinOther tells whether a citation stands in the text of another
// requirement: that one depends on this one, and answers nothing of it.
func withinOther(c *portfolio.Citation, leaves []plan.Span) bool {
	at := c.Written.Span.Start
	i, found := slices.BinarySearchFunc(leaves, at, func(s plan.Span, at int) int { return cmp.Compare(s.Start, at) })
	if !found {
		i--
	}
	return i >= 0 && at < leaves[i].End && leaves[i] != c.Target.Def.Span
}

func (t *tracer) trace() *PlanTrace {
	pt := &PlanTrace{Plan: t.plan}
	t.findColumns(pt)
	for _, r := range t.plan.Requirements {
		row := t.row(r)
		pt.Rows = append(pt.Rows, row)
		for _, c := range row.Cells {
			pt.Columns[c.Column].Count++
		}
	}
	for _, row := range pt.Rows {
		row.State = t.state(row.Requirement, pt)
		row.Missing = missing(row)
		pt.Coverage.count(row.State)
	}
	return pt
}

// findColumns makes a column of every section that cites and of every phase,
// in the order of the documents and their texts.
func (t *tracer) findColumns(pt *PlanTrace) {
	seen := map[place]bool{}
	for _, list := range t.cites {
		for _, c := range list {
			seen[t.placeOf(c)] = true
		}
	}
	for i, d := range t.plan.Documents {
		for n := range d.Phases {
			seen[place{i, ColumnPhase, n}] = true
		}
	}
	places := make([]place, 0, len(seen))
	for p := range seen {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), -cmp.Compare(a.kind, b.kind), cmp.Compare(a.index, b.index))
	})
	for _, p := range places {
		t.columns[p] = len(pt.Columns)
		pt.Columns = append(pt.Columns, Column{Kind: p.kind, Doc: t.plan.Documents[p.doc], Index: p.index})
	}
}

// placeOf is the phase that a citation stands in, else its section.
func (t *tracer) placeOf(c *portfolio.Citation) place {
	if i := c.Written.Phase; i >= 0 && i < len(c.Doc.Phases) {
		return place{t.order[c.Doc], ColumnPhase, i}
	}
	if i := c.Written.Task; i >= 0 && i < len(c.Doc.Tasks) && c.Doc.Tasks[i].Phase >= 0 && c.Doc.Tasks[i].Phase < len(c.Doc.Phases) {
		return place{t.order[c.Doc], ColumnPhase, c.Doc.Tasks[i].Phase}
	}
	return place{t.order[c.Doc], ColumnSection, max(c.Written.Section, 0)}
}

func (t *tracer) row(r *portfolio.Requirement) *Row {
	row := &Row{Requirement: r}
	cells := map[int][]*portfolio.Citation{}
	tasks := map[TaskRef]bool{}
	for _, c := range t.cites[r] {
		at := t.columns[t.placeOf(c)]
		cells[at] = append(cells[at], c)
		if ref, ok := taskOf(c); ok && !tasks[ref] {
			tasks[ref] = true
			row.Tasks = append(row.Tasks, ref)
			if ref.task().State == plan.Done {
				row.Done++
			}
		}
	}
	for _, c := range r.CitedBy {
		if c.Plan != t.plan {
			row.Elsewhere = append(row.Elsewhere, c)
		}
	}
	columns := make([]int, 0, len(cells))
	for at := range cells {
		columns = append(columns, at)
	}
	slices.Sort(columns)
	for _, at := range columns {
		row.Cells = append(row.Cells, Cell{Column: at, Citations: cells[at], State: t.weigh(cells[at]).given()})
	}
	return row
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
