package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
)

// A reading tells how files of a portfolio were read.
type reading struct {
	*project
	result *build.Result
	out    io.Writer
}

// document is the document at rel, nil where there is none.
func (r *reading) document(rel string) *portfolio.Document {
	for _, p := range r.result.Site.Facts.Portfolio.Plans {
		for _, d := range p.Documents {
			if d.File.Path == rel {
				return d
			}
		}
	}
	return nil
}

// below are the plans with a document in the directory at rel.
func (r *reading) below(rel string) []*portfolio.Plan {
	var plans []*portfolio.Plan
	for _, p := range r.result.Site.Facts.Portfolio.Plans {
		if slices.ContainsFunc(p.Documents, func(d *portfolio.Document) bool { return rel == "." || strings.HasPrefix(d.File.Path, rel+"/") }) {
			plans = append(plans, p)
		}
	}
	return plans
}

// tell writes one line under a name.
func (r *reading) tell(name, format string, args ...any) {
	fmt.Fprintf(r.out, "%-14s%s\n", name, diag.Visible(fmt.Sprintf(format, args...)))
}

// more writes a line below one that tell has written.
func (r *reading) more(format string, args ...any) { r.tell("", format, args...) }

// tellDirectory tells of the plans of a directory: of one, its documents; of
// several, what each is.
func (r *reading) tellDirectory(rel string, plans []*portfolio.Plan) error {
	if len(plans) == 1 && plans[0].Path == rel {
		r.tellPlan(plans[0])
		fmt.Fprintf(r.out, "\nDocuments\n")
		for _, d := range plans[0].Documents {
			r.listed(r.within(rel, d.File.Path), "%s: %s", d.Role, d.RoleReason)
		}
		return nil
	}
	fmt.Fprintf(r.out, "%s holds %s:\n\n", diag.Visible(rel), plural(len(plans), "plan"))
	for _, p := range plans {
		note := ""
		if len(p.Documents) > 1 {
			note = ", " + plural(len(p.Documents), "document")
		}
		r.listed(cmp.Or(r.within(rel, p.Path), p.Path), "%s%s: %s", p.Convention.Title, note, p.Because)
	}
	fmt.Fprintf(r.out, "\nplanfolio explain tells more of each.\n")
	return nil
}

func (r *reading) within(dir, file string) string {
	if dir == file {
		return "."
	}
	return strings.TrimPrefix(file, dir+"/")
}

// listed writes a line of a list.
func (r *reading) listed(name, format string, args ...any) {
	fmt.Fprintf(r.out, "  %s  %s\n", diag.Visible(fmt.Sprintf("%-40s", name)), diag.Visible(fmt.Sprintf(format, args...)))
}

func (r *reading) tellPlan(p *portfolio.Plan) {
	r.tell("Plan", "%s (%s)", p.ID, plural(len(p.Documents), "document"))
	r.more("%q", p.Title)
	r.tell("Convention", "%s: %s", p.Convention.Title, p.Because)
	if p.Archived {
		r.more("archived, for it lies in an archive")
	}
	if p.Kind == portfolio.KindTemplate {
		r.more("a template: shown, and out of all totals")
	}
	about := []portfolio.Fact{{Name: "status", Value: p.Status}, {Name: "owners", Value: strings.Join(p.Owners, ", ")}, {Name: "tags", Value: strings.Join(p.Tags, ", ")}}
	about = append(about, p.Facts...)
	for _, m := range p.Milestones {
		about = append(about, portfolio.Fact{Name: "milestone " + m.Name, Value: m.At})
	}
	if p.Successor != nil {
		about = append(about, portfolio.Fact{Name: "superseded by", Value: p.Successor.ID})
	}
	name := "Says"
	for _, f := range about {
		if f.Value != "" {
			r.tell(name, "%s: %s", strings.ToLower(f.Name), f.Value)
			name = ""
		}
	}
}

