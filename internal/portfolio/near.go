package portfolio

// nearest gives the candidate that s most likely was meant to be: at most two
// letters off and fewer than half of them; "" where none is that near. Of
// equally near ones the first wins.
func nearest(s string, candidates []string) string {
	best, limit := "", min(2, (len(s)-1)/2)
	for _, c := range candidates {
		if abs(len(c)-len(s)) > limit {
			continue
		}
		if d := distance(s, c, limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
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
