package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// An automaton tells whether a text has a match: a deterministic one, whose
// states are made when a text first leads to them. A state is the set of places
// in the expression's program that the text read so far can have led to.
//
// Characters that the program cannot tell apart are one class, so that a state
// has but a few ways on. What an assertion (^, $, \b) says of a place depends on
// the character behind it too, so assertions are judged on the way out of a
// state, with the kind of the character before it as part of the state.
type automaton struct {
	expr string
	made sync.Once

	prog     *syntax.Prog
	anywhere bool        // a match may begin behind the start of the text
	ascii    [128]uint8  // class of each character of ASCII
	ranges   []charRange // of all characters, ascending
	classes  []rune      // one character of each class; -1 of the last, the end of the text
	start    *state      // at the start of the text; nil where no automaton can be made

	mu     sync.Mutex // of what follows
	states map[string]*state
}

// A charRange is the characters from first up to the next range's first.
type charRange struct {
	first rune
	class uint8
}

// mostStates bounds the states of one automaton: beyond it, package regexp is
// asked. No expression of ours comes near it with text that people write.
const mostStates = 1000

const mostClasses = 255

// A state is complete but for its ways on.
type state struct {
	places []uint32 // in the program, ascending
	before rune     // the character before, or one that assertions do not tell from it; -1 at the start
	next   []atomic.Pointer[state]
}

// The states in which a text is decided.
var (
	accepted = &state{}
	rejected = &state{}
)

type answer int

const (
	unknown answer = iota
	yes
	no
)

// match runs text through a.
func match[T string | []byte](a *automaton, text T) answer {
	a.made.Do(a.make)
	s := a.start
	if s == nil {
		return unknown
	}
	for i := 0; i < len(text); {
		var class uint8
		if c := text[i]; c < utf8.RuneSelf {
			class = a.ascii[c]
			i++
		} else {
			r, size := decode(text[i:])
			class = a.classOf(r)
			i += size
		}
		next := s.next[class].Load()
		if next == nil {
			if next = a.step(s, int(class)); next == nil {
				return unknown
			}
		}
		if next == accepted {
			return yes
		}
		if next == rejected {
			return no
		}
		s = next
	}
	end := len(a.classes) - 1
	next := s.next[end].Load()
	if next == nil {
		next = a.step(s, end)
	}
	switch next {
	case nil:
		return unknown
	case accepted:
		return yes
	}
	return no
}

func decode[T string | []byte](text T) (rune, int) {
	var b [utf8.UTFMax]byte
	return utf8.DecodeRune(b[:copy(b[:], text)])
}

// classOf is the class of a character.
func (a *automaton) classOf(r rune) uint8 {
	i, found := slices.BinarySearchFunc(a.ranges, r, func(c charRange, r rune) int { return int(c.first - r) })
	if !found {
		i--
	}
	return a.ranges[i].class
}

// make compiles the program and divides the characters into classes.
func (a *automaton) make() {
	a.states = map[string]*state{}
	tree, err := syntax.Parse(a.expr, syntax.Perl)
	if err == nil {
		a.prog, err = syntax.Compile(tree.Simplify())
	}
	if err != nil {
		panic(err) // regexp has compiled it
	}
	a.anywhere = a.prog.StartCond()&syntax.EmptyBeginText == 0
	if !a.divide() {
		return
	}
	for c := range a.ascii {
		a.ascii[c] = a.classOf(rune(c))
	}
	a.start = a.state([]uint32{uint32(a.prog.Start)}, -1)
}

// divide finds the classes: the characters that each instruction takes or none,
// and that assertions do not tell apart. It fails where there are too many.
func (a *automaton) divide() bool {
	var takes []*syntax.Inst // those that look at the character
	firsts := []rune{0}
	cut := func(from, to rune) { firsts = append(firsts, from, to+1) }
	cut('\n', '\n')
	cut('0', '9')
	cut('A', 'Z')
	cut('_', '_')
	cut('a', 'z')
	for i := range a.prog.Inst {
		in := &a.prog.Inst[i]
		if in.Op != syntax.InstRune && in.Op != syntax.InstRune1 {
			continue
		}
		takes = append(takes, in)
		if len(in.Rune) == 1 { // one character, perhaps in any case
			cut(in.Rune[0], in.Rune[0])
			for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0]; r = unicode.SimpleFold(r) {
				cut(r, r)
			}
			continue
		}
		for k := 0; k+1 < len(in.Rune); k += 2 {
			cut(in.Rune[k], in.Rune[k+1])
		}
	}
	slices.Sort(firsts)
	known := map[string]uint8{}
	for _, r := range slices.Compact(firsts) {
		key := []byte(string(kindOf(r)))
		for _, in := range takes {
			if in.MatchRune(r) {
				key = append(key, 1)
			} else {
				key = append(key, 0)
			}
		}
		class, ok := known[string(key)]
		if !ok {
			if len(a.classes) == mostClasses {
				return false
			}
			class = uint8(len(a.classes))
			known[string(key)] = class
			a.classes = append(a.classes, r)
		}
		a.ranges = append(a.ranges, charRange{r, class})
	}
	a.classes = append(a.classes, -1)
	return true
}

// state is the state of its places and what stands before; nil where there are
// too many.
func (a *automaton) state(places []uint32, before rune) *state {
	slices.Sort(places)
	key := binary.AppendVarint(nil, int64(before))
	for _, p := range places {
		key = binary.AppendUvarint(key, uint64(p))
	}
	s := a.states[string(key)]
	if s == nil && len(a.states) < mostStates {
		s = &state{places: places, before: before, next: make([]atomic.Pointer[state], len(a.classes))}
		a.states[string(key)] = s
	}
	return s
}

// step makes the way on from s by a character of the class, or by the end of
// the text; nil where there are too many states.
func (a *automaton) step(s *state, class int) *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := a.follow(s, a.classes[class])
	if next != nil {
		s.next[class].Store(next)
	}
	return next
}

// follow gives the state that r leads to from s.
func (a *automaton) follow(s *state, r rune) *state {
	holds := syntax.EmptyOpContext(s.before, r)
	seen := make([]bool, len(a.prog.Inst))
	went := make([]bool, len(a.prog.Inst))
	open := slices.Clone(s.places)
	var places []uint32
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		in := &a.prog.Inst[at]
		takes := false
		switch in.Op {
		case syntax.InstMatch:
			return accepted
		case syntax.InstAlt, syntax.InstAltMatch:
			open = append(open, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			open = append(open, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				open = append(open, in.Out)
			}
		case syntax.InstRune, syntax.InstRune1:
			takes = r >= 0 && in.MatchRune(r)
		case syntax.InstRuneAny:
			takes = r >= 0
		case syntax.InstRuneAnyNotNL:
			takes = r >= 0 && r != '\n'
		}
		if takes && !went[in.Out] {
			went[in.Out] = true
			places = append(places, in.Out)
		}
	}
	if a.anywhere && r >= 0 && !went[a.prog.Start] {
		places = append(places, uint32(a.prog.Start))
	}
	if len(places) == 0 {
		return rejected
	}
	return a.state(places, kindOf(r))
}

// kindOf stands for all characters that assertions do not tell from r.
func kindOf(r rune) rune {
	switch {
	case r == '\n':
		return '\n'
	case syntax.IsWordChar(r):
		return 'a'
	}
	return ' '
}
