package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/planfolio/planfolio/internal/source"
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
// exchanged, or few files of many have changed, each file is, and the next build
// heals what a killed one left.
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
	p := &publishing{Output: o, result: r, parent: parent, name: filepath.Base(o.path), began: time.Now()}
	end := r.measure.stage("survey")
	if err := p.heal(); err != nil {
		return Published{}, err
	}
	if p.old, err = openSurvey(parent, p.name); err != nil {
		return Published{}, err
	}
	defer p.old.close()
	p.recall()
	defer p.known.close()
	if p.old.listed == nil {
		if err := p.walk(); err != nil {
			return Published{}, err
		}
	}
	if err := p.compareKnown(ctx); err != nil {
		return Published{}, err
	}
	few := p.few()
	if !few || !p.clear() {
		if err := p.walk(); err != nil {
			return Published{}, err
		}
	}
	end()
	err = errCannotExchange
	if !few && p.exchangeable() {
		err = p.exchangeWhole(ctx)
	}
	if errors.Is(err, errCannotExchange) {
		err = p.inPlace(ctx)
	}
	if err == nil {
		o.published = p
	}
	return p.done, err
}

// walk looks at all that the output holds, and refuses it where something that is
// not ours stands in the way.
func (p *publishing) walk() error {
	if p.walked {
		return nil
	}
	p.walked = true
	if err := p.old.walk(); err != nil {
		var unusable *manifestError
		if errors.As(err, &unusable) {
			err = p.refusal(err, nil)
		}
		return err
	}
	return p.refuseConflicts(p.old, p.result.paths())
}

// publishing is one run of Publish.
type publishing struct {
	*Output
	result *Result
	parent *os.Root // of the directory above the output
	name   string   // of the output in it
	began  time.Time
	old    *survey
	walked bool // all of old
	known  known

	files    []outFile      // of the new site, sorted by path
	manifest outFile        // the file that lists them
	shown    map[string]sum // the assets of the portfolio as they were read
	done     Published

	mu sync.Mutex // of shown
}

// outFile is a file of the new site.
type outFile struct {
	path  string
	entry entry
	state fileState         // how the output had it
	stamp source.Stamp      // once it was written, or as it was when it was compared
	key   [sha256.Size]byte // of what the page shows; zero where that is not known
	known bool              // the output has it, so it need not be made
}

// find gives the file at path, nil where the site has none there.
func (p *publishing) find(path string) *outFile {
	i, ok := slices.BinarySearchFunc(p.files, path, func(f outFile, path string) int { return strings.Compare(f.path, path) })
	if !ok {
		return nil
	}
	return &p.files[i]
}

func (p *publishing) has(path string) bool { return p.find(path) != nil }

// changed are the paths of the files that were written to the stage.
func (p *publishing) changed() []string {
	var changed []string
	for i := range p.files {
		if p.files[i].state != fileSame {
			changed = append(changed, p.files[i].path)
		}
	}
	return changed
}

// keptBuffer is how large a buffer may be to be used for the next page: some files
// of a whole portfolio are much larger than pages are.
const keptBuffer = 1 << 20

// stageFiles makes every file of the site, and writes to the stage those that
// the output does not have as they are to be.
func (p *publishing) stageFiles(ctx context.Context, to *stage) error {
	paths := p.result.paths()
	p.shown = map[string]sum{}
	var done atomic.Int64
	end := p.result.measure.stage("pages")
	err := each(ctx, p.jobs(), len(paths), func(i int) error {
		f := &p.files[i]
		if f.known {
			p.progress(int(done.Add(1)))
			return nil
		}
		buffer := buffers.Get().(*[]byte)
		defer func() {
			if cap(*buffer) <= keptBuffer {
				buffers.Put(buffer)
			}
		}()
		m, err := p.result.file(paths[i], buffer)
		if err != nil {
			return err
		}
		lap := p.result.measure.lap(paths[i])
		f.entry = entryOf(m.bytes)
		if m.fault != nil {
			f.key = [sha256.Size]byte{} // it is to be said again
		}
		if f.state, f.stamp, err = p.old.compare(f.path, f.entry, p.entryAt); err != nil {
			return err
		}
		if f.state != fileSame && f.state != fileForeign {
			f.stamp, err = p.write(to, f.path, m.bytes)
		}
		if m.asset != "" {
			p.mu.Lock()
			p.shown[m.asset] = f.entry.SHA256
			p.mu.Unlock()
		}
		lap.end(partWrite)
		p.progress(int(done.Add(1)))
		return err
	})
	end()
	if err != nil {
		return err
	}
	return p.count()
}

func (p *publishing) progress(done int) {
	if p.Progress != nil {
		p.Progress(done, len(p.files))
	}
}

// count finds out what was done with the files, and refuses where one is not ours.
func (p *publishing) count() error {
	p.done = Published{Files: len(p.files)}
	var conflicts []string
	for i := range p.files {
		f := &p.files[i]
		p.done.Bytes += f.entry.Size
		switch f.state {
		case fileForeign:
			conflicts = append(conflicts, f.path)
		case fileSame:
			p.done.Unchanged++
		case fileEdited:
			p.done.Replaced = append(p.done.Replaced, f.path)
			p.done.Written++
		default:
			p.done.Written++
		}
	}
	if len(conflicts) > 0 {
		return p.conflict(conflicts)
	}
	return nil
}

// writeManifest writes the list of the new site into a stage.
func (p *publishing) writeManifest(to *stage, name string) error {
	data := encodeManifest(p.Tool, p.files)
	p.manifest = outFile{path: manifestPath, entry: entryOf(data)}
	var err error
	p.manifest.stamp, err = to.write(name, data)
	return err
}

// write makes a file of a stage.
func (p *publishing) write(to *stage, name string, data []byte) (source.Stamp, error) {
	p.step("write " + name)
	return to.write(name, data)
}

// refuseConflicts refuses an output in which something that is not ours stands
// where the site wants to put a directory, or the other way round.
func (o *Output) refuseConflicts(old *survey, paths []string) error {
	if old.unclaimed() {
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
