package serve

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"time"
)

// How long to wait for more before anything is built: saving a file is two or
// three events within a millisecond, and the reader waits for it; of a checkout
// of a hundred files, the last one counts.
const (
	graceInterval = 3 * time.Millisecond
	quietInterval = 50 * time.Millisecond
	longestWait   = 500 * time.Millisecond

	fewPaths = 4   // that one save can touch: the file, a temporary one, a backup
	allPaths = 256 // from which on everything is looked at
)

// A look says where something may have changed.
type look struct {
	everywhere bool
	paths      map[string]bool // of the system
}

// add takes in another look.
func (l *look) add(other look) {
	l.everywhere = l.everywhere || other.everywhere
	for path := range other.paths {
		l.at(path)
	}
}

func (l *look) at(path string) {
	if l.paths == nil {
		l.paths = make(map[string]bool)
	}
	l.paths[path] = true
	l.everywhere = l.everywhere || len(l.paths) > allPaths
}

// where lists the paths, sorted; nil for everywhere.
func (l *look) where() []string {
	if l.everywhere {
		return nil
	}
	list := make([]string, 0, len(l.paths))
	for path := range l.paths {
		list = append(list, path)
	}
	slices.Sort(list)
	return list
}

// unfinished tells whether more is likely to come: of many files, or into one
// that was emptied to be written.
func (l *look) unfinished() bool {
	if len(l.paths) > fewPaths {
		return true
	}
	for path := range l.paths {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeType == 0 && info.Size() == 0 {
			return true
		}
	}
	return false
}

// settle passes on that something happened when nothing has for grace, or for
// quiet where more is likely to come, or when something has been happening for
// longest.
func settle(ctx context.Context, in <-chan struct{}, unfinished func() bool) <-chan struct{} {
	out := make(chan struct{})
	go func() {
		var calm, late <-chan time.Time // nil while nothing has happened
		waited := false                 // for quiet, since something last happened
		for {
			select {
			case <-ctx.Done():
				return
			case <-in:
				calm, waited = time.After(graceInterval), false
				if late == nil {
					late = time.After(longestWait)
				}
				continue
			case <-calm:
				if !waited && unfinished() {
					calm, waited = time.After(quietInterval-graceInterval), true
					continue
				}
			case <-late:
			}
			calm, late = nil, nil
			select {
			case out <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
