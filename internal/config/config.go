// Package config reads planfolio.yaml: it takes the file's text and gives a
// Config and diagnostics that name line, column and the nearest key that
// exists. No other package knows the file's format.
//
// The whole of it, with the defaults where there are any:
//
//	title: Plans                  # else what the portfolio calls itself
//	description: What we build and how far it is
//	lang: en                      # BCP 47
//	base_url: https://plans.example.org/
//	repo_url: https://github.com/example/plans
//	edit_url: https://github.com/example/plans/edit/main/{path}
//	branch: main
//	accent: 265                   # hue in degrees
//	raw_html: sanitize            # or escape
//	ignore: [drafts/, "*.draft.md"]
//	kinds:
//	  - name: security
//	    plural: security requirements
//	    pattern: SEC-\d+
//	    color: 12                 # hue in degrees
//	templates:
//	  services/*.md: technical-implementation-plan
//	coverage:                     # what each kind of requirement needs
//	  default: phase or task      # and where a plan has neither, a section
//	  NFR: design and testing     # section, design, phase, task, testing, done
//	near_duplicates: 75           # percent of likeness from which requirements of different plans are listed; 0 for never
//	waivers:
//	  - requirement: billing/FR-1.2
//	    reason: measured by the vendor
//	    date: 2026-03-14
//	    until: 2026-12-31         # may be left out
//	check:
//	  fail_on: error              # or warning, note
//	  min_score: 0                # percent complete
//	  min_coverage: 0             # percent of the requirements that are covered
//	  stale_after: 180 days       # or weeks, months, off
//	phases:
//	  - number: 1
//	    name: Foundation            # in place of the commonest title
//	    aliases: [Groundwork, Sprint 1] # titles of plans' phases, or of sections with tasks, that are this one
//	    start: 2026-01-05           # of plans' phases that state no dates
//	    end: 2026-03-27
//	    milestones:
//	      - {name: First ship, date: 2026-03-20}
//	rules:
//	  uncovered-requirement: off  # or error, warning, note; by name or code
//	  PF401: {severity: off, in: drafts/**}
//	house_rules:
//	  - name: security-section
//	    message: say who may do what
//	    severity: warning         # or error, note
//	    in: services/**           # pattern or list of them; also role and template
//	    section: Security         # must be there; the others then speak of it
//	    words: 30                 # at least
//	    contains: threat          # regular expressions, as is excludes
//	    cites: NFR-*
//	    fields: {owner: "@.+"}
//	limits:
//	  file_bytes: 4 MiB
//	  total_bytes: 1 GiB
//	  asset_bytes: 25 MiB
//	  files: 100000
//	  line_bytes: 64 KiB
//	  marks: 20000
//	  depth: 32
//	  headings: 20000
//	  columns: 128
//	  cells: 65536
//	  pipes: 2000
//	  footnotes: 1000
//
// A setting that is wrong keeps its default, and the others hold.
package config

import (
	"errors"
	"strconv"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/source"
)

// Config is the settings of a portfolio. The zero value is made usable by Default.
type Config struct {
	Title       string
	Description string
	Lang        string // of the site's own words and of plans that do not say: BCP 47
	BaseURL     string // where the site will stand, for sitemap, feed and 404; may be empty
	RepoURL     string // where the plans' repository can be browsed: https://host/owner/repo
	EditURL     string // pattern with {path}: link to edit a plan
	Branch      string // for RepoURL; default "main"
	Accent      string // theme's accent colour, a CSS hue in degrees as text
	Ignore      []string
	Kinds       []Kind               // user kinds, tried before the built-in ones
	Template    map[string]string    // plan path or glob → template name
	Coverage    map[string]Condition // kind's name or AnyKind → what it needs; nil for the default policy
	Waivers     []Waiver
	Similar     int     // percent of likeness from which requirements are near-duplicates; 0 for never
	Phases      []Phase // of the portfolio, by number
	RawHTML     string  // "sanitize" or "escape"
	FailOn      diag.Severity
	MinScore    int // percent
	MinCoverage int // percent
	StaleAfter  int // days after which an unfinished plan is stale; 0 for never
	Rules       []Grading
	HouseRules  []HouseRule
	Limits      source.Limits
}

// Kind is a kind of id that a portfolio defines for itself.
type Kind struct {
	Name    string // adjective or noun, lower case: "security"
	Plural  string // default: Name with "requirements"
	Pattern string // regular expression of the whole id
	Color   string // hue in degrees as text; "" for the theme's choice
}

