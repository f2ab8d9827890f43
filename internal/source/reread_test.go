package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/diag"
)

// FuzzReread tells stories of what happens to files, each as the watcher would
// hear of it: after each step Reread gives what Read gives, or nothing.
func FuzzReread(f *testing.F) {
	for _, story := range []string{"", "abc", "aAbBcCdD", "0123456789", "edit, rename and delete", "a\x01b\x02c\x03d\x04e\x05f\x06g\x07h\x08i\x09", "ZYXWVUTSRQPONMLKJIHGFEDCBA"} {
		f.Add([]byte(story))
	}
	f.Fuzz(func(t *testing.T, story []byte) {
		dir := t.TempDir()
		fsys := os.DirFS(dir)
		at := func(p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
		must := func(err error) {
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		}
		for _, p := range []string{"a.md", "sub/b.md", "sub/spec.json", "img.png"} {
			must(os.MkdirAll(filepath.Dir(at(p)), 0o777))
			must(os.WriteFile(at(p), []byte("# "+p+"\n"), 0o666))
		}
		opts := Options{Limits: Limits{FileBytes: 60, TotalBytes: 150, AssetBytes: 40, Files: 6}}
		prev, _, err := Read(fsys, opts, nil)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{"a.md", "sub/b.md", "sub/spec.json", "img.png", "new.md", "sub/.gitignore", "notes.txt", "sub/new.png", "dir", "a.md"}
		for n, b := range story {
			p := names[int(b)%len(names)]
			told := []string{p}
			switch b / 10 % 7 {
			case 0, 1, 2:
				if p != "dir" {
					must(os.WriteFile(at(p), []byte(strings.Repeat(fmt.Sprintf("# %d\n", n), int(b)%9)), 0o666))
				}
			case 3:
				must(os.RemoveAll(at(p)))
			case 4:
				other := names[int(b/2)%len(names)]
				if p != "dir" && other != "dir" {
					must(os.Rename(at(p), at(other)))
				}
				told = append(told, other)
			case 5:
				must(os.MkdirAll(at("dir"), 0o777))
				must(os.WriteFile(at("dir/c.md"), []byte("# C\n"), 0o666))
				told = append(told, "dir")
			case 6:
				must(os.RemoveAll(at(p)))
				if p != "dir" {
					_ = os.Symlink("a.md", at(p))
				}
			}
			want, wantFound, err := Read(fsys, opts, prev)
			if err != nil {
				t.Fatal(err)
			}
			got, found, ok := Reread(fsys, opts, prev, told)
			if ok {
				sameTrees(t, fmt.Sprintf("step %d, %q", n, told), got, want)
				if !sameFindings(found, wantFound) {
					t.Fatalf("step %d, %q: found %v, want %v", n, told, found, wantFound)
				}
				prev = got
			} else {
				prev = want
			}
		}
	})
}

func sameFindings(a, b []diag.Diagnostic) bool {
	return len(a)+len(b) == 0 || reflect.DeepEqual(a, b)
}

func sameTrees(t *testing.T, when string, got, want *Tree) {
	t.Helper()
	for _, lists := range [][2][]File{{got.Files, want.Files}, {got.Sidecars, want.Sidecars}} {
		if len(lists[0]) != len(lists[1]) {
			t.Fatalf("%s: %d files, want %d", when, len(lists[0]), len(lists[1]))
		}
		for i := range lists[0] {
			g, w := lists[0][i], lists[1][i]
			g.read.trusted, w.read.trusted = false, false // the time at which it was read
			if !reflect.DeepEqual(g, w) {
				t.Fatalf("%s: %+v\nwant %+v", when, g, w)
			}
		}
	}
	if !reflect.DeepEqual(got.Assets, want.Assets) || !reflect.DeepEqual(got.Dirs, want.Dirs) || got.walked.linked != want.walked.linked || got.walked.bounded != want.walked.bounded {
		t.Fatalf("%s: %+v, want %+v", when, got, want)
	}
}

// TestReread edits a file: nothing else is opened, whatever there is.
func TestReread(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.md", i)), []byte("# Plan\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	prev, _, err := Read(os.DirFS(dir), Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "07.md"), []byte("# Another\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	counted := &countingFS{FS: os.DirFS(dir)}
	tree, _, ok := Reread(counted, Options{}, prev, []string{"07.md", "07.md~", "none.md"})
	if !ok || tree.Files[7].Text != "# Another\n" || prev.Files[7].Text != "# Plan\n" {
		t.Errorf("%v: %q", ok, tree.Files[7].Text)
	}
	if fmt.Sprint(counted.opened) != "[07.md]" {
		t.Errorf("opened %v", counted.opened)
	}
	for _, doubtful := range []string{".", "..", ".gitignore", "/a.md", "07.md/"} {
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("x\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := Reread(counted, Options{}, prev, []string{doubtful}); ok {
			t.Errorf("%q is no cause for doubt", doubtful)
		}
	}
}

type countingFS struct {
	fs.FS
	opened []string
}

func (c *countingFS) Open(name string) (fs.File, error) {
	c.opened = append(c.opened, name)
	return c.FS.Open(name)
}

func (c *countingFS) Lstat(name string) (fs.FileInfo, error) {
	return c.FS.(fs.ReadLinkFS).Lstat(name)
}

func (c *countingFS) ReadLink(name string) (string, error) {
	return c.FS.(fs.ReadLinkFS).ReadLink(name)
}
