package markdown

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// A statement is a phase as a line states it: "Phase 2A: Title".
type statement struct {
	word   string // as written
	number string // without leading zeros
	title  int    // where the title begins
	clear  bool   // a sign stands between number and title, or nothing follows
	span   bool   // several phases: Phase 1-2, Phases 3+
	lesser bool   // Group, Wave, Week …: a phase only where the document has none by that name
}

// phaseWords are the words for a phase. Those of East Asian languages may stand
// behind the number.
var phaseWords = []struct {
	word   string
	lesser bool
}{
	{"phases", false}, {"phase", false}, {"fases", false}, {"fase", false}, {"フェーズ", false}, {"단계", false}, {"阶段", false}, {"階段", false},
	{"milestone", true}, {"sprint", true}, {"week", true}, {"wave", true}, {"epic", true}, {"group", true}, {"day", true}, {"track", true},
	{"stage", true}, {"iteration", true}, {"hito", true}, {"semana", true}, {"etapa", true}, {"meilenstein", true}, {"woche", true},
	{"マイルストーン", true}, {"スプリント", true}, {"里程碑", true}, {"마일스톤", true}, {"스프린트", true},
}

// phaseAt reads the statement of a phase at the start of s, behind marks and a
// number of the heading's own.
func phaseAt(s string) (statement, bool) {
	start := skipMarks(s)
	if _, n := boxMark(s[start:]); n > 0 {
		start += n + skipMarks(s[start+n:])
	} else if strings.HasPrefix(s, "[") {
		if _, n := boxMark(s); n > 0 {
			start = n + skipMarks(s[n:])
		}
	}
	if st, ok := phaseFrom(s, start); ok {
		return st, true
	}
	if n := skipNumbering(s[start:]); n > 0 {
		return phaseFrom(s, start+n)
	}
	return statement{}, false
}

func phaseFrom(s string, i int) (statement, bool) {
	for _, w := range phaseWords {
		if n := prefixFold(s[i:], w.word); n > 0 {
			at := i + n
			if isLetter(w.word[0]) && at < len(s) && (isLetter(s[at]) || s[at] >= utf8.RuneSelf) {
				continue
			}
			st := statement{word: s[i:at], lesser: w.lesser, span: strings.HasSuffix(w.word, "s")}
			at += len(s[at:]) - len(strings.TrimLeft(s[at:], " #"))
			return st.withNumber(s, at)
		}
		// 1단계, 第1フェーズ
		if w.word[0] >= utf8.RuneSelf {
			at := i
			for _, ordinal := range []string{"第", "제"} {
				if strings.HasPrefix(s[at:], ordinal) {
					at += len(ordinal)
				}
			}
			digits := at
			for digits < len(s) && isDigit(s[digits]) {
				digits++
			}
			if digits > at && strings.HasPrefix(s[digits:], w.word) {
				st := statement{word: w.word, lesser: w.lesser, number: trimZeros(s[at:digits])}
				return st.withTitle(s, digits+len(w.word))
			}
		}
	}
	return statement{}, false
}

