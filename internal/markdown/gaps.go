package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readGaps finds the places where content is still owed, as far as the shape
// of the text tells: slots (brackets.go, slots.go), blank fields of a form
// (forms.go), words that stand for content (owed.go), guidance left in
// (guidance.go), samples (samples.go), and leaf sections without content. There
// is one gap for a line.
//
// It reads twice. What the first reading finds for certain tells where the text
// is still a form; there the second also takes for a slot what would be
// anything else in a finished plan.
func (r *reader) readGaps() {
	g := newGapReader(r, form{})
	g.read()
	if f := g.form(); len(f.sections) > 0 {
		first := g.gaps
		g = newGapReader(r, f)
		g.read()
		if !f.whole {
			g.gaps = slices.DeleteFunc(g.gaps, func(gap plan.Gap) bool { return !f.sections[gap.Section] })
			for _, gap := range first {
				if !f.sections[gap.Section] {
					g.gaps = append(g.gaps, gap)
				}
			}
		}
	}
	slices.SortStableFunc(g.gaps, func(a, b plan.Gap) int { return a.Span.Start - b.Span.Start })
	r.doc.Gaps = g.gaps
}

// A gapReader collects the gaps of one document.
type gapReader struct {
	*reader
	gaps  []plan.Gap
	lines map[int]int // start of a line → its gap, an index into gaps
	known form        // what the first reading has found
	term  bool        // "TBD" is a word of the plan's subject: "the TBD slot"

	open   int     // end of the unresolved stretch that a question has opened
	closes [][]int // where such stretches end, and the end of the text

	// of the quotes at the top of the document
	own      bool              // other text than guidance has come since the heading
	guiding  bool              // the quote read last is guidance
	answered map[ast.Node]bool // other text follows in its section

	ticked map[ast.Node]bool // lists with a ticked box, of those asked for

	stated []bool // sections whose headings are tasks or requirements
	waived []bool // sections that say that nothing of them applies; nil until asked for
}

func newGapReader(r *reader, known form) *gapReader {
	return &gapReader{reader: r, known: known, lines: map[int]int{}, ticked: map[ast.Node]bool{}, term: bytes.Contains(r.text, []byte("TBD")) && owedAsTerm.Match(r.text)}
}

// settled tells whether the first reading has said all of the text at offset:
// outside of the sections that are a form, the second finds nothing else.
func (g *gapReader) settled(offset int) bool {
	return g.known.again && !g.known.whole && !g.known.sections[g.sectionAt(offset)]
}

func (g *gapReader) read() {
	g.answered = answeredQuotes(g.root)
	code := false // n is code, though Markdown does not see it
	for n := g.root.FirstChild(); n != nil; n = n.NextSibling() {
		if fence, ok := n.(*ast.FencedCodeBlock); ok {
			code = g.opensInside(fence)
		}
		if !code || n.Kind() == ast.KindFencedCodeBlock {
			g.block(n, gapContext{})
		}
		switch n.(type) {
		case *ast.Heading:
			g.own = false
		case *ast.Blockquote, *ast.HTMLBlock, *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		default:
			g.own = true
		}
	}
	g.emptySections()
}

// gapContext is what stands around a block.
type gapContext struct {
	item  *ast.ListItem // innermost, nil outside of lists
	box   bool          // in an item with a checkbox
	done  bool          // that is ticked
	other bool          // of an option that was not chosen, beside one that was
	quote bool
}

// quoteMark is what a wrapped line of a quote begins with.
var quoteMark = pattern.MustCompile(`\n[ \t]*>`)

// rank orders the kinds that meet in one line: the first one names the gap.
var rank = map[plan.GapKind]int{plan.GapQuestion: 5, plan.GapPlaceholder: 4, plan.GapTodo: 3, plan.GapUntouched: 2, plan.GapEmpty: 1}

// add notes a gap at start … end. Further ones on its line add their slots.
func (g *gapReader) add(kind plan.GapKind, start, end, slots int) {
	line := bytes.LastIndexByte(g.text[:start], '\n') + 1
	gap := plan.Gap{Kind: kind, Text: plain(quoteMark.ReplaceAllString(string(g.text[start:end]), " ")),
		Span: plan.Span{Start: start, End: end}, Section: g.sectionAt(start), Slots: slots}
	i, taken := g.lines[line]
	if !taken {
		g.lines[line] = len(g.gaps)
		g.gaps = append(g.gaps, gap)
		return
	}
	gap.Slots += g.gaps[i].Slots
	if rank[kind] > rank[g.gaps[i].Kind] {
		g.gaps[i] = gap
	}
	g.gaps[i].Slots = gap.Slots
}

