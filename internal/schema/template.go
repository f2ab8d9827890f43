package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// FromDocument reads a template: any Markdown document. Its front matter may
// say more than its text shows; titles are written there as in an anchor:
//
//	template: name         the name, instead of the one given
//	aliases:               other titles of a section
//	  data-flow: [Flow of Data]
//	optional: [cdn]        sections that a plan may leave out
//	weights:               what a section's slots count, 1 where nothing is said
//	  risks: 2
func FromDocument(name string, d *plan.Document) *Schema {
	s := &Schema{Name: name, Title: d.Title, Source: body(d), prints: map[print]bool{}}
	front := map[string][]string{}
	for _, f := range d.Front {
		front[f.Key] = append(front[f.Key], f.Value)
	}
	if v := front["template"]; len(v) > 0 && v[0] != "" {
		s.Name = v[0]
	}

	at := make([]int, len(d.Sections)) // section of the document → of the schema
	root := titleSection(d)
	for i, sec := range d.Sections {
		at[i] = plan.None
		if i == 0 || i == root {
			continue
		}
		slug := plan.Slug(sec.Title)
		sec := Section{Parent: plan.None, Level: sec.Level, Title: sec.Title, Weight: 1}
		if p := d.Sections[i].Parent; p > 0 && at[p] != plan.None {
			sec.Parent = at[p]
			s.Sections[sec.Parent].Children++
		}
		sec.Aliases = front["aliases."+trimSlug(slug)]
		sec.Optional = slices.Contains(front["optional"], trimSlug(slug)) || optionalTitle.MatchString(sec.Title)
		if v := front["weights."+trimSlug(slug)]; len(v) > 0 {
			if w, err := strconv.Atoi(v[0]); err == nil && w >= 0 {
				sec.Weight = w
			}
		}
		for _, t := range append([]string{sec.Title}, sec.Aliases...) {
			sec.keys = append(sec.keys, key(t))
			sec.cores = append(sec.cores, core(key(t)))
		}
		sec.series = seriesOf(sec.keys[0])
		at[i] = len(s.Sections)
		s.Sections = append(s.Sections, sec)
	}
	gaps := gapsOf(d)
	for i := range d.Entries {
		e := &d.Entries[i]
		for line := range strings.Lines(e.Text) {
			if e.Kind == plan.EntryCode {
				s.prints[printOf(line)] = true
			}
		}
		s.prints[printOf(e.Text)] = true
		if to := at[e.Section]; to != plan.None && !e.Citation {
			if slot, ok := readSlot(e, gaps[i]); ok {
				s.Sections[to].Slots = append(s.Sections[to].Slots, slot)
				if slot.list && dummy.MatchString(e.Label) {
					s.Sections[to].dummies = append(s.Sections[to].dummies, words(e.Label))
				}
			}
		}
	}
	delete(s.prints, "")
	for i := range s.Sections {
		sec := &s.Sections[i]
		if len(sec.Slots) == 0 && sec.Children == 0 {
			sec.Slots = []Slot{{Prompt: sec.Title, Weight: 1, list: true}}
		}
		sec.Prompt = promptOf(sec)
	}
	return s
}

// body is the text of a template without its front matter.
func body(d *plan.Document) string {
	text := d.File.Text
	if len(d.Front) == 0 {
		return text
	}
	if _, rest, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n"); ok {
		return strings.TrimLeft(rest, "\n")
	}
	return text
}

// titleSection is the section of the document's own title: its only first-level
// heading. plan.None where there is none, or several.
func titleSection(d *plan.Document) int {
	found := plan.None
	for i := 1; i < len(d.Sections); i++ {
		if d.Sections[i].Level == 1 {
			if found != plan.None {
				return plan.None
			}
			found = i
		}
	}
	return found
}

// trimSlug is a slug as the front matter of a template writes it.
func trimSlug(slug string) string {
	return strings.ReplaceAll(words(strings.ReplaceAll(slug, "--", "-and-")), " ", "-")
}

var (
	optionalTitle = regexp.MustCompile(`(?i)\(optional\)|\*\(optional\)\*|\[optional\]`)
	brackets      = regexp.MustCompile(`\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]`)
	dummy         = regexp.MustCompile(`(?i)^(?:[\p{L}/-]+ ){0,2}[\p{L}/-]+ (?:\d+|[A-Z]|X|N)$|^(?:item|name|example|foo|bar)$`)
	comment       = regexp.MustCompile(`^\s*(?:--|//|#|;|%)+\s*`)
)

// readSlot makes a slot of a template's entry, where it asks for something.
func readSlot(e *plan.Entry, gaps []plan.Gap) (Slot, bool) {
	slot := Slot{Weight: 1}
	switch e.Kind {
	case plan.EntryCode:
		slot.list = true
		var lines []string
		for line := range strings.Lines(e.Text) {
			lines = append(lines, strings.Trim(comment.ReplaceAllString(line, ""), " \n[]"))
		}
		slot.Prompt = strings.Join(lines, "; ")
		return slot, len(gaps) > 0
	case plan.EntryImage, plan.EntryHTML:
		return slot, false
	case plan.EntryRow:
		slot.list, slot.Prompt = true, strings.Join(e.Cells, " · ")
		return slot, len(gaps) > 0
	}
	slot.Prompt = strings.Trim(e.Value, " []")
	if m := brackets.FindStringSubmatch(e.Value); m != nil {
		slot.Prompt = m[1]
	}
	if e.Label == "" || strings.HasPrefix(e.Label, "[") || dummy.MatchString(e.Label) {
		slot.list = true
	} else {
		slot.Label = e.Label
	}
	return slot, len(gaps) > 0
}

// promptOf is what a section asks for, in one line.
func promptOf(sec *Section) string {
	var parts []string
	for _, slot := range sec.Slots {
		if slot.Label != "" {
			parts = append(parts, slot.Label)
		} else if slot.Prompt != "" {
			parts = append(parts, slot.Prompt)
		}
	}
	return strings.Join(parts, "; ")
}
