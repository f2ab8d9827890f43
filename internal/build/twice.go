package build

import (
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
)

// withoutEmptyPhases takes empty sections out of list where phases says of the
// same line that the phase is empty: one thing to mend is one finding.
func withoutEmptyPhases(list []*diag.Diagnostic, phases []diag.Diagnostic) []*diag.Diagnostic {
	type place struct {
		path string
		line int
	}
	var said map[place]bool
	for i := range phases {
		if d := &phases[i]; d.Code == diag.EmptyPhase {
			if said == nil {
				said = map[place]bool{}
			}
			said[place{d.Path, d.Range.Start.Line}] = true
		}
	}
	if len(said) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(d *diag.Diagnostic) bool {
		return d.Code == diag.EmptySection && said[place{d.Path, d.Range.Start.Line}]
	})
}
