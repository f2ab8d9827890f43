package markdown

import (
	"errors"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readFront reads the front matter: YAML between a first line "---" and the
// next such line, which must be a mapping. It is blanked out of r.text, so that
// the offsets of what follows hold. Anything else stays body: a first line
// "---" may well be a rule.
func (r *reader) readFront() {
	text := r.file.Text
	open := frontFence(text, 0)
	if open == 0 {
		return
	}
	body, end := frontEnd(text, open)
	meant := looksMeant(text[open:])
	if end == 0 {
		if meant {
			d := diag.New(diag.UnclosedFront, r.file.Path, "front matter that begins here never closes")
			d.Hint = "end it with a line of its own that reads ---"
			r.report(d, plan.Span{Start: 0, End: open})
		}
		return
	}
	root, err := metadata.Parse(text[open:body])
	switch {
	case err == nil && (len(root.Keys) > 0 && (meant || isCompact(text[open:body]) && plainKeys(root)) || strings.TrimSpace(text[open:body]) == ""):
		r.flattenFront(root, open, "")
		r.blank(0, end)
	case err != nil && meant:
		r.reportFront(err, open, body)
		// The fences go, else the second makes a heading of the fields above it.
		r.blank(0, open)
		r.blank(body, end)
	}
}

// frontFence is the offset behind the line "---" (or, below the first line,
// "...") that begins at offset; 0 where that line is another.
func frontFence(text string, offset int) int {
	line, _, found := strings.Cut(text[offset:], "\n")
	fence := strings.TrimRight(line, " \t")
	if fence != "---" && (offset == 0 || fence != "...") {
		return 0
	}
	end := offset + len(line)
	if found {
		end++
	}
	return end
}

// frontEnd finds where the front matter's text ends, and where the fence does
// that closes it; 0 where none does.
func frontEnd(text string, open int) (body, end int) {
	for at := open; at < len(text); {
		if end := frontFence(text, at); end > 0 {
			return at, end
		}
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return 0, 0
}

var firstKey = pattern.MustCompile(`^(?:#.*\n)*["']?[\p{L}_][\p{L}\p{N}_ ./-]{0,60}["']?:(?:\s|$)`)

// looksMeant tells front matter from the text behind a rule: its first line is
// a key.
func looksMeant(text string) bool { return firstKey.MatchString(text) }

// isCompact tells a block of fields from text between two rules: it has neither
// blank lines within nor what may be headings.
func isCompact(text string) bool {
	text = strings.TrimSpace(text)
	return !strings.Contains(text, "\n\n") && !strings.HasPrefix(text, "#") && !strings.Contains(text, "\n#")
}

var plainKey = pattern.MustCompile(`^[\p{L}_][\p{L}\p{N}_.-]*$`)

// plainKeys tells whether all keys of n are single words.
func plainKeys(n *metadata.Node) bool {
	for _, k := range n.Keys {
		if !plainKey.MatchString(k.Name) {
			return false
		}
	}
	return true
}

// flattenFront adds a field for each value below n. Offsets of n count from base.
func (r *reader) flattenFront(n *metadata.Node, base int, name string) {
	switch n.Kind {
	case metadata.Mapping:
		for _, k := range n.Keys {
			inner := k.Name
			if name != "" {
				inner = name + "." + k.Name
			}
			r.flattenFront(k.Value, base, inner)
		}
	case metadata.Sequence:
		for _, item := range n.Items {
			r.flattenFront(item, base, name)
		}
	case metadata.Scalar:
		r.doc.Front = append(r.doc.Front, plan.Field{Name: name, Key: fieldKey(name), Value: strings.TrimSpace(n.Value),
			Span: plan.Span{Start: base + n.Start, End: base + n.End}})
	}
}

// fieldKey is the name of a field as it is compared: lower case, "-" for spaces.
func fieldKey(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(name)), "-")
}

func (r *reader) reportFront(err error, open, body int) {
	span := plan.Span{Start: 0, End: open}
	d := diag.New(diag.BadFrontMatter, r.file.Path, "front matter is %s", err)
	var at *metadata.Error
	if errors.As(err, &at) {
		d = diag.New(diag.BadFrontMatter, r.file.Path, "front matter does not parse: %s", at.Message)
		start := min(open+max(at.Offset, 0), body)
		end := start + max(0, strings.IndexByte(r.file.Text[start:], '\n'))
		span = plan.Span{Start: start, End: max(start, min(end, body))}
	}
	d.Hint = "it is shown as text; quote values that begin with @, *, &, [ or {"
	r.report(d, span)
}

// blank overwrites text with spaces, line ends left standing.
func (r *reader) blank(start, end int) {
	for i := start; i < end; i++ {
		if r.text[i] != '\n' {
			r.text[i] = ' '
		}
	}
}

// front is the first value of the front matter's field key; "" where there is none.
func (r *reader) front(key string) string {
	for i := range r.doc.Front {
		if r.doc.Front[i].Key == key {
			return r.doc.Front[i].Value
		}
	}
	return ""
}
