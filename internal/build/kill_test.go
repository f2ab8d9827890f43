package build

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// killed is what a step panics with when the process is to die there.
type killed struct{ step string }

// publishUntil publishes files to dir and dies at step n, counted from 0. It
// gives the step's name, "" where there are no more than n.
func publishUntil(t *testing.T, dir string, files map[string]string, n int) (died string) {
	t.Helper()
	o, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	o.Tool, o.Jobs = "Planfolio test", 1
	o.sync = func(string, bool) error { return nil }
	o.step = func(name string) {
		if n--; n < 0 {
			panic(killed{name})
		}
	}
	defer func() {
		if v := recover(); v != nil {
			k, ok := v.(killed)
			if !ok {
				panic(v)
			}
			died = k.step
			o.lock.file.Close() // as the system does for the dead; the file stays
			return
		}
		o.Close()
	}()
	if _, err := o.Publish(context.Background(), siteOf(files)); err != nil {
		t.Fatal(err)
	}
	return ""
}

// TestKill kills a build at every step there is. What is there then is exactly
// the old site or exactly the new one, and the next build leaves no trace of the
// dead one.
func TestKill(t *testing.T) {
	if !exchanges() {
		t.Skip("no exchange of directories here")
	}
	steps := 0
	for n := 0; ; n++ {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, oldSite)
		addForeign(t, dir)
		died := publishUntil(t, dir, newSite, n)
		what := fmt.Sprintf("killed at step %d, %q", n, died)
		got := tree(t, dir)
		if !maps.Equal(got, union(withDirs(oldSite), foreignTree())) && !maps.Equal(got, union(withDirs(newSite), foreignTree())) {
			t.Errorf("%s: neither the old site nor the new one: %v", what, got)
		}
		publish(t, dir, newSite)
		checkTree(t, what+", then healed", tree(t, dir), union(withDirs(newSite), foreignTree()))
		if left := siblings(t, dir); len(left) > 0 {
			t.Errorf("%s: left: %q", what, left)
		}
		if died == "" {
			break
		}
		steps++
	}
	if steps < 15 {
		t.Errorf("only %d steps", steps)
	}
}

// TestKillTwice kills the build that heals, too.
func TestKillTwice(t *testing.T) {
	if !exchanges() {
		t.Skip("no exchange of directories here")
	}
	for n := 0; n < 40; n += 6 {
		for m := 0; m < 40; m += 7 {
			dir := filepath.Join(t.TempDir(), "public")
			publish(t, dir, oldSite)
			addForeign(t, dir)
			first := publishUntil(t, dir, newSite, n)
			second := publishUntil(t, dir, newSite, m)
			publish(t, dir, newSite)
			what := fmt.Sprintf("killed at %d %q and %d %q", n, first, m, second)
			checkTree(t, what, tree(t, dir), union(withDirs(newSite), foreignTree()))
			if left := siblings(t, dir); len(left) > 0 {
				t.Errorf("%s: left: %q", what, left)
			}
		}
	}
}

// TestKillInPlace does the same where files are moved one by one: each file is
// then that of the old site or that of the new one, and the next build heals.
func TestKillInPlace(t *testing.T) {
	for n := 0; ; n++ {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, filepath.Join(dir, ".git"), "gitdir: elsewhere\n")
		publish(t, dir, oldSite)
		addForeign(t, dir)
		died := publishUntil(t, dir, newSite, n)
		what := fmt.Sprintf("killed at step %d, %q", n, died)
		for p, text := range tree(t, dir) {
			if text != oldSite[p] && text != newSite[p] && text != foreignTree()[p] {
				t.Errorf("%s: %s is %q", what, p, text)
			}
		}
		// The plans may have changed meanwhile: it is yet another site that heals.
		next := maps.Clone(newSite)
		next["index.html"] = "home of tomorrow"
		delete(next, "plans/new/index.html")
		publish(t, dir, next)
		checkTree(t, what+", then healed", tree(t, dir), union(withDirs(next), foreignTree()))
		if _, err := os.Stat(filepath.Join(dir, pendingPath)); err == nil {
			t.Errorf("%s: pending for ever", what)
		}
		if died == "" {
			return
		}
	}
}

// TestKillFirst kills the very first build of a directory.
func TestKillFirst(t *testing.T) {
	for n := 0; ; n++ {
		dir := filepath.Join(t.TempDir(), "public")
		died := publishUntil(t, dir, oldSite, n)
		publish(t, dir, newSite)
		checkTree(t, fmt.Sprintf("killed at step %d, %q", n, died), tree(t, dir), withDirs(newSite))
		if left := siblings(t, dir); len(left) > 0 {
			t.Errorf("killed at step %d, %q: left: %q", n, died, left)
		}
		if died == "" {
			return
		}
	}
}
