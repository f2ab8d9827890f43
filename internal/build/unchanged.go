package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

// A look is what there is to see of Inputs without reading what is known.
type look struct {
	opts   source.Options
	config config.Config
	scan   *source.Scan
	layer  [sha256.Size]byte // the user's theme
	digest [sha256.Size]byte // of everything that the site is made from
	files  []source.Known
}

// errChanged says that there is work to do.
var errChanged = errors.New("something has changed")

// Unchanged tells whether the output holds the site of in already, every file as
// it was left, and then gives what the build that made it had to say. It costs a
// walk of the plans and a look at the time of each file, and reads only what was
// written too short a time ago for its time to tell anything.
//
// Where it is false, Build and Publish have to do their work; they find in what
// was looked at here, so that it need not be again.
func (o *Output) Unchanged(ctx context.Context, in *Inputs) (Summary, Published, bool) {
	if o.Cache == "" || in.History != nil && in.HistoryMark == nil {
		return Summary{}, Published{}, false
	}
	defer in.Measure.stage("look")()
	rec, err := openRecord(o.Cache, o.path)
	if err == nil {
		defer rec.close()
	}
	var known []source.Known
	if rec != nil {
		known = rec.head.Known
	}
	if err := in.look(o.Tool, known); err != nil { // Build finds the same, and says it
		return Summary{}, Published{}, false
	}
	if rec == nil || rec.head.Inputs != in.looked.digest {
		return Summary{}, Published{}, false
	}
	done, err := o.intact(ctx, rec, in)
	if err != nil {
		return Summary{}, Published{}, false
	}
	summary := rec.head.Summary
	summary.all = func() []diag.Diagnostic { return o.recalled() }
	return summary, done, true
}

// recalled gives the diagnostics of the record.
func (o *Output) recalled() (found []diag.Diagnostic) {
	if rec, err := openRecord(o.Cache, o.path); err == nil {
		defer rec.close()
		_ = rec.decode(sectionFound, &found) // it was whole a moment ago
	}
	return found
}

// look looks at the inputs.
func (in *Inputs) look(tool string, known []source.Known) error {
	c, _, err := readConfig(*in)
	if err != nil {
		return err
	}
	name := cmp.Or(in.Config, config.Name)
	text, exists, err := configText(*in, name)
	if err != nil {
		return err
	}
	var mark string
	marked := make(chan struct{})
	go func() {
		defer close(marked)
		if in.HistoryMark != nil {
			mark = in.HistoryMark()
		}
	}()
	l := &look{config: c, opts: in.sourceOptions(c)}
	if l.scan, err = source.Walk(in.Root, l.opts); err != nil {
		return err
	}
	sum, files := l.scan.Digest(known)
	l.files = files
	if l.layer, err = digestLayer(in.Theme); err != nil {
		return err
	}
	<-marked
	h := sha256.New()
	fmt.Fprintf(h, "%q %s %s\n", tool, recordMagic, cache.Build())
	fmt.Fprintf(h, "%q %t %q %q\n", name, exists, text, in.BaseURL)
	fmt.Fprintf(h, "%q %q %d\n", in.Built.Version, in.Built.Commit, in.Built.Date.UnixNano())
	fmt.Fprintf(h, "%q %q\n", in.Skip, mark)
	fmt.Fprintf(h, "%t %x %x\n", in.Theme != nil, l.layer, sum)
	h.Sum(l.digest[:0])
	in.looked = l
	return nil
}

// intact gives what publishing the same site again does, which is nothing, or
// fails with errChanged where a file of the output is not as it was left.
func (o *Output) intact(ctx context.Context, rec *recordFile, in *Inputs) (Published, error) {
	parent, err := os.OpenRoot(filepath.Dir(o.path))
	if err != nil {
		return Published{}, err
	}
	defer parent.Close()
	p := &publishing{Output: o, parent: parent, name: filepath.Base(o.path)}
	if p.hasLeftovers() {
		return Published{}, errChanged
	}
	root, err := parent.OpenRoot(p.name)
	if err != nil {
		return Published{}, err
	}
	defer root.Close()
	for _, state := range []string{pendingPath, stagingPath, stagePath} {
		if _, err := root.Lstat(state); !errors.Is(err, fs.ErrNotExist) {
			return Published{}, errChanged
		}
	}
	section, err := rec.section(sectionStamps)
	if err != nil {
		return Published{}, err
	}
	table, err := parseStamps(section)
	if err != nil {
		return Published{}, err
	}
	unsure, err := o.compareStamps(ctx, root, table)
	if err != nil {
		return Published{}, err
	}
	fresh := !slices.Equal(in.looked.files, rec.head.Known)
	if len(unsure) > 0 || fresh {
		if err := o.compareSums(ctx, root, rec, unsure, in.looked.files); err != nil {
			return Published{}, err
		}
	}
	files := table.n - 1 // without the manifest
	return Published{Files: files, Bytes: rec.head.Bytes, Unchanged: files}, nil
}

// compareStamps fails with errChanged where a file does not have its stamp. It
// gives the files whose stamp says nothing.
func (o *Output) compareStamps(ctx context.Context, root *os.Root, table stampTable) (unsure []int, err error) {
	s, err := newStamper(root)
	if err != nil {
		return nil, err
	}
	defer s.close()
	found := make([][]int, len(table.blocks))
	err = each(ctx, o.jobs(), len(table.blocks), func(b int) error {
		return table.each(b, func(i int, path []byte, stamp source.Stamp, sure bool) error {
			if now, ok := s.stamp(string(path)); !ok || now != stamp {
				return errChanged
			}
			if !sure {
				found[b] = append(found[b], i)
			}
			return nil
		})
	})
	return slices.Concat(found...), err
}

// compareSums reads the files whose stamps say nothing, and fails with
// errChanged where one does not have its bytes. It notes which stamps can be
// trusted by now, so that the next build need not read the files.
func (o *Output) compareSums(ctx context.Context, root *os.Root, rec *recordFile, unsure []int, known []source.Known) error {
	next := &record{head: rec.head}
	next.head.Known = known
	var err error
	if next.files, err = rec.files(); err != nil {
		return err
	}
	if err := rec.decode(sectionFound, &next.found); err != nil {
		return err
	}
	var surer atomic.Bool
	err = each(ctx, o.jobs(), len(unsure), func(i int) error {
		f := &next.files[unsure[i]]
		start := time.Now()
		if e, _, err := entryAt(root, f.path); err != nil || e != (entry{f.stamp.Size, f.sum}) {
			return errChanged
		}
		if f.sure = f.stamp.Settled(start); f.sure {
			surer.Store(true)
		}
		return nil
	})
	if err == nil && (surer.Load() || !slices.Equal(known, rec.head.Known)) {
		_ = next.save(o.Cache)
	}
	return err
}

// hasLeftovers tells whether a dead build has left something beside the output.
func (p *publishing) hasLeftovers() bool {
	entries, err := fs.ReadDir(p.parent.FS(), ".")
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), p.stagePrefix()) })
}

func (o *Output) jobs() int {
	if o.Jobs > 0 {
		return o.Jobs
	}
	return runtime.GOMAXPROCS(0)
}
