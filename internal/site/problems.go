package site

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
)

const (
	groupLength   = 200 // problems of one rule that the page lists
	excerptLength = 160 // code points of a source line
)

func (s *Site) addProblems(l *pageList) {
	l.page("problems/", "problems", func() any { return s.problems() })
	l.raw("problems/count.json", func() []byte { return marshal(map[string]int{"problems": s.lists.problems()}) })
}

// problems is every diagnostic, by rule, the worst rule first.
func (s *Site) problems() ProblemsView {
	rel := from("problems/")
	v := ProblemsView{}
	groups := map[diag.Code]*ProblemGroup{}
	var codes []diag.Code
	for d := range s.Facts.Diagnostics.All() {
		g := groups[d.Code]
		if g == nil {
			rule, _ := diag.Lookup(string(d.Code))
			g = &ProblemGroup{Code: string(d.Code), Name: rule.Name, Severity: string(d.Severity), Summary: rule.Summary, Text: rule.What + " " + rule.Why}
			groups[d.Code] = g
			codes = append(codes, d.Code)
		}
		if d.Severity.AtLeast(diag.Severity(g.Severity)) {
			g.Severity = string(d.Severity)
		}
		if len(g.Problems) == groupLength {
			g.More++
			continue
		}
		g.Problems = append(g.Problems, s.problem(rel, d))
	}
	slices.SortFunc(codes, func(a, b diag.Code) int {
		return cmp.Or(severityRank(groups[a].Severity)-severityRank(groups[b].Severity), cmp.Compare(a, b))
	})
	for _, c := range codes {
		v.Groups = append(v.Groups, *groups[c])
	}
	tally := s.Facts.Diagnostics.Tally()
	v.Lead = capital(sentence(
		number(tally.Errors, "error", "errors"), number(tally.Warnings, "warning", "warnings"), number(tally.Notes, "note", "notes")))
	if tally.All() == 0 {
		v.Lead = ""
		v.Empty = "No problem was found: every citation and link leads somewhere, and every file could be read."
	}
	v.Frame = s.frame(rel, "Problems", v.Lead)
	return v
}

func severityRank(severity string) int {
	return slices.Index([]string{string(diag.Error), string(diag.Warning), string(diag.Note)}, severity)
}

// problemsOf is the diagnostics of one document.
func (s *Site) problemsOf(rel relation, d *docFacts) []Problem {
	var problems []Problem
	for _, p := range s.Facts.Diagnostics.Of(d.File.Path) {
		problems = append(problems, s.problem(rel, *p))
	}
	return problems
}

func (s *Site) problem(rel relation, d diag.Diagnostic) Problem {
	rule, _ := diag.Lookup(string(d.Code))
	p := Problem{
		Code: string(d.Code), Name: rule.Name, Severity: string(d.Severity), Message: d.Message, Hint: d.Hint,
		Place: s.place(rel, d.Path, d.Range.Start.Line),
	}
	p.Excerpt, p.Caret = excerpt(d)
	for _, r := range d.Related {
		p.Related = append(p.Related, Related{Place: s.place(rel, r.Path, r.Range.Start.Line), Message: r.Message})
	}
	return p
}

// excerpt is the source line of a diagnostic, cut around the place when it is
// long, and the bytes of it that are at fault.
func excerpt(d diag.Diagnostic) (string, [2]int) {
	line := []rune(d.Excerpt)
	start := min(max(d.Range.Start.Column-1, 0), len(line))
	end := len(line)
	if d.Range.End.Line == d.Range.Start.Line {
		end = min(max(d.Range.End.Column-1, start), len(line))
	}
	from, to := 0, len(line)
	if len(line) > excerptLength {
		from = max(0, min(start-excerptLength/4, len(line)-excerptLength))
		to = from + excerptLength
		end = min(end, to)
	}
	text := string(line[from:to])
	before := 0 // bytes of the mark that text was left out
	if from > 0 {
		text = "…" + text
		before = len("…")
	}
	if to < len(line) {
		text += "…"
	}
	return text, [2]int{before + len(string(line[from:start])), before + len(string(line[from:end]))}
}
