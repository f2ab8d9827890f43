package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// FromDocument reads a template: any Markdown document. Its front matter may
// say more than its text shows; titles are written there as in an anchor:
//
//	template: name         the name, instead of the one given
//	title: A title         its title in lists, instead of that of the text
//	roles: [design]        roles of the documents that may be taken to follow it; any where nothing is said
//	marks: [data-models]   sections that tell it from others: without one of them, a document is not taken to follow it
//	file: design.md        its name in the directory of a plan that has several documents
//	aliases:               other titles of a section
//	  data-flow: [Flow of Data]
//	optional: [cdn]        sections that a plan may leave out
//	weights:               what a section's slots count, 1 where nothing is said
//	  risks: 2
//	words:                 how many words a section has at least
//	  summary: 30
//
// What the text asks for are its slots. Boxes that ask for nothing, labels with
// nothing behind them, and questions outside of brackets are meant to stay; a
// section of boxes that ask for nothing is a checklist and has no slot. All
// other text is untouched where it is left.
func FromDocument(name string, d *plan.Document) *Schema {
	front := map[string][]string{}
	for _, f := range d.Front {
		front[f.Key] = append(front[f.Key], f.Value)
	}
	s := newSchema()
	s.Name, s.Title, s.Source = name, d.Title, body(d)
	if v := front["template"]; len(v) > 0 && v[0] != "" {
		s.Name = v[0]
	}
	if v := front["title"]; len(v) > 0 && v[0] != "" {
		s.Title = v[0]
	}
	if v := front["first"]; len(v) > 0 {
		s.First = v[0]
	}
	if v := front["file"]; len(v) > 0 {
		s.File = v[0]
	}
	for _, role := range front["roles"] {
		s.Roles = append(s.Roles, plan.Role(role))
	}
	at := s.readSections(d, front)
	fixed := checklists(d)
	gaps := gapsOf(d)
	entries := d.Entries()
	for i := range entries {
		e := &entries[i]
		s.learn(d, e, gaps[i], fixed[e.Section])
		if to := at[e.Section]; to != plan.None && !e.Citation {
			if slot, ok := readSlot(e, gaps[i]); ok {
				s.Sections[to].Slots = append(s.Sections[to].Slots, slot)
				if slot.list && dummy.MatchString(e.Label) {
					s.Sections[to].dummies = append(s.Sections[to].dummies, words(e.Label))
				}
			}
		}
	}
	for i := range d.Sections {
		if at[i] == plan.None {
			continue
		}
		sec := &s.Sections[at[i]]
		if len(sec.Slots) == 0 && sec.Children == 0 && !fixed[i] {
			sec.Slots = []Slot{{Prompt: sec.Title, Weight: 1, list: true}}
		}
		sec.Prompt = promptOf(sec)
	}
	return s
}

// Unknown are the fields of a template's front matter that speak of sections
// which the template does not have.
func Unknown(d *plan.Document) []plan.Field {
	titles := map[string]bool{}
	for _, sec := range d.Sections {
		titles[trimSlug(plan.Slug(sec.Title))] = true
	}
	var out []plan.Field
	for _, f := range d.Front {
		kind, title, _ := strings.Cut(f.Key, ".")
		switch kind {
		case "optional", "marks":
			title = f.Value
		case "aliases", "weights", "words":
		default:
			continue
		}
		if title != "" && !titles[title] && !slices.ContainsFunc(out, func(o plan.Field) bool { return o.Key == f.Key && kind == "aliases" }) {
			out = append(out, f)
		}
	}
	return out
}

func newSchema() *Schema {
	return &Schema{prints: map[print]bool{}, kept: map[print]bool{}, slots: map[print]bool{}}
}

