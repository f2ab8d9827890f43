package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

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
	for len(f.title) < 2000 && (f.dropLead() || f.dropGroup() || f.dropTail() || f.dropLabelled()) {
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
	return f.dropLeadingGroup() || f.dropLeadingState() || changed
}

// dropLeadingState drops a status in front of the title: "DONE: Desk",
// "完了（見直し）— Desk".
func (f *freed) dropLeadingState() bool {
	for i, r := range f.title {
		if !strings.ContainsRune(":：—–-", r) || i == 0 {
			continue
		}
		behind := f.title[i+utf8.RuneLen(r):]
		if r == '-' && (f.title[i-1] != ' ' || !strings.HasPrefix(behind, " ")) {
			continue
		}
		text := strings.TrimSpace(f.title[:i])
		head := text
		if open := strings.IndexAny(head, "(（["); open > 0 && strings.ContainsRune(")）]", lastRune(head)) {
			head = head[:open]
		} else if open >= 0 {
			return false
		}
		state, ok := stateOf(head)
		if !ok || strings.TrimSpace(behind) == "" || head == strings.ToLower(head) && isLetter(head[0]) {
			return false
		}
		f.setState(state, text)
		f.title = strings.TrimSpace(behind)
		return true
	}
	return false
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
	if f.dropBehindSign(t) {
		return true
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

// dropLabelled drops a group in brackets within the title that names what it
// says: "Door (Priority: P2) [tag]".
func (f *freed) dropLabelled() bool {
	for at, r := range f.title {
		if r != '(' && r != '[' {
			continue
		}
		n := shortNote(f.title[at:])
		if n < 2 {
			continue
		}
		inner := f.title[at+1 : at+n-1]
		if _, ok := labelOf(inner); ok && f.take(inner, true) {
			f.title = plain(f.title[:at] + " " + f.title[at+n:])
			return true
		}
	}
	return false
}

// dropBehindSign drops what stands behind the last symbol or dash of t. The
// colon of a field is no such sign: "Door | Priority: High" ends behind the bar.
func (f *freed) dropBehindSign(t string) bool {
	at, before, sign, depth := -1, -1, false, 0
	for i, r := range t {
		switch {
		case strings.ContainsRune("([（", r):
			depth++
		case strings.ContainsRune(")]）", r):
			depth--
		case depth > 0:
		case isSymbol(r):
			at, before, sign = i, at, true
		case strings.ContainsRune("|—–-,:·", r):
			if end := i + utf8.RuneLen(r); end < len(t) && t[end] == ' ' {
				at, before, sign = i, at, false
			}
		}
	}
	if at > 0 && t[at] == ':' && before > 0 {
		_, size := utf8.DecodeRuneInString(t[before:])
		if f.take(strings.TrimSpace(t[before+size:]), false) {
			f.title = strings.TrimRight(t[:before], " ")
			return true
		}
	}
	if at <= 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(t[at:])
	if sign {
		size = symbols(t[at:])
	}
	tail := strings.TrimSpace(t[at+size:])
	if !f.take(tail, false) && !(sign && markWords[tail]) {
		return false
	}
	if sign {
		if state, ok := markState(t[at : at+size]); ok {
			f.setState(state, tail)
		}
	}
	f.title = strings.TrimRight(t[:at], " ")
	return true
}

// markWords are what may stand behind a sign at the end of a title: 🎯 MVP.
var markWords = map[string]bool{"MVP": true, "Post-MVP": true, "POC": true, "NEW": true, "CRITICAL": true, "IMPORTANT": true, "PRIORITY": true}

// take notes what s says, if it is status, priority, duration or date. A group
// in brackets may say more behind a status: (SKIPPED, see below).
func (f *freed) take(s string, grouped bool) bool {
	bare := strings.TrimSpace(s[symbols(s):])
	bare = bare[:len(bare)-trailingSymbols(bare)]
	if l, ok := labelOf(bare); ok && statusLabels[l.subject] {
		bare = bare[l.value:] // "Status: In Progress"
	}
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
	if grouped && f.takeList(bare) {
		return true
	}
	if isDuration(bare) {
		if f.duration != "" {
			f.duration += ", "
		}
		f.duration += bare
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

// takeList notes the parts of a group, where each is one: (P1, ~8 hours).
func (f *freed) takeList(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;|·、，", r) })
	if len(parts) < 2 {
		return false
	}
	list := *f
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" || !list.take(p, false) {
			return false
		}
	}
	*f = list
	return true
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

var priorityLabels = nameSet("priority prio prioridad prioridade priorität priorité 優先度 优先级 우선순위")

// priorityOf reads P1, "Priority: Critical", "high priority", "(High)".
func priorityOf(s string) (string, bool) {
	t := strings.TrimSpace(s)
	if l, ok := labelOf(t); ok && priorityLabels[l.subject] {
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