// tellFile tells of one document.
func (r *reading) tellFile(d *portfolio.Document) error {
	r.tell("File", "%s", d.File.Path)
	r.tellEncoding(d)
	r.tellPlan(d.Plan)
	r.tell("Role", "%s: %s", d.Role, d.RoleReason)
	if d.Lang != r.result.Site.Facts.Config.Lang {
		r.tell("Language", "%s", d.Lang)
	}
	r.tellFront(d)
	r.tellTemplate(d)
	fmt.Fprintln(r.out)
	r.tellFound(d)
	return nil
}

// tellEncoding says what had to be repaired before the text could be read.
func (r *reading) tellEncoding(d *portfolio.Document) {
	name := "Encoding"
	say := func(format string, args ...any) {
		r.tell(name, format, args...)
		name = ""
	}
	for _, x := range d.File.Diagnostics {
		say("%s (%s)", x.Message, x.Code)
	}
	raw, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(d.File.Path)))
	if err != nil {
		return
	}
	if bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		say("a byte order mark, left out")
	}
	windows := bytes.Count(raw, []byte("\r\n"))
	if windows > 0 {
		say("%s with CRLF, read as LF", plural(windows, "line"))
	}
	if alone := bytes.Count(raw, []byte("\r")) - windows; alone > 0 {
		say("%s with a lone CR, read as LF", plural(alone, "line"))
	}
	if name != "" && r.verbose {
		say("UTF-8, nothing to repair")
	}
}

// tellFront says what the front matter and the fields at the head hold, or why
// there is none.
func (r *reading) tellFront(d *portfolio.Document) {
	var faults []string
	for _, x := range d.Diagnostics {
		if x.Code == diag.BadFrontMatter || x.Code == diag.UnclosedFront {
			faults = append(faults, fmt.Sprintf("line %d: %s (%s)", x.Range.Start.Line, x.Message, x.Code))
		}
	}
	first, _, _ := strings.Cut(d.File.Text, "\n")
	switch {
	case len(d.Front) > 0:
		r.tell("Front matter", "%s", keys(d.Front))
	case len(faults) > 0:
		r.tell("Front matter", "none: %s", faults[0])
	case strings.TrimRight(first, " \t") == "---":
		r.tell("Front matter", "none: the first line is a rule, for no keys and values follow it")
	default:
		r.tell("Front matter", "none: the first line is not ---")
	}
	if len(d.Meta) > 0 {
		r.tell("Fields", "%s, at the head of the text", keys(d.Meta))
	}
	if r.verbose {
		for _, f := range slices.Concat(d.Front, d.Meta) {
			r.at(d, f.Span.Start, "%s: %s", f.Name, f.Value)
		}
	}
}

// keys lists the names of fields, each once.
func keys(fields []plan.Field) string {
	var names []string
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

// tellTemplate says which template the document follows, and which comes next.
func (r *reading) tellTemplate(d *portfolio.Document) {
	ranked := schema.Rank(d.Document, r.result.Templates())
	a := d.Alignment
	if a == nil {
		r.tell("Template", "none: no template has enough of its headings in the document")
	} else {
		r.tell("Template", "%s (%s): %s, %d %%", a.Schema.Title, a.Schema.Name, a.Reason, int(a.Match*100))
		if a.Copy {
			r.more("an untouched copy")
		}
		for _, note := range a.Notes {
			r.more("%s", note)
		}
	}
	name := "Next best"
	for _, c := range ranked {
		if a != nil && c.Schema == a.Schema {
			continue
		}
		r.tell(name, "%s (%s): %s", c.Schema.Title, c.Schema.Name, c.Reason())
		if name = ""; !r.verbose {
			break
		}
	}
}

// at writes what stands at an offset of d, with its line.
func (r *reading) at(d *portfolio.Document, offset int, format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	fmt.Fprintf(r.out, "%12d  %s\n", d.File.Position(offset).Line, diag.Visible(clipped(line, 140)))
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