// withNumber reads the number at s[i]: 1, 0.5, 01.1, 2A, A, IV, One.
func (st statement) withNumber(s string, i int) (statement, bool) {
	end := i
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end > i && end+1 < len(s) && isDigit(s[end+1])) {
		end++
	}
	if end > i {
		st.number = trimZeros(s[i:end])
		if end < len(s) && isLetter(s[end]) && rightBoundary(s, end+1) {
			st.number += strings.ToUpper(s[end : end+1])
			end++
		} else if end+1 < len(s) && s[end] == '-' && 'A' <= s[end+1] && s[end+1] <= 'Z' && rightBoundary(s, end+2) {
			st.number += s[end : end+2] // 2-A
			end += 2
		}
	} else {
		for end < len(s) && isLetter(s[end]) {
			end++
		}
		name := s[i:end]
		switch {
		case len(name) == 1 && unicode.IsUpper(rune(name[0])), name != "" && strings.Trim(name, "IVX") == "" && name == strings.ToUpper(name):
			st.number = name
			if j := end; j < len(s) && isDigit(s[j]) {
				for j < len(s) && isDigit(s[j]) {
					j++
				}
				st.number, end = s[i:j], j
			}
		case numberWords[strings.ToLower(name)] != "":
			st.number = numberWords[strings.ToLower(name)]
		default:
			return statement{}, false
		}
	}
	if !rightBoundary(s, end) {
		return statement{}, false
	}
	rest := s[end:]
	if strings.HasPrefix(rest, "+") {
		st.span, end = true, end+1
	}
	for _, sign := range []string{"-", "–", "—", "/", " & ", " and ", ", ", " to ", " - ", " – "} {
		after, ok := strings.CutPrefix(rest, sign)
		after = strings.TrimPrefix(after, st.word+" ")
		n := 0
		for n < len(after) && (isDigit(after[n]) || after[n] == '.' && n+1 < len(after) && isDigit(after[n+1])) {
			n++
		}
		if ok && n > 0 && rightBoundary(after, n) {
			st.span = true
			end = len(s) - len(after) + n
			break
		}
	}
	return st.withTitle(s, end)
}

// withTitle reads the sign between number and title.
func (st statement) withTitle(s string, i int) (statement, bool) {
	i += spaces(s[i:])
	st.title = i
	if i >= len(s) {
		st.clear = true
		return st, true
	}
	c, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case strings.ContainsRune(":：-–—.)|/", c):
		st.clear, st.title = true, i+size
	case strings.ContainsRune("([（", c), isSymbol(c):
		st.clear = true
	case strings.ContainsRune(",;'’→", c):
		return statement{}, false
	}
	return st, true
}

var numberWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"zero": "0",
}

func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] == '.' {
		t = "0" + t
	}
	return t
}

// An opening is a place where a phase may begin.
type opening struct {
	statement
	plan.Phase
	block   int
	boxes   int // tasks in it
	heading bool
}

// readPhases finds the phases: the headings that open them or, where there are
// none, bold lines, list items or table rows.
func (r *reader) readPhases() {
	r.findWork()
	found := r.headingPhases(false)
	if len(found) == 0 {
		found = r.headingPhases(true)
	}
	if len(found) == 0 {
		found = r.linePhases()
	}
	r.nestPhases(found)
	r.statusFromSummary(found)
	for i := range found {
		r.describePhase(&found[i])
		r.doc.Phases = append(r.doc.Phases, found[i].Phase)
	}
}

// workIn counts the tasks within the span.
func (r *reader) workIn(s plan.Span) int {
	at := func(offset int) int {
		return sort.Search(len(r.work), func(i int) bool { return r.work[i].span.Start >= offset })
	}
	return at(s.End) - at(s.Start)
}

// headingPhases gives the headings that open phases. Those of lesser words must
// hold tasks, and only one word counts in a document.
func (r *reader) headingPhases(lesser bool) []opening {
	if r.doc.Role == plan.Log || r.doc.Role == plan.Checklist {
		return nil
	}
	var all []opening
	for i := range r.blocks {
		b := &r.blocks[i]
		if !b.heading {
			continue
		}
		st, ok := phaseAt(b.run.text)
		if !ok || st.lesser != lesser {
			continue
		}
		s := r.doc.Sections[b.section]
		o := opening{statement: st, block: i, heading: true, boxes: r.workIn(s.Span)}
		o.Word, o.Number, o.Section, o.Line = st.word, st.number, b.section, s.Line
		o.Phase.Span = s.Span
		if r.mentionsPhase(b, &o) {
			continue
		}
		all = append(all, o)
	}
	if lesser {
		all = oneWord(all)
	}
	return r.firstStatements(all)
}

