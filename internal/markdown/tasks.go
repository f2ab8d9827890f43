package markdown

import (
	"strings"

	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// A box is the mark at the start of a list item that says how far it is.
type box struct {
	state    plan.State
	text     int  // where the text behind it begins in the item's run
	optional bool // [ ]*
}

// readBox reads the box of an item's own text. Beside GitHub's [ ] and [x] there
// are [-], [~], [✅] and others, which the Markdown parser leaves as text.
func (r *reader) readBox(b *block) *box {
	bx := &box{}
	if c, ok := b.node.FirstChild().(*east.TaskCheckBox); ok {
		bx.state = plan.Open
		if c.IsChecked {
			bx.state = plan.Done
		}
	} else {
		start := spaces(b.run.text)
		state, n := drawnBox(b.run.text[start:])
		if n == 0 {
			state, n = boxMark(b.run.text[start:])
		}
		if n == 0 || b.run.style(start)&(code|linked) != 0 {
			return nil
		}
		bx.state, bx.text = state, start+n
		if rest := b.run.text[bx.text:]; rest != "" && rest[0] != ' ' && rest[0] != '*' && rest[0] != '\n' {
			return nil
		}
	}
	if strings.HasPrefix(b.run.text[bx.text:], "*") {
		bx.text++
		bx.optional = true
	}
	bx.text += spaces(b.run.text[bx.text:])
	return bx
}

// A work is a task as it is found, before its phase is known.
type work struct {
	block int
	item  *item // nil for a heading
	span  plan.Span
	state plan.State
}

// findWork finds the tasks: boxes that state work, and headings that do and have
// no such boxes below them.
func (r *reader) findWork() {
	if r.doc.Role == plan.Checklist || r.doc.Role == plan.Log {
		return
	}
	defined := map[int]bool{}
	for i := range r.defs {
		defined[r.defs[i].id.Start] = true
	}
	for i := range r.blocks {
		b := &r.blocks[i]
		switch {
		case b.quoted || b.note:
		case b.heading:
			if state, ok := r.headingTask(b); ok {
				section := r.doc.Sections[b.section]
				r.work = append(r.work, work{i, nil, plan.Span{Start: section.Line.Start, End: section.Span.End}, state})
			}
		case b.first && b.item.box != nil && b.item.text == i:
			span := plan.Span{Start: b.item.span.Start, End: b.item.span.End}
			if r.statesWork(b, defined) {
				r.work = append(r.work, work{i, b.item, span, r.boxState(b)})
			} else if n := len(r.unwritten); isSlot(b.run.text[b.item.box.text:]) && (n == 0 || r.unwritten[n-1].End <= span.Start) {
				r.unwritten = append(r.unwritten, span)
			}
		}
	}
	r.dropContainers()
}

// statesWork tells whether an item with a box is a task: not a requirement's
// state, a criterion, a check, a phase of a summary, or an unfilled slot.
func (r *reader) statesWork(b *block, defined map[int]bool) bool {
	it := b.item
	text := b.run.text[it.box.text:]
	if i := it.box.text + skipMarks(text); i < len(b.run.text) && defined[b.run.source(i)] {
		return false
	}
	if _, legend := stateOf(text); legend || isSlot(text) {
		return false // "[x] Done" tells what the boxes mean
	}
	if st, ok := phaseAt(text); ok && st.clear && !st.lesser {
		return false
	}
	id := taskID(text)
	for o := it; o != nil; o = o.parent {
		switch leadSays(o.lead, o.parent != nil && o.parent.box != nil) {
		case inAcceptance:
			return false
		case inChecklist:
			return id != ""
		case inWork:
			return true
		}
	}
	p := r.places[b.section]
	switch {
	case p&inAcceptance != 0 && !r.isPlanned() && solidID(text) == 0:
		return false
	case id != "":
		return true // numbered as the tasks are, wherever it stands
	case p&(inAcceptance|inChecklist) != 0:
		return false
	case p&inWork != 0:
		return true
	}
	return r.doc.Role != plan.Requirements && !asksOrVouches(text)
}

// leadSays tells what a label says about the boxes below it: inAcceptance,
// inChecklist, inWork or nothing. Within a task only plain words count: its
// details may be headed "Validation:".
func leadSays(lead string, withinTask bool) place {
	words := strings.Count(lead, " ") + 1
	switch {
	case lead == "" || words > 10:
		return 0
	case acceptanceLeads.in(lead):
		return inAcceptance
	case checkLeads.in(lead), words <= 3 && !withinTask && checkWords.in(lead):
		return inChecklist
	case words <= 3 && workLeads.in(lead) && !timeWords.in(lead):
		return inWork
	}
	return 0
}

// The words of labels above lists of boxes.
var (
	acceptanceLeads = phrasesOf(
		"acceptance", "criteria", "criterion", "definition of done", "definition of ready", "dod", "done when", "gate status",
		"受け入れ基準", "受入基準", "criterios", "critérios", "完了条件", "验收标准", "수용 기준",
	)
	checkLeads = phrasesOf("checklist", "gate", "gates", "sign off", "signoff", "go no go", "approval", "approvals", "type of change", "select one")
	checkWords = phrasesOf("verify", "verification", "validation", "success", "checks")
	timeWords  = phrasesOf("after", "before", "when", "once")
	workLeads  = phrasesOf("tasks", "task", "subtasks", "todo", "steps", "work items", "action items", "タスク", "tareas")
)

// asksOrVouches tells whether the text beside a box is a question, or what
// somebody signs: "I understand that …".
func asksOrVouches(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") || strings.HasPrefix(s, "I ") || strings.HasPrefix(s, "I/we ")
}

// boxState is the box's state; an open task that is struck out is skipped.
func (r *reader) boxState(b *block) plan.State {
	bx := b.item.box
	end := lineEnd(&b.run, bx.text)
	if bx.state == plan.Open && end > bx.text && b.run.style(bx.text)&struck != 0 && b.run.style(end-1)&struck != 0 {
		return plan.Skipped
	}
	return bx.state
}

// taskWords are the words of headings that state a task.
var taskWords = []string{"task", "tarea", "aufgabe", "タスク", "tâche", "작업", "任务", "tarefa"}

// headingTask reads "### Task 1.1: …", "### T001 …", "### [x] 1.1 …" and
// "### Write the filter [x]". Its state is the box's, the title's, or that of a
// status line below.
func (r *reader) headingTask(b *block) (plan.State, bool) {
	text := strings.TrimSpace(b.run.text)
	state, n := boxMark(text)
	boxed := n > 0 && n < len(text)
	if !boxed && strings.HasSuffix(text, "]") {
		if open := strings.LastIndexByte(text, '['); open > 0 {
			if s, k := boxMark(text[open:]); k == len(text)-open {
				state, boxed = s, true
			}
		}
	}
	if r.doc.Sections[b.section].Level == 1 && r.hasOneTitle() {
		return "", false // what the document is about
	}
	if !boxed {
		if taskID(text) == "" || !startsTask(text) || solidID(text) > 0 && !r.isPlanned() {
			return "", false
		}
		state = freeTitle(text).state
	} else if _, ok := phaseAt(text); ok {
		return "", false
	}
	if r.places[b.section]&(inAcceptance|inChecklist) != 0 && !boxed {
		return "", false
	}
	if stated, ok := r.statusBelow(b.section); ok && state == "" {
		state = stated
	}
	if state == "" {
		state = plan.Open
	}
	return state, true
}

// startsTask tells whether a heading opens with the word Task or a task's id
// such as T001 or WP01.
func startsTask(s string) bool {
	s = s[symbols(s):]
	for _, w := range taskWords {
		if n := prefixFold(s, w); n > 0 && n < len(s) && !isLetter(s[n]) {
			return true
		}
	}
	return solidID(s) > 0
}

// statusBelow reads a status line among the first lines of a section's body.
func (r *reader) statusBelow(section int) (plan.State, bool) {
	for i := r.firstBlock(section); i < len(r.blocks) && r.blocks[i].section == section; i++ {
		b := &r.blocks[i]
		if b.heading || b.row != nil {
			continue
		}
		var state plan.State
		found := false
		b.run.lines(func(start, end int, _ bool) {
			line := b.run.text[start:end]
			if l, ok := labelOf(line); ok && !found && statesStatus(l.subject) {
				state, found = statusOf(line[l.value:])
			}
		})
		if found {
			return state, true
		}
	}
	return "", false
}

// statesStatus tells whether a label is that of a status: Status, Current status.
func statesStatus(label string) bool {
	last := label[strings.LastIndexByte(label, ' ')+1:]
	return strings.Count(label, " ") < 2 && statusLabels[last]
}

var statusLabels = nameSet("status state estado 状態 ステータス 状态 상태 statut")

// dropContainers drops heading tasks that only hold other tasks, whose state is theirs.
func (r *reader) dropContainers() {
	kept := r.work[:0]
	for i, w := range r.work {
		if w.item == nil && i+1 < len(r.work) && r.work[i+1].span.Start < w.span.End {
			continue
		}
		kept = append(kept, w)
	}
	r.work = kept
}
