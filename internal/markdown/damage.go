package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

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

// mergeMarker is a line that git leaves where two versions of a text disagree.
var mergeMarker = regexp.MustCompile(`^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|) .`)

// readMerges reports the markers of merge conflicts and blanks them out of
// r.text. Markdown would make a heading of the text between them, and seven
// quotes of what follows. In a block of code they stay: there they are text.
func (r *reader) readMerges() {
	if !bytes.Contains(r.text, []byte("<<<<<<< ")) && !bytes.Contains(r.text, []byte(">>>>>>> ")) {
		return
	}
	fence, conflict := "", false
	for at := 0; at < len(r.text); {
		end := r.lineEnd(at)
		line := strings.TrimRight(string(r.text[at:end]), " \t\n")
		switch {
		case fence != "":
			if mark := fenceMark(line); strings.HasPrefix(mark, fence) && strings.TrimLeft(line, " ") == mark {
				fence = ""
			}
		case fenceMark(line) != "":
			fence = fenceMark(line)
		case mergeMarker.MatchString(line):
			conflict = line[0] != '>'
			d := diag.New(diag.MergeMarker, r.file.Path, "marker of a merge conflict: %q", line[:7])
			d.Hint = "decide which side holds and delete the markers"
			r.report(d, plan.Span{Start: at, End: at + 7})
			r.blank(at, end)
		case conflict && line == "=======":
			r.blank(at, end)
		}
		at = end
	}
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
