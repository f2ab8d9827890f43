package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// The text format, for one diagnostic:
//
//	content/billing/design.md:41:16: error: citation of "FR-9.1", which no plan defines [PF102 dangling-citation]
//	   41 | _Requirements: FR-9.1_
//	      |                ^~~~~~
//	      related: content/billing/requirements.md:12:1: the last requirement of this kind
//	      hint: …
//
// The first line is complete: editors and grep take it alone. Nothing of a plan
// can begin a line.

// mostRelated is how many related places a brief text shows.
const mostRelated = 3

func printText(w io.Writer, list []Diagnostic, opts Options) error {
	out := bufio.NewWriter(w)
	p := palette(opts.Color)
	for _, d := range list {
		at := location(opts.place(d.Path), d.Range.Start)
		if at != "" {
			at = p.bold(at+":") + " "
		}
		fmt.Fprintf(out, "%s%s %s %s\n", at, p.severity(d.Severity, string(d.Severity)+":"), Visible(d.Message),
			p.dim("["+string(d.Code)+" "+d.Code.Name()+"]"))
		gutter := printExcerpt(out, d, p)
		related := d.Related
		if opts.Brief && len(related) > mostRelated+1 {
			related = related[:mostRelated]
		}
		for _, r := range related {
			fmt.Fprintf(out, "%s%s %s: %s\n", gutter, p.dim("related:"), location(opts.place(r.Path), r.Range.Start), Visible(r.Message))
		}
		if more := len(d.Related) - len(related); more > 0 {
			fmt.Fprintf(out, "%s%s and %d more places\n", gutter, p.dim("related:"), more)
		}
		if d.Hint != "" {
			fmt.Fprintf(out, "%s%s %s\n", gutter, p.dim("hint:"), Visible(d.Hint))
		}
	}
	return out.Flush()
}

// location is path:line:column, as far as it is known. A path that would begin
// the line as a command of a CI system is given from here: "./".
func location(path string, at Position) string {
	place := Visible(path)
	if trimmed := strings.TrimLeft(place, " "); trimmed != place || strings.HasPrefix(place, "::") {
		place = "./" + place
	}
	if path == "" || at.Line == 0 {
		return place
	}
	return fmt.Sprintf("%s:%d:%d", place, at.Line, at.Column)
}

// maxCells is how much of a long line is shown.
const maxCells = 120

// printExcerpt writes the line at fault and the caret, and gives the indentation
// of the lines below.
func printExcerpt(w io.Writer, d Diagnostic, p palette) string {
	start := d.Range.Start
	if strings.TrimSpace(d.Excerpt) == "" || start.Line == 0 {
		return "    "
	}
	before, marked, after := d.Cut()
	number := fmt.Sprintf("%5d", start.Line)
	gutter := strings.Repeat(" ", len(number))
	fmt.Fprintf(w, "%s %s%s%s\n", p.dim(number+" |"), before, marked, after)
	caret := "^" + strings.Repeat("~", max(width(marked)-1, 0))
	fmt.Fprintf(w, "%s %s%s\n", p.dim(gutter+" |"), strings.Repeat(" ", width(before)), p.severity(d.Severity, caret))
	return gutter + "   "
}

// Cut gives the excerpt before, in and after d's range, made visible and cut to
// what fits into a line.
func (d Diagnostic) Cut() (before, marked, after string) {
	line := []rune(d.Excerpt)
	from := min(max(d.Range.Start.Column-1, 0), len(line))
	to := len(line)
	if d.Range.End.Line == d.Range.Start.Line {
		to = min(max(d.Range.End.Column-1, from), len(line))
	}
	before = printable(string(line[:from]))
	marked = printable(string(line[from:to]))
	after = printable(string(line[to:]))
	if width(before)+width(marked)+width(after) > maxCells {
		before = tail(before, maxCells/3)
		if room := maxCells - width(before); width(marked) >= room {
			return before, head(marked, room), ""
		}
		after = head(after, maxCells-width(before)-width(marked))
	}
	return before, marked, strings.TrimRight(after, " ")
}

// printable is Visible with tabs as spaces, so that a caret can stand below.
func printable(text string) string { return Visible(strings.ReplaceAll(text, "\t", "    ")) }

// head is the beginning of text that fits into cells, with a mark where more follows.
func head(text string, cells int) string {
	if width(text) <= cells {
		return text
	}
	used := 0
	for i, r := range text {
		if used += width(string(r)); used >= cells {
			return text[:i] + "…"
		}
	}
	return text
}

// tail is the end of text that fits into cells, with a mark where more precedes.
func tail(text string, cells int) string {
	if width(text) <= cells {
		return text
	}
	left := []rune(text)
	for width(string(left)) >= cells {
		left = left[1:]
	}
	return "…" + string(left)
}

// palette colours text, or leaves it as it is.
type palette bool

func (p palette) paint(code, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p palette) bold(text string) string { return p.paint("1", text) }
func (p palette) dim(text string) string  { return p.paint("2", text) }

func (p palette) severity(s Severity, text string) string {
	switch s {
	case Error:
		return p.paint("1;31", text)
	case Warning:
		return p.paint("1;33", text)
	}
	return p.paint("1;36", text)
}
