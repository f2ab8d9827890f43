package highlight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// A machine runs programs on a text that is valid UTF-8, by backtracking, as
// the library does: of several matches it finds the one that comes first in the
// order of the alternatives. Its steps are counted over all its runs.
type machine struct {
	text   string
	origin int // where the match began
	steps  int // left; below zero, nothing matches any more
	stack  []frame
	regs   []int32
	groups []int32 // start and end of each, -1 for none
}

// A frame is something to go back to, or to put back on the way there.
type frame struct {
	kind frameKind
	pc   int32
	pos  int32
	a, b int32
}

type frameKind uint8

const (
	frameBranch   frameKind = iota // go on at pc and pos
	frameBranches                  // take branch b of list a
	frameGreedy                    // give back a character, down to a
	frameLazy                      // take a character, a at most
	frameRound                     // begin another round of a lazy loop
	frameReg                       // register a was b
	frameGroup                     // group a was pos to b
	frameBarrier
)

// match runs p at pos. The groups are in m.groups then.
func (m *machine) match(p *program, pos int) (end int, ok bool) {
	m.origin = pos
	m.stack = m.stack[:0]
	if n := 2 * p.groups; n > cap(m.groups) {
		m.groups = make([]int32, n)
	} else {
		m.groups = m.groups[:n]
	}
	for i := range m.groups {
		m.groups[i] = -1
	}
	if p.regs > len(m.regs) {
		m.regs = make([]int32, p.regs)
	}
	end, ok = m.run(p, 0, pos)
	return end, ok && m.steps >= 0
}

func (m *machine) push(f frame) { m.stack = append(m.stack, f) }

// set changes a register, so that going back puts it back.
func (m *machine) set(reg int32, value int) {
	if len(m.stack) > 0 {
		m.push(frame{kind: frameReg, a: reg, b: m.regs[reg]})
	}
	m.regs[reg] = int32(value)
}

func (m *machine) capture(group int32, start, end int) {
	if len(m.stack) > 0 {
		m.push(frame{kind: frameGroup, a: group, pos: m.groups[2*group], b: m.groups[2*group+1]})
	}
	m.groups[2*group], m.groups[2*group+1] = int32(min(start, end)), int32(max(start, end))
}

// commit forgets what there is to go back to above base, but not what there is
// to put back.
func (m *machine) commit(base int) {
	if base == 0 {
		m.stack = m.stack[:0]
		return
	}
	kept := m.stack[:base]
	for _, f := range m.stack[base:] {
		if f.kind == frameReg || f.kind == frameGroup {
			kept = append(kept, f)
		}
	}
	m.stack = kept
}

// undo puts back everything above base.
func (m *machine) undo(base int) {
	for n := len(m.stack) - 1; n >= base; n-- {
		m.restore(m.stack[n])
	}
	m.stack = m.stack[:base]
}

func (m *machine) restore(f frame) {
	switch f.kind {
	case frameReg:
		m.regs[f.a] = f.b
	case frameGroup:
		m.groups[2*f.a], m.groups[2*f.a+1] = f.pos, f.b
	}
}

