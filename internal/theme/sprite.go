package theme

import (
	"bytes"
	"encoding/xml"
	"html/template"
	"strings"
	"text/template/parse"
)

// spritePartial has the shapes that the signs of a page refer to. The layout puts
// it behind everything else, and a page keeps of it what it shows.
const spritePartial = "partials/sprite.html"

// A sprite is the shapes of spritePartial: an svg element whose children have ids.
type sprite struct {
	whole       []byte // as a page has it at first
	open, close []byte // around the shapes
	shapes      []shape
}

type shape struct{ id, markup []byte }

// shapePrefix begins the ids of shapes.
const shapePrefix = "pf-"

// readSprite gives the sprite of a page's templates; nil where it is not plain
// text, or holds what cannot be told to be used or not. The page then has all of it.
func readSprite(set *template.Template) *sprite {
	t := set.Lookup(spritePartial)
	if t == nil || t.Tree == nil || len(t.Tree.Root.Nodes) != 1 {
		return nil
	}
	node, ok := t.Tree.Root.Nodes[0].(*parse.TextNode)
	if !ok || bytes.Contains(node.Text, []byte("href")) || bytes.Contains(node.Text, []byte("url(")) {
		return nil
	}
	s := &sprite{whole: node.Text}
	d := xml.NewDecoder(bytes.NewReader(s.whole))
	depth, start := 0, 0
	var id string
	for s.close == nil {
		before := int(d.InputOffset())
		token, err := d.Token()
		if err != nil {
			return nil
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				s.open = s.whole[:d.InputOffset()]
			}
			if depth == 2 {
				start, id = before, idOf(token)
			}
		case xml.EndElement:
			if depth == 2 {
				if !strings.HasPrefix(id, shapePrefix) {
					return nil
				}
				s.shapes = append(s.shapes, shape{[]byte(id), s.whole[start:d.InputOffset()]})
			}
			if depth--; depth == 0 {
				s.close = s.whole[before:]
			}
		}
	}
	if len(s.shapes) > 64 {
		return nil
	}
	return s
}

func idOf(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" {
			return a.Value
		}
	}
	return ""
}

// mostBehind is how many bytes there may be behind the sprite, for it to be found.
const mostBehind = 256

// trim takes from the page that begins at an index the shapes that nothing in it
// refers to.
func (s *sprite) trim(made []byte, begin int) []byte {
	from := max(begin, len(made)-len(s.whole)-mostBehind)
	at := bytes.LastIndex(made[from:], s.open)
	if at < 0 || !bytes.HasPrefix(made[from+at:], s.whole) {
		return made
	}
	at += from
	rest := made[at+len(s.whole):]
	used := s.used(made[begin:at]) | s.used(rest)
	made = append(made[:at], s.open...) // never longer than it was, so rest stays
	for i := range s.shapes {
		if used&(1<<i) != 0 {
			made = append(made, s.shapes[i].markup...)
		}
	}
	return append(append(made, s.close...), rest...)
}

// used tells which shapes a text refers to, a bit for each.
func (s *sprite) used(text []byte) (bits uint64) {
	reference := []byte("#" + shapePrefix)
	for {
		at := bytes.Index(text, reference)
		if at < 0 {
			return bits
		}
		text = text[at+1:]
		for i := range s.shapes {
			id := s.shapes[i].id
			if bytes.HasPrefix(text, id) && len(text) > len(id) && text[len(id)] == '"' {
				bits |= 1 << i
				break
			}
		}
	}
}
