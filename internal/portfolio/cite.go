package portfolio

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// cite looks up every citation: in its plan, then in the plans of its parent
// directories; a qualified one in the plan that it names.
func (a *assembly) cite() {
	at := newLookup(a.plans)
	for _, p := range a.plans {
		for _, d := range p.Documents {
			own := map[int]bool{}
			if d.Alignment != nil {
				for _, i := range d.Alignment.Own {
					own[i] = true
				}
			}
			d.citing = make([][]*Citation, len(d.Document.Citations))
			missing := &missing{doc: d}
			for i := range d.Document.Citations {
				w := &d.Document.Citations[i]
				if p.Kind == KindTemplate || own[i] {
					d.citing[i] = ownCitations(p, d, w, i)
				} else {
					d.citing[i] = a.resolve(at, p, d, w, i, missing)
				}
				p.Citations = append(p.Citations, d.citing[i]...)
			}
			missing.report(a, at)
		}
	}
	for _, p := range a.plans { // by plan and place
		for _, c := range p.Citations {
			if c.Target != nil {
				c.Target.CitedBy = append(c.Target.CitedBy, c)
			}
		}
		for _, c := range p.OtherCites {
			c.Target.CitedBy = append(c.Target.CitedBy, c)
		}
	}
}

// ownCitations are those that a template makes as an example: no target.
func ownCitations(p *Plan, d *Document, w *plan.Citation, i int) []*Citation {
	if w.Class != plan.ClassRequirement {
		return nil
	}
	list := []*Citation{{Plan: p, Doc: d, Written: w, Index: i, ID: w.From, State: Own}}
	if w.To != "" && w.To != w.From {
		list[0].Ranged = true
		list = append(list, &Citation{Plan: p, Doc: d, Written: w, Index: i, ID: w.To, State: Own, Ranged: true})
	}
	return list
}

// resolve looks up one written citation. Ids of unknown kind that nothing
// defines are no citations at all, and say nothing.
func (a *assembly) resolve(at *lookup, p *Plan, d *Document, w *plan.Citation, i int, missing *missing) []*Citation {
	var list []*Citation
	add := func(id string, target *Requirement, state CitationState, ranged bool) {
		c := &Citation{Plan: p, Doc: d, Written: w, Index: i, ID: id, Target: target, State: state, Ranged: ranged}
		if target != nil && !isRequirement(target.Def.Class) {
			p.OtherCites = append(p.OtherCites, c)
			return
		}
		list = append(list, c)
	}
	scopes := at.scopes(p)
	if w.Qualifier != "" {
		scopes = at.named(p, w.Qualifier)
	}
	found := find(scopes, w)
	for _, id := range found.dangling {
		if w.Class == plan.ClassRequirement {
			add(id, nil, Dangling, found.ranged)
			missing.add(id, w)
		}
	}
	if len(found.rivals) > 0 && (w.Class == plan.ClassRequirement || isRequirement(found.rivals[0].Def.Class)) {
		add(w.From, nil, Ambiguous, false)
		a.ambiguous(d, w, found.rivals)
	}
	for _, r := range found.targets {
		add(cited(w, r, found.ranged), r, Resolved, found.ranged)
	}
	slices.SortStableFunc(list, func(x, y *Citation) int { return CompareIDs(x.ID, y.ID) })
	return list
}

// cited is the id of a citation: as written, or of a range the id within it.
func cited(w *plan.Citation, r *Requirement, ranged bool) string {
	if ranged {
		return r.ID
	}
	return w.From
}

func (a *assembly) ambiguous(d *Document, w *plan.Citation, rivals []*Requirement) {
	x := diag.New(diag.AmbiguousCitation, "", "citation of %q, which fits definitions in %s", written(w), planNames(rivals))
	for _, r := range rivals {
		x.Related = append(x.Related, related(r.Doc, firstLine(r.Doc, r.Def.Span), "defined here in "+r.Plan.ID))
	}
	x.Hint = "write the plan before the id: " + strconv.Quote(rivals[0].Plan.ID+"/"+w.From)
	a.report(d, w.Span, x)
}

