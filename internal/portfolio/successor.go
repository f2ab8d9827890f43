package portfolio

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// supersededBy is what stands before the name of a plan's successor, as
// decision records spell it.
var supersededBy = pattern.MustCompile(`(?i)\b(?:super[sc]eded|replaced|obsoleted)\s+(?:by|with)\b`)

// inlineLink is a link in a value of front matter, which no Markdown parser sees.
var inlineLink = pattern.MustCompile(`\[([^\[\]]*)\]\(([^()\s]*)\)`)

// succeed finds the plan that takes another's place: it is named in the
// metadata, or linked to in the status.
func (m *maker) succeed() {
	p, from := m.plan, m.from
	for _, name := range from.values(from.keys(successors)) {
		if q := m.named(path.Clean(strings.Trim(name, "/")))[0]; len(q) == 1 && q[0] != p {
			p.Successor = q[0]
			return
		}
	}
	for _, d := range from.documents {
		for _, f := range d.Front {
			if !convention.SameKey(f.Key, "status") || !supersededBy.MatchString(f.Value) {
				continue
			}
			link := inlineLink.FindStringSubmatch(f.Value)
			if link == nil {
				continue
			}
			if q := m.lookup.file(path.Join(path.Dir(d.File.Path), link[2])); q != nil && q.Plan != p {
				p.Successor = q.Plan
				return
			}
		}
		for i, l := range d.Document.Links {
			if !d.hasStatus() {
				break
			}
			if q := m.lookup.file(d.Links[i].To); q != nil && q.Plan != p && d.inStatus(l.Span) && supersededBy.MatchString(d.lineBefore(l.Span.Start)) {
				p.Successor = q.Plan
				return
			}
		}
	}
}

// hasStatus tells whether there is a field or a section "Status".
func (d *Document) hasStatus() bool {
	return slices.ContainsFunc(d.Sections, func(s plan.Section) bool { return strings.EqualFold(s.Title, "Status") }) ||
		slices.ContainsFunc(d.Meta, func(f plan.Field) bool { return convention.SameKey(f.Key, "status") })
}

// inStatus tells whether s stands in a field or a section "Status".
func (d *Document) inStatus(s plan.Span) bool {
	if i := d.sectionAt(s.Start); i > 0 && strings.EqualFold(d.Sections[i].Title, "Status") {
		return true
	}
	return slices.ContainsFunc(d.Meta, func(f plan.Field) bool {
		return convention.SameKey(f.Key, "status") && f.Span.Start <= s.Start && s.Start <= f.Span.End
	})
}

// sectionAt is the section in whose body the byte at offset stands.
func (d *Document) sectionAt(offset int) int {
	for i := range d.Sections {
		if b := d.Sections[i].Body; b.Start <= offset && offset < b.End {
			return i
		}
	}
	return plan.None
}

// lineBefore is what stands on the line before the byte at offset.
func (d *Document) lineBefore(offset int) string {
	text := d.File.Text[:offset]
	return text[strings.LastIndexByte(text, '\n')+1:]
}