// mentionsPhase tells whether a heading that begins like a phase only speaks of one.
func (r *reader) mentionsPhase(b *block, o *opening) bool {
	if o.boxes == 0 && (o.span || o.lesser) {
		return true
	}
	section := r.doc.Sections[b.section]
	words := strings.Fields(subject(b.run.text[o.title:]))
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	if section.Level == 1 && r.topHeadings() == 1 {
		// The title of a document about one phase opens none, unless it holds the work.
		return o.boxes == 0 || !o.clear || aboutPhase[last] || r.doc.Role == plan.Research
	}
	p := place(0)
	if section.Parent != plan.None {
		p = r.places[section.Parent]
	}
	if !o.clear {
		// "Phase 1 Setup" is a phase among phases, "Phase 1 results" is not.
		title := strings.TrimSpace(b.run.text[o.title:])
		if !opensText(title) || last == "" || aboutPhase[words[0]] || aboutPhase[last] && o.boxes == 0 {
			return true
		}
		return (o.boxes == 0 || o.lesser) && p&(inRoadmap|inWork) == 0 && !r.isPlanned()
	}
	if o.boxes > 0 || p&inRoadmap != 0 {
		return false
	}
	return p&(inProcess|inTrace) != 0 || r.doc.Role == plan.Requirements && p&inRequirements != 0
}

// isPlanned tells whether the document is one that lays out work.
func (r *reader) isPlanned() bool {
	switch r.doc.Role {
	case plan.Tasks, plan.Implementation, plan.Roadmap:
		return true
	}
	return false
}

// topHeadings counts the first-level headings.
func (r *reader) topHeadings() int {
	n := 0
	for _, s := range r.doc.Sections {
		if s.Level == 1 {
			n++
		}
	}
	return n
}

// aboutPhase are words that make "Phase 1 …" a heading about a phase.
var aboutPhase = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`plan plans summary complete completed completion report results result verification overview status checklist
		gate gates criteria dependencies dependency deliverables goals notes context review timeline risks validation uat retrospective audit
		tasks success scope progress acceptance exit entry outputs estimate estimates and is was depends research considerations backlog baseline gaps
		での への の における 完了条件 完了後の状態`) {
		m[w] = true
	}
	return m
}()

// oneWord keeps the openings of the word under which most tasks stand; of two
// equal ones, that of the higher headings.
func oneWord(all []opening) []opening {
	boxes := map[string]int{}
	for _, o := range all {
		boxes[strings.ToLower(o.word)] += o.boxes
	}
	best := ""
	for _, o := range all {
		if w := strings.ToLower(o.word); best == "" || boxes[w] > boxes[best] {
			best = w
		}
	}
	var kept []opening
	for _, o := range all {
		if strings.ToLower(o.word) == best {
			kept = append(kept, o)
		}
	}
	return kept
}

// firstStatements drops the second statements of a phase: the same number again
// with the same title or none, or without work in another part of the document.
// A restart with other work is kept.
func (r *reader) firstStatements(all []opening) []opening {
	byNumber := map[string][]int{}
	drop := map[int]bool{}
	for i := range all {
		o := &all[i]
		title := subject(freeTitle(r.blocks[o.block].run.text[o.title:]).title)
		for _, j := range byNumber[o.Number] {
			if drop[j] {
				continue
			}
			p := &all[j]
			other := subject(freeTitle(r.blocks[p.block].run.text[p.title:]).title)
			same := title == other || title == "" || other == "" || strings.HasPrefix(title, other) || strings.HasPrefix(other, title)
			apart := r.doc.Sections[o.Section].Parent != r.doc.Sections[p.Section].Parent
			switch {
			case same && o.boxes > 0 && p.boxes == 0:
				drop[j] = true
			case same && (o.boxes == 0 || p.boxes > 0 && title == other && apart):
				drop[i] = true
			case apart && o.boxes == 0 && (p.boxes > 0 || aboutWork(title)):
				drop[i] = true
			}
			if drop[i] {
				break
			}
		}
		byNumber[o.Number] = append(byNumber[o.Number], i)
	}
	var kept []opening
	for i := range all {
		if !drop[i] {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// aboutWork tells whether a title lists what belongs to a phase, rather than names work.
func aboutWork(title string) bool {
	return says(title, "files", "effort", "owners", "owner", "estimate", "estimates", "dependencies", "deliverables", "risks", "timeline", "parallel")
}
