package portfolio

import (
	"slices"
)

// A reach is the ids of the plans in which a citation is looked up, nearest
// plan first; plans without requirements are left out.
type reach []*idIndex

// An idIndex is the ids of a plan's requirements, by what a hint looks for.
type idIndex struct {
	all       spellings
	stripped  map[string]string   // the first id, by how it is spelled without signs and zeros
	byKind    map[string][]string // by what stands before the number, in order
	bySibling map[string][]string // by the id above
}

func newIDIndex(p *Plan) *idIndex {
	x := &idIndex{stripped: map[string]string{}, byKind: map[string][]string{}, bySibling: map[string][]string{}}
	ids := make([]string, len(p.Requirements))
	for i, r := range p.Requirements {
		ids[i] = r.ID
		if s := strip(r.ID); x.stripped[s] == "" {
			x.stripped[s] = r.ID
		}
		kind := lead(r.ID)
		x.byKind[kind] = append(x.byKind[kind], r.ID) // requirements are in the order of ids
		if up := parentID(r.ID); up != "" {
			x.bySibling[up] = append(x.bySibling[up], r.ID)
		}
	}
	x.all = newSpellings(ids)
	return x
}

// reach is what scopes define. The index of a plan serves all that look there.
func (a *assembly) reach(scopes []scope) reach {
	var r reach
	for _, s := range scopes {
		for _, q := range s {
			if len(q.Requirements) == 0 {
				continue
			}
			x, ok := a.indexes.Load(q)
			if !ok {
				x, _ = a.indexes.LoadOrStore(q, newIDIndex(q))
			}
			r = append(r, x.(*idIndex))
		}
	}
	return r
}

// alike is the first id that is spelled the same without signs and zeros.
func (r reach) alike(stripped string) string {
	for _, x := range r {
		if id := x.stripped[stripped]; id != "" {
			return id
		}
	}
	return ""
}

// siblings are the first and the last of the n ids below up.
func (r reach) siblings(up string) (first, last string, n int) {
	for _, x := range r {
		if list := x.bySibling[up]; len(list) > 0 {
			if n == 0 {
				first = list[0]
			}
			last = list[len(list)-1]
			n += len(list)
		}
	}
	return first, last, n
}

// neighbour is the last id of the same kind before id, else the first; "" where
// there is none of the kind.
func (r reach) neighbour(id string) string {
	before, first := "", ""
	for _, x := range r {
		list := x.byKind[lead(id)]
		if len(list) == 0 {
			continue
		}
		if first == "" || CompareIDs(list[0], first) < 0 {
			first = list[0]
		}
		if i, _ := slices.BinarySearchFunc(list, id, CompareIDs); i > 0 && (before == "" || CompareIDs(list[i-1], before) > 0) {
			before = list[i-1]
		}
	}
	return firstOf(before, first)
}

// nearest is the id that most likely was meant.
func (r reach) nearest(id string) string {
	n := nearness{word: id, limit: slipLimit(id)}
	for _, x := range r {
		n.search(x.all)
	}
	return n.best
}
