package markdown

import (
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/planfolio/planfolio/internal/plan"
)

// balance closes what an author's raw tags left open, and drops ends without a
// start, by reading the fragment as a browser would. Holes are comments on the
// way: comments of authors never get this far, so none can be forged. It gives
// up on tags that nest deeper than anybody means.
func balance(r *reader, loose plan.Fragment) (plan.Fragment, bool) {
	var b strings.Builder
	for i, text := range loose.Text {
		b.WriteString(text)
		if i < len(loose.Holes) {
			b.WriteString("<!--" + strconv.Itoa(i) + "-->")
		}
	}
	context := &xhtml.Node{Type: xhtml.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := xhtml.ParseFragment(strings.NewReader(b.String()), context)
	if err != nil {
		return plan.Fragment{}, false
	}
	d := domWriter{r: r, holes: loose.Holes}
	for _, n := range nodes {
		d.node(n)
	}
	return d.f.done(), d.deepest <= maxTagDepth
}

// maxTagDepth bounds how deep elements nest in a fragment with tags of the author's.
const maxTagDepth = 200

// domWriter writes a tree that a browser would make of a fragment.
type domWriter struct {
	r     *reader
	f     fragment
	holes []plan.Hole
	plain bool     // within a link: holes stand as text, anchors do not stand
	ids   []string // of anchors that a link has left out

	depth, deepest int
}

func (d *domWriter) node(n *xhtml.Node) {
	switch n.Type {
	case xhtml.TextNode:
		d.f.text(n.Data)
	case xhtml.CommentNode:
		if i, err := strconv.Atoi(n.Data); err == nil && i < len(d.holes) {
			d.hole(d.holes[i])
		}
	case xhtml.ElementNode:
		d.element(n)
	}
}

func (d *domWriter) children(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		d.node(c)
	}
}

func (d *domWriter) element(n *xhtml.Node) {
	if n.Data == "p" && n.FirstChild == nil {
		return // what a browser makes of an end without a start
	}
	var attributes []string
	for _, a := range n.Attr {
		if n.Data == "a" && a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
			d.link(n, a.Val)
			return
		}
		if d.plain && a.Key == "id" {
			d.ids = append(d.ids, a.Val)
			continue
		}
		attributes = append(attributes, a.Key, a.Val)
	}
	d.f.open(n.Data, attributes...)
	d.depth++
	d.deepest = max(d.deepest, d.depth)
	if n.FirstChild != nil || !void[n.Data] {
		if n.Data == "pre" && n.FirstChild != nil && n.FirstChild.Type == xhtml.TextNode && strings.HasPrefix(n.FirstChild.Data, "\n") {
			d.f.newline() // a browser drops one
		}
		d.children(n)
		d.f.close(n.Data)
	}
	d.depth--
}

// link makes a hole of an author's <a>, whose label is only known here. Without
// a label that can be read, it is what stands in it.
func (d *domWriter) link(n *xhtml.Node, row string) {
	i, err := strconv.Atoi(row)
	if err != nil || i < 0 || i >= len(d.r.doc.Links) || d.plain {
		d.children(n)
		return
	}
	label := domWriter{r: d.r, holes: d.holes, plain: true}
	label.children(n)
	html := label.f.out.String()
	for _, id := range label.ids {
		d.f.open("span", "id", id)
		d.f.close("span")
	}
	if strings.TrimSpace(html) == "" {
		d.children(n)
		return
	}
	d.r.doc.Links[i].Label = html
	d.f.hole(plan.HoleLink, i)
}

// hole writes a hole, within a link what it would show.
func (d *domWriter) hole(h plan.Hole) {
	switch {
	case !d.plain:
		d.f.hole(h.Kind, h.Index)
	case h.Kind == plan.HoleCitation:
		span := d.r.doc.Citations[h.Index].Span
		d.f.text(string(d.r.text[span.Start:span.End]))
	case h.Kind == plan.HoleImage:
		d.f.text(d.r.doc.Links[h.Index].Label)
	case h.Kind == plan.HoleLink:
		d.f.out.WriteString(d.r.doc.Links[h.Index].Label)
	}
}
