package diag

import (
	"cmp"
	"slices"
)

// rank grades from 0, the worst.
func (s Severity) rank() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// AtLeast tells whether s is as bad as limit or worse.
func (s Severity) AtLeast(limit Severity) bool { return s.rank() <= limit.rank() }

// Valid tells whether s is one of the three severities.
func (s Severity) Valid() bool { return s == Error || s == Warning || s == Note }

// Off is what a configuration says of a rule that is not to be reported.
const Off = "off"

// Sort orders list by path, place, severity (worst first), code and message.
// Equal diagnostics keep their order.
func Sort(list []Diagnostic) {
	if len(list) > 1 {
		slices.SortStableFunc(list, func(a, b Diagnostic) int { return compare(&a, &b) })
	}
}

func compare(a, b *Diagnostic) int {
	if c := cmp.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	if c := comparePositions(a.Range.Start, b.Range.Start); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.Severity.rank(), b.Severity.rank()),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		comparePositions(a.Range.End, b.Range.End),
	)
}

func comparePositions(a, b Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// Count is how many diagnostics there are of each severity.
type Count struct{ Errors, Warnings, Notes int }

// Tally counts list.
func Tally(list []Diagnostic) Count {
	var c Count
	for i := range list {
		c.add(list[i].Severity)
	}
	return c
}

func (c *Count) add(s Severity) {
	switch s {
	case Error:
		c.Errors++
	case Warning:
		c.Warnings++
	default:
		c.Notes++
	}
}

func (c Count) of(s Severity) int {
	switch s {
	case Error:
		return c.Errors
	case Warning:
		return c.Warnings
	}
	return c.Notes
}

// And counts those of d too.
func (c Count) And(d Count) Count {
	return Count{c.Errors + d.Errors, c.Warnings + d.Warnings, c.Notes + d.Notes}
}

// All is how many there are of every severity.
func (c Count) All() int { return c.Errors + c.Warnings + c.Notes }
