package schema

import (
	"regexp"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
)

// slotText is where a slot of a template stands in its source, and what fills it.
type place struct {
	section, slot int
	span          plan.Span
}

func placesOf(t *testing.T, s *Schema) []place {
	t.Helper()
	var out []place
	a := Align(parseAt(placeOf(s), s.Source), s)
	for i, st := range a.Sections() {
		for _, slot := range st.Slots {
			if slot.Span.End <= slot.Span.Start {
				t.Fatalf("%s: slot %d of %q has no place", s.Name, slot.Slot, s.Sections[i].Title)
			}
			out = append(out, place{i, slot.Slot, slot.Span})
		}
	}
	return out
}

// fill replaces what stands in a slot, its label kept.
func fill(text string, p place, s *Schema) string {
	old := text[p.span.Start:p.span.End]
	said := strings.Repeat("oak planks and tar ", 10) // more words than any section asks for
	switch {
	case strings.HasPrefix(old, "|"):
		said = "| oak | planks | tar |"
	case strings.HasPrefix(old, "```"):
		said = "```\nCREATE TABLE plank (id int);\n"
	case s.Sections[p.section].Slots[p.slot].Label != "":
		label, _, _ := strings.Cut(old, "[")
		said = label + said
	}
	return text[:p.span.Start] + said + text[p.span.End:]
}

func count(a *Alignment) (filled, total int) {
	for _, st := range a.Sections() {
		for _, slot := range st.Slots {
			total++
			if slot.State == Filled {
				filled++
			}
		}
	}
	return filled, total
}

var headings = regexp.MustCompile(`(?m)^#+ .*$`)

// fillTitles names what the template leaves to name: in headings, and above
// them.
func fillTitles(text string) string {
	text = headings.ReplaceAllStringFunc(text, func(h string) string { return slotWords.ReplaceAllString(h, "Oak") })
	head, rest, _ := strings.Cut(text, "\n## ")
	return slotWords.ReplaceAllString(head, "Oak") + "\n## " + rest
}

// Filling any one slot of an untouched copy fills that slot and no other.
func TestEachSlotCountsOnce(t *testing.T) {
	if underRace {
		t.Skip("one goroutine")
	}
	for _, s := range sectioned() {
		places := placesOf(t, s)
		for _, p := range places {
			a := Align(parseAt(placeOf(s), fill(s.Source, p, s)), s)
			if filled, total := count(a); filled != 1 || total != len(places) {
				t.Errorf("%s: filling slot %d of %q gives %d of %d", s.Name, p.slot, s.Sections[p.section].Title, filled, total)
			}
			if a.Sections()[p.section].Filled != 1 {
				t.Errorf("%s: it is not counted for %q", s.Name, s.Sections[p.section].Title)
			}
			if a.Copy {
				t.Errorf("%s: still a copy", s.Name)
			}
		}
	}
}

// lost are the ways in which a plan that was filled loses a slot: the template's
// text is put back, the label or the sign of a list stays alone, the lines go.
var lost = map[string]func(text string, p place, s *Schema) string{
	"restored": func(text string, _ place, _ *Schema) string { return text },
	"emptied": func(text string, p place, s *Schema) string {
		keep := ""
		old := text[p.span.Start:p.span.End]
		if fence, _, ok := strings.Cut(old, "\n"); ok && strings.HasPrefix(fence, "```") {
			keep = fence + "\n"
		} else if s.Sections[p.section].Slots[p.slot].Label != "" {
			keep = labelAlone.FindString(old)
		}
		return text[:p.span.Start] + keep + text[p.span.End:]
	},
	"removed": func(text string, p place, _ *Schema) string {
		start, end := strings.LastIndexByte(text[:p.span.Start], '\n')+1, p.span.End
		if strings.HasPrefix(text[p.span.Start:], "```") {
			end += strings.Index(text[end:], "```") + len("```")
		}
		if i := strings.IndexByte(text[end-1:], '\n'); i > 0 {
			end += i
		}
		return text[:start] + text[end:]
	},
}

var labelAlone = regexp.MustCompile(`^(\*\*)?[^:\[]*:?(\*\*)?:?`)

// In a plan with every slot filled, losing any one slot misses that one. Only how
// many items a list without labels has is the author's: there, one that is gone
// is missed when it was the last.
func TestEachSlotIsMissedOnce(t *testing.T) {
	if underRace {
		t.Skip("one goroutine")
	}
	for _, s := range sectioned() {
		places := placesOf(t, s)
		all := func(but int, lose func(string, place, *Schema) string) string {
			text := s.Source
			for i := len(places) - 1; i >= 0; i-- {
				if i == but {
					text = lose(text, places[i], s)
				} else {
					text = fill(text, places[i], s)
				}
			}
			return fillTitles(text)
		}
		// The dummies' names are the template's too.
		names := strings.NewReplacer("Component A:", "Hull:", "Component B:", "Mast:", "Component C:", "Sail:")
		a := Align(parseAt(placeOf(s), names.Replace(all(-1, nil))), s)
		if filled, total := count(a); filled != total || len(a.Gaps) > 0 {
			t.Errorf("%s: %d of %d filled, gaps %+v", s.Name, filled, total, a.Gaps)
		}
		for i, st := range a.Sections() {
			if st.State != Filled {
				t.Errorf("%s: %q is %s", s.Name, s.Sections[i].Title, st.State)
			}
		}
		for how, lose := range lost {
			for i, p := range places {
				want := len(places) - 1
				if how != "restored" && oneOfList(s, p) {
					want++
				}
				a := Align(parseAt(placeOf(s), all(i, lose)), s)
				if filled, total := count(a); filled != want || total != len(places) {
					t.Errorf("%s: slot %d of %q %s: %d of %d are filled, want %d", s.Name, p.slot, s.Sections[p.section].Title, how, filled, total, want)
				}
			}
		}
	}
}

// oneOfList tells whether a slot is one of several of a list without labels.
func oneOfList(s *Schema, p place) bool {
	n := 0
	for _, slot := range s.Sections[p.section].Slots {
		if slot.list {
			n++
		}
	}
	return s.Sections[p.section].Slots[p.slot].list && n > 1
}
