package build

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/site"
)

// quay has a requirement of each state and of each standing towards a policy.
const quay = `---
renamed:
  FR-20: FR-5
---
# Quay

## Requirements

- **FR-1**: Nothing cites this one.
- **FR-2**: A section alone cites this one.
- **FR-3**: A phase plans this one.
- **FR-4**: A phase plans this one, and a test names it.
- **FR-5**: All tasks of this one are done.
- **FR-6**: Nothing has to cite this one.
- ~~**FR-7**: This one is withdrawn.~~
- **NFR-1**: Designed and tested.
- **NFR-2**: Designed, and not tested.
- **NFR-3**: Neither, and excused once.

## Design

The quay answers FR-2, FR-4, NFR-1 and NFR-2.

## Testing

A test holds FR-4 and NFR-1.

## Phases

### Phase 1: Build

- [ ] Plan it (FR-3, FR-4)
- [x] Do it (FR-20)
`

// settings ask for more than the default policy; the second waiver has ended.
const settings = `coverage:
  default: phase or task
  NFR: design and testing
waivers:
  - {requirement: FR-6, reason: nobody needs it, date: 2026-01-01}
  - {requirement: NFR-3, reason: until the season, date: 2026-01-01, until: 2026-02-01}
`

// TestCoverageOfEveryCase holds what the pages say of quay against what a
// reader counts in its text.
func TestCoverageOfEveryCase(t *testing.T) {
	b := newBench()
	b.write("quay.md", quay)
	b.write("planfolio.yaml", settings)
	_, err := b.build()
	fatal(t, err)
	states := map[string]string{
		"FR-1": "uncovered gap", "FR-2": "cited gap", "FR-3": "planned covered", "FR-4": "tested covered", "FR-5": "done covered", "FR-6": "defined waived",
		"FR-7": "retired", "NFR-1": "cited covered", "NFR-2": "cited gap", "NFR-3": "uncovered gap",
	}
	for id, want := range states {
		v := pageOf[site.RequirementView](t, b.last, "requirements/quay/"+id+"/index.html")
		got := v.State.Name
		if v.Policy != nil {
			got += " " + v.Policy.Standing.Name
		}
		if got != want || v.Meaning.Says == "" {
			t.Errorf("%s is %q, want %q; it means %q", id, got, want, v.Meaning.Says)
		}
	}
	row := pageOf[site.MatrixView](t, b.last, "matrix/quay/index.html").Coverage
	for _, n := range []struct {
		got  site.Count
		want int
	}{
		{row.Requirements, 9}, {row.Covered, 4}, {row.Gaps, 4}, {row.Waived, 1}, {row.Cited, 6}, {row.Planned, 3}, {row.Tested, 2}, {row.Done, 1}, {row.Retired, 1},
	} {
		if n.got.N != n.want {
			t.Errorf("%d %s, counted by hand %d", n.got.N, n.got.What, n.want)
		}
	}
	nfr := pageOf[site.RequirementView](t, b.last, "requirements/quay/NFR-2/index.html")
	if p := nfr.Policy; p.Says != "Needs design and testing" || len(p.Needs) != 2 || p.Needs[0].State.Name != "covered" || p.Needs[1].State.Name != "missing" || nfr.Missing != "It needs design and testing, and lacks testing." {
		t.Errorf("NFR-2 stands as %+v, %q", p, nfr.Missing)
	}
	if w := pageOf[site.RequirementView](t, b.last, "requirements/quay/FR-6/index.html").Policy.Waiver; w == nil || *w != (site.Waiver{Reason: "nobody needs it", Date: "2026-01-01"}) {
		t.Errorf("the waiver is %+v", w)
	}
	old := pageOf[site.MovedView](t, b.last, "requirements/quay/FR-20/index.html")
	if old.Moved != "../../../requirements/quay/FR-5/" {
		t.Errorf("FR-20 leads to %q", old.Moved)
	}
	redirects, err := b.last.File("_redirects")
	fatal(t, err)
	if !strings.Contains(string(redirects), "/requirements/quay/FR-20/ /requirements/quay/FR-5/ 301\n") {
		t.Errorf("_redirects has no line for FR-20:\n%s", redirects)
	}
	recount(t, b.last)
}

// TestCoverageOfPortfolio recounts the portfolio that PLANFOLIO_COUNT_DIR names.
func TestCoverageOfPortfolio(t *testing.T) {
	dir := os.Getenv("PLANFOLIO_COUNT_DIR")
	if dir == "" {
		dir = "../../content"
	}
	r, err := Build(context.Background(), Inputs{Root: os.DirFS(dir)}, nil)
	fatal(t, err)
	recount(t, r)
}

