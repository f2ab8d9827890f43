package completeness

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Ages are what is needed to tell what is stale. Without a day for today, or
// without dates of files, nothing is.
type Ages struct {
	Today   time.Time                   // the day that the site is built for
	After   int                         // days; 0 for never
	Changed func(path string) time.Time // last change of a file; zero where that is not known
}

// finished are statuses of plans that wait for nothing.
var finished = regexp.MustCompile(`(?i)\b(?:done|completed?|implemented|accepted|rejected|withdrawn|superseded|deprecated|obsolete|archived|closed|replaced|shipped|released|final|cancell?ed|abandoned)\b`)

// Stale reports the plans that are not finished and have not changed for long.
func Stale(r *Report, ages Ages) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, pr := range r.Plans {
		out = append(out, StalePlan(pr, ages)...)
	}
	return out
}

// StalePlan is Stale of one plan.
func StalePlan(pr *PlanReport, ages Ages) []diag.Diagnostic {
	if ages.After <= 0 || ages.Today.IsZero() {
		return nil
	}
	p := pr.Plan
	changed := planChanged(p, ages.Changed)
	days := int(ages.Today.Sub(changed).Hours() / 24)
	if changed.IsZero() || days <= ages.After || p.Kind == portfolio.KindTemplate || p.Archived || finished.MatchString(p.Status) {
		return nil
	}
	owing := unfinished(pr)
	if owing == "" {
		return nil
	}
	d := p.Documents[0]
	n := diag.New(diag.StalePlan, d.File.Path, "the plan is unfinished and has not changed since %s", changed.Format(time.DateOnly))
	n.Hint = "it has " + owing + ": bring it up to date, or give it a status such as done or withdrawn"
	line := plan.Span{}
	if len(d.Sections) > 1 {
		line = d.Sections[1].Line
	}
	return []diag.Diagnostic{d.File.At(n, line.Start, lineEnd(d, line))}
}

// planChanged is the last change of any document of the plan; zero where that
// of one is not known, for it may be later.
func planChanged(p *portfolio.Plan, changed func(string) time.Time) time.Time {
	var last time.Time
	for _, d := range p.Documents {
		at := changed(d.File.Path)
		if at.IsZero() {
			return at
		}
		if at.After(last) {
			last = at
		}
	}
	return last
}

// unfinished says what a plan still has to do; "" for nothing.
func unfinished(pr *PlanReport) string {
	open := 0
	for _, d := range pr.Plan.Documents {
		for _, t := range d.Tasks {
			if t.State == plan.Open || t.State == plan.Active || t.State == plan.Blocked {
				open++
			}
		}
	}
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{open, "open task"}, {len(pr.Gaps), "gap"}} {
		switch {
		case c.n == 1:
			parts = append(parts, "1 "+c.what)
		case c.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", c.n, c.what))
		}
	}
	return strings.Join(parts, " and ")
}

// Suspect is a document that cites requirements of a file that has changed since
// the document has. Whether the requirements themselves have is told by what the
// file said then.
type Suspect struct {
	Doc   *portfolio.Document   // cites
	Of    *portfolio.Document   // defines
	At    time.Time             // last change of Doc
	Cited []*portfolio.Citation // the first of each requirement
}

// Suspects finds them, by plan and document. Requirements of the same file
// change together with what cites them, and are not looked at.
func Suspects(p *portfolio.Portfolio, changed func(path string) time.Time) []Suspect {
	var out []Suspect
	for _, pl := range p.Plans {
		out = append(out, PlanSuspects(pl, changed)...)
	}
	return out
}

// PlanSuspects are those of one plan.
func PlanSuspects(p *portfolio.Plan, changed func(path string) time.Time) []Suspect {
	if p.Kind == portfolio.KindTemplate || p.Archived || finished.MatchString(p.Status) {
		return nil
	}
	var out []Suspect
	for _, c := range p.Citations {
		if c.Target == nil || c.Target.Doc == c.Doc || c.Doc.Role == plan.Log || c.Target.Def.Retired {
			continue
		}
		at, later := changed(c.Doc.File.Path), changed(c.Target.Doc.File.Path)
		if at.IsZero() || !later.After(at) {
			continue
		}
		i := slices.IndexFunc(out, func(s Suspect) bool { return s.Doc == c.Doc && s.Of == c.Target.Doc })
		if i < 0 {
			i = len(out)
			out = append(out, Suspect{Doc: c.Doc, Of: c.Target.Doc, At: at})
		}
		if !slices.ContainsFunc(out[i].Cited, func(k *portfolio.Citation) bool { return k.Target == c.Target }) {
			out[i].Cited = append(out[i].Cited, c)
		}
	}
	return out
}

// Outdated reports of each suspect the requirements that read otherwise today
// than in earlier, what Of was at the time; earlier is nil where nobody knows.
// changed is the last change of a file.
func Outdated(s Suspect, earlier *plan.Document, changed func(path string) time.Time) []diag.Diagnostic {
	if earlier == nil {
		return nil
	}
	var reworded []*portfolio.Citation
	for _, c := range s.Cited {
		if saidOtherwise(earlier, c.Target) {
			reworded = append(reworded, c)
		}
	}
	if len(reworded) == 0 {
		return nil
	}
	ids := make([]string, 0, maxNamed)
	for _, c := range reworded[:min(maxNamed, len(reworded))] {
		ids = append(ids, c.Target.ID)
	}
	list := strings.Join(ids, ", ")
	if more := len(reworded) - len(ids); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	has := "has"
	if len(reworded) > 1 {
		has = "have"
	}
	first := reworded[0]
	n := diag.New(diag.OutdatedCitation, s.Doc.File.Path, "%s, cited here, %s changed since this document did: %s on %s, this on %s",
		list, has, s.Of.File.Path, changed(s.Of.File.Path).Format(time.DateOnly), s.At.Format(time.DateOnly))
	n.Hint = "read it again, and change the document where it no longer fits"
	def := first.Target.Def.Span
	n.Related = []diag.Related{{Path: s.Of.File.Path, Range: s.Of.File.Range(def.Start, def.End), Message: "reads otherwise now"}}
	return []diag.Diagnostic{s.Doc.File.At(n, first.Written.Span.Start, first.Written.Span.End)}
}

// maxNamed is how many requirements one diagnostic names.
const maxNamed = 5

// saidOtherwise tells whether an earlier state of the file defined the
// requirement, and in other words.
func saidOtherwise(earlier *plan.Document, r *portfolio.Requirement) bool {
	known := false
	said := func(d *plan.Requirement) string { return strings.Join(strings.Fields(d.Title+" "+d.Text), " ") }
	for i := range earlier.Requirements {
		if e := &earlier.Requirements[i]; e.ID == r.ID {
			if said(e) == said(r.Def) {
				return false
			}
			known = true
		}
	}
	return known
}
