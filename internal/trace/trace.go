// Package trace says how each requirement is answered: it takes a Portfolio and
// gives coverage and one traceability matrix for each plan.
package trace

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// State is how far a requirement is answered.
type State string

// The states, least first. A requirement has the furthest that holds; Retired,
// Defined and Uncovered stand apart.
const (
	Retired   State = "retired"   // withdrawn; kept in the index, out of coverage
	Defined   State = "defined"   // nothing cites it, and by a waiver nothing has to
	Uncovered State = "uncovered" // nothing cites it, in its plan or in those that share its requirements
	Cited     State = "cited"     // cited in a section, in no phase or task
	Planned   State = "planned"   // cited in a phase or task
	Tested    State = "tested"    // planned, and cited in a testing section or test task
	Done      State = "done"      // all tasks that cite it are done (or its own checkbox is)
)

// Trace is the traces of all plans, in the order of Portfolio.Plans.
type Trace struct {
	Plans       []*PlanTrace
	Coverage    Coverage          // of plans that are no templates
	Kinds       []KindCoverage    // of the same, by the name of the kind
	Diagnostics []diag.Diagnostic // of the waivers; each plan keeps its own

	opts Options
}

// Coverage counts requirements that are not retired. Each number of a state
// includes the further states: a planned requirement is cited. Covered counts
// those that have what the policy of their kind asks for; the waived ones are
// counted apart, whether they have it or not.
type Coverage struct {
	Requirements, Cited, Planned, Tested, Done, Retired int
	Uncovered, Covered, Waived                          int
}

// Gaps is how many requirements lack what their policy asks for.
func (c Coverage) Gaps() int { return c.Requirements - c.Waived - c.Covered }

// KindCoverage is the coverage of one kind of requirement.
type KindCoverage struct {
	Kind     string
	Policy   string // what the kind needs, "" where it differs from plan to plan
	Coverage Coverage
}

// GroupCoverage is the coverage of some requirements of a plan.
type GroupCoverage struct {
	Doc      *portfolio.Document
	Index    int // into Doc.Sections or Doc.Phases
	Rows     []*Row
	Coverage Coverage
}

