package source

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/planfolio/planfolio/internal/diag"
)

// walked is what a walk found out beside the files.
type walked struct {
	found   []diag.Diagnostic // of the walk itself
	linked  bool              // a symbolic link was met
	bounded bool              // files were left out for the limits of the whole portfolio
}

// Reread is Read with the options by which prev was read, where nothing has
// changed since but, possibly, the files at paths: it costs what these cost,
// whatever the size of the portfolio. It gives ok false where the walk might
// find something else than before, because a directory, a link, a file that
// came or went, or rules of what to ignore are among them; then only Read knows.
func Reread(fsys fs.FS, opts Options, prev *Tree, paths []string) (tree *Tree, found []diag.Diagnostic, ok bool) {
	if prev.walked.linked || prev.walked.bounded {
		return nil, nil, false
	}
	next := *prev
	r := reader{fsys: fsys, limits: opts.Limits.Effective(), prev: map[string]*File{}}
	copied := map[class]bool{} // the lists of next that are no longer prev's
	for _, p := range paths {
		kind := classify(path.Base(p))
		i, known := next.find(p, kind)
		info, err := lstat(fsys, p)
		switch {
		case !known && errors.Is(err, fs.ErrNotExist) && !next.walks(p):
			continue // it came and went
		case !known && kind == other && err == nil && info.Mode().IsRegular() && path.Base(p) != ".gitignore" && !next.walks(p):
			continue // none of ours
		case !known || err != nil || !info.Mode().IsRegular():
			return nil, nil, false
		case kind == asset && info.Size() > r.limits.AssetBytes:
			return nil, nil, false
		}
		if !copied[kind] {
			next.Files, next.Sidecars, next.Assets = cloned(next.Files, kind == plan), cloned(next.Sidecars, kind == sidecar), cloned(next.Assets, kind == asset)
			copied[kind] = true
		}
		switch kind {
		case plan:
			r.prev[p] = &prev.Files[i]
			next.Files[i] = r.readGuarded(entry{path: p, target: p, info: info}, true)
		case sidecar:
			r.prev[p] = &prev.Sidecars[i]
			next.Sidecars[i] = r.readGuarded(entry{path: p, target: p, info: info}, false)
		case asset:
			next.Assets[i] = Asset{Path: p, Size: info.Size(), ModTime: info.ModTime(), target: p}
		}
	}
	if next.bytes(r.limits) > r.limits.TotalBytes {
		return nil, nil, false
	}
	return &next, next.diagnostics(), true
}

// lstat is fs.Lstat, for which a name that no file can have is that of none.
func lstat(fsys fs.FS, p string) (fs.FileInfo, error) {
	if !fs.ValidPath(p) {
		return nil, fs.ErrInvalid
	}
	return fs.Lstat(fsys, p)
}

// cloned gives a list of its own where so is true.
func cloned[T any](list []T, so bool) []T {
	if so {
		return slices.Clone(list)
	}
	return list
}

// find gives the place of the file at p in the list of its class.
func (t *Tree) find(p string, kind class) (i int, ok bool) {
	switch kind {
	case plan, sidecar:
		list := t.Files
		if kind == sidecar {
			list = t.Sidecars
		}
		return slices.BinarySearchFunc(list, p, func(f File, p string) int { return cmp.Compare(f.Path, p) })
	case asset:
		return slices.BinarySearchFunc(t.Assets, p, func(a Asset, p string) int { return cmp.Compare(a.Path, p) })
	}
	return 0, false
}

// Asset gives the asset at a path; ok is false where there is none.
func (t *Tree) Asset(p string) (a Asset, ok bool) {
	i, ok := t.find(p, asset)
	if !ok {
		return Asset{}, false
	}
	return t.Assets[i], true
}

// walks tells whether p is one of the directories walked.
func (t *Tree) walks(p string) bool {
	_, ok := slices.BinarySearch(t.Dirs, p)
	return ok
}

// bytes is the size of all plans, as the limit of the whole portfolio counts it.
func (t *Tree) bytes(limits Limits) int64 {
	var total int64
	for i := range t.Files {
		total += min(t.Files[i].read.stamp.Size, limits.FileBytes)
	}
	return total
}

// diagnostics are those of the walk and of every file, sorted.
func (t *Tree) diagnostics() []diag.Diagnostic {
	found := slices.Clone(t.walked.found)
	for _, list := range [][]File{t.Files, t.Sidecars} {
		for i := range list {
			found = append(found, list[i].Diagnostics...)
		}
	}
	diag.Sort(found)
	return found
}
