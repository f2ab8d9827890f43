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
	edited, guided := false, a.guided()
	for i := range a.entries {
		e := &a.entries[i]
		if e.Citation || a.own[e.Section] == plan.None || a.stay[i] {
			continue
		}
		if !a.left[i] {
			edited = true
			if a.onlyHere(i) {
				add(plan.GapPlaceholder, e.Section, e.Span)
			}
			if e.Label != "" && dummy.MatchString(e.Label) && a.isDummy(a.own[e.Section], e.Label) {
				add(plan.GapPlaceholder, e.Section, e.Span)
			}
			continue
		}
		if !guided[e.Section] {
			continue
		}
		if e.Kind != plan.EntryCode {
			add(plan.GapUntouched, e.Section, e.Span)
			continue
		}
		if len(a.gap[i]) > 0 && !a.onlyHere(i) {
			continue // its slots are told already
		}
		for _, span := range a.proseOf(e) {
			add(plan.GapUntouched, e.Section, span)
		}
	}
	slices.SortStableFunc(out.Gaps, func(x, y plan.Gap) int { return x.Span.Start - y.Span.Start })
	a.citations(out)
	out.Copy = !edited && a.complete()
}

// guided tells of each section of the document whether the template's text is all
// that it has, and tells what belongs there: one entry, or paragraphs and code. Beside an
// author's text, and where it makes lists and labels, it is meant to stay: the
// principles, notes and purposes that a template gives.
func (a *aligner) guided() []bool {
	entries, listed := make([]int, len(a.d.Sections)), make([]int, len(a.d.Sections))
	out := make([]bool, len(a.d.Sections))
	for i := range a.entries {
		e := &a.entries[i]
		if e.Citation {
			continue
		}
		entries[e.Section]++
		out[e.Section] = a.left[i] && !a.stay[i] && (entries[e.Section] == 1 || out[e.Section])
		if e.Kind == plan.EntryItem || e.Kind == plan.EntryRow || e.Label != "" {
			listed[e.Section]++
		}
	}
	for i := range out {
		out[i] = out[i] && (entries[i] == 1 || listed[i] == 0)
	}
	return out
}

// onlyHere tells whether entry i has a gap that only the template tells.
func (a *aligner) onlyHere(i int) bool { return len(a.gap[i]) > 0 && a.gap[i][0].Text == "" }

// proseOf are the lines of a code block that say something: "graph TD" and "}"
// are code in any plan. The first line where none does.
func (a *aligner) proseOf(e *plan.Entry) []plan.Span {
	var out []plan.Span
	at, first := e.Span.Start, plan.Span{}
	for line := range strings.Lines(a.d.File.Text[e.Span.Start:e.Span.End]) {
		if p := printOf(line); p != "" && a.s.prints[p] {
			trimmed := strings.TrimSpace(line)
			start := at + strings.Index(line, trimmed)
			span := plan.Span{Start: start, End: start + len(trimmed)}
			if first.End == 0 {
				first = span
			}
			if countWords(line) > 2 {
				out = append(out, span)
			}
		}
		at += len(line)
	}
	if len(out) == 0 && first.End > 0 {
		out = append(out, first)
	}
	return out
}

// isDummy tells whether label is one that the template puts in place of a name.
func (a *aligner) isDummy(section int, label string) bool {
	return slices.Contains(a.s.Sections[section].dummies, words(label))
}

func (a *aligner) lineStart(offset int) int {
	return strings.LastIndexByte(a.d.File.Text[:offset], '\n') + 1
}

// citations finds the template's own: in text as the template had it, of a
// section in which nothing has been filled in.
func (a *aligner) citations(out *Alignment) {
	for i := range a.entries {
		e := &a.entries[i]
		o := a.own[e.Section]
		if o == plan.None || a.sections[o].Filled > 0 || !a.left[i] {
			continue
		}
		if s := a.sections[o].State; s != Untouched && s != Placeholder && s != Empty {
			continue
		}
		for n := range a.d.Citations {
			if c := a.d.Citations[n].Span; c.Start >= e.Span.Start && c.End <= e.Span.End {
				out.Own = append(out.Own, n)
			}
		}
	}
}

// complete tells whether every section that the template asks for is there and
// none of its slots is filled or answered.
func (a *aligner) complete() bool {
	for i, st := range a.sections {
		if a.to[i] == plan.None && !a.s.Sections[i].spared || st.Filled > 0 {
			return false
		}
	}
	return len(a.sections) > 0
}
