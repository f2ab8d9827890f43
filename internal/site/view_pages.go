package site

// The views of the home page, of plans and requirements, and of what helps to
// find one's way.

// HomeView is the page "/" or, where there are many plans, a further page of
// their table, which has nothing else.
type HomeView struct {
	Frame
	Heading   string // of a further page; ""
	Intro     string
	Figures   []Count // the sentence of figures
	Fill      List    // what to fill next
	Uncovered List
	Blocked   List // blocked or overdue
	Columns   PlanColumns
	Plans     []PlanRow // of this page
	Total     int       // on all pages
	Pages     []Link    // where there are several
	Rest      []string  // on the first, the hrefs of all others: its script sorts and filters the plans of all
	Templates []PlanRow
	Groups    []string // first parts of the plans' paths, for grouping
}

// PlanColumns tells which columns some plan of the table has something in.
type PlanColumns struct{ Status, Scored, Measured, Required, Phased, Owned, Dated bool }

// Has adds the columns of a row.
func (c *PlanColumns) Has(r *PlanRow) {
	c.Status = c.Status || r.Status != ""
	c.Scored = c.Scored || r.Score.Scored
	c.Measured = c.Measured || r.Progress.Total > 0
	c.Required = c.Required || r.Covered.Of > 0 || r.Named.N > 0
	c.Phased = c.Phased || r.Now.Label != ""
	c.Owned = c.Owned || r.Owners != ""
	c.Dated = c.Dated || r.Changed != ""
}

// add adds the columns of another table.
func (c *PlanColumns) add(d PlanColumns) {
	c.Status, c.Scored, c.Measured, c.Required = c.Status || d.Status, c.Scored || d.Scored, c.Measured || d.Measured, c.Required || d.Required
	c.Phased, c.Owned, c.Dated = c.Phased || d.Phased, c.Owned || d.Owned, c.Dated || d.Dated
}

// PlanRow is a plan in a table.
type PlanRow struct {
	Link
	Path     string
	Group    string
	Layout   string // its convention: Kiro, KEP
	Status   string
	Score    Ring
	Progress Bar
	Covered  Count
	Named    Count // requirements by name, of a plan that has no others
	Now      Link  // the phase that is on
	Owners   string
	Changed  string // ISO; "" where it is not known
	Gaps     int
	Archived bool
	Template bool
}

// DocumentView is a plan's page, or that of one document of a plan with several.
type DocumentView struct {
	Frame
	Plan         Link
	Heading      string // h1
	HeadingProse Prose
	Facts        []Fact // one line: status, owner, template, phase now
	Score        Ring
	Progress     Bar
	Covered      Count
	Documents    []DocumentTab // none for a plan with one document
	Contents     []Content
	Sections     []SectionView
	Phases       []PhaseRow // the plan's own roadmap, on its first page
	Links        []Link     // its requirements, matrix, completeness
	Front        []Fact     // front matter that is no fact above
	Problems     []Problem  // of this document
	Template     bool
	Archived     bool
}

// DocumentTab is a document of the plan.
type DocumentTab struct {
	Link
	Role    string
	Current bool
	Score   Ring
}

// Content is a line of the table of contents.
type Content struct {
	Link
	Level int   // 2 is the top
	State State // zero where the section has none
}

// SectionView is one section with what stands in its margin.
type SectionView struct {
	ID      string // anchor; "" for the part before the first heading
	Level   int    // 2 to 6: what is shown; the author's further first-level headings become 2. 0: no heading is shown, for the text before the first heading and that of the heading that is the page's h1
	Title   Prose
	Body    Prose
	State   State
	Note    string     // "3 of 7 slots filled"
	Prompt  string     // the template's, where the section is not filled
	Cites   []Citation // ids cited here, each once
	Lacks   []Citation // requirements defined here that lack what their policy asks for
	Gaps    []GapLine
	Edit    string
	Missing bool // the template's section, absent from the plan: a stub
}

