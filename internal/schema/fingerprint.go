package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// A print is the fingerprint of one line of a template: the first eight bytes,
// in hexadecimal, of the SHA-256 of its words. It tells text that was left as
// the template had it without the text itself, so that a template can be known
// in the wording in which others handed it out.
type print string

func printOf(line string) print { return hash(words(line)) }

// A short text is known only in its own section: it may well stand in another
// for reasons of its author's.
const shortText = 4 // words; below it a text is short

// printIn is the fingerprint of an entry's text in the section of the given key.
func printIn(section, text string) print {
	text = openBox.ReplaceAllString(text, "")
	w := words(text)
	if w != "" && strings.Count(w, " ")+1 < shortText {
		w = section + ": " + w
	}
	return hash(w)
}

var openBox = pattern.MustCompile(`^\s*\[[ xX]\]\s+`)

func hash(w string) print {
	if w == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(w))
	return print(hex.EncodeToString(sum[:8]))
}

// Prints are the fingerprints of the wording d of a template, one a line, in
// order of the text; those of lines that are meant to stay begin with "= ",
// those of what stands in brackets with "[ ".
// keep names sections whose whole text is meant to stay.
func Prints(d *plan.Document, keep ...string) []string {
	s := newSchema()
	fixed, root := checklists(d), titleSection(d)
	gaps := gapsOf(d)
	var out []string
	add := func(line string) {
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	entries := d.Entries()
	for i := range entries {
		e := &entries[i]
		if e.Section == 0 || e.Section == root {
			continue // what stands above the sections is nobody's slot
		}
		clear(s.prints)
		clear(s.kept)
		clear(s.slots)
		s.learn(d, e, gaps[i], fixed[e.Section] || within(d, e.Section, keep))
		for _, p := range slices.Sorted(maps.Keys(s.prints)) {
			add(string(p))
		}
		for p := range s.kept { // one at most
			add("= " + string(p))
		}
		for _, p := range slices.Sorted(maps.Keys(s.slots)) {
			add("[ " + string(p))
		}
	}
	return out
}

// within tells whether section i, or one above it, has one of the titles.
func within(d *plan.Document, i int, titles []string) bool {
	for ; i > 0; i = d.Sections[i].Parent {
		if slices.ContainsFunc(titles, func(t string) bool { return key(t) == key(d.Sections[i].Title) }) {
			return true
		}
	}
	return false
}

// readPrints adds fingerprints as Prints gives them; "#" begins a comment.
func (s *Schema) readPrints(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if kept, ok := strings.CutPrefix(line, "= "); ok {
			s.kept[print(kept)] = true
		} else if slot, ok := strings.CutPrefix(line, "[ "); ok {
			s.slots[print(slot)] = true
		} else if line != "" && line[0] != '#' {
			s.prints[print(line)] = true
		}
	}
}

// knows tells whether an entry in the section of the given key is as the
// template had it, every line of it, and whether it is meant to stay: a box of a
// checklist, a label for what stands below it, a question that is answered below
// it. Such text is neither content nor a gap.
func (s *Schema) knows(section string, e *plan.Entry) (untouched, stays bool) {
	if e.Kind != plan.EntryCode {
		p := printIn(section, e.Text)
		return s.prints[p], s.kept[p]
	}
	for line := range strings.Lines(e.Text) {
		p := printOf(line)
		if p == "" {
			continue
		}
		if !s.prints[p] {
			return false, false
		}
		untouched = true
	}
	return untouched, false
}

// leaves tells whether text has a bracket of the template's in it. One of a
// single word may well be an author's own, so it takes two.
func (s *Schema) leaves(text string) bool {
	if !strings.Contains(text, "[") {
		return false
	}
	for _, m := range brackets.FindAllStringSubmatch(text, -1) {
		if w := words(m[1]); strings.Contains(w, " ") && s.slots[hash(w)] {
			return true
		}
	}
	return false
}

// isBareLabel tells whether an entry is but a label for what stands below it.
func isBareLabel(e *plan.Entry) bool { return e.Label != "" && e.Value == "" }
