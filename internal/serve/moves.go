package serve

import (
	"net/http"
	"strings"

	"github.com/planfolio/planfolio/internal/build"
)

// The limits of what is told of the documents that changed.
const (
	maxMoves   = 256 // that are remembered
	maxStrays  = 32  // documents without an equal that are held against each other
	likeEnough = 0.5 // share of lines that two documents have in common
)

// A move is a document that has another path than before, as its text tells.
type move struct {
	page, plan     string // where it was: directory of its page in the site, its plan's part of addresses
	toPage, toPlan string // where it is
}

// An edit is a change of a single document.
type edit struct {
	number int // of the build that shows it
	path   string
	line   int // the first that changed
}

// compare tells which documents have moved between two results, and which one
// was edited or is new, where it is only one.
func compare(before, after *build.Result) (moves []move, edited *edit) {
	var gone, come []document
	old, now := before.Site.Facts.Tree.Files, after.Site.Facts.Tree.Files
	changes := 0
	change := func(path string, line int) {
		changes++
		edited = &edit{path: path, line: line}
	}
	for i, j := 0, 0; i < len(old) || j < len(now); {
		switch {
		case j == len(now) || i < len(old) && old[i].Path < now[j].Path:
			gone = append(gone, document{old[i].Path, old[i].Text})
			i++
		case i == len(old) || now[j].Path < old[i].Path:
			come = append(come, document{now[j].Path, now[j].Text})
			j++
		default:
			if old[i].Digest != now[j].Digest {
				change(now[j].Path, firstChange(old[i].Text, now[j].Text))
			}
			i, j = i+1, j+1
		}
	}
	pairs := match(gone, come)
	for _, p := range pairs {
		page, plan, ok := before.Site.PageOf(p.from.path)
		toPage, toPlan, toOK := after.Site.PageOf(p.to.path)
		if ok && toOK {
			moves = append(moves, move{page, plan, toPage, toPlan})
		}
	}
	if len(come) == 1 && len(pairs) == 0 {
		change(come[0].path, 0)
	}
	if changes != 1 || len(come) > 1 {
		return moves, nil
	}
	return moves, edited
}

// A document is a path and its text.
type document struct{ path, text string }

type pair struct{ from, to document }

// match pairs documents that have gone with those that have come: the equal
// ones, then those that are like enough, the likest first.
func match(gone, come []document) []pair {
	var pairs []pair
	byText := make(map[string][]document)
	for _, d := range come {
		byText[d.text] = append(byText[d.text], d)
	}
	taken := make(map[string]bool)
	var strays []document
	for _, d := range gone {
		if same := byText[d.text]; len(same) > 0 {
			pairs = append(pairs, pair{d, same[0]})
			byText[d.text] = same[1:]
			taken[same[0].path] = true
		} else {
			strays = append(strays, d)
		}
	}
	if len(strays) > maxStrays || len(come) > len(pairs)+maxStrays {
		return pairs
	}
	for _, from := range strays {
		best, to := likeEnough, document{}
		for _, d := range come {
			if taken[d.path] {
				continue
			}
			if l := likeness(from.text, d.text); l >= best {
				best, to = l, d
			}
		}
		if to.path != "" {
			pairs = append(pairs, pair{from, to})
			taken[to.path] = true
		}
	}
	return pairs
}

// likeness is the share of lines with words that two texts have in common, of
// those that either has.
func likeness(a, b string) float64 {
	counts := make(map[string]int)
	all := 0
	for line := range strings.Lines(a) {
		if line = strings.TrimSpace(line); line != "" {
			counts[line]++
			all++
		}
	}
	common := 0
	for line := range strings.Lines(b) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if counts[line] > 0 {
			counts[line]--
			common++
		} else {
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}

// firstChange is the first line of after, from 1, that differs from before's. A
// change that only removes lines is at the line before it.
func firstChange(before, after string) int {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	n := 0
	for n < len(old) && n < len(now) && old[n] == now[n] {
		n++
	}
	end := 0
	for end < len(old)-n && end < len(now)-n && old[len(old)-1-end] == now[len(now)-1-end] {
		end++
	}
	if n == len(now)-end && n > 0 {
		return n // nothing is left of what was here
	}
	return min(n+1, len(now))
}

// moved gives the address that the page at a path of the site's has now, that
// was there and is not; ok is false where it has none.
func (st *state) moved(path string) (to string, ok bool) {
	inSite, ok := strings.CutPrefix(path, st.prefix)
	if !ok {
		return "", false
	}
	for range len(st.moves) { // a page may move again and again
		next, ok := st.movedOnce(inSite)
		if !ok {
			break
		}
		inSite = next
		if a := st.answer(st.prefix + inSite); a.status == http.StatusOK {
			return st.prefix + inSite, true
		}
	}
	return "", false
}

// movedOnce follows the last move that the page took part in, its own or its plan's.
func (st *state) movedOnce(inSite string) (to string, ok bool) {
	for i := len(st.moves) - 1; i >= 0; i-- {
		m := st.moves[i]
		if inSite == m.page {
			return m.toPage, true
		}
	}
	for i := len(st.moves) - 1; i >= 0; i-- {
		m := st.moves[i]
		if m.plan == m.toPlan {
			continue
		}
		if above, below, ok := strings.Cut("/"+inSite, "/"+m.plan+"/"); ok {
			return strings.TrimPrefix(above+"/"+m.toPlan+"/"+below, "/"), true
		}
	}
	return "", false
}

// up gives the address of the nearest page above a path.
func (st *state) up(path string) string {
	for path != st.prefix && strings.HasPrefix(path, st.prefix) {
		path = path[:strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1]
		switch a := st.answer(path); {
		case a.redirect != "":
			return a.redirect
		case a.status == http.StatusOK:
			return path
		}
	}
	return st.prefix
}
