package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

var update = flag.Bool("update", false, "write the golden files")

// build takes the files of an archive through all stages.
func build(t testing.TB, archive *txtar.Archive) *site.Site {
	t.Helper()
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	c := config.Default()
	tree, found, err := source.Read(files, source.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var docs []portfolio.Input
	for _, f := range tree.Files {
		d := markdown.Parse(f, markdown.Options{Lang: c.Lang, RawHTML: c.RawHTML, Limits: c.Limits})
		named := ""
		for _, field := range d.Front {
			if field.Key == "template" {
				named = field.Value
			}
		}
		found = append(found, d.Diagnostics...)
		docs = append(docs, portfolio.Input{Doc: d, Alignment: schema.Find(d, schema.Builtin(), named)})
	}
	p := portfolio.Assemble(docs, portfolio.Options{Config: c, Tree: tree})
	tr := trace.Build(p, trace.Options{})
	r := roadmap.Build(p, roadmap.Options{Today: time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)})
	report := completeness.Assess(p, tr)
	found = slices.Concat(found, p.Findings(), tr.Findings(), r.Findings(), report.Findings())
	return site.New(site.Facts{Config: c, Tree: tree, Portfolio: p, Trace: tr, Roadmap: r, Completeness: report, Diagnostics: diag.Collect(found)}, nil)
}

// wording is what diagnostics say: that is for the stages that find them to test.
var wording = regexp.MustCompile(`(?m)("(?:message|hint)":) ".*"`)

// TestGolden holds the exports of each archive in testdata against the files
// below want/ in it.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := build(t, archive)
			got := map[string][]byte{}
			if got["want/portfolio.json"], err = indented(JSON(s)); err != nil {
				t.Fatal(err)
			}
			got["want/portfolio.json"] = wording.ReplaceAll(got["want/portfolio.json"], []byte(`$1 "…"`))
			if got["want/requirements.csv"], err = CSV(s); err != nil {
				t.Fatal(err)
			}
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
				for _, file := range []string{"want/portfolio.json", "want/requirements.csv"} {
					archive.Files = append(archive.Files, txtar.File{Name: file, Data: got[file]})
				}
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			seen := 0
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want/") {
					seen++
					compare(t, f.Name, got[f.Name], f.Data)
				}
			}
			if seen != len(got) {
				t.Errorf("the archive has %d of %d exports", seen, len(got))
			}
		})
	}
}

// indented sets JSON on lines that can be compared and read.
func indented(text []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = json.Indent(&b, text, "", "  ")
	return b.Bytes(), err
}

// compare reports the first line that differs.
func compare(t *testing.T, name string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("%s:%d is\n%s\nwant\n%s", name, i+1, a, b)
			return
		}
	}
}

