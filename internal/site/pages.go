package site

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// A family is a directory in which pages of one plan lie below the plan's path.
type family struct {
	dir  string
	dirs func(s *Site, p *planFacts) []string                     // of the pages of a plan, each with "/" at its end
	page func(s *Site, p *planFacts, dir string) (_ Page, _ bool) // the page in one of them
}

func families() [5]family {
	return [...]family{
		{"plans", (*Site).documentDirs, (*Site).documentPage},
		{"requirements", (*Site).requirementDirs, (*Site).requirementPage},
		{"matrix", (*Site).matrixDirs, (*Site).matrixPage},
		{"roadmap/plan", (*Site).planRoadmapDirs, (*Site).planRoadmapPage},
		{"completeness", (*Site).planCompletenessDirs, (*Site).planCompletenessPage},
	}
}

// planDirs are all directories in which something of one plan lies below its path.
var planDirs = []string{"plans", "requirements", "matrix", "roadmap/plan", "completeness", "badges", "api/v1/plans"}

// part is pages that look over several plans. They are decided upon together,
// when one of them is first asked for.
type part struct {
	begins []string // with what their paths begin
	pages  func() []Page
}

// pageList is the pages of a part in the making.
type pageList struct {
	site  *Site
	pages []Page
}

// newPart makes a part of what add adds.
func (s *Site) newPart(add func(l *pageList), begins ...string) part {
	return part{begins, sync.OnceValue(func() []Page {
		l := &pageList{site: s}
		add(l)
		slices.SortFunc(l.pages, func(a, b Page) int { return strings.Compare(a.Path, b.Path) })
		return slices.Clip(l.pages)
	})}
}

func (s *Site) newParts() []part {
	return []part{
		s.newPart(s.addHome, "index.html", "plans/page/"),
		s.newPart(s.addRequirementIndexes, "requirements/", "requirements.", requirementDir),
		s.newPart(s.addMatrixIndex, "matrix/"),
		s.newPart(s.addPhases, "roadmap/phase-"),
		s.newPart(s.addTimelines, "roadmap/timeline"),
		s.newPart(s.addReady, "roadmap/ready"),
		s.newPart(s.addLanes, "roadmap/"),
		s.newPart(s.addCompleteness, "completeness/index.html", "completeness/page/"),
		s.newPart(s.addCompletenessOf, "completeness/"),
		s.newPart(s.addRegisters, "registers/"),
		s.newPart(s.addProblems, "problems/"),
		s.newPart(s.addSearch, "search/", "404.html"),
		s.newPart(s.addFiles, "robots.txt", "_headers", "_redirects", "llms.txt", "feed.xml", "roadmap.ics"),
		s.newPart(s.addBadges, "badges/"),
		s.newPart(s.addAssets, "files/"),
	}
}

// everyPart gives all parts, that of the sitemap, which lists the others, last.
func (s *Site) everyPart() []part { return append(slices.Clip(s.parts), s.sitemaps) }

// page adds a page that a template makes, at the path of a directory.
func (l *pageList) page(dir, template string, view func() any) {
	l.file(dir+"index.html", template, view)
}

// file adds a page at the path of a file.
func (l *pageList) file(path, template string, view func() any) {
	l.pages = append(l.pages, Page{Path: path, Template: template, View: view})
}

// raw adds a page that no template makes.
func (l *pageList) raw(path string, bytes func() []byte) {
	l.file(path, "", func() any { return Raw{Bytes: bytes()} })
}

// planPage is a page that a template makes of one plan.
func (s *Site) planPage(p *planFacts, dir, template string, view func() any) Page {
	return Page{Path: dir + "index.html", Template: template, View: view, Key: s.keyOf(p)}
}

// Page gives the page at a path; ok is false where there is none. It decides upon
// no more pages than those that belong to it.
func (s *Site) Page(path string) (_ Page, ok bool) {
	if p, ok := s.PlanPage(path); ok {
		return p, true
	}
	for _, of := range s.everyPart() {
		if !slices.ContainsFunc(of.begins, func(begin string) bool { return strings.HasPrefix(path, begin) }) {
			continue
		}
		pages := of.pages()
		if i, ok := slices.BinarySearchFunc(pages, path, func(p Page, path string) int { return strings.Compare(p.Path, path) }); ok {
			return pages[i], true
		}
	}
	return Page{}, false
}

// PlanPage gives the page at a path where it is one of a plan alone; ok is false
// where it is not.
func (s *Site) PlanPage(path string) (_ Page, ok bool) {
	if rest, ok := strings.CutPrefix(path, "badges/"); ok {
		return s.badgePage(rest)
	}
	dir, ok := strings.CutSuffix(path, "index.html")
	if !ok {
		return Page{}, false
	}
	for _, family := range families() {
		rest, ok := strings.CutPrefix(dir, family.dir+"/")
		if !ok {
			continue
		}
		for path := range mayBeOf(strings.TrimSuffix(rest, "/")) {
			if p := s.planAt(path); p != nil {
				if page, ok := family.page(s, p, dir); ok {
					return page, true
				}
			}
		}
	}
	return Page{}, false
}

// mayBeOf gives the paths of plans of which a page may be that lies at a path below
// a family: those of the path and above it, the nearest first, then these without
// the number that an index has in its path where another page has the plan's.
func mayBeOf(at string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for path := range pathAndAbove(at) {
			if !yield(path) {
				return
			}
		}
		for path := range pathAndAbove(at) {
			if name, ok := withoutNumber(path); ok && !yield(name) {
				return
			}
		}
	}
}

// pathAndAbove gives a path and those around it, the nearest first.
func pathAndAbove(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for end := len(path); end > 0; end = strings.LastIndexByte(path[:end], '/') {
			if !yield(path[:end]) {
				return
			}
		}
	}
}

// All gives every page, in no order that means anything. They are made as they
// are asked for: there are many.
func (s *Site) All() iter.Seq[Page] {
	return func(yield func(Page) bool) {
		for _, family := range families() {
			for _, p := range s.index.plans {
				for _, dir := range family.dirs(s, p) {
					if page, ok := family.page(s, p, dir); ok && !yield(page) {
						return
					}
				}
			}
		}
		for _, b := range badges {
			for _, p := range s.index.plans {
				if p.counted() && !yield(s.badge(p, b)) {
					return
				}
			}
		}
		for _, of := range s.everyPart() {
			for _, page := range of.pages() {
				if !yield(page) {
					return
				}
			}
		}
	}
}

// Pages gives every page, sorted by Path. Addresses differ even where case is folded.
func (s *Site) Pages() []Page { return sortPages(slices.Collect(s.All())) }

// PlanAt gives the plan whose part of every address is path; nil where there is none.
func (s *Site) PlanAt(path string) *portfolio.Plan {
	if p := s.planAt(path); p != nil {
		return p.Plan
	}
	return nil
}

// PlanOf tells of which plan alone the page at a path is; nil for one of several.
func (s *Site) PlanOf(page string) *portfolio.Plan {
	for _, dir := range planDirs {
		rest, ok := strings.CutPrefix(page, dir+"/")
		if !ok {
			continue
		}
		for path := range pathAndAbove(strings.TrimSuffix(rest, ".json")) { // the deepest plan: plans may lie below plans
			if p := s.planAt(path); p != nil {
				return p.Plan
			}
		}
	}
	return nil
}
