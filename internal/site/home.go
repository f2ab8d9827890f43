package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// listLength is how many rows the home page's lists show.
const listLength = 5

// plansLength is how many plans one page of their table shows: some 280 KB of HTML.
const plansLength = 200

// homePages are the plans of the table, what is archived last, and its pages.
type homePages struct {
	plans, templates []*planFacts
	addresses        []string
}

func (s *Site) findHomePages() *homePages {
	h := &homePages{}
	var archived []*planFacts
	for _, p := range s.index.plans {
		switch {
		case !p.counted():
			h.templates = append(h.templates, p)
		case p.Archived:
			archived = append(archived, p)
		default:
			h.plans = append(h.plans, p)
		}
	}
	h.plans = append(h.plans, archived...)
	h.addresses = []string{""}
	claimed := s.newAddresses()
	for n := 1; n*plansLength < len(h.plans); n++ {
		_, address := directory(claimed.claim("plans/page/" + strconv.Itoa(n+1)))
		h.addresses = append(h.addresses, address)
	}
	return h
}

// addHome adds "/" and, where there are many plans, the further pages of their
// table.
func (s *Site) addHome(l *pageList) {
	h := s.lists.home()
	l.page("", "home", func() any { return s.home(h) })
	for n, address := range h.addresses {
		if n == 0 {
			continue
		}
		l.listPage(unescape(address), "home", func() any { return s.furtherPlans(h, n) }, func(k *listKeyMaker) {
			c := s.lists.planColumns()
			k.truth(c.Status, c.Scored, c.Measured, c.Required, c.Phased, c.Owned, c.Dated)
			k.pages(h.addresses, n)
			for _, p := range h.part(n) {
				k.plan(p)
			}
		})
	}
}

func (s *Site) home(h *homePages) HomeView {
	rel := from("")
	v := HomeView{Frame: s.frame(rel, s.Title(), s.Facts.Config.Description), Intro: s.Facts.Config.Description}
	for _, p := range h.templates {
		v.Templates = append(v.Templates, s.planRow(rel, p))
	}
	s.planTable(rel, &v, h, 0)
	groups := map[string]bool{}
	for _, b := range s.index.blocks {
		for _, group := range s.homeOf(b).groups {
			groups[group] = true
		}
	}
	v.Total = len(h.plans)
	v.Groups = slices.Sorted(maps.Keys(groups))
	for _, address := range h.addresses[1:] {
		v.Rest = append(v.Rest, rel.to(address))
	}
	v.Figures = s.figures(rel, len(h.plans))
	v.Fill, v.Uncovered, v.Blocked = s.fillNext(rel, listLength), s.uncovered(rel), s.blocked(rel)
	if v.Description == "" {
		v.Description = s.figuresSentence(v.Figures)
	}
	return v
}

// furtherPlans is page n of the table of plans.
func (s *Site) furtherPlans(h *homePages, n int) HomeView {
	rel := from(h.addresses[n])
	v := HomeView{Heading: "Plans", Frame: s.frame(rel, "Plans", "Every plan of the portfolio, page "+strconv.Itoa(n+1)+".")}
	s.planTable(rel, &v, h, n)
	return v
}

// part is the plans of page n.
func (h *homePages) part(n int) []*planFacts {
	return h.plans[n*plansLength : min((n+1)*plansLength, len(h.plans))]
}

// planTable adds page n of the table. Its columns are those of all pages, so
// that their rows fit into one table.
func (s *Site) planTable(rel relation, v *HomeView, h *homePages, n int) {
	v.Columns = s.lists.planColumns()
	part := h.part(n)
	v.Plans = make([]PlanRow, len(part))
	for i, p := range part {
		v.Plans[i] = s.planRow(rel, p)
	}
	v.Pages, v.Prev, v.Next = paging(rel, h.addresses, n)
}

// blockHome is what the home page shows of some plans together.
type blockHome struct {
	columns   PlanColumns
	groups    []string     // each once
	uncovered []*planFacts // those with most that nothing cites, as many as the page lists
}

// homeOf looks through a block for the home page.
func (s *Site) homeOf(b *block) *blockHome {
	b.homeOnce.Do(func() {
		h := &blockHome{}
		for _, p := range b.plans {
			if !p.counted() {
				continue
			}
			h.columns.add(s.columnsOf(p))
			if group := planGroup(p); !slices.Contains(h.groups, group) {
				h.groups = append(h.groups, group)
			}
			if !p.Archived && p.uncovered() > 0 {
				h.uncovered = append(h.uncovered, p)
			}
		}
		h.uncovered = slices.Clone(mostUncovered(h.uncovered))
		b.home = h
	})
	return b.home
}

// mostUncovered are those of plans with most requirements that nothing cites, as
// many as the home page can need.
func mostUncovered(plans []*planFacts) []*planFacts {
	slices.SortStableFunc(plans, func(a, b *planFacts) int { return cmp.Compare(b.uncovered(), a.uncovered()) })
	return plans[:min(len(plans), listLength)]
}

// uncovered is how many requirements of the plan nothing cites.
func (p *planFacts) uncovered() int {
	if p.trace == nil {
		return 0
	}
	return p.trace.Coverage.Uncovered
}

// findPlanColumns finds the columns of the table of all plans.
func (s *Site) findPlanColumns() PlanColumns {
	var c PlanColumns
	for _, b := range s.index.blocks {
		c.add(s.homeOf(b).columns)
	}
	return c
}

