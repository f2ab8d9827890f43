package build

import (
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// heed gives found without the diagnostics that the authors do not want to hear
// of, and with one for each comment that silences nothing. A diagnostic of a
// file as a whole is silenced by a comment anywhere in the file.
func (r *Result) heed(found []diag.Diagnostic) []diag.Diagnostic {
	used := map[*plan.Ignore]bool{}
	silenced := func(d diag.Diagnostic) bool {
		doc := r.byPath[d.Path]
		if doc == nil {
			return false
		}
		hit := false
		for i := range doc.doc.Ignores {
			ignore := &doc.doc.Ignores[i]
			if rule, _ := diag.Lookup(ignore.Rule); rule.Code == d.Code && inScope(doc.doc, ignore, d.Range) {
				used[ignore], hit = true, true
			}
		}
		return hit
	}
	found = slices.DeleteFunc(slices.Clone(found), silenced)
	for _, doc := range r.documents {
		for i := range doc.doc.Ignores {
			ignore := &doc.doc.Ignores[i]
			if used[ignore] {
				continue
			}
			d := diag.New(diag.UnusedIgnore, doc.doc.File.Path, "there is nothing of %q here to ignore", ignore.Rule)
			d.Hint = "remove the comment"
			found = append(found, doc.doc.File.At(d, ignore.Span.Start, ignore.Span.End))
		}
	}
	return found
}

func inScope(doc *plan.Document, ignore *plan.Ignore, at diag.Range) bool {
	if at.Start.Line == 0 {
		return true
	}
	scope := doc.File.Range(ignore.Scope.Start, ignore.Scope.End)
	return scope.Start.Line <= at.Start.Line && at.Start.Line <= scope.End.Line
}
