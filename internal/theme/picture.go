package theme

import (
	"github.com/planfolio/planfolio/internal/site"
)

// picture draws a layered picture: the words over its columns, the lines, then
// the boxes, which are links. It is made here and not by a template because
// every requirement has one. See writer for what is escaped.
func picture(page []byte, at **site.Picture) []byte {
	p := *at
	if p == nil {
		return page
	}
	w := writer{page}
	w.raw(`<svg`)
	w.numeric("width", p.Width)
	w.numeric("height", p.Height)
	w.raw(` role="group"`)
	w.attribute("aria-label", p.Label)
	w.raw(`>`)
	for i := range p.Heads {
		w.raw(`<text class="picture-head"`)
		w.numeric("x", p.Heads[i].X)
		w.raw(` y="12">`)
		w.text(p.Heads[i].Label)
		w.raw(`</text>`)
	}
	if len(p.Lines) > 0 {
		w.raw(`<path class="picture-line" d="`)
		for i := range p.Lines {
			l := &p.Lines[i]
			w.raw("M")
			w.numbers(l.X1, l.Y1)
			w.raw("C")
			w.numbers(l.XM, l.Y1, l.XM, l.Y2, l.X2, l.Y2)
		}
		w.raw(`"/>`)
	}
	for i := range p.Boxes {
		w.box(&p.Boxes[i])
	}
	w.raw(`</svg>`)
	return w.out
}

// box draws one box; what does not fit into it is cut off, and in its title.
func (w *writer) box(b *site.PictureBox) {
	if b.Href != "" {
		w.raw(`<a`)
		w.attribute("href", address(b.Href))
		w.raw(`>`)
	}
	w.raw(`<svg class="picture-box picture-`)
	w.text(b.Kind)
	w.raw(`"`)
	w.numeric("x", b.X)
	w.numeric("y", b.Y)
	w.numeric("width", b.Width)
	w.raw(` height="24"><title>`)
	w.text(b.Kind)
	w.raw(" ")
	if b.Title != "" {
		w.text(b.Title)
	} else {
		w.text(b.Label)
	}
	if said := word(b.State); said != "" {
		w.raw(", ")
		w.text(said)
	}
	w.raw(`</title><rect/>`)
	if symbol, ok := symbols[b.State.Name]; ok {
		w.raw(`<use class="g-`)
		w.raw(symbol.hue)
		w.raw(`" href="#pf-`)
		w.raw(symbol.shape)
		w.raw(`"/>`)
	}
	w.raw(`<text>`)
	w.text(b.Label)
	w.raw(`</text></svg>`)
	if b.Href != "" {
		w.raw(`</a>`)
	}
}

// numeric writes an attribute.
func (w *writer) numeric(name string, n int) {
	w.open(name)
	w.number(n)
	w.raw(`"`)
}

// numbers writes numbers with spaces between them.
func (w *writer) numbers(list ...int) {
	for i, n := range list {
		if i > 0 {
			w.raw(" ")
		}
		w.number(n)
	}
}
