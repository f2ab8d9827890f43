package source

import (
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
)

// checkPlan holds the text against the limits of its shape, and reports a plan
// without text.
func (f *File) checkPlan(limits Limits) {
	if strings.TrimSpace(f.Text) == "" {
		d := diag.New(diag.EmptyFile, f.Path, "the plan has no text")
		d.Hint = "Write it, or delete the file"
		f.Diagnostics = append(f.Diagnostics, d)
		return
	}
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
		if r < 0x80 && strings.ContainsRune("\\`*_{}[]()<>#+-.!|~&:", r) {
			b.WriteByte('\\')
		}
		if r == '\n' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
