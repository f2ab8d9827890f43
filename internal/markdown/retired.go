package markdown

import (
	"strings"
)

// saysRetired tells whether a requirement's text says that it no longer holds:
// it begins with the word, or has it in brackets.
func saysRetired(s string) bool {
	subj := subject(s)
	for _, w := range retiredWords {
		if subj == w {
			return true
		}
		if rest, ok := strings.CutPrefix(subj, w); ok && rest[0] == ' ' {
			i := strings.IndexAny(s, ":.—–-;(")
			if i > 0 && subject(s[:i]) == w || strings.ToUpper(w) == s[symbols(s):min(len(s), symbols(s)+len(w))] {
				return true
			}
		}
	}
	for rest := s; ; {
		open := strings.IndexAny(rest, "([")
		if open < 0 {
			return false
		}
		rest = rest[open+1:]
		inner := rest
		if end := strings.IndexAny(rest, ")]"); end >= 0 {
			inner = rest[:end]
		}
		inner = subject(inner[:min(len(inner), 80)])
		for _, w := range retiredWords {
			after, ok := strings.CutPrefix(inner, w)
			if ok && (after == "" || after[0] == ' ' && (w != "deferred" || says(after, laterWords...) || strings.ContainsAny(after, "0123456789"))) {
				return true
			}
		}
	}
}

// laterWords tell "deferred to a later release" from "deferred to the caller".
var laterWords = []string{"future", "later", "next", "phase", "release", "milestone", "post", "backlog", "version", "mvp", "scope"}

var retiredWords = []string{"removed", "deferred", "withdrawn", "retired", "deprecated", "dropped", "obsolete", "superseded", "cancelled", "canceled"}
