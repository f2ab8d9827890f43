package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// A print is the fingerprint of one line of a template: the first eight bytes,
// in hexadecimal, of the SHA-256 of its words. It tells text that was left as
// the template had it without the text itself, so that a template can be known
// in the wording in which others handed it out.
type print string

func printOf(line string) print {
	w := words(line)
	if w == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(w))
	return print(hex.EncodeToString(sum[:8]))
}

// untouched tells whether every line of an entry is as the template had it.
func (s *Schema) untouched(e *plan.Entry) bool {
	if e.Kind != plan.EntryCode {
		return s.prints[printOf(e.Text)]
	}
	said := false
	for line := range strings.Lines(e.Text) {
		p := printOf(line)
		if p == "" {
			continue
		}
		if !s.prints[p] {
			return false
		}
		said = true
	}
	return said
}
