package highlight

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A painter makes HTML of tokens. It has enough where there are too many, or
// where they are not the code.
type painter struct {
	code   string
	at     int // so far
	out    []byte
	class  uint8 // of the span that is open; 0 for none
	tokens int
	errors int
	whole  bool // the tokens were the code
}

func (p *painter) begin(code string) {
	*p = painter{code: code, out: p.out[:0]}
}

// token adds a token. It is false where the painter has enough.
func (p *painter) token(t token, text string) bool {
	if t.isError {
		p.errors++
	}
	if p.tokens++; p.tokens > maxTokens || p.errors > maxErrors {
		return false
	}
	if !strings.HasPrefix(p.code[p.at:], text) {
		// The highlighter ends every text with a line end.
		p.whole = p.at+len(text) > len(p.code) && strings.TrimRight(text, "\n") == ""
		return false
	}
	p.at += len(text)
	class := t.class
	if class != 0 && blank(text) {
		class = 0
	}
	if class != p.class {
		p.open(class)
	}
	p.out = AppendText(p.out, text)
	return true
}

// open ends the span that is open and begins one of another class.
func (p *painter) open(class uint8) {
	if p.class != 0 {
		p.out = append(p.out, "</span>"...)
	}
	if class != 0 {
		p.out = append(p.out, openTags[class]...)
	}
	p.class = class
}

var openTags = func() (tags []string) {
	tags = append(tags, "")
	for _, c := range codeColours {
		tags = append(tags, `<span class="`+c.class+`">`)
	}
	return tags
}()

// end gives the HTML. It is false where the tokens were not the code.
func (p *painter) end() ([]byte, bool) {
	if !p.whole && p.at < len(p.code) {
		return nil, false
	}
	p.open(0)
	return p.out, true
}

func blank(text string) bool {
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			return strings.TrimFunc(text[i:], unicode.IsSpace) == ""
		case b != ' ' && b != '\n' && b != '\t' && b != '\r' && b != '\v' && b != '\f':
			return false
		}
	}
	return true
}

// AppendText appends text to out, escaped as goldmark does, so that all texts of a page are
// written in one way.
func AppendText(out []byte, text string) []byte {
	last := 0
	for i := 0; i < len(text); i++ {
		var escaped string
		switch text[i] {
		case '&':
			escaped = "&amp;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '"':
			escaped = "&quot;"
		case 0:
			escaped = "\ufffd"
		default:
			continue
		}
		out = append(out, text[last:i]...)
		out = append(out, escaped...)
		last = i + 1
	}
	return append(out, text[last:]...)
}
