package roadmap_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/source"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// Each case of testdata is a small portfolio in a txtar archive, with its
// roadmap under the name "want". A line "today: …" of the comment sets the date.

func TestRoadmaps(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, today, phases, want := read(t, archive)
			r := roadmap.Build(p, roadmap.Options{Today: today, Phases: phases})
			check(t, p, r)
			got := dump(r)
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
				archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func read(t *testing.T, archive *txtar.Archive) (p *portfolio.Portfolio, today time.Time, phases []config.Phase, want string) {
	t.Helper()
	for line := range strings.Lines(string(archive.Comment)) {
		if date, ok := strings.CutPrefix(line, "today: "); ok {
			var err error
			if today, err = time.Parse(time.DateOnly, strings.TrimSpace(date)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var docs []portfolio.Input
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		if f.Name == config.Name {
			c, found := config.Parse(source.NewFile(f.Name, string(f.Data)))
			if len(found) > 0 {
				t.Fatal(found)
			}
			phases = c.Phases
			continue
		}
		docs = append(docs, portfolio.Input{Doc: markdown.Parse(source.NewFile(f.Name, string(f.Data)), markdown.Options{RawHTML: "sanitize", Lang: "en"})})
	}
	return portfolio.Assemble(docs, portfolio.Options{}), today, phases, want
}

func dump(r *roadmap.Roadmap) string {
	var b strings.Builder
	for _, l := range r.Lanes {
		s := r.Schedule(l)
		fmt.Fprintf(&b, "lane %s %s", l.Plan.ID, progress(l.Tasks))
		if l.Now != nil {
			fmt.Fprintf(&b, ", now %q", row(l.Now).Title)
		}
		b.WriteString("\n")
		for _, ph := range l.Phases {
			fmt.Fprintf(&b, "  %s\n", phase(ph))
		}
		for _, ph := range l.Others {
			fmt.Fprintf(&b, "  beside: %s\n", phase(ph))
		}
		fmt.Fprintf(&b, "  by %s:", l.Scale)
		for _, ph := range l.Phases {
			b.WriteString(" " + place(l.Scale, ph.Place()))
		}
		b.WriteString("\n")
		for _, t := range r.Ready(l) {
			fmt.Fprintf(&b, "  ready: %s %s\n", t.Task().ID, t.Task().Text)
		}
		if s != nil {
			dumpSchedule(&b, s)
		}
	}
	for _, e := range r.Graph.Edges {
		fmt.Fprintf(&b, "%s: %s waits for %s", e.From.Plan.ID, e.From.Name(), e.To.Name())
		if e.To.Plan != e.From.Plan && e.To.Doc != nil {
			b.WriteString(" of " + e.To.Plan.ID)
		}
		b.WriteString("\n")
	}
	for _, m := range r.Milestones {
		fmt.Fprintf(&b, "milestone %s %q", m.Date.Format(time.DateOnly), m.Name)
		switch {
		case m.Column != nil:
			b.WriteString(" of column " + m.Column.Number)
		case m.Phase != nil:
			fmt.Fprintf(&b, " of %s, phase %s", m.Plan.ID, row(m.Phase).Number)
		default:
			b.WriteString(" of " + m.Plan.ID)
		}
		b.WriteString("\n")
	}
	for _, c := range r.Columns {
		fmt.Fprintf(&b, "column %s %s %q %s:", c.Number, c.Slug, c.Title, progress(c.Tasks))
		for _, ph := range c.Phases {
			b.WriteString(" " + ph.Lane.Plan.ID)
		}
		if !c.Start.IsZero() || !c.End.IsZero() {
			fmt.Fprintf(&b, " from %s to %s", c.Start.Format(time.DateOnly), c.End.Format(time.DateOnly))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "all %s\n", progress(r.Tasks))
	for _, d := range r.Findings() {
		fmt.Fprintf(&b, "%s:%d:%d %s %s", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message)
		for _, x := range d.Related {
			fmt.Fprintf(&b, "; %s:%d %s", x.Path, x.Range.Start.Line, x.Message)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func place(scale roadmap.Scale, p roadmap.Place) string {
	s := fmt.Sprintf("%d+%d", p.From, p.To-p.From)
	switch {
	case !p.Known:
		return "unknown"
	case scale == roadmap.ByDate:
		s = p.Start.Format(time.DateOnly) + "/" + p.End.Format(time.DateOnly)
	case scale == roadmap.ByDuration:
		s = roadmap.Work(p.From) + "+" + roadmap.Work(p.To-p.From)
	}
	if p.Derived && scale != roadmap.ByOrder {
		s += "?"
	}
	return strings.ReplaceAll(s, " ", "")
}

// dumpSchedule writes each piece as "name start+length slack n step n".
func dumpSchedule(b *strings.Builder, s *roadmap.Schedule) {
	kind := "phases"
	if s.Tasks {
		kind = "tasks"
	}
	fmt.Fprintf(b, "  schedule of %d %s by %s, %d stated, length %d\n", len(s.Items), kind, s.Basis, s.Stated, s.Length)
	name := func(i *roadmap.Item) string {
		if i.Task != plan.None {
			return i.Doc.Tasks[i.Task].ID
		}
		return "Phase " + i.Doc.Phases[i.Phase].Number
	}
	for _, i := range s.Items {
		fmt.Fprintf(b, "    %s %d+%d slack %d step %d\n", name(i), i.Start, i.Length, i.Slack, i.Step)
	}
	var path []string
	for _, i := range s.Path {
		path = append(path, name(i))
	}
	fmt.Fprintf(b, "    critical: %s\n", strings.Join(path, " → "))
}

func row(ph *roadmap.Phase) *plan.Phase { return &ph.Doc.Phases[ph.Index] }

func phase(ph *roadmap.Phase) string {
	s := fmt.Sprintf("%s %s %q %s", row(ph).Word, row(ph).Number, row(ph).Title, ph.State)
	if ph.Stated {
		s += " (stated)"
	}
	s += " " + progress(ph.Tasks)
	for _, r := range ph.Planned {
		s += " " + r.ID
	}
	for _, d := range []time.Time{ph.Start, ph.End} {
		if !d.IsZero() {
			s += " " + d.Format(time.DateOnly)
		}
	}
	if ph.Overdue {
		s += " overdue"
	}
	return s
}

func progress(p roadmap.Progress) string {
	if !p.Measurable() {
		return "not measurable"
	}
	s := fmt.Sprintf("%d/%d", p.Done, p.Total)
	for _, n := range []struct {
		n    int
		what string
	}{{p.Active, "active"}, {p.Blocked, "blocked"}, {p.Skipped, "skipped"}} {
		if n.n > 0 {
			s += fmt.Sprintf(" %d %s", n.n, n.what)
		}
	}
	return s
}

// check holds what is true of every roadmap.
func check(t *testing.T, p *portfolio.Portfolio, r *roadmap.Roadmap) {
	t.Helper()
	var all roadmap.Progress
	for _, q := range p.Plans {
		if q.Kind != portfolio.KindTemplate {
			all.Add(roadmap.PlanProgress(q))
		}
	}
	if all != r.Tasks {
		t.Errorf("tasks %+v, plans have %+v", r.Tasks, all)
	}
	columns := 0
	for _, l := range r.Lanes {
		if r.Lane(l.Plan) != l || len(l.Phases) == 0 {
			t.Errorf("lane of %s", l.Plan.ID)
		}
		for _, ph := range slices.Concat(l.Phases, l.Others) {
			if ph.Lane != l || ph.Index >= len(ph.Doc.Phases) || len(ph.TaskList) != ph.Tasks.Total {
				t.Errorf("phase %d of %s", ph.Index, ph.Doc.File.Path)
			}
			if r.Column(ph) != nil {
				columns++
				if !slices.Contains(r.Column(ph).Phases, ph) || !slices.Contains(r.Columns, r.Column(ph)) {
					t.Errorf("column of phase %d of %s", ph.Index, ph.Doc.File.Path)
				}
			}
		}
		for _, ph := range l.Others {
			if r.Column(ph) != nil {
				t.Errorf("%s: a phase beside the leading ones has a column", l.Plan.ID)
			}
		}
	}
	slugs := map[string]bool{}
	for _, c := range r.Columns {
		columns -= len(c.Phases)
		if slugs[c.Slug] || c.Number == "" {
			t.Errorf("column %q at %q", c.Number, c.Slug)
		}
		slugs[c.Slug] = true
	}
	if columns != 0 {
		t.Errorf("%d phases and columns do not point at each other", columns)
	}
}
