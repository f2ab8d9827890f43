// Package trace says how each requirement is answered: it takes a Portfolio and
// gives coverage and one traceability matrix for each plan.
package trace

import (
	"cmp"
	"reflect"
	"slices"

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

	opts     Options
	policies map[string]*Policy // of opts
	of       []*portfolio.Plan  // whose traces Plans are
	sums     []sum              // of each block of plans
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

// PlanTrace is the traceability matrix of one plan: Rows × Columns. It is the
// same pointer from trace to trace as long as its plan is. What only a page
// shows of it, its cells and groups, is made when it is asked for.
type PlanTrace struct {
	Plan     *portfolio.Plan
	Rows     []*Row   // one for each requirement, in the plan's order
	Columns  []Column // sections that cite, then phases, by document
	Coverage Coverage

	Diagnostics []diag.Diagnostic // of the plan, sorted

	kinds   []KindCoverage
	waivers []int // of the options, that name a requirement of the plan
}

// Build traces every requirement.
func Build(p *portfolio.Portfolio, opts Options) *Trace { return (*Trace)(nil).Next(p, opts) }

// Next gives what Build gives. The trace of a plan that is the same pointer as
// in t's portfolio is taken over from t, the same pointer too. t may be nil.
func (t *Trace) Next(p *portfolio.Portfolio, opts Options) *Trace {
	next := &Trace{Plans: make([]*PlanTrace, len(p.Plans)), opts: opts, of: p.Plans, sums: make([]sum, (len(p.Plans)+block-1)/block)}
	if t != nil && !reflect.DeepEqual(t.opts, opts) {
		t = nil
	}
	if t != nil {
		next.policies = t.policies
	} else {
		next.policies = opts.policies()
	}
	parallel.With(len(next.sums), func() *tracer { return newTracer(opts, next.policies) }, func(tracer *tracer, n int) {
		from := n * block
		to := min(from+block, len(p.Plans))
		if t != nil && n < len(t.sums) && t.sums[n].plans == to-from && slices.Equal(p.Plans[from:to], t.of[from:to]) {
			copy(next.Plans[from:to], t.Plans[from:to])
			next.sums[n] = t.sums[n]
			return
		}
		for i, plan := range p.Plans[from:to] {
			if next.Plans[from+i] = t.known(plan, from+i); next.Plans[from+i] == nil {
				next.Plans[from+i] = tracer.trace(plan)
			}
		}
		next.sums[n] = sumOf(next.Plans[from:to], len(opts.Waivers))
	})
	whole := sum{named: make([]bool, len(opts.Waivers))}
	for i := range next.sums {
		whole.add(&next.sums[i])
	}
	next.Coverage, next.Kinds = whole.coverage, whole.kinds
	next.Diagnostics = diagnoseWaivers(opts, whole.named)
	return next
}

// known is the trace that t has of a plan, which mostly is at i; nil for none.
func (t *Trace) known(p *portfolio.Plan, i int) *PlanTrace {
	if t == nil {
		return nil
	}
	if i < len(t.of) && t.of[i] == p {
		return t.Plans[i]
	}
	i, ok := slices.BinarySearchFunc(t.of, p.ID, func(q *portfolio.Plan, id string) int { return cmp.Compare(q.ID, id) })
	if !ok || t.of[i] != p {
		return nil
	}
	return t.Plans[i]
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

// Row finds the row of a requirement of the plan; nil where there is none.
func (t *PlanTrace) Row(r *portfolio.Requirement) *Row {
	if r.Index < len(t.Rows) && t.Rows[r.Index].Requirement == r {
		return t.Rows[r.Index]
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
		name, policy := row.Requirement.Def.Kind, row.Policy.String()
		i := slices.IndexFunc(list, func(k KindCoverage) bool { return k.Kind == name })
		if i < 0 {
			i = len(list)
			list = append(list, KindCoverage{Kind: name, Policy: policy})
		}
		if list[i].Policy != policy {
			list[i].Policy = ""
		}
		list[i].Coverage.count(row)
	}
	slices.SortFunc(list, func(a, b KindCoverage) int { return cmp.Compare(a.Kind, b.Kind) })
	return list
}

// block is how many plans have a sum of their own, which is taken over where all
// of them are.
const block = 64

// A sum is what several plans have together.
type sum struct {
	plans    int
	coverage Coverage
	kinds    []KindCoverage // by the name of the kind
	named    []bool         // by waiver: it names a requirement
}

func sumOf(plans []*PlanTrace, waivers int) sum {
	s := sum{plans: len(plans), named: make([]bool, waivers)}
	for _, pt := range plans {
		for _, i := range pt.waivers {
			s.named[i] = true
		}
		if pt.Plan.Kind != portfolio.KindTemplate {
			s.coverage.add(pt.Coverage)
			s.addKinds(pt.kinds)
		}
	}
	return s
}

func (s *sum) add(t *sum) {
	s.coverage.add(t.coverage)
	s.addKinds(t.kinds)
	for i, named := range t.named {
		s.named[i] = s.named[i] || named
	}
}

func (s *sum) addKinds(of []KindCoverage) {
	for _, k := range of {
		i, ok := slices.BinarySearchFunc(s.kinds, k.Kind, func(k KindCoverage, name string) int { return cmp.Compare(k.Kind, name) })
		if !ok {
			s.kinds = slices.Insert(s.kinds, i, k)
			continue
		}
		at := &s.kinds[i]
		at.Coverage.add(k.Coverage)
		if at.Policy != k.Policy {
			at.Policy = ""
		}
	}
}
