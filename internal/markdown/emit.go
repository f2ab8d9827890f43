package markdown

import (
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// An emitter writes the HTML of one fragment. It walks goldmark's tree itself,
// because holes cut through texts, which the library's renderer writes whole.
type emitter struct {
	r      *reader
	f      fragment
	points []mark // still to come

	marked    bool     // citations and boxes become holes
	linked    bool     // links become holes; else their labels stand alone
	second    bool     // this text stands elsewhere too: no ids, no points
	inHeading bool     // phrasing content only
	tagless   bool     // tags of the author's stand as text
	dropBox   ast.Node // block whose leading box is left out
	skip      int      // text before this offset belongs to a hole already written
	until     int      // end of the text of the block at hand
	depth     int      // of emphasis around the text at hand
}

// emitter makes the emitter of what stands in span: its points are span's.
func (r *reader) emitter(span plan.Span) emitter {
	from := sort.Search(len(r.points), func(i int) bool { return r.points[i].Start >= span.Start })
	to := sort.Search(len(r.points), func(i int) bool { return r.points[i].Start >= span.End })
	return emitter{r: r, points: r.points[from:max(from, to)], marked: true, linked: true}
}

// fragment gives what write writes, with the points that no text came for at
// its end. Where an author's tags nest too deep to be balanced, they are shown.
func (e emitter) fragment(write func(*emitter)) plan.Fragment {
	f, loose := e.whole(write)
	if !loose {
		return f
	}
	if balanced, ok := balance(e.r, f); ok {
		return balanced
	}
	e.tagless = true
	f, _ = e.whole(write)
	return f
}

// whole gives what write writes, and whether it has tags of the author's. The
// emitter at work and its buffer are the reader's, for one fragment after another.
func (e emitter) whole(write func(*emitter)) (f plan.Fragment, loose bool) {
	now := &e.r.emitting
	e.f.out, e.f.cuts = now.f.out, now.f.cuts[:0]
	*now = e
	now.f.out.Reset()
	write(now)
	now.flush(len(e.r.text))
	return now.f.done(), now.f.loose
}

// flush writes the points up to offset.
func (e *emitter) flush(offset int) {
	for len(e.points) > 0 && e.points[0].Start <= offset {
		e.f.hole(e.points[0].hole.Kind, e.points[0].hole.Index)
		e.points = e.points[1:]
	}
}

// stretch writes the text from start to stop: write is given what stands
// between the holes.
func (e *emitter) stretch(start, stop int, write func(start, stop int)) {
	start = min(max(start, e.skip), stop)
	marks := e.r.marks
	next := len(marks)
	if e.marked {
		next = sort.Search(len(marks), func(i int) bool { return marks[i].Start >= start })
	}
	for start < stop {
		end := stop
		if next < len(marks) && marks[next].Start < stop {
			end = marks[next].Start
		}
		for len(e.points) > 0 && e.points[0].Start < end {
			if at := e.points[0].Start; at > start {
				write(start, at)
				start = at
			}
			e.flush(start)
		}
		if start < end {
			write(start, end)
		}
		if start = end; start == stop {
			return
		}
		m := marks[next]
		next++
		e.flush(m.Start)
		if m.End > e.until {
			write(m.Start, min(m.End, stop)) // does not end in this block: no hole
			start = min(m.End, stop)
			continue
		}
		if !e.boxDropped(m) {
			e.f.hole(m.hole.Kind, m.hole.Index)
		}
		e.skip, start = m.End, min(m.End, stop)
	}
}

// boxDropped tells whether m is the box that an excerpt begins with.
func (e *emitter) boxDropped(m mark) bool {
	return e.dropBox != nil && m.hole.Kind == plan.HoleTask && e.r.firstLine(e.dropBox).contains(m.Start)
}

// lineSpan is a line of the text.
type lineSpan plan.Span

func (s lineSpan) contains(offset int) bool { return s.Start <= offset && offset < s.End }

// firstLine is the line that the block n begins in.
func (r *reader) firstLine(n ast.Node) lineSpan {
	for n != nil && n.Type() == ast.TypeBlock && n.Lines().Len() == 0 {
		n = n.FirstChild()
	}
	if n == nil || n.Type() != ast.TypeBlock {
		return lineSpan{}
	}
	l := n.Lines().At(0)
	return lineSpan{l.Start, r.lineEnd(l.Start)}
}

// inlines writes the children of n.
func (e *emitter) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		e.inline(c)
	}
}

func (e *emitter) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		e.textNode(n)
	case *ast.String:
		e.f.text(string(n.Value))
	case *ast.CodeSpan:
		e.codeSpan(n)
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		e.element(tag, n)
	case *east.Strikethrough:
		e.element("del", n)
	case *ast.Link, *ast.AutoLink, *wikiLink, *ast.Image:
		e.link(n)
	case *ast.RawHTML:
		e.pieces(e.r.raw[n])
	case *east.TaskCheckBox:
		e.checkBox(n)
	case *east.FootnoteLink:
		e.footnoteLink(n)
	case *east.FootnoteBacklink:
		e.footnoteBacklink(n)
	default:
		e.inlines(n)
	}
}

// element writes what stands in n within a tag; where thousands of them nest,
// without.
func (e *emitter) element(tag string, n ast.Node) {
	if e.depth >= maxInlineDepth {
		e.inlines(n)
		return
	}
	e.depth++
	e.f.open(tag)
	e.inlines(n)
	e.f.close(tag)
	e.depth--
}

