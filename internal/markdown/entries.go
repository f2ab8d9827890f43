package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readEntries cuts the bodies of the sections into entries, the leaves of
// their content, and says which sections have none.
func (r *reader) readEntries() {
	r.entries, r.leaves = r.leaves[:0], nil
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		r.addEntries(n, 0)
	}
	r.leaves, r.entries = r.entries, exactly(r.entries)
	// Footnotes stand at the end of the tree, wherever they were written.
	slices.SortStableFunc(r.entries, func(a, b plan.Entry) int { return a.Span.Start - b.Span.Start })
	for i := range r.doc.Sections {
		r.doc.Sections[i].Empty = true
	}
	for i := range r.entries {
		e := &r.entries[i]
		e.Section = r.sectionAt(e.Span.Start)
		if !e.Citation {
			r.doc.Sections[e.Section].Empty = false
		}
	}
}

// addEntries adds the entries of the block n and of what is nested in it.
// depth is the number of lists around n.
func (r *reader) addEntries(n ast.Node, depth int) {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Parent() != r.root {
			r.addText(n, plan.EntryParagraph, depth)
		}
	case *ast.Paragraph:
		r.addText(n, plan.EntryParagraph, depth)
	case *ast.TextBlock:
		r.addText(n, plan.EntryItem, depth)
	case *ast.List:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			for c := item.FirstChild(); c != nil; c = c.NextSibling() {
				switch c.(type) {
				case *ast.List:
					r.addEntries(c, depth+1)
				case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
					kind := plan.EntryParagraph
					if c == item.FirstChild() {
						kind = plan.EntryItem
					}
					r.addText(c, kind, depth)
				default:
					r.addEntries(c, depth)
				}
			}
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		r.addCode(n)
	case *ast.HTMLBlock:
		r.addHTML(n)
	case *ast.LinkReferenceDefinition: // shows nothing
	case *east.Table:
		var head []string
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			switch row.Kind() {
			case east.KindTableHeader:
				head = r.cells(row)
			case east.KindTableRow:
				r.addRow(row, head)
			}
		}
	default: // quotes, footnotes
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r.addEntries(c, depth)
		}
	}
}

// addText adds the text of a paragraph, item or heading. A paragraph whose
// lines are fields of their own ("**Status**: …" below "**Owner**: …", or lines
// that end in a hard break) is several entries.
func (r *reader) addText(n ast.Node, kind plan.EntryKind, depth int) {
	for _, l := range r.entryLines(n) {
		text := l.text
		if text == "" && !l.image {
			continue
		}
		e := plan.Entry{Kind: kind, Depth: depth, Text: text, Value: text, Span: l.span}
		if l.image && !l.words {
			e.Kind = plan.EntryImage
		}
		e.Label, e.Value = splitLabel(text, l.strong)
		e.Citation = isCitationList(text)
		r.entries = append(r.entries, e)
	}
}

func (r *reader) addCode(n ast.Node) {
	lines := n.Lines()
	text := string(lines.Value(r.text))
	if strings.TrimSpace(text) == "" {
		return
	}
	span := plan.Span{Start: lines.At(0).Start, End: lines.At(lines.Len() - 1).Stop}
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Pos() >= 0 {
		span.Start = f.Pos()
	}
	text = strings.TrimRight(text, "\n")
	r.entries = append(r.entries, plan.Entry{Kind: plan.EntryCode, Text: text, Value: text, Span: span})
}

// cells are the texts of a table's row or head.
func (r *reader) cells(row ast.Node) []string {
	var list []string
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, plain(r.plainText(c)))
	}
	return list
}

func (r *reader) addRow(row ast.Node, head []string) {
	e := plan.Entry{Kind: plan.EntryRow, Cells: r.cells(row), Head: head}
	said := false
	for c := row.FirstChild(); c != nil && !said; c = c.NextSibling() {
		said = c.HasChildren()
	}
	if !said {
		return
	}
	e.Text = strings.Join(e.Cells, " | ")
	e.Value = e.Text
	if len(e.Cells) > 1 {
		e.Label, e.Value = strings.TrimRight(e.Cells[0], ":： "), strings.Join(e.Cells[1:], " | ")
	}
	start := row.Pos()
	end := start
	for end < len(r.text) && r.text[end] != '\n' {
		end++
	}
	e.Span = plan.Span{Start: start, End: end}
	r.entries = append(r.entries, e)
}

var (
	htmlComment = pattern.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	htmlTag     = pattern.MustCompile(`</?[A-Za-z][^<>]*>|<[?!][^>]*>`)
	htmlMedia   = pattern.MustCompile(`(?i)<(?:img|picture|svg|video|audio|iframe|object|embed)\b`)
)

