package trace

import (
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// diagnose reports requirements that nothing cites, and those that no phase or
// task does. What is the exception is reported one by one; what holds for most
// of a plan's requirements has one cause, and is reported once. What another
// plan cites is not uncovered: requirements of a whole project are answered in
// the plans below. Archived plans are left in peace.
func (t *tracer) diagnose(pt *PlanTrace) []diag.Diagnostic {
	if t.plan.Archived || pt.Coverage.Requirements == 0 {
		return nil
	}
	list := t.report(pt, diag.Uncovered, Uncovered, "nothing in the plan cites")
	if t.work {
		list = append(list, t.report(pt, diag.Unplanned, Cited, "no phase or task of the plan cites")...)
	}
	return append(list, t.lacking(pt)...)
}

// lacking reports the requirements that are cited, but not where the configured
// policy wants it.
func (t *tracer) lacking(pt *PlanTrace) []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, row := range pt.Rows {
		if !row.Policy.Configured || row.Covered || row.Waiver != nil || row.State == Retired || row.State == Uncovered {
			continue
		}
		if up := row.Requirement.Parent; up != nil && !pt.Rows[up.Index].Covered {
			continue // said of the whole
		}
		d := diag.New(diag.CoverageGap, "", "requirement %s needs %s, and lacks %s", strconv.Quote(row.Requirement.ID), row.Policy, row.Lacking())
		d.Hint = "cite it there, or waive it in the configuration with a reason and a date"
		list = append(list, at(row.Requirement, d))
	}
	return list
}

// report finds the requirements in a state. A requirement stands for its parts
// where all of them are in that state; else the parts are named, not it.
func (t *tracer) report(pt *PlanTrace, code diag.Code, state State, message string) []diag.Diagnostic {
	var found []*portfolio.Requirement
	total := 0
	for _, row := range pt.Rows {
		r := row.Requirement
		if row.State == Retired || row.Waiver != nil || code == diag.Unplanned && row.Policy.Configured || r.Parent != nil && t.all(r.Parent, row.State) || len(r.Children) > 0 && !t.all(r, row.State) {
			continue
		}
		if total++; row.State == state && !row.elsewhere() {
			found = append(found, r)
		}
	}
	if len(found) >= few && 2*len(found) > total {
		d := diag.New(code, "", "%s %d of its %d requirements", message, in(pt, state), pt.Coverage.Requirements)
		d.Hint = "cite them where they are answered: _Requirements: " + found[0].ID + "_"
		for _, r := range found[1:min(len(found), maxRelated+1)] {
			x := at(r, diag.Diagnostic{})
			d.Related = append(d.Related, diag.Related{Path: x.Path, Range: x.Range, Message: strconv.Quote(r.ID) + " too"})
		}
		return []diag.Diagnostic{at(found[0], d)}
	}
	var list []diag.Diagnostic
	for _, r := range found {
		what := strconv.Quote(r.ID)
		if n := len(r.Children); n > 0 {
			what += " and its parts"
		}
		d := diag.New(code, "", "%s requirement %s", message, what)
		d.Hint = "cite " + strconv.Quote(r.ID) + " where it is answered, or mark it as deferred"
		list = append(list, at(r, d))
	}
	return list
}

// few is the number of findings up to which they are always reported one by
// one, maxRelated bounds the further places of a diagnostic.
const (
	few        = 4
	maxRelated = 20
)

// all tells whether r and all its parts are in a state; retired parts do not count.
func (t *tracer) all(r *portfolio.Requirement, state State) bool {
	if t.states[r.Index] != state {
		return false
	}
	for _, c := range r.Children {
		if t.states[c.Index] != Retired && !t.all(c, state) {
			return false
		}
	}
	return true
}

func in(pt *PlanTrace, state State) int {
	n := 0
	for _, row := range pt.Rows {
		if row.State == state {
			n++
		}
	}
	return n
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
