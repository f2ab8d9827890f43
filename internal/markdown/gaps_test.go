package markdown

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

func parseText(text string) *plan.Document {
	return Parse(source.NewFile("plan.md", text), Options{RawHTML: "sanitize", Lang: "en"})
}

// A gap case is a document in whose margin stand the gaps that it has: the kind's
// first letter, and the number of its slots where there are any. The margin is
// three bytes wide; an empty line has none.
const margin = 3

// markGaps writes the gaps of text into a margin, as the case files do.
func markGaps(text string) string {
	marks := map[int]string{}
	d := parseText(text)
	for _, g := range d.Gaps {
		mark := strings.ToUpper(string(g.Kind)[:1])
		if g.Slots > 0 {
			mark += fmt.Sprint(g.Slots)
		}
		marks[d.File.Position(g.Span.Start).Line] = mark
	}
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if line != "" || marks[i+1] != "" {
			fmt.Fprintf(&b, "%-*s%s", margin, marks[i+1], line)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// withoutMarks is the document of a case.
func withoutMarks(marked string) string {
	lines := strings.Split(marked, "\n")
	for i, line := range lines {
		lines[i] = line[min(margin, len(line)):]
	}
	return strings.Join(lines, "\n")
}

// gapCases gives all cases, by file and name.
func gapCases(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/gaps/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files", err)
	}
	cases := map[string]string{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			name := strings.TrimSuffix(filepath.Base(file), ".txtar") + "/" + f.Name
			if _, twice := cases[name]; twice {
				t.Fatalf("two cases %s", name)
			}
			cases[name] = string(f.Data)
		}
	}
	return cases
}

func TestGapsOfCaseFiles(t *testing.T) {
	for name, want := range gapCases(t) {
		t.Run(name, func(t *testing.T) {
			if got := markGaps(withoutMarks(want)); got != want {
				t.Errorf("the gaps read:\n%swant:\n%s", got, want)
			}
		})
	}
}

// Nineteen brackets of twenty in plans are no slots.
func TestLookAlikesAreNoGaps(t *testing.T) {
	for _, text := range []string{
		"See [the chart](chart.md) and [the notes][n].\n\n[n]: notes.md",
		"A shortcut [chart] too.\n\n[chart]: chart.md",
		"As counted before.[^1]\n\n[^1]: In spring.",
		"- [x] painted\n- [ ] tarred\n- [~] skipped\n- [-] begun\n- [🔄] drying",
		"> [!NOTE]\n> Low water at noon.",
		"[[harbour plan]] has more.",
		"- [ ] T004 [P] [US1] Tar the planks",
		"- [VERIFY] The gate closes [P1]",
		"- [Source: docs/tides.md] spring tide",
		"The list `items[]` and `state[]=a`, `[\"draft\", \"placed\"]`, `[a-z]+`.",
		"An array [1, 2, 3], a slice buoys[0], a type list[Path], Map<String, List<Int>>.",
		"Stages: [lint, test, build, sign]",
		"The log says [2025-02-11T08:15:02Z] [INFO] opened [pilot].",
		"Press [Save Draft], then [Cancel].",
		"He said that it [the ferry] was late.",
		"Version [1.4.0] adds [optional] fields.",
		"The answer is in [RFC 2119] and [ADR-0012].",
		"Use {token} in the URL https://example.org/{token}/map.",
		"Write {{#each boats}} {{this}} {{/each}}.",
		"The mail says \"Dear {{customerName}}, your berth is ready\".",
		"The banner reads \"Copying from: [Source Berth Name]\".",
		"It is a `<Button primary>` or <details open>tide</details>.",
		"Generics such as Vec<String> and a < b and c > d.",
		"<objective>\nReach the island\n</objective>",
		"Run `moor --name <berth-name> [--force]`.",
		"- **Status**: Final\n- **Owner**: Ines",
		"- Notes:\n  - low water\n- Depth: 4 m",
		"Formats: `RP-YYYY-###`, 088-XXX-XXXX",
		"Not applicable.",
		"None.",
		"Nothing was said about TODOs in the code.",
		"| Box | Depth |\n| --- | --- |\n| A | ? |\n| B | - |\n| C | |",
		"- Fields: [name, depth, owner]",
		"[Answer]: A",
		"The regular expression /[a-z][0-9]+/ is enough.",
		"| [x] | [ ] | [✓] |\n| --- | --- | --- |\n| [x] | done | **satisfied** |",
	} {
		if d := parseText("# Quay\n\n" + text + "\n"); len(d.Gaps) > 0 {
			t.Errorf("%q has gaps %+v", text, d.Gaps)
		}
	}
}

