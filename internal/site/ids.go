package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// ids are the element ids of a document's page, each given once. Authors'
// anchors and headings come first, because others link to them; ours begin with
// "pf-". A row has an id only where the text has a hole for it, so that every
// link to one finds its element; it is "" for the others.
type ids struct {
	sections     []string // by section, "" for Sections[0]
	requirements []string // by index into the document's Requirements
	tasks        []string // by index into its Tasks
	gaps         []string // by index into its Gaps
	lines        []lineID // of gaps, by line, each line once
	missing      []string // stubs, by section of the schema
}

// lineID is the id of the first gap of a line.
type lineID struct {
	line int
	id   string
}

// of gives the id of the row that a hole stands for.
func (x *ids) of(h plan.Hole) string {
	switch h.Kind {
	case plan.HoleRequirement:
		return x.requirements[h.Index]
	case plan.HoleTask:
		return x.tasks[h.Index]
	case plan.HoleGap:
		return x.gaps[h.Index]
	}
	return ""
}

// ofLine gives the id of the first gap of a line; "" where it has none.
func (x *ids) ofLine(line int) string {
	i, ok := slices.BinarySearchFunc(x.lines, line, func(l lineID, line int) int { return cmp.Compare(l.line, line) })
	if !ok {
		return ""
	}
	return x.lines[i].id
}

// anchors gives the ids of the document's page.
func (d *docFacts) anchors() *ids {
	d.once.Do(func() {
		d.ids = newIDs(d)
		d.started = make([]int, len(d.Sections))
		for i := range d.Sections {
			d.started[i] = d.line(d.Sections[i].Line.Start)
		}
		d.asked = d.slotsByLine()
	})
	return d.ids
}

// slotsByLine finds what the template asks for in each line that still owes it.
func (d *docFacts) slotsByLine() map[int]string {
	if d.Alignment == nil {
		return nil
	}
	asked := map[int]string{}
	for i, section := range d.Alignment.Sections() {
		for _, slot := range section.Slots {
			if slot.State == schema.Filled || slot.Span.Start == slot.Span.End {
				continue
			}
			of := d.Alignment.Schema.Sections[i].Slots[slot.Slot]
			if line := d.line(slot.Span.Start); asked[line] == "" {
				asked[line] = cmp.Or(of.Prompt, of.Label)
			}
		}
	}
	return asked
}

// line is the line of a byte of the document's text.
func (d *docFacts) line(offset int) int { return d.File.LineAt(offset) }

