package corpus

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// seed makes all portfolios the same everywhere.
const seed = 0x706c616e

// A writer writes one plan.
type writer struct {
	strings.Builder
	chance  *rand.Rand
	shape   Shape
	number  int      // of the plan
	chapter int      // of a long plan, else 0; a part of its ids
	ids     []string // of the plan's requirements, in order
	slots   float64  // how many values are still slots of a template
}

func newWriter(s Shape, i int) *writer {
	w := &writer{chance: rand.New(rand.NewPCG(seed, uint64(i))), shape: s, number: i}
	w.slots = pick(w, []float64{0, .02, .08, .3})
	w.numberRequirements()
	return w
}

func pick[E any](w *writer, list []E) E { return list[w.chance.IntN(len(list))] }

func (w *writer) between(low, high int) int { return low + w.chance.IntN(high-low+1) }

func (w *writer) noun() string { return pick(w, nouns) }

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *writer) heading(level int, title string) {
	w.printf("%s %s\n\n", strings.Repeat("#", level), title)
}

// numberRequirements makes the ids: functional ones in groups of two to five,
// others in groups of three.
func (w *writer) numberRequirements() {
	w.ids = nil
	prefix := ""
	if w.chapter > 0 {
		prefix = fmt.Sprintf("%d.", w.chapter)
	}
	group := func(kind string, n int, size func() int) {
		for g := 1; n > 0; g++ {
			for k := 1; k <= size() && n > 0; k++ {
				w.ids = append(w.ids, fmt.Sprintf("%s-%s%d.%d", kind, prefix, g, k))
				n--
			}
		}
	}
	group("FR", w.between(7, 20), func() int { return w.between(2, 5) })
	group("NFR", w.between(3, 10), func() int { return 3 })
}

// some gives up to n of the ids, in their order.
func (w *writer) some(n int) string {
	at := w.chance.Perm(len(w.ids))[:min(n, len(w.ids))]
	slices.Sort(at)
	var ids []string
	for _, i := range at {
		ids = append(ids, w.ids[i])
	}
	return strings.Join(ids, ", ")
}

// cites writes a line of citations.
func (w *writer) cites() { w.printf("_Requirements: %s_\n\n", w.some(w.between(1, 4))) }

// sentence is a statement; now and then with code, emphasis or a link to a plan
// in the neighbourhood.
func (w *writer) sentence() string {
	s := fmt.Sprintf("The %s %s %s %s %s for each %s", pick(w, adjectives), w.noun(), pick(w, verbs), pick(w, adjectives), w.noun(), w.noun())
	switch x := w.chance.Float64(); {
	case x < .25:
		s += fmt.Sprintf(", and the **%s %s** keeps `%s_%s` under %d ms", w.noun(), w.noun(), w.noun(), w.noun(), w.between(2, 900))
	case x < .4:
		s += fmt.Sprintf(" before the %s %s %s", w.noun(), pick(w, verbs), w.noun())
	case x < .5 && w.shape.Plans > 1:
		other := (w.number + w.between(1, min(w.shape.Plans-1, 400))) % w.shape.Plans
		s += fmt.Sprintf(" (see [the %s plan](%s))", harbours[other%len(harbours)], w.shape.link(w.number, other))
	case x < .55:
		s += fmt.Sprintf(" as *%s %s* asks", w.noun(), w.noun())
	}
	return s + "."
}

func (w *writer) paragraph(sentences int) {
	for i := range sentences {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(w.sentence())
	}
	w.WriteString("\n\n")
}

// fields writes a list of labels with their values, some of which nobody has
// filled yet.
func (w *writer) fields(n int) {
	for range n {
		w.printf("- **%s %s**: %s\n", capital(w.noun()), w.noun(), w.value())
	}
	w.WriteByte('\n')
}

func (w *writer) items(n int) {
	for range n {
		w.printf("- %s\n", w.value())
	}
	w.WriteByte('\n')
}

func (w *writer) value() string {
	if w.chance.Float64() < w.slots {
		return pick(w, slots)
	}
	return w.sentence()
}

func (w *writer) numbered(n int, text func() string) {
	for i := range n {
		w.printf("%d. %s\n", i+1, text())
	}
	w.WriteByte('\n')
}

func (w *writer) table(rows int) {
	w.WriteString("| Component | Owner | Target | Requirement | Notes |\n| --- | --- | ---: | :---: | --- |\n")
	for range rows {
		w.printf("| `%s-%s` | %s crew | %d ms | %s | %s %s %s |\n", w.noun(), w.noun(), w.noun(), w.between(1, 2000), pick(w, w.ids), pick(w, adjectives), w.noun(), w.noun())
	}
	w.WriteByte('\n')
}
