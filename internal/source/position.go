package source

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

// lineStep is of how many lines a File knows where the first starts: the others
// are counted from there, which takes less time than memory for all.
const lineStep = 16

// lineStarts gives the byte offset of the start of each line of text that comes
// lineStep lines behind the one before, from the first. A text that ends in a
// line end has no further, empty line after it.
func lineStarts(text string) []uint32 {
	starts := make([]uint32, 1, 1+strings.Count(text, "\n")/lineStep)
	for i, n := 0, 1; ; n++ {
		end := strings.IndexByte(text[i:], '\n')
		if end < 0 || i+end+1 == len(text) {
			return starts
		}
		i += end + 1
		if n%lineStep == 0 {
			starts = append(starts, uint32(i))
		}
	}
}

// Position tells where a byte offset of f.Text is. An offset outside the text
// is taken to its nearer end, one within a code point to the point's start.
func (f *File) Position(offset int) diag.Position {
	offset = min(max(offset, 0), len(f.Text))
	line, start := f.lineOf(offset)
	for offset > start && offset < len(f.Text) && !utf8.RuneStart(f.Text[offset]) {
		offset--
	}
	return diag.Position{Line: line, Column: 1 + utf8.RuneCountInString(f.Text[start:offset])}
}

// LineAt is the line of Position, found without counting columns.
func (f *File) LineAt(offset int) int {
	line, _ := f.lineOf(min(max(offset, 0), len(f.Text)))
	return line
}

// lineOf is the line, from 1, that an offset of the text is in, and where it starts.
func (f *File) lineOf(offset int) (line, start int) {
	i := sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset }) - 1
	if i < 0 { // the zero File
		return 1, 0
	}
	start = int(f.lines[i])
	before := f.Text[start:max(start, min(offset, len(f.Text)-1))] // a line end there starts a line before offset
	return 1 + i*lineStep + strings.Count(before, "\n"), start + strings.LastIndexByte(before, '\n') + 1
}

// Range tells where the bytes start … end of f.Text are.
func (f *File) Range(start, end int) diag.Range {
	return diag.Range{Start: f.Position(start), End: f.Position(max(start, end))}
}

// Line gives the 1-based line n without its line end; "" where there is none.
func (f *File) Line(n int) string {
	if n < 1 || (n-1)/lineStep >= len(f.lines) {
		return ""
	}
	rest := f.Text[f.lines[(n-1)/lineStep]:]
	for range (n - 1) % lineStep {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	line, _, _ := strings.Cut(rest, "\n")
	return line
}

// At gives d its place: path, range and excerpt for start … end of f.
func (f *File) At(d diag.Diagnostic, start, end int) diag.Diagnostic {
	d.Path = f.Path
	d.Range = f.Range(start, end)
	d.Excerpt = f.Line(d.Range.Start.Line)
	return d
}
