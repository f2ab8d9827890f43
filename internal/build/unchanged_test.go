package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/site"
)

// A workplace is a directory with plans, a theme and an output, which the tests
// build as the command does.
type workplace struct {
	t    *testing.T
	dir  string
	in   Inputs // but for what is opened
	mark string // of the history
	prev *Result
}

func newWorkplace(t *testing.T) *workplace {
	t.Helper()
	w := &workplace{t: t, dir: t.TempDir()}
	w.write("plans/a.md", "# A\n\n## Requirements\n\n- **FR-1:** The lamp lights.\n\n![A lamp](lamp.png)\n")
	w.write("plans/b.md", "# B\n\nSee FR-9 and [A](a.md).\n")
	w.write("plans/lamp.png", "a picture")
	w.write("theme/partials/mark.html", "")
	return w
}

func (w *workplace) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *workplace) write(name, text string) { write(w.t, w.path(name), text) }

func (w *workplace) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// settle makes the record one that was made when all files had been there for
// long, which no test can wait for, and change times cannot be set.
func (w *workplace) settle() {
	w.t.Helper()
	settleRecord(w.t, w.path("cache"), w.path("public"))
}

// settleRecord is settle for the output at path.
func settleRecord(t *testing.T, cache, path string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := openRecord(cache, path)
	must(err)
	defer r.close()
	files, err := r.files()
	must(err)
	for i := range files {
		files[i].sure = true
	}
	next := &record{head: r.head, files: files}
	must(r.decode(sectionFound, &next.found))
	must(next.save(cache))
}

// build brings the output up to date, and tells whether it was.
func (w *workplace) build() (was bool, s Summary, done Published) {
	w.t.Helper()
	o, err := OpenOutput(w.path("public"), w.path("plans"))
	w.must(err)
	defer o.Close()
	o.Tool, o.Cache = "Planfolio test", w.path("cache")
	o.sync = func(string, bool) error { return nil }
	root, err := os.OpenRoot(w.path("plans"))
	w.must(err)
	w.t.Cleanup(func() { root.Close() }) // results read pictures from it
	layer, err := os.OpenRoot(w.path("theme"))
	w.must(err)
	defer layer.Close()
	in := w.in
	in.Root, in.Theme = root.FS(), layer.FS()
	in.HistoryMark = func() string { return w.mark }
	s, done, was = o.Unchanged(w.t.Context(), &in)
	if was {
		return was, s, done
	}
	r, err := Build(context.Background(), in, w.prev) // from nothing it takes longer
	w.must(err)
	w.prev = r
	done, err = o.Publish(context.Background(), r)
	w.must(err)
	s = r.Summary()
	w.must(o.Remember(context.Background(), &in, r, s))
	return was, s, done
}

// checkCold compares the output with the same site published to nowhere near, all
// pages of which are made. It gives how many need not have been made.
func (w *workplace) checkCold(what string) (skipped int) {
	w.t.Helper()
	before := w.prev.Stats().Rendered
	w.must(os.RemoveAll(w.path("cold")))
	o, err := OpenOutput(w.path("cold"))
	w.must(err)
	defer o.Close()
	o.Tool, o.sync = "Planfolio test", func(string, bool) error { return nil }
	_, err = o.Publish(context.Background(), w.prev)
	w.must(err)
	got := tree(w.t, w.path("public"))
	delete(got, "CNAME")
	checkTree(w.t, what+", against all pages made", got, tree(w.t, w.path("cold")))
	return w.prev.Stats().Rendered - 2*before
}

// TestUnchanged changes one thing after the other, of what goes into a site and
// of what has come out. Each has to be noticed, once; and what there is to say
// has to be the same whether anything was done or not.
func TestUnchanged(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("no change times here")
	}
	for name, settled := range map[string]bool{"settled": true, "just made": false} {
		t.Run(name, func(t *testing.T) { testUnchanged(t, settled) })
	}
}

