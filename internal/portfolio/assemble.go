package portfolio

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// rootID is the id of a plan that is the portfolio's root directory, which has
// no name within the portfolio.
const rootID = "main"

// A division is documents divided into plans.
type division struct {
	plans    []*Plan                  // sorted by ID; without what documents say
	sidecars map[string][]source.File // by directory
	faults   []diag.Diagnostic        // of addresses
}

// divide divides documents, which are sorted by path, into plans with addresses
// and order.
func divide(docs []Input, tree *source.Tree) *division {
	a := &division{sidecars: map[string][]source.File{}}
	names := map[string][]string{}
	for _, f := range tree.Sidecars {
		dir, name := path.Dir(f.Path), path.Base(f.Path)
		a.sidecars[dir] = append(a.sidecars[dir], f)
		if convention.IsSidecar(name) {
			names[dir] = append(names[dir], name)
		}
	}
	taken := make(map[string]*Plan, len(docs))
	again := map[string]int{}
	for _, g := range groups(docs, names) {
		p := &Plan{Path: g.path, dir: g.dir, Kind: KindPlan, Convention: g.convention, Because: g.because, Archived: convention.Archived(g.path)}
		if g.template {
			p.Kind = KindTemplate
		}
		for _, in := range g.docs {
			p.Documents = append(p.Documents, &Document{Document: in.Doc, Plan: p, Alignment: in.Alignment})
		}
		p.arrange(g.pieces)
		p.ID = a.address(p, taken, again)
		taken[p.ID] = p
		a.plans = append(a.plans, p)
	}
	for _, p := range a.plans {
		p.addressDocuments(taken)
	}
	slices.SortFunc(a.plans, func(x, y *Plan) int { return cmp.Compare(x.ID, y.ID) })
	return a
}

// address makes the id of p: its path, each part a slug. The second plan that
// wants an address gets it with a number; again has the last one that was given
// to each address.
func (a *division) address(p *Plan, taken map[string]*Plan, again map[string]int) string {
	at := p.Path
	if len(p.Documents) > 0 && p.Documents[0].File.Path == p.Path {
		at = strings.TrimSuffix(at, path.Ext(at))
	}
	id := slugPath(at)
	other := taken[id]
	if other == nil {
		return id
	}
	n := max(again[id], 1)
	unique := id
	for ; taken[unique] != nil; unique = id + "-" + strconv.Itoa(n) {
		n++
	}
	again[id] = n
	d := diag.New(diag.AddressCollision, p.Path, "plans %q and %q both want the address %q", other.Path, p.Path, id)
	d.Hint = "rename one of them; until then the second stands at " + strconv.Quote(unique)
	d.Related = []diag.Related{{Path: other.Path, Message: "the plan that has the address"}}
	if doc := p.Documents[0]; doc.File.Path != p.Path {
		d.Path = doc.File.Path
	}
	if other.Documents[0].File.Path != other.Path {
		d.Related[0].Path = other.Documents[0].File.Path
	}
	a.faults = append(a.faults, d)
	return unique
}

// slugPath makes each part of a path a slug, never empty.
func slugPath(at string) string {
	if at == "." {
		return rootID
	}
	parts := strings.Split(at, "/")
	for i, part := range parts {
		parts[i] = slugPart(part)
	}
	return strings.Join(parts, "/")
}

func slugPart(name string) string {
	s := plan.Slug(strings.ReplaceAll(name, ".", "-"))
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "-")
	}
	if s = strings.Trim(s, "-"); s == "" {
		return "plan"
	}
	return s
}

// roleRank is the order of a plan's documents.
var roleRank = map[plan.Role]int{
	plan.Requirements: 1, plan.Proposal: 2, plan.Design: 3, plan.Implementation: 4, plan.Tasks: 5, plan.Roadmap: 6, plan.Index: 7,
	plan.Decision: 8, plan.Research: 9, plan.Contract: 10, plan.Other: 11, plan.Checklist: 12, plan.Log: 13, plan.Template: 14,
}

// arrange puts the plan's documents in order: those directly in its directory
// before those below, then by role, then those with the name of a part, then by
// path. A document that lies in pieces comes before them. The first one leads.
func (p *Plan) arrange(pieces bool) {
	whole := func(d *Document) bool { return pieces && withoutExtension(d.File.Path) == p.Path }
	rank := func(d *Document) int {
		if r := roleRank[d.Role]; r > 0 {
			return r
		}
		return roleRank[plan.Other]
	}
	unnamed := func(d *Document) int {
		if s := convention.Stem(d.File.Path); convention.IsPart(s) || convention.IsWhole(s) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(p.Documents, func(x, y *Document) int {
		return cmp.Or(compareBools(whole(y), whole(x)), compareBools(p.holdsDeeper(x), p.holdsDeeper(y)), cmp.Compare(rank(x), rank(y)), cmp.Compare(unnamed(x), unnamed(y)), CompareIDs(x.File.Path, y.File.Path))
	})
}

// holdsDeeper tells whether d lies in a directory below the plan's.
func (p *Plan) holdsDeeper(d *Document) bool {
	at := d.File.Path
	return at != p.Path && path.Dir(at) != p.Path && path.Dir(at) != path.Dir(p.Path)
}

func compareBools(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// addressDocuments gives each document of a plan with several its part of the
// address: its path below the plan, as one slug. A part that would make the
// address of another plan gets a number.
func (p *Plan) addressDocuments(plans map[string]*Plan) {
	if len(p.Documents) == 1 {
		return
	}
	taken := map[string]bool{}
	byPath := slices.SortedFunc(slices.Values(p.Documents), func(x, y *Document) int { return cmp.Compare(x.File.Path, y.File.Path) })
	for _, d := range byPath {
		at := strings.TrimSuffix(d.File.Path, path.Ext(d.File.Path))
		if rest, ok := strings.CutPrefix(at, p.Path+"/"); ok {
			at = rest
		} else if rest, ok := strings.CutPrefix(at, p.Path+"-"); ok {
			at = rest
		} else if p.Path != "." {
			at = path.Base(at)
		}
		slug := strings.ReplaceAll(slugPath(at), "/", "-")
		unique := slug
		for n := 2; taken[unique] || plans[p.ID+"/"+unique] != nil; n++ {
			unique = slug + "-" + strconv.Itoa(n)
		}
		taken[unique] = true
		d.Slug = unique
	}
}
