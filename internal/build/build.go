// Package build is the only place that knows the order of the stages. It takes
// Inputs and the previous Result and gives a Result; what is not found in the
// previous result is made anew, and nothing else is carried over. Publish
// writes a Result to a directory.
package build

import (
	"context"
	"io/fs"

	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/theme"
)

// Inputs are everything that a site is made from.
type Inputs struct {
	Root       fs.FS    // the plans
	Config     string   // path in Root of the configuration, or "" for planfolio.yaml where there is one
	ConfigText *string  // configuration from elsewhere (--config), nil for none
	Theme      fs.FS    // the user's theme, nil for none
	Skip       []string // paths never walked: the output directory
	Built      site.Built
	Jobs       int                                 // at most so many at a time; 0 for one a processor
	Progress   func(stage string, done, total int) // may be nil; called from many goroutines
}

// Result is a portfolio, read and understood; its pages are made on demand and
// remembered. It is safe for concurrent use.
type Result struct {
	Site  *site.Site
	Theme *theme.Theme
	Stats Stats
}

// Stats count the work that was done, not the work that was saved.
type Stats struct {
	Parsed   int // files parsed
	Aligned  int // documents held against templates
	Rendered int // pages rendered so far
}

// Build reads and understands the portfolio. prev may be nil. The error is for
// work that could not be done; flaws are in Result.Site.Facts.Diagnostics.
func Build(ctx context.Context, in Inputs, prev *Result) (*Result, error) { panic("build.Build") }

// Paths gives the path of every file of the site, sorted, assets included.
func (r *Result) Paths() []string { panic("build.Paths") }

// File makes the file at path, or gives the one made before.
func (r *Result) File(path string) ([]byte, error) { panic("build.File") }
