package portfolio

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// nameDocuments files every document under what a wiki link may call it, where
// there are such links at all.
func (l *linker) nameDocuments() {
	for _, p := range l.assembly.plans {
		for _, d := range p.Documents {
			if slices.ContainsFunc(d.Document.Links, func(k plan.Link) bool { return k.Kind == plan.LinkWiki }) {
				for _, p := range l.assembly.plans {
					for _, d := range p.Documents {
						l.name(d)
					}
				}
				return
			}
		}
	}
}

// name files d under what a wiki link may call it.
func (l *linker) name(d *Document) {
	keys := []string{wikiKey(strings.TrimSuffix(path.Base(d.File.Path), path.Ext(d.File.Path)))}
	for _, k := range []string{wikiKey(d.Title), wikiKey(d.Plan.Title)} {
		if k != "" && !slices.Contains(keys, k) && (k != wikiKey(d.Plan.Title) || d == d.Plan.Documents[0]) {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		l.names[k] = append(l.names[k], d)
	}
}

func wikiKey(s string) string { return letters(s) }

// wiki finds [[name]], [[name#heading]] and [[name|label]] by file name or
// title: the nearest one, where several have it.
func (l *linker) wiki(d *Document, k *plan.Link) Target {
	none := Target{Section: plan.None}
	dest, _, _ := strings.Cut(k.Dest, "|")
	dest, fragment, _ := strings.Cut(dest, "#")
	dest = strings.TrimSpace(dest)
	if dest == "" {
		if t, ok := l.anchor(d, d, k, plan.Slug(fragment)); ok {
			return t
		}
		return none
	}
	if strings.Contains(dest, "/") {
		for _, at := range []string{path.Join(path.Dir(d.File.Path), dest), path.Clean(dest)} {
			if t, ok := l.inside(d, k, at, plan.Slug(fragment)); ok {
				return t
			}
		}
	}
	fits := l.called(dest)
	if near := closest(d, fits); near != nil {
		t, ok := l.anchor(d, near, k, plan.Slug(fragment))
		if !ok {
			t = Target{Kind: TargetDocument, Doc: near, Section: plan.None}
		}
		return t
	}
	if !l.wikis {
		none.Kind = TargetText
		return none
	}
	x := diag.New(diag.BrokenLink, "", "link to %q, which no document is called", dest)
	if len(fits) > 1 {
		x.Message = "link to " + strconv.Quote(dest) + ", which several documents are called"
		for _, f := range fits[:min(len(fits), maxRelated)] {
			x.Related = append(x.Related, related(f, plan.Span{}, "one of them"))
		}
		x.Hint = "write the path: [[" + strings.TrimSuffix(fits[0].File.Path, path.Ext(fits[0].File.Path)) + "]]"
	} else if near := nearest(wikiKey(dest), sortedKeys(l.names)); near != "" {
		x.Hint = "did you mean " + strconv.Quote(l.names[near][0].Title) + "?"
	}
	l.flaw(d, k, x)
	return none
}

// called are the documents that a wiki link may mean.
func (l *linker) called(dest string) []*Document {
	return l.names[wikiKey(strings.TrimSuffix(path.Base(dest), ".md"))]
}

// hasWikiLinks tells whether any wiki link leads to a document. Where none
// does, double brackets are arrays, or notes of another tool.
func (l *linker) hasWikiLinks() bool {
	for _, p := range l.assembly.plans {
		for _, d := range p.Documents {
			for i := range d.Document.Links {
				k := &d.Document.Links[i]
				name, _, _ := strings.Cut(k.Dest, "|")
				name, _, _ = strings.Cut(name, "#")
				if k.Kind == plan.LinkWiki && wikiKey(name) != "" && len(l.called(strings.TrimSpace(name))) > 0 {
					return true
				}
			}
		}
	}
	return false
}

// closest is the only one of fits, or the only one in the same directory, or in
// the same plan.
func closest(d *Document, fits []*Document) *Document {
	near := func(ok func(*Document) bool) *Document {
		var one *Document
		for _, f := range fits {
			if ok(f) {
				if one != nil {
					return nil
				}
				one = f
			}
		}
		return one
	}
	for _, ok := range []func(*Document) bool{
		func(*Document) bool { return true },
		func(f *Document) bool { return path.Dir(f.File.Path) == path.Dir(d.File.Path) },
		func(f *Document) bool { return f.Plan == d.Plan },
	} {
		if one := near(ok); one != nil {
			return one
		}
	}
	return nil
}
