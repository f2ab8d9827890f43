package portfolio

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
)

// planOf is a plan that defines ids; those marked with "~" are numbered
// criteria, those in parentheses user stories.
func planOf(id string, ids string) *Plan {
	p := &Plan{ID: id, Path: id, dir: id, Kind: KindPlan}
	list := strings.Fields(ids)
	for _, id := range list {
		def := &plan.Requirement{Class: plan.ClassRequirement, Form: plan.FormHeading}
		if rest, ok := strings.CutPrefix(id, "~"); ok {
			id, def.Form = rest, plan.FormImplicit
		}
		if rest, ok := strings.CutPrefix(id, "("); ok {
			id, def.Class = strings.TrimSuffix(rest, ")"), plan.ClassStory
		}
		def.ID = id
		r := &Requirement{Plan: p, Def: def, ID: id}
		p.byID = append(p.byID, r)
		if def.Class == plan.ClassStory {
			p.Others = append(p.Others, r)
		} else {
			p.Requirements = append(p.Requirements, r)
		}
	}
	slices.SortFunc(p.Requirements, func(a, b *Requirement) int { return CompareIDs(a.ID, b.ID) })
	slices.SortFunc(p.byID, func(a, b *Requirement) int { return strings.Compare(a.ID, b.ID) })
	return p
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		defined string // by the plan; after "|" by the plan above it
		cited   plan.Citation
		want    string // targets, dangling ids with "!", "…" before what came through a range
	}{
		{"FR-1 FR-2", plan.Citation{From: "FR-1"}, "FR-1"},
		{"FR-1 FR-2", plan.Citation{From: "FR-3"}, "!FR-3"},
		{"(US1)", plan.Citation{From: "US1"}, "US1"},
		{"FR-1 | FR-2", plan.Citation{From: "FR-2"}, "FR-2"},

		// ranges
		{"FR-042 FR-043 FR-046", plan.Citation{From: "FR-042-046"}, "… FR-042 FR-043 FR-046"},
		{"FR-042 FR-042-046 FR-046", plan.Citation{From: "FR-042-046"}, "FR-042-046"},
		{"FR-042 FR-043", plan.Citation{From: "FR-042-046"}, "!FR-042-046"},
		{"FR-1 FR-2 FR-3 FR-10", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-3"}}, "… FR-1 FR-2 FR-3"},
		{"FR-1 FR-2 FR-3 FR-10", plan.Citation{From: "FR-3", Rest: &plan.CitationRest{To: "FR-1"}}, "… FR-1 FR-2 FR-3"},
		{"FR-1 FR-3 NFR-2", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-3"}}, "… FR-1 FR-3"},
		{"FR-001 FR-005 FR-005B FR-006 FR-011-001", plan.Citation{From: "FR-001", Rest: &plan.CitationRest{To: "FR-006"}}, "… FR-001 FR-005 FR-005B FR-006"},
		{"FR-5.1 FR-5.2 FR-5.10 FR-6.1", plan.Citation{From: "FR-5.1", Rest: &plan.CitationRest{To: "FR-5.10"}}, "… FR-5.1 FR-5.2 FR-5.10"},
		{"~1.1 ~1.2 2 ~2.1 ~3.1", plan.Citation{From: "1.2", Rest: &plan.CitationRest{To: "3.1"}, Bare: true}, "… 1.2 2.1 3.1"},
		{"FR-1 FR-1.1 FR-2 FR-2.1", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-2"}}, "… FR-1 FR-2"},
		{"FR-1.1 FR-1.2 FR-2.1", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-2"}}, "… FR-1.1 FR-1.2 FR-2.1"},
		{"FR-1 FR-2", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-9"}}, "… FR-1 FR-2 !FR-9"},
		{"FR-7", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-3"}}, "… !FR-1 !FR-3"},
		{"FR-1 FR-2", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "NFR-2"}}, "… !FR-1 !NFR-2"},
		{"X-1 | FR-1 FR-2 FR-3", plan.Citation{From: "FR-1", Rest: &plan.CitationRest{To: "FR-3"}}, "… FR-1 FR-2 FR-3"},
		{"REQ-QP-001 REQ-QP-001.1 REQ-QP-001.2 REQ-QP-001.3", plan.Citation{From: "REQ-QP-001.1", Rest: &plan.CitationRest{To: "REQ-QP-001.3"}}, "… REQ-QP-001.1 REQ-QP-001.2 REQ-QP-001.3"},

		// wildcards and groups
		{"FR-2 FR-2.1 FR-2.2 FR-20.1", plan.Citation{From: "FR-2", Wildcard: true}, "… FR-2.1 FR-2.2"},
		{"FR-2", plan.Citation{From: "FR-2", Wildcard: true}, "FR-2"},
		{"FR-1", plan.Citation{From: "FR-2", Wildcard: true}, "!FR-2"},
		{"FR-3.1 FR-3.2", plan.Citation{From: "FR-3"}, "… FR-3.1 FR-3.2"},
		{"FR-3 FR-3.1", plan.Citation{From: "FR-3"}, "FR-3"},
		{"FR-3.1.1 FR-3.1.2", plan.Citation{From: "FR-3"}, "… FR-3.1.1 FR-3.1.2"},

		// criteria by number
		{"1 ~1.1 ~1.2", plan.Citation{From: "1.2", Bare: true}, "1.2"},
		{"1 ~1.1 ~1.2", plan.Citation{From: "FR-1.2"}, "1.2"},
		{"1 ~1.1 ~1.2", plan.Citation{From: "REQ-1"}, "1"},
		{"1 ~1.1 ~1.2", plan.Citation{From: "NFR-1.2"}, "!NFR-1.2"},
		{"1 ~1.1 ~1.2 FR-9", plan.Citation{From: "FR-1.2"}, "!FR-1.2"},
		{"1 ~1.1 ~1.2 ~1.3", plan.Citation{From: "FR-1.1", Rest: &plan.CitationRest{To: "FR-1.3"}}, "… 1.1 1.2 1.3"},
		{"FR-4 ~FR-4.1 ~FR-4.2", plan.Citation{From: "4.2", Bare: true}, "FR-4.2"},
		{"FR-4 ~FR-4.1 ~FR-4.2", plan.Citation{From: "4.1", Rest: &plan.CitationRest{To: "4.2"}, Bare: true}, "… FR-4.1 FR-4.2"},
		{"FR-4.1 FR-4.2", plan.Citation{From: "4.2", Bare: true}, "FR-4.2"},
		{"FR-4.1 FR-4.2", plan.Citation{From: "4.1", Rest: &plan.CitationRest{To: "4.3"}, Bare: true}, "… FR-4.1 FR-4.2 !4.3"},
		{"1 ~1.1 FR-4.2", plan.Citation{From: "4.2", Bare: true}, "!4.2"},
	} {
		own, above, _ := strings.Cut(c.defined, "|")
		f := find([]scope{{planOf("a", own)}, {planOf("b", above)}}, &c.cited)
		var got []string
		if f.ranged {
			got = append(got, "…")
		}
		for _, r := range f.targets {
			got = append(got, r.ID)
		}
		for _, id := range f.dangling {
			got = append(got, "!"+id)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("of %q, %+v means %q, want %q", c.defined, c.cited, s, c.want)
		}
	}
}

func TestQualifiers(t *testing.T) {
	plans := []*Plan{planOf("a/billing", "FR-1"), planOf("b/billing", "FR-1 FR-2"), planOf("a/search", "FR-1"), planOf("pay", "FR-1")}
	s := shapeFor(len(plans))
	for i, p := range plans {
		s.addPlan(i, p, nil)
	}
	at := &lookup{s, plans}
	for _, c := range []struct {
		from      *Plan
		qualifier string
		id, want  string
	}{
		{plans[3], "a/search", "FR-1", "a/search"},
		{plans[3], "search", "FR-1", "a/search"},
		{plans[3], "Search", "FR-1", "a/search"},
		{plans[0], "search", "FR-1", "a/search"}, // beside it
		{plans[2], "billing", "FR-1", "a/billing"},
		{plans[3], "billing", "FR-2", "b/billing"}, // only one of the two defines it
		{plans[3], "billing", "FR-1", "a/billing or b/billing"},
		{plans[3], "nobody", "FR-1", ""},
	} {
		f := find(at.named(c.from, c.qualifier), &plan.Citation{From: c.id, Rest: &plan.CitationRest{Qualifier: c.qualifier}})
		var got []string
		for _, r := range append(f.targets, f.rivals...) {
			got = append(got, r.Plan.ID)
		}
		if s := strings.Join(got, " or "); s != c.want {
			t.Errorf("%s/%s from %s means %q, want %q", c.qualifier, c.id, c.from.ID, s, c.want)
		}
	}
}

// A plan with many ids finds what one with few finds by looking through them.
func TestManyIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var all []string
	for range 400 {
		id := []string{"FR-", "NFR-", "", "AUTH-X-", "FR-0"}[r.IntN(5)] + strconv.Itoa(1+r.IntN(12))
		for range r.IntN(3) {
			id += []string{".", ".", "-", "A.", "B-0"}[r.IntN(5)] + strconv.Itoa(1+r.IntN(4))
		}
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	few := planOf("a", strings.Join(all, " "))
	many := *few
	many.groups = groupIDs(many.Requirements)
	if many.groups == nil || few.groups != nil {
		t.Fatalf("%d ids", len(all))
	}
	asked := slices.Concat(all, []string{"FR", "AUTH", "AUTH-X", "FR-99", "NFR-1-", "A"})
	for _, id := range asked {
		if got, want := many.below(id), few.below(id); !slices.Equal(got, want) {
			t.Errorf("below %q: %d ids, want %d", id, len(got), len(want))
		}
		if many.uses(lead(id)) != few.uses(lead(id)) {
			t.Errorf("uses %q: %t", lead(id), many.uses(lead(id)))
		}
		for range 20 {
			to := asked[r.IntN(len(asked))]
			if got, want := many.between(id, to, false), few.betweenAll(id, to); !slices.Equal(got, want) {
				t.Errorf("from %q to %q: %d ids, want %d", id, to, len(got), len(want))
			}
		}
	}
}

// betweenAll is between of ids that are not bare, by looking at each.
func (p *Plan) betweenAll(from, to string) []*Requirement {
	head, n := lead(from), depth(from)
	if head != lead(to) || n != depth(to) {
		return nil
	}
	if kind := strings.TrimRight(head, "-"); !p.uses(head) && (kind == "FR" || kind == "REQ") {
		from, to, head = strings.TrimPrefix(from, head), strings.TrimPrefix(to, head), ""
	}
	if CompareIDs(from, to) > 0 {
		from, to = to, from
	}
	var level, deeper []*Requirement
	for _, r := range p.Requirements {
		at := truncate(r.ID, n)
		if lead(r.ID) != head || depth(r.ID) < n || CompareIDs(at, from) < 0 || CompareIDs(at, to) > 0 {
			continue
		}
		if at == r.ID {
			level = append(level, r)
		} else {
			deeper = append(deeper, r)
		}
	}
	if len(level) > 0 {
		return level
	}
	return deeper
}
