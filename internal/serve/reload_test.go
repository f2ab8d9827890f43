package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/planfolio/planfolio/internal/build"
)

func TestReload(t *testing.T) {
	p := start(t, plans, nil)
	billing, shipping, home := p.open("/plans/billing/"), p.open("/plans/shipping/plan/"), p.open("/")

	// The page that shows the edit is told, after it can be had.
	p.write("billing.md", strings.Replace(plans["billing.md"], "leave", "fly", 1))
	billing.hears("reload ")
	if !p.shows("/plans/billing/", "Invoices fly")() {
		t.Error("told before the page was there")
	}
	shipping.hearsNothing()

	// Saving it as it is tells nobody.
	p.write("billing.md", strings.Replace(plans["billing.md"], "leave", "fly", 1))
	time.Sleep(300 * time.Millisecond)
	billing.hearsNothing()

	// A new title shows on the home page and on its own.
	p.write("shipping/plan.md", "# Parcels plan\n")
	shipping.hears("reload ")
	_ = home
}

func TestStyle(t *testing.T) {
	p := start(t, plans, nil)
	page := p.open("/plans/billing/")
	p.write("theme/assets/site.css", "body{color:red}")
	e := page.hears("style ")
	if !strings.Contains(e, `/assets/site.`) {
		t.Errorf("%s", e)
	}
	// A change of the text after that is a reload again.
	p.write("billing.md", "# Billing\n\nNothing.\n")
	page.hears("reload ")
}

func TestMissingPage(t *testing.T) {
	p := start(t, plans, nil)
	gone, coming := p.open("/plans/billing/"), p.open("/plans/coming/")
	if err := os.Rename(filepath.Join(p.dir, "billing.md"), filepath.Join(p.dir, "coming.md")); err != nil {
		t.Fatal(err)
	}
	gone.hears("reload ")
	coming.hears("reload ")
	if r, _ := p.get("/plans/billing/"); r.StatusCode != 404 {
		t.Errorf("code %d", r.StatusCode)
	}
}

// TestLateStream opens a stream after its page has changed.
func TestLateStream(t *testing.T) {
	p := start(t, plans, nil)
	version, token := p.version("/plans/billing/"), p.token()
	p.write("billing.md", "# Billing\n\nOther.\n")
	p.eventually("the edit", p.shows("/plans/billing/", "Other."))
	conn := p.openAs(token, "/plans/billing/", version)
	conn.hears("reload ")
}

func TestBrokenConfiguration(t *testing.T) {
	p := start(t, plans, nil)
	page := p.open("/plans/billing/")
	p.write("planfolio.yaml", "titel: x\n")
	if e := page.hears("problem "); !strings.Contains(e, "planfolio.yaml:1:1: ") || !strings.Contains(e, "titel") {
		t.Errorf("%s", e)
	}
	if !p.shows("/plans/billing/", "Invoices leave")() {
		t.Error("the last good site is gone")
	}
	p.open("/").hears("problem ") // a page that comes now is told, too
	p.write("planfolio.yaml", "description: y\n")
	page.hears("solved ")
}

// TestSaving saves in the ways of editors and tools.
func TestSaving(t *testing.T) {
	p := start(t, map[string]string{"a.md": "# A\n", "deep/b.md": "# B\n"}, nil)
	a := filepath.Join(p.dir, "a.md")
	n := 0
	text := func() string { n++; return fmt.Sprintf("# A\n\nEdition %d.\n", n) }
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	ways := map[string]func(){
		"in place": func() { must(os.WriteFile(a, []byte(text()), 0o666)) },
		"atomically": func() {
			must(os.WriteFile(a+".tmp", []byte(text()), 0o666), os.Rename(a+".tmp", a))
		},
		"with a backup, as Vim": func() {
			must(os.Rename(a, a+"~"), os.WriteFile(a, []byte(text()), 0o666), os.Remove(a+"~"))
		},
		"in two steps": func() {
			must(os.Truncate(a, 0))
			time.Sleep(20 * time.Millisecond)
			must(os.WriteFile(a, []byte(text()), 0o666))
		},
		"by a checkout": func() {
			must(os.Remove(a), os.WriteFile(a, []byte(text()), 0o666))
		},
		"with an older time": func() {
			must(os.WriteFile(a+".tmp", []byte(text()), 0o666))
			old := time.Now().Add(-time.Hour)
			must(os.Chtimes(a+".tmp", old, old), os.Rename(a+".tmp", a))
		},
	}
	for name, save := range ways {
		save()
		p.eventually(name, p.shows("/plans/a/", fmt.Sprintf("Edition %d.", n)))
	}
}

