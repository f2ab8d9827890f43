package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

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
		return says(b.item.lead, criteriaWords...)
	}
	if b.section == section {
		return true
	}
	return says(subject(r.doc.Sections[b.section].Title), criteriaWords...)
}

var criteriaWords = []string{
	"acceptance", "criteria", "requirements", "ears", "shall", "must", "specification", "specifications",
	"受け入れ基準", "受入基準", "受入条件", "criterios", "critérios", "akzeptanzkriterien", "critères", "验收标准", "验收", "수용 기준", "인수 기준",
}

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
	b.defines = start > 0
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
	if i == 0 || !rightBoundary(s, i) {
		return "", 0
	}
	return s[:i], i
}

// defineRow reads "| FR-1 | text |" in a table that says what is required.
func (r *reader) defineRow(rw *row) {
	if len(rw.cells) < 2 {
		return
	}
	b := &r.blocks[rw.cells[0]]
	s, ok := r.shapeAt(&b.run, 0, len(b.run.text))
	if !ok || !r.mayDefine(b.section, s.class, plan.FormTable) {
		return
	}
	column := r.textColumn(rw.table)
	if column < 0 || column >= len(rw.cells) {
		return
	}
	if s.text < len(b.run.text) && !s.clear && !opensText(b.run.text[s.text:]) {
		return
	}
	text := &r.blocks[rw.cells[column]]
	if strings.TrimSpace(text.run.text) == "" {
		return
	}
	d := definition{id: b.run.span(s.start, s.end), nodes: childrenOf(text.node)}
	d.ID, d.Class, d.Kind, d.Form, d.Section = s.id, s.class, s.kind, plan.FormTable, b.section
	d.Title = plain(b.run.text[s.text:])
	d.Text = plain(text.run.text)
	d.Span = plan.Span{Start: d.id.Start, End: max(rw.span.End, d.id.End)}
	d.Retired = s.struck || saysRetired(d.Text) || r.places[b.section]&inRetired != 0
	r.defs = append(r.defs, d)
}

// textColumn is the column of a table that says what is required, -1 where the
// table measures, covers or traces requirements that are defined elsewhere.
func (r *reader) textColumn(t *table) int {
	text := -1
	for i, h := range t.head {
		if i == 0 {
			continue
		}
		if says(h, measureWords...) {
			if says(h, "acceptance", "criteria") && text > 0 {
				continue
			}
			return -1
		}
		if text < 0 && says(h, textWords...) {
			text = i
		}
	}
	if text < 0 && r.doc.Role == plan.Requirements && len(t.head) > 1 && says(t.head[1], "title", "name", "feature", "capability", "function") {
		text = 1
	}
	return text
}

var textWords = []string{
	"requirement", "requirements", "description", "text", "statement", "specification", "shall", "what", "detail", "details", "definition", "story", "user story", "rule", "business rule",
	"要件", "説明", "内容", "描述", "需求", "설명", "요구사항", "descripción", "requisito", "beschreibung", "anforderung", "mô tả",
}

var measureWords = []string{
	"coverage", "covered", "covered by", "phase", "task", "tasks", "test", "tests", "test case", "verified", "verification", "evidence", "result", "results",
	"implementation", "implemented in", "component", "components", "file", "files", "design", "design element", "location", "measurement", "measured",
	"acceptance", "acceptance criteria", "criteria", "criterion", "satisfied", "met", "where", "how", "mapped to", "plan", "plans", "interfaces", "flows", "pass", "actual",
}

// finishRequirements puts the definitions in order of the text, finds what
// contains what, and gives headings the text below them.
func (r *reader) finishRequirements() {
	byID := map[string]int{}
	for i := range r.defs {
		if _, ok := byID[r.defs[i].ID]; !ok {
			byID[r.defs[i].ID] = i
		}
	}
	for i := range r.defs {
		d := &r.defs[i]
		if d.Form != plan.FormImplicit {
			d.Parent = r.parentOf(i, byID)
		}
		if d.Form == plan.FormHeading {
			r.describe(d)
		}
		r.doc.Requirements = append(r.doc.Requirements, d.Requirement)
		r.requirementNodes = append(r.requirementNodes, d.nodes)
	}
}

// parentOf finds FR-1 for FR-1.1, else the requirement whose section it stands in.
func (r *reader) parentOf(i int, byID map[string]int) int {
	d := &r.defs[i]
	id := d.ID
	for {
		dot := strings.LastIndexByte(id, '.')
		if dot < 0 {
			break
		}
		id = id[:dot]
		if p, ok := byID[id]; ok && p != i {
			return p
		}
	}
	section := d.Section
	if d.Form == plan.FormHeading {
		section = r.doc.Sections[section].Parent
	}
	if section == plan.None {
		return plan.None
	}
	if o := r.owner(section); o != i {
		return o
	}
	return plan.None
}

// describe gives a heading its text, and the nodes that show it: everything up
// to the heading of a requirement within it.
func (r *reader) describe(d *definition) {
	s := r.doc.Sections
	last := d.Section
	for last+1 < len(s) && s[last+1].Level > s[d.Section].Level && r.sectionOwner[last+1] == plan.None {
		last++
	}
	for n := r.heads[d.Section].NextSibling(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && (last+1 < len(s) && h == r.heads[last+1]) {
			break
		}
		d.nodes = append(d.nodes, n)
	}
	d.Text = r.firstText(d.Section, last)
	if d.Text == "" {
		d.Text = d.Title
	}
	d.Retired = d.Retired || d.Section > 0 && s[d.Section].Parent > 0 && r.places[s[d.Section].Parent]&inRetired != 0
}

// firstText is the first paragraph of the sections from first to last that is
// more than fields, else the first item of a list.
func (r *reader) firstText(first, last int) string {
	item := ""
	for i := r.firstBlock(first); i < len(r.blocks) && r.blocks[i].section <= last; i++ {
		b := &r.blocks[i]
		switch {
		case b.heading || b.raw || b.defines || b.node.Kind() == east.KindTableCell:
		case b.item != nil:
			if item == "" && b.first && b.item.box == nil {
				item = plain(b.run.text)
			}
		default:
			if text := r.withoutFields(b); text != "" {
				return text
			}
		}
	}
	return item
}

// withoutFields is the text of a paragraph without its lines that are labels or
// fields such as **Priority**: High.
func (r *reader) withoutFields(b *block) string {
	var text []string
	b.run.lines(func(start, end int, _ bool) {
		line := b.run.text[start:end]
		if l, ok := labelOf(line); ok {
			if !says(l.subject, "description", "user story", "story", "objective", "statement", "as a", "説明", "目的", "descripción", "beschreibung") {
				return
			}
			line = line[l.value:]
		}
		text = append(text, line)
	})
	return plain(strings.Join(text, " "))
}

// firstBlock is the index of the first block of the section.
func (r *reader) firstBlock(section int) int {
	lo, hi := 0, len(r.blocks)
	for lo < hi {
		mid := (lo + hi) / 2
		if !r.blocks[mid].note && r.blocks[mid].section < section {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