// recount counts the requirements that the export lists, one by one, and holds
// the numbers of its own, of the matrices and of their total against that.
func recount(t *testing.T, r *Result) {
	t.Helper()
	text, err := r.File("api/v1/portfolio.json")
	fatal(t, err)
	var doc struct {
		Plans []struct {
			ID, Kind     string
			Requirements []struct{ ID, State, URL string }
			Coverage     struct{ Requirements, Cited, Planned, Done int }
		}
	}
	fatal(t, json.Unmarshal(text, &doc))
	index := map[string]site.RequirementRow{} // of all pages of the index, by plan and id
	for _, p := range r.Site.Pages() {
		if p.Path == "requirements/index.html" || strings.HasPrefix(p.Path, "requirements/page/") {
			if v, ok := p.View().(site.RequirementsView); ok {
				for _, row := range v.Rows {
					index[row.PlanID+"/"+row.ID] = row
				}
			}
		}
	}
	matrices := map[string]site.MatrixView{}
	for _, p := range r.Site.Pages() {
		if v, ok := pageView(p).(site.MatrixView); ok {
			matrices[strings.TrimSuffix(strings.TrimPrefix(p.Path, "matrix/"), "/index.html")] = v
		}
	}
	var total site.CoverageRow
	listed := 0
	for _, p := range doc.Plans {
		if p.Kind == "template" {
			continue
		}
		path := r.Site.PlanPath(r.Site.Facts.Portfolio.Plan(p.ID))
		count := map[string]int{}
		gaps, waived, covered := 0, 0, 0
		for _, q := range p.Requirements {
			count[q.State]++
			row, ok := index[path+"/"+q.ID]
			if !ok {
				continue // a story or a criterion
			}
			listed++
			if row.State.Name != q.State {
				t.Errorf("%s %s is %s in the export, %s in the index", p.ID, q.ID, q.State, row.State.Name)
			}
			switch row.Coverage {
			case "gap":
				gaps++
			case "waived":
				waived++
			case "covered":
				covered++
			}
		}
		done := count["done"]
		tested := done + count["tested"]
		planned := tested + count["planned"]
		cited := planned + count["cited"]
		all := cited + count["uncovered"] + count["defined"]
		v := matrices[path]
		c := v.Coverage
		for _, n := range []struct {
			what                string
			counted, page, data int
		}{
			{"requirements", all, c.Requirements.N, p.Coverage.Requirements}, {"cited", cited, c.Cited.N, p.Coverage.Cited}, {"planned", planned, c.Planned.N, p.Coverage.Planned},
			{"done", done, c.Done.N, p.Coverage.Done}, {"tested", tested, c.Tested.N, tested}, {"gaps", gaps, c.Gaps.N, len(v.Gaps)}, {"waived", waived, c.Waived.N, len(v.Waived)}, {"covered", covered, c.Covered.N, all - gaps - waived},
		} {
			if n.counted != n.page || n.counted != n.data {
				t.Errorf("%s: %d %s counted, %d on the page, %d in the data", p.ID, n.counted, n.what, n.page, n.data)
			}
		}
		ofSections, ofKinds := 0, 0
		for _, s := range v.Sections {
			ofSections += s.Requirements.N
		}
		for _, k := range v.Kinds {
			ofKinds += k.Requirements.N
		}
		if ofSections != all || len(v.Kinds) > 0 && ofKinds != all {
			t.Errorf("%s: %d requirements, %d by section, %d by kind", p.ID, all, ofSections, ofKinds)
		}
		total.Requirements.N += all
		total.Covered.N += covered
		total.Gaps.N += gaps
		total.Done.N += done
	}
	if listed != len(index) {
		t.Errorf("the index has %d requirements, the export %d of them", len(index), listed)
	}
	whole := pageOf[site.MatrixIndexView](t, r, "matrix/index.html").Total
	if whole.Requirements.N != total.Requirements.N || whole.Covered.N != total.Covered.N || whole.Gaps.N != total.Gaps.N || whole.Done.N != total.Done.N {
		t.Errorf("the portfolio has %d requirements, %d covered, %d gaps, %d done; its page says %+v", total.Requirements.N, total.Covered.N, total.Gaps.N, total.Done.N, whole)
	}
	t.Logf("%d requirements of %d plans: %d covered, %d gaps", total.Requirements.N, len(doc.Plans), total.Covered.N, total.Gaps.N)
}

// pageView is the view of a page under matrix/, nil for others.
func pageView(p site.Page) any {
	if !strings.HasPrefix(p.Path, "matrix/") {
		return nil
	}
	return p.View()
}

func pageOf[V any](t *testing.T, r *Result, path string) V {
	t.Helper()
	for _, p := range r.Site.Pages() {
		if p.Path == path {
			return p.View().(V)
		}
	}
	t.Fatalf("there is no page %s", path)
	panic("unreachable")
}
