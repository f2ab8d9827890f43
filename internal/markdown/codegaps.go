package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// Fences hide requirements and tasks, but not gaps: a template asks for a
// diagram or a directory tree in a fence. What is code, a screen drawn in
// characters, or the format of some output has brackets of its own.

// formFence is the share of a fence's lines that are slots, in percent, from
// which on it is a form.
const formFence = 75

var (
	proseFence = wordSet(`text txt md markdown plaintext plain`)
	drawn      = pattern.MustCompile(`[┌┐┘┤╔║]|│.*│|^\s*[|+].*[|+]\s*$|--+>|<--+`)
	treeLine   = pattern.MustCompile(`^[\s│├└─|` + "`" + `+-]*[\w./\[\]#-]+/?\s+#\s+`)
	commentAt  = pattern.MustCompile(`(?:^|\s)(?:#|//|--|;|<!--)\s+`)
)

func (g *gapReader) code(n ast.Node) {
	lines := n.Lines()
	introduced := g.introduced(n)
	if lines.Len() == 0 || !introduced && g.unresolved(n) {
		return
	}
	if g.settled(n.Pos()) {
		return
	}
	lang := ""
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		lang = strings.ToLower(string(f.Language(g.text)))
	}
	form := g.known.sections[g.sectionAt(n.Pos())]
	prose := lang == "" || proseFence[lang]
	passages := make([]passage, 0, lines.Len())
	slots, guidance := 0, 0
	for i := range lines.Len() {
		s := lines.At(i)
		raw := strings.TrimRight(g.substring(s.Value(g.text), s.Start), "\n")
		text := strings.TrimSpace(raw)
		if text == "" {
			continue
		}
		p := passage{text: text, plain: text, start: s.Start + strings.Index(raw, text), code: true, form: form}
		p.label, _ = splitLabel(text, "")
		passages = append(passages, p)
		if !drawn.MatchString(text) && fenceSlot(p) {
			slots++
		}
		if isGuidingComment(lang, text) {
			guidance++
		}
	}
	shown := introduced || lang == "md" || lang == "markdown" // how something is to look
	whole := prose && !(shown && !form) && 100*slots >= formFence*len(passages)
	for _, p := range passages {
		switch {
		case lang != "" && guidance == len(passages):
			g.add(plan.GapUntouched, p.start, p.start+len(p.text), 0)
		case whole || form && (prose || lang == "bash" || lang == "sh") && !drawn.MatchString(p.text), strings.Contains(p.text, "[##"):
			if !g.slots(p) && !g.owedComment(p, prose) && prose {
				g.leadIn(p)
			}
		default:
			g.owedComment(p, prose)
		}
	}
}

// opensInside tells whether the line that closes a fence was meant to open one
// within it: it stands right below a line that announces code. What follows up to
// the next fence is then code.
func (g *gapReader) opensInside(fence *ast.FencedCodeBlock) bool {
	lang := strings.ToLower(string(fence.Language(g.text)))
	if lines := fence.Lines(); lines.Len() > 0 && (lang == "" || proseFence[lang]) {
		last := lines.At(lines.Len() - 1)
		if !bytes.HasSuffix(bytes.TrimRight(last.Value(g.text), " \n*_"), []byte(":")) {
			return false
		}
		for n := fence.NextSibling(); n != nil; n = n.NextSibling() {
			if n.Kind() == ast.KindFencedCodeBlock {
				return true
			}
		}
	}
	return false
}

// introduced tells whether the text above a fence announces what it shows: the
// format of a message, the marker of a question.
func (g *gapReader) introduced(n ast.Node) bool {
	prev := n.PreviousSibling()
	if prev == nil || prev.Kind() != ast.KindParagraph && prev.Kind() != ast.KindTextBlock {
		return false
	}
	text := g.plainText(prev)
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
}

// fenceSlot tells whether a line of a fence is a slot, with or without a label.
func fenceSlot(p passage) bool {
	brackets := findBrackets(strings.TrimLeft(p.text, "-*• \t"))
	p.text = strings.TrimLeft(p.text, "-*• \t")
	for _, b := range brackets {
		if (b.asks == asksSurely || b.asks == asksMaybe) && standsAlone(p, b, brackets) {
			return true
		}
	}
	return false
}

// owedComment notes a comment in a directory tree or a listing that says that
// something is still to come.
func (g *gapReader) owedComment(p passage, prose bool) bool {
	if !prose {
		return false
	}
	m := commentAt.FindStringIndex(p.text)
	if m == nil {
		return false
	}
	p.start += m[1]
	p.text = p.text[m[1]:]
	p.plain, p.label = p.text, ""
	return !treeLine.MatchString(p.text) && g.owed(p, gapContext{})
}

// isGuidingComment tells whether a line of code is a comment that tells the
// author what to write in its place.
func isGuidingComment(lang, line string) bool {
	mark := "#"
	switch lang {
	case "sql", "lua", "haskell":
		mark = "--"
	case "js", "javascript", "ts", "typescript", "go", "java", "c", "cpp", "rust", "kotlin", "swift", "csharp", "php", "jsx", "tsx", "proto", "graphql", "prisma":
		mark = "//"
	case "python", "py", "ruby", "yaml", "yml", "toml", "sh", "bash":
	default:
		return false
	}
	text, ok := strings.CutPrefix(line, mark)
	return ok && asksRequest.MatchString(strings.TrimSpace(text)) && !strings.ContainsAny(text, "=(){};")
}
