package highlight

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// many stands for no bound of a repetition.
const many = math.MaxInt32

type opcode uint8

const (
	opAccept opcode = iota
	opFail
	opJump // to x

	opByte
	opString
	opFolded // string in lower case, held against the text's lower case
	opClass

	// Repetitions of a class, at least min and at most max times.
	opGreedy
	opAtomicLoop // never gives back
	opLazy

	opWords     // one of many words
	opBranches  // the alternatives, in order
	opSplit     // x, else y
	opSplitLazy // y, else x

	// Repetitions of an expression that can be empty, or that are counted. The
	// body stands at x, what follows at y. reg holds where the last round began,
	// reg+1 the rounds beyond min, which are negative before.
	opRounds     // begin: min
	opRound      // after a round, and before the first where min is 0
	opRoundLazy  // likewise
	opRoundStart // sets reg to the position

	opCapture // of group x, begun at reg
	opRef     // text of group x

	opAtomic  // body at the next instruction, rest at x
	opLook    // likewise; takes nothing
	opNotLook // likewise; fails where the body matches

	opLineStart
	opLineEnd
	opBoundary
	opNotBoundary
	opTextStart
	opMatchStart
	opTextEnd
	opLastLineEnd
)

// An inst is one instruction. The next one is the one behind it, but for jumps.
type inst struct {
	op       opcode
	back     bool // reads backwards: in a look-behind
	fold     bool // of opRef
	b        byte
	follow   int16 // of opGreedy and opLazy: the byte that has to come next, or -1
	x, y     int32
	reg      int32
	min, max int32
	str      string
	class    *class
	words    *wordTree
	branches *dispatch
	ways     *ways
}

// ways are what can stand where the two ways of a split go on.
type ways struct{ first, second byteSet }

// A program is a regular expression as instructions.
type program struct {
	code   []inst
	start  byteSet // what can stand where it matches
	groups int     // with group 0, the match
	regs   int
}

// errUnsupported says that an expression has what the machine does not do.
var errUnsupported = errors.New("unsupported in a regular expression")

// compile makes the program of a rule's pattern under the flags of its lexer,
// as the library wraps them. The library's own parser reads it, so that there
// is no second opinion of what a pattern means.
func compile(pattern, flags string) (*program, error) {
	if flags != "" {
		flags = "(?" + flags + ")"
	}
	tree, err := syntax.Parse(`\G`+flags+"(?:"+pattern+")", syntax.ParseOptions{})
	if err != nil {
		return nil, err
	}
	if tree.Capnumlist != nil && tree.Captop != len(tree.Capnumlist) {
		return nil, fmt.Errorf("numbered groups: %w", errUnsupported)
	}
	c := compiler{p: &program{groups: tree.Captop}, begins: map[int32][]int32{}}
	root := tree.Root.Children[0]
	if err := c.node(root, true); err != nil {
		return nil, err
	}
	c.emit(inst{op: opAccept})
	analyse(c.p, c.begins)
	return c.p, nil
}

type compiler struct {
	p      *program
	begins map[int32][]int32 // of each opBranches, where they begin
}

func (c *compiler) emit(i inst) int32 {
	i.follow = -1
	c.p.code = append(c.p.code, i)
	return int32(len(c.p.code) - 1)
}

func (c *compiler) at(i int32) *inst { return &c.p.code[i] }
func (c *compiler) here() int32      { return int32(len(c.p.code)) }

func (c *compiler) register(n int) int32 {
	c.p.regs += n
	return int32(c.p.regs - n)
}

// assertions take nothing.
var assertions = map[syntax.NodeType]opcode{
	syntax.NtNothing: opFail, syntax.NtBol: opLineStart, syntax.NtEol: opLineEnd, syntax.NtBoundary: opBoundary,
	syntax.NtNonboundary: opNotBoundary, syntax.NtBeginning: opTextStart, syntax.NtStart: opMatchStart,
	syntax.NtEnd: opTextEnd, syntax.NtEndZ: opLastLineEnd,
}

