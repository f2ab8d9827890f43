package register

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A part is what one plan gives to the registers. It depends on nothing but the
// plan, and is taken over as long as that is the same. It is read when it is
// first asked for, see fill.
type part struct {
	plan *portfolio.Plan
	once sync.Once
	read *contents // nil before once is done
}

// contents are what a plan gives to the registers.
type contents struct {
	rows [count][]Row // by register, without technologies
	uses []*use       // technologies, as met
	open int          // questions without an answer
}

// fill reads the plan, unless that has been done, and gives what it holds. known
// is the caller's alone, nil for a caller with few plans.
func (t *part) fill(known titles) *contents {
	t.once.Do(func() {
		if known == nil {
			known = titles{}
		}
		t.read = newContents(t.plan, known)
	})
	return t.read
}

// nothingRead is what a plan gives that is left out.
var nothingRead = &contents{}

func newContents(p *portfolio.Plan, known titles) *contents {
	if p.Kind == portfolio.KindTemplate {
		return nothingRead
	}
	rows, used := rowsOf{}, newUses()
	for _, d := range p.Documents {
		rows.read(d, known, used)
	}
	t := &contents{uses: used.list()}
	t.keep(rows)
	return t
}

// keep takes over the rows, in one list without room to spare.
func (t *contents) keep(rows rowsOf) {
	size := 0
	for _, named := range []string{Components, Integrations, Environments} {
		rows[named] = once(rows[named])
	}
	for _, list := range rows {
		size += len(list)
	}
	all := make([]Row, 0, size)
	for n := range registers {
		start := len(all)
		all = append(all, rows[registers[n].Name]...)
		t.rows[n] = all[start:len(all):len(all)]
	}
	for _, row := range rows[Questions] {
		if row.State == Open {
			t.open++
		}
	}
}

// rowsOf is the rows of a plan by register.
type rowsOf map[string][]Row

// read adds the rows of one document, and to used the technologies.
func (t rowsOf) read(d *portfolio.Document, known titles, used *uses) {
	if d.Alignment != nil && d.Alignment.Copy {
		return
	}
	switch d.Role {
	case plan.Log, plan.Checklist, plan.Template:
		return
	case plan.Decision:
		if row, ok := decisionRecord(d); ok {
			t[Decisions] = append(t[Decisions], row)
		}
	}
	for _, it := range newReader(d, known).items() {
		if it.topic.name == Technologies {
			used.add(it)
			continue
		}
		if row, ok := rowOf(it); ok {
			t[it.topic.name] = append(t[it.topic.name], row)
		}
	}
	t[Questions] = withMarks(d, t[Questions])
	// questions of marks stand among those of sections
	slices.SortStableFunc(t[Questions], func(a, b Row) int {
		if a.Doc != d || b.Doc != d {
			return 0
		}
		return a.Span.Start - b.Span.Start
	})
}

// titles remember what titles of sections are about: most plans have the same.
type titles map[string]*topic

func (t titles) topicOf(title string) *topic {
	if title == "" {
		return nil
	}
	topic, known := t[title]
	if !known {
		topic = topicOf(title)
		t[title] = topic
	}
	return topic
}
