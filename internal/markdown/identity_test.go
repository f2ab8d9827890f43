package markdown

import (
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

func TestRoles(t *testing.T) {
	for path, want := range map[string]plan.Role{
		"planning/ferry/Requirements.md":                  plan.Requirements,
		"planning/ferry/01-Requirements.md":               plan.Requirements,
		"specs/003-ferry/spec.md":                         plan.Requirements,
		"docs/PRD.md":                                     plan.Requirements,
		".kiro/specs/ferry/bugfix.md":                     plan.Requirements,
		"planning/ferry/Design.md":                        plan.Design,
		"docs/plans/2026-03-01-ferry-timetable-design.md": plan.Design,
		"specs/003-ferry/data-model.md":                   plan.Design,
		"docs/architecture.md":                            plan.Design,
		"specs/003-ferry/plan.md":                         plan.Implementation,
		".planning/phases/01-rope/01-02-PLAN.md":          plan.Implementation,
		"ferry-implementation-plan.md":                    plan.Implementation,
		"plans/ferry.md":                                  plan.Implementation,
		"planning/ferry/Tasks.md":                         plan.Tasks,
		"specs/003-ferry/tasks/WP01-rope.md":              plan.Tasks,
		".planning/ROADMAP.md":                            plan.Roadmap,
		"specs/003-ferry/research.md":                     plan.Research,
		"openspec/changes/ferry/proposal.md":              plan.Proposal,
		"text/0042-ferry.md":                              plan.Proposal,
		"keps/sig-harbour/1234-ferry/README.md":           plan.Proposal,
		"docs/adr/0001-use-rope.md":                       plan.Decision,
		"docs/decisions/rope.md":                          plan.Decision,
		"docs/adr/README.md":                              plan.Index,
		"specs/003-ferry/checklists/requirements.md":      plan.Checklist,
		"specs/003-ferry/contracts/api.md":                plan.Contract,
		"specs/ferry/.progress.md":                        plan.Log,
		".planning/phases/01-rope/01-02-SUMMARY.md":       plan.Log,
		".planning/phases/01-rope/01-VERIFICATION.md":     plan.Log,
		"README.md":                                       plan.Index,
		"docs/overview.md":                                plan.Index,
		".specify/templates/spec.md":                      plan.Template,
		"templates/plan-template.md":                      plan.Template,
		"0000-template.md":                                plan.Template,
		"keps/NNNN-kep-template/README.md":                plan.Template,
		"TEMPLATE_README_SPEC.md":                         plan.Template,
		"billing.md":                                      plan.Other,
		"tasks/back-12 - Show-the-status.md":              plan.Tasks,
		"back-12 - Show-the-status-of-ropes-in-readme.md": plan.Other,
	} {
		d := Parse(source.NewFile(path, "Text.\n"), Options{})
		if d.Role != want {
			t.Errorf("%s: role %q, want %q", path, d.Role, want)
		}
	}
	if d := Parse(source.NewFile("billing.md", "---\ntype: ADR\n---\n# Billing\n"), Options{}); d.Role != plan.Decision {
		t.Errorf("front matter: role %q", d.Role)
	}
	if d := Parse(source.NewFile("billing.md", "# Billing: Design Document\n"), Options{}); d.Role != plan.Design {
		t.Errorf("title: role %q", d.Role)
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"a.md", "# The *ferry* `x` &amp; co\n", "The ferry x & co"},
		{"a.md", "---\ntitle: Front\n---\n# First\n", "First"},
		{"a.md", "---\ntitle: Front\n---\n## Part\n# Later\n", "Front"},
		{"a.md", "## Part\n# Later\n", "Later"},
		{"a.md", "---\ntitle: Front\n---\nText\n", "Front"},
		{"a.md", "---\nowner: @ada\ntitle: \"Broken: front\"\nstatus: Done\n---\nText\n", "Broken: front"},
		{"docs/0012-use-rope_now.md", "Text\n", "Use rope now"},
		{"docs/2026-03-01-rope.md", "Text\n", "Rope"},
		{"ropes/README.md", "Text\n", "Ropes"},
		{"README.md", "Text\n", "README"},
		{"42.md", "#\n", "42"},
		{"ünïcode.md", "", "Ünïcode"},
	} {
		if d := Parse(source.NewFile(c.path, c.text), Options{}); d.Title != c.want {
			t.Errorf("%s %q: title %q, want %q", c.path, c.text, d.Title, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# Ferry\n\nIt leaves at six.\n", "en"},
		{"# 要件\n\nフェリーは六時に出発します。Requirement 1 を満たす。\n", "ja"},
		{"# 요구사항\n\n배는 여섯 시에 떠난다.\n", "ko"},
		{"# 需求\n\n渡轮六点出发。\n", "zh"},
		{"# Fähre\n\nSie fährt um sechs.\n", "en"},
		{"---\nlang: de-CH\n---\n# Fähre\n", "de-CH"},
		{"---\nlang: '\"><script>'\n---\n# Ferry\n", "en"},
		{"", "en"},
	} {
		if d := Parse(source.NewFile("a.md", c.text), Options{}); d.Lang != c.want {
			t.Errorf("%q: language %q, want %q", c.text, d.Lang, c.want)
		}
	}
	if d := Parse(source.NewFile("a.md", "x"), Options{Lang: "fr"}); d.Lang != "fr" {
		t.Errorf("language %q, want that of the options", d.Lang)
	}
}
