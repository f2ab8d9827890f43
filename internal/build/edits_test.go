package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/diag"
)

// FuzzEdits tells stories of edits: after each, what is built from the result
// before is what would be built from nothing: paths, diagnostics and every byte;
// and what is published over an old site is what is published to a new
// directory. What is built from the last result has a cache, to which things
// happen; what is built from nothing has none. Jobs and processors are now one, now several.
//
// Fuzzing the whole pipeline is slow; chance finds much sooner.
// PLANFOLIO_STORIES sets how many stories it tells, PLANFOLIO_FIRST_STORY where
// it begins.
func FuzzEdits(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("requirements come and go"))
	stories, first := setting("PLANFOLIO_STORIES", 6), setting("PLANFOLIO_FIRST_STORY", 0)
	for i := range stories {
		chance := rand.New(rand.NewPCG(uint64(first+i), 1))
		story := make([]byte, 24+chance.IntN(104))
		for j := range story {
			story[j] = byte(chance.IntN(256))
		}
		f.Add(story)
	}
	f.Fuzz(func(t *testing.T, story []byte) {
		if len(story) > 256 {
			story = story[:256]
		}
		e := newEpisodes(t, story)
		for e.more() {
			e.edit()
			for e.next(3) == 0 && e.more() { // several edits, then a build
				e.edit()
			}
			e.build()
			if t.Failed() {
				t.Fatalf("the story:\n%s", e.story())
			}
		}
		e.compare()
		e.publish()
		if t.Failed() {
			t.Fatalf("the story:\n%s", e.story())
		}
	})
}

func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// episodes are a story with its builds.
type episodes struct {
	*testing.T
	*teller
	failed  bool   // the last build: the configuration does not hold
	seen    bench  // what the last result was built from
	dir     string // of the published sites
	inPlace bool   // they are published file by file
}

// newEpisodes begins a story on one processor or two.
func newEpisodes(t *testing.T, story []byte) *episodes {
	e := &episodes{T: t, teller: newTeller(story), dir: t.TempDir()}
	before := runtime.GOMAXPROCS(1 + e.teller.next(2))
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
	e.inPlace = e.next(2) == 0
	e.cache = &cache.Dir{Path: filepath.Join(e.dir, "cache")}
	return e
}

// build builds from the last result in one of the ways in which it happens:
// with no page asked for, some, or all; broken off and done again; published.
func (e *episodes) build() {
	e.past = append(e.past, maps.Clone(e.files))
	e.mishap()
	e.say("build")
	switch e.next(8) {
	case 0:
		e.again()
	case 1, 2:
		if e.again() {
			e.ask(1 + e.next(8))
		}
	case 3:
		e.breakOff(1 + e.next(40))
		e.again()
	case 4:
		e.publish()
	default:
		e.compare()
	}
}

// inputs gives the inputs with some number of jobs.
func (e *episodes) inputs() Inputs {
	in := e.bench.inputs()
	in.Jobs = pick(e.teller, []int{1, 2, 8})
	return in
}

// hinted are the inputs, most times with where something may have changed since
// the last result, as a watcher tells it.
func (e *episodes) hinted() Inputs {
	in := e.inputs()
	if e.last == nil || e.git != e.seen.git || !reflect.DeepEqual(e.theme, e.seen.theme) || e.next(4) == 0 {
		return in
	}
	in.Where = []string{}
	for path := range e.files {
		if e.files[path] != e.seen.files[path] {
			in.Where = append(in.Where, path)
		}
	}
	for path := range e.seen.files {
		if e.files[path] == nil {
			in.Where = append(in.Where, path)
		}
	}
	return in
}

// took remembers a result with what it was built from.
func (e *episodes) took(result *Result) {
	e.last = result
	e.seen = bench{files: maps.Clone(e.files), theme: maps.Clone(e.theme), git: e.git}
}

// again builds from the last result, while that is asked for pages, as a preview
// is. It tells whether there is a new one.
func (e *episodes) again() bool {
	old := e.last
	var reading sync.WaitGroup
	if old != nil {
		paths := old.Paths()
		from := e.next(len(paths))
		reading.Go(func() {
			for i := range min(6, len(paths)) {
				if _, err := old.File(paths[(from+i*7)%len(paths)]); err != nil {
					e.Errorf("a file of the last result: %v", err)
				}
			}
		})
	}
	result, err := Build(context.Background(), e.hinted(), old)
	reading.Wait()
	if e.failed = err != nil; e.failed {
		e.fails(err)
		return false
	}
	e.took(result)
	return true
}

// fails allows for a configuration that does not hold, nothing else.
func (e *episodes) fails(err error) {
	var broken *ConfigError
	if !errors.As(err, &broken) {
		e.Fatalf("%v; the story:\n%s", err, e.story())
	}
}

// ask asks for some pages.
func (e *episodes) ask(n int) {
	paths := e.last.Paths()
	for range n {
		if _, err := e.last.File(pick(e.teller, paths)); err != nil {
			e.Error(err)
		}
	}
}

