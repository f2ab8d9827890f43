package markdown

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/planfolio/planfolio/internal/plan"
)

// facts are what requirements, citations, phases and tasks are read from.
type facts struct {
	ids    idGrammar
	blocks []block
	places []place // of the sections
	lines  []int   // offsets of the starts of the lines

	defs         []definition
	sectionOwner []int // the definition that each section's heading is, plan.None
	criteria     map[criterion]bool
	work         []work
}

// A block is a stretch of text that stands on its own: a heading, a paragraph,
// the text of a list item, a table cell. Code and comments make no blocks. The
// blocks of a document, in order of the text, are what facts are read from.
type block struct {
	node    ast.Node
	run     run
	heading bool // at the top of the document: the heading of section
	section int
	item    *item // innermost list item that it stands in, nil
	first   bool  // it is the item's own text
	lead    string
	row     *row // of a cell, else nil
	column  int
	quoted  bool
	raw     bool // of an HTML block
	note    bool // of a footnote: its section is where it was written
	defines bool // it begins with the id that it defines
}

// An item is a list item.
type item struct {
	node    ast.Node
	parent  *item // item that its list is nested in, nil
	list    ast.Node
	ordered bool
	number  string // as written, of an ordered list
	span    plan.Span
	lead    string // the label above its list: "Acceptance Criteria" of **Acceptance Criteria**:
	section int
	box     *box
	text    int // its own text in blocks, -1 where it has none
}

// A row is a row of a table below its head.
type row struct {
	table *table
	node  ast.Node
	span  plan.Span
	cells []int // in blocks
}

// A table is a table's head and place.
type table struct {
	head    []string // subjects of the head's cells
	lead    string
	section int
}

// A run is the text of a block as a reader sees it, without markup, with the
// places in the source that it comes from. Line breaks are '\n'.
type run struct {
	text  string
	parts []part
	hard  []int // offsets in text of those '\n' that are hard breaks
	end   int   // offset in the source of the end
}

// A part is a stretch of a run that stands in one piece in the source.
type part struct {
	at    int // in run.text
	src   int // in the source
	style style
	node  ast.Node // the inline child of the block that it stands in
}

// A style is how a part is set.
type style uint8

const (
	bold style = 1 << iota
	italic
	struck
	code
	linked
)

// source gives the place in the source of the byte i of the run's text. The end
// of a stretch is asked for with sourceEnd, as the two differ where markup lies between.
func (t *run) source(i int) int {
	p := t.part(i)
	if p < 0 {
		return t.end
	}
	return t.parts[p].src + i - t.parts[p].at
}

func (t *run) sourceEnd(i int) int {
	if i == 0 {
		return t.source(0)
	}
	return t.source(i-1) + 1
}

func (t *run) span(start, end int) plan.Span {
	return plan.Span{Start: t.source(start), End: t.sourceEnd(end)}
}

// part is the index of the part that holds byte i, -1 for the end of an empty run.
func (t *run) part(i int) int {
	return sort.Search(len(t.parts), func(p int) bool { return t.parts[p].at > i }) - 1
}

// style is how the byte i is set.
func (t *run) style(i int) style {
	if p := t.part(i); p >= 0 {
		return t.parts[p].style
	}
	return 0
}

// lines calls f with each line of the run: its bounds, and whether a hard break
// stands before it.
func (t *run) lines(f func(start, end int, hard bool)) {
	start, hard := 0, false
	for start <= len(t.text) {
		end := len(t.text)
		if n := strings.IndexByte(t.text[start:], '\n'); n >= 0 {
			end = start + n
		}
		f(start, end, hard)
		i := sort.SearchInts(t.hard, end)
		hard = i < len(t.hard) && t.hard[i] == end
		start = end + 1
	}
}

// plain is text of a run on one line.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// A blockReader makes the blocks of a document.
type blockReader struct {
	r       *reader
	blocks  []block
	section int
	notes   bool
}

// readBlocks walks the tree once. Every fact is read from what it gives.
func (r *reader) readBlocks() {
	r.ids = newIDGrammar(r.opts.Kinds)
	r.readPlaces()
	r.lineAt(0)
	b := &blockReader{r: r}
	b.children(r.root, nil, false)
	r.blocks = b.blocks
}

