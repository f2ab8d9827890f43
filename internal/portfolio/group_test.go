package portfolio

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// tree makes documents without content of paths, with roles by name. A path
// marked with "+" follows a template, other marks are sidecars and pictures.
func tree(paths string) ([]Input, *source.Tree) {
	var docs []Input
	t := &source.Tree{}
	for _, p := range strings.Fields(paths) {
		p, templated := strings.CutSuffix(p, "+")
		f := source.NewFile(p, "# "+p+"\n")
		switch path.Ext(p) {
		case ".md":
			in := Input{Doc: &plan.Document{File: f, Role: roleByName(p), Sections: []plan.Section{{Parent: plan.None}}}}
			if templated {
				in.Alignment = &schema.Alignment{Schema: &schema.Schema{Name: "x"}}
			}
			docs = append(docs, in)
		case ".png":
			t.Assets = append(t.Assets, source.Asset{Path: p})
		default:
			t.Sidecars = append(t.Sidecars, f)
		}
	}
	return docs, t
}

func roleByName(p string) plan.Role {
	for _, r := range []struct {
		in   string
		role plan.Role
	}{{"template", plan.Template}, {"checklists/", plan.Checklist}, {"contracts/", plan.Contract}, {"decisions/", plan.Decision}, {"requirements", plan.Requirements}, {"spec.md", plan.Requirements}, {"prd", plan.Requirements}, {"proposal", plan.Proposal}, {"design", plan.Design}, {"tasks", plan.Tasks}, {"plan.md", plan.Implementation}, {"roadmap", plan.Roadmap}, {"readme", plan.Index}, {"research", plan.Research}} {
		if strings.Contains(strings.ToLower(p), r.in) {
			return r.role
		}
	}
	return plan.Other
}