// PlanTrace is the traceability matrix of one plan: Rows × Columns. It is the
// same pointer from trace to trace as long as its plan is.
type PlanTrace struct {
	Plan     *portfolio.Plan
	Rows     []*Row   // one for each requirement, in the plan's order
	Columns  []Column // sections that cite, then phases, by document
	Coverage Coverage
	Sections []GroupCoverage // of the requirements that a section defines, in the order of the text
	Phases   []GroupCoverage // of the requirements that are cited in a phase

	Diagnostics []diag.Diagnostic // of the plan, sorted

	kinds   []KindCoverage
	waivers []int // of the options, that name a requirement of the plan
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
	Tasks       []TaskRef             // tasks that cite it, in the order of the text; then those of plans that share it
	Done        int                   // of Tasks, those done
	Elsewhere   []*portfolio.Citation // of other plans
	Missing     string                // what the next state asks for, one sentence; "" when done

	Policy     config.Condition // what its kind needs
	Configured bool             // the policy is the configuration's, not the default one
	Needs      []NeedState      // of the policy, in its order
	Lacking    config.Condition // what of the policy is not met
	Covered    bool             // the policy is met
	Waiver     *config.Waiver   // in force; nil for none

	policy string // Policy in words
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
func Build(p *portfolio.Portfolio, opts Options) *Trace { return (*Trace)(nil).Next(p, opts) }

// Next gives what Build gives. The trace of a plan that is the same pointer as
// in t's portfolio is taken over from t, the same pointer too. t may be nil.
func (t *Trace) Next(p *portfolio.Portfolio, opts Options) *Trace {
	next := &Trace{Plans: make([]*PlanTrace, len(p.Plans)), opts: opts}
	known := t.known(opts)
	parallel.With(len(p.Plans), newTitles, func(titles titles, i int) {
		if next.Plans[i] = known(p.Plans[i]); next.Plans[i] == nil {
			next.Plans[i] = traceOf(p.Plans[i], opts, titles)
		}
	})
	kinds := map[string]*KindCoverage{}
	named := make([]bool, len(opts.Waivers))
	for _, pt := range next.Plans {
		for _, i := range pt.waivers {
			named[i] = true
		}
		if pt.Plan.Kind == portfolio.KindTemplate {
			continue
		}
		next.Coverage.add(pt.Coverage)
		addKinds(kinds, pt.kinds)
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		next.Kinds = append(next.Kinds, *kinds[name])
	}
	next.Diagnostics = diagnoseWaivers(opts, named)
	return next
}

// known finds the traces of t that hold under opts.
func (t *Trace) known(opts Options) func(*portfolio.Plan) *PlanTrace {
	if t == nil || !reflect.DeepEqual(t.opts, opts) {
		return func(*portfolio.Plan) *PlanTrace { return nil }
	}
	return func(p *portfolio.Plan) *PlanTrace {
		i, ok := slices.BinarySearchFunc(t.Plans, p.ID, func(pt *PlanTrace, id string) int { return cmp.Compare(pt.Plan.ID, id) })
		if !ok || t.Plans[i].Plan != p {
			return nil
		}
		return t.Plans[i]
	}
}

// traceOf traces one plan.
func traceOf(p *portfolio.Plan, opts Options, known titles) *PlanTrace {
	w := newWaivers(opts)
	b := newTracer(p, opts, w, known)
	pt := b.trace()
	pt.kinds = kindsOf(pt.Rows)
	if p.Kind != portfolio.KindTemplate {
		pt.Diagnostics = b.diagnose(pt)
		diag.Sort(pt.Diagnostics)
	}
	for i, named := range w.named {
		if named {
			pt.waivers = append(pt.waivers, i)
		}
	}
	return pt
}

// Findings are the diagnostics of all plans, and of the waivers, sorted.
func (t *Trace) Findings() []diag.Diagnostic {
	list := slices.Clone(t.Diagnostics)
	for _, pt := range t.Plans {
		list = append(list, pt.Diagnostics...)
	}
	diag.Sort(list)
	return list
}

// Kinds is the plan's coverage by kind, by the name of the kind.
func (t *PlanTrace) Kinds() []KindCoverage {
	if t.kinds == nil {
		return kindsOf(t.Rows)
	}
	return t.kinds
}

// ByDocument puts the row's cells together by document, in the order of columns:
// each with all citations and the furthest state. Its Column is the first of
// its document's that cites the row.
func (r *Row) ByDocument(columns []Column) []Cell {
	var list []Cell
	for _, c := range r.Cells {
		if n := len(list); n > 0 && columns[list[n-1].Column].Doc == columns[c.Column].Doc {
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
	c.Uncovered += d.Uncovered
	c.Covered += d.Covered
	c.Waived += d.Waived
}

// kindsOf is the coverage of rows by kind, by the name of the kind.
func kindsOf(rows []*Row) []KindCoverage {
	var list []KindCoverage
	for _, row := range rows {
		name := row.Requirement.Def.Kind
		i := slices.IndexFunc(list, func(k KindCoverage) bool { return k.Kind == name })
		if i < 0 {
			i = len(list)
			list = append(list, KindCoverage{Kind: name, Policy: row.policy})
		}
		if list[i].Policy != row.policy {
			list[i].Policy = ""
		}
		list[i].Coverage.count(row)
	}
	slices.SortFunc(list, func(a, b KindCoverage) int { return cmp.Compare(a.Kind, b.Kind) })
	return list
}

// addKinds adds the coverage of a plan's kinds.
func addKinds(all map[string]*KindCoverage, of []KindCoverage) {
	for _, k := range of {
		if at := all[k.Kind]; at == nil {
			all[k.Kind] = &k
		} else {
			at.Coverage.add(k.Coverage)
			if at.Policy != k.Policy {
				at.Policy = ""
			}
		}
	}
}
