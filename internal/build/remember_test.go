package build

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/cache"
)

// mishap is what may happen to the cache between two builds.
func (e *episodes) mishap() {
	switch e.next(12) {
	case 0, 1:
		e.say("another process")
		if e.last != nil {
			e.last.Keep()
		}
		e.last = nil
	case 2:
		e.say("the cache is deleted")
		fatal(e.T, os.RemoveAll(e.cache.Path))
	case 3:
		e.say("the cache is damaged")
		damage(e.T, e.cache.Path, e.next(256), e.next(256))
	case 4:
		e.say("memory is short")
		runtime.GC()
	}
}

// packs are the files of a cache.
func packs(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*", "*.pack"))
	fatal(t, err)
	return list
}

// damage changes or cuts a file of the cache, at a place in it.
func damage(t *testing.T, dir string, which, where int) {
	t.Helper()
	files := packs(t, dir)
	if len(files) == 0 {
		return
	}
	path := files[which%len(files)]
	data, err := os.ReadFile(path)
	fatal(t, err)
	at := where * len(data) / 256
	if which%5 == 0 {
		fatal(t, os.Truncate(path, int64(at)))
		return
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	fatal(t, err)
	_, err = f.WriteAt([]byte{^data[at]}, int64(at))
	fatal(t, err)
	fatal(t, f.Close())
}

// TestCacheCounts says what is read from the cache, and what is read anew.
func TestCacheCounts(t *testing.T) {
	b := newBench()
	b.cache = &cache.Dir{Path: t.TempDir()}
	for path, text := range startingPlans {
		b.write(path, text)
	}
	b.write("templates/form.md", "# Form\n\n## Aim\n\n[What it is for]\n\n## Cost\n\n[What it costs]\n")
	all := len(startingPlans) + 1
	steps := []struct {
		what                      string
		change                    func()
		parsed, recalled, aligned int
	}{
		{"from nothing", func() {}, all, 0, all},
		{"in another process", func() { b.last = nil }, 0, all, 0},
		{"after an edit", func() { b.last = nil; b.write("billing/design.md", "# Other\n") }, 1, all - 1, 1},
		{"after taking the edit back", func() { b.last = nil; b.write("billing/design.md", startingPlans["billing/design.md"]) }, 1, all - 1, 1},
		{"with another template", func() { b.last = nil; b.write("templates/form.md", "# Form\n\n## Aim\n\n[Why]\n") }, 1, all - 1, all},
		{"with files moved", func() {
			b.last = nil
			b.write("other/requirements.md", string(b.files["billing/requirements.md"].Data))
			b.remove("billing/requirements.md")
		}, 1, all - 1, 1},
		{"with other options", func() { b.last = nil; b.write("planfolio.yaml", "raw_html: escape\n") }, all, 0, all},
		{"with other settings", func() { b.last = nil; b.write("planfolio.yaml", "raw_html: escape\ntitle: Other\n") }, 0, all, 0},
		{"with other limits", func() { b.last = nil; b.write("planfolio.yaml", "limits:\n  headings: 1\n") }, all, 0, all},
		{"with the default limits", func() { b.last = nil; b.write("planfolio.yaml", "") }, 0, all, 0},
		{"in the same process", func() { b.write("new.md", "# New\n") }, 1, 0, 1},
	}
	for _, s := range steps {
		s.change()
		got, err := b.build()
		fatal(t, err)
		want, err := b.cold()
		fatal(t, err)
		for _, d := range differences(got, want) {
			t.Errorf("%s: %s", s.what, d)
		}
		if b.stats.Parsed != s.parsed || b.stats.Recalled != s.recalled || b.stats.Aligned != s.aligned {
			t.Errorf("%s: %+v, want %d parsed, %d recalled, %d aligned", s.what, b.stats, s.parsed, s.recalled, s.aligned)
		}
		b.last.Keep()
	}
}

// TestCacheOfFixtures builds the portfolio of every archive without a cache,
// with an empty one, and with one that knows it.
func TestCacheOfFixtures(t *testing.T) {
	var names []string
	for _, dir := range []string{"testdata", "../portfolio/testdata", "../roadmap/testdata", "../trace/testdata", "../register/testdata", "../site/testdata"} {
		fatal(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".txtar" {
				names = append(names, path)
			}
			return err
		}))
	}
	if len(names) < 60 {
		t.Fatalf("%d archives", len(names))
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		fatal(t, err)
		b := newBench()
		b.cache = &cache.Dir{Path: t.TempDir()}
		for _, f := range archive.Files {
			if fs.ValidPath(f.Name) && !strings.Contains(f.Name, "=") {
				b.write(f.Name, string(f.Data))
			}
		}
		want, err := b.cold()
		if err != nil {
			continue // a fixture of what cannot be built
		}
		for _, with := range []string{"an empty cache", "what is in the cache"} {
			b.last = nil
			got, err := b.build()
			fatal(t, err)
			for _, d := range differences(got, want) {
				t.Errorf("%s, with %s: %s", name, with, d)
			}
		}
		if b.stats.Parsed > 0 && len(b.last.tree.Files) > 0 {
			t.Errorf("%s: parsed %d files that it knew", name, b.stats.Parsed)
		}
	}
}