// maxInlineDepth bounds how deep emphasis nests; browsers stop at 512 elements in all.
const maxInlineDepth = 64

func (e *emitter) textNode(n *ast.Text) {
	s := n.Segment
	if n.HardLineBreak() || n.SoftLineBreak() {
		s = s.TrimRightSpace(e.r.text)
	}
	e.stretch(s.Start, s.Stop, func(start, stop int) {
		if n.IsRaw() {
			e.f.text(string(e.r.text[start:stop]))
		} else {
			e.f.markdown(e.r.text[start:stop])
		}
	})
	switch {
	case s.Stop < e.skip: // the line ends within a hole
	case n.HardLineBreak():
		e.f.open("br")
		e.f.newline()
	case n.SoftLineBreak():
		e.f.newline()
	}
}

func (e *emitter) codeSpan(n *ast.CodeSpan) {
	if t, ok := n.LastChild().(*ast.Text); ok {
		e.flush(t.Segment.Stop - 1)
	}
	e.f.open("code")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			e.stretch(t.Segment.Start, t.Segment.Stop, func(start, stop int) {
				e.f.text(strings.ReplaceAll(string(e.r.text[start:stop]), "\n", " "))
			})
		}
	}
	e.f.close("code")
}

// link writes the hole of a link or image. Where links may not stand, its label
// does; an image's is its alternative text.
func (e *emitter) link(n ast.Node) {
	i, ok := e.r.links[n]
	if !ok {
		e.inlines(n)
		return
	}
	l := &e.r.doc.Links[i]
	e.flush(max(l.Span.Start, l.Span.End-1))
	switch {
	case e.linked && l.Image:
		e.f.hole(plan.HoleImage, i)
	case e.linked && e.pictures(n):
	case e.linked:
		e.f.hole(plan.HoleLink, i)
	case l.Image:
		e.f.text(l.Label)
	case n.Kind() == ast.KindAutoLink:
		e.f.text(string(n.(*ast.AutoLink).Label(e.r.text)))
	default:
		marked := e.marked
		e.marked = marked && e.inHeading
		e.inlines(n)
		e.marked = marked
	}
}

// pictures writes the images of the portfolio that a link's label consists of.
// A label has no holes, and a diagram is worth more than the address behind it.
func (e *emitter) pictures(link ast.Node) bool {
	if link.Kind() != ast.KindLink || link.FirstChild() == nil {
		return false
	}
	for c := link.FirstChild(); c != nil; c = c.NextSibling() {
		i, ok := e.r.links[c]
		if !ok || c.Kind() != ast.KindImage || e.r.doc.Links[i].Kind != plan.LinkFile {
			return false
		}
	}
	for c := link.FirstChild(); c != nil; c = c.NextSibling() {
		e.f.hole(plan.HoleImage, e.r.links[c])
	}
	return true
}

// boxPattern finds the box of a task at the start of its text, behind the marks
// of lists and quotes, or anywhere in a heading.
var boxPattern = pattern.MustCompile(`^(?:[\s>]*(?:[-*+]|\d+[.)])\s+|\s*#{1,6}\s.*?)(\[(?:[^\[\]\s]{0,16}|\s+)\](?:\*(?:\s|$))?|[☐☑☒])(?:[^(\[:]|$)`)

// checkBox writes a box. That of a task is a hole; others show their state.
func (e *emitter) checkBox(n *east.TaskCheckBox) {
	if e.dropBox != nil && n.Parent() != nil && (n.Parent() == e.dropBox || n.Parent().Parent() == e.dropBox) {
		return
	}
	start := max(n.Pos(), 0)
	if marks := e.r.marks; e.marked {
		i := sort.Search(len(marks), func(i int) bool { return marks[i].Start >= start })
		if i < len(marks) && marks[i].Start < start+3 && marks[i].hole.Kind == plan.HoleTask {
			e.flush(marks[i].Start)
			e.f.hole(plan.HoleTask, marks[i].hole.Index)
			e.skip = marks[i].End
			e.f.text(" ")
			return
		}
	}
	class, label, glyph := "box", "not done", "☐"
	if n.IsChecked {
		class, label, glyph = "box box-done", "done", "☑"
	}
	e.f.open("span", "class", class, "role", "img", "aria-label", label)
	e.f.text(glyph)
	e.f.close("span")
	e.f.text(" ")
}

// Ids of footnotes have a colon, which no anchor of a heading or author's has.
func (e *emitter) footnoteLink(n *east.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	if e.second || !e.linked || e.inHeading {
		e.word("sup", number)
		return
	}
	e.f.open("sup", "id", footnoteRef(n.Index, n.RefIndex))
	e.f.open("a", "href", "#fn:"+number, "class", "footnote-ref", "role", "doc-noteref")
	e.f.text(number)
	e.f.close("a")
	e.f.close("sup")
}

func (e *emitter) word(tag, text string) {
	e.f.open(tag)
	e.f.text(text)
	e.f.close(tag)
}

func (e *emitter) footnoteBacklink(n *east.FootnoteBacklink) {
	if e.second {
		return
	}
	e.f.text("\u00a0")
	e.f.open("a", "href", "#"+footnoteRef(n.Index, n.RefIndex), "class", "footnote-backref", "role", "doc-backlink")
	e.f.text("↩\ufe0e")
	e.f.close("a")
}

func footnoteRef(index, ref int) string {
	id := "fnref"
	if ref > 0 {
		id += strconv.Itoa(ref)
	}
	return id + ":" + strconv.Itoa(index)
}
