package theme

import (
	"bytes"
	"testing"
)

// TestProgramsKnowTheTheme checks that nothing of the bundled theme is left to
// html/template.
func TestProgramsKnowTheTheme(t *testing.T) {
	for name, p := range load(t).pages {
		p.once.Do(p.compile)
		if p.program == nil {
			t.Errorf("%s: there is no program", name)
			continue
		}
		for _, what := range p.program.Unknown() {
			t.Errorf("%s: not known: %s", name, what)
		}
	}
}

// TestProgramsSayWhatTemplatesSay holds programs against html/template, on the
// samples, on empty views and on views that are full of what has to be escaped.
func TestProgramsSayWhatTemplatesSay(t *testing.T) {
	theme := load(t)
	compare := func(name string, view any) {
		t.Helper()
		p := theme.pages[name]
		p.once.Do(p.compile)
		want, err := p.execute(nil, view)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := p.program.Append(nil, view)
		if !ok {
			t.Errorf("%s: the program leaves the page to html/template", name)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: %s", name, firstDifference(string(got), string(want)))
		}
	}
	for _, s := range samples() {
		compare(s.page, s.view)
	}
	for name, empty := range views {
		compare(name, empty)
		for _, text := range []string{"x", `<"&'+>`, "javascript:alert(1)", "a\x00b\xff", "../a b/%zz?c=d&e#f", "http://h/", "120"} {
			compare(name, filledWith(empty, text))
		}
	}
}
