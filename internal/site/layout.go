package site

import (
	"path"
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// layout is where plans and documents have their pages. It follows from what
// plans and files are called, and serves the next site too while that is the same.
// Pages of plans come first: those of lists take what these leave free.
type layout struct {
	plans       []planPaths
	byID        map[string]int32 // positions in plans
	byPath      map[string]int32 // the same, by folded path
	diagnostics []diag.Diagnostic
}

// planPaths are the paths of a plan's own pages below "plans/".
type planPaths struct {
	path    string   // of the plan, unique: its part of every address
	leading string   // of the leading document as one of several, which leads to path; ""
	docs    []string // of the documents after the first
	nested  bool     // right below another plan's path, so that they may want the same
}

// newLayout gives every plan its path, then the documents theirs below it.
func newLayout(plans []*portfolio.Plan) *layout {
	l := &layout{plans: make([]planPaths, len(plans)), byID: make(map[string]int32, len(plans)), byPath: make(map[string]int32, len(plans))}
	for i, p := range plans {
		want := segments(p.ID)
		got, free := claim(want, func(path string) bool {
			if _, taken := l.byPath[folded(path)]; taken {
				return false
			}
			l.byPath[folded(path)] = int32(i)
			return true
		})
		if !free {
			first := p.Path
			if len(p.Documents) > 0 {
				first = p.Documents[0].File.Path
			}
			l.diagnostics = append(l.diagnostics, diag.New(diag.AddressCollision, first,
				"the address %q is taken by another plan; this one is at %q", "plans/"+want, "plans/"+got))
		}
		l.plans[i].path = got
		l.byID[p.ID] = int32(i)
	}
	for i, p := range plans {
		if len(p.Documents) > 1 {
			l.addDocuments(&l.plans[i], p.Documents)
		}
		_, l.plans[i].nested = l.byPath[folded(path.Dir(l.plans[i].path))]
	}
	return l
}

func (l *layout) addDocuments(of *planPaths, docs []*portfolio.Document) {
	taken := make(map[string]bool, len(docs))
	take := func(path string) bool {
		key := folded(path)
		if _, plan := l.byPath[key]; plan || taken[key] {
			return false
		}
		taken[key] = true
		return true
	}
	of.docs = make([]string, len(docs)-1)
	for i, d := range docs {
		switch want := of.path + "/" + segment(d.Slug); {
		case i > 0:
			of.docs[i-1], _ = claim(want, take)
		case take(want):
			of.leading = want
		}
	}
}

// at gives the position of the plan at a path; ok is false where there is none.
func (l *layout) at(path string) (i int, ok bool) {
	n, ok := l.byPath[folded(path)]
	return int(n), ok && l.plans[n].path == path
}

// near is at, for a path that is folded and a plan whose path folds to it.
func (l *layout) near(folded string) (i int, ok bool) {
	n, ok := l.byPath[folded]
	return int(n), ok
}

// sameNames tells whether two lists of plans have one layout.
func sameNames(a, b []*portfolio.Plan) bool {
	return slices.EqualFunc(a, b, func(p, q *portfolio.Plan) bool {
		return p == q || p.ID == q.ID && p.Path == q.Path && slices.EqualFunc(p.Documents, q.Documents, func(d, e *portfolio.Document) bool {
			return d == e || d.Slug == e.Slug && d.File.Path == e.File.Path
		})
	})
}
