// Package config reads planfolio.yaml: it takes the file's text and gives a
// Config and diagnostics that name line, column and the nearest key that
// exists. No other package knows the file's format.
package config

import (
	"github.com/planfolio/planfolio/internal/diag"
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
	Kinds       []Kind            // user kinds, tried before the built-in ones
	Template    map[string]string // plan path or glob → template name
	RawHTML     string            // "sanitize" or "escape"
	FailOn      diag.Severity
	MinScore    int                  // percent
	Rules       map[diag.Code]string // "off", "error", "warning", "note"
	Limits      source.Limits
}

// Kind is a kind of id that a portfolio defines for itself.
type Kind struct {
	Name    string // adjective or noun, lower case: "security"
	Plural  string
	Pattern string // regular expression of the whole id
	Color   string
}

// Name is the file that is looked for in the portfolio's root.
const Name = "planfolio.yaml"

// Default is the configuration of a portfolio that has none.
func Default() Config { panic("config.Default") }

// Parse reads the text of planfolio.yaml over the defaults. Keys that do not
// exist and values that do not fit are diagnostics of severity error.
func Parse(f source.File) (Config, []diag.Diagnostic) { panic("config.Parse") }
