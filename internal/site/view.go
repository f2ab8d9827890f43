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
	Name string // filled, covered, done, partial, planned, active, placeholder, cited, untouched, question, empty, uncovered, open, missing, dangling, not-applicable, retired, blocked, overdue, tested, ambiguous
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
	Card     *Card // of a resolved citation
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
	Nav         []NavItem
	Problems    Count
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

// HomeView is the page "/".
type HomeView struct {
	Frame
	Intro     string
	Figures   []Count // the sentence of figures
	Fill      List    // what to fill next
	Uncovered List
	Blocked   List // blocked or overdue
	Plans     []PlanRow
	Templates []PlanRow
	Groups    []string // first parts of the plans' paths, for grouping
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

// PlanRow is a plan in a table.
type PlanRow struct {
	Link
	Path     string
	Group    string
	Status   string
	Score    Ring
	Progress Bar
	Covered  Count
	Now      Link // the phase that is on
	Owners   string
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

// Fact is a name and a value; State is zero where it has none.
type Fact struct {
	Name  string
	Value Link
	State State
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
	Gaps    []GapLine
	Edit    string
	Missing bool // the template's section, absent from the plan: a stub
}

// Citation is an id in a margin, list or ledger.
type Citation struct {
	ID    string
	Href  string // "" where it dangles
	State State
	Title string // requirement's text, short
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

// RequirementView is the page of one requirement.
type RequirementView struct {
	Frame
	ID         string
	Kind       string
	Heading    string // its title; "" for one that is all text
	Text       Prose
	State      State
	Missing    string // what the next state asks for
	Plan       Link
	Defined    Place
	DefinedIn  Link    // section
	Also       []Place // mentions
	Facts      []Fact
	Answers    []Answer // the ledger: documents, sections, phases, tasks
	Elsewhere  []Answer // from other plans
	Parent     *Citation
	Children   []Citation
	Neighbours []Citation // those around it in the plan
	Matrix     string
	Permalink  string
}

// Answer is one line of the ledger. Depth 0 is a document.
type Answer struct {
	Depth int
	Kind  string // document, section, phase, task, citation
	Link
	State State
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
	Filters []FilterGroup // links to the narrower indexes
	Counts  []Count       // by state
	Rows    []RequirementRow
	Total   int
	Pages   []Link // when the index is paged
	Empty   string
}

// FilterGroup is one filter: plan, kind, state, phase.
type FilterGroup struct {
	Name    string
	Key     string // of the row's data attribute and the URL's parameter
	Options []FilterOption
}

// FilterOption is one value of a filter.
type FilterOption struct {
	Value   string
	Link    // page of this option
	N       int
	Current bool // this page is narrowed to it
}

// RequirementRow is a row of the index.
type RequirementRow struct {
	ID     string
	Href   string
	Text   string
	Kind   string
	Plan   Link
	PlanID string
	State  State
	Cited  int
	Done   int
	Tasks  int
	Phases []string // numbers
}

// MatrixIndexView is "/matrix/": plans × coverage.
type MatrixIndexView struct {
	Frame
	Lead  string
	Rows  []CoverageRow
	Total CoverageRow
	Empty string
}

// CoverageRow is a plan with its coverage.
type CoverageRow struct {
	Link
	Requirements, Cited, Planned, Tested, Done, Uncovered, Retired int
	Percent                                                        int // planned or further
}

// MatrixView is "/matrix/PLAN/".
type MatrixView struct {
	Frame
	Plan    Link
	Lead    string
	Groups  []MatrixGroup // documents over the columns
	Columns []MatrixColumn
	Rows    []MatrixRow
	Empty   string
}

// MatrixGroup is a document with the number of its columns.
type MatrixGroup struct {
	Link
	Span int
}

// MatrixColumn is a section or phase.
type MatrixColumn struct {
	Link
	Kind  string // section, phase
	Count int
}

// MatrixRow is a requirement.
type MatrixRow struct {
	ID    string
	Href  string
	Text  string
	State State
	Cells []MatrixCell // one for each column
	Total int          // columns with a cell
}

// MatrixCell is empty where State is zero.
type MatrixCell struct {
	State State
	Href  string
	Title string
}

// RoadmapView is "/roadmap/".
type RoadmapView struct {
	Frame
	Lead     string
	Columns  []PhaseColumn
	Lanes    []LaneRow
	Timeline *Timeline // nil where no phase has dates
	Ready    List      // next open tasks
	NoPhases []Link    // plans without phases
	Empty    string
}

// Timeline is the phases that have dates, drawn to the scale of days. Days are
// counted from the first of the month in which the earliest phase begins.
type Timeline struct {
	Days      int    // to the end of the month in which the last phase ends
	Today     int    // -1 where it is not known or lies outside
	TodayDate string // ISO
	Ticks     []Tick // at most a dozen: the first of each month, quarter or year
	Rows      []TimelineRow
}

// Tick is a line of a timeline.
type Tick struct {
	Day   int
	Label string // "2026-03", "2026"
}

// TimelineRow is a plan with its dated phases, in order of their beginning.
type TimelineRow struct {
	Plan   Link
	Tracks int // at least 1
	Spans  []TimelineSpan
}

// TimelineSpan is a phase; one with a single date is a day long.
type TimelineSpan struct {
	Link     // "Phase 1: Foundation"
	State    State
	Track    int // phases that overlap lie in different tracks, from 0
	Start    int // day
	Days     int // at least 1
	Dates    string
	Progress Bar
}

// PhaseColumn is a phase number across the portfolio.
type PhaseColumn struct {
	Link     // "Phase 1", to its page
	Number   string
	Title    string
	Progress Bar
}

// LaneRow is a plan.
type LaneRow struct {
	Plan     Link
	Progress Bar
	Cells    []*PhaseCell // one for each column, nil where the plan has no such phase
	More     []PhaseRow   // phases without number
}

// PhaseCell is a phase in a lane.
type PhaseCell struct {
	Link
	State    State
	Progress Bar
	Dates    string // "2026-03-01 – 2026-04-15"
	Duration string
}

// PhaseRow is a phase in a list.
type PhaseRow struct {
	Link
	Number       string
	Word         string
	State        State
	Progress     Bar
	Dates        string
	Duration     string
	Goal         string
	Requirements []Citation
}

// PhaseView is "/roadmap/PHASE/".
type PhaseView struct {
	Frame
	Heading  string
	Lead     string // one sentence of figures
	Progress Bar
	Plans    []PhasePlan
}

// PhasePlan is one plan's part in a phase.
type PhasePlan struct {
	Plan       Link
	Phase      PhaseRow
	DependsOn  []string
	Tasks      []TaskRow
	Uncovered  []Citation // requirements of the plan that nothing plans yet
	Prev, Next *Link
}

// TaskRow is a task.
type TaskRow struct {
	Link
	ID    string
	Depth int
	State State
	Cites []Citation
	Owner string
	Due   string
}

// CompletenessView is "/completeness/": a heat map for each template.
type CompletenessView struct {
	Frame
	Lead     string
	Strip    []int // number of plans in each tenth of the score, 0–9 % first; 100 % is in the last
	Maps     []HeatMap
	Worth    List      // the most valuable gaps
	Unscored []PlanRow // plans that follow no template
	Legend   []State
	Empty    string
}

// HeatMap is the plans of one template × its sections.
type HeatMap struct {
	Template string
	Columns  []HeatColumn
	Rows     []HeatRow // worst first
}

// HeatColumn is a section of the template.
type HeatColumn struct {
	Title string
	Level int // 2, or 3 below the 2 before
	Group int // index of its level 2 column
}

// HeatRow is a plan.
type HeatRow struct {
	Plan   Link
	Score  Ring
	Status string
	Owners string
	Cells  []HeatCell // one for each column
}

// HeatCell is a section of a plan.
type HeatCell struct {
	State State
	Href  string
}

// PlanCompletenessView is "/completeness/PLAN/".
type PlanCompletenessView struct {
	Frame
	Plan    Link
	Lead    string
	Score   Ring
	Reason  string   // why this template
	Next    []string // to the next level
	Outline []OutlineRow
	Other   []GapLine // gaps outside the template's sections
	Notes   []string  // tolerated differences
	Empty   string
}

// OutlineRow is a section of the template with its slots.
type OutlineRow struct {
	Link
	Level  int
	State  State
	Note   string // "3 of 7 slots filled"
	Prompt string
	Gaps   []GapLine
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
