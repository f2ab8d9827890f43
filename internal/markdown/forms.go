package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

var (
	formBlanks = pattern.MustCompile(`(?:^|[\s:(\[/$])_{2,}(?:\s*[/.:-]\s*(?:_{2,}|\d+\b))+|(?:[\s:(\[$]|^)_{3,}(?:$|[\s%.,;)\]/])`)
	// the line under a question in which a tool waits for the answer's letter
	blankAnswer = pattern.MustCompile(`(?i)(?:^|\n[ \t]*)(\[answer\]:)[ \t]*$`)
	formField   = pattern.MustCompile(`^[^.!?]{1,80}[:：](?:\s|$)`)
	formChoice  = pattern.MustCompile(`^[^|:]{1,30}(?:\s?\|\s?[^|:]{1,30}){2,}$`)
	formCount   = pattern.MustCompile(`\d`)
	yesOrNo     = pattern.MustCompile(`(?i)^(?:yes|y|pass|approved?|go|true) ?/ ?(?:no|n|fail|reject(?:ed)?|no-go|false)$`)
	signOff     = pattern.MustCompile(`(?i)\bsign[- ]?offs?\b|\bapprovals?\b`)
	// labels of fields that offer a choice in forms
	choiceLabel = pattern.MustCompile(`^(?:Status|Priority|Severity|Impact|Likelihood|Probability|Type|Decision|Risk(?: Level)?|Effort|Size|Result|Outcome|Approved|Complexity|Confidence|Stage|Verdict|Environment|Estado|Prioridad|Recommendation)$`)
)

// blankField notes a field of a form that nobody has filled: a label with
// nothing behind its colon and nothing below it, blanks, a choice not made. What
// follows p in its block n is rest.
func (g *gapReader) blankField(n ast.Node, p passage, rest []entryLine, c gapContext) bool {
	end := p.start + len(strings.TrimRight(p.text, " \n"))
	if m := blanksIn(p.text); m != nil && !signOff.MatchString(g.doc.Sections[g.sectionAt(p.start)].Title) {
		g.add(plan.GapPlaceholder, p.start+m[0], p.start+m[1], 0)
		return true
	}
	if m := blankAnswerIn(p.text); m != nil && len(rest) == 0 {
		g.add(plan.GapPlaceholder, p.start+m[2], p.start+m[3], 0)
		return true
	}
	value, at := p.value()
	if p.label != "" && choiceLabel.MatchString(p.label) && openChoice(value) {
		g.add(plan.GapPlaceholder, p.start+at, end, 0)
		return true
	}
	if c.other {
		return false
	}
	blank := p.label != "" && strings.Trim(value, " *_\t\n") == "" && at > 0
	if !blank || !strings.HasSuffix(p.plain, ":") && !strings.HasSuffix(p.plain, "：") {
		return false
	}
	switch {
	case len(rest) > 0:
		if !areFields(rest) {
			return false
		}
	case c.item == nil:
		if !p.bold || c.quote || !g.endsAt(n.NextSibling(), p.start) && !g.amongFields(n, p) {
			return false
		}
	case c.box, formCount.MatchString(p.label):
		return false // a check, or the head of what it counts
	case n.NextSibling() != nil || c.item.FirstChild() != n:
		return false
	default:
		if !g.blankItem(c.item, p) {
			return false
		}
	}
	g.add(plan.GapPlaceholder, p.start, end, 0)
	return true
}

// blanksIn finds blanks to write on: ____, __/__.
func blanksIn(text string) []int {
	if !strings.Contains(text, "__") {
		return nil
	}
	return formBlanks.FindStringIndex(text)
}

// blankAnswerIn finds an empty [Answer]: at the end of text.
func blankAnswerIn(text string) []int {
	if !strings.HasSuffix(strings.TrimRight(text, " \t"), "]:") {
		return nil
	}
	return blankAnswer.FindStringSubmatchIndex(text)
}

