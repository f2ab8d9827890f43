package build

import (
	"bytes"
	"crypto/sha256"
	"html"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/export"
	"github.com/planfolio/planfolio/internal/site"
)

// A file is one file of the site: a page, or an asset of the theme.
type file struct {
	site.Page
	asset []byte // of the theme; nil for a page

	mu   sync.Mutex
	made *made // once asked for
	old  *made // what an earlier result had made at this path
}

// made is the bytes of a page under the key of everything that they depend on:
// theme, template and view.
type made struct {
	key   [sha256.Size]byte
	bytes []byte
	asset string           // of the portfolio, of which they are a copy; "" for none
	fault *diag.Diagnostic // replayed where the bytes are taken again
}

// list makes ready for files to be asked for, with what prev has made of them.
// Nothing is done for each file of the site here: an edit concerns few of them.
// Nor is it found out here whether lists still have the pages that they had.
func (r *Result) list(prev *Result) {
	r.Theme = r.theme.theme
	r.exported = export.NewFiles(r.Site)
	r.paths = sync.OnceValue(r.listPaths)
	r.assets = make(map[string][]byte)
	for _, a := range r.Theme.Assets() {
		r.assets[a.Path] = append([]byte{}, a.Bytes...) // never nil, though it may be empty
	}
	r.files = make(map[string]*file)
	r.earlierFiles = prev.made()
	maps.DeleteFunc(r.earlierFiles, func(path string, _ *made) bool {
		if prev.Site.PlanOf(path) == nil {
			return false
		}
		if _, ok := r.exported.Page(path); ok {
			return false
		}
		_, ok := r.Site.PlanPage(path)
		return !ok
	})
}

// made gives what has been made of the files that were asked for, of this result
// or those before it.
func (r *Result) made() map[string]*made {
	r.filesMu.Lock()
	defer r.filesMu.Unlock()
	known := maps.Clone(r.earlierFiles)
	if known == nil {
		known = make(map[string]*made)
	}
	for path, f := range r.files {
		if m := f.latest(); m != nil {
			known[path] = m
		}
	}
	return known
}

func (r *Result) listPaths() []string {
	var paths []string
	for _, list := range []iter.Seq[site.Page]{r.Site.All(), r.exported.All()} {
		for p := range list {
			paths = append(paths, p.Path)
		}
	}
	for path := range r.assets {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return slices.Clip(slices.Compact(paths))
}

// lookUp gives the file at path; nil where the site has none. Only where it is
// to be remembered is it the same each time.
func (r *Result) lookUp(path string, remember bool) *file {
	r.filesMu.Lock()
	defer r.filesMu.Unlock()
	if f := r.files[path]; f != nil {
		return f
	}
	f := &file{asset: r.assets[path], old: r.earlierFiles[path]}
	if f.asset == nil {
		page, ok := r.page(path)
		if !ok {
			delete(r.earlierFiles, path)
			return nil
		}
		f.Page = page
	}
	if remember || f.old != nil {
		r.files[path] = f
	}
	return f
}

// page gives the page at path; ok is false where there is none. Of two at one path
// it is the one for scripts.
func (r *Result) page(path string) (_ site.Page, ok bool) {
	if p, ok := r.exported.Page(path); ok {
		return p, true
	}
	return r.Site.Page(path)
}

func (f *file) latest() *made {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made != nil {
		return f.made
	}
	return f.old
}

// Paths gives the path of every file of the site, sorted, assets included.
func (r *Result) Paths() []string { return slices.Clone(r.paths()) }

// Has tells whether the site has a file at path.
func (r *Result) Has(path string) bool {
	if r.assets[path] != nil {
		return true
	}
	_, ok := r.page(path)
	return ok
}

// File makes the file at path, or gives the one made before; the caller must
// not write to it. A page that cannot be made is a page that says so, and is in
// Faults. File fails with fs.ErrNotExist for a path that is not the site's.
func (r *Result) File(path string) ([]byte, error) {
	m, err := r.file(path, nil)
	if err != nil {
		return nil, err
	}
	return m.bytes, nil
}

// file is File. With a buffer nothing is remembered, so that a large site need not
// fit into memory: the bytes may lie in the buffer, which grows as they need it.
func (r *Result) file(path string, buffer *[]byte) (*made, error) {
	remember := buffer == nil
	f := r.lookUp(path, remember)
	if f == nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	if f.asset != nil {
		return &made{bytes: f.asset}, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made != nil {
		return f.made, nil
	}
	m := r.make(f, remember || f.old != nil, buffer)
	if m.fault != nil {
		r.faults.add(*m.fault)
	}
	if remember {
		f.made, f.old = m, nil
	}
	return m, nil
}

// make makes a file, or takes what an earlier result has made of the same view.
// The key of the view is only found out where something is compared with it. The
// bytes are put into the buffer, where there is one.
func (r *Result) make(f *file, keyed bool, buffer *[]byte) *made {
	lap := r.measure.lap(f.Path)
	var view any
	if fault := guard(func() { view = f.View() }); fault != nil {
		return r.broken(f, fault)
	}
	lap.end(partViews)
	if raw, ok := view.(site.Raw); ok {
		return r.raw(raw, buffer)
	}
	var key [sha256.Size]byte
	if keyed {
		var err error
		key, err = viewKey(r.Theme.Digest(), f.Template, view)
		lap.end(partKeys)
		if err == nil && f.old != nil && f.old.key == key {
			return f.old
		}
	}
	r.rendered.Add(1)
	var data []byte
	var renderErr error
	fault := guard(func() {
		if buffer == nil {
			data, renderErr = r.Theme.Render(f.Template, view)
			return
		}
		data, renderErr = r.Theme.Append((*buffer)[:0], f.Template, view)
		*buffer = data
	})
	lap.end(partRender)
	if fault == nil && renderErr != nil {
		fault = &PanicError{Value: renderErr}
	}
	if fault != nil {
		m := r.broken(f, fault)
		m.key = key
		return m
	}
	return &made{key: key, bytes: data}
}

func (r *Result) raw(raw site.Raw, buffer *[]byte) *made {
	switch {
	case raw.Asset != "":
	case raw.Write == nil || buffer == nil:
		return &made{bytes: raw.Content()}
	default:
		b := bytes.NewBuffer((*buffer)[:0])
		if err := raw.Write(b); err != nil {
			panic(err) // a buffer takes everything
		}
		*buffer = b.Bytes()
		return &made{bytes: *buffer}
	}
	asset, ok := r.tree.Asset(raw.Asset)
	err := fs.ErrNotExist
	var data []byte
	if ok {
		data, err = asset.Read(r.root, r.config.Limits)
	}
	if err != nil {
		d := diag.New(diag.Unreadable, raw.Asset, "the file cannot be read: %s", oneLine(err))
		d.Hint = "what shows it shows an empty file"
		return &made{bytes: []byte{}, fault: &d}
	}
	return &made{bytes: data, asset: raw.Asset}
}

// broken stands for a page that could not be made.
func (r *Result) broken(f *file, fault *PanicError) *made {
	d := internalError("", "making the page "+f.Path, fault)
	text := html.EscapeString(d.Message)
	return &made{
		fault: &d,
		bytes: []byte("<!doctype html><html lang=en><meta charset=utf-8><title>Page not made</title><h1>Page not made</h1><p>" + text + "</p></html>\n"),
	}
}
