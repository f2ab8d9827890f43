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
	"sync"

	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Register is one list across all plans.
type Register struct {
	Name    string   // part of its address: "risks"
	Title   string   // "Risks"
	Columns []string // heads of the rows' Cells
	Rows    []*Row   // by plan and place, archived plans last; technologies by use
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

// The registers, in the order of Registers.All.
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

const count = 9 // of registers

// Registers are all registers of a portfolio. Nothing is read before somebody
// asks for it. They are safe for concurrent use.
type Registers struct {
	parts []*part // in the order of Portfolio.Plans
	plans []*portfolio.Plan
	all   func() []Register
}

// Build makes the registers of a portfolio.
func Build(p *portfolio.Portfolio) *Registers { return (*Registers)(nil).Next(p) }

// Next gives what Build gives. What r has read of a plan that is the same
// pointer as in r's portfolio, or will have, is taken over. r may be nil.
func (r *Registers) Next(p *portfolio.Portfolio) *Registers {
	if r == nil {
		r = &Registers{}
	}
	next := &Registers{plans: p.Plans, parts: make([]*part, len(p.Plans))}
	for i, at := range portfolio.Kept(p.Plans, r.plans) {
		if at >= 0 {
			next.parts[i] = r.parts[at]
		} else {
			next.parts[i] = &part{plan: p.Plans[i]}
		}
	}
	next.all = sync.OnceValue(next.gatherAll)
	return next
}

// All gives every register, those without rows too. Plans that nobody has asked
// for before are read now.
func (r *Registers) All() []Register {
	if r == nil {
		return nil
	}
	return r.all()
}

// OpenQuestions counts those of the plan at an index into Portfolio.Plans.
func (r *Registers) OpenQuestions(plan int) int {
	if r == nil {
		return 0
	}
	return r.parts[plan].fill(nil).open
}

func (r *Registers) gatherAll() []Register {
	parallel.With(len(r.parts), func() titles { return titles{} }, func(known titles, i int) { r.parts[i].fill(known) })
	all := slices.Clone(registers[:])
	parallel.For(len(all), func(i int) { r.gather(&all[i], i) })
	return all
}

// gather fills register number n from the parts, those of archived plans last.
func (r *Registers) gather(to *Register, n int) {
	size := 0
	for _, t := range r.parts {
		size += len(t.read.rows[n])
	}
	to.Rows = make([]*Row, 0, size)
	used := newUses()
	for _, archived := range []bool{false, true} {
		for _, t := range r.parts {
			if t.plan.Archived != archived {
				continue
			}
			if to.Name == Technologies && len(t.read.uses) > 0 {
				used.join(t.read.uses)
				to.Plans++
			}
			rows := t.read.rows[n]
			if len(rows) > 0 {
				to.Plans++
			}
			for i := range rows {
				to.Rows = append(to.Rows, &rows[i])
			}
			if to.Name == Questions {
				to.Open += t.read.open
			}
		}
	}
	if to.Name == Technologies {
		to.Rows = used.rows()
	}
}

var registers = [count]Register{
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
