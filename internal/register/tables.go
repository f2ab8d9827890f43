package register

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// fromRow reads a row of a table; nil where the table is about something else.
func (r *reader) fromRow(a about, e *plan.Entry) *item {
	if !a.topic.takes(e.Head) || r.unfilled(e.Span) && r.unfilledCell(e) || len(e.Cells) == 0 {
		return nil
	}
	it := r.item(a, e.Section, e.Span)
	it.whole, it.kind = e.Text, e.Kind
	it.done = settled(e.Text)
	named := slices.IndexFunc(e.Head, func(h string) bool { return a.topic.names[key(h)] && !ordinal(e, h) })
	if named < 0 {
		named = 0
		for i, h := range e.Head {
			if _, field := a.topic.field(h); !field && !number[key(h)] {
				named = i
				break
			}
		}
	}
	for i, c := range e.Cells {
		head := ""
		if i < len(e.Head) {
			head = key(e.Head[i])
		}
		it.part[head] = c
		n, field := a.topic.field(head)
		switch {
		case i == named:
			it.name = c
		case field:
			it.set(n, c)
		case it.text == "" && !number[head] && !empty(c) && (a.topic.name != Risks || describes[head]):
			it.text = c
		}
	}
	if empty(it.name) || nothing.MatchString(it.name) {
		return nil
	}
	if a.topic.name == Decisions && named > 0 && named < len(e.Head) && !number[key(e.Head[0])] && !empty(e.Cells[0]) {
		it.cells[1], it.name = it.name, e.Cells[0] // "Area | Decision": what the decision is on comes first
	}
	return it
}

// describes are heads of columns that say more of the thing.
var describes = words("description details detail what notes explanation scenario")

// number are heads of columns that count the rows.
var number = words("# no nr num id ref")

// ordinal tells whether the column under head h only numbers the rows, though
// its head is a name of the thing: "ID | Description".
func ordinal(e *plan.Entry, h string) bool { return number[key(h)] && len(e.Head) > 1 }

// takes tells whether a table with such a head is about the topic's things.
func (t *topic) takes(head []string) bool {
	if t.name == Technologies && len(head) > 0 {
		return true
	}
	return slices.ContainsFunc(head, func(h string) bool {
		_, field := t.field(h)
		return t.isName(h) || field
	})
}

// isName tells whether a column under head h names the things.
func (t *topic) isName(h string) bool { return t.names[key(h)] && !number[key(h)] }

// unfilledCell tells whether what is owed of a row is its name, or most of it.
func (r *reader) unfilledCell(e *plan.Entry) bool {
	owing := 0
	for _, c := range e.Cells {
		if c == "" || r.isOwed(c) {
			owing++
		}
	}
	return r.isOwed(e.Cells[0]) || 2*owing >= len(e.Cells)
}

func (r *reader) isOwed(text string) bool {
	return text != "" && slices.ContainsFunc(r.owed, func(g plan.Gap) bool {
		return g.Kind != plan.GapQuestion && (strings.Contains(g.Text, text) && len(text) > 2 || strings.HasPrefix(text, g.Text))
	})
}