// sectionAt is the section that holds a line.
func (d *docFacts) sectionAt(line int) int {
	d.anchors()
	lo, hi := 0, len(d.started)-1
	for lo < hi {
		if mid := (lo + hi + 1) / 2; d.started[mid] <= line {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return max(lo, 0)
}

// sectionAnchor is the id of section i; "" for the page itself.
func (d *docFacts) sectionAnchor(i int) string {
	if i <= 0 || i >= len(d.Sections) {
		return ""
	}
	return d.anchors().sections[i]
}

// taskAnchor is where task i is shown: its own anchor, else its section's.
func (d *docFacts) taskAnchor(i int) string {
	return cmp.Or(d.anchors().tasks[i], d.sectionAnchor(d.Tasks[i].Section))
}

// sectionAddress is where section i is shown, taskAddress where task i is.
func (d *docFacts) sectionAddress(i int) string { return at(d.address, d.sectionAnchor(i)) }
func (d *docFacts) taskAddress(i int) string    { return at(d.address, d.taskAnchor(i)) }

// toSection links from the page to section i of a document, toTask to task i.
func (r relation) toSection(d *docFacts, i int) string {
	return r.toAnchor(d.address, d.sectionAnchor(i))
}
func (r relation) toTask(d *docFacts, i int) string { return r.toAnchor(d.address, d.taskAnchor(i)) }

// gapAddress is where a gap is shown: its own anchor, else its section.
func (d *docFacts) gapAddress(g plan.Gap) string {
	return d.lineAddress(g.Section, d.line(g.Span.Start))
}

// lineAddress is where a line of section i is shown: the anchor of a gap in the
// line, else the section.
func (d *docFacts) lineAddress(i, line int) string {
	return at(d.address, cmp.Or(d.anchors().ofLine(line), d.sectionAnchor(i)))
}

// definitionAddress is where a definition is shown: its anchor, else its section.
func (d *docFacts) definitionAddress(r *plan.Requirement) string {
	id := ""
	if i := d.requirementIndex(r); i != plan.None {
		id = d.anchors().requirements[i]
	}
	return at(d.address, cmp.Or(id, d.sectionAnchor(r.Section)))
}

// requirementIndex finds a definition among the document's; plan.None where it is not there.
func (d *docFacts) requirementIndex(def *plan.Requirement) int {
	for i := range d.Requirements {
		if &d.Requirements[i] == def {
			return i
		}
	}
	return plan.None
}

// idMaker gives out ids.
type idMaker struct {
	*ids
	taken map[string]bool
}

func newIDs(d *docFacts) *ids {
	x := &idMaker{taken: make(map[string]bool, len(d.Anchors)+len(d.Sections)+len(d.Requirements)+len(d.Tasks)+len(d.Gaps)), ids: &ids{
		sections: make([]string, len(d.Sections)), requirements: make([]string, len(d.Requirements)),
		tasks: make([]string, len(d.Tasks)), gaps: make([]string, len(d.Gaps)),
	}}
	for _, a := range d.Anchors {
		x.taken[a] = true
	}
	for i := 1; i < len(d.Sections); i++ {
		x.sections[i] = x.unique(sectionID(d, i))
	}
	x.addHoles(d)
	slices.SortStableFunc(x.lines, func(a, b lineID) int { return cmp.Compare(a.line, b.line) })
	x.lines = slices.CompactFunc(x.lines, func(a, b lineID) bool { return a.line == b.line })
	if a := d.Alignment; a != nil {
		sections := a.Sections()
		x.missing = make([]string, len(sections))
		for i := range sections {
			if stubbed(a.Schema, sections, i) {
				x.missing[i] = x.unique("pf-missing-" + plan.Slug(a.Schema.Sections[i].Title))
			}
		}
	}
	return x.ids
}

// sectionID is the heading's anchor, unless it is empty or looks like one of ours.
func sectionID(d *docFacts, i int) string {
	switch a := d.Sections[i].Anchor; {
	case a == "":
		return "pf-section-" + strconv.Itoa(d.line(d.Sections[i].Line.Start))
	case strings.HasPrefix(a, "pf-"):
		return "section-" + a
	default:
		return a
	}
}

func (x *idMaker) addHoles(d *docFacts) {
	for _, h := range d.Shown {
		if x.of(h) != "" {
			continue
		}
		switch h.Kind {
		case plan.HoleRequirement:
			if d.Defined(h.Index) != nil {
				x.requirements[h.Index] = x.unique("pf-req-" + segment(d.Requirements[h.Index].ID))
			}
		case plan.HoleTask:
			x.tasks[h.Index] = x.unique("pf-task-" + strconv.Itoa(d.line(d.Tasks[h.Index].Line.Start)))
		case plan.HoleGap:
			line := d.line(d.Gaps[h.Index].Span.Start)
			x.gaps[h.Index] = x.unique("pf-gap-" + strconv.Itoa(line))
			x.lines = append(x.lines, lineID{line, x.gaps[h.Index]})
		}
	}
}

// stubbed tells whether the page shows a stub for section i of the template: the
// document does not have it, and what holds it has no stub. The heading over
// all of the template is the document's title.
func stubbed(s *schema.Schema, sections []schema.SectionState, i int) bool {
	absent := func(i int) bool {
		return i != plan.None && s.Sections[i].Level > 1 && sections[i].State == schema.Missing && sections[i].Section == plan.None
	}
	return absent(i) && !absent(s.Sections[i].Parent)
}

// unique gives id or, where it is taken, id with the first free number.
func (x *idMaker) unique(id string) string {
	got := id
	for n := 2; x.taken[got]; n++ {
		got = id + "-" + strconv.Itoa(n)
	}
	x.taken[got] = true
	return got
}
