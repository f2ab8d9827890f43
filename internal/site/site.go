// Package site decides which pages exist, at which addresses, and what each one
// shows. It takes the facts of all stages and gives Pages, whose views are made
// on demand. It is the only package that knows addresses.
//
// A view is a plain struct: everything that a page shows and nothing else. Two
// equal views give equal bytes, so a view is also the complete list of what a
// page depends on.
package site

import (
	"bytes"
	"io"
	"sync"
	"time"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/register"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/similar"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

// Facts are what the stages before found out.
type Facts struct {
	Config       config.Config
	Tree         *source.Tree
	Portfolio    *portfolio.Portfolio
	Trace        *trace.Trace
	Roadmap      *roadmap.Roadmap
	Completeness *completeness.Report
	Registers    *register.Registers
	History      *history.History // nil where git knows nothing
	Diagnostics  *diag.Findings   // of all stages, graded by the configuration
	Built        Built
}

// Built says what the site was made from.
type Built struct {
	Version string    // of Planfolio
	Commit  string    // of the plans' repository, short; ""
	Date    time.Time // of that commit or SOURCE_DATE_EPOCH; zero where neither is known
}

// Page is one file of the site.
type Page struct {
	Path     string     // of the file, without leading "/": plans/billing/index.html
	Template string     // theme's page that shows it; "" for Raw
	View     func() any // the template's view type, or Raw; made anew at each call
	Key      func() Key // of what the view depends on; nil for a page over the whole portfolio, which is always made
}

// Raw is the view of a page that no template makes: JSON, SVG, XML, text. Asset
// names a file of the portfolio that is copied instead. Write, where it is set,
// writes what is too large to be held in memory; it fails as its writer does.
type Raw struct {
	Bytes []byte
	Asset string
	Write func(io.Writer) error
}

// Content gives the bytes of what is no Asset.
func (r Raw) Content() []byte {
	if r.Write == nil {
		return r.Bytes
	}
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// Site is the pages of a portfolio.
type Site struct {
	Facts       Facts
	index       *index
	similar     func() *similar.Report // looked for when a page first asks for it
	common      func() Frame           // of all pages
	navs        sync.Map               // navOf → []NavItem
	global      func() Key             // of what all pages depend on
	schemas     sync.Map               // *schema.Schema → Key
	planColumns func() PlanColumns
	filterKey   func() Key
	graph       func() *waitsIndex // of the roadmap, by plan
	pages       []Page
	sorted      func() []Page
	diagnostics []diag.Diagnostic
}

// New decides which pages exist. It makes no view. From prev, which may be nil, it
// takes over what it knows of plans that are the same; the site is what it
// would be without prev, and does not hold on to it.
func New(f Facts, prev *Site) *Site {
	s := &Site{Facts: f}
	var known *index
	if prev != nil {
		known = prev.index
	}
	s.common, s.global = sync.OnceValue(s.commonFrame), sync.OnceValue(s.siteKey)
	s.planColumns, s.filterKey = sync.OnceValue(s.findPlanColumns), sync.OnceValue(s.makeFilterKey)
	s.graph = sync.OnceValue(func() *waitsIndex { return newWaitsIndex(f.Roadmap) })
	s.index = newIndex(s, known)
	s.pages = make([]Page, 0, len(s.index.requirements)+12*len(s.index.plans)+400)
	s.similar = sync.OnceValue(func() *similar.Report { return similar.Find(f.Portfolio, f.Config.Similar) })
	s.addHome()
	s.addPlans()
	s.addRequirements()
	s.addMatrices()
	s.addRoadmap()
	s.addCompleteness()
	s.addRegisters()
	s.page("problems/", "problems", func() any { return s.problems() })
	s.raw("problems/count.json", func() []byte { return marshal(map[string]int{"problems": s.index.problems}) })
	s.addSearch()
	s.addFiles()
	s.sorted = sync.OnceValue(func() []Page { return sortPages(s.pages) })
	return s
}

// Pages gives every page, sorted by Path. Addresses differ even where case is folded.
func (s *Site) Pages() []Page { return s.sorted() }

// Diagnostics are the faults that addresses make, such as two plans that want one.
func (s *Site) Diagnostics() []diag.Diagnostic { return s.diagnostics }

// page adds a page that a template makes, at the path of a directory.
func (s *Site) page(dir, template string, view func() any) {
	s.file(dir+"index.html", template, view)
}

// planPage adds a page that a template makes of one plan.
func (s *Site) planPage(p *planFacts, dir, template string, view func() any) {
	s.pages = append(s.pages, Page{Path: dir + "index.html", Template: template, View: view, Key: s.index.seat(p).keyed})
}

// file adds a page at the path of a file.
func (s *Site) file(path, template string, view func() any) {
	s.pages = append(s.pages, Page{Path: path, Template: template, View: view})
}

// raw adds a page that no template makes.
func (s *Site) raw(path string, bytes func() []byte) {
	s.file(path, "", func() any { return Raw{Bytes: bytes()} })
}
