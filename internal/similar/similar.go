// Package similar finds requirements of different plans that say nearly the
// same: it takes a Portfolio and gives pairs, the most alike first.
//
// # The measure
//
// A text is the set of its words and of its pairs of neighbouring words, folded
// as the search index folds them. A word or pair weighs more the fewer
// requirements have it: 1 + ln(all / those that have it). The likeness of two
// texts is the weight of what they have in common, of all that either has: 1
// for the same words in the same order, whatever their case, marks and numbers
// of the id; 0 for nothing in common (the weighted index of Jaccard).
//
// # Which pairs are compared
//
// All that can reach the threshold, and few others. Two sets of weight v and w
// that are alike by t have at least t·max(v, w) in common; so one of the rarest
// of each set, taken until what remains weighs less than t times the whole, is
// among the rarest of the other. Only sets that share such a rare member are
// compared (prefix filtering, Chaudhuri, Ganti and Kaushik, 2006). Nothing is
// drawn by lot, and nothing above the threshold is missed, but where more than
// maxPostings different texts share a rare member: then each is compared with
// the nearest maxPostings before it.
package similar

import (
	"cmp"
	"math"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/search"
)

// The bounds of the search. A text of fewer words is like many by chance.
const (
	minWords    = 5
	maxWords    = 400  // of a text; what follows is not looked at
	maxPostings = 500  // texts that share a rare member
	MaxMatches  = 10   // of one requirement
	maxTwins    = 2000 // requirements of one text that are kept
)

// Match is a requirement that is like another.
type Match struct {
	Requirement *portfolio.Requirement
	Share       float64 // 0 to 1
}

// Pair is two requirements of different plans, A before B in the portfolio.
type Pair struct {
	A, B  *portfolio.Requirement
	Share float64
}

// Report is what was found. It names requirements by their places, so that it is
// that of every portfolio whose requirements have the same texts.
type Report struct {
	plans []*portfolio.Plan
	pairs []pair // the most alike first, then by place; at most MaxMatches of each requirement
	of    map[place][]match
}

// place is where a requirement stands: in Portfolio.Plans and Plan.Requirements.
type place struct{ plan, index int32 }

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.plan, b.plan), cmp.Compare(a.index, b.index))
}

type match struct {
	place
	share float64
}

type pair struct {
	a, b  place
	share float64
}

func (r *Report) at(p place) *portfolio.Requirement { return r.plans[p.plan].Requirements[p.index] }

// Of gives what is like a requirement, the most alike first, at most MaxMatches.
func (r *Report) Of(q *portfolio.Requirement) []Match {
	n, ok := slices.BinarySearchFunc(r.plans, q.Plan.ID, func(p *portfolio.Plan, id string) int { return cmp.Compare(p.ID, id) })
	if !ok || q.Index >= len(q.Plan.Requirements) || q.Plan.Requirements[q.Index] != q {
		return nil
	}
	found := r.of[place{int32(n), int32(q.Index)}]
	list := make([]Match, len(found))
	for i, m := range found {
		list[i] = Match{r.at(m.place), m.share}
	}
	return list
}

// Count is how many pairs were found.
func (r *Report) Count() int { return len(r.pairs) }

// Pairs gives the first n pairs: the most alike first, then by place. There are
// at most MaxMatches of each requirement.
func (r *Report) Pairs(n int) []Pair {
	list := make([]Pair, min(n, len(r.pairs)))
	for i := range list {
		p := &r.pairs[i]
		list[i] = Pair{r.at(p.a), r.at(p.b), p.share}
	}
	return list
}

// Next gives the report of a later portfolio where that is the same, because the
// requirements say what they said, at the same places; else nil. r may be nil.
func (r *Report) Next(p *portfolio.Portfolio) *Report {
	if r == nil || !slices.EqualFunc(r.plans, p.Plans, sameTexts) {
		return nil
	}
	return &Report{p.Plans, r.pairs, r.of}
}

// sameTexts tells whether two plans are the same to Find.
func sameTexts(a, b *portfolio.Plan) bool {
	return a == b || a.ID == b.ID && compared(a) == compared(b) && slices.EqualFunc(a.Requirements, b.Requirements, func(q, r *portfolio.Requirement) bool {
		return q.Def.Retired == r.Def.Retired && q.Def.Title == r.Def.Title && q.Def.Text == r.Def.Text
	})
}

// compared tells whether the requirements of a plan are compared with others.
func compared(p *portfolio.Plan) bool { return p.Kind != portfolio.KindTemplate && !p.Archived }

// Find looks for pairs that are alike by threshold percent or more. A threshold
// of 0 finds none. Templates, archived plans and retired requirements are left
// out.
func Find(p *portfolio.Portfolio, threshold int) *Report {
	r := &Report{plans: p.Plans, of: map[place][]match{}}
	if threshold <= 0 {
		return r
	}
	f := newFinder(p, float64(min(threshold, 100))/100)
	f.weigh()
	for i := range f.texts {
		f.compare(i)
	}
	f.report(r)
	return r
}

// text is what one or more requirements say in the same words.
type text struct {
	members []int32 // numbers of words and pairs; the rarest first once they are weighed
	weight  float64
	prefix  int // how many members can make it a candidate
	owners  []place
	near    []near
}

// near is another text that is alike.
type near struct {
	text  int
	share float64
}

// finder compares the texts of a portfolio.
type finder struct {
	threshold float64
	texts     []text
	weights   []float64 // by member
	postings  [][]int32 // by member: texts before, for which it is among the rarest
	in        []int32   // by member, the text that last had it, plus one
	seen      []int32   // by text, the one that it was last compared with, plus one
}