// columnsOf are the columns in which planRow has something of a plan.
func (s *Site) columnsOf(p *planFacts) PlanColumns {
	c := PlanColumns{
		Status: p.Status != "", Scored: p.report != nil && p.report.Scored, Owned: len(p.Owners) > 1 || len(p.Owners) == 1 && p.Owners[0] != "",
		Dated: s.planChanged(p) != nil,
	}
	if lane := p.lane; lane == nil {
		c.Measured = roadmap.PlanProgress(p.Plan).Total > 0
	} else {
		c.Measured = lane.Tasks.Total > 0
		c.Phased = lane.Now != nil && phaseName(lane.Now.Doc.Phases[lane.Now.Index]) != ""
	}
	of := 0
	if p.trace != nil && p.trace.Coverage.Requirements > 0 {
		of = p.trace.Coverage.Requirements - p.trace.Coverage.Waived
	}
	c.Required = of > 0 || slices.ContainsFunc(p.Others, func(r *portfolio.Requirement) bool { return r.Def.Class == plan.ClassNamed })
	return c
}

// planGroup is the first part of a plan's path; "" for one in the root.
func planGroup(p *planFacts) string {
	group, _, nested := strings.Cut(p.Path, "/")
	if !nested {
		return ""
	}
	return group
}

// archivedLast orders what is archived after what is not.
func archivedLast(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// figures are the home page's sentence. What is zero and good news stays; what
// the portfolio has none of is left out.
func (s *Site) figures(rel relation, plans int) []Count {
	figures := []Count{{N: plans, What: verb(plans, "plan", "plans"), Href: rel.to("#pf-plans")}}
	if c := s.Facts.Trace.Coverage; c.Requirements > 0 {
		open := c.Uncovered
		figures = append(figures,
			Count{N: c.Requirements, What: verb(c.Requirements, "requirement", "requirements"), Href: rel.to("requirements/")},
			Count{N: open, Of: c.Requirements, What: "uncovered", Href: rel.to(s.stateAddress(trace.Uncovered))})
	}
	if r := s.Facts.Completeness; r.Scored > 0 {
		figures = append(figures, Count{N: completeness.Percent(r.Score), What: "% complete", Href: rel.to("completeness/")})
	}
	if t := s.Facts.Roadmap.Tasks; t.Measurable() {
		figures = append(figures, Count{N: t.Done, Of: t.Total, What: "tasks done", Href: rel.to("roadmap/")})
	}
	if n := len(s.overdue()); n > 0 {
		figures = append(figures, Count{N: n, What: verb(n, "phase overdue", "phases overdue"), Href: rel.to("roadmap/")})
	}
	n := s.lists.problems()
	return append(figures, Count{N: n, What: verb(n, "problem", "problems"), Href: rel.to("problems/")})
}

func (s *Site) figuresSentence(figures []Count) string {
	parts := make([]string, len(figures))
	for i, c := range figures {
		parts[i] = grouped(c.N) + " " + c.What
	}
	return sentence(parts...)
}

func (s *Site) planRow(rel relation, p *planFacts) PlanRow {
	row := PlanRow{
		Link: planLink(rel, p), Path: p.Path, Group: planGroup(p), Layout: p.Convention.Title, Status: p.Status,
		Score: s.ring(rel, p), Owners: strings.Join(p.Owners, ", "), Archived: p.Archived, Template: !p.counted(),
	}
	if p.report != nil {
		row.Gaps = len(p.report.Gaps)
	}
	if f := s.planChanged(p); f != nil {
		row.Changed = date(f.Changed)
	}
	if !p.counted() {
		return row
	}
	row.Progress = s.planProgress(rel, p)
	row.Covered = covered(rel, p)
	if row.Covered.Of == 0 {
		row.Named = s.named(rel, p)
	}
	if p.lane != nil && p.lane.Now != nil {
		row.Now = s.phaseLink(rel, p.lane.Now)
	}
	return row
}

// ring is a plan's score; it says so where no template fits.
func (s *Site) ring(rel relation, p *planFacts) Ring {
	if p.report == nil || !p.report.Scored {
		return Ring{}
	}
	r := p.report
	ring := Ring{Scored: true, Percent: completeness.Percent(r.Score), Filled: r.Filled, Total: r.Total, Level: string(r.Level)}
	if p.counted() {
		ring.Href = rel.to(p.completenessAddress())
	}
	return ring
}

func (s *Site) planProgress(rel relation, p *planFacts) Bar {
	if p.lane == nil {
		return progress(roadmap.PlanProgress(p.Plan), rel.to(p.address))
	}
	return progress(p.lane.Tasks, rel.to("roadmap/"))
}

// named counts the plan's requirements by name.
func (s *Site) named(rel relation, p *planFacts) Count {
	n := 0
	for _, r := range p.Others {
		if r.Def.Class == plan.ClassNamed {
			n++
		}
	}
	if n == 0 {
		return Count{}
	}
	return Count{N: n, What: verb(n, "requirement by name", "requirements by name"), Href: rel.to(s.planIndexAddress(p))}
}

// covered is how many of the plan's requirements have what their policy asks
// for, of those that are not waived.
func covered(rel relation, p *planFacts) Count {
	if p.trace == nil || p.trace.Coverage.Requirements == 0 {
		return Count{}
	}
	c := p.trace.Coverage
	return Count{N: c.Covered, Of: c.Requirements - c.Waived, What: "requirements covered", Href: rel.to(p.matrixAddress())}
}
