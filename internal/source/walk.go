package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

// entry is a file that the walk found and that is still to be read.
type entry struct {
	path   string
	target string // what to open: path, or what a symbolic link leads to
	info   fs.FileInfo
}

// link is a symbolic link that the walk met.
type link struct {
	path  string
	class class
}

// walker collects what is there. It opens nothing but directories and
// .gitignore files.
type walker struct {
	fsys   fs.FS
	limits Limits
	ignore *ignoreRules
	skip   []string

	dirs     []string
	plans    []entry
	sidecars []entry
	assets   []Asset
	links    []link

	ignored     map[string]*ignoreRules // the rules in force in each directory walked
	diagnostics []diag.Diagnostic
}

func newWalker(fsys fs.FS, opts Options) *walker {
	w := &walker{fsys: fsys, limits: opts.Limits.Effective(), ignored: map[string]*ignoreRules{}}
	w.ignore = newIgnoreRules(opts.Ignore)
	for _, s := range opts.Skip {
		w.skip = append(w.skip, path.Clean(s))
	}
	return w
}

// walk fills the lists, each sorted. It fails only where the root cannot be read.
func (w *walker) walk() error {
	pending := []string{"."}
	for len(pending) > 0 {
		dir := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		entries, err := fs.ReadDir(w.fsys, dir)
		if err != nil {
			if dir == "." {
				return fmt.Errorf("read the plans: %w", err)
			}
			w.unreadable(dir, err)
			if len(entries) == 0 {
				continue
			}
		}
		if w.isPublishedSite(dir, entries) {
			continue
		}
		w.dirs = append(w.dirs, dir)
		rules := w.rulesIn(dir, entries)
		w.ignored[dir] = rules
		for _, e := range entries {
			if sub, ok := w.visit(dir, e, rules); ok {
				pending = append(pending, sub)
			}
		}
	}
	slices.Sort(w.dirs)
	byPath := func(a, b entry) int { return strings.Compare(a.path, b.path) }
	slices.SortFunc(w.plans, byPath)
	slices.SortFunc(w.sidecars, byPath)
	slices.SortFunc(w.links, func(a, b link) int { return strings.Compare(a.path, b.path) })
	return nil
}

// visit looks at one entry of dir, and gives its path where it is a directory to enter.
func (w *walker) visit(dir string, e fs.DirEntry, rules *ignoreRules) (sub string, enter bool) {
	name, mode := e.Name(), e.Type()
	kind := classify(name)
	if !mode.IsDir() && mode&fs.ModeSymlink == 0 && kind == other {
		return "", false
	}
	p := path.Join(dir, name)
	if !fs.ValidPath(p) || strings.ContainsRune(p, utf8.RuneError) && !utf8.ValidString(p) {
		w.diagnostics = append(w.diagnostics, diag.New(diag.Unreadable, strings.ToValidUTF8(p, "\ufffd"),
			"the name of %q cannot be used: it is not valid UTF-8", strings.ToValidUTF8(name, "\ufffd")))
		return "", false
	}
	if rules.match(p, mode.IsDir()) {
		return "", false
	}
	switch {
	case mode.IsDir():
		return p, name != ".git" && name != "node_modules" && !slices.Contains(w.skip, p)
	case mode&fs.ModeSymlink != 0:
		w.links = append(w.links, link{p, kind})
	case !mode.IsRegular():
		if kind == plan || kind == asset {
			w.diagnostics = append(w.diagnostics, diag.New(diag.Unreadable, p, "%q is no regular file and is not read", name))
		}
	default:
		info, err := e.Info()
		if err != nil {
			w.unreadable(p, err)
			return "", false
		}
		w.add(kind, entry{path: p, target: p, info: info})
	}
	return "", false
}

// add puts a regular file into its list.
func (w *walker) add(kind class, e entry) {
	switch kind {
	case plan:
		w.plans = append(w.plans, e)
	case sidecar:
		w.sidecars = append(w.sidecars, e)
	case asset:
		if size := e.info.Size(); size > w.limits.AssetBytes {
			d := diag.New(diag.FileTooLarge, e.path, "the file has %d bytes, more than the limit of %d, and is left out", size, w.limits.AssetBytes)
			d.Hint = raise("asset_bytes")
			w.diagnostics = append(w.diagnostics, d)
			return
		}
		w.assets = append(w.assets, Asset{Path: e.path, Size: e.info.Size(), ModTime: e.info.ModTime(), target: e.target})
	}
}

// isPublishedSite tells whether dir is the output of an earlier build: it has
// our manifest, and what lies in it was made from plans.
func (w *walker) isPublishedSite(dir string, entries []fs.DirEntry) bool {
	if dir == "." || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".planfolio" && e.IsDir() }) {
		return false
	}
	_, err := fs.Stat(w.fsys, path.Join(dir, ".planfolio", "manifest.json"))
	return err == nil
}

func (w *walker) unreadable(p string, err error) {
	w.diagnostics = append(w.diagnostics, unreadable(p, err))
}

func unreadable(p string, err error) diag.Diagnostic {
	d := diag.New(diag.Unreadable, p, "%q cannot be read: %s", path.Base(p), reason(err))
	d.Hint = "give the user who builds the right to read it, or list it under ignore in planfolio.yaml"
	return d
}

// reason is err without operation and path, which say where the root lies.
func reason(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// raise is the hint for a limit that can be set.
func raise(setting string) string {
	return "raise limits." + setting + " in planfolio.yaml if this is meant"
}

// bound leaves out the plans beyond the limits of the whole portfolio. Which
// ones they are depends on names alone, so that it is the same everywhere.
func (w *walker) bound(plans []entry) []entry {
	var total int64
	for i, e := range plans {
		total += min(e.info.Size(), w.limits.FileBytes)
		var d diag.Diagnostic
		switch {
		case i >= w.limits.Files:
			d = diag.New(diag.FileTooLarge, e.path, "the portfolio has %d plans, more than the limit of %d; this one and all after it are left out",
				len(plans), w.limits.Files)
			d.Hint = raise("files")
		case total > w.limits.TotalBytes:
			d = diag.New(diag.FileTooLarge, e.path, "the plans up to this one have %d bytes, more than the limit of %d; this one and all after it are left out",
				total, w.limits.TotalBytes)
			d.Hint = raise("total_bytes")
		default:
			continue
		}
		w.diagnostics = append(w.diagnostics, d)
		return plans[:i]
	}
	return plans
}
