package site

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

func TestHead(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"", 10, ""},
		{"short", 10, "short"},
		{"two\n  lines", 20, "two lines"},
		{"the system shall sign in", 15, "the system…"},
		{"aaaaaaaaaaaaaaaaaaaa", 10, "aaaaaaaaa…"},
		{"日本語の長い文章です", 6, "日本語の長…"},
	} {
		got := head(test.text, test.n)
		if got != test.want {
			t.Errorf("head(%q, %d) = %q, want %q", test.text, test.n, got, test.want)
		}
		if utf8.RuneCountInString(got) > test.n {
			t.Errorf("head(%q, %d) has more code points", test.text, test.n)
		}
	}
}

// TestHeadOfAnything holds head to what it does when it sets every word itself.
func TestHeadOfAnything(t *testing.T) {
	pieces := []string{"a", "word", "é", "日本", " ", "  ", "\n", "\t", "\u00a0", ",", "–", "long-and-unbroken", "\x01"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if text, n := b.String(), 1+random.IntN(30); head(text, n) != headOfWords(text, n) {
			t.Fatalf("head(%q, %d) = %q, want %q", text, n, head(text, n), headOfWords(text, n))
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "no tasks", 1: "1 task", 3: "3 tasks", 15000: "15\u202f000 tasks", 1234567: "1\u202f234\u202f567 tasks"} {
		if got := number(n, "task", "tasks"); got != want {
			t.Errorf("number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		start, end time.Time
		want       string
	}{
		{time.Time{}, time.Time{}, ""},
		{day(1), day(15), "2026-03-01 – 2026-03-15"},
		{day(1), day(1), "2026-03-01"},
		{day(1), time.Time{}, "from 2026-03-01"},
		{time.Time{}, day(15), "until 2026-03-15"},
	} {
		if got := dates(test.start, test.end); got != test.want {
			t.Errorf("dates(%v, %v) = %q, want %q", test.start, test.end, got, test.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	place := func(line string, from, to int) diag.Diagnostic {
		return diag.Diagnostic{Excerpt: line, Range: diag.Range{Start: diag.Position{Line: 3, Column: from}, End: diag.Position{Line: 3, Column: to}}}
	}
	long := strings.Repeat("é", 300) + "FR-9" + strings.Repeat("x", 300)
	for _, test := range []struct {
		d    diag.Diagnostic
		mark string
	}{
		{place("- see FR-9", 7, 11), "FR-9"},
		{place("über FR-9.", 6, 10), "FR-9"},
		{place(long, 301, 305), "FR-9"},
		{place("short", 9, 12), ""},
		{diag.Diagnostic{Excerpt: "whole file"}, ""},
	} {
		text, caret := excerpt(test.d)
		if got := text[caret[0]:caret[1]]; got != test.mark {
			t.Errorf("excerpt of %q marks %q in %q, want %q", head(test.d.Excerpt, 20), got, text, test.mark)
		}
		if n := utf8.RuneCountInString(text); n > excerptLength+2 {
			t.Errorf("excerpt has %d code points", n)
		}
	}
}
