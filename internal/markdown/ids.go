package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/plan"
)

// An ident is an id where it stands in a text.
type ident struct {
	start, end int    // bytes of the text, without a wildcard's ".*"
	id         string // upper case, hyphens as written
	prefix     string // FR of FR-1.1; the kind's name of a user kind
	class      plan.Class
	kind       string
	wildcard   bool // FR-2.*, FR-2.x
	after      int  // byte after the id and its wildcard
}

// A kind says what a prefix means.
type kind struct {
	class plan.Class
	name  string
	solid bool // FR1 is as good as FR-1
}

// kinds are the built-in ones. A prefix that is not here makes a candidate of unknown class.
var kinds = map[string]kind{
	"FR":   {plan.ClassRequirement, "functional", true},
	"NFR":  {plan.ClassRequirement, "non-functional", true},
	"REQ":  {plan.ClassRequirement, "requirement", true},
	"TR":   {plan.ClassRequirement, "technical", false},
	"BR":   {plan.ClassRequirement, "business", false},
	"US":   {plan.ClassStory, "user story", true},
	"SC":   {plan.ClassSuccess, "success criterion", false},
	"AC":   {plan.ClassAcceptance, "acceptance criterion", true},
	"C":    {plan.ClassConstraint, "constraint", false},
	"TC":   {plan.ClassConstraint, "constraint", false},
	"CON":  {plan.ClassConstraint, "constraint", false},
	"CONS": {plan.ClassConstraint, "constraint", false},
}

// An idGrammar finds ids. The zero value knows the built-in kinds.
type idGrammar struct {
	user []userKind

	// of the text at hand
	idents            []ident
	mentioned, joined []mention
}

type userKind struct {
	name    string
	pattern *regexp.Regexp
	first   *regexp.Regexp // the pattern at the start of a text
}

// setKinds takes the portfolio's own kinds. A pattern that does not compile has
// been reported where the configuration is read, and is passed over.
func (g *idGrammar) setKinds(own []config.Kind) {
	g.user = nil
	for _, k := range own {
		p, err := regexp.Compile(k.Pattern)
		first, err2 := regexp.Compile("^(?:" + k.Pattern + ")")
		if err == nil && err2 == nil && k.Pattern != "" {
			g.user = append(g.user, userKind{k.Name, p, first})
		}
	}
}

// find appends every id of s, in order. Only whole tokens are ids: NFR-1 holds no
// FR-1, and FR-1.1 no FR-1.
func (g *idGrammar) find(found []ident, s string) []ident {
	// Every id has a digit, and a letter in front: a token without is passed over.
	for i := nextDigit(s, 0); i < len(s); {
		start := i
		for start > 0 && (isAlnum(s[start-1]) || (s[start-1] == '-' || s[start-1] == '.') && start > 1 && isAlnum(s[start-2])) {
			start--
		}
		end := tokenEnd(s, i)
		if isLetter(s[start]) && leftBoundary(s, start) {
			found = appendToken(found, s, start, end)
		}
		i = nextDigit(s, end)
	}
	return g.withUserKinds(s, found)
}

// nextDigit is the offset of the first digit of s at or behind i; len(s) where
// there is none.
func nextDigit(s string, i int) int {
	for i < len(s) && !isDigit(s[i]) {
		i++
	}
	return i
}

// at gives the id that begins at s[i], if there is one.
func (g *idGrammar) at(s string, i int) (ident, bool) {
	for _, k := range g.user {
		loc := k.first.FindStringIndex(s[i:])
		if loc != nil && loc[1] > 0 && wholeToken(s, i, i+loc[1]) {
			return k.ident(s, i, i+loc[1]), true
		}
	}
	if i >= len(s) || !isAlnum(s[i]) || !leftBoundary(s, i) {
		return ident{}, false
	}
	return parseToken(s, i, tokenEnd(s, i))
}

// appendToken adds the ids of one token: one, or two where a hyphen joins the
// ends of a range, FR-1.1-FR-1.4.
func appendToken(found []ident, s string, start, end int) []ident {
	for start < end {
		id, ok := parseToken(s, start, end)
		if !ok {
			return found
		}
		found = append(found, id)
		if id.after >= end || s[id.after] != '-' {
			return found
		}
		start = id.after + 1
	}
	return found
}

// tokenEnd is where the word ends that begins at i: letters, digits, and dots
// and hyphens between them.
func tokenEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if isAlnum(c) || (c == '-' || c == '.') && i+1 < len(s) && isAlnum(s[i+1]) {
			i++
			continue
		}
		break
	}
	return i
}

