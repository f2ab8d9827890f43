package build

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/site"
)

// A siteOf is a result whose files are given.
func siteOf(files map[string]string) *Result {
	r := &Result{files: make(map[string]*file)}
	for p, text := range files {
		r.files[p] = &file{Page: site.Page{Path: p}, asset: []byte(text)}
	}
	r.paths = func() []string { return slices.Sorted(maps.Keys(r.files)) }
	return r
}

var (
	oldSite = map[string]string{
		"index.html":               "home of yesterday",
		"plans/billing/index.html": "billing",
		"plans/gone/index.html":    "a plan that will be gone",
		"plans/gone/deep/x.json":   "{}",
		"assets/site.aaaaaa.css":   "body{}",
		"robots.txt":               "User-agent: *",
	}
	newSite = map[string]string{
		"index.html":               "home of today",
		"plans/billing/index.html": "billing",
		"plans/new/index.html":     "a new plan",
		"assets/site.bbbbbb.css":   "body{color:red}",
		"robots.txt":               "User-agent: *",
	}
)

// publish publishes files to dir, which must work.
func publish(t *testing.T, dir string, files map[string]string) Published {
	t.Helper()
	o, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	o.Tool = "Planfolio test"
	o.sync = func(string, bool) error { return nil }
	done, err := o.Publish(context.Background(), siteOf(files))
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// tree reads everything below dir but our own state: directories end in "/",
// links say where they lead.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		rel = filepath.ToSlash(rel)
		switch {
		case rel == "." || rel == ".git":
		case isState(rel) && d.IsDir() && rel != stateDir:
			return fs.SkipDir
		case isState(rel):
		case d.IsDir():
			found[rel+"/"] = ""
		case d.Type()&fs.ModeSymlink != 0:
			to, _ := os.Readlink(p)
			found[rel] = "→ " + to
		default:
			data, err := os.ReadFile(p)
			found[rel] = string(data)
			return err
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

// withDirs adds the directories that hold files.
func withDirs(files ...map[string]string) map[string]string {
	all := make(map[string]string)
	for _, list := range files {
		for p, text := range list {
			all[p] = text
			for d := filepath.Dir(p); d != "."; d = filepath.Dir(d) {
				all[d+"/"] = ""
			}
		}
	}
	return all
}

func checkTree(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[p]; !ok {
			t.Errorf("%s: %s is missing", what, p)
		} else if text != want[p] {
			t.Errorf("%s: %s differs: %s", what, p, around(text, want[p]))
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok {
			t.Errorf("%s: %s is left", what, p)
		}
	}
}

// siblings are what lies beside the output.
func siblings(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			names = append(names, e.Name())
		}
	}
	return names
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// foreign is what somebody else keeps in the output.
var foreign = map[string]string{
	"CNAME":                    "plans.example.org",
	"plans/billing/notes.txt":  "mine",
	"plans/gone/photo.jpg":     "a photo",
	"reports/2026/march.pdf":   "a report",
	stateDir + "/somebody.txt": "even here",
}

func addForeign(t *testing.T, dir string) {
	t.Helper()
	for p, text := range foreign {
		write(t, filepath.Join(dir, p), text)
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink("../elsewhere", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "kept-empty"), 0o777); err != nil {
		t.Fatal(err)
	}
}

func foreignTree() map[string]string {
	all := withDirs(foreign)
	delete(all, stateDir+"/")
	if runtime.GOOS != "windows" {
		all["link"] = "→ ../elsewhere"
	}
	all["kept-empty/"] = ""
	return all
}

func union(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// modes are the ways of publishing: the directory at once, and file by file as
// where a working copy lies in it.
var modes = []struct {
	name    string
	prepare func(t *testing.T, dir string)
	inPlace bool
}{
	{"exchange", func(*testing.T, string) {}, false},
	{"in place", func(t *testing.T, dir string) {
		t.Helper()
		write(t, filepath.Join(dir, ".git"), "gitdir: elsewhere\n")
	}, true},
}

func TestPublish(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			mode.prepare(t, dir)
			done := publish(t, dir, oldSite)
			if done.Written != len(oldSite) || done.Files != len(oldSite) {
				t.Errorf("first: %+v", done)
			}
			checkTree(t, "first", tree(t, dir), withDirs(oldSite))

			addForeign(t, dir)
			before, err := os.Stat(filepath.Join(dir, "robots.txt"))
			if err != nil {
				t.Fatal(err)
			}
			done = publish(t, dir, newSite)
			if done.Written != 3 || done.Unchanged != 2 || done.Removed != 3 || done.InPlace != (mode.inPlace || !exchanges()) {
				t.Errorf("second: %+v", done)
			}
			checkTree(t, "second", tree(t, dir), union(withDirs(newSite), foreignTree()))
			after, err := os.Stat(filepath.Join(dir, "robots.txt"))
			if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
				t.Error("an unchanged file was written again")
			}

			done = publish(t, dir, newSite)
			if done.Written != 0 || done.Removed != 0 || done.Unchanged != len(newSite) {
				t.Errorf("third: %+v", done)
			}
			checkTree(t, "third", tree(t, dir), union(withDirs(newSite), foreignTree()))
			if left := siblings(t, dir); len(left) > 0 {
				t.Errorf("left beside the output: %q", left)
			}
		})
	}
}

