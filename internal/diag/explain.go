package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Explain writes everything that the catalogue says of r, for a terminal.
func Explain(w io.Writer, r Rule, opts Options) error {
	out := bufio.NewWriter(w)
	p := palette(opts.Color)
	fmt.Fprintf(out, "%s (%s)\n\n", p.bold(string(r.Code)+" "+r.Name), p.severity(r.Severity, string(r.Severity)))
	fmt.Fprintf(out, "%s\n", sentence(r.Summary))
	for _, part := range []struct{ head, text string }{
		{"What is found", r.What}, {"Why it matters", r.Why}, {"For example", r.Example}, {"Instead", r.Instead},
	} {
		if part.text == "" {
			continue
		}
		fmt.Fprintf(out, "\n%s\n", p.bold(part.head))
		lines := wrap(part.text, 76)
		if part.head == "For example" || part.head == "Instead" {
			lines = strings.Split(strings.Trim(part.text, "\n"), "\n")
		}
		for _, line := range lines {
			fmt.Fprintln(out, strings.TrimRight("    "+line, " "))
		}
	}
	fmt.Fprintf(out, "\n%s\n    rules:\n      %s: off    # or error, warning, note\n", p.bold("To grade it otherwise, in planfolio.yaml"), r.Name)
	return out.Flush()
}

// sentence is text with a capital and a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// wrap breaks text into lines of at most cells cells; a blank line parts paragraphs.
func wrap(text string, cells int) []string {
	var lines []string
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && width(line)+1+width(word) > cells {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return lines
}
