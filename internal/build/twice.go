package build

import (
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
)

// withoutEmptyPhases leaves empty sections out of list where phases says of the
// same line that the phase is empty: one thing to mend is one finding.
func withoutEmptyPhases(list, phases []diag.Diagnostic) []diag.Diagnostic {
	type place struct {
		path string
		line int
	}
	said := map[place]bool{}
	for _, d := range phases {
		if d.Code == diag.EmptyPhase {
			said[place{d.Path, d.Range.Start.Line}] = true
		}
	}
	if len(said) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		return d.Code == diag.EmptySection && said[place{d.Path, d.Range.Start.Line}]
	})
}
