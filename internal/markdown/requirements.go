package markdown

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// A definition is a requirement as it is found, before its place among the others is known.
type definition struct {
	plan.Requirement
	nodes []ast.Node
	id    plan.Span // the id itself: no citation
	bare  bool      // a line that begins with 1.1
}

// readRequirements finds everything that is shaped like a definition. One per id
// is picked later, where all documents of the plan are known.
func (r *reader) readRequirements() {
	r.sectionOwner = make([]int, len(r.doc.Sections))
	for i := range r.sectionOwner {
		r.sectionOwner[i] = plan.None
	}
	r.criteria = map[criterion]bool{}
	seenRow := (*row)(nil)
	for i := range r.blocks {
		b := &r.blocks[i]
		switch {
		case b.note || b.raw || b.quoted:
		case b.heading:
			r.defineHeading(i)
		case b.row != nil:
			if b.row != seenRow {
				seenRow = b.row
				r.defineRow(b.row)
			}
		case b.item != nil && b.first:
			if !r.defineRenamed(i) {
				r.defineItem(b)
			}
		case b.item == nil && !b.heading && b.column == 0 && isParagraph(b.node):
			r.defineParagraph(i)
		}
	}
	r.finishRequirements()
}

func isParagraph(n ast.Node) bool {
	return n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock
}

// mayDefine tells whether a definition may stand in the section, by the
// document's role and the headings above. A heading with an id opens a section
// of its own and says so more plainly than a line in a list.
func (r *reader) mayDefine(section int, class plan.Class, form plan.Form) bool {
	p := r.places[section]
	switch r.doc.Role {
	case plan.Log, plan.Checklist, plan.Research:
		return false
	case plan.Requirements:
		return p&inTrace == 0
	}
	if p&inTrace != 0 || p&(inTests|inRequirements) == inTests {
		return false
	}
	switch class {
	case plan.ClassUnknown, plan.ClassNamed:
		return p&inRequirements != 0
	case plan.ClassStory:
		return p&inRequirements != 0 || form == plan.FormHeading && r.doc.Role != plan.Tasks
	}
	if form == plan.FormHeading {
		return true
	}
	switch r.doc.Role {
	case plan.Implementation: // or before its first part: a plan of one file begins with what it is for
		return p&(inRequirements|inGoals) != 0 || r.doc.Sections[section].Level <= 1
	case plan.Design, plan.Decision, plan.Contract, plan.Tasks:
		return p&inRequirements != 0
	}
	return true
}

// defineHeading reads "### FR-1: Title", "### Requirement 3: Title" and
// "### User Story 1 - Title".
func (r *reader) defineHeading(i int) {
	b := &r.blocks[i]
	t := &b.run
	start := skipNumbering(t.text)
	s, ok := r.shapeAt(t, start, len(t.text))
	if !ok && start > 0 {
		s, ok = r.shapeAt(t, 0, len(t.text))
	}
	if ok && !s.clear && !opensText(t.text[s.text:]) && s.text < len(t.text) {
		ok = false
	}
	if !ok {
		s, ok = numberedHeading(t.text)
	}
	in := b.section
	if !ok {
		s, ok = r.namedHeading(t)
		in = r.doc.Sections[b.section].Parent // its own words say "requirement"
	}
	if !ok || !r.mayDefine(max(in, 0), s.class, plan.FormHeading) {
		return
	}
	section := r.doc.Sections[b.section]
	if (s.class == plan.ClassUnknown || s.class == plan.ClassNamed) && section.Level <= 1 {
		return
	}
	d := definition{id: t.span(s.start, s.end)}
	d.ID, d.Class, d.Kind, d.Form, d.Section = s.id, s.class, s.kind, plan.FormHeading, b.section
	d.Title = strings.TrimRight(plain(t.text[s.text:]), " :")
	switch s.class {
	case plan.ClassStory:
		d.Title = freeTitle(d.Title).title
	case plan.ClassNamed:
		d.nameChange(r.delta(b.section), nameID(t.text[s.text:]))
	}
	d.Span = plan.Span{Start: d.id.Start, End: trimEnd(r.text, d.id.Start, section.Span.End)}
	d.Retired = s.retired || saysRetired(d.Title)
	r.defs = append(r.defs, d)
	r.sectionOwner[b.section] = len(r.defs) - 1
}

