package site

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// ids are the element ids of a document's page, each given once. Authors'
// anchors and headings come first, because others link to them; ours begin with
// "pf-". A row has an id only where the text has a hole for it, so that every
// link to one finds its element.
type ids struct {
	taken    map[string]bool
	sections []string        // by section, "" for Sections[0]
	holes    map[hole]string // of requirements, tasks and gaps
	lines    map[int]string  // of gaps, by line
	missing  map[int]string  // stubs, by section of the schema
}

// hole is a row that a hole of the document stands for.
type hole struct {
	kind  plan.HoleKind
	index int
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
	asked := map[int]string{}
	if d.Alignment == nil {
		return asked
	}
	for i, section := range d.Alignment.Sections {
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
func (d *docFacts) line(offset int) int { return d.File.Position(offset).Line }

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

// sectionAddress is where section i is shown.
func (d *docFacts) sectionAddress(i int) string {
	if i <= 0 || i >= len(d.Sections) {
		return d.address
	}
	return at(d.address, d.anchors().sections[i])
}

// gapAddress is where a gap is shown: its own anchor, else its section.
func (d *docFacts) gapAddress(g plan.Gap) string {
	if id := d.anchors().lines[d.line(g.Span.Start)]; id != "" {
		return at(d.address, id)
	}
	return d.sectionAddress(g.Section)
}

// taskAddress is where task i is shown: its own anchor, else its section.
func (d *docFacts) taskAddress(i int) string {
	if id := d.anchors().holes[hole{plan.HoleTask, i}]; id != "" {
		return at(d.address, id)
	}
	return d.sectionAddress(d.Tasks[i].Section)
}

// definitionAddress is where a definition is shown: its anchor, else its section.
func (d *docFacts) definitionAddress(r *plan.Requirement) string {
	if id := d.anchors().holes[hole{plan.HoleRequirement, d.requirementIndex(r)}]; id != "" {
		return at(d.address, id)
	}
	return d.sectionAddress(r.Section)
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

func newIDs(d *docFacts) *ids {
	x := &ids{
		taken: map[string]bool{}, sections: make([]string, len(d.Sections)),
		holes: map[hole]string{}, lines: map[int]string{}, missing: map[int]string{},
	}
	for _, a := range d.Anchors {
		x.taken[a] = true
	}
	for i := 1; i < len(d.Sections); i++ {
		x.sections[i] = x.unique(sectionID(d, i))
	}
	x.addHoles(d)
	if a := d.Alignment; a != nil {
		for i := range a.Sections {
			if stubbed(a, i) {
				x.missing[i] = x.unique("pf-missing-" + plan.Slug(a.Schema.Sections[i].Title))
			}
		}
	}
	return x
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

func (x *ids) addHoles(d *docFacts) {
	for _, h := range d.Shown {
		key := hole{h.Kind, h.Index}
		switch h.Kind {
		case plan.HoleRequirement:
			if d.Defined(h.Index) != nil {
				x.holes[key] = x.unique("pf-req-" + segment(d.Requirements[h.Index].ID))
			}
		case plan.HoleTask:
			x.holes[key] = x.unique("pf-task-" + strconv.Itoa(d.line(d.Tasks[h.Index].Line.Start)))
		case plan.HoleGap:
			line := d.line(d.Gaps[h.Index].Span.Start)
			x.holes[key] = x.unique("pf-gap-" + strconv.Itoa(line))
			if x.lines[line] == "" {
				x.lines[line] = x.holes[key]
			}
		}
	}
}

// stubbed tells whether the page shows a stub for section i of the template: the
// document does not have it, and what holds it has no stub. The heading over
// all of the template is the document's title.
func stubbed(a *schema.Alignment, i int) bool {
	absent := func(i int) bool {
		return i != plan.None && a.Schema.Sections[i].Level > 1 && a.Sections[i].State == schema.Missing && a.Sections[i].Section == plan.None
	}
	return absent(i) && !absent(a.Schema.Sections[i].Parent)
}

// unique gives id or, where it is taken, id with the first free number.
func (x *ids) unique(id string) string {
	got := id
	for n := 2; x.taken[got]; n++ {
		got = id + "-" + strconv.Itoa(n)
	}
	x.taken[got] = true
	return got
}
