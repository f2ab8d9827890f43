package build

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
)

func withCode(r *Result, code diag.Code) []diag.Diagnostic {
	return slices.DeleteFunc(r.Site.Facts.Diagnostics.List(), func(d diag.Diagnostic) bool { return d.Code != code })
}

func TestConfiguration(t *testing.T) {
	plans := fstest.MapFS{"a.md": {Data: []byte("# A\n")}}
	with := func(text string) fstest.MapFS {
		return fstest.MapFS{"a.md": plans["a.md"], "planfolio.yaml": {Data: []byte(text)}, "other.yaml": {Data: []byte("title: Other\n")}}
	}
	text, wrong := "title: Given\n", "titel: x\n"
	for name, c := range map[string]struct {
		in    Inputs
		title string // "" where it must fail
	}{
		"none":                   {Inputs{Root: plans}, "Plans"},
		"in its place":           {Inputs{Root: with("title: Here\n")}, "Here"},
		"another":                {Inputs{Root: with("title: Here\n"), Config: "other.yaml"}, "Other"},
		"given":                  {Inputs{Root: with("title: Here\n"), ConfigText: &text}, "Given"},
		"named and not there":    {Inputs{Root: plans, Config: "missing.yaml"}, ""},
		"wrong":                  {Inputs{Root: with(wrong)}, ""},
		"wrong and given":        {Inputs{Root: plans, Config: "elsewhere.yaml", ConfigText: &wrong}, ""},
		"a directory":            {Inputs{Root: fstest.MapFS{"planfolio.yaml/x": {}}}, ""},
		"larger than any can be": {Inputs{Root: with("# " + strings.Repeat("x", maxConfig))}, ""},
	} {
		r, err := Build(t.Context(), c.in, nil)
		if c.title == "" {
			if err == nil {
				t.Errorf("%s: no error", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := r.Site.Facts.Config.Title; got != c.title && (c.title != "Plans" || got != "") {
			t.Errorf("%s: title %q", name, got)
		}
	}
	_, err := Build(t.Context(), Inputs{Root: plans, Config: "elsewhere.yaml", ConfigText: &wrong}, nil)
	var broken *ConfigError
	if !errors.As(err, &broken) || broken.Diagnostics[0].Path != "elsewhere.yaml" || broken.Diagnostics[0].Range.Start.Line != 1 {
		t.Errorf("error %v", err)
	}
}

func TestTemplateNames(t *testing.T) {
	builtin := schema.Builtin()
	first, second := builtin[0].Name, builtin[1].Name
	names := newTemplateNames(map[string]string{
		"services/*.md":    first,
		"services/**/*.md": second,
		"services/odd.md":  "house.md",
		"billing":          second,
		"old/**":           first,
	}, builtin)
	for path, want := range map[string]string{
		"services/a.md": second, "services/x/y/a.md": second, "services/odd.md": "house.md", "billing/design.md": second,
		"billing/deep/er.md": second, "billing.md": second, "old/a/b.md": first, "elsewhere.md": "", "older/a.md": "",
	} {
		if got := names.of(&plan.Document{File: source.File{Path: path}}); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	front := func(value string) *plan.Document {
		return &plan.Document{File: source.File{Path: "services/a.md"}, Front: []plan.Field{{Key: "title", Value: second}, {Key: "template", Value: value}}}
	}
	for value, want := range map[string]string{first: first, builtin[0].Title: builtin[0].Title, "../templates/" + first + ".md": first, "landing-page": second} {
		if got := names.of(front(value)); got != want {
			t.Errorf("front matter %q: %q, want %q", value, got, want)
		}
	}
}

// TestHouseTemplate names a template that lies in the portfolio.
func TestHouseTemplate(t *testing.T) {
	b := newBench()
	b.write("planfolio.yaml", "templates:\n  plans/*.md: house/form.md\n")
	b.write("house/form.md", "# Form\n\n## Aim\n\n[What it is for]\n\n## Cost\n\n[What it costs]\n")
	b.write("plans/a.md", "# A\n\n## Aim\n\nTo fly.\n\n## Cost\n\n[What it costs]\n")
	_, err := b.build()
	fatal(t, err)
	alignment := b.last.document("plans/a.md").alignment
	if alignment == nil || alignment.Schema.Name != "form" {
		t.Fatalf("aligned with %+v", alignment)
	}
	b.write("house/form.md", "# Form\n\n## Aim\n\n[What it is for]\n\n## Cost\n\n[What it costs]\n\n## Risks\n\n[What could go wrong]\n")
	_, err = b.build()
	fatal(t, err)
	if b.stats.Parsed != 1 || b.stats.Aligned != 2 {
		t.Errorf("a new template: %+v", b.stats)
	}
	if len(b.last.document("plans/a.md").alignment.Schema.Sections) == len(alignment.Schema.Sections) {
		t.Error("it is held against the old template")
	}
}

// TestOwnTemplates has templates in templates/: they add to those that ship, or
// replace them, and are no plans.
func TestOwnTemplates(t *testing.T) {
	b := newBench()
	form := "# Form\n\n## Aim\n\n[What it is for]\n\n## Cost\n\n[What it costs]\n\n## Crew\n\n[Who does it]\n\n## Risks\n\n[What could go wrong]\n"
	b.write("templates/README.md", "# How we write plans\n\nLike this.\n")
	b.write("templates/form.md", form)
	b.write("a.md", "# A\n\n## Aim\n\nTo fly.\n\n## Cost\n\n[What it costs]\n\n## Crew\n\nTwo.\n\n## Risks\n\nNone.\n")
	b.write("decisions/0001-b.md", "# B\n\n## Status\n\nAccepted\n\n## Context\n\nWind.\n\n## Decision\n\nSails.\n\n## Consequences\n\nRopes.\n")
	follows := func(path string) string {
		_, err := b.build()
		fatal(t, err)
		if a := b.last.document(path).alignment; a != nil {
			return a.Schema.Name + " of " + a.Schema.From
		}
		return "nothing"
	}
	if got := follows("a.md"); got != "form of templates/form.md" {
		t.Errorf("a.md follows %s", got)
	}
	for _, p := range b.last.Site.Facts.Portfolio.Plans {
		if isTemplate := p.Kind == portfolio.KindTemplate; isTemplate != (p.ID == "templates/form") {
			t.Errorf("%s is a %s", p.ID, p.Kind)
		}
	}
	if b.build(); b.stats.Aligned != 0 {
		t.Errorf("nothing has changed, and %d documents are aligned", b.stats.Aligned)
	}
	// In place of one that ships.
	b.write("templates/adr.md", "---\nroles: [decision]\n---\n# Our ADR\n\n## Status\n\n[Where it stands]\n\n## Context\n\n[Why now]\n\n## Decision\n\n[What we do]\n\n## Consequences\n\n[What follows]\n\n## Review\n\n[When we look again]\n")
	if got := follows("decisions/0001-b.md"); got != "adr of templates/adr.md" {
		t.Errorf("0001-b.md follows %s", got)
	}
	if n := len(b.last.document("decisions/0001-b.md").alignment.Sections()); n != 5 {
		t.Errorf("it has %d sections", n)
	}
	// By name, and gone.
	b.write("c.md", "---\ntemplate: form\n---\n# C\n")
	if got := follows("c.md"); got != "form of templates/form.md" {
		t.Errorf("c.md follows %s", got)
	}
	b.remove("templates/form.md")
	if got := follows("a.md"); got != "nothing" {
		t.Errorf("without its template a.md follows %s", got)
	}
	names := func(list []*schema.Schema) (out []string) {
		for _, s := range list {
			out = append(out, s.Name+" "+s.From)
		}
		return out
	}
	read, err := ReadTemplates(b.files)
	fatal(t, err)
	if got := names(read); !slices.Equal(got, names(b.last.Templates())) || !slices.Contains(got, "adr templates/adr.md") || len(got) != len(schema.Builtin()) {
		t.Errorf("templates %q", got)
	}
}

// TestParserPanics has a file on which the parser panics: it is shown as it is,
// and said to be our fault.
func TestParserPanics(t *testing.T) {
	f := source.NewFile("a/b.md", "# Text\n\n<b>\n")
	d := parseFile(f, markdown.Options{Lang: "en"}, func(source.File, markdown.Options) *plan.Document {
		panic("line one\nline two\x1b[31m " + strings.Repeat("x", 400))
	})
	if d.doc.Title != "b" || len(d.doc.Sections) != 1 || !strings.Contains(d.doc.HTML().Bodies[0].Text[0], "&lt;b&gt;") {
		t.Errorf("%+v", d.doc)
	}
	if len(d.faults) != 1 || d.faults[0].Code != diag.InternalError || d.faults[0].Path != "a/b.md" || strings.Contains(d.faults[0].Message, "\n") || len(d.faults[0].Message) > 320 {
		t.Errorf("%+v", d.faults)
	}
	// The other stages take the stub as any other document.
	r := &Result{config: mustBuild(t, fstest.MapFS{}).config, tree: &source.Tree{Files: []source.File{f}}}
	r.documents = []*document{d}
	r.theme = mustBuild(t, fstest.MapFS{}).theme
	fatal(t, r.align(t.Context(), Inputs{Jobs: 1}, &Result{}))
	fatal(t, r.link(t.Context(), &Result{}))
	r.list(&Result{})
	files, err := filesOf(r)
	fatal(t, err)
	if !strings.Contains(string(files["plans/a/b/index.html"]), "&lt;b>") && !strings.Contains(string(files["plans/a/b/index.html"]), "&lt;b&gt;") {
		t.Errorf("its page does not show it: %s", files["plans/a/b/index.html"])
	}
	if len(withCode(r, diag.InternalError)) != 1 {
		t.Error("the fault is not said")
	}
}

func mustBuild(t *testing.T, root fs.FS) *Result {
	t.Helper()
	r, err := Build(t.Context(), Inputs{Root: root}, nil)
	fatal(t, err)
	return r
}

// TestPagePanics has a page whose view panics, and one whose view is not its
// template's.
func TestPagePanics(t *testing.T) {
	r := mustBuild(t, fstest.MapFS{"a.md": {Data: []byte("# A\n")}})
	r.lookUp("index.html", true).View = func() any { panic("<oh>") }
	r.lookUp("404.html", true).View = func() any { return site.HomeView{} }
	r.lookUp("404.html", true).Template = "nonesuch"
	for _, path := range []string{"index.html", "404.html"} {
		data, err := r.File(path)
		if err != nil || !strings.Contains(string(data), "<h1>Page not made</h1>") || strings.Contains(string(data), "<oh>") {
			t.Errorf("%s: %q, %v", path, data, err)
		}
		for _, fault := range checkSite(map[string][]byte{path: data}) {
			t.Error(fault)
		}
	}
	if faults := r.Faults(); len(faults) != 2 || faults[0].Code != diag.InternalError {
		t.Errorf("%+v", faults)
	}
	if _, err := r.File("nowhere.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// unreadable is a file system in which one file cannot be opened.
type unreadable struct {
	fs.FS
	path string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.FS.Open(name)
}

func TestUnreadable(t *testing.T) {
	files := fstest.MapFS{
		"a.md":    {Data: []byte("# A\n\n![map](map.png)\n")},
		"b.md":    {Data: []byte("# B\n")},
		"map.png": {Data: []byte("\x89PNG\r\n\x1a\n")},
	}
	r := mustBuild(t, unreadable{files, "b.md"})
	if found := withCode(r, diag.Unreadable); len(found) != 1 || found[0].Path != "b.md" || found[0].Severity != diag.Error {
		t.Errorf("%+v", found)
	}
	if !r.Has("plans/a/index.html") {
		t.Error("the other plan is not there")
	}
	r = mustBuild(t, unreadable{files, "map.png"})
	for _, path := range r.Paths() {
		if _, err := r.File(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if faults := r.Faults(); len(faults) > 1 || len(faults) == 1 && faults[0].Path != "map.png" {
		t.Errorf("%+v", faults)
	}
}

func TestUnreadableRoot(t *testing.T) {
	if _, err := Build(t.Context(), Inputs{Root: unreadable{fstest.MapFS{}, "."}}, nil); err == nil {
		t.Error("no error")
	}
}

func TestCancelledBuild(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in := Inputs{Root: fstest.MapFS{"a.md": {Data: []byte("# A\n")}, "b.md": {Data: []byte("# B\n")}}}
	in.Progress = func(stage string, done, total int) {
		if stage == StageParse {
			cancel()
		}
	}
	if _, err := Build(ctx, in, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestConcurrentFiles asks for every file from many sides.
func TestConcurrentFiles(t *testing.T) {
	r := mustBuild(t, fstest.MapFS{"a.md": {Data: []byte("# A\n\n- **FR-1:** x\n")}, "b.md": {Data: []byte("# B\n")}})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, path := range r.Paths() {
				if _, err := r.File(path); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		})
	}
	wg.Wait()
	pages := 0
	for _, p := range r.Site.Pages() {
		if p.Template != "" {
			pages++
		}
	}
	if got := r.Stats().Rendered; got != pages {
		t.Errorf("rendered %d times %d pages", got, pages)
	}
}

func TestEach(t *testing.T) {
	for _, jobs := range []int{1, 2, 7} {
		var sum atomic.Int64
		fatal(t, each(t.Context(), jobs, 100, func(i int) error { sum.Add(int64(i)); return nil }))
		if sum.Load() != 4950 {
			t.Errorf("%d jobs: sum %d", jobs, sum.Load())
		}
		var running, most atomic.Int64
		first := errors.New("of 3")
		err := each(t.Context(), jobs, 100, func(i int) error {
			n := running.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			defer running.Add(-1)
			if i == 3 {
				return first
			}
			return nil
		})
		if err != first || most.Load() > int64(jobs) {
			t.Errorf("%d jobs: error %v, %d at a time", jobs, err, most.Load())
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := each(ctx, 2, 10, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestResultIsNotWritten builds again from a result, and compares what it holds.
func TestResultIsNotWritten(t *testing.T) {
	b := newBench()
	for path, text := range startingPlans {
		b.write(path, text)
	}
	before, err := b.build()
	fatal(t, err)
	old := b.last
	docs := slices.Clone(old.documents)
	kept := make([]document, len(docs))
	for i, d := range docs {
		kept[i] = *d
	}
	b.write("shipping.md", "# Other\n")
	b.write("planfolio.yaml", "templates:\n  \"**\": implementation-plan\n")
	_, err = b.build()
	fatal(t, err)
	for i, d := range docs {
		if !reflect.DeepEqual(*d, kept[i]) {
			t.Errorf("%s was written to", d.doc.File.Path)
		}
	}
	after, err := filesOf(old)
	fatal(t, err)
	for _, d := range differences(after, before) {
		t.Error(d)
	}
}