// readSections fills s.Sections and gives, for each section of d, the one that
// was made of it.
func (s *Schema) readSections(d *plan.Document, front map[string][]string) []int {
	at := make([]int, len(d.Sections))
	root := titleSection(d)
	for i, sec := range d.Sections {
		at[i] = plan.None
		if i == 0 || i == root {
			continue
		}
		slug := trimSlug(plan.Slug(sec.Title))
		sec := Section{Parent: plan.None, Level: sec.Level, Title: sec.Title, Weight: 1}
		if p := d.Sections[i].Parent; p > 0 && at[p] != plan.None {
			sec.Parent = at[p]
			s.Sections[sec.Parent].Children++
		}
		sec.Aliases = front["aliases."+slug]
		sec.Optional = slices.Contains(front["optional"], slug) || optionalTitle.MatchString(sec.Title)
		sec.marks = slices.Contains(front["marks"], slug)
		s.marked = s.marked || sec.marks
		sec.spared = sec.Optional || sec.Parent != plan.None && s.Sections[sec.Parent].spared
		if !sec.spared {
			s.asked++
		}
		sec.Weight = number(front["weights."+slug], 1)
		sec.Words = number(front["words."+slug], 0)
		for _, t := range append([]string{sec.Title}, sec.Aliases...) {
			sec.keys = append(sec.keys, key(t))
			sec.cores = append(sec.cores, core(key(t)))
		}
		sec.series = seriesOf(sec.keys[0])
		sec.repeats = sec.series.word != "" || sec.keys[0] == "" && sec.Parent != plan.None
		for n := range s.Sections {
			if o := &s.Sections[n]; o.Parent == sec.Parent && o.series.word == sec.series.word && (o.keys[0] == "") == (sec.keys[0] == "") {
				o.repeats = false
			}
		}
		at[i] = len(s.Sections)
		s.Sections = append(s.Sections, sec)
	}
	return at
}

// number is a whole number of the front matter; otherwise where there is none.
func number(values []string, otherwise int) int {
	if len(values) > 0 {
		if n, err := strconv.Atoi(values[0]); err == nil && n >= 0 {
			return n
		}
	}
	return otherwise
}

// learn takes the fingerprints of an entry of a template; fixed says that it
// stands in a checklist.
func (s *Schema) learn(d *plan.Document, e *plan.Entry, gaps []plan.Gap, fixed bool) {
	if len(gaps) > 0 {
		for _, m := range brackets.FindAllStringSubmatch(e.Text, -1) {
			if w := words(m[1]); strings.Contains(w, " ") {
				s.slots[hash(w)] = true
			}
		}
	}
	p := printIn(key(d.Sections[e.Section].Title), e.Text)
	switch {
	case e.Kind == plan.EntryCode:
		for line := range strings.Lines(e.Text) {
			if p := printOf(line); p != "" {
				s.prints[p] = true
			}
		}
	case p == "":
	case isBareLabel(e), asks.MatchString(e.Text) && !strings.Contains(e.Text, "["), len(gaps) == 0 && !e.Citation && (fixed || hasBox(d, e)):
		s.kept[p] = true
		return
	}
	if p != "" {
		s.prints[p] = true
	}
}

var (
	box  = pattern.MustCompile(`^\s*(?:(?:[-*+]|\d+[.)])\s+)?\[[ xX]\]\s`)
	asks = pattern.MustCompile(`[?？][\s*_>]*$`)
)

// hasBox tells whether an entry has a box before it.
func hasBox(d *plan.Document, e *plan.Entry) bool {
	return (e.Kind == plan.EntryItem || e.Kind == plan.EntryParagraph) && box.MatchString(d.File.Text[strings.LastIndexByte(d.File.Text[:e.Span.Start], '\n')+1:])
}

// checklists tells of each section whether it is one: boxes, and nothing asked
// for.
func checklists(d *plan.Document) []bool {
	boxes, asks := make([]bool, len(d.Sections)), make([]bool, len(d.Sections))
	for _, g := range d.Gaps {
		asks[g.Section] = asks[g.Section] || g.Kind != plan.GapEmpty
	}
	entries := d.Entries()
	for i := range entries {
		if e := &entries[i]; hasBox(d, e) {
			boxes[e.Section] = true
		}
	}
	for i := range boxes {
		boxes[i] = boxes[i] && !asks[i]
	}
	return boxes
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
// heading or, where there is none, the one section that all others stand below.
// plan.None where there are several.
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
	if found != plan.None {
		return found
	}
	for i := 1; i < len(d.Sections); i++ {
		if d.Sections[i].Parent > 0 {
			continue
		}
		if found != plan.None {
			return plan.None
		}
		found = i
	}
	if len(d.Sections) < 2+leastFound {
		return plan.None // too little stands below it to tell
	}
	return found
}

// trimSlug is a slug as the front matter of a template writes it.
func trimSlug(slug string) string {
	return strings.ReplaceAll(words(strings.ReplaceAll(slug, "--", "-and-")), " ", "-")
}

var (
	optionalTitle = pattern.MustCompile(`(?i)[(\[]optional[)\]]`)
	brackets      = pattern.MustCompile(`\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]`)
	dummy         = pattern.MustCompile(`(?i)^(?:[\p{L}/-]+ ){0,2}[\p{L}/-]+ (?:\d+|[A-Z]|X|N)$|^(?:item|name|example|foo|bar)$`)
	comment       = pattern.MustCompile(`^\s*(?:--|//|#|;|%)+\s*`)
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
