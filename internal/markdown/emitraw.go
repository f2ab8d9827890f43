package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// html writes a block of raw HTML. One of text and unknown tags keeps its lines:
// that is how plans write "<task>" and its like.
func (e *emitter) html(n *ast.HTMLBlock) {
	pieces := e.r.raw[n]
	empty, markup, flow := true, false, false
	for i := range pieces {
		p := &pieces[i]
		e.until = max(e.until, p.span.End)
		empty = empty && p.kind == pieceText && strings.TrimSpace(p.text) == ""
		markup = markup || p.mark
		flow = flow || p.kind == pieceTag && !phrasing[p.tag.name]
	}
	if empty {
		return
	}
	if markup && !flow {
		e.f.open("pre", "class", "markup")
	}
	for i := range pieces {
		if !pieces[i].lone() {
			e.pieces(pieces[i : i+1])
		}
	}
	if markup && !flow {
		e.f.close("pre")
	}
	e.f.newline()
}

// pieces writes inline raw HTML, or that of a block.
func (e *emitter) pieces(pieces []piece) {
	for i := range pieces {
		p := &pieces[i]
		switch p.kind {
		case pieceText:
			e.pieceText(p)
		case pieceTag:
			if e.inHeading && !phrasing[p.tag.name] {
				continue
			}
			if e.tagless {
				e.f.text(string(e.r.text[p.span.Start:p.span.End]))
				continue
			}
			e.f.loose = e.f.loose || !void[p.tag.name]
			e.f.out.WriteString(p.text)
		case pieceLink:
			if !e.linked || e.tagless || p.link < 0 && !p.end {
				continue
			}
			e.f.loose = true
			if p.end {
				e.f.close("a")
			} else {
				e.f.open("a", "href", strconv.Itoa(p.link))
			}
		case pieceImage:
			switch {
			case p.end:
			case e.linked && p.link >= 0:
				e.f.hole(plan.HoleImage, p.link)
			default:
				e.f.text(p.tag.alt)
			}
		case pieceAnchor:
			if p.kept && !e.second {
				e.f.open("span", "id", p.text)
				e.f.close("span")
			}
		}
	}
}

func (e *emitter) pieceText(p *piece) {
	if p.span.End-p.span.Start != len(p.text) {
		// Character references: the text is not the file's byte for byte.
		e.flush(p.span.End - 1)
		e.f.text(p.text)
		return
	}
	e.stretch(p.span.Start, p.span.End, func(start, stop int) {
		e.f.text(p.text[start-p.span.Start : stop-p.span.Start])
	})
}
