package schema

import (
	"strings"
	"testing"
	"unicode"
)

func TestKeys(t *testing.T) {
	for title, want := range map[string]string{
		"Security Considerations":      "security considerations",
		"4. Security":                  "security",
		"4.1 Security":                 "security",
		"IV) Security":                 "security",
		"🔐 SECURITY & Access":          "security and access",
		"Monitoring and Observability": "monitoring and observability",
		"User Scenarios (mandatory)":   "user scenarios",
		"CI/CD Pipeline":               "ci cd pipeline",
		"Phase 1: Foundation":          "phase 1 foundation",
		"Story 2 - [Brief Title] (P1)": "story 2 p1",
		"[Component Name]":             "",
		"1":                            "1",
		"A. Annex":                     "annex",
		"セキュリティ":                       "セキュリティ",
		"":                             "",
	} {
		if got := key(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestCores(t *testing.T) {
	for _, same := range [][2]string{
		{"security", "security considerations"},
		{"risks", "risk assessment"},
		{"testing", "testing strategy"},
		{"deployment plan", "deployment strategy"},
		{"overview", "overview"},
	} {
		if core(same[0]) != core(same[1]) {
			t.Errorf("%q and %q differ: %q, %q", same[0], same[1], core(same[0]), core(same[1]))
		}
	}
	for _, other := range [][2]string{
		{"unit testing", "integration testing"},
		{"performance testing", "performance requirements"},
		{"overview", "plan"},
	} {
		if core(other[0]) == core(other[1]) {
			t.Errorf("%q and %q are the same", other[0], other[1])
		}
	}
}

func TestAnswers(t *testing.T) {
	for text, want := range map[string]bool{
		"N/A": true, "n/a — no pages": true, "None.": true, "None. Migrations run online": true, "not applicable, see Frontend": true,
		"なし": true, "없음": true, "keine": true, "NA": true, "_None_": true,
		"Nonetheless it floats": false, "No answer yet": false, "Nato": false, "PostgreSQL": false, "": false, "The none of us": false,
	} {
		if got := isAnswer(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzWords holds the words of a text against what package strings makes of it.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "R&D – Überblick", "İstanbul", "a\xffb", "e\u0301te\u0301", "Ⅳ ½", "  two  words ", "\u212aey"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsNumber(c)
		}), " ")
		if got := words(s); got != want {
			t.Errorf("words of %q are %q, want %q", s, got, want)
		}
	})
}
