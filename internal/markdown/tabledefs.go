package markdown

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

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
	t := rw.table
	if t.required == nil {
		column := r.textColumn(t)
		t.required = &column
	}
	column := *t.required
	if column < 0 || column >= len(rw.cells) {
		return
	}
	if s.text < len(b.run.text) && !s.clear && !opensText(b.run.text[s.text:]) {
		return
	}
	if s.class == plan.ClassUnknown && !textWords.in(t.head[column]) {
		return
	}
	text := &r.blocks[rw.cells[column]]
	if len(strings.Fields(text.run.text)) == 0 {
		return
	}
	d := definition{id: b.run.span(s.start, s.end), nodes: childrenOf(text.node)}
	d.ID, d.Class, d.Kind, d.Form, d.Section = s.id, s.class, s.kind, plan.FormTable, b.section
	d.Title = plain(b.run.text[s.text:])
	d.Text = plain(text.run.text)
	if d.Title != "" && !textWords.in(t.head[column]) {
		d.Text = d.Title // a row of title, priority and notes
	}
	d.Span = plan.Span{Start: d.id.Start, End: max(rw.span.End, d.id.End)}
	d.Retired = s.retired || saysRetired(d.Text) || r.places[b.section]&inRetired != 0
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
		if measureWords.in(h) {
			if acceptanceColumn.in(h) && text > 0 {
				continue
			}
			return -1
		}
		if text < 0 && textWords.in(h) {
			text = i
		}
	}
	if text < 0 && r.doc.Role == plan.Requirements && len(t.head) > 1 {
		text = 1 // requirements are what such a document lists, whatever the column is called
	}
	return text
}

var textWords = phrasesOf(
	"requirement", "requirements", "description", "text", "statement", "specification", "shall", "what", "detail", "details", "definition", "story", "user story", "rule", "business rule",
	"要件", "説明", "内容", "描述", "需求", "설명", "요구사항", "descripción", "requisito", "beschreibung", "anforderung", "mô tả", "yêu cầu", "nội dung",
)

var acceptanceColumn = phrasesOf("acceptance", "criteria")

var measureWords = phrasesOf(
	"coverage", "covered", "covered by", "phase", "task", "tasks", "test", "tests", "test case", "verified", "verification", "evidence", "result", "results",
	"implementation", "implemented in", "component", "components", "file", "files", "design", "design element", "location", "measurement", "measured",
	"acceptance", "acceptance criteria", "criteria", "criterion", "satisfied", "met", "where", "how", "mapped to", "plan", "plans", "interfaces", "flows", "pass", "actual",
)