// defineItem reads the definition that a list item is.
func (r *reader) defineItem(b *block) {
	t, it := &b.run, b.item
	start := 0
	if it.box != nil {
		start = it.box.text
	}
	end := lineEnd(t, start)
	s, ok := r.shapeAt(t, start, end)
	form := plan.FormBullet
	if it.box != nil {
		form = plan.FormCheckbox
	}
	if !ok || !s.clear && (!s.marked || s.text >= end) || s.clear && s.text >= len(t.text) && it.node.ChildCount() < 2 {
		r.defineCriterion(b)
		return
	}
	if !r.mayDefine(b.section, s.class, form) || s.class == plan.ClassStory && form == plan.FormCheckbox {
		return
	}
	d := definition{id: t.span(s.start, s.end), nodes: childrenOf(it.node)}
	d.ID, d.Class, d.Kind, d.Form, d.Section = s.id, s.class, s.kind, form, b.section
	d.Text = plain(t.text[s.text:])
	d.Span = plan.Span{Start: d.id.Start, End: max(it.span.End, d.id.End)}
	d.Retired = s.retired || saysRetired(d.Text) || r.places[b.section]&inRetired != 0
	if it.box != nil {
		d.State = it.box.state
	}
	b.defines = true
	r.defs = append(r.defs, d)
}

// defineParagraph reads the definitions of a paragraph: one, or several that
// line breaks divide. After a soft break only a line that is set like the first
// is one: a wrapped sentence may begin with an id too.
func (r *reader) defineParagraph(i int) {
	b := &r.blocks[i]
	t := &b.run
	first := len(r.defs)
	var lead shape
	t.lines(func(start, end int, hard bool) {
		s, ok := r.shapeAt(t, start, end)
		ok = ok && s.text < end && (s.clear && (s.marked || t.text[s.end] == ':') || s.marked && opensText(t.text[s.text:end]))
		if start == 0 {
			lead = s
		}
		if !ok || start > 0 && (len(r.defs) == first || !hard && s.marked != lead.marked) || !r.mayDefine(b.section, s.class, plan.FormParagraph) {
			if len(r.defs) == first || r.defs[len(r.defs)-1].bare {
				r.defineBareLine(b, start, end)
			} else if n := len(r.defs); n > first {
				r.defs[n-1].Text = strings.TrimSpace(r.defs[n-1].Text + " " + plain(t.text[start:end]))
				r.defs[n-1].Span.End = t.sourceEnd(end)
			}
			return
		}
		d := definition{id: t.span(s.start, s.end)}
		d.ID, d.Class, d.Kind, d.Form, d.Section = s.id, s.class, s.kind, plan.FormParagraph, b.section
		d.Text = plain(t.text[s.text:end])
		d.Span = plan.Span{Start: d.id.Start, End: t.sourceEnd(end)}
		d.Retired = s.retired || saysRetired(d.Text) || r.places[b.section]&inRetired != 0
		r.defs = append(r.defs, d)
	})
	if len(r.defs) == first {
		return
	}
	b.defines = true
	if r.defs[first].bare {
		for n := first; n < len(r.defs); n++ {
			r.defs[n].nodes = inlineNodes(b.node, t, r.defs[n].Span.Start, r.defs[n].Span.End)
		}
		return
	}
	for n := first; n < len(r.defs); n++ {
		to := r.defs[n].Span.End
		if n+1 < len(r.defs) {
			to = r.defs[n+1].Span.Start
		}
		r.defs[n].nodes = inlineNodes(b.node, t, r.defs[n].Span.Start, to)
	}
	// A list right below the last one is its detail.
	if next := b.node.NextSibling(); next != nil && next.Kind() == ast.KindList {
		d := &r.defs[len(r.defs)-1]
		d.nodes = append(d.nodes, next)
		for j := i + 1; j < len(r.blocks) && r.blocks[j].item != nil; j++ {
			d.Span.End = max(d.Span.End, linesEnd(r.blocks[j].node))
		}
	}
}

// inlineNodes gives the inline children of n that stand in the source from start up to end.
func inlineNodes(n ast.Node, t *run, start, end int) []ast.Node {
	var nodes []ast.Node
	first := sort.Search(len(t.parts), func(i int) bool { return t.parts[i].src >= start })
	for _, p := range t.parts[first:] {
		if p.src >= end {
			break
		}
		if len(nodes) == 0 || nodes[len(nodes)-1] != p.node {
			nodes = append(nodes, p.node)
		}
	}
	return nodes
}

func childrenOf(n ast.Node) []ast.Node {
	var nodes []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		nodes = append(nodes, c)
	}
	return nodes
}

// lineEnd is the end of the line of t that start stands in.
func lineEnd(t *run, start int) int {
	if n := strings.IndexByte(t.text[start:], '\n'); n >= 0 {
		return start + n
	}
	return len(t.text)
}

// trimEnd leaves out blank lines at the end of text[start:end].
func trimEnd(text []byte, start, end int) int {
	for end > start && (text[end-1] == '\n' || text[end-1] == ' ') {
		end--
	}
	return end
}
