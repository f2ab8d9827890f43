package metadata

import (
	"fmt"
	"strings"
)

// scan refuses what the library would read but strangers' files must not use,
// as far as lines tell it, and what is too large to be given to the library.
func scan(text string) error {
	if len(text) > MaxBytes {
		return &Error{fmt.Sprintf("%d bytes are more than the limit of %d", len(text), MaxBytes), MaxBytes}
	}
	begun, ended := false, -1
	for offset := 0; offset < len(text); {
		line, _, _ := strings.Cut(text[offset:], "\n")
		start := offset
		offset += len(line) + 1
		line = strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), " \t\r")
		switch {
		case line == "" || strings.HasPrefix(strings.TrimLeft(line, " "), "#"):
			continue
		case !begun && strings.HasPrefix(line, "%"):
			return &Error{"directives are not read: take the line out", start}
		case isMarker(line, "..."):
			ended = start
		case ended >= 0 || begun && isMarker(line, "---"):
			return &Error{"a second document begins here, and only one is read", start}
		}
		begun = true
	}
	return nil
}

// isMarker tells whether line is a document's marker.
func isMarker(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// lineStarts gives the byte offset of the start of each line, by the line ends
// that the library counts: LF, CR, CRLF, NEL, LS and PS.
func lineStarts(text string) []int {
	starts := []int{0}
	for i, r := range text {
		switch r {
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				continue
			}
			starts = append(starts, i+1)
		case '\n':
			starts = append(starts, i+1)
		case '\u0085':
			starts = append(starts, i+2)
		case '\u2028', '\u2029':
			starts = append(starts, i+3)
		}
	}
	return starts
}
