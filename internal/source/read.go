package source

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
)

// reading is how a file was read, and what it looked like then.
type reading struct {
	stamp   Stamp
	limits  Limits
	plan    bool
	trusted bool // the stamp was settled when the file was read
}

// reader reads the files that a walk found.
type reader struct {
	fsys   fs.FS
	limits Limits
	prev   map[string]*File
	sound  func(string, Digest) bool // see Scan.Read; nil for none
}

// remembered finds the files of prev by path.
func remembered(prev *Tree) map[string]*File {
	if prev == nil {
		return nil
	}
	files := make(map[string]*File, len(prev.Files)+len(prev.Sidecars))
	for _, list := range [][]File{prev.Files, prev.Sidecars} {
		for i := range list {
			files[list[i].Path] = &list[i]
		}
	}
	return files
}

// readAll reads entries at the same time, and gives the files in their order.
func (r *reader) readAll(entries []entry, plan bool) []File {
	files := make([]File, len(entries))
	parallel(len(entries), func(i int) { files[i] = r.readGuarded(entries[i], plan) })
	return files
}

// readGuarded is read, where a fault of ours costs no more than this file.
func (r *reader) readGuarded(e entry, plan bool) (f File) {
	defer func() {
		if fault := recover(); fault != nil {
			f = stub(e.path, "Planfolio failed to read this file.")
			f.Diagnostics = []diag.Diagnostic{diag.New(diag.InternalError, e.path, "reading this file met a fault of Planfolio's own: %v", fault)}
		}
	}()
	return r.read(e, plan)
}

// read gives the file of e: from before where nothing has changed, else from disk.
func (r *reader) read(e entry, plan bool) File {
	now := reading{stamp: StampOf(e.info), limits: r.limits, plan: plan}
	old := r.prev[e.path]
	same := old != nil && old.read.limits == now.limits && old.read.plan == plan
	if same && old.read.trusted && old.read.stamp == now.stamp {
		return *old
	}
	now.trusted = now.stamp.Settled(time.Now())
	raw, err := readRegular(r.fsys, e.target, e.info, r.limits.FileBytes)
	switch {
	case errors.Is(err, errTooLarge):
		f := stub(e.path, fmt.Sprintf("The file has %d bytes, more than the limit of %d (limits.file_bytes), and is not shown.",
			max(now.stamp.Size, r.limits.FileBytes+1), r.limits.FileBytes))
		d := diag.New(diag.FileTooLarge, e.path, "the file has %d bytes, more than the limit of %d, and is not shown",
			max(now.stamp.Size, r.limits.FileBytes+1), r.limits.FileBytes)
		d.Hint = raise("file_bytes")
		f.Diagnostics = []diag.Diagnostic{d}
		f.read = now
		return f
	case err != nil:
		f := stub(e.path, "This file cannot be read.")
		f.Diagnostics = []diag.Diagnostic{unreadable(e.path, err)}
		return f // without a stamp: the right to read it may come without a change of the file
	}
	digest := Digest(sha256.Sum256(raw))
	if same && old.Digest == digest {
		f := *old
		f.read = now
		return f
	}
	f := newFile(e.path, raw, digest)
	if plan && (r.sound == nil || !r.sound(e.path, digest)) {
		f.checkPlan(r.limits)
	}
	f.read = now
	return f
}

// NewFile makes a File of text that does not come from a walk: a bundled
// template, a test. Text is repaired as by Read and, where the name is that of a
// plan, held against the default limits.
func NewFile(path, text string) File {
	raw := []byte(text)
	f := newFile(path, raw, sha256.Sum256(raw))
	if classify(path) == plan {
		f.checkPlan(Limits{}.Effective())
	}
	return f
}

// newFile repairs raw.
func newFile(path string, raw []byte, digest Digest) File {
	text, faults := repair(raw)
	f := File{Path: path, Text: text, Digest: digest, lines: lineStarts(text)}
	for _, x := range faults {
		f.Diagnostics = append(f.Diagnostics, f.At(x.diagnostic(), x.offset, x.offset+x.length))
	}
	return f
}

// stub makes the file that stands for one that could not be read.
func stub(p, text string) File {
	text = "# " + escapeMarkdown(path.Base(p)) + "\n\n" + text + "\n"
	return File{Path: p, Text: text, Digest: sha256.Sum256([]byte(text)), lines: lineStarts(text)}
}

var (
	errTooLarge = errors.New("too large")
	errReplaced = errors.New("it was replaced while it was read")
)

// readRegular reads the regular file at name, of which the walk has seen info.
// It never opens anything but a regular file, so that no pipe or device can
// block it, and fails where another file has been put in its place since.
func readRegular(fsys fs.FS, name string, info fs.FileInfo, limit int64) ([]byte, error) {
	if info.Size() > limit {
		return nil, errTooLarge
	}
	for range 3 { // an editor may be saving it: writing a new file, then renaming it
		raw, err := readIf(fsys, name, info, limit)
		if err != errReplaced {
			return raw, err
		}
		if info, err = fs.Lstat(fsys, name); err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			break
		}
	}
	return nil, errReplaced
}

// readIf reads the file at name if it is the one that info describes.
func readIf(fsys fs.FS, name string, info fs.FileInfo, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opened, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// SameFile is only of use for files of the operating system, which it tells
	// to be the same as themselves.
	if !opened.Mode().IsRegular() || os.SameFile(info, info) && !os.SameFile(info, opened) {
		return nil, errReplaced
	}
	raw := make([]byte, 0, cmp.Or(opened.Size(), 511)+1)
	for {
		n, err := f.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		if int64(len(raw)) > limit {
			return nil, errTooLarge
		}
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			return nil, err
		}
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
	}
}

// Read gives the bytes of the asset. It fails where the file has gone, has been
// replaced by something that is no regular file, or has grown beyond limits.
func (a Asset) Read(fsys fs.FS, limits Limits) ([]byte, error) {
	name := cmp.Or(a.target, a.Path)
	info, err := fs.Lstat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: a.Path, Err: errors.New("no regular file")}
	}
	raw, err := readRegular(fsys, name, info, limits.Effective().AssetBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Path, err)
	}
	return raw, nil
}