// addHTML adds raw HTML that shows something: text between tags, or media.
func (r *reader) addHTML(n *ast.HTMLBlock) {
	raw := n.Lines().Value(r.text)
	if n.HasClosure() {
		raw = append(slices.Clone(raw), n.ClosureLine.Value(r.text)...)
	}
	shown := htmlComment.ReplaceAll(raw, nil)
	text := string(htmlTag.ReplaceAllFunc(shown, func(t []byte) []byte {
		if slotTag(t) != "" {
			return t
		}
		return []byte(" ")
	}))
	text = plain(text)
	if text == "" && !htmlMedia.Match(shown) {
		return
	}
	// Lines of a block in a quote, item or footnote are no one stretch.
	span := plan.Span{Start: n.Lines().At(0).Start, End: n.Lines().At(n.Lines().Len() - 1).Stop}
	if n.HasClosure() {
		span.End = n.ClosureLine.Stop
	}
	span.End = span.Start + len(bytes.TrimRight(r.text[span.Start:span.End], "\n"))
	r.entries = append(r.entries, plan.Entry{Kind: plan.EntryHTML, Text: text, Value: text, Span: span})
}

// splitLabel cuts "Backend: Go" at the colon where what stands before it reads
// as a label: bold (then a dash does as well), or a few words that are no
// sentence. It gives "" and the whole text where nothing does.
func splitLabel(text, strong string) (label, value string) {
	if strong != "" && strings.HasPrefix(text, strong) {
		rest := strings.TrimSpace(text[len(strong):])
		name := strings.TrimRight(strong, " :：")
		switch {
		case name == "":
		case len(name) < len(strong) && strings.ContainsAny(strong[len(name):], ":："):
			return name, rest
		case strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "："):
			return name, strings.TrimLeft(rest, ":： ")
		case strings.HasPrefix(rest, "— "), strings.HasPrefix(rest, "– "), strings.HasPrefix(rest, "- "):
			_, rest, _ = strings.Cut(rest, " ")
			return name, strings.TrimSpace(rest)
		}
	}
	depth := 0 // a colon in "[NEEDS CLARIFICATION: …]" or "(see: …)" ends no label
	for i, c := range text {
		switch c {
		case '[', '(', '{':
			depth++
		case ']', ')', '}':
			depth--
		case ':', '：':
			if depth > 0 {
				continue
			}
			rest := text[i+utf8.RuneLen(c):]
			if c == ':' && rest != "" && rest[0] != ' ' {
				if strings.HasPrefix(rest, "//") {
					return "", text
				}
				continue
			}
			if !isLabel(text[:i]) {
				return "", text
			}
			return strings.TrimSpace(text[:i]), strings.TrimSpace(rest)
		}
	}
	return "", text
}

// isLabel tells whether s, which stands before a colon, reads as a label.
func isLabel(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || utf8.RuneCountInString(s) > 60 || len(strings.Fields(s)) > 7 {
		return false
	}
	if strings.Contains(s, ". ") || strings.Contains(s, "? ") || strings.ContainsAny(s, "!;") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(first) || unicode.IsNumber(first) || strings.ContainsRune("[<{`\"“", first) || unicode.IsSymbol(first)
}

var (
	// citationHead is what a citation list begins with, up to its first colon.
	citationHead = pattern.MustCompile(`(?i)^[*_]{0,2}(?:functional |non-functional )?(?:requirements?|validates|covers|satisfies|implements|maps to|traces to|refs?|references|要件|需求|요구사항)(?: requirements?)?[*_]{0,2}[ \t]*[:：]`)
	// validatesList is one without a colon: "Validates Requirements 1.5, 5.3".
	validatesList = pattern.MustCompile(`(?i)^[*_]{0,2}validates(?:[:：])? requirements? (.+?)[*_]{0,2}$`)
)

// citedWord is a word of a citation list once notes in parentheses are gone.
var citedWord = pattern.MustCompile(`(?i)^(?:[A-Z]{1,6}-?)?[A-Z]{0,12}-?\d[\w.*-]*(?:(?:\.\.|[–/-])[\w.*-]+)*$|^(?:and|to|through|all|n/a|requirements?|reqs?|frs?|nfrs?|-|–|&|全般|todos)$`)

var inParentheses = pattern.MustCompile(`\([^()]*\)`)

// isCitationList tells whether text is nothing but a list of what is cited.
func isCitationList(text string) bool {
	list := ""
	if citationHead.MatchString(text) {
		list = text[strings.IndexAny(text, ":："):]
		_, size := utf8.DecodeRuneInString(list)
		list = strings.TrimSuffix(list[size:], ".")
	} else if m := validatesList.FindStringSubmatch(text); m != nil {
		list = m[1]
	}
	if list == "" {
		return false
	}
	words := strings.FieldsFunc(inParentheses.ReplaceAllString(list, " "), func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune(",;、，`*_", c)
	})
	for _, w := range words {
		if !citedWord.MatchString(strings.TrimRight(w, ".:")) {
			return false
		}
	}
	return len(words) > 0
}
