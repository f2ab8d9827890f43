package build

import (
	"slices"
	"testing"
)

// TestMeasure has every stage once, in order, and the time for every plan.
func TestMeasure(t *testing.T) {
	b := newBench()
	for path, text := range startingPlans {
		b.write(path, text)
	}
	b.write("billing/tax/plan.md", "# Tax\n\n- **FR-1:** It is paid.\n")
	in := b.inputs()
	in.Measure = &Measure{}
	r, err := Build(t.Context(), in, nil)
	fatal(t, err)
	o, err := OpenOutput(t.TempDir())
	fatal(t, err)
	defer o.Close()
	_, err = o.Publish(t.Context(), r)
	fatal(t, err)
	seen := map[string]int{}
	for i, s := range in.Measure.Stages() {
		seen[s.Name] = i + 1
		if s.Wall < 0 || s.CPU < 0 || s.Part && s.CPU != 0 {
			t.Errorf("%+v", s)
		}
	}
	order := []string{"read", "parse", "align", "portfolio", "trace", "roadmap", "completeness", "register", "site", "survey", "pages", "views", "render", "write", "sync"}
	for i, name := range order {
		switch {
		case seen[name] == 0:
			t.Errorf("no stage %s", name)
		case i < 11 && i > 0 && seen[name] < seen[order[i-1]]:
			t.Errorf("%s comes too early", name)
		case slices.Contains([]string{"views", "render", "write"}, name) && seen[name] < seen["pages"]:
			t.Errorf("%s is no part of the pages", name)
		}
	}
	slowest := in.Measure.Slowest(r, 10)
	if len(slowest) != 3 {
		t.Fatalf("%d plans", len(slowest))
	}
	for i, p := range slowest {
		if p.Parse <= 0 || p.Views <= 0 || p.Render <= 0 || p.Write <= 0 || i > 0 && p.Total() > slowest[i-1].Total() {
			t.Errorf("%s: %+v", p.Plan.ID, p)
		}
	}
	if n := len(in.Measure.Slowest(r, 1)); n != 1 {
		t.Errorf("%d of one", n)
	}
}