// openQuestion notes a question of a form, a list item in bold, that nobody has
// answered: nothing follows it, or nothing but the template's guidance.
func (g *gapReader) openQuestion(n ast.Node, p passage, strong string, c gapContext) bool {
	if c.item == nil || c.item.FirstChild() != n || !strings.HasSuffix(strong, "?") || !strings.HasPrefix(p.plain, strong) {
		return false
	}
	if n.NextSibling() != nil {
		return false
	}
	// The answer may stand below without being nested.
	switch next := c.item.NextSibling(); {
	case next != nil:
		if !g.asks(next) {
			return false
		}
	case c.item.Parent().NextSibling() != nil:
		switch next := c.item.Parent().NextSibling().(type) {
		case *ast.HTMLBlock:
		case *ast.List:
			if !g.asks(next.FirstChild()) {
				return false
			}
		default:
			if !g.endsAt(next, p.start) {
				return false
			}
		}
	}
	kind := plan.GapPlaceholder
	if rest := strings.TrimSpace(p.plain[len(strong):]); rest != "" {
		if !reads(rest) {
			return false
		}
		kind = plan.GapUntouched
	}
	g.add(kind, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	return true
}

var questionText = pattern.MustCompile(`^[^.!]{8,300}\?(?:\s|$)`)

// fieldsFilled tells whether n is a list of fields, all with a value that is no
// question or slot of the template.
func (g *gapReader) fieldsFilled(n ast.Node) bool {
	list, ok := n.(*ast.List)
	if !ok {
		return false
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item.FirstChild() == nil {
			return false
		}
		label, value, ok := strings.Cut(g.plainText(item.FirstChild()), ":")
		value = strings.TrimSpace(value)
		if !ok || len(label) > 80 || value == "" || strings.HasSuffix(value, "?") || bracketed.MatchString(value) {
			return false
		}
	}
	return true
}

// isField tells whether a list item begins with a label and a colon.
func (g *gapReader) isField(item ast.Node) bool {
	return item.FirstChild() != nil && formField.MatchString(g.plainText(item.FirstChild()))
}

// asks tells whether a list item begins with a question, in bold or plain.
func (g *gapReader) asks(item ast.Node) bool {
	first := item.FirstChild()
	if first == nil {
		return false
	}
	if bold, ok := first.FirstChild().(*ast.Emphasis); ok && bold.Level == 2 {
		return strings.HasSuffix(g.plainText(bold), "?")
	}
	return questionText.MatchString(g.plainText(first))
}

// areFields tells whether the lines that follow a field are fields, not what it
// introduces.
func areFields(lines []entryLine) bool {
	filled := 0
	for _, l := range lines {
		label, value := splitLabel(l.text, l.strong)
		if label == "" {
			return false
		}
		if value != "" {
			filled++
		}
	}
	return filled == 0 || filled < len(lines)
}

// blankItem tells whether an item that ends in a colon is a blank field, rather
// than the head of what follows below without being nested in it: fields stand
// beside fields, or end their section.
func (g *gapReader) blankItem(item *ast.ListItem, p passage) bool {
	if next := item.NextSibling(); next != nil {
		return g.isField(next) || g.asks(next)
	}
	if !p.bold && item.PreviousSibling() == nil && item.Parent().Parent() == g.root {
		return false // the one item of a list says no form
	}
	if prev := item.PreviousSibling(); prev != nil && !p.bold && !g.isField(prev) {
		return false
	}
	next := afterLists(item)
	_, among := next.(*ast.ListItem)
	return among || g.endsAt(next, p.start)
}

// endsAt tells whether nothing belongs to the field or question at start whose
// block next follows: next is nil, a rule, or a heading of its section's level
// or above. A heading below that has its content, but for fields under a title.
func (g *gapReader) endsAt(next ast.Node, start int) bool {
	switch next := next.(type) {
	case nil, *ast.ThematicBreak:
		return true
	case *ast.Heading:
		return next.Level <= max(g.doc.Sections[g.sectionAt(start)].Level, 2)
	}
	return false
}

// amongFields tells whether n, whose one field is p, stands between fields that
// have their values: **Branch**: … **Created**: **Status**: …
func (g *gapReader) amongFields(n ast.Node, p passage) bool {
	prev := n.PreviousSibling()
	return prev != nil && !strings.ContainsAny(p.label, "(0123456789") && g.filledField(prev) && g.filledField(n.NextSibling())
}

// filledField tells whether n is a paragraph of one field with its value, as
// in the head of a document.
func (g *gapReader) filledField(n ast.Node) bool {
	if n.Kind() != ast.KindParagraph || n.Lines().Len() != 1 {
		return false
	}
	l := g.entryLines(n)
	strong := l[0].strong
	label, value := splitLabel(l[0].text, strong)
	return label != "" && strings.HasPrefix(strong, label) && value != ""
}

// openChoice tells whether value still offers what is to be chosen from.
func openChoice(value string) bool {
	value = strings.Trim(value, " *_\n")
	if strings.ContainsAny(value, "\"'`()=\x01\x02\x04") {
		return false
	}
	return formChoice.MatchString(value) || yesOrNo.MatchString(value)
}

// afterLists is the block that follows the item and the lists that end with it.
func afterLists(item ast.Node) ast.Node {
	for n := item; n != nil; n = n.Parent() {
		if next := n.NextSibling(); next != nil {
			return next
		}
	}
	return nil
}
