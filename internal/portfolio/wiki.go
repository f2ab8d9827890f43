package portfolio

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// wikiNames are what links to a name may call documents.
type wikiNames struct {
	paths map[string][]string // of documents, by name, in the order of plans
	keys  spellings           // the names, sorted
	lead  bool                // some such link leads somewhere: the portfolio has them
}

// newWikiNames files every document under what a link may call it, where there
// are such links at all.
func (r *renewal) newWikiNames() *wikiNames {
	n := &wikiNames{paths: map[string][]string{}}
	var with []*Plan
	for i, p := range r.lookup.plans {
		if m := r.makers[i]; m != nil && m.byName || m == nil && r.prev.trails[i].byName {
			with = append(with, p)
		}
	}
	if len(with) == 0 {
		return n
	}
	for _, p := range r.lookup.plans {
		for _, d := range p.Documents {
			for _, k := range d.wikiKeys() {
				n.paths[k] = append(n.paths[k], d.File.Path)
			}
		}
	}
	n.keys = newSpellings(sortedKeys(n.paths))
	n.lead = slices.ContainsFunc(with, n.haveTargets)
	return n
}

func (n *wikiNames) same(other *wikiNames) bool {
	return n.lead == other.lead && maps.EqualFunc(n.paths, other.paths, slices.Equal)
}

// wikiKeys are the names of d, folded.
func (d *Document) wikiKeys() []string {
	keys := []string{wikiKey(strings.TrimSuffix(path.Base(d.File.Path), path.Ext(d.File.Path)))}
	for _, k := range []string{wikiKey(d.Title), wikiKey(d.Plan.Title)} {
		if k != "" && !slices.Contains(keys, k) && (k != wikiKey(d.Plan.Title) || d == d.Plan.Documents[0]) {
			keys = append(keys, k)
		}
	}
	return keys
}

func wikiKey(s string) string { return letters(s) }

// wiki finds [[name]], [[name#heading]] and [[name|label]] by file name or
// title: the nearest one, where several have it.
func (m *maker) wiki(d *Document, k *plan.Link) Target {
	none := Target{Section: plan.None}
	dest, _, _ := strings.Cut(k.Dest, "|")
	dest, fragment, _ := strings.Cut(dest, "#")
	dest = strings.TrimSpace(dest)
	if dest == "" {
		if t, ok := m.anchor(d, d, k, plan.Slug(fragment)); ok {
			return t
		}
		return none
	}
	if strings.Contains(dest, "/") {
		for _, at := range []string{path.Join(path.Dir(d.File.Path), dest), path.Clean(dest)} {
			if t, ok := m.inside(d, k, at, plan.Slug(fragment)); ok {
				return t
			}
		}
	}
	var fits []*Document
	for _, path := range m.names.called(dest) {
		fits = append(fits, m.lookup.file(path))
	}
	if near := closest(d, fits); near != nil {
		t, ok := m.anchor(d, near, k, plan.Slug(fragment))
		if !ok {
			t = Target{Kind: TargetDocument, To: near.File.Path, Section: plan.None}
		}
		return t
	}
	if !m.names.lead {
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
	} else if near := m.names.nearest(wikiKey(dest)); near != "" {
		x.Hint = "did you mean " + strconv.Quote(m.lookup.file(m.names.paths[near][0]).Title) + "?"
	}
	m.flaw(d, k, x)
	return none
}

// nearest is the name that most likely was meant.
func (n *wikiNames) nearest(key string) string {
	near := nearness{word: key, limit: slipLimit(key)}
	near.search(n.keys)
	return near.best
}

// called are the paths of the documents that a link to a name may mean.
func (n *wikiNames) called(dest string) []string {
	return n.paths[wikiKey(strings.TrimSuffix(path.Base(dest), ".md"))]
}

// haveTargets tells whether any link by name of the plan leads to a document.
// Where none of a portfolio does, double brackets are arrays, or notes of
// another tool.
func (n *wikiNames) haveTargets(p *Plan) bool {
	for _, d := range p.Documents {
		for i := range d.Document.Links {
			k := &d.Document.Links[i]
			if k.Kind != plan.LinkWiki {
				continue
			}
			name, _, _ := strings.Cut(k.Dest, "|")
			name, _, _ = strings.Cut(name, "#")
			if wikiKey(name) != "" && len(n.called(strings.TrimSpace(name))) > 0 {
				return true
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
