package highlight

import (
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// A class is a set of characters, with a table of the bytes that one of them
// can begin with.
type class struct {
	bytes [256]bool // of ASCII exactly; of others what high says
	high  highness
	set   *syntax.CharSet // asked where high is someHigh; nil for one
	one   rune            // without set: this character, or all others
	not   bool
}

// highness tells which characters beyond ASCII a class has.
type highness uint8

const (
	noHigh highness = iota
	allHigh
	someHigh
)

// newClass makes the class of a node of the families "one", "not one" and "set".
func newClass(n *syntax.RegexNode) *class {
	c := &class{}
	switch {
	case n.IsSetFamily():
		c.set = n.Set
		c.high = someHigh
		if a := n.Set.Analyze(); a.OnlyRanges {
			switch {
			case a.ContainsOnlyAscii:
				c.high = noHigh
			case a.AllNonAsciiContained && !n.Set.HasSubtraction():
				c.high = allHigh
			}
		}
	default:
		c.one, c.not = n.Ch, n.IsNotoneFamily()
		switch {
		case c.one >= utf8.RuneSelf:
			c.high = someHigh
		case c.not:
			c.high = allHigh
		}
	}
	for b := range c.bytes {
		if b < utf8.RuneSelf {
			c.bytes[b] = c.has(rune(b))
		} else {
			c.bytes[b] = c.high != noHigh
		}
	}
	return c
}

// has asks the definition of the class, not its table.
func (c *class) has(r rune) bool {
	if c.set != nil {
		return c.set.CharIn(r)
	}
	return (r == c.one) != c.not
}

// next gives the length of the character at pos, 0 where it is not in the class.
func (c *class) next(text string, pos int) int {
	if pos >= len(text) || !c.bytes[text[pos]] {
		return 0
	}
	if text[pos] < utf8.RuneSelf {
		return 1
	}
	r, n := utf8.DecodeRuneInString(text[pos:])
	if c.high == someHigh && !c.has(r) {
		return 0
	}
	return n
}

// previous gives the length of the character before pos, 0 where it is not in
// the class.
func (c *class) previous(text string, pos int) int {
	if pos == 0 {
		return 0
	}
	if b := text[pos-1]; b < utf8.RuneSelf {
		if c.bytes[b] {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeLastRuneInString(text[:pos])
	if c.high == noHigh || c.high == someHigh && !c.has(r) {
		return 0
	}
	return n
}

// span gives the end of the characters of the class from pos on, at most limit
// of them; limit is unbounded where it is many.
func (c *class) span(text string, pos, limit int) int {
	if limit >= many && c.high != someHigh {
		for pos < len(text) && c.bytes[text[pos]] {
			pos++
		}
		return pos
	}
	for ; limit > 0; limit-- {
		n := c.next(text, pos)
		if n == 0 {
			break
		}
		pos += n
	}
	return pos
}
