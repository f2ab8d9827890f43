package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// readTasks gives the document its tasks.
func (r *reader) readTasks() {
	phases := newNesting(len(r.doc.Phases), func(i int) (plan.Span, int) { return r.doc.Phases[i].Span, r.doc.Phases[i].Parent })
	var open []int
	own := map[int]bool{}
	for i, w := range r.work {
		b := &r.blocks[w.block]
		for len(open) > 0 && r.work[open[len(open)-1]].span.End <= w.span.Start {
			open = open[:len(open)-1]
		}
		t := plan.Task{State: w.state, Span: w.span, Section: b.section, Parent: plan.None, Phase: phases.at(w.span.Start)}
		if len(open) > 0 {
			t.Parent = open[len(open)-1]
		}
		open = append(open, i)
		start := 0
		if w.item != nil {
			start, t.Optional, t.Line = w.item.box.text, w.item.box.optional, r.lineSpan(w.span.Start)
		} else {
			t.Line = r.doc.Sections[b.section].Line
		}
		own[w.block] = true
		r.describeTask(&t, b, start)
		r.doc.Tasks = append(r.doc.Tasks, t)
	}
	r.detailTasks(own)
	r.waitFront()
}

// lineSpan is the line that the byte at offset stands in, line end included.
func (r *reader) lineSpan(offset int) plan.Span {
	n := r.lineAt(offset)
	s := plan.Span{Start: r.lines[n], End: len(r.text)}
	if n+1 < len(r.lines) {
		s.End = r.lines[n+1]
	}
	return s
}

// describeTask reads the task's own text: id, marks, and what is to be done.
func (r *reader) describeTask(t *plan.Task, b *block, start int) {
	s := withoutLists(&b.run, start)
	if b.heading {
		s = freeTitle(s).title
	}
	if id, end := taskIDAt(s); end > 0 {
		t.ID = id
		s = strings.TrimLeft(s[end:], " .):*-–—：")
	}
	for {
		s = strings.TrimLeft(s, " ")
		end := strings.IndexAny(s, "])")
		if s == "" || s[0] != '[' && s[0] != '(' || end < 0 || end > 24 || !markTask(t, s[1:end]) {
			break
		}
		s = s[end+1:]
	}
	last := true // of the marks at the end, which are no part of the text
	for open := strings.LastIndexAny(s, "(["); open >= 0; open = strings.LastIndexAny(s[:min(open, len(s))], "([") {
		end := strings.IndexAny(s[open:min(len(s), open+80)], ")]")
		marked := end > 0 && markTask(t, s[open+1:open+end])
		if last = last && marked && open > 0 && strings.Trim(s[open+end+1:], " .") == ""; last {
			s = strings.TrimRight(s[:open], " ")
		}
	}
	t.Text = plain(s)
	if t.Text == "" {
		t.Text = plain(b.run.text[start:])
	}
	phrases(t, t.Text)
}

// withoutLists is the text of the run from start on without its citation lists.
func withoutLists(t *run, start int) string {
	s := t.text[start:]
	for _, rg := range regionsOf(t, false) {
		if !rg.listed || rg.start <= start {
			continue
		}
		line := strings.LastIndexByte(t.text[start:rg.start], '\n') + 1
		from := line
		if at := strings.LastIndex(t.text[start+line:rg.start], "Req"); at > 0 {
			from = line + at
		}
		s = strings.TrimRight(s[:min(from, len(s))], " _*([-–—|\n")
		break
	}
	return s
}

// notes are those of t, to be written.
func notes(t *plan.Task) *plan.TaskNotes {
	if t.More == nil {
		t.More = &plan.TaskNotes{}
	}
	return t.More
}

// markTask reads a mark in brackets: [P], [US1], (P2), @ana, due 2025-03-09. It
// tells whether it is one that is no part of the text.
func markTask(t *plan.Task, mark string) bool {
	mark = strings.TrimSpace(mark)
	switch {
	case mark == "P" || strings.EqualFold(mark, "parallel"):
		t.Parallel = true
	case len(mark) == 2 && mark[0] == 'P' && isDigit(mark[1]):
		notes(t).Priority = mark
	case isStory(mark):
		notes(t).Story = mark
	case strings.EqualFold(mark, "optional"):
		t.Optional = true
	case len(mark) > 1 && mark[0] == '@' && handleEnd(mark) == len(mark):
		notes(t).Owner = mark
	case isDuration(mark) || isCount(mark) && !strings.Contains(mark, "/"):
		notes(t).Estimate = mark // and part of the text: it may be what is to be set to it
		return false
	default:
		if p, ok := priorityOf(mark); ok {
			notes(t).Priority = p
			return true
		}
		if l, ok := labelOf(mark); ok {
			detailTask(t, l.subject, mark[l.value:])
		}
		return false
	}
	return true
}