func TestDirectories(t *testing.T) {
	p := start(t, map[string]string{"a.md": "# A\n"}, nil)
	at := func(path string) string { return filepath.Join(p.dir, path) }
	code := func(path string, want int) func() bool {
		return func() bool { r, _ := p.get(path); return r.StatusCode == want }
	}
	// A tree that comes to be at once, and is written to later.
	p.write("one/two/three/b.md", "# B\n")
	p.eventually("a file in a new tree", p.shows("/plans/one/two/three/b/", "B"))
	p.write("one/two/three/b.md", "# B\n\nLater.\n")
	p.eventually("an edit in it", p.shows("/plans/one/two/three/b/", "Later."))
	// A directory that is renamed, and written to under its new name.
	if err := os.Rename(at("one"), at("uno")); err != nil {
		t.Fatal(err)
	}
	p.eventually("the new name", code("/plans/uno/two/three/b/", 200))
	p.eventually("the old name", code("/plans/one/two/three/b/", 404))
	p.write("uno/two/three/b.md", "# B\n\nEven later.\n")
	p.eventually("an edit under the new name", p.shows("/plans/uno/two/three/b/", "Even later."))
	// One that goes and comes back.
	if err := os.RemoveAll(at("uno")); err != nil {
		t.Fatal(err)
	}
	p.eventually("nothing left", code("/plans/uno/two/three/b/", 404))
	p.write("uno/two/three/b.md", "# B\n\nBack.\n")
	p.eventually("it is back", p.shows("/plans/uno/two/three/b/", "Back."))
	p.write("uno/two/three/b.md", "# B\n\nBack, and edited.\n")
	p.eventually("it is watched again", p.shows("/plans/uno/two/three/b/", "Back, and edited."))
}

// TestRootReplaced takes the whole directory away, and puts another in its place.
func TestRootReplaced(t *testing.T) {
	p := start(t, map[string]string{"a.md": "# A\n"}, nil)
	page := p.open("/plans/a/")
	if err := os.Rename(p.dir, p.dir+".away"); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(p.dir + ".away")
	page.hears("problem ")
	if !p.shows("/plans/a/", "A")() {
		t.Error("the last good site is gone")
	}
	p.write("a.md", "# A\n\nAnother.\n")
	p.eventually("another root", p.shows("/plans/a/", "Another."))
	p.write("a.md", "# A\n\nAnother, edited.\n")
	p.eventually("it is watched", p.shows("/plans/a/", "Another, edited."))
}

func TestPolling(t *testing.T) {
	p := start(t, plans, func(o *Options) { o.Poll = 50 * time.Millisecond })
	page := p.open("/plans/billing/")
	p.write("billing.md", "# Billing\n\nPolled.\n")
	page.hears("reload ")
	p.write("new/place.md", "# Place\n")
	p.eventually("a new directory", p.shows("/plans/new/place/", "Place"))
}

func TestStreamLimit(t *testing.T) {
	p := start(t, plans, nil)
	token, version := p.token(), p.version("/")
	var tabs []*tab
	for range maxStreams {
		tabs = append(tabs, p.openAs(token, "/", version))
	}
	r, _ := p.get(ownPrefix + token + "/events?page=/&version=" + version)
	if r.StatusCode != 503 {
		t.Errorf("code %d", r.StatusCode)
	}
	tabs[0].conn.Close()
	p.eventually("a place is free", func() bool {
		_, err := p.tryOpen(token, "/", version)
		return err == nil
	})
}

