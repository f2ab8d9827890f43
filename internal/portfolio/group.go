package portfolio

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/plan"
)

// A group is the documents of one plan.
type group struct {
	path       string // directory or file
	dir        string // directory that its documents' citations and links count from
	docs       []Input
	template   bool
	convention *convention.Convention
	because    string // why it is of the convention
	pieces     bool   // one document, and the pieces of it in the directory of its name
}

// A planDir is a directory that is one plan.
type planDir struct {
	convention *convention.Convention
	because    string
	pieces     bool
}

// A grouper divides the documents of a tree into plans, by the table of
// conventions: a directory that one of its layouts fits is one plan; what lies
// below belongs to it unless it is a plan itself; every other file is a plan of
// its own.
type grouper struct {
	docs     []Input
	direct   map[string][]int    // documents directly in a directory
	sidecars map[string][]string // names of the sidecars in a directory
	planDirs map[string]planDir
	parents  map[string]bool // directories with plan directories below them
	above    map[string]bool // directories with documents in directories below them
}

// groups divides docs, which are sorted by path. The groups are sorted by path.
func groups(docs []Input, sidecars map[string][]string) []group {
	g := &grouper{docs: docs, direct: map[string][]int{}, sidecars: sidecars, planDirs: map[string]planDir{}, parents: map[string]bool{}, above: map[string]bool{}}
	for i, d := range docs {
		dir := path.Dir(d.Doc.File.Path)
		g.direct[dir] = append(g.direct[dir], i)
		for dir != "." {
			dir = path.Dir(dir)
			g.above[dir] = true
		}
	}
	g.findPlanDirs()
	byPath := map[string]*group{}
	for i := range docs {
		at, dir := g.place(i)
		p := byPath[at]
		if p == nil {
			p = &group{path: at, dir: dir}
			byPath[at] = p
		}
		p.docs = append(p.docs, docs[i])
	}
	result := make([]group, 0, len(byPath))
	for _, at := range sortedKeys(byPath) {
		p := byPath[at]
		p.template = !slices.ContainsFunc(p.docs, func(d Input) bool { return d.Doc.Role != plan.Template })
		p.convention, p.because = g.conventionOf(p)
		p.pieces = g.planDirs[at].pieces
		result = append(result, *p)
	}
	return result
}

// findPlanDirs finds the directories that are plans: parents before their
// children, since what a plan is above decides what belongs to it below.
func (g *grouper) findPlanDirs() {
	dirs := sortedKeys(g.direct)
	slices.SortStableFunc(dirs, func(a, b string) int { return compareBools(b == ".", a == ".") })
	for _, dir := range dirs {
		g.recognise(dir, convention.PassNamed)
	}
	for _, dir := range dirs {
		if !g.isCompanion(dir) {
			g.recognise(dir, convention.PassParts)
		}
	}
	for dir := range g.planDirs {
		for up := dir; up != "."; {
			up = path.Dir(up)
			g.parents[up] = true
		}
	}
	for _, dir := range dirs {
		if !g.isCompanion(dir) && !g.parents[dir] && g.owner(dir) == "" {
			g.recognise(dir, convention.PassLeaf)
		}
	}
}

// recognise makes dir a plan's where a layout fits it. Templates that lie among
// a plan's documents, and files beside a directory of their name, say nothing of it.
func (g *grouper) recognise(dir string, pass convention.Pass) {
	if _, known := g.planDirs[dir]; known {
		return
	}
	d := convention.Directory{Path: dir, Sidecars: g.sidecars[dir], Beside: g.standsBeside(dir), Leaf: !g.above[dir]}
	for _, i := range g.direct[dir] {
		doc := g.docs[i].Doc
		_, apart := g.planDirs[withoutExtension(doc.File.Path)]
		if !apart && (doc.Role != plan.Template || len(d.Sidecars) > 0) {
			d.Documents = append(d.Documents, convention.PartName(doc.File.Path))
		}
	}
	if c, because := convention.Recognise(d, pass); c != nil {
		g.planDirs[dir] = planDir{c, because, pass == convention.PassNamed}
	}
}

