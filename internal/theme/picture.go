package theme

import (
	"html/template"
	"strconv"

	"github.com/planfolio/planfolio/internal/site"
)

// picture draws a layered picture: the words over its columns, the lines, then
// the boxes, which are links. It is made here and not by a template because
// every requirement has one. See writer for what is escaped.
func picture(p *site.Picture) template.HTML {
	if p == nil {
		return ""
	}
	var w writer
	w.WriteString(`<svg width="` + strconv.Itoa(p.Width) + `" height="` + strconv.Itoa(p.Height) + `" role="group"`)
	w.attribute("aria-label", p.Label)
	w.WriteByte('>')
	for _, h := range p.Heads {
		w.WriteString(`<text class="picture-head" x="` + strconv.Itoa(h.X) + `" y="12">`)
		w.text(h.Label)
		w.WriteString(`</text>`)
	}
	if len(p.Lines) > 0 {
		w.WriteString(`<path class="picture-line" d="`)
		for _, l := range p.Lines {
			w.WriteString("M" + numbers(l.X1, l.Y1) + "C" + numbers(l.XM, l.Y1, l.XM, l.Y2, l.X2, l.Y2))
		}
		w.WriteString(`"/>`)
	}
	for i := range p.Boxes {
		w.box(&p.Boxes[i])
	}
	w.WriteString(`</svg>`)
	return template.HTML(w.String())
}

// box draws one box; what does not fit into it is cut off, and in its title.
func (w *writer) box(b *site.PictureBox) {
	if b.Href != "" {
		w.WriteString(`<a`)
		w.attribute("href", address(b.Href))
		w.WriteByte('>')
	}
	w.WriteString(`<svg`)
	w.attribute("class", "picture-box picture-"+b.Kind)
	w.WriteString(` x="` + strconv.Itoa(b.X) + `" y="` + strconv.Itoa(b.Y) + `" width="` + strconv.Itoa(b.Width) + `" height="24"><title>`)
	title := b.Title
	if title == "" {
		title = b.Label
	}
	w.text(b.Kind + " " + title)
	if said := word(b.State); said != "" {
		w.text(", " + said)
	}
	w.WriteString(`</title><rect x=".5" y=".5" width="` + strconv.Itoa(max(b.Width-1, 0)) + `" height="23" rx="3"/>`)
	x := "8"
	if symbol, ok := symbols[b.State.Name]; ok {
		w.WriteString(`<use class="g-` + symbol.hue + `" href="#pf-` + symbol.shape + `" x="7" y="6" width="12" height="12"/>`)
		x = "25"
	}
	w.WriteString(`<text x="` + x + `" y="16">`)
	w.text(b.Label)
	w.WriteString(`</text></svg>`)
	if b.Href != "" {
		w.WriteString(`</a>`)
	}
}

// numbers writes numbers with spaces between them.
func numbers(list ...int) string {
	var out []byte
	for i, n := range list {
		if i > 0 {
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(n), 10)
	}
	return string(out)
}
