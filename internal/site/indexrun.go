package site

import "github.com/planfolio/planfolio/internal/trace"

// indexRun is the requirements of one plan that stand together in an index over
// all plans, in the plan's order. An index has the runs of rank 0 of all plans
// first, then those of rank 1, and so on.
type indexRun struct {
	rank              int
	key, value, label string // of the index; "" for that of all
	rows              []*requirementFacts
}

// The ranks of requirements in lists across plans: those that lack what their
// policy asks for come first, those of archived plans last.
const (
	rankGap = iota
	rankOther
	rankArchived
	indexRanks
)

func rankOf(f *requirementFacts) int {
	switch {
	case f.plan.Archived:
		return rankArchived
	case f.row != nil && f.row.Standing() == trace.Gap:
		return rankGap
	}
	return rankOther
}

// runsOf sorts the requirements of a plan into runs. The indexes of a key come in
// the order in which requirements first have their values. Stories, criteria and
// other ids that are no requirements stand in the index of their kind alone.
func runsOf(p *planFacts) []indexRun {
	if !p.counted() {
		return nil
	}
	var runs []indexRun
	put := func(f *requirementFacts, key, value string, label func() string) {
		rank := rankOf(f)
		for i := range runs { // of few
			if r := &runs[i]; r.rank == rank && r.value == value && r.key == key {
				r.rows = append(r.rows, f)
				return
			}
		}
		runs = append(runs, indexRun{rank, key, value, label(), []*requirementFacts{f}})
	}
	for _, list := range [][]*requirementFacts{p.requirements, p.others} {
		for _, f := range list {
			kind := kindName(f)
			put(f, "kind", kind, func() string { return capital(kind) })
			if f.row == nil {
				continue
			}
			state := string(f.row.State)
			put(f, "", "", func() string { return "" })
			put(f, "state", state, func() string { return capital(state) })
			if word := standing(f); word.Name != "" {
				put(f, "coverage", word.Name, func() string { return capital(word.Word) })
			}
			for _, n := range f.phases {
				put(f, "phase", n, func() string { return "Phase " + n })
			}
		}
	}
	return runs
}
