package cache

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, s *Store, key string, data []byte) Value {
	t.Helper()
	v, ok := s.Put(KeyOf(key), data)
	if !ok {
		t.Fatalf("%s cannot be put", key)
	}
	return v
}

// get gives the value of key, or "" where the store has none that can be read.
func get(s *Store, key string) string {
	v, ok := s.Get(KeyOf(key))
	if !ok {
		return ""
	}
	data, ok := v.Read(nil)
	if !ok {
		return ""
	}
	return string(data)
}

func packs(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*", "*"+packExt))
	fatal(t, err)
	return list
}

func TestKeyOf(t *testing.T) {
	first, again := KeyOf("ab", "c"), KeyOf("ab", "c")
	if first == KeyOf("a", "bc") || KeyOf("ab") == KeyOf("ab", "") || first != again {
		t.Error("keys do not tell parts apart")
	}
}

func TestKeepsFromRunToRun(t *testing.T) {
	dir := Dir{Path: filepath.Join(t.TempDir(), "new")}
	s := dir.Open("store")
	put(t, s, "a", []byte("one"))
	put(t, s, "a", []byte("two"))
	put(t, s, "empty", nil)
	if got := get(s, "a"); got != "two" {
		t.Errorf("before it is kept: %q", got)
	}
	if s.Pending() != 6 {
		t.Errorf("%d bytes are pending", s.Pending())
	}
	if other := dir.Open("store"); get(other, "a") != "" {
		t.Error("another process sees what is not kept yet")
	}
	s.Flush()
	if s.Pending() != 0 || s.Err() != nil || get(s, "a") != "two" {
		t.Errorf("after it is kept: %d pending, %v, %q", s.Pending(), s.Err(), get(s, "a"))
	}
	next := dir.Open("store")
	if v, ok := next.Get(KeyOf("empty")); get(next, "a") != "two" || !ok || v.size != 0 {
		t.Errorf("in the next run: %q", get(next, "a"))
	}
	if other := dir.Open("other"); get(other, "a") != "" {
		t.Error("stores are not told apart")
	}
	if tag, err := os.ReadFile(filepath.Join(dir.Path, "CACHEDIR.TAG")); !strings.HasPrefix(string(tag), "Signature: 8a477f597d28d172789f06886806bc55") {
		t.Errorf("the tag is %q, %v", tag, err)
	}
}

// TestDamage changes every byte of a pack, and cuts it at every length: each
// value is what it was or not there.
func TestDamage(t *testing.T) {
	dir := Dir{Path: t.TempDir()}
	values := map[string]string{"a": "some text", "b": "", "c": strings.Repeat("more", 20)}
	write := func() (string, []byte) {
		fatal(t, os.RemoveAll(filepath.Join(dir.Path, "s")))
		s := dir.Open("s")
		for key, data := range values {
			put(t, s, key, []byte(data))
		}
		s.Flush()
		path := packs(t, dir.Path)[0]
		data, err := os.ReadFile(path)
		fatal(t, err)
		return path, data
	}
	check := func(what string) (lost int) {
		s := dir.Open("s")
		for key, want := range values {
			v, ok := s.Get(KeyOf(key))
			data, whole := v.Read(nil)
			if !ok || !whole {
				lost++
			} else if string(data) != want {
				t.Errorf("%s: %s is %q", what, key, data)
			}
		}
		return lost
	}
	path, whole := write()
	for i := range whole {
		data := bytes.Clone(whole)
		data[i]++
		fatal(t, os.WriteFile(path, data, 0o600))
		if check(fmt.Sprintf("byte %d", i)) == 0 {
			t.Errorf("byte %d is changed, and nothing is lost", i)
		}
		fatal(t, os.WriteFile(path, whole[:i], 0o600))
		if lost := check(fmt.Sprintf("%d bytes", i)); lost != len(values) {
			t.Errorf("with %d bytes, only %d values are lost", i, lost)
		}
	}
	// What is damaged as a whole is taken away, and what is new can be kept.
	if left := packs(t, dir.Path); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	fatal(t, os.WriteFile(path, append(whole, whole...), 0o600))
	if lost := check("twice"); lost != len(values) {
		t.Errorf("a pack behind a pack: %d values are lost", lost)
	}
	write()
	if lost := check("anew"); lost > 0 {
		t.Errorf("%d values are lost after the damage is mended", lost)
	}
}

// TestBounds has many runs with a few new values each, as after an edit: there
// are never many packs, nor much in them that is of no use.
func TestBounds(t *testing.T) {
	dir := Dir{Path: t.TempDir()}
	data := bytes.Repeat([]byte("0123456789"), 4000)
	version := map[int]int{}
	const documents = 200
	for run := range 120 {
		s := dir.Open("s")
		if run == 0 {
			for i := range documents {
				version[i] = 0
			}
		} else {
			version[rand.IntN(documents)] = run
		}
		misses := 0
		for i, v := range version {
			key := fmt.Sprint(i, " ", v)
			if got := get(s, key); got == "" {
				put(t, s, key, data)
				misses++
			} else if got != string(data) {
				t.Fatalf("run %d: %s is not what was put", run, key)
			}
		}
		if run > 0 && misses > 1 {
			t.Fatalf("run %d: %d values were lost", run, misses)
		}
		s.Flush()
		if n := len(packs(t, dir.Path)); n > 8 {
			t.Fatalf("run %d: %d packs", run, n)
		}
	}
	var size int64
	for _, path := range packs(t, dir.Path) {
		info, err := os.Stat(path)
		fatal(t, err)
		size += info.Size()
	}
	if limit := int64(2*documents*len(data) + small); size > limit {
		t.Errorf("%d bytes for %d that are in use", size, documents*len(data))
	}
}

