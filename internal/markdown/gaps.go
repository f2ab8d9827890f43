package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// readGaps finds the places where content is still owed, as far as the shape
// of the text tells: slots of a form (brackets.go, forms.go), words that stand
// for content (owed.go), guidance left in (guidance.go), and leaf sections
// without content. There is one gap for a line.
func (r *reader) readGaps() {
	g := &gapReader{reader: r, lines: map[int]int{}}
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		g.block(n, gapContext{})
	}
	g.emptySections()
	slices.SortStableFunc(r.doc.Gaps, func(a, b plan.Gap) int { return a.Span.Start - b.Span.Start })
}

// A gapReader collects the gaps of one document.
type gapReader struct {
	*reader
	lines map[int]int // start of a line → its gap, an index into doc.Gaps
	open  int         // end of the unresolved stretch that a question has opened
}

// gapContext is what stands around a block.
type gapContext struct {
	item     *ast.ListItem // innermost, nil outside of lists
	box      bool          // in an item with a checkbox
	ticked   bool          // that is ticked
	unticked bool          // below an option that nobody has ticked
	quote    bool
}

// rank orders the kinds that meet in one line: the first one names the gap.
var rank = map[plan.GapKind]int{plan.GapQuestion: 5, plan.GapPlaceholder: 4, plan.GapTodo: 3, plan.GapUntouched: 2, plan.GapEmpty: 1}

// add notes a gap at start … end. Further ones on its line add their slots.
func (g *gapReader) add(kind plan.GapKind, start, end, slots int) {
	line := bytes.LastIndexByte(g.text[:start], '\n') + 1
	if i, ok := g.lines[line]; ok {
		old := &g.doc.Gaps[i]
		old.Slots += slots
		if rank[kind] > rank[old.Kind] {
			old.Kind, old.Span = kind, plan.Span{Start: start, End: end}
			old.Text = g.gapText(start, end)
		}
		return
	}
	g.lines[line] = len(g.doc.Gaps)
	g.doc.Gaps = append(g.doc.Gaps, plan.Gap{
		Kind: kind, Text: g.gapText(start, end), Span: plan.Span{Start: start, End: end}, Section: g.sectionAt(start), Slots: slots})
}

func (g *gapReader) gapText(start, end int) string {
	return strings.Join(strings.Fields(string(g.text[start:end])), " ")
}

func (g *gapReader) block(n ast.Node, c gapContext) {
	switch n := n.(type) {
	case *ast.Heading, *ast.Paragraph, *ast.TextBlock:
		g.textBlock(n, c)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		g.code(n)
	case *ast.HTMLBlock:
		g.html(n)
	case *ast.ListItem:
		c.item, c.box, c.ticked = n, false, false
		if box := checkbox(n); box != nil {
			c.box, c.ticked = true, box.IsChecked
			c.unticked = c.unticked || !box.IsChecked
		}
		g.children(n, c)
	case *ast.Blockquote:
		if !c.quote && g.guidanceQuote(n) {
			return
		}
		c.quote = true
		g.children(n, c)
	case *east.Table:
		g.table(n)
	case *ast.LinkReferenceDefinition:
	default:
		g.children(n, c)
	}
}

func (g *gapReader) children(n ast.Node, c gapContext) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		g.block(k, c)
	}
}

// checkbox is the box that a list item begins with.
func checkbox(item ast.Node) *east.TaskCheckBox {
	first := item.FirstChild()
	if first == nil {
		return nil
	}
	box, _ := first.FirstChild().(*east.TaskCheckBox)
	return box
}

