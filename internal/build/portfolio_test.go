package build

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/site"
)

// A bench is a portfolio in memory that is edited and built again and again.
type bench struct {
	files fstest.MapFS
	theme fstest.MapFS // nil for none
	now   time.Time    // of the next edit
	built site.Built
	git   *history.History // nil for none
	cache *cache.Dir       // nil for none
	last  *Result
	stats Stats // of the last build alone
}

func newBench() *bench {
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	return &bench{files: fstest.MapFS{}, now: day, built: site.Built{Version: "1.0.0", Date: day}}
}

// write puts a file into the portfolio, as an editor would, at its own time.
func (b *bench) write(path, text string) {
	b.now = b.now.Add(time.Second)
	b.files[path] = &fstest.MapFile{Data: []byte(text), ModTime: b.now, Mode: 0o644}
}

func (b *bench) writeTheme(path, text string) {
	if b.theme == nil {
		b.theme = fstest.MapFS{}
	}
	b.now = b.now.Add(time.Second)
	b.theme[path] = &fstest.MapFile{Data: []byte(text), ModTime: b.now, Mode: 0o644}
}

func (b *bench) remove(path string) { delete(b.files, path) }

func (b *bench) inputs() Inputs {
	// The result may be asked for files later, when the portfolio has changed.
	in := Inputs{Root: maps.Clone(b.files), Built: b.built, Cache: b.cache, CacheFor: "bench"}
	if past := b.git; past != nil {
		in.History = func() *history.History { return past }
	}
	if b.theme != nil {
		in.Theme = maps.Clone(b.theme)
	}
	return in
}

// build builds from the last result and asks for every file.
func (b *bench) build() (map[string][]byte, error) {
	result, err := Build(context.Background(), b.inputs(), b.last)
	if err != nil {
		return nil, err
	}
	var before Stats
	if result == b.last { // nothing had changed
		before = result.Stats()
	}
	b.last = result
	files, err := filesOf(result)
	after := result.Stats()
	b.stats = Stats{Parsed: after.Parsed - before.Parsed, Recalled: after.Recalled - before.Recalled, Aligned: after.Aligned - before.Aligned, Rendered: after.Rendered - before.Rendered}
	return files, err
}

// cold builds from nothing.
func (b *bench) cold() (map[string][]byte, error) {
	in := b.inputs()
	in.Cache = nil
	result, err := Build(context.Background(), in, nil)
	if err != nil {
		return nil, err
	}
	return filesOf(result)
}

func filesOf(r *Result) (map[string][]byte, error) {
	files := make(map[string][]byte)
	for _, p := range r.Paths() {
		data, err := r.File(p)
		if err != nil {
			return nil, err
		}
		files[p] = data
	}
	if faults := r.Faults(); len(faults) > 0 {
		return nil, fmt.Errorf("faults: %+v", faults)
	}
	return files, nil
}

// differences tells how the files of two sites differ, in a few words each.
func differences(got, want map[string][]byte) []string {
	var found []string
	for _, p := range slices.Sorted(maps.Keys(want)) {
		switch data, ok := got[p]; {
		case !ok:
			found = append(found, p+" is missing")
		case string(data) != string(want[p]):
			found = append(found, p+" differs: "+around(string(data), string(want[p])))
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok {
			found = append(found, p+" is left")
		}
	}
	return found
}

// around gives the texts where they begin to differ.
func around(got, want string) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	cut := func(s string) string { return s[max(0, at-40):min(len(s), at+60)] }
	return fmt.Sprintf("%q, want %q", cut(got), cut(want))
}

// reversed is a file system that lists its directories backwards.
type reversed struct{ fs.FS }

func (r reversed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.FS, name)
	slices.Reverse(entries)
	return entries, err
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
