package trace_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// Each case of testdata is a small portfolio in a txtar archive, with its trace
// under the name "want".

func TestTraces(t *testing.T) {
	for _, file := range cases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, opts, want := read(t, archive)
			tr := trace.Build(p, opts)
			check(t, p, tr)
			got := dump(tr)
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

func cases(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	return files
}

func read(t *testing.T, archive *txtar.Archive) (*portfolio.Portfolio, trace.Options, string) {
	t.Helper()
	var docs []portfolio.Input
	want := ""
	opts := trace.Options{Config: config.Name, Today: "2026-06-30"}
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
			want = string(f.Data)
			continue
		case config.Name:
			c, found := config.Parse(source.NewFile(f.Name, string(f.Data)))
			if len(found) > 0 {
				t.Fatal(found)
			}
			opts.Coverage, opts.Waivers = c.Coverage, c.Waivers
			continue
		}
		docs = append(docs, portfolio.Input{Doc: markdown.Parse(source.NewFile(f.Name, string(f.Data)), markdown.Options{RawHTML: "sanitize", Lang: "en"})})
	}
	return portfolio.Assemble(docs, portfolio.Options{}), opts, want
}

func dump(tr *trace.Trace) string {
	var b strings.Builder
	for _, pt := range tr.Plans {
		fmt.Fprintf(&b, "plan %s: %s\n", pt.Plan.ID, counts(pt.Coverage))
		for i, c := range pt.Columns {
			title := ""
			if c.Kind == trace.ColumnPhase {
				title = c.Doc.Phases[c.Index].Title
			} else {
				title = c.Doc.Sections[c.Index].Title
			}
			fmt.Fprintf(&b, "  column %d %s %s %q: %d\n", i, c.Kind, filepath.Base(c.Doc.File.Path), title, c.Count)
		}
		for _, g := range pt.Sections() {
			fmt.Fprintf(&b, "  defined in %q: %s\n", g.Doc.Sections[g.Index].Title, counts(g.Coverage))
		}
		for _, g := range pt.Phases() {
			fmt.Fprintf(&b, "  planned in %q: %s\n", g.Doc.Phases[g.Index].Title, counts(g.Coverage))
		}
		m := pt.Matrix()
		for _, r := range pt.Rows {
			fmt.Fprintf(&b, "  %s %s", r.Requirement.ID, r.State)
			for _, c := range m.Cells(r) {
				fmt.Fprintf(&b, " [%d %s", c.Column, c.State)
				if len(c.Citations) > 1 {
					fmt.Fprintf(&b, " x%d", len(c.Citations))
				}
				b.WriteString("]")
			}
			if r.Tasks > 0 {
				fmt.Fprintf(&b, " tasks %d/%d", r.Done, r.Tasks)
			}
			if len(r.Elsewhere()) > 0 {
				fmt.Fprintf(&b, " elsewhere %d", len(r.Elsewhere()))
			}
			if len(r.Needs()) > 0 && r.Policy.Configured {
				fmt.Fprintf(&b, " needs %s:", r.Policy)
				for _, n := range r.Needs() {
					fmt.Fprintf(&b, " %s=%t", n.Need, n.Met)
				}
			}
			switch {
			case r.Waiver != nil:
				fmt.Fprintf(&b, " waived (%s)", r.Waiver.Reason)
			case r.Covered:
				b.WriteString(" covered")
			}
			if r.Missing() != "" {
				b.WriteString(" - " + r.Missing())
			}
			b.WriteString("\n")
		}
	}
	for _, k := range tr.Kinds {
		fmt.Fprintf(&b, "kind %s (%s): %s\n", k.Kind, k.Policy, counts(k.Coverage))
	}
	fmt.Fprintf(&b, "all: %s\n", counts(tr.Coverage))
	for _, d := range tr.Findings() {
		fmt.Fprintf(&b, "%s:%d:%d %s %s", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message)
		if len(d.Related) > 0 {
			fmt.Fprintf(&b, " and %d places more", len(d.Related))
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, " (%s)", d.Hint)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func counts(c trace.Coverage) string {
	return fmt.Sprintf("%d requirements, %d cited, %d planned, %d tested, %d done, %d retired; %d covered, %d waived, %d gaps",
		c.Requirements, c.Cited, c.Planned, c.Tested, c.Done, c.Retired, c.Covered, c.Waived, c.Gaps())
}

// check holds what is true of every trace.
func check(t *testing.T, p *portfolio.Portfolio, tr *trace.Trace) {
	t.Helper()
	if len(tr.Plans) != len(p.Plans) {
		t.Fatalf("%d traces of %d plans", len(tr.Plans), len(p.Plans))
	}
	var sum trace.Coverage
	for i, pt := range tr.Plans {
		if pt.Plan != p.Plans[i] || len(pt.Rows) != len(pt.Plan.Requirements) {
			t.Errorf("%s: rows are not those of the plan", pt.Plan.ID)
		}
		c := pt.Coverage
		if c.Requirements < c.Cited || c.Cited < c.Planned || c.Planned < c.Tested || c.Tested < c.Done || c.Requirements+c.Retired != len(pt.Rows) {
			t.Errorf("%s: coverage does not add up: %+v", pt.Plan.ID, c)
		}
		if pt.Plan.Kind != portfolio.KindTemplate {
			sum.Requirements += c.Requirements
			sum.Cited += c.Cited
			sum.Planned += c.Planned
			sum.Tested += c.Tested
			sum.Done += c.Done
			sum.Retired += c.Retired
			sum.Uncovered += c.Uncovered
			sum.Covered += c.Covered
			sum.Waived += c.Waived
		}
		inColumn := make([]int, len(pt.Columns))
		m := pt.Matrix()
		for j, r := range pt.Rows {
			if r.Requirement != pt.Plan.Requirements[j] || pt.Row(r.Requirement) != r {
				t.Errorf("%s: row %d is of another requirement", pt.Plan.ID, j)
			}
			if (r.Missing() == "") != (r.State == trace.Done && (r.Covered || r.Waiver != nil) || r.State == trace.Retired || r.State == trace.Defined) {
				t.Errorf("%s %s is %s and misses %q", pt.Plan.ID, r.Requirement.ID, r.State, r.Missing())
			}
			last := -1
			for _, c := range m.Cells(r) {
				if c.Column <= last || c.Column >= len(pt.Columns) || len(c.Citations) == 0 {
					t.Fatalf("%s %s: cell of column %d", pt.Plan.ID, r.Requirement.ID, c.Column)
				}
				last = c.Column
				inColumn[c.Column]++
			}
		}
		for j, c := range pt.Columns {
			if c.Count != inColumn[j] {
				t.Errorf("%s: column %d counts %d rows, has %d", pt.Plan.ID, j, c.Count, inColumn[j])
			}
		}
	}
	if sum != tr.Coverage {
		t.Errorf("coverage %+v, plans have %+v", tr.Coverage, sum)
	}
}
