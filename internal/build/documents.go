package build

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// A document is one file of the portfolio, read and held against its template.
// It is remembered from result to result with everything that was said of it.
type document struct {
	doc    *plan.Document
	faults []diag.Diagnostic // of our own, while reading

	aligned     bool
	fit         cache.Key      // of the alignment, in the readings
	named       string         // template that front matter or configuration name
	house       *schema.Schema // the template called named where it is a file of the portfolio
	templates   *templateSet   // those that it was held against
	alignment   *schema.Alignment
	alignFaults []diag.Diagnostic // of our own, while aligning
}

// parse reads every file that prev does not have as it is now.
func (r *Result) parse(ctx context.Context, in Inputs, prev *Result) error {
	opts := markdownOptions(r.config)
	files := r.tree.Files
	r.documents = make([]*document, len(files))
	if prev.Site != nil && reflect.DeepEqual(opts, markdownOptions(prev.config)) {
		r.takeOver(prev)
	} else {
		for i := range files {
			r.fresh = append(r.fresh, i)
		}
	}
	var done, parsed, recalled atomic.Int64
	done.Store(int64(len(files) - len(r.fresh)))
	err := each(ctx, in.Jobs, len(r.fresh), func(n int) error {
		i := r.fresh[n]
		f := files[i]
		if d := r.readings.recall(f); d != nil {
			r.documents[i] = d
			recalled.Add(1)
		} else {
			lap := in.Measure.lap(f.Path)
			r.documents[i] = r.readings.remember(parseFile(f, opts, markdown.Parse))
			lap.end(partParse)
			parsed.Add(1)
		}
		in.progress(StageParse, int(done.Add(1)), len(files))
		return nil
	})
	r.parsed, r.recalled = int(parsed.Load()), int(recalled.Load())
	return err
}

// takeOver takes from prev the documents whose files are as they were. The
// others are fresh, and those of prev that are not taken are not asked for again.
func (r *Result) takeOver(prev *Result) {
	files, old := r.tree.Files, prev.tree.Files // both by path
	var gone []*document
	n := 0
	for i := range files {
		for n < len(old) && old[n].Path != files[i].Path && old[n].Path < files[i].Path {
			gone = append(gone, prev.documents[n])
			n++
		}
		switch {
		case n == len(old) || old[n].Path != files[i].Path:
			r.fresh = append(r.fresh, i)
			continue
		case old[n].Digest == files[i].Digest:
			r.documents[i] = prev.documents[n]
		default:
			r.fresh = append(r.fresh, i)
			gone = append(gone, prev.documents[n])
		}
		n++
	}
	if prev.readings == r.readings {
		r.readings.release(append(gone, prev.documents[n:]...))
	}
}

// document finds the document of a path; nil for none.
func (r *Result) document(path string) *document {
	i, ok := slices.BinarySearchFunc(r.tree.Files, path, func(f source.File, path string) int { return cmp.Compare(f.Path, path) })
	if !ok {
		return nil
	}
	return r.documents[i]
}

func parseFile(f source.File, opts markdown.Options, parse func(source.File, markdown.Options) *plan.Document) *document {
	d := &document{}
	if fault := guard(func() { d.doc = parse(f, opts) }); fault != nil {
		d.doc = stub(f, opts.Lang)
		d.faults = append(d.faults, internalError(f.Path, "reading this file", fault))
	}
	return d
}

// stub stands for a document that could not be read: its text as it is.
func stub(f source.File, lang string) *plan.Document {
	name := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
	body := "<pre>" + html.EscapeString(f.Text) + "</pre>"
	return &plan.Document{
		File:  f,
		Role:  plan.Other,
		Title: name,
		Lang:  lang,
		Sections: []plan.Section{{
			Parent: plan.None,
			Body:   plan.Span{End: len(f.Text)},
			Span:   plan.Span{End: len(f.Text)},
		}},
		Bulk: &plan.Held{Markup: plan.HTML{Headings: make([]plan.Fragment, 1), Bodies: []plan.Fragment{{Text: []string{body}}}}},
	}
}

func internalError(path, doing string, fault *PanicError) diag.Diagnostic {
	d := diag.New(diag.InternalError, path, "%s met a fault of Planfolio's own: %s", doing, oneLine(fault.Value))
	d.Hint = "please report it, with the file"
	return d
}

// oneLine gives v as at most 200 bytes on one line.
func oneLine(v any) string {
	s := strings.Join(strings.Fields(fmt.Sprint(v)), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// align holds every document against its template, unless prev has done so.
func (r *Result) align(ctx context.Context, in Inputs, prev *Result) error {
	r.templates = r.templateSet(prev.templates)
	names := newTemplateNames(r.config.Template, r.templates.schemas)
	house := r.houseTemplates(names, prev)
	r.templateDiagnostics = append(r.unknownTemplates(names), r.unknownSections()...)
	list := r.fresh
	if prev.Site == nil || r.templates != prev.templates || !maps.Equal(r.config.Template, prev.config.Template) || !maps.Equal(r.house, prev.house) {
		list = make([]int, len(r.documents))
		for i := range list {
			list[i] = i
		}
	}
	var aligned atomic.Int64
	err := each(ctx, in.Jobs, len(list), func(n int) error {
		i := list[n]
		d := r.documents[i]
		named := names.of(d.doc)
		if d.aligned && d.named == named && d.house == house[named] && d.templates == r.templates {
			return nil
		}
		lap := in.Measure.lap(d.doc.File.Path)
		next, fresh := r.alignDocument(d, named, house[named])
		lap.end(partAlign)
		r.documents[i] = next
		if fresh {
			aligned.Add(1)
		}
		return nil
	})
	r.aligned = int(aligned.Load())
	r.readings.keep(prev.Site == nil)
	return err
}

// alignDocument gives d with its alignment, and tells whether it was found out
// now. It leaves d as it is: another result may hold it.
func (r *Result) alignDocument(d *document, named string, house *schema.Schema) (next *document, fresh bool) {
	next = &document{doc: d.doc, faults: d.faults, aligned: true, fit: r.fitKey(d, named), named: named, house: house, templates: r.templates}
	schemas, name := r.templates.schemas, named
	if house != nil {
		schemas, name = append([]*schema.Schema{house}, schemas...), house.Name
	}
	if r.readings.recallFit(next, schemas) {
		return next, false
	}
	if fault := guard(func() { next.alignment = schema.Find(d.doc, schemas, name) }); fault != nil {
		next.alignment = nil
		next.alignFaults = append(next.alignFaults, internalError(d.doc.File.Path, "holding this file against its template", fault))
	}
	r.readings.rememberFit(next, schemas)
	return next, true
}
