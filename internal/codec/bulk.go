package codec

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// Entries gives the entries of the document of f as bytes.
func Entries(f source.File, entries []plan.Entry) []byte {
	return encode(f.Path, f.Text, func(c *coder) { list(c, &entries, (*coder).entry) })
}

// ReadEntries gives the entries that data holds.
func ReadEntries(f source.File, data []byte) (entries []plan.Entry, ok bool) {
	ok = decode(f.Path, f.Text, data, func(c *coder) {
		c.apart = true
		list(c, &entries, (*coder).entry)
	})
	return entries, ok
}

func (c *coder) entry(e *plan.Entry) {
	c.number(&e.Section)
	text(c, &e.Kind)
	c.number(&e.Depth)
	c.span(&e.Span)
	c.about(e.Span)
	text(c, &e.Text)
	text(c, &e.Label)
	text(c, &e.Value)
	c.texts(&e.Cells)
	same := len(e.Head) > 0 && slices.Equal(e.Head, c.head)
	c.flags(&e.Citation, &same)
	switch {
	case !same:
		c.texts(&e.Head)
		c.head = e.Head
	case c.reading:
		e.Head = c.head // which all rows of a table share
	}
}

// HTML gives the HTML of a document as bytes.
func HTML(h *plan.HTML) []byte {
	return encode("", "", func(c *coder) { c.html(h) })
}

// ReadHTML gives the HTML that data holds; nil where it holds none.
func ReadHTML(data []byte) *plan.HTML {
	h := &plan.HTML{}
	if !decode("", "", data, func(c *coder) { c.html(h) }) {
		return nil
	}
	return h
}

func (c *coder) html(h *plan.HTML) {
	for _, l := range []*[]plan.Fragment{&h.Headings, &h.Bodies, &h.Requirements} {
		list(c, l, (*coder).fragment)
	}
}

func (c *coder) fragment(f *plan.Fragment) {
	c.strings(&f.Text, (*coder).nextPiece)
	list(c, &f.Holes, (*coder).hole)
}

// nextPiece is a text that stands behind the piece before it: its length will do.
func (c *coder) nextPiece(s *string) {
	n := c.unsigned(uint64(len(*s)))
	switch {
	case !c.reading:
		c.written.WriteString(*s)
	case n > uint64(len(c.literals)-c.piece):
		c.fail()
	default:
		*s = c.literals[c.piece : c.piece+int(n)]
		c.piece += int(n)
	}
}
