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
	"sync/atomic"
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
	Facts        Facts
	index        *index
	parts        []part
	sitemaps     part
	lists        lists
	similar      func() *similar.Report         // looked for when a page first asks for it
	knownSimilar atomic.Pointer[similar.Report] // what similar gives, once that is known
	common       func() Frame                   // of all pages
	navs         sync.Map                       // navOf → []NavItem
	global       func() Key                     // of what all pages depend on
	keys         func() []planKeys              // in the order of the plans
	schemas      sync.Map                       // *schema.Schema → Key
}

// lists are what pages that look over several plans have in common, each made
// when a page first asks for it.
type lists struct {
	home         func() *homePages
	planColumns  func() PlanColumns
	standing     func() standingPages
	requirements func() *requirementIndexes
	filterKey    func() Key
	columns      func() map[*roadmap.Column]columnPages
	lanes        func() *laneIndexes
	timelines    func() *timelinePages
	graph        func() *waitsIndex // of the roadmap, by plan
	completeness func() *completenessIndexes
	registers    func() []*registerFacts
	search       func() *searchIndex
	assets       func() []assetPage
	assetsByPath func() map[string]string // path in the portfolio → address
	problems     func() int               // errors and warnings
}

// New makes a site. It decides upon no page and makes no view before one is asked
// for. From prev, which may be nil, it takes over what it knows of plans that are
// the same; the site is what it would be without prev, and does not hold on to it.
func New(f Facts, prev *Site) *Site {
	s := &Site{Facts: f}
	var known *index
	if prev != nil {
		known = prev.index
	}
	s.index = newIndex(&s.Facts, known)
	s.parts, s.sitemaps = s.newParts(), s.newPart(s.addSitemaps, "sitemap")
	if prev != nil && prev.Facts.Config.Similar == f.Config.Similar {
		s.knownSimilar.Store(prev.knownSimilar.Load().Next(f.Portfolio))
	}
	s.similar = sync.OnceValue(s.findSimilar)
	s.common, s.global = sync.OnceValue(s.commonFrame), sync.OnceValue(s.siteKey)
	s.keys = sync.OnceValue(func() []planKeys { return make([]planKeys, len(s.index.plans)) })
	s.lists = lists{
		home: sync.OnceValue(s.findHomePages), planColumns: sync.OnceValue(s.findPlanColumns),
		standing: sync.OnceValue(s.findStanding), requirements: sync.OnceValue(s.findRequirementIndexes), filterKey: sync.OnceValue(s.makeFilterKey),
		columns: sync.OnceValue(s.findColumns), lanes: sync.OnceValue(s.findLanes), timelines: sync.OnceValue(s.findTimelines),
		graph:        sync.OnceValue(func() *waitsIndex { return newWaitsIndex(f.Roadmap) }),
		completeness: sync.OnceValue(s.findCompleteness), registers: sync.OnceValue(s.findRegisters),
		search: sync.OnceValue(func() *searchIndex { return newSearchIndex(s) }),
		assets: sync.OnceValue(s.findAssets), assetsByPath: sync.OnceValue(s.findAssetAddresses), problems: sync.OnceValue(s.countProblems),
	}
	return s
}

// Diagnostics are the faults that addresses make, such as two plans that want one.
func (s *Site) Diagnostics() []diag.Diagnostic { return s.index.layout.diagnostics }

func (s *Site) countProblems() int {
	tally := s.Facts.Diagnostics.Tally()
	return tally.Errors + tally.Warnings
}
