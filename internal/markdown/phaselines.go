package markdown

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// linePhases gives the phases of a document whose headings open none: bold
// lines, list items or table rows, the first of these forms that has two.
func (r *reader) linePhases() []opening {
	switch r.doc.Role {
	case plan.Log, plan.Checklist, plan.Requirements, plan.Research, plan.Contract:
		return nil
	}
	var bolds, items, rows []opening
	for i := range r.blocks {
		b := &r.blocks[i]
		if b.heading || b.quoted || b.note || b.raw {
			continue
		}
		switch {
		case b.row != nil:
			if o, ok := r.rowPhase(i); ok {
				rows = append(rows, o)
			}
		case b.item != nil:
			if o, ok := r.itemPhase(i); ok {
				items = append(items, o)
			}
		case isParagraph(b.node):
			if o, ok := r.boldPhase(i); ok {
				bolds = append(bolds, o)
			}
		}
	}
	for _, found := range [][]opening{bolds, items, rows} {
		if found = r.firstStatements(found); numbers(found) > 1 {
			return found
		}
	}
	return nil
}

// numbers counts the different numbers of phases.
func numbers(found []opening) int {
	seen := map[string]bool{}
	for i := range found {
		seen[found[i].Number] = true
	}
	return len(seen)
}

// plansWork tells whether lines below the section's heading may be phases of
// the plan: the headings speak of a roadmap or of tasks, or work stands below the line.
func (r *reader) plansWork(section int, work int) bool {
	p := r.places[section]
	if p == 0 && (r.doc.Role == plan.Roadmap || r.doc.Role == plan.Tasks) {
		return true
	}
	return work > 0 || p&(inRoadmap|inWork) != 0 && p&(inAcceptance|inChecklist|inTests) == 0
}

func (r *reader) lineOpening(i int, st statement, span plan.Span) opening {
	b := &r.blocks[i]
	o := opening{statement: st, block: i, boxes: r.workIn(span)}
	o.Word, o.Number, o.Section = st.word, st.number, b.section
	o.Line = r.lineSpan(b.run.source(0))
	o.Phase.Span = span
	return o
}

// boldPhase reads "**Phase 1: Title**", a line that stands for a heading.
func (r *reader) boldPhase(i int) (opening, bool) {
	b := &r.blocks[i]
	st, ok := phaseAt(b.run.text)
	if !ok || st.lesser || st.span || !st.clear || b.run.style(skipMarks(b.run.text))&bold == 0 {
		return opening{}, false
	}
	end := r.doc.Sections[b.section].Body.End
	for j := i + 1; j < len(r.blocks) && r.blocks[j].section == b.section; j++ {
		if c := &r.blocks[j]; c.item == nil && c.row == nil && len(c.run.parts) > 0 && c.run.style(0)&bold != 0 {
			if _, ok := phaseAt(c.run.text); ok {
				end = c.run.source(0)
				break
			}
		}
	}
	o := r.lineOpening(i, st, plan.Span{Start: b.run.source(0), End: end})
	return o, r.plansWork(b.section, o.boxes)
}

// itemPhase reads "- **Phase 1: Title** - text" and "1. **Phase 1**: text".
func (r *reader) itemPhase(i int) (opening, bool) {
	b := &r.blocks[i]
	if !b.first || b.item.parent != nil {
		return opening{}, false
	}
	start := 0
	if b.item.box != nil {
		start = b.item.box.text
	}
	st, ok := phaseAt(b.run.text[start:])
	if !ok || st.lesser || st.span || !st.clear {
		return opening{}, false
	}
	st.title += start
	o := r.lineOpening(i, st, plan.Span{Start: b.item.span.Start, End: r.phaseItemEnd(i)})
	if b.item.box != nil {
		o.Status = b.item.box.state
	}
	return o, r.plansWork(b.section, o.boxes)
}

