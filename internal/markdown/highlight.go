package markdown

import (
	"crypto/sha256"
	"strings"
	"sync"
	"unicode"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
)

// Code beyond these sizes is shown without colours. The highlighter's time grows
// with the number of tokens, for some languages with the square of a line, and
// a clock must not decide what a page looks like.
const (
	maxCodeBytes  = 64 << 10
	maxCodeLines  = 4000
	maxCodeLine   = 500
	maxCodeTokens = 12_000
	maxCodeErrors = 500       // tokens that the language does not have: it is another
	maxCodeFile   = 512 << 10 // of one document's code that is coloured
)

// code writes a block of code. Points in it stand before it.
func (e *emitter) code(n ast.Node, info string) {
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		b.Write(s.Value(e.r.text))
	}
	if lines.Len() > 0 {
		e.flush(lines.At(lines.Len()-1).Stop - 1)
	}
	language := languageOf(info)
	e.f.open("pre", "class", "chroma")
	if language == "" {
		e.f.open("code")
	} else {
		e.f.open("code", "class", "language-"+language, "data-lang", language)
	}
	e.f.coloured(e.r.highlight(language, b.String()))
	e.f.close("code")
	e.f.close("pre")
	e.f.newline()
}

// languageOf is the language that the info string of a fence names: its first
// word, in lower case, without what follows a comma or brace ("rust,ignore").
func languageOf(info string) string {
	info = strings.ToLower(unescape([]byte(info)))
	info = strings.Trim(info, "{}. \t")
	if i := strings.IndexAny(info, " \t,;:{}()[]="); i >= 0 {
		info = info[:i]
	}
	info = strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("+-#._", c) {
			return c
		}
		return -1
	}, info)
	if len(info) > 40 {
		return ""
	}
	return info
}

// plainLanguages are named on the page, but are no code to colour.
var plainLanguages = nameSet("text txt plain plaintext none output log ascii diagram mermaid plantuml puml dot graphviz render-latex math tree")

// A run is a stretch of code in one colour; class is "" where it has none.
type colouredRun struct{ class, text string }

// coloured writes code.
func (f *fragment) coloured(runs []colouredRun) {
	for _, c := range runs {
		if c.class == "" {
			f.text(c.text)
			continue
		}
		f.open("span", "class", c.class)
		f.text(c.text)
		f.close("span")
	}
}

// codeMemo remembers what code looks like. Highlighting is a function of
// language and text alone, so that it does not matter what is remembered.
var codeMemo = struct {
	sync.Mutex
	runs map[[sha256.Size]byte][]colouredRun
	size int
}{runs: map[[sha256.Size]byte][]colouredRun{}}

// maxCodeMemo bounds the bytes of code that are remembered.
const maxCodeMemo = 32 << 20

// highlight colours a block of code of the document at hand.
func (r *reader) highlight(language, code string) []colouredRun {
	lexer := lexerNames()[language]
	if lexer == nil || plainLanguages[language] || !withinLimits(code) || r.coloured+len(code) > maxCodeFile {
		return []colouredRun{{text: code}}
	}
	r.coloured += len(code)
	return colour(lexer, code)
}

// colour cuts code into runs. Joined, their texts are the code.
func colour(lexer chroma.Lexer, code string) []colouredRun {
	key := sha256.Sum256([]byte(lexer.Config().Name + "\x00" + code))
	codeMemo.Lock()
	runs, ok := codeMemo.runs[key]
	codeMemo.Unlock()
	if ok {
		return runs
	}
	runs = tokenise(lexer, code)
	codeMemo.Lock()
	defer codeMemo.Unlock()
	if codeMemo.size += len(code); codeMemo.size > maxCodeMemo {
		clear(codeMemo.runs)
		codeMemo.size = len(code)
	}
	codeMemo.runs[key] = runs
	return runs
}

func withinLimits(code string) bool {
	if len(code) > maxCodeBytes || strings.Count(code, "\n") > maxCodeLines {
		return false
	}
	for len(code) > 0 {
		line, rest, _ := strings.Cut(code, "\n")
		if len(line) > maxCodeLine {
			return false
		}
		code = rest
	}
	return true
}

// tokenise runs the highlighter. A fault of its, or tokens that are not the
// code, leave the code plain.
func tokenise(lexer chroma.Lexer, code string) (runs []colouredRun) {
	plain := []colouredRun{{text: code}}
	defer func() {
		if recover() != nil {
			runs = plain
		}
	}()
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return plain
	}
	at, count, errors := 0, 0, 0
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if t.Type == chroma.Error {
			errors++
		}
		if count++; count > maxCodeTokens || errors > maxCodeErrors {
			return plain
		}
		if !strings.HasPrefix(code[at:], t.Value) {
			if at += len(t.Value); at > len(code) && strings.TrimRight(t.Value, "\n") == "" {
				break // the highlighter ends every text with a line end
			}
			return plain
		}
		at += len(t.Value)
		class := classOf(t.Type)
		if strings.TrimSpace(t.Value) == "" {
			class = ""
		}
		if n := len(runs); n > 0 && runs[n-1].class == class {
			runs[n-1].text += t.Value
		} else {
			runs = append(runs, colouredRun{class, t.Value})
		}
	}
	if at < len(code) {
		return plain
	}
	return runs
}
