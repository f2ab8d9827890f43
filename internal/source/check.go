package source

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
)

// checkPlan reports a plan without text and holds the text's shape against
// limits. A text beyond a limit is replaced by one that shows it as a block of
// code: nothing of it is lost, and a parser is quickly done with it.
func (f *File) checkPlan(limits Limits) {
	if strings.TrimSpace(f.Text) == "" {
		d := diag.New(diag.EmptyFile, f.Path, "the plan has no text")
		d.Hint = "write it, or delete the file"
		f.Diagnostics = append(f.Diagnostics, d)
		return
	}
	s := measure(f.Text, limits)
	var over []diag.Diagnostic
	for _, x := range []struct {
		code          diag.Code
		peak          *peak
		noun, setting string
	}{
		{diag.FileTooLarge, &s.line, "a line of %d bytes", "line_bytes"},
		{diag.FileTooLarge, &s.paragraph, "a paragraph of %d bytes", "line_bytes"},
		{diag.FileTooLarge, &s.marks, "inline marks that cost as much as %d in one paragraph", "marks"},
		{diag.TooDeep, &s.depth, "quotes and lists nested %d deep", "depth"},
		{diag.FileTooLarge, &s.headings, "%d headings", "headings"},
		{diag.FileTooLarge, &s.columns, "a table of %d columns", "columns"},
		{diag.FileTooLarge, &s.cells, "tables whose rows lack %d cells", "cells"},
		{diag.FileTooLarge, &s.pipes, `tables with %d escaped pipes`, "pipes"},
		{diag.FileTooLarge, &s.notes, "%d footnotes", "footnotes"},
	} {
		if !x.peak.exceeded() || x.peak == &s.paragraph && s.line.exceeded() {
			continue
		}
		d := diag.New(x.code, f.Path, "the file has "+x.noun+", more than the limit of %d, and is shown as it is written", x.peak.value, x.peak.limit)
		d.Hint = raise(x.setting)
		over = append(over, f.At(d, x.peak.offset, x.peak.offset+x.peak.length))
	}
	if len(over) > 0 {
		f.Diagnostics = append(f.Diagnostics, over...)
		f.setText(literal(f.Text, over[0].Message))
	}
}

func (f *File) setText(text string) {
	f.Text, f.lines = text, lineStarts(text)
}

// literal is Markdown that shows text as it is, below why.
func literal(text, why string) string {
	mark := "`"
	if longestRun(text, '`') > longestRun(text, '~') {
		mark = "~"
	}
	fence := strings.Repeat(mark, max(3, longestRun(text, mark[0])+1))
	return fmt.Sprintf("%s.\n\n%stext\n%s\n%s\n", escapeMarkdown(strings.ToUpper(why[:1])+why[1:]), fence, strings.TrimSuffix(text, "\n"), fence)
}

// longestRun is the length of the longest run of mark in text.
func longestRun(text string, mark byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != mark {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// counted is "1 byte", "2 bytes".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// escapeMarkdown gives text that Markdown shows as it is.
func escapeMarkdown(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_{}[]()<>#+-.!|~&:\"", r) {
			b.WriteByte('\\')
		}
		if r < ' ' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
