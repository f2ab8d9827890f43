package search

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// TermFiles is the terms of entries that are added one after another. Of a term
// that many entries have it keeps little more than its file will have, so that
// it grows with the words of the portfolio rather than with its texts.
type TermFiles struct {
	manifest
	entries int32
	numbers map[string]int32
	terms   []termList
	shards  [][]int32 // terms of each

	weights []int32 // of the entry at hand, by term
	seen    []int32 // by term, the pass that last met it
	pass    int32
	touched []int32 // terms of the entry at hand

	path      string // of the entry before, with its terms
	pathTerms []int32
}

type termList struct {
	term  string
	list  []posting
	floor int32 // weight of the lightest of as many entries as are kept, once there are so many
}

type posting struct{ entry, weight int32 }

// NewTerms begins the terms of so many entries.
func NewTerms(entries int) *TermFiles {
	m := plan(entries)
	return &TermFiles{manifest: m, numbers: map[string]int32{}, shards: make([][]int32, m.Shards)}
}

// Add adds the next entry. What each term of it counts adds up: most in the
// title, less in the path, and a little for each time it is repeated in the text.
func (t *TermFiles) Add(e *Entry) {
	t.touched = t.touched[:0]
	for term := range Terms(e.Text) {
		if i := t.number(term); t.weights[i] < textWeight {
			t.weigh(i, 1)
		}
	}
	for i := range t.each(e.Title) {
		t.weigh(i, titleWeight)
	}
	if e.Path != t.path {
		t.path, t.pathTerms = e.Path, t.pathTerms[:0]
		for i := range t.each(e.Path) {
			t.pathTerms = append(t.pathTerms, i)
		}
	}
	for _, i := range t.pathTerms {
		t.weigh(i, pathWeight)
	}
	for _, i := range t.touched {
		term := &t.terms[i]
		weight := t.weights[i]
		t.weights[i] = 0
		if weight <= term.floor { // of equal weight the earlier entries are kept
			continue
		}
		term.list = append(term.list, posting{t.entries, weight})
		if len(term.list) == 2*t.Cap {
			term.list = t.heaviest(term.list)
			term.floor = term.list[t.Cap-1].weight
		}
	}
	t.entries++
}

func (t *TermFiles) weigh(i, weight int32) {
	if t.weights[i] == 0 {
		t.touched = append(t.touched, i)
	}
	t.weights[i] += weight
}

// each gives the number of each term of a text once.
func (t *TermFiles) each(text string) func(func(int32) bool) {
	t.pass++
	return func(yield func(int32) bool) {
		for term := range Terms(text) {
			i := t.number(term)
			if t.seen[i] == t.pass {
				continue
			}
			t.seen[i] = t.pass
			if !yield(i) {
				return
			}
		}
	}
}

func (t *TermFiles) number(term string) int32 {
	i, ok := t.numbers[term]
	if !ok {
		i = int32(len(t.terms))
		term = strings.Clone(term) // lest it hold the text around it
		t.numbers[term] = i
		t.terms = append(t.terms, termList{term: term})
		t.weights, t.seen = append(t.weights, 0), append(t.seen, 0)
		shard := t.shard(term)
		t.shards[shard] = append(t.shards[shard], i)
	}
	return i
}

// heaviest gives the entries of a term that its file has, the heaviest first.
func (t *TermFiles) heaviest(list []posting) []posting {
	slices.SortFunc(list, func(a, b posting) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.entry, b.entry))
	})
	return list[:min(len(list), t.Cap)]
}

// File makes the file of terms of a name, once all entries are added; ok is
// false for a name that is not one of them. It is not safe for concurrent use.
func (t *TermFiles) File(name string) (json []byte, ok bool) {
	i, ok := fileNumber(name, "terms-")
	if !ok || i >= len(t.shards) {
		return nil, false
	}
	return t.shardJSON(i), true
}

func (t *TermFiles) shardJSON(i int) []byte {
	slices.SortFunc(t.shards[i], func(a, b int32) int { return strings.Compare(t.terms[a].term, t.terms[b].term) })
	buf := make([]byte, 0, 1<<14)
	buf = append(buf, '{')
	for k, n := range t.shards[i] {
		if k > 0 {
			buf = append(buf, ',')
		}
		term := &t.terms[n]
		term.list = t.heaviest(term.list)
		buf = append(buf, '"')
		buf = append(buf, term.term...) // letters, numbers, marks and joints
		buf = append(buf, '"', ':', '[')
		for j, p := range term.list {
			if j > 0 {
				buf = append(buf, ',')
			}
			buf = strconv.AppendInt(buf, int64(p.entry), 10)
			buf = append(buf, ',')
			buf = strconv.AppendInt(buf, int64(p.weight), 10)
		}
		buf = append(buf, ']')
	}
	return append(buf, '}')
}

// shard is the number of the shard that holds term.
func (m manifest) shard(term string) int {
	h := fnv.New32a()
	h.Write([]byte(cut(term, m.Key)))
	return int(h.Sum32() % uint32(m.Shards))
}
