package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// subject gives the words of a title for comparison: lower case, "and" for "&",
// everything but letters and digits as single spaces.
func subject(s string) string {
	var short [96]byte
	b, gap := short[:0], false
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && isAlnum(byte(r)):
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
		case r == '&':
			if len(b) > 0 {
				b = append(b, ' ')
			}
			b, gap = append(b, "and"...), true
			continue
		case r == '\'' || r == '’':
			continue
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && r != '\ufe0f'):
			r = unicode.ToLower(r)
		default:
			gap = true
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, r)
	}
	if string(b) == s {
		return s
	}
	return string(b)
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
