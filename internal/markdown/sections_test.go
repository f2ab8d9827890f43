package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/source"
)

func TestAnchors(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"# Setup\n# Setup\n## setup\n", []string{"setup", "setup-1", "setup-2"}},
		{"# a-1\n# a\n# a\n# a-1\n", []string{"a-1", "a", "a-2", "a-1-1"}},
		{"# a\n\n> # a\n\n- # a\n\n# a\n", []string{"a", "a-3"}},
		{"# C# ###\n# #Tag\n# Über Öl\n# 概要\n# 🔐 Lock & Key\n", []string{"c", "tag", "über-öl", "概要", "-lock--key"}},
		{"# `x_y` and _z_\n# [Plan](p.md)\n# ![alt](p.png) x\n# &amp; co\n# a\\_b\n", []string{"x_y-and-z", "plan", "x", "-co", "a_b"}},
		{"# Vec<String> x\n# a <b>b</b>\n# a<br>b\n", []string{"vec-x", "a-b", "ab"}},
		{"# pf-x\n# PF-x\n# 🚀\n#\n", []string{"section-pf-x", "section-pf-x-1", "section", "section-1"}},
		{"Two\nlines\n===\n", []string{"two-lines"}},
		{"```\n# no\n```\n    # no\n\n<!--\n# no\n-->\n#no\n# yes\n", []string{"yes"}},
	} {
		d := Parse(source.NewFile("a.md", c.text), Options{})
		var got []string
		for _, s := range d.Sections[1:] {
			got = append(got, s.Anchor)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: anchors %q, want %q", c.text, got, c.want)
		}
		checkDocument(t, d)
	}
}

// TestSectionSpans cuts texts at the spans of their sections.
func TestSectionSpans(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a\n# b\nc\n", `"a\n"; "# b\n" "c\n" "# b\nc\n"`},
		{"# a\n## b\nc\n# d", `""; "# a\n" "" "# a\n## b\nc\n"; "## b\n" "c\n" "## b\nc\n"; "# d" "" "# d"`},
		{"a\nb\n===\nc\n", `""; "a\nb\n===\n" "c\n" "a\nb\n===\nc\n"`},
		{"   ## a ##  \nb", `""; "   ## a ##  \n" "b" "   ## a ##  \nb"`},
		{"x\n\n#Title\n---\n", `"x\n\n"; "#Title\n---\n" "" "#Title\n---\n"`},
		{"#\n##\n", `""; "#\n" "" "#\n##\n"; "##\n" "" "##\n"`},
		{"---\nt: x\n---\n# a\n", `"---\nt: x\n---\n"; "# a\n" "" "# a\n"`},
		{"# ä\nö\n", `""; "# ä\n" "ö\n" "# ä\nö\n"`},
		{"  a\n  ---  \nb\n", `""; "  a\n  ---  \n" "b\n" "  a\n  ---  \nb\n"`},
	} {
		d := Parse(source.NewFile("a.md", c.text), Options{})
		var got []string
		for i, s := range d.Sections {
			if i == 0 {
				got = append(got, fmt.Sprintf("%q", c.text[s.Body.Start:s.Body.End]))
				continue
			}
			got = append(got, fmt.Sprintf("%q %q %q", c.text[s.Line.Start:s.Line.End], c.text[s.Body.Start:s.Body.End], c.text[s.Span.Start:s.Span.End]))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q: cut into\n%s, want\n%s", c.text, s, c.want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for heading, want := range map[string]string{
		"a *b* **c** `d` ~~e~~":         "a b c d e",
		"[a](b) ![c](d) <http://e>":     "a c http://e",
		"a &amp; b &lt;c&gt; \\*d\\*":   "a & b <c> *d*",
		"`a &amp; \\* b`":               `a &amp; \* b`,
		"Vec<String> <b>c</b><!-- -->d": "Vec<String> cd",
		"[[Wiki|label]] x":              "label x",
	} {
		if d := Parse(source.NewFile("a.md", "# "+heading+"\n"), Options{}); d.Sections[1].Title != want {
			t.Errorf("%s: title %q, want %q", heading, d.Sections[1].Title, want)
		}
	}
}
