package build

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestConflicts(t *testing.T) {
	for _, mode := range modes {
		for name, path := range map[string]string{
			"a file where a file belongs":          "plans/new/index.html",
			"a file where a directory belongs":     "plans/new",
			"a directory where a file belongs":     "plans/new/index.html/x",
			"a file where a new directory belongs": "assets2",
		} {
			t.Run(mode.name+"/"+name, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "public")
				mode.prepare(t, dir)
				publish(t, dir, oldSite)
				write(t, filepath.Join(dir, path), "not ours")
				before := tree(t, dir)
				o, err := OpenOutput(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer o.Close()
				next := maps.Clone(newSite)
				next["assets2/x.css"] = "x"
				_, err = o.Publish(context.Background(), siteOf(next))
				var refused *RefusedError
				if !errors.As(err, &refused) || !errors.Is(err, ErrRefused) || len(refused.Paths) != 1 {
					t.Fatalf("error %v", err)
				}
				checkTree(t, "after", tree(t, dir), before)
			})
		}
	}
	t.Run("the very bytes are adopted", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, oldSite)
		write(t, filepath.Join(dir, "plans/new/index.html"), newSite["plans/new/index.html"])
		publish(t, dir, newSite)
		checkTree(t, "after", tree(t, dir), withDirs(newSite))
	})
}

func TestRefusals(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	work := t.TempDir()
	plans := filepath.Join(work, "repo", "content")
	write(t, filepath.Join(plans, "a.md"), "# A")
	write(t, filepath.Join(work, "repo", ".git", "HEAD"), "ref: x")
	write(t, filepath.Join(work, "photos", "cat.jpg"), "a cat")
	write(t, filepath.Join(work, "file"), "x")
	write(t, filepath.Join(work, "broken", stateDir, "manifest.json"), "{")
	write(t, filepath.Join(work, "broken", "index.html"), "x")
	write(t, filepath.Join(work, "other", stateDir, "manifest.json"), `{"schema":"other/v1"}`)
	write(t, filepath.Join(work, "other", "index.html"), "x")
	write(t, filepath.Join(work, "evil", stateDir, "manifest.json"), `{"schema":"planfolio-output/v1","files":{"../photos/cat.jpg":{}}}`)
	write(t, filepath.Join(work, "evil", "index.html"), "x")
	real := filepath.Join(work, "real")
	if err := os.Mkdir(real, 0o777); err != nil {
		t.Fatal(err)
	}
	links := map[string]string{"to-real": real, "to-plans": plans, "to-repo": filepath.Join(work, "repo")}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(work, name)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	for _, dir := range []string{
		"/", home, filepath.Dir(home),
		plans, filepath.Join(work, "repo"), work, plans + "/", plans + "/../content",
		filepath.Join(work, "to-plans"), filepath.Join(work, "to-real"), filepath.Join(work, "to-repo", "content"),
		filepath.Join(work, "repo", ".git"), filepath.Join(work, "repo", ".git", "site"),
		filepath.Join(work, "photos"), filepath.Join(work, "file"),
		filepath.Join(work, "broken"), filepath.Join(work, "other"), filepath.Join(work, "evil"),
	} {
		before := tree(t, work)
		o, err := OpenOutput(dir, plans)
		var refused *RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("%s: error %v", dir, err)
			if o != nil {
				o.Close()
			}
			continue
		}
		if refused.Remedy == "" || refused.Reason == "" {
			t.Errorf("%s: %+v", dir, refused)
		}
		checkTree(t, dir, tree(t, work), before)
	}
	for _, dir := range []string{
		real, filepath.Join(work, "repo", "public"), filepath.Join(plans, "public"), filepath.Join(work, "a", "b", "c"),
		filepath.Join(work, "to-repo", "site"),
	} {
		o, err := OpenOutput(dir, plans)
		if err != nil {
			t.Errorf("%s: error %v", dir, err)
			continue
		}
		o.Close()
	}
}

func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	first, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = OpenOutput(dir)
	var locked *LockedError
	if !errors.As(err, &locked) || !errors.Is(err, ErrLocked) {
		t.Fatalf("error %v", err)
	}
	if runtime.GOOS != "windows" && locked.PID != os.Getpid() {
		t.Errorf("names process %d, not %d", locked.PID, os.Getpid())
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if left := siblings(t, dir); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	publish(t, dir, oldSite)
}

// TestManyBuilds has several processes' worth of builds want one directory.
func TestManyBuilds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	results := make(chan error)
	const builds = 8
	for i := range builds {
		go func() {
			o, err := OpenOutput(dir)
			if err == nil {
				_, err = o.Publish(context.Background(), siteOf([]map[string]string{oldSite, newSite}[i%2]))
				err = errors.Join(err, o.Close())
			}
			results <- err
		}()
	}
	won := 0
	for range builds {
		if err := <-results; err == nil {
			won++
		} else if !errors.Is(err, ErrLocked) {
			t.Error(err)
		}
	}
	if won == 0 {
		t.Error("nobody won")
	}
	if got := tree(t, dir); !maps.Equal(got, withDirs(oldSite)) && !maps.Equal(got, withDirs(newSite)) {
		t.Errorf("mixed: %v", got)
	}
	if left := siblings(t, dir); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}
