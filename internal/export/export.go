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
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
)

// Schema names the format and its version.
const Schema = "planfolio/v1"

// JSON is the whole portfolio.
func JSON(s *site.Site) ([]byte, error) {
	doc := portfolioDocument{Schema: Schema, Title: s.Title(), Plans: []planRow{}, Diagnostics: diagnostics(s.Facts.Diagnostics)}
	m := newMaker(s)
	for _, p := range sortedPlans(s) {
		doc.Plans = append(doc.Plans, m.plan(p))
	}
	return encode(doc)
}

// Plan is one plan: what JSON has of it, and the format's name.
func Plan(s *site.Site, p *portfolio.Plan) ([]byte, error) {
	return newMaker(s).document(p)
}

func (m *maker) document(p *portfolio.Plan) ([]byte, error) {
	return encode(planDocument{Schema: Schema, planRow: m.plan(p)})
}

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

func encode(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
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
		t := m.traces[p]
		for _, r := range m.requirements(p) {
			row := t[r.of]
			cells := []string{
				p.ID, r.ID, r.Kind, r.Text, r.Path, strconv.Itoa(r.Line), r.State,
				strconv.Itoa(len(r.of.CitedBy)), "0", "0", r.URL,
			}
			if row != nil {
				cells[8], cells[9] = strconv.Itoa(len(row.Tasks)), strconv.Itoa(row.Done)
			}
			rows = append(rows, cells)
		}
	}
	return site.CSV(head, rows), nil
}

// Pages are the files below api/v1/.
func Pages(s *site.Site) []site.Page {
	m := sync.OnceValue(func() *maker { return newMaker(s) }) // one for all plans
	pages := []site.Page{raw("api/v1/portfolio.json", func() ([]byte, error) { return JSON(s) })}
	for _, p := range s.Facts.Portfolio.Plans {
		page := raw("api/v1/plans/"+s.PlanPath(p)+".json", func() ([]byte, error) { return m().document(p) })
		page.Key = s.PlanKey(p)
		pages = append(pages, page)
	}
	slices.SortFunc(pages, func(a, b site.Page) int { return strings.Compare(a.Path, b.Path) })
	return pages
}

func raw(path string, bytes func() ([]byte, error)) site.Page {
	return site.Page{Path: path, View: func() any {
		b, err := bytes()
		if err != nil {
			panic(err) // strings and numbers always encode
		}
		return site.Raw{Bytes: b}
	}}
}
