// Package themes holds the files of the default theme. A file in the theme/
// directory of a portfolio replaces the file of the same path here.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed default
var files embed.FS

// Default gives the files of the default theme: layouts, pages, partials and assets.
func Default() fs.FS {
	sub, err := fs.Sub(files, "default")
	if err != nil {
		panic(err) // the path is a constant
	}
	return sub
}
