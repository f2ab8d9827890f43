package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/source"
)

// A survey is what lies in the output before it is published to.
type survey struct {
	root    *os.Root               // nil where the output does not exist
	info    fs.FileInfo            // of the output; nil where it does not exist
	ours    owned                  // nil where no manifest says that anything is
	pending bool                   // an in-place build has died here
	entries map[string]fs.FileMode // everything below it but what we keep in stateDir, links not followed
	foreign map[string]fs.FileMode // of entries, what is not ours
}

func (s *survey) close() {
	if s.root != nil {
		s.root.Close()
	}
}

// surveyDir walks the directory name of parent.
func surveyDir(parent *os.Root, name string) (*survey, error) {
	s := &survey{entries: map[string]fs.FileMode{}, foreign: map[string]fs.FileMode{}}
	info, err := parent.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	s.info = info
	if s.root, err = parent.OpenRoot(name); err != nil {
		return nil, err
	}
	s.ours, err = readManifests(s.root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.close()
		return nil, err
	}
	_, err = s.root.Lstat(pendingPath)
	s.pending = err == nil
	dirs := s.ours.dirs()
	err = fs.WalkDir(s.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isState(p) {
			if d.IsDir() && p != stateDir {
				return fs.SkipDir
			}
			return nil
		}
		if p == "." {
			return nil
		}
		s.entries[p] = d.Type()
		if d.IsDir() && !dirs[p] || !d.IsDir() && (s.ours[p] == nil || !d.Type().IsRegular()) {
			s.foreign[p] = d.Type()
		}
		if d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir // in place then, and left alone
		}
		return nil
	})
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// isState tells whether a path is one of those under which we keep state.
func isState(p string) bool {
	return p == stateDir || p == manifestPath || p == pendingPath || p == stagingPath || p == stagePath || p == stateDir+"/lock"
}

// The ways in which a file of the new site can be in the output.
type fileState int

const (
	fileMissing fileState = iota
	fileSame
	fileChanged
	fileEdited  // ours, but changed by hand
	fileForeign // not ours, and other bytes than the site's
)

// compare tells how the output has the file at name that is to be e, and the
// stamp of one that is the same. at identifies the bytes that it has.
func (s *survey) compare(name string, e entry, at func(name string) (entry, source.Stamp, error)) (fileState, source.Stamp, error) {
	mode, exists := s.entries[name]
	if !exists || mode.IsDir() {
		return fileMissing, source.Stamp{}, nil
	}
	_, foreign := s.foreign[name]
	if foreign && !mode.IsRegular() {
		return fileForeign, source.Stamp{}, nil
	}
	there, stamp, err := at(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileMissing, source.Stamp{}, nil
	case err != nil:
		return fileMissing, source.Stamp{}, err
	case there == e:
		return fileSame, stamp, nil
	case foreign:
		return fileForeign, source.Stamp{}, nil
	case !s.ours.has(name, there):
		return fileEdited, source.Stamp{}, nil
	}
	return fileChanged, source.Stamp{}, nil
}

// stale gives what is ours and not of the new site: the files to remove, and
// those that were changed by hand, which are no longer ours.
func (s *survey) stale(has func(name string) bool) (remove, keep []string, err error) {
	for name := range s.ours {
		if has(name) {
			continue
		}
		if _, exists := s.entries[name]; !exists || s.foreign[name] != 0 {
			continue
		}
		there, _, err := entryAt(s.root, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if s.ours.has(name, there) {
			remove = append(remove, name)
		} else {
			keep = append(keep, name)
		}
	}
	slices.Sort(remove)
	slices.Sort(keep)
	return remove, keep, nil
}

// removeEmpty removes the directory dir and those above it as long as they are
// empty and ours.
func removeEmpty(root *os.Root, dir string, ours map[string]bool) {
	for ; dir != "." && ours[dir]; dir = path.Dir(dir) {
		if root.Remove(dir) != nil { // not empty
			return
		}
	}
}

// below tells whether name lies in the directory dir.
func below(name, dir string) bool { return strings.HasPrefix(name, dir+"/") }
