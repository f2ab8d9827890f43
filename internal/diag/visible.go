package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible gives text for a terminal or a log: on one line, with everything in
// sight that would command the terminal, turn the direction of writing or speak
// to a CI system. Plans are written by strangers, and their names and lines are
// printed where they were never meant to be.
func Visible(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, isHidden) && !strings.Contains(text, "##[") {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case !isHidden(r):
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune('\u2400' + r) // ␀ to ␟: Unicode's pictures of control characters
		case r == 0x7f:
			b.WriteRune('\u2421')
		default:
			fmt.Fprintf(&b, "<U+%04X>", r)
		}
	}
	// GitHub's runner takes "##[" for a command wherever it stands in a line.
	return strings.ReplaceAll(b.String(), "##[", `##\[`)
}

// isHidden tells what is not printed as it is: controls, line and paragraph
// separators, and format characters but the two that join letters and emoji.
func isHidden(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	switch {
	case r < 0x7f:
		return r < ' '
	case r == nonJoiner || r == joiner:
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// width is how many cells of a terminal text takes.
func width(text string) int {
	cells := 0
	for _, r := range text {
		switch {
		case r < 0x300:
			cells++
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, wide):
			cells += 2
		default:
			cells++
		}
	}
	return cells
}

// wide are the blocks whose characters take two cells, after Unicode's
// EastAsianWidth.txt, without the single signs that are scattered over others.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, // Hangul
		{Lo: 0x2705, Hi: 0x2705, Stride: 1}, // ✅
		{Lo: 0x274c, Hi: 0x274c, Stride: 1}, // ❌
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1}, // radicals, CJK punctuation
		{Lo: 0x3041, Hi: 0x4dbf, Stride: 1}, // kana to CJK extension A
		{Lo: 0x4e00, Hi: 0xa4cf, Stride: 1}, // CJK, Yi
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul syllables
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1}, // full-width forms
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, // pictographs
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f7e0, Hi: 0x1f7eb, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1faff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1}, // CJK extensions
	},
}
