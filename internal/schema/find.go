package schema

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// How much a document and a template must have in common for it to be held for
// one that follows it. A false template is worse than none.
const (
	leastFound = 4    // headings, however small the template
	leastShare = 0.3  // of the headings that the template asks for
	leastFit   = 0.45 // both ways together: see Candidate.Fit
	smallFit   = 0.75 // the same, of templates that ask for fewer than leastFound headings
)

// Candidate is a template that a document may follow.
type Candidate struct {
	Schema *Schema
	Found  int     // headings that the template asks for and the document has
	Asked  int     // headings that the template asks for, the optional ones left out
	Known  int     // sections directly below the document's title that the template knows
	Tops   int     // sections directly below the document's title
	Fit    float64 // harmonic mean of Found/Asked and Known/Tops, 0 to 1
	Fits   bool    // enough for the document to be taken to follow it

	// As Fit, with the sections one level further down as well: of two templates
	// with the same chapters, the one that knows more of what stands in them.
	depth float64
}

// Reason says in words how far the document and the template agree.
func (c Candidate) Reason() string {
	return fmt.Sprintf("%d of %d headings, %d of %d sections known", c.Found, c.Asked, c.Known, c.Tops)
}

// Find aligns d with the schema that named says or, where named is "", with the
// one whose headings fit best; nil where none fits well enough.
func Find(d *plan.Document, schemas []*Schema, named string) *Alignment {
	if named != "" {
		for _, s := range schemas {
			if s.Is(named) {
				a := Align(d, s)
				a.Reason = whoNames(d, named)
				return a
			}
		}
		return nil
	}
	o := outlineOf(d)
	for _, c := range rank(o, schemas) {
		if c.Fits {
			return align(o, c.Schema)
		}
	}
	return nil
}

// Is tells whether name is the name or the title of s.
func (s *Schema) Is(name string) bool {
	return s.Name == name || strings.EqualFold(s.Title, name) || plan.Slug(s.Title) == plan.Slug(name)
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

// Rank gives the templates that have headings in common with d, the best first.
// Find takes the first that fits, where no other is named.
func Rank(d *plan.Document, schemas []*Schema) []Candidate { return rank(outlineOf(d), schemas) }

func rank(o *outline, schemas []*Schema) []Candidate {
	var out []Candidate
	for _, s := range schemas {
		if !s.mayServe(o.d) || !s.reachable(o) {
			continue
		}
		if c := candidate(o, s); c.Found > 0 {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		switch {
		case a.Fits && !b.Fits:
			return -1
		case b.Fits && !a.Fits:
			return 1
		}
		return cmp.Compare(b.depth, a.depth)
	})
	return out
}

// mayServe tells whether s is for documents of d's role. A template that lies
// in the portfolio may be of any.
func (s *Schema) mayServe(d *plan.Document) bool {
	return len(s.Roles) == 0 || d.Role == plan.Template || slices.Contains(s.Roles, d.Role)
}

// least is how many of its headings a document must have.
func (s *Schema) least() int {
	return max(min(leastFound, s.asked), int(math.Ceil(leastShare*float64(s.asked))))
}

// reachable tells whether a document can have enough of the headings of s: a
// quick look before they are paired one by one.
func (s *Schema) reachable(o *outline) bool {
	if s.asked == 0 || len(o.d.Sections) < 3 || s.marked && !s.marksOf(o) {
		return false
	}
	need, left := s.least(), s.asked
	for i := range s.Sections {
		sec := &s.Sections[i]
		if sec.spared {
			continue
		}
		if left--; sec.mayBe(o) {
			need--
		}
		if need <= 0 {
			return true
		}
		if left < need {
			return false
		}
	}
	return false
}

// marksOf tells whether o has the title of a section that tells s from others.
func (s *Schema) marksOf(o *outline) bool {
	return slices.ContainsFunc(s.Sections, func(sec Section) bool {
		return sec.marks && slices.ContainsFunc(sec.keys, func(k string) bool { return len(o.byKey[k]) > 0 })
	})
}

// mayBe tells whether o has a title that sec could be paired with by its words,
// or sec is one that is paired by its place.
func (sec *Section) mayBe(o *outline) bool {
	if sec.keys[0] == "" || sec.series.word != "" || sec.Children > 1 {
		return true
	}
	for n, k := range sec.keys {
		if len(o.byKey[k]) > 0 || o.cores[sec.cores[n]] {
			return true
		}
	}
	return len(o.byRest[sec.keys[0]]) > 0
}

// candidate grades how far a document and a template agree.
func candidate(o *outline, s *Schema) Candidate {
	a := match(o, s)
	a.repeats()
	c := Candidate{Schema: s, Asked: s.asked, Tops: len(o.tops)}
	for i, to := range a.to {
		if to != plan.None && !s.Sections[i].spared {
			c.Found++
		}
	}
	knownDeep, deep := 0, 0
	for _, j := range o.tops {
		if a.back[j] != plan.None {
			c.Known++
			knownDeep++
		}
		for _, k := range o.kids[j] {
			if a.back[k] != plan.None {
				knownDeep++
			}
		}
		deep += 1 + len(o.kids[j])
	}
	if c.Found == 0 || c.Known == 0 {
		return c
	}
	share := float64(c.Found) / float64(c.Asked)
	c.Fit = harmonic(share, float64(c.Known)/float64(c.Tops))
	c.depth = harmonic(share, float64(knownDeep)/float64(deep))
	c.Fits = c.Found >= s.least() && c.Fit >= leastFit && (s.asked >= leastFound || c.Fit >= smallFit)
	return c
}

func harmonic(a, b float64) float64 { return 2 * a * b / (a + b) }
