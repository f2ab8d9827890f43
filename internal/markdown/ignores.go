package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// ignoreComment is a comment that silences a rule: <!-- planfolio:ignore PF403 reason -->.
var ignoreComment = pattern.MustCompile(`<!--\s*planfolio:ignore(?:\s+([^\s,]+(?:,\s*[^\s,]+)*))?(?:\s+((?s:.*?)))?\s*-->`)

// readIgnores finds the comments that silence rules. They stand in HTML alone: in
// a code block they are an example.
func (r *reader) readIgnores() {
	if !strings.Contains(r.file.Text, "planfolio:ignore") {
		return
	}
	ast.Walk(r.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			if k := n.Segments.Len(); k > 0 {
				r.ignoresIn(n.Segments.At(0).Start, n.Segments.At(k-1).Stop)
			}
		case *ast.HTMLBlock:
			if k := n.Lines().Len(); k > 0 {
				end := n.Lines().At(k - 1).Stop
				if n.HasClosure() {
					end = n.ClosureLine.Stop
				}
				r.ignoresIn(n.Lines().At(0).Start, end)
			}
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(r.doc.Ignores, func(a, b plan.Ignore) int { return a.Span.Start - b.Span.Start })
}

// ignoresIn reads the comments in text[start:end].
func (r *reader) ignoresIn(start, end int) {
	for _, m := range ignoreComment.FindAllSubmatchIndex(r.text[start:end], -1) {
		span := plan.Span{Start: start + m[0], End: start + m[1]}
		var rules, reason string
		if m[2] >= 0 {
			rules = string(r.text[start+m[2] : start+m[3]])
		}
		if m[4] >= 0 {
			reason = plain(string(r.text[start+m[4] : start+m[5]]))
		}
		for rule := range strings.SplitSeq(rules, ",") {
			rule = strings.TrimSpace(rule)
			if _, ok := diag.Lookup(rule); !ok || reason == "" {
				r.reportBadIgnore(rule, ok, span)
				continue
			}
			r.doc.Ignores = append(r.doc.Ignores, plan.Ignore{Rule: rule, Reason: reason, Span: span, Scope: r.ignoreScope(span)})
		}
	}
}

func (r *reader) reportBadIgnore(rule string, known bool, span plan.Span) {
	d := diag.New(diag.BadIgnore, r.file.Path, "the comment names the rule %q, which does not exist", rule)
	switch {
	case rule == "":
		d.Message = "the comment names no rule"
	case known:
		d.Message = "the comment gives no reason"
	}
	d.Hint = "write it as <!-- planfolio:ignore PF403 reason -->; planfolio explain lists the rules"
	r.report(d, span)
}

// ignoreScope is what a comment holds for: the line on which it stands beside
// other text, else its section with those below, and of a comment above the
// first heading the whole file.
func (r *reader) ignoreScope(span plan.Span) plan.Span {
	start := strings.LastIndexByte(r.file.Text[:span.Start], '\n') + 1
	end := len(r.file.Text)
	if i := strings.IndexByte(r.file.Text[span.End:], '\n'); i >= 0 {
		end = span.End + i
	}
	if strings.TrimSpace(r.file.Text[start:span.Start]+r.file.Text[span.End:end]) != "" {
		return plan.Span{Start: start, End: end}
	}
	scope := plan.Span{Start: 0, End: len(r.file.Text)}
	for i, s := range r.doc.Sections {
		if i > 0 && s.Span.Start <= span.Start && span.End <= s.Span.End {
			scope = s.Span // the sections within others come after them
		}
	}
	return scope
}