// TestCacheOutOfReach has a cache that cannot be written, one that is deleted
// while a result is in use, and none.
func TestCacheOutOfReach(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	fatal(t, os.WriteFile(file, nil, 0o600))
	locked := filepath.Join(t.TempDir(), "locked")
	fatal(t, os.Mkdir(locked, 0o500))
	deleted := filepath.Join(t.TempDir(), "deleted")
	for _, dir := range []string{filepath.Join(file, "cache"), locked, deleted, ""} {
		b := newBench()
		for path, text := range startingPlans {
			b.write(path, text)
		}
		b.cache = &cache.Dir{Path: dir}
		result, err := Build(t.Context(), b.inputs(), nil)
		fatal(t, err)
		if dir == deleted {
			fatal(t, os.RemoveAll(deleted))
		}
		root := os.Geteuid() == 0 // to whom nothing is locked
		if failed := result.CacheError() != nil; failed != (dir != "" && dir != deleted && (dir != locked || !root)) {
			t.Errorf("cache %q: %v", dir, result.CacheError())
		}
		runtime.GC()
		got, err := filesOf(result)
		fatal(t, err)
		want, err := b.cold()
		fatal(t, err)
		for _, d := range differences(got, want) {
			t.Errorf("cache %q: %s", dir, d)
		}
	}
}

// TestCacheLost takes away what a result reads back, down to the open files.
func TestCacheLost(t *testing.T) {
	b := newBench()
	b.cache = &cache.Dir{Path: t.TempDir()}
	for path, text := range startingPlans {
		b.write(path, text)
	}
	result, err := Build(t.Context(), b.inputs(), nil)
	fatal(t, err)
	for _, path := range packs(t, b.cache.Path) {
		fatal(t, os.Truncate(path, 0))
	}
	runtime.GC()
	got, err := filesOf(result)
	fatal(t, err)
	want, err := b.cold()
	fatal(t, err)
	for _, d := range differences(got, want) {
		t.Error(d)
	}
}

// TestCacheShared has several processes build at a time with one cache, each its
// own edits.
func TestCacheShared(t *testing.T) {
	dir := &cache.Dir{Path: t.TempDir()}
	var workers sync.WaitGroup
	for worker := range 3 {
		workers.Go(func() {
			for round := range 6 {
				b := newBench()
				b.cache = dir
				for _, path := range slices.Sorted(maps.Keys(startingPlans)) {
					b.write(path, startingPlans[path])
				}
				b.write("shared.md", "# Round "+strings.Repeat("and on ", round)+"\n")
				b.write("own.md", "# Worker "+strings.Repeat("x", worker)+strings.Repeat("y", round)+"\n")
				result, err := Build(context.Background(), b.inputs(), nil)
				if err != nil {
					t.Error(err)
					return
				}
				got, err := filesOf(result)
				if err != nil {
					t.Error(err)
				}
				want, err := b.cold()
				if err != nil {
					t.Error(err)
				}
				for _, d := range differences(got, want) {
					t.Error(d)
				}
			}
		})
	}
	workers.Wait()
}
