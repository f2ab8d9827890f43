package register

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// fromRow reads a row of a table; nil where the table is about something else.
func (r *reader) fromRow(a about, e *plan.Entry) *item {
	if !a.topic.takes(r.headKeys(e.Head)) || r.unfilled(e.Span) && r.unfilledCell(e) || len(e.Cells) == 0 {
		return nil
	}
	it := r.item(a, e.Section, e.Span)
	it.whole, it.kind = e.Text, e.Kind
	it.done = settled(e.Text)
	it.heads, it.row = r.headKeys(e.Head), e.Cells
	named := slices.IndexFunc(it.heads, func(h string) bool { return a.topic.names[h] && (!number[h] || len(e.Head) < 2) }) // "ID | Description" only numbers the rows
	if named < 0 {
		named = 0
		for i, h := range it.heads {
			if _, field := a.topic.fieldOf(h); !field && !number[h] {
				named = i
				break
			}
		}
	}
	for i, c := range e.Cells {
		head := ""
		if i < len(it.heads) {
			head = it.heads[i]
		}
		n, field := a.topic.fieldOf(head)
		switch {
		case i == named:
			it.name = c
		case field:
			it.set(n, c)
		case it.text == "" && !number[head] && !empty(c) && (a.topic.name != Risks || describes[head]):
			it.text = c
		}
	}
	if empty(it.name) || isNothing(it.name) {
		return nil
	}
	if a.topic.name == Decisions && named > 0 && named < len(e.Head) && !number[it.heads[0]] && !empty(e.Cells[0]) {
		it.cells[1], it.name = it.name, e.Cells[0] // "Area | Decision": what the decision is on comes first
	}
	return it
}

// describes are heads of columns that say more of the thing.
var describes = words("description details detail what notes explanation scenario")

// number are heads of columns that count the rows.
var number = words("# no nr num id ref")

// headKeys are the heads of a table's columns as keys. Rows of one table share
// their head, and its keys.
func (r *reader) headKeys(head []string) []string {
	if len(head) == 0 {
		return nil
	}
	if len(r.head) != len(head) || &r.head[0] != &head[0] {
		r.head, r.keys = head, make([]string, len(head))
		for i, h := range head {
			r.keys[i] = key(h)
		}
	}
	return r.keys
}

// cell is what stands in the last column under a head.
func (it *item) cell(head string) (text string, ok bool) {
	for i := len(it.row) - 1; i >= 0; i-- {
		if i < len(it.heads) && it.heads[i] == head {
			return it.row[i], true
		}
	}
	return "", false
}

// takes tells whether a table with such a head, of keys, is about the topic's things.
func (t *topic) takes(head []string) bool {
	if t.name == Technologies && len(head) > 0 {
		return true
	}
	return slices.ContainsFunc(head, func(h string) bool {
		_, field := t.fieldOf(h)
		return t.names[h] && !number[h] || field
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
