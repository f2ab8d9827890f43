package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"

	"github.com/planfolio/planfolio/internal/source"
)

// Where a published directory keeps what the next build has to know.
const (
	stateDir     = ".planfolio"
	manifestPath = stateDir + "/manifest.json" // what is ours
	pendingPath  = stateDir + "/pending.json"  // what may be ours beside that: an in-place build is under way or died
	stagingPath  = stateDir + "/staging"       // this tree is unfinished, and all of it is ours
	stagePath    = stateDir + "/stage"         // where an in-place build puts files before it moves them
)

// manifestSchema names the format of the manifest.
const manifestSchema = "planfolio-output/v1"

// maxManifest bounds a manifest's size in bytes: that of a million files.
const maxManifest = 256 << 20

// A manifest lists the files of a published directory that are ours.
type manifest struct {
	Tool   string           `json:"tool"`
	Schema string           `json:"schema"`
	Files  map[string]entry `json:"files"`

	// Before is what may still lie there of earlier sites, in a pending manifest.
	Before map[string][]entry `json:"before,omitempty"`
}

// entry identifies a file's bytes.
type entry struct {
	Size   int64 `json:"size"`
	SHA256 sum   `json:"sha256"`
}

func entryOf(data []byte) entry {
	return entry{Size: int64(len(data)), SHA256: sha256.Sum256(data)}
}

// sum is a SHA-256, in hexadecimal where it is text.
type sum [sha256.Size]byte

// MarshalText gives the sum in hexadecimal.
func (s sum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

// UnmarshalText reads what MarshalText gives.
func (s *sum) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(s) {
		return fmt.Errorf("%q is no SHA-256", text)
	}
	_, err := hex.Decode(s[:], text)
	return err
}

func (m *manifest) encode() []byte {
	data, err := json.MarshalIndent(m, "", "\t") // keys of maps are sorted
	if err != nil {
		panic(err) // strings and integers only
	}
	return append(data, '\n')
}

// encodeManifest is the manifest of files, sorted by path, as encode gives it:
// that of a large site has tens of megabytes.
func encodeManifest(tool string, files []outFile) []byte {
	m := manifest{Tool: tool, Schema: manifestSchema, Files: map[string]entry{}}
	empty := m.encode()
	at := bytes.LastIndexByte(empty, '{') + 1
	data := make([]byte, 0, len(empty)+160*len(files))
	data = append(data, empty[:at]...)
	for i := range files {
		f := &files[i]
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, "\n\t\t"...)
		data = appendJSON(data, f.path)
		data = append(data, ": {\n\t\t\t\"size\": "...)
		data = strconv.AppendInt(data, f.entry.Size, 10)
		data = append(data, ",\n\t\t\t\"sha256\": \""...)
		data = hex.AppendEncode(data, f.entry.SHA256[:])
		data = append(data, "\"\n\t\t}"...)
	}
	if len(files) > 0 {
		data = append(data, "\n\t"...)
	}
	return append(data, empty[at:]...)
}

// appendJSON appends s as a string of JSON.
func appendJSON(data []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string
			}
			return append(data, quoted...)
		}
	}
	data = append(data, '"')
	data = append(data, s...)
	return append(data, '"')
}

// manifestError says why a manifest that is there cannot be used.
type manifestError struct {
	name string
	err  error
}

func (e *manifestError) Error() string { return e.name + ": " + e.err.Error() }
func (e *manifestError) Unwrap() error { return e.err }

// owned is what a published directory holds of ours: under each path the bytes
// that we may have put there. After an in-place build that died there are two.
type owned map[string][]entry

func (o owned) add(m *manifest) {
	for path, e := range m.Files {
		o[path] = append(o[path], e)
	}
	for path, entries := range m.Before {
		o[path] = append(o[path], entries...)
	}
}

// has tells whether e at path is what we put there.
func (o owned) has(path string, e entry) bool {
	for _, ours := range o[path] {
		if ours == e {
			return true
		}
	}
	return false
}

// dirs gives every directory that we made.
func (o owned) dirs() map[string]bool {
	dirs := map[string]bool{".": true, stateDir: true}
	for p := range o {
		for d := path.Dir(p); !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
		}
	}
	return dirs
}

// readManifests reads what is ours in a directory. It fails with
// fs.ErrNotExist where nothing says that anything is.
func readManifests(root *os.Root) (owned, error) {
	ours := make(owned)
	found := false
	for _, name := range []string{manifestPath, pendingPath} {
		m, err := readManifest(root, name)
		switch {
		case err == nil:
			ours.add(m)
			found = true
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	if !found {
		return nil, &fs.PathError{Op: "open", Path: manifestPath, Err: fs.ErrNotExist}
	}
	return ours, nil
}

// checkManifests fails as readManifests does; of a manifest that is long it only
// reads the head, and leaves the rest to who publishes.
func checkManifests(root *os.Root) error {
	const long = 1 << 20
	info, err := root.Lstat(manifestPath)
	if err != nil || !info.Mode().IsRegular() || info.Size() < long {
		_, err := readManifests(root)
		return err
	}
	f, err := root.Open(manifestPath)
	if err != nil {
		return err
	}
	defer f.Close()
	d := json.NewDecoder(io.LimitReader(f, 4<<10))
	for {
		key, err := d.Token()
		if err != nil {
			return &manifestError{manifestPath, err}
		}
		if key != "schema" {
			continue
		}
		if schema, err := d.Token(); err != nil || schema != manifestSchema {
			return &manifestError{manifestPath, fmt.Errorf("schema %q is not %q", schema, manifestSchema)}
		}
		return nil
	}
}

func readManifest(root *os.Root, name string) (*manifest, error) {
	data, err := readRegular(root, name, maxManifest)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, &manifestError{name, err}
	}
	if m.Schema != manifestSchema {
		return nil, &manifestError{name, fmt.Errorf("schema %q is not %q", m.Schema, manifestSchema)}
	}
	ours := make(owned)
	ours.add(&m)
	for p := range ours {
		if !fs.ValidPath(p) || p == "." {
			return nil, &manifestError{name, fmt.Errorf("%q is not a path of a file", p)}
		}
	}
	return &m, nil
}

// readRegular reads a regular file of at most limit bytes; links are not followed.
func readRegular(root *os.Root, name string, limit int64) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file, or too large")}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

// entryAt identifies the bytes of the regular file at name, and tells its stamp
// before they were read.
func entryAt(root *os.Root, name string) (entry, source.Stamp, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return entry{}, source.Stamp{}, err
	}
	if !info.Mode().IsRegular() {
		return entry{}, source.Stamp{}, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	f, err := root.Open(name)
	if err != nil {
		return entry{}, source.Stamp{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	e := entry{Size: n}
	h.Sum(e.SHA256[:0])
	return e, source.StampOf(info), err
}