func TestSlotsOfOneLine(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // kind and slots of line 3, "" for none
	}{
		{"- Hull: [how many planks]", "placeholder 1"},
		{"- **[Name of the boat]**: [where it lies]", "placeholder 2"},
		{"1. **[Boat]**: [length, beam, draught]", ""}, // words alone ask for nothing
		{"1. **[Name of the boat]**: [length, beam, draught]", "placeholder 2"},
		{"[Description of the quay]", "placeholder 1"},
		{"The quay is [how long it is] and dry.", "placeholder 1"},
		{"- [TBD]", "todo 0"},
		{"- Depth: [TODO]", "todo 0"},
		{"- Depth: [NEEDS CLARIFICATION: at low water?]", "question 0"},
		{"- Depth: 4 m [NEEDS CLARIFICATION: at low water?] [e.g., 5 m]", "question 1"},
	} {
		d := parseText("# Quay\n\n" + c.text + "\n")
		got := ""
		if len(d.Gaps) > 0 {
			got = fmt.Sprintf("%s %d", d.Gaps[0].Kind, d.Gaps[0].Slots)
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// The words around a slot decide only where it stands: a template that has been
// filled in keeps no gap.
func TestFilledTemplateHasNoGaps(t *testing.T) {
	text := withoutMarks(gapCases(t)["templates/kitchen"])
	brackets := 0
	for {
		start := strings.IndexByte(text, '[')
		if start < 0 {
			break
		}
		end := closingBracket(text, start)
		text = text[:start] + "salt and a little wine" + text[end+1:]
		brackets++
	}
	if d := parseText(text); brackets < 10 || len(d.Gaps) > 0 {
		t.Errorf("%d brackets filled, gaps left: %+v", brackets, d.Gaps)
	}
}

// A long plan of comments, prose and forms: what it takes is mostly the look for gaps.
func BenchmarkParseForm(b *testing.B) {
	part := "## How are the boats of berth %d moored?\n\n<!--\n" + strings.Repeat("Say what holds them, and who looks after it when the wind is up.\n", 8) + "-->\n\n" +
		strings.Repeat("They lie at two chains, which the diver sees twice a year; nobody will change that, as it is required by the port.\n", 4) +
		"\n- **Chain**: 12 mm\n- [x] Buoy\n  - Colour: red\n- [ ] Pile\n  - Wood:\n\n| Part | Maker |\n| --- | --- |\n| Shackle | [who made it] |\n\n"
	var text strings.Builder
	for i := range 70 {
		fmt.Fprintf(&text, part, i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		parseText(text.String())
	}
}

func FuzzGaps(f *testing.F) {
	for _, c := range gapCases(f) {
		f.Add(withoutMarks(c))
	}
	f.Add("- [[[a b](c]\n> <<[UNRESOLVED x\n\n[Answer]:\n**\x00*: __/__\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := parseText(text)
		checkEntries(t, d)
		checkGaps(t, d)
	})
}

// checkGaps holds what is promised of the gaps of any document.
func checkGaps(t *testing.T, d *plan.Document) {
	t.Helper()
	lines := map[int]bool{}
	last := 0
	for _, g := range d.Gaps {
		if g.Span.Start < last || g.Span.End < g.Span.Start || g.Span.End > len(d.File.Text) {
			t.Fatalf("gap %+v is out of order or of bounds", g)
		}
		last = g.Span.Start
		line := strings.Count(d.File.Text[:g.Span.Start], "\n")
		if lines[line] {
			t.Fatalf("two gaps in line %d", line+1)
		}
		lines[line] = true
		if s := d.Sections[g.Section]; g.Span.Start < s.Span.Start || g.Span.Start > s.Span.End {
			t.Fatalf("gap %+v is not in its section %+v", g, s)
		}
		if !slices.Contains([]plan.GapKind{plan.GapPlaceholder, plan.GapTodo, plan.GapQuestion, plan.GapUntouched, plan.GapEmpty}, g.Kind) || g.Text == "" {
			t.Fatalf("gap %+v says nothing", g)
		}
	}
}
