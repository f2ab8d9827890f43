package highlight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// assert runs the instructions that are rare.
func (m *machine) assert(in *inst, pos int) (int, bool) {
	text := m.text
	switch in.op {
	case opFolded:
		return m.folded(in, pos)
	case opRef:
		return m.reference(in, pos)
	case opLineStart:
		return pos, pos == 0 || text[pos-1] == '\n'
	case opLineEnd:
		return pos, pos == len(text) || text[pos] == '\n'
	case opBoundary:
		return pos, m.boundary(pos)
	case opNotBoundary:
		return pos, !m.boundary(pos)
	case opTextStart:
		return pos, pos == 0
	case opMatchStart:
		return pos, pos == m.origin
	case opTextEnd:
		return pos, pos == len(text)
	case opLastLineEnd:
		return pos, pos == len(text) || pos == len(text)-1 && text[pos] == '\n'
	}
	return 0, false
}

func (m *machine) boundary(pos int) bool {
	return (pos > 0 && wordEnds(m.text[:pos])) != (pos < len(m.text) && wordBegins(m.text[pos:]))
}

func wordEnds(text string) bool {
	if b := text[len(text)-1]; b < utf8.RuneSelf {
		return wordBytes[b]
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return syntax.IsWordChar(r)
}

func wordBegins(text string) bool {
	if b := text[0]; b < utf8.RuneSelf {
		return wordBytes[b]
	}
	r, _ := utf8.DecodeRuneInString(text)
	return syntax.IsWordChar(r)
}

var wordBytes = func() (in [utf8.RuneSelf]bool) {
	for b := range in {
		in[b] = syntax.IsWordChar(rune(b))
	}
	return in
}()

// character gives the character that in reads next, with its length.
func (m *machine) character(in *inst, pos int) (rune, int) {
	if in.back {
		return utf8.DecodeLastRuneInString(m.text[:pos])
	}
	return utf8.DecodeRuneInString(m.text[pos:])
}

// folded reads a string whatever its case. The library lowers the text's
// characters and not the string's.
func (m *machine) folded(in *inst, pos int) (int, bool) {
	for rest := in.str; rest != ""; {
		want, size := utf8.DecodeRuneInString(rest)
		if in.back {
			want, size = utf8.DecodeLastRuneInString(rest)
			rest = rest[:len(rest)-size]
		} else {
			rest = rest[size:]
		}
		r, n := m.character(in, pos)
		if n == 0 || unicode.ToLower(r) != want {
			return 0, false
		}
		if in.back {
			n = -n
		}
		pos += n
	}
	return pos, true
}

func (m *machine) reference(in *inst, pos int) (int, bool) {
	from, to := m.groups[2*in.x], m.groups[2*in.x+1]
	if from < 0 {
		return 0, false
	}
	want := m.text[from:to]
	m.steps -= len(want) / 8
	if !in.fold {
		if in.back {
			return pos - len(want), strings.HasSuffix(m.text[:pos], want)
		}
		return pos + len(want), strings.HasPrefix(m.text[pos:], want)
	}
	return m.folded(&inst{back: in.back, str: strings.Map(unicode.ToLower, want)}, pos)
}
