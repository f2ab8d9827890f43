package build

// startingPlans are what a story begins with.
var startingPlans = map[string]string{
	"billing/requirements.md": "# Billing\n\n- **FR-1:** Invoices leave on the first.\n- **FR-2:** They can be cancelled.\n",
	"billing/design.md":       "# Design\n\nSee FR-1, FR-3 and [the parcels](../shipping.md#phase-1-parcels).\n\n## Open\n\n[NEEDS CLARIFICATION: how?]\n",
	"shipping.md":             "---\nstatus: draft\n---\n# Shipping\n\n### Phase 1: Parcels\n\n- [x] T001 Send them (billing/FR-1)\n- [ ] T002 Count them\n\n![map](images/map.png)\n",
}

// planPaths are the files that stories write: one-file plans, documents of one
// plan, a plan below another, names whose addresses meet, conventions, a
// template of the house, an archive.
var planPaths = []string{
	"billing/requirements.md", "billing/design.md", "billing/tasks.md", "billing/tax/plan.md", "billing.md",
	"shipping.md", "Shipping.md", "shipping/tasks.md", "stock keeping.md", "stock-keeping.md", "README.md", "billing/README.md",
	".kiro/specs/lights/requirements.md", ".kiro/specs/lights/tasks.md", "specs/001-lights/spec.md", "specs/001-lights/plan.md",
	"decisions/0001-stock.md", "openspec/specs/auth/spec.md", "openspec/changes/login/proposal.md", "openspec/changes/login/specs/auth/spec.md",
	"archive/old.md", "templates/form.md", "house/template.md", "größe.md",
}

// directories are those that stories rename and delete.
var directories = []string{"billing", "shipping", "fleet", "templates", "decisions", "archive", "openspec", ".kiro", "depot"}

var fronts = []string{
	"", "", "", "",
	"---\nstatus: draft\nowner: Ann\n---\n",
	"---\ntitle: Renamed\nstatus: active\ntags: [harbour, \"2026\"]\n---\n",
	"---\nstatus: done\ndepends_on: [shipping, billing]\n---\n",
	"---\ntemplate: form\nowners: [Bo, Cy]\n---\n",
	"---\ntemplate: technical-implementation-plan\ndate: 2026-01-09\n---\n",
	"---\nrenamed: {FR-4: FR-1, FR-2: FR-3}\nrequirements: [FR-1, FR-2]\n---\n",
	"---\nstatus: {broken\n---\n",
}

var titles = []string{"Billing", "Shipping", "Design", "Tasks", "Requirements", "Implementation Plan: Stock", "Form", ""}

// fragments are what documents are composed of: at "%" stands a number.
var fragments = []string{
	"- **FR-%:** Invoices leave on day %.\n- **NFR-%:** Within % seconds.\n\n",
	"- **FR-%:** Parcels are weighed before they leave the depot.\n\n",
	"- ~~**FR-%:** They can be cancelled.~~\n\n",
	"| Id | Text |\n| --- | --- |\n| FR-% | Told by a table |\n| SEC-% | Kept secret |\n\n",
	"### Requirement %: Lamps\n\n#### Acceptance Criteria\n\n1. WHEN it is dusk THEN the lamps SHALL burn.\n2. WHEN it dawns THEN they SHALL not.\n\n",
	"### Requirement: Night fee\n\nThe meter SHALL add a fee.\n\n#### Scenario: At night\n\n- **WHEN** it is night\n- **THEN** it adds %\n\n",
	"## MODIFIED Requirements\n\n### Requirement: Night fee\n\nThe meter SHALL add % fees.\n\n",
	"#### FR-%.%: A heading\n\nIt says more, and cites NFR-%.\n\n",
	"See FR-%, billing/FR-% and shipping/FR-9.\n\n",
	"_Requirements: FR-1-FR-%, NFR-%_\n\n",
	"## Design\n\nThe **store** keeps it (FR-%).\n\n```go\nfunc main() { fmt.Println(%) }\n```\n\n",
	"## Phase %: Foundation\n\n- [ ] T00% Lay it (FR-%)\n- [x] T01% Check it\n\n",
	"## Phase %: Rollout (2026-0%-02 to 2026-0%-20)\n\n**Depends on**: Phase %\n\n- [ ] T02% Roll out (depends on T00%)\n  - _Requirements: FR-%_\n\n",
	"### Phase %: Tests (Weeks 1-%) ✅\n\n- [x] %.% Test it\n- [ ] %.% Test it again @ann due 2026-04-0%\n\n",
	"## Groundwork\n\n- [ ] Dig (FR-%)\n\n",
	"**Milestone**: First ship (2026-03-1%)\n\n",
	"## Risks\n\n| Risk | Likelihood | Mitigation |\n| --- | --- | --- |\n| Fog % | high | Horns |\n\n",
	"## Open Questions\n\n- Who pays for %?\n- [NEEDS CLARIFICATION: how many of %?]\n\n",
	"## Technology Stack\n\n- **Database**: PostgreSQL 1%\n- **Queue**: [e.g., Kafka, RabbitMQ]\n\n",
	"## Overview\n\n[What it is about]\n\n",
	"## Overview\n\nIt is about % boats.\n\n## Risks\n\nTBD\n\n",
	"## Testing Strategy\n\nEach FR-% has a test.\n\n",
	"## Security\n\nOnly Ann may do it. The threat is %.\n\n",
	"Links: [a](shipping.md), [b](../billing/design.md#open), [c](nowhere.md), [d](#phase-%-foundation), ![map](images/map.png), <https://example.org/%>.\n\n",
	"## Status\n\nAccepted\n\n## Context\n\nWind %.\n\n## Decision\n\nSails.\n\n## Consequences\n\nRopes.\n\n",
	"<!-- planfolio:ignore PF102 it will come -->\n\n",
	"```mermaid\nflowchart LR\n  A[Depot] --> B(Ship %)\n```\n\n",
	"\x00\xff broken\r\n# Text %\r\n\r\n",
	"<objective>Keep % dry</objective>\n\n<script>alert(1)</script>\n\n",
	"> [!NOTE]\n> Mind FR-%.\n\nA note.[^1]\n\n[^1]: Of FR-%.\n\n",
}

