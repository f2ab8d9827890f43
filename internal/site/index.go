package site

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/register"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// index is what the views look up instead of searching the portfolio: addresses
// and, for each plan, document and requirement, its rows of the later stages.
// It is made once, in time linear in the number of rows, and never written to
// again.
type index struct {
	claimed      addresses
	plans        []*planFacts // in the portfolio's order, templates among them
	byPlan       map[*portfolio.Plan]*planFacts
	byDoc        map[*portfolio.Document]*docFacts
	byPath       map[string]*docFacts
	requirements []*requirementFacts // of plans that are no templates, in the portfolio's order
	byDef        map[*portfolio.Requirement]*requirementFacts
	moved        []movedPage // addresses of ids of earlier days
	similar      string      // address of the list of near-duplicates
	states       string      // address of what the states mean
	indexes      *requirementIndexes
	registers    []*registerFacts
	problems     int                        // errors and warnings: what the header counts
	columns      map[*roadmap.Column]string // addresses of phase pages
	lanes        *laneIndexes
	questions    map[*portfolio.Plan]int // open ones
	timelines    []string                // addresses of the timelines of all plans
	assets       map[string]string       // path in the portfolio → path in the site
}

// planFacts is a plan with what the stages say of it.
type planFacts struct {
	*portfolio.Plan
	path     string // unique: the plan's part of every address
	dir      string // of its page, "plans/billing/"
	address  string // dir, escaped
	leading  string // address of its leading document as one of several; leads to address; ""
	position int
	docs     []*docFacts
	trace    *trace.PlanTrace
	report   *completeness.PlanReport
	lane     *roadmap.Lane // nil for a plan without phases
	gaps     map[place]*completeness.Gap
	open     int // requirements that nothing cites

	keyed            func() Key // Site.planKey of it
	keyOnce, ownOnce sync.Once
	key, own         Key    // made when first asked for
	roadmap          string // address of its own roadmap; "" without phases
}

// docFacts is a document with its page.
type docFacts struct {
	*portfolio.Document
	plan     *planFacts
	dir      string
	address  string
	problems []diag.Diagnostic
	phases   map[int]*roadmap.Phase
	others   map[int][]*portfolio.Citation // of stories, criteria and the like, by written citation

	once    sync.Once // of what follows, made when a page first asks for it
	ids     *ids
	started []int          // first line of each section
	asked   map[int]string // what the template asks for in a line, by its slots
}

// requirementFacts is a requirement with its page. Those of a template have no
// page of their own: their address is that of their line.
type requirementFacts struct {
	*portfolio.Requirement
	plan     *planFacts
	row      *trace.Row // nil for what is no requirement by its class
	dir      string
	address  string
	peers    []*portfolio.Requirement // plan.Requirements or plan.Others
	position int                      // in peers
	phases   []string                 // numbers of the phases that plan it
}

// movedPage is the address that a requirement had under another id.
type movedPage struct {
	portfolio.Rename
	to           *requirementFacts
	dir, address string
}

// place is a stretch of one document.
type place struct {
	doc  *portfolio.Document
	span plan.Span
}

func newIndex(s *Site) *index {
	plans, n := len(s.Facts.Portfolio.Plans), 0
	for _, p := range s.Facts.Portfolio.Plans {
		n += len(p.Requirements) + len(p.Others)
	}
	x := &index{
		claimed:   addresses{taken: make(map[string]bool, n+8*plans)},
		byPlan:    map[*portfolio.Plan]*planFacts{},
		byDoc:     map[*portfolio.Document]*docFacts{},
		byPath:    map[string]*docFacts{},
		assets:    map[string]string{},
		questions: map[*portfolio.Plan]int{},
	}
	for i, p := range s.Facts.Portfolio.Plans {
		x.addPlan(s, i, p)
	}
	for _, p := range x.plans {
		x.addDocuments(p)
	}
	x.addStages(s)
	x.byDef = make(map[*portfolio.Requirement]*requirementFacts, n)
	x.requirements = make([]*requirementFacts, 0, n)
	for _, p := range x.plans {
		x.addRequirements(p)
	}
	tally := diag.Tally(s.Facts.Diagnostics)
	x.problems = tally.Errors + tally.Warnings
	for _, r := range s.Facts.Registers {
		if r.Name != register.Questions {
			continue
		}
		for _, row := range r.Rows {
			if row.State == register.Open {
				x.questions[row.Plan]++
			}
		}
	}
	for i := range s.Facts.Diagnostics {
		d := s.Facts.Diagnostics[i]
		if doc := x.byPath[d.Path]; doc != nil {
			doc.problems = append(doc.problems, d)
		}
	}
	return x
}

func (x *index) addPlan(s *Site, position int, p *portfolio.Plan) {
	path := segments(p.ID)
	claimed, free := x.claimed.claim("plans/" + path)
	if !free {
		first := p.Path
		if len(p.Documents) > 0 {
			first = p.Documents[0].File.Path
		}
		s.diagnostics = append(s.diagnostics, diag.New(diag.AddressCollision, first,
			"the address %q is taken by another plan; this one is at %q", "plans/"+path, claimed))
	}
	f := &planFacts{Plan: p, path: claimed[len("plans/"):], position: position, gaps: map[place]*completeness.Gap{}}
	f.dir, f.address = directory(claimed)
	f.keyed = func() Key { return s.planKey(f) }
	x.plans = append(x.plans, f)
	x.byPlan[p] = f
}

