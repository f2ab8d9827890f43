package similar

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// of makes a portfolio of plans with the texts of their requirements.
func of(plans ...[]string) *portfolio.Portfolio {
	p := &portfolio.Portfolio{}
	for i, texts := range plans {
		pl := &portfolio.Plan{ID: fmt.Sprintf("plan-%03d", i), Kind: portfolio.KindPlan}
		for j, text := range texts {
			def := &plan.Requirement{ID: fmt.Sprintf("FR-%d", j+1), Text: strings.TrimPrefix(text, "~"), Retired: strings.HasPrefix(text, "~")}
			pl.Requirements = append(pl.Requirements, &portfolio.Requirement{Plan: pl, Def: def, ID: def.ID, Index: j})
		}
		p.Plans = append(p.Plans, pl)
	}
	return p
}

func name(r *portfolio.Requirement) string { return r.Plan.ID[len("plan-00"):] + "/" + r.ID }

func pairs(r *Report) []string {
	var list []string
	for _, p := range r.Pairs(r.Count()) {
		list = append(list, fmt.Sprintf("%s %s %.2f", name(p.A), name(p.B), p.Share))
	}
	return list
}

func TestFind(t *testing.T) {
	p := of(
		[]string{
			"The system shall keep every invoice for ten years after the sailing.",
			"Control room",
			"The gate decides within 300 ms, with or without a network.",
			"The gate decides within 300 ms, with or without a network.",
		},
		[]string{
			"the SYSTEM shall keep every invoice, for ten years, after the sailing",
			"Control room",
			"The gate decides within 500 ms, with or without a network.",
			"~The system shall keep every invoice for ten years after the sailing.",
		},
		[]string{"Passengers are counted when they come aboard and when they leave."},
	)
	got := pairs(Find(p, 60))
	want := []string{
		"0/FR-1 1/FR-1 1.00", // case and marks are nothing
		"0/FR-3 1/FR-3 0.68", // another number; twins within a plan are not told of
		"0/FR-4 1/FR-3 0.68",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := pairs(Find(p, 100)); !slices.Equal(got, want[:1]) {
		t.Errorf("of threshold 100: %q", got)
	}
	if got := pairs(Find(p, 0)); got != nil {
		t.Errorf("of threshold 0: %q", got)
	}
	p.Plans[1].Archived = true
	if got := pairs(Find(p, 60)); got != nil {
		t.Errorf("of an archived plan: %q", got)
	}
}

// TestNothingIsMissed compares every two texts in full.
func TestNothingIsMissed(t *testing.T) {
	words := strings.Fields("gate ticket sailing deck harbour crew ledger price refund berth tide lamp rope engine chart")
	random := rand.New(rand.NewPCG(1, 2))
	plans := make([][]string, 40)
	for i := range plans {
		for range 5 {
			text := make([]string, 6+random.IntN(8))
			for k := range text {
				text[k] = words[random.IntN(len(words))]
			}
			if i > 0 && random.IntN(3) == 0 { // a near copy of an earlier one
				text = strings.Fields(plans[random.IntN(i)][random.IntN(5)])
				text[random.IntN(len(text))] = words[random.IntN(len(words))]
			}
			plans[i] = append(plans[i], strings.Join(text, " "))
		}
	}
	p := of(plans...)
	for _, threshold := range []int{40, 60, 75, 90} {
		f := newFinder(p, float64(threshold)/100)
		f.weigh()
		want := 0
		for i := range f.texts {
			for j := range i {
				if share := f.exact(i, j); share >= f.threshold-slack {
					want++
				}
			}
		}
		got := 0
		for i := range f.texts {
			f.compare(i)
		}
		for i := range f.texts {
			for _, n := range f.texts[i].near {
				if math.Abs(n.share-f.exact(i, n.text)) > 1e-9 {
					t.Errorf("%d %d: share %f, in full %f", i, n.text, n.share, f.exact(i, n.text))
				}
				got++
			}
		}
		if got != 2*want || want == 0 {
			t.Errorf("threshold %d: %d pairs, in full %d", threshold, got/2, want)
		}
	}
}

// exact is the measure as the package comment has it.
func (f *finder) exact(i, j int) float64 {
	common, all := 0.0, 0.0
	for _, m := range f.texts[i].members {
		all += f.weights[m]
		if slices.Contains(f.texts[j].members, m) {
			common += f.weights[m]
		}
	}
	for _, m := range f.texts[j].members {
		if !slices.Contains(f.texts[i].members, m) {
			all += f.weights[m]
		}
	}
	return common / all
}

func TestManyOfOneText(t *testing.T) {
	plans := make([][]string, 3000)
	for i := range plans {
		plans[i] = []string{"Every plan asks for this same thing here.", fmt.Sprintf("Every plan asks for thing number %d here.", i)}
	}
	p := of(plans...)
	r := Find(p, 75)
	if n := len(r.Of(p.Plans[5].Requirements[0])); n != MaxMatches {
		t.Errorf("%d matches, want %d", n, MaxMatches)
	}
}

// BenchmarkFind looks through as many requirements as a large portfolio has.
func BenchmarkFind(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 4))
	plans := make([][]string, 1000)
	for i := range plans {
		for range 15 {
			text := make([]string, 14)
			for k := range text {
				text[k] = fmt.Sprintf("word%d", int(200*random.ExpFloat64())%2000)
			}
			plans[i] = append(plans[i], "The system shall "+strings.Join(text, " "))
		}
	}
	p := of(plans...)
	for b.Loop() {
		Find(p, 75)
	}
}

// TestNext takes a report over where the texts are the same, and only there.
func TestNext(t *testing.T) {
	first := []string{"The system shall keep every invoice for ten years after the sailing.", "Control room"}
	second := []string{"The system shall keep every invoice for ten years after a sailing.", "~Passengers are counted when they come aboard."}
	before := Find(of(first, second), 60)
	if len(pairs(before)) != 1 {
		t.Fatalf("the pairs are %q", pairs(before))
	}
	same := of(first, second)
	next := before.Next(same)
	if next == nil {
		t.Fatal("the texts are the same, and the report is not taken over")
	}
	if got, want := pairs(next), pairs(Find(same, 60)); !slices.Equal(got, want) {
		t.Errorf("the pairs are %q, from nothing %q", got, want)
	}
	if list := next.Of(same.Plans[0].Requirements[0]); len(list) != 1 || list[0].Requirement != same.Plans[1].Requirements[0] {
		t.Errorf("what is alike is not of the later portfolio: %v", list)
	}
	archived := of(first, second)
	archived.Plans[1].Archived = true
	for name, p := range map[string]*portfolio.Portfolio{
		"another text":       of(first, []string{second[0] + " Twice.", second[1]}),
		"a plan more":        of(first, second, first),
		"a requirement less": of(first, second[:1]),
		"one that is back":   of(first, []string{second[0], second[1][1:]}),
		"an archived plan":   archived,
	} {
		if before.Next(p) != nil {
			t.Errorf("%s: the report is taken over", name)
		}
	}
	if (*Report)(nil).Next(same) != nil {
		t.Error("nothing is taken over as something")
	}
}
