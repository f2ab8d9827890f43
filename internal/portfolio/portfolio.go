// Package portfolio says which documents make a plan, and links the plans: who
// defines an id, who cites it, where a link leads. It takes documents with
// their alignments and gives a Portfolio. It imports the types of plans, never
// the parser.
package portfolio

import (
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// Input is one document with the template that it follows.
type Input struct {
	Doc       *plan.Document
	Alignment *schema.Alignment // nil where no template fits
}

// Portfolio is all plans of one site, linked.
type Portfolio struct {
	Title       string
	Plans       []*Plan           // sorted by ID
	Diagnostics []diag.Diagnostic // of linking only; each document keeps its own
}

// Kind tells a plan from a template that lies in the portfolio.
type Kind string

// The kinds of plan.
const (
	KindPlan     Kind = "plan"
	KindTemplate Kind = "template" // shown, but out of all totals
)

// Plan is one Markdown file, or a directory whose documents have roles.
type Plan struct {
	ID           string // address: path without .md, each part a slug
	Path         string // file or directory, relative to the root; "." for the root itself
	Kind         Kind
	Convention   string // "one file", "kiro", "spec-kit", "kep", "adr", "gsd", "documents"
	Title        string
	Status       string // as written, "" where none is stated
	Owners       []string
	Tags         []string
	Archived     bool           // below done/, archive/ or milestones/
	Documents    []*Document    // the leading one first, the others by role and path
	Requirements []*Requirement // one per id, natural order: FR-2 before FR-10
	Mentions     []Mention      // definitions that lost to another, in order of the text
	Citations    []*Citation    // by document and place, ranges expanded
}

// Document is a document in its plan.
type Document struct {
	*plan.Document
	Plan      *Plan
	Slug      string // last part of its address; "" for the plan's only document
	Alignment *schema.Alignment
	Links     []Target // one for each of the Document's Links
}

// Requirement is an id with its definition.
type Requirement struct {
	Plan     *Plan
	Doc      *Document
	Def      *plan.Requirement
	ID       string
	Parent   *Requirement // FR-1 of FR-1.1
	Children []*Requirement
	CitedBy  []*Citation // of all plans, by plan and place
}

// Mention is a second line shaped like a definition of the same id.
type Mention struct {
	Of  *Requirement
	Doc *Document
	Def *plan.Requirement
}

// CitationState is how the look-up of a citation ended.
type CitationState string

// The states of a citation. A range's ids are each resolved or dangling.
const (
	Resolved  CitationState = "resolved"
	Dangling  CitationState = "dangling"
	Ambiguous CitationState = "ambiguous"
	Own       CitationState = "template" // a template's own: no target, no diagnostic
)

// Citation is one id cited at one place, after ranges are expanded.
type Citation struct {
	Plan    *Plan
	Doc     *Document
	Written *plan.Citation
	Index   int          // of Written in Doc.Citations
	ID      string       // as written; of a range, the id within it
	Target  *Requirement // nil unless Resolved
	State   CitationState
	Ranged  bool // through a range or wildcard
}

// Target is where a link leads.
type Target struct {
	Kind    TargetKind
	Doc     *Document // of TargetDocument and TargetPlan
	Section int       // heading linked to, plan.None
	Asset   string    // path of TargetAsset
	URL     string    // of TargetExternal and TargetRepo
}

// TargetKind tells what a link leads to.
type TargetKind int

// The kinds of target. TargetNone is shown as marked text.
const (
	TargetNone TargetKind = iota
	TargetExternal
	TargetDocument
	TargetPlan // a link to a plan's directory
	TargetAsset
	TargetRepo // a file outside the portfolio, in the repository at repo_url
)

// Options are the settings of linking.
type Options struct {
	Config config.Config
	Tree   *source.Tree // for assets, sidecars, and what exists
}

// Assemble groups the documents into plans and links them. Same input, in
// whatever order, same output.
func Assemble(docs []Input, opts Options) *Portfolio { panic("portfolio.Assemble") }

// Plan finds a plan by id; nil where there is none.
func (p *Portfolio) Plan(id string) *Plan { panic("portfolio.Plan") }

// Requirement finds what defines id in the plan; nil where nothing does.
func (p *Plan) Requirement(id string) *Requirement { panic("portfolio.Requirement") }

// Citing gives the expanded citations of doc's written citation i: several for
// a range, none for a range without a defined id.
func (d *Document) Citing(i int) []*Citation { panic("portfolio.Citing") }
