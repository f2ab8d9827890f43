package source

import "strings"

// cursor reads one line by columns, in which a tab reaches to the next multiple
// of four. The marks it knows are those of CommonMark 0.31.2 and GFM's tables.
type cursor struct {
	text string
	i    int // byte
	col  int // column; within a tab that is used in part
}

func (c *cursor) rest() string { return c.text[c.i:] }

func (c *cursor) blank() bool { return strings.TrimLeft(c.rest(), " \t") == "" }

// indent is the columns of white space ahead.
func (c *cursor) indent() int {
	col := c.col
	for _, b := range []byte(c.rest()) {
		switch b {
		case ' ':
			col++
		case '\t':
			col += 4 - col%4
		default:
			return col - c.col
		}
	}
	return col - c.col
}

// skip moves over n columns of white space.
func (c *cursor) skip(n int) {
	for n > 0 && c.i < len(c.text) {
		step := 1
		if c.text[c.i] == '\t' {
			step = 4 - c.col%4
		}
		if step > n {
			c.col += n
			return
		}
		c.i++
		c.col += step
		n -= step
	}
}

// take moves over one byte that is no white space.
func (c *cursor) take() {
	c.i++
	c.col++
}

// next is the first byte that is no white space; 0 at the end.
func (c *cursor) next() byte {
	if s := strings.TrimLeft(c.rest(), " \t"); s != "" {
		return s[0]
	}
	return 0
}

// run is how often the byte at the cursor repeats.
func (c *cursor) run() int {
	s := c.rest()
	n := 0
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

// containerMark moves over the mark of a quote or a list item that stands indent
// columns ahead. Where it would interrupt a paragraph, a list must begin with 1
// and must not be empty.
func (c *cursor) containerMark(indent int, interrupts bool) (container, bool) {
	s := strings.TrimLeft(c.rest(), " \t")
	if s == "" {
		return container{}, false
	}
	if s[0] == '>' {
		c.skip(indent)
		c.take()
		c.skip(min(c.indent(), 1))
		return container{indent: quote}, true
	}
	n := listMark(s)
	if n == 0 || interrupts && (strings.TrimLeft(s[n:], " \t") == "" || n > 1 && strings.TrimLeft(s[:n-1], "0") != "1") {
		return container{}, false
	}
	c.skip(indent)
	for range n {
		c.take()
	}
	blank, padding := c.blank(), c.indent()
	if padding > 4 || blank {
		padding = 1
	}
	c.skip(padding)
	return container{indent: indent + n + padding, empty: blank}, true
}

// footnoteMark moves over the mark of a footnote that stands indent columns
// ahead. What is indented by four columns below belongs to it.
func (c *cursor) footnoteMark(indent int) bool {
	n := footnoteMark(strings.TrimLeft(c.rest(), " \t"))
	if n == 0 {
		return false
	}
	c.skip(indent)
	for range n {
		c.take()
	}
	return true
}

// footnoteMark is the length of the mark "[^label]:" that s begins with; 0 where
// there is none.
func footnoteMark(s string) int {
	if !strings.HasPrefix(s, "[^") {
		return 0
	}
	for i := 2; i < len(s)-1; i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			return 0
		case ']':
			if s[i+1] != ':' || strings.TrimSpace(s[2:i]) == "" {
				return 0
			}
			return i + 2
		}
	}
	return 0
}

// listMark is the length of the list mark that s begins with; 0 where there is none.
func listMark(s string) int {
	n := 0
	switch s[0] {
	case '-', '+', '*':
		n = 1
	default:
		for n < len(s) && n < 9 && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		if n == 0 || n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	}
	if n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// thematicBreak tells whether the line ahead is a rule: three or more of one of
// "-", "_" and "*", and nothing else.
func (c *cursor) thematicBreak() bool {
	s := strings.TrimLeft(c.rest(), " \t")
	if s == "" || s[0] != '-' && s[0] != '_' && s[0] != '*' {
		return false
	}
	n := 0
	for i := range len(s) {
		switch s[i] {
		case s[0]:
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3
}

// opensFence tells whether a code fence begins at the cursor.
func (c *cursor) opensFence() bool {
	s := c.rest()
	if s == "" || s[0] != '`' && s[0] != '~' {
		return false
	}
	n := c.run()
	return n >= 3 && (s[0] == '~' || strings.IndexByte(s[n:], '`') < 0)
}

// closesFence tells whether the line ahead closes a fence of length marks.
func (c *cursor) closesFence(mark byte, length int) bool {
	if c.indent() > 3 || c.next() != mark {
		return false
	}
	s := strings.Trim(c.rest(), " \t")
	return len(s) >= length && strings.Trim(s, string(mark)) == ""
}

// heading tells whether an ATX heading begins at the cursor.
func (c *cursor) heading() bool {
	s := c.rest()
	if s == "" || s[0] != '#' {
		return false
	}
	n := c.run()
	return n <= 6 && (n == len(s) || s[n] == ' ' || s[n] == '\t')
}

// setextLine tells whether the line underlines a heading.
func (c *cursor) setextLine() bool {
	s := strings.TrimRight(c.rest(), " \t")
	return s != "" && (strings.Trim(s, "=") == "" || strings.Trim(s, "-") == "")
}

// startsLeaf tells whether a block other than a paragraph begins ahead that may
// interrupt one.
func (c *cursor) startsLeaf() bool {
	d := *c
	indent := d.indent()
	if indent > 3 {
		return false
	}
	d.skip(indent)
	return d.opensFence() || d.heading() || d.thematicBreak() || htmlBlock(d.rest(), true) != nil
}

// delimiterColumns is the number of columns of a table's second line, such as
// "| --- | :-: |"; 0 where text is none.
func delimiterColumns(text string) int {
	columns, dashes := 0, 0
	for cell := range strings.SplitSeq(tableLine(text), "|") {
		cell = strings.Trim(cell, " \t")
		inner := strings.TrimSuffix(strings.TrimPrefix(cell, ":"), ":")
		if inner == "" || strings.Trim(inner, "-") != "" {
			return 0
		}
		dashes += len(inner)
		columns++
	}
	if dashes == 0 {
		return 0
	}
	return columns
}

// rowCells is the number of cells of a table's row.
func rowCells(text string) int {
	line := tableLine(text)
	return 1 + strings.Count(line, "|") - strings.Count(line, `\|`)
}

// tableLine is text without the pipes at its ends.
func tableLine(text string) string {
	text = strings.Trim(text, " \t")
	text = strings.TrimPrefix(text, "|")
	if strings.HasSuffix(text, "|") && !strings.HasSuffix(text, `\|`) {
		text = text[:len(text)-1]
	}
	return text
}

// prefix is what line begins with before its text: white space and the marks of
// quotes and lists, however far indented; with the number of the marks.
func prefix(line string) (text string, marks int) {
	rest := strings.TrimLeft(line, " \t")
	for rest != "" {
		n := 1
		if rest[0] != '>' {
			if n = max(listMark(rest), footnoteMark(rest)); n == 0 {
				break
			}
		}
		marks++
		rest = strings.TrimLeft(rest[n:], " \t")
	}
	return line[:len(line)-len(rest)], marks
}
