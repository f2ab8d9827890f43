package highlight

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Two of the library's lexers have functions in their rules, which nobody can
// look into. These are their rules without.

// goRules are the library's for Go. A raw string may be a template.
func goRules() chroma.Rules {
	templates := newLexer(lexers.GoTextTemplate, ruleSource{
		renamed: map[chroma.TokenType]chroma.TokenType{chroma.Other: chroma.LiteralString},
	})
	rules := lexers.Go.(*chroma.RegexLexer).MustRules().Clone()
	for _, list := range rules {
		for i := range list {
			parts, _ := field(list[i].Type, "Emitters").(chroma.Emitters)
			replaced := make([]chroma.Emitter, len(parts))
			for j, part := range parts {
				if replaced[j] = part; part != nil && kindOf(part) == "" {
					replaced[j] = within{lexer: templates}
				}
			}
			if len(parts) > 0 {
				list[i].Type = chroma.ByGroups(replaced...)
			}
		}
	}
	return rules
}

// httpRules are for a request or an answer of HTTP, which ends with its body.
func httpRules() chroma.Rules {
	lineEnd := `(\r?\n|\Z)`
	return chroma.Rules{
		"root": {
			{Pattern: `(GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH|CONNECT)( +)([^ ]+)( +)(HTTP)(/)([123](?:\.[01])?)` + lineEnd,
				Type: chroma.ByGroups(chroma.NameFunction, chroma.Text, chroma.NameNamespace, chroma.Text, chroma.KeywordReserved,
					chroma.Operator, chroma.LiteralNumber, chroma.Text),
				Mutator: chroma.Push("headers")},
			{Pattern: `(HTTP)(/)([123](?:\.[01])?)( +)(\d{3})( *)([^\r\n]*)` + lineEnd,
				Type: chroma.ByGroups(chroma.KeywordReserved, chroma.Operator, chroma.LiteralNumber, chroma.Text, chroma.LiteralNumber,
					chroma.Text, chroma.NameException, chroma.Text),
				Mutator: chroma.Push("headers")},
		},
		"headers": {
			{Pattern: `([^\s:]+)( *)(:)( *)([^\r\n]+)` + lineEnd,
				Type: httpHeader{parts: chroma.Emitters{chroma.Name, chroma.Text, chroma.Operator, chroma.Text, chroma.Literal, chroma.Text}}},
			{Pattern: `([\t ]+)([^\r\n]+)` + lineEnd, Type: chroma.ByGroups(chroma.Text, chroma.Literal, chroma.Text)},
			{Pattern: `\r?\n`, Type: chroma.Text, Mutator: chroma.Push("content")},
		},
		"content": {{Pattern: `.+`, Type: httpBody{}}},
	}
}

// httpHeader emits the groups of a header: its name is the first, its value the
// fifth. The content type is kept.
type httpHeader struct {
	opaque
	parts chroma.Emitters
}

// httpBody emits what the lexer for the content type says of the text.
type httpBody struct{ opaque }

// keepHeader notes the content type of what follows.
func (l *level) keepHeader() {
	if strings.ToLower(l.group(1)) != "content-type" {
		return
	}
	l.contentType = strings.TrimSpace(l.group(5))
	if i := strings.Index(l.contentType, ";"); i > 0 {
		l.contentType = strings.TrimSpace(l.contentType[:i])
	}
}

// emitBody tokenises the body of a message.
func (s *scanner) emitBody(contentType, text string) bool {
	body := lexers.MatchMimeType(contentType)
	if kind, more, ok := strings.Cut(contentType, "/"); ok && body == nil && strings.Contains(more, "+") {
		// application/calendar+xml is XML, where there is nothing better.
		body = lexers.MatchMimeType(kind + "/" + more[strings.LastIndex(more, "+")+1:])
	}
	if body == nil {
		return s.painter.token(token{}, text)
	}
	return s.run(shared(body), text, false)
}
