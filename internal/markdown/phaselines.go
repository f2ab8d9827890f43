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
	o := r.lineOpening(i, st, b.item.span)
	if b.item.box != nil {
		o.Status = b.item.box.state
	}
	return o, r.plansWork(b.section, o.boxes)
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
	if head != "" && !says(head, "phase", "phases", "fase", "fases", "フェーズ", "단계", "阶段", "milestone", "stage") {
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
	return o, r.plansWork(b.section, o.boxes)
}

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

// describePhase frees the title and reads the fields below it.
func (r *reader) describePhase(o *opening) {
	b := &r.blocks[o.block]
	title := b.run.text[o.title:]
	if !o.heading {
		title = lineTitle(&b.run, o.title)
	}
	f := freeTitle(title)
	if !o.heading {
		f.takeBehind(&b.run, o.title)
	}
	if o.Title == "" {
		o.Title = f.title
	}
	if f.state != "" {
		o.Status = f.state
	}
	o.StatusText, o.Priority, o.Duration, o.Start, o.End = f.statusText, f.priority, f.duration, f.start, f.end
	if b.row != nil {
		for i, cell := range b.row.cells[1:] {
			if i+1 < len(b.row.table.head) {
				o.field(b.row.table.head[i+1], r.blocks[cell].run.text)
			}
		}
		return
	}
	for j := o.block + 1; j < len(r.blocks); j++ {
		c := &r.blocks[j]
		if c.heading || c.note || len(c.run.parts) > 0 && c.run.source(0) >= o.Phase.Span.End {
			break
		}
		if c.row != nil || c.raw || c.item != nil && (c.item.parent != nil && o.heading || c.item.box != nil) {
			continue
		}
		c.run.lines(func(start, end int, _ bool) {
			line := c.run.text[start:end]
			for _, piece := range strings.Split(line, " | ") {
				if l, ok := labelOf(piece); ok {
					o.field(l.subject, strings.TrimSpace(piece[l.value:]))
				}
			}
		})
	}
}

// takeBehind reads the note in brackets behind a bold title: **Phase 2: Door** (Week 3).
func (f *freed) takeBehind(t *run, start int) {
	title := lineTitle(t, start)
	i := start + spaces(t.text[start:]) + len(title)
	if i >= len(t.text) {
		return
	}
	i += spaces(t.text[i:])
	if n := shortNote(t.text[i:]); n > 2 {
		f.take(t.text[i+1:i+n-1], true)
	}
}

// lineTitle is the title of a phase that is a line: the rest of what is bold,
// else the rest of the line up to a dash.
func lineTitle(t *run, start int) string {
	end := lineEnd(t, start)
	start += spaces(t.text[start:end])
	if start >= end {
		return ""
	}
	if t.style(max(start-1, 0))&bold != 0 || t.style(start)&bold != 0 {
		if t.style(start)&bold != 0 {
			for p := t.part(start); p < len(t.parts) && t.parts[p].at < end; p++ {
				if t.parts[p].style&bold == 0 {
					return t.text[start:t.parts[p].at]
				}
			}
		}
	}
	return t.text[start:end]
}

// field reads one field below a phase.
func (o *opening) field(name, value string) {
	value = plain(strings.Trim(value, "_* "))
	if value == "" {
		return
	}
	switch name {
	case "status", "state", "estado", "状態", "ステータス", "상태", "状态", "statut":
		if state, ok := statusOf(value); ok {
			o.Status, o.StatusText = state, value
			if dates := isoDates(value); state == plan.Done && len(dates) > 0 && o.End == "" {
				o.End = dates[len(dates)-1]
			}
		} else if o.StatusText == "" {
			o.StatusText = value
		}
	case "goal", "goals", "purpose", "objective", "objectives", "focus", "objetivo", "目的", "目標", "목표", "ziel":
		if o.Goal == "" {
			o.Goal = value
		}
	case "duration", "estimate", "estimated duration", "estimated effort", "estimated time", "effort", "timeline", "timeframe", "estimation", "duración", "期間", "기간", "dauer":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.dates(dates)
		} else if o.Duration == "" {
			o.Duration = value
		}
	case "dates", "date", "schedule", "period", "fechas", "日程":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.dates(dates)
		}
	case "start", "start date", "starts", "begin", "started", "inicio", "開始":
		if dates := isoDates(value); len(dates) > 0 && o.Start == "" {
			o.Start = dates[0]
		}
	case "end", "end date", "due", "due date", "target", "target date", "deadline", "completed", "completion date", "ends", "fin", "終了", "期限":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.End = dates[len(dates)-1]
		}
	case "priority", "prioridad", "優先度", "우선순위":
		if o.Priority == "" {
			o.Priority = value
		}
	case "owner", "owners", "lead", "assignee", "responsible", "responsable", "担当", "담당":
		if o.Owner == "" {
			o.Owner = value
		}
	case "depends on", "dependencies", "depends", "dependency", "prerequisites", "blocked by", "requires", "depende de", "依存", "前提", "의존":
		if len(o.DependsOn) == 0 {
			o.DependsOn = dependsOn(value)
		}
	}
}

func (o *opening) dates(dates []string) {
	if len(dates) > 1 && o.Start == "" {
		o.Start = dates[0]
	}
	o.End = dates[len(dates)-1]
}

// dependsOn reads what a phase waits for: the numbers of phases where it names
// phases, else each name.
func dependsOn(value string) []string {
	bare, _, _ := strings.Cut(value, " (")
	switch subject(bare) {
	case "", "none", "nothing", "na", "n a", "なし", "없음", "ninguna", "ninguno", "keine", "first phase", "no dependencies":
		return nil
	}
	if i := strings.Index(strings.ToLower(value), "phase"); i >= 0 && i < 12 {
		if refs := references(value[i:]); len(refs) > 0 {
			for n := range refs {
				refs[n] = trimZeros(refs[n])
			}
			return refs
		}
	}
	var names []string
	for at := 0; at < len(value); {
		stop, size := elementEnd(value, at, len(value))
		if name := plain(strings.Trim(value[at:stop], "_*. ")); name != "" && len(name) <= 120 {
			names = append(names, name)
		}
		at = stop + max(size, 1)
	}
	return names
}
