package portfolio

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// A scope is plans that a citation is looked up in together, nearest scope
// first. Several plans stand in one where a name fits all of them equally.
type scope []*Plan

// A lookup finds plans by directory and by name.
type lookup struct {
	*shape
	plans []*Plan
}

func newLookup(s *shape) *lookup { return &lookup{s, make([]*Plan, len(s.plans))} }

// dir is the plan that a directory is; nil for none.
func (at *lookup) dir(path string) *Plan {
	if i, ok := at.byDir[path]; ok {
		return at.plans[i]
	}
	return nil
}

// file is the document of a path; nil for none.
func (at *lookup) file(path string) *Document {
	if to, ok := at.byFile[path]; ok {
		return at.plans[to.Plan].Documents[to.Doc]
	}
	return nil
}

// scopes are the plan itself and the plans of the directories above it: those
// that such a directory is, then those whose requirements lie in it.
func (at *lookup) scopes(p *Plan) []scope {
	list := []scope{{p}}
	for dir := p.dir; ; dir = path.Dir(dir) {
		if q := at.dir(dir); q != nil && q != p && q.Kind != KindTemplate {
			list = append(list, scope{q})
		}
		var wide scope
		for _, i := range at.wide[dir] {
			if q := at.plans[i]; q != p && q.Kind != KindTemplate {
				wide = append(wide, q)
			}
		}
		if len(wide) > 0 {
			list = append(list, wide)
		}
		if dir == "." {
			return list
		}
	}
}

// named are the plans that a qualifier names: beside the citing plan, by the
// whole address, or by its last part.
func (at *lookup) named(p *Plan, qualifier string) []scope {
	name := slugPath(strings.Trim(qualifier, "/"))
	for dir := p.dir; ; dir = path.Dir(dir) {
		id := name
		if dir != "." {
			id = slugPath(dir) + "/" + name
		}
		if i, ok := at.byID[id]; ok {
			return []scope{{at.plans[i]}}
		}
		if dir == "." {
			break
		}
	}
	var list scope
	for _, i := range at.byEnd[path.Base(name)] {
		if q := at.plans[i]; !strings.Contains(name, "/") || strings.HasSuffix(q.ID, "/"+name) {
			list = append(list, q)
		}
	}
	return []scope{list}
}

// finding is what a citation leads to.
type finding struct {
	targets  []*Requirement
	dangling []string // ids that nothing defines
	rivals   []*Requirement
	ranged   bool
}

// find looks w up. A bare whole number ("Requirements: 12 of 12") is a citation
// only where requirements have numbers for ids.
func find(scopes []scope, w *plan.Citation) finding {
	switch {
	case w.Bare && !strings.Contains(w.From, ".") && !numbered(scopes):
		return finding{}
	case w.Wildcard:
		for _, s := range scopes {
			for _, p := range s {
				if list := p.below(w.From); len(list) > 0 {
					return finding{targets: list, ranged: true}
				}
			}
		}
		return findOne(scopes, w)
	case w.To() != "" && w.To() != w.From:
		return findRange(scopes, w)
	}
	f := findOne(scopes, w)
	if len(f.dangling) > 0 {
		if r := joinedRange(scopes, w); r != nil {
			return findRange(scopes, r)
		}
	}
	return f
}

// joinedRange reads FR-042-046 as a range, where the plan defines both ends and
// no such id.
func joinedRange(scopes []scope, w *plan.Citation) *plan.Citation {
	head, to, ok := cutLast(w.From)
	prefix, from, ok2 := cutLast(head)
	if !ok || !ok2 || len(from) != len(to) || from >= to {
		return nil
	}
	r := *w
	r.From, r.Rest = prefix+"-"+from, &plan.CitationRest{To: prefix + "-" + to}
	for _, s := range scopes {
		for _, p := range s {
			if p.byID.find(r.From) != nil && p.byID.find(r.To()) != nil {
				return &r
			}
		}
	}
	return nil
}

// cutLast cuts the number behind the last hyphen of an id.
func cutLast(id string) (head, number string, ok bool) {
	i := strings.LastIndexByte(id, '-')
	if i < 0 || i+1 == len(id) || strings.Trim(id[i+1:], "0123456789") != "" {
		return "", "", false
	}
	return id[:i], id[i+1:], true
}

func findOne(scopes []scope, w *plan.Citation) finding {
	for _, s := range scopes {
		var fits []*Requirement
		for _, p := range s {
			if r := p.meant(w.From, w.Bare); r != nil {
				fits = append(fits, r)
			}
		}
		switch {
		case len(fits) == 1:
			return finding{targets: fits}
		case len(fits) > 1:
			return finding{rivals: fits}
		}
		for _, p := range s {
			if list := p.below(w.From); len(list) > 0 { // a group: FR-3 where only FR-3.x exist
				return finding{targets: list, ranged: true}
			}
		}
	}
	return finding{dangling: []string{w.From}}
}

func numbered(scopes []scope) bool {
	for _, s := range scopes {
		for _, p := range s {
			if p.uses("") {
				return true
			}
		}
	}
	return false
}

