package pattern

import (
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// expressions have what those of the other packages have: alternatives, cases,
// classes of Unicode, assertions at either end and within, bounded repetitions.
var expressions = []string{
	`a`, `^a`, `a$`, `^$`, `$`, `^`, ``, `^a|b$`, `(?m)^a$`, `(?s)a.b`, `a.b`, `(?i)ask|straße`,
	`\bab\b`, `\Bab`, `ab\B`, `\b`, `\B`, `\bTODO\b(?:$|[\s:])`, `(?:^|[\s(])x(?:$|\W)`,
	`^\W*(?:n/?a\b|none\b)|\b(?:does|do) not apply\b`,
	`^[\p{L}_][\p{L}\p{N}_.-]*$`, `\p{Lu}\p{Ll}+`, `[^\p{L}]{3}`, `[┌┐┘┤╔║]|│.*│|--+>`,
	`\[[^\[\]]*\]`, `^(?:[*_]{0,2})(要件|需求)[:：](.+?)$`, `a{2,5}b`, `\b(?:no|not)\b[^.]{0,10}\bTBD\b`,
	`(a|ab)(c|bcd)(d*)`, `x*`, `(?:x*)*y`, `[[:punct:]]+$`, `\x{10FFFF}|\x00`, `(?U)a+b`, `\Aa\z`, `[^a]`, `(?i)[k-m]`,
}

func check(t *testing.T, p *Pattern, s string) {
	t.Helper()
	want := regexp.MustCompile(p.expr)
	b := []byte(s)
	if got := p.MatchString(s); got != want.MatchString(s) {
		t.Errorf("%q matches %q: %v", p.expr, s, got)
	}
	if got := p.Match(b); got != want.Match(b) {
		t.Errorf("%q matches the bytes of %q: %v", p.expr, s, got)
	}
	for what, pair := range map[string][2]any{
		"FindString":              {p.FindString(s), want.FindString(s)},
		"FindStringIndex":         {p.FindStringIndex(s), want.FindStringIndex(s)},
		"FindIndex":               {p.FindIndex(b), want.FindIndex(b)},
		"FindStringSubmatch":      {p.FindStringSubmatch(s), want.FindStringSubmatch(s)},
		"FindStringSubmatchIndex": {p.FindStringSubmatchIndex(s), want.FindStringSubmatchIndex(s)},
		"FindSubmatch":            {p.FindSubmatch(b), want.FindSubmatch(b)},
		"FindSubmatchIndex":       {p.FindSubmatchIndex(b), want.FindSubmatchIndex(b)},
		"FindAllStringIndex":      {p.FindAllStringIndex(s, -1), want.FindAllStringIndex(s, -1)},
		"FindAllIndex":            {p.FindAllIndex(b, -1), want.FindAllIndex(b, -1)},
		"FindAllStringSubmatch":   {p.FindAllStringSubmatch(s, -1), want.FindAllStringSubmatch(s, -1)},
		"FindAllSubmatchIndex":    {p.FindAllSubmatchIndex(b, -1), want.FindAllSubmatchIndex(b, -1)},
		"ReplaceAllString":        {p.ReplaceAllString(s, "<$0>"), want.ReplaceAllString(s, "<$0>")},
		"ReplaceAll":              {string(p.ReplaceAll(b, []byte("!"))), string(want.ReplaceAll(b, []byte("!")))},
		"ReplaceAllFunc":          {string(p.ReplaceAllFunc(b, reverse)), string(want.ReplaceAllFunc(b, reverse))},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s of %q in %q is %v, want %v", what, p.expr, s, pair[0], pair[1])
		}
	}
}

func reverse(b []byte) []byte {
	return []byte(strings.ToUpper(string(b)))
}

var texts = []string{
	"", "a", "b", "ab", "aab", "xaby", "ab ab", "a\nb", "b\na\n", "\n", "ASK", "aſK", "STRASSE", "straße", "STRAßE",
	"TODO", "TODO:", "a TODO b", "TODOs", "x", " x ", "(x)", "none", "*None of it*", "It does not apply.", "n/a", "na", "nab",
	"Ärger_1", "1a", "ab.c-d", "│ a │", "a -> b", "a --> b", "[x] y", "**要件**: 1", "要件：1.1", "aaab", "aaaaaab",
	"no, there is no TBD", "nothing is TBD", "not TBD", "abcd", "xxxy", "...", "\x00", "\U0010ffff", "\xff", "a\xffb", "\xf0\x9f", "😀a", "\ufffd", "K", "L", "k",
}

func TestAgainstRegexp(t *testing.T) {
	for _, expr := range expressions {
		p := MustCompile(expr)
		for range 2 { // the states are made, and then there
			for _, s := range texts {
				check(t, p, s)
			}
		}
	}
}

// TestManyStates holds that an expression with too many states for the automaton
// still matches, and keeps within its bound.
func TestManyStates(t *testing.T) {
	p := MustCompile(`a[ab]{14}c`)
	var b strings.Builder
	for i := range 200_000 {
		b.WriteByte("ab"[i*i%7%2^i>>3%2])
	}
	s := b.String()
	if p.MatchString(s) || !p.MatchString(s+"abbbbbbbbbbbbbbc") {
		t.Error("it matches otherwise")
	}
	if len(p.states) > mostStates {
		t.Errorf("%d states", len(p.states))
	}
}

func TestManyAtOnce(t *testing.T) {
	p := MustCompile(`(?i)\b(?:resolve[ds]?|remaining)\b|^\W*done$`)
	want := regexp.MustCompile(p.expr)
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for i := range texts {
				s := texts[(i*7+n)%len(texts)] + " resolved"[n:]
				if p.MatchString(s) != want.MatchString(s) {
					t.Errorf("%q matches otherwise", s)
				}
			}
		})
	}
	all.Wait()
}

// FuzzPattern holds the patterns against package regexp.
func FuzzPattern(f *testing.F) {
	for i := range expressions {
		for _, s := range texts {
			f.Add(expressions[i], s)
		}
	}
	f.Fuzz(func(t *testing.T, expr, s string) {
		if _, err := regexp.Compile(expr); err != nil || len(expr) > 200 || len(s) > 1000 {
			t.Skip()
		}
		p := MustCompile(expr)
		check(t, p, s)
	})
}

func BenchmarkNoMatch(b *testing.B) {
	line := strings.Repeat("The bounded audit compacts the eventual pool for each filter. ", 3)
	for _, expr := range []string{`(?i)^\W*(?:explain|describe|list)\b`, `\b(?:TBD|TBC)\b`} {
		p := MustCompile(expr)
		b.Run("pattern", func(b *testing.B) {
			for b.Loop() {
				p.MatchString(line)
			}
		})
		b.Run("regexp", func(b *testing.B) {
			for b.Loop() {
				p.re.MatchString(line)
			}
		})
	}
}
