package portfolio

import "math/bits"

// nearest gives the candidate that s most likely was meant to be: at most two
// letters off and fewer than half of them; "" where none is that near. Of
// equally near ones the first wins.
func nearest(s string, candidates []string) string {
	n := nearness{word: s, limit: slipLimit(s)}
	n.search(newSpellings(candidates))
	return n.best
}

// slipLimit is how many letters off a candidate for s may be.
func slipLimit(s string) int { return min(2, (len(s)-1)/2) }

// spellings are candidates, made ready for many searches.
type spellings struct {
	list    []string
	letters []uint64 // a bit for each letter that occurs; 0 where it says nothing
}

func newSpellings(list []string) spellings {
	s := spellings{list, make([]uint64, len(list))}
	for i, c := range list {
		s.letters[i] = lettersOf(c)
	}
	return s
}

func lettersOf(s string) (set uint64) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return 0
		}
		set |= 1 << (s[i] & 63)
	}
	return set
}

// A nearness is a search for the nearest candidate, through one list or several.
type nearness struct {
	word, best string
	limit      int // how far the next one may be
}

// search looks through more candidates. A letter inserted, deleted or replaced
// changes at most two of the letters that occur, which rules most of them out.
func (n *nearness) search(in spellings) {
	letters := lettersOf(n.word)
	for i, c := range in.list {
		if abs(len(c)-len(n.word)) > n.limit || letters != 0 && in.letters[i] != 0 && bits.OnesCount64(letters^in.letters[i]) > 2*n.limit {
			continue
		}
		if d := distance(n.word, c, n.limit); d <= n.limit {
			n.best, n.limit = c, d-1
		}
	}
}

// distance counts the letters to insert, delete, replace or swap to turn a into
// b, and gives up above limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	before, prev, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		row[0] = i + 1
		least := row[0]
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(prev[j+1]+1, row[j]+1, prev[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, prev, row = prev, row, before
	}
	return prev[len(y)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
