package markdown

import (
	"html"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	xhtml "golang.org/x/net/html"

	"github.com/planfolio/planfolio/internal/plan"
)

// A piece is a stretch of an author's raw HTML: text that is shown, or a tag
// that does something.
type piece struct {
	kind pieceKind
	text string // pieceText: plain text to show; pieceTag: the sanitised tag; pieceAnchor: the anchor
	span plan.Span
	tag  rawTag
	link int  // pieceLink, pieceImage: the row in doc.Links, None before readLinks
	end  bool // an end tag
	pair bool // answered by its end or start within the same block
	kept bool // pieceAnchor: stands in the HTML
	mark bool // pieceText: markup that is shown
}

type pieceKind int

// The kinds of piece. An end tag has the kind of the start tag it answers.
const (
	pieceText   pieceKind = iota
	pieceTag              // a tag that is kept
	pieceLink             // <a href>
	pieceImage            // <img>
	pieceAnchor           // the id of an element, or <a name>
	pieceHidden           // a tag that shows nothing, such as <a name>
)

// rawTag is an element's name with the attributes that rows of the document are made of.
type rawTag struct{ name, href, src, alt, title string }

// readRaw cuts all raw HTML of the document into pieces.
func (r *reader) readRaw() {
	r.raw = map[ast.Node][]piece{}
	var inline [][]piece // of the block at hand
	ast.Walk(r.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.RawHTML:
			if entering {
				r.raw[n] = r.cut(n.Segments.Sliced(0, n.Segments.Len()))
				inline = append(inline, r.raw[n])
			}
			return ast.WalkContinue, nil
		case *ast.HTMLBlock:
			if entering {
				lines := n.Lines().Sliced(0, n.Lines().Len())
				if n.HasClosure() {
					lines = append(lines[:len(lines):len(lines)], n.ClosureLine)
				}
				r.raw[n] = r.cut(lines)
				pairUp([][]piece{r.raw[n]})
			}
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock && !entering && len(inline) > 0 {
			pairUp(inline)
			for _, pieces := range inline {
				r.showUnpaired(pieces)
			}
			inline = inline[:0]
		}
		return ast.WalkContinue, nil
	})
}

// pairUp finds the end of each start tag within one block.
func pairUp(runs [][]piece) {
	var open []*piece
	for _, run := range runs {
		for i := range run {
			p := &run[i]
			switch {
			case p.kind == pieceText || p.kind == pieceImage || p.kind == pieceAnchor || void[p.tag.name]:
			case !p.end:
				open = append(open, p)
			default:
				// A tag left open this far back is taken for open for good, so
				// that thousands of them cost no more than they weigh.
				for j := len(open) - 1; j >= max(0, len(open)-32); j-- {
					if open[j].tag.name == p.tag.name {
						p.pair, open[j].pair = true, true
						p.kind = open[j].kind
						open = open[:j]
						break
					}
				}
			}
		}
	}
}

// lone tells whether p is a tag of phrasing content that no tag in its block answers.
func (p *piece) lone() bool {
	return !p.pair && p.kind != pieceText && p.kind != pieceImage && p.kind != pieceAnchor &&
		phrasing[p.tag.name] && !void[p.tag.name]
}

// showUnpaired makes text of lone tags within a paragraph: "Vec<B>" is a type,
// and a "<b>" that never ends would make the rest bold.
func (r *reader) showUnpaired(pieces []piece) {
	for i := range pieces {
		if p := &pieces[i]; p.lone() {
			*p = piece{kind: pieceText, text: string(r.text[p.span.Start:p.span.End]), span: p.span}
		}
	}
}

