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
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/parallel"
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

// Registers are all registers of a portfolio.
type Registers struct {
	All []Register // those without rows too

	parts []*part // in the order of Portfolio.Plans
}

// Build makes every register, those without rows too.
func Build(p *portfolio.Portfolio) []Register { return (*Registers)(nil).Next(p).All }

// Next gives what Build gives. What r has read of a plan that is the same
// pointer as in r's portfolio is taken over from r, which may be nil.
func (r *Registers) Next(p *portfolio.Portfolio) *Registers {
	next := &Registers{parts: make([]*part, len(p.Plans)), All: slices.Clone(registers)}
	parallel.With(len(p.Plans), func() titles { return titles{} }, func(known titles, i int) {
		if next.parts[i] = r.known(p.Plans[i]); next.parts[i] == nil {
			next.parts[i] = newPart(p.Plans[i], known)
		}
	})
	for i := range next.All {
		next.gather(&next.All[i])
	}
	return next
}

// known is what r has read of a plan; nil for nothing.
func (r *Registers) known(p *portfolio.Plan) *part {
	if r == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(r.parts, p.ID, func(t *part, id string) int { return cmp.Compare(t.plan.ID, id) })
	if !ok || r.parts[i].plan != p {
		return nil
	}
	return r.parts[i]
}

// gather fills a register from the parts, those of archived plans last.
func (r *Registers) gather(to *Register) {
	all, size := newUses(), 0
	for _, t := range r.parts {
		size += len(t.rows[to.Name])
	}
	to.Rows = make([]Row, 0, size)
	for _, archived := range []bool{false, true} {
		for _, t := range r.parts {
			if t.plan.Archived != archived {
				continue
			}
			switch rows := t.rows[to.Name]; {
			case to.Name == Technologies && len(t.uses.order) > 0:
				all.join(t.uses)
				to.Plans++
			case len(rows) > 0:
				to.Rows = append(to.Rows, rows...)
				to.Plans++
			}
			if to.Name == Questions {
				to.Open += t.open
			}
		}
	}
	if to.Name == Technologies {
		to.Rows = all.rows()
	}
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
	n := 1
	last := r.Plan
	for _, p := range r.Also {
		if p.Plan != last { // places are by plan
			n, last = n+1, p.Plan
		}
	}
	return n
}
