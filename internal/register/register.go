// Package register gathers what the sections of all plans hold into lists
// across the portfolio: open questions, risks, technologies, components,
// integrations, environments, performance targets, assumptions and constraints,
// decisions. It takes a Portfolio and gives Registers.
//
// What a section is about is told by its title in the template that its
// document follows, else by its own heading (topic.go). Its items, table rows
// and sub-sections are read as things with a name and facts (items.go); prose
// around them, slots that nobody has filled and answers such as "N/A" are no
// rows. Templates, untouched copies, logs and checklists are left out.
package register

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Register is one list across all plans.
type Register struct {
	Name    string   // part of its address: "risks"
	Title   string   // "Risks"
	Columns []string // heads of the rows' Cells
	Rows    []Row    // by plan and place, archived plans last; technologies by use
	Plans   int      // plans that have a row
	Open    int      // rows whose State is Open
}

// Row is one thing that plans say.
type Row struct {
	Place
	Also  []Place  // further places of the same thing: uses of a technology
	Cells []string // one for each of the register's Columns, plain text
	State State
}

// Place is where a row stands.
type Place struct {
	Plan    *portfolio.Plan
	Doc     *portfolio.Document
	Section int // in Doc
	Span    plan.Span
}

// State says whether a row waits for somebody.
type State string

// The states. Rows of most registers have none.
const (
	Stated   State = ""
	Open     State = "open"     // a question without an answer
	Answered State = "answered" // struck through, ticked off, or with its answer beside it
)

// maxColumns bounds the columns of a register.
const maxColumns = 4

// The registers, in the order of Build.
const (
	Questions    = "questions"
	Risks        = "risks"
	Decisions    = "decisions"
	Technologies = "technologies"
	Components   = "components"
	Integrations = "integrations"
	Environments = "environments"
	Performance  = "performance"
	Assumptions  = "assumptions"
)

// Build makes every register, those without rows too.
func Build(p *portfolio.Portfolio) []Register {
	found := map[string][]Row{}
	uses := newUses()
	for _, archived := range []bool{false, true} {
		for _, pl := range p.Plans {
			if pl.Kind == portfolio.KindTemplate || pl.Archived != archived {
				continue
			}
			for _, d := range pl.Documents {
				readDocument(d, found, uses)
			}
		}
	}
	found[Technologies] = uses.rows()
	for _, named := range []string{Components, Integrations, Environments} {
		found[named] = once(found[named])
	}
	out := make([]Register, 0, len(registers))
	for _, r := range registers {
		r.Rows = found[r.Name]
		r.count()
		out = append(out, r)
	}
	return out
}

var registers = []Register{
	{Name: Questions, Title: "Open questions", Columns: []string{"Question", "Answer"}},
	{Name: Risks, Title: "Risks", Columns: []string{"Risk", "Impact", "Likelihood", "Mitigation"}},
	{Name: Decisions, Title: "Decisions", Columns: []string{"Decision", "What was decided", "Status", "Date"}},
	{Name: Technologies, Title: "Technologies", Columns: []string{"Technology", "As"}},
	{Name: Components, Title: "Components", Columns: []string{"Component", "What it does"}},
	{Name: Integrations, Title: "Integrations and external APIs", Columns: []string{"Integration", "Kind", "What for"}},
	{Name: Environments, Title: "Environments", Columns: []string{"Environment", "How it is"}},
	{Name: Performance, Title: "Performance targets", Columns: []string{"What", "Target"}},
	{Name: Assumptions, Title: "Assumptions and constraints", Columns: []string{"Kind", "Statement"}},
}

func (r *Register) count() {
	plans := map[*portfolio.Plan]bool{}
	for _, row := range r.Rows {
		for place := range row.Places() {
			plans[place.Plan] = true
		}
		if row.State == Open {
			r.Open++
		}
	}
	r.Plans = len(plans)
}

// Places goes through every place of the row.
func (r *Row) Places() func(yield func(Place) bool) {
	return func(yield func(Place) bool) {
		if !yield(r.Place) {
			return
		}
		for _, p := range r.Also {
			if !yield(p) {
				return
			}
		}
	}
}

// UsedBy counts the plans of the row's places.
func (r *Row) UsedBy() int {
	var plans []*portfolio.Plan
	for p := range r.Places() {
		if n := len(plans); n == 0 || plans[n-1] != p.Plan { // places are by plan
			plans = append(plans, p.Plan)
		}
	}
	return len(plans)
}

// readDocument adds the rows of one document.
func readDocument(d *portfolio.Document, found map[string][]Row, uses *uses) {
	if d.Alignment != nil && d.Alignment.Copy {
		return
	}
	switch d.Role {
	case plan.Log, plan.Checklist, plan.Template:
		return
	case plan.Decision:
		if row, ok := decisionRecord(d); ok {
			found[Decisions] = append(found[Decisions], row)
		}
	}
	r := newReader(d)
	for _, it := range r.items() {
		if it.topic.name == Technologies {
			uses.add(it)
			continue
		}
		if row, ok := rowOf(it); ok {
			found[it.topic.name] = append(found[it.topic.name], row)
		}
	}
	found[Questions] = withMarks(d, found[Questions])
	// questions of marks stand among those of sections
	slices.SortStableFunc(found[Questions], func(a, b Row) int {
		if a.Doc != d || b.Doc != d {
			return 0
		}
		return a.Span.Start - b.Span.Start
	})
}