// phaseItemEnd is where the phase ends that the item of block i opens: the items
// behind it in the list are its own, up to one that opens another.
func (r *reader) phaseItemEnd(i int) int {
	list, end := r.blocks[i].item.node.Parent(), r.blocks[i].item.span.End
	for _, b := range r.blocks[i+1:] {
		if b.item == nil || b.heading || b.item.parent == nil && b.item.node.Parent() != list {
			break
		}
		if !b.first || b.item.parent != nil {
			continue
		}
		start := 0
		if b.item.box != nil {
			start = b.item.box.text
		}
		if st, ok := phaseAt(b.run.text[start:]); ok && st.clear {
			break
		}
		end = b.item.span.End
	}
	return end
}

// rowPhase reads "| Phase 1 | Title |" and, below a head that says Phase, "| 1. Title |".
func (r *reader) rowPhase(i int) (opening, bool) {
	b := &r.blocks[i]
	if b.column != 0 {
		return opening{}, false
	}
	head := ""
	if len(b.row.table.head) > 0 {
		head = b.row.table.head[0]
	}
	if head != "" && !phaseHeads.in(head) {
		return opening{}, false
	}
	st, ok := phaseAt(b.run.text)
	if !ok {
		st, ok = statement{word: "Phase"}.withNumber(b.run.text, skipMarks(b.run.text))
		ok = ok && head != ""
	}
	if !ok || st.lesser || st.span || !st.clear {
		return opening{}, false
	}
	o := r.lineOpening(i, st, b.row.span)
	if strings.TrimSpace(b.run.text[st.title:]) == "" && len(b.row.cells) > 1 {
		o.Title = freeTitle(r.blocks[b.row.cells[1]].run.text).title
	}
	return o, r.plansWork(b.section, o.boxes) || phaseHeads.in(head) && plansColumns(b.row.table.head)
}

// plansColumns tells whether a table of phases lays them out: it has a column
// of what is to be done, when, or how far it is. One of costs does not.
func plansColumns(head []string) bool {
	for _, h := range head[1:] {
		if planColumns.in(h) {
			return true
		}
	}
	return false
}

// planColumns are what the heads of other columns say where phases are laid out.
var planColumns = phrasesOf("status", "state", "duration", "weeks", "timeline", "dates", "date", "start", "goal", "goals", "focus", "scope", "deliverables", "tasks", "estado", "状態", "期間", "상태", "状态")

// phaseHeads are what the head of the first column of a table of phases says.
var phaseHeads = phrasesOf("phase", "phases", "fase", "fases", "フェーズ", "段階", "단계", "阶段", "milestone", "stage")

// nestPhases puts each phase into the one around it. A phase of the next number
// below the heading of another is not part of it, only set one level too deep.
func (r *reader) nestPhases(found []opening) {
	var open []int
	for i := range found {
		o := &found[i]
		o.Parent = plan.None
		for len(open) > 0 {
			p := &found[open[len(open)-1]]
			if p.Phase.Span.End > o.Line.Start && partOf(o.Number, p.Number) {
				o.Parent = open[len(open)-1]
				break
			}
			p.Phase.Span.End = min(p.Phase.Span.End, o.Line.Start)
			open = open[:len(open)-1]
		}
		open = append(open, i)
	}
}

// statusFromSummary takes the state of phases that state none themselves from
// the ticked list of phases beside them.
func (r *reader) statusFromSummary(found []opening) {
	stated := map[string]plan.State{}
	for i := range r.blocks {
		b := &r.blocks[i]
		if !b.first || b.item.box == nil {
			continue
		}
		if st, ok := phaseAt(b.run.text[b.item.box.text:]); ok && st.clear && !st.span {
			if old, twice := stated[st.number]; twice && old != b.item.box.state {
				stated[st.number] = ""
			} else {
				stated[st.number] = b.item.box.state
			}
		}
	}
	for i := range found {
		if o := &found[i]; o.heading && o.Status == "" {
			o.Status = stated[o.Number]
		}
	}
}

// partOf tells whether a phase's number is one within another's: 1.1 and 1A within 1.
func partOf(number, whole string) bool {
	return len(number) > len(whole) && strings.HasPrefix(number, whole) && !isDigit(number[len(whole)])
}
