package schema

import (
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
)

// Whatever the text, its alignment with each template, and with itself as a
// template, holds together.
func FuzzAlign(f *testing.F) {
	for _, s := range Builtin() {
		f.Add(s.Source)
	}
	f.Add("# A\n\n## [X]\n\n- **B**:\n  - c\n\n## [X]\n\nN/A\n\n### Phase 1\n\n```\n[a b]\n```\n")
	f.Add("## Testing\n\n_Requirements: FR-1_\n\n# Testing\n\n| Backend | Go |\n|--|--|\n| Type | [x y] |\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := parse(text)
		before := len(d.Gaps)
		schemas := append(Builtin(), FromDocument("self", d))
		for _, s := range schemas {
			check(t, d, Align(d, s))
		}
		if len(d.Gaps) != before {
			t.Fatal("aligning writes to the document")
		}
		Find(d, schemas, "")
	})
}

func check(t *testing.T, d *plan.Document, a *Alignment) {
	t.Helper()
	if len(a.Sections()) != len(a.Schema.Sections) {
		t.Fatalf("%d states of %d sections", len(a.Sections()), len(a.Schema.Sections))
	}
	taken := map[int]bool{}
	for i, st := range a.Sections() {
		if st.Filled > st.Total || st.State == "" {
			t.Fatalf("section %d: %+v", i, st)
		}
		if st.Section != plan.None {
			if st.Section <= 0 || st.Section >= len(d.Sections) || taken[st.Section] {
				t.Fatalf("section %d is paired with %d", i, st.Section)
			}
			taken[st.Section] = true
		}
		for n, slot := range st.Slots {
			if slot.Slot != n || slot.State == "" || slot.Span.Start < 0 || slot.Span.End < slot.Span.Start || slot.Span.End > len(d.File.Text) {
				t.Fatalf("section %d: slot %+v", i, slot)
			}
		}
	}
	lines := map[int]bool{}
	last := 0
	for _, g := range a.Gaps {
		line := strings.Count(d.File.Text[:g.Span.Start], "\n")
		if g.Span.Start < last || g.Span.End > len(d.File.Text) || lines[line] {
			t.Fatalf("gap %+v", g)
		}
		lines[line], last = true, g.Span.Start
	}
	if !slices.IsSorted(a.Own) {
		t.Fatalf("own %v", a.Own)
	}
}
