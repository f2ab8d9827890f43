package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/planfolio/planfolio/internal/source"
)

func TestLanguageOf(t *testing.T) {
	for info, want := range map[string]string{
		"go": "go", "Go": "go", "rust,ignore": "rust", "{.python}": "python", ".rs": "rs", "js title=\"x\"": "js", "c++": "c++", "c#": "c#",
		"": "", "  ": "", "{{x}}": "x", "\"><script>": "script", "http://x": "http", "shell-session": "shell-session", strings.Repeat("x", 50): "",
		"&#x67;o": "go", "ts:line": "ts",
	} {
		if got := languageOf(info); got != want {
			t.Errorf("languageOf(%q) = %q, want %q", info, got, want)
		}
	}
}

// TestColours holds that names in use have colours, and which.
func TestColours(t *testing.T) {
	for language, c := range map[string]struct{ code, want string }{
		"golang":    {"func f() {}", `<span class="c-k">func</span>`},
		"rs":        {"fn f() {}", `<span class="c-k">fn</span>`},
		"python":    {"# x", `<span class="c-c"># x</span>`},
		"sh":        {"echo \"x\"", `<span class="c-s">&quot;x&quot;</span>`},
		"json":      {`{"a": 1}`, `<span class="c-n">1</span>`},
		"yml":       {"key: true # x", `<span class="c-a">key</span>`},
		"ts":        {"const x = 1", `<span class="c-k">const</span>`},
		"sql":       {"select 1", `<span class="c-k">select</span>`},
		"diff":      {"+a\n-b\n", `<span class="c-i">+a`},
		"java":      {"@Override public void f(int a) { return \"x\"; }", `<span class="c-f">f</span>`},
		"cpp":       {"#include <x>\nint f(); /* a\n * b */ int", "<span class=\"c-c\">/* a\n * b */</span>"},
		"md":        {"# Head\n- [x] a", `<span class="c-h"># Head</span>`},
		"feature":   {"Feature: x\n  Given y", `<span class="c-h">Feature:</span>`},
		"lua":       {"local x -- y", `<span class="c-c">-- y</span>`},
		"hcl":       {"x = \"y\" # z", `<span class="c-s">&quot;y&quot;</span>`},
		"prisma":    {"model A { id Int @id }", `<span class="c-k">model</span>`},
		"mermaid":   {"graph TD; A-->B", `data-lang="mermaid">graph TD; A--&gt;B`},
		"unheard":   {"<b>", `data-lang="unheard">&lt;b&gt;`},
		"plaintext": {"<b>", `>&lt;b&gt;`},
	} {
		page := pageText(Parse(source.NewFile("a.md", "```"+language+"\n"+c.code+"\n```\n"), Options{}))
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: %s is not in %s", language, c.want, page)
		}
	}
}

// TestCodeStaysAsItIs holds that no language changes a byte of the code.
func TestCodeStaysAsItIs(t *testing.T) {
	code := "int x = 1; // ä\n\n\tif (a<b && \"c\\\"d\") { /* e\n f */ }\n# g: 'h' `i` ${j} <k l='m'>n</k> @o [p] --q\n===\n\"unclosed\n'''\n"
	for language := range lexerNames() {
		if strings.ContainsAny(language, " []*/()~") || languageOf(language) != language {
			continue
		}
		d := Parse(source.NewFile("a.md", "~~~"+language+"\n"+code+"~~~\n"), Options{})
		nodes, err := html.ParseFragment(strings.NewReader(whole(d.Sections[0].HTML)), nil)
		if err != nil {
			t.Fatal(err)
		}
		var text func(n *html.Node) string
		text = func(n *html.Node) string {
			if n.Type == html.TextNode {
				return n.Data
			}
			var b strings.Builder
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				b.WriteString(text(c))
			}
			return b.String()
		}
		if got := strings.TrimSuffix(text(nodes[0]), "\n"); got != code {
			t.Errorf("%s: shows %q", language, got)
		}
	}
}

// TestCodeBeyondLimits holds that large code is shown, without colours.
func TestCodeBeyondLimits(t *testing.T) {
	for name, code := range map[string]string{
		"bytes":     strings.Repeat("var x = 1 // abc\n", 4_000),
		"lines":     strings.Repeat("x\n", 4_100),
		"long line": "x := \"" + strings.Repeat("a", 600) + "\"\n",
		"tokens":    strings.Repeat("(((((((((((((((((((((((((((((((((((((((((((((((((\n", 400),
		"errors":    strings.Repeat("§§§§§§§§§§§§§§§§§§§§\n", 40),
	} {
		page := pageText(Parse(source.NewFile("a.md", "```go\n"+code+"```\n"), Options{}))
		if strings.Contains(page, "<span") || strings.Count(page, "\n") < strings.Count(code, "\n") {
			t.Errorf("%s: is coloured or cut short", name)
		}
	}
	block := "```go\n" + strings.Repeat("x := 1\n", 1_000) + "```\n\n"
	page := pageText(Parse(source.NewFile("a.md", strings.Repeat(block, 100)), Options{}))
	if n := strings.Count(page, "<span"); n == 0 || n > 2*maxCodeFile/7 {
		t.Errorf("%d colours in a file of %d bytes of code", n, 700_000)
	}
}

// TestStylesheet holds that every class that code can have is in the sheet, and
// every colour is the theme's to set.
func TestStylesheet(t *testing.T) {
	sheet := Stylesheet()
	for _, c := range codeColours {
		if want := fmt.Sprintf(".chroma .%s{color:var(--code-%s,inherit)", c.class, c.property); !strings.Contains(sheet, want) {
			t.Errorf("%s is not in the sheet", want)
		}
	}
	if m := regexp.MustCompile(`#[0-9a-f]{3}|rgb|hsl|url\(|@import`).FindString(sheet); m != "" {
		t.Errorf("the sheet says %s", m)
	}
}
