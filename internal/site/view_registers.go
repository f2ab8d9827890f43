package site

// The views of the registers.

// RegistersView is "/registers/".
type RegistersView struct {
	Frame
	Lead      string
	Registers []RegisterCard
}

// RegisterCard is a register in one sentence.
type RegisterCard struct {
	Link
	Rows    int
	Figures string
}

// RegisterView is "/registers/NAME/", or a further page of it.
type RegisterView struct {
	Frame
	Heading   string
	Name      string
	Lead      string
	Columns   []string
	Rows      []RegisterRow
	Total     int            // rows of all pages
	One, Many string         // words for its rows
	Used      bool           // rows say by how many plans they are used
	States    []State        // to filter by; none where all rows are alike
	Plans     []FilterOption // on the first page every plan that has rows; each leads to its first row
	CSV       string         // address of the whole as CSV
	Others    []Link         // all registers; the one at hand without href
	Pages     []Link
	Empty     string
}

// RegisterRow is one thing that plans say.
type RegisterRow struct {
	ID       string // element id
	State    State
	Cells    []string // one for each column
	Used     int      // plans that use it
	Plans    []string // plans of all its places, by the values of the filter
	Places   []RegisterPlace
	More     int // places left out
	Archived bool
}

// RegisterPlace is where a row stands.
type RegisterPlace struct {
	Plan    Link
	Section Link // by its line
}