func planNames(rivals []*Requirement) string {
	names := make([]string, len(rivals))
	for i, r := range rivals {
		names[i] = strconv.Quote(r.Plan.ID)
	}
	return strings.Join(names, " and ")
}

// written is the citation as it stands in the text, without its range's end.
func written(w *plan.Citation) string {
	if w.Qualifier != "" {
		return w.Qualifier + "/" + w.From
	}
	return w.From
}

// A scope is plans that a citation is looked up in together, nearest scope
// first. Several plans stand in one where a name fits all of them equally.
type scope []*Plan

// A lookup finds plans by directory and by name.
type lookup struct {
	plans []*Plan
	byDir map[string]*Plan   // plans that are directories
	byID  map[string]*Plan   // by address and by path
	byEnd map[string][]*Plan // by the last part of the address
}

func newLookup(plans []*Plan) *lookup {
	at := &lookup{plans: plans, byDir: map[string]*Plan{}, byID: map[string]*Plan{}, byEnd: map[string][]*Plan{}}
	for _, p := range plans {
		if p.Path == p.dir {
			at.byDir[p.dir] = p
		}
		at.byID[p.ID] = p
		end := path.Base(p.ID)
		at.byEnd[end] = append(at.byEnd[end], p)
	}
	return at
}

// scopes are the plan itself and the plans of the directories above it.
func (at *lookup) scopes(p *Plan) []scope {
	list := []scope{{p}}
	for dir := p.dir; ; dir = path.Dir(dir) {
		if q := at.byDir[dir]; q != nil && q != p && q.Kind != KindTemplate {
			list = append(list, scope{q})
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
		if q := at.byID[id]; q != nil {
			return []scope{{q}}
		}
		if dir == "." {
			break
		}
	}
	if ends := at.byEnd[name]; len(ends) > 0 {
		return []scope{ends}
	}
	var list scope
	for _, q := range at.plans {
		if strings.HasSuffix(q.ID, "/"+name) {
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

func find(scopes []scope, w *plan.Citation) finding {
	switch {
	case w.Wildcard:
		for _, s := range scopes {
			for _, p := range s {
				if list := p.below(w.From); len(list) > 0 {
					return finding{targets: list, ranged: true}
				}
			}
		}
		return findOne(scopes, w)
	case w.To != "" && w.To != w.From:
		return findRange(scopes, w)
	}
	return findOne(scopes, w)
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

// findRange expands a range in the first plan that defines something within
// it. An end that the plan does not define dangles.
func findRange(scopes []scope, w *plan.Citation) finding {
	for _, s := range scopes {
		for _, p := range s {
			list := p.between(w.From, w.To, w.Bare)
			if len(list) == 0 {
				continue
			}
			f := finding{targets: list, ranged: true}
			for _, end := range []string{w.From, w.To} {
				if p.meant(end, w.Bare) == nil && len(p.below(end)) == 0 {
					f.dangling = append(f.dangling, end)
				}
			}
			return f
		}
	}
	return finding{dangling: []string{w.From, w.To}, ranged: true}
}

// meant is what id means in the plan: what it defines, or a numbered criterion.
// In a plan that numbers "Requirement 1" and its criteria, and has no FR ids,
// FR-1.2 is criterion 1.2; where criteria are numbered under "FR-4", a bare 4.2
// is FR-4.2.
func (p *Plan) meant(id string, bare bool) *Requirement {
	if r := p.byID[id]; r != nil {
		return r
	}
	kind := strings.TrimRight(lead(id), "-")
	if bare {
		if r := p.byID["FR-"+id]; r != nil && r.Def.Form == plan.FormImplicit {
			return r
		}
		return nil
	}
	if (kind == "FR" || kind == "REQ") && !p.uses(lead(id)) {
		if r := p.byID[strings.TrimPrefix(id, lead(id))]; r != nil {
			return r
		}
	}
	return nil
}

// uses tells whether the plan defines an id that begins with prefix.
func (p *Plan) uses(prefix string) bool {
	return slices.ContainsFunc(p.Requirements, func(r *Requirement) bool { return lead(r.ID) == prefix })
}

// below are the requirements that a group's id means: its children, else all
// that lies deeper.
func (p *Plan) below(id string) []*Requirement {
	if id == "" {
		return nil
	}
	var children, deeper []*Requirement
	for _, r := range p.Requirements {
		switch {
		case parentID(r.ID) == id:
			children = append(children, r)
		case strings.HasPrefix(r.ID, id+"."), strings.HasPrefix(r.ID, id+"-") && !isDigit(id[len(id)-1]):
			deeper = append(deeper, r)
		}
	}
	if len(children) > 0 {
		return children
	}
	return deeper
}

// between are the requirements from one id to another of the same kind. Ids
// that go deeper than the ends stand for an id between them that has no
// definition of its own.
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
	var list []*Requirement
	for _, r := range p.Requirements {
		if lead(r.ID) != head || depth(r.ID) < n {
			continue
		}
		at := truncate(r.ID, n)
		if CompareIDs(at, from) < 0 || CompareIDs(at, to) > 0 || at != r.ID && p.byID[at] != nil {
			continue
		}
		list = append(list, r)
	}
	return list
}

// missing collects a document's dangling citations, so that each id is
// reported once, with all its places.
type missing struct {
	doc   *Document
	order []string
	at    map[string][]*plan.Citation
}

func (m *missing) add(id string, w *plan.Citation) {
	if w.Qualifier != "" {
		id = w.Qualifier + "/" + id
	}
	if m.at == nil {
		m.at = map[string][]*plan.Citation{}
	}
	if m.at[id] == nil {
		m.order = append(m.order, id)
	}
	m.at[id] = append(m.at[id], w)
}

// maxRelated bounds the further places that a diagnostic lists.
const maxRelated = 20

func (m *missing) report(a *assembly, at *lookup) {
	for _, id := range m.order {
		places := m.at[id]
		d := diag.New(diag.DanglingCitation, "", "citation of %q, which no plan defines", id)
		d.Hint = at.meantInstead(m.doc.Plan, places[0], id)
		for _, w := range places[1:min(len(places), maxRelated+1)] {
			d.Related = append(d.Related, related(m.doc, w.Span, "cited here too"))
		}
		a.report(m.doc, places[0].Span, d)
	}
}

// meantInstead is a hint for an id that nothing defines: the plan that defines
// it, else the nearest id within reach.
func (at *lookup) meantInstead(p *Plan, w *plan.Citation, id string) string {
	id = strings.TrimPrefix(id, w.Qualifier+"/")
	scopes := at.scopes(p)
	if w.Qualifier != "" {
		scopes = at.named(p, w.Qualifier)
		if len(scopes) == 1 && len(scopes[0]) == 0 {
			return "no plan has the address " + strconv.Quote(w.Qualifier)
		}
	}
	var near []string
	for _, s := range scopes {
		for _, q := range s {
			for _, r := range q.Requirements {
				near = append(near, r.ID)
			}
		}
	}
	for _, r := range near {
		if CompareIDs(strip(r), strip(id)) == 0 {
			return "did you mean " + strconv.Quote(r) + "?"
		}
	}
	if w.Qualifier == "" && !w.Bare {
		var plans []*Plan
		for _, q := range at.plans {
			if q.Kind != KindTemplate && q.byID[id] != nil && lead(id) != "" {
				plans = append(plans, q)
			}
		}
		if len(plans) == 1 {
			return strconv.Quote(plans[0].ID) + " defines it: write " + strconv.Quote(plans[0].ID+"/"+id)
		}
	}
	if r := nearest(id, near); r != "" {
		return "did you mean " + strconv.Quote(r) + "?"
	}
	if len(near) == 0 {
		return "the plan defines no requirements; add them, or say where they are: plan/" + id
	}
	return ""
}

// strip takes separators and leading zeros out of an id: FR-001 and FR1 are alike.
func strip(id string) string {
	var b strings.Builder
	for id != "" {
		var c string
		if c, id = chunk(id); isDigit(c[0]) {
			c = cmp.Or(strings.TrimLeft(c, "0"), "0")
		} else {
			c = strings.ReplaceAll(strings.ReplaceAll(c, "-", ""), "_", "")
		}
		b.WriteString(c)
	}
	return b.String()
}
