package source

import (
	"math"
	"strings"
)

// A shape is what a text's form costs a Markdown parser. It is measured by
// reading the lines once, with the rules by which CommonMark finds containers
// (quotes and list items) and leaves; inline markup is not looked at. Where the
// rules leave room, the measure errs upward.
type shape struct {
	line      peak // bytes of a line that inline markup is read in
	paragraph peak // bytes of the lines of a paragraph
	marks     peak // of inline markup in a paragraph; of several, as many in one would cost the same
	depth     peak // quotes and list items within each other
	headings  peak // in the file
	columns   peak // of a table
	cells     peak // that table rows leave out, in the file
	pipes     peak // escaped pipes in table rows, in the file
	notes     peak // definitions of footnotes, in the file
}

// peak is the greatest value met, and the first place where it passed its limit.
type peak struct {
	limit, value   int
	offset, length int
}

// meet takes a value in, measured at the length bytes at offset.
func (p *peak) meet(value, offset, length int) {
	if value > p.limit && p.value <= p.limit {
		p.offset, p.length = offset, length
	}
	p.value = max(p.value, value)
}

func (p *peak) exceeded() bool { return p.value > p.limit }

// container is an open quote or, with the columns by which its content is
// indented, a list item.
type container struct {
	indent int
	empty  bool // an item without content so far: a blank line ends it
}

const quote = -1

// measurer reads lines.
type measurer struct {
	shape
	open []container

	paragraph struct { // the open one
		at, length int  // of its first line, of all its lines; length 0: none is open
		marks      int  // of inline markup in them
		last       int  // cells of its last line, were it a table's head
		columns    int  // of the table that it has turned into; 0 before
		code       bool // it is indented code, measured all the same
		plain      bool // it is no table: it may begin with link definitions, which would hide the head
	}
	fence struct { // the open one
		mark   byte // 0: none is open
		length int
	}
	html     *htmlEnd // of the open HTML block; nil where none is open
	unsure   bool     // a fence or HTML block may be open or not: none is believed from here on
	cost     int      // of marks, so far
	headings int
	cells    int
	pipes    int
	notes    int
}

// measure measures text, whose lines end in LF, against limits.
func measure(text string, limits Limits) *shape {
	m := &measurer{}
	m.line.limit, m.shape.paragraph.limit = limits.LineBytes, limits.LineBytes
	m.shape.marks.limit, m.depth.limit, m.shape.headings.limit = limits.Marks, limits.Depth, limits.Headings
	m.columns.limit, m.shape.cells.limit, m.shape.pipes.limit = limits.Columns, limits.Cells, limits.Pipes
	m.shape.notes.limit = limits.Footnotes
	for at := 0; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		m.read(line, at)
		if m.depth.exceeded() { // each line further would be held against each container
			_, marks := prefix(line)
			m.depth.value = max(m.depth.value, marks)
			break
		}
		at += len(line) + 1
	}
	m.endParagraph()
	return &m.shape
}

// read takes one line in. With tabs between the marks of containers the parser
// has ways of its own (the columns behind a list mark count from the item, a tab
// is no indentation of an HTML block), so that no rule tells for sure what such
// a line is. It is then taken for whatever costs most.
func (m *measurer) read(line string, at int) {
	if start, marks := prefix(line); strings.IndexByte(start, '\t') >= 0 && m.fence.mark == 0 && m.html == nil {
		before := m.paragraph
		if rest := line[len(start):]; strings.HasPrefix(rest, "```") || strings.HasPrefix(rest, "~~~") || strings.HasPrefix(rest, "<") {
			m.unsure = true
		}
		m.readSure(line, at)
		m.depth.meet(max(len(m.open), strings.Count(start, "\t"))+marks, at, len(line))
		if len(start) < len(line) || marks > 0 {
			m.line.meet(len(line), at, len(line))
			m.paragraph.code = m.paragraph.code || m.paragraph.length == 0
			m.paragraph.length = before.length + len(line) + 1
			m.paragraph.marks = before.marks + countMarks(line)
			m.paragraph.at = at
			if before.length > 0 {
				m.paragraph.at = before.at
			}
			m.shape.paragraph.meet(m.paragraph.length, m.paragraph.at, len(line))
		}
		return
	}
	m.readSure(line, at)
}

// readSure takes in a line by CommonMark's rules.
func (m *measurer) readSure(line string, at int) {
	c := cursor{text: line}
	matched := m.match(&c)
	inside := matched == len(m.open)
	switch {
	case m.fence.mark != 0 && inside:
		if c.closesFence(m.fence.mark, m.fence.length) {
			m.fence.mark = 0
		}
		return
	case m.html != nil && inside:
		if m.html.in(c.rest()) {
			m.html = nil
		}
		return
	}
	if !inside {
		m.fence.mark = 0
		m.html = nil
	}

	opened := m.enter(&c, matched, at)
	switch {
	case c.blank():
		if !opened {
			m.open = m.open[:matched]
			if n := len(m.open); n > 0 && m.open[n-1].empty {
				m.open = m.open[:n-1]
			}
		}
		m.endParagraph()
		return
	case m.inParagraph() && !opened && !inside && !c.startsLeaf():
		// A lazy line: it belongs to the paragraph of containers that it leaves out.
	case !opened && !inside:
		m.open = m.open[:matched]
		m.endParagraph()
	}
	if n := len(m.open); n > 0 {
		m.open[n-1].empty = false
	}
	m.readLeaf(&c, at, inside || opened)
}