// findRange expands a range in the first plan that defines something within
// it. An end that the plan does not define dangles.
func findRange(scopes []scope, w *plan.Citation) finding {
	for _, s := range scopes {
		for _, p := range s {
			list := p.between(w.From, w.To(), w.Bare)
			if len(list) == 0 {
				continue
			}
			f := finding{targets: list, ranged: true}
			for _, end := range []string{w.From, w.To()} {
				if p.meant(end, w.Bare) == nil && len(p.below(end)) == 0 {
					f.dangling = append(f.dangling, end)
				}
			}
			return f
		}
	}
	return finding{dangling: []string{w.From, w.To()}, ranged: true}
}

// meant is what id means in the plan: what it defines, what was called so
// before, or a numbered criterion.
// In a plan that numbers "Requirement 1" and its criteria, and has no FR ids,
// FR-1.2 is criterion 1.2. The other way round, a bare 4.2 is FR-4.2 where
// criteria are numbered under "FR-4", and in a plan without bare ids.
func (p *Plan) meant(id string, bare bool) *Requirement {
	if r := p.byID.find(id); r != nil {
		return r
	}
	if r := p.renamed[id]; r != nil {
		return r
	}
	kind := strings.TrimRight(lead(id), "-")
	if bare {
		if r := p.byID.find("FR-" + id); r != nil && (r.Def.Form == plan.FormImplicit || !p.uses("")) {
			return r
		}
		return nil
	}
	if (kind == "FR" || kind == "REQ") && !p.uses(lead(id)) {
		if r := p.byID.find(strings.TrimPrefix(id, lead(id))); r != nil {
			return r
		}
	}
	return nil
}

// uses tells whether the plan defines an id that begins with prefix.
func (p *Plan) uses(prefix string) bool {
	if p.groups != nil {
		return p.groups.leads[prefix]
	}
	return slices.ContainsFunc(p.Requirements, func(r *Requirement) bool { return lead(r.ID) == prefix })
}

// below are the requirements that a group's id means: its children, else all
// that lies deeper.
func (p *Plan) below(id string) []*Requirement {
	if id == "" {
		return nil
	}
	var children, deeper []*Requirement
	if p.groups != nil {
		children, deeper = p.groups.children[id], p.groups.deeper[id]
	} else {
		for _, r := range p.Requirements {
			switch {
			case parentID(r.ID) == id:
				children = append(children, r)
			case strings.HasPrefix(r.ID, id+"."), strings.HasPrefix(r.ID, id+"-") && !isDigit(id[len(id)-1]):
				deeper = append(deeper, r)
			}
		}
	}
	if len(children) > 0 {
		return children
	}
	return deeper
}

// idGroups are the ids of a plan with many, by the groups that they belong to.
type idGroups struct {
	leads            map[string]bool
	children, deeper map[string][]*Requirement
}

// manyIDs is from how many ids on a plan has idGroups: fewer are looked through.
const manyIDs = 64

// groupIDs makes the groups, as uses and below find them.
func groupIDs(list []*Requirement) *idGroups {
	if len(list) < manyIDs {
		return nil
	}
	g := &idGroups{map[string]bool{}, map[string][]*Requirement{}, map[string][]*Requirement{}}
	for _, r := range list {
		g.leads[lead(r.ID)] = true
		up := parentID(r.ID)
		if up != "" {
			g.children[up] = append(g.children[up], r)
		}
		for i := 1; i < len(r.ID); i++ {
			if whole := r.ID[:i]; whole != up && (r.ID[i] == '.' || r.ID[i] == '-' && !isDigit(r.ID[i-1])) {
				g.deeper[whole] = append(g.deeper[whole], r)
			}
		}
	}
	return g
}

// between are the requirements from one id to another of the same kind, as deep
// as the ends; where there are none, those that lie deeper.
func (p *Plan) between(from, to string, bare bool) []*Requirement {
	head, n := lead(from), depth(from)
	if head != lead(to) || n != depth(to) {
		return nil
	}
	if !p.uses(head) {
		switch kind := strings.TrimRight(head, "-"); {
		case bare && p.uses("FR-"):
			from, to, head = "FR-"+from, "FR-"+to, "FR-"
		case kind == "FR" || kind == "REQ":
			from, to, head = strings.TrimPrefix(from, head), strings.TrimPrefix(to, head), ""
		}
	}
	if CompareIDs(from, to) > 0 {
		from, to = to, from
	}
	var level, deeper []*Requirement
	first, _ := slices.BinarySearchFunc(p.Requirements, from, func(r *Requirement, id string) int { return CompareIDs(r.ID, id) })
	for _, r := range p.Requirements[first:] {
		if lead(r.ID) != head || depth(r.ID) < n {
			continue
		}
		at := truncate(r.ID, n)
		if comparePlaces(at, to) > 0 {
			break // what follows lies behind the end too
		}
		switch {
		case CompareIDs(at, from) < 0 || CompareIDs(at, to) > 0:
		case at == r.ID:
			level = append(level, r)
		default:
			deeper = append(deeper, r)
		}
	}
	if len(level) > 0 {
		return level
	}
	return deeper
}
