// Package metadata reads YAML written by strangers: front matter, kep.yaml, the
// configuration. It takes text and gives a Node tree whose values know their
// places. Anchors, aliases, tags, directives and several documents are refused,
// depth and size are bounded before the library sees the text, and every scalar
// stays the string that its author wrote: "no" is no, 010 is 010 and a date is
// text. JSON is read too, as far as YAML holds it.
package metadata

import "errors"

// The limits of one text. They are far above what people write by hand.
const (
	MaxBytes = 64 << 10
	MaxDepth = 16
	MaxKeys  = 1000
)

// Kind is the shape of a Node.
type Kind int

// The kinds of Node.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// Node is one value with its place: byte offsets into the text given to Parse.
type Node struct {
	Kind       Kind
	Value      string  // of a Scalar, without quotes and escapes
	Null       bool    // a Scalar that is null or absent
	Keys       []Key   // of a Mapping, in order of the text, each name once
	Items      []*Node // of a Sequence
	Start, End int     // quotes and brackets included
}

// Key is one entry of a Mapping.
type Key struct {
	Name       string
	Start, End int
	Value      *Node // never nil
}

// Error is a fault of the text with its place.
type Error struct {
	Message string
	Offset  int
}

func (e *Error) Error() string { return e.Message }

// ErrNotMapping is returned by Parse for text whose top is no mapping.
var ErrNotMapping = errors.New("not a mapping of keys to values")

// Parse reads text, whose top must be a mapping; a text of nothing but comments
// is one without keys. It fails with *Error or ErrNotMapping.
func Parse(text string) (*Node, error) {
	if err := scan(text); err != nil {
		return nil, err
	}
	root, err := compose(text)
	if err != nil {
		return nil, err
	}
	c := converter{text: text, starts: lineStarts(text)}
	if root == nil {
		return &Node{Kind: Mapping, Start: len(text), End: len(text)}, nil
	}
	n, err := c.convert(root, 1)
	if err != nil {
		return nil, err
	}
	if n.Kind != Mapping {
		return nil, ErrNotMapping
	}
	return n, nil
}

// Get gives the value under the key name of a Mapping, nil where there is none.
func (n *Node) Get(name string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Keys {
		if n.Keys[i].Name == name {
			return n.Keys[i].Value
		}
	}
	return nil
}
