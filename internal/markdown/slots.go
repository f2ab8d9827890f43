package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
)

// Slots other than square brackets: {{FEATURE_NAME}}, <Feature Name>, {what the
// goal is}, and the name under which tools hand in what the user has typed.
var otherSlot = pattern.MustCompile(`\{\{\s*[\p{L}_][\p{L}\p{N}_ .-]*?\s*\}\}|<\p{L}[^<>\n]*>|\{[\p{L}][\p{L}\p{N}_ /-]*\}|\$ARGUMENTS\b`)

// codeSlot is inline code that holds a slot: `specs/[###-feature]/`.
var codeSlot = pattern.MustCompile(`\[#{2,}[^\[\]]*\]`)

// onlyTags is a line of nothing but words in angle brackets, several of them:
// <package>: <date> - <test coverage>, as inline code or not.
var onlyTags = pattern.MustCompile("^[\\s`]*(?:<[\\p{L}][\\p{L} -]*>[\\s`:–—,-]*){2,}$")

var templateWord = wordSet(`this else end each if with yield outlet`)

// isOtherSlot tells whether p.text[start:end], which has the shape of one, is a
// slot.
func isOtherSlot(p passage, start, end int) bool {
	s := p.text[start:end]
	if p.done && !p.form {
		return false
	}
	switch {
	case s[0] == '$':
		return wholeValue(p.text, start, end)
	case strings.HasPrefix(s, "{{"):
		name := strings.TrimSpace(strings.Trim(s, "{}"))
		upper := name == strings.ToUpper(name) && name != strings.ToLower(name)
		if templateWord[strings.ToLower(name)] || strings.Contains(name, ".") {
			return false
		}
		return upper || p.form || strings.ContainsAny(name, " _") && !p.code && !quoted(p.text, start, end)
	case s[0] == '{':
		if start > 0 && strings.IndexByte("{$/#%", p.text[start-1]) >= 0 || end < len(p.text) && p.text[end] == '}' {
			return false
		}
		name := strings.Trim(s, "{}")
		return strings.Contains(name, " ") && !p.code && wholeValue(p.text, start, end) || p.form && wordLike.MatchString(name)
	}
	words := slotTag([]byte(s))
	before, _ := utf8.DecodeLastRuneInString(p.text[:start])
	if words == "" || start > 0 && (isWord(before) || strings.ContainsRune("/=-", before)) {
		return false
	}
	if p.code && !p.form {
		return false
	}
	return p.form || wholeValue(p.text, start, end) || asksRequest.MatchString(words) && !quoted(p.text, start, end)
}

// wholeValue tells whether text[start:end] is all there is behind a label.
func wholeValue(text string, start, end int) bool {
	before := strings.Trim(text[:start], " \t\n*_`\"'“>#-")
	after := strings.Trim(text[end:], " \t\n*_`\"'”.")
	return after == "" && (before == "" || strings.HasSuffix(before, ":"))
}

// slotTag gives the words of a "tag" that is a slot: <Feature Name>, <link to
// the dashboard>. It is "" for anything that HTML, XML or a type could be.
func slotTag(raw []byte) string {
	m := tagWords.FindSubmatch(raw)
	if m == nil {
		return ""
	}
	for _, w := range strings.Fields(string(m[1]))[1:] {
		if !booleanAttribute[strings.ToLower(w)] {
			return string(m[1])
		}
	}
	return ""
}

var tagWords = pattern.MustCompile(`^<(\p{L}[\p{L}\p{N}'’-]*(?:[ \t]+[\p{L}\p{N}'’/-]*\p{L}[\p{L}\p{N}'’/-]*)+)>$`)

var booleanAttribute = wordSet(`open disabled checked hidden async defer required readonly multiple selected controls loop muted autoplay
	allowfullscreen reversed nowrap`)
