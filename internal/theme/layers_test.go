package theme

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/themes"
)

// overlay loads the bundled theme with a user's files over it.
func overlay(t *testing.T, files map[string]string) (*Theme, []diag.Diagnostic) {
	t.Helper()
	layer := fstest.MapFS{}
	for path, text := range files {
		layer[path] = &fstest.MapFile{Data: []byte(text)}
	}
	theme, diagnostics, err := Load(generated, themes.Default(), layer)
	if err != nil {
		t.Fatal(err)
	}
	return theme, diagnostics
}

func render(t *testing.T, theme *Theme, page string, view any) string {
	t.Helper()
	out, err := theme.Render(page, view)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestOverlay(t *testing.T) {
	notFound := site.NotFoundView{Frame: frame("Not found", "404.html", 0)}
	tests := []struct {
		name  string
		files map[string]string
		want  []string // diagnostics: path:line code
		shows string   // in the page not-found; "" for the bundled text
	}{
		{name: "nothing"},
		{name: "a page", files: map[string]string{"pages/not-found.html": `{{define "main"}}<h1>Gone</h1>{{end}}`}, shows: "<h1>Gone</h1>"},
		{name: "a partial", files: map[string]string{"partials/footer.html": `<footer>ours, {{.Generator}}</footer>`}, shows: "ours, Planfolio 0.1.0"},
		{name: "the slot in the head", files: map[string]string{"partials/head.html": `<meta name="theme-color" content="#fff">`}, shows: `<meta name="theme-color"`},
		{
			name: "a partial of one's own",
			files: map[string]string{
				"partials/hello.html": `<p>hello</p>`, "partials/footer.html": `<footer>{{template "partials/hello.html"}}</footer>`,
			},
			shows: "<p>hello</p>",
		},
		{name: "a partial that nobody calls", files: map[string]string{"partials/hello.html": `<p>hello</p>`}, want: []string{"theme/partials/hello.html:0 PF502"}},
		{name: "a page of no view", files: map[string]string{"pages/not-foundd.html": `x`}, want: []string{"theme/pages/not-foundd.html:0 PF502"}},
		{name: "another file", files: map[string]string{"README.md": `x`, ".git/config": "x", "pages/x.html~": ""}, want: []string{"theme/README.md:0 PF502"}},
		{
			name:  "does not parse",
			files: map[string]string{"pages/not-found.html": "{{define \"main\"}}\n<h1>{{if}}</h1>{{end}}"},
			want:  []string{"theme/pages/not-found.html:2 PF503"},
		},
		{
			name:  "names a field that is not there",
			files: map[string]string{"pages/not-found.html": "{{define \"main\"}}\n\n<h1>{{.Heading}}</h1>{{end}}"},
			want:  []string{"theme/pages/not-found.html:3 PF503"},
		},
		{
			name:  "a field that is not there, deep inside",
			files: map[string]string{"pages/not-found.html": "{{define \"main\"}}\n<h1>{{range .Plans}}{{.Titel}}{{end}}</h1>{{end}}"},
			want:  []string{"theme/pages/not-found.html:2 PF503"},
		},
		{
			name:  "a function that is not there",
			files: map[string]string{"partials/footer.html": "<footer>\n{{safeHTML .Site}}</footer>"},
			want:  []string{"theme/partials/footer.html:2 PF503"},
		},
		{
			name:  "defines no main",
			files: map[string]string{"pages/not-found.html": "<h1>x</h1>"},
			want:  []string{"theme/pages/not-found.html:0 PF503"},
		},
		{
			name:  "cannot be escaped",
			files: map[string]string{"partials/footer.html": "<footer>\n<a href=\"{{if .Site}}\">{{end}}</footer>"},
			want:  []string{"theme/partials/footer.html:2 PF503"},
		},
		{
			name:  "calls what is not there",
			files: map[string]string{"partials/footer.html": `<footer>{{template "partials/nowhere.html"}}</footer>`},
			want:  []string{"theme/partials/footer.html:1 PF503"},
		},
		{
			name:  "an asset that is not there",
			files: map[string]string{"partials/footer.html": `<footer>{{asset "no.css"}}</footer>`},
			want:  []string{"theme/partials/footer.html:1 PF503"},
		},
		{
			name: "one of two is broken",
			files: map[string]string{
				"pages/not-found.html": `{{define "main"}}<h1>Gone</h1>{{end}}`, "partials/footer.html": `{{`,
			},
			want: []string{"theme/partials/footer.html:1 PF503"}, shows: "<h1>Gone</h1>",
		},
		{
			name:  "gives a bundled partial what it cannot show",
			files: map[string]string{"pages/not-found.html": `{{define "main"}}<h1>x</h1>{{template "partials/ring.html" .}}{{end}}`},
			want:  []string{"theme/pages/not-found.html:0 PF503"},
		},
		{
			name: "the same, beside a page without fault",
			files: map[string]string{
				"pages/search.html":     `{{define "main"}}<h1>x</h1>{{template "partials/ring.html" .}}{{end}}`,
				"pages/not-found.html":  `{{define "main"}}<h1>Gone</h1>{{end}}`,
				"partials/sprite.html":  `<svg class="sprite"></svg>`,
				"assets/css/print.css":  ``,
				"assets/pictures/a.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
			},
			want:  []string{"theme/pages/search.html:0 PF503"},
			shows: "<h1>Gone</h1>",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			theme, diagnostics := overlay(t, test.files)
			var got []string
			for _, d := range diagnostics {
				got = append(got, fmt.Sprintf("%s:%d %s", d.Path, d.Range.Start.Line, d.Code))
				if d.Hint == "" || d.Message == "" {
					t.Errorf("%s has no message or no hint", d.Code)
				}
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("diagnostics:\n%q, want\n%q\n%v", got, test.want, diagnostics)
			}
			want := test.shows
			if want == "" {
				want = "This page is not here"
			}
			if page := render(t, theme, "not-found", notFound); !strings.Contains(page, want) {
				t.Errorf("the page does not show %q", want)
			}
			for _, s := range samples() {
				render(t, theme, s.page, s.view)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	_, diagnostics := overlay(t, map[string]string{"pages/requirment.html": "", "partial/footer.html": "", "notes.txt": ""})
	want := map[string]string{
		"theme/pages/requirment.html": `did you mean "pages/requirement.html"?`,
		"theme/partial/footer.html":   `did you mean "partials/footer.html"?`,
	}
	for _, d := range diagnostics {
		if w := want[d.Path]; w != "" && d.Hint != w {
			t.Errorf("%s: hint %q, want %q", d.Path, d.Hint, w)
		}
	}
	if len(diagnostics) != 3 {
		t.Errorf("%d diagnostics, want 3", len(diagnostics))
	}
}

// TestRunsOut checks that a template of the user's that fails on some view
// yields to the bundled one there.
func TestRunsOut(t *testing.T) {
	theme, diagnostics := overlay(t, map[string]string{
		"pages/not-found.html": `{{define "main"}}<h1>Gone</h1>{{if eq .Site "boom"}}{{index .Plans 99}}{{end}}{{end}}`,
	})
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	for name, want := range map[string]string{"calm": "<h1>Gone</h1>", "boom": "This page is not here"} {
		view := site.NotFoundView{Frame: site.Frame{Site: name, Lang: "en"}}
		if page := render(t, theme, "not-found", view); !strings.Contains(page, want) {
			t.Errorf("%s: the page lacks %q", name, want)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	theme := load(t)
	if _, err := theme.Render("nothing", site.HomeView{}); err == nil {
		t.Error("a page that is not there is rendered")
	}
	if _, err := theme.Render("home", site.SearchView{}); err == nil {
		t.Error("a page is rendered with another's view")
	}
}

func TestDigest(t *testing.T) {
	bundled := load(t).Digest()
	if again := load(t).Digest(); again != bundled {
		t.Errorf("the same theme has digests %s and %s", bundled, again)
	}
	seen := map[string]string{bundled: "the bundled theme"}
	for path, text := range map[string]string{
		"partials/footer.html":  "<footer>x</footer>",
		"partials/head.html":    "<meta name=x>",
		"assets/css/tokens.css": ":root{--ink:red}",
		"assets/logo.svg":       "<svg xmlns='http://www.w3.org/2000/svg'/>",
	} {
		theme, _ := overlay(t, map[string]string{path: text})
		if other, ok := seen[theme.Digest()]; ok {
			t.Errorf("%s and %s have one digest", path, other)
		}
		seen[theme.Digest()] = path
	}
}