// cut tokenises the HTML that stands in lines.
func (r *reader) cut(lines []text.Segment) []piece {
	c := newCutter(lines, r.text)
	if r.opts.RawHTML == "escape" {
		return c.show(nil, 0, len(c.source), asMarkup)
	}
	var pieces []piece
	references := true // character references mean something; not so within a script
	z := xhtml.NewTokenizer(strings.NewReader(c.source))
	for from := 0; from < len(c.source); {
		kind := z.Next()
		raw := z.Raw()
		if len(raw) == 0 {
			return c.show(pieces, from, len(c.source), asMarkup)
		}
		to := from + len(raw)
		switch kind {
		case xhtml.CommentToken:
			comment := c.source[from:to]
			if !strings.HasPrefix(comment, "<!--") || !strings.HasSuffix(comment, "-->") && !strings.HasSuffix(comment, "--!>") {
				pieces = c.show(pieces, from, to, asMarkup)
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken, xhtml.EndTagToken:
			t := z.Token()
			verbatim := kind == xhtml.StartTagToken && verbatim[t.Data]
			references = !verbatim
			if !verbatim {
				z.NextIsNotRawText() // what is only shown as text rules nothing behind it
			}
			if tags, ok := readTag(t); ok {
				for i := range tags {
					tags[i].span = c.place(from, to)
				}
				pieces = append(pieces, tags...)
			} else {
				pieces = c.show(pieces, from, to, asMarkup)
			}
		case xhtml.TextToken:
			if references {
				pieces = c.show(pieces, from, to, asText)
			} else {
				pieces = c.show(pieces, from, to, asMarkup)
			}
		default:
			pieces = c.show(pieces, from, to, asMarkup)
		}
		from = to
	}
	return pieces
}

// readTag makes pieces of a tag; ok is false where the element is not one that
// is kept, so that the tag is shown as text.
func readTag(t xhtml.Token) (pieces []piece, ok bool) {
	name := t.Data
	if to, renamed := renames[name]; renamed {
		name = to
	}
	p := piece{kind: pieceTag, tag: rawTag{name: name}, link: plan.None, end: t.Type == xhtml.EndTagToken}
	switch {
	case silent[name], void[name] && p.end:
		p.kind = pieceHidden
		return []piece{p}, true
	case !keptElements[name]:
		return nil, false
	}
	t.Data, t.DataAtom = name, 0
	var id string
	for _, a := range t.Attr {
		switch a.Key {
		case "href":
			p.tag.href, p.kind = a.Val, pieceLink
		case "src":
			p.tag.src = a.Val
		case "alt":
			p.tag.alt = a.Val
		case "title":
			p.tag.title = a.Val
		case "id":
			id = a.Val
		case "name":
			if name == "a" && id == "" {
				id = a.Val
			}
		}
	}
	if id != "" && !p.end {
		pieces = append(pieces, piece{kind: pieceAnchor, text: id, link: plan.None})
		p.pair = name == "a" // said what it had to say, with or without an end
	}
	switch {
	case name == "img":
		p.kind = pieceImage
	case name != "a" && name != "span":
		p.kind = pieceTag
		p.text = tagPolicy.Sanitize(t.String())
	case p.kind != pieceLink || name == "span":
		p.kind = pieceHidden
	}
	return append(pieces, p), true
}

// A cutter knows where in the file each byte of joined lines comes from.
type cutter struct {
	source string
	lines  []text.Segment
	starts []int // of each line in source
}

func newCutter(lines []text.Segment, source []byte) cutter {
	c := cutter{lines: lines, starts: make([]int, len(lines))}
	var b strings.Builder
	for i, l := range lines {
		c.starts[i] = b.Len()
		b.Write(source[l.Start:l.Stop])
	}
	c.source = b.String()
	return c
}

// Text means what its character references say; markup is shown as it is written.
const (
	asText   = false
	asMarkup = true
)

// show adds the bytes from … to as text, one piece for each line, so that each
// piece is one stretch of the file.
func (c *cutter) show(pieces []piece, from, to int, markup bool) []piece {
	for from < to {
		i := c.line(from)
		end := min(to, c.starts[i]+c.lines[i].Stop-c.lines[i].Start)
		s := c.source[from:end]
		if !markup {
			s = html.UnescapeString(s)
		}
		pieces = append(pieces, piece{kind: pieceText, text: s, span: c.place(from, end), link: plan.None, mark: markup})
		from = end
	}
	return pieces
}

// place is the span in the file of the bytes from … to; to is greater than from.
func (c *cutter) place(from, to int) plan.Span {
	i, j := c.line(from), c.line(to-1)
	return plan.Span{Start: c.lines[i].Start + from - c.starts[i], End: c.lines[j].Start + to - c.starts[j]}
}

// line is the last line that begins at or before the byte at offset, empty ones left out.
func (c *cutter) line(offset int) int {
	return sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > offset }) - 1
}
