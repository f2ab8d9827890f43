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
		if !strings.HasPrefix(subj, w+" ") {
			continue
		}
		head := s // "Deferred to v2: pay by phone"
		if i := strings.IndexAny(s, ":.—–;("); i > 0 {
			head = s[:i]
		}
		after := strings.TrimPrefix(subject(head), w)
		if after == "" || strings.Count(after, " ") <= 5 && putsOff(w, after) || strings.HasPrefix(s[symbols(s):], strings.ToUpper(w)) {
			return true
		}
	}
	for rest := s; ; {
		open := strings.IndexAny(rest, "([")
		if open < 0 {
			return false
		}
		rest = rest[open+1:]
		inner := rest[:min(len(rest), 80)]
		if end := strings.IndexAny(inner, ")]"); end >= 0 {
			inner = inner[:end]
		}
		inner = subject(inner)
		for _, w := range retiredWords {
			after, ok := strings.CutPrefix(inner, w)
			if ok && (after == "" || after[0] == ' ' && (w != "deferred" || putsOff(w, after))) {
				return true
			}
		}
	}
}

// putsOff tells whether what stands behind a retiring word is a later time, not
// somebody to whom a choice is left.
func putsOff(word, after string) bool {
	return word == "deferred" && (says(after, laterWords...) || strings.ContainsAny(after, "0123456789"))
}

// laterWords tell "deferred to a later release" from "deferred to the caller".
var laterWords = []string{"future", "later", "next", "phase", "release", "milestone", "post", "backlog", "version", "mvp", "scope"}

var retiredWords = []string{"removed", "deferred", "withdrawn", "retired", "deprecated", "dropped", "obsolete", "superseded", "cancelled", "canceled"}
