package build

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

// filesOfChance are files as a site has them, several blocks of them.
func filesOfChance(n int) []recordedFile {
	chance := rand.New(rand.NewPCG(1, 2))
	files := make([]recordedFile, n)
	for i := range files {
		f := &files[i]
		f.path = fmt.Sprintf("requirements/plan-%04d/ß%d/index.html", i/20, i%20)
		f.stamp = source.Stamp{Size: chance.Int64N(1 << 40), ModTime: chance.Int64(), Inode: chance.Uint64()}
		f.stamp.ChangeTime = f.stamp.ModTime + chance.Int64N(1000) - 500
		f.sure = chance.IntN(2) == 0
		f.sum, f.key = sha256.Sum256([]byte(f.path)), sha256.Sum256([]byte{byte(i)})
	}
	if n > 3 {
		files[1].stamp, files[2].path, files[3].stamp.Size = source.Stamp{}, "", 0
	}
	return files
}

func recordOfChance(n int) *record {
	r := &record{files: filesOfChance(n)}
	r.head.Output, r.head.Inputs[3] = "/somewhere/public", 7
	r.head.Known = []source.Known{{Path: "a.md", Stamp: source.Stamp{Size: 5, ModTime: -1, ChangeTime: 2, Inode: 1 << 63}}}
	r.head.Summary = Summary{Plans: 3, FailOn: diag.Error}
	r.found = []diag.Diagnostic{diag.New(diag.Unreadable, "a.md", "no")}
	return r
}

func TestRecord(t *testing.T) {
	for _, n := range []int{0, 1, blockFiles - 1, blockFiles, 3*blockFiles + 5} {
		cache := filepath.Join(t.TempDir(), "cache")
		want := recordOfChance(n)
		if err := want.save(cache); err != nil {
			t.Fatal(err)
		}
		r, err := openRecord(cache, want.head.Output)
		if err != nil {
			t.Fatal(err)
		}
		defer r.close()
		files, err := r.files()
		if err != nil || !slices.Equal(files, want.files) {
			t.Errorf("%d files: %v, not the same", n, err)
		}
		var found []diag.Diagnostic
		if err := r.decode(sectionFound, &found); err != nil || !reflect.DeepEqual(found, want.found) {
			t.Errorf("%d files: diagnostics %v, %v", n, found, err)
		}
		r.head.Summary.all, want.head.Summary.all = nil, nil
		if !reflect.DeepEqual(r.head, want.head) {
			t.Errorf("head %+v", r.head)
		}
		if _, err := openRecord(cache, "/elsewhere"); err == nil {
			t.Error("a record of another directory")
		}
	}
}

// TestRecordDamaged cuts and changes a record: it cannot be used then, and does
// no harm.
func TestRecordDamaged(t *testing.T) {
	cache := t.TempDir()
	want := recordOfChance(50)
	if err := want.save(cache); err != nil {
		t.Fatal(err)
	}
	path := recordPath(cache, want.head.Output)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read := func() error {
		r, err := openRecord(cache, want.head.Output)
		if err != nil {
			return err
		}
		defer r.close()
		var found []diag.Diagnostic
		_, err = r.files()
		return errors.Join(err, r.decode(sectionFound, &found))
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 7 {
		for name, data := range map[string][]byte{
			"cut":     whole[:i],
			"changed": slices.Concat(whole[:i], []byte{whole[i] ^ 0x55}, whole[i+1:]),
		} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if read() == nil {
				t.Fatalf("%s at %d of %d, and read all the same", name, i, len(whole))
			}
		}
	}
}

// TestRecordBounds keeps few records, the newest.
func TestRecordBounds(t *testing.T) {
	cache := t.TempDir()
	for i := range maxRecords + 5 {
		r := &record{head: recordHead{Output: fmt.Sprint("/out/", i)}}
		if err := r.save(cache); err != nil {
			t.Fatal(err)
		}
		age := time.Now().Add(time.Duration(i-100) * time.Minute)
		if err := os.Chtimes(recordPath(cache, r.head.Output), age, age); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(cache, ".new-dead"), "left by a dead build")
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(cache, ".new-dead"), old, old); err != nil {
		t.Fatal(err)
	}
	tidyRecords(cache)
	entries, err := os.ReadDir(cache)
	if err != nil || len(entries) != maxRecords {
		t.Errorf("%d records, %v", len(entries), err)
	}
	for i := range 5 {
		if _, err := os.Stat(recordPath(cache, fmt.Sprint("/out/", i))); err == nil {
			t.Errorf("record %d is still there", i)
		}
	}
}

// FuzzStamps reads stamps from bytes of chance.
func FuzzStamps(f *testing.F) {
	stamps, _ := encodeFiles(filesOfChance(3))
	f.Add(stamps)
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := parseStamps(data)
		if err != nil {
			return
		}
		files, err := decodeFiles(data, make([]byte, table.n*2*sha256.Size))
		if err != nil {
			return
		}
		again, sums := encodeFiles(files)
		same, err := decodeFiles(again, sums)
		if err != nil || !slices.Equal(files, same) {
			t.Errorf("%v: %v is not %v", err, same, files)
		}
	})
}

// TestEncodeManifest compares the quick way with that of the library.
func TestEncodeManifest(t *testing.T) {
	names := []string{`a "quoted" name`, "a<b>&c", `back\slash`, "caf\u00e9/index.html", "line\u2028end", "index.html", "tab\tname", "a/b"}
	slices.Sort(names)
	for n := range len(names) + 1 {
		m := &manifest{Tool: "Planfolio <test>", Schema: manifestSchema, Files: map[string]entry{}}
		var files []outFile
		for _, name := range names[:n] {
			e := entryOf([]byte(strings.Repeat(name, n)))
			m.Files[name] = e
			files = append(files, outFile{path: name, entry: e})
		}
		if got, want := encodeManifest(m.Tool, files), m.encode(); !bytes.Equal(got, want) {
			t.Errorf("%d files:\n%s\nnot\n%s", n, got, want)
		}
	}
}
