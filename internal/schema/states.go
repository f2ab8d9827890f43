package schema

import (
	"fmt"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
)

// states fills a.sections.
func (a *aligner) states() {
	byOwner := make([][]int, len(a.s.Sections))
	for i := range a.entries {
		e := &a.entries[i]
		if o := a.own[e.Section]; o != plan.None && !e.Citation && (isBareLabel(e) || len(a.gap[i]) > 0 || !a.stay[i]) {
			byOwner[o] = append(byOwner[o], i)
		}
	}
	empty := make([][]int, len(a.s.Sections)) // gaps of the document
	for i, g := range a.d.Gaps {
		if o := a.own[g.Section]; g.Kind == plan.GapEmpty && o != plan.None && (a.to[o] != g.Section || len(a.more[o]) > 0) {
			empty[o] = append(empty[o], i)
		}
	}
	a.sections = make([]SectionState, len(a.s.Sections))
	for i := range a.s.Sections {
		st := &a.sections[i]
		st.Section, st.More = a.to[i], a.more[i]
		at, texts := i, byOwner[i]
		if p := a.standIn(i); p != plan.None {
			at, texts = p, byOwner[p]
		}
		st.Slots, st.Words = a.slotStates(i, a.to[at], texts, empty[at])
	}
	a.sum()
}

// standIn is the section whose text answers for section i: its parent, where i
// is all that stands below it or the template leaves i's title open, and the
// author has written without that heading. plan.None for all others.
func (a *aligner) standIn(i int) int {
	p := a.s.Sections[i].Parent
	if a.to[i] != plan.None || p == plan.None || a.to[p] == plan.None || len(a.s.Sections[p].Slots) > 0 {
		return plan.None
	}
	if a.s.Sections[p].Children > 1 && a.s.Sections[i].keys[0] != "" {
		return plan.None
	}
	return p
}

// excused tells whether section i may be missing: it is optional, or below one
// that is and is missing too.
func (a *aligner) excused(i int) bool {
	for ; i != plan.None && a.to[i] == plan.None; i = a.s.Sections[i].Parent {
		if a.s.Sections[i].Optional {
			return true
		}
	}
	return false
}

// slotStates holds the slots of section i against the entries that belong to
// it, and the sections without any; at is its section of the document. words is
// how many it has, where that is too few.
func (a *aligner) slotStates(i, at int, entries, empty []int) (out []SlotState, words int) {
	sec := &a.s.Sections[i]
	out = make([]SlotState, len(sec.Slots))
	if at == plan.None {
		state := Missing
		if a.excused(i) {
			state = NotApplicable
		}
		for n := range out {
			out[n] = SlotState{Slot: n, State: state}
		}
		return out, 0
	}
	end := a.d.Sections[at].Body.End
	for n := range out {
		out[n] = SlotState{Slot: n, State: Empty, Span: plan.Span{Start: end, End: end}}
	}
	cs := a.contents(entries, empty)
	if len(cs) > 0 && isAnswer(cs[0].text) && !a.anyLabel(sec, cs) {
		for n := range out {
			out[n] = SlotState{Slot: n, State: NotApplicable, Span: cs[0].span}
		}
		return out, 0
	}
	labels, found := 0, 0
	for n := range sec.Slots {
		slot := &sec.Slots[n]
		if slot.list {
			continue
		}
		labels++
		if len(cs) > 0 {
			out[n].State = Missing // the others are there
		}
		text := ""
		for c := labelled(cs, slot.Label); c != nil; c = labelled(cs, slot.Label) {
			c.claimed = true
			for _, k := range c.nested {
				cs[k].claimed = true
			}
			if out[n].add(combined(cs, c), c, text == "") {
				text = c.text
			}
			if len(a.more[i]) == 0 {
				break // one is asked for; more of its name are the author's own
			}
		}
		if text != "" {
			found++
		}
	}
	a.fillFree(sec, cs, out, labels > 0 && found == 0)
	return out, a.tooShort(sec, cs, out)
}

// add takes a content in state for a slot that is asked for in several places:
// all of them have to be filled, and the first that is not is its place. It tells
// whether c is that place.
func (s *SlotState) add(state State, c *content, first bool) (placed bool) {
	if placed = first || s.State == Filled && state != Filled; placed {
		s.Span = c.span
	}
	if first {
		s.State = state
	} else {
		s.State = join([]State{s.State, state})
	}
	return placed
}

// tooShort takes from the slots of a section that they are filled, where it has
// fewer words than the template asks for, and gives their number; 0 where they
// are enough.
func (a *aligner) tooShort(sec *Section, cs []content, out []SlotState) int {
	if sec.Words == 0 || !slices.ContainsFunc(out, func(s SlotState) bool { return s.State == Filled }) {
		return 0
	}
	n := 0
	for k := range cs {
		if cs[k].entry != plan.None && cs[k].state == Filled {
			n += countWords(cs[k].text)
		}
	}
	if n >= sec.Words {
		return 0
	}
	for i := range out {
		if out[i].State == Filled {
			out[i].State = Partial
		}
	}
	a.note = append(a.note, fmt.Sprintf("“%s” has %d of the %d words that are asked for", sec.Title, n, sec.Words))
	return n
}

