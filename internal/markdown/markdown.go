// Package markdown reads the Markdown of plans: it takes a source.File and
// gives a plan.Document, with bodies as HTML with holes. It knows goldmark and
// chroma, so that no other package has to. It cannot fail: what it does not
// understand stays text. It knows one file at a time; what depends on other
// files is left as candidates (ids of unknown class) and holes.
package markdown

import (
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/source"
)

// Options are the settings that change what a file says. They are part of the
// key under which a document is remembered.
type Options struct {
	Kinds   []config.Kind
	RawHTML string // "sanitize" or "escape"
	Limits  source.Limits
	Lang    string
}
