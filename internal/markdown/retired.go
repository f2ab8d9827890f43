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

// putsOff tells whether what stands behind a retiring word goes with it: a later
// time ("deferred to v2"), a successor ("superseded by FR-6") or a date, and not
// somebody to whom a choice is left.
func putsOff(word, after string) bool {
	numbered := strings.ContainsAny(after, "0123456789")
	if word == "deferred" {
		return numbered || laterWords.in(after)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	return numbered && goesOn[first]
}

// goesOn are the words that may follow a retiring one.
var goesOn = nameSet("by into in from since as")

// retiresBelow tells whether a heading says of what stands below it that it no
// longer holds: "Deferred", "Removed requirements", "Out of scope (v1)". "Removed
// pages" is about pages.
func retiresBelow(title string) bool {
	subj := subject(title[skipNumbering(title):])
	if strings.HasPrefix(subj, "out of scope") {
		return true
	}
	for _, w := range retiredWords {
		after, ok := strings.CutPrefix(subj, w)
		if !ok || after != "" && after[0] != ' ' {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(after), " ")
		return after == "" || goesOn[first] || retiredThings[first]
	}
	return false
}

// retiredThings are what a heading may call the requirements below it.
var retiredThings = nameSet("requirements requirement features items ideas scope work stories frs nfrs to for and until")

// laterWords tell "deferred to a later release" from "deferred to the caller".
var laterWords = phrasesOf("future", "later", "next", "phase", "release", "milestone", "post", "backlog", "version", "mvp", "scope")

var retiredWords = []string{"removed", "deferred", "withdrawn", "retired", "deprecated", "dropped", "obsolete", "superseded", "replaced", "cancelled", "canceled"}
