package site

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
)

func TestCSVCellsAreNoFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@sum": "'@sum", "\tx": "'\tx", "": "", "plain": "plain", "a=b": "a=b",
	} {
		if got := defuse(cell); got != want {
			t.Errorf("defuse(%q) = %q, want %q", cell, got, want)
		}
	}
}

// manyRisks is two plans with n risks between them, and one question.
func manyRisks(n int) string {
	var b strings.Builder
	for _, p := range []string{"ferry", "tug"} {
		fmt.Fprintf(&b, "-- %s.md --\n# The %s\n\n## Risks\n\n", p, p)
		for i := range n / 2 {
			fmt.Fprintf(&b, "- **Ice %d**: in winter. Mitigation: =salt\n", i)
		}
		b.WriteString("\n## Stack\n\n- Database: PostgreSQL\n")
	}
	return b.String() + "\n## Open questions\n\n- Who rings the bell?\n- ~~Is she blue?~~\n"
}

// Long registers are paged; a plan leads to its first row, wherever that is, and
// the CSV has every row.
func TestRegisterPages(t *testing.T) {
	s := build(t, manyRisks(1200))
	first, second := view[RegisterView](t, s, "registers/risks/index.html"), view[RegisterView](t, s, "registers/risks/page/2/index.html")
	if len(first.Rows) != indexLength || len(second.Rows) != indexLength || first.Total != 1200 || len(first.Pages) != 3 {
		t.Errorf("%d and %d rows of %d on %d pages", len(first.Rows), len(second.Rows), first.Total, len(first.Pages))
	}
	if len(first.Plans) != 2 || first.Plans[1].N != 600 || first.Plans[1].Href != "../../registers/risks/page/2/#pf-row-601" {
		t.Errorf("plans of the first page: %+v", first.Plans)
	}
	if len(view[RegisterView](t, s, "registers/risks/page/3/index.html").Plans) != 1 {
		t.Error("a further page lists plans that it does not show")
	}
	rows, err := csv.NewReader(bytes.NewReader(view[Raw](t, s, "registers/risks.csv").Bytes)).ReadAll()
	if err != nil || len(rows) != 1201 || strings.Join(rows[1], "|") != "Ice 0: in winter.|||'=salt||ferry|Risks|ferry.md|5" {
		t.Errorf("%d lines of CSV, %q, %v", len(rows), rows[1], err)
	}
}

func TestRegisterRows(t *testing.T) {
	s := build(t, manyRisks(4))
	v := view[RegisterView](t, s, "registers/technologies/index.html")
	if len(v.Rows) != 1 || v.Rows[0].Used != 2 || len(v.Rows[0].Places) != 2 || v.Rows[0].Places[1].Section.Href != "../../plans/tug/#stack" || v.Rows[0].Places[1].Section.Title != "tug.md:10" {
		t.Errorf("technologies: %+v", v.Rows)
	}
	q := view[RegisterView](t, s, "registers/questions/index.html")
	if len(q.Rows) != 2 || q.Rows[0].State.Name != "question" || q.Rows[1].State.Name != "done" || len(q.States) != 2 || q.Lead != "1 open question and 1 answered in 1 plan." {
		t.Errorf("questions: %q %+v", q.Lead, q.Rows)
	}
	if e := view[RegisterView](t, s, "registers/environments/index.html"); e.Empty == "" || e.Lead != "" {
		t.Errorf("an empty register says %q, %q", e.Lead, e.Empty)
	}
	cards := view[RegistersView](t, s, "registers/index.html").Registers
	if len(cards) != len(s.Facts.Registers.All()) || cards[1].Figures != "4 risks in 2 plans, 4 with a mitigation stated apart." {
		t.Errorf("the index: %+v", cards)
	}
	for _, c := range cards {
		if registerWords[strings.TrimSuffix(strings.TrimPrefix(c.Href, "../registers/"), "/")].one == "" {
			t.Errorf("no words for %s", c.Href)
		}
	}
}
