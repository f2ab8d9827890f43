package codec

import (
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// Alignment gives a, an alignment of f's document with one of schemas, as
// bytes, without its states; a may be nil.
func Alignment(f source.File, a *schema.Alignment, schemas []*schema.Schema) []byte {
	return encode(f.Path, f.Text, func(c *coder) { c.alignment(&a, schemas) })
}

// ReadAlignment gives the alignment that data holds, which may be nil, without
// its states.
func ReadAlignment(f source.File, data []byte, schemas []*schema.Schema) (a *schema.Alignment, ok bool) {
	ok = decode(f.Path, f.Text, data, func(c *coder) { c.alignment(&a, schemas) })
	return a, ok
}

// States gives the states of an alignment as bytes.
func States(sections []schema.SectionState) []byte {
	return encode("", "", func(c *coder) { list(c, &sections, (*coder).sectionState) })
}

// ReadStates gives the states that data holds, those of with.
func ReadStates(data []byte, with *schema.Schema) (sections []schema.SectionState, ok bool) {
	ok = decode("", "", data, func(c *coder) { list(c, &sections, (*coder).sectionState) })
	return sections, ok && len(sections) == len(with.Sections)
}

// alignment writes which of schemas it is with, from 1; 0 is no alignment.
func (c *coder) alignment(a **schema.Alignment, schemas []*schema.Schema) {
	var with uint64
	for i, s := range schemas {
		if !c.reading && *a != nil && s == (*a).Schema {
			with = uint64(i) + 1
		}
	}
	switch with = c.unsigned(with); {
	case with == 0:
		return
	case with > uint64(len(schemas)):
		c.fail()
		return
	case c.reading:
		*a = &schema.Alignment{Schema: schemas[with-1]}
	}
	x := *a
	c.fraction(&x.Match)
	text(c, &x.Reason)
	list(c, &x.Gaps, (*coder).gap)
	list(c, &x.Own, (*coder).number)
	c.flags(&x.Copy)
	c.texts(&x.Notes)
}

func (c *coder) sectionState(s *schema.SectionState) {
	c.number(&s.Section)
	list(c, &s.More, (*coder).number)
	text(c, &s.State)
	list(c, &s.Slots, (*coder).slotState)
	c.number(&s.Words)
	c.number(&s.Filled)
	c.number(&s.Total)
}

func (c *coder) slotState(s *schema.SlotState) {
	c.number(&s.Slot)
	text(c, &s.State)
	c.span(&s.Span)
}
