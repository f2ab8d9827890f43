package site

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// number says how many: "1 task", "3 tasks", "no tasks".
func number(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + many
	case 1:
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped sets a narrow space between thousands, as the theme does.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// verb picks the form of a verb that fits n things.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// head gives at most n code points of s on one line, and says with "…" that
// there is more. It cuts between words where one ends in the second half.
func head(s string, n int) string {
	runes, cut := 0, 0 // so many are looked at; where n-1 of them end
	space := true      // what comes before is one
	for i := 0; i < len(s); {
		size := 1
		switch c := s[i]; {
		case c == ' ':
			if space {
				return headOfWords(s, n)
			}
			space = true
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError || unicode.IsSpace(r) {
				return headOfWords(s, n)
			}
			space = false
		case c < ' ':
			return headOfWords(s, n)
		default:
			space = false
		}
		i += size
		if runes++; runes == n-1 {
			cut = i
		}
		if runes > n {
			if space {
				return headOfWords(s, n)
			}
			return shortened(s[:cut])
		}
	}
	if space {
		return headOfWords(s, n)
	}
	return s
}

// headOfWords is head of what has to be set on one line first.
func headOfWords(s string, n int) string {
	var b strings.Builder
	runes := 0
	for word := range strings.FieldsSeq(s) {
		if runes > 0 {
			b.WriteByte(' ')
			runes++
		}
		b.WriteString(word)
		if runes += utf8.RuneCountInString(word); runes > n {
			break // the rest of a long text need not be looked at
		}
	}
	s = b.String()
	if runes <= n {
		return s
	}
	return shortened(string([]rune(s)[:n-1]))
}

// shortened ends what is left of a text between words, where one ends in its
// second half.
func shortened(s string) string {
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:–-") + "…"
}

// percent is n of total in whole percent, rounded down: 100 only when all are there.
func percent(n, total int) int {
	if total == 0 {
		return 0
	}
	return n * 100 / total
}

// worth says what a gap adds: "+2 %", "" for less than half a percent.
func worth(w float64) string {
	if w < 0.005 {
		return ""
	}
	return fmt.Sprintf("+%.0f %%", w*100)
}

// date is ISO; "" for the zero time.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// dates is a stretch of time in words of a table.
func dates(start, end time.Time) string {
	switch {
	case start.IsZero() && end.IsZero():
		return ""
	case end.IsZero():
		return "from " + date(start)
	case start.IsZero():
		return "until " + date(end)
	case start.Equal(end):
		return date(start)
	}
	return date(start) + " – " + date(end)
}

// sentence joins parts as a sentence of figures: "24 plans · 312 requirements".
func sentence(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

// capital makes the first letter a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}
