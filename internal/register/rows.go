package register

import (
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// rowOf makes a register's row of an item; ok is false for what is none.
func rowOf(it *item) (row Row, ok bool) {
	row = Row{Place: it.place}
	said := joined(it.name, it.text)
	switch it.topic.name {
	case Questions:
		answer := it.cells[1]
		row.Cells = []string{question(it.place, said), answer}
		row.State = Open
		if it.done || answer != "" || settledTitle(it.group) || settledTitle(it.head) {
			row.State = Answered
		}
	case Risks:
		said = riskTag.ReplaceAllString(said, "")
		if strings.HasPrefix(said, "[") && strings.HasSuffix(said, "]") {
			said = said[1 : len(said)-1]
		}
		row.Cells = []string{said, it.cells[1], it.cells[2], it.cells[3]}
	case Decisions:
		what := it.cells[1]
		if what == "" {
			what = it.text
		}
		if it.name == "" {
			row.Cells = []string{what, "", it.cells[2], it.cells[3]}
		} else {
			row.Cells = []string{it.name, what, it.cells[2], it.cells[3]}
		}
	case Components, Environments:
		what := either(it.cells[1], it.text)
		if variable.MatchString(it.name) || what == "" && it.topic.nouns[lastWord(it.name)] {
			return row, false // a setting; a heading over several
		}
		row.Cells = []string{it.name, what}
	case Integrations:
		if file.MatchString(it.name) {
			return row, false
		}
		row.Cells = []string{it.name, integrationKind(it), either(it.cells[2], it.text)}
	case Performance:
		target := either(it.cells[1], it.text)
		if target == "" && !strings.ContainsAny(it.name, "0123456789") {
			return row, false
		}
		if !strings.ContainsAny(target, "0123456789") && (it.name == "" || !aims.MatchString(it.head+" "+it.group)) {
			return row, false
		}
		row.Cells = []string{it.name, target}
		if it.group != it.name {
			row.Cells[0] = joined(it.group, it.name)
		}
		if row.Cells[0] == "" {
			row.Cells = []string{target, ""}
		}
	case Assumptions:
		row.Cells = []string{assumptionKind(it), said}
	}
	return row, true
}

// riskTag is a mark before a risk: "[Risk] The queue fills up".
var riskTag = pattern.MustCompile(`(?i)^\[(?:risk|trade-?off)\]\s*:?\s*`)

// aims are words of titles whose sections state targets, in figures or not.
var aims = pattern.MustCompile(`(?i)\b(?:targets?|requirements?|goals?|objectives?|budgets?|sl[oa]s?)\b`)

// variable matches names of settings, which are no environments.
var variable = pattern.MustCompile("^`?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+`?$")

// file matches names of source files, which are no systems.
var file = pattern.MustCompile(`^\S*\.[a-z]{1,5}(?::\d+)?(?: .*)?$`)

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// joined is a name and what is said of it in one sentence.
func joined(name, text string) string {
	switch {
	case name == "":
		return text
	case text == "":
		return name
	}
	if strings.HasSuffix(name, "?") {
		return name + " " + text
	}
	return strings.TrimRight(name, ".:") + ": " + text
}

// once makes one row of those that name the same thing in one plan: a component
// in a table and under a heading of its own. What the first leaves open the
// others fill.
func once(rows []Row) []Row {
	type name struct {
		plan *portfolio.Plan
		text string
	}
	first := map[name]int{}
	var out []Row
	for _, row := range rows {
		k := name{row.Plan, strings.ToLower(row.Cells[0])}
		i, ok := first[k]
		if !ok {
			first[k] = len(out)
			out = append(out, row)
			continue
		}
		for n, c := range out[i].Cells {
			if c == "" {
				out[i].Cells[n] = row.Cells[n]
			}
		}
		out[i].Also = append(out[i].Also, row.Place)
	}
	return out
}

var settledWords = pattern.MustCompile(`(?i)\b(?:resolved|answered|closed|settled)\b`)

// settledTitle tells whether a heading says that what stands below it is settled.
func settledTitle(title string) bool {
	return settledWords.MatchString(title) && !strings.Contains(strings.ToLower(title), "not ") && !strings.Contains(strings.ToLower(title), "unresolved")
}

func integrationKind(it *item) string {
	at := strings.ToLower(it.head + " " + it.group)
	switch {
	case strings.Contains(at, "external"), strings.Contains(at, "third"), strings.Contains(at, "partner"):
		return "external"
	case strings.Contains(at, "internal"):
		return "internal"
	}
	return ""
}

func assumptionKind(it *item) string {
	at := strings.ToLower(it.head)
	if strings.Contains(at, "assum") && strings.Contains(at, "constraint") {
		at = strings.ToLower(it.group)
	}
	switch {
	case strings.Contains(at, "assum"), strings.Contains(at, "supuesto"), strings.Contains(at, "前提"), strings.Contains(at, "annahme"):
		return "assumption"
	case strings.Contains(at, "constraint"), strings.Contains(at, "restric"), strings.Contains(at, "制約"):
		return "constraint"
	}
	return ""
}

// inline are facts of a risk in the midst of its text: "… Mitigation: copies".
var inline = pattern.MustCompile(`(?i)(?:^|[\s(.,;|—–-])(impact|severity|likelihood|probability|mitigations?|mitigated by|contingency)\s*[:：=]\s*`)

// arrow parts a risk from what is done about it.
var arrow = pattern.MustCompile(`\s+(?:→|->|=>|⇒)\s+`)

// split takes the facts out of an item's text where they stand in the midst of it.
func (r *reader) split(it *item) {
	if it.topic.name != Risks {
		return
	}
	if at := arrow.FindStringIndex(it.text); at != nil {
		left, right := it.text[:at[0]], it.text[at[1]:]
		it.text = left
		if inline.FindStringIndex(right) == nil {
			right = "Mitigation: " + right
		}
		it.text += " " + right
	}
	it.text = it.takeFacts(it.text)
	it.name = it.takeFacts(it.name)
}

// takeFacts gives text without the facts in it, which fill their columns.
func (it *item) takeFacts(text string) string {
	places := inline.FindAllStringSubmatchIndex(text, -1)
	if len(places) == 0 {
		return text
	}
	for i, m := range places {
		end := len(text)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		k := strings.ToLower(text[m[2]:m[3]])
		if k == "mitigated by" {
			k = "mitigation"
		}
		it.set(it.topic.fields[k], closed(strings.Trim(text[m[1]:end], " ;,|—–-")))
	}
	return strings.TrimRight(text[:places[0][0]], " ;,|(—–-")
}

// closed is s without a closing parenthesis that was opened before it.
func closed(s string) string {
	if strings.Count(s, ")") > strings.Count(s, "(") {
		return strings.TrimSuffix(s, ")")
	}
	return s
}

// withMarks adds the questions that are marked in d's text to rows, unless one
// of them stands there already.
func withMarks(d *portfolio.Document, rows []Row) []Row {
	gaps := d.Gaps
	if d.Alignment != nil {
		gaps = d.Alignment.Gaps
	}
	for _, g := range gaps {
		if g.Kind != plan.GapQuestion || listed(d, g, rows) {
			continue
		}
		at := Place{d.Plan, d, g.Section, g.Span}
		rows = append(rows, Row{Place: at, Cells: []string{question(at, g.Text), ""}, State: Open})
	}
	return rows
}

func listed(d *portfolio.Document, g plan.Gap, rows []Row) bool {
	for i := len(rows) - 1; i >= 0 && rows[i].Doc == d; i-- {
		if s := rows[i].Span; s.Start <= g.Span.Start && g.Span.Start < s.End {
			rows[i].State = Open
			return true
		}
	}
	return false
}

var (
	clarification = pattern.MustCompile(`(?is)^[\s(-]*\[?\s*NEEDS CLARIFICATION\s*[:：]?\s*(.*?)\]?$`)
	unresolved    = pattern.MustCompile(`(?i)^<<\[/?UNRESOLVED\s*(.*?)\s*\]?>>$`)
)

// question is what a text or a mark asks: without the mark and, where that says
// no more, the section's title.
func question(at Place, text string) string {
	asked := text
	for _, mark := range []*pattern.Pattern{clarification, unresolved} {
		if m := mark.FindStringSubmatch(text); m != nil {
			asked = strings.TrimLeft(m[1], " -–—:")
		}
	}
	if strings.HasPrefix(asked, "(") && strings.HasSuffix(asked, ")") {
		asked = asked[1 : len(asked)-1]
	}
	if asked != "" {
		return asked
	}
	for _, e := range at.Doc.Entries() { // a form's field that waits for an answer
		if e.Label != "" && e.Span.Start <= at.Span.Start && at.Span.Start < e.Span.End {
			return e.Label + ": " + text
		}
	}
	return joined(at.Doc.Sections[at.Section].Title, text)
}
