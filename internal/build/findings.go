package build

import (
	"slices"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/trace"
)

// findings are the diagnostics of a portfolio as its problems page shows them:
// heeding comments that silence some, graded, in order. They are kept by plan
// and document, so that only those of what has changed are made anew.
type findings struct {
	said  said
	plans []*planFindings    // in the order of Portfolio.Plans
	files []diag.OfFile      // of each of said.documents
	loose int                // how many plans have diagnostics apart
	apart []*diag.Diagnostic // of no document
	all   *diag.Findings
}

// planFindings are those of one plan.
type planFindings struct {
	files []diag.OfFile      // by document
	apart []*diag.Diagnostic // of its sidecars; not graded
}

// said is all that is said of plans and their documents. What is said of one
// plan is compared by pointers that lie side by side: each edit compares all.
type said struct {
	plans       []*portfolio.Plan
	traces      []*trace.PlanTrace
	reports     []*completeness.PlanReport
	roadmap     *roadmap.Roadmap
	ages, rules [][]diag.Diagnostic                    // by plan; nil for nothing of any
	more        map[*portfolio.Plan][]*diag.Diagnostic // of no stage that looks at plans: source, addresses
	documents   []*document                            // by path
}

// same tells whether the same is said of plan i as before of plan at, which is
// the same plan, but for its documents.
func (s *said) same(i int, before *said, at int) bool {
	return s.traces[i] == before.traces[at] && s.reports[i] == before.reports[at] && s.roadmap.Same(i, before.roadmap, at) &&
		sameList(listOf(s.ages, i), listOf(before.ages, at)) && sameList(listOf(s.rules, i), listOf(before.rules, at)) &&
		(len(s.more)+len(before.more) == 0 || slices.EqualFunc(s.more[s.plans[i]], before.more[s.plans[i]], (*diag.Diagnostic).Equal))
}

// listOf is the list of plan i; nil where there are none.
func listOf(lists [][]diag.Diagnostic, i int) []diag.Diagnostic {
	if lists == nil {
		return nil
	}
	return lists[i]
}

// sameList tells whether two lists are one.
func sameList(a, b []diag.Diagnostic) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// find puts together what all stages have found: ages and rules by plan, more of
// whatever path. What known has of a plan serves again where nothing else is
// said of it.
func (r *Result) find(facts *site.Facts, ages, rules [][]diag.Diagnostic, more []diag.Diagnostic, known *findings) *findings {
	if known == nil {
		known = &findings{}
	}
	p := facts.Portfolio
	others, byPlan := r.divide(p, more)
	f := &findings{plans: make([]*planFindings, len(p.Plans)), files: make([]diag.OfFile, len(r.documents))}
	f.said = said{p.Plans, facts.Trace.Plans, facts.Completeness.Plans, facts.Roadmap, ages, rules, byPlan, r.documents}
	from := f.keep(p, known)
	same, fresh := len(known.plans) == len(f.plans), make([]bool, len(f.plans))
	var todo []int
	for i, pf := range f.plans {
		if pf == nil {
			todo, fresh[i] = append(todo, i), true
		}
		same = same && pf == known.plans[i]
	}
	parallel.For(len(todo), func(n int) { f.plans[todo[n]] = r.findOf(&f.said, todo[n]) })
	n := 0
	for at := range p.ByPath() {
		if fresh[at.Plan] {
			f.files[n] = f.plans[at.Plan].files[at.Doc]
		} else {
			f.files[n] = known.files[from[n]]
		}
		n++
	}
	f.apart = r.config.Grade(append(others, f.sidecars(known.loose, todo)...))
	if same && slices.EqualFunc(f.apart, known.apart, (*diag.Diagnostic).Equal) {
		f.all = known.all
	} else {
		f.all = diag.Join(f.files, diag.ByFile(f.apart))
	}
	return f
}

// keep takes over what known has of each plan of which nothing else is said, and
// tells where each document stood among those of known; -1 for nowhere.
func (f *findings) keep(p *portfolio.Portfolio, known *findings) (from []int32) {
	for i, at := range portfolio.Kept(p.Plans, known.said.plans) {
		if at >= 0 && f.said.same(i, &known.said, int(at)) {
			f.plans[i] = known.plans[at]
		}
	}
	from = make([]int32, len(f.files))
	before, j, n := known.said.documents, 0, 0
	for at := range p.ByPath() {
		d := f.said.documents[n]
		for j < len(before) && before[j] != d && before[j].doc.File.Path <= d.doc.File.Path {
			j++
		}
		if j < len(before) && before[j] == d {
			from[n] = int32(j)
			j++
		} else {
			from[n], f.plans[at.Plan] = -1, nil
		}
		n++
	}
	return from
}

// sidecars gives the diagnostics that plans have beside those of their documents.
// Where no plan had any before, only the fresh ones can.
func (f *findings) sidecars(before int, fresh []int) (list []*diag.Diagnostic) {
	for n := range f.plans {
		if before == 0 {
			if n == len(fresh) {
				break
			}
			n = fresh[n]
		}
		if apart := f.plans[n].apart; len(apart) > 0 {
			f.loose++
			list = append(list, apart...)
		}
	}
	return list
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

// findOf makes the findings of plan i.
func (r *Result) findOf(s *said, i int) *planFindings {
	p, phases := s.plans[i], s.roadmap.FindingsAt(i)
	all := slices.Concat(s.more[p], diag.Pointers(p.Diagnostics), diag.Pointers(s.traces[i].Diagnostics), diag.Pointers(phases),
		withoutEmptyPhases(diag.Pointers(s.reports[i].Diagnostics), phases), diag.Pointers(listOf(s.ages, i)), diag.Pointers(listOf(s.rules, i)))
	f := &planFindings{files: make([]diag.OfFile, len(p.Documents))}
	for i, d := range p.Documents {
		doc := r.document(d.File.Path)
		list := slices.Concat(diag.Pointers(doc.doc.Diagnostics), diag.Pointers(doc.faults), diag.Pointers(doc.alignFaults))
		list = slices.Grow(list, len(all)/len(p.Documents))
		for _, x := range all {
			if x.Path == d.File.Path {
				list = append(list, x)
			}
		}
		f.files[i] = diag.NewOfFile(d.File.Path, r.config.Grade(heed(doc.doc, list)))
	}
	for _, x := range all {
		own := func(d *portfolio.Document) bool { return d.File.Path == x.Path }
		if !slices.ContainsFunc(p.Documents, own) && r.document(x.Path) == nil {
			f.apart = append(f.apart, x)
		}
	}
	return f
}