func isStory(s string) bool {
	rest, ok := strings.CutPrefix(s, "US")
	rest = strings.TrimPrefix(rest, "-")
	return ok && rest != "" && number(strings.ReplaceAll(rest, ".", "")) >= 0
}

// phrases reads what a task's sentence says beside the work: "depends on T003",
// "due 2025-03-09", and an owner at the end.
func phrases(t *plan.Task, s string) {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s
	}
	for _, w := range []string{"depends on", "blocked by", "requires t"} {
		if i := strings.Index(lower, w); i >= 0 {
			notes(t).DependsOn = append(t.Notes().DependsOn, references(s[i+len(strings.TrimSuffix(w, "t")):])...)
			break
		}
	}
	for _, w := range []string{"due", "deadline", "📅"} {
		if i := strings.Index(lower, w); i >= 0 && t.Notes().Due == "" && leftBoundary(lower, i) {
			if dates := isoDates(s[i:min(len(s), i+40)]); len(dates) > 0 {
				notes(t).Due = dates[0]
			}
		}
	}
	if i := strings.LastIndexByte(s, '@'); i > 0 && s[i-1] == ' ' && t.Notes().Owner == "" && handleEnd(s[i:]) == len(s)-i {
		notes(t).Owner = s[i:]
	}
}

// handleEnd is the length of the handle s begins with: @ana.
func handleEnd(s string) int {
	i := 1
	for i < len(s) && (isAlnum(s[i]) || s[i] == '-' || s[i] == '_') {
		i++
	}
	return i
}

// references reads the ids of tasks and phases that s begins with, up to the
// first word that is none: "T001, T002 and 1.3 (for the schema)".
func references(s string) []string {
	var refs []string
	for s != "" {
		if len(refs) > 0 && strings.HasPrefix(strings.TrimLeft(s, " "), "(") {
			break // "T003 (4 days)"
		}
		s = strings.TrimLeft(s, " :,;&*_([")
		for _, w := range []string{"and ", "tasks ", "task ", "Tasks ", "Task ", "phases ", "phase ", "Phases ", "Phase "} {
			s = strings.TrimPrefix(s, w)
		}
		end := tokenEnd(s, 0)
		if end == 0 || !strings.ContainsAny(s[:end], "0123456789") {
			break
		}
		refs = append(refs, s[:end])
		s = s[end:]
	}
	return refs
}

// detailTasks reads the fields of the lines below each task, which are not the
// lines of a task within it.
func (r *reader) detailTasks(own map[int]bool) {
	tasks := newNesting(len(r.doc.Tasks), func(i int) (plan.Span, int) { return r.doc.Tasks[i].Span, r.doc.Tasks[i].Parent })
	for i := range r.blocks {
		b := &r.blocks[i]
		if own[i] || b.heading || b.row != nil || b.raw || len(b.run.parts) == 0 {
			continue
		}
		n := tasks.at(b.run.source(0))
		if n == plan.None {
			continue
		}
		b.run.lines(func(start, end int, _ bool) {
			line := strings.TrimLeft(b.run.text[start:end], " _*")
			if l, ok := labelOf(line); ok {
				detailTask(&r.doc.Tasks[n], l.subject, line[l.value:])
			}
		})
	}
}

