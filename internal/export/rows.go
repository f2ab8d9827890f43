package export

import "github.com/planfolio/planfolio/internal/portfolio"

// The format, in the order of its fields.

type portfolioDocument struct {
	Schema      string          `json:"schema"`
	Title       string          `json:"title"`
	Plans       []planRow       `json:"plans"`
	Diagnostics []diagnosticRow `json:"diagnostics"`
}

type planDocument struct {
	Schema string `json:"schema"`
	planRow
}

type planRow struct {
	ID           string           `json:"id"`
	Kind         string           `json:"kind"`
	Path         string           `json:"path"`
	Title        string           `json:"title"`
	Status       string           `json:"status"`
	Owners       []string         `json:"owners"`
	Template     *string          `json:"template"`
	Documents    []documentRow    `json:"documents"`
	Sections     []sectionRow     `json:"sections"`
	Requirements []requirementRow `json:"requirements"`
	Citations    []citationRow    `json:"citations"`
	Phases       []phaseRow       `json:"phases"`
	Tasks        []taskRow        `json:"tasks"`
	Gaps         []gapRow         `json:"gaps"`
	Completeness completenessRow  `json:"completeness"`
	Coverage     coverageRow      `json:"coverage"`
}

type documentRow struct {
	Path  string `json:"path"`
	Role  string `json:"role"`
	Title string `json:"title"`
}

type sectionRow struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Level  int    `json:"level"`
	Title  string `json:"title"`
	Anchor string `json:"anchor"`
	State  string `json:"state"`
}

type requirementRow struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Path  string `json:"path"`
	Line  int    `json:"line"`
	State string `json:"state"`
	URL   string `json:"url"`

	of *portfolio.Requirement
}

type citationRow struct {
	ID     string     `json:"id"`
	Path   string     `json:"path"`
	Line   int        `json:"line"`
	Target *targetRow `json:"target"`
}

type targetRow struct {
	Plan string `json:"plan"`
	ID   string `json:"id"`
}

type phaseRow struct {
	Number string       `json:"number"`
	Title  string       `json:"title"`
	Path   string       `json:"path"`
	Line   int          `json:"line"`
	Status string       `json:"status"`
	Start  string       `json:"start"`
	End    string       `json:"end"`
	Tasks  phaseTaskRow `json:"tasks"`
}

type phaseTaskRow struct {
	Total int `json:"total"`
	Done  int `json:"done"`
}

type taskRow struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`
	Path  string   `json:"path"`
	Line  int      `json:"line"`
	State string   `json:"state"`
	Phase string   `json:"phase"`
	Cites []string `json:"cites"`
}

type gapRow struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
	Path string `json:"path"`
	Line int    `json:"line"`
}

type completenessRow struct {
	Score   *float64 `json:"score"`
	Level   string   `json:"level"`
	Missing []string `json:"missing"`
	Filled  int      `json:"filled"`
	Total   int      `json:"total"`
}

type coverageRow struct {
	Requirements int `json:"requirements"`
	Cited        int `json:"cited"`
	Planned      int `json:"planned"`
	Done         int `json:"done"`
}

type diagnosticRow struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Hint     string `json:"hint"`
}