func (g *gapReader) block(n ast.Node, c gapContext) {
	if n.Pos() >= 0 && n.Pos() < g.open && n.Kind() != ast.KindHeading {
		return // of a question that is open already
	}
	switch n := n.(type) {
	case *ast.Heading, *ast.Paragraph, *ast.TextBlock:
		g.textBlock(n, c)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		g.code(n)
	case *ast.HTMLBlock:
		g.html(n)
	case *ast.ListItem:
		c.item, c.box, c.done = n, false, false
		if box := leadingBox(n); box != nil {
			c.box, c.done = true, box.IsChecked
			c.other = !c.done && g.hasTicked(n.Parent())
		}
		g.children(n, c)
	case *ast.Blockquote:
		if c.quote || !g.guidanceQuote(n) {
			c.quote = true
			g.children(n, c)
		}
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

// leadingBox is the box that a list item begins with.
func leadingBox(item ast.Node) *east.TaskCheckBox {
	first := item.FirstChild()
	if first == nil {
		return nil
	}
	box, _ := first.FirstChild().(*east.TaskCheckBox)
	return box
}

// hasTicked tells whether an item of a list has a ticked box.
func (g *gapReader) hasTicked(list ast.Node) bool {
	ticked, known := g.ticked[list]
	if known {
		return ticked
	}
	for item := list.FirstChild(); item != nil && !ticked; item = item.NextSibling() {
		box := leadingBox(item)
		ticked = box != nil && box.IsChecked
	}
	g.ticked[list] = ticked
	return ticked
}

// A passage is a stretch of text that is judged on its own: an entry's line, a
// table cell, a line of a code block.
type passage struct {
	text    string // masked: see mask
	plain   string // as a reader sees it
	label   string // plain label, "" where it has none
	bold    bool   // that is bold
	start   int    // offset of text in the document
	heading bool
	cell    bool
	code    bool
	done    bool // of a ticked task
	form    bool // in a section that is still a form
	named   bool // the head of fields that are filled in
}

// textBlock looks for gaps in a paragraph, the text of an item, or a heading.
func (g *gapReader) textBlock(n ast.Node, c gapContext) {
	if n.Lines().Len() == 0 || g.unresolved(n) || g.settled(n.Lines().At(0).Start) {
		return
	}
	mask := g.mask(n)
	lines := g.entryLines(n)
	for i, l := range lines {
		p := passage{text: mask.text[l.span.Start-mask.base : l.span.End-mask.base], start: l.span.Start,
			plain: l.text, done: c.done, form: g.known.sections[g.sectionAt(l.span.Start)]}
		strong := l.strong
		p.label, _ = splitLabel(p.plain, strong)
		p.bold = p.label != "" && strings.HasPrefix(strong, p.label)
		p.named = i == len(lines)-1 && c.item != nil && g.fieldsFilled(n.NextSibling())
		_, p.heading = n.(*ast.Heading)
		switch {
		case g.slots(p), !p.heading && g.guidance(n, p), g.owed(p, c), p.heading && g.dummyTitle(p), p.heading:
		case g.blankField(n, p, lines[i+1:], c), g.openQuestion(n, p, strong, c):
		default:
			g.sample(n, p)
		}
	}
}

// What a mask puts in place of text that can be no slot: opaque stands for a
// link, image, tag, comment or footnote; inCode for inline code; url for a
// bare address.
const (
	opaque = '\x01'
	inCode = '\x02'
	url    = '\x04'
)

// A masked is the source of a text block as mask gives it.
type masked struct {
	text string
	base int // offset of its first byte
}

// mask gives the source of a text block, byte for byte from its first line's
// start, in which everything that Markdown takes for more than text is masked,
// and the offset of its first byte.
func (r *reader) mask(n ast.Node) masked {
	if r.masks == nil {
		r.masks = make(map[ast.Node]masked, len(r.text)/100)
	}
	m, ok := r.masks[n]
	if !ok {
		m = r.makeMask(n)
		r.masks[n] = m
	}
	return m
}

func (r *reader) makeMask(n ast.Node) masked {
	lines := n.Lines()
	base := lines.At(0).Start
	end := lines.At(lines.Len() - 1).Stop
	r.masking = slices.Grow(r.masking[:0], end-base)
	buf := r.masking[:end-base]
	for i := range buf {
		buf[i] = ' '
	}
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
			case *ast.Link, *ast.Image, *east.FootnoteLink, *wikiLink:
				fill(buf, c.Pos()-base, stop-base, opaque)
			case *ast.AutoLink:
				fill(buf, c.Pos()-base, stop-base, url)
			case *east.TaskCheckBox:
				fill(buf, c.Pos()-base, min(c.Pos()+3, stop)-base, ' ')
			case *ast.CodeSpan:
				if !codeSlot.Match(r.text[c.Pos():stop]) {
					fill(buf, c.Pos()-base, stop-base, inCode)
				}
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
	return masked{r.substring(buf, base), base}
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
			if cell.Lines().Len() == 0 || g.settled(cell.Lines().At(0).Start) {
				continue
			}
			mask := g.mask(cell)
			p := passage{text: mask.text, start: mask.base, plain: plain(g.plainText(cell)),
				cell: true, form: g.known.sections[g.sectionAt(mask.base)]}
			if !g.slots(p) {
				g.owed(p, gapContext{})
			}
		}
	}
}

// html looks for slots in raw HTML: "<Feature Name>" alone in a line is taken
// for a tag by Markdown.
func (g *gapReader) html(n *ast.HTMLBlock) {
	if n.Lines().Len() == 0 || n.HTMLBlockType != ast.HTMLBlockType7 {
		return
	}
	s := n.Lines().At(0)
	raw := bytes.TrimSpace(s.Value(g.text))
	if slotTag(raw) != "" {
		g.add(plan.GapPlaceholder, s.Start, s.Start+len(raw), 0)
	}
}
