package site

// The views across plans: matrix, roadmap and completeness.

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
