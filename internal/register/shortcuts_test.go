package register

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every shortcut gives what the expression that it stands for gives.
func FuzzShortcuts(f *testing.F) {
	for _, s := range []string{"", "Mitigation: none", "(ReſOLVED", "1. Go 1.22, not C++ v3", "§2) a", "A) b", " ADR-7: x", "no\u212anown", "N/A - later", "—", "node.js#", "a (b [c]) d", "1.-2", "TBD", "~~x~~"} {
		f.Add(s)
	}
	files, _ := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f.Add(strings.TrimSpace(line))
		}
	}
	word := regexp.MustCompile(`[\p{L}\p{N}]+(?:[.+#_-]*[\p{L}\p{N}]+)*(?:\+\+|#)?`)
	version := regexp.MustCompile(`[\d.]+$`)
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := isNothing(s), nothing.MatchString(s); got != want {
			t.Errorf("%q says nothing: %t, want %t", s, got, want)
		}
		if got, want := withoutNumber(s), titleNumber.ReplaceAllString(s, ""); got != want {
			t.Errorf("%q without number is %q, want %q", s, got, want)
		}
		if plain(s) && key(s+" ") != s {
			t.Errorf("%q is not its own key", s)
		}
		var got []string
		for _, w := range tokens(s) {
			if got = append(got, w.text); s[w.at:w.at+len(w.text)] != w.text {
				t.Errorf("%q does not stand at %d of %q", w.text, w.at, s)
			}
			if v := version.FindString(w.text); versionOf(w.text) != v {
				t.Errorf("version of %q is %q, want %q", w.text, versionOf(w.text), v)
			}
		}
		if want := word.FindAllString(s, -1); !slices.Equal(got, want) {
			t.Errorf("%q has the words %q, want %q", s, got, want)
		}
	})
}
