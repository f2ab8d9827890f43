package site

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/register"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

// today is the date that the tests' roadmaps are made for.
var today = time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)

// build takes the files of an archive through all stages.
func build(t testing.TB, archive string) *Site {
	t.Helper()
	files := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return buildFS(t, files)
}

// buildFile does so with an archive of testdata.
func buildFile(t testing.TB, name string) *Site {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return build(t, string(text))
}

func buildFS(t testing.TB, files fs.FS) *Site {
	t.Helper()
	c := config.Default()
	var found []diag.Diagnostic
	if text, err := fs.ReadFile(files, config.Name); err == nil {
		c, found = config.Parse(source.NewFile(config.Name, string(text)))
	}
	tree, said, err := source.Read(files, source.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	found = append(found, said...)
	var docs []portfolio.Input
	for _, f := range tree.Files {
		d := markdown.Parse(f, markdown.Options{Kinds: c.Kinds, RawHTML: c.RawHTML, Limits: c.Limits, Lang: c.Lang})
		found = append(found, d.Diagnostics...)
		named := ""
		for _, f := range d.Front {
			if f.Key == "template" {
				named = f.Value
			}
		}
		docs = append(docs, portfolio.Input{Doc: d, Alignment: schema.Find(d, schema.Builtin(), named)})
	}
	p := portfolio.Assemble(docs, portfolio.Options{Config: c, Tree: tree})
	tr := trace.Build(p, trace.Options{})
	r := roadmap.Build(p, roadmap.Options{Today: today, Phases: c.Phases})
	report := completeness.Assess(p, tr)
	found = slices.Concat(found, p.Findings(), tr.Findings(), r.Findings(), report.Findings())
	return New(Facts{
		Config: c, Tree: tree, Portfolio: p, Trace: tr, Roadmap: r, Completeness: report, Registers: register.Build(p), Diagnostics: diag.Collect(found),
		Built: Built{Version: "1.0", Commit: "abc1234", Date: today},
	}, nil)
}

// view makes the view of the page at path.
func view[V any](t testing.TB, s *Site, path string) V {
	t.Helper()
	if p, ok := s.Page(path); ok {
		v, ok := p.View().(V)
		if !ok {
			t.Fatalf("%s shows a %T, not a %T", path, p.View(), v)
		}
		return v
	}
	t.Fatalf("there is no page %s", path)
	panic("unreachable")
}

func paths(s *Site) []string {
	var list []string
	for _, p := range s.Pages() {
		list = append(list, p.Path)
	}
	return list
}

func TestPages(t *testing.T) {
	got := strings.Join(slices.DeleteFunc(paths(buildFile(t, "ferry.txtar")), func(p string) bool {
		return strings.HasPrefix(p, "search/entries") || strings.HasPrefix(p, "search/terms")
	}), "\n")
	want := strings.TrimSpace(`
404.html
_headers
_redirects
badges/coverage.svg
badges/fares/coverage.svg
badges/fares/questions.svg
badges/fares/score.svg
badges/gates/coverage.svg
badges/gates/questions.svg
badges/gates/score.svg
badges/questions.svg
badges/score.svg
completeness/fares/index.html
completeness/gates/index.html
completeness/index.html
feed.xml
files/gates/img/two-gates.png
index.html
llms.txt
matrix/fares/index.html
matrix/gates/index.html
matrix/index.html
plans/fares/index.html
plans/gates/design/index.html
plans/gates/index.html
plans/gates/tasks/index.html
problems/count.json
problems/index.html
registers/assumptions.csv
registers/assumptions/index.html
registers/components.csv
registers/components/index.html
registers/decisions.csv
registers/decisions/index.html
registers/environments.csv
registers/environments/index.html
registers/index.html
registers/integrations.csv
registers/integrations/index.html
registers/performance.csv
registers/performance/index.html
registers/questions.csv
registers/questions/index.html
registers/risks.csv
registers/risks/index.html
registers/technologies.csv
registers/technologies/index.html
requirements.csv
requirements.json
requirements/coverage/covered/index.html
requirements/coverage/gap/index.html
requirements/fares/FR-1/index.html
requirements/fares/index.html
requirements/gates/FR-1.1/index.html
requirements/gates/FR-1.2/index.html
requirements/gates/FR-1.3/index.html
requirements/gates/FR-1/index.html
requirements/gates/NFR-1/index.html
requirements/gates/SC-001/index.html
requirements/gates/index.html
requirements/index.html
requirements/kind/functional/index.html
requirements/kind/non-functional/index.html
requirements/kind/success-criterion/index.html
requirements/phase/1/index.html
requirements/phase/2/index.html
requirements/similar/index.html
requirements/state/done/index.html
requirements/state/planned/index.html
requirements/state/retired/index.html
requirements/state/uncovered/index.html
requirements/states/index.html
roadmap.ics
roadmap/index.html
roadmap/owner/mira/index.html
roadmap/phase-1/board/index.html
roadmap/phase-1/index.html
roadmap/phase-2/board/index.html
roadmap/phase-2/index.html
roadmap/plan/gates/index.html
roadmap/ready/index.html
roadmap/state/active/index.html
roadmap/state/overdue/index.html
roadmap/status/approved/index.html
roadmap/timeline/index.html
robots.txt
search/index.html
search/index.json
sitemap.xml`)
	if got != want {
		t.Errorf("the pages are\n%s\nwant\n%s", got, want)
	}
}

func TestAddressesThatMeet(t *testing.T) {
	have := paths(buildFile(t, "odd.txtar"))
	for _, want := range []string{
		"plans/a-b/index.html", "plans/a-b-2/index.html", // two names, one slug
		"plans/con-/index.html", // a device on Windows
		"plans/図書館/要件/index.html",
		"requirements/kind/functional/index.html",   // a plan of that path
		"requirements/kind/functional-2/index.html", // the index of a kind
		"requirements/kind/functional/FR-1/index.html",
		"requirements/page/2/FR-1/index.html",
	} {
		if !slices.Contains(have, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// linked is what a view holds: the places that it links to and the ids that it gives.
type linked struct {
	hrefs []string
	ids   []string
}

var (
	idInText   = regexp.MustCompile(`\sid="([^"]*)"`)
	hrefInText = regexp.MustCompile(`\shref="([^"]*)"`)
)

func (l *linked) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			l.walk(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			l.walk(v.Index(i))
		}
	case reflect.Struct:
		switch x := v.Interface().(type) {
		case Prose:
			for _, text := range x.Text {
				for _, m := range idInText.FindAllStringSubmatch(text, -1) {
					l.ids = append(l.ids, m[1])
				}
				for _, m := range hrefInText.FindAllStringSubmatch(text, -1) {
					l.hrefs = append(l.hrefs, m[1])
				}
			}
		case Fill:
			if x.ID != "" {
				l.ids = append(l.ids, x.ID)
			}
		case SectionView:
			if x.ID != "" {
				l.ids = append(l.ids, x.ID)
			}
		case LaneRow:
			if x.GroupID != "" {
				l.ids = append(l.ids, x.GroupID)
			}
		case RegisterRow:
			l.ids = append(l.ids, x.ID)
		case ProblemGroup:
			l.ids = append(l.ids, "pf-rule-"+x.Code)
		case CoverageRow:
			if x.ID != "" {
				l.ids = append(l.ids, x.ID)
			}
		case MatrixView:
			if len(x.Gaps) > 0 {
				l.ids = append(l.ids, "pf-gaps")
			}
			if len(x.Waived) > 0 {
				l.ids = append(l.ids, "pf-waived")
			}
		case HomeView:
			l.ids = append(l.ids, "pf-plans")
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Type.Kind() == reflect.String {
				switch f.Name {
				case "Href", "Matrix", "Index", "SimilarPage", "Similar", "Permalink", "Moved", "CSV", "JSON":
					if s := v.Field(i).String(); s != "" {
						l.hrefs = append(l.hrefs, s)
					}
				}
				continue
			}
			l.walk(v.Field(i))
		}
	}
}

// checkLinks finds every link of ours that leads nowhere, every id that a page
// gives twice, and every path that differs from another by case alone.
func checkLinks(t *testing.T, s *Site) {
	t.Helper()
	pages := map[string]*linked{}
	folded := map[string]string{}
	for _, p := range s.Pages() {
		if other, twice := folded[strings.ToLower(p.Path)]; twice {
			t.Errorf("%s and %s are one where case is folded", p.Path, other)
		}
		folded[strings.ToLower(p.Path)] = p.Path
		l := &linked{}
		if p.Template != "" {
			l.walk(reflect.ValueOf(p.View()))
		}
		pages[p.Path] = l
	}
	for at, l := range pages {
		seen := map[string]bool{}
		for _, id := range l.ids {
			if seen[id] {
				t.Errorf("%s has two elements %q", at, id)
			}
			seen[id] = true
		}
		for _, href := range l.hrefs {
			u, err := url.Parse(href)
			if err != nil && strings.HasPrefix(href, "http") {
				continue // an author's address of elsewhere: the theme shows its words
			}
			if err != nil {
				t.Errorf("%s has a link %q: %v", at, href, err)
				continue
			}
			if u.Scheme != "" || u.Host != "" {
				continue
			}
			to := path.Join(path.Dir(at), u.Path)
			if strings.HasPrefix(u.Path, "/") {
				to = strings.TrimPrefix(u.Path, "/")
			}
			if strings.HasSuffix(u.Path, "/") || to == "." || to == "" {
				to = path.Join(to, "index.html")
			}
			if u.Path == "" {
				to = at
			}
			target := pages[to]
			switch {
			case target == nil:
				t.Errorf("%s links to %q, which is not there", at, href)
			case u.Fragment != "" && !slices.Contains(target.ids, u.Fragment):
				t.Errorf("%s links to %q, which has no such element", at, href)
			}
		}
	}
}

func TestLinks(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, a := range archives {
		t.Run(filepath.Base(a), func(t *testing.T) { checkLinks(t, buildFile(t, filepath.Base(a))) })
	}
}

func TestViewsAreMadeAnewAndEqual(t *testing.T) {
	a, b := buildFile(t, "ferry.txtar"), buildFile(t, "ferry.txtar")
	for i, p := range a.Pages() {
		first, again, other := p.View(), p.View(), b.Pages()[i].View()
		if !reflect.DeepEqual(first, again) {
			t.Errorf("%s: two views of one page differ", p.Path)
		}
		if !reflect.DeepEqual(first, other) {
			t.Errorf("%s: views of equal portfolios differ", p.Path)
		}
	}
}

// TestViewsCanBeMadeAtOnce asks sites that take over from each other for their
// pages from several goroutines, each in an order of its own.
func TestViewsCanBeMadeAtOnce(t *testing.T) {
	for _, name := range []string{"odd.txtar", "ferry.txtar"} {
		first := buildFile(t, name)
		want := buildFile(t, name).Pages()
		sites := []*Site{first, New(first.Facts, first)}
		sites = append(sites, New(first.Facts, sites[1]))
		var wg sync.WaitGroup
		for n := range 6 {
			wg.Go(func() {
				s := sites[n%len(sites)]
				for i := range want {
					w := &want[(i*(2*n+1)+n*len(want)/6)%len(want)]
					p, ok := s.Page(w.Path)
					if !ok {
						t.Errorf("there is no page %s", w.Path)
						continue
					}
					if got := p.View(); p.Template != "" && !reflect.DeepEqual(got, w.View()) {
						t.Errorf("%s has another view than on a site of its own", w.Path)
					}
					if p.Key != nil {
						p.Key()
					}
				}
			})
		}
		wg.Wait()
	}
}

// FuzzLinks holds the pages of any two texts to what TestLinks asks for.
func FuzzLinks(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for i := 1; i < len(archive.Files); i++ {
			f.Add("a.md", string(archive.Files[i-1].Data), string(archive.Files[i].Data))
		}
	}
	f.Fuzz(func(t *testing.T, name, one, two string) {
		if name = "plans/" + name; !fs.ValidPath(name) {
			return
		}
		files := fstest.MapFS{name: {Data: []byte(one)}, "gates/design.md": {Data: []byte(two)}, "gates/requirements.md": {Data: []byte(one)}}
		if strings.Contains(one+two, "[^") {
			return // a footnote cited in a heading has a way back that leads nowhere
		}
		checkLinks(t, buildFS(t, files))
	})
}
