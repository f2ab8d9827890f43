package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// blankField notes a field of a form that nobody has filled: a label with
// nothing behind its colon and nothing below it, formBlanks, a choice not made.
// last tells whether the passage ends its block.
func (g *gapReader) blankField(n ast.Node, p passage, last bool, c gapContext) bool {
	text := strings.TrimSpace(p.plain)
	end := p.start + len(strings.TrimRight(p.text, " \n"))
	if m := formBlanks.FindStringIndex(p.text); m != nil {
		g.add(plan.GapPlaceholder, p.start+m[0], p.start+m[1], 0)
		return true
	}
	value, at := p.value()
	if p.label != "" && openChoice(value) {
		g.add(plan.GapPlaceholder, p.start+at, end, 0)
		return true
	}
	if !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "：") || !isLabel(strings.TrimRight(text, ":：")) || c.quote {
		return false
	}
	if c.item == nil || !last || n.NextSibling() != nil || c.item.FirstChild() != n {
		return false
	}
	// The details may stand below without being nested: only a field between
	// fields, or at the end of its section, is a blank one.
	if next := c.item.NextSibling(); next != nil {
		if !formField.MatchString(g.plainText(next.FirstChild())) {
			return false
		}
	} else if after := afterList(c.item); after != nil {
		if _, ok := after.(*ast.Heading); !ok {
			if _, ok := after.(*ast.ListItem); !ok {
				return false
			}
		}
	}
	g.add(plan.GapPlaceholder, p.start, end, 0)
	return true
}

var (
	formBlanks  = regexp.MustCompile(`(?:^|[\s:(\[/$])_{2,}(?:\s*[/.:-]\s*_{2,})+|(?:[\s:(\[$]|^)_{3,}(?:$|[\s%.,;)\]/])`)
	formField   = regexp.MustCompile(`^[^.!?]{1,80}[:：](?:\s|$)`)
	formChoices = regexp.MustCompile(`^[^|:]{1,30}(?: \| [^|:]{1,30}){2,}$`)
)

// openChoice tells whether value still offers what is to be chosen from.
func openChoice(value string) bool {
	return formChoices.MatchString(strings.Trim(value, " *_\n")) && !strings.ContainsAny(value, string([]byte{inCode, opaque}))
}

// afterList is the block that follows the outermost list that ends with item.
func afterList(item ast.Node) ast.Node {
	for n := item; n != nil; n = n.Parent() {
		if next := n.NextSibling(); next != nil {
			return next
		}
	}
	return nil
}
