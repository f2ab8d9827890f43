package build

import (
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"weak"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/codec"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// Readings keep the documents that have been read: from run to run,
// and those parts of them that are not needed at all times. They are remembered
// from result to result as long as files are read in the same way.
type readings struct {
	name  string
	opts  markdown.Options // by which files are read
	store *cache.Store
	shelf string // tells the portfolio's files from others of their paths
}

// openReadings gives prev's readings where they will do; nil where everything is
// held in memory.
func openReadings(in Inputs, opts markdown.Options, prev *readings) *readings {
	if in.Cache == nil {
		return nil
	}
	key := cache.KeyOf(cache.Build(), in.CacheFor, fmt.Sprintf("%#v", opts))
	name := hex.EncodeToString(key[:])
	if prev != nil {
		if prev.name == name {
			return prev
		}
		prev.store.Flush()
	}
	return &readings{name: name, opts: opts, store: in.Cache.Open(name)}
}

// spill is how many bytes lie in a file of their own before they are put with
// the others, in a preview that goes on for long.
const spill = 64 << 20

// keep puts what was read into the store, in a first build and now and then.
func (rs *readings) keep(first bool) {
	if rs != nil && (first || rs.store.Pending() > spill) {
		rs.store.Flush()
	}
}

// parseTemplate is markdown.Parse for a template that ships, which is the same
// in every run.
func (rs *readings) parseTemplate(f source.File, opts markdown.Options) *plan.Document {
	return rs.other("template ", opts).parse(f, opts).doc
}

// other is the readings on another shelf, of files that are read by opts.
func (rs *readings) other(shelf string, opts markdown.Options) *readings {
	if rs == nil {
		return nil
	}
	return &readings{name: rs.name, opts: opts, store: rs.store, shelf: shelf}
}

// parse gives the document that the readings have of f, or reads f.
func (rs *readings) parse(f source.File, opts markdown.Options) *document {
	if d := rs.recall(f); d != nil {
		return d
	}
	return rs.remember(parseFile(f, opts, markdown.Parse))
}

// The kinds of values in the store.
const (
	keptDocument = "document"
	keptEntries  = "entries"
	keptHTML     = "html"
	keptFit      = "alignment"
	keptStates   = "states"
)

// sound is what source.Scan.Read asks: what has been read without a word is in the
// readings under a key without one.
func (rs *readings) sound(path string, digest source.Digest) bool {
	return rs.store.Has(rs.key(keptDocument, &source.File{Path: path, Digest: digest}))
}

// key is the key of a value of f. The same bytes under other limits are
// another text; the file's diagnostics then say so.
func (rs *readings) key(kind string, f *source.File) cache.Key {
	parts := []string{rs.shelf + kind, f.Path, string(f.Digest[:])}
	for _, d := range f.Diagnostics {
		parts = append(parts, d.Message)
	}
	return cache.KeyOf(parts...)
}

// recall gives the document of f that the readings have; nil for none.
func (rs *readings) recall(f source.File) *document {
	if rs == nil {
		return nil
	}
	kept, ok := rs.store.Get(rs.key(keptDocument, &f))
	entries, hasEntries := rs.store.Get(rs.key(keptEntries, &f))
	html, hasHTML := rs.store.Get(rs.key(keptHTML, &f))
	if !ok || !hasEntries || !hasHTML {
		return nil
	}
	var doc *plan.Document
	ok = buffered(kept, func(data []byte) bool {
		doc = codec.ReadDocument(f, data)
		return doc != nil
	})
	if !ok {
		return nil
	}
	doc.Bulk = &bulk{doc: doc, from: rs, entries: entries, html: html}
	return &document{doc: doc}
}

// remember puts d into the readings, and gives it as they have it, which
// takes less memory. A document with a fault of ours is not kept.
func (rs *readings) remember(d *document) *document {
	broken := func(x diag.Diagnostic) bool { return x.Code == diag.InternalError }
	if rs == nil || len(d.faults) > 0 || slices.ContainsFunc(d.doc.Diagnostics, broken) {
		return d
	}
	f := d.doc.File
	data := codec.Document(d.doc)
	entries, ok := rs.store.Put(rs.key(keptEntries, &f), codec.Entries(f, d.doc.Entries()))
	if !ok {
		return d
	}
	html, ok := rs.store.Put(rs.key(keptHTML, &f), codec.HTML(d.doc.HTML()))
	if !ok {
		return d
	}
	if _, ok := rs.store.Put(rs.key(keptDocument, &f), data); !ok {
		return d
	}
	doc := codec.ReadDocument(f, data)
	if doc == nil {
		return d
	}
	doc.Bulk = &bulk{doc: doc, from: rs, entries: entries, html: html}
	return &document{doc: doc}
}

// release says that documents are not asked for again.
func (rs *readings) release(gone []*document) {
	if rs == nil {
		return
	}
	for _, d := range gone {
		f := &d.doc.File
		rs.store.Release(rs.key(keptDocument, f), rs.key(keptEntries, f), rs.key(keptHTML, f), d.fit, statesKey(d.fit))
	}
}

// fitKey is the key of d's alignment, where named names a template.
func (r *Result) fitKey(d *document, named string) cache.Key {
	parts := []string{keptFit, d.doc.File.Path, string(d.doc.File.Digest[:]), named, r.templates.id}
	if house := r.house[named].doc; house != nil {
		parts = append(parts, house.File.Path, string(house.File.Digest[:]))
	}
	return cache.KeyOf(parts...)
}

// statesKey is the key of the states of an alignment.
func statesKey(fit cache.Key) cache.Key { return cache.KeyOf(keptStates, string(fit[:])) }

// recallFit gives d the alignment with one of schemas that the readings have.
func (rs *readings) recallFit(d *document, schemas []*schema.Schema) bool {
	if rs == nil {
		return false
	}
	kept, ok := rs.store.Get(d.fit)
	if !ok || !buffered(kept, func(data []byte) bool {
		d.alignment, ok = codec.ReadAlignment(d.doc.File, data, schemas)
		return ok
	}) {
		return false
	}
	if d.alignment == nil {
		return true
	}
	sections, ok := rs.store.Get(statesKey(d.fit))
	d.alignment.States = &states{of: d, kept: sections}
	return ok
}

// rememberFit puts d's alignment with one of schemas into the readings, and has d
// hold it as they have it.
func (rs *readings) rememberFit(d *document, schemas []*schema.Schema) {
	if rs == nil || len(d.faults)+len(d.alignFaults) > 0 {
		return
	}
	data := codec.Alignment(d.doc.File, d.alignment, schemas)
	a, ok := codec.ReadAlignment(d.doc.File, data, schemas)
	if !ok {
		return
	}
	if a != nil {
		kept, ok := rs.store.Put(statesKey(d.fit), codec.States(d.alignment.Sections()))
		if !ok {
			return
		}
		a.States = &states{of: d, kept: kept}
	}
	d.alignment = a
	rs.store.Put(d.fit, data)
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// buffered gives use the bytes of v; they are not use's to keep.
func buffered(v cache.Value, use func([]byte) bool) bool {
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	data, ok := v.Read(*buf)
	if cap(data) > cap(*buf) {
		*buf = data
	}
	return ok && use(data)
}

// A bulk is what the store has of a document. What has been read is given again
// until the memory is needed.
type bulk struct {
	doc           *plan.Document
	from          *readings
	entries, html cache.Value

	mu     sync.Mutex
	leaves weak.Pointer[[]plan.Entry]
	markup weak.Pointer[plan.HTML]
	held   *document // where the store can no longer be read
}

// Entries gives the document's entries.
func (b *bulk) Entries() []plan.Entry {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held != nil {
		return b.held.doc.Entries()
	}
	if leaves := b.leaves.Value(); leaves != nil {
		return *leaves
	}
	var entries []plan.Entry
	ok := buffered(b.entries, func(data []byte) (ok bool) {
		entries, ok = codec.ReadEntries(b.doc.File, data)
		return ok
	})
	if !ok {
		return b.again().Entries()
	}
	b.leaves = weak.Make(&entries)
	return entries
}

// HTML gives the document's HTML.
func (b *bulk) HTML() *plan.HTML {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held != nil {
		return b.held.doc.HTML()
	}
	if html := b.markup.Value(); html != nil {
		return html
	}
	var html *plan.HTML
	ok := buffered(b.html, func(data []byte) bool {
		html = codec.ReadHTML(data)
		return html != nil
	})
	if !ok {
		return b.again().HTML()
	}
	b.markup = weak.Make(html)
	return html
}

// again reads the document a second time, and holds it in memory.
func (b *bulk) again() *plan.Document {
	b.held = parseFile(b.doc.File, b.from.opts, markdown.Parse)
	return b.held.doc
}

// states are what the store has of an alignment's. What has been read is given
// again until the memory is needed.
type states struct {
	of   *document
	kept cache.Value

	mu   sync.Mutex
	last weak.Pointer[[]schema.SectionState]
	held []schema.SectionState // where the store can no longer be read
}

// Sections gives the states.
func (s *states) Sections() []schema.SectionState {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != nil {
		return s.held
	}
	if last := s.last.Value(); last != nil {
		return *last
	}
	var sections []schema.SectionState
	ok := buffered(s.kept, func(data []byte) (ok bool) {
		sections, ok = codec.ReadStates(data, s.of.alignment.Schema)
		return ok
	})
	if !ok {
		s.held = schema.Align(s.of.doc, s.of.alignment.Schema).Sections()
		return s.held
	}
	s.last = weak.Make(&sections)
	return sections
}
