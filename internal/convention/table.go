package convention

import (
	"regexp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
)

// The names of documents, by stem.
var (
	parts = []string{
		"requirements", "requirement", "requirements-document", "functional-requirements", "system-requirements", "software-requirements",
		"product-requirements", "requirements-specification", "spec", "specification", "prd", "frd", "srs", "bugfix",
		"design", "design-document", "technical-design", "system-design",
		"tasks", "task-list", "task-breakdown", "proposal",
	}
	wholes = []string{
		"plan", "implementation-plan", "technical-plan", "technical-implementation-plan", "project-plan",
		"roadmap", "project", "state", "milestones", "architecture", "todo",
	}
	besides       = []string{"research", "data-model", "quickstart", "gap-analysis", "test-plan", "context", "progress"}
	introductions = []string{"readme", "index", "overview"}
)

// table is every convention. The first row that fits counts, so the more
// particular ones come first.
var table = []Convention{
	{
		// A Kubernetes enhancement: a directory with its metadata in kep.yaml.
		Name: "kep", Title: "KEP",
		Layouts: []Layout{{Sidecars: []string{"kep.yaml"}}},
		Roles:   []RoleRule{{"**/{keps,proposals,rfcs,rfc,text}/**/[0-9]*[-_. ]*/readme.md", plan.Proposal}},
		Metadata: Metadata{
			Milestones: []string{"milestone"},
			Successors: []string{"superseded-by"},
			Tags:       []string{"owning-sig", "participating-sig"},
			Facts: []Fact{
				{"Stage", []string{"stage"}},
				{"Latest milestone", []string{"latest-milestone"}},
				{"Reviewers", []string{"reviewer"}},
				{"Approvers", []string{"approver"}},
				{"Created", []string{"creation-date"}},
			},
		},
	},
	{
		// GSD: one project in .planning; the releases that are out in milestones.
		Name: "gsd", Title: "GSD",
		Layouts:    []Layout{{Parts: []string{"roadmap"}, With: []string{"state"}}},
		Within:     []string{"**/.planning", "**/.planning/**"},
		Bundle:     regexp.MustCompile(`^((?:.*/)?\.planning/milestones/v\d+(?:\.\d+)*)-`),
		Companions: []string{"codebase", "debug", "quick", "todos", "intel"},
		Archives:   []string{"**/.planning/milestones"},
	},
	{
		// OpenSpec: what holds, in specs; what is to change, in changes.
		Name: "openspec", Title: "OpenSpec",
		Layouts:    []Layout{{Sidecars: []string{".openspec.yaml"}}, {Parts: []string{"proposal"}}},
		Within:     []string{"**/openspec/**"},
		Shelves:    []string{"**/openspec", "**/openspec/{specs,changes}", "**/openspec/changes/archive"},
		Companions: []string{"specs"},
		Archives:   []string{"**/changes/archive"},
		Deltas: []Delta{{
			Document: regexp.MustCompile(`^((?:.*/)?)changes/(?:archive/)?[^/]+/specs/(.+)/[^/]+$`),
			Of:       "${1}specs/${2}",
			Name:     "${2}",
		}},
		Metadata: Metadata{Facts: []Fact{{"Created", []string{"created"}}}},
	},
	{
		// spec-workflow's specs, with the same files as Kiro's.
		Name: "spec-workflow", Title: "spec-workflow",
		Within:   []string{"**/.spec-workflow/**"},
		Shelves:  []string{"**/.spec-workflow", "**/.spec-workflow/{specs,steering,archive}", "**/.spec-workflow/archive/specs"},
		Files:    []string{"**/.spec-workflow/steering/*.md"},
		Archives: []string{"**/.spec-workflow/archive"},
	},
	{
		// spec-kit and its kin: specs/NNN-name with spec.md.
		Name: "spec-kit", Title: "spec-kit",
		Layouts:    []Layout{{Parts: []string{"spec"}}},
		Within:     []string{"**/.specify/specs/**", "**/specs/[0-9][0-9][0-9]-*"},
		Shelves:    []string{"**/.specify", "**/.specify/{memory,specs}"},
		Companions: []string{"checklists", "contracts", "research", "tasks"},
		Files:      []string{"**/.specify/memory/*.md"},
		Metadata:   Metadata{Facts: []Fact{{"Branch", []string{"branch", "feature-branch"}}, {"Created", []string{"created"}}}},
	},
	{
		// Kiro and cc-sdd; cc-sdd keeps its phase and approvals in spec.json.
		Name: "kiro", Title: "Kiro",
		Layouts: []Layout{
			{Sidecars: []string{"spec.json", ".config.kiro"}},
			{Parts: []string{"bugfix"}, Alone: true},
			{Parts: []string{"bugfix"}, With: []string{"design", "tasks"}},
		},
		Within:  []string{"**/.kiro/**"},
		Shelves: []string{"**/.kiro", "**/.kiro/{specs,steering}"},
		Files:   []string{"**/.kiro/steering/*.md"},
		Metadata: Metadata{
			Status: []string{"status", "phase"},
			Facts: []Fact{
				{"Kind", []string{"spectype"}},
				{"Approved", []string{"approvals"}},
				{"Created", []string{"created_at"}},
				{"Updated", []string{"updated_at"}},
			},
		},
	},
	{
		// BMAD: a product's documents, each in one file or in pieces; its stories
		// are plans of their own.
		Name: "bmad", Title: "BMAD",
		Layouts: []Layout{
			{Named: true, Parts: []string{"index"}},
			{Parts: []string{"prd"}, With: []string{"architecture", "brief", "project-brief", "product-brief", "epics", "front-end-spec", "ux-design-specification"}},
		},
		Apart:  []string{"stories"},
		Within: []string{"**/_bmad-output/**"},
		Files:  []string{"**/stories/**/*.md", "**/epics/**/*.md", "**/_bmad-output/**/*.md"},
	},
	{
		// Backlog.md: a task is a file, with its state in front matter.
		Name: "backlog", Title: "Backlog.md",
		Shelves: []string{"**/backlog/{tasks,drafts,completed,milestones,archive/*}"},
		Files: []string{
			"**/backlog/{tasks,drafts,completed}/*.md", "**/backlog/archive/{tasks,drafts}/*.md",
			"**/backlog/milestones/*.md", "**/backlog/archive/milestones/*.md",
		},
		Roles: []RoleRule{
			{"**/backlog/{milestones,archive/milestones}/* - *.md", plan.Roadmap},
			{"**/backlog/{tasks,drafts,completed,archive/tasks,archive/drafts}/* - *.md", plan.Tasks},
		},
		Archives: []string{"**/backlog/completed", "**/backlog/archive"},
		Metadata: Metadata{
			Facts: []Fact{
				{"Id", []string{"id"}},
				{"Priority", []string{"priority"}},
				{"Milestone", []string{"milestone"}},
				{"Depends on", []string{"dependencies"}},
				{"Part of", []string{"parent_task_id"}},
				{"Created", []string{"created_date"}},
				{"Updated", []string{"updated_date"}},
			},
		},
	},
	{
		// Decision records: MADR, log4brains, adr-tools.
		Name: "adr", Title: "Decision record",
		FileRole: plan.Decision,
		Metadata: Metadata{
			Owners:     []string{"decider", "decision-maker", "owner", "author"},
			Successors: []string{"superseded-by"},
			Facts: []Fact{
				{"Date", []string{"date"}},
				{"Consulted", []string{"consulted"}},
				{"Informed", []string{"informed"}},
			},
		},
	},
	{
		// Collections of proposals, each a numbered file.
		Name: "rfc", Title: "RFC",
		Files: []string{"**/{text,rfcs,rfc,proposals,enhancements,design}/[0-9][0-9][0-9]*.md"},
		Roles: []RoleRule{{"**/{text,rfcs,rfc,proposals,keps}/**/[0-9]*[-_. ]*.md", plan.Proposal}},
		Metadata: Metadata{
			Status:     []string{"status", "stage"},
			Owners:     []string{"owner", "author", "champion", "shepherd"},
			Tags:       []string{"team", "tag", "label"},
			Milestones: []string{"release-versions"},
			Successors: []string{"superseded-by"},
			Facts: []Fact{
				{"Started", []string{"start-date"}},
				{"Released", []string{"release-date"}},
				{"Teams", []string{"relevant-team"}},
			},
		},
	},
	{
		// Plans and designs with the day in their names.
		Name: "dated", Title: "Dated plan",
		Files: []string{"**/{plans,specs,designs,design-docs}/**/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-*.md"},
	},
	{
		Name: "template", Title: "Template",
		FileRole: plan.Template,
	},
	shared,
}

