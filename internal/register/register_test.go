package register_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/register"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// Each case of testdata is a small portfolio in a txtar archive, with its
// registers under the name "want".

func TestRegisters(t *testing.T) {
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
			texts, want := map[string]string{}, ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else {
					texts[f.Name] = string(f.Data)
				}
			}
			registers := register.Build(assemble(texts)).All()
			recount(t, registers)
			got := dump(registers)
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

func assemble(texts map[string]string) *portfolio.Portfolio {
	tree := &source.Tree{Dirs: []string{"."}}
	var inputs []portfolio.Input
	for path, text := range texts {
		f := source.NewFile(path, text)
		tree.Files = append(tree.Files, f)
		d := markdown.Parse(f, markdown.Options{Lang: "en"})
		inputs = append(inputs, portfolio.Input{Doc: d, Alignment: schema.Find(d, schema.Builtin(), "")})
	}
	return portfolio.Assemble(inputs, portfolio.Options{Tree: tree})
}

func dump(registers []register.Register) string {
	var b strings.Builder
	for _, r := range registers {
		if len(r.Rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s: %d plans, %d open\n", r.Name, r.Plans, r.Open)
		for _, row := range r.Rows {
			fmt.Fprintf(&b, "\t%s", strings.Join(row.Cells, " | "))
			if row.State != register.Stated {
				fmt.Fprintf(&b, " (%s)", row.State)
			}
			for p := range row.Places() {
				fmt.Fprintf(&b, " @ %s:%d %s", p.Doc.File.Path, p.Doc.File.Position(p.Span.Start).Line, p.Doc.Sections[p.Section].Title)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// recount holds what every register promises: a cell for each column, the first
// of which says something, places within their documents and sections, and
// counts that are those of its rows.
func recount(t *testing.T, registers []register.Register) {
	t.Helper()
	for _, r := range registers {
		plans, open := map[*portfolio.Plan]bool{}, 0
		for _, row := range r.Rows {
			if len(row.Cells) != len(r.Columns) {
				t.Errorf("%s: %d cells under %d columns", r.Name, len(row.Cells), len(r.Columns))
			}
			if strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
				t.Errorf("%s: an empty row", r.Name)
			}
			if row.State == register.Open {
				open++
			}
			for p := range row.Places() {
				plans[p.Plan] = true
				if p.Doc.Plan != p.Plan || p.Span.Start > p.Span.End || p.Span.End > len(p.Doc.File.Text) {
					t.Errorf("%s: %q stands nowhere: %+v", r.Name, row.Cells, p.Span)
				}
				section := p.Doc.Sections[p.Section]
				if p.Section == 0 {
					section.Span.End = len(p.Doc.File.Text)
				}
				if p.Span.Start < section.Span.Start || p.Span.Start >= section.Span.End && section.Span.End > 0 {
					t.Errorf("%s: %q at %d is outside of its section %q %+v", r.Name, row.Cells, p.Span.Start, section.Title, section.Span)
				}
				if p.Plan.Kind == portfolio.KindTemplate || p.Doc.Role == plan.Log {
					t.Errorf("%s: a row of %s", r.Name, p.Doc.File.Path)
				}
			}
		}
		if len(plans) != r.Plans || open != r.Open {
			t.Errorf("%s: counts %d plans, %d open; has %d, %d", r.Name, r.Plans, r.Open, len(plans), open)
		}
	}
}

// Whoever asks first, and for whatever, gets what is gathered at once; and so do
// those who ask the registers that follow.
func TestAskedByMany(t *testing.T) {
	text := "# %s\n\n## Risks\n\n- **Ice**: in winter\n\n## Open questions\n\n- Who steers?\n- Who pays?\n\n## Technology stack\n\n- Database: PostgreSQL\n"
	texts := map[string]string{}
	for i := range 40 {
		texts[fmt.Sprintf("plan-%d.md", i)] = fmt.Sprintf(text, fmt.Sprint("Plan ", i))
	}
	p := assemble(texts)
	want := dump(register.Build(p).All())
	first := register.Build(p)
	second := first.Next(p)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			r := []*register.Registers{first, second}[n%2]
			if n > 3 {
				for i := range p.Plans {
					if open := r.OpenQuestions(i); open != 2 {
						t.Errorf("%d questions are open in %s", open, p.Plans[i].ID)
					}
				}
			}
			if got := dump(r.All()); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	wg.Wait()
	var none *register.Registers
	if len(none.All()) != 0 || none.OpenQuestions(3) != 0 {
		t.Error("no registers have something")
	}
}

// An untouched template has no row, and a slot that is filled makes one.
func TestUntouchedTemplates(t *testing.T) {
	for _, s := range schema.Builtin() {
		for _, r := range register.Build(assemble(map[string]string{"ferry.md": s.Source})).All() {
			if len(r.Rows) > 0 {
				t.Errorf("%s as it was handed out has %s: %q", s.Name, r.Name, r.Rows[0].Cells)
			}
		}
	}
	text := ""
	for _, s := range schema.Builtin() {
		if s.Name == "technical-implementation-plan" {
			text = s.Source
		}
	}
	text = strings.Replace(text, "1. **[What could go wrong]**: [What it would cost, and what lowers the odds]", "1. **Ice**: in winter", 1)
	text = strings.Replace(text, "- **Backend**: [What runs on the server, and in which language]", "- **Backend**: Rust", 1)
	got := dump(register.Build(assemble(map[string]string{"ferry.md": text})).All())
	for _, want := range []string{"Ice: in winter", "Rust | Backend"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if n := strings.Count(got, " @ "); n != 2 {
		t.Errorf("%d rows of two slots:\n%s", n, got)
	}
}
