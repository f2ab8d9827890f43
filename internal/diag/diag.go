// Package diag says what a diagnostic is: a flaw of the portfolio that its
// authors can mend. A diagnostic is never a Go error: the build goes on and
// makes every page it can. An error means that Planfolio could not do its work.
//
// It takes diagnostics from every stage and gives them back as text, JSON,
// SARIF, JUnit or GitHub annotations. It imports nothing of Planfolio.
package diag

import "slices"

// Severity grades a diagnostic.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Position is a place in a text as people count: lines and columns from 1,
// columns in code points. The zero Position means the whole file.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Range is the stretch of text from Start up to and without End.
type Range struct {
	Start, End Position
}

// Related is a second place that takes part in a diagnostic, such as the other
// definition of a duplicate id.
type Related struct {
	Path    string
	Range   Range
	Message string
}

// Diagnostic is one flaw of the portfolio.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Message  string // one sentence without capital and full stop, with the text at fault quoted
	Path     string // relative to the portfolio's root, with "/"; empty for the portfolio as a whole
	Range    Range
	Excerpt  string // the source line at Range.Start, for the caret; empty where there is none
	Related  []Related
	Hint     string // what to do, one sentence; empty where the message says it
}

// Equal tells whether e says the same of the same place.
func (d *Diagnostic) Equal(e *Diagnostic) bool {
	return d.Code == e.Code && d.Severity == e.Severity && d.Message == e.Message && d.Path == e.Path && d.Range == e.Range &&
		d.Excerpt == e.Excerpt && slices.Equal(d.Related, e.Related) && d.Hint == e.Hint
}
