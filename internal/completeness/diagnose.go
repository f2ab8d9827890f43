package completeness

import (
	"fmt"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
)

// diagnose says what a plan still owes. Sections that are as the template has
// them, or missing, are each one diagnostic, whatever is below them; an
// untouched copy is one altogether.
func (w *assessor) diagnose(r *PlanReport) []diag.Diagnostic {
	w.found = w.found[:0]
	for _, d := range r.Plan.Documents {
		covered := map[int]bool{} // sections of the document that are spoken for
		if a := d.Alignment; a != nil {
			if a.Copy {
				w.found = append(w.found, copied(d))
				continue
			}
			w.untouched(d, covered)
			w.missingSections(d)
			w.shortSections(d)
		}
		for _, g := range r.Gaps {
			if g.Doc == d && !covered[g.Gap.Section] {
				w.found = append(w.found, owed(g))
			}
		}
	}
	if len(w.found) == 0 {
		return nil
	}
	return append(make([]diag.Diagnostic, 0, len(w.found)), w.found...)
}

// shortSections reports the sections that have fewer words than the template
// asks for.
func (w *assessor) shortSections(d *portfolio.Document) {
	a := d.Alignment
	for i, st := range a.Sections() {
		if st.Words == 0 || st.Section == plan.None {
			continue
		}
		line := d.Sections[st.Section].Line
		n := diag.New(diag.ShortSection, d.File.Path, "the section “%s” has %d of the %d words that its template asks for",
			excerpt(d.Sections[st.Section].Title), st.Words, a.Schema.Sections[i].Words)
		n.Hint = "say more, or N/A where it does not apply"
		w.found = append(w.found, d.File.At(n, line.Start, lineEnd(d, line)))
	}
}

func copied(d *portfolio.Document) diag.Diagnostic {
	n := diag.New(diag.UntouchedSection, d.File.Path, "the plan is an untouched copy of the template “%s”", d.Alignment.Schema.Title)
	n.Hint = "fill in its sections, or mark it as a template"
	line := plan.Span{}
	if len(d.Sections) > 1 {
		line = d.Sections[1].Line
	}
	return d.File.At(n, line.Start, lineEnd(d, line))
}

// untouched reports the topmost sections that are as the template has them.
func (w *assessor) untouched(d *portfolio.Document, covered map[int]bool) {
	a := d.Alignment
	sections := a.Sections()
	for i, st := range sections {
		if st.State != schema.Untouched || st.Section == plan.None {
			continue
		}
		if p := a.Schema.Sections[i].Parent; p != plan.None && sections[p].State == schema.Untouched && covered[sections[p].Section] {
			covered[st.Section] = true
			continue
		}
		for j := range d.Sections {
			if within(d, j, st.Section) {
				covered[j] = true
			}
		}
		sec := &d.Sections[st.Section]
		n := diag.New(diag.UntouchedSection, d.File.Path, "the section “%s” is as the template has it", sec.Title)
		n.Hint = "write what belongs there: " + excerpt(a.Schema.Sections[i].Prompt)
		if a.Schema.Sections[i].Prompt == "" {
			n.Hint = "write what belongs there, or say that it is not needed"
		}
		w.found = append(w.found, d.File.At(n, sec.Line.Start, lineEnd(d, sec.Line)))
	}
}

// within tells whether section j is section top or stands below it.
func within(d *portfolio.Document, j, top int) bool {
	for ; j != plan.None; j = d.Sections[j].Parent {
		if j == top {
			return true
		}
	}
	return false
}

// missingSections reports the topmost sections that a document lacks, at its
// first heading.
func (w *assessor) missingSections(d *portfolio.Document) {
	a := d.Alignment
	texts := w.textsOf(a.Schema)
	line := plan.Span{}
	if len(d.Sections) > 1 {
		line = d.Sections[1].Line
	}
	sections := a.Sections()
	for i, st := range sections {
		if st.State != schema.Missing || st.Section != plan.None {
			continue
		}
		at := line
		if p := a.Schema.Sections[i].Parent; p != plan.None {
			if sections[p].State == schema.Missing && sections[p].Section == plan.None {
				continue
			}
			if to := sections[p].Section; to != plan.None {
				at = d.Sections[to].Line
			}
		}
		n := diag.New(diag.MissingSection, d.File.Path, "")
		n.Message = texts[i].missing
		n.Hint = "add it, or write under its heading why it is not needed"
		w.found = append(w.found, d.File.At(n, at.Start, lineEnd(d, at)))
	}
}

// owed reports one gap.
func owed(g *Gap) diag.Diagnostic {
	d := g.Doc
	text := excerpt(g.Gap.Text)
	var n diag.Diagnostic
	switch g.Gap.Kind {
	case plan.GapQuestion:
		n = diag.New(diag.OpenQuestion, d.File.Path, "an open question: “%s”", text)
		n.Hint = "write the answer in its place"
	case plan.GapTodo:
		n = diag.New(diag.TodoLeft, d.File.Path, "“%s” stands where content should be", text)
		n.Hint = "write the content, or N/A with a reason"
	case plan.GapUntouched:
		n = diag.New(diag.UntouchedSection, d.File.Path, "“%s” is the template's text", text)
		n.Hint = "replace it by the plan's own words, or delete it"
	case plan.GapEmpty:
		n = diag.New(diag.EmptySection, d.File.Path, "the section “%s” has nothing in it", excerpt(d.Sections[g.Gap.Section].Title))
		n.Hint = "write what belongs there, write N/A with a reason, or delete the heading"
	default:
		n = diag.New(diag.PlaceholderLeft, d.File.Path, "“%s” is a placeholder", text)
		n.Hint = "replace it, or write N/A with a reason"
		if g.Worth > 0 {
			n.Hint += fmt.Sprintf("; it is worth %.1f %% of the plan's score", 100*g.Worth)
		}
	}
	return d.File.At(n, g.Gap.Span.Start, g.Gap.Span.End)
}

// excerpt is at most 80 code points of text.
func excerpt(text string) string {
	if len(text) <= 80 {
		return text
	}
	if r := []rune(text); len(r) > 80 {
		return strings.TrimSpace(string(r[:79])) + "…"
	}
	return text
}

// lineEnd is the end of a heading's line, without the line end.
func lineEnd(d *portfolio.Document, line plan.Span) int {
	return line.Start + len(strings.TrimRight(d.File.Text[line.Start:line.End], "\n"))
}