// children reads the blocks within n and gives the end of the last one.
func (b *blockReader) children(n ast.Node, it *item, quoted bool) int {
	end, lead := 0, ""
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		end = max(end, b.block(c, it, lead, quoted))
		switch c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			lead = ""
			if c.NextSibling() != nil {
				lead = leadOf(b.lastRun())
			}
		case *ast.List:
			// A label right below a list is read as the end of its last item.
			if t := b.lastRun(); strings.Contains(t.text, "\n") {
				if l := leadOf(t); l != "" {
					lead = l
				}
			}
		default:
			lead = ""
		}
	}
	return end
}

func (b *blockReader) lastRun() *run {
	if len(b.blocks) == 0 {
		return &run{}
	}
	return &b.blocks[len(b.blocks)-1].run
}

// block reads one block and what is nested in it, and gives its end.
func (b *blockReader) block(n ast.Node, it *item, lead string, quoted bool) int {
	switch n := n.(type) {
	case *ast.Heading:
		top := n.Parent() == b.r.root
		if top {
			b.section++
		}
		b.add(block{node: n, heading: top, item: it, quoted: quoted})
		if top && b.section < len(b.r.doc.Sections) {
			return b.r.doc.Sections[b.section].Line.End
		}
		return linesEnd(n)
	case *ast.Paragraph, *ast.TextBlock:
		b.add(block{node: n, item: it, first: it != nil && n.PreviousSibling() == nil, lead: lead, quoted: quoted})
		return linesEnd(n)
	case *ast.List:
		end := 0
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			end = b.listItem(n, c, it, lead, quoted)
		}
		return end
	case *ast.HTMLBlock:
		b.html(n, it, quoted)
		return max(linesEnd(n), n.ClosureLine.Stop)
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.LinkReferenceDefinition, *ast.ThematicBreak:
		return linesEnd(n)
	case *east.Table:
		return b.table(n, it, lead, quoted)
	case *ast.Blockquote:
		return b.children(n, it, true)
	case *east.FootnoteList: // at the end of the tree, wherever they were written
		b.notes = true
		b.children(n, it, quoted)
		b.notes = false
		return 0
	default:
		return b.children(n, it, quoted)
	}
}

func (b *blockReader) add(bl block) int {
	if !bl.raw {
		bl.run = b.r.runOf(bl.node)
	}
	bl.section, bl.note = b.section, b.notes
	if b.notes {
		bl.section = b.r.sectionAt(bl.run.source(0))
	}
	if bl.first {
		bl.item.text = len(b.blocks)
	}
	b.blocks = append(b.blocks, bl)
	return len(b.blocks) - 1
}

func (b *blockReader) listItem(list *ast.List, n ast.Node, parent *item, lead string, quoted bool) int {
	it := &item{node: n, parent: parent, list: list, ordered: list.IsOrdered(), lead: lead, section: b.section, text: -1}
	it.span.Start = max(n.Pos(), 0)
	if it.ordered {
		for i := it.span.Start; i < len(b.r.text) && isDigit(b.r.text[i]); i++ {
			it.number += string(b.r.text[i])
		}
	}
	it.span.End = max(b.children(n, it, quoted), it.span.Start)
	if it.text >= 0 {
		it.box = b.r.readBox(&b.blocks[it.text])
	}
	return it.span.End
}

func (b *blockReader) table(n *east.Table, it *item, lead string, quoted bool) int {
	t := &table{lead: lead, section: b.section}
	end := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		rw := &row{table: t, node: c, span: plan.Span{Start: max(c.Pos(), 0)}}
		for cell := c.FirstChild(); cell != nil; cell = cell.NextSibling() {
			bl := block{node: cell, item: it, quoted: quoted, lead: lead, column: len(rw.cells)}
			if c.Kind() == east.KindTableRow {
				bl.row = rw
			} else {
				t.head = append(t.head, "")
			}
			i := b.add(bl)
			rw.cells = append(rw.cells, i)
			if bl.row == nil {
				t.head[len(t.head)-1] = subject(b.blocks[i].run.text)
			}
			rw.span.End = max(rw.span.End, linesEnd(cell))
		}
		rw.span.End = max(rw.span.Start, rw.span.End)
		end = max(end, rw.span.End)
	}
	return end
}

