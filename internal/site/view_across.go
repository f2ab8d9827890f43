package site

// The views of completeness.

// CompletenessView is "/completeness/" and its narrower and further pages: a
// heat map for each template.
type CompletenessView struct {
	Frame
	Heading  string
	Lead     string
	Filters  []FilterGroup
	Strip    []int   // number of plans in each tenth of the score, 0–9 % first; 100 % is in the last; nil on all but the first page
	Signs    []State // of all cells, with their words
	Maps     []HeatMap
	Pages    []Link // the one at hand has no href; nil where there is but one
	Worth    List   // the most valuable gaps, on the first page
	Unscored []Link // plans that follow no template, on the first page
	More     Count  // the others of these
	Empty    string
}

// HeatMap is the plans of one template × its sections.
type HeatMap struct {
	Template string
	Columns  []HeatColumn
	Rows     []HeatRow     // worst first
	Filters  []FilterGroup // of the rows, by their values alone; nil where they cannot be told apart, and on a page of several
	Owned    bool          // some row has an owner
	Dated    bool          // some row has a date of change
	Part     bool          // the page is one of several
}

// HeatColumn is a section of the template.
type HeatColumn struct {
	Title string
	Level int // 2, or 3 below the 2 before
	Group int // index of its level 2 column
}

// HeatRow is a plan.
type HeatRow struct {
	Plan     Link
	Score    Ring
	Owners   string
	Changed  string // ISO; "" where it is not known
	OwnerIDs string // for filters, by words
	StatusID string
	Cells    []HeatCell // one for each column
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
	Reason  string // why this template
	Levels  []LevelRow
	Next    []string // to the next level: at most three
	More    int      // further ones
	Outline []OutlineRow
	Other   []GapLine // gaps outside the template's sections
	Notes   []string  // tolerated differences
	Badges  []Badge   // with the Markdown that shows them elsewhere
	Empty   string
}

// LevelRow is a level with its checks.
type LevelRow struct {
	Name    string
	Reached bool
	Current bool // the highest that is reached
	Checks  []CheckRow
}

// CheckRow is a check of a level.
type CheckRow struct {
	State State // done or open
	Means string
	Ask   string // "" where it holds
}

// OutlineRow is a section of the template with its slots.
type OutlineRow struct {
	Link
	Level  int
	State  State
	Note   string // "3 of 7 slots filled"
	Share  string // "4 of 9 %": what its own slots give of what they can give to the score; "" where it has none
	Prompt string
	Gaps   []GapLine
}

// Badge is a picture for pages elsewhere.
type Badge struct {
	Image    string // address
	Title    string
	Markdown string // shows it, and leads to the page behind it
}