// TestRelease has one process for long, which puts what takes the place of
// something else.
func TestRelease(t *testing.T) {
	dir := Dir{Path: t.TempDir()}
	s := dir.Open("s")
	data := make([]byte, 1000)
	for i := range 100 {
		put(t, s, fmt.Sprint(i), data)
		if i > 0 {
			s.Release(KeyOf(fmt.Sprint(i - 1)))
		}
	}
	s.Flush()
	info, err := os.Stat(packs(t, dir.Path)[0])
	fatal(t, err)
	if info.Size() > 2000 || get(s, "99") == "" || get(dir.Open("s"), "99") == "" {
		t.Errorf("%d bytes are kept of one value with 1000", info.Size())
	}
}

func TestLimit(t *testing.T) {
	dir := Dir{Path: t.TempDir(), Limit: 3<<20 + 1000}
	data := make([]byte, 1<<20)
	for i, name := range []string{"first", "second", "third", "fourth"} {
		s := dir.Open(name)
		put(t, s, "key", data)
		s.Flush()
		day := time.Now().Add(time.Duration(i-10) * time.Hour)
		fatal(t, os.Chtimes(filepath.Join(dir.Path, name), day, day))
	}
	dir.Open("second") // is used: now "third" is what was used longest ago
	s := dir.Open("fifth")
	put(t, s, "key", data)
	s.Flush()
	for name, want := range map[string]bool{"first": false, "second": true, "third": false, "fourth": true, "fifth": true} {
		if got := get(dir.Open(name), "key") != ""; got != want {
			t.Errorf("%s is kept: %t", name, got)
		}
	}
	s = dir.Open("large")
	for i := range 5 {
		put(t, s, fmt.Sprint(i), data)
	}
	s.Flush()
	if len(packs(t, dir.Path)) > 0 {
		t.Error("more is kept than the limit")
	}
	if get(s, "4") == "" && runtime.GOOS != "windows" {
		t.Error("what is not kept can no longer be read")
	}
}

// TestAbandoned has what a killed process leaves.
func TestAbandoned(t *testing.T) {
	dir := Dir{Path: t.TempDir()}
	killed := dir.Open("s")
	put(t, killed, "a", []byte("text"))
	parts := func() []string {
		list, err := filepath.Glob(filepath.Join(dir.Path, "*", "*"+openExt))
		fatal(t, err)
		return list
	}
	old := time.Now().Add(-48 * time.Hour)
	fatal(t, os.Chtimes(parts()[0], old, old))
	s := dir.Open("other")
	put(t, s, "b", []byte("text"))
	s.Flush()
	if left := parts(); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	killed.Flush() // it was not: its file has gone
	if killed.Err() == nil || get(dir.Open("s"), "a") != "" {
		t.Errorf("it is kept after all: %v", killed.Err())
	}
}

// TestNothingKept serves to keep values out of memory where there is no cache.
func TestNothingKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	fatal(t, os.WriteFile(file, nil, 0o600))
	for _, dir := range []Dir{{}, {Path: filepath.Join(file, "sub")}} {
		s := dir.Open("s")
		v := put(t, s, "a", []byte("text"))
		s.Flush()
		put(t, s, "b", []byte("text"))
		if data, ok := v.Read(make([]byte, 0, 100)); !ok || string(data) != "text" {
			t.Errorf("%+v: reads %q, %t", dir, data, ok)
		}
		if failed := s.Err() != nil; failed != (dir.Path != "") {
			t.Errorf("%+v: %v", dir, s.Err())
		}
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*"+openExt)); len(left) > 0 && runtime.GOOS == "linux" {
		t.Logf("in the directory of temporary files: %v", left)
	}
}

// TestManyAtATime has goroutines and stores, as of several processes, in one
// directory that is deleted now and then.
func TestManyAtATime(t *testing.T) {
	dir := Dir{Path: t.TempDir()}
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() {
			for round := range 30 {
				s := dir.Open("s")
				var inner sync.WaitGroup
				for part := range 2 {
					inner.Go(func() {
						for i := range 20 {
							key := fmt.Sprint("key ", part, " ", (round+i)%40)
							if got := get(s, key); got == "" {
								s.Put(KeyOf(key), []byte(key))
							} else if got != key {
								t.Errorf("%s is %q", key, got)
							}
						}
					})
				}
				inner.Wait()
				s.Flush()
				if worker == 0 && round%10 == 9 {
					_ = os.RemoveAll(filepath.Join(dir.Path, "s"))
				}
			}
		})
	}
	workers.Wait()
}

// FuzzPack opens any bytes as a pack, and reads all that is in it.
func FuzzPack(f *testing.F) {
	dir := Dir{Path: f.TempDir()}
	s := dir.Open("s")
	s.Put(KeyOf("a"), []byte("text"))
	s.Put(KeyOf("b"), nil)
	s.Flush()
	list, _ := filepath.Glob(filepath.Join(dir.Path, "*", "*"+packExt))
	for _, path := range list {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, end, err := readIndex(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, r := range rows {
			if r.at < 0 || r.at+int64(r.size) > end || end > int64(len(data)) {
				t.Errorf("row %+v of a pack whose values end at %d of %d", r, end, len(data))
			}
		}
	})
}
