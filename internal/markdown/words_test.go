package markdown

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// says is the plain way to look for phrases: one after the other.
func says(subj string, phrases ...string) bool {
	for _, p := range phrases {
		for at := 0; at <= len(subj)-len(p); {
			i := strings.Index(subj[at:], p)
			if i < 0 {
				break
			}
			i += at
			end := i + len(p)
			r, _ := utf8.DecodeRuneInString(p)
			if r >= 0x2E80 || (i == 0 || subj[i-1] == ' ') && (end == len(subj) || subj[end] == ' ') {
				return true
			}
			at = i + 1
		}
	}
	return false
}

// plainSubject is subject, a character at a time.
func plainSubject(s string) string {
	var b strings.Builder
	gap := false
	word := func(r rune) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	for _, r := range s {
		switch {
		case r == '&':
			gap = true
			for _, r := range "and" {
				word(r)
			}
			gap = true
		case r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && r != '\ufe0f':
			word(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// FuzzWords holds the quick ways to look at words against the plain ones.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "R&D", "& co", "a&", "It's", "Ärger—Ÿ", "İ", "☑️ done", "a\xff b", "  two  spaces ", "tab\tand\u00a0more", "x\u2003y", "ſprint 1", "1단계: 시작", "第2阶段", "\u212aey"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := subject(s), plainSubject(s); got != want {
			t.Errorf("subject of %q is %q, want %q", s, got, want)
		}
		if got, want := plain(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q on one line is %q, want %q", s, got, want)
		}
		for _, w := range phaseWords {
			want := 0
			if len(s) >= len(w.word) && strings.EqualFold(s[:len(w.word)], w.word) {
				want = len(w.word)
			}
			if got := prefixFold(s, w.word); got != want {
				t.Errorf("%q begins with %d bytes of %q, want %d", s, got, w.word, want)
			}
			if want > 0 && !slices.Contains(phaseWordsAt(s), w) {
				t.Errorf("%q is not looked for in %q", w.word, s)
			}
		}
		var want []ident // of every token, with a digit or without
		for i := 0; i < len(s); {
			if !isAlnum(s[i]) {
				i++
				continue
			}
			end := tokenEnd(s, i)
			if leftBoundary(s, i) {
				want = appendToken(want, s, i, end)
			}
			i = end
		}
		if got := (&idGrammar{}).find(nil, s); !slices.Equal(got, want) {
			t.Errorf("ids of %q are %v, want %v", s, got, want)
		}
	})
}

// FuzzPhrases holds the index of phrases against the plain way.
func FuzzPhrases(f *testing.F) {
	for _, w := range placeWords {
		for _, p := range w.words {
			f.Add(p)
			f.Add("a " + p + " b")
			f.Add(p + "s")
			f.Add("1" + p)
		}
	}
	for _, s := range []string{"", " ", "  tasks", "Success criteria & gates", "sign-off", "機能要件一覧", "요구 사항", "user  stories"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, subj := range []string{s, subject(s)} {
			var want place
			for _, w := range placeWords {
				if says(subj, w.words...) {
					want |= w.place
				}
			}
			if got := placePhrases.saidIn(subj); got != want {
				t.Errorf("%q says %b, want %b", subj, got, want)
			}
		}
	})
}

// FuzzCitationList holds the look at citation lists against one expression for
// the whole of them.
func FuzzCitationList(f *testing.F) {
	whole := regexp.MustCompile(`(?i)^[*_]{0,2}(?:functional |non-functional )?(?:requirements?|validates|covers|satisfies|implements|maps to|traces to|refs?|references|要件|需求|요구사항)(?: requirements?)?[*_]{0,2}[ \t]*[:：][*_]{0,2}[ \t]*(.+?)[*_]{0,2}\.?$|^[*_]{0,2}validates(?:[:：])? requirements? (.+?)[*_]{0,2}$`)
	for _, s := range []string{
		"Requirements: FR-1.1, FR-2.*", "_Requirements: 1.1, 1.2_", "**Validates: Requirements 1.5, 5.3**", "Validates Requirements 1.5", "validates requirements 1: x",
		"Requirements:", "Requirements: **", "Requirements: *.", "covers: 1.", "Covers: FR-1 (all: of it).", "要件：1.1", "Refs: FR-1*.", "ſatisfies: 1", "references: .", "Functional Requirements: FR-1-FR-3..",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = plain(s)
		m := whole.FindStringSubmatch(s)
		want := m != nil
		if want {
			words := strings.FieldsFunc(inParentheses.ReplaceAllString(m[1]+m[2], " "), func(c rune) bool {
				return unicode.IsSpace(c) || strings.ContainsRune(",;、，`*_", c)
			})
			want = len(words) > 0
			for _, w := range words {
				want = want && citedWord.MatchString(strings.TrimRight(w, ".:"))
			}
		}
		if got := isCitationList(s); got != want {
			t.Errorf("%q is a citation list: %v, want %v", s, got, want)
		}
	})
}
