// Package portfolio says which documents make a plan, and links the plans: who
// defines an id, who cites it, where a link leads. It takes documents with
// their alignments and gives a Portfolio. It imports the types of plans, never
// the parser.
//
// # Which documents make a plan
//
// The table of package convention says which directories and files are plans:
// a directory that holds a part of a plan by its file name (requirements, spec,
// prd, design, tasks, proposal …), a README alone, plan.md alone or with its
// companions, or a sidecar that only plans have (kep.yaml, spec.json). The
// portfolio's root needs two parts. What lies below such a directory belongs to
// it, unless it is a plan itself; where there are plans below, only companions
// do (checklists, contracts, research, phases …). A file beside a plan directory
// of its name (billing.md, billing/) belongs to that plan. Archives hold plans
// of their own. Every other file is a plan of one file; so are templates.
//
// # Who defines an id
//
// One line in each plan: in a document whose role is requirements before
// others, a heading before a bullet or box, a paragraph, a table row, and a
// criterion numbered by its place. The others are mentions, and cite it. Ids of kinds that
// nobody has declared (AUTH-01) count where a list of requirements defines
// them. Stories, criteria and constraints are kept apart from requirements.
//
// # What a citation means
//
// It is looked up in its plan, then in the plans of the directories above it,
// nearest first, then in those whose requirements lie in such a directory
// (docs/prd.md). A qualified one (billing/FR-1.2) is looked up in the plan that
// it names, by address or by the last part of it. Ranges, wildcards and groups
// mean the ids that are defined. An id of earlier days (front matter, renamed)
// means what it is called today. Two definitions that fit equally well are
// ambiguous, never guessed.
package portfolio

import (
	"cmp"
	"iter"
	"slices"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
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
	Diagnostics []diag.Diagnostic // of the division into plans; each plan and document keeps its own

	docs     []Input // sorted by path
	shape    *shape
	settings settings
	names    *wikiNames
	trails   []trail              // by plan
	ties     func() map[int][]int // of trails, found out once
}

// Kind tells a plan from a template that lies in the portfolio.
type Kind string

// The kinds of plan.
const (
	KindPlan     Kind = "plan"
	KindTemplate Kind = "template" // shown, but out of all totals
)

// Plan is one Markdown file, or a directory whose documents have roles. It is
// the same pointer from portfolio to portfolio as long as it and all that it
// points at are the same: see Portfolio.Next.
type Plan struct {
	ID           string // address: path without .md, each part a slug
	Path         string // file or directory, relative to the root; "." for the root itself
	Kind         Kind
	Convention   *convention.Convention
	Because      string // why it is of the convention: "it holds kep.yaml"
	Title        string
	Status       string // as written, "" where none is stated
	Owners       []string
	Tags         []string
	Facts        []Fact            // what else it tells of itself, in the order of its convention
	Milestones   []Milestone       // as written, in order of the text
	Successor    *Plan             // that takes this one's place, nil where none does
	Archived     bool              // below done/, archive/, completed/ or the milestones/ of a GSD project
	Documents    []*Document       // the leading one first, the others by role and path
	Requirements []*Requirement    // one per id, natural order: FR-2 before FR-10
	Others       []*Requirement    // stories, criteria, constraints: indexed, never counted among Requirements
	Mentions     []Mention         // definitions that lost to another, in order of the text
	Renames      []Rename          // earlier ids, natural order
	Citations    []*Citation       // of requirements, by document and place, ranges expanded
	OtherCites   []*Citation       // of what is in Others, resolved ones only
	Diagnostics  []diag.Diagnostic // of linking it, sorted

	dir  string // directory that its documents' citations are looked up from
	byID ids    // Requirements and Others

	renamed map[string]*Requirement // by earlier id
	groups  *idGroups               // nil for a plan with few ids
}

// A Fact is what a plan tells of itself in its metadata: shown, not understood.
type Fact struct{ Name, Value string }

// A Milestone is a stage of a plan with the version or date that it is due in:
// "beta", "v1.25".
type Milestone struct{ Name, At string }

// Document is a document in its plan.
type Document struct {
	*plan.Document
	Plan      *Plan
	Slug      string // last part of its address; "" for the plan's only document
	Alignment *schema.Alignment
	Links     []Target // one for each of the Document's Links

	defined []*Requirement // by index into Requirements; nil where it is a mention or nothing
	cites   []*Citation    // of all Citations
	ends    []int32        // by index into Citations: where in cites its own end
}

// Requirement is an id with its definition.
type Requirement struct {
	Plan     *Plan
	Doc      *Document
	Def      *plan.Requirement
	ID       string
	Index    int          // into Plan.Requirements, or Plan.Others
	Parent   *Requirement // FR-1 of FR-1.1
	Children []*Requirement
	CitedBy  []*Citation  // of all plans, by plan and place
	Changes  *Requirement // of another plan, that this one proposes to change; nil for none

	cited int // how many citations CitedBy has room for
}