// detailTask reads one field of a task.
func detailTask(t *plan.Task, name, value string) {
	value = strings.Trim(value, " _*.")
	if value == "" {
		return
	}
	switch name {
	case "owner", "assignee", "assigned", "assigned to", "responsible", "responsable", "担当", "담당":
		if t.Notes().Owner == "" {
			notes(t).Owner = plain(value)
		}
	case "due", "due date", "deadline", "fecha", "期限", "마감":
		if dates := isoDates(value); len(dates) > 0 && t.Notes().Due == "" {
			notes(t).Due = dates[len(dates)-1]
		}
	case "priority", "prioridad", "優先度", "우선순위":
		if t.Notes().Priority == "" {
			notes(t).Priority = plain(value)
		}
	case "estimate", "estimated", "estimation", "est", "estimated effort", "estimated time", "estimated duration", "effort", "duration", "time", "time estimate", "size", "story points", "points",
		"estimado", "estimación", "duración", "esfuerzo", "aufwand", "schätzung", "dauer", "見積", "見積もり", "工数", "期間", "예상", "기간":
		if t.Notes().Estimate == "" {
			notes(t).Estimate = plain(value)
		}
	case "depends on", "dependencies", "depends", "dependency", "blocked by", "prerequisite", "prerequisites", "after", "depende de", "dependencias", "abhängig von", "依存", "依存関係", "의존":
		if len(t.Notes().DependsOn) == 0 {
			notes(t).DependsOn = references(value)
		}
	}
}

// taskID is the id that a task's text begins with, "" where it has none.
func taskID(s string) string {
	id, _ := taskIDAt(s)
	return id
}

// taskIDAt reads T001, WP01, R-1.1, "Task 1.1:", "1.1" and "1." at the start of
// a task's text, and gives the end of it.
func taskIDAt(s string) (string, int) {
	i := spaces(s)
	i += symbols(s[i:])
	if state, n := boxMark(s[i:]); n > 0 && state != "" {
		i += n
		i += spaces(s[i:])
	}
	if n := solidID(s[i:]); n > 0 {
		return s[i : i+n], i + n
	}
	worded := false
	for _, w := range taskWords {
		if n := prefixFold(s[i:], w); n > 0 && i+n < len(s) && !isLetter(s[i+n]) {
			worded = true
			i += n
			i += len(s[i:]) - len(strings.TrimLeft(s[i:], " -#"))
			break
		}
	}
	if n := solidID(s[i:]); n > 0 {
		return s[i : i+n], i + n
	}
	start := i
	for i < len(s) && isLetter(s[i]) && s[i] < 'a' {
		i++
	}
	if lettered := i > start; lettered {
		if i-start > 6 || i >= len(s) || s[i] != '-' {
			return "", 0
		}
		if k, known := kinds[s[start:i]]; known && k.class != plan.ClassConstraint {
			return "", 0
		}
		i++
	}
	digits := i
	dotted := false
	for i < len(s) && (isDigit(s[i]) || s[i] == '.' && i > digits && i+1 < len(s) && isDigit(s[i+1])) {
		dotted = dotted || s[i] == '.'
		i++
	}
	if i == digits {
		return "", 0
	}
	if i < len(s) && 'a' <= s[i] && s[i] <= 'z' && rightBoundary(s, i+1) {
		i++
	}
	if !rightBoundary(s, i) || i < len(s) && strings.IndexByte("%+/", s[i]) >= 0 {
		return "", 0
	}
	sep := i < len(s) && strings.IndexByte(".):", s[i]) >= 0
	if !worded && !dotted && !sep && digits == start {
		return "", 0
	}
	if !worded && i < len(s) && !sep && s[i] != ' ' && s[i] < utf8.RuneSelf {
		return "", 0
	}
	return s[start:i], i
}

// solidID is the length of T001 or WP01 at the start of s.
func solidID(s string) int {
	for _, p := range []string{"T", "WP", "TASK-", "Task-"} {
		if !strings.HasPrefix(s, p) {
			continue
		}
		i := len(p)
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		if least := len(p) + 1; i < least || p == "T" && i < 3 {
			continue
		}
		if i < len(s) && 'a' <= s[i] && s[i] <= 'z' && rightBoundary(s, i+1) {
			i++
		}
		if rightBoundary(s, i) {
			return i
		}
	}
	return 0
}

// isSlot tells whether a text is nothing but slots of a template: "[Task]: [what]".
func isSlot(s string) bool {
	if id, end := taskIDAt(s); id != "" {
		s = s[end:]
	}
	any := false
	for s != "" {
		c, size := utf8.DecodeRuneInString(s)
		close := map[rune]string{'[': "]", '{': "}", '<': ">"}[c]
		if close != "" {
			end := strings.Index(s, close)
			if end < 0 {
				return false
			}
			if inner := s[1:end]; inner != "P" && !isStory(inner) {
				any = true
			}
			s = s[end+1:]
			continue
		}
		if joins(c) || c >= 0x2E80 {
			return false
		}
		s = s[size:]
	}
	return any
}
