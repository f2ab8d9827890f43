// Package theme turns a view into bytes: it takes layers of files and gives a
// Theme; a template's name and a view give a file of the site.
//
// # Layers
//
// A layer is a tree of four directories:
//
//	layouts/   what all pages share; layouts/base.html is executed and calls "main"
//	pages/     one file for each kind of page, which defines "main"
//	partials/  what pages share, called by path: {{template "partials/ring.html" .Score}}
//	assets/    style sheets, scripts and pictures
//
// The bundled theme is the first layer. A file in a later layer replaces the
// file of the same path. The trees are walked, so no list of files is kept. A
// file that replaces nothing is reported (PF502), but for assets and for
// partials that a template of the theme calls: those are additions.
//
// A template of a later layer that does not parse, or does not run on the view
// of its page, is reported with its line (PF503), and the bundled file stands
// in for it.
//
// # Templates
//
// Each page has exactly one view type of package site, and html/template
// escapes what it shows. The functions beside the built-in ones are a closed
// list (see functions): none of them reads a file, a clock or the environment,
// and none turns a string into markup.
//
// # Assets
//
// A style sheet's @import of another is replaced by that one's text, so a theme
// may be kept in small files and still be one request. Assets are published
// under names that carry a hash of their bytes; what a style sheet calls by
// url() and a script by import is renamed with it.
package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/diag"
)

// Dir is the directory of the portfolio that holds its theme, and the prefix of
// the paths in diagnostics about it.
const Dir = "theme"

// Theme is the templates and assets of all layers. It is safe for concurrent use.
type Theme struct {
	pages  map[string]*page
	assets []Asset
	digest string
}

// Asset is a file of the theme under its fingerprinted name.
type Asset struct {
	Path  string // in the site: assets/site.3f2a1b.css
	Bytes []byte
}

// Load reads the layers, the bundled one first; generated holds further assets
// by name, such as "chroma.css". A template of a later layer that does not
// parse is reported and the bundled one used.
//
// The error is for a layer that cannot be read and for faults of the first one.
func Load(generated map[string][]byte, layers ...fs.FS) (*Theme, []diag.Diagnostic, error) {
	files, err := readLayers(layers)
	if err != nil {
		return nil, nil, err
	}
	published, diagnostics, err := publish(files, generated)
	if err != nil {
		return nil, nil, err
	}
	pages, more, err := parsePages(files, published.names)
	if err != nil {
		return nil, nil, err
	}
	diagnostics = append(diagnostics, more...)
	diag.Sort(diagnostics)
	t := &Theme{pages: pages, assets: published.assets}
	t.digest = digest(files, published.assets)
	return t, diagnostics, nil
}

// Digest changes with anything that could change a page.
func (t *Theme) Digest() string { return t.digest }

// Assets gives the assets, sorted by path.
func (t *Theme) Assets() []Asset { return slices.Clone(t.assets) }

// Render makes the page that the template name ("document") gives for view. It
// fails where there is no such page, or the view is not the page's.
func (t *Theme) Render(name string, view any) ([]byte, error) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	made, err := t.Append((*buffer)[:0], name, view)
	if err != nil {
		return nil, err
	}
	*buffer = made
	return bytes.Clone(made), nil
}

// buffers keeps the memory that pages are made in.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Append is Render that appends the page to dst, for those who have no use for
// memory of the page's own. Where it fails it gives dst.
func (t *Theme) Append(dst []byte, name string, view any) ([]byte, error) {
	p, ok := t.pages[name]
	if !ok {
		return dst, fmt.Errorf("theme: no page %q", name)
	}
	made, err := p.append(dst, view)
	if err != nil {
		return dst, fmt.Errorf("theme: page %q: %w", name, err)
	}
	return made, nil
}

// digest hashes every template as it is used, and the names of the assets,
// which carry the hashes of their bytes.
func digest(files *layered, assets []Asset) string {
	h := sha256.New()
	for _, path := range files.paths() {
		if !strings.HasPrefix(path, "assets/") {
			f := files.top[path]
			fmt.Fprintf(h, "%s %d\n%s", path, len(f.text), f.text)
		}
	}
	for _, a := range assets {
		fmt.Fprintln(h, a.Path)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
