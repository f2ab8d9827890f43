package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// Most square brackets in plans are no slots: links, boxes, callouts, tags,
// types, log lines, labels of buttons. A bracket is a slot by its words (it
// asks for something), or by its place (it is all there is behind a label, in
// an item, a cell, a paragraph) where its words read as prose.

// A bracket is one pair of square brackets in a passage.
type bracket struct {
	start, end int // in the passage's text, brackets included
	inner      string
	asks       asking
}

// mostBrackets is how many a passage of prose has at most; more are data.
const mostBrackets = 100

// slots notes the slots of a passage, and tells whether there are any.
func (g *gapReader) slots(p passage) bool {
	found := false
	note := func(kind plan.GapKind, start, end, slots int) {
		g.add(kind, p.start+start, p.start+end, slots)
		found = true
	}
	if !strings.ContainsAny(p.text, "[<{$\x02\x01") {
		return false
	}
	brackets := findBrackets(p.text)
	if len(brackets) > mostBrackets {
		return false
	}
	sure, lower := 0, 0
	for _, b := range brackets {
		switch {
		case b.asks == asksSurely:
			sure++
		case b.asks == asksMaybe && unicode.IsLower(firstRune(b.inner)):
			lower++
		}
	}
	for _, b := range brackets {
		if b.asks == asksQuestion && !denied(p.plain) {
			note(plan.GapQuestion, b.start, b.end, 0)
		} else if b.asks == asksTodo && !p.done {
			note(plan.GapTodo, b.start, b.end, 0)
		} else if bracketIsSlot(p, b, brackets, sure, lower) {
			note(plan.GapPlaceholder, b.start, b.end, 1)
		}
	}
	if onlyTags.Match(g.text[p.start : p.start+len(p.text)]) {
		note(plan.GapPlaceholder, 0, len(strings.TrimRight(p.text, " \n")), 0)
	}
	if !strings.ContainsAny(p.text, "<{$") {
		return found
	}
	for _, m := range otherSlot.FindAllStringIndex(p.text, -1) {
		if isOtherSlot(p, m[0], m[1]) {
			note(plan.GapPlaceholder, m[0], m[1], 0)
		}
	}
	return found
}

// bracketIsSlot decides by the words of b and its place in p, beside sure other slots
// and lower others that begin with a small letter.
func bracketIsSlot(p passage, b bracket, brackets []bracket, sure, lower int) bool {
	if p.done && !p.form {
		return false
	}
	if !p.form && (quotes(p.text, b) || placeholders.MatchString(p.plain) && !p.cell) {
		return false // a message with a part that changes, or talk about placeholders
	}
	alone := standsAlone(p, b, brackets)
	if p.heading && !p.form && (isChoice(b.inner) || !isPlainWords(b.inner)) && b.asks == asksMaybe {
		return false // a tag
	}
	switch b.asks {
	case asksSurely:
		return true
	case asksMaybe:
		if alone && p.named {
			return false // the template's brackets, around a name
		}
		return alone || p.form || sure > 0 || lower > 1
	case asksWord:
		if !alone && strings.Trim(p.text[:b.start], " *_") == "" {
			return false // a tag, or the legend of one
		}
		return p.form || (alone || sure > 0) && slotWord[strings.ToLower(b.inner)] && !p.code
	case asksList:
		return alone && (p.form || sure > 0)
	}
	return false
}

// findBrackets gives the outermost square brackets of a masked text that can be
// slots by what stands around them.
func findBrackets(text string) []bracket {
	var out []bracket
	for i := 0; i < len(text); i++ {
		if text[i] != '[' {
			continue
		}
		end := closingBracket(text, i)
		if end < 0 {
			continue
		}
		b := bracket{start: i, end: end + 1, inner: plain(text[i+1 : end])}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after := firstRune(text[end+1:])
		blank := blankNumber.MatchString(b.inner)
		switch {
		case i > 0 && (strings.ContainsRune("![\x02)", before) || isWord(before)):
		case end+1 < len(text) && (strings.ContainsRune("([{", after) || isWord(after) && !blank):
		case brokenDefinition.MatchString(text[end+1:]):
		case before == ']' && i > 0 && (!asksRequest.MatchString(b.inner) || asks(b.inner) != asksSurely):
			// the name of a reference
		default:
			b.asks = asks(b.inner)
			if blank && blankUnit.MatchString(text[end+1:]) {
				b.asks = asksSurely
			}
			out = append(out, b)
		}
		i = end
	}
	return out
}

// closingBracket is the index of the bracket that closes the one at i, or -1.
func closingBracket(text string, i int) int {
	const longest = 600
	depth := 0
	for j := i; j < len(text) && j-i < longest; j++ {
		switch text[j] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }

var (
	// what follows the name in a link's definition that is none for Markdown
	brokenDefinition = pattern.MustCompile(`^:\s*(?:\x04|\.{0,2}/)`)
	leadingID        = pattern.MustCompile(`^(?:[A-Z]{1,6}-?\d[\w.-]*|\d+(?:\.\d+)*[.)]?)$`)
	// several fields in one line: **Branch**: x | **Date**: y
	fieldBar = pattern.MustCompile(` \| `)
)

var headMarks = strings.NewReplacer("*", "", "_", "", "\x03", "")

// standsAlone tells whether brackets are all that the field around b says, but
// for its label, a number or id that it begins with, and words in parentheses.
// In a heading it is enough to end it.
func standsAlone(p passage, b bracket, brackets []bracket) bool {
	from, to := 0, len(p.text)
	if !p.cell && !p.code {
		for _, m := range fieldBar.FindAllStringIndex(p.text, -1) {
			if m[1] <= b.start {
				from = m[1]
			} else if m[0] >= b.end && m[0] < to {
				to = m[0]
			}
		}
	}
	var rest strings.Builder
	at := from
	for _, k := range brackets {
		if k.start >= from && k.end <= to && k.asks != asksNothing {
			rest.WriteString(p.text[at:k.start])
			rest.WriteByte('\x03')
			at = k.end
		}
	}
	rest.WriteString(p.text[at:to])
	head, tail := rest.String(), ""
	if i := strings.LastIndexByte(head, '\x03'); i >= 0 {
		head, tail = head[:i], head[i+1:]
	}
	if strings.Trim(inParentheses.ReplaceAllString(tail, ""), " \t\n*_~`\"'.,;:：!?|-–—)(") != "" {
		return false
	}
	if p.heading {
		return true
	}
	head = strings.Trim(head, " \t\n*_~`\"'\x03>•-–—|/(,#")
	head = strings.TrimSpace(headMarks.Replace(head))
	switch {
	case head == "":
		return true
	case strings.HasSuffix(head, ":"), strings.HasSuffix(head, "："), strings.HasSuffix(head, "="):
		return utf8.RuneCountInString(head) <= 80
	}
	return leadingID.MatchString(head)
}

var placeholders = pattern.MustCompile(`(?i)\bplaceholders?\b`)

// quotes tells whether b is part of a longer text in quotation marks.
func quotes(text string, b bracket) bool {
	if !quoted(text, b.start, b.end) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:b.start])
	return before != '"' || firstRune(text[b.end:]) != '"'
}

// quoted tells whether text[start:end] stands in quotation marks with more text.
func quoted(text string, start, end int) bool {
	return strings.Count(text[:start], `"`)%2 == 1 && strings.Contains(text[end:], `"`)
}
