package highlight

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// Lists of words are what most rules of most lexers are. Read one after another
// they take longer than all the rest, so that alternatives of plain words become
// a tree of their letters.

const (
	minWords    = 4 // that a tree is made for
	maxWords    = 4_000
	maxLetters  = 16 // that one place of a word can have
	maxRepeated = 16
)

// A word is a list of places, each with the characters that can stand there.
type word [][]rune

// A wordTree finds all words that a text begins with.
type wordTree struct {
	nodes []wordNode
}

type wordNode struct {
	rank  int32       // of the first word that ends here, -1 for none
	edges []wordEdge  // those of characters beyond ASCII, and of ASCII where there is no table
	table *[128]int32 // next node; 0 for none
}

type wordEdge struct {
	r    rune
	next int32
}

// wordsOf gives the words that n stands for, in order; false where it is more
// than words.
func wordsOf(n *syntax.RegexNode) ([]word, bool) {
	if n.Options&syntax.RightToLeft != 0 {
		return nil, false
	}
	switch n.T {
	case syntax.NtEmpty:
		return []word{{}}, true
	case syntax.NtOne, syntax.NtSet:
		var list []word
		for _, letter := range lettersOf(n) {
			list = append(list, word{letter})
		}
		return list, len(list) > 0
	case syntax.NtOneloop, syntax.NtSetloop, syntax.NtOneloopatomic, syntax.NtSetloopatomic:
		letters := lettersOf(n)
		if n.M != n.N || n.N > maxRepeated || len(letters) != 1 {
			return nil, false
		}
		return []word{slices.Repeat(word(letters), n.N)}, true
	case syntax.NtMulti:
		if n.Options&syntax.IgnoreCase != 0 {
			return nil, false
		}
		w := make(word, len(n.Str))
		for i, r := range n.Str {
			w[i] = []rune{r}
		}
		return []word{w}, true
	case syntax.NtGroup:
		return wordsOf(n.Children[0])
	case syntax.NtConcatenate:
		list := []word{{}}
		for _, child := range n.Children {
			tails, ok := wordsOf(child)
			if !ok || len(list)*len(tails) > maxWords {
				return nil, false
			}
			longer := make([]word, 0, len(list)*len(tails))
			for _, head := range list {
				for _, tail := range tails {
					longer = append(longer, slices.Concat(head, tail))
				}
			}
			list = longer
		}
		return list, true
	case syntax.NtAlternate:
		var list []word
		for _, child := range n.Children {
			more, ok := wordsOf(child)
			if !ok || len(list)+len(more) > maxWords {
				return nil, false
			}
			list = append(list, more...)
		}
		return list, true
	}
	return nil, false
}

// lettersOf gives the characters of a node that reads one, the cases of a
// letter together; nil for too many.
func lettersOf(n *syntax.RegexNode) (letters [][]rune) {
	switch {
	case !n.IsSetFamily():
		return [][]rune{{n.Ch}}
	case n.Set.IsNegated():
		return nil
	}
	of := map[rune]int{}
	for _, r := range n.Set.GetSetChars(maxLetters) {
		key := r
		for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
			key = min(key, c)
		}
		i, known := of[key]
		if !known {
			i = len(letters)
			of[key] = i
			letters = append(letters, nil)
		}
		if !slices.Contains(letters[i], r) {
			letters[i] = append(letters[i], r)
		}
	}
	return letters
}

// newWordTree makes the tree of the words. It fails where one letter leads two
// ways, as in "a" beside "[ab]", or a word is empty.
func newWordTree(words []word) (*wordTree, bool) {
	t := &wordTree{nodes: []wordNode{{rank: -1}}}
	for rank, w := range words {
		at := int32(0)
		for _, letters := range w {
			next, ok := t.child(at, letters)
			if !ok {
				return nil, false
			}
			at = next
		}
		if at == 0 {
			return nil, false
		}
		if t.nodes[at].rank < 0 {
			t.nodes[at].rank = int32(rank)
		}
	}
	for i := range t.nodes {
		t.nodes[i].index()
	}
	return t, true
}

// child gives the node that letters lead to, and no others.
func (t *wordTree) child(at int32, letters []rune) (int32, bool) {
	next, known := int32(0), 0
	for _, e := range t.nodes[at].edges {
		if slices.Contains(letters, e.r) {
			if known++; next != 0 && next != e.next {
				return 0, false
			}
			next = e.next
		}
	}
	if known == len(letters) {
		for _, e := range t.nodes[at].edges {
			if e.next == next && !slices.Contains(letters, e.r) {
				return 0, false
			}
		}
		return next, true
	}
	if known > 0 {
		return 0, false
	}
	next = int32(len(t.nodes))
	t.nodes = append(t.nodes, wordNode{rank: -1})
	for _, r := range letters {
		t.nodes[at].edges = append(t.nodes[at].edges, wordEdge{r, next})
	}
	return next, true
}

// index makes the table of a node with many ways on.
func (n *wordNode) index() {
	if len(n.edges) <= 4 {
		return
	}
	n.table = &[128]int32{}
	rest := n.edges[:0]
	for _, e := range n.edges {
		if e.r < utf8.RuneSelf {
			n.table[e.r] = e.next
		} else {
			rest = append(rest, e)
		}
	}
	n.edges = rest
}

// step gives the node behind the character at pos, 0 for none, and its length.
func (n *wordNode) step(text string, pos int) (next int32, length int) {
	if pos >= len(text) {
		return 0, 0
	}
	r, length := rune(text[pos]), 1
	if r >= utf8.RuneSelf {
		r, length = utf8.DecodeRuneInString(text[pos:])
	} else if n.table != nil {
		return n.table[r], 1
	}
	for _, e := range n.edges {
		if e.r == r {
			return e.next, length
		}
	}
	return 0, 0
}

// firstBytes are those that a word can begin with.
func (t *wordTree) firstBytes() (s byteSet) {
	root := &t.nodes[0]
	for _, e := range root.edges {
		s.add(int(string(e.r)[0]))
	}
	if root.table != nil {
		for b, next := range root.table {
			if next != 0 {
				s.add(b)
			}
		}
	}
	return s
}

// words finds the words at pos. It gives the end of the first in their order,
// and remembers those of the others.
func (m *machine) words(in *inst, pc int32, pos int) (end int, ok bool) {
	var found []wordEnd
	var few [4]wordEnd
	found = few[:0]
	t := in.words
	at, from := int32(0), pos
	for {
		next, n := t.nodes[at].step(m.text, pos)
		if next == 0 {
			break
		}
		at, pos = next, pos+n
		if rank := t.nodes[at].rank; rank >= 0 {
			found = append(found, wordEnd{rank, int32(pos)})
		}
	}
	m.steps -= (pos - from) / 8
	switch len(found) {
	case 0:
		return 0, false
	case 1:
		return int(found[0].pos), true
	}
	slices.SortFunc(found, func(a, b wordEnd) int { return int(b.rank - a.rank) })
	last := len(found) - 1
	for _, f := range found[:last] {
		m.push(frame{kind: frameBranch, pc: pc, pos: f.pos})
	}
	return int(found[last].pos), true
}

// A wordEnd is where a word ends; rank is its place in the list.
type wordEnd struct{ rank, pos int32 }
