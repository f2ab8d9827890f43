package build

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// exchangeable tells whether the output can be exchanged as a whole. A mount
// point cannot; a working copy must not, since git's own files would be others;
// nor may the directory that this process or its shell stands in; nor one whose
// owner we cannot give to its successor, or with things in it that cannot be
// linked.
func (p *publishing) exchangeable() bool {
	if p.old.info == nil {
		return true
	}
	if p.old.has(".git") {
		return false
	}
	for _, mode := range p.old.foreign {
		if mode.Type()&^(fs.ModeDir|fs.ModeSymlink) != 0 {
			return false
		}
	}
	if wd, err := os.Getwd(); err == nil && p.holds(p.old.info, wd) {
		return false
	}
	above, err := p.parent.Stat(".")
	return err == nil && sameDevice(above, p.old.info) && ownedByUs(p.old.info)
}

func (s *survey) has(name string) bool { _, ok := s.entries[name]; return ok }

// exchangeWhole publishes by exchange.
func (p *publishing) exchangeWhole(ctx context.Context) error {
	name := "." + p.name + ".stage-" + rand.Text()[:12]
	p.step("stage")
	if err := p.parent.Mkdir(name, 0o777); err != nil {
		if p.old.info != nil && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
			return errCannotExchange
		}
		return err
	}
	to, err := openStage(p.parent, name)
	if err == nil {
		err = p.fillStage(ctx, to, name)
		to.close()
	}
	if err == nil {
		err = p.commit(name)
	}
	if err != nil {
		_ = p.parent.RemoveAll(name) // all in it is a copy or link of ours
		return err
	}
	p.step("exchanged")
	_ = p.sync(filepath.Dir(p.path), false)
	p.step("clean")
	defer p.result.measure.stage("clean")()
	if p.old.info != nil {
		p.cleanTree(name) // what fails here is healed by the next build
	}
	return nil
}

// fillStage makes the whole new directory: our files, and everything else that
// the output holds.
func (p *publishing) fillStage(ctx context.Context, to *stage, name string) error {
	p.step("mark")
	if _, err := to.write(stagingPath, nil); err != nil {
		return err
	}
	if p.old.info != nil {
		if err := p.probe(name); err != nil {
			return err
		}
		if err := sameMode(to.root, ".", p.old.info.Mode()); err != nil {
			return err
		}
	}
	if err := p.stageFiles(ctx, to); err != nil {
		return err
	}
	if err := p.linkSame(ctx, to, name); err != nil {
		return err
	}
	if err := p.linkForeign(to, name); err != nil {
		return err
	}
	p.step("manifest")
	if err := p.writeManifest(to, manifestPath); err != nil {
		return err
	}
	p.step("unmark")
	if err := to.root.Remove(stagingPath); err != nil {
		return err
	}
	p.step("sync")
	defer p.result.measure.stage("sync")()
	return p.sync(p.above(name), true)
}

// probe tries an exchange of two empty directories in the stage.
func (p *publishing) probe(name string) error {
	a, b := name+"/"+stateDir+"/a", name+"/"+stateDir+"/b"
	if err := errors.Join(p.parent.Mkdir(a, 0o777), p.parent.Mkdir(b, 0o777)); err != nil {
		return err
	}
	err := exchangeDirs(p.above(a), p.above(b))
	if err := errors.Join(p.parent.Remove(a), p.parent.Remove(b)); err != nil {
		return err
	}
	if err != nil {
		return errCannotExchange
	}
	return nil
}

func (p *publishing) above(name string) string {
	return filepath.Join(filepath.Dir(p.path), filepath.FromSlash(name))
}

// linkSame links the files that stay as they are into the stage.
func (p *publishing) linkSame(ctx context.Context, to *stage, name string) error {
	if p.old.root == nil {
		return nil
	}
	return each(ctx, p.jobs(), len(p.files), func(i int) error {
		f := &p.files[i]
		if f.state != fileSame {
			return nil
		}
		if err := to.mkdirs(path.Dir(f.path)); err != nil {
			return err
		}
		p.step("link " + f.path)
		if err := p.parent.Link(p.name+"/"+f.path, name+"/"+f.path); err == nil {
			return nil
		}
		data, err := readRegular(p.old.root, f.path, f.entry.Size)
		if err == nil {
			f.stamp, err = to.create(f.path, data)
		}
		return err
	})
}

// linkForeign links what is not ours into the stage, and what was ours until
// somebody changed it.
func (p *publishing) linkForeign(to *stage, name string) error {
	if p.old.root == nil {
		return nil
	}
	remove, keep, err := p.old.stale(p.gone())
	if err != nil {
		return err
	}
	p.done.Removed, p.done.Kept = len(remove), keep
	for file := range p.old.foreign {
		keep = append(keep, file)
	}
	slices.Sort(keep) // directories before what is in them
	keep = slices.DeleteFunc(keep, func(file string) bool {
		return p.has(file) // adopted: it has the very bytes of the site's
	})
	for _, file := range keep {
		if err := p.linkOne(to, name, file); err != nil {
			return err
		}
	}
	for _, file := range slices.Backward(keep) { // when nothing more has to be put into them
		if !p.old.entries[file].IsDir() {
			continue
		}
		info, err := p.old.root.Lstat(file)
		if err == nil {
			err = sameMode(to.root, file, info.Mode())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *publishing) linkOne(to *stage, name, file string) error {
	mode := p.old.entries[file]
	if mode.IsDir() {
		return to.mkdirs(file)
	}
	if err := to.mkdirs(path.Dir(file)); err != nil {
		return err
	}
	p.step("link " + file)
	if mode&fs.ModeSymlink != 0 {
		target, err := p.old.root.Readlink(file)
		if err != nil {
			return err
		}
		return to.root.Symlink(target, file)
	}
	err := p.parent.Link(p.name+"/"+file, name+"/"+file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it went away meanwhile
	}
	if err != nil {
		return errCannotExchange // somebody else's, or on another device: it has to stay where it is
	}
	return nil
}

// commit puts the stage in the output's place.
func (p *publishing) commit(name string) error {
	p.step("exchange")
	if p.old.info == nil {
		return p.parent.Rename(name, p.name)
	}
	err := exchangeDirs(p.above(name), p.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errCannotExchange // such as a mount point on the same device
	}
	return err
}
