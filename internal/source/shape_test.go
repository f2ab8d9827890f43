package source

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

func TestMeasure(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // "line paragraph marks depth headings columns cells pipes notes"
	}{
		{"paragraph", "ab\ncd *e*\n\nf\n", "6 10 2 0 0 0 0 0 0"},
		{"quotes on one line", "> > > a\n", "7 8 0 3 0 0 0 0 0"},
		{"lists on one line", "- 1. * a", "8 9 0 3 0 0 0 0 0"},
		{"stairs", "- a\n  - b\n    1) c\n- d\n", "8 9 0 3 0 0 0 0 0"},
		{"lazy line", "> > a\nb\n> > > c\n", "7 8 0 3 0 0 0 0 0"},
		{"a list of ten does not interrupt a paragraph", "a\n10. b\n", "5 8 0 0 0 0 0 0 0"},
		{"a list of one does", "a\n1. b\n", "4 5 0 1 0 0 0 0 0"},
		{"a rule is no list", "- - -\n* * *\n", "0 0 0 0 0 0 0 0 0"},
		{"headings", "# a\n\nb\n===\n\n####### c\n#d\n", "9 13 0 0 2 0 0 0 0"},
		{"fence", "```\n" + strings.Repeat("x", 99) + "\n# a\n- - - b\n```\nc\n", "1 2 0 0 0 0 0 0 0"},
		{"fence in a list", "- ```\n  > > > a\n  ```\n- b\n", "3 4 0 1 0 0 0 0 0"},
		{"fence that only looks like one", "<div>\n```\n\n> > > a\n", "7 8 0 3 0 0 0 0 0"},
		{"comment", "<!--\n> > > a\n\n# b\n-->\n> c\n", "3 4 0 1 0 0 0 0 0"},
		{"table", "| a | b |\n|---|---|\n| c |\n| d | `e\\|f` |\n", "14 20 2 0 0 2 1 1 0"},
		{"table of another width", "a | b\n|---|\nc\n", "5 14 0 0 0 1 0 0 0"},
		{"footnotes", "[^1]: a\n\n    > b\n\n[^2]: c\n", "7 8 0 2 0 0 0 0 2"},
		{"marks of two paragraphs", strings.Repeat("[", 30) + "\n\n" + strings.Repeat("*a ", 40) + "\n", "120 121 50 0 0 0 0 0 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := measure(c.text, Limits{}.Effective())
			got := fmt.Sprint(s.line.value, s.paragraph.value, s.marks.value, s.depth.value, s.headings.value, s.columns.value, s.cells.value, s.pipes.value, s.notes.value)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestHostileShapes holds the defaults to stopping what would keep a parser busy
// for seconds or fill the memory.
func TestHostileShapes(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, (1<<20)/len(s)) }
	footnotes := ""
	for i := range 1001 {
		footnotes += fmt.Sprintf("[^%d]: x\n", i)
	}
	for name, text := range map[string]string{
		"links that never close":     fill("[x]("),
		"brackets in one paragraph":  strings.Repeat("[", 60_000),
		"brackets in many":           fill(strings.Repeat("[", 4000) + "\n\n"),
		"emphasis in many":           fill(strings.Repeat("*a_ ", 1000) + "\n\n"),
		"code spans in many":         fill(strings.Repeat("`a``", 1000) + "\n\n"),
		"quotes":                     fill("> "),
		"lists":                      fill("1. "),
		"stairs of lists":            stairs(40),
		"a paragraph of short lines": fill("word\n"),
		"headings":                   fill("# a\n"),
		"a wide table":               "|" + strings.Repeat("a|", 200) + "\n|" + strings.Repeat("-|", 200) + "\n",
		"a table of empty rows":      "|" + strings.Repeat("a|", 100) + "\n|" + strings.Repeat("-|", 100) + "\n" + strings.Repeat("|\n", 1000),
		"escaped pipes":              "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", 2001),
		"footnotes":                  footnotes,
	} {
		f := NewFile("hostile.md", text)
		if len(f.Diagnostics) == 0 || !strings.Contains(f.Text, "text\n"+strings.TrimSuffix(text, "\n")) {
			t.Errorf("%s: shown as %.80q with %+v", name, f.Text, f.Diagnostics)
		}
	}
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// parsed is what the parser made of a text, in the terms of shape.
type parsed struct{ depth, paragraph, headings, columns, notes int }

var parser = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser()

func parse(s string) parsed {
	var p parsed
	depth := 0
	_ = ast.Walk(parser.Parse(text.NewReader([]byte(s))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Blockquote, *ast.ListItem, *extast.Footnote:
			if !entering {
				depth--
				break
			}
			depth++
			p.depth = max(p.depth, depth)
			if n.Kind() == extast.KindFootnote {
				p.notes++
			}
		case *ast.Heading:
			if entering {
				p.headings++
			}
		case *extast.Table:
			p.columns = max(p.columns, len(n.Alignments))
		case *ast.Paragraph, *ast.TextBlock:
			length := 0
			for i := range n.Lines().Len() {
				l := n.Lines().At(i)
				length += l.Stop - l.Start
			}
			p.paragraph = max(p.paragraph, length)
		}
		return ast.WalkContinue, nil
	})
	return p
}

// hides says what the parser finds in s that the measure does not see; "" where
// it sees enough. It may see more than there is, and it need not see every
// oddity: what counts is that nothing can be hidden by repeating it.
func hides(s string) string {
	p := parse(s)
	m := measure(s, Limits{Depth: 1 << 20}.Effective())
	for _, x := range []struct {
		name              string
		parser, seen, odd int
	}{
		{"depth", p.depth, m.depth.value, 3}, {"paragraph", p.paragraph, m.paragraph.value, 10},
		{"headings", p.headings, m.headings.value, 10}, {"columns", p.columns, m.columns.value, 3}, {"footnotes", p.notes, m.notes.value, 3},
	} {
		if x.parser > 2*x.seen+x.odd {
			return fmt.Sprintf("%s: the parser finds %d, the measure %d", x.name, x.parser, x.seen)
		}
	}
	return ""
}

var pieces = []string{
	"- ", "1. ", "10) ", "> ", ">", "*   ", "    ", "  ", "\t", " ", "```", "~~~", "````", "<div>", "<!--", "-->", "<pre>", "</pre>", "<x>", "<!A", "<?",
	"\n", "\n", "\n", "\n\n", "a", "bcd efg", "# ", "---", "***", "===", "[^1]:", "[^n]: ", "|", "|-|-|", "| a | b |", "-", "+", "[a]: b", "\\|", "`", "- [ ] ",
}

// hostile is some pieces, then others ten times over, then lists twelve deep:
// whatever the first make the measure believe, it must still see the last.
func hostile(r *rand.Rand) string {
	join := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	return join(r.IntN(8)) + strings.Repeat(join(1+r.IntN(12)), 10) + "\n\n" + strings.Repeat("- ", 12) + "x"
}

func TestMeasureSeesWhatTheParserFinds(t *testing.T) {
	for seed := range uint64(5_000) {
		if s := hostile(rand.New(rand.NewPCG(seed, 1))); hides(s) != "" {
			t.Errorf("%q: %s", s, hides(s))
		}
	}
}

func FuzzMeasure(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(hostile(rand.New(rand.NewPCG(seed, 2))))
	}
	f.Fuzz(func(t *testing.T, s string) {
		s, _ = repair([]byte(s))
		measure(s, Limits{}.Effective())
	})
}
