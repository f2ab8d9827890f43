package markdown

import (
	"bytes"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/planfolio/planfolio/internal/plan"
)

// A run is the text of a block as a reader sees it, without markup, with the
// places in the source that it comes from. Line breaks are '\n'.
type run struct {
	text  string
	parts []part
	hard  []int // offsets in text of those '\n' that are hard breaks
	end   int   // offset in the source of the end
}

// A part is a stretch of a run that stands in one piece in the source.
type part struct {
	at    int // in run.text
	src   int // in the source
	style style
	node  ast.Node // the inline child of the block that it stands in
}

// A style is how a part is set.
type style uint8

const (
	bold style = 1 << iota
	italic
	struck
	code
	linked
	address // a bare address, which is a link: no ids in it
)

// source gives the place in the source of the byte i of the run's text. The end
// of a stretch is asked for with sourceEnd, as the two differ where markup lies between.
func (t *run) source(i int) int {
	p := t.part(i)
	if p < 0 {
		return t.end
	}
	return t.parts[p].src + i - t.parts[p].at
}

func (t *run) sourceEnd(i int) int {
	if i == 0 {
		return t.source(0)
	}
	return t.source(i-1) + 1
}

func (t *run) span(start, end int) plan.Span {
	return plan.Span{Start: t.source(start), End: t.sourceEnd(end)}
}

// part is the index of the part that holds byte i, -1 for the end of an empty run.
func (t *run) part(i int) int {
	return sort.Search(len(t.parts), func(p int) bool { return t.parts[p].at > i }) - 1
}

// style is how the byte i is set.
func (t *run) style(i int) style {
	if p := t.part(i); p >= 0 {
		return t.parts[p].style
	}
	return 0
}

// lines calls f with each line of the run: its bounds, and whether a hard break
// stands before it.
func (t *run) lines(f func(start, end int, hard bool)) {
	start, hard := 0, false
	for start <= len(t.text) {
		end := len(t.text)
		if n := strings.IndexByte(t.text[start:], '\n'); n >= 0 {
			end = start + n
		}
		f(start, end, hard)
		i := sort.SearchInts(t.hard, end)
		hard = i < len(t.hard) && t.hard[i] == end
		start = end + 1
	}
}

// plain is s on one line, with one space between words. It is s itself, not a
// copy, where that has no others.
func plain(s string) string {
	s = strings.TrimSpace(s)
	for i, c := range s {
		switch {
		case c == ' ':
			if s[i-1] != ' ' {
				continue
			}
		case c > ' ' && c < utf8.RuneSelf, !unicode.IsSpace(c):
			continue
		}
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// runOf is the text of a leaf block.
func (r *reader) runOf(n ast.Node) run {
	t := r.runBuilder()
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.top = c
		t.inline(r.text, c, 0)
	}
	return t.run()
}

// A runBuilder makes one run after another.
type runBuilder struct {
	r    *reader
	made run    // its parts in the buffer
	text []byte // of made
	top  ast.Node
}

// runBuilder gives the builder of a new run. Its buffers are the reader's: one
// run has to be finished before the next is begun.
func (r *reader) runBuilder() *runBuilder {
	t := &r.runs
	*t = runBuilder{r: r, made: run{parts: t.made.parts[:0]}, text: t.text[:0]}
	return t
}

// keep gives parts in memory that stays theirs.
func (r *reader) keep(parts []part) []part {
	if len(parts) > cap(r.parts)-len(r.parts) {
		r.parts = make([]part, 0, max(len(parts), len(r.text)/40))
	}
	from := len(r.parts)
	r.parts = append(r.parts, parts...)
	return r.parts[from:len(r.parts):len(r.parts)]
}

func (t *runBuilder) run() run {
	if len(t.made.parts) > 0 {
		t.made.text = t.r.substring(t.text, t.made.parts[0].src)
	}
	if len(t.made.parts) > 0 {
		last := t.made.parts[len(t.made.parts)-1]
		t.made.end = last.src + len(t.made.text) - last.at
	}
	made := t.made
	made.parts = t.r.keep(made.parts)
	return made
}

func (t *runBuilder) inline(source []byte, n ast.Node, st style) {
	switch n := n.(type) {
	case *ast.Text:
		t.segment(source, n.Segment.Start, n.Segment.Stop, st)
		if n.SoftLineBreak() || n.HardLineBreak() {
			t.lineBreak(n.Segment.Stop, n.HardLineBreak(), st)
		}
		return
	case *ast.Emphasis:
		st |= italic
		if n.Level == 2 {
			st = st&^italic | bold
		}
	case *east.Strikethrough:
		st |= struck
	case *ast.CodeSpan:
		st |= code
	case *ast.Link, *ast.Image:
		st |= linked
	case *ast.AutoLink:
		if i, ok := t.r.links[n]; ok {
			t.piece(n.Label(source), t.r.doc.Links[i].Span.Start, st|linked|address)
		}
		return
	case *ast.RawHTML:
		if s := n.Segments; s.Len() > 0 && isLineBreakTag(source[s.At(0).Start:s.At(0).Stop]) {
			t.lineBreak(s.At(0).Start, true, st)
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.inline(source, c, st)
	}
}

// segment adds source[start:stop]; a backslash that escapes is left out.
func (t *runBuilder) segment(source []byte, start, stop int, st style) {
	from := start
	for i := start; i < stop && st&code == 0; i++ {
		if source[i] == '\\' && i+1 < stop && util.IsPunct(source[i+1]) {
			t.piece(source[from:i], from, st)
			from = i + 1
			i++
		}
	}
	t.piece(source[from:stop], from, st)
}

func (t *runBuilder) piece(s []byte, src int, st style) {
	if len(s) == 0 {
		return
	}
	if p := t.made.parts; len(p) == 0 || p[len(p)-1].style != st || p[len(p)-1].node != t.top || p[len(p)-1].src+len(t.text)-p[len(p)-1].at != src {
		t.made.parts = append(t.made.parts, part{len(t.text), src, st, t.top})
	}
	t.text = append(t.text, s...)
}

func (t *runBuilder) lineBreak(src int, hard bool, st style) {
	if hard {
		t.made.hard = append(t.made.hard, len(t.text))
	}
	t.piece([]byte{'\n'}, src, st)
}

// html adds source[start:stop] of an HTML block, without tags and comments.
func (t *runBuilder) html(source []byte, start, stop int, comment *bool) {
	for i := start; i < stop; {
		rest := source[i:stop]
		if *comment {
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return
			}
			*comment, i = false, i+end+3
			continue
		}
		open := bytes.IndexByte(rest, '<')
		if open < 0 {
			t.piece(rest, i, 0)
			return
		}
		t.piece(rest[:open], i, 0)
		i, rest = i+open, rest[open:]
		if bytes.HasPrefix(rest, []byte("<!--")) {
			*comment, i = true, i+4
			continue
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 || len(rest) > 1 && !isLetter(rest[1]) && rest[1] != '/' {
			t.piece(rest[:1], i, 0)
			i++
			continue
		}
		i += end + 1
	}
}

func isLineBreakTag(tag []byte) bool {
	return len(tag) >= 4 && bytes.EqualFold(tag[:3], []byte("<br")) && !isAlnum(tag[3])
}
