package highlight

import (
	"strings"
	"unicode/utf8"
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
