package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

const stillToCome = `to be (?:added|announced|completed|confirmed|decided|defined|described|determined|discussed|documented|done|filled(?: in)?|provided|specified|updated|written)`

var (
	// owedWhole is a value that says only that it is still to come.
	owedWhole = pattern.MustCompile(`(?i)^[\s(\[*_\\<]*(?:(?:tbd|tbc|tba|\d+/tbd|` + stillToCome + `|not yet (?:defined|decided|written|specified|determined))(?:$|[\s*_]*[.,:;!?)\]>\\—–(-]|\s+(?:by|for|in|on|at|after|before|during|pending|until|based|depending|when|once|as|with|if|later|soon|and|or)\b)|coming soon\b|por definir|a definir|por determinar|à définir|待定|待补充|待补|未定|未決定|추후|미정|sẽ cập nhật|noch (?:offen|zu klären|festzulegen)|wird noch ergänzt)`)
	// owedLater is said of a whole section.
	owedLater = pattern.MustCompile(`(?i)^[\s(\[*_]*(?:(?:more )?details? to follow\b|more to come\b|(?:work in progress|wip)\W*$|(?:for \w+, )?we(?: will|'ll) fill (?:this|these|it)(?: \w+)? (?:in|out)\b|(?:this|it|these)(?: \w+)? will be (?:added|completed|defined|described|documented|filled(?: in)?|provided|specified|updated|written) (?:later|soon)\b)`)
	owedTodo  = pattern.MustCompile(`^[\s(\[*_]*(?:TODO|FIXME)(?:$|[:：.)\]*_(]|\s+\(|\s+(?:for|add|write|fill|describe|define|explain|document|decide|update|link|insert|complete)\b)`)
	// owedWord is such a word within a sentence, where nothing follows that it
	// could be an adjective of.
	owedWord = pattern.MustCompile(`\b(?:TBD|TBC|TBA|tbd)(?:$|[\s*_]*[.,;:!?)\]—–|(]|\s+-\s|\s+(?:by|in|at|after|during|pending|until|based|depending|when|once|as|with|if|later|whether|which|what|who|how|where)\b)`)
	// owedAsTerm is a use of the word as an adjective: "TBD matches".
	owedAsTerm  = pattern.MustCompile(`(?:"|'|\p{L}/)TBD\b|\b(?:a|the|show|shows|shown as|display|displays|clicking|as) "?TBD\b|\bTBD (?:slot|match|opponent|player|styl|treatment|placeholder|value|entr)`)
	codeMention = pattern.MustCompile(`(?i)\b(?:no|not|without|any|zero|all|remaining|resolve[ds]?|remove[ds]?|replace[ds]?|every|each)\b[^.]{0,40}\b(?:TBD|TBC|TBA|TODO|FIXME)s?\b|\b(?:TBD|TODO|FIXME)s?\b\s*(?:/\s*\w+\s*)?(?:comments?|markers?|items?|placeholders?|lists?|resolved|removed|entries|values?|notes?|annotations?)\b`)
	needsMark   = pattern.MustCompile(`\bNEEDS CLARIFICATION\b`)
	denial      = pattern.MustCompile(`(?i)\b(?:no|not|zero|without|all|any|resolve[ds]?|resolving|remaining|remain|removed?|addressed|answered|clarified|identify|marked|markers?|items?|documented|instead of)\b|残って|なし|없`)
	asMark      = pattern.MustCompile("(?i)\\b(?:as|or) (?:an? )?[`\"]?\\[")
	// questionNote is the mark of a question with what is asked: "NEEDS CLARIFICATION - choose one".
	questionNote = pattern.MustCompile(`\bNEEDS CLARIFICATION(?: ?[:：—–]| - | \()\s*\pL`)
)

// owedMarks are the marks that stand for content or a question.
var owedMarks = []string{"TBD", "TBC", "TBA", "tbd", "TODO", "FIXME", "NEEDS CLARIFICATION"}

// owedStarts are what the other words for it begin with.
var owedStarts = []string{"tb", "to be", "coming", "not yet", "por d", "a def", "à déf", "待", "未", "추후", "미정", "sẽ", "noch", "wird"}

// mayOwe tells by its first two bytes whether a text can begin with one of
// owedStarts, or by a slash whether it can have another of the words.
func mayOwe(start string) bool {
	if len(start) < 2 || strings.IndexByte(start, '/') >= 0 {
		return len(start) > 0
	}
	a, b := start[0], start[1]
	if a >= utf8.RuneSelf || b >= utf8.RuneSelf {
		return true
	}
	switch a | 0x20 {
	case 't':
		return b|0x20 == 'b' || b|0x20 == 'o' // tbd, to be
	case 'c', 'n', 'p':
		return b|0x20 == 'o' // coming, not yet, noch, por
	case 'a':
		return b == ' ' // a definir
	case 'w':
		return b|0x20 == 'i' // wird
	}
	return false
}

// followWords are parts of what owedLater looks for, one of each.
var followWords = []string{"ollow", "come", "rogress", "WIP", "wip", "fill", "later", "soon"}

