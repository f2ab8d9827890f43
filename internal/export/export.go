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

// Pages are the files below api/v1/.
func Pages(s *site.Site) []site.Page {
	m := sync.OnceValue(func() *maker { return newMaker(s) }) // one for all plans
	pages := make([]site.Page, 0, 1+len(s.Facts.Portfolio.Plans))
	pages = append(pages, site.Page{Path: "api/v1/portfolio.json", View: func() any {
		return site.Raw{Write: func(w io.Writer) error { return WriteJSON(w, s) }}
	}})
	for _, p := range s.Facts.Portfolio.Plans {
		pages = append(pages, site.Page{
			Path: "api/v1/plans/" + s.PlanPath(p) + ".json", Key: s.PlanKey(p),
			View: func() any { return site.Raw{Bytes: m().document(p)} },
		})
	}
	slices.SortFunc(pages, func(a, b site.Page) int { return strings.Compare(a.Path, b.Path) })
	return pages
}