// run runs the instructions from pc on until they accept.
func (m *machine) run(p *program, pc int32, pos int) (int, bool) {
	base := len(m.stack)
	text := m.text
	for {
		if m.steps--; m.steps < 0 {
			return 0, false
		}
		in := &p.code[pc]
		pc++
		switch in.op {
		case opAccept:
			m.commit(base)
			return pos, true
		case opJump:
			pc = in.x
			continue
		case opByte:
			if !in.back {
				if pos < len(text) && text[pos] == in.b {
					pos++
					continue
				}
			} else if pos > 0 && text[pos-1] == in.b {
				pos--
				continue
			}
		case opString:
			if !in.back {
				if strings.HasPrefix(text[pos:], in.str) {
					pos += len(in.str)
					continue
				}
			} else if strings.HasSuffix(text[:pos], in.str) {
				pos -= len(in.str)
				continue
			}
		case opClass:
			if !in.back {
				if n := in.class.next(text, pos); n > 0 {
					pos += n
					continue
				}
			} else if n := in.class.previous(text, pos); n > 0 {
				pos -= n
				continue
			}
		case opGreedy, opAtomicLoop, opLazy:
			if end, ok := m.loop(in, pc, pos); ok {
				pos = end
				continue
			}
		case opBranches:
			if next, ok := m.branch(in, in.branches.at(text, pos), 0, pc-1, pos); ok {
				pc = next
				continue
			}
		case opWords:
			if end, ok := m.words(in, pc, pos); ok {
				pos = end
				continue
			}
		case opSplit, opSplitLazy:
			pc = m.split(in, pos)
			continue
		case opRoundStart:
			m.set(in.reg, pos)
			continue
		case opRounds, opRound, opRoundLazy:
			pc = m.round(in, pc-1, pos)
			continue
		case opCapture:
			m.capture(in.x, int(m.regs[in.reg]), pos)
			continue
		case opAtomic:
			if end, ok := m.run(p, pc, pos); ok {
				pc, pos = in.x, end
				continue
			}
		case opLook:
			if _, ok := m.run(p, pc, pos); ok {
				pc = in.x
				continue
			}
		case opNotLook:
			height := len(m.stack)
			m.push(frame{kind: frameBarrier})
			_, found := m.run(p, pc, pos)
			m.undo(height)
			if !found && m.steps >= 0 {
				pc = in.x
				continue
			}
		default:
			if end, ok := m.assert(in, pos); ok {
				pos = end
				continue
			}
		}
		var ok bool
		if pc, pos, ok = m.back(p, base); !ok {
			return 0, false
		}
	}
}

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

// split takes one of two ways, and remembers the other where it can match too.
func (m *machine) split(in *inst, pos int) (pc int32) {
	next := endOfText
	if pos < len(m.text) {
		next = int(m.text[pos])
	}
	first, second := in.x, in.y
	switch {
	case !in.ways.first.has(next):
		return in.y
	case !in.ways.second.has(next):
		return in.x
	}
	if in.op == opSplitLazy {
		first, second = second, first
	}
	m.push(frame{kind: frameBranch, pc: second, pos: int32(pos)})
	return first
}

// branch takes branch number next of a list.
func (m *machine) branch(in *inst, list uint16, next int, self int32, pos int) (pc int32, ok bool) {
	branches := in.branches.lists[list]
	if next >= len(branches) {
		return 0, false
	}
	if next+1 < len(branches) {
		m.push(frame{kind: frameBranches, pc: self, pos: int32(pos), a: int32(list), b: int32(next + 1)})
	}
	return branches[next], true
}

// loop repeats a class; pc is behind it.
func (m *machine) loop(in *inst, pc int32, pos int) (end int, ok bool) {
	least := pos
	if in.back {
		return m.loopBack(in, pc, pos)
	}
	if in.min > 0 {
		for range in.min {
			n := in.class.next(m.text, least)
			if n == 0 {
				return 0, false
			}
			least += n
		}
		m.steps -= int(in.min) / 8
	}
	limit := many
	if in.max != many {
		limit = int(in.max - in.min)
	}
	if in.op == opLazy {
		return m.lazily(in, pc, least, limit)
	}
	end = in.class.span(m.text, least, limit)
	m.steps -= (end - least) / 8
	if in.op == opGreedy && end > least {
		return m.giveBack(in, pc-1, end, least)
	}
	return end, true
}

// giveBack gives the farthest place from end down to least that the loop can
// stop at, and remembers to try those before it.
func (m *machine) giveBack(in *inst, self int32, end, least int) (int, bool) {
	text := m.text
	if in.follow >= 0 {
		from := end
		for end >= least && (end == len(text) || text[end] != byte(in.follow)) {
			end--
		}
		m.steps -= (from - end) / 8
		if end < least {
			return 0, false
		}
	}
	if end > least {
		m.push(frame{kind: frameGreedy, pc: self, pos: int32(end), a: int32(least)})
	}
	return end, true
}

// lazily gives the first place from pos on that the loop can stop at.
func (m *machine) lazily(in *inst, pc int32, pos, limit int) (int, bool) {
	text := m.text
	from := pos
	for in.follow >= 0 && (pos == len(text) || text[pos] != byte(in.follow)) {
		n := 0
		if limit > 0 {
			n = in.class.next(text, pos)
		}
		if n == 0 {
			m.steps -= (pos - from) / 8
			return 0, false
		}
		pos += n
		if limit < many {
			limit--
		}
	}
	m.steps -= (pos - from) / 8
	if limit > 0 {
		m.push(frame{kind: frameLazy, pc: pc - 1, pos: int32(pos), a: int32(limit)})
	}
	return pos, true
}