// fillFree gives the slots without a label, and all of them where the author
// uses none of the template's labels, what no label has claimed: filled
// content first, then what is still owed.
func (a *aligner) fillFree(sec *Section, cs []content, out []SlotState, all bool) {
	var filled, owed []*content
	for k := range cs {
		switch c := &cs[k]; {
		case c.claimed, c.state == "":
		case c.state == Filled || c.state == NotApplicable:
			filled = append(filled, c)
		default:
			owed = append(owed, c)
		}
	}
	var free []int
	for n := range out {
		if sec.Slots[n].list || all {
			free = append(free, n)
		}
	}
	// Each line that is still owed keeps a slot open, whatever else is written.
	// Who has written something and left nothing open has met all slots of a list;
	// of labelled ones, only as many as there is text for.
	open := min(len(owed), len(free))
	met := 0
	if len(filled) > 0 {
		met = len(free) - open
		if all {
			met = min(met, len(filled))
		}
	}
	for x, n := range free {
		var c *content
		switch {
		case x < met:
			c = filled[min(x, len(filled)-1)]
		case x < met+open:
			c = owed[x-met]
		default:
			continue
		}
		out[n].State, out[n].Span = c.state, c.span
	}
	if len(free) > 0 && open == len(free) && len(filled) > 0 {
		out[free[0]].State = Partial // there is more than the template had, but its slots are open
	}
}

// combined is the state of a labelled content with what is nested in it.
func combined(cs []content, c *content) State {
	if len(c.nested) == 0 {
		return c.state
	}
	var states []State
	if c.state != "" {
		states = append(states, c.state)
	}
	for _, k := range c.nested {
		if cs[k].state != "" {
			states = append(states, cs[k].state)
		}
	}
	return join(states)
}

// join is what several states make together.
func join(states []State) State {
	count := map[State]int{}
	for _, s := range states {
		count[s]++
	}
	n := len(states) - count[NotApplicable]
	switch {
	case len(states) == 0:
		return Empty
	case n == 0:
		return NotApplicable
	case count[Filled] == n:
		return Filled
	case count[Filled] > 0 || count[Partial] > 0:
		return Partial
	}
	for _, s := range []State{Question, Placeholder, Untouched, Empty} {
		if count[s] > 0 {
			return s
		}
	}
	return Missing
}

// sum gives each section its state and counts, its children's included.
func (a *aligner) sum() {
	n := len(a.s.Sections)
	states := make([][]State, n)
	for i := n - 1; i >= 0; i-- {
		st := &a.sections[i]
		for _, slot := range st.Slots {
			states[i] = append(states[i], slot.State)
			switch slot.State {
			case NotApplicable:
			case Filled:
				st.Filled++
				st.Total++
			default:
				st.Total++
			}
		}
		st.State = sectionState(states[i], a.to[i] == plan.None)
		if len(states[i]) == 0 { // a checklist: it asks for nothing
			st.State = NotApplicable
			if a.to[i] != plan.None {
				st.State = Filled
			}
		}
		if p := a.s.Sections[i].Parent; p != plan.None {
			a.sections[p].Filled += st.Filled
			a.sections[p].Total += st.Total
			states[p] = append(states[p], states[i]...)
		}
	}
	for i := range a.sections {
		if st := &a.sections[i]; st.State == Placeholder && allOpen(states[i]) && a.asInTemplate(i) {
			st.State = Untouched
		}
	}
}

// allOpen tells whether every slot still has something of the template's.
func allOpen(slots []State) bool {
	return !slices.ContainsFunc(slots, func(s State) bool { return s != Placeholder && s != Untouched })
}

// sectionState is what the states of its slots, all below it included, say of
// a section.
func sectionState(slots []State, missing bool) State {
	if missing && !slices.ContainsFunc(slots, func(s State) bool { return s != Missing && s != NotApplicable }) {
		if len(slots) > 0 && !slices.Contains(slots, Missing) {
			return NotApplicable
		}
		return Missing
	}
	return join(slots)
}

// asInTemplate tells whether all text of section i, its children's included, is
// as the template had it.
func (a *aligner) asInTemplate(i int) bool {
	said := false
	for n := range a.entries {
		e := &a.entries[n]
		o := a.own[e.Section]
		for o != plan.None && o != i {
			o = a.s.Sections[o].Parent
		}
		if o != i || e.Citation || a.stay[n] {
			continue
		}
		if !a.left[n] {
			return false
		}
		said = true
	}
	return said
}
