package site

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSegment(t *testing.T) {
	for name, want := range map[string]string{
		"FR-1.1":            "FR-1.1",
		"design":            "design",
		"req~login~1":       "req~login~1",
		"a b/c":             "a-b-c",
		"":                  "-",
		"..":                "-",
		"...hidden":         "-..hidden",
		"trailing.":         "trailing",
		"con":               "con-",
		"Nul.md":            "Nul-.md",
		"console":           "console",
		"a<b>&\"c\"?":       "a-b-c",
		"図書館":               "図書館",
		"e\u0301te\u0301":   "été",
		"line\nbreak\x00":   "line-break",
		"back\\slash%2fpct": "back-slash-2fpct",
	} {
		if got := segment(name); got != want {
			t.Errorf("segment(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLongSegments(t *testing.T) {
	a, b := segment(strings.Repeat("図", 100)+"a.png"), segment(strings.Repeat("図", 100)+"b.png")
	for _, s := range []string{a, b} {
		if len(s) > maxSegment || !utf8.ValidString(s) || !strings.HasSuffix(s, ".png") {
			t.Errorf("long name became %q of %d bytes", s, len(s))
		}
	}
	if a == b {
		t.Error("two long names became one")
	}
}

func FuzzSegment(f *testing.F) {
	f.Add("FR-1.1")
	f.Add("../..")
	f.Fuzz(func(t *testing.T, name string) {
		s := segment(name)
		if s == "" || s == "." || s == ".." || len(s) > maxSegment || strings.ContainsAny(s, "/\\?#%:*\"<>| \n\x00") || strings.HasSuffix(s, ".") {
			t.Fatalf("segment(%q) = %q", name, s)
		}
	})
}

func TestClaim(t *testing.T) {
	taken := map[string]bool{}
	take := func(path string) bool {
		if taken[folded(path)] {
			return false
		}
		taken[folded(path)] = true
		return true
	}
	for _, test := range []struct {
		want, got string
		free      bool
	}{
		{"plans/a", "plans/a", true},
		{"plans/A", "plans/A-2", false},
		{"plans/a", "plans/a-3", false},
		{"files/Übersicht.png", "files/Übersicht.png", true},
		{"files/übersicht.png", "files/übersicht-2.png", false},
		{"files/U\u0308bersicht.png", "files/U\u0308bersicht-3.png", false},
		{"files/straße", "files/straße", true},
	} {
		if got, free := claim(test.want, take); got != test.got || free != test.free {
			t.Errorf("claim(%q) = %q, %v; want %q, %v", test.want, got, free, test.got, test.free)
		}
	}
}

func TestRelation(t *testing.T) {
	for _, test := range []struct{ page, address, want string }{
		{"", "", "./"},
		{"", "#pf-plans", "#pf-plans"},
		{"", "plans/a/", "plans/a/"},
		{"plans/a/", "", "../../"},
		{"plans/a/", "#pf-plans", "../../#pf-plans"},
		{"plans/a/", "plans/a/#setup", "#setup"},
		{"plans/a/", "plans/a/", "../../plans/a/"},
		{"plans/a/b/", "plans/a/#setup", "../../../plans/a/#setup"},
	} {
		if got := from(test.page).to(test.address); got != test.want {
			t.Errorf("from %q to %q is %q, want %q", test.page, test.address, got, test.want)
		}
	}
}

func TestAt(t *testing.T) {
	for anchor, want := range map[string]string{
		"": "a/", "setup": "a/#setup", "概要": "a/#%E6%A6%82%E8%A6%81", "pf-req-FR-1.1": "a/#pf-req-FR-1.1", "100%": "a/#100%25",
	} {
		if got := at("a/", anchor); got != want {
			t.Errorf("at(a/, %q) = %q, want %q", anchor, got, want)
		}
	}
}
