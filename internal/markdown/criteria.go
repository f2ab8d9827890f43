package markdown

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// owner is the requirement whose section holds the section, plan.None where
// there is none. A definition deeper down hides those above it.
func (r *reader) owner(section int) int {
	for section != plan.None {
		if o := r.sectionOwner[section]; o != plan.None {
			return o
		}
		section = r.doc.Sections[section].Parent
	}
	return plan.None
}

// A criterion is a criterion's number below a requirement, by its index.
type criterion struct {
	of     int
	number string
}

// defineCriterion reads an item below "Requirement 3" or "FR-4" as criterion 3.2
// or FR-4.2, by the number as it is written.
func (r *reader) defineCriterion(b *block) {
	it := b.item
	o := r.owner(b.section)
	if o == plan.None || it.parent != nil || b.quoted {
		return
	}
	of := &r.defs[o]
	if of.Class != plan.ClassRequirement || strings.Contains(of.ID, ".") {
		return
	}
	if n, end := bareNumber(b.run.text); n != "" && of.Kind == "requirement" && strings.HasPrefix(n, of.ID+".") {
		r.addCriterion(b, o, n, end)
		return
	}
	if !it.ordered || it.number == "" || !r.holdsCriteria(b, of.Section) {
		return
	}
	number := strings.TrimLeft(it.number, "0")
	if number == "" {
		return
	}
	id := of.ID + "." + number
	if r.criteria[criterion{o, number}] {
		return // a second list of the same requirement counts again from 1
	}
	r.criteria[criterion{o, number}] = true
	r.addCriterion(b, o, id, 0)
}

// holdsCriteria tells whether a numbered list below a requirement's heading is
// the list of its criteria: it has a heading or label that says so, or none.
func (r *reader) holdsCriteria(b *block, section int) bool {
	if b.item.lead != "" {
		return criteriaWords.in(b.item.lead)
	}
	if b.section == section {
		return true
	}
	return criteriaWords.in(subject(r.doc.Sections[b.section].Title))
}

var criteriaWords = phrasesOf(
	"acceptance", "criteria", "requirements", "ears", "shall", "must", "specification", "specifications",
	"受け入れ基準", "受入基準", "受入条件", "criterios", "critérios", "akzeptanzkriterien", "critères", "验收标准", "验收", "수용 기준", "인수 기준",
)

// addCriterion adds the item's text from byte start on as criterion id of the requirement of.
func (r *reader) addCriterion(b *block, of int, id string, start int) {
	t := &b.run
	for start < len(t.text) && strings.IndexByte(" .):\t", t.text[start]) >= 0 {
		start++
	}
	d := definition{nodes: childrenOf(b.item.node)}
	d.ID, d.Class, d.Kind, d.Form, d.Section, d.Parent = id, plan.ClassRequirement, "criterion", plan.FormImplicit, b.section, of
	d.Text = plain(t.text[start:])
	d.Span = plan.Span{Start: min(t.source(0), b.item.span.End), End: b.item.span.End}
	d.id = plan.Span{Start: d.Span.Start, End: d.Span.Start}
	d.Retired = saysRetired(d.Text) || t.style(0)&struck != 0
	b.defines = true
	r.defs = append(r.defs, d)
}

// defineBareLine reads a line "1.1 WHEN … THEN …" of a paragraph as criterion
// 1.1: below "Requirement 1", or where it has the words of a criterion. A line
// that begins with no number goes on with the one before.
func (r *reader) defineBareLine(b *block, start, end int) {
	t := &b.run
	n, stop := bareNumber(t.text[start:end])
	rest := strings.TrimLeft(t.text[start+stop:end], " .):")
	o := r.owner(b.section)
	under := o != plan.None && r.defs[o].Kind == "requirement" && strings.HasPrefix(n, r.defs[o].ID+".")
	if !strings.Contains(n, ".") || rest == "" || !under && !opensCriterion(rest) || !r.mayDefine(b.section, plan.ClassRequirement, plan.FormParagraph) {
		if start > 0 && len(r.defs) > 0 && r.defs[len(r.defs)-1].bare {
			d := &r.defs[len(r.defs)-1]
			d.Text, d.Span.End = d.Text+" "+plain(t.text[start:end]), t.sourceEnd(end)
		}
		return
	}
	d := definition{id: t.span(start, start+stop), bare: true}
	d.ID, d.Class, d.Kind, d.Form, d.Section, d.Parent = n, plan.ClassRequirement, "criterion", plan.FormParagraph, b.section, plan.None
	if under {
		d.Form, d.Parent = plan.FormImplicit, o
	}
	d.Text = plain(rest)
	d.Span = plan.Span{Start: d.id.Start, End: t.sourceEnd(end)}
	r.defs = append(r.defs, d)
}

// opensCriterion tells whether a sentence begins as criteria do.
func opensCriterion(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	switch word {
	case "WHEN", "IF", "WHILE", "WHERE", "GIVEN", "THE":
		return true
	}
	return false
}

// bareNumber reads a number with dots, 1.2, at the start of s, and where it ends.
func bareNumber(s string) (string, int) {
	i := 0
	for i < len(s) && (isDigit(s[i]) || s[i] == '.' && i > 0 && i+1 < len(s) && isDigit(s[i+1])) {
		i++
	}
	if i == 0 || !rightBoundary(s, i) || i+1 < len(s) && s[i] == '.' && isLetter(s[i+1]) {
		return "", 0 // 6.1.a
	}
	return s[:i], i
}
