package convention

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// TestTable holds what every row must have for its data to be of use.
func TestTable(t *testing.T) {
	names := map[string]bool{}
	for _, c := range All() {
		if c.Name == "" || c.Title == "" || names[c.Name] {
			t.Errorf("row %q (%q) has no name of its own", c.Name, c.Title)
		}
		names[c.Name] = true
		patterns := slices.Concat(c.Within, c.Shelves, c.Files, c.Archives)
		for _, r := range c.Roles {
			patterns = append(patterns, r.Path)
		}
		for _, l := range c.Layouts {
			patterns = append(patterns, l.At...)
			for _, stem := range slices.Concat(l.Parts, l.With) {
				if Stem(stem+".md") != stem {
					t.Errorf("%s: %q is no stem: it would be %q", c.Name, stem, Stem(stem+".md"))
				}
			}
			for _, name := range l.Sidecars {
				files := fstest.MapFS{"a/" + name: {Data: []byte("{}")}, "a/b.md": {Data: []byte("# B\n")}}
				if tree, _, err := source.Read(files, source.Options{}, nil); err != nil || len(tree.Sidecars) != 1 {
					t.Errorf("%s: the walk does not read %s", c.Name, name)
				}
			}
		}
		for _, p := range patterns {
			if !doublestar.ValidatePattern(p) || p != strings.ToLower(p) {
				t.Errorf("%s: %q is no pattern that fits a path in lower case", c.Name, p)
			}
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		path, documents, sidecars string
		want                      string
	}{
		{"keps/sig/12-x", "readme notes", "kep.yaml", "kep: it holds kep.yaml"},
		{"keps/sig/12-x", "", "kep.yaml", ""},
		{"a", "roadmap state", "", "gsd: it holds roadmap, state"},
		{".planning", "project requirements", "", "gsd: its path is like .planning and it holds requirements"},
		{"a/.planning/x", "context", "", ""},
		{"openspec/changes/add-x", "proposal tasks", "", "openspec: it lies in openspec and it holds proposal"},
		{"openspec/specs/cli", "spec", "", "openspec: it lies in openspec and it holds spec"},
		{"changes/x", "notes", ".openspec.yaml", "openspec: it holds .openspec.yaml"},
		{".spec-workflow/specs/x", "tasks", "", "spec-workflow: it lies in .spec-workflow and it holds tasks"},
		{"specs/001-x", "spec plan tasks", "", "spec-kit: its path is like specs/NNN-* and it holds spec"},
		{"specs/001-x", "bugfix spec tasks", "", "spec-kit: its path is like specs/NNN-* and it holds spec"},
		{"x", "bugfix spec", "", "spec-kit: it holds spec"},
		{".kiro/specs/x", "requirements design tasks", "", "kiro: it lies in .kiro and it holds requirements, design, tasks"},
		{"a/x", "requirements", "spec.json", "kiro: it holds spec.json"},
		{"a/x", "bugfix tasks", "", "kiro: it holds bugfix, tasks"},
		{"docs", "prd architecture", "", "bmad: it holds prd, architecture"},
		{"docs", "prd notes", "", "documents: it holds prd"},
		{"a", "plan", "", "documents: it holds plan"},
		{"a", "plan notes", "", ""},
		{"a", "plan readme", "", "documents: it holds plan"},
		{"a", "plan research", "", "documents: it holds plan, research"},
		{"a", "readme other", "", ""},
		{".", "design billing", "", ""},
		{".", "design tasks billing", "", "documents: it holds design, tasks"},
		{".", "readme", "", ""},
	} {
		d := Directory{Path: c.path, Documents: strings.Fields(c.documents), Sidecars: strings.Fields(c.sidecars)}
		got := ""
		if row, because := Recognise(d, PassParts); row != nil {
			got = row.Name + ": " + because
		}
		if got != c.want {
			t.Errorf("%s with %s is %q, want %q", c.path, c.documents, got, c.want)
		}
	}
}

func TestRecogniseFile(t *testing.T) {
	for _, c := range []struct {
		path string
		role plan.Role
		want string
	}{
		{"text/0042-x.md", plan.Proposal, "rfc"},
		{"text/hello.md", plan.Proposal, "one file"},
		{"design/12345-x.md", plan.Design, "rfc"},
		{"docs/adr/0001-x.md", plan.Decision, "adr"},
		{"docs/adr/README.md", plan.Index, "one file"},
		{"backlog/tasks/back-1 - X.md", plan.Tasks, "backlog"},
		{"backlog/docs/doc-1 - X.md", plan.Other, "one file"},
		{"docs/plans/2026-01-02-x.md", plan.Implementation, "dated"},
		{"docs/Plans/old/2026-01-02-X.md", plan.Implementation, "dated"},
		{"docs/plans/x.md", plan.Implementation, "one file"},
		{"docs/2026-01-02-x.md", plan.Other, "one file"},
		{"docs/stories/story-1/1.2.x.md", plan.Other, "bmad"},
		{".kiro/steering/tech.md", plan.Other, "kiro"},
		{"templates/spec-template.md", plan.Template, "template"},
		{"openspec/project.md", plan.Other, "openspec"},
		{"billing.md", plan.Other, "one file"},
	} {
		if row, because := RecogniseFile(c.path, c.role); row.Name != c.want || because == "" {
			t.Errorf("%s is of %q (%s), want %q", c.path, row.Name, because, c.want)
		}
	}
}

func TestArchives(t *testing.T) {
	for p, want := range map[string]bool{
		"planning/done/x":                 true,
		"planning/done":                   false,
		"done.md":                         false,
		"a/Archive/b/c.md":                true,
		"openspec/changes/archive/x":      true,
		".planning/milestones/v1.0":       true,
		"milestones/v1.0.md":              false,
		"backlog/completed/back-1 - X.md": true,
		"undone/x.md":                     false,
	} {
		if got := Archived(p); got != want {
			t.Errorf("%s is over: %v, want %v", p, got, want)
		}
	}
}

func TestBundles(t *testing.T) {
	for file, want := range map[string]string{
		".planning/milestones/v1.0-ROADMAP.md":            ".planning/milestones/v1.0",
		"x/.planning/Milestones/V1.0-phases/01-a/PLAN.md": "x/.planning/Milestones/V1.0",
		".planning/milestones/notes.md":                   "",
		"milestones/v1.0-ROADMAP.md":                      "",
	} {
		if _, got := BundleOf(file); got != want {
			t.Errorf("%s is put into %q, want %q", file, got, want)
		}
	}
}

func TestRoleReasons(t *testing.T) {
	for _, c := range []struct{ path, declared, title, want string }{
		{"a/requirements.md", "", "", "requirements: its name says requirements"},
		{"a/contracts/api.md", "", "", "contract: its directory is contracts"},
		{"text/0042-x.md", "", "", "proposal: its path is like {text,rfcs,rfc,proposals,keps}/**/N*.md, as those of RFC are"},
		{"a.md", "ADR", "", `decision: its front matter says "ADR"`},
		{"a.md", "", "Billing: Design Document", "design: its title ends with design"},
		{"a.md", "", "Billing", "other: neither its path nor its title says more"},
	} {
		role, because := Role(c.path, c.declared, c.title)
		if got := string(role) + ": " + because; got != c.want {
			t.Errorf("%s is %q, want %q", c.path, got, c.want)
		}
	}
}
