package portfolio

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// anchor finds the heading of to that fragment names. It reports one that is
// not there, and says so; then a link into another document still leads to it.
func (l *linker) anchor(d, to *Document, k *plan.Link, fragment string) (Target, bool) {
	t := Target{Kind: TargetDocument, Doc: to, Section: plan.None}
	fragment, _, _ = strings.Cut(fragment, ":~:") // text to scroll to: the browser's
	fragment = decode(fragment)
	if fragment == "" || fragment == "top" {
		return t, true
	}
	if i := sectionOf(to, fragment); i != plan.None {
		t.Section = i
		return t, true
	}
	if slices.Contains(to.Anchors, fragment) {
		t.Anchor = fragment
		return t, true
	}
	for i := range to.Requirements { // spec.md#fr-005: the id itself
		if strings.EqualFold(to.Requirements[i].ID, fragment) {
			t.Section = to.Requirements[i].Section
			return t, true
		}
	}
	x := diag.New(diag.BrokenAnchor, "", "link to the heading %q, which is not there", "#"+fragment)
	if d != to {
		x = diag.New(diag.BrokenAnchor, "", "link to the heading %q, which is not in %s", "#"+fragment, to.File.Path)
	}
	if near := nearestAnchor(to, fragment); near != "" {
		x.Hint = "did you mean " + strconv.Quote("#"+near) + "?"
	}
	l.report(d, k.Span, x)
	return t, false
}

// sectionOf is the section with an anchor; GitHub takes no notice of case.
func sectionOf(d *Document, anchor string) int {
	fold := plan.None
	for i := range d.Sections {
		switch a := d.Sections[i].Anchor; {
		case a == anchor:
			return i
		case fold == plan.None && a != "" && strings.EqualFold(a, anchor):
			fold = i
		}
	}
	return fold
}

// nearestAnchor is the heading that a broken anchor most likely meant: one that
// has the same letters, that begins or ends like it, or that is a slip away.
func nearestAnchor(d *Document, anchor string) string {
	want := letters(anchor)
	var all []string
	for i := range d.Sections {
		a := d.Sections[i].Anchor
		if a == "" {
			continue
		}
		if letters(a) == want {
			return a
		}
		all = append(all, a)
	}
	for _, a := range all {
		if s := letters(a); len(want) >= 4 && len(s) >= 4 && (strings.HasSuffix(s, want) || strings.HasPrefix(s, want) || strings.HasSuffix(want, s)) {
			return a
		}
	}
	return nearest(strings.ToLower(anchor), all)
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
	fits := l.names[wikiKey(strings.TrimSuffix(path.Base(dest), ".md"))]
	if near := closest(d, fits); near != nil {
		t, ok := l.anchor(d, near, k, plan.Slug(fragment))
		if !ok {
			t = Target{Kind: TargetDocument, Doc: near, Section: plan.None}
		}
		return t
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
	l.report(d, k.Span, x)
	return none
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
