package register

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A part is what one plan gives to the registers. It depends on nothing but the
// plan, and is taken over as long as that is the same.
type part struct {
	plan *portfolio.Plan
	rows map[string][]Row // by register, without technologies
	uses *uses
	open int // questions without an answer
}

func newPart(p *portfolio.Plan, known titles) *part {
	t := &part{plan: p, rows: map[string][]Row{}, uses: newUses()}
	if p.Kind == portfolio.KindTemplate {
		return t
	}
	for _, d := range p.Documents {
		t.read(d, known)
	}
	for _, named := range []string{Components, Integrations, Environments} {
		t.rows[named] = once(t.rows[named])
	}
	for _, row := range t.rows[Questions] {
		if row.State == Open {
			t.open++
		}
	}
	return t
}

// read adds the rows of one document.
func (t *part) read(d *portfolio.Document, known titles) {
	if d.Alignment != nil && d.Alignment.Copy {
		return
	}
	switch d.Role {
	case plan.Log, plan.Checklist, plan.Template:
		return
	case plan.Decision:
		if row, ok := decisionRecord(d); ok {
			t.rows[Decisions] = append(t.rows[Decisions], row)
		}
	}
	for _, it := range newReader(d, known).items() {
		if it.topic.name == Technologies {
			t.uses.add(it)
			continue
		}
		if row, ok := rowOf(it); ok {
			t.rows[it.topic.name] = append(t.rows[it.topic.name], row)
		}
	}
	t.rows[Questions] = withMarks(d, t.rows[Questions])
	// questions of marks stand among those of sections
	slices.SortStableFunc(t.rows[Questions], func(a, b Row) int {
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