// shared is the row of all other directories: parts of a plan by their names,
// a plan with what belongs to it, or nothing but an introduction. Its companions,
// archives and metadata are everybody's.
var shared = Convention{
	Name: "documents", Title: "Plan directory",
	Layouts: []Layout{
		{Parts: parts},
		{Parts: wholes, Least: 2},
		{Parts: wholes, With: besides},
		{Parts: wholes, Alone: true},
		{Parts: introductions, Leaf: true},
		// The root holds all kinds of things, so it takes two.
		{At: []string{"."}, Parts: parts, Least: 2},
		{At: []string{"."}, Parts: parts, With: slices.Concat(wholes, besides)},
		{At: []string{"."}, Parts: wholes, Least: 2, With: besides},
	},
	Companions: []string{
		"checklists", "checklist", "contracts", "contract", "research", "artifacts", "notes", "tasks", "phases",
		"prototypes", "appendix", "appendices", "diagrams", "images", "assets", "examples", "fixtures", "references", "reference", "evidence", "reviews",
		"spikes", "work-packages", "sessions", "verification", "data", "components",
	},
	Apart:    []string{"milestones", "adr", "adrs", "decisions", "decision-records", "rfcs", "proposals", "plans"},
	Archives: []string{"**/done", "**/archive", "**/archived", "**/completed"},
	Metadata: Metadata{
		Title:  []string{"title"},
		Status: []string{"status", "state", "estado", "ステータス", "状態"},
		Owners: []string{"owner", "author", "lead", "assignee", "responsible", "responsable", "maintainer"},
		Tags:   []string{"tag", "label", "keyword", "topic"},
	},
}

// oneFile is the row of a file that fits no other.
var oneFile = Convention{Name: "one file", Title: "One file"}
