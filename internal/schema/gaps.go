package schema

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// gaps fills what a template tells of a document's text: lines that are as the
// template had them, citations among them, and whether the whole is a copy.
func (a *aligner) gaps(out *Alignment) {
	taken := map[int]bool{} // starts of lines that have a gap
	for _, g := range a.d.Gaps {
		taken[a.lineStart(g.Span.Start)] = true
	}
	out.Gaps = slices.Clone(a.d.Gaps)
	add := func(kind plan.GapKind, section int, span plan.Span) {
		line := a.lineStart(span.Start)
		if taken[line] {
			return
		}
		taken[line] = true
		text := strings.Join(strings.Fields(a.d.File.Text[span.Start:span.End]), " ")
		out.Gaps = append(out.Gaps, plan.Gap{Kind: kind, Text: text, Span: span, Section: section})
	}
	edited := false
	for i := range a.d.Entries {
		e := &a.d.Entries[i]
		if e.Citation || a.own[e.Section] == plan.None {
			continue
		}
		if !a.s.untouched(e) {
			edited = true
			if e.Label != "" && dummy.MatchString(e.Label) && a.isDummy(a.own[e.Section], e.Label) {
				add(plan.GapPlaceholder, e.Section, e.Span)
			}
			continue
		}
		if e.Kind != plan.EntryCode {
			add(plan.GapUntouched, e.Section, e.Span)
			continue
		}
		at := e.Span.Start
		for line := range strings.Lines(a.d.File.Text[e.Span.Start:e.Span.End]) {
			if p := printOf(line); p != "" && a.s.prints[p] {
				trimmed := strings.TrimSpace(line)
				start := at + strings.Index(line, trimmed)
				add(plan.GapUntouched, e.Section, plan.Span{Start: start, End: start + len(trimmed)})
			}
			at += len(line)
		}
	}
	slices.SortStableFunc(out.Gaps, func(x, y plan.Gap) int { return x.Span.Start - y.Span.Start })
	a.citations(out)
	out.Copy = !edited && a.complete(out)
}

// isDummy tells whether label is one that the template puts in place of a name.
func (a *aligner) isDummy(section int, label string) bool {
	return slices.Contains(a.s.Sections[section].dummies, words(label))
}

func (a *aligner) lineStart(offset int) int {
	return strings.LastIndexByte(a.d.File.Text[:offset], '\n') + 1
}

// citations finds the template's own: in a line as the template had it, of a
// section in which nothing has been filled in.
func (a *aligner) citations(out *Alignment) {
	for i := range a.d.Entries {
		e := &a.d.Entries[i]
		o := a.own[e.Section]
		if !e.Citation || o == plan.None || out.Sections[o].Filled > 0 || !a.s.prints[printOf(e.Text)] {
			continue
		}
		if s := out.Sections[o].State; s != Untouched && s != Placeholder && s != Empty {
			continue
		}
		for n := range a.d.Citations {
			if c := a.d.Citations[n].Span; c.Start >= e.Span.Start && c.End <= e.Span.End {
				out.Own = append(out.Own, n)
			}
		}
	}
}

// complete tells whether every section of the template is there and none of
// its slots is filled or answered.
func (a *aligner) complete(out *Alignment) bool {
	for i, st := range out.Sections {
		if a.to[i] == plan.None || st.Filled > 0 {
			return false
		}
	}
	return len(out.Sections) > 0
}
