package markdown

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// readDamage reports what is broken in the text itself: fences that never close
// and the leavings of a merge.
func (r *reader) readDamage() {
	var code []plan.Span
	ast.Walk(r.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if !entering || n.Kind() != ast.KindFencedCodeBlock && n.Kind() != ast.KindCodeBlock {
			return ast.WalkContinue, nil
		}
		if l := n.Lines(); l.Len() > 0 {
			code = append(code, plan.Span{Start: l.At(0).Start, End: l.At(l.Len() - 1).Stop})
		}
		if f, ok := n.(*ast.FencedCodeBlock); ok {
			r.checkFence(f)
		}
		return ast.WalkContinue, nil
	})
	r.checkMerge(code)
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
	d.Hint = "End the code with a line that has the same fence and nothing else"
	r.report(d, plan.Span{Start: start, End: start + width})
}

var mergeMarkers = []string{"<<<<<<< ", ">>>>>>> ", "||||||| "}

// checkMerge reports the markers of a merge conflict that stand in no code.
func (r *reader) checkMerge(code []plan.Span) {
	for at := 0; at < len(r.text); at = r.lineEnd(at) {
		for _, m := range mergeMarkers {
			if !bytes.HasPrefix(r.text[at:], []byte(m)) {
				continue
			}
			i := sort.Search(len(code), func(i int) bool { return code[i].End > at })
			if i < len(code) && code[i].Start <= at {
				continue
			}
			d := diag.New(diag.MergeMarker, r.file.Path, "marker of a merge conflict: %q", m[:7])
			d.Hint = "Decide which side holds and delete the markers"
			r.report(d, plan.Span{Start: at, End: at + 7})
		}
	}
}