// Mention is a second line shaped like a definition of the same id.
type Mention struct {
	Of  *Requirement
	Doc *Document
	Def *plan.Requirement
}

// CitationState is how the look-up of a citation ended.
type CitationState uint8

// The states of a citation. A range's ids are each resolved or dangling.
const (
	Resolved CitationState = iota
	Dangling
	Ambiguous
	Own // a template's own: no target, no diagnostic
)

// String gives the state in a word.
func (s CitationState) String() string {
	return [...]string{"resolved", "dangling", "ambiguous", "template"}[s]
}

// Citation is one id cited at one place, after ranges are expanded. There are
// more of them than of anything else: they are held in little memory.
type Citation struct {
	Doc     *Document // whose Plan cites
	Written *plan.Citation
	ID      string       // as written; of a range, the id within it
	Target  *Requirement // nil unless Resolved
	Index   int32        // of Written in Doc.Citations; plan.None where a Mention cites
	State   CitationState
	Ranged  bool // through a range or wildcard
}

// Target is where a link leads.
type Target struct {
	Kind    TargetKind
	To      string // path of the document, of TargetDocument and TargetPlan: see Portfolio.Document
	Section int    // heading linked to, plan.None
	Anchor  string // explicit anchor of the author's in Doc, "" for a heading or none
	Asset   string // path of TargetAsset
	URL     string // of TargetExternal and TargetRepo
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
	TargetText // no link after all: double brackets that name nothing, shown as written
)

// Options are the settings of linking.
type Options struct {
	Config config.Config
	Tree   *source.Tree // for assets, sidecars, and what exists

	// Metadata reads a sidecar; nil where it cannot be read. Whoever assembles
	// again and again remembers what it gave; nil stands for metadata.Parse.
	Metadata func(source.File) *metadata.Node

	// Owners gives whom CODEOWNERS names for a file, by its path below the root;
	// nil where there is none. It counts where a plan names no owner of its own.
	Owners func(path string) []string

	// OwnersKey stands for what Owners reads: while it is equal, Owners gives the
	// same. Where it is nil, nothing is known of that.
	OwnersKey any

	Prefix string // path of the portfolio's root in its repository, with "/"; "" where it is the repository's root or nobody knows
}

// related makes span of doc the second place of a diagnostic.
func related(doc *Document, span plan.Span, message string) diag.Related {
	return diag.Related{Path: doc.File.Path, Range: doc.File.Range(span.Start, span.End), Message: message}
}

// Findings are the diagnostics of linking, of all plans, sorted.
func (p *Portfolio) Findings() []diag.Diagnostic {
	list := slices.Clone(p.Diagnostics)
	for _, q := range p.Plans {
		list = append(list, q.Diagnostics...)
	}
	diag.Sort(list)
	return list
}

// Plan finds a plan by id; nil where there is none.
func (p *Portfolio) Plan(id string) *Plan {
	i, ok := slices.BinarySearchFunc(p.Plans, id, func(q *Plan, id string) int { return cmp.Compare(q.ID, id) })
	if !ok {
		return nil
	}
	return p.Plans[i]
}

// A Place is where a document stands: its plan in Portfolio.Plans, and it in
// Plan.Documents.
type Place struct{ Plan, Doc int }

// ByPath goes through all documents in the order of their paths.
func (p *Portfolio) ByPath() iter.Seq[Place] {
	if p.shape == nil {
		return slices.Values([]Place(nil))
	}
	return slices.Values(p.shape.order)
}

// Document finds a document by its path; nil where there is none. A link names
// its target so, and not by a pointer, lest a change of one plan concern all
// that link to it.
func (p *Portfolio) Document(path string) *Document {
	if p.shape == nil {
		return nil
	}
	at, ok := p.shape.byFile[path]
	if !ok {
		return nil
	}
	return p.Plans[at.Plan].Documents[at.Doc]
}

// Requirement finds what defines id in the plan, a requirement or one of
// Others; nil where nothing does.
func (p *Plan) Requirement(id string) *Requirement {
	if p.byID != nil {
		return p.byID.find(id)
	}
	for _, list := range [][]*Requirement{p.Requirements, p.Others} {
		for _, r := range list {
			if r.ID == id {
				return r
			}
		}
	}
	return nil
}

// Citing gives the expanded citations of doc's written citation i: several for
// a range, none for a range without a defined id and for an id that is no
// requirement's.
func (d *Document) Citing(i int) []*Citation {
	if i < 0 || i >= len(d.ends) {
		return nil
	}
	first := int32(0)
	if i > 0 {
		first = d.ends[i-1]
	}
	if end := d.ends[i]; end > first {
		return d.cites[first:end:end]
	}
	return nil
}

// Defined gives the requirement (or one of the plan's Others) that doc's
// Requirements[i] defines; nil where it is a mention, or no id of the plan's.
func (d *Document) Defined(i int) *Requirement {
	if i < 0 || i >= len(d.defined) {
		return nil
	}
	return d.defined[i]
}
