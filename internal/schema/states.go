package schema

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
)

// states fills out.Sections.
func (a *aligner) states(out *Alignment) {
	gaps := gapsOf(a.d)
	byOwner := make([][]int, len(a.s.Sections))
	for i := range a.d.Entries {
		if o := a.own[a.d.Entries[i].Section]; o != plan.None && !a.d.Entries[i].Citation {
			byOwner[o] = append(byOwner[o], i)
		}
	}
	out.Sections = make([]SectionState, len(a.s.Sections))
	for i := range a.s.Sections {
		st := &out.Sections[i]
		st.Section = a.to[i]
		st.Slots = a.slotStates(i, byOwner[i], gaps)
	}
	a.sum(out)
}

// slotStates holds the slots of section i against the entries that belong to it.
func (a *aligner) slotStates(i int, entries []int, gaps [][]plan.Gap) []SlotState {
	sec := &a.s.Sections[i]
	out := make([]SlotState, len(sec.Slots))
	if a.to[i] == plan.None {
		state := Missing
		if sec.Optional {
			state = NotApplicable
		}
		for n := range out {
			out[n] = SlotState{Slot: n, State: state}
		}
		return out
	}
	end := a.d.Sections[a.to[i]].Body.End
	for n := range out {
		out[n] = SlotState{Slot: n, State: Empty, Span: plan.Span{Start: end, End: end}}
	}
	cs := a.contents(entries, gaps)
	if len(cs) > 0 && isAnswer(a.d.Entries[cs[0].entry].Text) && !a.anyLabel(sec, cs) {
		e := &a.d.Entries[cs[0].entry]
		for n := range out {
			out[n] = SlotState{Slot: n, State: NotApplicable, Span: e.Span, Text: e.Text}
		}
		return out
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
		if c := labelled(cs, slot.Label); c != nil {
			found++
			c.claimed = true
			for _, k := range c.nested {
				cs[k].claimed = true
			}
			e := &a.d.Entries[c.entry]
			out[n] = SlotState{Slot: n, State: combined(cs, c), Span: e.Span, Text: e.Text}
		}
	}
	a.fillFree(sec, cs, out, labels > 0 && found == 0)
	return out
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
		e := &a.d.Entries[c.entry]
		out[n].State, out[n].Span, out[n].Text = c.state, e.Span, e.Text
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
func (a *aligner) sum(out *Alignment) {
	n := len(a.s.Sections)
	states := make([][]State, n)
	for i := n - 1; i >= 0; i-- {
		st := &out.Sections[i]
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
		if p := a.s.Sections[i].Parent; p != plan.None {
			out.Sections[p].Filled += st.Filled
			out.Sections[p].Total += st.Total
			states[p] = append(states[p], states[i]...)
		}
	}
	for i := range out.Sections {
		if st := &out.Sections[i]; st.State == Placeholder && allOpen(states[i]) && a.asInTemplate(i) {
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
	for n := range a.d.Entries {
		e := &a.d.Entries[n]
		o := a.own[e.Section]
		for o != plan.None && o != i {
			o = a.s.Sections[o].Parent
		}
		if o != i || e.Citation {
			continue
		}
		if !a.s.untouched(e) {
			return false
		}
		said = true
	}
	return said
}