func exchanges() bool { return runtime.GOOS == "linux" || runtime.GOOS == "darwin" }

// TestSync publishes with the disk in it.
func TestSync(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for _, files := range []map[string]string{oldSite, newSite} {
		o, err := OpenOutput(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Publish(context.Background(), siteOf(files)); err != nil {
			t.Fatal(err)
		}
		o.Close()
	}
	checkTree(t, "after", tree(t, dir), withDirs(newSite))
}

func TestManifest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, oldSite)
	data, err := os.ReadFile(filepath.Join(dir, stateDir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Tool, Schema string
		Files        map[string]struct {
			Size   int
			SHA256 string `json:"sha256"`
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	if m.Tool != "Planfolio test" || m.Schema != "planfolio-output/v1" || len(m.Files) != len(oldSite) {
		t.Errorf("manifest: %s", data)
	}
	for p, text := range oldSite {
		if f := m.Files[p]; f.Size != len(text) || f.SHA256 != fmt.Sprintf("%x", sha256.Sum256([]byte(text))) {
			t.Errorf("%s: %+v", p, f)
		}
	}
}

func TestChangedByHand(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			mode.prepare(t, dir)
			publish(t, dir, oldSite)
			write(t, filepath.Join(dir, "robots.txt"), "changed by hand")
			write(t, filepath.Join(dir, "plans/gone/index.html"), "also changed by hand")
			if err := os.Remove(filepath.Join(dir, "plans/billing/index.html")); err != nil {
				t.Fatal(err)
			}
			done := publish(t, dir, newSite)
			if !slices.Equal(done.Replaced, []string{"robots.txt"}) || !slices.Equal(done.Kept, []string{"plans/gone/index.html"}) {
				t.Errorf("%+v", done)
			}
			want := withDirs(newSite, map[string]string{"plans/gone/index.html": "also changed by hand"})
			checkTree(t, "after", tree(t, dir), want)
			publish(t, dir, newSite) // what was kept is not ours any more
			checkTree(t, "again", tree(t, dir), want)
		})
	}
}

func TestCancelled(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			mode.prepare(t, dir)
			publish(t, dir, oldSite)
			o, err := OpenOutput(dir)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(context.Background())
			o.Jobs = 1
			o.step = func(name string) {
				if strings.HasPrefix(name, "write ") {
					cancel()
				}
			}
			if _, err := o.Publish(ctx, siteOf(newSite)); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			o.Close()
			checkTree(t, "after", tree(t, dir), withDirs(oldSite))
			if left := siblings(t, dir); len(left) > 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

func TestModeIsKept(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permissions here")
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, oldSite)
	if err := os.Chmod(dir, 0o751); err != nil {
		t.Fatal(err)
	}
	publish(t, dir, newSite)
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o751 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestWorkingDirectory publishes to the directory that the process stands in.
func TestWorkingDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, oldSite)
	t.Chdir(dir)
	if done := publish(t, ".", newSite); !done.InPlace {
		t.Errorf("%+v", done)
	}
	if _, err := os.Stat("plans/new/index.html"); err != nil {
		t.Error(err)
	}
}

// TestSpecialFile has something in the output that cannot be linked elsewhere.
func TestSpecialFile(t *testing.T) {
	mkfifo, err := exec.LookPath("mkfifo")
	if err != nil {
		t.Skip("no mkfifo here")
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, oldSite)
	if err := exec.Command(mkfifo, filepath.Join(dir, "pipe")).Run(); err != nil {
		t.Skip(err)
	}
	if done := publish(t, dir, newSite); !done.InPlace {
		t.Errorf("%+v", done)
	}
	if info, err := os.Lstat(filepath.Join(dir, "pipe")); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("the pipe is gone: %v", err)
	}
}
