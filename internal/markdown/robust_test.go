package markdown

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/source"
)

// TestSlowTexts reads texts that have kept parsers busy for minutes. The bound
// is generous, for slow machines: they take a fraction of it.
func TestSlowTexts(t *testing.T) {
	if underRace {
		t.Skip("one goroutine")
	}
	n := 10_000
	if testing.Short() {
		n = 2_000
	}
	repeat := func(s string) string { return strings.Repeat(s, n) }
	// Paragraphs stay within the limit for one, beyond which a text is shown as code.
	inline := func(s string) string {
		return strings.Repeat(strings.Repeat(s, min(n, 60_000/len(s)))+"\n\n", 3)
	}
	numbered := func(format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	texts := map[string]string{
		"links open":       inline("[a]("),
		"images open":      inline("!["),
		"brackets":         strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
		"brackets nested":  strings.Repeat("[", 10_000) + "a" + strings.Repeat("](b)", 10_000),
		"images nested":    strings.Repeat("![", 10_000) + "a" + strings.Repeat("](b)", 10_000),
		"nested emphasis":  strings.Repeat("*a ", 10_000) + strings.Repeat("b*", 10_000),
		"emphasis runs":    inline("a**b"),
		"emphasis mixed":   inline("*a_ "),
		"code ticks":       inline("`a``b"),
		"headings":         repeat("# same\n"),
		"deep headings":    repeat("# a\n## b\n### c\n"),
		"numbered anchors": numbered("# a-%d\n")[:8*n] + repeat("# a\n"),
		"definitions":      numbered("[r%d]: x.md\n\n") + inline("[r1] "),
		"footnotes":        numbered("[^%d]\n\n") + numbered("[^%d]: x\n\n"),
		"footnotes reused": "[^1]: x\n\n" + inline("[^1] "),
		"tables":           repeat("| a | b |\n|---|---|\n| FR-1.1 | [x](y) |\n\n"),
		"wide rows":        strings.Repeat("|a", 100) + "\n" + strings.Repeat("|-", 100) + "\n" + strings.Repeat("|\n", 600),
		"tags open":        inline("<b>"),
		"tags close":       inline("</b>"),
		"tags in tags":     strings.Repeat("<b>", 8_000) + strings.Repeat("</b>", 8_000),
		"tags, 400 deep":   strings.Repeat("<b>", 400) + strings.Repeat("</b>", 400),
		"tags in lines":    repeat("<details>\n\n"),
		"divs":             inline("<div>"),
		"divs, sections":   repeat("<div>\n\n# a\n\n"),
		"mixed tags":       inline("<b><i></b>"),
		"paired tags":      inline("<b>x</b><i>"),
		"anchors":          numbered("<a name=x%d></a>\n\n"),
		"raw links":        inline("<a href=x>y</a> "),
		"comments open":    repeat("<!--\n\n"),
		"less than":        inline("<"),
		"declarations":     inline("<!A "),
		"processing":       inline("<?"),
		"wiki links":       inline("[[a]]"),
		"wiki links open":  inline("[[a"),
		"tasks":            repeat("- [ ] T001 x (FR-1.1)\n"),
		"boxes in lines":   inline("- [ ] "),
		"citations":        inline("FR-1.1, "),
		"placeholders":     inline("[e.g., x] "),
		"fences":           repeat("```\n"),
		"code languages":   numbered("```l%d\nx\n```\n"),
		"code blocks":      repeat("```go\nx := 1\n```\n"),
		"java":             "```java\n" + strings.Repeat(strings.Repeat("a ", 200)+"\n", 150) + "```\n",
		"java lines":       "```java\n" + strings.Repeat("\n", 3_990) + "x\n```\n",
		"yaml":             "```yaml\n" + strings.Repeat(strings.Repeat("[", 450)+"\n", 140) + "```\n",
		"merges":           repeat("<<<<<<< a\n=======\n>>>>>>> b\n"),
		"front matter":     "---\n" + numbered("k%d: v\n") + "---\n",
		"front open":       "---\na: b\n" + repeat("---x\n"),
		"meta":             inline("**A**: b | "),
		"setext":           strings.Repeat("a\n", 30_000) + "===\n",
		"entities":         inline("&amp;&#0;&#x110000;"),
		"backslashes":      inline("\\\\*"),
		"mail":             inline("a@"),
		"addresses":        inline("http://a.b "),
		"parentheses":      inline("http://a.b/("),
		"spaces":           "a" + strings.Repeat(" ", 60_000) + "b",
		"quotes":           repeat("> a\n\n"),
		"quotes nested":    strings.Repeat(strings.Repeat("> ", 30)+"a\n\n", 1_000),
		"lists nested":     strings.Repeat(strings.Repeat("- ", 30)+"a\n", 1_000),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			f := source.NewFile("x.md", text)
			start := time.Now()
			d := Parse(f, Options{RawHTML: "sanitize", Lang: "en"})
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %v", took)
			} else if testing.Verbose() {
				t.Logf("%d bytes in %v", len(text), took)
			}
			checkDocument(t, d)
		})
	}
}

