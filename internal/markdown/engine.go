package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/planfolio/planfolio/internal/pattern"
)

// The dialect is GitHub's: tables, strike-through, task boxes, bare addresses
// and footnotes, and wiki links beside them. Attributes ({#id .class}) stay
// off: they would let a plan style the page.
var (
	engine       = newParser(extension.Footnote)
	withoutNotes = newParser()
)

// maxFootnotes bounds the references and definitions of one file: the library
// looks each reference up in a list.
const maxFootnotes = 2000

func newParser(more ...goldmark.Extender) parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(wikiParser{}, 150),
			util.Prioritized(boxParser{extension.NewTaskCheckBoxParser()}, 0), util.Prioritized(newAddressParser(), 999))...),
		parser.WithParagraphTransformers(util.Prioritized(definitions{}, 100)),
	)
	goldmark.New(goldmark.WithParser(p), goldmark.WithExtensions(append(more, extension.Table, extension.Strikethrough)...))
	return p
}

// addressParser reads bare addresses. The library's parser looks for one behind
// every space; it is asked only where one can be.
type addressParser struct{ parser.InlineParser }

func newAddressParser() addressParser {
	return addressParser{extension.NewLinkifyParser(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}))}
}

// addressTriggers are what stands before an address, at the start of a line not.
var addressTriggers = newAddressParser().Trigger()

// hasMail is set in the context of a text with an "@" in it.
var hasMail = parser.NewContextKey()

func (p addressParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if bytes.IndexByte(addressTriggers, line[0]) >= 0 {
		line = line[1:]
	}
	if pc.Get(hasMail) == nil && !bytes.HasPrefix(line, []byte("http")) && !bytes.HasPrefix(line, []byte("www.")) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// boxParser reads the box of a task as the library does, but leaves a link whose
// text is a letter, "[x](a.md)", to be one.
type boxParser struct{ parser.InlineParser }

func (p boxParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) > 3 && bytes.IndexByte([]byte("([:"), line[3]) >= 0 {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// parse makes the tree.
func (r *reader) parse() {
	p := engine
	if bytes.Count(r.text, []byte("[^")) > maxFootnotes {
		p = withoutNotes
	}
	context := parser.NewContext()
	if bytes.IndexByte(r.text, '@') >= 0 {
		context.Set(hasMail, true)
	}
	r.turnFences()
	r.root = p.Parse(text.NewReader(r.text), parser.WithContext(context))
	r.turnFences()
}

// wikiLink is "[[target]]" or "[[target|label]]". Its child is the label's text.
type wikiLink struct {
	ast.BaseInline
	target text.Segment
	span   text.Segment
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (n *wikiLink) Kind() ast.NodeKind { return kindWikiLink }

func (n *wikiLink) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// wikiParser reads wiki links. Brackets that a Markdown link begins with
// ("[[1]](…)") and tests of the shell ("[[ -f x ]]") are none.
type wikiParser struct{}

var wikiPattern = pattern.MustCompile(`^\[\[([^\s\[\]|](?:[^\[\]|\n]*[^\s\[\]|])?)(?:\|([^\[\]|\n]+))?\]\]`)

func (wikiParser) Trigger() []byte { return []byte{'['} }

func (wikiParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 5 || line[1] != '[' || pc.IsInLinkLabel() {
		return nil
	}
	m := wikiPattern.FindSubmatchIndex(line)
	if m == nil || m[1] < len(line) && (line[m[1]] == '(' || line[m[1]] == '[' || line[m[1]] == ':') {
		return nil
	}
	if _, defined := pc.Reference(util.ToLinkReference(line[m[2]:m[3]])); defined {
		return nil
	}
	at := func(i, j int) text.Segment { return text.NewSegment(segment.Start+i, segment.Start+j) }
	n := &wikiLink{target: at(m[2], m[3]), span: at(m[0], m[1])}
	label := n.target
	if m[4] >= 0 {
		label = at(m[4], m[5])
	}
	n.AppendChild(n, ast.NewTextSegment(label))
	block.Advance(m[1])
	return n
}

// definitions takes the definitions of links out of a paragraph, as the library
// does, but leaves lines such as "[Answer]: A" standing, which would vanish from
// the page. What leads to a place has a mark of it: a slash, a dot within a word,
// a colon, "#" or "<".
type definitions struct{}

const answer = `(?:[^\s/.:#@<]+[.!]?|\d[\d.,]*%?)` // a word or a number

var (
	answerPattern = pattern.MustCompile(`^ {0,3}\[[^\[\]^][^\[\]]*\]:[ \t]+` + answer + `[ \t]*\n?$`)
	askedPattern  = pattern.MustCompile(`^ {0,3}\[[^\[\]^][^\[\]]*\]:[ \t]*\n?$`)
	wordPattern   = pattern.MustCompile(`^[ \t]*` + answer + `[ \t]*\n?$`)
)

// isAnswerLine tells whether line i of lines is an answer, on it or on the next.
func isAnswerLine(lines *text.Segments, i int, source []byte) bool {
	line := lines.At(i)
	if b := line.Value(source); !askedPattern.Match(b) {
		return answerPattern.Match(b)
	}
	if i+1 == lines.Len() {
		return false
	}
	next := lines.At(i + 1)
	return wordPattern.Match(next.Value(source))
}

func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := range lines.Len() {
		if !isAnswerLine(lines, i, reader.Source()) {
			continue
		}
		// What stands before the first answer may be definitions still.
		if i > 0 {
			head := ast.NewParagraph()
			head.Lines().AppendAll(lines.Sliced(0, i))
			rest := append([]text.Segment{}, lines.Sliced(i, lines.Len())...)
			node.Parent().InsertBefore(node.Parent(), node, head)
			parser.LinkReferenceParagraphTransformer.Transform(head, reader, pc)
			lines.Clear()
			if head.Parent() != nil {
				lines.AppendAll(head.Lines().Sliced(0, head.Lines().Len()))
				head.Parent().RemoveChild(head.Parent(), head)
			}
			lines.AppendAll(rest)
		}
		return
	}
	parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
}
