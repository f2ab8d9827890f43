package completeness

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

// assessed reports on a portfolio of texts by path, held against schemas.
func assessed(t testing.TB, schemas []*schema.Schema, texts map[string]string) *Report {
	t.Helper()
	var inputs []portfolio.Input
	tree := &source.Tree{Dirs: []string{"."}}
	for path, text := range texts {
		f := source.NewFile(path, text)
		tree.Files = append(tree.Files, f)
		d := markdown.Parse(f, markdown.Options{RawHTML: "sanitize", Lang: "en"})
		inputs = append(inputs, portfolio.Input{Doc: d, Alignment: schema.Find(d, schemas, "")})
	}
	p := portfolio.Assemble(inputs, portfolio.Options{Config: config.Default(), Tree: tree})
	return Assess(p, trace.Build(p, trace.Options{}))
}

func one(t testing.TB, text string) *PlanReport { return oneAt(t, "ferry.md", text) }

func oneAt(t testing.TB, path, text string) *PlanReport {
	t.Helper()
	r := assessed(t, schema.Builtin(), map[string]string{path: text})
	if len(r.Plans) != 1 {
		t.Fatalf("%d plans", len(r.Plans))
	}
	return r.Plans[0]
}

// sectioned are the built-in templates with sections: kiro-tasks is a list, with
// which nothing can be aligned.
func sectioned() []*schema.Schema {
	return slices.DeleteFunc(schema.Builtin(), func(s *schema.Schema) bool { return len(s.Sections) == 0 })
}

// placeOf is a path where a document that follows s may lie.
func placeOf(s *schema.Schema) string {
	switch {
	case s.File != "":
		return "specs/ferry/" + s.File
	case slices.Contains(s.Roles, plan.Decision):
		return "decisions/0001-ferry.md"
	case slices.Contains(s.Roles, plan.Proposal):
		return "rfcs/0001-ferry.md"
	}
	return "ferry.md"
}

func sourceOf(t testing.TB, name string) string {
	t.Helper()
	for _, s := range schema.Builtin() {
		if s.Name == name {
			return s.Source
		}
	}
	t.Fatalf("no template %q", name)
	return ""
}

func names(list []diag.Diagnostic) []string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s:%d", d.Code, d.Range.Start.Line))
	}
	return out
}

func TestUntouchedCopy(t *testing.T) {
	for _, s := range sectioned() {
		rep := assessed(t, schema.Builtin(), map[string]string{placeOf(s): s.Source})
		r := rep.Plans[0]
		if !r.Scored || r.Score != 0 || r.Filled != 0 || r.Level != Draft {
			t.Errorf("%s: scored %v, %v, %d filled, %s", s.Name, r.Scored, r.Score, r.Filled, r.Level)
		}
		if got := names(rep.Findings()); !slices.Equal(got, []string{"PF402:1"}) {
			t.Errorf("%s: diagnostics %v", s.Name, got)
		}
		worth := 0.0
		for _, g := range r.Gaps {
			worth += g.Worth
		}
		if math.Abs(worth-1) > 1e-9 {
			t.Errorf("%s: its gaps are worth %v", s.Name, worth)
		}
		if len(rep.Worth) != 3 {
			t.Errorf("%s: %d of one plan among the most valuable", s.Name, len(rep.Worth))
		}
	}
}

// What a gap is said to be worth is what the score gains when it is filled.
func TestWorthIsWhatFillingGains(t *testing.T) {
	const said = "oak planks and tar from the north, dried for seven winters and sawn by hand " // more words than any section asks for, twice
	for _, s := range sectioned() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, g := range oneAt(t, placeOf(s), s.Source).Gaps {
				if g.Worth == 0 {
					continue // a title, or a field above the first section
				}
				text, gain := s.Source, 0.0
				line := g.Doc.File.Position(g.Gap.Span.Start).Line
				lines := strings.Split(text, "\n")
				switch old := lines[line-1]; {
				case strings.HasPrefix(old, "--"): // the comments of one fence are one slot
					lines[line-1], lines[line] = "CREATE TABLE plank (id int);", ""
					gain = g.Worth
				case strings.HasPrefix(old, "|"):
					lines[line-1] = "| oak | planks | tar |"
				default:
					label, _, _ := strings.Cut(old, "[")
					lines[line-1] = strings.TrimRight(label, "*") + said + said
				}
				filled := oneAt(t, placeOf(s), strings.Join(lines, "\n"))
				if gain += g.Worth; strings.HasPrefix(strings.Split(text, "\n")[line-1], "-- Add") {
					continue // the second of them
				}
				if math.Abs(filled.Score-gain) > 1e-9 {
					t.Errorf("line %d is worth %v, filling it gives %v", line, g.Worth, filled.Score)
				}
			}
		})
	}
}

