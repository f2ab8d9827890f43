// Package source walks a tree of texts under one root and reads them: it takes
// an fs.FS and gives a Tree. It is the only package that reads plans. What it
// gives is valid UTF-8 without NUL bytes, with LF line ends and no byte order
// mark; what had to be repaired for that is said in diagnostics.
//
// # What is walked
//
// Every directory below the root, hidden ones too, but not .git, node_modules,
// a site that Planfolio has published, Options.Skip, and what Options.Ignore or
// a .gitignore file on the way leaves out. Only regular files are opened. A
// symbolic link is followed once, and only to a regular file that the walk
// meets at its own place too; nothing outside the root, and nothing that is
// left out inside it, can come in by a link.
//
// # Limits
//
// Limits are applied before any parser sees a text, because a parser cannot be
// stopped. No file is lost by them. A file with too many bytes is kept as a
// stub that says so; a text whose shape would be slow to parse is kept whole,
// but as one block of code. Both raise a diagnostic that names the measured
// value, the limit and its setting.
package source

import (
	"crypto/sha256"
	"io/fs"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
)

// Digest identifies a file's bytes as they lie on disk (SHA-256); of a file too
// large to be read, the stub that stands for it.
type Digest [sha256.Size]byte

// File is one text of the portfolio. It is a value: nothing writes to it after Read.
type File struct {
	Path        string // relative to the root, with "/"
	Text        string // repaired as the package comment says
	Digest      Digest
	Diagnostics []diag.Diagnostic // of reading this file; the list that Read gives holds them too

	lines []uint32 // byte offset of the start of every lineStep-th line of Text
	read  reading
}

// Asset is a file that the site copies as it is (an image that a plan shows).
// Its bytes are read when they are asked for.
type Asset struct {
	Path    string
	Size    int64
	ModTime time.Time

	target string // what a symbolic link leads to, else Path
}

// Tree is everything that the walk found, each list sorted by path.
type Tree struct {
	Files    []File   // Markdown plans
	Sidecars []File   // metadata beside plans: kep.yaml, spec.json, CODEOWNERS …
	Assets   []Asset  // images
	Dirs     []string // every directory walked, "." first: what a watcher has to watch

	walked walked
}

// Options say what the walk leaves out and how much it takes in.
type Options struct {
	Ignore []string // patterns as in .gitignore, beside those of the .gitignore files found
	Skip   []string // slash paths below the root never entered: the output directory
	Limits Limits
}

// Read walks fsys and reads its plans: Walk, then Scan.Read. A file whose stamp
// is that of prev's is taken from prev; prev may be nil. The diagnostics are sorted. The
// error is for a root that cannot be read at all; anything less is a diagnostic.
func Read(fsys fs.FS, opts Options, prev *Tree) (*Tree, []diag.Diagnostic, error) {
	s, err := Walk(fsys, opts)
	if err != nil {
		return nil, nil, err
	}
	tree, found := s.Read(prev, nil)
	return tree, found, nil
}
