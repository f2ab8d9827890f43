// Package theme turns a page into bytes: it takes layers of files and gives a
// Theme; a template's name and a view give a file of the site.
//
// A file in the user's theme directory replaces the bundled file of the same
// path. The tree is walked; a file that replaces nothing is reported.
package theme

import (
	"io/fs"

	"github.com/planfolio/planfolio/internal/diag"
)

// Theme is the templates and assets of all layers. It is safe for concurrent use.
type Theme struct{}

// Asset is a file of the theme under its fingerprinted name.
type Asset struct {
	Path  string // in the site: assets/site.3f2a1b.css
	Bytes []byte
}

// Load reads the layers, the bundled one first; generated holds further assets
// by name, such as "chroma.css". A template of a later layer that does not
// parse is reported and the bundled one used.
func Load(generated map[string][]byte, layers ...fs.FS) (*Theme, []diag.Diagnostic, error) {
	panic("theme.Load")
}

// Digest changes with anything that could change a page.
func (t *Theme) Digest() string { panic("theme.Digest") }

// Assets gives the assets, sorted by path.
func (t *Theme) Assets() []Asset { panic("theme.Assets") }

// Render makes the page that the template name ("document") gives for view.
func (t *Theme) Render(name string, view any) ([]byte, error) { panic("theme.Render") }
