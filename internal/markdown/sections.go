package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/planfolio/planfolio/internal/plan"
)

// readSections makes a section of every heading at the top of the document.
// Headings within quotes and list items are content; they have anchors too, and
// count where anchors repeat.
func (r *reader) readSections() {
	end := len(r.text)
	r.doc.Sections = []plan.Section{{Parent: plan.None, Span: plan.Span{Start: 0, End: end}}}
	r.heads = []*ast.Heading{nil}
	r.nested = map[*ast.Heading]string{}
	taken := anchors{}
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			r.nestedHeadings(n, taken)
			continue
		}
		line := r.headingLine(h)
		parent := len(r.doc.Sections) - 1
		for parent > 0 && r.doc.Sections[parent].Level >= h.Level {
			parent = r.doc.Sections[parent].Parent
		}
		r.doc.Sections = append(r.doc.Sections, plan.Section{
			Parent: parent, Level: h.Level, Title: r.plainText(h), Anchor: taken.add(r.anchorText(h)),
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
	}
	// A section ends where the next of its level or above begins. Levels nest at
	// most six deep, so each section is looked at by few others.
	for i := range s {
		for j := i + 1; j < len(s); j++ {
			if s[j].Level <= s[i].Level {
				s[i].Span.End = s[j].Line.Start
				break
			}
		}
	}
}

func (r *reader) nestedHeadings(n ast.Node, taken anchors) {
	switch n := n.(type) {
	case *ast.Heading:
		r.nested[n] = taken.add(r.anchorText(n))
	default:
		if n.Type() != ast.TypeBlock || n.Kind() == ast.KindParagraph {
			return
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r.nestedHeadings(c, taken)
		}
	}
}

// anchors are those of a document, each with the number of the last repeat.
type anchors map[string]int

// add gives the anchor of a heading that reads as text. Repeats are numbered as
// GitHub does: setup, setup-1, setup-2.
func (taken anchors) add(text string) string {
	slug := plan.Slug(text)
	if slug == "" {
		slug = "section"
	}
	if reserved(slug) {
		slug = "section-" + slug
	}
	anchor := slug
	for {
		if _, used := taken[anchor]; !used {
			taken[anchor] = 0
			return anchor
		}
		taken[slug]++
		anchor = slug + "-" + strconv.Itoa(taken[slug])
	}
}

// reserved tells whether an id belongs to the frame of the site.
func reserved(id string) bool { return strings.HasPrefix(strings.ToLower(id), "pf-") }

// headingLine is the whole line (for a setext heading: lines) of h, line end included.
func (r *reader) headingLine(h *ast.Heading) plan.Span {
	start := max(h.Pos(), 0)
	end := start
	if l := h.Lines(); l.Len() > 0 {
		end = l.At(l.Len() - 1).Stop
	}
	underlined := !isATX(r.text[start:])
	for start > 0 && r.text[start-1] != '\n' {
		start--
	}
	if end > start && r.text[end-1] == '\n' {
		end-- // setext lines hold their line end
	}
	end = r.lineEnd(end)
	if underlined {
		end = r.lineEnd(end)
	}
	return plan.Span{Start: start, End: end}
}

// lineEnd is behind the line end that follows offset.
func (r *reader) lineEnd(offset int) int {
	for offset < len(r.text) {
		offset++
		if r.text[offset-1] == '\n' {
			break
		}
	}
	return offset
}

// isATX tells whether b begins like "## ": with one to six "#" and a space.
func isATX(b []byte) bool {
	n := 0
	for n < len(b) && b[n] == '#' {
		n++
	}
	return n > 0 && n < 7 && (n == len(b) || b[n] == ' ' || b[n] == '\t' || b[n] == '\n')
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
func (r *reader) plainText(n ast.Node) string { return r.flatten(n, false) }

// anchorText is what GitHub makes a heading's anchor of: the plain text without
// tags, even those that are shown, and without images.
func (r *reader) anchorText(n ast.Node) string { return r.flatten(n, true) }

func (r *reader) flatten(n ast.Node, forAnchor bool) string {
	if t, ok := n.FirstChild().(*ast.Text); ok && t.NextSibling() == nil && n.Kind() != ast.KindCodeSpan && !t.SoftLineBreak() && !t.HardLineBreak() {
		return strings.TrimSpace(r.segmentText(t.Segment, t.IsRaw()))
	}
	var b strings.Builder
	raw := false // within inline code
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindCodeSpan {
			raw = entering
			return ast.WalkContinue, nil
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(r.segmentText(n.Segment, raw || n.IsRaw()))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(r.text))
		case *ast.Image:
			if forAnchor {
				return ast.WalkSkipChildren, nil
			}
		case *ast.RawHTML:
			for _, p := range r.raw[n] {
				switch {
				case p.kind == pieceText && !forAnchor:
					b.WriteString(p.text)
				case p.kind == pieceTag && p.tag.name == "br" && !forAnchor:
					b.WriteByte(' ')
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// segmentText is the plain text of a stretch of the file; in raw text,
// backslashes and character references stand for themselves, and a line end is
// a space.
func (r *reader) segmentText(s text.Segment, raw bool) string {
	b := s.Value(r.text)
	if raw {
		return strings.ReplaceAll(r.substring(b, s.Start), "\n", " ")
	}
	if !escapes(b) {
		return r.substring(b, s.Start)
	}
	return unescape(b)
}