// standsBeside tells whether a document of the name of dir stands beside it:
// prd.md and prd/. Beside the other parts of a plan, such a directory is its
// part's.
func (g *grouper) standsBeside(dir string) bool {
	if dir == "." {
		return false
	}
	beside, parts := false, map[string]bool{}
	for _, i := range g.direct[path.Dir(dir)] {
		file := g.docs[i].Doc.File.Path
		beside = beside || withoutExtension(file) == dir
		if name := convention.PartName(file); convention.IsPart(name) {
			parts[name] = true
		}
	}
	return beside && len(parts) < 2
}

// isCompanion tells whether dir or a directory above it belongs to a plan
// directory by its name.
func (g *grouper) isCompanion(dir string) bool {
	for at := dir; at != "."; at = path.Dir(at) {
		if p, ok := g.planDirs[path.Dir(at)]; ok && p.convention.IsCompanion(path.Base(at)) {
			return true
		}
	}
	return false
}

// owner is the plan directory that what lies in dir belongs to; "" for none.
func (g *grouper) owner(dir string) string {
	for at, below := dir, ""; ; below, at = at, path.Dir(at) {
		if p, ok := g.planDirs[at]; ok {
			switch {
			case below == "", p.convention.IsCompanion(path.Base(below)):
				return at
			case at == ".", g.parents[at], convention.IsArchive(below), liesApart(dir, at, p.convention):
				return ""
			}
			return at
		}
		if at == "." || convention.IsArchive(at) {
			return ""
		}
	}
}

// liesApart tells whether dir, or a directory between it and the plan at above,
// holds plans of their own by its name: docs/architecture/decisions.
func liesApart(dir, above string, c *convention.Convention) bool {
	for at := dir; at != above; at = path.Dir(at) {
		if c.IsApart(path.Base(at)) {
			return true
		}
	}
	return false
}

func withoutExtension(file string) string { return strings.TrimSuffix(file, path.Ext(file)) }

// place is the plan that document i belongs to: the plan's path, and the
// directory it counts as.
func (g *grouper) place(i int) (at, dir string) {
	doc := g.docs[i].Doc
	file := doc.File.Path
	own := path.Dir(file)
	alone := withoutExtension(file)
	if _, bundle := convention.BundleOf(file); bundle != "" {
		return bundle, bundle
	}
	if _, ok := g.planDirs[alone]; ok { // billing.md beside the plan directory billing/
		return alone, alone
	}
	home := g.owner(own)
	if home == "" {
		return file, own
	}
	whole := len(g.direct[home]) > 0 && g.docs[g.direct[home][0]].Doc.Role == plan.Template && len(g.sidecars[home]) > 0
	if doc.Role == plan.Template && !whole {
		return file, own
	}
	if home == own && (own == "." || g.parents[own]) && g.standsAlone(i) {
		return file, own
	}
	return home, home
}

// standsAlone tells whether document i, in a directory that holds plans, is a
// plan of its own: it follows a template, and its name is no part's.
func (g *grouper) standsAlone(i int) bool {
	name := convention.PartName(g.docs[i].Doc.File.Path)
	return g.docs[i].Alignment != nil && !convention.IsPart(name) && !convention.IsWhole(name) && !convention.IsBeside(name) && !convention.IsIntroduction(name)
}

// conventionOf is the convention of a group, and why it is.
func (g *grouper) conventionOf(p *group) (*convention.Convention, string) {
	if d, ok := g.planDirs[p.path]; ok {
		return d.convention, d.because
	}
	if c, bundle := convention.BundleOf(p.docs[0].Doc.File.Path); bundle == p.path {
		return c, "its files are named after one release"
	}
	return convention.RecogniseFile(p.path, p.docs[0].Doc.Role)
}
