package schema

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/plan"
)

// gapsOf gives the gaps of each entry of d. Both lists are in order of the text.
func gapsOf(d *plan.Document) [][]plan.Gap {
	out := make([][]plan.Gap, len(d.Entries))
	i := 0
	for _, g := range d.Gaps {
		for i < len(d.Entries) && d.Entries[i].Span.End <= g.Span.Start {
			i++
		}
		if i < len(d.Entries) && d.Entries[i].Span.Start <= g.Span.Start {
			out[i] = append(out[i], g)
		}
	}
	return out
}

// content is one entry of a section as its slots see it, or a label with the
// entries below it.
type content struct {
	entry   int
	state   State  // "" of a label with entries below it: theirs count
	label   string // normalised
	nested  []int  // of the section's contents, those below it
	claimed bool
}

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

// contents grades the entries of a section.
func (a *aligner) contents(entries []int, gaps [][]plan.Gap) []content {
	var out []content
	for _, i := range entries {
		e := &a.d.Entries[i]
		out = append(out, content{entry: i, state: a.entryState(e, gaps[i]), label: words(e.Label)})
	}
	for k := range out {
		e := &a.d.Entries[out[k].entry]
		if e.Label == "" || e.Value != "" {
			continue
		}
		for n := k + 1; n < len(out); n++ {
			below := &a.d.Entries[out[n].entry]
			if below.Section != e.Section || below.Depth <= e.Depth && below.Kind == plan.EntryItem && e.Kind == plan.EntryItem {
				break
			}
			if below.Label != "" && below.Kind == plan.EntryParagraph {
				break
			}
			out[k].nested = append(out[k].nested, n)
		}
		if len(out[k].nested) > 0 {
			out[k].state = ""
		} else if out[k].state == Filled {
			out[k].state = Empty
		}
	}
	return a.subsections(out)
}

// subsections adds a content for each sub-section of the author's own, whose
// title is a label of what stands in it.
func (a *aligner) subsections(cs []content) []content {
	n := len(cs)
	last := plan.None
	for k := 0; k < n; k++ {
		section := a.d.Entries[cs[k].entry].Section
		if a.back[section] != plan.None {
			continue
		}
		if section != last {
			cs = append(cs, content{entry: cs[k].entry, label: a.keys[section]})
			last = section
		}
		head := &cs[len(cs)-1]
		head.nested = append(head.nested, k)
	}
	return cs
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

// entryState grades one entry by its gaps.
func (a *aligner) entryState(e *plan.Entry, gaps []plan.Gap) State {
	if a.s.untouched(e) {
		if len(gaps) > 0 && gaps[0].Kind != plan.GapUntouched {
			return Placeholder
		}
		return Untouched
	}
	if len(gaps) == 0 {
		if isAnswer(e.Value) {
			return NotApplicable
		}
		return Filled
	}
	if e.Kind == plan.EntryCode {
		if lines := strings.Count(strings.TrimSpace(e.Text), "\n") + 1; len(gaps) < lines {
			return Partial
		}
	}
	switch gaps[0].Kind {
	case plan.GapQuestion:
		return Question
	case plan.GapUntouched:
		return Untouched
	case plan.GapPlaceholder:
		if e.Kind != plan.EntryCode && saysMore(e) {
			return Partial
		}
	}
	return Placeholder
}

var slotText = regexp.MustCompile(`\[[^\[\]]*\]|\{\{[^{}]*\}\}|<[^<>]*>`)

// saysMore tells whether an entry has words beside its slots.
func saysMore(e *plan.Entry) bool {
	rest := e.Value
	for {
		next := slotText.ReplaceAllString(rest, "")
		if next == rest {
			break
		}
		rest = next
	}
	if rest == e.Value {
		return false // a blank field or an open choice: nothing is said
	}
	return strings.IndexFunc(rest, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }) >= 0
}

var answer = regexp.MustCompile(`(?i)^\W*(?:n/?a|none|nil|not applicable|not needed|not required|no requirements?|not relevant|entfällt|keine?|ninguno|ninguna|no aplica|aucune?|sans objet)(?:\W|$)|^\s*(?:なし|無し|該当なし|없음|해당 없음|无|不适用|không có)`)

// isAnswer tells whether text answers a slot by saying that there is nothing.
func isAnswer(text string) bool { return answer.MatchString(text) }

func (a *aligner) anyLabel(sec *Section, cs []content) bool {
	for _, slot := range sec.Slots {
		if !slot.list && labelled(cs, slot.Label) != nil {
			return true
		}
	}
	return false
}

// labelled finds the content under a label: the same words, or the words on one
// side of a "/" in it ("Language" for "Language/Framework").
func labelled(cs []content, label string) *content {
	want := words(label)
	for k := range cs {
		if cs[k].label == want && !cs[k].claimed {
			return &cs[k]
		}
	}
	if parts := strings.Split(label, "/"); len(parts) > 1 {
		for k := range cs {
			if slices.ContainsFunc(parts, func(p string) bool { return words(p) == cs[k].label }) && !cs[k].claimed {
				return &cs[k]
			}
		}
	}
	for k := range cs {
		if cs[k].label != "" && core(cs[k].label) == core(want) && !cs[k].claimed {
			return &cs[k]
		}
	}
	return nil
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
