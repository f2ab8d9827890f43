// Package plan holds the types of one plan document as read from its Markdown:
// sections, requirements, citations, phases, tasks, entries, gaps and links.
// There is no parsing and no I/O here. Rows point at each other by index into
// the document's lists, and at the text by Span. Whoever makes a Document
// (package markdown) is the last to write to it.
package plan

import (
	"math"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

// None is the index that points nowhere.
const None = -1

// Span is the bytes Start up to and without End of the document's text.
type Span struct{ Start, End int }

// Document is one Markdown file, read.
type Document struct {
	File         source.File
	Role         Role
	RoleReason   string        // by what the role is known: "its directory is contracts"
	Title        string        // first H1, else the front matter's title, else the file name in words
	Lang         string        // BCP 47, "en" unless the text is plainly in another language
	Front        []Field       // front matter, flattened, in order of the text
	Meta         []Field       // fields at the head of the text: **Status**: Draft
	Sections     []Section     // in order of the text; Sections[0] is the part before the first heading
	Requirements []Requirement // everything shaped like a definition; portfolio picks one per id
	Citations    []Citation    // as written, ranges not expanded
	Phases       []Phase
	Tasks        []Task
	Gaps         []Gap // what the shape of the text alone tells; schema adds what a template tells
	Links        []Link
	Ignores      []Ignore
	Anchors      []string // explicit anchors of the author's (<a name=…>), kept in the HTML
	Shown        []Hole   // of the HTML of headings and bodies, in order: definitions, tasks and gaps, each once
	Diagnostics  []diag.Diagnostic

	Bulk Bulk // see Entries and HTML; nil for a document without either
}

// Bulk is the larger part of a document, which is needed only while the
// document is held against a template, read by a register, or shown. It may lie
// outside of memory, and be read anew each time that it is asked for.
type Bulk interface {
	Entries() []Entry
	HTML() *HTML
}

// Entries are the leaves of the content, in order of the text. A caller with a
// loop asks once.
func (d *Document) Entries() []Entry {
	if d.Bulk == nil {
		return nil
	}
	return d.Bulk.Entries()
}

// HTML is the document as HTML. A caller with a loop asks once.
func (d *Document) HTML() *HTML {
	if d.Bulk == nil {
		return &HTML{Headings: make([]Fragment, len(d.Sections)), Bodies: make([]Fragment, len(d.Sections)), Requirements: make([]Fragment, len(d.Requirements))}
	}
	return d.Bulk.HTML()
}

// Held is a Bulk that lies in memory.
type Held struct {
	Leaves []Entry
	Markup HTML
}

// Entries gives h.Leaves.
func (h *Held) Entries() []Entry { return h.Leaves }

// HTML gives h.Markup.
func (h *Held) HTML() *HTML { return &h.Markup }

// HTML is what pages show of a document.
type HTML struct {
	Headings     []Fragment // by section: its title, without links; nothing for Sections[0]
	Bodies       []Fragment // by section: of Section.Body
	Requirements []Fragment // by requirement: as written, with its criteria and lists
}

// Role is what a document is for within its plan.
type Role string

// The roles. A document that is none of the others is Other.
const (
	Requirements   Role = "requirements" // requirements.md, spec.md, PRD
	Design         Role = "design"
	Implementation Role = "plan" // plan.md, implementation plans
	Tasks          Role = "tasks"
	Roadmap        Role = "roadmap"
	Research       Role = "research"
	Proposal       Role = "proposal"
	Decision       Role = "decision"  // ADR
	Checklist      Role = "checklist" // quality checklists: boxes, no tasks
	Contract       Role = "contract"  // interface descriptions
	Log            Role = "log"       // progress notes, summaries, verification: boxes repeat tasks
	Index          Role = "index"     // README, overview
	Template       Role = "template"  // a template that lies in the portfolio
	Other          Role = "other"
)

// Field is a name and a value: front matter or "**Status**: Draft".
type Field struct {
	Name  string // as written
	Key   string // lower case, spaces to "-"; nested front matter joined by "."
	Value string // plain text; list values have one Field each with the same Key
	Span  Span   // of the value
}

// Section is a heading and what stands below it up to the next heading.
type Section struct {
	Parent int    // index into Sections, None for Sections[0]
	Level  int    // 1 to 6; 0 for Sections[0]
	Title  string // plain text
	Anchor string // GitHub's slug, unique in the document; "" for Sections[0]
	Line   Span   // the heading's line
	Body   Span   // from after the heading to the next heading of any level
	Span   Span   // from the heading to the next heading of the same or a higher level
	Empty  bool   // Body has no content (comments, rules and a lone citation line are none)
}

// Fragment is HTML with holes: Text[0] Hole[0] Text[1] … so that
// len(Text) == len(Holes)+1, or both are empty. What stands in a hole depends
// on other documents and is filled in when a page is made. Each Text is
// sanitised; tags may open in one and close in a later one.
type Fragment struct {
	Text  []string
	Holes []Hole
}

// Hole is a place in a Fragment. Index points into the document's Citations,
// Links, Requirements, Tasks or Gaps, by Kind.
type Hole struct {
	Kind  HoleKind
	Index int
}

// HoleKind tells what a hole stands for.
type HoleKind int

// The kinds of hole. HoleCitation stands for the citation's whole text;
// HoleLink and HoleImage for the whole link or image, label included; the
// others are points: HoleRequirement stands directly before a definition's
// text, HoleTask in place of the task's box, HoleGap before the gap's text.
const (
	HoleCitation HoleKind = iota
	HoleLink
	HoleImage
	HoleRequirement
	HoleTask
	HoleGap
)

// Form is the shape of a definition.
type Form uint8

// The forms, in the order of rank: where an id is defined several times in one
// plan, a document whose role is requirements wins, then the earlier form.
const (
	FormHeading Form = iota + 1
	FormBullet
	FormCheckbox
	FormParagraph
	FormTable
	FormImplicit // criterion 2 under "Requirement 3" is 3.2
)

// String gives the form in a word.
func (f Form) String() string {
	return word([]string{"", "heading", "bullet", "checkbox", "paragraph", "table", "implicit"}, int(f))
}

// Class tells requirements from what merely has an id too.
type Class uint8

// The classes. Only ClassRequirement counts as requirement; ClassUnknown is an
// id whose prefix is no known kind, an id only where the plan defines it.
const (
	ClassRequirement Class = iota + 1
	ClassStory
	ClassSuccess
	ClassAcceptance
	ClassConstraint
	ClassNamed // its id is made of its name: indexed, and in no count of requirements
	ClassUnknown
)

// String gives the class in a word.
func (c Class) String() string {
	return word([]string{"", "requirement", "user-story", "success-criterion", "acceptance-criterion", "constraint", "named-requirement", "unknown"}, int(c))
}

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "?"
}

