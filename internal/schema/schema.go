// Package schema reads a plan template as a schema and aligns documents with
// it. A template is Markdown: its headings, labels, bracket slots and guidance
// are the schema. It takes a plan.Document and gives a Schema; a Document and a
// Schema give an Alignment.
package schema

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
)

// Schema is a template, read.
type Schema struct {
	Name     string // technical-implementation-plan
	Title    string
	From     string      // the file that it was read from, "" for one that ships
	Source   string      // Markdown that "planfolio new" writes
	File     string      // name of the file in a directory of a plan's own: "spec.md"; "" where a plan is one file
	First    string      // what the name of the first of its plans begins with, where they are numbered: "0001-"
	Roles    []plan.Role // of the documents that may follow it unnamed; any where there are none
	Sections []Section   // in order of the template; parents before children

	prints map[print]bool // of the lines of the template as it was handed out
	kept   map[print]bool // of those that are meant to stay
	slots  map[print]bool // of what stands in its brackets
	marked bool           // some of its sections tell it from others
	asked  int            // sections that a document must have: those that are not optional
}

// Asks tells whether there is a slot to fill: a template without one begins a
// plan, and scores none.
func (s *Schema) Asks() bool {
	return slices.ContainsFunc(s.Sections, func(section Section) bool { return len(section.Slots) > 0 })
}

// Section is one heading of a template.
type Section struct {
	Parent   int // plan.None at the top
	Level    int
	Title    string
	Aliases  []string
	Optional bool
	Weight   int
	Words    int    // that its text has at least
	Prompt   string // what belongs here, in our own words
	Slots    []Slot
	Children int // number of direct children

	keys    []string // normalised title and aliases, the title first
	cores   []string // of the keys, without their general words
	series  series   // of the first key
	dummies []string // labels that stand for a name: component a
	marks   bool     // it tells the template from others
	spared  bool     // it, or a section above it, is optional
	repeats bool     // the author may have more of it: the last of a series, or one with an open title
}

// Slot is one thing that a section asks for.
type Slot struct {
	Label  string // "Backend" of "- **Backend**: […]", "" for free text
	Prompt string // what the bracket asks for
	Weight int

	list bool // one of several of its kind, met by content in any place of the section
}

// State is how a section or slot of a template stands in a plan.
type State string

// The states, in the words of the contract.
const (
	Filled        State = "filled"
	Partial       State = "partial"
	Placeholder   State = "placeholder"
	Untouched     State = "untouched"
	Question      State = "question"
	Empty         State = "empty"
	NotApplicable State = "not-applicable"
	Missing       State = "missing"
)

// Alignment is a document held against a schema.
type Alignment struct {
	Schema *Schema
	Match  float64    // share of the schema's headings found, 0 to 1
	Reason string     // why this template: "front matter", "configuration", "15 of 21 headings"
	Gaps   []plan.Gap // the document's gaps, those the template adds among them, in order of the text
	Own    []int      // citations (indexes into the document) that are the template's own untouched ones
	Copy   bool       // an untouched copy of the template
	Notes  []string   // tolerated differences: renamed, moved, other level

	States States // see Sections
}

// Sections are those of the schema as the document has them, one for each of
// Schema.Sections. A caller with a loop asks once.
func (a *Alignment) Sections() []SectionState { return a.States.Sections() }

// States are the larger part of an alignment, which is needed only while a
// document is assessed or shown. They may lie outside of memory, and be read
// anew each time that they are asked for.
type States interface {
	Sections() []SectionState
}

// HeldStates are States that lie in memory.
type HeldStates []SectionState

// Sections gives h.
func (h HeldStates) Sections() []SectionState { return h }

// SectionState is one section of the schema as the document has it.
type SectionState struct {
	Section int   // in the document, plan.None where it is missing
	More    []int // further sections of the document that repeat it
	State   State
	Slots   []SlotState // of its own, not its children's
	Words   int         // written, where the template asks for more: then nothing of it counts as filled
	Filled  int         // slots filled, its children's included
	Total   int         // slots that apply, its children's included
}

// SlotState is one slot as the document has it.
type SlotState struct {
	Slot  int // in Schema.Sections[i].Slots
	State State
	Span  plan.Span // of the place in the document; Start == End where it is missing
}
