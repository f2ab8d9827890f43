package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readMeta reads the fields at the head of the text: "**Status**: Draft" in
// paragraphs, quotes, lists and tables above the second heading, several on a
// line between "|"; and a section called Status, as decision records have it. A
// block counts when one of its names is one that plans use there: bold words
// with a colon begin ordinary text as well.
func (r *reader) readMeta() {
	defer r.metaTitle()
	at := 0
	for n := r.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			if at < 2 && r.isHead(at) {
				first := len(r.doc.Meta)
				r.metaBlock(n)
				if !slices.ContainsFunc(r.doc.Meta[first:], isKnownMeta) {
					r.doc.Meta = r.doc.Meta[:first]
				}
			}
			continue
		}
		at++
		if at < len(r.heads) && h == r.heads[at] && statusHeading[strings.ToLower(r.doc.Sections[at].Title)] {
			r.statusSection(h)
		}
	}
}

// metaTitle is the title among the fields, for a text whose front matter does not parse.
func (r *reader) metaTitle() {
	if r.doc.Title != fileTitle(r.file.Path) {
		return
	}
	for _, f := range r.doc.Meta {
		if f.Key == "title" {
			r.doc.Title = f.Value
			return
		}
	}
}

// isHead tells whether section i, the first or second, is the head of the text.
func (r *reader) isHead(i int) bool { return i == 0 || r.doc.Sections[i].Level == 1 }

var statusHeading = map[string]bool{"status": true, "estado": true, "ステータス": true, "상태": true, "状态": true}

// statusSection reads the paragraph below a heading "Status", where it is a
// word or two and no text.
func (r *reader) statusSection(h *ast.Heading) {
	p, ok := h.NextSibling().(*ast.Paragraph)
	if !ok || p.Lines().Len() != 1 {
		return
	}
	t := r.headText(p)
	if utf8.RuneCountInString(t.plain) <= 80 && !strings.Contains(t.plain, "**:") {
		r.addMeta(r.plainText(h), t, 0, len(t.plain))
	}
}

func (r *reader) metaBlock(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		r.metaLines(n)
	case *ast.Blockquote, *ast.List:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r.metaBlock(c)
		}
	case *ast.ListItem:
		if c := n.FirstChild(); c != nil && n.ChildCount() == 1 {
			r.metaBlock(c)
		}
	case *east.Table:
		r.metaTable(n)
	}
}

// flat is a block's text with the place of each byte in the file.
type flat struct {
	plain  string
	at     []int  // place of each byte of plain, and of its end
	strong []bool // whether it stands in bold or italics
	breaks []int  // offsets into plain at which lines end
}

