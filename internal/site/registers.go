package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/register"
)

// maxPlaces is how many places of one row a register shows; its CSV has all.
const maxPlaces = 6

// registerFacts is a register with its pages.
type registerFacts struct {
	register.Register
	pages []string // addresses
	csv   string   // address
	plans func() []*registerPlan
}

// registerPlan is a plan that has rows.
type registerPlan struct {
	plan  *planFacts
	rows  int
	first int // index of its first row
	last  int
}

// registerWords are how the rows of a register are counted, and what would make
// one where there is none.
var registerWords = map[string]struct{ one, many, empty string }{
	register.Questions:    {"question", "questions", "No plan has an open question. A list below a heading “Open questions”, or a mark such as [NEEDS CLARIFICATION: …], makes one."},
	register.Risks:        {"risk", "risks", "No plan states a risk. A list or table below a heading “Risks” does, with impact, likelihood and mitigation beside each."},
	register.Decisions:    {"decision", "decisions", "No plan records a decision. A decision record does, or a list below a heading “Decisions”."},
	register.Technologies: {"technology", "technologies", "No plan names a technology. A list below a heading “Technology stack”, such as “- Database: PostgreSQL”, does."},
	register.Components:   {"component", "components", "No plan names a component. A list below a heading “Components”, such as “- Gate: checks tickets”, does."},
	register.Integrations: {"integration", "integrations", "No plan names an integration. A list below a heading “External APIs” or “Integrations” does."},
	register.Environments: {"environment", "environments", "No plan names an environment. A list below a heading “Environments”, such as “- Staging: one node”, does."},
	register.Performance:  {"target", "targets", "No plan states a performance target. A list below a heading “Performance targets”, such as “- Response time: 300 ms”, does."},
	register.Assumptions:  {"assumption or constraint", "assumptions and constraints", "No plan states an assumption or constraint. A list below a heading “Assumptions” or “Constraints” does."},
}

// findRegisters gives each register its pages.
func (s *Site) findRegisters() []*registerFacts {
	var list []*registerFacts
	for _, r := range s.Facts.Registers.All() {
		f := &registerFacts{Register: r, csv: "registers/" + r.Name + ".csv"}
		f.plans = sync.OnceValue(func() []*registerPlan { return s.registerPlans(f.Rows) })
		f.pages = pagesIn("registers/"+f.Name+"/", pagesFor(len(f.Rows), indexLength))
		list = append(list, f)
	}
	return list
}

// addRegisters adds the index of the registers, and of each its pages and its CSV.
func (s *Site) addRegisters(l *pageList) {
	l.page("registers/", "registers", func() any { return s.registers() })
	for _, f := range s.lists.registers() {
		for n, dir := range f.pages {
			view := func() any { return s.register(f, n) }
			if n == 0 {
				l.page(dir, "register", view)
				continue
			}
			l.listPage(dir, "register", view, func(k *listKeyMaker) { k.register(f, n) })
		}
		l.raw(f.csv, func() []byte { return s.registerCSV(f) })
	}
}

// openQuestions counts the open questions of a plan.
func (s *Site) openQuestions(p *planFacts) int {
	i, _ := s.index.number(p.Plan)
	return s.Facts.Registers.OpenQuestions(i)
}

// registerPlans are the plans of rows, in the order in which they come.
func (s *Site) registerPlans(rows []*register.Row) []*registerPlan {
	var list []*registerPlan
	of := map[*portfolio.Plan]*registerPlan{}
	for i := range rows {
		for p := range rows[i].Places() {
			f := of[p.Plan]
			if f == nil {
				f = &registerPlan{plan: s.index.plan(p.Plan), first: i, last: -1}
				of[p.Plan] = f
				list = append(list, f)
			}
			if f.last != i {
				f.last = i
				f.rows++
			}
		}
	}
	return list
}

// registers is the index: one sentence of figures for each.
func (s *Site) registers() RegistersView {
	rel := from("registers/")
	v := RegistersView{Lead: "What the sections of all plans hold, side by side. Each row leads to the line that says it."}
	for _, f := range s.lists.registers() {
		card := RegisterCard{Link: rel.link(f.Title, f.pages[0]), Rows: len(f.Rows), Figures: f.figures()}
		if len(f.Rows) == 0 {
			card.Figures = registerWords[f.Name].empty
		}
		v.Registers = append(v.Registers, card)
	}
	v.Frame = s.frame(rel, "Registers", v.Lead)
	return v
}

// figures is one sentence about a register.
func (f *registerFacts) figures() string {
	words := registerWords[f.Name]
	count := number(len(f.Rows), words.one, words.many)
	in := " in " + number(f.Plans, "plan", "plans")
	switch f.Name {
	case register.Questions:
		answered := ""
		if n := len(f.Rows) - f.Open; n > 0 {
			answered = " and " + grouped(n) + " answered"
		}
		return capital(number(f.Open, "open question", "open questions")) + answered + in + "."
	case register.Risks:
		apart := 0
		for _, row := range f.Rows {
			if row.Cells[3] != "" {
				apart++
			}
		}
		return capital(count) + in + ", " + grouped(apart) + " with a mitigation stated apart."
	case register.Technologies:
		if len(f.Rows) > 0 {
			most := f.Rows[0]
			return capital(count) + in + "; " + most.Cells[0] + " is used by most of them, " + grouped(most.UsedBy()) + "."
		}
	}
	return capital(count) + in + "."
}

