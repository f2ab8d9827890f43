package build

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// inPlace publishes file by file: what has changed is staged within the output,
// then moved to its place, so that each file is whole at any time. Until all is
// done the pending manifest says what may be ours; a build that finds one heals.
func (p *publishing) inPlace(ctx context.Context) error {
	root, err := p.openInPlace()
	if err != nil {
		return err
	}
	defer root.Close()
	p.step("stage")
	if err := root.RemoveAll(stagePath); err != nil {
		return err
	}
	if err := root.MkdirAll(stagePath, 0o777); err != nil {
		return err
	}
	remove, err := p.stageInPlace(ctx, root)
	if err != nil {
		_ = root.RemoveAll(stagePath)
		p.removeState(root)
		return err
	}
	return p.moveInPlace(root, remove)
}

// openInPlace opens the output, which is made where it does not exist.
func (p *publishing) openInPlace() (*os.Root, error) {
	if err := p.parent.Mkdir(p.name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return p.parent.OpenRoot(p.name)
}

// stageInPlace makes every changed file under stagePath, and gives the files
// that are to be removed.
func (p *publishing) stageInPlace(ctx context.Context, root *os.Root) (remove []string, err error) {
	to, err := openStage(root, stagePath)
	if err != nil {
		return nil, err
	}
	defer to.close()
	if err := p.stageFiles(ctx, to); err != nil {
		return nil, err
	}
	remove, keep, err := p.old.stale(p.gone())
	if err != nil {
		return nil, err
	}
	p.done.InPlace, p.done.Removed, p.done.Kept = true, len(remove), keep
	if _, err := to.write("pending", p.pending(remove).encode()); err != nil {
		return nil, err
	}
	if err := p.writeManifest(to, "manifest"); err != nil {
		return nil, err
	}
	p.step("sync")
	defer p.result.measure.stage("sync")()
	return remove, p.syncStaged(ctx)
}

// syncSingly is up to how many files each is written to the disk by itself. The
// whole file system, which is one call for however many, may have much more to
// write than what is ours.
const syncSingly = 64

// syncStaged writes to the disk what was staged.
func (p *publishing) syncStaged(ctx context.Context) error {
	names := append(p.changed(), "pending", "manifest")
	if len(names) > syncSingly {
		return p.sync(p.path, true)
	}
	return p.syncEach(ctx, names, stagePath)
}

// syncMoved writes to the disk where the changed files are by now, and which are gone.
func (p *publishing) syncMoved(changed, removed []string) error {
	dirs := map[string]bool{stateDir: true}
	for _, list := range [][]string{changed, removed} {
		for _, name := range list {
			for d := path.Dir(name); !dirs[d]; d = path.Dir(d) {
				dirs[d] = true
			}
		}
	}
	if len(dirs) > syncSingly {
		return p.sync(p.path, true)
	}
	names := slices.Sorted(maps.Keys(dirs))
	names = slices.DeleteFunc(names, func(d string) bool { return !p.there(d) }) // removed with what was in it
	return p.syncEach(context.Background(), names, ".")                          // all is done, and must not be taken back
}

// syncEach writes files and directories to the disk: some at a time, which cost
// the disk about as much as one.
func (p *publishing) syncEach(ctx context.Context, names []string, below string) error {
	return each(ctx, 8, len(names), func(i int) error {
		return p.sync(filepath.Join(p.path, filepath.FromSlash(path.Join(below, names[i]))), false)
	})
}

// there tells whether the output has a directory.
func (p *publishing) there(dir string) bool {
	info, err := os.Lstat(filepath.Join(p.path, filepath.FromSlash(dir)))
	return err == nil && info.IsDir()
}

// pending is the manifest of what may be ours beside what the old manifest
// says, and the new one that takes its place later: what is written, and what is
// to be removed. Where an earlier build has died, nobody knows what it left, so
// it is everything.
func (p *publishing) pending(remove []string) *manifest {
	m := &manifest{Tool: p.Tool, Schema: manifestSchema, Files: map[string]entry{}, Before: p.old.ours}
	for i := range p.files {
		if f := &p.files[i]; p.old.pending || f.state != fileSame {
			m.Files[f.path] = f.entry
		}
	}
	if !p.old.pending {
		m.Before = make(owned, len(remove))
		for _, name := range remove {
			m.Before[name] = p.old.wrote(name)
		}
	}
	return m
}

// moveInPlace moves the staged files to their places: first what pages load,
// then the pages, then the manifest; what is no longer part of the site goes last.
func (p *publishing) moveInPlace(root *os.Root, remove []string) (err error) {
	defer p.result.measure.stage("move")()
	p.step("pending")
	if err := root.Rename(stagePath+"/pending", pendingPath); err != nil {
		return err
	}
	removed := remove
	if remove, err = p.makeWay(root, remove); err != nil {
		return err
	}
	changed := p.changed()
	slices.SortStableFunc(changed, func(a, b string) int { return cmp.Compare(moveRank(a), moveRank(b)) })
	for _, name := range changed {
		if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
			return err
		}
		p.step("move " + name)
		if err := root.Rename(stagePath+"/"+name, name); err != nil {
			return err
		}
	}
	p.step("manifest")
	if err := root.Rename(stagePath+"/manifest", manifestPath); err != nil {
		return err
	}
	if err := p.removeStale(root, remove); err != nil {
		return err
	}
	if p.old.pending {
		for dir := range p.old.ours.dirs() { // those that a dead build has made and not filled
			if p.old.has(dir) {
				removeEmpty(root, dir)
			}
		}
	}
	p.step("sync again")
	if err := p.syncMoved(changed, removed); err != nil {
		return err
	}
	p.step("settle")
	_ = root.RemoveAll(stagePath)
	return root.Remove(pendingPath)
}

// moveRank orders what is moved: files that pages load before the pages.
func moveRank(name string) int {
	switch {
	case below(name, "assets"):
		return 0
	case !isPage(name):
		return 1
	}
	return 2
}

// makeWay removes, of the files to remove, those that stand where the site has
// a directory or lie in one where the site has a file. It gives the others.
func (p *publishing) makeWay(root *os.Root, remove []string) ([]string, error) {
	if len(remove) == 0 {
		return nil, nil
	}
	needed := make(map[string]bool)
	for i := range p.files {
		for d := path.Dir(p.files[i].path); !needed[d]; d = path.Dir(d) {
			needed[d] = true
		}
	}
	var now, later []string
	for _, name := range remove {
		inTheWay := needed[name]
		for d := path.Dir(name); d != "." && !inTheWay; d = path.Dir(d) {
			inTheWay = p.has(d)
		}
		if inTheWay {
			now = append(now, name)
		} else {
			later = append(later, name)
		}
	}
	return later, p.removeStale(root, now)
}

// removeStale removes files and the directories that are empty then.
func (p *publishing) removeStale(root *os.Root, remove []string) error {
	folded := make(map[string]string)
	if len(remove) > 0 {
		for i := range p.files {
			folded[strings.ToLower(p.files[i].path)] = p.files[i].path
		}
	}
	for _, name := range remove {
		if other, ok := folded[strings.ToLower(name)]; ok && sameFileIn(root, name, other) {
			continue // one file where case is folded
		}
		p.step("remove " + name)
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removeEmpty(root, path.Dir(name))
	}
	return nil
}

func sameFileIn(root *os.Root, a, b string) bool {
	x, err1 := root.Lstat(a)
	y, err2 := root.Lstat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// removeState removes what we keep in a directory that we have not published to.
func (p *publishing) removeState(root *os.Root) {
	if p.old.unclaimed() {
		_ = root.Remove(stateDir)
	}
}
