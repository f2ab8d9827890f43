package build

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// stagePrefix begins the names of stages of the output.
func (p *publishing) stagePrefix() string { return "." + p.name + ".stage-" }

// heal clears away what dead builds left beside the output. We hold the lock,
// so every stage that is there is one of the dead.
func (p *publishing) heal() error {
	entries, err := fs.ReadDir(p.parent.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), p.stagePrefix()) {
			p.step("heal")
			p.healStage(e.Name())
		}
	}
	return nil
}

// healStage clears away one leftover, as far as it is ours; what cannot be
// removed is no reason not to build.
func (p *publishing) healStage(name string) {
	if _, err := p.parent.Lstat(name + "/" + stagingPath); err == nil {
		// Unfinished: whatever is in it was made by us or is a link to what
		// the output has. The mark goes last, should we be killed here too.
		entries, _ := fs.ReadDir(p.parent.FS(), name)
		for _, e := range entries {
			if e.Name() != stateDir {
				_ = p.parent.RemoveAll(name + "/" + e.Name())
			}
		}
		_ = p.parent.RemoveAll(name)
		return
	}
	if _, err := p.parent.Lstat(name + "/" + manifestPath); err == nil {
		p.cleanTree(name)
		return
	}
	// Made and not yet marked, or cleaned but for itself; else not ours to judge.
	_ = p.parent.Remove(name + "/" + stateDir)
	_ = p.parent.Remove(name)
}

// cleanTree clears away a whole tree beside the output: the old site after an
// exchange, or a stage that was finished and never exchanged. It removes what
// the output has too, and what is ours by the tree's own manifest. Anything
// else, such as a file that somebody put there during the build, is moved to
// the output, or stays.
func (p *publishing) cleanTree(name string) {
	tree, err := p.parent.OpenRoot(name)
	if err != nil {
		return
	}
	defer tree.Close()
	ours, _ := readManifests(tree)
	current := make(owned)
	if out, err := p.parent.OpenRoot(p.name); err == nil {
		if m, err := readManifests(out); err == nil {
			current = m
		}
		out.Close()
	}
	var dirs []string
	whole := true
	_ = fs.WalkDir(tree.FS(), ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			whole = false
		case d.IsDir():
			dirs = append(dirs, file)
		case isState(file): // last
		case p.superfluous(tree, file, d, ours, current):
			p.step("remove " + file)
			_ = tree.Remove(file)
		case p.moveBack(name, file) != nil:
			whole = false
		}
		return nil
	})
	slices.Sort(dirs)
	for _, dir := range slices.Backward(dirs) {
		if dir != "." && dir != stateDir {
			_ = tree.Remove(dir)
		}
	}
	if !whole {
		return
	}
	p.step("remove manifest")
	for _, file := range []string{pendingPath, manifestPath, stateDir} {
		_ = tree.Remove(file)
	}
	p.step("remove tree")
	_ = p.parent.Remove(name)
}

// superfluous tells whether a file of the old tree may go.
func (p *publishing) superfluous(tree *os.Root, file string, d fs.DirEntry, ours, current owned) bool {
	there, err := p.parent.Lstat(p.name + "/" + file)
	info, infoErr := d.Info()
	if err == nil && infoErr == nil {
		if os.SameFile(there, info) {
			return true
		}
		if d.Type()&fs.ModeSymlink != 0 && there.Mode()&fs.ModeSymlink != 0 {
			a, err1 := tree.Readlink(file)
			b, err2 := p.parent.Readlink(p.name + "/" + file)
			return err1 == nil && err2 == nil && a == b
		}
	}
	if ours[file] == nil || !d.Type().IsRegular() {
		return false
	}
	if current[file] != nil {
		return true // the site has it anew
	}
	e, _, err := entryAt(tree, file)
	return err == nil && ours.has(file, e)
}

// moveBack gives the output a file that only the old tree has.
func (p *publishing) moveBack(name, file string) error {
	to := p.name + "/" + file
	if err := p.parent.MkdirAll(path.Dir(to), 0o777); err != nil {
		return err
	}
	if err := p.parent.Link(name+"/"+file, to); err != nil { // fails where something is there
		return err
	}
	return p.parent.Remove(name + "/" + file)
}
