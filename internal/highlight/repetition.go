package highlight

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
