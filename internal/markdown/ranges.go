package markdown

import (
	"strings"
	"unicode/utf8"
)

// rangeSign reads what joins the two ends of a range at the start of s: a
// hyphen, en dash, dots, "to", "through". The second value is its length with
// the spaces around, 0 where s begins with none; the first tells whether the
// other end may be short without a dot.
func rangeSign(s string) (short, size int) {
	trimmed := strings.TrimLeft(s, " \n")
	lead := len(s) - len(trimmed)
	for _, sign := range []struct {
		text   string
		spaced bool // may have spaces around
		short  int
	}{
		{"...", true, 1}, {"..", true, 1}, {"…", true, 1}, {"–", true, 1}, {"—", false, 1}, {"-", true, 0}, {"〜", true, 1}, {"～", true, 1}, {"~", true, 1},
		{"through ", true, 1}, {"thru ", true, 1}, {"to ", true, 0}, {"bis ", true, 0}, {"から", true, 1},
	} {
		if !strings.HasPrefix(trimmed, sign.text) {
			continue
		}
		if isLetter(sign.text[0]) && lead == 0 {
			continue
		}
		behind := trimmed[len(sign.text):]
		tail := len(behind) - len(strings.TrimLeft(behind, " \n"))
		if (lead > 0 || tail > 0) && !sign.spaced {
			return 0, 0
		}
		if (lead > 0) != (tail > 0) && !isLetter(sign.text[0]) {
			return 0, 0 // "FR-1 -FR-2" is no range
		}
		return sign.short, lead + len(sign.text) + tail
	}
	return 0, 0
}

// joinRanges appends all with the two ends of each range joined, and what short
// tails stand for.
func joinRanges(joined []mention, s string, all []mention) []mention {
	for i := 0; i < len(all); i++ {
		m := all[i]
		if !m.wildcard {
			short, size := rangeSign(s[m.after:])
			switch {
			case size > 0 && i+1 < len(all) && all[i+1].start == m.after+size && sameKind(m, all[i+1]):
				m.to, m.stop = all[i+1].id, all[i+1].stop
				i++
			case size > 0 && !m.bare:
				spaced := s[m.after] == ' ' || s[m.after] == '\n'
				if id, n := tail(m.id, s[m.after+size:]); n > 0 && (!spaced || short > 0 && s[m.after+1] >= 'a' && s[m.after+1] <= 'z' || padded(m.id)) {
					m.to, m.stop = id, m.after+size+n
				}
			}
		}
		joined = append(joined, m)
		for at := m.stop; !m.bare && m.to == "" && !m.wildcard && at < len(s) && s[at] == '/'; {
			id, n := tail(m.id, s[at+1:])
			if n == 0 {
				break
			}
			other := m
			other.start, other.end, other.after, other.stop, other.id = at+1, at+1+n, at+1+n, at+1+n, id
			joined = append(joined, other)
			at += 1 + n
		}
	}
	return joined
}

func sameKind(a, b mention) bool {
	return a.bare == b.bare && a.prefix == b.prefix && a.class == b.class && a.id != b.id
}

// tail completes the short second half of a range or list, by the id before it:
// 5.7 behind FR-5.1, 004 behind NFR-001, b behind FR-008a. It gives the length of what it read.
func tail(id, s string) (string, int) {
	n, dots := 0, 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' && n > 0 && n+1 < len(s) && isDigit(s[n+1])) {
		if s[n] == '.' {
			dots++
		}
		n++
	}
	last := id[len(id)-1]
	if n == 0 { // the letter behind FR-076a
		if len(s) > 0 && 'a' <= s[0] && s[0] <= 'z' && isLetter(last) && len(id) > 1 && isDigit(id[len(id)-2]) && rightBoundary(s, 1) {
			return id[:len(id)-1] + strings.ToUpper(s[:1]), 1
		}
		return "", 0
	}
	if n < len(s) && (s[n] == '%' || s[n] == '-' && n+1 < len(s) && isAlnum(s[n+1])) {
		return "", 0
	}
	end := n
	if end < len(s) && 'a' <= s[end] && s[end] <= 'z' && rightBoundary(s, end+1) {
		end++
	}
	if !rightBoundary(s, end) {
		return "", 0
	}
	head := id
	for range dots + 1 {
		cut := strings.LastIndexAny(head, ".-")
		if digits := strings.LastIndexFunc(head, func(r rune) bool { return r < '0' || r > '9' }); cut < 0 {
			cut = digits // FR1
			if cut < 0 {
				return "", 0
			}
			head = head[:cut+1]
			break
		}
		head = head[:cut]
	}
	if len(head) < len(id) && (id[len(head)] == '.' || id[len(head)] == '-') {
		head = id[:len(head)+1]
	}
	return head + strings.ToUpper(s[:end]), end
}

func lastRune(s string) rune {
	c, _ := utf8.DecodeLastRuneInString(s)
	return c
}

// padded tells whether the last number of an id has leading zeros: FR-001.
func padded(id string) bool {
	i := len(id)
	for i > 0 && isDigit(id[i-1]) {
		i--
	}
	return i < len(id)-1 && id[i] == '0'
}
