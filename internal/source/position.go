package source

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

// lineStarts gives the byte offset of the start of each line of text. A text
// that ends in a line end has no further, empty line after it.
func lineStarts(text string) []uint32 {
	starts := make([]uint32, 1, 1+strings.Count(text, "\n"))
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 || i+n+1 == len(text) {
			return starts
		}
		i += n + 1
		starts = append(starts, uint32(i))
	}
}

// Position tells where a byte offset of f.Text is. An offset outside the text
// is taken to its nearer end, one within a code point to the point's start.
func (f *File) Position(offset int) diag.Position {
	offset = min(max(offset, 0), len(f.Text))
	if len(f.lines) == 0 { // the zero File
		return diag.Position{Line: 1, Column: 1}
	}
	line := f.startsBefore(offset) - 1
	start := int(f.lines[line])
	for offset > start && offset < len(f.Text) && !utf8.RuneStart(f.Text[offset]) {
		offset--
	}
	return diag.Position{Line: line + 1, Column: 1 + utf8.RuneCountInString(f.Text[start:offset])}
}

// LineAt is the line of Position, found without counting columns.
func (f *File) LineAt(offset int) int {
	return max(f.startsBefore(min(max(offset, 0), len(f.Text))), 1)
}

// startsBefore is how many lines start at offset or before it.
func (f *File) startsBefore(offset int) int {
	return sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset })
}

// Range tells where the bytes start … end of f.Text are.
func (f *File) Range(start, end int) diag.Range {
	return diag.Range{Start: f.Position(start), End: f.Position(max(start, end))}
}

// Line gives the 1-based line n without its line end; "" where there is none.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if n < len(f.lines) {
		end = int(f.lines[n])
	}
	return strings.TrimSuffix(f.Text[f.lines[n-1]:end], "\n")
}

// At gives d its place: path, range and excerpt for start … end of f.
func (f *File) At(d diag.Diagnostic, start, end int) diag.Diagnostic {
	d.Path = f.Path
	d.Range = f.Range(start, end)
	d.Excerpt = f.Line(d.Range.Start.Line)
	return d
}