// TestNewestWins edits while a build runs.
func TestNewestWins(t *testing.T) {
	var slow atomic.Bool
	var cancelled atomic.Int32
	p := start(t, plans, func(o *Options) {
		inner := o.Build
		o.Build = func(ctx context.Context, prev *build.Result, where []string) (*build.Result, error) {
			if slow.Load() {
				select {
				case <-time.After(5 * time.Second):
				case <-ctx.Done():
					cancelled.Add(1)
					slow.Store(false)
					return nil, ctx.Err()
				}
			}
			return inner(ctx, prev, where)
		}
	})
	slow.Store(true)
	p.write("billing.md", "# Billing\n\nFirst.\n")
	time.Sleep(300 * time.Millisecond) // its build has begun
	p.write("billing.md", "# Billing\n\nSecond.\n")
	p.eventually("the second edit", p.shows("/plans/billing/", "Second."))
	if cancelled.Load() != 1 {
		t.Errorf("%d builds were cancelled", cancelled.Load())
	}
}

func TestSettle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(context.Background())
		in := make(chan struct{})
		var more atomic.Bool
		out := settle(ctx, in, more.Load)
		next := func() time.Duration { // from the first of some events
			began := time.Now()
			<-out
			return time.Since(began)
		}
		in <- struct{}{}
		if took := next(); took != graceInterval {
			t.Errorf("one save is told after %v", took)
		}
		more.Store(true)
		in <- struct{}{}
		if took := next(); took != quietInterval {
			t.Errorf("a part of many is told after %v", took)
		}
		// A change every 30 ms never leaves 50 ms of quiet.
		told := make(chan time.Duration, 1)
		began := time.Now()
		go func() {
			<-out
			told <- time.Since(began)
		}()
		for range 16 {
			in <- struct{}{}
			time.Sleep(30 * time.Millisecond)
		}
		select {
		case took := <-told:
			t.Errorf("told after %v", took)
		default:
		}
		in <- struct{}{}
		time.Sleep(30 * time.Millisecond)
		if took := <-told; took != longestWait {
			t.Errorf("a stream of changes is told after %v", took)
		}
		stop()
		synctest.Wait()
	})
}

func TestLook(t *testing.T) {
	dir := t.TempDir()
	empty, full := filepath.Join(dir, "empty.md"), filepath.Join(dir, "full.md")
	if err := errors.Join(os.WriteFile(empty, nil, 0o666), os.WriteFile(full, []byte("# A\n"), 0o666)); err != nil {
		t.Fatal(err)
	}
	var l look
	if got := l.where(); got == nil || len(got) != 0 || l.unfinished() {
		t.Errorf("nowhere is %v", got)
	}
	l.add(look{paths: map[string]bool{full: true, filepath.Join(dir, "gone"): true, dir: true}})
	if l.unfinished() || fmt.Sprint(l.where()) != fmt.Sprint([]string{dir, full, filepath.Join(dir, "gone")}) {
		t.Errorf("unfinished, or at %v", l.where())
	}
	l.at(empty)
	if !l.unfinished() {
		t.Error("an emptied file is about to be written")
	}
	l = look{}
	for i := range allPaths {
		l.at(fmt.Sprint(i))
	}
	if len(l.where()) != allPaths || !l.unfinished() {
		t.Errorf("%d places", len(l.where()))
	}
	l.at("one more")
	if l.where() != nil {
		t.Error("so many places are everywhere")
	}
}

func TestNoise(t *testing.T) {
	for name, want := range map[string]bool{
		"a.md": false, "a.md~": true, ".a.md.swp": true, ".#a.md": true, "4913": true, ".kiro": false, "swp": false, "~": true, ".planfolio": false,
	} {
		if got := noise(filepath.Join("x", name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
