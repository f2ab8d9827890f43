package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
)

var (
	numbering = pattern.MustCompile(`^(?:§\s*)?(?:\d+(?:\.\d+)*[.):]?|[ivxlIVXL]+[.):]|[A-Za-z][.)])\s+`)
	slotWords = pattern.MustCompile(`\[[^\[\]]*\]|\{\{[^{}]*\}\}`)
	suffix    = pattern.MustCompile(`(?i)\s*[(\[*_]+(?:mandatory|optional|required|必須|任意|wip|draft|tbd|(?:optional|only|include|omit|if|when)\b[^()\[\]]*)[)\]*_]+\W*$`)
)

// key is a title as titles are compared: no case, emoji, punctuation, numbering
// or slots, and "&" is "and". It is "" for a title that is nothing but a slot.
func key(title string) string {
	t := suffix.ReplaceAllString(slotWords.ReplaceAllString(title, ""), "")
	t = strings.TrimLeftFunc(t, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) && c != '§' })
	if n := numbering.FindString(t); n != "" && len(n) < len(t) {
		t = t[len(n):]
	}
	return words(strings.ReplaceAll(t, "&", " and "))
}

// words are the letters and numbers of s in lower case, a space between words.
func words(s string) string {
	var short [128]byte
	b, gap := short[:0], false
	for _, c := range s {
		if c < utf8.RuneSelf {
			switch {
			case 'A' <= c && c <= 'Z':
				c |= 0x20
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			default:
				gap = true
				continue
			}
		} else if c = unicode.ToLower(c); !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsNumber(c) {
			gap = true
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, c)
	}
	if string(b) == s {
		return s
	}
	return string(b)
}

// general are words of titles that tell little: "Security" and "Security
// Considerations" ask for the same.
var general = map[string]bool{"and": true, "the": true, "of": true, "for": true, "our": true, "considerations": true, "consideration": true,
	"requirements": true, "requirement": true, "strategy": true, "strategies": true, "overview": true, "plan": true, "planning": true,
	"details": true, "section": true, "approach": true, "assessment": true, "analysis": true, "targets": true, "goals": true,
	"process": true, "instructions": true, "setup": true, "points": true, "testing": false}

// core is a key without its general words; the key itself where nothing is left.
func core(key string) string {
	var kept []string
	for _, w := range strings.Fields(key) {
		if !general[w] {
			kept = append(kept, singular(w))
		}
	}
	if len(kept) == 0 {
		return key
	}
	return strings.Join(kept, " ")
}

func singular(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return w[:len(w)-1]
	}
	return w
}

// serial matches the key of a section that is one of a series: "phase 2 core
// features", "component a", "user story 1", "要件1 検索". Its number says which.
var serial = pattern.MustCompile(`^((?:[\p{L}]+ ){1,2}|[\p{Han}\p{Hiragana}\p{Katakana}ー]+ ?)(\d+(?: |$)|[a-z]$)(.*)$`)

// series is the place of a section in a series, the word and its number, and
// the rest of its title.
type series struct{ word, number, rest string }

// seriesOf gives the place of a section in a series; the zero series for others.
func seriesOf(key string) series {
	m := serial.FindStringSubmatch(key)
	if m == nil {
		return series{}
	}
	return series{strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), strings.TrimSpace(m[3])}
}

// place is a series without the rest of the title.
func (s series) place() series { return series{word: s.word, number: s.number} }

// barNumbers is a key without its numbers.
func barNumbers(key string) string {
	return strings.Join(strings.FieldsFunc(key, func(c rune) bool { return c == ' ' || unicode.IsNumber(c) }), " ")
}
