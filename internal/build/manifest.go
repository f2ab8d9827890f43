package build

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
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
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func entryOf(data []byte) entry {
	sum := sha256.Sum256(data)
	return entry{Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
}

func (m *manifest) encode() []byte {
	data, err := json.MarshalIndent(m, "", "\t") // keys of maps are sorted
	if err != nil {
		panic(err) // strings and integers only
	}
	return append(data, '\n')
}

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

func readManifest(root *os.Root, name string) (*manifest, error) {
	data, err := readRegular(root, name, maxManifest)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if m.Schema != manifestSchema {
		return nil, fmt.Errorf("%s: schema %q is not %q", name, m.Schema, manifestSchema)
	}
	ours := make(owned)
	ours.add(&m)
	for p := range ours {
		if !fs.ValidPath(p) || p == "." {
			return nil, fmt.Errorf("%s: %q is not a path of a file", name, p)
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

// entryAt identifies the bytes of the regular file at name.
func entryAt(root *os.Root, name string) (entry, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return entry{}, err
	}
	if !info.Mode().IsRegular() {
		return entry{}, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	f, err := root.Open(name)
	if err != nil {
		return entry{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return entry{Size: n, SHA256: hex.EncodeToString(h.Sum(nil))}, err
}