// html makes a block of the text of an HTML block: what stands between the
// tags, without comments. Unknown tags leave their text visible, so ids count in it.
func (b *blockReader) html(n *ast.HTMLBlock, it *item, quoted bool) {
	if n.HTMLBlockType == ast.HTMLBlockType1 || n.HTMLBlockType == ast.HTMLBlockType2 && !bytes.Contains(n.Lines().Value(b.r.text), []byte("-->")) {
		return // script, style; a comment without end
	}
	var t runBuilder
	comment := false
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		t.html(b.r.text, line.Start, line.Stop, &comment)
	}
	if n.HasClosure() {
		t.html(b.r.text, n.ClosureLine.Start, n.ClosureLine.Stop, &comment)
	}
	if strings.TrimSpace(t.text.String()) == "" {
		return
	}
	b.add(block{node: n, item: it, quoted: quoted, raw: true, run: t.run()})
}

// linesEnd is the end of a leaf block's last line, without the line end.
func linesEnd(n ast.Node) int {
	l := n.Lines()
	if l == nil || l.Len() == 0 {
		return max(n.Pos(), 0)
	}
	return l.At(l.Len() - 1).Stop
}

// runOf is the text of a leaf block.
func (r *reader) runOf(n ast.Node) run {
	var t runBuilder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.top = c
		t.inline(r.text, c, 0)
	}
	return t.run()
}

type runBuilder struct {
	made run
	text strings.Builder
	top  ast.Node
}

func (t *runBuilder) run() run {
	t.made.text = t.text.String()
	if len(t.made.parts) > 0 {
		last := t.made.parts[len(t.made.parts)-1]
		t.made.end = last.src + len(t.made.text) - last.at
	}
	return t.made
}

func (t *runBuilder) inline(source []byte, n ast.Node, st style) {
	switch n := n.(type) {
	case *ast.Text:
		t.segment(source, n.Segment.Start, n.Segment.Stop, st)
		if n.SoftLineBreak() || n.HardLineBreak() {
			t.lineBreak(n.Segment.Stop, n.HardLineBreak(), st)
		}
		return
	case *ast.Emphasis:
		st |= italic
		if n.Level == 2 {
			st = st&^italic | bold
		}
	case *east.Strikethrough:
		st |= struck
	case *ast.CodeSpan:
		st |= code
	case *ast.Link, *ast.Image:
		st |= linked
	case *ast.RawHTML:
		if s := n.Segments; s.Len() > 0 && isLineBreakTag(source[s.At(0).Start:s.At(0).Stop]) {
			t.lineBreak(s.At(0).Start, true, st)
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.inline(source, c, st)
	}
}

// segment adds source[start:stop]; a backslash that escapes is left out.
func (t *runBuilder) segment(source []byte, start, stop int, st style) {
	from := start
	for i := start; i < stop && st&code == 0; i++ {
		if source[i] == '\\' && i+1 < stop && util.IsPunct(source[i+1]) {
			t.piece(source[from:i], from, st)
			from = i + 1
			i++
		}
	}
	t.piece(source[from:stop], from, st)
}

func (t *runBuilder) piece(s []byte, src int, st style) {
	if len(s) == 0 {
		return
	}
	if p := t.made.parts; len(p) == 0 || p[len(p)-1].style != st || p[len(p)-1].node != t.top || p[len(p)-1].src+t.text.Len()-p[len(p)-1].at != src {
		t.made.parts = append(t.made.parts, part{t.text.Len(), src, st, t.top})
	}
	t.text.Write(s)
}

func (t *runBuilder) lineBreak(src int, hard bool, st style) {
	if hard {
		t.made.hard = append(t.made.hard, t.text.Len())
	}
	t.piece([]byte{'\n'}, src, st)
}

// html adds source[start:stop] of an HTML block, without tags and comments.
func (t *runBuilder) html(source []byte, start, stop int, comment *bool) {
	for i := start; i < stop; {
		rest := source[i:stop]
		if *comment {
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return
			}
			*comment, i = false, i+end+3
			continue
		}
		open := bytes.IndexByte(rest, '<')
		if open < 0 {
			t.piece(rest, i, 0)
			return
		}
		t.piece(rest[:open], i, 0)
		i, rest = i+open, rest[open:]
		if bytes.HasPrefix(rest, []byte("<!--")) {
			*comment, i = true, i+4
			continue
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 || len(rest) > 1 && !isLetter(rest[1]) && rest[1] != '/' {
			t.piece(rest[:1], i, 0)
			i++
			continue
		}
		i += end + 1
	}
}

func isLineBreakTag(tag []byte) bool {
	return len(tag) >= 4 && bytes.EqualFold(tag[:3], []byte("<br")) && !isAlnum(tag[3])
}
