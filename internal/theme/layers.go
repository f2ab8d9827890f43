package theme

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// file is one file of a layer.
type file struct {
	path string // layouts/base.html
	text string
	user bool // of a later layer than the bundled one
}

// source is the text as a template. The line end of the last line belongs to the
// file, not to what it says: a partial may stand in the middle of a sentence.
func (f file) source() string { return strings.TrimSuffix(strings.TrimSuffix(f.text, "\n"), "\r") }

// layered is the files of all layers by path.
type layered struct {
	top     map[string]file // the last layer's that has it
	bundled map[string]file
}

// paths gives the paths of all files, sorted.
func (l *layered) paths() []string { return slices.Sorted(maps.Keys(l.top)) }

// bundledOnly gives the same without the files of later layers.
func (l *layered) bundledOnly() *layered { return &layered{top: l.bundled, bundled: l.bundled} }

// without gives the same, with the bundled file (or none) at the paths given.
func (l *layered) without(paths map[string]bool) *layered {
	top := maps.Clone(l.top)
	for p := range paths {
		delete(top, p)
		if f, ok := l.bundled[p]; ok {
			top[p] = f
		}
	}
	return &layered{top: top, bundled: l.bundled}
}

func readLayers(layers []fs.FS) (*layered, error) {
	l := &layered{top: map[string]file{}, bundled: map[string]file{}}
	for i, layer := range layers {
		if layer == nil {
			continue
		}
		err := fs.WalkDir(layer, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			hidden := p != "." && (strings.HasPrefix(path.Base(p), ".") || strings.HasSuffix(p, "~"))
			if d.IsDir() {
				if hidden {
					return fs.SkipDir
				}
				return nil
			}
			if hidden || !d.Type().IsRegular() {
				return nil
			}
			text, err := fs.ReadFile(layer, p)
			if err != nil {
				return err
			}
			f := file{path: p, text: string(text), user: i > 0}
			l.top[p] = f
			if i == 0 {
				l.bundled[p] = f
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("theme: reading layer %d: %w", i, err)
		}
	}
	return l, nil
}
