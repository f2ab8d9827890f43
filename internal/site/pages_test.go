package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEveryPageIsFound looks up every page by its path, each on a site of its own
// part that has decided upon nothing yet.
func TestEveryPageIsFound(t *testing.T) {
	for _, name := range []string{"ferry.txtar", "odd.txtar"} {
		s := buildFile(t, name)
		other := New(s.Facts, s)
		for _, want := range s.Pages() {
			got, ok := other.Page(want.Path)
			if !ok || got.Path != want.Path || got.Template != want.Template || (got.Key == nil) != (want.Key == nil) {
				t.Errorf("%s: %s is found as %q, %q", name, want.Path, got.Path, got.Template)
			}
			if _, own := other.PlanPage(want.Path); own != (other.PlanOf(want.Path) != nil && want.Key != nil) {
				t.Errorf("%s: %s is the page of a plan: %v", name, want.Path, own)
			}
		}
		for _, path := range []string{"", "plans/", "plans/index.html", "plans/gates/none/index.html", "requirements/gates/index.htm", "badges/gates/none.svg", "roadmap/plan/fares/index.html", "nowhere.html"} {
			if _, ok := other.Page(path); ok && name == "ferry.txtar" {
				t.Errorf("%q is found", path)
			}
		}
	}
}

// TestPathsThatMeet has plans that are called like the pages of lists, like each
// other's requirements and like the further pages of each other's lists.
func TestPathsThatMeet(t *testing.T) {
	many := func(n int) string {
		var b strings.Builder
		b.WriteString("---\nstatus: draft\nowner: page\n---\n# Plan\n\n## Requirements\n\n")
		for i := range n {
			fmt.Fprintf(&b, "- **FR-%d**: The pier holds %d boats.\n", i+1, i)
		}
		b.WriteString("- **US1**: A story of it.\n\n## Phase 1: Begin\n\n- [ ] Build it (FR-1)\n\n## Risks\n\n- It sinks\n")
		return b.String()
	}
	files := fstest.MapFS{}
	for _, name := range []string{
		"similar", "states", "page/2", "page/3", "kind/functional", "kind/functional/page/2", "state/planned", "phase/1", "owner/page", "status/draft", "plan/page/2",
		"a", "a/FR-1", "a/FR-1-2", "A/fr-2", "a/page/2", "a/page/2-2", "a/page/3", "phase-1", "phase-1/board", "timeline", "ready", "changed/2026-03", "x/index.html", "fr-1", "x/score.svg",
	} {
		n := 3
		if name == "a" || name == "kind/functional" {
			n = 450
		}
		files[name+".md"] = &fstest.MapFile{Data: []byte(many(n))}
	}
	files["b/requirements.md"] = &fstest.MapFile{Data: []byte(many(3))}
	files["b/design.md"] = &fstest.MapFile{Data: []byte("# Design\n\nText.\n")}
	files["b/design/deep.md"] = &fstest.MapFile{Data: []byte(many(2))}
	s := buildFS(t, files)
	checkLinks(t, s)
	for _, p := range s.index.plans {
		for _, path := range []string{"plans/" + p.path, "matrix/" + p.path, "completeness/" + p.path, "roadmap/plan/" + p.path} {
			if _, ok := s.PlanPage(path + "/index.html"); !ok {
				t.Errorf("the plan %s has no page at %s", p.path, path)
			}
		}
	}
	for path, template := range map[string]string{
		"requirements/a/FR-1/index.html":                 "requirement",  // which was there first
		"requirements/a/fr-1-2/index.html":               "requirements", // of the plan of that path
		"requirements/a/fr-1-3/index.html":               "requirements", // of the plan a/FR-1
		"requirements/a/page/2/index.html":               "requirements",
		"requirements/similar-2/index.html":              "similar",
		"requirements/states-2/index.html":               "states",
		"requirements/kind/functional-2/index.html":      "requirements",
		"requirements/page/2-2/index.html":               "requirements",
		"roadmap/plan/plan/page/2/index.html":            "plan-roadmap",
		"completeness/changed/2026-03/index.html":        "plan-completeness",
		"requirements/kind/functional/page/2/index.html": "requirements",
	} {
		if p, ok := s.Page(path); !ok || p.Template != template {
			t.Errorf("%s is %q, want %q", path, p.Template, template)
		}
	}
}