// RequirementView is the page of one requirement.
type RequirementView struct {
	Frame
	ID         string
	Kind       Link
	Hue        string // the kind's colour in degrees; "" where none is configured
	Heading    string // its title; "" for one that is all text
	Text       Prose
	State      State
	Meaning    Meaning // of the state
	Missing    string  // what the next state asks for
	Policy     *Policy // nil for what is no requirement by its class, and for retired ones
	Plan       Link
	Defined    Place
	DefinedIn  Link    // section
	Also       []Place // mentions
	Formerly   []string
	Facts      []Fact
	Picture    *Picture // nil where nothing cites it
	Answers    []Answer // the ledger: documents, sections, phases, tasks
	Elsewhere  []Answer // from other plans
	More       int      // citations of theirs that are left out
	Parent     *Citation
	Children   []Citation
	Neighbours []Citation // those around it in the plan
	Similar    []Similar  // of other plans

	SimilarPage string // address of the list of all
	Matrix      string
	Permalink   string
}

// Policy is what a requirement needs to be covered, and what it has of that.
type Policy struct {
	Standing State // gap, waived, covered
	Says     string
	Needs    []Need
	Waiver   *Waiver
}

// Need is one need of a policy.
type Need struct {
	Name  string // as the configuration writes it
	Says  string
	State State // covered or missing
}

// Waiver excuses a requirement from its policy.
type Waiver struct {
	Reason, Date, Until string
}

// Meaning is a state with what it means and what to do about it.
type Meaning struct {
	State
	Says string // one sentence
	Fix  string // one sentence; "" where nothing is to be done
}

// MovedView is the small page at the address of an id of earlier days.
type MovedView struct {
	Frame
	Old string
	To  Link
}

// Answer is one line of the ledger. Depth 0 is a document.
type Answer struct {
	Depth int
	Kind  string // document, section, phase, task, citation
	Link
	State State
	Note  string // how a citation means the requirement, where it does not write its id
	Quote string
	Mark  [2]int // bytes of Quote that are the citation
	Line  int
}

// RequirementsView is an index: of all requirements or, without JavaScript and
// for large portfolios, of one plan, kind or state.
type RequirementsView struct {
	Frame
	Heading string
	Lead    string        // one sentence of figures
	OfPlan  bool          // it is of one plan: its filters count that plan's rows, their links lead to those of all
	Filters []FilterGroup // links to the narrower indexes
	Counts  []StateCount  // by state
	Rows    []RequirementRow
	Total   int
	Left    Count   // rows that are on no page of this index, on its last
	Signs   []State // of rows that the script adds
	Pages   []Link  // when the index is paged
	Index   string  // address of the data of all rows, when the index is paged; ""
	Key     string  // what this index is narrowed to, when it is paged: a filter's key and value
	Value   string
	Similar string // address of the list of near-duplicates
	CSV     string // addresses of all rows as files
	JSON    string
	Empty   string
}

// StateCount is how many rows have a state.
type StateCount struct {
	Meaning
	Count Count
}

// FilterGroup is one filter: plan, kind, state, coverage, phase.
type FilterGroup struct {
	Name    string
	Key     string // of the row's data attribute and the URL's parameter
	Options []FilterOption
	Free    bool // too many to list: typed, or looked up at All
	All     Link
}

// FilterOption is one value of a filter.
type FilterOption struct {
	Value   string
	Link    // page of this option
	N       int
	Current bool // this page is narrowed to it

	Scripted bool // several states together: no page of their own
}

// RequirementRow is a row of the index.
type RequirementRow struct {
	ID     string
	Href   string
	Text   string
	Kind   string
	Hue    string // of the kind
	Plan   Link
	PlanID string
	State  State
	Cited  int
	Done   int
	Tasks  int
	Phases []string // numbers

	Coverage string // gap, waived, covered; ""
}

// ProblemsView is "/problems/".
type ProblemsView struct {
	Frame
	Lead   string
	Groups []ProblemGroup // by rule, worst first
	Empty  string
}

// ProblemGroup is the diagnostics of one rule.
type ProblemGroup struct {
	Code, Name, Severity, Summary, Text string
	Problems                            []Problem
	More                                int // left out of the list
}

// Problem is a diagnostic.
type Problem struct {
	Code, Name, Severity, Message, Hint string
	Place                               Place
	Excerpt                             string
	Caret                               [2]int // bytes of Excerpt
	Related                             []Related
}

// Related is a second place of a problem.
type Related struct {
	Place   Place
	Message string
}

// SearchView is "/search/": an A–Z list, and the search where scripts run.
type SearchView struct {
	Frame
	Index   string // address of the index
	Letters []SearchLetter
}

// SearchLetter is the entries under a letter.
type SearchLetter struct {
	Letter string
	Items  []Item
}

// NotFoundView is 404.html.
type NotFoundView struct {
	Frame
	Plans []Link
}
