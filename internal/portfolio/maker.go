package portfolio

import (
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// An assembly is a portfolio in the making.
type assembly struct {
	opts   Options
	docs   []Input // sorted by path
	lookup *lookup
	names  *wikiNames
	definers
	indexes sync.Map // of *Plan to *idIndex
}

// A maker makes one plan. Its steps are taken in the order of their listing
// here; first for all plans start, which reads the plan's own documents, then
// for all plans resolve, which looks into the others, and writes to none.
type maker struct {
	*assembly
	index  int // of the plan
	plan   *Plan
	from   sources
	scopes []scope
	found  []diag.Diagnostic
	trail
	citations []Citation // room for some
}

// A trail is what else a plan depends on beside its own documents.
type trail struct {
	asked  []int    // plans whose definitions or headings were asked for
	ids    []string // that were looked for in all plans
	byName bool     // it has links to a name
	points []int    // plans that it points into
}

func (t *trail) ask(i int) {
	if !slices.Contains(t.asked, i) {
		t.asked = append(t.asked, i)
	}
}

// start makes the plan as far as its own documents tell.
func (m *maker) start() {
	m.plan = m.lookup.shape.empty(m.index, m.docs)
	m.from = m.sources(m.plan)
	m.describe()
	m.define()
	m.renames()
	for _, d := range m.plan.Documents {
		m.byName = m.byName || slices.ContainsFunc(d.Document.Links, func(k plan.Link) bool { return k.Kind == plan.LinkWiki })
	}
}

// resolve looks up what the plan's documents cite and link to.
func (m *maker) resolve() {
	m.scopes = m.lookup.scopes(m.plan)
	for _, s := range m.scopes[1:] {
		for _, q := range s {
			m.ask(m.lookup.byID[q.ID])
		}
	}
	m.change()
	m.cite()
	m.link()
	m.succeed()
	m.note()
	diag.Sort(m.found)
	m.plan.Diagnostics = m.found
}

// note fills points, but for the plans that cite this one.
func (m *maker) note() {
	for _, list := range [][]*Citation{m.plan.Citations, m.plan.OtherCites} {
		for _, c := range list {
			if c.Target != nil {
				m.point(c.Target.Plan)
			}
		}
	}
	for _, list := range [][]*Requirement{m.plan.Requirements, m.plan.Others} {
		for _, r := range list {
			if r.Changes != nil {
				m.point(r.Changes.Plan)
			}
		}
	}
	if m.plan.Successor != nil {
		m.point(m.plan.Successor)
	}
}

func (m *maker) point(to *Plan) {
	if to == m.plan {
		return
	}
	if i := m.lookup.byID[to.ID]; !slices.Contains(m.points, i) {
		m.points = append(m.points, i)
	}
}

// report adds a diagnostic at span of doc.
func (m *maker) report(doc *Document, span plan.Span, d diag.Diagnostic) {
	m.found = append(m.found, doc.File.At(d, span.Start, span.End))
}

// named are the plans that a qualifier names. What they define matters to the
// plan from then on.
func (m *maker) named(qualifier string) []scope {
	list := m.lookup.named(m.plan, qualifier)
	for _, s := range list {
		for _, q := range s {
			if q != m.plan {
				m.ask(m.lookup.byID[q.ID])
			}
		}
	}
	return list
}

// citation keeps c beside the others of the plan.
func (m *maker) citation(c Citation) *Citation {
	if len(m.citations) == cap(m.citations) {
		m.citations = make([]Citation, 0, 16)
	}
	m.citations = append(m.citations, c)
	return &m.citations[len(m.citations)-1]
}

// sameSurface tells whether two states of a plan look the same from others:
// they define the same ids, and have the same headings.
func sameSurface(x, y *Plan) bool {
	sameDefinition := func(a, b *Requirement) bool {
		return a.ID == b.ID && a.Def.Class == b.Def.Class && a.Def.Form == b.Def.Form && a.Def.Title == b.Def.Title && a.Doc.File.Path == b.Doc.File.Path
	}
	sameRename := func(a, b Rename) bool { return a.Old == b.Old && a.To.ID == b.To.ID }
	sameHeading := func(a, b plan.Section) bool { return a.Anchor == b.Anchor }
	sameRow := func(a, b plan.Requirement) bool { return a.Section == b.Section && strings.EqualFold(a.ID, b.ID) }
	return slices.EqualFunc(x.Requirements, y.Requirements, sameDefinition) &&
		slices.EqualFunc(x.Others, y.Others, sameDefinition) &&
		slices.EqualFunc(x.Renames, y.Renames, sameRename) &&
		slices.EqualFunc(x.Documents, y.Documents, func(a, b *Document) bool {
			return slices.EqualFunc(a.Sections, b.Sections, sameHeading) && slices.EqualFunc(a.Document.Requirements, b.Document.Requirements, sameRow) && slices.Equal(a.Anchors, b.Anchors)
		})
}

// sameNames tells whether two states of a plan are called the same by links to
// a name.
func sameNames(x, y *Plan) bool {
	return x.Title == y.Title && slices.EqualFunc(x.Documents, y.Documents, func(a, b *Document) bool { return a.Title == b.Title })
}
