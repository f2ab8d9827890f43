package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// A mark is a stretch of text that a hole stands for.
type mark struct {
	plan.Span
	hole plan.Hole
}

// render makes the HTML of everything in the document that has some.
func (r *reader) render() {
	r.findMarks()
	r.renderLabels()
	bodies := make([][]ast.Node, len(r.doc.Sections))
	at := 0
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		if at+1 < len(r.heads) && n == ast.Node(r.heads[at+1]) {
			at++
			continue
		}
		bodies[at] = append(bodies[at], n)
	}
	r.html = plan.HTML{
		Headings:     make([]plan.Fragment, len(r.doc.Sections)),
		Bodies:       make([]plan.Fragment, len(r.doc.Sections)),
		Requirements: make([]plan.Fragment, len(r.doc.Requirements)),
	}
	for i := range r.doc.Sections {
		s := &r.doc.Sections[i]
		if h := r.heads[i]; h != nil {
			r.html.Headings[i] = r.renderHeading(h, s.Line)
		}
		r.html.Bodies[i] = r.emitter(s.Body).fragment(func(e *emitter) {
			for _, n := range bodies[i] {
				e.block(n)
			}
		})
	}
	for i := range min(len(r.requirementNodes), len(r.doc.Requirements)) {
		r.html.Requirements[i] = r.excerpt(r.requirementNodes[i])
	}
	r.listShown()
}

// listShown lists what the page of the document has a hole for.
func (r *reader) listShown() {
	seen := map[plan.Hole]bool{}
	for i := range r.doc.Sections {
		for _, f := range []*plan.Fragment{&r.html.Headings[i], &r.html.Bodies[i]} {
			for _, h := range f.Holes {
				switch h.Kind {
				case plan.HoleRequirement, plan.HoleTask, plan.HoleGap:
					if !seen[h] {
						seen[h] = true
						r.doc.Shown = append(r.doc.Shown, h)
					}
				}
			}
		}
	}
}

func (r *reader) renderHeading(h *ast.Heading, line plan.Span) plan.Fragment {
	e := r.emitter(line)
	e.inHeading, e.linked = true, false
	return e.fragment(func(e *emitter) { e.lines(h) })
}

// excerpt is the HTML of nodes for a second place: without what there can be
// only one of on a page, and without the box that they begin with.
func (r *reader) excerpt(nodes []ast.Node) plan.Fragment {
	e := emitter{r: r, second: true, linked: true, marked: true}
	if len(nodes) > 0 {
		e.dropBox = nodes[0]
	}
	return e.fragment(func(e *emitter) {
		for _, n := range nodes {
			if n.Type() == ast.TypeInline {
				e.until = len(r.text)
				e.inline(n)
			} else {
				e.block(n)
			}
		}
	})
}

// renderLabels makes the labels of links. They have no holes: a label is
// within one.
func (r *reader) renderLabels() {
	for i, n := range r.linkNodes {
		if n == nil || r.doc.Links[i].Image {
			continue
		}
		e := emitter{r: r, second: true, inHeading: true}
		label := e.fragment(func(e *emitter) {
			if a, ok := n.(*ast.AutoLink); ok {
				e.f.text(string(a.Label(r.text)))
			} else {
				e.inlines(n)
			}
		})
		if len(label.Text) > 0 {
			r.doc.Links[i].Label = label.Text[0]
		}
	}
}

// findMarks collects what holes stand for: stretches of text (citations and the
// boxes of tasks) and points (definitions and gaps), each in order of the text.
func (r *reader) findMarks() {
	for i, c := range r.doc.Citations {
		r.marks = append(r.marks, mark{c.Span, plan.Hole{Kind: plan.HoleCitation, Index: i}})
	}
	for i, t := range r.doc.Tasks {
		if box := r.boxOf(t.Line); box.Start < box.End {
			r.marks = append(r.marks, mark{box, plan.Hole{Kind: plan.HoleTask, Index: i}})
		}
	}
	for i, q := range r.doc.Requirements {
		r.points = append(r.points, mark{q.Span, plan.Hole{Kind: plan.HoleRequirement, Index: i}})
	}
	for i, g := range r.doc.Gaps {
		r.points = append(r.points, mark{g.Span, plan.Hole{Kind: plan.HoleGap, Index: i}})
	}
	for _, list := range [][]mark{r.marks, r.points} {
		slices.SortStableFunc(list, func(a, b mark) int { return a.Start - b.Start })
	}
	kept, end := r.marks[:0], 0
	for _, m := range r.marks {
		if m.Start < m.End && m.Start >= end && m.End <= len(r.text) {
			kept, end = append(kept, m), m.End
		}
	}
	r.marks = kept
}

// boxOf finds the box of a task in its line: a bracket with one mark in it, or
// none, where the text begins, or anywhere in a heading.
func (r *reader) boxOf(line plan.Span) plan.Span {
	if line.Start < 0 || line.End > len(r.text) || line.Start >= line.End {
		return plan.Span{}
	}
	m := boxPattern.FindSubmatchIndex(r.text[line.Start:line.End])
	if m == nil {
		return plan.Span{}
	}
	return plan.Span{Start: line.Start + m[2], End: line.Start + m[3]}
}
