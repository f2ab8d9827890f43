package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// A shape is an id at the start of a line, with what follows it.
type shape struct {
	ident
	text   int  // where the text behind the id and its separator begins
	clear  bool // a colon or dash stands between
	marked bool // the id is bold, struck or code

	retired bool // struck, or with a note that says so: "FR-1 (deferred): text"
}

// shapeAt reads the line t.text[start:end] as "FR-1.1: text". It fails where the
// id is one of several, the start of a range, or part of a sentence.
func (r *reader) shapeAt(t *run, start, end int) (shape, bool) {
	i := start + skipMarks(t.text[start:end])
	id, ok := r.ids.at(t.text[:end], i)
	if !ok || id.wildcard {
		return shape{}, false
	}
	st := t.style(i)
	s := shape{ident: id, marked: st&(bold|code|struck) != 0, retired: st&struck != 0}
	if st&linked != 0 && !s.marked {
		return shape{}, false
	}
	i = id.after
	if id.start > start && t.text[id.start-1] == '[' && i < end && t.text[i] == ']' {
		i++ // [FR-001] text
		s.clear = true
	}
	for {
		i += spaces(t.text[i:end])
		n := shortNote(t.text[i:end])
		if n == 0 || i+n >= end && s.text == 0 && i == id.after {
			break
		}
		i += n
	}
	s.retired = s.retired || saysRetired(t.text[id.after:i])
	rest := t.text[i:end]
	if rest == "" {
		s.text = end
		return s, true
	}
	c, size := utf8.DecodeRuneInString(rest)
	switch c {
	case ':', '：', '—', '–', '.', '-', '|':
		behind := rest[size:]
		if c != ':' && c != '：' && behind != "" && behind[0] != ' ' && c != '—' && !strings.HasPrefix(rest, "-- ") {
			return shape{}, false
		}
		i += size
		i += spaces(t.text[i:end])
		// "**FR-1:** - text" and "FR-1 :: text" have two signs.
		for i < end && strings.ContainsRune(":-", rune(t.text[i])) {
			i++
			i += spaces(t.text[i:end])
		}
		if other, ok := r.ids.at(t.text[:end], i); ok && other.prefix == id.prefix && c != ':' && c != '：' {
			return shape{}, false // FR-1 – FR-5
		}
		s.text, s.clear = i, true
		return s, true
	case ',', '/', '&', ';', '+', ')', ']', '~', '…', '=', '<', '>', '→', '〜', '～', '、':
		return shape{}, false
	}
	s.text = i
	return s, true
}

// skipMarks is the length of what may stand before an id: spaces, emoji,
// opening brackets.
func skipMarks(s string) int {
	n := 0
	for {
		before := n
		n += spaces(s[n:])
		n += symbols(s[n:])
		if n < len(s) && (s[n] == '[' || s[n] == '(') {
			n++
		}
		if n == before {
			return n
		}
	}
}

func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }

// shortNote is the length of a short note in brackets at the start of s:
// (Must), [P1].
func shortNote(s string) int {
	if s == "" || s[0] != '(' && s[0] != '[' {
		return 0
	}
	end := strings.IndexAny(s[:min(len(s), 64)], ")]")
	if end < 0 {
		if s[0] == ']' {
			return 1
		}
		return 0
	}
	return end + 1
}

// opensText tells whether what follows an id without a colon reads as a title:
// it begins with a capital, a digit or a letter of a script without capitals.
func opensText(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return s != "" && !unicode.IsLower(c)
}

// numberedHeading reads the headings that carry a number instead of an id.
func numberedHeading(s string) (shape, bool) {
	start := skipMarks(s)
	for _, w := range numberedWords {
		n := prefixFold(s[start:], w.word)
		if n == 0 {
			continue
		}
		i := start + n
		sp := spaces(s[i:])
		if sp == 0 && isAlnum(s[i-1]) {
			continue
		}
		i += sp
		end := i
		for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) {
			end++
		}
		if end == i || end < len(s) && isAlnum(s[end]) {
			continue
		}
		sh := shape{clear: true}
		sh.start, sh.end, sh.after = start, end, end
		sh.id, sh.prefix, sh.class, sh.kind = w.id+s[i:end], w.word, w.class, w.kind
		text := end + spaces(s[end:])
		switch c, size := utf8.DecodeRuneInString(s[text:]); c {
		case ':', '：', '—', '–', '-', '.', '|':
			if text+size < len(s) && isDigit(s[text+size]) && c != ':' && c != '：' {
				return shape{}, false // Requirement 3-5
			}
			text += size
			text += spaces(s[text:])
		case utf8.RuneError, '(', '[':
		default:
			if strings.ContainsRune(",/&;+~〜～、", c) || !opensText(s[text:]) {
				return shape{}, false
			}
		}
		sh.text = text
		return sh, true
	}
	return shape{}, false
}

// numberedWords are the words before a heading's number, and the id they make.
var numberedWords = []struct {
	word  string
	id    string
	class plan.Class
	kind  string
}{
	{"requirement", "", plan.ClassRequirement, "requirement"},
	{"req", "", plan.ClassRequirement, "requirement"},
	{"要件", "", plan.ClassRequirement, "requirement"},
	{"要求", "", plan.ClassRequirement, "requirement"},
	{"需求", "", plan.ClassRequirement, "requirement"},
	{"요구사항", "", plan.ClassRequirement, "requirement"},
	{"requisito", "", plan.ClassRequirement, "requirement"},
	{"requerimiento", "", plan.ClassRequirement, "requirement"},
	{"anforderung", "", plan.ClassRequirement, "requirement"},
	{"exigence", "", plan.ClassRequirement, "requirement"},
	{"user story", "US", plan.ClassStory, "user story"},
}

// prefixFold is the length of word at the start of s, in any case, 0 where s
// begins with something else.
func prefixFold(s, word string) int {
	if len(s) < len(word) || s[0]|0x20 != word[0]|0x20 && s[0] < utf8.RuneSelf && word[0] < utf8.RuneSelf {
		return 0
	}
	if strings.EqualFold(s[:len(word)], word) {
		return len(word)
	}
	return 0
}

// skipNumbering is the length of a heading's own number: "2.1 ", "3) ".
func skipNumbering(s string) int {
	i := skipMarks(s)
	start := i
	for i < len(s) && (isDigit(s[i]) || s[i] == '.' && i > start) {
		i++
	}
	if i == start || i >= len(s) {
		return 0
	}
	if s[i] == ')' || s[i] == ':' {
		i++
	}
	if n := spaces(s[i:]); n > 0 {
		return i + n
	}
	return 0
}
