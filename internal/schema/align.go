package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// An alignment in the making.
type aligner struct {
	*outline
	s    *Schema
	to   []int        // section of the schema → section of the document, plan.None
	back []int        // section of the document → section of the schema, plan.None
	more [][]int      // section of the schema → further sections of the document that repeat it
	gap  [][]plan.Gap // entry of the document → its gaps, those that only the template tells among them
	own  []int        // section of the document → section of the schema that its text belongs to
	left []bool       // entry of the document → as the template had it
	stay []bool       // entry of the document → the template's, and meant to stay
	note []string

	sections []SectionState // of s
}

// Align holds d against s.
func Align(d *plan.Document, s *Schema) *Alignment { return align(outlineOf(d), s) }

func align(o *outline, s *Schema) *Alignment {
	a := match(o, s)
	a.repeats()
	a.describe()
	found := a.found()
	out := &Alignment{Schema: s}
	if len(s.Sections) > 0 {
		out.Match = float64(found) / float64(len(s.Sections))
	}
	out.Reason = fmt.Sprintf("%d of %d headings", found, len(s.Sections))
	a.owners()
	a.compare()
	a.states()
	a.gaps(out)
	out.States, out.Notes = HeldStates(a.sections), a.note
	return out
}

// match pairs the sections of s with those of a document.
func match(o *outline, s *Schema) *aligner {
	a := &aligner{outline: o, s: s, to: none(len(s.Sections)), back: none(len(o.d.Sections))}
	a.byTitle()
	a.byKin()
	return a
}

func none(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = plan.None
	}
	return out
}

func (a *aligner) found() int {
	n := 0
	for _, to := range a.to {
		if to != plan.None {
			n++
		}
	}
	return n
}

func (a *aligner) pair(section, to int) {
	a.to[section], a.back[to] = to, section
}

// free tells whether section i of the document can still be paired.
func (a *aligner) free(i int) bool { return i > 0 && i != a.root && a.back[i] == plan.None }

// byTitle pairs sections of equal titles or aliases. Where several would do,
// the one under the right parent wins, then the one of the template's own
// title, then the right level, then the first. Sections whose parents are
// paired go first, so that a title that stands in two places goes to its own.
func (a *aligner) byTitle() {
	for _, strict := range []bool{true, false} {
		for i := range a.s.Sections {
			if a.to[i] != plan.None {
				continue
			}
			best, bestFit := plan.None, 0
			for n, k := range a.s.Sections[i].keys {
				for _, j := range a.byKey[k] {
					if fit := a.fit(i, j, n == 0, strict); a.free(j) && (fit > bestFit || fit == bestFit && j < best) {
						best, bestFit = j, fit
					}
				}
			}
			if best == plan.None && strict {
				best = a.numbered(i)
			}
			if best != plan.None {
				a.pair(i, best)
			}
		}
	}
}

// numbered finds the section that has the title of section i of the schema
// behind a number that the template does not give it: "Phase 7: Polish".
func (a *aligner) numbered(i int) int {
	own := &a.s.Sections[i]
	title := own.keys[0]
	if own.series.word != "" {
		title = own.series.rest
	}
	for _, j := range a.byRest[title] {
		if a.free(j) && a.kin(i, j) && (own.series.word == "" || own.series.word == a.series[j].word) {
			return j
		}
	}
	return plan.None
}

// fit grades how well section j of the document, whose title is that of section
// i of the schema (own) or one of its aliases, suits it; 0 is not at all. strict
// asks for the right parent.
func (a *aligner) fit(i, j int, own, strict bool) int {
	sec := &a.s.Sections[i]
	kin := a.kin(i, j)
	if strict && !kin || !strict && !own && sec.Parent != plan.None {
		return 0 // an alias says little in another place
	}
	fit := 10
	if own {
		fit += 10
	}
	if kin {
		fit += 100
	}
	if sec.Level == a.d.Sections[j].Level {
		fit++
	}
	return fit
}

// kin tells whether j stands where i should: both at the top, or j below the
// section that i's parent is paired with.
func (a *aligner) kin(i, j int) bool {
	parent := a.s.Sections[i].Parent
	if parent == plan.None {
		return a.top(j)
	}
	if a.to[parent] == plan.None {
		return false
	}
	for p := a.d.Sections[j].Parent; p > 0; p = a.d.Sections[p].Parent {
		if p == a.to[parent] {
			return true
		}
	}
	return false
}

// byKin pairs what is left, between siblings only: members of a series by
// their order (the author's "Phase 1: Import" is the template's "Phase 1:
// Foundation"), titles that the template leaves open, titles that differ in
// general words only, and sections that share their sub-sections.
func (a *aligner) byKin() {
	for i := range a.s.Sections {
		if a.to[i] != plan.None {
			continue
		}
		own := a.s.Sections[i].series
		for pass := 0; pass < 3 && a.to[i] == plan.None; pass++ {
			for _, j := range a.siblings(i) {
				if !a.free(j) {
					continue
				}
				theirs := a.series[j]
				ok := false
				switch {
				case pass == 0:
					ok = own.word != "" && own.place() == theirs.place()
				case a.s.Sections[i].keys[0] == "":
					ok = pass == 2 // the author has named it
				case own.word != "":
					ok = pass == 2 && theirs.word != "" // another word, or another number, in order
				case pass == 1:
					ok = a.coreEqual(i, j)
				case pass == 2:
					ok = a.sharesChildren(i, j)
				}
				if ok {
					a.pair(i, j)
					break
				}
			}
		}
	}
	// the children of what has been found by its kin
	a.byTitle()
}

