package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// An entryLine is the stretch of a text block that makes one entry.
type entryLine struct {
	span   plan.Span
	text   string // plain
	other  string // plain, without the images' alternative text
	strong string // plain text of the bold words that it begins with
	image  bool
}

var (
	// fieldStart is the start of a line that is a field: a bold label and a colon.
	fieldStart = regexp.MustCompile(`^[ \t]*(?:\*\*[^*\n]{1,80}?(?:[:：]\*\*|\*\*[ \t]*[:：])|__[^_\n]{1,80}?(?:[:：]__|__[ \t]*[:：]))`)
	// plainField is the start of a line such as "Owner: Jane".
	plainField = regexp.MustCompile(`^[ \t]*\p{Lu}[\p{L}\p{N} /&-]{0,40}[:：][ \t]+\S`)
)

func startsField(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 4 && line[0] == line[1] && (line[0] == '*' || line[0] == '_') && fieldStart.Match(line)
}

// entryLines cuts a text block into its entries: one, or several where its
// lines are fields of their own or end in hard breaks.
func (r *reader) entryLines(n ast.Node) []entryLine {
	if n.Lines().Len() == 0 {
		return nil
	}
	w := &lineWriter{reader: r, lines: r.cutLines(n)}
	w.texts, w.others = make([][]byte, len(w.lines)), make([][]byte, len(w.lines))
	ast.Walk(n, w.visit)
	for i := range w.lines {
		w.lines[i].text, w.lines[i].other = string(w.texts[i]), string(w.others[i])
	}
	return w.lines
}

// cutLines gives the spans of the entries of a text block.
func (r *reader) cutLines(n ast.Node) []entryLine {
	lines := n.Lines()
	plain := lines.Len() > 1
	for i := 0; plain && i < lines.Len(); i++ {
		s := lines.At(i)
		plain = plainField.Match(s.Value(r.text))
	}
	var out []entryLine
	for i := range lines.Len() {
		s := lines.At(i)
		if i == 0 || plain || startsField(r.text[s.Start:s.Stop]) || r.hardBreak(lines.At(i-1).Start, lines.At(i-1).Stop) {
			out = append(out, entryLine{span: plan.Span{Start: s.Start}})
		}
		out[len(out)-1].span.End = s.Start + len(bytes.TrimRight(r.text[s.Start:s.Stop], " \t\r\n"))
	}
	return out
}

// hardBreak tells whether the line start … stop ends in a hard break.
func (r *reader) hardBreak(start, stop int) bool {
	line := bytes.TrimRight(r.text[start:stop], "\n")
	return bytes.HasSuffix(line, []byte("  ")) || bytes.HasSuffix(line, []byte(`\`))
}

// A lineWriter collects the plain text of a block by the line it stands in.
type lineWriter struct {
	*reader
	lines         []entryLine
	texts, others [][]byte // of lines
	at            int      // the line that is written to
	images        int      // around the node at hand
}

// moveTo goes to the line that holds the byte at offset.
func (w *lineWriter) moveTo(offset int) {
	i, found := slices.BinarySearchFunc(w.lines, offset, func(l entryLine, offset int) int { return l.span.Start - offset })
	if !found && i > 0 {
		i--
	}
	w.at = min(i, len(w.lines)-1)
}

func (w *lineWriter) write(s []byte) {
	w.texts[w.at] = append(w.texts[w.at], s...)
	if w.images == 0 {
		w.others[w.at] = append(w.others[w.at], s...)
	}
}

func (w *lineWriter) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if _, ok := n.(*ast.Image); ok && !entering {
		w.images--
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Image:
		w.moveTo(n.Pos())
		w.images++
		w.lines[w.at].image = true
	case *ast.Emphasis:
		w.moveTo(n.Pos())
		if n.Level == 2 && len(bytes.TrimSpace(w.texts[w.at])) == 0 {
			w.lines[w.at].strong = w.plainText(n)
		}
	case *ast.Text:
		w.moveTo(n.Segment.Start)
		w.write(n.Value(w.text))
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.write([]byte(" "))
		}
	case *ast.String:
		w.write(n.Value)
	case *ast.AutoLink:
		w.moveTo(n.Pos())
		w.write(n.Label(w.text))
	case *ast.RawHTML:
		w.moveTo(n.Pos())
		if words := slotTag(n.Segments.Value(w.text)); words != "" {
			w.write([]byte("<" + words + ">")) // no tag but words in angle brackets: text to a reader
		}
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkContinue, nil
}