func TestScoreOfWeights(t *testing.T) {
	f := source.NewFile("house.md", "---\nweights: {berths: 3}\n---\n# Harbour\n\n## Berths\n\n[how many]\n\n## Lights\n\n[which colours]\n\n## Buoys\n\n[how many]\n\n## Pilots\n\n[their names]\n")
	house := schema.FromDocument("house", markdown.Parse(f, markdown.Options{Lang: "en"}))
	for _, c := range []struct {
		berths, lights, buoys string
		want                  float64
	}{
		{"[how many]", "[which colours]", "[how many]", 0},
		{"nine", "[which colours]", "[how many]", 3.0 / 6},
		{"[how many]", "red", "[how many]", 1.0 / 6},
		{"nine", "red", "N/A", 4.0 / 5},
	} {
		text := "# Quay\n\n## Berths\n\n" + c.berths + "\n\n## Lights\n\n" + c.lights + "\n\n## Buoys\n\n" + c.buoys + "\n\n## Pilots\n\nTBD\n"
		r := assessed(t, []*schema.Schema{house}, map[string]string{"quay.md": text}).Plans[0]
		if math.Abs(r.Score-c.want) > 1e-9 {
			t.Errorf("%v: score %v", c, r.Score)
		}
	}
	text := "# Quay\n\n## Berths\n\nN/A\n\n## Lights\n\nnone\n\n## Buoys\n\nnot applicable\n\n## Pilots\n\nN/A\n"
	if r := assessed(t, []*schema.Schema{house}, map[string]string{"quay.md": text}).Plans[0]; r.Score != 1 || r.Total != 0 {
		t.Errorf("a plan to which nothing applies: %v of %d", r.Score, r.Total)
	}
}

func TestPercent(t *testing.T) {
	for score, want := range map[float64]int{0: 0, 0.29: 29, 0.999: 99, 1: 100, 0.57: 57} {
		if got := Percent(score); got != want {
			t.Errorf("Percent(%v) = %d, want %d", score, got, want)
		}
	}
}

const loose = "# Pier\n\n## Why\n\nWind.\n\n## What\n\nStone.\n\n## When\n\nTBD\n"

func TestPlansWithoutTemplateAndTemplatesAreOutOfTheTotals(t *testing.T) {
	text := sourceOf(t, "implementation-plan")
	rep := assessed(t, schema.Builtin(), map[string]string{
		"pier.md":                    loose,
		"ferry.md":                   strings.Replace(text, "[What a newcomer types, step by step, until it runs]", "Type run.", 1),
		"templates/plan.template.md": text,
		"plan-template.md":           text,
	})
	kinds := 0
	for _, p := range rep.Plans {
		if p.Plan.Kind == portfolio.KindTemplate {
			kinds++
			if !p.Scored || p.Score != 0 {
				t.Errorf("the template %s scores %v", p.Plan.ID, p.Score)
			}
		}
		if p.Plan.ID == "pier" && (p.Scored || p.Score != 0) {
			t.Error("a plan without a template is scored")
		}
	}
	if kinds == 0 {
		t.Fatal("no template found")
	}
	if rep.Scored != 1 || math.Abs(rep.Score-1.0/54) > 1e-9 {
		t.Errorf("%d scored, %v", rep.Scored, rep.Score)
	}
	if want := 53 + 1; rep.Gaps != want {
		t.Errorf("%d gaps in all, want %d", rep.Gaps, want)
	}
	for _, d := range rep.Findings() {
		if strings.Contains(d.Path, "template") {
			t.Errorf("a template is reported: %s", d.Message)
		}
	}
}

func TestMissing(t *testing.T) {
	text := sourceOf(t, "implementation-plan")
	end := strings.Index(text, "## Assumptions & Constraints")
	logging := text[strings.Index(text, "### Logging"):strings.Index(text, "### Metrics")]
	r := one(t, strings.Replace(strings.Replace(text[:end], logging, "", 1), "[Who runs the machines]", "we do", 1))
	want := []string{
		"Monitoring & Observability > Logging",
		"Assumptions & Constraints",
		"Assumptions & Constraints > Technical Constraints",
		"Assumptions & Constraints > Business Constraints",
	}
	if !slices.Equal(r.Missing, want) {
		t.Errorf("missing %q", r.Missing)
	}
}