// siblings are the sections of the document directly below what i's parent is
// paired with.
func (a *aligner) siblings(i int) []int {
	parent := a.s.Sections[i].Parent
	switch {
	case parent == plan.None:
		return a.tops
	case a.to[parent] == plan.None:
		return nil
	}
	return a.kids[a.to[parent]]
}

func (a *aligner) coreEqual(i, j int) bool {
	return a.core[j] != "" && slices.Contains(a.s.Sections[i].cores, a.core[j])
}

// sharesChildren tells whether at least half of the sub-sections of i, and two,
// stand below j.
func (a *aligner) sharesChildren(i, j int) bool {
	if a.s.Sections[i].Children < 2 {
		return false
	}
	shared := 0
	for c := range a.s.Sections {
		if a.s.Sections[c].Parent != i || a.to[c] != plan.None && a.d.Sections[a.to[c]].Parent != j {
			continue
		}
		want, series := a.s.Sections[c].keys[0], a.s.Sections[c].series
		if slices.ContainsFunc(a.kids[j], func(n int) bool {
			return a.keys[n] == want || series.word != "" && a.series[n].place() == series.place()
		}) {
			shared++
		}
	}
	return shared >= 2 && 2*shared >= a.s.Sections[i].Children
}

// repeats finds the further members of a series that the template shows once,
// or to its end: the author's "Requirement 2" where the template has
// "Requirement 1", or a second component where it has "[Name of the component]".
func (a *aligner) repeats() {
	a.more = make([][]int, len(a.s.Sections))
	for i := range a.s.Sections {
		if a.to[i] == plan.None || !a.s.Sections[i].repeats {
			continue
		}
		word := a.series[a.to[i]].word
		for _, j := range a.siblings(i) {
			if a.free(j) && a.series[j].word == word {
				a.repeat(i, j)
			}
		}
	}
}

// repeat says that section j of the document is one more of section i of the
// schema, and what stands below j one more of what stands below i.
func (a *aligner) repeat(i, j int) {
	a.back[j] = i
	a.more[i] = append(a.more[i], j)
	for c := range a.s.Sections {
		if a.s.Sections[c].Parent != i {
			continue
		}
		for _, k := range a.kids[j] {
			if a.free(k) && a.sameBarNumbers(c, k) {
				if a.to[c] == plan.None {
					a.pair(c, k)
				} else {
					a.repeat(c, k)
				}
				break
			}
		}
	}
}

// sameBarNumbers tells whether section j of the document has the title of
// section i of the schema but for numbers: "Tests for User Story 2".
func (a *aligner) sameBarNumbers(i, j int) bool {
	title := barNumbers(a.keys[j])
	return slices.ContainsFunc(a.s.Sections[i].keys, func(k string) bool { return k != "" && barNumbers(k) == title })
}

// describe notes what was tolerated.
func (a *aligner) describe() {
	last := 0
	shift, shifts := 0, 0
	for i, to := range a.to {
		if to == plan.None {
			continue
		}
		sec, got := &a.s.Sections[i], &a.d.Sections[to]
		if sec.keys[0] != a.keys[to] && !slotWords.MatchString(sec.Title) { // else the author was asked for a title
			a.note = append(a.note, fmt.Sprintf("“%s” is titled “%s”", sec.Title, got.Title))
		} else if strings.Contains(sec.Title, "&") != strings.Contains(got.Title, "&") {
			a.note = append(a.note, fmt.Sprintf("“%s” is written “%s”", sec.Title, got.Title))
		}
		switch {
		case !a.kin(i, to):
			a.note = append(a.note, fmt.Sprintf("“%s” stands in another section", sec.Title))
		case to < last && sec.Level == 2:
			a.note = append(a.note, fmt.Sprintf("“%s” stands earlier than in the template", sec.Title))
		}
		if to > last && sec.Level == 2 {
			last = to
		}
		if n := len(a.more[i]); n > 0 {
			a.note = append(a.note, fmt.Sprintf("“%s” stands %d times", sec.Title, n+1))
		}
		if sec.Level != got.Level {
			shift, shifts = got.Level-sec.Level, shifts+1
		}
	}
	if shifts > 0 {
		a.note = append(a.note, fmt.Sprintf("headings at another level: %d (%+d)", shifts, shift))
	}
}

// owners says for each section of the document to which section of the schema
// its text belongs: its own, or that of the nearest section above it.
func (a *aligner) owners() {
	a.own = none(len(a.d.Sections))
	for j := range a.d.Sections {
		for p := j; p > 0; p = a.d.Sections[p].Parent {
			if a.back[p] != plan.None {
				a.own[j] = a.back[p]
				break
			}
		}
	}
}
