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

// Some gives at most n of them that tell most: no message twice while another
// one is left, and then no file.
func (g Group) Some(n int) []Diagnostic {
	if len(g.All) <= n {
		return g.All
	}
	type turn struct{ message, file int } // how many of the message, of the file come before it
	messages, files := map[string]int{}, map[string]int{}
	turns, order := make([]turn, len(g.All)), make([]int, len(g.All))
	for i, d := range g.All {
		order[i], turns[i] = i, turn{messages[d.Message], files[d.Path]}
		messages[d.Message]++
		files[d.Path]++
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(turns[a].message, turns[b].message), cmp.Compare(turns[a].file, turns[b].file))
	})
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
