package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// codeColours are the kinds of token that are told apart, each with its class
// and the custom property that colours it. The fallback is what a page shows
// whose theme sets nothing: readable on light and dark.
var codeColours = []struct{ class, property, style string }{
	{"c-c", "comment", "font-style:italic"},
	{"c-k", "keyword", ""},
	{"c-s", "string", ""},
	{"c-n", "number", ""},
	{"c-f", "function", ""},
	{"c-t", "type", ""},
	{"c-a", "attribute", ""},
	{"c-v", "variable", ""},
	{"c-o", "operator", ""},
	{"c-i", "inserted", ""},
	{"c-d", "deleted", ""},
	{"c-h", "heading", "font-weight:600"},
}

// classOf maps the highlighter's 80 types of token to the dozen that have a colour.
func classOf(t chroma.TokenType) string {
	switch t {
	case chroma.GenericInserted:
		return "c-i"
	case chroma.GenericDeleted:
		return "c-d"
	case chroma.GenericHeading, chroma.GenericSubheading, chroma.GenericStrong:
		return "c-h"
	case chroma.GenericPrompt, chroma.GenericOutput, chroma.CommentPreproc, chroma.CommentPreprocFile:
		return "c-c"
	case chroma.KeywordType, chroma.NameClass, chroma.NameException, chroma.NameNamespace, chroma.NameBuiltin, chroma.NameBuiltinPseudo:
		return "c-t"
	case chroma.NameFunction, chroma.NameFunctionMagic:
		return "c-f"
	case chroma.NameTag, chroma.NameKeyword:
		return "c-k"
	case chroma.NameAttribute, chroma.NameDecorator, chroma.NameProperty, chroma.NameLabel, chroma.NameEntity:
		return "c-a"
	case chroma.NameVariable, chroma.NameVariableClass, chroma.NameVariableGlobal, chroma.NameVariableInstance, chroma.NameVariableMagic, chroma.NameConstant:
		return "c-v"
	case chroma.OperatorWord:
		return "c-k"
	}
	switch {
	case t.InCategory(chroma.Comment):
		return "c-c"
	case t.InCategory(chroma.Keyword):
		return "c-k"
	case t.InSubCategory(chroma.LiteralNumber):
		return "c-n"
	case t.InCategory(chroma.Literal):
		return "c-s"
	case t.InCategory(chroma.Operator):
		return "c-o"
	}
	return ""
}

// Stylesheet gives the CSS of what this package writes beyond plain elements:
// highlighted code under the class "chroma", whose colours are the custom
// properties --code-keyword and so on, set by the theme for light and dark; the
// lines of unknown markup; the alignment of table cells.
func Stylesheet() string {
	var b strings.Builder
	for _, c := range codeColours {
		b.WriteString(".chroma ." + c.class + "{color:var(--code-" + c.property + ",inherit)")
		if c.style != "" {
			b.WriteString(";" + c.style)
		}
		b.WriteString("}\n")
	}
	b.WriteString(".markup{white-space:pre-wrap}\n" +
		".align-left{text-align:left}\n.align-center{text-align:center}\n.align-right{text-align:right}\n")
	return b.String()
}
