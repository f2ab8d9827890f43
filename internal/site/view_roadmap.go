package site

// The views of the roadmap: all phases of all plans, one phase, one plan.

// RoadmapView is "/roadmap/", a page of it, or the part of it that an owner, a
// status, a tag or a state of work chooses.
type RoadmapView struct {
	Frame
	Heading   string
	Lead      string
	Figures   []Count // plans by the state of their work, each leads to its part
	Filters   []FilterGroup
	Columns   []PhaseColumn
	Lanes     []LaneRow // of this page, groups together
	Compact   bool      // lanes are many: cells without titles
	Groups    []Link    // of plans, to their first row; where there are several
	Pages     []Link    // where the lanes are paged
	Timelines []Timeline
	Times     Link // to the timelines, where they have pages of their own
	Overdue   List
	Blocked   List
	Ready     List // next open tasks whose dependencies are done
	Waits     List // plans that wait for others
	NoPhases  []Link
	Without   Link // to the whole list of plans without phases
	Empty     string
}

// PhaseColumn is a phase number across the portfolio.
type PhaseColumn struct {
	Link     // "Phase 1", to its page
	Number   string
	Title    string
	Progress Bar
	Dates    string // as configured
}

// LaneRow is a plan.
type LaneRow struct {
	Plan                     Link
	Roadmap                  Link   // to the plan's own roadmap
	Group                    string // directory; begins a group where Opens
	Opens                    bool
	GroupID                  string // element id of its first row
	Owners, Status           string
	OwnerIDs, StatusID, Tags string // for filters, by words
	States                   string // unfinished, blocked, overdue …
	Progress                 Bar
	Cells                    []*PhaseCell // one for each column, nil where the plan has no such phase
	More                     []PhaseRow   // phases without number
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
	Owner        string
	Priority     string
	Requirements []Citation
}

// Timeline is phases drawn to one scale. Places are counted in Unit from the
// begin: of the first month on the calendar, else of the plan.
type Timeline struct {
	Scale     string // dates, durations, order
	Note      string // what the places come from
	Length    int    // in units: days, minutes of work, steps
	Today     int    // -1 where it is not known or lies outside
	TodayDate string // ISO
	Ticks     []Tick // at most a dozen
	Rows      []TimelineRow
	Reckoned  bool // some spans are
}

// Tick is a line of a timeline.
type Tick struct {
	At    int
	Label string // "2026-03", "2026", "week 2"
}

// TimelineRow is a plan, or the portfolio's own phases and milestones.
type TimelineRow struct {
	Plan   Link
	Tracks int // at least 1
	Spans  []TimelineSpan
	Marks  []TimelineMark
}

// TimelineSpan is a phase; one with a single date is a day long.
type TimelineSpan struct {
	Link     // "Phase 1: Foundation"
	State    State
	Track    int // phases that overlap lie in different tracks, from 0
	Start    int
	Length   int    // at least 1
	When     string // "2026-03-01 – 2026-04-15", "weeks 1–2", "after Phase 1"
	Derived  bool   // from what it waits for
	Narrow   bool   // too short for words
	Progress Bar
}

// TimelineMark is a milestone.
type TimelineMark struct {
	Link
	At   int
	Date string
}

// PhaseView is "/roadmap/PHASE/", or a page of it.
type PhaseView struct {
	Frame
	Heading    string
	Lead       string // one sentence of figures
	Progress   Bar
	Dates      string // as configured
	Milestones []Fact
	Board      Link
	Plans      []PhasePlan
	Pages      []Link
	Empty      string
}

// PhasePlan is one plan's part in a phase.
type PhasePlan struct {
	Plan       Link
	Roadmap    Link
	Phase      PhaseRow
	Waits      []Dependency
	Tasks      []TaskRow
	Uncovered  []Citation // requirements of the plan that nothing plans yet, the first of them
	All        Count      // of those, where there are more
	Risks      []Remark
	Questions  []Remark
	Prev, Next *Link
}

// Dependency is something that is waited for.
type Dependency struct {
	Link
	State State // zero for what is only words
}

// Remark is a risk or an open question.
type Remark struct {
	Link // its words, to where it stands
	Note string
}

// TaskRow is a task.
type TaskRow struct {
	Link
	ID       string
	Depth    int
	State    State
	Cites    []Citation
	Owner    string
	Due      string
	Late     bool // due has passed
	Priority string
	Estimate string
	Reason   string // why it is blocked
	Parallel bool
	Waits    []Dependency
}

// BoardView is "/roadmap/PHASE/board/", or a page of it.
type BoardView struct {
	Frame
	Heading string
	Lead    string
	Back    Link
	Rows    []BoardRow
	Pages   []Link
	Empty   string
}

// BoardRow is the tasks of one phase of one plan by their state.
type BoardRow struct {
	Link
	State    State
	Progress Bar
	Columns  []BoardColumn // open, active, blocked, done
	Skipped  int           // tasks that stand in no column: skipped ones,
	Holding  int           // and those whose sub-tasks stand for them
}

// BoardColumn is the tasks of one state.
type BoardColumn struct {
	State State
	Tasks []TaskRow
}

// PlanRoadmapView is "/roadmap/plan/PLAN/".
type PlanRoadmapView struct {
	Frame
	Heading    string
	Lead       string
	Plan       Link
	Facts      []Fact
	Progress   Bar
	Phases     []PhaseRow
	Others     []PhaseRow // other phase systems of the plan, with their document as Goal
	Timeline   *Timeline
	Waits      []WaitRow // every dependency in words
	Cycles     []string
	Drawing    *Drawing
	Schedule   *ScheduleView
	Ready      []TaskRow
	Board      []BoardRow
	Milestones []Fact
	Untraced   []TaskRow // tasks that cite no requirement
	Untasked   []Citation
	Risks      []Remark
	Questions  []Remark
}

// WaitRow says that one thing waits for another.
type WaitRow struct{ From, To Dependency }

// Drawing is what waits for what, in columns from left to right.
type Drawing struct {
	Width, Height int
	Nodes         []DrawnNode
	Lines         []DrawnLine
}

// DrawnNode is a phase or task.
type DrawnNode struct {
	Link
	State    State
	X, Y     int
	Critical bool
}

// DrawnLine is a dependency, as an SVG path.
type DrawnLine struct {
	Path     string
	Critical bool
}

// ScheduleView is the critical path and the slack of the rest.
type ScheduleView struct {
	Note   string // what is counted
	Length string
	Timed  bool // by durations: pieces say how long they take
	Path   []ScheduleRow
	Groups []ScheduleGroup // what can run at once
	More   int             // pieces left out of Groups
}

// ScheduleRow is a piece of work.
type ScheduleRow struct {
	Link
	State  State
	Length string
	Slack  string // "" on the critical path
}

// ScheduleGroup is the pieces of one step.
type ScheduleGroup struct {
	Step int
	Rows []ScheduleRow
}

// ReadyView is "/roadmap/ready/", or a page of it.
type ReadyView struct {
	Frame
	Heading string
	Lead    string
	Groups  []ReadyGroup
	Pages   []Link
	Empty   string
}

// ReadyGroup is the tasks of one plan.
type ReadyGroup struct {
	Plan  Link
	Tasks []TaskRow
}

// TimelineView is "/roadmap/timeline/", or a page of it.
type TimelineView struct {
	Frame
	Heading   string
	Lead      string
	Timelines []Timeline
	Pages     []Link
}
