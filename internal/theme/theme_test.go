package theme

import (
	"fmt"
	"html/template"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/jba/templatecheck"

	"github.com/planfolio/planfolio/themes"
)

// generated stands for what the highlighter makes.
var generated = map[string][]byte{"chroma.css": []byte(".chroma .c-k{color:var(--code-keyword,inherit)}\n")}

// load gives the bundled theme.
func load(t testing.TB) *Theme {
	t.Helper()
	theme, diagnostics, err := Load(generated, themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	if len(diagnostics) > 0 {
		t.Fatalf("the bundled theme has diagnostics: %v", diagnostics)
	}
	return theme
}

func TestTemplatesFitTheirViews(t *testing.T) {
	theme := load(t)
	for name, view := range views {
		page, ok := theme.pages[name]
		if !ok {
			t.Errorf("no template for %q", name)
			continue
		}
		if err := templatecheck.CheckHTMLStrict(page.set.Lookup(layout), view); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name := range theme.pages {
		if _, ok := views[name]; !ok {
			t.Errorf("pages/%s.html is the page of no view", name)
		}
	}
}

func TestTemplatesRun(t *testing.T) {
	theme := load(t)
	sets := map[string]*template.Template{}
	for name, page := range theme.pages {
		sets[name] = page.set
	}
	if err := prove(sets); err != nil {
		t.Fatal(err)
	}
}

// TestReadme holds the lists of themes/README.md against the code.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../themes/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, view := range views {
		if row := fmt.Sprintf("`%s` | `%s`", name, reflect.TypeOf(view).Name()); !strings.Contains(string(readme), row) {
			t.Errorf("README.md does not say %s", row)
		}
	}
	forTemplates, _ := functions(nil)
	for name := range forTemplates {
		if !strings.Contains(string(readme), "`"+name+"`") && !strings.Contains(string(readme), "`"+name+" ") {
			t.Errorf("README.md does not name the function %s", name)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	theme := load(b)
	for _, s := range samples() {
		if strings.Count(s.path, "/") > 1 && s.page != "document" && s.page != "matrix" {
			continue
		}
		b.Run(s.path, func(b *testing.B) {
			for b.Loop() {
				page, err := theme.Render(s.page, s.view)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(page)))
			}
		})
	}
}