func testUnchanged(t *testing.T, settled bool) {
	w := newWorkplace(t)
	public := func(name string) string { return w.path("public/" + name) }
	text := "title: Given\n"
	changes := []struct {
		name string
		do   func()
		same bool
	}{
		{"nothing", func() {}, true},
		{"a plan", func() { w.write("plans/a.md", "# A\n\nAnother text, ![A lamp](lamp.png)\n") }, false},
		{"as many bytes of a plan", func() { w.write("plans/a.md", "# A\n\nAnother word, ![A lamp](lamp.png)\n") }, false},
		{"the same bytes again", func() { w.write("plans/a.md", "# A\n\nAnother word, ![A lamp](lamp.png)\n") }, true},
		{"a new plan", func() { w.write("plans/c.md", "# C\n") }, false},
		{"a plan less", func() { w.must(os.Remove(w.path("plans/c.md"))) }, false},
		{"a picture", func() { w.write("plans/lamp.png", "a Picture") }, false},
		{"the theme", func() { w.write("theme/assets/extra.css", "p{}") }, false},
		{"the configuration", func() { w.write("plans/planfolio.yaml", "title: Ours\n") }, false},
		{"a comment in it", func() { w.write("plans/planfolio.yaml", "title: Ours # and yours\n") }, false},
		{"another configuration", func() { w.in.ConfigText = &text }, false},
		{"the base URL", func() { w.in.BaseURL = "https://example.org/" }, false},
		{"the commit", func() { w.in.Built = site.Built{Commit: "abc", Date: time.Unix(1e9, 0).UTC()} }, false},
		{"the day", func() { w.in.Built.Date = time.Unix(2e9, 0).UTC() }, false},
		{"the version", func() { w.in.Built.Version = "2" }, false},
		{"the history", func() { w.mark = "another" }, false},
		{"a page is gone", func() { w.must(os.Remove(public("plans/a/index.html"))) }, false},
		{"a directory is gone", func() { w.must(os.RemoveAll(public("plans"))) }, false},
		{"a page was edited", func() { w.write("public/index.html", "mine") }, false},
		{"a page was edited, and is as large and old as it was", func() {
			info, err := os.Stat(public("index.html"))
			w.must(err)
			data, err := os.ReadFile(public("index.html"))
			w.must(err)
			data[len(data)/2] ^= 1
			w.must(os.WriteFile(public("index.html"), data, 0o666))
			w.must(os.Chtimes(public("index.html"), info.ModTime(), info.ModTime()))
		}, false},
		{"a page is a link", func() {
			w.must(os.Rename(public("robots.txt"), w.path("robots.txt")))
			w.must(os.Symlink(w.path("robots.txt"), public("robots.txt")))
			w.must(os.Remove(public("robots.txt"))) // a link is not ours, and would be refused
		}, false},
		{"the manifest is gone", func() { w.must(os.RemoveAll(w.path("public"))) }, false},
		{"an in-place build died", func() { w.write("public/"+pendingPath, `{"schema":"`+manifestSchema+`"}`) }, false},
		{"a build died", func() { w.write(".public.stage-X/"+stagingPath, "") }, false},
		{"a file of somebody else's", func() { w.write("public/CNAME", "example.org") }, true},
		{"the record is gone", func() { w.must(os.RemoveAll(w.path("cache"))) }, false},
		{"nothing again", func() {}, true},
	}
	skipped := 0
	_, said, _ := w.build()
	for _, change := range changes {
		if settled {
			w.settle()
		}
		change.do()
		was, s, done := w.build()
		if was != change.same {
			t.Errorf("%s: taken for unchanged: %v", change.name, was)
		}
		if settled && !was {
			skipped += w.checkCold(change.name)
		}
		again, same, nothing := w.build()
		if !again {
			t.Errorf("%s: a second build is not content", change.name)
		}
		if nothing.Written+nothing.Removed != 0 || nothing.Unchanged != done.Files {
			t.Errorf("%s: %+v after %+v", change.name, nothing, done)
		}
		checkSummaries(t, change.name, same, s)
		if change.same {
			checkSummaries(t, change.name, s, said)
		}
		said = s
	}
	if settled && skipped == 0 {
		t.Error("all pages were made every time")
	}
	w.must(os.RemoveAll(w.path("cold")))
	if left := siblings(t, w.path("public")); strings.Join(left, " ") != "cache plans robots.txt theme" {
		t.Errorf("left: %q", left)
	}
}

func checkSummaries(t *testing.T, what string, a, b Summary) {
	t.Helper()
	found, want := fmt.Sprintf("%+v", a.All()), fmt.Sprintf("%+v", b.All())
	a.all, b.all = nil, nil
	if got, before := fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b); got != before || found != want {
		t.Errorf("%s: said %s %s\nnot %s %s", what, got, found, before, want)
	}
}
