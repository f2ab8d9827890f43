package portfolio

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCompareIDs(t *testing.T) {
	want := []string{"1", "1.1", "1.2", "1.10", "2", "10", "FR1", "FR-1", "FR-1.1", "FR-1.2", "FR-1.10", "FR-2", "FR-005", "FR-005B", "FR-006", "FR-10", "FR-011-001", "FR-G1", "NFR-1", "REQ-QP-001.1"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareIDs)
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %v\nwant:   %v", got, want)
	}
	for _, a := range want {
		for _, b := range want {
			if x, y := CompareIDs(a, b), CompareIDs(b, a); x != -y {
				t.Errorf("CompareIDs(%q, %q) = %d, the other way %d", a, b, x, y)
			}
		}
	}
}

// CompareIDs leaves out what two ids begin with; to compare the whole of them,
// part by part, gives the same.
func TestCompareIDsFromTheBeginning(t *testing.T) {
	whole := func(a, b string) int {
		x, y := a, b
		for x != "" && y != "" {
			var p, q string
			p, x = chunk(x)
			q, y = chunk(y)
			c := cmp.Compare(p, q)
			if isDigit(p[0]) && isDigit(q[0]) {
				p, q = strings.TrimLeft(p, "0"), strings.TrimLeft(q, "0")
				c = cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q))
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
	}
	r := rand.New(rand.NewPCG(1, 2))
	some := func() string {
		s := ""
		for range r.IntN(7) {
			s += []string{"0", "1", "2", "10", "A", "B", "-", ".", "FR-"}[r.IntN(9)]
		}
		return s
	}
	for range 50000 {
		if a, b := some(), some(); CompareIDs(a, b) != whole(a, b) {
			t.Fatalf("CompareIDs(%q, %q) = %d, want %d", a, b, CompareIDs(a, b), whole(a, b))
		}
	}
}

func TestIDParts(t *testing.T) {
	for _, c := range []struct {
		id, lead, parent string
		depth            int
		first            string
	}{
		{"FR-1.10", "FR-", "FR-1", 2, "FR-1"},
		{"FR-1", "FR-", "", 1, "FR-1"},
		{"3.2", "", "3", 2, "3"},
		{"FR-005B", "FR-", "", 1, "FR-005B"},
		{"FR-011-001", "FR-", "", 2, "FR-011"},
		{"REQ-QP-001.1", "REQ-QP-", "REQ-QP-001", 2, "REQ-QP-001"},
		{"FR-A11Y-9", "FR-A", "", 2, "FR-A11Y"},
		{"SETUP", "SETUP", "", 0, "SETUP"},
		{"", "", "", 0, ""},
	} {
		if got := lead(c.id); got != c.lead {
			t.Errorf("lead(%q) = %q, want %q", c.id, got, c.lead)
		}
		if got := parentID(c.id); got != c.parent {
			t.Errorf("parentID(%q) = %q, want %q", c.id, got, c.parent)
		}
		if got := depth(c.id); got != c.depth {
			t.Errorf("depth(%q) = %d, want %d", c.id, got, c.depth)
		}
		if got := truncate(c.id, 1); got != c.first {
			t.Errorf("truncate(%q, 1) = %q, want %q", c.id, got, c.first)
		}
	}
}

func TestNearest(t *testing.T) {
	ids := []string{"FR-1.1", "FR-1.2", "FR-10", "NFR-1"}
	for _, c := range []struct{ s, want string }{
		{"FR-1.3", "FR-1.1"},
		{"FR-01", "FR-10"},
		{"NRF-1", "NFR-1"},
		{"X", ""},
		{"AUTH-77", ""},
	} {
		if got := nearest(c.s, ids); got != c.want {
			t.Errorf("nearest(%q) = %q, want %q", c.s, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1}, {"abc", "", 3}, {"überweg", "uberweg", 1}} {
		if got := distance(c.a, c.b, 9); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestSlugPath(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{".", "main"},
		{"billing", "billing"},
		{".kiro/specs/Billing Engine", "kiro/specs/billing-engine"},
		{"docs/plans/2026-02-20-search", "docs/plans/2026-02-20-search"},
		{"stories/1.10.roadmap", "stories/1-10-roadmap"},
		{"a/###/b", "a/plan/b"},
		{"Pläne/日本語 計画", "pläne/日本語-計画"},
		{"x (Subjects→Skills, Awards)", "x-subjectsskills-awards"},
	} {
		if got := slugPath(c.path); got != c.want {
			t.Errorf("slugPath(%q) = %q, want %q", c.path, got, c.want)
		}
	}
}
