package source

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
)

// followLinks adds the files that symbolic links lead to, and reports the links
// that are not followed. It runs when the walk is over, because a link is
// followed only to what the walk itself may read: a link into .git, to an
// ignored file or out of the root would publish what its owner keeps back.
func (w *walker) followLinks() {
	for _, l := range w.links {
		target, info, why := w.resolve(l)
		if why != "" {
			if l.class != other || info == nil && path.Ext(l.path) == "" {
				d := diag.New(diag.SkippedLink, l.path, "the symbolic link %q is not followed: %s", path.Base(l.path), why)
				d.Hint = "put the file itself here, or a Markdown link to it"
				w.diagnostics = append(w.diagnostics, d)
			}
			continue
		}
		w.add(l.class, entry{path: l.path, target: target, info: info})
	}
	slices.SortFunc(w.plans, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	slices.SortFunc(w.sidecars, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	slices.SortFunc(w.assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
}

// resolve gives the file that l leads to, or says why it is not followed; with
// a reason, info is that of a target known to be a file, else nil.
func (w *walker) resolve(l link) (target string, info fs.FileInfo, why string) {
	links, ok := w.fsys.(fs.ReadLinkFS)
	if !ok {
		return "", nil, "links cannot be read here"
	}
	dest, err := links.ReadLink(l.path)
	if err != nil {
		return "", nil, "it cannot be read: " + reason(err)
	}
	target = path.Join(path.Dir(l.path), dest)
	if path.IsAbs(dest) || !fs.ValidPath(target) {
		return "", nil, "it leads out of the portfolio"
	}
	info, err = links.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, "what it leads to is not there"
	case err != nil:
		return "", nil, "what it leads to cannot be read: " + reason(err)
	case info.Mode()&fs.ModeSymlink != 0:
		return "", nil, "it leads to another link"
	case info.IsDir():
		return "", nil, "it leads to a directory"
	case !info.Mode().IsRegular():
		return "", info, "it leads to no regular file"
	}
	rules, walked := w.ignored[path.Dir(target)]
	if !walked || rules.match(target, false) {
		return "", info, "what it leads to is left out"
	}
	return target, info, ""
}
