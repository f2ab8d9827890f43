package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// readSections makes a section of every heading at the top of the document.
// Headings within quotes and list items are content.
func (r *reader) readSections() {
	end := len(r.text)
	r.doc.Sections = []plan.Section{{Parent: plan.None, Span: plan.Span{Start: 0, End: end}}}
	r.heads = []*ast.Heading{nil}
	taken := map[string]int{}
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		line := r.headingLine(h)
		title := r.plainText(h)
		parent := len(r.doc.Sections) - 1
		for parent > 0 && r.doc.Sections[parent].Level >= h.Level {
			parent = r.doc.Sections[parent].Parent
		}
		r.doc.Sections = append(r.doc.Sections, plan.Section{
			Parent: parent, Level: h.Level, Title: title, Anchor: uniqueAnchor(taken, plan.Slug(title)),
			Line: line, Body: plan.Span{Start: line.End},
		})
		r.heads = append(r.heads, h)
	}
	s := r.doc.Sections
	for i := range s {
		s[i].Body.End, s[i].Span = end, plan.Span{Start: s[i].Line.Start, End: end}
		if i+1 < len(s) {
			s[i].Body.End = s[i+1].Line.Start
		}
		for j := i + 1; j < len(s); j++ {
			if s[j].Level <= s[i].Level {
				s[i].Span.End = s[j].Line.Start
				break
			}
		}
	}
	for i := 1; i < len(s); i++ {
		if s[i].Level == 1 {
			r.doc.Title = s[i].Title
			break
		}
	}
}

// uniqueAnchor numbers repeats as GitHub does: setup, setup-1, setup-2.
func uniqueAnchor(taken map[string]int, slug string) string {
	anchor := slug
	for {
		n, used := taken[anchor]
		if !used {
			taken[anchor] = 0
			return anchor
		}
		taken[slug] = taken[slug] + 1
		_ = n
		anchor = slug + "-" + strconv.Itoa(taken[slug])
	}
}

// headingLine is the whole line (for a setext heading: lines) of h, line end included.
func (r *reader) headingLine(h *ast.Heading) plan.Span {
	start := h.Pos()
	for start > 0 && r.text[start-1] != '\n' {
		start--
	}
	end := start
	if l := h.Lines(); l.Len() > 0 {
		end = l.At(l.Len() - 1).Stop
	}
	for end < len(r.text) && r.text[end] != '\n' {
		end++
	}
	if end < len(r.text) {
		end++
	}
	return plan.Span{Start: start, End: end}
}

// sectionAt is the section that holds the byte at offset.
func (r *reader) sectionAt(offset int) int {
	s := r.doc.Sections
	lo, hi := 0, len(s)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if s[mid].Line.Start <= offset {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// plainText is the text of n as a reader sees it, without markup; soft breaks are spaces.
func (r *reader) plainText(n ast.Node) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(r.text))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(r.text))
		case *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
