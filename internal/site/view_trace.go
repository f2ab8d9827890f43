package site

// The views of tracing: matrices, coverage, pictures.

// MatrixIndexView is "/matrix/": plans × coverage. A portfolio of many plans has
// several pages of them.
type MatrixIndexView struct {
	Frame
	Lead  string
	Rows  []CoverageRow
	Total CoverageRow
	Kinds []CoverageRow // on the first page
	Pages []Link
	Empty string
}

// CoverageRow is the coverage of a plan, a kind, or what a section defines or a
// phase plans. Each number of a state includes the further states.
type CoverageRow struct {
	Link
	Note                                  string // a kind's policy, a section's document
	Requirements, Covered, Gaps, Waived   Count
	Cited, Planned, Tested, Done, Retired Count
	Percent                               int // covered, of those that are not waived

	ID    string     // of the list of Which; ""
	Which []Citation // the requirements themselves, gaps first
}

// MatrixView is "/matrix/PLAN/" or one of its further pages, which have the
// tables only.
type MatrixView struct {
	Frame
	Plan      Link
	Lead      string
	Coverage  CoverageRow
	Table     *MatrixTable // nil for a plan without requirements
	Documents *MatrixTable // requirements × documents of a plan with several
	Gaps      []GapRow
	Waived    []GapRow
	Sections  []CoverageRow // by the section that defines
	Phases    []CoverageRow // by the phase that cites
	Kinds     []CoverageRow
	Foreign   []ForeignRow // requirements of other plans that this one cites
	Picture   *Picture
	Part      string // which rows a page of several has; ""
	Pages     []Link // none for one page
	Empty     string
}

// MatrixTable is requirements × places that cite them.
type MatrixTable struct {
	ID      string
	Caption string
	Groups  []MatrixGroup // documents over the columns; none where the columns are documents
	Columns []MatrixColumn
	Rows    []MatrixRow
}

// MatrixGroup is a document with the number of its columns.
type MatrixGroup struct {
	Link
	Span int
}

// MatrixColumn is a section, phase or document.
type MatrixColumn struct {
	Link
	Kind  string // section, phase, document
	Count int
}

// MatrixRow is a requirement.
type MatrixRow struct {
	ID    string
	Hue   string // of the kind
	Href  string
	Text  string
	State State
	Gap   bool         // it lacks what its policy asks for
	Cells []MatrixCell // one for each column
	Total int          // columns with a cell
}

// MatrixCell is empty where State is zero.
type MatrixCell struct {
	State State
	Href  string
	Title string
}

// GapRow is a requirement that lacks something, or is waived.
type GapRow struct {
	Citation
	Lacks  string
	Waiver *Waiver
}

// ForeignRow is a requirement of another plan.
type ForeignRow struct {
	Citation
	Plan   Link
	Shared bool // it belongs to both; else it is named with its plan
	Cited  []Link
}

// StatesView is "/requirements/states/".
type StatesView struct {
	Frame
	Groups []LegendGroup
}

// LegendGroup is the states of one subject: requirements, their coverage, citations.
type LegendGroup struct {
	Title  string
	States []Meaning
}

// Similar is a requirement that says nearly the same as another. Its Title is
// its text.
type Similar struct {
	Citation
	Plan  Link
	Share int // percent of likeness
}

// SimilarView is "/requirements/similar/".
type SimilarView struct {
	Frame
	Lead  string
	Pairs []SimilarPair // the most alike first
	More  int           // left out of the list
	Empty string
}

// SimilarPair is two requirements of different plans; both have one share.
type SimilarPair struct{ A, B Similar }

// Picture is a layered drawing: columns of boxes from left to right, and lines
// between boxes of different columns. Numbers are CSS pixels.
type Picture struct {
	Label         string // what it shows
	Width, Height int
	Heads         []PictureHead
	Boxes         []PictureBox
	Lines         []PictureLine
	Left          string // what the size limit has left out; ""
}

// PictureHead is the word over a column.
type PictureHead struct {
	Label string
	X     int
}

// PictureBox is one thing of the picture. Its label is short, the title whole.
type PictureBox struct {
	Link
	Kind  string // requirement, section, phase, task, plan
	State State
	X, Y  int
	Width int
}

// PictureLine is a curve from the right side of a box to the left side of another.
type PictureLine struct {
	X1, Y1, XM, X2, Y2 int // XM lies in the middle of the way
}
