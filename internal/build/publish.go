package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Published tells what Publish did.
type Published struct {
	Files     int      // of the site
	Bytes     int64    // of these files
	Written   int      // new or changed
	Unchanged int      // not written again
	Removed   int      // no longer part of the site
	Replaced  []string // ours, changed by hand, and made anew
	Kept      []string // ours once, but changed by hand, so no longer ours
	InPlace   bool     // file by file, because the directory could not be exchanged as a whole
}

// errCannotExchange says that a directory has to be published in place.
var errCannotExchange = errors.New("the directory cannot be exchanged")

// Publish writes the site of r to the directory.
//
// The new site is staged beside the old one, unchanged files and files that are
// not ours linked into it; then the two directories are exchanged in one step.
// Whoever reads meanwhile, and whenever the process is killed, it is exactly the
// old or exactly the new site that is there. Where a directory cannot be
// exchanged, each file is, and the next build heals what a killed one left.
//
// Only what the manifest names, unchanged since, is ever deleted. Publish fails
// with a *RefusedError or an *OutputError, or with ctx's error; the old site is
// then as it was.
func (o *Output) Publish(ctx context.Context, r *Result) (Published, error) {
	done, err := o.publish(ctx, r)
	switch {
	case err == nil:
		return done, nil
	case ctx.Err() != nil:
		return Published{}, ctx.Err()
	}
	return Published{}, o.outputError(err)
}

func (o *Output) publish(ctx context.Context, r *Result) (Published, error) {
	parent, err := os.OpenRoot(filepath.Dir(o.path))
	if err != nil {
		return Published{}, err
	}
	defer parent.Close()
	p := &publishing{Output: o, result: r, parent: parent, name: filepath.Base(o.path)}
	end := r.measure.stage("survey")
	if err := p.heal(); err != nil {
		return Published{}, err
	}
	if p.old, err = surveyDir(parent, p.name); err != nil {
		return Published{}, err
	}
	defer p.old.close()
	end()
	if err := o.refuseConflicts(p.old, r.paths); err != nil {
		return Published{}, err
	}
	if p.exchangeable() {
		err := p.exchangeWhole(ctx)
		if !errors.Is(err, errCannotExchange) {
			return p.done, err
		}
	}
	err = p.inPlace(ctx)
	return p.done, err
}

// publishing is one run of Publish.
type publishing struct {
	*Output
	result *Result
	parent *os.Root // of the directory above the output
	name   string   // of the output in it
	old    *survey

	mu      sync.Mutex
	files   map[string]entry // of the new site
	changed []string         // those that have to be written
	dirs    map[string]bool  // made in the stage
	done    Published
}

// stageFiles makes every file of the site: put is called with the files that the
// output does not have as they are to be, keep with the others.
func (p *publishing) stageFiles(ctx context.Context, put func(path string, data []byte) error, keep func(path string) error) error {
	p.files, p.changed, p.dirs, p.done = make(map[string]entry), nil, make(map[string]bool), Published{}
	jobs := p.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	paths := p.result.paths
	var made atomic.Int64
	var conflicts []string
	end := p.result.measure.stage("pages")
	err := each(ctx, jobs, len(paths), func(i int) error {
		path := paths[i]
		data, err := p.result.file(path, false)
		if err != nil {
			return err
		}
		lap := p.result.measure.lap(path)
		e := entryOf(data)
		state, err := p.old.compare(path, e)
		if err != nil {
			return err
		}
		p.mu.Lock()
		p.files[path] = e
		switch state {
		case fileForeign:
			conflicts = append(conflicts, path)
		case fileSame:
			p.done.Unchanged++
		case fileEdited:
			p.done.Replaced = append(p.done.Replaced, path)
			fallthrough
		default:
			p.done.Written++
			p.changed = append(p.changed, path)
		}
		p.mu.Unlock()
		if state == fileSame {
			err = keep(path)
		} else if state != fileForeign {
			err = put(path, data)
		}
		lap.end(partWrite)
		if p.Progress != nil {
			p.Progress(int(made.Add(1)), len(paths))
		}
		return err
	})
	end()
	if err != nil {
		return err
	}
	if len(conflicts) > 0 {
		return p.conflict(conflicts)
	}
	slices.Sort(p.changed)
	slices.Sort(p.done.Replaced)
	p.done.Files = len(paths)
	for _, e := range p.files {
		p.done.Bytes += e.Size
	}
	return nil
}

// manifest lists the new site.
func (p *publishing) manifest() *manifest {
	return &manifest{Tool: p.Tool, Schema: manifestSchema, Files: p.files}
}

// write makes a file of a stage, with the directories above it.
func (p *publishing) write(stage *os.Root, name string, data []byte) error {
	if err := p.mkdirs(stage, path.Dir(name)); err != nil {
		return err
	}
	p.step("write " + name)
	return writeNew(stage, name, data)
}

func (p *publishing) mkdirs(stage *os.Root, dir string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dirs[dir] {
		return nil
	}
	if err := stage.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for ; !p.dirs[dir]; dir = path.Dir(dir) {
		p.dirs[dir] = true
	}
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// refuseConflicts refuses an output in which something that is not ours stands
// where the site wants to put a directory, or the other way round.
func (o *Output) refuseConflicts(old *survey, paths []string) error {
	if old.ours == nil {
		var foreign []string
		for name := range old.entries {
			if !strings.Contains(name, "/") && !harmless[name] && name != stateDir {
				foreign = append(foreign, name)
			}
		}
		if len(foreign) > 0 { // it came there since the directory was opened
			return o.conflict(foreign)
		}
	}
	holding := make(map[string]bool) // directories that hold something that is not ours
	for name := range old.foreign {
		for d := path.Dir(name); !holding[d]; d = path.Dir(d) {
			holding[d] = true
		}
	}
	var conflicts []string
	for _, p := range paths {
		if holding[p] {
			conflicts = append(conflicts, p)
		}
		for d := path.Dir(p); d != "."; d = path.Dir(d) {
			if mode, ok := old.foreign[d]; ok && !mode.IsDir() && !slices.Contains(conflicts, d) {
				conflicts = append(conflicts, d)
			}
		}
	}
	if len(conflicts) > 0 {
		return o.conflict(conflicts)
	}
	return nil
}

func (o *Output) conflict(paths []string) error {
	slices.Sort(paths)
	reason := "it holds a file that is not Planfolio's where the site has one"
	if len(paths) > 1 {
		reason = fmt.Sprintf("it holds %d files that are not Planfolio's where the site has some", len(paths))
	}
	return &RefusedError{Dir: o.Dir, Reason: reason, Remedy: "move them away, or choose another directory with --out", Paths: paths[:min(len(paths), 10)]}
}

// isPage tells the files that a reader opens from those that pages load.
func isPage(name string) bool { return strings.HasSuffix(name, ".html") }

// sameMode copies the permissions of a directory.
func sameMode(root *os.Root, name string, mode fs.FileMode) error {
	info, err := root.Stat(name)
	if err != nil || info.Mode().Perm() == mode.Perm() {
		return err
	}
	return root.Chmod(name, mode.Perm())
}
