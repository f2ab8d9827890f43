package metadata

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// compose gives the library's tree of text; nil where text has no document.
func compose(text string) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, &Error{fmt.Sprintf("the YAML cannot be read: %v", p), 0}
		}
	}()
	loader, err := yaml.NewLoader(strings.NewReader(text),
		yaml.WithUniqueKeys(false), // convert reports them, with their places
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(MaxDepth))))
	if err != nil {
		return nil, &Error{err.Error(), 0}
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, fault(text, err)
	}
	if doc.Kind != yaml.DocumentNode {
		return &doc, nil
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// fault gives the library's error its place, and our words where its own do not
// tell an author what to do.
func fault(text string, err error) error {
	load, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return &Error{"the YAML does not parse: " + err.Error(), 0}
	}
	c := converter{text: text, starts: lineStarts(text)}
	at := c.offset(load.Mark.Line, load.Mark.Column)
	message := load.Message
	switch {
	case strings.Contains(message, "exceeded max depth"):
		message = fmt.Sprintf("values are nested deeper than the limit of %d", MaxDepth)
	case strings.Contains(message, "cannot start any token"):
		message = "the value cannot start here"
		if at < len(text) {
			switch r, _ := utf8.DecodeRuneInString(text[at:]); r {
			case '\t':
				message = "a tab cannot indent a line: use spaces"
			default:
				message = fmt.Sprintf("a value cannot start with %q: put it in quotes", r)
			}
		}
	case strings.Contains(message, "mapping values are not allowed"):
		message = `": " cannot stand within a value: put the value in quotes`
	case strings.Contains(message, "unknown anchor"):
		message = "aliases are not read: write the value itself"
	default:
		message = "the YAML does not parse: " + message
		if load.ContextMsg != "" {
			message += ", " + load.ContextMsg
		}
	}
	return &Error{message, at}
}
