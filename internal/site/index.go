package site

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
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
	seats        map[*planFacts]*seat
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

// planFacts is a plan with what the stages say of it. It knows nothing of its
// site, and serves the next one too while all that it is made of is the same.
type planFacts struct {
	*portfolio.Plan
	path    string // unique: the plan's part of every address
	dir     string // of its page, "plans/billing/"
	address string // dir, escaped
	leading string // address of its leading document as one of several; leads to address; ""
	docs    []*docFacts
	trace   *trace.PlanTrace
	report  *completeness.PlanReport
	lane    *roadmap.Lane // nil for a plan without phases
	gaps    map[place]*completeness.Gap
	open    int // requirements that nothing cites

	requirements []*requirementFacts // of Plan.Requirements, in its order
	others       []*requirementFacts // of Plan.Others
	moved        []movedPage
	ids          addresses  // below requirements/, of its own requirements
	runs         []indexRun // of its requirements in the indexes over all plans
}

// seat is what a plan is in this site alone.
type seat struct {
	position         int        // in index.plans
	roadmap          string     // address of its own roadmap; "" without phases
	matrix           []string   // addresses of the pages of its matrix; none without one
	keyed            func() Key // Site.planKey of it
	keyOnce, ownOnce sync.Once
	key, own         Key // made when first asked for
}

// docFacts is a document with its page.
type docFacts struct {
	*portfolio.Document
	plan    *planFacts
	dir     string
	address string
	phases  map[int]*roadmap.Phase
	others  map[int][]*portfolio.Citation // of stories, criteria and the like, by written citation

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

// newIndex takes over from prev, which may be nil, the plans that are the same.
func newIndex(s *Site, prev *index) *index {
	plans := len(s.Facts.Portfolio.Plans)
	x := &index{
		claimed:   addresses{taken: make(map[string]bool, 8*plans), below: make(map[string]*addresses, plans)},
		byPlan:    make(map[*portfolio.Plan]*planFacts, plans),
		byDoc:     make(map[*portfolio.Document]*docFacts, 2*plans),
		byPath:    make(map[string]*docFacts, 2*plans),
		seats:     make(map[*planFacts]*seat, plans),
		assets:    map[string]string{},
		questions: map[*portfolio.Plan]int{},
	}
	for _, p := range s.Facts.Portfolio.Plans {
		x.addPlan(s, p)
	}
	for _, p := range x.plans {
		x.addDocuments(p)
	}
	x.addStages(s)
	for i, p := range x.plans {
		if known := prev.same(p); known != nil {
			p = known
			x.plans[i], x.byPlan[p.Plan] = p, p
		} else {
			p.fill()
		}
		x.seats[p] = &seat{position: i, keyed: func() Key { return s.planKey(p) }}
		for _, d := range p.docs {
			x.byDoc[d.Document], x.byPath[d.File.Path] = d, d
		}
		if p.counted() {
			x.requirements = append(append(x.requirements, p.requirements...), p.others...)
		}
		x.moved = append(x.moved, p.moved...)
		x.claimed.below[folded("requirements/"+p.path)] = &p.ids
	}
	x.addFindings(s)
	return x
}

// addFindings counts what registers and diagnostics say of plans and documents.
func (x *index) addFindings(s *Site) {
	tally := s.Facts.Diagnostics.Tally()
	x.problems = tally.Errors + tally.Warnings
	for i, p := range s.Facts.Portfolio.Plans {
		x.questions[p] = s.Facts.Registers.OpenQuestions(i)
	}
}

func (x *index) addPlan(s *Site, p *portfolio.Plan) {
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
	f := &planFacts{Plan: p, path: claimed[len("plans/"):]}
	f.dir, f.address = directory(claimed)
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
		f := &docFacts{Document: d, plan: p, dir: p.dir, address: p.address}
		if i > 0 {
			claimed, _ := x.claimed.claim("plans/" + p.path + "/" + segment(d.Slug))
			f.dir, f.address = directory(claimed)
		}
		p.docs = append(p.docs, f)
	}
}

// addStages gives the plans what the later stages say of them.
func (x *index) addStages(s *Site) {
	for _, t := range s.Facts.Trace.Plans {
		if p := x.byPlan[t.Plan]; p != nil {
			p.trace = t
		}
	}
	for _, r := range s.Facts.Completeness.Plans {
		if p := x.byPlan[r.Plan]; p != nil {
			p.report = r
		}
	}
	for _, lane := range s.Facts.Roadmap.Lanes {
		if p := x.byPlan[lane.Plan]; p != nil {
			p.lane = lane
		}
	}
}

