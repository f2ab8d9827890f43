package highlight

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

// A token is what a type of the highlighter's comes down to.
type token struct {
	class   uint8 // index in codeColours, beginning with 1; 0 for no colour
	isError bool
}

var errorToken = tokenOf(chroma.Error)

func tokenOf(t chroma.TokenType) token {
	return token{class: classIndex[classOf(t)], isError: t == chroma.Error}
}

var classIndex = func() map[string]uint8 {
	index := map[string]uint8{}
	for i, c := range codeColours {
		index[c.class] = uint8(i + 1)
	}
	return index
}()

// Stylesheet gives the CSS of code that is highlighted under the class
// "chroma". Its colours are the custom properties --code-keyword and so on, set
// by the theme for light and dark.
func Stylesheet() string {
	var b strings.Builder
	for _, c := range codeColours {
		b.WriteString(".chroma ." + c.class + "{color:var(--code-" + c.property + ",inherit)")
		if c.style != "" {
			b.WriteString(";" + c.style)
		}
		b.WriteString("}\n")
	}
	return b.String()
}