// numbers gives words and pairs of words their numbers.
type numbers struct {
	words map[string]int32
	pairs map[[2]int32]int32
	n     int32
}

func (x *numbers) word(s string) int32 {
	i, ok := x.words[s]
	if !ok {
		i = x.n
		x.n++
		x.words[s] = i
	}
	return i
}

func (x *numbers) pair(a, b int32) int32 {
	i, ok := x.pairs[[2]int32{a, b}]
	if !ok {
		i = x.n
		x.n++
		x.pairs[[2]int32{a, b}] = i
	}
	return i
}

func newFinder(p *portfolio.Portfolio, threshold float64) *finder {
	f := &finder{threshold: threshold}
	numbers := &numbers{words: map[string]int32{}, pairs: map[[2]int32]int32{}}
	known := map[string]int{}
	var key []byte
	for n, pl := range p.Plans {
		if !compared(pl) {
			continue
		}
		for index, r := range pl.Requirements {
			if r.Def.Retired {
				continue
			}
			members := members(r.Def, numbers)
			if members == nil {
				continue
			}
			key = key[:0]
			for _, m := range members {
				key = append(key, byte(m), byte(m>>8), byte(m>>16), byte(m>>24))
			}
			i, ok := known[string(key)]
			if !ok {
				i = len(f.texts)
				known[string(key)] = i
				f.texts = append(f.texts, text{members: members})
			}
			if t := &f.texts[i]; len(t.owners) < maxTwins {
				t.owners = append(t.owners, place{int32(n), int32(index)})
			}
		}
	}
	f.weights = make([]float64, numbers.n)
	f.postings = make([][]int32, numbers.n)
	f.in = make([]int32, numbers.n)
	f.seen = make([]int32, len(f.texts))
	return f
}

// members are the numbers of a requirement's words and pairs, each once, in
// ascending order; nil for a text that is too short.
func members(def *plan.Requirement, numbers *numbers) []int32 {
	var list []int32
	words, last := 0, int32(-1)
	for _, part := range []string{def.Title, def.Text} {
		for term := range search.Terms(part) {
			if words == maxWords {
				break
			}
			words++
			word := numbers.word(term)
			list = append(list, word)
			if last >= 0 {
				list = append(list, numbers.pair(last, word))
			}
			last = word
		}
	}
	if words < minWords {
		return nil
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// weigh gives each member its weight, each text its own, and finds which of its
// members, the rarest first, can make it a candidate.
func (f *finder) weigh() {
	having := make([]int, len(f.weights))
	for i := range f.texts {
		for _, m := range f.texts[i].members {
			having[m]++
		}
	}
	for m, n := range having {
		f.weights[m] = 1 + math.Log(float64(len(f.texts))/float64(max(n, 1)))
	}
	for i := range f.texts {
		t := &f.texts[i]
		slices.SortFunc(t.members, func(a, b int32) int { return cmp.Or(cmp.Compare(having[a], having[b]), cmp.Compare(a, b)) })
		for _, m := range t.members {
			t.weight += f.weights[m]
		}
		for rest := t.weight; t.prefix < len(t.members) && rest >= f.threshold*t.weight-slack; t.prefix++ {
			rest -= f.weights[t.members[t.prefix]]
		}
	}
}

// slack covers what floating point loses in sums.
const slack = 1e-9

// compare compares text i with the candidates before it, and makes it one.
func (f *finder) compare(i int) {
	t := &f.texts[i]
	for _, m := range t.members {
		f.in[m] = int32(i) + 1
	}
	for _, m := range t.members[:t.prefix] {
		list := f.postings[m]
		for _, j := range list[max(0, len(list)-maxPostings):] {
			if f.seen[j] == int32(i)+1 {
				continue
			}
			f.seen[j] = int32(i) + 1
			other := &f.texts[j]
			if min(t.weight, other.weight) < f.threshold*max(t.weight, other.weight)-slack {
				continue
			}
			common := 0.0
			for _, n := range other.members {
				if f.in[n] == int32(i)+1 {
					common += f.weights[n]
				}
			}
			if share := common / (t.weight + other.weight - common); share >= f.threshold-slack {
				t.near = append(t.near, near{int(j), share})
				other.near = append(other.near, near{i, share})
			}
		}
		f.postings[m] = append(list, int32(i))
	}
}

// report lists the matches of each requirement, and the pairs that they make.
func (f *finder) report(r *Report) {
	for i := range f.texts {
		t := &f.texts[i]
		slices.SortFunc(t.near, func(a, b near) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.text, b.text)) })
		for _, q := range t.owners {
			if list := f.matches(t, q); len(list) > 0 {
				r.of[q] = list
			}
		}
	}
	known := map[[2]place]bool{}
	for i := range f.texts {
		for _, q := range f.texts[i].owners {
			for _, m := range r.of[q] {
				p := pair{q, m.place, m.share}
				if comparePlaces(p.a, p.b) > 0 {
					p.a, p.b = p.b, p.a
				}
				if key := [2]place{p.a, p.b}; !known[key] {
					known[key] = true
					r.pairs = append(r.pairs, p)
				}
			}
		}
	}
	slices.SortFunc(r.pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.share, a.share), comparePlaces(a.a, b.a), comparePlaces(a.b, b.b))
	})
}

// matches are the requirements of other plans that say the same as q or nearly
// so.
func (f *finder) matches(t *text, q place) []match {
	var list []match
	add := func(owners []place, share float64) {
		for _, o := range owners {
			if o.plan != q.plan && len(list) < MaxMatches {
				list = append(list, match{o, share})
			}
		}
	}
	add(t.owners, 1)
	for _, n := range t.near {
		if len(list) == MaxMatches {
			break
		}
		add(f.texts[n.text].owners, n.share)
	}
	return list
}
