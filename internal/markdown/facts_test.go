package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

var update = flag.Bool("update", false, "write what the reader finds into the case files")

// TestFacts reads the documents of testdata/facts. Each has, behind it in the
// file, what a careful reader finds in it, one fact a line.
func TestFacts(t *testing.T) {
	files, err := filepath.Glob("testdata/facts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out []txtar.File
		for i, f := range a.Files {
			if filepath.Base(f.Name) == "want" {
				continue
			}
			name, path, _ := strings.Cut(f.Name, "/")
			want := ""
			if i+1 < len(a.Files) && a.Files[i+1].Name == name+"/want" {
				want = string(a.Files[i+1].Data)
			}
			doc := Parse(source.NewFile(path, string(f.Data)), Options{Lang: "en"})
			got := factLines(doc)
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				checkDocument(t, doc)
				if got != want && !*update {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
			})
			out = append(out, f, txtar.File{Name: name + "/want", Data: []byte(got)})
		}
		if *update {
			a.Files = out
			if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// factLines gives the facts of a document as lines.
func factLines(doc *plan.Document) string {
	var b strings.Builder
	line := func(s plan.Span) int { p := doc.File.Position(s.Start); return p.Line }
	for _, q := range doc.Requirements {
		fmt.Fprintf(&b, "%d requirement %s %s/%s %s", line(q.Span), q.ID, q.Class, q.Kind, q.Form)
		for _, s := range []string{string(q.State), q.Title} {
			if s != "" {
				fmt.Fprintf(&b, " %q", s)
			}
		}
		if q.Retired {
			b.WriteString(" retired")
		}
		if q.Parent != plan.None {
			fmt.Fprintf(&b, " in %s", doc.Requirements[q.Parent].ID)
		}
		fmt.Fprintf(&b, " | %s\n", q.Text)
	}
	for _, c := range doc.Citations {
		fmt.Fprintf(&b, "%d citation %s", line(c.Span), c.From)
		if c.To() != "" {
			fmt.Fprintf(&b, "..%s", c.To())
		}
		if c.Wildcard {
			b.WriteString(".*")
		}
		for _, s := range []struct {
			is   bool
			word string
		}{{c.Listed, "listed"}, {c.Bare, "bare"}, {c.Example, "example"}, {c.Class != plan.ClassRequirement, c.Class.String()}, {c.Qualifier() != "", "of " + c.Qualifier()}} {
			if s.is {
				b.WriteString(" " + s.word)
			}
		}
		if c.Phase != plan.None {
			fmt.Fprintf(&b, " phase %s", doc.Phases[c.Phase].Number)
		}
		if c.Task != plan.None {
			fmt.Fprintf(&b, " task %s", doc.Tasks[c.Task].ID)
		}
		fmt.Fprintf(&b, " | %s«%s»%s\n", c.Quote[:c.Mark[0]], c.Quote[c.Mark[0]:c.Mark[1]], c.Quote[c.Mark[1]:])
	}
	for _, p := range doc.Phases {
		fmt.Fprintf(&b, "%d phase %s %s %q", line(p.Line), p.Word, p.Number, p.Title)
		if p.Parent != plan.None {
			fmt.Fprintf(&b, " in %s", doc.Phases[p.Parent].Number)
		}
		for _, f := range [][2]string{
			{"status", string(p.Status)}, {"as", p.StatusText}, {"priority", p.Priority}, {"duration", p.Duration}, {"start", p.Start}, {"end", p.End},
			{"owner", p.Owner}, {"goal", p.Goal}, {"after", strings.Join(p.DependsOn, "; ")},
		} {
			if f[1] != "" {
				fmt.Fprintf(&b, " %s=%q", f[0], f[1])
			}
		}
		b.WriteByte('\n')
	}
	for _, k := range doc.Tasks {
		fmt.Fprintf(&b, "%d task %s %q %q", line(k.Line), k.State, k.ID, k.Text)
		if k.Phase != plan.None {
			fmt.Fprintf(&b, " phase %s", doc.Phases[k.Phase].Number)
		}
		if k.Parent != plan.None {
			fmt.Fprintf(&b, " in %s", doc.Tasks[k.Parent].ID)
		}
		for _, f := range [][2]string{{"story", k.Notes().Story}, {"owner", k.Notes().Owner}, {"due", k.Notes().Due}, {"priority", k.Notes().Priority}, {"estimate", k.Notes().Estimate}, {"after", strings.Join(k.Notes().DependsOn, "; ")}} {
			if f[1] != "" {
				fmt.Fprintf(&b, " %s=%q", f[0], f[1])
			}
		}
		if k.Parallel {
			b.WriteString(" parallel")
		}
		if k.Optional {
			b.WriteString(" optional")
		}
		for _, c := range k.Cites {
			b.WriteString(" cites " + doc.Citations[c].From)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkRows holds what is true of the rows of any document: spans lie in the
// text and are in order, indexes point at rows, quotes hold what they mark.
func checkRows(t testing.TB, doc *plan.Document) {
	t.Helper()
	text := doc.File.Text
	span := func(what string, s plan.Span) {
		if s.Start < 0 || s.Start > s.End || s.End > len(text) {
			t.Errorf("%s: span %v of %d bytes", what, s, len(text))
		}
	}
	index := func(what string, i, n int) {
		if i != plan.None && (i < 0 || i >= n) {
			t.Errorf("%s: index %d of %d", what, i, n)
		}
	}
	inOrder := func(what string, n int, start func(int) int) {
		if !sort.SliceIsSorted(make([]struct{}, n), func(i, j int) bool { return start(i) < start(j) }) {
			for i := 1; i < n; i++ {
				if start(i) < start(i-1) {
					t.Errorf("%s: row %d at %d stands behind one at %d", what, i, start(i), start(i-1))
				}
			}
		}
	}
	for _, d := range doc.Diagnostics {
		if d.Code == diag.InternalError {
			t.Errorf("%s: %s", d.Code, d.Message)
		}
	}
	for i, q := range doc.Requirements {
		span("requirement "+q.ID, q.Span)
		index("requirement's section", q.Section, len(doc.Sections))
		index("requirement's parent", q.Parent, len(doc.Requirements))
		written := strings.ToUpper
		if q.Class == plan.ClassNamed {
			written = strings.ToLower
		}
		if q.ID == "" || q.ID != written(q.ID) || q.Parent == i || q.Class == 0 || q.Kind == "" || q.Form == 0 {
			t.Errorf("requirement %+v", q)
		}
	}
	inOrder("requirements", len(doc.Requirements), func(i int) int { return doc.Requirements[i].Span.Start })
	for _, c := range doc.Citations {
		span("citation "+c.From, c.Span)
		index("citation's section", int(c.Section), len(doc.Sections))
		index("citation's phase", int(c.Phase), len(doc.Phases))
		index("citation's task", int(c.Task), len(doc.Tasks))
		if c.Mark[0] < 0 || c.Mark[0] >= c.Mark[1] || int(c.Mark[1]) > len(c.Quote) {
			t.Errorf("citation %s: mark %v of %q", c.From, c.Mark, c.Quote)
		}
	}
	inOrder("citations", len(doc.Citations), func(i int) int { return doc.Citations[i].Span.Start })
	for i, p := range doc.Phases {
		span("phase "+p.Number, p.Span)
		span("line of phase "+p.Number, p.Line)
		index("phase's section", p.Section, len(doc.Sections))
		index("phase's parent", p.Parent, i)
	}
	inOrder("phases", len(doc.Phases), func(i int) int { return doc.Phases[i].Line.Start })
	for i, k := range doc.Tasks {
		span("task "+k.ID, k.Span)
		span("line of task "+k.ID, k.Line)
		index("task's section", k.Section, len(doc.Sections))
		index("task's phase", k.Phase, len(doc.Phases))
		index("task's parent", k.Parent, i)
		for _, c := range k.Cites {
			index("task's citation", c, len(doc.Citations))
			if c == plan.None || int(doc.Citations[c].Task) != i {
				t.Errorf("task %s: citation %d is not its own", k.ID, c)
			}
		}
	}
	inOrder("tasks", len(doc.Tasks), func(i int) int { return doc.Tasks[i].Span.Start })
}

// TestUserKinds reads ids of kinds that a portfolio defines for itself.
func TestUserKinds(t *testing.T) {
	opts := Options{Lang: "en", Kinds: []config.Kind{
		{Name: "security", Pattern: `SEC_\d+`},
		{Name: "function", Pattern: `fn:[a-z-]+`},
		{Name: "login", Pattern: `AUTH-\d+`},
		{Name: "broken", Pattern: `(`},
	}}
	doc := Parse(source.NewFile("requirements.md", `# Requirements

- **SEC_1**: Doors are locked
- fn:open-door: Doors open
- AUTH-01: Clerks sign in, by SEC_1 and fn:open-door; not XSEC_1
`), opts)
	checkDocument(t, doc)
	want := `3 requirement SEC_1 requirement/security bullet | Doors are locked
4 requirement FN:OPEN-DOOR requirement/function bullet | Doors open
5 requirement AUTH-01 requirement/login bullet | Clerks sign in, by SEC_1 and fn:open-door; not XSEC_1
5 citation SEC_1 | AUTH-01: Clerks sign in, by «SEC_1» and fn:open-door; not XSEC_1
5 citation FN:OPEN-DOOR | AUTH-01: Clerks sign in, by SEC_1 and «fn:open-door»; not XSEC_1
`
	if got := factLines(doc); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestFormsOccur holds that the case files have every form of a definition,
// every class of id, every state of a task, and every field of phases and tasks.
func TestFormsOccur(t *testing.T) {
	seen := map[string]bool{}
	note := func(what, value string) { seen[what+" "+value] = true }
	files, _ := filepath.Glob("testdata/facts/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if filepath.Base(f.Name) == "want" {
				continue
			}
			_, path, _ := strings.Cut(f.Name, "/")
			doc := Parse(source.NewFile(path, string(f.Data)), Options{Lang: "en"})
			for _, q := range doc.Requirements {
				note("form", q.Form.String())
				note("class", q.Class.String())
				note("kind", q.Kind)
			}
			for _, p := range doc.Phases {
				note("phase", string(p.Status))
				for field, v := range map[string]string{
					"priority": p.Priority, "duration": p.Duration, "start": p.Start, "end": p.End, "owner": p.Owner, "goal": p.Goal, "after": strings.Join(p.DependsOn, " "),
				} {
					seen["phase's "+field] = seen["phase's "+field] || v != ""
				}
			}
			for _, k := range doc.Tasks {
				note("task", string(k.State))
				for field, v := range map[string]string{
					"story": k.Notes().Story, "owner": k.Notes().Owner, "due": k.Notes().Due, "priority": k.Notes().Priority, "estimate": k.Notes().Estimate, "after": strings.Join(k.Notes().DependsOn, " "),
				} {
					seen["task's "+field] = seen["task's "+field] || v != ""
				}
				seen["parallel"], seen["optional"] = seen["parallel"] || k.Parallel, seen["optional"] || k.Optional
			}
			for _, c := range doc.Citations {
				seen["range"], seen["wildcard"], seen["bare"] = seen["range"] || c.To() != "", seen["wildcard"] || c.Wildcard, seen["bare"] || c.Bare
				seen["qualified"], seen["listed"] = seen["qualified"] || c.Qualifier() != "", seen["listed"] || c.Listed
			}
		}
	}
	want := []string{"range", "wildcard", "bare", "qualified", "listed", "parallel", "optional"}
	add := func(what string, values ...string) {
		for _, v := range values {
			want = append(want, what+v)
		}
	}
	add("form ", plan.FormHeading.String(), plan.FormBullet.String(), plan.FormCheckbox.String(), plan.FormParagraph.String(), plan.FormTable.String(), plan.FormImplicit.String())
	add("class ", plan.ClassRequirement.String(), plan.ClassStory.String(), plan.ClassSuccess.String(), plan.ClassAcceptance.String(), plan.ClassConstraint.String(), plan.ClassUnknown.String())
	add("kind ", "functional", "non-functional", "requirement", "technical", "business", "criterion")
	for _, s := range []plan.State{plan.Open, plan.Active, plan.Done, plan.Skipped, plan.Blocked} {
		add("task ", string(s))
		add("phase ", string(s))
	}
	add("phase's ", "priority", "duration", "start", "end", "owner", "goal", "after")
	add("task's ", "story", "owner", "due", "priority", "estimate", "after")
	for _, w := range want {
		if !seen[w] {
			t.Errorf("no case has %s", w)
		}
	}
}

// TestPhaseAliases reads sections that are phases by the configuration alone.
func TestPhaseAliases(t *testing.T) {
	text := "# Plan\n\n## 1. Foundation (Weeks 1-2)\n\n- [ ] Keel\n\n## groundwork\n\nNothing to do.\n\n## Build\n\n- [x] Hull\n\n## Other\n\n- [ ] Rest\n"
	opts := Options{Lang: "en", Phases: []config.Phase{{Number: "1", Aliases: []string{"Groundwork", "Foundation"}}, {Number: "2", Aliases: []string{"build"}}}}
	var got []string
	for _, p := range Parse(source.NewFile("plan.md", text), opts).Phases {
		got = append(got, p.Number+" "+p.Title+" "+p.Duration)
	}
	if want := []string{"1 Foundation Weeks 1-2", "2 Build "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if phases := Parse(source.NewFile("plan.md", text), Options{Lang: "en"}).Phases; len(phases) > 0 {
		t.Errorf("without aliases there are %d phases", len(phases))
	}
}
