package highlight

import (
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
)

// maxNesting bounds how deep lexers use one another on parts of a text.
const maxNesting = 32

// A scanner cuts a text into tokens, which it gives to its painter. It is used
// again and again, for its buffers.
type scanner struct {
	painter painter
	levels  []*level // by depth of nesting
	depth   int
	steps   int // left of the machine
}

// A level is what one lexer at work keeps.
type level struct {
	machine     machine
	stack       []int  // of states
	contentType string // of a message of HTTP
}

// scan runs g on text from the state begin. It is false where the painter has
// enough, the steps are used up, or the rules have a fault.
func (s *scanner) scan(g *grammar, text string, begin int, nested bool) bool {
	if s.depth == len(s.levels) {
		if s.depth == maxNesting {
			return false
		}
		s.levels = append(s.levels, &level{})
	}
	l := s.levels[s.depth]
	s.depth++
	defer func() { s.depth-- }()

	end := len(text)
	if !nested && g.config.EnsureNL && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	l.machine.text = text
	l.stack, l.contentType = append(l.stack[:0], begin), ""
	pos := 0
	for pos < end && len(l.stack) > 0 {
		now := l.stack[len(l.stack)-1]
		if now < 0 {
			return false
		}
		l.machine.steps = s.steps - 1
		r, next := g.states[now].take(&l.machine, pos)
		if s.steps = l.machine.steps; s.steps < 0 {
			return false
		}
		if r == nil {
			if text[pos] == '\n' && now != begin {
				l.stack = append(l.stack[:0], begin) // as Pygments does: the error ends with the line
				continue
			}
			_, n := utf8.DecodeRuneInString(text[pos:])
			if !s.painter.token(errorToken, text[pos:pos+n]) {
				return false
			}
			pos += n
			continue
		}
		if !l.move(r.moves, now) {
			return false
		}
		if r.emit != nil && !s.emit(g, r.emit, l, text[pos:next]) {
			return false
		}
		pos = next
	}
	if len(l.stack) == 0 && pos < len(text) {
		return s.painter.token(errorToken, text[pos:])
	}
	return true
}

// take gives the first rule that matches at pos, nil for none, and the end of
// its match.
func (st *state) take(m *machine, pos int) (*rule, int) {
	for _, i := range st.dispatch.lists[st.dispatch.at(m.text, pos)] {
		r := &st.rules[i]
		if end, ok := m.match(r.program, pos); ok {
			return r, end
		}
		if m.steps < 0 {
			break
		}
	}
	return nil, 0
}

// move changes the stack of states. It is false where more is taken than there is.
func (l *level) move(moves []move, now int) bool {
	for _, m := range moves {
		switch {
		case m.clone:
			l.stack = append(l.stack, now)
		case m.pop > 0:
			if m.pop > len(l.stack) {
				return false
			}
			l.stack = l.stack[:len(l.stack)-m.pop]
		case m.push != noState:
			l.stack = append(l.stack, m.push)
		}
	}
	return true
}

// group is the text of a group of the last match, "" for one that is not in it.
func (l *level) group(i int) string {
	from, to := l.machine.groups[2*i], l.machine.groups[2*i+1]
	if from < 0 {
		return ""
	}
	return l.machine.text[from:to]
}

// emit gives the tokens of a match, whose groups l still has.
func (s *scanner) emit(g *grammar, e *emitter, l *level, matched string) bool {
	if e.parts == nil {
		return s.emitPart(g, e, l, matched)
	}
	if e.kind == emitHeader {
		l.keepHeader()
	}
	for i, part := range e.parts {
		if part != nil && !s.emitPart(g, part, l, l.group(i+1)) {
			return false
		}
	}
	return true
}

func (s *scanner) emitPart(g *grammar, e *emitter, l *level, text string) bool {
	switch {
	case e.kind == emitToken:
		return s.painter.token(e.token, text)
	case text == "":
		return true
	case e.kind == emitSelf:
		return s.scan(g, text, e.state, true)
	case e.kind == emitBody:
		return s.emitBody(l.contentType, text)
	}
	return s.run(e.lexer, text, true)
}

// run tokenises text with l.
func (s *scanner) run(l *lexer, text string, nested bool) bool {
	if g := l.compiled(); g != nil {
		return s.scan(g, text, g.byName["root"], nested)
	}
	return s.runChroma(l.chroma, text, nested)
}

// runChroma has the library do it. It panics where a lexer has a fault.
func (s *scanner) runChroma(l chroma.Lexer, text string, nested bool) bool {
	options := &chroma.TokeniseOptions{State: "root", Nested: nested, EnsureLF: !nested}
	tokens, err := l.Tokenise(options, text)
	if err != nil {
		return false
	}
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if t.Type != chroma.Ignore && !s.painter.token(tokenOf(t.Type), t.Value) {
			return false
		}
	}
	return true
}
