package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// block writes n and what is nested in it.
func (e *emitter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		e.paragraph(n)
	case *ast.TextBlock:
		e.lines(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			e.f.newline()
		}
	case *ast.Heading:
		e.heading(n)
	case *ast.Blockquote:
		e.quote(n)
	case *ast.List:
		e.list(n)
	case *ast.ListItem:
		e.item(n)
	case *ast.ThematicBreak:
		e.f.open("hr")
		e.f.newline()
	case *ast.CodeBlock:
		e.code(n, "")
	case *ast.FencedCodeBlock:
		e.code(n, string(n.Language(e.r.text)))
	case *ast.HTMLBlock:
		e.html(n)
	case *ast.LinkReferenceDefinition: // shows nothing
	case *east.Table:
		e.table(n)
	case *east.FootnoteList:
		e.footnotes(n)
	default:
		e.blocks(n)
	}
}

func (e *emitter) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			e.inline(c)
		} else {
			e.block(c)
		}
	}
}

// lines writes the inline content of a block.
func (e *emitter) lines(n ast.Node) {
	e.until = 0
	if l := n.Lines(); l.Len() > 0 {
		e.until = l.At(l.Len() - 1).Stop
	}
	e.inlines(n)
}

func (e *emitter) paragraph(n *ast.Paragraph) {
	e.f.open("p")
	e.lines(n)
	e.f.close("p")
	e.f.newline()
}

// heading writes a heading within a quote or item. The page's only h1 is its title.
func (e *emitter) heading(n *ast.Heading) {
	tag := "h" + strconv.Itoa(max(2, n.Level))
	if id, ok := e.r.nested[n]; ok && !e.second {
		e.f.open(tag, "id", id)
	} else {
		e.f.open(tag)
	}
	was := e.inHeading
	e.inHeading = true
	e.lines(n)
	e.inHeading = was
	e.f.close(tag)
	e.f.newline()
}

// The kinds of alert, as GitHub has them, with their titles.
var alerts = map[string]string{"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}

func (e *emitter) quote(n *ast.Blockquote) {
	kind := e.r.alertKind(n)
	if kind == "" {
		e.f.open("blockquote")
		e.f.newline()
		e.blocks(n)
		e.f.close("blockquote")
		e.f.newline()
		return
	}
	e.f.open("div", "class", "alert alert-"+kind)
	e.f.newline()
	e.f.open("p", "class", "alert-title")
	e.f.text(alerts[kind])
	e.f.close("p")
	e.f.newline()
	first := n.FirstChild()
	line := first.Lines().At(0)
	e.skip = max(e.skip, line.Stop)
	if first.Lines().Len() > 1 {
		e.block(first)
	}
	for c := first.NextSibling(); c != nil; c = c.NextSibling() {
		e.block(c)
	}
	e.f.close("div")
	e.f.newline()
}

// alertKind is "note" of a quote whose first line is "[!NOTE]"; "" for other quotes.
func (r *reader) alertKind(n *ast.Blockquote) string {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return ""
	}
	line := p.Lines().At(0)
	mark := strings.ToLower(strings.TrimSpace(string(line.Value(r.text))))
	kind, ok := strings.CutPrefix(strings.TrimSuffix(mark, "]"), "[!")
	if !ok || alerts[kind] == "" || !strings.HasSuffix(mark, "]") {
		return ""
	}
	if _, text := p.FirstChild().(*ast.Text); !text {
		return "" // a link that happens to be called so
	}
	return kind
}

func (e *emitter) list(n *ast.List) {
	tag := "ul"
	var attributes []string
	if n.IsOrdered() {
		tag = "ol"
		if n.Start != 1 {
			attributes = []string{"start", strconv.Itoa(n.Start)}
		}
	}
	e.f.open(tag, attributes...)
	e.f.newline()
	e.blocks(n)
	e.f.close(tag)
	e.f.newline()
}

func (e *emitter) item(n *ast.ListItem) {
	e.f.open("li")
	if c := n.FirstChild(); c != nil && c.Kind() != ast.KindTextBlock {
		e.f.newline()
	}
	e.blocks(n)
	e.f.close("li")
	e.f.newline()
}

func (e *emitter) table(n *east.Table) {
	e.f.open("table")
	e.f.newline()
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cell := "td"
		if row.Kind() == east.KindTableHeader {
			cell = "th"
			e.f.open("thead")
			e.f.newline()
		} else if !body {
			body = true
			e.f.open("tbody")
			e.f.newline()
		}
		e.row(row, cell)
		if cell == "th" {
			e.f.close("thead")
			e.f.newline()
		}
	}
	if body {
		e.f.close("tbody")
		e.f.newline()
	}
	e.f.close("table")
	e.f.newline()
}

func (e *emitter) row(row ast.Node, tag string) {
	e.f.open("tr")
	e.f.newline()
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cell, ok := c.(*east.TableCell)
		if ok && cell.Alignment != east.AlignNone {
			e.f.open(tag, "class", "align-"+cell.Alignment.String())
		} else {
			e.f.open(tag)
		}
		e.lines(c)
		e.f.close(tag)
		e.f.newline()
	}
	e.f.close("tr")
	e.f.newline()
}

func (e *emitter) footnotes(n *east.FootnoteList) {
	e.f.open("section", "class", "footnotes", "role", "doc-endnotes")
	e.f.newline()
	e.f.open("ol")
	e.f.newline()
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		note, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		e.f.open("li", "id", "fn:"+strconv.Itoa(note.Index))
		e.f.newline()
		skip := e.skip
		e.skip = 0 // notes stand before, in the text
		e.blocks(c)
		e.skip = skip
		e.f.close("li")
		e.f.newline()
	}
	e.f.close("ol")
	e.f.newline()
	e.f.close("section")
	e.f.newline()
}
