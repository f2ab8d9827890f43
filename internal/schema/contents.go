package schema

import (
	"slices"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// content is one entry of a section as its slots see it, or a label with the
// entries below it, or a heading with nothing below it.
type content struct {
	entry   int // plan.None of a heading
	span    plan.Span
	text    string
	state   State  // "" of a label with entries below it: theirs count
	label   string // normalised
	nested  []int  // of the section's contents, those below it
	claimed bool
}

// gapsOf gives the gaps of each entry of d. Both lists are in order of the text.
func gapsOf(d *plan.Document) [][]plan.Gap {
	entries := d.Entries()
	out := make([][]plan.Gap, len(entries))
	i := 0
	for _, g := range d.Gaps {
		for i < len(entries) && entries[i].Span.End <= g.Span.Start {
			i++
		}
		if i < len(entries) && entries[i].Span.Start <= g.Span.Start {
			out[i] = append(out[i], g)
		}
	}
	return out
}

// compare holds each entry against the template's text. Its gaps are those of
// the text, and a placeholder where one of the template's brackets is left in a
// sentence, too much like an author's own to be told without the template.
func (a *aligner) compare() {
	a.gap = gapsOf(a.d)
	a.left, a.stay = make([]bool, len(a.entries)), make([]bool, len(a.entries))
	for i := range a.entries {
		e := &a.entries[i]
		if a.own[e.Section] != plan.None {
			a.left[i], a.stay[i] = a.s.knows(a.keys[e.Section], e)
		}
		if len(a.gap[i]) == 0 && a.own[e.Section] != plan.None && a.s.leaves(e.Text) {
			a.gap[i] = []plan.Gap{{Kind: plan.GapPlaceholder, Span: e.Span, Section: e.Section}}
		}
	}
}

// contents grades the entries of a section, and the headings in it that have
// none: empty lists their gaps.
func (a *aligner) contents(entries, empty []int) []content {
	var out []content
	for _, i := range entries {
		e := &a.entries[i]
		out = append(out, content{entry: i, span: e.Span, text: e.Text, state: a.entryState(i), label: words(e.Label)})
	}
	for k := range out {
		e := &a.entries[out[k].entry]
		if e.Label == "" || e.Value != "" {
			continue
		}
		for n := k + 1; n < len(out); n++ {
			below := &a.entries[out[n].entry]
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
	out = a.subsections(out)
	for _, i := range empty {
		g := &a.d.Gaps[i]
		out = append(out, content{entry: plan.None, span: g.Span, text: g.Text, state: Empty})
	}
	return out
}

// subsections adds a content for each sub-section of the author's own, whose
// title is a label of what stands in it.
func (a *aligner) subsections(cs []content) []content {
	n := len(cs)
	last := plan.None
	for k := 0; k < n; k++ {
		section := a.entries[cs[k].entry].Section
		if a.back[section] != plan.None {
			continue
		}
		if section != last {
			cs = append(cs, content{entry: cs[k].entry, span: cs[k].span, text: cs[k].text, label: a.keys[section]})
			last = section
		}
		head := &cs[len(cs)-1]
		head.nested = append(head.nested, k)
	}
	return cs
}

// entryState grades one entry by its gaps.
func (a *aligner) entryState(i int) State {
	e, gaps := &a.entries[i], a.gap[i]
	if a.left[i] {
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

var slotText = pattern.MustCompile(`\[[^\[\]]*\]|\{\{[^{}]*\}\}|<[^<>]*>`)

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

var answer = pattern.MustCompile(`(?i)^[\W_]*(?:n/?a|none|nil|not applicable|not needed|not required|no requirements?|not relevant|entfällt|keine?|ninguno|ninguna|no aplica|aucune?|sans objet)(?:[\W_]|$)|^\s*(?:なし|無し|該当なし|없음|해당 없음|无|不适用|không có)`)

// isAnswer tells whether text answers a slot by saying that there is nothing.
func isAnswer(text string) bool { return answer.MatchString(text) }

// countWords counts the words of text. In scripts that do not part them, each
// character counts as one.
func countWords(text string) int {
	n, in := 0, false
	for _, c := range text {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
			n, in = n+1, false
		case !unicode.IsLetter(c) && !unicode.IsNumber(c) && !unicode.IsMark(c):
			in = in && (c == '\'' || c == '’')
		case !in:
			n, in = n+1, true
		}
	}
	return n
}

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
