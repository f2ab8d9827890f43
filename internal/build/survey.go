package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"github.com/planfolio/planfolio/internal/source"
)

// A survey is what lies in the output before it is published to. Until the
// output is walked, what a file is is found out when it is asked for.
type survey struct {
	root    *os.Root               // nil where the output does not exist
	info    fs.FileInfo            // of the output; nil where it does not exist
	ours    owned                  // nil where no manifest says that anything is
	listed  recordedFiles          // in place of ours, until the output is walked: what the manifest lists
	pending bool                   // an in-place build has died here
	entries map[string]fs.FileMode // everything below it but what we keep in stateDir, links not followed; nil until it is walked
	foreign map[string]fs.FileMode // of entries, what is not ours
}

func (s *survey) close() {
	if s.root != nil {
		s.root.Close()
	}
}

// openSurvey begins the survey of the directory name of parent.
func openSurvey(parent *os.Root, name string) (*survey, error) {
	s := &survey{}
	info, err := parent.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		s.entries = map[string]fs.FileMode{}
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	s.info = info
	if s.root, err = parent.OpenRoot(name); err != nil {
		return nil, err
	}
	_, err = s.root.Lstat(pendingPath)
	s.pending = err == nil
	return s, nil
}

// walk reads the manifest, where its files are not known, and walks the output.
func (s *survey) walk() (err error) {
	if s.entries != nil {
		return nil
	}
	if s.listed != nil {
		s.ours, s.listed = s.listed.owned(), nil
	} else if s.ours, err = readManifests(s.root); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.entries, s.foreign = map[string]fs.FileMode{}, map[string]fs.FileMode{}
	dirs := s.ours.dirs()
	return fs.WalkDir(s.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
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
}

// unclaimed tells whether no manifest says that anything is ours.
func (s *survey) unclaimed() bool { return s.ours == nil && s.listed == nil }

// at tells what lies at name, links not followed, and whether it is anything but
// a file of ours.
func (s *survey) at(name string) (mode fs.FileMode, foreign, exists bool, err error) {
	if s.entries != nil {
		mode, exists = s.entries[name]
		_, foreign = s.foreign[name]
		return mode, foreign, exists, nil
	}
	info, err := s.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return 0, false, false, nil
	}
	if err != nil {
		return 0, false, false, err
	}
	mode = info.Mode().Type()
	return mode, !mode.IsDir() && (s.listed.find(name) == nil || !mode.IsRegular()), true, nil
}

// wrote gives the bytes that we may have put at name.
func (s *survey) wrote(name string) []entry {
	if s.listed == nil {
		return s.ours[name]
	}
	if f := s.listed.find(name); f != nil {
		return []entry{f.entry()}
	}
	return nil
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
	mode, foreign, exists, err := s.at(name)
	if err != nil || !exists || mode.IsDir() {
		return fileMissing, source.Stamp{}, err
	}
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
	case !slices.Contains(s.wrote(name), there):
		return fileEdited, source.Stamp{}, nil
	}
	return fileChanged, source.Stamp{}, nil
}

// gone gives what is ours and not of the new site, sorted.
func (p *publishing) gone() []string {
	var gone []string
	for name := range p.old.ours {
		if !p.has(name) {
			gone = append(gone, name)
		}
	}
	slices.Sort(gone)
	next := p.files
	for i := range p.old.listed {
		name := p.old.listed[i].path
		for len(next) > 0 && next[0].path < name {
			next = next[1:]
		}
		if !isState(name) && (len(next) == 0 || next[0].path != name) {
			gone = append(gone, name)
		}
	}
	return gone
}

// stale divides what is ours and not of the new site into the files to remove,
// and those that were changed by hand, which are no longer ours.
func (s *survey) stale(gone []string) (remove, keep []string, err error) {
	for _, name := range gone {
		mode, _, exists, err := s.at(name)
		if err != nil {
			return nil, nil, err
		}
		if !exists || !mode.IsRegular() {
			continue
		}
		there, _, err := entryAt(s.root, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if slices.Contains(s.wrote(name), there) {
			remove = append(remove, name)
		} else {
			keep = append(keep, name)
		}
	}
	return remove, keep, nil
}

// removeEmpty removes the directory dir, in which a file of ours lay, and those
// above it as long as they are empty.
func removeEmpty(root *os.Root, dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if root.Remove(dir) != nil { // not empty
			return
		}
	}
}

// below tells whether name lies in the directory dir.
func below(name, dir string) bool { return strings.HasPrefix(name, dir+"/") }
