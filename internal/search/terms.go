package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Terms gives the terms of text, by the steps of the package comment, with
// repeats, in order.
func Terms(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if isASCII(text) {
			asciiTerms(strings.ToLower(text), yield)
			return
		}
		for word := range words(Fold(text)) {
			if !wordTerms(word, yield) {
				return
			}
		}
	}
}

// asciiTerms yields the terms of a folded text of ASCII, which most are: words
// and wordTerms in one, byte by byte.
func asciiTerms(s string, yield func(string) bool) {
	for i := 0; i < len(s); {
		if classes[s[i]] != classWord {
			i++
			continue
		}
		start, joined := i, false
		for i < len(s) {
			if classes[s[i]] == classJoint && i+1 < len(s) && classes[s[i+1]] == classWord {
				joined = true
			} else if classes[s[i]] != classWord {
				break
			}
			i++
		}
		word := s[start:i]
		if !joined {
			if !yield(word[:min(len(word), termLength)]) {
				return
			}
		} else if !spacedTerms(word, yield) {
			return
		}
	}
}

// classes tells what the bytes of ASCII are.
var classes = func() (classes [256]byte) {
	for b := range rune(utf8.RuneSelf) {
		switch {
		case isWord(b):
			classes[b] = classWord
		case isJoint(b):
			classes[b] = classJoint
		}
	}
	return classes
}()

const (
	classWord  = 1
	classJoint = 2
)

// Compose gives text in the form (NFC) that addresses and file names are in.
// It stands here because this package is the one that knows Unicode's forms.
func Compose(text string) string { return norm.NFC.String(text) }

// Fold makes texts equal that a reader who searches takes for equal: step 1 of
// the package comment.
func Fold(s string) string {
	s = strings.ToLower(s)
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case '\u0300' <= r && r <= '\u036f':
		case r == 'ς':
			b.WriteRune('σ')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

func isJoint(r rune) bool { return r == '-' || r == '.' || r == '_' }

// words gives the longest runs of word characters with single joints inside.
func words(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, end := -1, -1 // of the word at hand, without a joint at its end
		for i, r := range s {
			switch {
			case isWord(r):
				if start < 0 {
					start = i
				}
				end = i + utf8.RuneLen(r)
			case start >= 0 && isJoint(r) && end == i:
				// It belongs to the word if another character follows.
			case start >= 0:
				if !yield(s[start:end]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:end])
		}
	}
}

// unspaced are the scripts whose words are not set apart.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

func isUnspaced(r rune) bool { return r >= 0x0e00 && (r == 'ー' || unicode.In(r, unspaced...)) }

// wordTerms yields the terms of one word and tells whether to go on.
func wordTerms(word string, yield func(string) bool) bool {
	if isASCII(word) {
		return spacedTerms(word, yield)
	}
	runes := []rune(word)
	for i := 0; i < len(runes); {
		j, in := i, isUnspaced(runes[i])
		for j < len(runes) && isUnspaced(runes[j]) == in {
			j++
		}
		switch {
		case !in:
			if part := strings.Trim(string(runes[i:j]), "-._"); part != "" && !spacedTerms(part, yield) {
				return false
			}
		case j == i+1:
			if !yield(string(runes[i:j])) {
				return false
			}
		default:
			for k := i; k+1 < j; k++ {
				if !yield(string(runes[k : k+2])) {
					return false
				}
			}
		}
		i = j
	}
	return true
}

// spacedTerms yields a word and the parts that it is joined of.
func spacedTerms(word string, yield func(string) bool) bool {
	if !yield(cut(word, termLength)) {
		return false
	}
	if !strings.ContainsAny(word, "-._") {
		return true
	}
	for part := range strings.FieldsFuncSeq(word, isJoint) {
		if cut(part, 1) != part && !yield(cut(part, termLength)) {
			return false
		}
	}
	return true
}