// textBlock looks for gaps in a paragraph, the text of an item, or a heading.
func (g *gapReader) textBlock(n ast.Node, c gapContext) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	masked, base := g.mask(n)
	pieces := g.entryLines(n)
	for i, p := range pieces {
		text := masked[p.span.Start-base : p.span.End-base]
		pc := passage{text: text, start: p.span.Start, strong: p.strong, plain: strings.Join(strings.Fields(p.text), " ")}
		_, pc.heading = n.(*ast.Heading)
		pc.label, _ = splitLabel(pc.plain, strings.Join(strings.Fields(p.strong), " "))
		if g.slots(pc) || g.owed(pc, c) {
			continue
		}
		if !pc.heading && (g.blankField(n, pc, i == len(pieces)-1, c) || g.guidance(pc, c)) {
			continue
		}
	}
}

// A passage is a stretch of text that is judged on its own: an entry's line, a
// table cell, a line of a code block.
type passage struct {
	text    string // masked: see mask
	plain   string // as a reader sees it
	strong  string // bold words that it begins with
	label   string // plain label, "" where it has none
	start   int    // offset of text in the document
	heading bool
	cell    bool
	code    bool
}

// What a mask puts in place of text that can be no slot: opaque stands for a
// link, image, tag, comment or footnote; inCode for inline code.
const (
	opaque = '\x01'
	inCode = '\x02'
)

// mask gives the source of a text block, byte for byte from its first line's
// start, in which everything that Markdown takes for more than text is masked,
// and the offset of its first byte.
func (r *reader) mask(n ast.Node) (masked string, base int) {
	lines := n.Lines()
	base = lines.At(0).Start
	end := lines.At(lines.Len() - 1).Stop
	buf := bytes.Repeat([]byte{' '}, end-base)
	for i := range lines.Len() {
		s := lines.At(i)
		copy(buf[s.Start-base:], r.text[s.Start:s.Stop])
	}
	var hide func(n ast.Node, end int)
	hide = func(n ast.Node, end int) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			stop := end
			if next := c.NextSibling(); next != nil && next.Pos() >= 0 {
				stop = next.Pos()
			}
			switch c := c.(type) {
			case *ast.Text, *ast.String:
			case *ast.Link, *ast.Image, *ast.AutoLink, *east.FootnoteLink:
				fill(buf, c.Pos()-base, stop-base, opaque)
			case *east.TaskCheckBox:
				fill(buf, c.Pos()-base, min(c.Pos()+3, stop)-base, ' ')
			case *ast.CodeSpan:
				fill(buf, c.Pos()-base, stop-base, inCode)
			case *ast.RawHTML:
				if slotTag(c.Segments.Value(r.text)) == "" {
					fill(buf, c.Pos()-base, stop-base, opaque)
				}
			default:
				hide(c, stop)
			}
		}
	}
	hide(n, end)
	return string(buf), base
}

// fill masks buf[from:to], but for line ends and what closes emphasis.
func fill(buf []byte, from, to int, with byte) {
	from, to = max(from, 0), min(to, len(buf))
	for to > from && bytes.IndexByte([]byte("*_~ \t\n"), buf[to-1]) >= 0 {
		to--
	}
	for i := from; i < to; i++ {
		if buf[i] != '\n' {
			buf[i] = with
		}
	}
}

// table looks for gaps in the cells of a table.
func (g *gapReader) table(t *east.Table) {
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.Lines().Len() == 0 {
				continue
			}
			masked, base := g.mask(cell)
			pc := passage{text: masked, start: base, plain: strings.Join(strings.Fields(g.plainText(cell)), " "), cell: true}
			if !g.slots(pc) {
				g.owed(pc, gapContext{})
			}
		}
	}
}

// html looks for slots in raw HTML: "<Feature Name>" alone in a line is taken
// for a tag by Markdown.
func (g *gapReader) html(n *ast.HTMLBlock) {
	raw := n.Lines().Value(g.text)
	if n.Lines().Len() == 0 || n.HTMLBlockType != ast.HTMLBlockType7 || slotTag(bytes.TrimSpace(raw)) == "" {
		return
	}
	start := n.Lines().At(0).Start
	g.add(plan.GapPlaceholder, start, start+len(bytes.TrimRight(raw, "\n")), 0)
}
