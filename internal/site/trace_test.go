package site

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// many makes a plan with n requirements, of which the first cites nothing but
// is cited by n tasks in one phase.
func many(n int) string {
	var b strings.Builder
	b.WriteString("# Many\n\n## Requirements\n\n")
	for i := range n {
		fmt.Fprintf(&b, "- **FR-%d**: The harbour, at %d knots, does \"this\".\n", i+1, i)
	}
	b.WriteString("\n### Phase 1: Work\n\n")
	for i := range n {
		fmt.Fprintf(&b, "- [ ] Step %d (FR-1)\n", i)
	}
	return b.String()
}

// TestRequirementData reads the files of the index as its script does, and
// holds them against the rows of its pages.
func TestRequirementData(t *testing.T) {
	s := buildFS(t, fstest.MapFS{"many.md": {Data: []byte(many(1100))}, "other.md": {Data: []byte(many(30))}, "a b/ü.md": {Data: []byte(many(3))}})
	raw := func(path string, to any) {
		t.Helper()
		if err := json.Unmarshal(view[Raw](t, s, path).Bytes, to); err != nil {
			t.Fatal(path, err)
		}
	}
	var doc struct {
		Rows, Chunk                        int
		Plans                              [][4]string
		Kinds, States, Coverages, Phases   []string
		Plan, Kind, State, Coverage, Phase []int
	}
	raw(requirementDir+"index.json", &doc)
	var plans []int
	for i := 0; i < len(doc.Plan); i += 2 {
		for range doc.Plan[i+1] {
			plans = append(plans, doc.Plan[i])
		}
	}
	var rows [][]any
	for n := 0; n*doc.Chunk < doc.Rows; n++ {
		var part [][]any
		raw(fmt.Sprintf("%srows-%d.json", requirementDir, n), &part)
		rows = append(rows, part...)
	}
	var shown []RequirementRow
	for _, p := range s.Pages() {
		if p.Path == "requirements/index.html" {
			shown = append(shown, p.View().(RequirementsView).Rows...)
		}
	}
	for n := 2; n*requirementsLength < doc.Rows+requirementsLength; n++ {
		shown = append(shown, view[RequirementsView](t, s, fmt.Sprintf("requirements/page/%d/index.html", n)).Rows...)
	}
	if len(rows) != 1133 || len(plans) != 1133 || len(shown) != 1133 || doc.Rows != 1133 {
		t.Fatalf("%d rows, %d plans, %d in pages, %d in all", len(rows), len(plans), len(shown), doc.Rows)
	}
	for i, want := range shown {
		href := doc.Plans[plans[i]][3] + rows[i][0].(string) + "/"
		if len(rows[i]) > 6 {
			href = rows[i][6].(string)
		}
		got := fmt.Sprint(doc.Plans[plans[i]][0], doc.Kinds[doc.Kind[i]], doc.States[doc.State[i]], doc.Coverages[doc.Coverage[i]], "[", doc.Phases[doc.Phase[i]], "]", rows[i][:6], href)
		if want := fmt.Sprint(want.PlanID, want.Kind, want.State.Name, want.Coverage, want.Phases, []any{want.ID, want.Text, want.State.Word, want.Cited, want.Done, want.Tasks}, strings.TrimLeft(want.Href, "./")); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Fatalf("row %d is %s, want %s", i, got, want)
		}
	}
	lines, err := csv.NewReader(bytes.NewReader(view[Raw](t, s, "requirements.csv").Bytes)).ReadAll()
	var records []requirementRecord
	raw("requirements.json", &records)
	if err != nil || len(lines) != 1134 || len(records) != 1133 {
		t.Fatalf("%d lines of CSV, %d records, %v", len(lines), len(records), err)
	}
	for i, r := range records {
		if got := strings.Join(lines[i+1][:5], "|"); got != strings.Join([]string{r.Plan, r.ID, r.Kind, r.State, r.Coverage}, "|") || r.ID != shown[i].ID {
			t.Fatalf("record %d is %+v, in CSV %s, on the page %s", i, r, got, shown[i].ID)
		}
	}
}

