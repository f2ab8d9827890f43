package plan

import (
	"strings"
	"unicode"
)

// Slug is the anchor that GitHub gives a heading, before repeats are numbered:
// letters, digits, marks, "_" and "-" are kept in lower case, each space
// becomes a "-", everything else goes. "🔐 Security & Access" is "-security--access".
// The rule is that of github.com/gjtorikian/html-pipeline's TableOfContentsFilter.
func Slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-', unicode.IsLetter(r), unicode.IsMark(r) && r != '\ufe0f', unicode.IsNumber(r), unicode.Is(unicode.Pc, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}
