package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/trace"
)

// phaseWeight is how much one page of a phase shows: tasks, and planWeight for
// each plan. Six hundred of them are some 300 KB of HTML.
const (
	phaseWeight = 600
	planWeight  = 12
	uncovered   = 10 // requirements without a phase that each plan's part names
)

// phasePages splits the phases of a column into pages, plan by plan.
func phasePages(c *roadmap.Column) [][]*roadmap.Phase {
	phases := slices.Clone(c.Phases)
	slices.SortStableFunc(phases, func(a, b *roadmap.Phase) int { return archivedLast(a.Lane.Plan.Archived, b.Lane.Plan.Archived) })
	pages := [][]*roadmap.Phase{nil}
	weight := 0
	for _, p := range phases {
		w := planWeight + p.Tasks.Total
		if n := len(pages); weight > 0 && weight+w > phaseWeight && len(pages[n-1]) > 0 {
			pages, weight = append(pages, nil), 0
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], p)
		weight += w
	}
	return pages
}

// columnPages is where the pages of a phase and of its board begin.
type columnPages struct{ dir, address, boardDir string }

func (s *Site) findColumns() map[*roadmap.Column]columnPages {
	claimed := s.newAddresses()
	found := make(map[*roadmap.Column]columnPages, len(s.Facts.Roadmap.Columns))
	for _, c := range s.Facts.Roadmap.Columns {
		at := claimed.claim("roadmap/" + segment(c.Slug))
		p := columnPages{boardDir: at + "/board/"}
		p.dir, p.address = directory(at)
		found[c] = p
	}
	return found
}

// columnAddress is the address of a phase.
func (s *Site) columnAddress(c *roadmap.Column) string { return s.lists.columns()[c].address }

// pagesIn gives the addresses of n pages in a directory that is theirs alone: of
// the first, and of those in page/2 and so on.
func pagesIn(dir string, n int) []string {
	list := make([]string, max(n, 1))
	list[0] = escapePath(dir)
	for i := 1; i < n; i++ {
		list[i] = list[0] + "page/" + strconv.Itoa(i+1) + "/"
	}
	return list
}

// addPhases adds the pages of every phase.
func (s *Site) addPhases(l *pageList) {
	for _, c := range s.Facts.Roadmap.Columns {
		s.addPhase(l, c)
	}
}

// addPhase adds the pages of a phase and of its board.
func (s *Site) addPhase(l *pageList, c *roadmap.Column) {
	pages := phasePages(c)
	addresses, boards := pagesIn(s.lists.columns()[c].dir, len(pages)), pagesIn(s.lists.columns()[c].boardDir, len(pages))
	for n := range pages {
		phase := func() any { return s.phase(c, pages[n], addresses, boards, n) }
		board := func() any { return s.phaseBoard(c, pages[n], boards, n) }
		if n == 0 {
			l.page(unescape(addresses[n]), "phase", phase)
			l.page(unescape(boards[n]), "board", board)
			continue
		}
		key := func(k *listKeyMaker) {
			k.text(phaseHeading(c))
			k.pages(addresses, n)
			k.pages(boards, n)
			prev, next := s.besideColumn(from(""), c)
			k.link(prev)
			k.link(next)
			for _, p := range pages[n] {
				k.of(p.Lane.Plan)
				k.number(p.Index)
			}
		}
		l.listPage(unescape(addresses[n]), "phase", phase, key)
		l.listPage(unescape(boards[n]), "board", board, key)
	}
}

func phaseHeading(c *roadmap.Column) string {
	if c.Title != "" {
		return "Phase " + c.Number + ": " + c.Title
	}
	return "Phase " + c.Number
}