// Gaps are first in lists across plans, in natural order; a plan's list is as
// the plan has it.
func TestGapsFirst(t *testing.T) {
	s := buildFS(t, fstest.MapFS{"one.md": {Data: []byte("# One\n\n- **FR-2**: Covered here.\n- **FR-10**: Not this.\n\n## Phase 1: Go\n\n- [ ] Do FR-2\n")}, "two.md": {Data: []byte("# Two\n\n- **FR-1**: Not that.\n\n## Phase 1: Go\n\n- [ ] Do it\n")}})
	ids := func(path string) string {
		var list []string
		for _, r := range view[RequirementsView](t, s, path).Rows {
			list = append(list, r.PlanID+"/"+r.ID)
		}
		return strings.Join(list, " ")
	}
	for path, want := range map[string]string{
		"requirements/index.html":                  "one/FR-10 two/FR-1 one/FR-2",
		"requirements/kind/functional/index.html":  "one/FR-10 two/FR-1 one/FR-2",
		"requirements/one/index.html":              "one/FR-2 one/FR-10",
		"requirements/coverage/gap/index.html":     "one/FR-10 two/FR-1",
		"requirements/coverage/covered/index.html": "one/FR-2",
	} {
		if got := ids(path); got != want {
			t.Errorf("%s lists %s, want %s", path, got, want)
		}
	}
}

// A picture has a limit, and says what it leaves out.
func TestPictures(t *testing.T) {
	s := buildFS(t, fstest.MapFS{"many.md": {Data: []byte(many(70))}, "other.md": {Data: []byte("# Other\n\nSee many/FR-1.\n")}})
	p := view[RequirementView](t, s, "requirements/many/FR-1/index.html").Picture
	if p.Height != pictureHead+treeRows*rowStep || p.Left != "Left out of the picture: 1 plan, 52 tasks." || len(p.Heads) != 4 {
		t.Errorf("the picture is %d high, %q, %v", p.Height, p.Left, p.Heads)
	}
	for _, l := range p.Lines {
		if l.X1 >= l.X2 || l.Y1 < pictureHead || l.Y2 > p.Height {
			t.Errorf("a line from %d, %d to %d, %d", l.X1, l.Y1, l.X2, l.Y2)
		}
	}
	whole := view[MatrixView](t, s, "matrix/many/index.html").Picture
	if whole.Left != "Left out of the picture: 40 requirements." || whole.Heads[len(whole.Heads)-1].Label != "Phases, other plans" || len(whole.Lines) != 2 {
		t.Errorf("the plan's picture: %q, %v, %d lines", whole.Left, whole.Heads, len(whole.Lines))
	}
	if p := view[RequirementView](t, s, "requirements/many/FR-2/index.html").Picture; p != nil {
		t.Errorf("nothing cites FR-2, and its picture is %+v", p)
	}
}

// What one plan cites of another is said on both sides: shared, or by its name.
func TestAcrossPlans(t *testing.T) {
	s := buildFS(t, fstest.MapFS{
		"port/requirements.md":       {Data: []byte("# Port\n\n- **FR-1**: Lights are lit at dusk, by whoever is on watch.\n- **FR-2**: Lights are dimmed.\n")},
		"port/tasks.md":              {Data: []byte("# Tasks\n\n- [ ] Wire (FR-2)\n")},
		"port/buoys/requirements.md": {Data: []byte("# Buoys\n\n- **FR-7**: LIGHTS are lit at dusk, by whoever is on watch.\n")},
		"port/buoys/tasks.md":        {Data: []byte("# Tasks\n\n- [ ] Blink (FR-1)\n")},
		"fog.md":                     {Data: []byte("# Fog\n\nAs port/FR-2 has it.\n")},
	})
	foreign := func(path string) string {
		var list []string
		for _, f := range view[MatrixView](t, s, path).Foreign {
			list = append(list, fmt.Sprint(f.ID, " ", f.Citation.Plan, " ", f.Shared, " ", f.Cited[0].Label))
		}
		return strings.Join(list, "; ")
	}
	if got := foreign("matrix/port/buoys/index.html"); got != "FR-1 Port true Tasks line 3" {
		t.Errorf("the buoys cite %q", got)
	}
	if got := foreign("matrix/fog/index.html"); got != "FR-2 Port false Fog line 3" {
		t.Errorf("the fog cites %q", got)
	}
	notes := func(id string) string {
		var list []string
		for _, a := range view[RequirementView](t, s, "requirements/port/"+id+"/index.html").Elsewhere {
			if a.Note != "" {
				list = append(list, a.Note)
			}
		}
		return strings.Join(list, "; ")
	}
	if got := notes("FR-1") + " | " + notes("FR-2"); got != "shares these requirements: answers it | by the plan’s name, port/FR-2: refers to it" {
		t.Errorf("the notes are %q", got)
	}
	if got := view[RequirementView](t, s, "requirements/port/FR-1/index.html").Similar; len(got) != 1 || got[0].ID != "FR-7" || got[0].Share != 100 || got[0].Title != "LIGHTS are lit at dusk, by whoever is on watch." {
		t.Errorf("like FR-1 are %+v", got)
	}
	if got := view[SimilarView](t, s, "requirements/similar/index.html").Pairs; len(got) != 1 || got[0].A.ID != "FR-1" || got[0].B.ID != "FR-7" {
		t.Errorf("pairs are %+v", got)
	}
}

