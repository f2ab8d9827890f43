package site

import (
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// index is what the views look up instead of searching the portfolio: addresses
// and, for each plan, document and requirement, its rows of the later stages.
// Nothing of it is made that is looked at by few pages: what a plan holds is
// found when a page first asks for it.
type index struct {
	layout *layout
	plans  []*planFacts // in the portfolio's order, templates among them
	blocks []*block     // of plans

	// What plans are made of, in their order.
	sources []*portfolio.Plan
	traces  []*trace.PlanTrace
	reports []*completeness.PlanReport
	lanes   []*roadmap.Lane // nil for a plan without phases
	today   time.Time
}

// newIndex takes over from prev, which may be nil, the plans that are the same.
// An edit leaves nearly all of them, so that nothing is looked at here but pointers.
func newIndex(f *Facts, prev *index) *index {
	n := len(f.Portfolio.Plans)
	x := &index{
		plans: make([]*planFacts, n), sources: f.Portfolio.Plans, traces: make([]*trace.PlanTrace, n), reports: make([]*completeness.PlanReport, n),
		lanes: make([]*roadmap.Lane, n), today: f.Built.Date,
	}
	copy(x.traces, f.Trace.Plans)
	copy(x.reports, f.Completeness.Plans)
	if prev != nil && sameNames(prev.sources, x.sources) {
		x.layout = prev.layout
	} else {
		x.layout = newLayout(x.sources)
	}
	if prev != nil && !prev.today.Equal(x.today) {
		prev = nil // other work is late
	}
	lanes := f.Roadmap.Lanes
	for i, p := range x.sources {
		at, known := prev.position(x.layout, p, i)
		if len(lanes) > 0 && (known && lanes[0] == prev.lanes[at] || lanes[0].Plan == p) {
			x.lanes[i], lanes = lanes[0], lanes[1:]
		}
		if known && prev.sources[at] == p && prev.traces[at] == x.traces[i] && prev.reports[at] == x.reports[i] && prev.lanes[at] == x.lanes[i] &&
			(prev.layout == x.layout || prev.plans[at].liesAt(&x.layout.plans[i])) {
			x.plans[i] = prev.plans[at]
		} else {
			x.plans[i] = newPlanFacts(p, &x.layout.plans[i])
			x.plans[i].trace, x.plans[i].report, x.plans[i].lane = x.traces[i], x.reports[i], x.lanes[i]
		}
	}
	var blocks []*block
	if prev != nil {
		blocks = prev.blocks
	}
	x.blocks = newBlocks(x.plans, f.History, blocks)
	return x
}

// position finds where a plan that is number i of layout was; ok is false for a
// plan that was not there.
func (x *index) position(l *layout, p *portfolio.Plan, i int) (at int, ok bool) {
	switch {
	case x == nil:
		return 0, false
	case x.layout == l:
		return i, true
	}
	n, ok := x.layout.byID[p.ID]
	return int(n), ok
}

// plan gives what the site knows of a plan; nil for nil and for one of another portfolio.
func (x *index) plan(p *portfolio.Plan) *planFacts {
	if i, ok := x.number(p); ok {
		return x.plans[i]
	}
	return nil
}

// number is the position of a plan.
func (x *index) number(p *portfolio.Plan) (i int, ok bool) {
	if p == nil {
		return 0, false
	}
	n, ok := x.layout.byID[p.ID]
	return int(n), ok && x.sources[n] == p
}

// doc gives what the site knows of a document; nil for nil.
func (x *index) doc(d *portfolio.Document) *docFacts {
	if d == nil {
		return nil
	}
	p := x.plan(d.Plan)
	if p == nil {
		return nil
	}
	return p.doc(d)
}

// defined gives what the site knows of a requirement; nil for nil.
func (x *index) defined(r *portfolio.Requirement) *requirementFacts {
	if r == nil {
		return nil
	}
	if p := x.plan(r.Plan); p != nil {
		return p.defined(r)
	}
	return nil
}

// docAt gives the document of a path; nil where no page shows it.
func (s *Site) docAt(path string) *docFacts {
	return s.index.doc(s.Facts.Portfolio.Document(path))
}

// planAt gives the plan at a path; nil where there is none.
func (s *Site) planAt(path string) *planFacts {
	if i, ok := s.index.layout.at(path); ok {
		return s.index.plans[i]
	}
	return nil
}

// planHas tells whether a plan has a page at a path, both without regard to case.
func (s *Site) planHas(path string) bool {
	for _, family := range families() {
		rest, ok := strings.CutPrefix(path, family.dir+"/")
		if !ok {
			continue
		}
		for dir := range mayBeOf(rest) {
			if i, ok := s.index.layout.near(dir); ok && slices.ContainsFunc(family.dirs(s, s.index.plans[i]), func(dir string) bool {
				return folded(strings.TrimSuffix(dir, "/")) == path
			}) {
				return true
			}
		}
	}
	return false
}

// RequirementURL is the address of a requirement's page, from the root:
// requirements/billing/FR-1.1/. What a template defines has no page; its
// address is its line on the template's page.
func (s *Site) RequirementURL(r *portfolio.Requirement) string {
	f := s.index.defined(r)
	if f == nil {
		return ""
	}
	return s.requirementAddress(f)
}

// PlanPath is the plan's part of the paths of its pages: billing/api.
func (s *Site) PlanPath(p *portfolio.Plan) string {
	if f := s.index.plan(p); f != nil {
		return f.path
	}
	return ""
}

func (s *Site) requirementAddress(f *requirementFacts) string {
	if f.address != "" {
		return f.address
	}
	return f.plan.doc(f.Doc).definitionAddress(f.Def)
}
