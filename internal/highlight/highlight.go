// Package highlight colours code: it takes the name of a language and a text,
// and gives HTML. It is the home of chroma, whose rules for a good hundred
// languages it uses, and in part replaces.
//
// # How it works
//
// A lexer of chroma's is a table: states, each with a list of rules, each a
// regular expression with what to emit and which state to go to. The library
// tries the rules one after another at each place, with a machine for all that
// .NET's expressions can do. Here the table is compiled once, when a language is
// first met: for each state and each byte the rules that can match there at
// all; for each expression the instructions of a small machine that backtracks
// as the library's does and keeps its order. The parser of expressions is the
// library's, so that there is one opinion of what they mean. A lexer with
// something else in it (a function, a condition) is left to the library.
//
// Steps of the machine are counted, and code that takes too many is shown
// without colours. No clock decides what a page looks like.
package highlight

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Code beyond these sizes is shown without colours.
const (
	maxBytes    = 64 << 10
	maxLines    = 4000
	maxLine     = 500
	maxTokens   = 12_000
	maxErrors   = 500       // tokens that the language does not have: it is another
	maxDocument = 512 << 10 // of one document's code that is coloured
)

// Steps of the machine that code may take: so many for each byte, and some for
// a start.
const (
	stepsPerByte = 100
	stepsToBegin = 20_000
)

// A Document colours the code of one document, up to a limit for all of it. The
// zero value is ready for use; it is not for several goroutines.
type Document struct {
	coloured int // bytes that lexers have been given
}

// Append appends code to out as HTML: escaped text with spans. The classes of the
// spans are those of Stylesheet. Code in a language that is not known, or beyond
// the limits, is appended without spans.
func (d *Document) Append(out []byte, language, code string) []byte {
	l := languages()[language]
	if l == nil || plainLanguages[language] || !withinLimits(code) || d.coloured+len(code) > maxDocument {
		return AppendText(out, code)
	}
	d.coloured += len(code)
	s := scanners.Get().(*scanner)
	defer scanners.Put(s)
	if html, ok := s.paint(l, code); ok {
		return append(out, html...)
	}
	return AppendText(out, code)
}

var scanners = sync.Pool{New: func() any { return new(scanner) }}

func withinLimits(code string) bool {
	if len(code) > maxBytes || strings.Count(code, "\n") > maxLines {
		return false
	}
	for len(code) > 0 {
		line, rest, _ := strings.Cut(code, "\n")
		if len(line) > maxLine {
			return false
		}
		code = rest
	}
	return true
}

// paint gives the HTML of code, false for code that stays plain: a fault of the
// lexer's, too many steps, tokens that are not the code. The bytes are s's own.
func (s *scanner) paint(l *lexer, code string) (html []byte, ok bool) {
	// The library reads characters, and every kind of line end as "\n": such code
	// would not be what it gives back.
	if !utf8.ValidString(code) || strings.Contains(code, "\r") {
		return nil, false
	}
	defer func() {
		if recover() != nil {
			s.depth = 0
			html, ok = nil, false
		}
	}()
	s.painter.begin(code)
	s.steps = stepsToBegin + stepsPerByte*len(code)
	if !s.run(l, code, false) && !s.painter.whole {
		return nil, false
	}
	return s.painter.end()
}
