package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// readNested finds blocks of Markdown code that show a fence as long as their
// own. Markdown ends the block where the inner fence closes, and takes the text
// behind it for code and the code for text, to the end of the file. The author
// has meant the fences to nest; where they do so to the last, they are read as
// nested. For that the inner ones are set in the other sign, "~" for "`", while
// the text is parsed.
func (r *reader) readNested() {
	var outer, inner string // fences, as they open
	shows := false          // the outer block is Markdown
	var within []plan.Span  // fences within it
	for at := 0; at < len(r.text); {
		end := r.lineEnd(at)
		trimmed := bytes.TrimSpace(r.text[at:end])
		if len(trimmed) < 3 || trimmed[0] != '`' && trimmed[0] != '~' {
			at = end
			continue
		}
		line := string(trimmed)
		mark := fenceMark(line)
		bare := mark == line
		closes := func(fence string) bool { return bare && strings.HasPrefix(mark, fence) }
		switch {
		case mark == "" || !bare && strings.ContainsRune(line[len(mark):], '`'):
		case outer == "":
			outer, shows, within = mark, markdownCode[languageOf(line[len(mark):])], nil
		case inner != "" && closes(inner):
			within, inner = append(within, r.markSpan(at, mark)), ""
		case inner != "":
		case closes(outer):
			r.nestFences(within)
			outer = ""
		case shows && !bare && strings.HasPrefix(mark, outer):
			within, inner = append(within, r.markSpan(at, mark)), mark
		}
		at = end
	}
}

// markdownCode are the languages of code that may show fences.
var markdownCode = nameSet("markdown md mdx")

// markSpan is where mark stands in the line that begins at offset.
func (r *reader) markSpan(offset int, mark string) plan.Span {
	for r.text[offset] == ' ' || r.text[offset] == '\t' {
		offset++
	}
	return plan.Span{Start: offset, End: offset + len(mark)}
}

// nestFences notes the fences within a block, and reports the first.
func (r *reader) nestFences(within []plan.Span) {
	if len(within) == 0 {
		return
	}
	d := diag.New(diag.NestedFence, r.file.Path, "fence within a block of Markdown that is as long as the block's own")
	d.Hint = "open and close the outer block with one sign more"
	r.report(d, within[0])
	r.inner = append(r.inner, within...)
}

// turnFences turns the inner fences from one sign to the other, and back.
func (r *reader) turnFences() {
	for _, s := range r.inner {
		for i := s.Start; i < s.End; i++ {
			r.text[i] ^= '`' ^ '~'
		}
	}
}

// readFences reports fences of code that never close.
func (r *reader) readFences() {
	ast.Walk(r.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if f, ok := n.(*ast.FencedCodeBlock); ok && entering {
			r.checkFence(f)
		}
		return ast.WalkContinue, nil
	})
}

// checkFence reports f where the line behind its last is no closing fence: the
// file, or the quote or item around it, ended first.
func (r *reader) checkFence(f *ast.FencedCodeBlock) {
	start := f.Pos()
	if start < 0 || start >= len(r.text) {
		return
	}
	mark := r.text[start]
	width := 0
	for start+width < len(r.text) && r.text[start+width] == mark {
		width++
	}
	behind := r.lineEnd(start)
	if l := f.Lines(); l.Len() > 0 {
		behind = max(behind, l.At(l.Len()-1).Stop)
	}
	line := r.text[behind:r.lineEnd(behind)]
	line = bytes.TrimLeft(line, " \t>")
	closing := 0
	for closing < len(line) && line[closing] == mark {
		closing++
	}
	if closing >= width && len(bytes.TrimSpace(line[closing:])) == 0 {
		return
	}
	d := diag.New(diag.UnclosedFence, r.file.Path, "code fence that begins here never closes")
	d.Hint = "end the code with a line that has the same fence and nothing else"
	r.report(d, plan.Span{Start: start, End: start + width})
}

// fenceMark is the run of "`" or "~" that opens or closes a block of code; "" in other lines.
func fenceMark(line string) string {
	line = strings.TrimLeft(line, " ")
	for _, c := range "`~" {
		if n := len(line) - len(strings.TrimLeft(line, string(c))); n >= 3 {
			return line[:n]
		}
	}
	return ""
}