// leftBoundary tells whether a token may begin at i: not in the middle of a
// word, an identifier (test_FR-1) or a word of another alphabet. Scripts that
// set no spaces between words do not join with an id.
func leftBoundary(s string, i int) bool {
	if i == 0 {
		return true
	}
	if s[i-1] == '_' {
		return i == 1 || !isAlnum(s[i-2])
	}
	if s[i-1] < utf8.RuneSelf {
		return !isAlnum(s[i-1])
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return !joins(r)
}

func rightBoundary(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	if s[i] == '_' {
		return i+1 >= len(s) || !isAlnum(s[i+1])
	}
	if s[i] < utf8.RuneSelf {
		return !isAlnum(s[i])
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !joins(r)
}

func wholeToken(s string, start, end int) bool {
	if !leftBoundary(s, start) || !rightBoundary(s, end) {
		return false
	}
	inner := func(i int) bool { return i >= 0 && i < len(s) && isAlnum(s[i]) }
	if start > 0 && (s[start-1] == '-' || s[start-1] == '.') && inner(start-2) {
		return false
	}
	return end >= len(s) || s[end] != '-' && s[end] != '.' || !inner(end+1)
}

// joins tells whether r makes one word with a letter beside it.
func joins(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// parseToken reads an id at the start of the token s[start:end]. What is left of
// the token after the id is the rest of a range; anything else means that the
// token is no id.
func parseToken(s string, start, end int) (ident, bool) {
	letters := start
	for letters < end && isLetter(s[letters]) {
		letters++
	}
	prefix := s[start:letters]
	k, known := kinds[prefix]
	if !known {
		k, known = kinds[strings.ToUpper(prefix)]
		known = known && k.solid && k.class == plan.ClassRequirement && prefix == strings.ToLower(prefix) && letters < end && s[letters] == '-'
	}
	body := letters
	switch {
	case known && body < end && s[body] == '-':
		body++
	case known && k.solid && body < end && isDigit(s[body]):
	case !known:
		// An unknown word is a candidate only with all its signs: capitals, a
		// hyphen, a number.
		for letters < end && isAlnum(s[letters]) {
			letters++
		}
		prefix = s[start:letters]
		if len(prefix) < 2 || prefix != strings.ToUpper(prefix) || !isLetter(prefix[0]) || !isLetter(prefix[1]) || letters >= end || s[letters] != '-' {
			return ident{}, false
		}
		k, body = kind{plan.ClassUnknown, prefix, false}, letters+1
	default:
		return ident{}, false
	}
	id := ident{start: start, prefix: strings.ToUpper(prefix), class: k.class, kind: k.name}
	var ok bool
	if id.end, ok = bodyEnd(s, body, end, s[start:body]); !ok {
		return ident{}, false
	}
	id.after = id.end
	switch rest := s[id.end:end]; {
	case rest == "" && strings.HasPrefix(s[end:], ".*"):
		id.wildcard, id.after = true, end+2
	case rest == ".x" || rest == ".X":
		id.wildcard, id.after = true, end
	case rest != "" && rest[0] != '-' || rest == "" && !rightBoundary(s, end):
		return ident{}, false
	}
	id.id = strings.ToUpper(s[start:id.end])
	return id, true
}

// bodyEnd reads what follows the prefix: parts joined by hyphens, each a number
// (1, 001, 1.1, 3a.1) or a word of capitals (QP, A11Y). It ends before a hyphen
// that opens the second half of a range: one followed by the same prefix, or
// by a number where one of the two is dotted (5.1-5.7, but not 011-001).
func bodyEnd(s string, i, end int, prefix string) (int, bool) {
	numbered, dotted := false, false
	for {
		start := i
		for i < end && isAlnum(s[i]) {
			i++
		}
		part := s[start:i]
		switch {
		case part == "":
			return 0, false
		case isDigit(part[0]):
			if !isNumberPart(part) {
				return 0, false
			}
			for i+1 < end && s[i] == '.' && isDigit(s[i+1]) {
				next := i + 1
				for next < end && isAlnum(s[next]) {
					next++
				}
				if !isNumberPart(s[i+1 : next]) {
					return 0, false
				}
				dotted, i = true, next
			}
			numbered = true
		case part != strings.ToUpper(part):
			return 0, false
		case strings.ContainsAny(part, "0123456789"):
			numbered = true
		}
		if i >= end || s[i] != '-' {
			return i, numbered
		}
		if numbered && opensRange(s[i+1:end], prefix, dotted) {
			return i, true
		}
		i++
	}
}

// opensRange tells whether rest, which follows a number and a hyphen, is the
// other end of a range.
func opensRange(rest, prefix string, dotted bool) bool {
	if strings.HasPrefix(rest, prefix) && len(rest) > len(prefix) && (isDigit(rest[len(prefix)]) || strings.HasSuffix(prefix, "-")) {
		return true
	}
	n := 0
	for n < len(rest) && isDigit(rest[n]) {
		n++
	}
	return n > 0 && (dotted || n+1 < len(rest) && rest[n] == '.' && isDigit(rest[n+1]))
}

// isNumberPart tells whether s is digits with at most one letter behind: 005b.
func isNumberPart(s string) bool {
	digits := 0
	for digits < len(s) && isDigit(s[digits]) {
		digits++
	}
	return digits > 0 && len(s)-digits <= 1
}

// withUserKinds lays the portfolio's own kinds over the built-in ones: where
// they overlap, the portfolio's own is meant.
func (g *idGrammar) withUserKinds(s string, found []ident) []ident {
	var own []ident
	for _, k := range g.user {
		for _, loc := range k.pattern.FindAllStringIndex(s, -1) {
			if loc[0] < loc[1] && wholeToken(s, loc[0], loc[1]) && !slices.ContainsFunc(own, within(loc)) {
				own = append(own, k.ident(s, loc[0], loc[1]))
			}
		}
	}
	if own == nil {
		return found
	}
	for _, id := range own {
		found = slices.DeleteFunc(found, within([]int{id.start, id.end}))
	}
	found = append(found, own...)
	slices.SortStableFunc(found, func(a, b ident) int { return a.start - b.start })
	return found
}

func within(loc []int) func(ident) bool {
	return func(id ident) bool { return id.start < loc[1] && loc[0] < id.end }
}

func (k userKind) ident(s string, start, end int) ident {
	return ident{
		start: start, end: end, after: end, id: strings.ToUpper(s[start:end]),
		prefix: k.name, class: plan.ClassRequirement, kind: k.name,
	}
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }
