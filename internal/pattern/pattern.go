// Package pattern holds regular expressions that mostly do not match: those by
// which plans are read ask each line for what few lines have. Whether an
// expression matches at all is told by an automaton, in one pass and without
// memory of its own; where it matches, by package regexp, which is asked only
// then. So the two cannot disagree on a place, and a test holds that they agree
// on the rest.
package pattern

import "regexp"

// A Pattern is a compiled regular expression, in the syntax and with the meaning
// that package regexp gives it. Many goroutines may use it at the same time.
type Pattern struct {
	re *regexp.Regexp
	automaton
}

// MustCompile compiles expr, and panics where it is no regular expression.
func MustCompile(expr string) *Pattern {
	return &Pattern{re: regexp.MustCompile(expr), automaton: automaton{expr: expr}}
}

func (p *Pattern) String() string { return p.re.String() }

// MatchString tells whether s has a match of p.
func (p *Pattern) MatchString(s string) bool {
	switch match(&p.automaton, s) {
	case yes:
		return true
	case no:
		return false
	}
	return p.re.MatchString(s)
}

// Match tells whether b has a match of p.
func (p *Pattern) Match(b []byte) bool {
	switch match(&p.automaton, b) {
	case yes:
		return true
	case no:
		return false
	}
	return p.re.Match(b)
}

// The other methods are those of regexp.Regexp.

// FindString is the text of the leftmost match of p in s, "" where there is none.
func (p *Pattern) FindString(s string) string {
	if match(&p.automaton, s) == no {
		return ""
	}
	return p.re.FindString(s)
}

// FindStringIndex is the place of the leftmost match of p in s, nil where there is none.
func (p *Pattern) FindStringIndex(s string) []int {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindStringIndex(s)
}

// FindIndex is the place of the leftmost match of p in b, nil where there is none.
func (p *Pattern) FindIndex(b []byte) []int {
	if match(&p.automaton, b) == no {
		return nil
	}
	return p.re.FindIndex(b)
}

// FindStringSubmatch gives the texts of the leftmost match of p in s and of its
// groups, nil where there is no match.
func (p *Pattern) FindStringSubmatch(s string) []string {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindStringSubmatch(s)
}

// FindStringSubmatchIndex gives the places of the leftmost match of p in s and of
// its groups, nil where there is no match.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindStringSubmatchIndex(s)
}

// FindSubmatch gives the texts of the leftmost match of p in b and of its groups,
// nil where there is no match.
func (p *Pattern) FindSubmatch(b []byte) [][]byte {
	if match(&p.automaton, b) == no {
		return nil
	}
	return p.re.FindSubmatch(b)
}

// FindSubmatchIndex gives the places of the leftmost match of p in b and of its
// groups, nil where there is no match.
func (p *Pattern) FindSubmatchIndex(b []byte) []int {
	if match(&p.automaton, b) == no {
		return nil
	}
	return p.re.FindSubmatchIndex(b)
}

// FindAllStringIndex gives the places of all matches of p in s, at most n of them
// where n is not negative.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindAllStringIndex(s, n)
}

// FindAllIndex gives the places of all matches of p in b, at most n of them where
// n is not negative.
func (p *Pattern) FindAllIndex(b []byte, n int) [][]int {
	if match(&p.automaton, b) == no {
		return nil
	}
	return p.re.FindAllIndex(b, n)
}

// FindAllStringSubmatch gives the texts of all matches of p in s and of their
// groups, at most n of them where n is not negative.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex gives the places of all matches of p in s and of
// their groups, at most n of them where n is not negative.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if match(&p.automaton, s) == no {
		return nil
	}
	return p.re.FindAllStringSubmatchIndex(s, n)
}

// FindAllSubmatchIndex gives the places of all matches of p in b and of their
// groups, at most n of them where n is not negative.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	if match(&p.automaton, b) == no {
		return nil
	}
	return p.re.FindAllSubmatchIndex(b, n)
}

// ReplaceAllString is s with repl in place of each match of p; s itself where
// there is none.
func (p *Pattern) ReplaceAllString(s, repl string) string {
	if match(&p.automaton, s) == no {
		return s
	}
	return p.re.ReplaceAllString(s, repl)
}

// ReplaceAll is b with repl in place of each match of p; b itself where there is
// none.
func (p *Pattern) ReplaceAll(b, repl []byte) []byte {
	if match(&p.automaton, b) == no {
		return b
	}
	return p.re.ReplaceAll(b, repl)
}

// ReplaceAllFunc is b with what repl gives for it in place of each match of p; b
// itself where there is none.
func (p *Pattern) ReplaceAllFunc(b []byte, repl func([]byte) []byte) []byte {
	if match(&p.automaton, b) == no {
		return b
	}
	return p.re.ReplaceAllFunc(b, repl)
}