// A requirement that every plan shares has a page of some size all the same.
func TestSharedByMany(t *testing.T) {
	files := fstest.MapFS{"requirements.md": {Data: []byte("# All\n\n- **FR-1**: Everybody does this.\n")}, "design.md": {Data: []byte("# Design\n\nFR-1 is done below.\n")}}
	for i := range 300 {
		files[fmt.Sprintf("p%03d/tasks.md", i)] = &fstest.MapFile{Data: []byte("# Tasks\n\n- [ ] Do it (FR-1)\n")}
		files[fmt.Sprintf("p%03d/requirements.md", i)] = &fstest.MapFile{Data: []byte("# P\n\n- **FR-2**: Something else.\n")}
	}
	s := buildFS(t, files)
	for _, p := range s.Pages() {
		if v, ok := viewOf[RequirementView](p, "/FR-1/"); ok {
			if n := len(v.Elsewhere); n > elsewhereLength+2 || v.More+n/3 != 300 {
				t.Errorf("%d lines of other plans, %d more", n, v.More)
			}
			return
		}
	}
	t.Error("FR-1 has no page")
}

func viewOf[V any](p Page, part string) (v V, ok bool) {
	if !strings.Contains(p.Path, part) {
		return v, false
	}
	v, ok = p.View().(V)
	return v, ok
}

// A large matrix comes in pages: together they have every row once and every
// citation, each page only the columns that cite its rows.
func TestMatrixPages(t *testing.T) {
	const sections, each = 150, 3
	var b strings.Builder
	b.WriteString("# Wide\n\n## Requirements\n\n")
	for i := range sections * each {
		fmt.Fprintf(&b, "- **FR-%d**: The pier holds %d boats.\n", i+1, i)
	}
	for i := range sections {
		fmt.Fprintf(&b, "\n## Berth %d\n\nIt answers FR-%d, FR-%d and FR-%d.\n", i+1, i*each+1, i*each+2, i*each+3)
	}
	s := buildFS(t, fstest.MapFS{"wide.md": {Data: []byte(b.String())}, "wide/page/2.md": {Data: []byte("# Two\n\n- **FR-1**: The pier is lit.\n")}})
	var pages []MatrixView
	for _, path := range []string{"matrix/wide/index.html", "matrix/wide/page/2-2/index.html", "matrix/wide/page/3/index.html"} {
		pages = append(pages, view[MatrixView](t, s, path))
	}
	if other := view[MatrixView](t, s, "matrix/wide/page/2/index.html"); other.Plan.Label != "Two" {
		t.Errorf("the plan's own address shows %q", other.Plan.Label)
	}
	var rows []string
	cited := 0
	for n, page := range pages {
		for _, row := range page.Table.Rows {
			rows = append(rows, row.ID)
			if len(row.Cells) != len(page.Table.Columns) {
				t.Fatalf("page %d: %s has %d cells of %d columns", n+1, row.ID, len(row.Cells), len(page.Table.Columns))
			}
			for _, cell := range row.Cells {
				if cell.State.Name != "" {
					cited++
				}
			}
		}
		if len(page.Table.Columns) > matrixRows/each+2 || page.Table.Groups[0].Span != len(page.Table.Columns) || len(page.Pages) != 3 {
			t.Errorf("page %d: %d columns, %v, %d pages", n+1, len(page.Table.Columns), page.Table.Groups, len(page.Pages))
		}
		if whole := page.Coverage.Label != ""; whole != (n == 0) {
			t.Errorf("page %d: coverage of %q", n+1, page.Coverage.Label)
		}
	}
	slices.SortFunc(rows, portfolio.CompareIDs)
	if len(slices.Compact(rows)) != sections*each || cited != sections*each {
		t.Errorf("%d rows, %d cells", len(rows), cited)
	}
	if got := pages[1].Part; got != "Requirements 201 to 400 of 450, with the sections and phases that cite them." {
		t.Errorf("the second page says %q", got)
	}
}
