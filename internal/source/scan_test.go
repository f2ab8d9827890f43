package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// digest walks dir and gives the digest and what is known then.
func digest(t *testing.T, dir string, opts Options, known []Known) (Digest, []Known) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	s, err := Walk(root.FS(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return s.Digest(known)
}

// TestDigest makes each change that Read would tell, and looks whether the
// digest tells it too, with and without what was known before.
func TestDigest(t *testing.T) {
	dir, _ := root(t, map[string]string{"a.md": "# A", "sub/b.md": "# B", "sub/kep.yaml": "a: b", "pic.png": "png", "note.txt": "no plan"})
	old := time.Now().Add(-time.Hour)
	age := func(name string, at time.Time) {
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	do := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a.md", "sub/b.md", "sub/kep.yaml", "pic.png"} {
		age(name, old)
	}
	time.Sleep(settled + 50*time.Millisecond) // the time at which they were changed is the system's
	sum, known := digest(t, dir, Options{}, nil)
	if len(known) != 4 {
		t.Fatalf("known: %+v", known)
	}
	for _, change := range []struct {
		name string
		do   func()
		same bool
	}{
		{"nothing", func() {}, true},
		{"a time", func() { age("a.md", old.Add(time.Minute)) }, true},
		{"a file of no interest", func() { put("note.txt", "still no plan") }, true},
		{"a text", func() { put("a.md", "# AB") }, false},
		{"as many bytes", func() { put("a.md", "# BA") }, false},
		{"as many bytes, at once, in the same moment", func() { put("a.md", "# AC"); age("a.md", old) }, false},
		{"the old time given back", func() { put("sub/b.md", "# C"); age("sub/b.md", old) }, false},
		{"a sidecar", func() { put("sub/kep.yaml", "a: c") }, false},
		{"a picture", func() { put("pic.png", "gnp") }, false},
		{"a new plan", func() { put("c.md", "# C") }, false},
		{"a plan less", func() { do(os.Remove(filepath.Join(dir, "c.md"))) }, false},
		{"another name", func() { do(os.Rename(filepath.Join(dir, "a.md"), filepath.Join(dir, "d.md"))) }, false},
		{"a directory", func() { do(os.Mkdir(filepath.Join(dir, "empty"), 0o777)) }, false},
		{"a file that is left out", func() { put(".gitignore", "d.md\n") }, false},
		{"a link", func() { do(os.Symlink("../elsewhere.md", filepath.Join(dir, "link.md"))) }, false},
		{"nothing again", func() {}, true},
	} {
		change.do()
		next, now := digest(t, dir, Options{}, known)
		whole, _ := digest(t, dir, Options{}, nil)
		if next != whole {
			t.Errorf("%s: the digest depends on what is known", change.name)
		}
		if (next == sum) != change.same {
			t.Errorf("%s: same digest: %v", change.name, next == sum)
		}
		if !slices.IsSortedFunc(now, func(a, b Known) int { return strings.Compare(a.Path, b.Path) }) {
			t.Errorf("%s: known is not sorted", change.name)
		}
		sum = next // known stays: it is older than every change
	}
	if tooLarge, _ := digest(t, dir, Options{Limits: Limits{FileBytes: 2}}, known); tooLarge == sum {
		t.Error("a file beyond the limits is none")
	}
}

// TestDigestRacy saves a file twice within one tick, as a script can: it is the
// bytes that tell then, however often the times are the same.
func TestDigestRacy(t *testing.T) {
	dir, _ := root(t, map[string]string{"a.md": "# A"})
	name := filepath.Join(dir, "a.md")
	sums := map[Digest]string{}
	var known []Known
	for i := range 40 {
		text := string([]byte{'#', ' ', byte('A' + i)})
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		var sum Digest
		sum, known = digest(t, dir, Options{}, known)
		if other, ok := sums[sum]; ok {
			t.Fatalf("%q is taken for %q", text, other)
		}
		sums[sum] = text
	}
}
