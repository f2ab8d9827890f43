package source

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
)

// A Scan is what a walk of a tree has found, with nothing of it read yet. It is
// a value: nothing writes to it after Walk.
type Scan struct {
	fsys     fs.FS
	limits   Limits
	plans    []entry // as many as limits allow
	sidecars []entry
	assets   []Asset
	dirs     []string
	walked   walked
}

// Walk walks fsys. It fails only where the root cannot be read; anything less
// is a diagnostic of the tree.
func Walk(fsys fs.FS, opts Options) (*Scan, error) {
	w := newWalker(fsys, opts)
	if err := w.walk(); err != nil {
		return nil, err
	}
	w.followLinks()
	s := &Scan{fsys: fsys, limits: w.limits, plans: w.bound(w.plans), sidecars: w.sidecars, assets: w.assets, dirs: w.dirs}
	s.walked = walked{found: w.diagnostics, linked: len(w.links) > 0, bounded: len(s.plans) < len(w.plans)}
	return s, nil
}

// Read reads what the walk has found. A file that is as prev's was is taken
// from prev, which may be nil. The diagnostics are sorted.
//
// sound tells whether the plan of these bytes was read before, under the same
// limits and with nothing to say of it: it is not checked again. It may be nil,
// and is called from many goroutines.
func (s *Scan) Read(prev *Tree, sound func(path string, digest Digest) bool) (*Tree, []diag.Diagnostic) {
	r := reader{fsys: s.fsys, limits: s.limits, prev: remembered(prev), sound: sound}
	tree := &Tree{
		Files:    r.readAll(s.plans, true),
		Sidecars: r.readAll(s.sidecars, false),
		Assets:   s.assets,
		Dirs:     s.dirs,
		walked:   s.walked,
	}
	return tree, tree.diagnostics()
}

// Known is a file as Scan.Digest found it.
type Known struct {
	Path   string
	Stamp  Stamp  // zero where it cannot be trusted later
	Digest Digest // of its bytes; zero where it cannot be read
}

// Digest identifies everything that Read would give, and the bytes of the
// assets. A file that still has the stamp under which known has it is not read
// for that. now is every file, sorted by path, to be given as known the next
// time.
func (s *Scan) Digest(known []Known) (sum Digest, now []Known) {
	before := make(map[string]*Known, len(known))
	for i := range known {
		if known[i].Stamp != (Stamp{}) {
			before[known[i].Path] = &known[i]
		}
	}
	files := s.files()
	now = make([]Known, len(files))
	faults := make([]error, len(files))
	start := time.Now()
	parallel(len(files), func(i int) {
		f := files[i]
		now[i].Path = f.path
		if k := before[f.path]; k != nil && k.Stamp == f.stamp {
			now[i] = *k
			return
		}
		raw, err := readRegular(s.fsys, f.target, f.info, f.limit)
		if err != nil {
			faults[i] = err
			return
		}
		now[i].Digest = sha256.Sum256(raw)
		if f.stamp.Settled(start) {
			now[i].Stamp = f.stamp
		}
	})
	h := sha256.New()
	for i, f := range files {
		fmt.Fprintf(h, "%d %q %q %x", f.class, f.path, f.target, now[i].Digest)
		if faults[i] != nil {
			fmt.Fprintf(h, " %d %v", f.stamp.Size, faults[i]) // what the stub says
		}
		fmt.Fprintln(h)
	}
	fmt.Fprintf(h, "%q\n", s.dirs)
	for _, d := range s.walked.found {
		fmt.Fprintf(h, "%q\n", fmt.Sprint(d))
	}
	h.Sum(sum[:0])
	slices.SortFunc(now, func(a, b Known) int { return strings.Compare(a.Path, b.Path) })
	return sum, now
}

// scanned is a file of a scan, with what Digest wants to know of it.
type scanned struct {
	entry
	class class
	stamp Stamp
	limit int64 // of its bytes
}

func (s *Scan) files() []scanned {
	files := make([]scanned, 0, len(s.plans)+len(s.sidecars)+len(s.assets))
	add := func(c class, e entry, limit int64) {
		files = append(files, scanned{entry: e, class: c, stamp: StampOf(e.info), limit: limit})
	}
	for _, e := range s.plans {
		add(plan, e, s.limits.FileBytes)
	}
	for _, e := range s.sidecars {
		add(sidecar, e, s.limits.FileBytes)
	}
	for _, a := range s.assets {
		if info, err := fs.Lstat(s.fsys, a.target); err == nil {
			add(asset, entry{path: a.Path, target: a.target, info: info}, s.limits.AssetBytes)
		}
	}
	return files
}

// parallel calls f for 0 … n-1, as many at a time as there are processors.
func parallel(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
