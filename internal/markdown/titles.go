package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// subject gives the words of a title for comparison: lower case, "and" for "&",
// everything but letters and digits as single spaces.
func subject(s string) string {
	var b strings.Builder
	gap := false
	word := func(r rune) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	for _, r := range s {
		switch {
		case r == '&':
			gap = true
			for _, r := range "and" {
				word(r)
			}
			gap = true
		case r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && r != '\ufe0f':
			word(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// says tells whether the words of phrase stand in subj, a subject. Phrases of
// scripts without spaces may stand anywhere.
func says(subj string, phrases ...string) bool {
	for _, p := range phrases {
		for at := 0; at <= len(subj)-len(p); {
			i := strings.Index(subj[at:], p)
			if i < 0 {
				break
			}
			i += at
			end := i + len(p)
			r, _ := utf8.DecodeRuneInString(p)
			if r >= 0x2E80 || (i == 0 || subj[i-1] == ' ') && (end == len(subj) || subj[end] == ' ') {
				return true
			}
			at = i + 1
		}
	}
	return false
}

// A label is what stands before the colon of a line: Goal of "**Goal**: ship it".
type label struct {
	subject string
	value   int // where the value begins in the line's text
}

// labelOf reads the label at the start of a line. Only a few words in front of a
// colon are one; a clock time or a URL is none.
func labelOf(line string) (label, bool) {
	i := strings.IndexAny(line, ":：")
	if i <= 0 || i > 80 {
		return label{}, false
	}
	_, size := utf8.DecodeRuneInString(line[i:])
	head, value := line[:i], i+size
	if value < len(line) && size == 1 && !strings.ContainsRune(" \t*_`\n", rune(line[value])) {
		if isAlnum(line[value]) && !isDigit(line[value]) || isDigit(line[value]) && isDigit(line[i-1]) || line[value] == '/' {
			return label{}, false
		}
	}
	if strings.ContainsAny(head, ".;!?") && !strings.HasSuffix(head, ".") || strings.Count(head, " ") > 6 {
		return label{}, false
	}
	for value < len(line) && (line[value] == ' ' || line[value] == '\t') {
		value++
	}
	subj := subject(head)
	return label{subj, value}, subj != ""
}

// leadOf is the label that a paragraph is for the list below it: its last line,
// where that ends in a colon or is bold throughout.
func leadOf(t *run) string {
	end := len(strings.TrimRight(t.text, " \n"))
	start := strings.LastIndexByte(t.text[:end], '\n') + 1
	line := t.text[start:end]
	if len(line) > 200 {
		return ""
	}
	if strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") {
		return subject(line)
	}
	if start < end && t.style(start)&(bold|italic) != 0 && t.style(end-1)&(bold|italic) != 0 {
		return subject(line)
	}
	if l, ok := labelOf(line); ok && t.style(start)&bold != 0 {
		return l.subject
	}
	return ""
}

// A freed title is a title without what only surrounds it, and what that says.
type freed struct {
	title      string
	state      plan.State
	statusText string
	priority   string
	duration   string
	start, end string // ISO dates
}

// freeTitle frees a title of emoji, status, priority, duration and dates at its
// ends. Words in parentheses that are none of these stay: "Setup (Shared Infrastructure)".
func freeTitle(s string) freed {
	f := freed{title: plain(s)}
	for len(f.title) < 2000 && (f.dropLead() || f.dropGroup() || f.dropTail()) {
	}
	f.title = strings.TrimRight(f.title, " :：,;|-–—")
	if open, close := firstRune(f.title), lastRune(f.title); open == '(' && close == ')' || open == '（' && close == '）' || open == '[' && close == ']' {
		if inner := f.title[utf8.RuneLen(open) : len(f.title)-utf8.RuneLen(close)]; !strings.ContainsAny(inner, "()[]（）") {
			f.title = strings.TrimSpace(inner)
		}
	}
	return f
}

// dropLead drops marks and boxes in front.
func (f *freed) dropLead() bool {
	t := strings.TrimLeft(f.title, " :：,;|-–—")
	if state, n := boxMark(t); n > 0 {
		f.setState(state, "")
		f.title = t[n:]
		return true
	}
	n := symbols(t)
	if n > 0 {
		if state, ok := markState(t[:n]); ok {
			f.setState(state, strings.TrimSpace(t[:n]))
		}
	}
	changed := len(t)-n != len(f.title)
	f.title = t[n:]
	return f.dropLeadingGroup() || changed
}

// dropLeadingGroup drops a note between number and title: "(P1): View", "(Week 1): Fix".
func (f *freed) dropLeadingGroup() bool {
	open := firstRune(f.title)
	close := map[rune]string{'(': ")", '[': "]", '（': "）"}[open]
	if close == "" {
		return false
	}
	inner, rest, ok := strings.Cut(f.title[utf8.RuneLen(open):], close)
	rest = strings.TrimLeft(rest, " ")
	if !ok || rest == "" {
		return false
	}
	if !f.take(inner, true) && !strings.ContainsRune(":：—–-", firstRune(rest)) {
		return false
	}
	f.title = rest
	return true
}

// dropGroup drops a last group in brackets that says status, priority, duration or date.
func (f *freed) dropGroup() bool {
	t := strings.TrimRight(f.title, " ")
	if len(t) == 0 {
		return false
	}
	closing, size := utf8.DecodeLastRuneInString(t)
	opening, ok := map[rune]string{')': "(", ']': "[", '）': "（"}[closing]
	if !ok {
		return false
	}
	open := strings.LastIndex(t, opening)
	if open < 0 {
		return false
	}
	inner := strings.TrimSpace(t[open+len(opening) : len(t)-size])
	if state, n := boxMark(t[open:]); n == len(t)-open {
		f.setState(state, "")
	} else if !f.take(inner, true) {
		return false
	}
	f.title = strings.TrimRight(t[:open], " ")
	return true
}

// dropTail drops what stands behind the last dash or symbol where it says only
// status, priority, duration or date.
func (f *freed) dropTail() bool {
	t := strings.TrimRight(f.title, " :：,;|-–—*")
	if n := trailingSymbols(t); n > 0 {
		if state, ok := markState(t[len(t)-n:]); ok {
			f.setState(state, strings.TrimSpace(t[len(t)-n:]))
		}
		f.title = t[:len(t)-n]
		return true
	}
	at, sign := -1, false
	for i, r := range t {
		switch {
		case isSymbol(r):
			at, sign = i, true
		case r == '|' || r == '—' || r == '–' || r == '-' || r == ',' || r == ':':
			if end := i + utf8.RuneLen(r); end < len(t) && t[end] == ' ' {
				at, sign = i, false
			}
		}
	}
	if at > 0 {
		tail := strings.TrimSpace(t[at+symbols(t[at:]):])
		if !sign {
			_, size := utf8.DecodeRuneInString(t[at:])
			tail = strings.TrimSpace(t[at+size:])
		}
		if f.take(tail, false) || sign && markWords[tail] {
			if state, ok := markState(t[at : at+symbols(t[at:])]); ok && sign {
				f.setState(state, tail)
			}
			f.title = strings.TrimRight(t[:at], " ")
			return true
		}
	}
	// "(Priority: P1) MVP" has the mark without its target sign.
	if rest, ok := strings.CutSuffix(t, " MVP"); ok && strings.HasSuffix(strings.TrimRight(rest, " -–—"), ")") {
		f.title = strings.TrimRight(rest, " -–—")
		return true
	}
	// A status in capitals needs no dash: "Setup COMPLETED".
	if i := strings.LastIndexByte(t, ' '); i > 0 && len(t)-i > 4 && t[i+1:] == strings.ToUpper(t[i+1:]) {
		if state, ok := stateOf(t[i+1:]); ok {
			f.setState(state, t[i+1:])
			f.title = t[:i]
			return true
		}
	}
	return false
}

// markWords are what may stand behind a sign at the end of a title: 🎯 MVP.
var markWords = map[string]bool{"MVP": true, "POC": true, "NEW": true, "CRITICAL": true, "IMPORTANT": true, "PRIORITY": true}

// take notes what s says, if it is status, priority, duration or date. A group
// in brackets may say more behind a status: (SKIPPED, see below).
func (f *freed) take(s string, grouped bool) bool {
	bare := strings.TrimSpace(s[symbols(s):])
	bare = bare[:len(bare)-trailingSymbols(bare)]
	if state, ok := stateOf(bare); ok {
		f.setState(state, bare)
		return true
	}
	if p, ok := priorityOf(bare); ok {
		f.priority = p
		return true
	}
	if dates := isoDates(bare); len(dates) > 0 && (grouped || onlyDates(bare)) {
		f.setDates(dates)
		if state, ok := leadingState(bare); ok {
			f.setState(state, bare)
		}
		return true
	} else if state, ok := leadingState(bare); ok && len(dates) > 0 && strings.Count(subject(bare), " ") <= 4 {
		f.setState(state, bare) // completed 2025-03-09
		f.setDates(dates)
		return true
	}
	if isDuration(bare) {
		f.duration = bare
		return true
	}
	if state, ok := leadingState(bare); ok && grouped {
		f.setState(state, bare)
		return true
	}
	if percent, ok := strings.CutSuffix(firstField(bare), "%"); ok && number(percent) >= 0 && strings.Count(bare, " ") <= 1 {
		f.setState(map[bool]plan.State{true: plan.Done, false: plan.Active}[number(percent) >= 100], bare)
		return true
	}
	return isCount(bare) || grouped && subject(bare) == "inserted"
}

func firstField(s string) string {
	head, _, _ := strings.Cut(s, " ")
	return head
}

// isCount tells whether s says how much is done or to do: "3/3 plans", "12 tasks".
func isCount(s string) bool {
	words := strings.Fields(subject(s))
	n := 0
	for n < len(words) && isDigit(words[n][0]) {
		n++
	}
	if n == 0 || len(words) > n+1 {
		return false
	}
	if n == len(words) {
		return n == 2 && strings.Contains(s, "/")
	}
	switch words[n] {
	case "plan", "plans", "task", "tasks", "complete", "completed", "done", "points", "pts", "sp":
		return true
	}
	return false
}

func (f *freed) setState(s plan.State, text string) {
	if f.state == "" {
		f.state = s
	}
	if f.statusText == "" {
		f.statusText = text
	}
}

func (f *freed) setDates(dates []string) {
	if len(dates) > 1 {
		f.start = dates[0]
	}
	f.end = dates[len(dates)-1]
}

// isSymbol tells emoji and other signs from letters and punctuation.
func isSymbol(r rune) bool {
	return r >= 0x2000 && (unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r == 0xFE0F || r == 0x200D || r == 0x20E3 || r == '✓' || r == '✔' || r == '→')
}

// symbols is the length of the emoji and spaces that s begins with, 0 where it begins with none.
func symbols(s string) int {
	n, any := 0, false
	for i, r := range s {
		if !isSymbol(r) && r != ' ' {
			break
		}
		any = any || isSymbol(r)
		n = i + utf8.RuneLen(r)
	}
	if !any {
		return 0
	}
	return n
}

func trailingSymbols(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeLastRuneInString(s[:len(s)-n])
		if !isSymbol(r) && (r != ' ' || n == 0) {
			break
		}
		n += size
	}
	return n
}

// priorityOf reads P1, "Priority: Critical", "high priority", "(High)".
func priorityOf(s string) (string, bool) {
	t := strings.TrimSpace(s)
	if l, ok := labelOf(t); ok && says(l.subject, "priority", "prio", "prioridad", "prioridade", "priorität", "優先度", "우선순위") {
		return strings.TrimSpace(t[l.value:]), true
	}
	if len(t) == 2 && t[0] == 'P' && isDigit(t[1]) {
		return t, true
	}
	switch subj := subject(t); subj {
	case "critical", "high", "medium", "low", "crítica", "alta", "media", "baja":
		return t, true
	default:
		if rest, ok := strings.CutSuffix(subj, " priority"); ok && strings.Count(rest, " ") == 0 {
			return t[:len(rest)], true
		}
		if rest, ok := strings.CutPrefix(subj, "priority "); ok && strings.Count(rest, " ") == 0 {
			return strings.TrimSpace(t[len("priority "):]), true
		}
	}
	return "", false
}
