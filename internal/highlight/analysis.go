package highlight

// An analysis finds what can stand where a program goes on. It may find too
// much, never too little. The machine gains three things by it: rules and
// alternatives that cannot match are not tried; a repetition that nothing can
// follow but where it ends gives nothing back; a choice with one way left is
// none.
type analysis struct {
	p      *program
	begins map[int32][]int32
	known  []byteSet
	state  []uint8 // 0 for not begun, 1 for under way, 2 for known
}

// analyse completes a program, whose alternatives have these begins.
func analyse(p *program, begins map[int32][]int32) {
	a := analysis{p: p, begins: begins, known: make([]byteSet, len(p.code)), state: make([]uint8, len(p.code))}
	p.start = a.at(0)
	for i := range p.code {
		in := &p.code[i]
		switch in.op {
		case opBranches:
			starts := make([]byteSet, len(begins[int32(i)]))
			for j, begin := range begins[int32(i)] {
				starts[j] = a.at(begin)
			}
			in.branches = newDispatch(starts, begins[int32(i)])
		case opSplit, opSplitLazy:
			in.ways = &ways{first: a.at(in.x), second: a.at(in.y)}
		case opGreedy:
			if !in.back {
				rest := a.at(int32(i + 1))
				if rest.and(in.class.firstBytes()) == (byteSet{}) {
					in.op = opAtomicLoop
				}
			}
		}
	}
	p.follows()
}

// at gives what can stand where the instructions from pc on match.
func (a *analysis) at(pc int32) byteSet {
	switch a.state[pc] {
	case 1:
		return everyByte // a loop whose body can be empty
	case 2:
		return a.known[pc]
	}
	a.state[pc] = 1
	a.known[pc] = a.find(pc)
	a.state[pc] = 2
	return a.known[pc]
}

func (a *analysis) find(pc int32) (s byteSet) {
	in := &a.p.code[pc]
	if in.back {
		return everyByte
	}
	switch in.op {
	case opFail:
	case opJump:
		return a.at(in.x)
	case opByte:
		s.add(int(in.b))
	case opString:
		s.add(int(in.str[0]))
	case opClass:
		return in.class.firstBytes()
	case opGreedy, opAtomicLoop, opLazy:
		s = in.class.firstBytes()
		if in.min == 0 {
			s = s.or(a.at(pc + 1))
		}
	case opWords:
		return in.words.firstBytes()
	case opBranches:
		for _, begin := range a.begins[pc] {
			s = s.or(a.at(begin))
		}
	case opSplit, opSplitLazy, opRound, opRoundLazy:
		return a.at(in.x).or(a.at(in.y))
	case opRounds:
		return a.at(in.x)
	case opLook:
		return a.at(in.x).and(a.at(pc + 1))
	case opNotLook:
		return a.at(in.x)
	case opAtomic, opRoundStart, opCapture, opLineStart, opBoundary, opNotBoundary, opTextStart, opMatchStart:
		return a.at(pc + 1)
	case opLineEnd, opLastLineEnd, opTextEnd:
		s.add(endOfText)
		if in.op != opTextEnd {
			s.add('\n')
		}
		return s.and(a.at(pc + 1))
	default: // opAccept: anything may follow
		return everyByte
	}
	return s
}

// follows notes at each loop the byte that has to come next, so that it need
// not stop elsewhere.
func (p *program) follows() {
	for i := range p.code {
		in := &p.code[i]
		if in.op != opGreedy && in.op != opLazy || in.back {
			continue
		}
		switch next := &p.code[i+1]; {
		case next.op == opByte && !next.back:
			in.follow = int16(next.b)
		case next.op == opString && !next.back:
			in.follow = int16(next.str[0])
		}
	}
}
