package portfolio

import (
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// A shape is all that does not depend on what documents say: how they are
// divided into plans, where each plan stands, and what else lies where. Results
// share it as long as no file comes, goes or changes its role.
type shape struct {
	docs   []filed
	dirs   []string
	assets []string
	beside []source.File // sidecars

	plans  []planShape       // in the order of Portfolio.Plans
	faults []diag.Diagnostic // of addresses

	byDir  map[string]int   // plans that are directories
	wide   map[string][]int // plans with a document of requirements in a directory above their own: docs/prd.md
	byID   map[string]int   // by address
	byEnd  map[string][]int // by the last part of the address
	byFile map[string]Place // by the path of a document
	order  []Place          // of the documents, by path

	sidecars map[string][]source.File // by directory
	hasDir   map[string]bool
	hasAsset map[string]bool
	other    map[string]bool     // files that the site does not show: sidecars
	bases    map[string][]string // paths by file name, in lower case
}

// filed is what the division into plans looks at in a document.
type filed struct {
	path    string
	role    plan.Role
	aligned bool
}

// A planShape is a plan before its documents are read.
type planShape struct {
	head  Plan     // without what documents say
	docs  []int    // into shape.docs, in the order of the plan's documents
	slugs []string // of the same
}

func filedAs(in Input) filed {
	return filed{in.Doc.File.Path, in.Doc.Role, in.Alignment != nil}
}

// holds tells whether docs, of which those that changed have kept their paths,
// and tree have the shape s.
func (s *shape) holds(docs []Input, changed []int, tree *source.Tree) bool {
	return s != nil &&
		!slices.ContainsFunc(changed, func(i int) bool { return s.docs[i] != filedAs(docs[i]) }) &&
		slices.Equal(s.dirs, tree.Dirs) &&
		slices.EqualFunc(s.assets, tree.Assets, func(path string, a source.Asset) bool { return path == a.Path }) &&
		slices.EqualFunc(s.beside, tree.Sidecars, func(x, y source.File) bool { return x.Path == y.Path && x.Digest == y.Digest })
}

// newShape divides docs, which are sorted by path.
func newShape(docs []Input, tree *source.Tree) *shape {
	d := divide(docs, tree)
	s := shapeFor(len(d.plans))
	s.dirs, s.beside, s.faults, s.sidecars = tree.Dirs, tree.Sidecars, d.faults, d.sidecars
	at := make(map[string]int, len(docs))
	for i, in := range docs {
		s.docs = append(s.docs, filedAs(in))
		at[in.Doc.File.Path] = i
	}
	for i, p := range d.plans {
		s.addPlan(i, p, at)
	}
	for _, d := range s.docs {
		s.order = append(s.order, s.byFile[d.path])
	}
	for _, dir := range tree.Dirs {
		s.hasDir[dir] = true
	}
	for _, f := range tree.Assets {
		s.assets = append(s.assets, f.Path)
		s.hasAsset[f.Path] = true
		base := strings.ToLower(path.Base(f.Path))
		s.bases[base] = append(s.bases[base], f.Path)
	}
	for _, f := range tree.Sidecars {
		s.other[f.Path] = true
	}
	return s
}

// shapeFor has room for n plans.
func shapeFor(n int) *shape {
	return &shape{
		byDir: map[string]int{}, wide: map[string][]int{}, byID: make(map[string]int, n), byEnd: make(map[string][]int, n), byFile: make(map[string]Place, n),
		hasDir: map[string]bool{}, hasAsset: map[string]bool{}, other: map[string]bool{}, bases: make(map[string][]string, n),
	}
}

// addPlan takes in plan i, whose documents are as the division made them; at is
// where each path stands in s.docs.
func (s *shape) addPlan(i int, p *Plan, at map[string]int) {
	of := planShape{head: Plan{ID: p.ID, Path: p.Path, Kind: p.Kind, Convention: p.Convention, Because: p.Because, Archived: p.Archived, dir: p.dir}}
	if p.Path == p.dir {
		s.byDir[p.dir] = i
	}
	for n, d := range p.Documents {
		file := d.File.Path
		of.docs, of.slugs = append(of.docs, at[file]), append(of.slugs, d.Slug)
		s.byFile[file] = Place{i, n}
		dir := path.Dir(file)
		if p.Path != dir && d.Role == plan.Requirements && convention.IsPart(convention.Stem(file)) && !strings.HasPrefix(dir+"/", p.Path+"/") && !slices.Contains(s.wide[dir], i) {
			s.wide[dir] = append(s.wide[dir], i)
		}
		base := strings.ToLower(path.Base(file))
		s.bases[base] = append(s.bases[base], file)
		for ; !s.hasDir[dir]; dir = path.Dir(dir) {
			s.hasDir[dir] = true
		}
	}
	s.plans = append(s.plans, of)
	s.byID[p.ID] = i
	end := path.Base(p.ID)
	s.byEnd[end] = append(s.byEnd[end], i)
}

// empty is plan i with its documents, and nothing of what they say.
func (s *shape) empty(i int, docs []Input) *Plan {
	of := &s.plans[i]
	p := new(Plan)
	*p = of.head
	all := make([]Document, len(of.docs))
	p.Documents = make([]*Document, len(of.docs))
	for n, at := range of.docs {
		all[n] = Document{Document: docs[at].Doc, Plan: p, Slug: of.slugs[n], Alignment: docs[at].Alignment}
		p.Documents[n] = &all[n]
	}
	return p
}
