package build

import (
	"cmp"
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
	plans []*planFindings   // in the order of Portfolio.Plans
	apart []diag.Diagnostic // of no document
	all   []diag.Diagnostic
}

// planFindings are those of one plan.
type planFindings struct {
	said  said
	lists [][]diag.Diagnostic // by document
	apart []diag.Diagnostic   // of its sidecars; not graded
}

// said is all that is said of a plan and its documents.
type said struct {
	plan      *portfolio.Plan
	trace     *trace.PlanTrace
	report    *completeness.PlanReport
	documents []*document
	stages    [3][]diag.Diagnostic // of roadmap, history and house rules
	more      []diag.Diagnostic    // of no stage that looks at plans: source, addresses
}

func (s *said) same(t *said) bool {
	for i := range s.stages {
		if !sameList(s.stages[i], t.stages[i]) {
			return false
		}
	}
	return s.plan == t.plan && s.trace == t.trace && s.report == t.report && slices.Equal(s.documents, t.documents) && reflect.DeepEqual(s.more, t.more)
}

// sameList tells whether two lists are one.
func sameList(a, b []diag.Diagnostic) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// find puts together what all stages have found: ages and rules by plan, more of
// whatever path. What known has of a plan serves again where nothing else is
// said of it.
func (r *Result) find(facts *site.Facts, ages, rules [][]diag.Diagnostic, more []diag.Diagnostic, known *findings) *findings {
	f := &findings{plans: make([]*planFindings, len(facts.Portfolio.Plans))}
	byPath := map[string][]diag.Diagnostic{}
	for _, d := range more {
		if r.byPath[d.Path] != nil {
			byPath[d.Path] = append(byPath[d.Path], d)
		} else {
			f.apart = append(f.apart, d)
		}
	}
	same := known != nil && len(known.plans) == len(f.plans)
	parallel.For(len(f.plans), func(i int) {
		s := said{plan: facts.Portfolio.Plans[i], trace: facts.Trace.Plans[i], report: facts.Completeness.Plans[i]}
		s.stages[0] = facts.Roadmap.FindingsOf(s.plan)
		if ages != nil {
			s.stages[1] = ages[i]
		}
		if rules != nil {
			s.stages[2] = rules[i]
		}
		for _, d := range s.plan.Documents {
			s.documents = append(s.documents, r.byPath[d.File.Path])
			s.more = append(s.more, byPath[d.File.Path]...)
		}
		if f.plans[i] = known.of(&s); f.plans[i] == nil {
			f.plans[i] = r.findOf(s)
		}
	})
	for i, p := range f.plans {
		f.apart = append(f.apart, p.apart...)
		same = same && p == known.plans[i]
	}
	f.apart = r.grade(f.apart)
	if same && reflect.DeepEqual(f.apart, known.apart) {
		return known
	}
	f.join(facts.Portfolio)
	return f
}

// of is what f has of a plan, where the same is said of it; nil for nothing.
func (f *findings) of(s *said) *planFindings {
	if f == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(f.plans, s.plan.ID, func(p *planFindings, id string) int { return cmp.Compare(p.said.plan.ID, id) })
	if !ok || !f.plans[i].said.same(s) {
		return nil
	}
	return f.plans[i]
}

// findOf makes the findings of one plan.
func (r *Result) findOf(s said) *planFindings {
	p := &planFindings{said: s, lists: make([][]diag.Diagnostic, len(s.documents))}
	stages := [][]diag.Diagnostic{s.more, s.plan.Diagnostics, s.trace.Diagnostics, s.stages[0], withoutEmptyPhases(s.report.Diagnostics, s.stages[0]), s.stages[1], s.stages[2]}
	for i, doc := range s.documents {
		path := doc.doc.File.Path
		list := slices.Concat(doc.doc.Diagnostics, doc.faults, doc.alignFaults)
		for _, stage := range stages {
			for j := range stage {
				if stage[j].Path == path {
					list = append(list, stage[j])
				}
			}
		}
		p.lists[i] = r.grade(heed(doc.doc, list))
	}
	for _, stage := range stages {
		for _, d := range stage {
			if r.byPath[d.Path] == nil {
				p.apart = append(p.apart, d)
			}
		}
	}
	return p
}

// join makes the whole list: that of each file is in order already.
func (f *findings) join(p *portfolio.Portfolio) {
	n := len(f.apart)
	for _, p := range f.plans {
		for _, list := range p.lists {
			n += len(list)
		}
	}
	f.all = make([]diag.Diagnostic, 0, n)
	apart := f.apart
	for at := range p.ByPath() {
		list := f.plans[at.Plan].lists[at.Doc]
		if len(list) == 0 {
			continue
		}
		for len(apart) > 0 && apart[0].Path < list[0].Path {
			f.all, apart = append(f.all, apart[0]), apart[1:]
		}
		f.all = append(f.all, list...)
	}
	f.all = append(f.all, apart...)
}