// same gives the plan that p would become, nil where there is none. The stages
// give the same pointers for what is the same; addresses depend on other plans.
func (x *index) same(p *planFacts) *planFacts {
	if x == nil {
		return nil
	}
	known := x.byPlan[p.Plan]
	if known == nil || known.path != p.path || known.leading != p.leading || known.trace != p.trace || known.report != p.report || known.lane != p.lane {
		return nil
	}
	if !slices.EqualFunc(known.docs, p.docs, func(a, b *docFacts) bool { return a.Document == b.Document && a.dir == b.dir }) {
		return nil
	}
	return known
}

// fill makes what follows from the plan, its addresses and its stages.
func (p *planFacts) fill() {
	of := make(map[*portfolio.Document]*docFacts, len(p.docs))
	for _, d := range p.docs {
		d.phases, d.others = map[int]*roadmap.Phase{}, map[int][]*portfolio.Citation{}
		of[d.Document] = d
	}
	p.gaps = map[place]*completeness.Gap{}
	if p.report != nil {
		for _, g := range p.report.Gaps {
			p.gaps[place{g.Doc, g.Gap.Span}] = g
		}
	}
	if p.lane != nil {
		for _, list := range [][]*roadmap.Phase{p.lane.Phases, p.lane.Others} {
			for _, phase := range list {
				if d := of[phase.Doc]; d != nil {
					d.phases[phase.Index] = phase
				}
			}
		}
	}
	for _, c := range p.OtherCites {
		if d := of[c.Doc]; c.Index != plan.None {
			d.others[c.Index] = append(d.others[c.Index], c)
		}
	}
	p.fillRequirements()
	p.runs = runsOf(p)
}

// fillRequirements gives each requirement its row and its address. Only those of
// the same plan can want one address: the paths of plans differ.
func (p *planFacts) fillRequirements() {
	rows := map[*portfolio.Requirement]*trace.Row{}
	if p.trace != nil {
		rows = make(map[*portfolio.Requirement]*trace.Row, len(p.trace.Rows))
		for _, row := range p.trace.Rows {
			rows[row.Requirement] = row
			if row.State == trace.Uncovered {
				p.open++
			}
		}
	}
	n := len(p.Requirements) + len(p.Others)
	p.ids = addresses{taken: make(map[string]bool, n)}
	all := make([]requirementFacts, 0, n)
	add := func(peers []*portfolio.Requirement) []*requirementFacts {
		list := make([]*requirementFacts, len(peers))
		for i, r := range peers {
			all = append(all, requirementFacts{Requirement: r, plan: p, row: rows[r], peers: peers, position: i})
			list[i] = &all[len(all)-1]
			if !p.counted() {
				continue // its address needs the ids of the page, see Site.requirementAddress
			}
			claimed, _ := p.ids.claim("requirements/" + p.path + "/" + segment(r.ID))
			list[i].dir, list[i].address = directory(claimed)
			list[i].phases = phaseNumbers(p.trace, rows[r])
		}
		return list
	}
	p.requirements, p.others = add(p.Requirements), add(p.Others)
	for _, r := range p.Renames {
		claimed, _ := p.ids.claim("requirements/" + p.path + "/" + segment(r.Old))
		dir, address := directory(claimed)
		p.moved = append(p.moved, movedPage{r, p.defined(r.To), dir, address})
	}
}

// defined gives what the site knows of a requirement; nil for nil.
func (x *index) defined(r *portfolio.Requirement) *requirementFacts {
	if r == nil {
		return nil
	}
	if p := x.byPlan[r.Plan]; p != nil {
		return p.defined(r)
	}
	return nil
}

func (p *planFacts) defined(r *portfolio.Requirement) *requirementFacts {
	for _, list := range [][]*requirementFacts{p.requirements, p.others} {
		if r.Index < len(list) && list[r.Index].Requirement == r {
			return list[r.Index]
		}
	}
	return nil
}

func (x *index) seat(p *planFacts) *seat { return x.seats[p] }

// phaseNumbers gives the numbers of the phases that cite the row, each once.
func phaseNumbers(t *trace.PlanTrace, row *trace.Row) []string {
	if row == nil {
		return nil
	}
	var numbers []string
	for _, phase := range t.PhasesOf(row) {
		if n := phase.Number; n != "" && !slices.Contains(numbers, n) {
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
	f := s.index.defined(r)
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
