package build

import (
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/trace"
)

// findings are the diagnostics of a portfolio as its problems page shows them:
// heeding comments that silence some, graded, in order. They are kept by plan
// and document, so that only those of what has changed are made anew.
type findings struct {
	of    []*portfolio.Plan
	plans []*planFindings    // in the order of of
	apart []*diag.Diagnostic // of no document
	all   *diag.Findings
}

// planFindings are those of one plan.
type planFindings struct {
	said  said
	files []*diag.OfFile     // by document; nil for one without
	apart []*diag.Diagnostic // of its sidecars; not graded
}

// said is all that is said of a plan and its documents.
type said struct {
	trace     *trace.PlanTrace
	report    *completeness.PlanReport
	documents []*document
	stages    [3][]diag.Diagnostic // of roadmap, history and house rules
	more      []*diag.Diagnostic   // of no stage that looks at plans: source, addresses
}

// same tells whether the same is said of one plan, but for its documents.
func (s *said) same(t *said) bool {
	for i := range s.stages {
		if !sameList(s.stages[i], t.stages[i]) {
			return false
		}
	}
	return s.trace == t.trace && s.report == t.report && (len(s.more)+len(t.more) == 0 || reflect.DeepEqual(s.more, t.more))
}

// sameList tells whether two lists are one.
func sameList(a, b []diag.Diagnostic) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// find puts together what all stages have found: ages and rules by plan, more of
// whatever path. What known has of a plan serves again where nothing else is
// said of it.
func (r *Result) find(facts *site.Facts, ages, rules [][]diag.Diagnostic, more []diag.Diagnostic, known *findings) *findings {
	p := facts.Portfolio
	others, byPlan := r.divide(p, more)
	said := func(i int) said {
		s := said{trace: facts.Trace.Plans[i], report: facts.Completeness.Plans[i], more: byPlan[p.Plans[i]]}
		s.stages[0] = facts.Roadmap.FindingsAt(i)
		if ages != nil {
			s.stages[1] = ages[i]
		}
		if rules != nil {
			s.stages[2] = rules[i]
		}
		return s
	}
	f := &findings{of: p.Plans, plans: r.kept(p, said, known)}
	same := known != nil && len(known.plans) == len(f.plans)
	var todo []int
	for i, pf := range f.plans {
		if pf == nil {
			todo = append(todo, i)
		}
		same = same && pf == known.plans[i]
	}
	parallel.For(len(todo), func(n int) { f.plans[todo[n]] = r.findOf(p.Plans[todo[n]], said(todo[n])) })
	for _, pf := range f.plans {
		others = append(others, pf.apart...)
	}
	f.apart = r.config.Grade(others)
	if same && reflect.DeepEqual(f.apart, known.apart) {
		return known
	}
	files := make([]*diag.OfFile, 0, len(r.documents))
	for at := range p.ByPath() {
		files = append(files, f.plans[at.Plan].files[at.Doc])
	}
	f.all = diag.Join(files, diag.ByFile(f.apart))
	return f
}

// divide parts diagnostics of whatever path into those of plans and others.
func (r *Result) divide(p *portfolio.Portfolio, list []diag.Diagnostic) (others []*diag.Diagnostic, byPlan map[*portfolio.Plan][]*diag.Diagnostic) {
	for i := range list {
		doc := p.Document(list[i].Path)
		if doc == nil {
			others = append(others, &list[i])
			continue
		}
		if byPlan == nil {
			byPlan = map[*portfolio.Plan][]*diag.Diagnostic{}
		}
		byPlan[doc.Plan] = append(byPlan[doc.Plan], &list[i])
	}
	return others, byPlan
}

// kept gives of each plan what known has of it, where that still holds; nil for
// the others.
func (r *Result) kept(p *portfolio.Portfolio, said func(int) said, known *findings) []*planFindings {
	plans := make([]*planFindings, len(p.Plans))
	if known == nil {
		return plans
	}
	for i, at := range portfolio.Kept(p.Plans, known.of) {
		if at < 0 {
			continue
		}
		if now := said(i); known.plans[at].said.same(&now) {
			plans[i] = known.plans[at]
		}
	}
	n := 0 // r.documents are by path as well
	for at := range p.ByPath() {
		if pf := plans[at.Plan]; pf != nil && pf.said.documents[at.Doc] != r.documents[n] {
			plans[at.Plan] = nil
		}
		n++
	}
	return plans
}

// findOf makes the findings of one plan.
func (r *Result) findOf(p *portfolio.Plan, s said) *planFindings {
	s.documents = make([]*document, len(p.Documents))
	for i, d := range p.Documents {
		s.documents[i] = r.document(d.File.Path)
	}
	all := slices.Concat(s.more, diag.Pointers(p.Diagnostics), diag.Pointers(s.trace.Diagnostics), diag.Pointers(s.stages[0]),
		withoutEmptyPhases(diag.Pointers(s.report.Diagnostics), s.stages[0]), diag.Pointers(s.stages[1]), diag.Pointers(s.stages[2]))
	f := &planFindings{said: s, files: make([]*diag.OfFile, len(s.documents))}
	for i, doc := range s.documents {
		path := doc.doc.File.Path
		list := slices.Concat(diag.Pointers(doc.doc.Diagnostics), diag.Pointers(doc.faults), diag.Pointers(doc.alignFaults))
		list = slices.Grow(list, len(all)/len(s.documents))
		for _, d := range all {
			if d.Path == path {
				list = append(list, d)
			}
		}
		f.files[i] = diag.NewOfFile(path, r.config.Grade(heed(doc.doc, list)))
	}
	for _, d := range all {
		if r.document(d.Path) == nil {
			f.apart = append(f.apart, d)
		}
	}
	return f
}