// TestShape holds every object of the export against the contract: the names of
// its fields, in order, and which of them may be null.
func TestShape(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/harbour.txtar")
	if err != nil {
		t.Fatal(err)
	}
	text, err := JSON(build(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	for _, fields := range []string{
		`schema title plans diagnostics`,
		`id kind path title status owners template documents sections requirements citations phases tasks gaps completeness coverage`,
		`path role title`,
		`path line level title anchor state`,
		`id kind text path line state url`,
		`id path line target`,
		`plan id`,
		`number title path line status start end tasks`,
		`total done`,
		`id text path line state phase cites`,
		`kind text path line`,
		`score level missing filled total`,
		`requirements cited planned done`,
		`code name severity message path line column hint`,
	} {
		if !slices.ContainsFunc(objects(t, text), func(o string) bool { return o == fields }) {
			t.Errorf("no object of the export has the fields %q", fields)
		}
	}
}

// objects gives the field names of every object of a JSON text, in order.
func objects(t *testing.T, text []byte) []string {
	t.Helper()
	var found []string
	dec := json.NewDecoder(bytes.NewReader(text))
	var read func()
	read = func() {
		token, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch token {
		case json.Delim('{'):
			var names []string
			for dec.More() {
				name, _ := dec.Token()
				names = append(names, name.(string))
				read()
			}
			dec.Token()
			found = append(found, strings.Join(names, " "))
		case json.Delim('['):
			for dec.More() {
				read()
			}
			dec.Token()
		}
	}
	read()
	return found
}

func TestPlanIsThatOfThePortfolio(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/harbour.txtar")
	if err != nil {
		t.Fatal(err)
	}
	s := build(t, archive)
	all, err := JSON(s)
	if err != nil {
		t.Fatal(err)
	}
	var whole struct{ Plans []json.RawMessage }
	if err := json.Unmarshal(all, &whole); err != nil {
		t.Fatal(err)
	}
	var paths []string
	files := NewFiles(s)
	for p := range files.All() {
		paths = append(paths, p.Path)
		if found, ok := files.Page(p.Path); !ok || found.Path != p.Path {
			t.Errorf("%s is not found by its path", p.Path)
		}
		if p.Path == "api/v1/portfolio.json" {
			continue
		}
		var one map[string]json.RawMessage
		if err := json.Unmarshal(p.View().(site.Raw).Bytes, &one); err != nil {
			t.Fatal(err)
		}
		if string(one["schema"]) != `"planfolio/v1"` {
			t.Errorf("%s has schema %s", p.Path, one["schema"])
		}
		delete(one, "schema")
		i := slices.IndexFunc(whole.Plans, func(text json.RawMessage) bool {
			var other map[string]json.RawMessage
			if err := json.Unmarshal(text, &other); err != nil {
				t.Fatal(err)
			}
			for k, v := range one {
				var a, b bytes.Buffer
				if json.Compact(&a, v) != nil || json.Compact(&b, other[k]) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
					return false
				}
			}
			return len(one) == len(other)
		})
		if i < 0 {
			t.Errorf("%s is not what the portfolio's export has", p.Path)
		}
	}
	if _, ok := files.Page("api/v1/plans/none.json"); ok {
		t.Error("a file is found that is not there")
	}
	want := []string{"api/v1/portfolio.json", "api/v1/plans/fares.json", "api/v1/plans/gates.json", "api/v1/plans/templates/spec-template.json"}
	if !slices.Equal(paths, want) {
		t.Errorf("the pages are %q, want %q", paths, want)
	}
}

func TestCSVCellsAreNoFormulas(t *testing.T) {
	archive := txtar.Parse([]byte("-- a.md --\n# A\n\n- **FR-1**: =HYPERLINK(\"x\"), \"quoted\"\n"))
	text, err := CSV(build(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][3] != `'=HYPERLINK("x"), "quoted"` {
		t.Errorf("rows are %q, %v", rows, err)
	}
}

// TestFieldByField holds what is written to what encoding/json makes of the rows.
func TestFieldByField(t *testing.T) {
	s := exchange(t)
	m := newMaker(s)
	whole := portfolioDocument{Schema: Schema, Title: s.Title(), Plans: []planRow{}, Diagnostics: []diagnosticRow{}}
	for _, p := range sortedPlans(s) {
		want, err := json.Marshal(planDocument{Schema: Schema, planRow: m.plan(p)})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.document(p); string(got) != string(want)+"\n" {
			t.Errorf("%s is\n%s\nwant\n%s", p.ID, got, want)
		}
		whole.Plans = append(whole.Plans, m.plan(p))
	}
	for d := range s.Facts.Diagnostics.All() {
		whole.Diagnostics = append(whole.Diagnostics, diagnosticOf(d))
	}
	want, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	got, err := JSON(s)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := json.Compact(&packed, got); err != nil || packed.String() != string(want) {
		t.Errorf("the portfolio is\n%s\nwant\n%s\n%v", got, want, err)
	}
}

func TestEmptyPortfolio(t *testing.T) {
	text, err := JSON(build(t, &txtar.Archive{}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"planfolio/v1","title":"Plans","plans":[],"diagnostics":[]}` + "\n"
	if string(text) != want {
		t.Errorf("an empty portfolio is\n%s", text)
	}
}

// BenchmarkExport writes a portfolio of two plans in full.
func BenchmarkExport(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/harbour.txtar")
	if err != nil {
		b.Fatal(err)
	}
	s := build(b, archive)
	b.ReportAllocs()
	for b.Loop() {
		if err := WriteJSON(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s.Facts.Portfolio.Plans)), "ns/plan")
}
