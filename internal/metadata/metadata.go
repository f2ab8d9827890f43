// Package metadata reads YAML written by strangers: front matter, kep.yaml, the
// configuration. It takes text and gives a Node tree whose values know their
// places. Anchors, aliases, tags and several documents are refused, depth and
// size are bounded before the library sees the text, and every scalar stays the
// string that its author wrote.
package metadata

import "errors"

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
	Value      string  // of a Scalar
	Null       bool    // a Scalar that is null or absent
	Keys       []Key   // of a Mapping, in order of the text
	Items      []*Node // of a Sequence
	Start, End int
}

// Key is one entry of a Mapping.
type Key struct {
	Name       string
	Start, End int
	Value      *Node
}

// Error is a fault of the text with its place.
type Error struct {
	Message string
	Offset  int
}

func (e *Error) Error() string { return e.Message }

// ErrNotMapping is returned by Parse for text whose top is no mapping.
var ErrNotMapping = errors.New("not a mapping of keys to values")

// Parse reads text, whose top must be a mapping. It fails with *Error or ErrNotMapping.
func Parse(text string) (*Node, error) { panic("metadata.Parse") }

// Get gives the value under the key name of a Mapping, nil where there is none.
func (n *Node) Get(name string) *Node { panic("metadata.Get") }
