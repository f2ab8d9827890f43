package build

import (
	"reflect"
	"testing"

	"github.com/planfolio/planfolio/internal/site"
)

// A site that takes over from the one before is the one that is made from
// nothing: pages, their keys and views, and diagnostics.
func TestSiteTakesOver(t *testing.T) {
	p := newBench()
	p.write("a.md", "# A\n\n- **FR-1**: it sails\n- **FR-2**: it lands, see b/FR-1\n\n## Phase 1: Begin\n\n- [ ] lay the keel _Requirements: FR-1_\n")
	p.write("b.md", "# B\n\n- **FR-1**: it floats\n- **fr-1**: it floats low\n")
	p.write("c/spec.md", "# C\n\n- **FR-1**: it rings\n")
	p.write("c/tasks.md", "# Tasks\n\n## Phase 1: Begin\n\n- [ ] T001 cast it\n")
	steps := []struct {
		name string
		do   func()
	}{
		{"nothing before", func() {}},
		{"an edit", func() { p.write("a.md", "# A\n\n- **FR-1**: it sails well\n- **FR-3**: it turns\n") }},
		{"a plan before the others", func() { p.write("0.md", "# Zero\n\n- **FR-1**: it begins, see a/FR-1\n") }},
		{"a plan where a document is", func() { p.write("c/tasks/plan.md", "# Deeper\n\n- **FR-1**: it is deep\n") }},
		{"a plan with the address of another", func() { p.write("B!.md", "# Other\n\n- **FR-1**: it is like b\n") }},
		{"a plan with the name of an index", func() { p.write("kind.md", "# Kind\n\n- **other**: no id\n- **FR-1**: kind\n") }},
		{"a rename of an id", func() {
			p.write("b.md", "---\nrenamed.FR-1: FR-7\n---\n\n# B\n\n- **FR-7**: it floats\n- **FR-2**: more\n")
		}},
		{"the other's address is free", func() { p.remove("B!.md") }},
		{"a rename of a plan", func() { p.remove("a.md"); p.write("z.md", "# A\n\n- **FR-1**: it sails well\n") }},
		{"a setting", func() { p.write("planfolio.yaml", "title: Ferries\n") }},
	}
	var last *Result
	collided := false
	for _, step := range steps {
		step.do()
		next, err := Build(t.Context(), p.inputs(), last)
		if err != nil {
			t.Fatal(err)
		}
		sameSite(t, step.name, next.Site, site.New(next.Site.Facts, nil))
		if last != nil {
			sameSite(t, "before "+step.name, last.Site, site.New(last.Site.Facts, nil))
		}
		collided = collided || next.Has("plans/b-2/index.html")
		last = next
	}
	if !collided {
		t.Error("no two plans wanted one address")
	}
}

func sameSite(t *testing.T, when string, got, want *site.Site) {
	t.Helper()
	if !reflect.DeepEqual(got.Diagnostics(), want.Diagnostics()) {
		t.Errorf("%s: diagnostics %v, from nothing %v", when, got.Diagnostics(), want.Diagnostics())
	}
	a, b := got.Pages(), want.Pages()
	if len(a) != len(b) {
		t.Fatalf("%s: %d pages, from nothing %d", when, len(a), len(b))
	}
	for i := range a {
		if a[i].Path != b[i].Path || a[i].Template != b[i].Template || (a[i].Key == nil) != (b[i].Key == nil) {
			t.Fatalf("%s: page %s, from nothing %s", when, a[i].Path, b[i].Path)
		}
		if a[i].Key != nil && a[i].Key() != b[i].Key() {
			t.Errorf("%s: %s has another key than from nothing", when, a[i].Path)
		}
		x, y := a[i].View(), b[i].View()
		if raw, ok := x.(site.Raw); ok {
			other := y.(site.Raw)
			if raw.Asset != other.Asset || raw.Asset == "" && string(raw.Content()) != string(other.Content()) {
				t.Errorf("%s: %s has other bytes than from nothing", when, a[i].Path)
			}
			continue
		}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("%s: %s has another view than from nothing", when, a[i].Path)
		}
	}
}
