package register

import (
	"regexp"
	"strings"
)

// A pattern is a regular expression that is tried only on texts which hold one
// of the pieces that each of its matches holds: most texts hold none, and to
// look for a few words costs a fraction of a match that fails.
type pattern struct {
	*regexp.Regexp
	pieces pieces
}

// guarded makes a pattern. The pieces, parted by spaces, are in lower case, and
// found in any case.
func guarded(expression, list string) *pattern {
	return &pattern{regexp.MustCompile(expression), newPieces(strings.Fields(list))}
}

func (p *pattern) MatchString(s string) bool { return p.pieces.in(s) && p.Regexp.MatchString(s) }

func (p *pattern) FindStringIndex(s string) []int {
	if !p.pieces.in(s) {
		return nil
	}
	return p.Regexp.FindStringIndex(s)
}

func (p *pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !p.pieces.in(s) {
		return nil
	}
	return p.Regexp.FindAllStringSubmatchIndex(s, n)
}

func (p *pattern) FindStringSubmatch(s string) []string {
	if !p.pieces.in(s) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(s)
}

func (p *pattern) ReplaceAllString(s, by string) string {
	if !p.pieces.in(s) {
		return s
	}
	return p.Regexp.ReplaceAllString(s, by)
}

// pieces are words, or parts of words and signs, to be looked for together.
type pieces struct {
	first [256]bool // bytes that one of them begins with
	list  []string
}

func newPieces(list []string) pieces {
	// Two letters are the same as s and k to a regular expression without case.
	p := pieces{list: append(list, "ſ", "\u212a")}
	for _, s := range p.list {
		p.first[s[0]] = true
		if c := s[0]; 'a' <= c && c <= 'z' {
			p.first[c-'a'+'A'] = true
		}
	}
	return p
}

func (p *pieces) in(s string) bool {
	for i := range len(s) {
		if !p.first[s[i]] {
			continue
		}
		for _, piece := range p.list {
			if len(s)-i >= len(piece) && sameLetters(s[i:i+len(piece)], piece) {
				return true
			}
		}
	}
	return false
}

// sameLetters tells whether s is lower, which is in lower case, but for the
// case of its letters from A to Z.
func sameLetters(s, lower string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
