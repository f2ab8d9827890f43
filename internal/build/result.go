package build

import (
	"io/fs"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/export"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/houserule"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/theme"
)

// Result is a portfolio, read and understood; its pages are made on demand and
// remembered. It is safe for concurrent use.
type Result struct {
	Site  *site.Site
	Theme *theme.Theme

	// What the result was made from.
	root              fs.FS
	built             site.Built
	config            config.Config
	configName        string
	configDiagnostics []diag.Diagnostic
	tree              *source.Tree
	sourceOptions     source.Options
	sourceDiagnostics []diag.Diagnostic
	theme             *loadedTheme
	history           *history.History
	earlier           map[string]*plan.Document // what files said before, by object
	ages              []planAges                // in the order of Portfolio.Plans; nil without history
	rules             *houserule.Checked
	findings          *findings

	documents           []*document       // in the order of tree.Files
	fresh               []int             // of documents, those that are not prev's
	inputs              []portfolio.Input // of documents
	templateDiagnostics []diag.Diagnostic
	templates           *templateSet
	house               map[string]houseTemplate // by the name that the configuration uses

	exported     *export.Files     // pages for scripts
	paths        func() []string   // of all files, sorted
	assets       map[string][]byte // of the theme, by path
	filesMu      sync.Mutex
	files        map[string]*file // those asked for
	earlierFiles map[string]*made // what earlier results had made, by path

	readings *readings // nil where everything is held in memory

	parsed, recalled, aligned int
	rendered                  atomic.Int64
	faults                    faults
	measure                   *Measure // nil for none
}

// Stats count the work that was done, not the work that was saved.
type Stats struct {
	Parsed   int // files parsed
	Recalled int // files read from the cache
	Aligned  int // documents held against templates
	Rendered int // pages rendered so far
}

// Stats tells what work the result has taken so far.
func (r *Result) Stats() Stats {
	return Stats{Parsed: r.parsed, Recalled: r.recalled, Aligned: r.aligned, Rendered: int(r.rendered.Load())}
}

// Keep puts what was read for this result and those before it into the cache,
// for the next run. The first Build from nothing does so itself.
func (r *Result) Keep() {
	if r.readings != nil {
		r.readings.store.Flush()
	}
}

// CacheError tells why nothing is kept in the cache; nil where it is, or is not
// meant to be.
func (r *Result) CacheError() error {
	if r.readings == nil {
		return nil
	}
	return r.readings.store.Err()
}

// Faults are the diagnostics of the pages made so far that could not be made as
// they should, sorted. They come too late for the problems page.
func (r *Result) Faults() []diag.Diagnostic {
	return diag.Join(nil, diag.ByFile(r.config.Grade(diag.Pointers(r.faults.list())))).List()
}

// ThemeFaults are the faults of the user's theme, sorted: files of it that others
// stand in for.
func (r *Result) ThemeFaults() []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, d := range r.theme.diagnostics {
		if d.Code == diag.ThemeBroken {
			found = append(found, d)
		}
	}
	return found
}

// sameInputs tells whether prev was made from what r is to be made from.
func (r *Result) sameInputs(prev *Result) bool {
	return prev.Site != nil && r.theme == prev.theme && r.history == prev.history && r.built == prev.built &&
		sameTree(r.tree, prev.tree) &&
		reflect.DeepEqual(r.config, prev.config) &&
		reflect.DeepEqual(r.configDiagnostics, prev.configDiagnostics) &&
		reflect.DeepEqual(r.sourceDiagnostics, prev.sourceDiagnostics)
}

func sameTree(a, b *source.Tree) bool {
	sameFile := func(x, y source.File) bool { return x.Path == y.Path && x.Digest == y.Digest }
	sameAsset := func(x, y source.Asset) bool {
		return x.Path == y.Path && x.Size == y.Size && x.ModTime.Equal(y.ModTime)
	}
	return slices.EqualFunc(a.Files, b.Files, sameFile) &&
		slices.EqualFunc(a.Sidecars, b.Sidecars, sameFile) &&
		slices.EqualFunc(a.Assets, b.Assets, sameAsset) &&
		slices.Equal(a.Dirs, b.Dirs)
}

// faults collects diagnostics from many goroutines, each kind of fault once.
type faults struct {
	mu   sync.Mutex
	seen map[string]diag.Diagnostic
}

func (f *faults) add(d diag.Diagnostic) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen = make(map[string]diag.Diagnostic)
	}
	f.seen[string(d.Code)+"\x00"+d.Path+"\x00"+d.Message] = d
}

func (f *faults) list() []diag.Diagnostic {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []diag.Diagnostic
	for _, d := range f.seen { // sorted by the caller
		list = append(list, d)
	}
	return list
}
