package trace

import (
	"strings"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Meaning is what a state means and what to do about it, for readers.
type Meaning struct {
	Of   Subject
	Name string // as a state's name: uncovered, dangling
	Word string // as lists and legends show it
	Says string // what it means, one sentence
	Fix  string // what brings it further, one sentence; "" where nothing is to be done
}

// Subject is what a state is of.
type Subject string

// The subjects.
const (
	OfRequirement Subject = "requirement"
	OfCoverage    Subject = "coverage"
	OfCitation    Subject = "citation"
)

// Standing is how a requirement stands towards what its policy asks for.
type Standing string

// The standings; a retired requirement has none.
const (
	Gap     Standing = "gap"
	Waived  Standing = "waived"
	Covered Standing = "covered"
)

// Standing of the row: a waiver goes before what it excuses.
func (r *Row) Standing() Standing {
	switch {
	case r.State == Retired:
		return ""
	case r.Waiver != nil:
		return Waived
	case r.Covered:
		return Covered
	}
	return Gap
}

// Through is the state of a citation that is resolved by a range, a wildcard or
// the id of a group.
const Through = "through-a-range"

// Meanings are all states that a reader meets in a trace, in the order of lists
// and legends: gaps first.
var Meanings = []Meaning{
	{OfRequirement, string(Uncovered), "uncovered",
		"No section, phase or task cites it, nor all of its parts.",
		"Cite it where it is answered: _Requirements: FR-1.2_ below a section or a task; or mark it as deferred, or waive it."},
	{OfRequirement, string(Cited), "cited only",
		"A section cites it; no phase or task does.",
		"Cite it in the phase or the task that does the work."},
	{OfRequirement, string(Planned), "planned",
		"A phase or a task cites it, and not all of its tasks are done.",
		"Do the tasks that cite it; to have it tested, cite it in a section about testing or in a test task."},
	{OfRequirement, string(Tested), "tested",
		"It is planned, and a section about testing or a test task cites it.",
		"Do the tasks that cite it."},
	{OfRequirement, string(Done), "done",
		"All tasks that cite it are done, or its own box is ticked, or all its parts are done.", ""},
	{OfRequirement, string(Defined), "defined",
		"It is only defined: nothing cites it, and by a waiver nothing has to.",
		"Nothing, until the waiver ends; to answer it all the same, cite it."},
	{OfRequirement, string(Retired), "retired",
		"It is withdrawn or deferred: kept in the index, out of every total.",
		"Nothing; to take it up again, remove the mark (struck through, removed, deferred) from its definition."},

	{OfCoverage, string(Gap), "gap",
		"It lacks something that the coverage policy asks of its kind.",
		"Cite it in the place that is lacking, or waive it in planfolio.yaml with a reason and a date."},
	{OfCoverage, string(Waived), "waived",
		"A waiver in planfolio.yaml excuses it from the coverage policy, with a reason and a date.",
		"Nothing, until the waiver ends."},
	{OfCoverage, string(Covered), "covered",
		"It has everything that the coverage policy asks of its kind.", ""},

	{OfCitation, portfolio.Resolved.String(), "resolved",
		"One definition fits the id: in its own plan, in a plan above, or in the plan that is written before it.", ""},
	{OfCitation, Through, "through a range",
		"The id is not written itself: a range, a wildcard or the id of a group means it.",
		"Nothing; to have it found by a search for its id, write the id."},
	{OfCitation, portfolio.Dangling.String(), "dangling",
		"No plan that the citation can mean defines the id.",
		"Correct the id, define it, or say what it is called today below renamed: in the front matter."},
	{OfCitation, portfolio.Ambiguous.String(), "ambiguous",
		"Two definitions fit the id equally well, so it is not guessed which is meant.",
		"Write the plan before the id: billing/FR-1.2."},
}

// MeaningOf gives what a state of subject means; the zero Meaning for none.
func MeaningOf(of Subject, name string) Meaning {
	for _, m := range Meanings {
		if m.Of == of && m.Name == name {
			return m
		}
	}
	return Meaning{}
}

// LookupMeaning finds a state by its name or word, whatever its case.
func LookupMeaning(name string) (Meaning, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, m := range Meanings {
		if m.Name == name || m.Word == name {
			return m, true
		}
	}
	return Meaning{}, false
}

// NeedSays says what meets a need, one sentence.
func NeedSays(n config.Need) string {
	switch n {
	case config.NeedSection:
		return "A section of the plan cites it."
	case config.NeedDesign:
		return "A section that says how cites it, neither one about testing nor a list of requirements."
	case config.NeedPhase:
		return "It is cited in a phase."
	case config.NeedTask:
		return "A task cites it."
	case config.NeedTesting:
		return "A section about testing or a test task cites it."
	case config.NeedDone:
		return "Every task that cites it is done."
	}
	return ""
}