// TestSameTextSameDocument reads texts several times, and at the same time.
func TestSameTextSameDocument(t *testing.T) {
	var texts []string
	for _, h := range hostile {
		texts = append(texts, "# Plan\n\n"+h+" **FR-1.1:** x [y](z.md)\n\n```go\nfunc f() {}\n```\n")
	}
	first := make([]any, len(texts))
	for i, text := range texts {
		first[i] = parseText(text)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i, text := range texts {
				if got := parseText(text); !reflect.DeepEqual(got, first[i]) {
					t.Errorf("%q is read in two ways", text)
				}
			}
		})
	}
	all.Wait()
}

// TestFaultOfOurs holds that a panic while a file is read becomes a diagnostic.
func TestFaultOfOurs(t *testing.T) {
	r := &reader{file: source.NewFile("a/b-plan.md", "# <b>Title\n"), doc: parseText("")}
	if r.guard(func() { panic("boom") }) {
		t.Fatal("guard reports success")
	}
	d := r.plainDocument()
	sound := *d
	sound.Diagnostics = nil
	checkDocument(t, &sound)
	if len(d.Diagnostics) == 0 || d.Diagnostics[len(d.Diagnostics)-1].Code != "PF019" {
		t.Errorf("diagnostics are %v", d.Diagnostics)
	}
	if want := "<pre># &lt;b&gt;Title\n</pre>"; len(d.Sections) != 1 || d.HTML().Bodies[0].Text[0] != want || d.Title != "B plan" {
		t.Errorf("document is %+v", d.Sections)
	}
}

// FuzzParse holds what is true of every document, whatever the text: nothing
// panics, ranges lie in the file, sections cover it, rows are in order and point
// at rows, and what is made of it is sound HTML that runs nothing.
func FuzzParse(f *testing.F) {
	for _, h := range hostile {
		f.Add("x.md", h, false)
	}
	for _, p := range places {
		f.Add("x.md", fmt.Sprintf(p, "FR-1.1 <b>x"), true)
	}
	f.Add("x.md", "---\na: [b, c]\n---\n# T\n\n| a |\n|---|\n| <br> |\n\n- [ ] x\n", false)
	files, _ := filepath.Glob("testdata/*/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range a.Files {
			if filepath.Base(c.Name) != "want" {
				f.Add(filepath.Base(c.Name), string(c.Data), false)
			}
		}
	}
	kinds := []config.Kind{{Name: "security", Pattern: `SEC-?\d+`}}
	f.Fuzz(func(t *testing.T, name, text string, escape bool) {
		mode := "sanitize"
		if escape {
			mode = "escape"
		}
		d := Parse(source.NewFile(name, text), Options{RawHTML: mode, Lang: "en", Kinds: kinds})
		checkDocument(t, d)
		checkAddresses(t, d)
		for _, body := range d.HTML().Bodies {
			if strings.Contains(whole(body), "<script") {
				t.Errorf("a script: %q", whole(body))
			}
		}
	})
}