// Requirement is one line shaped like a definition of an id.
type Requirement struct {
	ID      string // upper case, hyphen as written: FR-1.1, FR1, 3.2
	Kind    string // functional, non-functional, requirement, technical, business, criterion …: the kind's name in the configuration
	Title   string // short text: a heading's title, else ""
	Text    string // what is required, plain text, without the id
	Span    Span   // from the id to the end of what belongs to it
	Section int
	Parent  int   // requirement that contains this one (FR-1 of FR-1.1), None
	State   State // of a checkbox definition; "" for the other forms
	Class   Class
	Form    Form
	Retired bool // struck through, "(removed)", "deferred"

	Change Change // what is proposed of a requirement of another plan, "" for nothing
	Of     string // its id there
}

// Change is what a document proposes for a requirement of another plan.
type Change string

// The changes.
const (
	ChangeAdded    Change = "added"
	ChangeModified Change = "modified"
	ChangeRemoved  Change = "removed"
	ChangeRenamed  Change = "renamed"
)

// Citation is one mention of an id that is not its definition, as written.
// There are more of them than of anything else: they are held in little memory.
type Citation struct {
	From     string        // normalised as Requirement.ID
	Rest     *CitationRest // see To and Qualifier; nil where there is neither
	Quote    string        // the sentence around it, plain text, at most 240 code points
	Mark     [2]int16      // bytes of Quote that are the citation
	Span     Span
	Section  int32
	Phase    int32 // phase it stands in, None
	Task     int32 // task whose own lines it stands in, None
	Class    Class
	Wildcard bool // FR-2.*: From is FR-2
	Listed   bool // stands in a citation list (_Requirements: …_, Validates: …, front matter)
	Bare     bool // a number without a prefix: 1.1
	Example  bool // stands in a task of a template that nobody has written yet
}

// CitationRest is what few citations have.
type CitationRest struct{ To, Qualifier string }

// To is the end of a range, "" for a single id.
func (c *Citation) To() string {
	if c.Rest == nil {
		return ""
	}
	return c.Rest.To
}

// Qualifier is "billing" of billing/FR-1.2.
func (c *Citation) Qualifier() string {
	if c.Rest == nil {
		return ""
	}
	return c.Rest.Qualifier
}

// MarkOf is a Citation's Mark.
func MarkOf(start, end int) [2]int16 {
	return [2]int16{int16(min(start, math.MaxInt16)), int16(min(end, math.MaxInt16))}
}

// State is how far a task, phase or checkbox is.
type State string

