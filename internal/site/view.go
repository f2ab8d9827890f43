package site

// The pieces that views are made of. All hrefs are relative to the page that
// shows them, except on 404.html, whose hrefs begin with the base path. They
// are escaped and ready for an attribute.
//
// Element ids of ours begin with "pf-". Those that views link to stand in a
// view's field (Fill.ID, SectionView.ID), but for two that the theme writes:
// "pf-plans" on the home page's table of plans, and "pf-rule-CODE" on each
// ProblemGroup.

// Link is words that lead somewhere. An empty Href is shown as plain text.
type Link struct {
	Label string
	Href  string
	Title string // for hover and as accessible description; ""
}

// State is one of the closed list of states: what a glyph shows.
type State struct {
	Name string // filled, covered, done, partial, planned, active, placeholder, cited, untouched, question, empty, uncovered, open, missing, dangling, not-applicable, retired, blocked, overdue, tested, ambiguous, defined, gap, waived, resolved, through-a-range
	Word string // "3 of 7 filled", "planned in Phase 2, no task yet"
}

// Count is a number that says what it counts and leads to the list behind it.
type Count struct {
	N    int
	Of   int    // 0 where there is no whole
	What string // "requirements", "tasks done"
	Href string
}

// Prose is a fragment whose holes are filled: Text[0] Fills[0] Text[1] …
type Prose struct {
	Text  []string
	Fills []Fill
}

// FillKind tells how a hole is shown.
type FillKind string

// The kinds of fill.
const (
	FillCitation    FillKind = "citation" // id as a link with a card
	FillLink        FillKind = "link"
	FillImage       FillKind = "image"
	FillDead        FillKind = "dead"        // an author's link that leads nowhere: marked text
	FillRequirement FillKind = "requirement" // definition's anchor and its count of citations
	FillTask        FillKind = "task"        // a box by state
	FillGap         FillKind = "gap"         // anchor of a gap
)

// Fill is what stands in a hole.
type Fill struct {
	Kind     FillKind
	ID       string // element id: anchor of a requirement, task or gap; "" for none
	Text     string // plain text: the citation as written, an image's alt
	HTML     string // a link's label, sanitised; else ""
	Href     string // or an image's src
	Title    string
	State    State
	Hue      string // of the kind of what is cited; "" for the theme's choice
	Card     *Card  // of a resolved citation
	N        int    // of a requirement: its citations
	External bool
}

// Card is what a citation shows on hover and focus.
type Card struct {
	ID    string
	Text  string // at most 200 code points
	State State
	Plan  string
}

// Frame is what every page has.
type Frame struct {
	Site        string // portfolio's title
	Title       string // of the page, without the site's
	Description string
	Lang        string
	Root        string // prefix of every address of ours: "../../", "" or, on 404.html, the base path
	Path        string // the page's own address, "plans/billing/"
	Canonical   string // absolute address; "" without base URL
	Moved       string // href of the page that took this one's place; ""
	Nav         []NavItem
	Problems    Link   // their number is not in it: every page would change with it
	Crumbs      []Link // from the portfolio to the page's parent
	Prev, Next  *Link
	Edit        string // where to edit what the page shows; ""
	Generator   string // "Planfolio 0.1.0"
	Commit      Link   // zero where no commit is known
	Date        string // ISO; ""
	Accent      string // hue in degrees; "" for the theme's
}

// NavItem is one entry of the header.
type NavItem struct {
	Link
	Current bool
}

// Ring is a score as a ring with a number.
type Ring struct {
	Scored  bool // false: no template fits, say so, never 0 %
	Percent int
	Filled  int
	Total   int
	Level   string
	Href    string
}

// Bar is progress. Without Total it is "not measurable".
type Bar struct {
	Done, Active, Blocked, Total int
	Href                         string
}

// Place is a line of a plan.
type Place struct {
	Path string
	Line int
	Href string // section of the page that holds it
	Edit string
}

// List is a short list, the worst first.
type List struct {
	Items []Item
	All   Count  // link to the whole
	Empty string // why it is empty
}

// Item is a line of a list.
type Item struct {
	State State
	Link
	Note  string // plan, section
	Worth string // "+2 %"
}

// Fact is a name and a value; State is zero where it has none.
type Fact struct {
	Name  string
	Value Link
	State State
}

// Citation is an id in a margin, list or ledger.
type Citation struct {
	ID    string
	Href  string // "" where it dangles
	State State
	Title string // requirement's text, short
	Plan  string // its plan's title
	Hue   string // of its kind, in degrees; "" for the theme's choice
}

// GapLine is a gap with its line.
type GapLine struct {
	State  State
	Text   string
	Line   int
	Href   string
	Worth  string
	Prompt string
}
