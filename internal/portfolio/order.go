package portfolio

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// CompareIDs orders ids as people count: FR-2 before FR-10, FR-1.2 before
// FR-1.10. Ids that differ only in leading zeros keep an order too.
func CompareIDs(a, b string) int { return cmp.Or(comparePlaces(a, b), cmp.Compare(a, b)) }

// comparePlaces is CompareIDs for which ids that differ only in leading zeros
// are equal.
func comparePlaces(a, b string) int {
	at := 0 // where they part
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	start := at // of the run of digits or of others before it
	for start > 0 && isDigit(a[start-1]) == isDigit(a[at-1]) {
		start--
	}
	x, y := a[start:], b[start:]
	for x != "" && y != "" {
		var p, q string
		p, x = chunk(x)
		q, y = chunk(y)
		switch isDigit(p[0]) && isDigit(q[0]) {
		case true:
			p, q = strings.TrimLeft(p, "0"), strings.TrimLeft(q, "0")
			if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
				return c
			}
		default:
			if c := cmp.Compare(p, q); c != 0 {
				return c
			}
		}
	}
	return cmp.Compare(len(x), len(y))
}

// chunk cuts s after its first run of digits or of other bytes.
func chunk(s string) (head, rest string) {
	i := 1
	for i < len(s) && isDigit(s[i]) == isDigit(s[0]) {
		i++
	}
	return s[:i], s[i:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// lead is what stands before the first digit of id: "FR-" of "FR-1.1", "" of "3.2".
func lead(id string) string {
	if i := strings.IndexAny(id, "0123456789"); i >= 0 {
		return id[:i]
	}
	return id
}

// depth counts the numbers of id: 2 of FR-1.1, of FR-011-001 and of 3.2.
func depth(id string) int {
	n := 0
	for id != "" {
		var c string
		if c, id = chunk(id); isDigit(c[0]) {
			n++
		}
	}
	return n
}

// truncate keeps the first n numbers of id: FR-1 of FR-1.10 for 1. A letter
// behind the last of them stays: FR-005B is no part of FR-005.
func truncate(id string, n int) string {
	rest := id
	for rest != "" {
		var c string
		if c, rest = chunk(rest); isDigit(c[0]) {
			if n--; n == 0 {
				break
			}
		}
	}
	end := len(id) - len(rest)
	for end < len(id) && id[end] != '.' && id[end] != '-' && !isDigit(id[end]) {
		end++
	}
	return id[:end]
}

// parentID is id without its last part: FR-1 of FR-1.1, "" of FR-1.
func parentID(id string) string {
	if i := strings.LastIndexByte(id, '.'); i > 0 {
		return id[:i]
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