// loopBack is loop in a look-behind.
func (m *machine) loopBack(in *inst, pc int32, pos int) (int, bool) {
	for range in.min {
		n := in.class.previous(m.text, pos)
		if n == 0 {
			return 0, false
		}
		pos -= n
	}
	limit := many
	if in.max != many {
		limit = int(in.max - in.min)
	}
	if in.op == opLazy {
		m.push(frame{kind: frameLazy, pc: pc - 1, pos: int32(pos), a: int32(limit)})
		return pos, true
	}
	end := pos
	for limit > 0 {
		n := in.class.previous(m.text, end)
		if n == 0 {
			break
		}
		end -= n
		m.steps--
		if limit < many {
			limit--
		}
	}
	if in.op == opGreedy && end < pos {
		m.push(frame{kind: frameGreedy, pc: pc - 1, pos: int32(end), a: int32(pos)})
	}
	return end, true
}

// round runs the instructions of loops that count their rounds; self is the
// place of the instruction.
func (m *machine) round(in *inst, self int32, pos int) (pc int32) {
	if in.op == opRounds {
		mark := pos
		if in.min == 0 {
			mark = -1
		}
		m.set(in.reg, mark)
		m.set(in.reg+1, min(0, 1-int(in.min)))
		return in.x
	}
	mark, count := m.regs[in.reg], m.regs[in.reg+1]
	if in.op == opRound {
		if count >= in.max || mark == int32(pos) && count >= 0 {
			return in.y
		}
		if count >= 0 {
			m.push(frame{kind: frameBranch, pc: in.y, pos: int32(pos)})
		}
		return m.nextRound(in, pos)
	}
	if count < 0 {
		return m.nextRound(in, pos)
	}
	if count < in.max && mark != int32(pos) {
		m.push(frame{kind: frameRound, pc: self, pos: int32(pos)})
	}
	return in.y
}

func (m *machine) nextRound(in *inst, pos int) (pc int32) {
	m.set(in.reg, pos)
	if in.max != many || m.regs[in.reg+1] < 0 {
		m.set(in.reg+1, int(m.regs[in.reg+1])+1)
	}
	return in.x
}

// back goes back to the last choice above base.
func (m *machine) back(p *program, base int) (pc int32, pos int, ok bool) {
	for len(m.stack) > base {
		if m.steps--; m.steps < 0 {
			return 0, 0, false
		}
		f := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		switch in := &p.code[f.pc]; f.kind {
		case frameBranch:
			return f.pc, int(f.pos), true
		case frameBranches:
			pc, _ := m.branch(in, uint16(f.a), int(f.b), f.pc, int(f.pos))
			return pc, int(f.pos), true
		case frameGreedy:
			if in.back {
				_, n := utf8.DecodeRuneInString(m.text[f.pos:])
				if f.pos += int32(n); f.pos < f.a {
					m.push(f)
				}
				return f.pc + 1, int(f.pos), true
			}
			_, n := utf8.DecodeLastRuneInString(m.text[:f.pos])
			if end, ok := m.giveBack(in, f.pc, int(f.pos)-n, int(f.a)); ok {
				return f.pc + 1, end, true
			}
		case frameLazy:
			if pos, ok := m.takeOne(in, f); ok {
				return f.pc + 1, pos, true
			}
		case frameRound:
			return m.nextRound(in, int(f.pos)), int(f.pos), true
		default:
			m.restore(f)
		}
	}
	return 0, 0, false
}

// takeOne lets a lazy loop take one character more.
func (m *machine) takeOne(in *inst, f frame) (pos int, ok bool) {
	limit := int(f.a)
	if limit < many {
		limit--
	}
	if in.back {
		n := in.class.previous(m.text, int(f.pos))
		if n == 0 || f.a == 0 {
			return 0, false
		}
		f.pos, f.a = f.pos-int32(n), int32(limit)
		m.push(f)
		return int(f.pos), true
	}
	n := in.class.next(m.text, int(f.pos))
	if n == 0 {
		return 0, false
	}
	return m.lazily(in, f.pc+1, int(f.pos)+n, limit)
}
