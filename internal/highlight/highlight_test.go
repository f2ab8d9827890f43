package highlight

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
)

func colour(language, code string) string { return string(new(Document).Append(nil, language, code)) }

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
		"mermaid":   {"graph TD; A-->B", `graph TD; A--&gt;B`},
		"unheard":   {"<b>", `&lt;b&gt;`},
		"plaintext": {"<b>", `&lt;b&gt;`},
	} {
		if got := colour(language, c.code+"\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s is not in %s", language, c.want, got)
		}
	}
}

// TestCodeStaysAsItIs holds that no language changes a byte of the code.
func TestCodeStaysAsItIs(t *testing.T) {
	code := "int x = 1; // ä\n\n\tif (a<b && \"c\\\"d\") { /* e\n f */ }\n# g: 'h' `i` ${j} <k l='m'>n</k> @o [p] --q\n===\n\"unclosed\n'''\n"
	tag := regexp.MustCompile(`</?span[^>]*>`)
	for language := range languages() {
		got := html.UnescapeString(tag.ReplaceAllString(colour(language, code), ""))
		if got != code {
			t.Errorf("%s: shows %q", language, got)
		}
	}
}

// TestBeyondLimits holds that code which is too much is shown, without colours.
func TestBeyondLimits(t *testing.T) {
	for name, code := range map[string]string{
		"bytes":       strings.Repeat("var x = 1 // abc\n", 4_000),
		"lines":       strings.Repeat("x\n", 4_100),
		"long line":   "x := \"" + strings.Repeat("a", 600) + "\"\n",
		"tokens":      strings.Repeat("(((((((((((((((((((((((((((((((((((((((((((((((((\n", 400),
		"errors":      strings.Repeat("§§§§§§§§§§§§§§§§§§§§\n", 40),
		"line ends":   "var x = 1\r\n",
		"bad letters": "var x = 1 // \xff\n",
	} {
		if got := colour("go", code); got != string(AppendText(nil, code)) {
			t.Errorf("%s: is coloured or cut short", name)
		}
	}
}

// TestSteps holds that code which takes too many steps stays plain: each of
// these lines is searched to the end of the text, from each of them.
func TestSteps(t *testing.T) {
	code := strings.Repeat("<<<\n", 3_900)
	s := &scanner{}
	for name, l := range languages() {
		s.paint(l, code)
		if l.compiled() != nil && s.steps < -maxBytes {
			t.Errorf("%s: goes on for %d steps after the last", name, -s.steps)
		}
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
