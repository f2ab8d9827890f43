package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// A form says where a document is still the form that its author was given. What
// would be anything else in a finished plan is there taken for a slot or a sample.
type form struct {
	again    bool         // a first reading has told the rest
	sections map[int]bool // that are still a form
	whole    bool         // all of them: a template
	prose    bool         // it guides by sentences rather than by slots
}

// What makes a form: the share of entries that are still owed, of a document's
// or of a section's own; or the share of sections that hold nothing but guidance.
const (
	formDocument = 30 // percent, and five; or a slot in its title
	formSection  = 50 // percent, and two
	formGuided   = 50 // percent, and five
)

// form tells from the gaps read so far where the document is still a form: all
// of it where it is an untouched template, else in sections with little but slots.
func (g *gapReader) form() form {
	sections := g.doc.Sections
	entries, slots, guided := make([]int, len(sections)), make([]int, len(sections)), make([]int, len(sections))
	for i := range g.entries {
		entries[g.entries[i].Section]++
	}
	owed, empty, title := 0, 0, false
	for _, gap := range g.gaps {
		switch gap.Kind {
		case plan.GapPlaceholder:
			owed++
			slots[gap.Section]++
			s := &sections[gap.Section]
			title = title || s.Level == 1 && gap.Slots > 0 && gap.Span.Start < s.Line.End
		case plan.GapEmpty:
			empty++
		case plan.GapUntouched:
			guided[gap.Section]++
		}
	}
	onlyGuided, written := 0, 0
	for i := range sections {
		if entries[i] > 0 {
			written++
		}
		if guided[i] > 0 && guided[i] >= entries[i] {
			onlyGuided++
		}
	}
	f := form{again: true, sections: map[int]bool{}, prose: onlyGuided >= 5 && 100*onlyGuided >= formGuided*written}
	owed += empty
	f.whole = f.prose || title || owed >= 5 && 100*owed >= formDocument*(len(g.entries)+empty)
	for i := range slots {
		if f.whole || slots[i] >= 2 && 100*slots[i] >= formSection*entries[i] {
			f.sections[i] = true
		}
	}
	return f
}

var (
	// leadsIn introduces the examples of a template.
	leadsIn = pattern.MustCompile(`(?i)^\W*(?:examples?\b|choose what\b)[^.!?]{0,80}[:：]\W*$`)
	// titleOnly names what a title should be: "RFC title", "KEP-NNNN: Your short, descriptive title".
	titleOnly = pattern.MustCompile(`(?i)^(?:\S+: )?(?:\S+ ){0,4}(?:title|name)$`)
	toAuthor  = pattern.MustCompile(`(?i)\byou(?:r|rs|'re)?\b`)
)

// sample notes what a template has instead of content, in one that is untouched:
// an ellipsis for further items, the lead-in to examples, prose to the author.
func (g *gapReader) sample(n ast.Node, p passage) {
	if !g.known.whole || g.leadIn(p) {
		return
	}
	switch {
	case isEllipsis(p.plain):
		g.add(plan.GapPlaceholder, p.start, p.start+len(strings.TrimRight(p.text, " \x01\n")), 0)
	case g.known.prose && n.Parent() == g.root && toAuthor.MatchString(p.plain):
		g.add(plan.GapUntouched, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	}
}

// leadIn notes a line that introduces the examples of an untouched template.
func (g *gapReader) leadIn(p passage) bool {
	if !g.known.whole || !leadsIn.MatchString(p.plain) {
		return false
	}
	g.add(plan.GapUntouched, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	return true
}

// dummyTitle notes a title that only says that one belongs there, in an untouched template.
func (g *gapReader) dummyTitle(p passage) bool {
	if !g.known.whole || g.doc.Sections[g.sectionAt(p.start)].Level != 1 || !titleOnly.MatchString(p.plain) {
		return false
	}
	g.add(plan.GapPlaceholder, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	return true
}
