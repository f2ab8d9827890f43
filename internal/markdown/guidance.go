package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// aboutFilling is prose about how to fill in a form: it speaks of the template,
// or of when and how to write what should stand there.
var aboutFilling = regexp.MustCompile(`(?i)\bthis template is\b|^\W*(?:note\W+)?fill (?:in |out )?(?:only|this|the section|when|if)\b|^\W*example of marking\b`)

// guidance notes template prose left as it was.
func (g *gapReader) guidance(p passage, c gapContext) bool {
	if !aboutFilling.MatchString(p.plain) {
		return false
	}
	g.add(plan.GapUntouched, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	return true
}

// guidanceQuote notes a quote that is a template's guidance.
func (g *gapReader) guidanceQuote(q *ast.Blockquote) bool { return false }

// code looks for gaps in a code block: fences hide no gaps.
func (g *gapReader) code(n ast.Node) {
	lines := n.Lines()
	lang := ""
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		lang = strings.ToLower(string(f.Language(g.text)))
	}
	prose := lang == "" || lang == "text" || lang == "txt"
	all := true
	for i := range lines.Len() {
		s := lines.At(i)
		line := strings.TrimSpace(string(s.Value(g.text)))
		if line != "" && !commentLine(lang, line) {
			all = false
		}
	}
	for i := range lines.Len() {
		s := lines.At(i)
		raw := strings.TrimRight(string(s.Value(g.text)), "\n")
		if strings.TrimSpace(raw) == "" {
			continue
		}
		start := s.Start + len(raw) - len(strings.TrimLeft(raw, " \t"))
		p := passage{text: strings.TrimSpace(raw), plain: strings.TrimSpace(raw), start: start, code: true}
		if all && lang != "" {
			g.add(plan.GapUntouched, start, start+len(p.text), 0)
			continue
		}
		if prose {
			if g.slots(p) {
				continue
			}
			if i := strings.Index(p.text, "# "); i >= 0 {
				p.start += i + 2
				p.text = p.text[i+2:]
				g.owed(p, gapContext{})
			}
		}
	}
}

// commentLine tells whether a line of code is nothing but a comment.
func commentLine(lang, line string) bool {
	switch lang {
	case "sql", "lua", "haskell":
		return strings.HasPrefix(line, "--")
	case "js", "javascript", "ts", "typescript", "go", "java", "c", "cpp", "rust", "kotlin", "swift", "csharp", "php", "jsx", "tsx", "proto", "graphql":
		return strings.HasPrefix(line, "//")
	case "python", "py", "ruby", "yaml", "yml", "toml", "sh", "bash":
		return strings.HasPrefix(line, "#")
	}
	return false
}

// emptySections notes leaf sections without content.
func (g *gapReader) emptySections() {
	s := g.doc.Sections
	for i := 1; i < len(s); i++ {
		leaf := i+1 == len(s) || s[i+1].Level <= s[i].Level
		if !leaf || !s[i].Empty {
			continue
		}
		if _, taken := g.lines[s[i].Line.Start]; taken {
			continue
		}
		g.add(plan.GapEmpty, s[i].Line.Start, s[i].Line.Start+len(strings.TrimRight(string(g.text[s[i].Line.Start:s[i].Line.End]), "\n")), 0)
	}
}
