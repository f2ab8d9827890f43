// Package export gives the portfolio as data: it takes a site (for addresses)
// with its facts and gives the documents of the export format "planfolio/v1",
// which scripts rely on.
//
// Paths are relative to the portfolio's root, lines and columns count from 1.
// Arrays are sorted by path, line and id. Of all values only a plan's template,
// its completeness.score and a citation's target may be null; what is not
// stated is "", and 0 stands for the line of what concerns a whole file.
package export

import (
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
)

// Schema names the format and its version.
const Schema = "planfolio/v1"

// sortedPlans is the plans by path, then id.
func sortedPlans(s *site.Site) []*portfolio.Plan {
	plans := slices.Clone(s.Facts.Portfolio.Plans)
	slices.SortStableFunc(plans, func(a, b *portfolio.Plan) int {
		if a.Path != b.Path {
			return strings.Compare(a.Path, b.Path)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return plans
}

// CSV is one row for each requirement of plans that are no templates.
func CSV(s *site.Site) ([]byte, error) {
	head := []string{"plan", "id", "kind", "text", "path", "line", "state", "cited", "tasks", "done", "url"}
	var rows [][]string
	m := newMaker(s)
	for _, p := range sortedPlans(s) {
		if p.Kind == portfolio.KindTemplate {
			continue
		}
		t := m.rows(p)
		for _, r := range m.requirements(p) {
			row := t[r.of]
			cells := []string{
				p.ID, r.ID, r.Kind, r.Text, r.Path, strconv.Itoa(r.Line), r.State,
				strconv.Itoa(len(r.of.CitedBy)), "0", "0", r.URL,
			}
			if row != nil {
				cells[8], cells[9] = strconv.Itoa(row.Tasks), strconv.Itoa(row.Done)
			}
			rows = append(rows, cells)
		}
	}
	return site.CSV(head, rows), nil
}

// Files are the files below api/v1/ of a site.
type Files struct {
	site  *site.Site
	maker func() *maker // one for all plans
}

// NewFiles gives the files of a site. Nothing is made before one is asked for.
func NewFiles(s *site.Site) *Files {
	return &Files{site: s, maker: sync.OnceValue(func() *maker { return newMaker(s) })}
}

const (
	portfolioFile = "api/v1/portfolio.json"
	planFiles     = "api/v1/plans/"
)

// Page gives the file at a path; ok is false where there is none.
func (f *Files) Page(path string) (_ site.Page, ok bool) {
	if path == portfolioFile {
		return f.portfolio(), true
	}
	name, ok := strings.CutPrefix(path, planFiles)
	if !ok {
		return site.Page{}, false
	}
	if name, ok = strings.CutSuffix(name, ".json"); !ok {
		return site.Page{}, false
	}
	if p := f.site.PlanAt(name); p != nil {
		return f.plan(p), true
	}
	return site.Page{}, false
}

// All gives every file, in the order of the plans.
func (f *Files) All() iter.Seq[site.Page] {
	return func(yield func(site.Page) bool) {
		if !yield(f.portfolio()) {
			return
		}
		for _, p := range f.site.Facts.Portfolio.Plans {
			if !yield(f.plan(p)) {
				return
			}
		}
	}
}

func (f *Files) portfolio() site.Page {
	return site.Page{Path: portfolioFile, View: func() any {
		return site.Raw{Write: func(w io.Writer) error { return WriteJSON(w, f.site) }}
	}}
}

func (f *Files) plan(p *portfolio.Plan) site.Page {
	return site.Page{
		Path: planFiles + f.site.PlanPath(p) + ".json", Key: f.site.PlanKey(p),
		View: func() any { return site.Raw{Bytes: f.maker().document(p)} },
	}
}