// node compiles n. last tells that the program, or the body that it is in,
// accepts behind it, so that nothing will ever backtrack into it.
func (c *compiler) node(n *syntax.RegexNode, last bool) error {
	back := n.Options&syntax.RightToLeft != 0
	if op, ok := assertions[n.T]; ok {
		c.emit(inst{op: op})
		return nil
	}
	switch n.T {
	case syntax.NtEmpty, syntax.NtUpdateBumpalong:
	case syntax.NtOne:
		if n.Ch < utf8.RuneSelf {
			c.emit(inst{op: opByte, back: back, b: byte(n.Ch)})
		} else {
			c.emit(inst{op: opString, back: back, str: string(n.Ch)})
		}
	case syntax.NtNotone, syntax.NtSet:
		c.emit(inst{op: opClass, back: back, class: newClass(n)})
	case syntax.NtMulti:
		if n.Options&syntax.IgnoreCase != 0 {
			c.emit(inst{op: opFolded, back: back, str: string(n.Str)})
		} else {
			c.emit(inst{op: opString, back: back, str: string(n.Str)})
		}
	case syntax.NtOneloop, syntax.NtNotoneloop, syntax.NtSetloop:
		op := opGreedy
		if last {
			op = opAtomicLoop
		}
		c.emit(inst{op: op, back: back, class: newClass(n), min: int32(n.M), max: int32(n.N)})
	case syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		c.emit(inst{op: opAtomicLoop, back: back, class: newClass(n), min: int32(n.M), max: int32(n.N)})
	case syntax.NtOnelazy, syntax.NtNotonelazy, syntax.NtSetlazy:
		c.emit(inst{op: opLazy, back: back, class: newClass(n), min: int32(n.M), max: int32(n.N)})
	case syntax.NtRef:
		if n.M < 0 || n.M >= c.p.groups {
			return fmt.Errorf("reference: %w", errUnsupported)
		}
		c.emit(inst{op: opRef, back: back, fold: n.Options&syntax.IgnoreCase != 0, x: int32(n.M)})
	case syntax.NtConcatenate:
		for i, child := range n.Children {
			if err := c.node(child, last && i == len(n.Children)-1); err != nil {
				return err
			}
		}
	case syntax.NtAlternate:
		return c.alternate(n, last)
	case syntax.NtLoop, syntax.NtLazyloop:
		return c.loop(n)
	case syntax.NtCapture:
		if n.N != -1 || n.M >= c.p.groups {
			return fmt.Errorf("balanced groups: %w", errUnsupported)
		}
		reg := c.register(1)
		c.emit(inst{op: opRoundStart, reg: reg})
		if err := c.node(n.Children[0], last); err != nil {
			return err
		}
		c.emit(inst{op: opCapture, reg: reg, x: int32(n.M)})
	case syntax.NtGroup:
		return c.node(n.Children[0], last)
	case syntax.NtAtomic:
		if last {
			return c.node(n.Children[0], true)
		}
		return c.body(opAtomic, n.Children[0])
	case syntax.NtPosLook:
		return c.body(opLook, n.Children[0])
	case syntax.NtNegLook:
		return c.body(opNotLook, n.Children[0])
	default:
		return fmt.Errorf("node of type %d: %w", n.T, errUnsupported)
	}
	return nil
}

// body compiles what is matched for itself.
func (c *compiler) body(op opcode, n *syntax.RegexNode) error {
	at := c.emit(inst{op: op})
	if err := c.node(n, true); err != nil {
		return err
	}
	c.emit(inst{op: opAccept})
	c.at(at).x = c.here()
	return nil
}

func (c *compiler) alternate(n *syntax.RegexNode, last bool) error {
	if words, ok := wordsOf(n); ok && len(words) >= minWords {
		if tree, ok := newWordTree(words); ok {
			c.emit(inst{op: opWords, words: tree})
			return nil
		}
	}
	at := c.emit(inst{op: opBranches})
	var begins, ends []int32
	for _, child := range n.Children {
		begins = append(begins, c.here())
		if err := c.node(child, last); err != nil {
			return err
		}
		ends = append(ends, c.emit(inst{op: opJump}))
	}
	for _, end := range ends {
		c.at(end).x = c.here()
	}
	c.begins[at] = begins
	return nil
}

// loop compiles a repetition. Rounds that take nothing end it, as the library's
// machine has it.
func (c *compiler) loop(n *syntax.RegexNode) error {
	lazy := n.T == syntax.NtLazyloop
	body := n.Children[0]
	split := opSplit
	if lazy {
		split = opSplitLazy
	}
	switch taking := body.ComputeMinLength() > 0; {
	case n.M == 0 && n.N == 1:
		at := c.emit(inst{op: split})
		if err := c.node(body, false); err != nil {
			return err
		}
		c.at(at).x, c.at(at).y = at+1, c.here()
	case taking && n.M == 0 && n.N == many:
		at := c.emit(inst{op: split})
		if err := c.node(body, false); err != nil {
			return err
		}
		c.emit(inst{op: opJump, x: at})
		c.at(at).x, c.at(at).y = at+1, c.here()
	case taking && n.M == 1 && n.N == many:
		begin := c.here()
		if err := c.node(body, false); err != nil {
			return err
		}
		at := c.emit(inst{op: split, x: begin})
		c.at(at).y = c.here()
	default:
		return c.rounds(n, body, lazy)
	}
	return nil
}

func (c *compiler) rounds(n, body *syntax.RegexNode, lazy bool) error {
	reg := c.register(2)
	at := c.emit(inst{op: opRounds, reg: reg, min: int32(n.M)})
	if err := c.node(body, false); err != nil {
		return err
	}
	op := opRound
	if lazy {
		op = opRoundLazy
	}
	beyond := int32(many) // rounds beyond min
	if n.N != many {
		beyond = int32(n.N - n.M)
	}
	round := c.emit(inst{op: op, reg: reg, max: beyond, x: at + 1})
	c.at(round).y = c.here()
	c.at(at).x = at + 1
	if n.M == 0 {
		c.at(at).x = round
	}
	return nil
}
