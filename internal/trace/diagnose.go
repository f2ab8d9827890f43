package trace

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// diagnose reports requirements that nothing cites or plans: one diagnostic for
// a requirement and its parts together, and a single one for a plan that cites
// (or plans) none at all, since then its next document is simply not written.
// Archived plans are left in peace.
func (t *tracer) diagnose(pt *PlanTrace) []diag.Diagnostic {
	if t.plan.Archived || pt.Coverage.Requirements == 0 {
		return nil
	}
	var list []diag.Diagnostic
	if pt.Coverage.Cited == 0 {
		return append(list, whole(pt, diag.Uncovered, "cites"))
	}
	list = t.each(pt, list, diag.Uncovered, Uncovered, "nothing of the plan cites requirement %s")
	switch {
	case !t.hasWork():
	case pt.Coverage.Planned == 0:
		list = append(list, whole(pt, diag.Unplanned, "plans"))
	default:
		list = t.each(pt, list, diag.Unplanned, Cited, "no phase or task cites requirement %s")
	}
	return list
}

// hasWork tells whether the plan has phases or tasks at all.
func (t *tracer) hasWork() bool {
	for _, d := range t.plan.Documents {
		if len(d.Phases) > 0 || len(d.Tasks) > 0 {
			return true
		}
	}
	return false
}

// each reports the requirements in a state, but not the parts of one reported.
func (t *tracer) each(pt *PlanTrace, list []diag.Diagnostic, code diag.Code, state State, message string) []diag.Diagnostic {
	for _, row := range pt.Rows {
		r := row.Requirement
		if row.State != state || t.partOfReported(r, state) {
			continue
		}
		what := strconv.Quote(r.ID)
		if n := t.countParts(r, state); n > 0 {
			what += fmt.Sprintf(" and %d of its parts", n)
		}
		d := diag.New(code, "", message, what)
		d.Hint = "cite " + strconv.Quote(r.ID) + " where it is answered, or mark it as deferred"
		list = append(list, at(r, d))
	}
	return list
}

func (t *tracer) partOfReported(r *portfolio.Requirement, state State) bool {
	for up := r.Parent; up != nil; up = up.Parent {
		if t.states[up] == state {
			return true
		}
	}
	return false
}

func (t *tracer) countParts(r *portfolio.Requirement, state State) int {
	n := 0
	for _, c := range r.Children {
		if t.states[c] == state {
			n++
		}
		n += t.countParts(c, state)
	}
	return n
}

// whole reports all requirements of the plan at once, at the first one.
func whole(pt *PlanTrace, code diag.Code, verb string) diag.Diagnostic {
	for _, row := range pt.Rows {
		if row.State == Retired {
			continue
		}
		message := "no phase or task of the plan cites any of its %d requirements"
		if verb == "cites" {
			message = "nothing of the plan cites any of its %d requirements"
		}
		d := diag.New(code, "", message, pt.Coverage.Requirements)
		d.Hint = "cite them where they are answered: _Requirements: " + row.Requirement.ID + "_"
		return at(row.Requirement, d)
	}
	return diag.Diagnostic{}
}

// at places d at the first line of r's definition.
func at(r *portfolio.Requirement, d diag.Diagnostic) diag.Diagnostic {
	span := r.Def.Span
	text := r.Doc.File.Text
	if span.Start < 0 || span.End > len(text) || span.Start > span.End {
		span = plan.Span{}
	} else if i := strings.IndexByte(text[span.Start:span.End], '\n'); i >= 0 {
		span.End = span.Start + i
	}
	return r.Doc.File.At(d, span.Start, span.End)
}
