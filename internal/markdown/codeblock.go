package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/highlight"
)

// code writes a block of code. Points in it stand before it.
func (e *emitter) code(n ast.Node, info string) {
	lines := n.Lines()
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
	e.f.out.Write(e.r.code.Append(e.f.out.AvailableBuffer(), language, string(lines.Value(e.r.text))))
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

// Stylesheet gives the CSS of what this package writes beyond plain elements:
// highlighted code, the lines of unknown markup, the alignment of table cells.
func Stylesheet() string {
	return highlight.Stylesheet() + ".markup{white-space:pre-wrap}\n" +
		".align-left{text-align:left}\n.align-center{text-align:center}\n.align-right{text-align:right}\n"
}
