package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// readLinks makes a row of every link and image, and keeps the author's own anchors.
func (r *reader) readLinks() {
	r.links = map[ast.Node]int{}
	taken := map[string]bool{}
	for i := range r.doc.Sections {
		taken[r.doc.Sections[i].Anchor] = true
	}
	for _, a := range r.nested {
		taken[a] = true
	}
	labels := 0 // links around the node
	ast.Walk(r.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Kind() == ast.KindLink {
				labels--
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if a, ok := r.nested[n]; ok {
				r.doc.Anchors = append(r.doc.Anchors, a)
			}
		case *ast.Link:
			labels++
			r.addLink(n, plan.Link{Dest: unescape(n.Destination), Title: unescape(n.Title), Span: r.linkSpan(n)})
		case *ast.Image:
			r.addLink(n, plan.Link{Image: true, Dest: unescape(n.Destination), Title: unescape(n.Title),
				Label: r.plainText(n), Span: r.linkSpan(n)})
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			r.addLink(n, r.autoLink(n))
		case *wikiLink:
			r.addLink(n, plan.Link{Kind: plan.LinkWiki, Dest: string(n.target.Value(r.text)),
				Span: plan.Span{Start: n.span.Start, End: n.span.Stop}})
		case *ast.RawHTML, *ast.HTMLBlock:
			for i := range r.raw[n] {
				if labels == 0 { // a label holds no links, and no anchors of its own
					r.readPiece(&r.raw[n][i], taken)
				}
			}
		}
		return ast.WalkContinue, nil
	})
}

// readPiece makes a row of a link or image of raw HTML, and keeps an anchor
// that no other element of the page has. Names that begin with "pf-" are the
// frame's, those with "fn" and a colon the footnotes'.
func (r *reader) readPiece(p *piece, taken map[string]bool) {
	switch {
	case p.kind == pieceLink && !p.end:
		p.link = r.addLink(nil, plan.Link{Dest: p.tag.href, Title: p.tag.title, Span: p.span})
	case p.kind == pieceImage && !p.end:
		p.link = r.addLink(nil, plan.Link{Image: true, Dest: p.tag.src, Title: p.tag.title, Label: p.tag.alt, Span: p.span})
	case p.kind == pieceAnchor:
		bad := func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) || c == ':' }
		if taken[p.text] || len(p.text) > maxAnchor || reserved(p.text) || strings.ContainsFunc(p.text, bad) {
			return
		}
		p.kept, taken[p.text] = true, true
		r.doc.Anchors = append(r.doc.Anchors, p.text)
	}
}

// maxAnchor is the length in bytes of the longest anchor of an author's that is kept.
const maxAnchor = 200

// addLink decides what a link may lead to and adds its row; n is nil for one of raw HTML.
func (r *reader) addLink(n ast.Node, l plan.Link) int {
	l.Section = r.sectionAt(l.Span.Start)
	l.Dest = strings.Trim(l.Dest, " \t\n\r\f")
	if l.Kind != plan.LinkWiki {
		l.Kind = linkKind(l.Dest)
	}
	if l.Kind == plan.LinkUnsafe {
		d := diag.New(diag.UnsafeLink, r.file.Path, "link to %q, which is no address that a plan may use", shortened(l.Dest))
		d.Hint = "use http, https, mailto, or a path within the portfolio"
		r.report(d, l.Span)
	}
	row := len(r.doc.Links)
	if n != nil {
		r.links[n] = row
	}
	r.linkNodes = append(r.linkNodes, n)
	r.doc.Links = append(r.doc.Links, l)
	return row
}

// shortened is the start of an address, for a message: some hold whole images.
func shortened(dest string) string {
	if runes := []rune(dest); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return dest
}