// headText flattens n.
func (r *reader) headText(n ast.Node) flat {
	var t flat
	var b strings.Builder
	depth, last := 0, 0
	add := func(s text.Segment, raw bool) {
		plain := r.segmentText(s, raw)
		for i := range len(plain) {
			t.at = append(t.at, min(s.Start+i, s.Stop))
			t.strong = append(t.strong, depth > 0)
		}
		b.WriteString(plain)
		last = s.Stop
	}
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Emphasis:
			if entering {
				depth++
			} else {
				depth--
			}
		case *ast.Text:
			if entering {
				add(n.Segment, n.IsRaw())
				if n.SoftLineBreak() || n.HardLineBreak() {
					t.breaks = append(t.breaks, b.Len())
				}
			}
		case *ast.AutoLink:
			if entering {
				if i, ok := r.links[n]; ok {
					span := r.doc.Links[i].Span
					add(text.NewSegment(span.Start, span.End), true)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	t.plain, t.at = b.String(), append(t.at, last)
	t.breaks = append(t.breaks, len(t.plain))
	return t
}

// metaLines reads the fields of a paragraph. Names in bold are fields wherever
// they stand; plain names ("Status: Draft") only where every line has one.
func (r *reader) metaLines(n ast.Node) {
	t := r.headText(n)
	named := 0
	start := 0
	for _, end := range t.breaks {
		if _, _, ok := plainName(t.plain[start:end]); ok {
			named++
		}
		start = end
	}
	start = 0
	for _, end := range t.breaks {
		r.metaLine(t, start, end, named == len(t.breaks))
		start = end
	}
}

// metaLine reads one line. A part between bars that is no field makes the field
// before it a list of choices that nobody has made.
func (r *reader) metaLine(t flat, start, end int, plainNames bool) {
	type field struct {
		name       string
		start, end int
	}
	var fields []field
	for start <= end {
		stop := end
		if i := strings.Index(t.plain[start:end], "|"); i >= 0 {
			stop = start + i
		}
		name, value, last, ok := boldName(t, start, stop)
		if !ok && plainNames {
			name, value, ok = plainName(t.plain[start:stop])
			value, last = value+start, stop
		}
		switch {
		case ok:
			fields = append(fields, field{name, value, last})
		case len(fields) > 0 && strings.TrimSpace(t.plain[start:stop]) != "":
			fields[len(fields)-1].name = ""
		}
		start = stop + 1
	}
	for _, f := range fields {
		if f.name != "" {
			r.addMeta(f.name, t, f.start, f.end)
		}
	}
}

var colon = pattern.MustCompile(`^\s*[:：]\s*`)

// boldName splits "**Name**: value", "**Name:** value" and "**Name: value**",
// whose value ends with the bold.
func boldName(t flat, start, end int) (name string, value, last int, ok bool) {
	for start < end && unicode.IsSpace(rune(t.plain[start])) {
		start++
	}
	if start == end || !t.strong[start] {
		return "", 0, 0, false
	}
	stop := start
	for stop < end && t.strong[stop] {
		stop++
	}
	bold := t.plain[start:stop]
	if i := strings.IndexAny(bold, ":："); i >= 0 && isFieldName(bold[:i]) {
		m := colon.FindStringIndex(bold[i:])
		if value = start + i + m[1]; value < stop {
			end = stop
		}
		return bold[:i], value, end, true
	}
	if m := colon.FindStringIndex(t.plain[stop:end]); m != nil && isFieldName(bold) {
		return bold, stop + m[1], end, true
	}
	return "", 0, 0, false
}

var plainNamePattern = pattern.MustCompile(`^\s*(\p{L}[\p{L}\p{N} _/()-]{0,40}?)\s*[:：]\s+\S`)

// plainName splits "Name: value".
func plainName(line string) (name string, value int, ok bool) {
	m := plainNamePattern.FindStringSubmatchIndex(line)
	if m == nil || len(strings.Fields(line[m[2]:m[3]])) > 3 {
		return "", 0, false
	}
	_, size := utf8.DecodeLastRuneInString(line[:m[1]])
	return line[m[2]:m[3]], m[1] - size, true
}

func isFieldName(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && utf8.RuneCountInString(s) <= 48 && !strings.ContainsAny(s, ".!?;[]|")
}

// metaTable reads the rows of a table of two columns.
func (r *reader) metaTable(n *east.Table) {
	for tr := n.FirstChild(); tr != nil; tr = tr.NextSibling() {
		if tr.ChildCount() != 2 {
			continue
		}
		name, value := strings.TrimRight(r.plainText(tr.FirstChild()), " :："), r.headText(tr.LastChild())
		if tr.Kind() == east.KindTableHeader && tableHead[fieldKey(value.plain)] || !isFieldName(name) {
			continue
		}
		r.addMeta(name, value, 0, len(value.plain))
	}
}

var (
	tableHead = nameSet("value values description details detail content info information valor 値 값")

	// knownMeta are words in the names of fields at the head of plans.
	knownMeta = nameSet("status date author authors owner owners version created updated modified priority branch reviewer reviewers approver approvers " +
		"deciders stakeholders assignee reporter stage milestone release epic story feature spec tags labels input prerequisites estado fecha autor " +
		"responsable versión ステータス 日付 作成日 更新日 作者 バージョン 상태 작성일 작성자 버전 状态 日期 作者 版本")
)

func isKnownMeta(f plan.Field) bool {
	return slices.ContainsFunc(strings.FieldsFunc(f.Key, func(c rune) bool { return c == '-' || c == '_' }), func(w string) bool { return knownMeta[w] })
}

// maxMeta is the length in code points of the longest value that is a field's.
const maxMeta = 200

// addMeta adds the field whose value is t from start to end, unless nobody has
// filled it in: a slot in brackets, or a list of choices.
func (r *reader) addMeta(name string, t flat, start, end int) {
	value := strings.TrimRightFunc(t.plain[start:end], unicode.IsSpace)
	trimmed := strings.TrimLeftFunc(value, unicode.IsSpace)
	start += len(value) - len(trimmed)
	if trimmed == "" || undecided(trimmed) || utf8.RuneCountInString(trimmed) > maxMeta {
		return
	}
	name = strings.TrimFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) && c != ')' })
	if name == "" {
		return
	}
	// The end is where the last byte of the value stands, so that marks behind
	// it stay out of the span.
	if n := len(trimmed); n > 2 && (trimmed[0] == '"' || trimmed[0] == '\'') && trimmed[n-1] == trimmed[0] {
		trimmed, start = trimmed[1:n-1], start+1
	}
	stop := start + len(trimmed)
	span := plan.Span{Start: t.at[start], End: t.at[stop-1] + 1}
	r.doc.Meta = append(r.doc.Meta, plan.Field{Name: name, Key: fieldKey(name), Value: plain(trimmed), Span: span})
}

var slotOnly = pattern.MustCompile(`^(?:\[[^\[\]]*\]|\{\{?[^{}]*\}?\}|<[^<>]*>|_+)$`)

func undecided(value string) bool {
	if slotOnly.MatchString(value) && value != "[x]" && value != "[ ]" {
		return true
	}
	parts := strings.Split(value, "|")
	if len(parts) < 3 {
		parts = strings.Split(value, " / ")
	}
	for _, p := range parts {
		if len(strings.Fields(p)) > 3 {
			return false
		}
	}
	return len(parts) > 2
}
