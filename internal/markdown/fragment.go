package markdown

import (
	"bytes"
	"html"

	goldhtml "github.com/yuin/goldmark/renderer/html"

	"github.com/planfolio/planfolio/internal/highlight"
	"github.com/planfolio/planfolio/internal/plan"
)

// A fragment builder is the only way in which markup comes to be here: element
// names are constants of this package, everything else goes through text,
// markdown or an attribute's value, which escape, or is code that the highlighter
// has escaped.
type fragment struct {
	out   htmlBuffer
	cuts  []int // where the holes stand in out
	holes []plan.Hole
	loose bool // tags of the author's were written: has to be balanced
}

// htmlBuffer is a bytes.Buffer in the shape that goldmark's writers ask for.
type htmlBuffer struct{ bytes.Buffer }

func (*htmlBuffer) Available() int { return 0 }
func (*htmlBuffer) Buffered() int  { return 0 }
func (*htmlBuffer) Flush() error   { return nil }

// open writes a start tag; attributes are pairs of a name and a plain value.
func (f *fragment) open(tag string, attributes ...string) {
	f.out.WriteByte('<')
	f.out.WriteString(tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		f.out.WriteByte(' ')
		f.out.WriteString(attributes[i])
		f.out.WriteString(`="`)
		f.text(attributes[i+1])
		f.out.WriteByte('"')
	}
	f.out.WriteByte('>')
}

func (f *fragment) close(tag string) {
	f.out.WriteString("</")
	f.out.WriteString(tag)
	f.out.WriteByte('>')
}

// newline is for the eyes of those who read the source of a page.
func (f *fragment) newline() { f.out.WriteByte('\n') }

// text writes plain text. It escapes what goldmark escapes, so that both ways
// to write text give the same bytes.
func (f *fragment) text(s string) {
	f.out.Write(highlight.AppendText(f.out.AvailableBuffer(), s))
}

// markdown writes text in which backslashes and character references still have
// their meaning.
func (f *fragment) markdown(b []byte) { goldhtml.DefaultWriter.Write(&f.out, b) }

// hole ends the text and begins a new one.
func (f *fragment) hole(kind plan.HoleKind, index int) {
	f.cuts = append(f.cuts, f.out.Len())
	f.holes = append(f.holes, plan.Hole{Kind: kind, Index: index})
}

// done gives the fragment. Nothing at all is the zero Fragment.
func (f *fragment) done() plan.Fragment {
	if len(f.holes) == 0 && f.out.Len() == 0 {
		return plan.Fragment{}
	}
	all, at := f.out.String(), 0
	texts := make([]string, 0, len(f.cuts)+1)
	for _, cut := range f.cuts {
		texts = append(texts, all[at:cut])
		at = cut
	}
	return plan.Fragment{Text: append(texts, all[at:]), Holes: f.holes}
}

// escapes tells whether Markdown text has what does not stand for itself.
func escapes(b []byte) bool {
	return bytes.IndexByte(b, '\\') >= 0 || bytes.IndexByte(b, '&') >= 0 || bytes.IndexByte(b, 0) >= 0
}

// unescape gives what a reader sees of Markdown text without inline markup.
func unescape(b []byte) string {
	if !escapes(b) {
		return string(b)
	}
	// The way over HTML is the library's own reading of both notations; what it
	// escapes on the way is what is undone here.
	var out htmlBuffer
	goldhtml.DefaultWriter.Write(&out, b)
	return html.UnescapeString(out.String())
}