// isOwed tells whether a value says that it is still to come.
func isOwed(value string, heading bool) bool {
	start := strings.TrimLeft(value[:min(len(value), 32)], " ([*_\\<")
	if mayOwe(start) {
		start = strings.ToLower(start)
		if slices.ContainsFunc(owedStarts, func(s string) bool { return strings.HasPrefix(start, s) }) || strings.Contains(start, "/tbd") {
			return owedWhole.MatchString(value)
		}
	}
	return !heading && containsAny(value, followWords) && owedLater.MatchString(value)
}

// containsAny tells whether text has one of parts: a quick look before a regular
// expression that needs one of them.
func containsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// denied tells whether a text that has a question's marker says that there is
// no question: "No [NEEDS CLARIFICATION] markers remain".
func denied(plain string) bool {
	if strings.Contains(plain, "残って") {
		return true
	}
	outside := bracketed.ReplaceAllString(plain, "")
	return !bracketedQuestion.MatchString(plain) && (denial.MatchString(outside) || asMark.MatchString(plain))
}

var (
	bracketed         = pattern.MustCompile(`\[[^\[\]]*\]`)
	bracketedQuestion = pattern.MustCompile(`(?i)\[(?:needs? clarification|[a-z ]*question|unresolved|clarify|to clarify)\s*[:：—–-]\s*[^\]\s.…]`)
)

// owed notes words that stand for content: TBD, TODO, NEEDS CLARIFICATION.
func (g *gapReader) owed(p passage, c gapContext) bool {
	value, at := p.value()
	marked := containsAny(p.text, owedMarks)
	trimmed := strings.Trim(value, " *_`\t\n")
	owed := isOwed(trimmed, p.heading)
	if !marked && !owed {
		return false
	}
	if loc := needsMark.FindStringIndex(p.text); loc != nil && loc[0] >= at {
		before := strings.Trim(p.text[at:loc[0]], "*_ \t[#:-")
		after := p.text[loc[1]:]
		after = strings.TrimLeft(after, " *_")
		if before == "" && !strings.HasPrefix(after, "]") && (!startsWord(after) || !denial.MatchString(leadWords(after, 2))) {
			g.add(plan.GapQuestion, p.start+loc[0], p.start+len(strings.TrimRight(p.text, " \n")), 0)
			return true
		}
		if questionNote.MatchString(p.text[loc[0]:]) && !denial.MatchString(p.text[:loc[0]]) {
			g.add(plan.GapQuestion, p.start+loc[0], p.start+loc[1], 0)
			return true
		}
	}
	todo := owedTodo.MatchString(trimmed) && strings.IndexByte(p.text[:at], inCode) < 0
	if (todo || owed) && !codeMention.MatchString(trimmed) {
		g.add(plan.GapTodo, p.start+at, p.start+at+len(strings.TrimRight(value, " \n")), 0)
		return true
	}
	if c.done || p.heading || g.term || codeMention.MatchString(p.text) {
		return false
	}
	if loc := owedWord.FindStringIndex(p.text); loc != nil && !quoted(p.text, loc[0], loc[1]) {
		g.add(plan.GapTodo, p.start+loc[0], p.start+loc[0]+3, 0)
		return true
	}
	return false
}

// value is what stands behind the label of a passage, with its offset in p.text.
func (p passage) value() (string, int) {
	if p.label == "" || owedLabel.MatchString(p.label) {
		return p.text, 0
	}
	for i, c := range p.text {
		if c != ':' && c != '：' {
			continue
		}
		at := i + utf8.RuneLen(c)
		if at == len(p.text) || strings.IndexByte(" *_\t\n", p.text[at]) >= 0 || c == '：' {
			at += len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " *_\t\n"))
			return p.text[at:], at
		}
	}
	return p.text, 0
}

// owedLabel are words that are no label: what follows them is to be done.
var owedLabel = pattern.MustCompile(`^(?:TBD|TODO|FIXME|TBC|TBA|NEEDS CLARIFICATION)$`)

func startsWord(s string) bool { return s != "" && isWord(firstRune(s)) }

func leadWords(s string, n int) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(n, len(w))], " ")
}

var (
	unresolvedOpen  = pattern.MustCompile(`<<\[UNRESOLVED[^\]]*\]>>`)
	unresolvedClose = pattern.MustCompile(`<<\[/UNRESOLVED[^\]]*\]>>`)
)

// unresolved notes a stretch between <<[UNRESOLVED …]>> and <<[/UNRESOLVED]>> as
// one question, at its first line, and tells whether n begins one.
func (g *gapReader) unresolved(n ast.Node) bool {
	lines := n.Lines()
	from, to := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	if !bytes.Contains(g.text[from:to], []byte("<<[")) {
		return false
	}
	m := unresolvedOpen.FindIndex(g.text[from:to])
	if m == nil {
		return false
	}
	start := from + m[0]
	g.open = from + m[1]
	if g.closes == nil {
		g.closes = append(unresolvedClose.FindAllIndex(g.text, -1), []int{len(g.text), len(g.text)})
	}
	next, _ := slices.BinarySearchFunc(g.closes, start, func(at []int, start int) int { return at[0] - start })
	if next < len(g.closes)-1 {
		g.open = g.closes[next][1]
	}
	g.add(plan.GapQuestion, start, from+m[1], 0)
	return true
}
