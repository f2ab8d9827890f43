package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"

	"github.com/planfolio/planfolio/internal/source"
)

// A stage is a new directory, all of ours, in which the files of a site are put.
// Several goroutines may do so at a time.
type stage struct {
	root *os.Root
	dir  *os.File // the same

	mu   sync.RWMutex
	dirs map[string]bool // that are there
}

// openStage opens the directory name of parent, which is empty.
func openStage(parent *os.Root, name string) (*stage, error) {
	root, err := parent.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	dir, err := root.Open(".")
	if err != nil {
		root.Close()
		return nil, err
	}
	return &stage{root: root, dir: dir, dirs: map[string]bool{".": true}}, nil
}

func (s *stage) close() {
	s.dir.Close()
	s.root.Close()
}

// mkdirs makes a directory and those above it, where they are not there.
func (s *stage) mkdirs(dir string) error {
	s.mu.RLock()
	made := s.dirs[dir]
	s.mu.RUnlock()
	if made {
		return nil
	}
	if err := s.mkdirs(path.Dir(dir)); err != nil {
		return err
	}
	if err := s.mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) { // several may make it at a time
		return err
	}
	s.mu.Lock()
	s.dirs[dir] = true
	s.mu.Unlock()
	return nil
}

// write makes a file that is not there yet, with the directories above it, and
// gives its stamp.
func (s *stage) write(name string, data []byte) (source.Stamp, error) {
	if err := s.mkdirs(path.Dir(name)); err != nil {
		return source.Stamp{}, err
	}
	return s.create(name, data)
}

// writeNew writes a file that is not there yet, and gives its stamp.
func writeNew(root *os.Root, name string, data []byte) (stamp source.Stamp, err error) {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return stamp, err
	}
	if _, err = f.Write(data); err == nil {
		var info fs.FileInfo
		if info, err = f.Stat(); err == nil {
			stamp = source.StampOf(info)
		}
	}
	return stamp, errors.Join(err, f.Close())
}
