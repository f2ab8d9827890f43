package portfolio

import (
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// Rename is an id that a requirement had before. Front matter says so, in any
// document of the plan:
//
//	renamed:
//	  FR-3: FR-2.1
//
// Citations of the old id mean the requirement, and its old address leads to it.
type Rename struct {
	Old string
	To  *Requirement
	Doc *Document
}

// renamedKey begins the keys of front matter that rename.
const renamedKey = "renamed."

// renames reads what the plan's documents say of ids of earlier days. The new
// id of one line may be the old one of another.
func (m *maker) renames() {
	p := m.plan
	type line struct {
		doc  *Document
		span plan.Span
		to   string
	}
	lines := map[string]line{}
	var order []string
	for _, d := range p.Documents {
		for _, f := range d.Front {
			old, ok := strings.CutPrefix(f.Key, renamedKey)
			if !ok || p.Kind == KindTemplate {
				continue
			}
			old = strings.ToUpper(old)
			if _, known := lines[old]; !known {
				order = append(order, old)
				lines[old] = line{d, f.Span, strings.ToUpper(strings.TrimSpace(f.Value))}
			}
		}
	}
	slices.SortFunc(order, CompareIDs)
	p.renamed = make(map[string]*Requirement, len(order))
	for _, old := range order {
		at := lines[old]
		if r := p.byID.find(old); r != nil {
			d := diag.New(diag.StaleRename, "", "%s is said to be renamed, and is still defined", strconv.Quote(old))
			d.Related = []diag.Related{related(r.Doc, firstLine(r.Doc, r.Def.Span), "defined here")}
			d.Hint = "delete the line of front matter, or give the definition its new id"
			m.report(at.doc, at.span, d)
			continue
		}
		to := at.to
		for range lines { // a circle ends here
			next, further := lines[to]
			if p.byID.find(to) != nil || !further {
				break
			}
			to = next.to
		}
		r := p.byID.find(to)
		if r == nil {
			d := diag.New(diag.StaleRename, "", "%s is said to be renamed to %s, which the plan does not define", strconv.Quote(old), strconv.Quote(at.to))
			d.Hint = "write the id that the requirement has now, or delete the line of front matter"
			m.report(at.doc, at.span, d)
			continue
		}
		p.renamed[old] = r
		p.Renames = append(p.Renames, Rename{Old: old, To: r, Doc: at.doc})
	}
}
