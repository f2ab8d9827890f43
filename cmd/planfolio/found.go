package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// tellFound says what was found in a document, and with --verbose where.
func (r *reading) tellFound(d *portfolio.Document) {
	r.tellSections(d)
	r.tellRequirements(d)
	r.tellCitations(d)
	r.tellPhases(d)
	r.tellTasks(d)
	r.tellGaps(d)
	r.tellLinks(d)
}

// A tally counts things by name, in the order in which they come.
type tally struct {
	names  []string
	counts map[string]int
	total  int
}

func (t *tally) add(name string) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	if t.counts[name] == 0 {
		t.names = append(t.names, name)
	}
	t.counts[name]++
	t.total++
}

// String is "none", "3 open" or "12: 9 functional, 3 non-functional".
func (t *tally) String() string {
	if t.total == 0 {
		return "none"
	}
	parts := make([]string, len(t.names))
	for i, name := range t.names {
		parts[i] = fmt.Sprintf("%d %s", t.counts[name], name)
		if more := plurals[name]; more != "" && t.counts[name] > 1 {
			parts[i] = fmt.Sprintf("%d %s", t.counts[name], more)
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return fmt.Sprintf("%d: %s", t.total, strings.Join(parts, ", "))
}

// plurals are those of kinds that are no adjectives.
var plurals = map[string]string{
	"requirement": "requirements", "requirement by name": "requirements by name", "criterion": "criteria", "constraint": "constraints",
	"acceptance criterion": "acceptance criteria", "success criterion": "success criteria", "user story": "user stories",
}

func (r *reading) tellSections(d *portfolio.Document) {
	var t tally
	for _, s := range d.Sections[1:] {
		t.add(fmt.Sprintf("of level %d", s.Level))
	}
	r.tell("Sections", "%s", &t)
	if r.verbose {
		for _, s := range d.Sections[1:] {
			r.at(d, s.Line.Start, "%s %s", strings.Repeat("#", s.Level), s.Title)
		}
	}
}

// formWords say by what a definition was known.
var formWords = map[plan.Form]string{
	plan.FormHeading: "heading", plan.FormBullet: "bullet", plan.FormCheckbox: "box", plan.FormParagraph: "paragraph",
	plan.FormTable: "row in a table", plan.FormImplicit: "number in the list",
}

func (r *reading) tellRequirements(d *portfolio.Document) {
	var t tally
	lines := make([]string, len(d.Requirements))
	for i := range d.Requirements {
		q := &d.Requirements[i]
		what := q.Kind
		lines[i] = fmt.Sprintf("%s  %s, by its %s", q.ID, q.Kind, formWords[q.Form])
		switch winner := d.Plan.Requirement(q.ID); {
		case d.Defined(i) != nil:
		case winner != nil:
			what = "defined elsewhere"
			lines[i] = fmt.Sprintf("%s  defined in %s:%d", q.ID, winner.Doc.File.Path, winner.Doc.File.Position(winner.Def.Span.Start).Line)
		default:
			what = "of no kind that counts here"
			lines[i] = fmt.Sprintf("%s  of no kind that counts here", q.ID)
		}
		if x := d.Defined(i); x != nil && x.Changes != nil {
			lines[i] += fmt.Sprintf(", %s of %s/%s", q.Change, x.Changes.Plan.ID, x.Changes.ID)
		}
		t.add(what)
	}
	r.tell("Requirements", "%s", &t)
	if r.verbose {
		for i, line := range lines {
			r.at(d, d.Requirements[i].Span.Start, "%s", line)
		}
	}
}

func (r *reading) tellCitations(d *portfolio.Document) {
	others := map[int][]*portfolio.Citation{}
	for _, c := range d.Plan.OtherCites {
		if c.Doc == d {
			others[int(c.Index)] = append(others[int(c.Index)], c)
		}
	}
	var t tally
	var lines []string
	var at []int
	for i, w := range d.Document.Citations {
		found := slices.Concat(d.Citing(i), others[i])
		for _, c := range found {
			target := c.State.String()
			if c.Target != nil {
				target = fmt.Sprintf("%s of %s", c.Target.ID, c.Target.Plan.ID)
			}
			what := "in another plan"
			switch {
			case c.Target == nil:
				what = c.State.String()
			case c.Target.Plan == d.Plan:
				what = "resolved in the plan"
			}
			t.add(what)
			lines, at = append(lines, c.ID+" → "+target), append(at, w.Span.Start)
		}
		if len(found) == 0 {
			t.add("of what is no requirement")
			lines, at = append(lines, w.From+" → no requirement"), append(at, w.Span.Start)
		}
	}
	r.tell("Citations", "%s", &t)
	if r.verbose {
		for i, line := range lines {
			r.at(d, at[i], "%s", line)
		}
	}
}

func (r *reading) tellPhases(d *portfolio.Document) {
	var t tally
	lines := make([]string, len(d.Document.Phases))
	for i, p := range d.Document.Phases {
		total, done := 0, 0
		for _, k := range d.Tasks {
			for at := k.Phase; at != plan.None; at = d.Document.Phases[at].Parent {
				if at == i {
					total++
					if k.State == plan.Done {
						done++
					}
				}
			}
		}
		what := "with tasks"
		lines[i] = fmt.Sprintf("%s %s: %s, %d of %d tasks done", p.Word, p.Number, p.Title, done, total)
		if total == 0 {
			what = "not measurable, for want of tasks"
			lines[i] = fmt.Sprintf("%s %s: %s, no tasks", p.Word, p.Number, p.Title)
		}
		if p.StatusText != "" {
			lines[i] += fmt.Sprintf(", stated as %q", p.StatusText)
		}
		t.add(what)
	}
	r.tell("Phases", "%s", &t)
	if r.verbose {
		for i, line := range lines {
			r.at(d, d.Document.Phases[i].Line.Start, "%s", line)
		}
	}
}

// stateMarks are the boxes of tasks.
var stateMarks = map[plan.State]string{plan.Open: "[ ]", plan.Done: "[x]", plan.Active: "[-]", plan.Skipped: "[~]", plan.Blocked: "[!]"}

func (r *reading) tellTasks(d *portfolio.Document) {
	var t tally
	for _, k := range d.Tasks {
		t.add(string(k.State))
	}
	r.tell("Tasks", "%s", &t)
	if !r.verbose {
		return
	}
	for _, k := range d.Tasks {
		line := stateMarks[k.State] + " " + strings.TrimSpace(k.ID+" "+k.Text)
		var cites []string
		for _, i := range k.Cites {
			cites = append(cites, d.Document.Citations[i].From)
		}
		if len(cites) > 0 {
			line = clipped(line, 80) + "  cites " + strings.Join(cites, ", ")
		}
		r.at(d, k.Line.Start, "%s", line)
	}
}

func (r *reading) tellGaps(d *portfolio.Document) {
	gaps := d.Document.Gaps
	if d.Alignment != nil {
		gaps = d.Alignment.Gaps
	}
	var t tally
	for _, g := range gaps {
		t.add(string(g.Kind))
	}
	r.tell("Gaps", "%s", &t)
	if r.verbose {
		for _, g := range gaps {
			r.at(d, g.Span.Start, "%s  %s", g.Kind, g.Text)
		}
	}
}

// linkWords say where links lead.
var linkWords = map[portfolio.TargetKind]string{
	portfolio.TargetNone: "leading nowhere", portfolio.TargetExternal: "out of the portfolio", portfolio.TargetDocument: "to documents",
	portfolio.TargetPlan: "to plans", portfolio.TargetAsset: "to files", portfolio.TargetRepo: "into the repository", portfolio.TargetText: "that are text after all",
}

func (r *reading) tellLinks(d *portfolio.Document) {
	var t tally
	for _, l := range d.Links {
		t.add(linkWords[l.Kind])
	}
	r.tell("Links", "%s", &t)
	if r.verbose {
		for i, l := range d.Links {
			if l.Kind == portfolio.TargetNone {
				r.at(d, d.Document.Links[i].Span.Start, "%s leads nowhere", d.Document.Links[i].Dest)
			}
		}
	}
}