// linkKind judges an address as a browser reads it (url.spec.whatwg.org,
// "basic URL parser"), by what is allowed, never by what is not.
func linkKind(dest string) plan.LinkKind {
	for _, c := range dest {
		if c == '\\' || c < ' ' || c == 0x7f || c == unicode.ReplacementChar {
			return plan.LinkUnsafe // a browser removes some of these, and reads "\" as "/"
		}
	}
	switch scheme, rest, found := cutScheme(dest); {
	case found && (scheme == "http" || scheme == "https"):
		if host, ok := strings.CutPrefix(rest, "//"); !ok || host == "" || host[0] == '/' {
			return plan.LinkUnsafe
		}
		return plan.LinkExternal
	case found && scheme == "mailto":
		return plan.LinkExternal
	case found, strings.HasPrefix(dest, "//"):
		return plan.LinkUnsafe
	case strings.HasPrefix(dest, "#"):
		return plan.LinkAnchor
	}
	return plan.LinkFile
}

// cutScheme splits "Scheme:rest" and gives the scheme in lower case.
func cutScheme(dest string) (scheme, rest string, found bool) {
	for i := 0; i < len(dest); i++ {
		switch c := dest[i] | 0x20; {
		case 'a' <= c && c <= 'z':
		case i > 0 && (dest[i] >= '0' && dest[i] <= '9' || strings.IndexByte("+-.", dest[i]) >= 0):
		case i > 0 && dest[i] == ':':
			return strings.ToLower(dest[:i]), dest[i+1:], true
		default:
			return "", dest, false
		}
	}
	return "", dest, false
}

// autoLink is the row of "<https://…>" or of a bare address.
func (r *reader) autoLink(n *ast.AutoLink) plan.Link {
	dest := string(n.URL(r.text))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	label := string(n.Label(r.text))
	start := n.Pos()
	// The position is that of what set the library looking: a space, perhaps.
	if i := strings.Index(string(r.text[start:min(len(r.text), start+len(label)+2)]), label); i > 0 {
		start += i
	}
	return plan.Link{Dest: dest, Span: plan.Span{Start: start, End: min(len(r.text), start+len(label))}}
}

// linkSpan is the whole of a link or image.
func (r *reader) linkSpan(link ast.Node) plan.Span {
	start := max(link.Pos(), 0)
	end := start
	ast.Walk(link, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			end = max(end, n.Segment.Stop)
		case *ast.RawHTML:
			if l := n.Segments.Len(); l > 0 {
				end = max(end, n.Segments.At(l-1).Stop)
			}
		case *ast.Link, *ast.Image:
			if n != link {
				end = max(end, r.linkSpan(n).End)
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
	return plan.Span{Start: start, End: linkEnd(r.text, end)}
}

// linkEnd finds where the link ends whose label ends at or before offset: behind
// "](…)", "][…]" or "]". Only marks of emphasis and code stand before the "]".
func linkEnd(text []byte, offset int) int {
	i := offset
	for i < len(text) && text[i] != ']' && text[i] != '\n' {
		i++
	}
	if i >= len(text) || text[i] != ']' {
		return offset
	}
	i++
	if i >= len(text) || text[i] != '(' && text[i] != '[' {
		return i
	}
	if text[i] == '[' {
		if j := closing(text, i+1, ']'); j > 0 {
			return j
		}
		return i
	}
	j := skipSpace(text, i+1)
	if j < len(text) && text[j] == '<' {
		j = max(j, closing(text, j+1, '>'))
	} else {
		for depth := 0; j < len(text) && text[j] > ' '; j++ {
			if text[j] == '\\' && j+1 < len(text) {
				j++
			} else if text[j] == '(' {
				depth++
			} else if text[j] == ')' {
				if depth--; depth < 0 {
					break
				}
			}
		}
	}
	j = skipSpace(text, j)
	if j < len(text) {
		if c := map[byte]byte{'"': '"', '\'': '\'', '(': ')'}[text[j]]; c != 0 {
			j = skipSpace(text, max(j, closing(text, j+1, c)))
		}
	}
	if j < len(text) && text[j] == ')' {
		return j + 1
	}
	return i
}

// closing is behind the next c that no backslash escapes; -1 where there is none.
func closing(text []byte, i int, c byte) int {
	for ; i < len(text); i++ {
		if text[i] == '\\' {
			i++
		} else if text[i] == c {
			return i + 1
		}
	}
	return -1
}

func skipSpace(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n') {
		i++
	}
	return i
}