// register is page n of a register.
func (s *Site) register(f *registerFacts, n int) RegisterView {
	rel := from(f.pages[n])
	words := registerWords[f.Name]
	v := RegisterView{
		Heading: f.Title, Name: f.Name, Total: len(f.Rows), One: words.one, Many: words.many,
		Used: f.Name == register.Technologies, CSV: rel.to(f.csv),
	}
	switch {
	case len(f.Rows) == 0:
		v.Empty = words.empty
	case n == 0:
		v.Lead = f.figures()
	}
	filled := f.filled()
	for _, c := range filled {
		v.Columns = append(v.Columns, f.Columns[c])
	}
	from, to := n*indexLength, min((n+1)*indexLength, len(f.Rows))
	for i := from; i < to; i++ {
		v.Rows = append(v.Rows, s.registerRow(rel, f, i, filled))
	}
	for _, p := range f.plans() {
		if n > 0 && (p.first >= to || p.last < from) {
			continue // the first page alone lists every plan
		}
		page := p.first / indexLength
		v.Plans = append(v.Plans, FilterOption{
			Value: p.plan.path, N: p.rows, Link: rel.link(p.plan.title(), at(f.pages[page], rowID(p.first))),
		})
	}
	if f.Open > 0 && f.Open < len(f.Rows) {
		v.States = []State{{"question", "open"}, {"done", "answered"}}
	}
	for _, other := range s.lists.registers() {
		link := rel.link(other.Title, other.pages[0])
		if other == f {
			link.Href = ""
		}
		v.Others = append(v.Others, link)
	}
	v.Pages, v.Prev, v.Next = paging(rel, f.pages, n)
	prev, next := v.Prev, v.Next
	v.Frame = s.frame(rel, f.Title, v.Lead+v.Empty)
	v.Crumbs = append(v.Crumbs, rel.link("Registers", "registers/"))
	v.Prev, v.Next = prev, next
	return v
}

// register adds page n of a register.
func (k *listKeyMaker) register(f *registerFacts, n int) {
	k.text(f.Name, f.Title)
	k.pages(f.pages, n)
	k.number(len(f.Rows))
	k.truth(f.Open > 0 && f.Open < len(f.Rows))
	for _, c := range f.filled() {
		k.number(c)
	}
	from, to := n*indexLength, min((n+1)*indexLength, len(f.Rows))
	for i := from; i < to; i++ {
		row := f.Rows[i]
		k.list(row.Cells)
		k.text(string(row.State))
		k.number(row.UsedBy())
		for p := range row.Places() {
			k.of(p.Plan)
			k.text(p.Doc.File.Path)
			k.number(p.Span.Start)
		}
	}
	for _, p := range f.plans() {
		if p.first < to && p.last >= from {
			k.plan(p.plan)
			k.number(p.rows)
			k.number(p.first)
		}
	}
}

// filled are the columns that some row of the register has something in, by
// index; the first is always one.
func (f *registerFacts) filled() []int {
	var list []int
	for c := range f.Columns {
		if c == 0 || slices.ContainsFunc(f.Rows, func(r *register.Row) bool { return r.Cells[c] != "" }) {
			list = append(list, c)
		}
	}
	return list
}

// rowID is the element id of row i of a register.
func rowID(i int) string { return "pf-row-" + strconv.Itoa(i+1) }

func (s *Site) registerRow(rel relation, f *registerFacts, i int, columns []int) RegisterRow {
	row := f.Rows[i]
	v := RegisterRow{ID: rowID(i), State: registerState(row.State), Archived: row.Plan.Archived}
	for _, c := range columns {
		v.Cells = append(v.Cells, head(row.Cells[c], 320))
	}
	if f.Name == register.Technologies {
		v.Used = row.UsedBy()
	}
	var plan *portfolio.Plan
	for p := range row.Places() {
		if p.Plan != plan {
			plan = p.Plan
			v.Plans = append(v.Plans, s.index.plan(plan).path)
		}
		if len(v.Places) == maxPlaces {
			v.More++
			continue
		}
		v.Places = append(v.Places, s.registerPlace(rel, p))
	}
	return v
}

// registerPlace is where a row stands: its plan, and its section by the line.
func (s *Site) registerPlace(rel relation, p register.Place) RegisterPlace {
	d := s.index.doc(p.Doc)
	line := d.line(p.Span.Start)
	section := d.tabLabel()
	if p.Section > 0 {
		section = sectionPath(d.Document.Document, p.Section)
	}
	return RegisterPlace{
		Plan:    planLink(rel, d.plan),
		Section: Link{Label: head(section, 90), Href: rel.to(d.lineAddress(p.Section, line)), Title: fmt.Sprintf("%s:%d", d.File.Path, line)},
	}
}

func registerState(state register.State) State {
	switch state {
	case register.Open:
		return State{"question", "open"}
	case register.Answered:
		return State{"done", "answered"}
	}
	return State{}
}

// registerCSV is a register as a table: a line for each place of each row.
func (s *Site) registerCSV(f *registerFacts) []byte {
	head := []string{}
	for _, c := range f.Columns {
		head = append(head, strings.ToLower(c))
	}
	head = append(head, "state", "plan", "section", "path", "line")
	var rows [][]string
	for i := range f.Rows {
		row := f.Rows[i]
		for p := range row.Places() {
			cells := append([]string{}, row.Cells...)
			section := ""
			if p.Section > 0 {
				section = sectionPath(p.Doc.Document, p.Section)
			}
			line := s.index.doc(p.Doc).line(p.Span.Start)
			rows = append(rows, append(cells, string(row.State), s.index.plan(p.Plan).path, section, p.Doc.File.Path, strconv.Itoa(line)))
		}
	}
	return CSV(head, rows)
}
