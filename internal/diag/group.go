package diag

import (
	"cmp"
	"slices"
)

// Group is the diagnostics of one rule and one severity.
type Group struct {
	Rule     Rule
	Severity Severity
	All      []Diagnostic // in the order of the list
}

// Files is in how many files they are.
func (g Group) Files() int {
	files := map[string]bool{}
	for _, d := range g.All {
		files[d.Path] = true
	}
	return len(files)
}

// Some gives at most n of them, of as many files as there are: the first of
// each file, before a second one of any.
func (g Group) Some(n int) []Diagnostic {
	if len(g.All) <= n {
		return g.All
	}
	seen := map[string]int{}
	turn := make(map[int]int, len(g.All)) // index → how many of its file come before it
	order := make([]int, len(g.All))
	for i, d := range g.All {
		order[i], turn[i] = i, seen[d.Path]
		seen[d.Path]++
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(turn[a], turn[b]) })
	order = order[:n]
	slices.Sort(order)
	some := make([]Diagnostic, n)
	for i, at := range order {
		some[i] = g.All[at]
	}
	return some
}

// Groups divides list by rule and severity: the worst first, then by code.
func Groups(list []Diagnostic) []Group {
	type key struct {
		code     Code
		severity Severity
	}
	index := map[key]int{}
	var groups []Group
	for _, d := range list {
		k := key{d.Code, d.Severity}
		i, ok := index[k]
		if !ok {
			rule, _ := Lookup(string(d.Code))
			i, index[k] = len(groups), len(groups)
			groups = append(groups, Group{Rule: rule, Severity: d.Severity})
		}
		groups[i].All = append(groups[i].All, d)
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(a.Rule.Code, b.Rule.Code))
	})
	return groups
}
