package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

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
	unwritten    []plan.Span // boxes whose text is a slot still, none within another
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
	row     *row  // of a cell, else nil
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
	ordered bool
	number  string // as written, of an ordered list
	span    plan.Span
	lead    string // the subject of the label above its list: **Acceptance Criteria**:
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

// A table is a table's head.
type table struct {
	head     []string // subjects of its cells
	required *int     // the column that says what is required, once it is known
}

// A blockReader makes the blocks of a document.
type blockReader struct {
	r       *reader
	blocks  []block
	section int
	notes   bool
}

// readBlocks walks the tree once. Every fact is read from what it gives.
func (r *reader) readBlocks() {
	r.ids.setKinds(r.opts.Kinds)
	r.readPlaces()
	r.lineAt(0)
	b := &blockReader{r: r, blocks: slices.Grow(r.blocks[:0], len(r.text)/40)}
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
		b.add(block{node: n, item: it, first: it != nil && n.Parent() == it.node && n.PreviousSibling() == nil, quoted: quoted})
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
		return b.table(n, it, quoted)
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

// add adds a block with its text and place, and gives its index.
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

// listItem reads an item of a list that has the label lead above it.
func (b *blockReader) listItem(list *ast.List, n ast.Node, parent *item, lead string, quoted bool) int {
	it := &item{node: n, parent: parent, ordered: list.IsOrdered(), lead: lead, text: -1}
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

// table reads the cells of a table, each a block.
func (b *blockReader) table(n *east.Table, it *item, quoted bool) int {
	t := &table{}
	end := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		rw := &row{table: t, node: c, span: plan.Span{Start: max(c.Pos(), 0)}}
		for cell := c.FirstChild(); cell != nil; cell = cell.NextSibling() {
			bl := block{node: cell, item: it, quoted: quoted, column: len(rw.cells)}
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
	t := b.r.runBuilder()
	comment := false
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		t.html(b.r.text, line.Start, line.Stop, &comment)
	}
	if n.HasClosure() {
		t.html(b.r.text, n.ClosureLine.Start, n.ClosureLine.Stop, &comment)
	}
	if len(bytes.TrimSpace(t.text)) == 0 {
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