// The states of work.
const (
	Open    State = "open"
	Active  State = "active"
	Done    State = "done"
	Skipped State = "skipped"
	Blocked State = "blocked"
)

// Phase is a stretch of work.
type Phase struct {
	Word       string // Phase, Fase, Sprint, Group … as written
	Number     string // without leading zeros: 1, 0.5, 2A, A
	Title      string // without number, emoji, status, duration, priority and dates
	Span       Span   // heading (or line) and everything that belongs to it
	Line       Span
	Section    int    // the section it is the heading of, or stands in
	Parent     int    // enclosing phase, None
	Status     State  // as stated, "" where nothing is stated
	StatusText string // as written
	Priority   string
	Duration   string // as written: "Weeks 1-2", "~8 hours"
	Start, End string // ISO dates, "" where there are none
	Owner      string
	Goal       string   // plain text of **Goal**/**Purpose**/**Objective**
	DependsOn  []string // numbers or names as written, one each
}

// Task is a checkbox (or heading with one) that states work.
type Task struct {
	ID       string // T001, 1.1, WP01 as written; ""
	Text     string // plain, without id, marks and citation list
	State    State
	Span     Span // with everything nested below
	Line     Span // its own first line
	Section  int
	Phase    int        // None
	Parent   int        // task it is nested in, None
	Cites    []int      // citations of its own lines, not of its sub-tasks'
	Parallel bool       // [P]
	Optional bool       // - [ ]*
	More     *TaskNotes // see Notes; nil where there are none
}

// TaskNotes are what few tasks say of themselves.
type TaskNotes struct {
	Story     string // US1
	Owner     string
	Due       string // ISO date
	Priority  string
	Estimate  string // as written: "~2 hours", "3 points"
	DependsOn []string
}

// Notes are what t says of itself beside its text, to be read only.
func (t *Task) Notes() *TaskNotes {
	if t.More == nil {
		return &noNotes
	}
	return t.More
}

var noNotes TaskNotes

// EntryKind is the shape of an entry.
type EntryKind string

// The kinds of entry.
const (
	EntryItem      EntryKind = "item" // list item, its own text
	EntryParagraph EntryKind = "paragraph"
	EntryCode      EntryKind = "code" // a whole code block
	EntryRow       EntryKind = "row"  // table row below the head
	EntryImage     EntryKind = "image"
	EntryHTML      EntryKind = "html"
)

// Entry is one leaf of a section's content: what a template's slot or a
// register's row is found in. "- **Backend**: Go" has Label "Backend" and Value "Go".
type Entry struct {
	Section  int
	Kind     EntryKind
	Depth    int      // nesting of lists, 0 at the top
	Label    string   // plain text before the first colon where it reads as a label, else ""
	Value    string   // plain text after the label, or all of it
	Text     string   // plain text of the whole entry; of code: its lines
	Cells    []string // of a row
	Head     []string // of a row: the cells of its table's head, shared by all rows; nil without one
	Span     Span
	Citation bool // nothing but a citation list
}

// GapKind is the shape of a gap.
type GapKind string

// The kinds of gap.
const (
	GapPlaceholder GapKind = "placeholder" // [e.g., …], {{x}}, <Feature Name>, an unfilled form field
	GapTodo        GapKind = "todo"        // TBD, TODO standing for the content
	GapQuestion    GapKind = "question"    // [NEEDS CLARIFICATION: …]
	GapUntouched   GapKind = "untouched"   // template prose as it was
	GapEmpty       GapKind = "empty"       // a leaf section with no content
)

// Gap is one place where content is still owed; one for a line.
type Gap struct {
	Kind    GapKind
	Text    string
	Span    Span
	Section int
	Slots   int // bracketed slots on the line
}

// LinkKind tells what a link leads to by its form.
type LinkKind int

// The kinds of link.
const (
	LinkExternal LinkKind = iota // http, https, mailto
	LinkFile                     // path within the portfolio, perhaps with an anchor
	LinkAnchor                   // #anchor in the same document
	LinkWiki                     // [[name]]
	LinkUnsafe                   // a scheme that is not allowed; shown as text
)

// Link is a Markdown link or image.
type Link struct {
	Kind    LinkKind
	Image   bool
	Dest    string // as written, entities decoded
	Title   string
	Label   string // sanitised HTML without links; plain alt text of an image
	Span    Span
	Section int
}

// Ignore is a comment "planfolio:ignore PF403 reason": diagnostics of a rule
// that the author does not want to hear of.
type Ignore struct {
	Rule   string // code or name, as written
	Reason string
	Span   Span // of the comment
	Scope  Span // of the text that it holds for: its section, or its line where the line has other text too
}
