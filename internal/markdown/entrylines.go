package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// An entryLine is the stretch of a text block that makes one entry.
type entryLine struct {
	span   plan.Span
	text   string // plain
	strong string // plain text of the bold words that it begins with
	image  bool   // it has one
	words  bool   // it has text outside of images
}

var (
	// fieldStart is the start of a line that is a field: a bold label and a colon.
	fieldStart = pattern.MustCompile(`^[ \t]*(?:\*\*[^*\n]{1,80}?(?:[:：]\*\*|\*\*[ \t]*[:：])|__[^_\n]{1,80}?(?:[:：]__|__[ \t]*[:：]))`)
	// plainField is the start of a line such as "Owner: Jane".
	plainField = pattern.MustCompile(`^[ \t]*\p{Lu}[\p{L}\p{N} /&-]{0,40}[:：][ \t]+\S`)
)

func startsField(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 4 && line[0] == line[1] && (line[0] == '*' || line[0] == '_') && fieldStart.Match(line)
}

// entryLines cuts a text block into its entries: one, or several where its
// lines are fields of their own or end in hard breaks. They are cut once.
func (r *reader) entryLines(n ast.Node) []entryLine {
	if n.Lines().Len() == 0 {
		return nil
	}
	if r.lineCuts == nil {
		r.lineCuts = make(map[ast.Node][]entryLine, len(r.text)/100)
	}
	lines, ok := r.lineCuts[n]
	if !ok {
		w := &r.lineWriter
		w.begin(r, r.cutLines(n))
		w.inlines(n)
		lines = w.finish()
		r.lineCuts[n] = lines
	}
	return lines
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

// A lineWriter collects the plain text of one block after another by the line it
// stands in.
type lineWriter struct {
	r      *reader
	lines  []entryLine
	texts  [][]byte // of lines
	starts []int    // of lines: where in the source the text begins
	at     int      // the line that is written to
	images int      // around the node at hand
}

func (w *lineWriter) begin(r *reader, lines []entryLine) {
	w.r, w.lines, w.at, w.images = r, lines, 0, 0
	for len(w.texts) < len(lines) {
		w.texts, w.starts = append(w.texts, nil), append(w.starts, 0)
	}
	for i := range lines {
		w.texts[i], w.starts[i] = w.texts[i][:0], 0
	}
}

func (w *lineWriter) finish() []entryLine {
	for i := range w.lines {
		w.lines[i].text = plain(w.r.substring(w.texts[i], w.starts[i]))
		w.lines[i].strong = plain(w.lines[i].strong)
	}
	return w.lines
}

// moveTo goes to the line that holds the byte at offset.
func (w *lineWriter) moveTo(offset int) {
	i, found := slices.BinarySearchFunc(w.lines, offset, func(l entryLine, offset int) int { return l.span.Start - offset })
	if !found && i > 0 {
		i--
	}
	w.at = min(i, len(w.lines)-1)
}

// write adds s, which stands in the source at src if it stands there at all.
func (w *lineWriter) write(s []byte, src int) {
	if len(w.texts[w.at]) == 0 {
		w.starts[w.at] = src
	}
	w.texts[w.at] = append(w.texts[w.at], s...)
	if l := &w.lines[w.at]; w.images == 0 && !l.words {
		l.words = len(bytes.TrimSpace(s)) > 0
	}
}

func (w *lineWriter) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
}

func (w *lineWriter) inline(n ast.Node) {
	source := w.r.text
	switch n := n.(type) {
	case *ast.Image:
		w.moveTo(n.Pos())
		w.lines[w.at].image = true
		w.images++
		w.inlines(n)
		w.images--
		return
	case *ast.Emphasis:
		w.moveTo(n.Pos())
		if n.Level == 2 && len(bytes.TrimSpace(w.texts[w.at])) == 0 {
			w.lines[w.at].strong = w.r.plainText(n)
		}
	case *ast.Text:
		w.moveTo(n.Segment.Start)
		w.write(n.Value(source), n.Segment.Start)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.write([]byte(" "), n.Segment.Stop)
		}
	case *ast.String:
		w.write(n.Value, 0)
	case *ast.AutoLink:
		w.moveTo(n.Pos())
		w.write(n.Label(source), n.Pos())
	case *ast.RawHTML:
		w.moveTo(n.Pos())
		if words := slotTag(n.Segments.Value(source)); words != "" {
			w.write([]byte("<"+words+">"), n.Pos()) // no tag but words in angle brackets: text to a reader
		}
		return
	}
	w.inlines(n)
}