// addDocuments gives the leading document the plan's address, the others their own below it.
func (x *index) addDocuments(p *planFacts) {
	for i, d := range p.Documents {
		if i == 0 && len(p.Documents) > 1 {
			if own, free := x.claimed.claim("plans/" + p.path + "/" + segment(d.Slug)); free {
				_, p.leading = directory(own)
			}
		}
		f := &docFacts{Document: d, plan: p, dir: p.dir, address: p.address, phases: map[int]*roadmap.Phase{}, others: map[int][]*portfolio.Citation{}}
		if i > 0 {
			claimed, _ := x.claimed.claim("plans/" + p.path + "/" + segment(d.Slug))
			f.dir, f.address = directory(claimed)
		}
		p.docs = append(p.docs, f)
		x.byDoc[d] = f
		x.byPath[d.File.Path] = f
	}
}

// addStages files the rows of the later stages under their plans and documents.
func (x *index) addStages(s *Site) {
	for _, t := range s.Facts.Trace.Plans {
		if p := x.byPlan[t.Plan]; p != nil {
			p.trace = t
			for _, row := range t.Rows {
				if row.State == trace.Uncovered {
					p.open++
				}
			}
		}
	}
	for _, r := range s.Facts.Completeness.Plans {
		if p := x.byPlan[r.Plan]; p != nil {
			p.report = r
			for _, g := range r.Gaps {
				p.gaps[place{g.Doc, g.Gap.Span}] = g
			}
		}
	}
	for _, lane := range s.Facts.Roadmap.Lanes {
		if p := x.byPlan[lane.Plan]; p != nil {
			p.lane = lane
		}
		for _, list := range [][]*roadmap.Phase{lane.Phases, lane.Others} {
			for _, phase := range list {
				if d := x.byDoc[phase.Doc]; d != nil {
					d.phases[phase.Index] = phase
				}
			}
		}
	}
}

func (x *index) addRequirements(p *planFacts) {
	rows := map[*portfolio.Requirement]*trace.Row{}
	if p.trace != nil {
		rows = make(map[*portfolio.Requirement]*trace.Row, len(p.trace.Rows))
		for _, row := range p.trace.Rows {
			rows[row.Requirement] = row
		}
	}
	for _, peers := range [][]*portfolio.Requirement{p.Requirements, p.Others} {
		for i, r := range peers {
			f := &requirementFacts{Requirement: r, plan: p, row: rows[r], peers: peers, position: i}
			x.byDef[r] = f
			if !p.counted() {
				continue // its address needs the ids of the page, see Site.requirementAddress
			}
			claimed, _ := x.claimed.claim("requirements/" + p.path + "/" + segment(r.ID))
			f.dir, f.address = directory(claimed)
			f.phases = phaseNumbers(p.trace, f.row)
			x.requirements = append(x.requirements, f)
		}
	}
	for _, r := range p.Renames {
		claimed, _ := x.claimed.claim("requirements/" + p.path + "/" + segment(r.Old))
		dir, address := directory(claimed)
		x.moved = append(x.moved, movedPage{r, x.byDef[r.To], dir, address})
	}
	for _, c := range p.OtherCites {
		if c.Index == plan.None {
			continue
		}
		d := x.byDoc[c.Doc]
		d.others[c.Index] = append(d.others[c.Index], c)
	}
}

// phaseNumbers gives the numbers of the phases that cite the row, each once.
func phaseNumbers(t *trace.PlanTrace, row *trace.Row) []string {
	if row == nil {
		return nil
	}
	var numbers []string
	for _, cell := range row.Cells {
		column := t.Columns[cell.Column]
		if column.Kind != trace.ColumnPhase {
			continue
		}
		if n := column.Doc.Phases[column.Index].Number; n != "" && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// cited gives the citations of what is written at i, of requirements and of the
// other things that have an id.
func (d *docFacts) cited(i int) []*portfolio.Citation {
	if len(d.others[i]) == 0 {
		return d.Citing(i)
	}
	return slices.Concat(d.Citing(i), d.others[i])
}

// counted tells whether the plan takes part in the totals.
func (p *planFacts) counted() bool { return p.Kind != portfolio.KindTemplate }

// several tells whether the plan has a page for each of its documents.
func (p *planFacts) several() bool { return len(p.docs) > 1 }

// RequirementURL is the address of a requirement's page, from the root:
// requirements/billing/FR-1.1/. What a template defines has no page; its
// address is its line on the template's page.
func (s *Site) RequirementURL(r *portfolio.Requirement) string {
	f := s.index.byDef[r]
	if f == nil {
		return ""
	}
	return s.requirementAddress(f)
}

// PlanPath is the plan's part of the paths of its pages: billing/api.
func (s *Site) PlanPath(p *portfolio.Plan) string {
	if f := s.index.byPlan[p]; f != nil {
		return f.path
	}
	return ""
}

func (s *Site) requirementAddress(f *requirementFacts) string {
	if f.address != "" {
		return f.address
	}
	return s.index.byDoc[f.Doc].definitionAddress(f.Def)
}