// Phase is what the portfolio says of one phase of all plans.
type Phase struct {
	Number     string // without leading zeros, upper case: 1, 0.5, 2A
	Name       string // "" for the commonest title
	Aliases    []string
	Start, End string // ISO dates; ""
	Milestones []Milestone
}

// Milestone is a date that a phase of the portfolio works to.
type Milestone struct {
	Name, Date string // Date is ISO
}

// Name is the file that is looked for in the portfolio's root.
const Name = "planfolio.yaml"

// Default is the configuration of a portfolio that has none.
func Default() Config {
	return Config{Lang: "en", Branch: "main", RawHTML: "sanitize", Similar: 75, FailOn: diag.Error, StaleAfter: 180}
}

// Parse reads the text of planfolio.yaml over the defaults. Keys that do not
// exist and values that do not fit are diagnostics of severity error.
func Parse(f source.File) (Config, []diag.Diagnostic) {
	c := Default()
	d := decoder{file: &f}
	root, err := metadata.Parse(f.Text)
	switch fault, ok := errors.AsType[*metadata.Error](err); {
	case ok:
		d.report(diag.ConfigInvalid, fault.Offset, fault.Offset, "%s", fault.Message)
	case err != nil:
		d.report(diag.ConfigInvalid, 0, 0, "the configuration is %s", err)
		d.hint("write one setting a line, such as title: Plans")
	default:
		d.settings(root, &c)
	}
	return c, d.found
}

// settings reads the top of the file into c.
func (d *decoder) settings(root *metadata.Node, c *Config) {
	// The kinds are read first, wherever they stand: a policy may name them.
	policy := &metadata.Node{Null: true}
	d.mapping(root, "", fields{
		"coverage":        func(_ string, n *metadata.Node) { policy = n },
		"title":           d.line(&c.Title),
		"description":     d.line(&c.Description),
		"lang":            d.matching(&c.Lang, language, "a language such as en or pt-BR"),
		"base_url":        d.address(&c.BaseURL),
		"repo_url":        d.address(&c.RepoURL),
		"edit_url":        d.editAddress(&c.EditURL),
		"branch":          d.matching(&c.Branch, branch, "the name of a branch"),
		"accent":          d.hue(&c.Accent),
		"raw_html":        d.choice(&c.RawHTML, "sanitize", "escape"),
		"ignore":          d.patterns(&c.Ignore),
		"kinds":           d.kinds(&c.Kinds),
		"templates":       d.templates(&c.Template),
		"waivers":         d.waivers(&c.Waivers),
		"near_duplicates": d.integer(&c.Similar, 0, 100),
		"phases":          d.phases(&c.Phases),
		"rules":           d.rules(&c.Rules),
		"house_rules":     d.houseRules(&c.HouseRules),
		"check": d.section("check", fields{
			"fail_on":      d.choice((*string)(&c.FailOn), "error", "warning", "note"),
			"min_score":    d.integer(&c.MinScore, 0, 100),
			"min_coverage": d.integer(&c.MinCoverage, 0, 100),
			"stale_after":  d.days(&c.StaleAfter),
		}),
		"limits": d.section("limits", fields{
			"file_bytes":  d.bytes(&c.Limits.FileBytes),
			"total_bytes": d.bytes(&c.Limits.TotalBytes),
			"asset_bytes": d.bytes(&c.Limits.AssetBytes),
			"files":       d.integer(&c.Limits.Files, 1, maxLimit),
			"line_bytes":  d.smallBytes(&c.Limits.LineBytes),
			"depth":       d.integer(&c.Limits.Depth, 1, 1000),
			"headings":    d.integer(&c.Limits.Headings, 1, maxLimit),
			"columns":     d.integer(&c.Limits.Columns, 1, 100_000),
			"cells":       d.integer(&c.Limits.Cells, 1, maxLimit),
			"marks":       d.integer(&c.Limits.Marks, 1, maxLimit),
			"pipes":       d.integer(&c.Limits.Pipes, 1, maxLimit),
			"footnotes":   d.integer(&c.Limits.Footnotes, 1, maxLimit),
		}),
	})
	d.coverage(&c.Coverage, c.Kinds)("coverage", policy)
}

// maxLimit is the greatest value of a limit; more would be none at all.
const maxLimit = 1 << 30

// quoted is text between double quotes, as messages show what stands in a file.
func quoted(text string) string { return strconv.Quote(text) }