// phase is page n of one phase number across the portfolio.
func (s *Site) phase(c *roadmap.Column, phases []*roadmap.Phase, addresses, boards []string, n int) PhaseView {
	rel := from(addresses[n])
	v := PhaseView{Heading: phaseHeading(c), Dates: dates(c.Start, c.End), Board: rel.link("Board of this phase", boards[n])}
	done, late := 0, 0
	plans := map[*portfolio.Plan]bool{}
	for _, p := range c.Phases {
		plans[p.Lane.Plan] = true
		if p.State == plan.Done {
			done++
		}
		if p.Overdue {
			late++
		}
	}
	for _, p := range phases {
		v.Plans = append(v.Plans, s.phasePlan(rel, p))
	}
	for _, m := range s.Facts.Roadmap.Milestones {
		if m.Column == c {
			v.Milestones = append(v.Milestones, Fact{Name: date(m.Date), Value: Link{Label: m.Name}})
		}
	}
	switch {
	case len(c.Phases) == 0:
		v.Empty = "The configuration names this phase; no plan has it yet."
		v.Lead = "In no plan yet"
	case n == 0:
		v.Progress = progress(c.Tasks, "")
		parts := []string{"in " + number(len(plans), "plan", "plans"), fmt.Sprintf("done in %d", done), tasksDone(c.Tasks)}
		if late > 0 {
			parts = append(parts, fmt.Sprintf("overdue in %d", late))
		}
		v.Lead = capital(sentence(parts...))
	}
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
	v.Pages, _, _ = paging(rel, addresses, n)
	v.Prev, v.Next = s.besideColumn(rel, c)
	return v
}

// besideColumn are the phases before and after one.
func (s *Site) besideColumn(rel relation, c *roadmap.Column) (prev, next *Link) {
	columns := s.Facts.Roadmap.Columns
	if i := slices.Index(columns, c); i >= 0 {
		if i > 0 {
			prev = s.columnLink(rel, columns[i-1])
		}
		if i+1 < len(columns) {
			next = s.columnLink(rel, columns[i+1])
		}
	}
	return prev, next
}

func (s *Site) columnLink(rel relation, c *roadmap.Column) *Link {
	return &Link{Label: "Phase " + c.Number, Href: rel.to(s.columnAddress(c)), Title: c.Title}
}

// phaseRow is a phase in a list.
func (s *Site) phaseRow(rel relation, p *roadmap.Phase) PhaseRow {
	written := p.Doc.Phases[p.Index]
	link := s.phaseLink(rel, p)
	if written.Title != "" {
		link.Label = head(written.Title, 100)
	}
	row := PhaseRow{
		Link: link, Number: written.Number, Word: written.Word, State: phaseState(p), Progress: progress(p.Tasks, link.Href),
		Dates: phaseDates(p), Duration: written.Duration, Goal: written.Goal, Owner: written.Owner, Priority: written.Priority,
	}
	for _, r := range p.Planned {
		row.Requirements = append(row.Requirements, s.cite(rel, s.index.defined(r)))
	}
	return row
}

// phasePlan is one plan's part in a phase.
func (s *Site) phasePlan(rel relation, p *roadmap.Phase) PhasePlan {
	f := s.index.plan(p.Lane.Plan)
	d := s.index.doc(p.Doc)
	v := PhasePlan{Plan: planLink(rel, f), Roadmap: rel.link("Roadmap of the plan", f.roadmapAddress()), Phase: s.phaseRow(rel, p), Waits: s.waits(rel, p.Doc, p.Index, plan.None)}
	v.Tasks = s.taskRows(rel, d, p.TaskList)
	for _, row := range f.trace.Rows {
		if row.State != trace.Uncovered && row.State != trace.Cited {
			continue
		}
		if v.All.N++; len(v.Uncovered) < uncovered {
			v.Uncovered = append(v.Uncovered, s.cite(rel, s.index.defined(row.Requirement)))
		}
	}
	if v.All.N > uncovered {
		v.All.What, v.All.Href = "planned nowhere yet", rel.to(s.planIndexAddress(f))
	} else {
		v.All = Count{}
	}
	c := p.Lane.Concerns(p)
	v.Risks, v.Questions = s.risks(rel, c.Risks), s.questions(rel, c.Questions)
	for i, other := range p.Lane.Phases {
		if other != p {
			continue
		}
		if i > 0 {
			l := s.phaseLink(rel, p.Lane.Phases[i-1])
			v.Prev = &l
		}
		if i+1 < len(p.Lane.Phases) {
			l := s.phaseLink(rel, p.Lane.Phases[i+1])
			v.Next = &l
		}
	}
	return v
}