// configs are keys of a configuration, no two of which are the same where they
// stand five apart.
var configs = []string{
	"title: One\n",
	"rules:\n  open-question: off\n  dangling-citation: note\n",
	"templates:\n  billing/**: house/template.md\n  shipping.md: technical-implementation-plan\n",
	"ignore: [\"stock*\", archive/]\n",
	"kinds:\n  - name: security\n    pattern: SEC-\\d+\n",
	"base_url: https://example.org/plans/\n",
	"raw_html: escape\n",
	"coverage:\n  FR: design and (phase or task)\n  NFR: testing\n",
	"waivers:\n  - {requirement: billing/FR-2, reason: measured by the vendor, date: 2026-03-01, until: 2026-04-01}\n",
	"near_duplicates: 60\n",
	"phases:\n  - number: 1\n    name: Groundwork\n    aliases: [Groundwork]\n    start: 2026-01-05\n    end: 2026-03-27\n    milestones: [{name: First ship, date: 2026-03-20}]\n",
	"house_rules:\n  - {name: security, section: Security, words: 5, message: say who may do what}\n",
	"check:\n  stale_after: 60 days\n",
	"repo_url: https://github.com/example/plans\n",
	"limits:\n  file_bytes: 300\n",
	"lang: de\n",
}

type textFile struct{ path, text string }

// beside are files that are no plans and still have a say.
var beside = []textFile{
	{"images/map.png", "\x89PNG\r\n\x1a\none"},
	{"images/map.png", "\x89PNG\r\n\x1a\ntwo"},
	{"CODEOWNERS", "* @all\n/billing/ @money\n"},
	{"billing/OWNERS", "approvers: [ann]\n"},
	{".kiro/specs/lights/spec.json", `{"feature_name": "lights", "phase": "tasks-generated", "approvals": {"requirements": {"generated": true, "approved": true}}}`},
	{"billing/kep.yaml", "title: Billing by kep\nstatus: implementable\nowning-sig: sig-money\n"},
	{"planfolio.yaml", "title: [broken\n"},
	{"templates/form.md", "# Form\n\n## Overview\n\n[What it is about]\n\n## Risks\n\n[What could go wrong]\n"},
	{"templates/form.md", "---\noptional: [risks]\n---\n# Form\n\n## Overview\n\n[What it is about]\n\n## Risks\n\n[What could go wrong]\n\n## Security\n\n[Who may do what]\n"},
	{"house/template.md", "# House\n\n## Overview\n\n[What it is about]\n\n## Design\n\n[How it works]\n"},
	{".gitignore", "fleet/ship-0*\n"},
}

// themeFiles are a user's theme: style, a partial of every page, a page, what
// replaces nothing, what cannot be read.
var themeFiles = []textFile{
	{"assets/site.css", "body{color:red}"},
	{"assets/site.css", "body{color:blue}"},
	{"assets/lamp.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"},
	{"pages/not-found.html", "{{define \"main\"}}<h1>Gone</h1>{{end}}"},
	{"partials/footer.html", "<footer>Ours</footer>"},
	{"partials/nonesuch.html", "nothing"},
	{"pages/states.html", "{{define \"main\"}}{{.Nonesuch}}{{end}}"},
}