// layout shows how documents group: a line for each plan with its convention
// and its documents' parts of the address.
func layout(p *Portfolio) string {
	var b strings.Builder
	for _, q := range p.Plans {
		fmt.Fprintf(&b, "%s (%s", q.ID, q.Convention.Name)
		if q.Kind == KindTemplate {
			b.WriteString(", template")
		}
		if q.Archived {
			b.WriteString(", archived")
		}
		b.WriteString(")")
		for _, d := range q.Documents {
			if d.Slug != "" {
				b.WriteString(" " + d.Slug)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestGrouping(t *testing.T) {
	for _, c := range []struct{ name, paths, want string }{
		{"flat folder", `docs/plans/2026-01-02-search-design.md docs/plans/2026-01-02-search-plan.md docs/decisions/0001-go.md docs/decisions/0002-css.md`, `
docs/decisions/0001-go (adr)
docs/decisions/0002-css (adr)
docs/plans/2026-01-02-search-design (dated)
docs/plans/2026-01-02-search-plan (dated)`},
		{"Kiro", `.kiro/specs/pay/requirements.md .kiro/specs/pay/design.md .kiro/specs/pay/tasks.md .kiro/steering/tech.md .kiro/specs/fix/bugfix.md`, `
kiro/specs/fix (kiro)
kiro/specs/pay (kiro) requirements design tasks
kiro/steering/tech (kiro)`},
		{"spec-kit", `specs/001-users/spec.md specs/001-users/plan.md specs/001-users/tasks.md specs/001-users/research.md specs/001-users/checklists/requirements.md specs/001-users/contracts/api.md specs/notes.md`, `
specs/001-users (spec-kit) spec plan tasks research contracts-api checklists-requirements
specs/notes (one file)`},
		{"capitals, numbers, a root with plans in it", `planning/Requirements.md planning/Design.md planning/Tasks.md planning/Essay.md planning/voice/Requirements.md planning/voice/Tasks.md planning/done/old/01-Requirements.md planning/done/old/02-Design.md planning/done/summary.md planning/later/ideas.md planning/research/a.md`, `
planning (documents) requirements design tasks essay research-a
planning/done/old (documents, archived) 01-requirements 02-design
planning/done/summary (one file, archived)
planning/later/ideas (one file)
planning/voice (documents) requirements tasks`},
		{"root", `requirements.md design.md tasks.md billing.md+ docs/a.md research/b.md`, `
billing (one file)
docs/a (one file)
main (documents) requirements design tasks research-b`},
		{"root with one part only", `design.md billing.md`, `
billing (one file)
design (one file)`},
		{"KEP", `keps/sig/1234-name/README.md keps/sig/1234-name/kep.yaml keps/sig/1234-name/notes.md keps/sig/README.md keps/README.md`, `
keps/readme (one file)
keps/sig/1234-name (kep) readme notes
keps/sig/readme (one file)`},
		{"OpenSpec", `openspec/changes/add-x/proposal.md openspec/changes/add-x/tasks.md openspec/changes/add-x/specs/cli/spec.md openspec/specs/cli/spec.md openspec/changes/archive/2026-01-02-old/proposal.md openspec/changes/archive/2026-01-02-old/specs/cli/spec.md`, `
openspec/changes/add-x (openspec) proposal tasks specs-cli-spec
openspec/changes/archive/2026-01-02-old (openspec, archived) proposal specs-cli-spec
openspec/specs/cli (openspec)`},
		{"GSD", `.planning/PROJECT.md .planning/REQUIREMENTS.md .planning/ROADMAP.md .planning/STATE.md .planning/phases/01-base/01-01-PLAN.md .planning/research/STACK.md .planning/milestones/v1.0-ROADMAP.md .planning/milestones/v1.0-REQUIREMENTS.md .planning/milestones/v1.0-phases/01-old/01-01-PLAN.md`, `
planning (gsd) requirements roadmap project state phases-01-base-01-01-plan research-stack
planning/milestones/v1-0 (gsd, archived) requirements roadmap phases-01-old-01-01-plan`},
		{"only a README", `later/README.md box/README.md box/a.md full/readme.md full/b/c.md`, `
box/a (one file)
box/readme (one file)
full/b/c (one file)
full/readme (one file)
later (documents)`},
		{"templates", `templates/spec-template.md templates/tasks-template.md pay/requirements.md pay/design-template.md tmpl/kep-template/README.md tmpl/kep-template/kep.yaml`, `
pay (documents)
pay/design-template (template, template)
templates/spec-template (template, template)
templates/tasks-template (template, template)
tmpl/kep-template (kep, template)`},
		{"a document with its parts", `docs/prd.md docs/prd/index.md docs/prd/goals.md docs/prd/requirements.md docs/api.md docs/billing.md docs/billing/refunds.md`, `
docs/api (one file)
docs/billing (one file)
docs/billing/refunds (one file)
docs/prd (bmad) prd requirements goals index`},
		{"a part in pieces", `pay/requirements.md pay/design.md pay/design/index.md pay/design/api.md`, `
pay (documents) requirements design design-api design-index`},
		{"a file beside its plan directory", `billing.md billing/tasks.md billing/notes.md`, `
billing (documents) tasks billing notes`},
		{"one part and strangers", `tests/feature.md tests/tasks.md one/plan.md two/plan.md two/other.md`, `
one (documents)
tests (documents) tasks feature
two/other (one file)
two/plan (one file)`},
		{"names", `a/billing-design.md billing/billing-design.md billing/billing-tasks.md`, `
a/billing-design (one file)
billing (documents) billing-design billing-tasks`},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, tr := tree(c.paths)
			p := Assemble(docs, Options{Tree: tr})
			if got := layout(p); got != strings.TrimPrefix(c.want, "\n")+"\n" {
				t.Errorf("got:\n%s\nwant:%s", got, c.want)
			}
			if len(p.Findings()) > 0 {
				t.Errorf("diagnostics: %v", p.Findings())
			}
		})
	}
}

func TestAddressCollision(t *testing.T) {
	docs, tr := tree("a-b.md a_b.md")
	docs = append(docs, Input{Doc: &plan.Document{File: source.NewFile("a b.md", "x"), Sections: []plan.Section{{}}}})
	p := Assemble(docs, Options{Tree: tr})
	if got, want := layout(p), "a-b (one file)\na-b-2 (one file)\na_b (one file)\n"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if len(p.Diagnostics) != 1 || p.Diagnostics[0].Code != "PF501" || p.Diagnostics[0].Path != "a-b.md" || p.Diagnostics[0].Related[0].Path != "a b.md" {
		t.Errorf("diagnostics: %+v", p.Diagnostics)
	}
	if p.Plan("a-b-2") != p.Plans[1] || p.Plan("nothing") != nil {
		t.Error("Plan does not find by id")
	}
}

// A document's address must not be that of a plan.
func TestDocumentAddressGivesWay(t *testing.T) {
	docs, tr := tree("a/requirements.md a/tasks.md a/voice.md a/voice/requirements.md a/voice/design.md a/research/voice.md")
	p := Assemble(docs, Options{Tree: tr})
	taken := map[string]string{}
	for _, q := range p.Plans {
		taken[q.ID] = q.Path
	}
	for _, q := range p.Plans {
		for _, d := range q.Documents {
			at := path.Join(q.ID, d.Slug)
			if other, ok := taken[at]; ok && d.Slug != "" {
				t.Errorf("%s and %s both stand at %s", d.File.Path, other, at)
			}
			taken[at] = d.File.Path
		}
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	docs, tr := tree(`planning/Requirements.md planning/Tasks.md planning/voice/requirements.md planning/voice/design.md planning/a_b.md a-b.md specs/001/spec.md specs/001/plan.md specs/001/contracts/x.md`)
	want := layout(Assemble(docs, Options{Tree: tr}))
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		shuffled := slices.Clone(docs)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := layout(Assemble(shuffled, Options{Tree: tr})); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct{ path, title, want string }{
		{"pay/requirements.md", "Requirements Document: Payment", "Payment"},
		{"pay/requirements.md", "Requirements Document", "Pay"},
		{"pay/spec.md", "Feature Specification: Card payment", "Card payment"},
		{"001-card-payment/spec.md", "Specification", "Card payment"},
		{"pay/design.md", "Payment Engine - Technical Design Document", "Payment Engine"},
		{"pay/tasks.md", "Implementation Plan: Payment", "Payment"},
		{"pay/design.md", "Typography System Design", "Typography System"},
		{"支払い/requirements.md", "要件定義書: 支払い", "支払い"},
		{"2026-01-02-card/proposal.md", "Proposal", "Card"},
		{"text/0001-strict-mode.md", "Summary", "Strict mode"},
		{"text/0001-strict-mode.md", "Strict mode for all", "Strict mode for all"},
		{"pay.md", "", "Pay"},
	} {
		docs := []Input{{Doc: &plan.Document{File: source.NewFile(c.path, "x"), Role: roleByName(c.path), Title: c.title, Sections: []plan.Section{{}}}}}
		p := Assemble(docs, Options{Config: config.Config{}})
		if got := p.Plans[0].Title; got != c.want {
			t.Errorf("%s %q: title %q, want %q", c.path, c.title, got, c.want)
		}
	}
}