func (s *Site) risks(rel relation, list []roadmap.Note) []Remark {
	var rows []Remark
	for _, n := range list {
		d := s.index.doc(n.Doc)
		section := n.Doc.Entries()[n.Entry].Section
		rows = append(rows, Remark{Link: Link{Label: head(n.Text(), 200), Href: rel.toSection(d, section)}, Note: n.Doc.Sections[section].Title})
	}
	return rows
}

func (s *Site) questions(rel relation, list []roadmap.Asked) []Remark {
	var rows []Remark
	for _, q := range list {
		d := s.index.doc(q.Doc)
		gap := &q.Doc.Gaps[q.Gap]
		rows = append(rows, Remark{Link: Link{Label: head(gap.Text, 200), Href: rel.toSection(d, gap.Section)}, Note: q.Doc.Sections[gap.Section].Title})
	}
	return rows
}

// waits is what a phase or task waits for: with its state where it was found,
// else as it is written.
func (s *Site) waits(rel relation, doc *portfolio.Document, phase, task int) []Dependency {
	node := s.Facts.Roadmap.Graph.Of(doc, phase, task)
	var list []Dependency
	if node != nil {
		for _, to := range node.After {
			list = append(list, s.dependency(rel, to, doc.Plan))
		}
	}
	if len(list) == 0 && phase != plan.None {
		for _, on := range doc.Phases[phase].DependsOn {
			list = append(list, Dependency{Link: Link{Label: on}})
		}
	}
	return list
}

// dependency is a node as something that is waited for, seen from a plan: one of
// another plan says which.
func (s *Site) dependency(rel relation, n *roadmap.Node, seen *portfolio.Plan) Dependency {
	f := s.index.plan(n.Plan)
	state := State{"open", "not done"}
	if s.Facts.Roadmap.Done(n) {
		state = State{"done", "done"}
	}
	dep := Dependency{Link: Link{Label: f.title(), Href: rel.to(f.address)}, State: state}
	if n.Doc == nil {
		return dep
	}
	d := s.index.doc(n.Doc)
	if n.Task != plan.None {
		t := n.Doc.Tasks[n.Task]
		dep.Label, dep.Href, dep.State = head(taskLabel(t), 80), rel.toTask(d, n.Task), taskState(t)
	} else if ph := s.Facts.Roadmap.Phase(n.Doc, n.Phase); ph != nil {
		dep.Link, dep.State = s.phaseLink(rel, ph), phaseState(ph)
	}
	if seen != nil && n.Plan != seen {
		dep.Label += " of " + f.title()
	}
	return dep
}

// taskRows are tasks of one document, nested as they are there.
func (s *Site) taskRows(rel relation, d *docFacts, list []int) []TaskRow {
	depth := map[int]int{}
	var rows []TaskRow
	for _, i := range list {
		t := d.Tasks[i]
		if above, ok := depth[t.Parent]; ok {
			depth[i] = above + 1
		} else {
			depth[i] = 0
		}
		row := s.taskRow(rel, d, i)
		row.Depth = depth[i]
		rows = append(rows, row)
	}
	return rows
}

func (s *Site) taskRow(rel relation, d *docFacts, i int) TaskRow {
	t := d.Tasks[i]
	notes := t.Notes()
	row := TaskRow{
		Link: Link{Label: head(t.Text, 200), Href: rel.toTask(d, i)}, ID: t.ID, State: taskState(t), Owner: notes.Owner, Due: notes.Due,
		Priority: notes.Priority, Estimate: roadmap.Effort(&t).String(), Reason: roadmap.Reason(&t), Parallel: t.Parallel,
	}
	if row.Label == "" {
		row.Label = strings.TrimSpace("Task " + t.ID)
	}
	if strings.Contains(row.Label, row.Reason) {
		row.Reason = "" // the text says it
	}
	row.Late = s.overdueTask(&t)
	for _, c := range t.Cites {
		for _, cited := range d.cited(c) {
			if cited.State != portfolio.Own {
				row.Cites = append(row.Cites, s.citation(rel, cited))
			}
		}
	}
	if n := s.Facts.Roadmap.Graph.Of(d.Document, plan.None, i); n != nil {
		for _, to := range n.After {
			if !s.Facts.Roadmap.Done(to) {
				row.Waits = append(row.Waits, s.dependency(rel, to, d.Document.Plan))
			}
		}
	}
	return row
}
