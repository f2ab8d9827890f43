package site

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// planFacts is a plan with what the stages say of it. It knows nothing of its
// site, and serves the next one too while all that it is made of is the same.
type planFacts struct {
	*portfolio.Plan
	path    string // unique: the plan's part of every address
	dir     string // of its page, "plans/billing/"
	address string // dir, escaped
	leading string // address of its leading document as one of several; leads to address; ""
	nested  bool   // right below another plan's path
	docs    []*docFacts
	byDoc   map[*portfolio.Document]*docFacts // nil where they are few
	trace   *trace.PlanTrace
	report  *completeness.PlanReport
	lane    *roadmap.Lane // nil for a plan without phases

	// What follows is made when a page first asks for it.
	definedOnce, gapsOnce, runsOnce, workOnce, assetsOnce sync.Once

	definitions *definitions
	gaps        map[place]*completeness.Gap
	runs        []runCount
	work        *planWork
	assets      []string
}

// docFacts is a document with its page.
type docFacts struct {
	*portfolio.Document
	plan    *planFacts
	dir     string
	address string

	once    sync.Once // of what follows, made when a page first asks for it
	ids     *ids
	started []int          // first line of each section
	asked   map[int]string // what the template asks for in a line, by its slots

	othersOnce sync.Once
	others     map[int][]*portfolio.Citation // of stories, criteria and the like, by written citation
}

// fewDocuments are found without a map.
const fewDocuments = 8

func newPlanFacts(p *portfolio.Plan, at *planPaths) *planFacts {
	f := &planFacts{Plan: p, nested: at.nested}
	f.dir, f.address = directory("plans/" + at.path)
	f.path = f.dir[len("plans/") : len(f.dir)-1]
	if at.leading != "" {
		_, f.leading = directory("plans/" + at.leading)
	}
	docs := make([]docFacts, len(p.Documents))
	f.docs = make([]*docFacts, len(docs))
	if len(docs) > fewDocuments {
		f.byDoc = make(map[*portfolio.Document]*docFacts, len(docs))
	}
	for i, d := range p.Documents {
		docs[i].Document, docs[i].plan, docs[i].dir, docs[i].address = d, f, f.dir, f.address
		if i > 0 {
			docs[i].dir, docs[i].address = directory("plans/" + at.docs[i-1])
		}
		f.docs[i] = &docs[i]
		if f.byDoc != nil {
			f.byDoc[d] = f.docs[i]
		}
	}
	return f
}

// liesAt tells whether the plan's own pages are at these paths.
func (p *planFacts) liesAt(at *planPaths) bool {
	leading := ""
	if at.leading != "" {
		_, leading = directory("plans/" + at.leading)
	}
	if p.path != at.path || p.nested != at.nested || p.leading != leading || max(len(p.docs), 1)-1 != len(at.docs) {
		return false
	}
	for i, dir := range at.docs {
		if p.docs[i+1].dir != "plans/"+dir+"/" {
			return false
		}
	}
	return true
}

// doc gives what the site knows of a document of the plan.
func (p *planFacts) doc(d *portfolio.Document) *docFacts {
	if p.byDoc != nil {
		return p.byDoc[d]
	}
	for _, f := range p.docs {
		if f.Document == d {
			return f
		}
	}
	return nil
}

// counted tells whether the plan takes part in the totals.
func (p *planFacts) counted() bool { return p.Kind != portfolio.KindTemplate }

// several tells whether the plan has a page for each of its documents.
func (p *planFacts) several() bool { return len(p.docs) > 1 }

// place is a stretch of one document.
type place struct {
	doc  *portfolio.Document
	span plan.Span
}

// gap is what the report says of a gap; nil for nothing.
func (p *planFacts) gap(d *portfolio.Document, span plan.Span) *completeness.Gap {
	p.gapsOnce.Do(func() {
		if p.report == nil {
			return
		}
		p.gaps = make(map[place]*completeness.Gap, len(p.report.Gaps))
		for _, g := range p.report.Gaps {
			p.gaps[place{g.Doc, g.Gap.Span}] = g
		}
	})
	return p.gaps[place{d, span}]
}

// phase is what the roadmap says of a phase of the document; nil for nothing.
func (d *docFacts) phase(i int) *roadmap.Phase {
	lane := d.plan.lane
	if lane == nil {
		return nil
	}
	for _, list := range [][]*roadmap.Phase{lane.Phases, lane.Others} {
		for _, ph := range list {
			if ph.Index == i && ph.Doc == d.Document {
				return ph
			}
		}
	}
	return nil
}

// cited gives the citations of what is written at i, of requirements and of the
// other things that have an id.
func (d *docFacts) cited(i int) []*portfolio.Citation {
	d.othersOnce.Do(func() {
		for _, c := range d.plan.OtherCites {
			if c.Doc != d.Document || c.Index == plan.None {
				continue
			}
			if d.others == nil {
				d.others = map[int][]*portfolio.Citation{}
			}
			d.others[int(c.Index)] = append(d.others[int(c.Index)], c)
		}
	})
	if len(d.others[i]) == 0 {
		return d.Citing(i)
	}
	return slices.Concat(d.Citing(i), d.others[i])
}
