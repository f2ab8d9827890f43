package serve

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/planfolio/planfolio/internal/build"
)

// How often everything is looked at without being told to.
const (
	pollInterval = time.Second      // where the system cannot tell
	rescueAfter  = 2 * time.Second  // while the plans cannot be read
	rescueAlways = 30 * time.Second // in case an event was lost
)

// A watcher says when and where something may have changed, never what: that is
// found by looking. Directories are watched, not files: an editor that saves by
// renaming replaces the file.
type watcher struct {
	opts  Options
	again chan struct{} // something may have changed

	mu      sync.Mutex
	pending look              // where, since it was last taken
	covered *build.Result     // that the directories are watched of
	native  *fsnotify.Watcher // nil when polling
	watched map[string]bool
	stop    context.CancelFunc // of polling
}

func newWatcher(opts Options) (*watcher, error) {
	w := &watcher{opts: opts, again: make(chan struct{}, 1), watched: make(map[string]bool)}
	if opts.Poll > 0 {
		w.poll(opts.Poll)
		return w, nil
	}
	native, err := fsnotify.NewWatcher()
	if err != nil {
		w.opts.Log.Printf("cannot watch for changes (%v): looking every %s instead", err, pollInterval)
		w.poll(pollInterval)
		return w, nil
	}
	w.native = native
	go w.listen(native)
	return w, nil
}

func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.native != nil {
		w.native.Close()
		w.native = nil
	}
	if w.stop != nil {
		w.stop()
	}
}

// look asks for everything to be looked at again.
func (w *watcher) look() { w.lookAt(look{everywhere: true}) }

// lookAt asks for a look.
func (w *watcher) lookAt(l look) {
	w.mu.Lock()
	w.pending.add(l)
	w.mu.Unlock()
	select {
	case w.again <- struct{}{}:
	default: // it has been asked already
	}
}

// take gives where to look, and forgets it.
func (w *watcher) take() look {
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.pending
	w.pending = look{}
	return l
}

// unfinished tells whether more is likely to come.
func (w *watcher) unfinished() bool {
	w.mu.Lock()
	l := look{paths: maps.Clone(w.pending.paths)}
	w.mu.Unlock()
	return l.unfinished()
}

// poll looks again at every interval.
func (w *watcher) poll(interval time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	go func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				w.look()
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (w *watcher) listen(native *fsnotify.Watcher) {
	for {
		select {
		case e, ok := <-native.Events:
			if !ok {
				return
			}
			if e.Op == fsnotify.Chmod || noise(e.Name) {
				continue
			}
			if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
				w.forget(e.Name)
			}
			w.lookAt(look{paths: map[string]bool{e.Name: true}})
		case err, ok := <-native.Errors:
			if !ok {
				return
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.opts.Log.Printf("watching: %v", err)
			}
			w.look() // whatever was lost is found
		}
	}
}

// noise tells the files that editors keep beside the one that they edit.
func noise(path string) bool {
	name := filepath.Base(path)
	return name == "4913" || name[len(name)-1] == '~' || // Vim's probe and backups
		len(name) > 4 && name[0] == '.' && (filepath.Ext(name) == ".swp" || filepath.Ext(name) == ".swx") ||
		len(name) > 2 && name[:2] == ".#" // Emacs's locks
}

// forget drops a directory that has gone, or has been replaced by another of its
// name, so that cover watches what is there then.
func (w *watcher) forget(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watched[path] {
		delete(w.watched, path)
		w.covered = nil
		if w.native != nil {
			_ = w.native.Remove(path) // mostly gone by itself
		}
	}
}

// cover watches every directory that result was made from, and no other. Where
// it watches one that it did not before, everything is looked at once more: what
// came into it meanwhile was not seen.
//
// Where a result has the directories and the theme of the one before there is
// nothing to do, unless one of them was forgotten.
func (w *watcher) cover(result *build.Result) {
	w.mu.Lock()
	before := w.covered
	w.covered = result
	w.mu.Unlock()
	if before != nil && before.Theme == result.Theme && len(result.ThemeFaults()) == 0 && slices.Equal(before.Site.Facts.Tree.Dirs, result.Site.Facts.Tree.Dirs) {
		return
	}
	if w.update(w.directories(result)) {
		w.look()
	}
}

func (w *watcher) update(dirs map[string]bool) (added bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.native == nil {
		return false
	}
	for dir := range w.watched {
		if !dirs[dir] {
			_ = w.native.Remove(dir)
			delete(w.watched, dir)
		}
	}
	for dir := range dirs {
		if w.watched[dir] {
			continue
		}
		err := w.native.Add(dir)
		switch {
		case err == nil:
			w.watched[dir] = true
			added = true
		case errors.Is(err, fs.ErrNotExist):
		case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
			w.opts.Log.Printf("the system does not let more than %d directories be watched: looking every %s instead (on Linux, raise fs.inotify.max_user_watches)", len(w.watched), pollInterval)
			w.native.Close()
			w.native = nil
			w.poll(pollInterval)
			return true
		default:
			w.opts.Log.Printf("cannot watch %s: %v", dir, err)
		}
	}
	return added
}

// directories are those of the plans, of the theme, and those that hold single
// files.
func (w *watcher) directories(result *build.Result) map[string]bool {
	dirs := make(map[string]bool)
	for _, dir := range result.Site.Facts.Tree.Dirs {
		dirs[filepath.Join(w.opts.Dir, filepath.FromSlash(dir))] = true
	}
	for _, file := range w.opts.Files {
		dirs[filepath.Dir(file)] = true
	}
	if w.opts.ThemeDir != "" {
		dirs[filepath.Dir(w.opts.ThemeDir)] = true // where it may come to be
		_ = filepath.WalkDir(w.opts.ThemeDir, func(path string, d os.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				dirs[path] = true
			}
			return nil
		})
	}
	return dirs
}