// breakOff ends a build after so many steps.
func (e *episodes) breakOff(steps int) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in := e.hinted()
	var mu sync.Mutex
	in.Progress = func(string, int, int) {
		mu.Lock()
		defer mu.Unlock()
		if steps--; steps == 0 {
			cancel()
		}
	}
	if result, err := Build(ctx, in, e.last); err == nil {
		e.took(result)
	} else if !errors.Is(err, context.Canceled) {
		e.fails(err)
	}
}

// cold builds from nothing.
func (e *episodes) cold() *Result {
	in := e.inputs()
	in.Cache = nil
	return e.anew(in)
}

// anew builds without an earlier result, as a new process does.
func (e *episodes) anew(in Inputs) *Result {
	result, err := Build(context.Background(), in, nil)
	if (err != nil) != e.failed {
		e.Errorf("from nothing: error %v", err)
	}
	return result
}

// compare builds from the last result and from nothing, and compares all there is.
func (e *episodes) compare() {
	warm := e.again()
	cold := e.cold()
	if !warm || cold == nil {
		return
	}
	got, want := e.allOf(e.last), e.allOf(cold)
	for _, d := range differences(got, want) {
		e.Error(d)
	}
	e.compareDiagnostics("diagnostics", e.last.Site.Facts.Diagnostics.List(), cold.Site.Facts.Diagnostics.List())
	e.compareDiagnostics("faults", e.last.Faults(), cold.Faults())
	if !slices.Equal(e.last.Paths(), cold.Paths()) {
		e.Error("the paths are in another order")
	}
}

// allOf asks for every file.
func (e *episodes) allOf(r *Result) map[string][]byte {
	files := make(map[string][]byte)
	for _, p := range r.Paths() {
		data, err := r.File(p)
		if err != nil {
			e.Fatal(err)
		}
		files[p] = data
	}
	return files
}

func (e *episodes) compareDiagnostics(what string, got, want []diag.Diagnostic) {
	in := func(list []diag.Diagnostic) string {
		var b bytes.Buffer
		for _, d := range list {
			fmt.Fprintf(&b, "%+v\n", d)
		}
		return b.String()
	}
	if g, w := in(got), in(want); g != w {
		e.Errorf("%s differ: %s", what, around(g, w))
	}
}

// publish publishes what is built from the last result over the site that is
// there, and what a new process builds, with what the cache has kept, over
// another. Nothing of the old site may be left in either.
func (e *episodes) publish() {
	warm := e.again()
	anew, cold := e.anew(e.inputs()), e.cold()
	if !warm || anew == nil || cold == nil {
		return
	}
	e.publishTo("warm", e.last)
	e.publishTo("anew", anew)
	files := make(map[string]string)
	for path, data := range e.allOf(cold) {
		files[path] = string(data)
	}
	want := withDirs(files)
	for _, name := range []string{"warm", "anew"} {
		checkTree(e.T, name+" over an old site", tree(e.T, filepath.Join(e.dir, name)), want)
	}
}

func (e *episodes) publishTo(name string, r *Result) {
	dir := filepath.Join(e.dir, name)
	if e.inPlace { // as in a working copy
		fatal(e.T, os.MkdirAll(filepath.Join(dir, ".git"), 0o777))
	}
	o, err := OpenOutput(dir)
	fatal(e.T, err)
	defer o.Close()
	o.Tool, o.Jobs = "Planfolio test", e.inputs().Jobs
	o.sync = func(string, bool) error { return nil }
	done, err := o.Publish(context.Background(), r)
	fatal(e.T, err)
	if done.Written+done.Unchanged != done.Files || done.Files != len(r.Paths()) || len(done.Replaced)+len(done.Kept) > 0 {
		e.Errorf("published %d files: %+v", len(r.Paths()), done)
	}
	if e.inPlace != done.InPlace {
		e.Errorf("in place is %t", done.InPlace)
	}
}

// TestRemembersWhatWasNotAsked has a page asked for in the first result and in
// the third, but not in between, as a preview does.
func TestRemembersWhatWasNotAsked(t *testing.T) {
	b := newBench()
	for _, path := range slices.Sorted(maps.Keys(startingPlans)) {
		b.write(path, startingPlans[path])
	}
	first, err := Build(t.Context(), b.inputs(), nil)
	fatal(t, err)
	_, err = first.File("plans/shipping/index.html")
	fatal(t, err)
	b.write("other.md", "# Other\n")
	second, err := Build(t.Context(), b.inputs(), first)
	fatal(t, err)
	b.remove("other.md")
	third, err := Build(t.Context(), b.inputs(), second)
	fatal(t, err)
	_, err = third.File("plans/shipping/index.html")
	fatal(t, err)
	if n := third.Stats().Rendered; n != 0 {
		t.Errorf("rendered %d pages, though the page was known", n)
	}
	if n := second.Stats().Rendered; n != 0 {
		t.Errorf("rendered %d pages that nobody asked for", n)
	}
}
