package build

import (
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// heed gives what is said of a document without what its authors do not want to
// hear of, and with a diagnostic for each comment that silences nothing. What is
// said of the file as a whole is silenced by a comment anywhere in it.
func heed(doc *plan.Document, found []*diag.Diagnostic) []*diag.Diagnostic {
	if len(doc.Ignores) == 0 {
		return found
	}
	used := make([]bool, len(doc.Ignores))
	found = slices.DeleteFunc(slices.Clone(found), func(d *diag.Diagnostic) bool {
		hit := false
		for i := range doc.Ignores {
			ignore := &doc.Ignores[i]
			if rule, _ := diag.Lookup(ignore.Rule); rule.Code == d.Code && inScope(doc, ignore, d.Range) {
				used[i], hit = true, true
			}
		}
		return hit
	})
	for i := range doc.Ignores {
		if used[i] {
			continue
		}
		ignore := &doc.Ignores[i]
		d := diag.New(diag.UnusedIgnore, doc.File.Path, "there is nothing of %q here to ignore", ignore.Rule)
		d.Hint = "remove the comment"
		d = doc.File.At(d, ignore.Span.Start, ignore.Span.End)
		found = append(found, &d)
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
