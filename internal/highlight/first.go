package highlight

import (
	"math/bits"

	"github.com/dlclark/regexp2/v2/syntax"
)

// A byteSet holds bytes, and endOfText.
type byteSet [5]uint64

const endOfText = 256

var everyByte = byteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), 1}

func (s *byteSet) add(b int)      { s[b>>6] |= 1 << (b & 63) }
func (s *byteSet) has(b int) bool { return s[b>>6]&(1<<(b&63)) != 0 }

func (s byteSet) or(t byteSet) byteSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

func (s byteSet) and(t byteSet) byteSet {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func (s byteSet) len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// A start tells what can stand where a match of an expression begins. It may
// tell too much, never too little.
type start struct {
	taken byteSet // first bytes of matches that take some
	empty bool    // it can match without taking any
	ahead byteSet // and then this can follow
}

// any is what follows where the expression can match there.
func (s start) any() byteSet {
	if s.empty {
		return s.taken.or(s.ahead)
	}
	return s.taken
}

// then is the start of s followed by t.
func (s start) then(t start) start {
	if !s.empty {
		return s
	}
	return start{taken: s.taken.or(s.ahead.and(t.taken)), empty: t.empty, ahead: s.ahead.and(t.ahead)}
}

// startOf finds the start of a node that is read forwards.
func startOf(n *syntax.RegexNode) start {
	nowhere := start{empty: true, ahead: everyByte}
	if n.Options&syntax.RightToLeft != 0 {
		return nowhere
	}
	switch n.T {
	case syntax.NtNothing:
		return start{}
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return start{taken: newClass(n).firstBytes()}
	case syntax.NtOneloop, syntax.NtNotoneloop, syntax.NtSetloop, syntax.NtOnelazy, syntax.NtNotonelazy, syntax.NtSetlazy,
		syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		return start{taken: newClass(n).firstBytes(), empty: n.M == 0, ahead: everyByte}
	case syntax.NtMulti:
		if n.Options&syntax.IgnoreCase != 0 {
			return start{taken: everyByte}
		}
		s := start{}
		s.taken.add(int(string(n.Str)[0]))
		return s
	case syntax.NtRef:
		return start{taken: everyByte, empty: true, ahead: everyByte}
	case syntax.NtEol, syntax.NtEndZ, syntax.NtEnd:
		s := start{empty: true}
		s.ahead.add(endOfText)
		if n.T != syntax.NtEnd {
			s.ahead.add('\n')
		}
		return s
	case syntax.NtConcatenate:
		s := nowhere
		for _, c := range n.Children {
			s = s.then(startOf(c))
		}
		return s
	case syntax.NtAlternate:
		s := start{}
		for _, c := range n.Children {
			b := startOf(c)
			s.taken = s.taken.or(b.taken)
			if b.empty {
				s.empty, s.ahead = true, s.ahead.or(b.ahead)
			}
		}
		return s
	case syntax.NtLoop, syntax.NtLazyloop:
		s := startOf(n.Children[0])
		if n.M == 0 {
			s.empty, s.ahead = true, everyByte
		}
		return s
	case syntax.NtCapture, syntax.NtGroup, syntax.NtAtomic:
		return startOf(n.Children[0])
	case syntax.NtPosLook:
		return start{empty: true, ahead: startOf(n.Children[0]).any()}
	}
	return nowhere
}

func (c *class) firstBytes() (s byteSet) {
	for b, in := range c.bytes {
		if in {
			s.add(b)
		}
	}
	return s
}

// A dispatch lists, for each byte that can come next, which of several
// expressions can match there.
type dispatch struct {
	list  [endOfText + 1]uint16 // index in lists
	lists [][]int32
}

// newDispatch makes the dispatch over expressions with these starts; what it
// lists are the values of of, in order.
func newDispatch(starts []byteSet, of []int32) *dispatch {
	d := &dispatch{}
	known := map[string]uint16{}
	var key []byte
	for b := range d.list {
		key = key[:0]
		for _, s := range starts {
			if s.has(b) {
				key = append(key, 1)
			} else {
				key = append(key, 0)
			}
		}
		i, ok := known[string(key)]
		if !ok {
			i = uint16(len(d.lists))
			known[string(key)] = i
			var list []int32
			for j, in := range key {
				if in == 1 {
					list = append(list, of[j])
				}
			}
			d.lists = append(d.lists, list)
		}
		d.list[b] = i
	}
	return d
}

// at gives the index of the list for what stands at pos.
func (d *dispatch) at(text string, pos int) uint16 {
	if pos < len(text) {
		return d.list[text[pos]]
	}
	return d.list[endOfText]
}
