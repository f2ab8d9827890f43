package theme

import (
	"html/template"
	"strings"
	"text/template/parse"
)

// Pages are not minified one by one: their templates are made compact once, and
// what fills them is compact as it is made. White space between tags that
// lays out the source of a template says nothing in the page.

// compact shortens the white space of every template of sets. White space
// outside of tags that holds a line break becomes one line break, and none
// beside a tag of a block. What stands in a tag, in <pre>, <textarea>, <script>
// or <style>, and white space within a line, stays as it is written.
func compact(sets map[string]*template.Template) {
	for _, set := range sets {
		for _, t := range set.Templates() {
			if t.Tree != nil {
				var c compactor
				c.list(t.Tree.Root)
			}
		}
	}
}

// A compactor follows the text of a template in the order of its source. It
// knows where in the markup it is, as html/template does: the branches of a
// condition begin in the same place and end in the same place.
type compactor struct {
	in  where
	raw string // the element whose text stays as it is, "" outside of one

	block bool // the last thing written is a tag of a block
}

// where is a place in markup.
type where int

const (
	inText where = iota
	inTag
	inSingle // an attribute's value in single quotes
	inDouble
)

func (c *compactor) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = []byte(c.text(string(n.Text)))
		case *parse.IfNode:
			c.branches(&n.BranchNode)
		case *parse.RangeNode:
			c.branches(&n.BranchNode)
		case *parse.WithNode:
			c.branches(&n.BranchNode)
		}
	}
}

func (c *compactor) branches(n *parse.BranchNode) {
	before := *c
	c.list(n.List)
	if n.ElseList != nil {
		*c = before
		c.list(n.ElseList)
	}
}

// text gives s with its white space shortened, and moves on behind it.
func (c *compactor) text(s string) string {
	var out strings.Builder
	c.block = c.block && c.in != inText // else an action has written something
	for s != "" {
		switch {
		case c.in != inText:
			n := c.tag(s)
			out.WriteString(s[:n])
			s = s[n:]
		case c.raw != "":
			n := strings.Index(s, "</"+c.raw)
			if n < 0 {
				out.WriteString(s)
				return out.String()
			}
			out.WriteString(s[:n])
			s, c.raw = s[n:], ""
		case s[0] == '<':
			name := tagName(s)
			c.block = blocks[strings.TrimPrefix(name, "/")]
			if raws[name] {
				c.raw = name
			}
			c.in = inTag
			out.WriteByte('<')
			s = s[1:]
		default:
			n := strings.IndexByte(s, '<')
			if n < 0 {
				n = len(s)
			}
			out.WriteString(shorten(s[:n], c.block, n < len(s) && blocks[strings.TrimPrefix(tagName(s[n:]), "/")]))
			s, c.block = s[n:], false
		}
	}
	return out.String()
}

// tag gives the length of what belongs to the tag at hand at the start of s.
func (c *compactor) tag(s string) int {
	for i := range len(s) {
		switch {
		case c.in == inTag && s[i] == '>':
			c.in = inText
			return i + 1
		case c.in == inTag && s[i] == '"':
			c.in = inDouble
		case c.in == inTag && s[i] == '\'':
			c.in = inSingle
		case c.in == inDouble && s[i] == '"', c.in == inSingle && s[i] == '\'':
			c.in = inTag
		}
	}
	return len(s)
}

// tagName is the name in a tag at the start of s, "/p" of an end tag.
func tagName(s string) string {
	name := s[1:]
	end := strings.IndexFunc(strings.TrimPrefix(name, "/"), func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '!')
	})
	if end >= 0 {
		name = name[:end+len(name)-len(strings.TrimPrefix(name, "/"))]
	}
	return strings.ToLower(name)
}

// shorten gives text between tags with its runs of white space shortened;
// before and after tell whether a tag of a block is there.
func shorten(s string, before, after bool) string {
	const space = " \t\r\n\f"
	var out strings.Builder
	for s != "" {
		n := strings.IndexAny(s, space)
		if n < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:n])
		before = before && n == 0
		rest := strings.TrimLeft(s[n:], space)
		run := s[n : len(s)-len(rest)]
		switch {
		case !strings.ContainsAny(run, "\r\n"):
			out.WriteString(run)
		case before || after && rest == "":
		default:
			out.WriteByte('\n')
		}
		before, s = false, rest
	}
	return out.String()
}

// raws are the elements whose text is not markup or keeps its white space.
var raws = map[string]bool{"pre": true, "textarea": true, "script": true, "style": true}

// blocks are the elements beside whose tags white space is not shown.
var blocks = elements(`!doctype html head body meta link title script base
	address article aside blockquote caption col colgroup dd details dialog div dl dt fieldset figcaption figure footer form
	h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre search section select summary table tbody td tfoot th thead tr ul
	symbol circle path rect g line polyline polygon use defs`)

func elements(names string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}
