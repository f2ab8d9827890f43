package config

import "strings"

// nearest finds the word among words that whoever wrote name most likely meant:
// the same but for case and hyphens, else the fewest slips of the keyboard away,
// of which a third of the letters may be. Of equals the first is taken.
func nearest(name string, words []string) (string, bool) {
	if len(name) > 60 {
		return "", false
	}
	plain := plainWord(name)
	best, least := "", len([]rune(plain))/3+1
	for _, w := range words {
		if n := distance(plain, plainWord(w)); n < least {
			best, least = w, n
		}
	}
	return best, best != ""
}

// plainWord is word in lower case without hyphens and underscores.
func plainWord(word string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(word))
}

// distance counts the letters put in, left out, changed or swapped with their
// neighbour on the way from a to b (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range t {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
