package register

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

var (
	isoDate  = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)
	fileDate = regexp.MustCompile(`(?:^|/)(\d{4})-?(\d{2})-?(\d{2})[-_ ]`)
	recordNo = regexp.MustCompile(`^(?:ADR[-\s]*)?\d+\s*[.:—–-]\s*`)
)

// decisionRecord is the row of a document that records one decision.
func decisionRecord(d *portfolio.Document) (Row, bool) {
	title := strings.TrimSpace(recordNo.ReplaceAllString(d.Title, ""))
	what, at := decided(d)
	status := either(field(d, "status"), sectionText(d, "status"))
	if title == "" || what == "" && status == "" {
		return Row{}, false // an index or a guide among the records
	}
	date := isoDate.FindString(either(field(d, "date"), either(field(d, "decided"), sectionText(d, "date"))))
	if date == "" {
		if m := fileDate.FindStringSubmatch(d.File.Path); m != nil {
			date = m[1] + "-" + m[2] + "-" + m[3]
		}
	}
	if i := strings.IndexByte(status, '\n'); i > 0 {
		status = status[:i]
	}
	span := plan.Span{}
	if at > 0 {
		span = d.Sections[at].Line
	}
	return Row{Place: Place{d.Plan, d, max(at, 0), span}, Cells: []string{title, what, status, date}}, true
}

// decided is the first paragraph of the section on the decision, and its place.
func decided(d *portfolio.Document) (string, int) {
	for i := range d.Sections {
		switch strings.Join(titleWords(d.Sections[i].Title), " ") {
		case "decision", "decision outcome", "outcome", "entscheidung", "decisión", "决定", "決定":
			return bodyText(d, i), i
		}
	}
	return "", plan.None
}

func sectionText(d *portfolio.Document, title string) string {
	for i := range d.Sections {
		if strings.EqualFold(strings.TrimSpace(d.Sections[i].Title), title) {
			return bodyText(d, i)
		}
	}
	return ""
}

// bodyText is the first line of text of section i.
func bodyText(d *portfolio.Document, i int) string {
	for _, e := range d.Entries() {
		if e.Section == i && (e.Kind == plan.EntryParagraph || e.Kind == plan.EntryItem) {
			return e.Text
		}
	}
	return ""
}

// field is a value of the front matter or of the fields at the head of the text.
func field(d *portfolio.Document, name string) string {
	for _, list := range [][]plan.Field{d.Front, d.Meta} {
		for _, f := range list {
			if f.Key == name && f.Value != "" {
				return f.Value
			}
		}
	}
	return ""
}