func TestLevels(t *testing.T) {
	text := sourceOf(t, "technical-implementation-plan")
	filled := func(but string) string {
		var out []string
		for _, line := range strings.Split(text, "\n") {
			label, rest, has := strings.Cut(line, "[")
			switch {
			case but != "" && strings.Contains(line, but):
			case strings.HasPrefix(line, "-- "):
				line = "CREATE TABLE plank (id int);"
			case has && strings.Contains(rest, "]**: ["):
				line = label + "Oak**: from the north"
			case has:
				line = label + "oak planks"
			case strings.HasPrefix(line, "_Requirements"):
				line = ""
			}
			out = append(out, line)
		}
		return strings.Join(out, "\n")
	}
	defined := "\n## Requirements\n\n- **FR-1**: It floats.\n"
	for _, c := range []struct {
		name, text string
		want       Level
		next       string
	}{
		{"copy", text, Draft, "untouched copy"},
		{"few sections", "# Ferry\n\n## Architecture Overview\n\nHull.\n\n## Technical Constraints\n\n## System Design\n\n## Integration Points\n\n## Risk Assessment\n\n## Testing Strategy\n\n## Deployment Strategy\n\n## Monitoring and Observability\n\n## Implementation Phases\n", Draft, "sections"},
		{"begun", strings.Replace(text, "[What the user's side is built with, and why]", "wood", 1), Outlined, "Fill 39 slots more"},
		{"a question", filled("") + "\n- [NEEDS CLARIFICATION: who pays?]\n", Outlined, "1 open question"},
		{"uncited", filled("") + defined, Specified, "1 requirement that nothing cites"},
		{"dangling", filled("") + "\n_Requirements: FR-9_\n", Specified, "1 dangling citation"},
		{"a slot left", filled("[Who is told next"), Traced, "1 gap"},
		{"ready", filled(""), Ready, ""},
	} {
		r := one(t, c.text)
		next := strings.Join(r.Next, " ")
		if r.Level != c.want || !strings.Contains(next, c.next) || (c.next == "") != (next == "") {
			t.Errorf("%s: %s, score %v, next %q; want %s, %q", c.name, r.Level, r.Score, next, c.want, c.next)
		}
		for _, check := range r.Checks {
			if check.Holds != (check.Ask == "") || check.Name == "" {
				t.Errorf("%s: check %+v", c.name, check)
			}
		}
	}
	r := one(t, loose)
	if r.Level != Outlined || len(r.Next) != 1 || r.Next[0] != "Fill 1 placeholder." {
		t.Errorf("without a template: %s, %q", r.Level, r.Next)
	}
}

func TestDiagnosticsAreGrouped(t *testing.T) {
	text := sourceOf(t, "implementation-plan")
	text = strings.Replace(text, "- Hosting: [Who runs the machines]", "- Hosting: [NEEDS CLARIFICATION: who?]", 1)
	text = strings.Replace(text, "[Which product it is]", "TBD", 1)
	text = strings.Replace(text, "[What a newcomer types, step by step, until it runs]", "<!-- later -->", 1)
	text = text[:strings.Index(text, "## Assumptions")]
	rep := assessed(t, schema.Builtin(), map[string]string{"ferry.md": text})
	count := map[diag.Code]int{}
	for _, d := range rep.Findings() {
		count[d.Code]++
		if d.Path != "ferry.md" || d.Range.Start.Line == 0 || d.Hint == "" || strings.HasSuffix(d.Message, ".") {
			t.Errorf("%+v", d)
		}
	}
	want := map[diag.Code]int{
		diag.UntouchedSection: 11, // eight of the second level; Backend, Frontend and Required Tools of the others
		diag.MissingSection:   1,
		diag.OpenQuestion:     1,
		diag.TodoLeft:         1,
		diag.EmptySection:     1,
		diag.PlaceholderLeft:  4, // two beside the TBD, two beside the question
	}
	for code, n := range want {
		if count[code] != n {
			t.Errorf("%s: %d, want %d: %v", code, count[code], n, names(rep.Findings()))
		}
	}
}