// match moves c behind the marks of the open containers that go on in its line,
// and gives their number.
func (m *measurer) match(c *cursor) int {
	for i, x := range m.open {
		indent := c.indent()
		switch {
		case x.indent == quote:
			if indent > 3 || c.next() != '>' {
				return i
			}
			c.skip(indent)
			c.take()
			c.skip(min(c.indent(), 1))
		case c.blank():
		case indent >= x.indent:
			c.skip(x.indent)
		default:
			return i
		}
	}
	return len(m.open)
}

// enter opens the containers that begin in c's line behind the matched ones.
func (m *measurer) enter(c *cursor, matched, at int) (opened bool) {
	for {
		indent := c.indent()
		if indent > 3 || c.thematicBreak() {
			return opened
		}
		interrupts := m.inParagraph() && !opened && matched == len(m.open)
		x, ok := c.containerMark(indent, interrupts)
		if !ok {
			if !c.footnoteMark(indent) {
				return opened
			}
			x = container{indent: 4}
			m.notes++
			m.shape.notes.meet(m.notes, at, len(c.text))
		}
		if !opened {
			m.open = m.open[:matched]
			m.endParagraph()
		}
		opened = true
		m.open = append(m.open, x)
		m.depth.meet(len(m.open), at, len(c.text))
		if m.depth.exceeded() {
			return opened
		}
	}
}

// readLeaf takes in what is left of a line that is not blank. A line that is not
// inside all open containers can only go on with their paragraph.
func (m *measurer) readLeaf(c *cursor, at int, inside bool) {
	indent := c.indent()
	continues := m.inParagraph()
	m.paragraph.code = indent > 3 && !continues
	c.skip(indent)
	rest := c.rest()
	if indent <= 3 {
		html := htmlBlock(rest, continues)
		switch {
		case m.unsure && (c.opensFence() || html != nil):
		case c.opensFence():
			m.endParagraph()
			m.fence.mark, m.fence.length = rest[0], c.run()
			return
		case html != nil:
			m.endParagraph()
			if html.blank || !html.in(rest) {
				m.html = html
			}
			return
		case c.heading():
			m.endParagraph()
			m.headings++
			m.shape.headings.meet(m.headings, at, len(c.text))
			m.line.meet(len(c.text), at, len(c.text))
			return
		case continues && inside && c.setextLine():
			m.headings++
			m.shape.headings.meet(m.headings, at, len(c.text))
			m.endParagraph()
			return
		case c.thematicBreak():
			m.endParagraph()
			return
		}
	}
	m.readText(rest, at, len(c.text), indent <= 3)
}

// readText takes in a line of a paragraph, which may turn out to be a table.
func (m *measurer) readText(text string, at, length int, delimits bool) {
	p := &m.paragraph
	m.line.meet(length, at, length)
	if p.length == 0 {
		p.at = at
		p.plain = strings.HasPrefix(text, "[")
	}
	cells := rowCells(text)
	switch columns := delimiterColumns(text); {
	case p.columns > 0:
		m.cells += max(p.columns-cells, 0)
		m.shape.cells.meet(m.cells, at, length)
		m.pipes += strings.Count(text, `\|`)
		m.shape.pipes.meet(m.pipes, at, length)
		columns := p.columns
		m.endParagraph() // each row is read by itself
		p.at, p.columns, p.plain = at, columns, true
	case columns > 0 && p.length > 0 && delimits:
		m.columns.meet(columns, at, length)
		if columns == p.last && !p.plain {
			p.columns = columns
		}
		p.plain = true // only the first such line counts
	}
	p.last = cells
	p.marks += countMarks(text)
	p.length += length + 1
	m.shape.paragraph.meet(p.length, p.at, length)
}

// countMarks counts what may open or close inline markup.
func countMarks(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case '[', ']', '(', '*', '_', '~', '`', '<', '!':
			n++
		}
	}
	return n
}

// inParagraph tells whether a line may go on with a paragraph.
func (m *measurer) inParagraph() bool { return m.paragraph.length > 0 && !m.paragraph.code }

func (m *measurer) endParagraph() {
	// What marks cost at worst grows with the square of their number in one
	// paragraph, because each may be looked at from each.
	if p := &m.paragraph; p.marks > 0 {
		m.cost += p.marks * p.marks
		m.shape.marks.meet(int(math.Sqrt(float64(m.cost))), p.at, 0)
	}
	m.paragraph.length, m.paragraph.marks, m.paragraph.last, m.paragraph.columns = 0, 0, 0, 0
}
