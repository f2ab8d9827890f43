package schema

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// How much of a template a document must have to be held for one that follows
// it: most of its headings, or a good part of them where little else stands.
const (
	enough     = 0.5 // of the template's headings
	enoughTop  = 0.3 // of the template's headings, where …
	ofItsOwn   = 0.6 // … at least this share of the document's top sections are the template's
	leastFound = 4   // headings, however small the template
)

// Find aligns d with the schema that named says or, where named is "", with the
// one whose headings fit best; nil where none fits well enough.
func Find(d *plan.Document, schemas []*Schema, named string) *Alignment {
	if named != "" {
		for _, s := range schemas {
			if s.Name == named || strings.EqualFold(s.Title, named) || plan.Slug(s.Title) == plan.Slug(named) {
				a := Align(d, s)
				a.Reason = whoNames(d, named)
				return a
			}
		}
		return nil
	}
	var best *Schema
	var bestFit float64
	for _, s := range schemas {
		if fit := likeness(d, s); fit > bestFit {
			best, bestFit = s, fit
		}
	}
	if best == nil {
		return nil
	}
	return Align(d, best)
}

// whoNames tells whether the document or the configuration names its template.
func whoNames(d *plan.Document, named string) string {
	for _, f := range d.Front {
		if f.Key == "template" && f.Value == named {
			return "front matter"
		}
	}
	return "configuration"
}

// likeness is the share of the headings of s that d has, 0 where d does not
// follow s.
func likeness(d *plan.Document, s *Schema) float64 {
	if len(s.Sections) == 0 || len(d.Sections) < 3 {
		return 0
	}
	a := match(d, s)
	found := a.found()
	share := float64(found) / float64(len(s.Sections))
	if found < min(leastFound, len(s.Sections)) {
		return 0
	}
	known := 0
	for _, j := range a.tops {
		if a.back[j] != plan.None {
			known++
		}
	}
	if share >= enough || share >= enoughTop && float64(known) >= ofItsOwn*float64(len(a.tops)) {
		return share
	}
	return 0
}
