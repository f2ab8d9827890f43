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
	billing.hears(pageChanged)
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
	shipping.hears(pageChanged)
	_ = home
}

// TestStyle changes a style sheet: its pages are others, by its address.
func TestStyle(t *testing.T) {
	p := start(t, plans, nil)
	page := p.open("/plans/billing/")
	p.write("theme/assets/site.css", "body{color:red}")
	page.hears(pageChanged)
	_, body := p.get("/plans/billing/")
	_, rest, _ := strings.Cut(body, "assets/site.")
	address, _, _ := strings.Cut(rest, `"`)
	if _, css := p.get("/assets/site." + address); !strings.Contains(css, "red") {
		t.Errorf("%s is %q", address, css)
	}
	p.write("billing.md", "# Billing\n\nNothing.\n")
	page.hears(pageChanged)
}

// TestMoves renames and deletes plans.
func TestMoves(t *testing.T) {
	files := map[string]string{"top.md": "# Top\n\nStays.\n"}
	for path, text := range plans {
		files[path] = text
	}
	p := start(t, files, nil)
	at := func(path string) string { return filepath.Join(p.dir, filepath.FromSlash(path)) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	billing, coming, requirement := p.open("/plans/billing/"), p.open("/plans/coming/"), p.open("/requirements/billing/FR-1/")
	must(os.Rename(at("billing.md"), at("coming.md")))
	if e := billing.hears(pageMoved); e.To != "/plans/coming/" {
		t.Errorf("%+v", e)
	}
	coming.hears(pageChanged)
	if e := requirement.hears(pageMoved); e.To != "/requirements/coming/FR-1/" {
		t.Errorf("%+v", e)
	}
	if r, _ := p.get("/plans/billing/"); r.StatusCode != 404 {
		t.Errorf("code %d", r.StatusCode)
	}
	// With an edit in the same go, and again: whoever looks only now is led on.
	must(os.Rename(at("coming.md"), at("bills & co.md")))
	p.write("bills & co.md", strings.Replace(plans["billing.md"], "# Billing", "# Bills", 1))
	if e := coming.hears(pageMoved); e.To != "/plans/bills-co/" {
		t.Errorf("%+v", e)
	}
	late := p.openAs(p.token(), "/plans/billing/", billing.shown)
	if e := late.hears(pageMoved); e.To != "/plans/bills-co/" {
		t.Errorf("%+v", e)
	}
	// A plan of two documents, and one of them.
	second := p.open("/plans/shipping/plan/")
	must(os.Rename(at("shipping"), at("freight")))
	if e := second.hears(pageMoved); e.To != "/plans/freight/plan/" {
		t.Errorf("%+v", e)
	}
	// What is deleted is gone, and may come back.
	bills := p.open("/plans/bills-co/")
	must(os.Remove(at("bills & co.md")))
	if e := bills.hears(pageGone); e.To != "/" {
		t.Errorf("%+v", e)
	}
	p.write("bills & co.md", "# Quite another\n")
	bills.hears(pageChanged)
}

// TestEdited tells where the edit was.
func TestEdited(t *testing.T) {
	text := "# Top\n\n## First\n\nOne.\n\n## Second\n\nTwo.\n"
	p := start(t, map[string]string{"top.md": text, "other.md": "# Other\n"}, nil)
	home := p.open("/")
	hears := func() string {
		t.Helper()
		return home.hearsThat("an edit", func(e event) bool { return e.Edited != "" }, "").Edited
	}
	p.write("top.md", strings.Replace(text, "Two.", "Two, and more.", 1))
	if got := hears(); got != "/plans/top/#second" {
		t.Errorf("edited %q", got)
	}
	p.write("top.md", strings.Replace(text, "One.", "One, and more.", 1))
	if got := hears(); got != "/plans/top/#first" {
		// Both sections differ from what was there; the first of them counts.
		t.Errorf("edited %q", got)
	}
	p.write("new plan.md", "# New\n")
	if got := hears(); got != "/plans/new-plan/" {
		t.Errorf("edited %q", got)
	}
	// A tab that comes now knows of none.
	late := p.open("/plans/other/")
	if e := late.hearsThat("how things stand", func(event) bool { return true }, pageSame); e.Edited != "" {
		t.Errorf("edited %q", e.Edited)
	}
}

func TestFirstChange(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          int
	}{
		{"a\nb\nc\n", "a\nB\nc\n", 2},
		{"a\nb\nc\n", "a\nb\nc\nd\n", 4},
		{"a\nb\nc\n", "a\nx\nb\nc\n", 2},
		{"a\nb\nc\n", "a\nc\n", 1},
		{"a\nb\n", "b\n", 1},
		{"", "a\n", 1},
		{"a\na\na\n", "a\na\n", 2},
	} {
		if got := firstChange(c.before, c.after); got != c.want {
			t.Errorf("%q → %q: line %d, want %d", c.before, c.after, got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	long := strings.Repeat("A line that says something of its own, number %d.\n", 10)
	text := func(from int) string {
		var b strings.Builder
		for i := range 10 {
			fmt.Fprintf(&b, "Line %d of the text.\n", from+i)
		}
		return b.String()
	}
	gone := []document{{"a.md", text(0)}, {"b.md", text(100)}, {"c.md", long}, {"d.md", ""}}
	come := []document{{"w.md", text(102)}, {"x.md", text(1)}, {"y.md", text(0)}, {"z.md", "Nothing like it.\n"}}
	got := ""
	for _, p := range match(gone, come) {
		got += p.from.path + ">" + p.to.path + " "
	}
	if got != "a.md>y.md b.md>w.md " {
		t.Errorf("matched %s", got)
	}
}

// TestLateStream opens a stream after its page has changed.
func TestLateStream(t *testing.T) {
	p := start(t, plans, nil)
	version, token := p.version("/plans/billing/"), p.token()
	p.write("billing.md", "# Billing\n\nOther.\n")
	p.eventually("the edit", p.shows("/plans/billing/", "Other."))
	conn := p.openAs(token, "/plans/billing/", version)
	conn.hears(pageChanged)
}

func TestBrokenConfiguration(t *testing.T) {
	p := start(t, plans, nil)
	page := p.open("/plans/billing/")
	faulty := func(e event) bool { return e.Fault != "" }
	p.write("planfolio.yaml", "# A title\ntitel: x\n")
	page.hearsThat("a fault", faulty, pageSame)
	if !p.shows("/plans/billing/", "Invoices leave")() {
		t.Error("the last good site is gone")
	}
	p.open("/").hearsThat("a fault", faulty, pageSame) // a page that comes now is told, too
	rep := p.report("/plans/billing/")
	if len(rep.Faults) != 1 || rep.Faults[0].Place != "planfolio.yaml:2:1" || rep.Faults[0].Hint == "" || rep.Faults[0].File != filepath.Join(p.dir, "planfolio.yaml")+":2:1" {
		t.Errorf("%+v", rep.Faults)
	} else if f := rep.Faults[0].Frame; len(f) != 2 || f[0].Text != "# A title" || f[1].Mark == "" || f[1].Text+f[1].Mark+f[1].After != "titel: x" {
		t.Errorf("frame %+v", f)
	}
	p.write("planfolio.yaml", "description: y\n")
	page.hearsThat("that it is solved", func(e event) bool { return e.Fault == "" }, "")
}

// TestBrokenTheme breaks a template: the last good one stays, for edits too.
func TestBrokenTheme(t *testing.T) {
	p := start(t, plans, nil)
	const good = "<p class=\"mine\">Mine</p>\n"
	p.write("theme/partials/footer.html", good)
	p.eventually("the theme", p.shows("/plans/billing/", "Mine"))
	page := p.open("/plans/billing/")
	p.write("theme/partials/footer.html", good+"{{if}}\n")
	page.hearsThat("a fault", func(e event) bool { return e.Fault != "" }, "")
	rep := p.report("/")
	if len(rep.Faults) != 1 || rep.Faults[0].Place != "theme/partials/footer.html:2:1" && !strings.HasPrefix(rep.Faults[0].Place, "theme/partials/footer.html:2:") {
		t.Errorf("%+v", rep.Faults)
	} else if f := rep.Faults[0].Frame; len(f) < 2 || !strings.Contains(f[0].Text, "Mine") {
		t.Errorf("frame %+v", f)
	}
	p.write("billing.md", "# Billing\n\nStill written.\n")
	p.eventually("an edit", p.shows("/plans/billing/", "Still written."))
	if !p.shows("/plans/billing/", "Mine")() {
		t.Error("the last good theme is gone")
	}
	p.write("theme/partials/footer.html", strings.Replace(good, "Mine", "Mended", 1))
	page.hearsThat("that it is solved", func(e event) bool { return e.Fault == "" }, "")
	p.eventually("the mended theme", p.shows("/plans/billing/", "Mended"))
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
	page.hearsThat("a fault", func(e event) bool { return e.Fault != "" }, "")
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
	page.hears(pageChanged)
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
