// Package cache keeps values from run to run in the user's cache directory. A
// value is bytes under a key, and the key is a digest of everything that the
// bytes depend on: a value is never outdated, only no longer asked for.
//
// Nothing here is needed to do the work, and nothing fails it. What is damaged,
// has been deleted, also while it is in use, or cannot be written is a value
// that is not there. Any number of processes may use one directory.
//
// # On disk
//
// A Store is a directory with a few packs: files that hold many values and end
// in an index. A pack is written under a name of its own and renamed when it is
// whole; from then on nobody writes to it. What a run adds is one more pack.
// Small packs, and those of which little is still asked for, go into the next
// one, so that there are never many. Where all stores of a Dir grow beyond its
// limit, the packs of those used longest ago are deleted.
package cache

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// defaultLimit is room for the documents of some 100,000 plans of 10 KB.
const defaultLimit = 4 << 30

// Dir is a directory of stores. The zero Dir keeps nothing.
type Dir struct {
	Path  string // "" to keep nothing
	Limit int64  // bytes of all its stores; 0 for 4 GiB
}

// User is the directory of the user whose process this is: planfolio in
// $XDG_CACHE_HOME or what the system has in its place. It fails where the
// system does not say where that is.
func User() (Dir, error) {
	path, err := os.UserCacheDir()
	if err != nil {
		return Dir{}, err
	}
	return Dir{Path: filepath.Join(path, "planfolio")}, nil
}

// Key identifies a value by what it is made from.
type Key [16]byte

// KeyOf digests parts, which are told apart: ("ab", "c") is not ("a", "bc").
func KeyOf(parts ...string) Key {
	var size [8]byte
	h := sha256.New()
	for _, part := range parts {
		binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	var sum [sha256.Size]byte
	return Key(h.Sum(sum[:0])[:16])
}

// Build names the running program: its version, and what it was built from. A
// build that has no version of its own, as those of a working copy, is also
// known by the time and size of its file.
func Build() string {
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" && info.Main.Version != "(devel)" && !strings.Contains(info.Main.Version, "+dirty") {
		return info.String()
	}
	name := ""
	if ok {
		name = info.String()
	}
	if path, err := os.Executable(); err == nil {
		if file, err := os.Stat(path); err == nil {
			name += path + strconv.FormatInt(file.Size(), 10) + file.ModTime().UTC().Format(time.RFC3339Nano)
		}
	}
	return name
}

// tag tells programs that make backups to leave a directory out.
// See https://bford.info/cachedir/.
const tag = "Signature: 8a477f597d28d172789f06886806bc55\n# What Planfolio remembers of plans that it has read. It can be deleted at any time.\n"

// make creates the directory and that of one of its stores.
func (d Dir) make(store string) error {
	if err := os.MkdirAll(store, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(d.Path, "CACHEDIR.TAG"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(tag)
	return errors.Join(err, f.Close())
}

// abandoned is after how long a file that nobody has finished is taken for one
// that nobody will.
const abandoned = 24 * time.Hour

// trim deletes what is too much: unfinished files that have been left, and
// packs beyond the limit. Those of the store used longest ago go first.
func (d Dir) trim() {
	type file struct {
		path       string
		size       int64
		used, made time.Time
	}
	var files []file
	var sum int64
	stores, _ := os.ReadDir(d.Path)
	for _, store := range stores {
		info, err := store.Info()
		if err != nil || !store.IsDir() {
			continue
		}
		dir := filepath.Join(d.Path, store.Name())
		list, _ := os.ReadDir(dir)
		for _, entry := range list {
			f, err := entry.Info()
			if err != nil || !f.Mode().IsRegular() {
				continue
			}
			path := filepath.Join(dir, entry.Name())
			switch filepath.Ext(path) {
			case packExt:
				files = append(files, file{path, f.Size(), info.ModTime(), f.ModTime()})
				sum += f.Size()
			case openExt:
				if time.Since(f.ModTime()) > abandoned {
					_ = os.Remove(path)
				}
			}
		}
		if len(list) == 0 && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(dir)
		}
	}
	slices.SortFunc(files, func(a, b file) int {
		return cmp.Or(a.used.Compare(b.used), a.made.Compare(b.made), strings.Compare(a.path, b.path))
	})
	for _, f := range files {
		if sum <= cmp.Or(d.Limit, defaultLimit) {
			return
		}
		_ = os.Remove(f.path)
		sum -= f.size
	}
}
