// Package source walks a tree of texts under one root and reads them: it takes
// an fs.FS and gives a Tree. It is the only package that reads plans. What it
// gives is valid UTF-8 without NUL bytes, with LF line ends and no byte order
// mark; what had to be repaired for that is said in diagnostics.
package source

import (
	"crypto/sha256"
	"io/fs"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
)

// Digest identifies a file's bytes as they lie on disk (SHA-256).
type Digest [sha256.Size]byte

// File is one text of the portfolio. It is a value: nothing writes to it after Read.
type File struct {
	Path   string // relative to the root, with "/"
	Text   string // repaired as the package comment says
	Digest Digest
	lines  []int // byte offset of the start of each line of Text
}

// Asset is a file that the site copies as it is (an image that a plan shows).
// Its bytes are read when they are asked for.
type Asset struct {
	Path    string
	Size    int64
	ModTime time.Time
}

// Tree is everything that the walk found, each list sorted by path.
type Tree struct {
	Files    []File   // Markdown plans
	Sidecars []File   // metadata beside plans: kep.yaml, spec.json, CODEOWNERS …
	Assets   []Asset  // images
	Dirs     []string // every directory walked, "." first: what a watcher has to watch
}

// Options say what the walk leaves out and how much it takes in.
type Options struct {
	Ignore []string // patterns as in .gitignore, beside those of the .gitignore files found
	Skip   []string // slash paths below the root never entered: the output directory
	Limits Limits
}

// Limits bound what is read, before any parser sees it. Zero means the default.
type Limits struct {
	FileBytes int64 // of one plan; default 4 MiB
	Files     int   // of the portfolio; default 100,000
	LineBytes int   // of one line and of one paragraph; default 64 KiB
	Depth     int   // of nested quotes and lists; default 32
	Headings  int   // of one file; default 20,000
}

// Read walks fsys and reads its plans. A file whose size and time are those of
// prev's is taken from prev; prev may be nil. The error is for a root that
// cannot be read at all; anything less is a diagnostic.
func Read(fsys fs.FS, opts Options, prev *Tree) (*Tree, []diag.Diagnostic, error) {
	panic("source.Read")
}

// NewFile makes a File of text that does not come from a walk: a bundled
// template, a test. Text is repaired as by Read.
func NewFile(path, text string) File { panic("source.NewFile") }

// Position tells where a byte offset of f.Text is.
func (f *File) Position(offset int) diag.Position { panic("source.Position") }

// Range tells where the bytes start … end of f.Text are.
func (f *File) Range(start, end int) diag.Range { panic("source.Range") }

// Line gives the 1-based line n without its line end; "" where there is none.
func (f *File) Line(n int) string { panic("source.Line") }

// At makes the diagnostic's place: path, range and excerpt for start … end of f.
func (f *File) At(d diag.Diagnostic, start, end int) diag.Diagnostic { panic("source.At") }
