// Package trace says how each requirement is answered: it takes a Portfolio and
// gives coverage and one traceability matrix for each plan.
package trace

import (
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// State is how far a requirement is answered.
type State string

// The states, least first. A requirement has the furthest that holds; Retired
// and Uncovered stand apart.
const (
	Retired   State = "retired"   // withdrawn; kept in the index, out of coverage
	Uncovered State = "uncovered" // nothing of the plan's cites it
	Cited     State = "cited"     // cited in a section, in no phase or task
	Planned   State = "planned"   // cited in a phase or task
	Tested    State = "tested"    // planned, and cited in a testing section or test task
	Done      State = "done"      // all tasks that cite it are done (or its own checkbox is)
)

// Trace is the traces of all plans, in the order of Portfolio.Plans.
type Trace struct {
	Plans       []*PlanTrace
	Coverage    Coverage // of plans that are no templates
	Diagnostics []diag.Diagnostic
}

// Coverage counts requirements that are not retired. Each number includes the
// further states: a planned requirement is cited.
type Coverage struct {
	Requirements, Cited, Planned, Tested, Done, Retired int
}

// PlanTrace is the traceability matrix of one plan: Rows × Columns.
type PlanTrace struct {
	Plan     *portfolio.Plan
	Rows     []*Row   // one for each requirement, in the plan's order
	Columns  []Column // sections that cite, then phases, by document
	Coverage Coverage
}

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

// Row is one requirement.
type Row struct {
	Requirement *portfolio.Requirement
	State       State
	Cells       []Cell                // by column, only those with citations
	Tasks       []TaskRef             // tasks that cite it, in the order of the text
	Done        int                   // of Tasks, those done
	Elsewhere   []*portfolio.Citation // of other plans
	Missing     string                // what the next state asks for, one sentence; "" when done
}

// Cell says that a column cites a row.
type Cell struct {
	Column    int
	Citations []*portfolio.Citation
	State     State // Cited, Planned, Tested or Done: what this place gives
}

// TaskRef is a task in its document.
type TaskRef struct {
	Doc   *portfolio.Document
	Index int
}

// Build traces every requirement.
func Build(p *portfolio.Portfolio) *Trace {
	t := &Trace{}
	for _, pl := range p.Plans {
		b := newTracer(pl)
		pt := b.trace()
		t.Plans = append(t.Plans, pt)
		if pl.Kind == portfolio.KindTemplate {
			continue
		}
		t.Coverage.add(pt.Coverage)
		t.Diagnostics = append(t.Diagnostics, b.diagnose(pt)...)
	}
	diag.Sort(t.Diagnostics)
	return t
}

// Row finds the row of a requirement of the plan; nil where there is none.
func (t *PlanTrace) Row(r *portfolio.Requirement) *Row {
	for _, row := range t.Rows {
		if row.Requirement == r {
			return row
		}
	}
	return nil
}

func (c *Coverage) add(d Coverage) {
	c.Requirements += d.Requirements
	c.Cited += d.Cited
	c.Planned += d.Planned
	c.Tested += d.Tested
	c.Done += d.Done
	c.Retired += d.Retired
}
