package build

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

// A Summary is what there is to say of a site that was built, whether it was
// just now or by an earlier build that was as good.
type Summary struct {
	Texts  int               // Markdown files
	Bytes  int64             // of them
	Plans  int               // of the portfolio
	Pages  int               // of the site that a template makes
	Found  diag.Count        // diagnostics, those of making pages among them
	Worst  []diag.Diagnostic // the first of them: errors, then warnings; at most maxWorst
	FailOn diag.Severity     // what the configuration fails at

	all func() []diag.Diagnostic
}

// maxWorst bounds Summary.Worst.
const maxWorst = 100

// All gives every diagnostic, sorted.
func (s *Summary) All() []diag.Diagnostic { return s.all() }

// Fails tells whether there is a diagnostic as bad as FailOn.
func (s *Summary) Fails() bool {
	switch s.FailOn {
	case diag.Error:
		return s.Found.Errors > 0
	case diag.Warning:
		return s.Found.Errors+s.Found.Warnings > 0
	}
	return s.Found.Errors+s.Found.Warnings+s.Found.Notes > 0
}

// Summary sums up the result. The diagnostics of pages are those of the pages
// made so far.
func (r *Result) Summary() Summary {
	found := append(r.Site.Facts.Diagnostics.List(), r.Faults()...)
	diag.Sort(found)
	s := Summary{
		Texts:  len(r.tree.Files),
		Plans:  len(r.Site.Facts.Portfolio.Plans),
		Found:  diag.Tally(found),
		FailOn: r.config.FailOn,
		all:    func() []diag.Diagnostic { return found },
	}
	for i := range r.tree.Files {
		s.Bytes += int64(len(r.tree.Files[i].Text))
	}
	for page := range r.Site.All() {
		if page.Template != "" {
			s.Pages++
		}
	}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range found {
			if d.Severity == severity && len(s.Worst) < maxWorst {
				s.Worst = append(s.Worst, d)
			}
		}
	}
	return s
}

// Remember keeps for the next build's Unchanged what was published, which was
// made of in. It is to be called before the output is closed. It fails where
// nothing can be kept; that is no reason not to be content with the build.
func (o *Output) Remember(ctx context.Context, in *Inputs, r *Result, s Summary) error {
	p := o.published
	if o.Cache == "" || in.looked == nil || p == nil || !p.madeOf(in.looked, r) {
		return nil
	}
	head := recordHead{Output: o.path, Inputs: in.looked.digest, Known: in.looked.files, Bytes: p.done.Bytes, Summary: s}
	return o.record(ctx, head, s.All())
}

// record writes down what was published.
func (o *Output) record(ctx context.Context, head recordHead, found []diag.Diagnostic) error {
	p := o.published
	rec := &record{head: head, found: found, files: make([]recordedFile, len(p.files)+1)}
	for i := range p.files {
		rec.files[i] = p.files[i].recorded()
	}
	rec.files[len(p.files)] = p.manifest.recorded()
	if err := p.stampMoved(ctx, rec.files); err != nil {
		return err
	}
	slices.SortFunc(rec.files, func(a, b recordedFile) int { return strings.Compare(a.path, b.path) })
	return rec.save(o.Cache)
}

// madeOf tells whether the result was made of the very bytes that were looked
// at. A file that was saved in between is none of them; where it is then given
// its old bytes back, the site is not that of the bytes all the same.
func (p *publishing) madeOf(l *look, r *Result) bool {
	seen := make(map[string]source.Digest, len(l.files))
	for _, k := range l.files {
		seen[k.Path] = k.Digest
	}
	same := func(path string, digest source.Digest) bool {
		return seen[path] == digest || seen[path] == source.Digest{} // which is what cannot be read
	}
	for _, list := range [][]source.File{r.tree.Files, r.tree.Sidecars} {
		for i := range list {
			if !same(list[i].Path, list[i].Digest) {
				return false
			}
		}
	}
	for path, sum := range p.shown {
		if !same(path, source.Digest(sum)) {
			return false
		}
	}
	return r.theme.key == l.layer && reflect.DeepEqual(r.config, l.config)
}

func (f *outFile) recorded() recordedFile {
	return recordedFile{path: f.path, stamp: f.stamp, sum: f.entry.SHA256, key: f.key}
}

// stampMoved gives the files the stamps that they have by now: moving or linking a
// file changes its change time. A stamp is to be trusted where nothing else of it
// has changed since the bytes of the file were known. What was published in place
// has not moved where it was the same.
func (p *publishing) stampMoved(ctx context.Context, files []recordedFile) error {
	root, err := os.OpenRoot(p.path)
	if err != nil {
		return err
	}
	defer root.Close()
	st, err := newStamper(root)
	if err != nil {
		return err
	}
	defer st.close()
	return each(ctx, p.jobs(), len(files), func(i int) error {
		f := &files[i]
		if p.done.InPlace && i < len(p.files) && p.files[i].state == fileSame {
			f.sure = f.stamp.Settled(p.began)
			return nil
		}
		now, ok := st.stamp(f.path)
		before := f.stamp
		before.ChangeTime = now.ChangeTime
		f.stamp, f.sure = now, ok && now == before && now.Settled(time.Now())
		return nil
	})
}
