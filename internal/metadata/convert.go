package metadata

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// converter makes Nodes of the library's, with the places of their ends, which
// the library does not keep.
type converter struct {
	text   string
	starts []int // of the lines
	keys   int   // met so far
}

// offset is the byte at a line and column in code points, both from 1.
func (c *converter) offset(line, column int) int {
	if line < 1 || line > len(c.starts) {
		return len(c.text)
	}
	at := c.starts[line-1]
	if at == 0 && strings.HasPrefix(c.text, "\ufeff") {
		at = len("\ufeff")
	}
	for ; column > 1 && at < len(c.text); column-- {
		_, size := utf8.DecodeRuneInString(c.text[at:])
		at += size
	}
	return at
}

func (c *converter) convert(y *yaml.Node, depth int) (*Node, error) {
	n := &Node{Start: c.offset(y.Line, y.Column)}
	n.End = n.Start
	switch {
	case depth > MaxDepth:
		return nil, &Error{fmt.Sprintf("values are nested deeper than the limit of %d", MaxDepth), n.Start}
	case y.Kind == yaml.AliasNode:
		return nil, &Error{"aliases are not read: write the value itself", n.Start}
	case y.Anchor != "":
		return nil, &Error{"anchors are not read: write the value itself where it is used", n.Start}
	case y.Style&yaml.TaggedStyle != 0:
		return nil, &Error{"tags are not read: every value is text", n.Start}
	}
	var err error
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Mapping
		err = c.mapping(n, y, depth)
	case yaml.SequenceNode:
		n.Kind = Sequence
		err = c.sequence(n, y, depth)
	case yaml.ScalarNode:
		c.scalar(n, y)
	default:
		err = &Error{"the value cannot be read", n.Start}
	}
	return n, err
}

func (c *converter) mapping(n *Node, y *yaml.Node, depth int) error {
	seen := make(map[string]bool, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		name, err := c.convert(y.Content[i], depth+1)
		if err != nil {
			return err
		}
		if c.keys++; c.keys > MaxKeys {
			return &Error{fmt.Sprintf("more keys than the limit of %d", MaxKeys), name.Start}
		}
		if name.Kind != Scalar {
			return &Error{"a key must be a word, not a list or a mapping", name.Start}
		}
		if seen[name.Value] {
			return &Error{fmt.Sprintf("the key %q stands here a second time", name.Value), name.Start}
		}
		seen[name.Value] = true
		value, err := c.convert(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		n.Keys = append(n.Keys, Key{Name: name.Value, Start: name.Start, End: name.End, Value: value})
		n.End = max(n.End, name.End, value.End)
	}
	c.close(n, y, '}')
	return nil
}

func (c *converter) sequence(n *Node, y *yaml.Node, depth int) error {
	for _, child := range y.Content {
		item, err := c.convert(child, depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
		n.End = max(n.End, item.End)
	}
	c.close(n, y, ']')
	return nil
}

// close moves the end of a mapping or sequence in brackets behind its bracket.
func (c *converter) close(n *Node, y *yaml.Node, bracket byte) {
	if y.Style&yaml.FlowStyle == 0 {
		return
	}
	at := max(n.End, n.Start+1)
	for at < len(c.text) && c.text[at] != bracket {
		if c.text[at] == '#' {
			for at < len(c.text) && c.text[at] != '\n' {
				at++
			}
			continue
		}
		at++
	}
	n.End = min(at+1, len(c.text))
}

func (c *converter) scalar(n *Node, y *yaml.Node) {
	n.Value = y.Value
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.End = c.blockEnd(n.Start, strings.TrimSpace(y.Value) == "")
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.End = c.quoteEnd(n.Start, '"')
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.End = c.quoteEnd(n.Start, '\'')
	default:
		n.End = c.plainEnd(n.Start, y.Value)
		switch y.Value {
		case "", "~", "null", "Null", "NULL":
			n.Null = true
		}
	}
}

// plainEnd is where value, unquoted and perhaps folded over several lines, ends.
func (c *converter) plainEnd(at int, value string) int {
	for _, r := range value {
		if at >= len(c.text) {
			break
		}
		if unicode.IsSpace(r) {
			for at < len(c.text) {
				t, size := utf8.DecodeRuneInString(c.text[at:])
				if !unicode.IsSpace(t) {
					break
				}
				at += size
			}
			continue
		}
		for at < len(c.text) { // what was folded into nothing
			t, size := utf8.DecodeRuneInString(c.text[at:])
			if t == r || !unicode.IsSpace(t) {
				at += size
				break
			}
			at += size
		}
	}
	return at
}

func (c *converter) quoteEnd(at int, quote byte) int {
	for at++; at < len(c.text); at++ {
		switch {
		case quote == '"' && c.text[at] == '\\':
			at++
		case c.text[at] == quote && quote == '\'' && at+1 < len(c.text) && c.text[at+1] == '\'':
			at++
		case c.text[at] == quote:
			return at + 1
		}
	}
	return len(c.text)
}

// blockEnd is where a literal or folded text ends whose "|" or ">" stands at
// at: with the last line that is indented as its first one is.
func (c *converter) blockEnd(at int, empty bool) int {
	header, _, _ := strings.Cut(c.text[at:], "\n")
	end, indent := at+len(strings.TrimRight(header, " \t\r")), -1
	if empty {
		return end
	}
	for at += len(header) + 1; at < len(c.text); {
		line, _, _ := strings.Cut(c.text[at:], "\n")
		content := strings.TrimLeft(line, " ")
		if strings.TrimSpace(line) != "" {
			if indent < 0 {
				indent = len(line) - len(content)
			}
			if len(line)-len(content) < indent || indent == 0 {
				break
			}
			end = at + len(strings.TrimRight(line, "\r"))
		}
		at += len(line) + 1
	}
	return end
}
