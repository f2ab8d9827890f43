package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/roadmap"
)

// How much one page of the roadmap shows: so many lanes, with titles only where
// they are few; so many plans in lists that only point elsewhere.
const (
	laneLength    = 200
	fullLanes     = 60
	noPhaseLength = 40
	linkLength    = 1000
)

// laneIndex is the lanes of the roadmap, all or those that one filter chooses.
type laneIndex struct {
	key   string // "owner", "status", "tag", "state"; "" for all
	value string
	label string
	pages []string // addresses
	n     int      // lanes
	lanes func() []*planFacts
}

// laneIndexes are all of them.
type laneIndexes struct {
	all          *laneIndex
	byKey        map[string][]*laneIndex
	byValue      map[laneKey]*laneIndex
	without      []*planFacts // plans without phases
	withoutPages []string     // addresses of their list, where it is long
}

type laneKey struct{ key, value string }

var laneKeys = []string{"owner", "status", "tag", "state"}

// workStates are the states of a plan's work by which the roadmap is filtered.
var workStates = []State{
	{"overdue", "with overdue work"}, {"blocked", "with blocked work"}, {"active", "unfinished"}, {"done", "finished"}, {"not-measurable", "not measurable"},
}

// findLanes puts all lanes in order, groups together and what is archived last,
// and gives them and each index of them its pages.
func (s *Site) findLanes() *laneIndexes {
	x := &laneIndexes{byKey: map[string][]*laneIndex{}, byValue: map[laneKey]*laneIndex{}}
	work := s.everyWork()
	lanes := sync.OnceValue(func() []*planFacts { return s.orderLanes(work) })
	byValue := sync.OnceValue(func() map[laneKey][]*planFacts { return s.lanesByValue(lanes()) })
	n := 0
	for _, w := range work {
		n += len(w.lanes) + len(w.archived)
		for _, v := range w.values {
			k := laneKey{v.key, v.value}
			i := x.byValue[k]
			if i == nil {
				i = &laneIndex{key: v.key, value: v.value, label: v.label}
				i.lanes = func() []*planFacts { return byValue()[k] }
				x.byValue[k] = i
				x.byKey[v.key] = append(x.byKey[v.key], i)
			}
			i.n += v.n
		}
		x.without = append(x.without, w.without...)
	}
	x.all = &laneIndex{label: "Roadmap", n: n, lanes: lanes}
	for _, key := range laneKeys[:3] {
		slices.SortFunc(x.byKey[key], func(a, b *laneIndex) int { return strings.Compare(a.value, b.value) })
	}
	slices.SortFunc(x.byKey["state"], func(a, b *laneIndex) int { return workRank(a.value) - workRank(b.value) })
	claimed := s.newAddresses()
	x.all.pages = claimed.pages("roadmap", pagesFor(n, laneLength))
	for _, key := range laneKeys {
		for _, i := range x.byKey[key] {
			i.pages = claimed.pages("roadmap/"+key+"/"+i.value, pagesFor(i.n, laneLength))
		}
	}
	if len(x.without) > noPhaseLength {
		x.withoutPages = claimed.pages("roadmap/without-phases", pagesFor(len(x.without), linkLength))
	}
	return x
}

// orderLanes puts the lanes of all blocks in order. Plans mostly stand in that of
// their groups.
func (s *Site) orderLanes(work []*blockWork) []*planFacts {
	var lanes, archived []*planFacts
	for _, w := range work {
		lanes, archived = append(lanes, w.lanes...), append(archived, w.archived...)
	}
	for _, list := range [][]*planFacts{lanes, archived} {
		if !slices.IsSortedFunc(list, s.byGroup) {
			slices.SortStableFunc(list, s.byGroup)
		}
	}
	return append(lanes, archived...)
}

// lanesByValue sorts the lanes by the values that they have, each once: whoever
// asks for those of one value is mostly about to ask for others.
func (s *Site) lanesByValue(lanes []*planFacts) map[laneKey][]*planFacts {
	byValue := map[laneKey][]*planFacts{}
	for _, p := range lanes {
		for _, v := range s.workOf(p).values {
			k := laneKey{v.key, v.value}
			if list := byValue[k]; len(list) == 0 || list[len(list)-1] != p {
				byValue[k] = append(list, p)
			}
		}
	}
	return byValue
}

// address is that of the first page.
func (i *laneIndex) address() string { return i.pages[0] }

// addLanes adds the pages of all lanes, of each index of them, and of the plans
// without.
func (s *Site) addLanes(l *pageList) {
	x := s.lists.lanes()
	s.addLanePages(l, x.all)
	for _, key := range laneKeys {
		for _, i := range x.byKey[key] {
			s.addLanePages(l, i)
		}
	}
	s.addWithout(l, x)
}

func workRank(state string) int {
	return slices.IndexFunc(workStates, func(s State) bool { return s.Name == state })
}

func pagesFor(rows, length int) int { return (rows + length - 1) / length }

func (s *Site) addLanePages(l *pageList, i *laneIndex) {
	for n, address := range i.pages {
		view := func() any { return s.roadmap(i, n) }
		if n == 0 && i.key == "" {
			l.page(unescape(address), "roadmap", view)
			continue
		}
		l.listPage(unescape(address), "roadmap", view, func(k *listKeyMaker) {
			k.text(i.key, i.value, i.label)
			k.pages(i.pages, n)
			k.truth(i.n > fullLanes)
			for _, c := range s.Facts.Roadmap.Columns {
				k.text(c.Number, c.Title, s.columnAddress(c))
				if n == 0 {
					k.progress(c.Tasks)
				}
			}
			if n > 0 {
				k.plans(i.part(n))
				return
			}
			k.firstOfLanes(i)
			k.plans(i.lanes()) // it counts them
		})
	}
}

// firstOfLanes adds what the first page of a filter says of more than its plans:
// whether the filter is among those that are offered, and where all timelines are.
func (k *listKeyMaker) firstOfLanes(i *laneIndex) {
	for _, group := range k.site.laneFilters(from(i.address()), i, 0) {
		k.text(group.Key)
		k.number(len(group.Options))
		for _, o := range group.Options {
			k.text(o.Value, o.Link.Label, o.Link.Href)
			k.number(o.N)
		}
	}
	k.number(k.site.lists.lanes().all.n)
	k.text(k.site.timelineAddress())
}

// part is the lanes of page n.
func (i *laneIndex) part(n int) []*planFacts {
	return i.lanes()[n*laneLength : min((n+1)*laneLength, i.n)]
}

// addWithout adds the list of plans that have no phases, where it is long.
func (s *Site) addWithout(l *pageList, x *laneIndexes) {
	list := x.without
	for n, address := range x.withoutPages {
		l.page(unescape(address), "roadmap", func() any {
			rel := from(address)
			v := RoadmapView{Heading: "Plans without phases", Lead: capital(number(len(list), "plan", "plans")) + " without phases."}
			for _, p := range list[n*linkLength : min((n+1)*linkLength, len(list))] {
				v.NoPhases = append(v.NoPhases, planLink(rel, p))
			}
			v.Frame = s.frame(rel, v.Heading, v.Lead)
			v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
			v.Pages, v.Prev, v.Next = paging(rel, x.withoutPages, n)
			return v
		})
	}
}

// roadmap is page n of an index of lanes.
func (s *Site) roadmap(i *laneIndex, n int) RoadmapView {
	rel := from(i.pages[n])
	r := s.Facts.Roadmap
	v := RoadmapView{Heading: laneHeading(i), Compact: i.n > fullLanes}
	lanes := i.part(n)
	position, used := map[*roadmap.Column]int{}, map[*roadmap.Column]bool{}
	for _, p := range lanes {
		for _, ph := range p.lane.Phases {
			used[r.Column(ph)] = true
		}
	}
	for _, c := range r.Columns {
		if i.key != "" && !used[c] {
			continue
		}
		position[c] = len(v.Columns)
		column := PhaseColumn{Link: rel.link("Phase "+c.Number, s.columnAddress(c)), Number: c.Number, Title: c.Title, Dates: dates(c.Start, c.End)}
		if n == 0 {
			column.Progress = progress(c.Tasks, rel.to(s.columnAddress(c)))
		}
		v.Columns = append(v.Columns, column)
	}
	for k, p := range lanes {
		row := s.laneRow(rel, p, position, v.Compact)
		if row.Opens = k == 0 || s.workOf(lanes[k-1]).group != row.Group; row.Opens {
			row.GroupID = groupID(p.path)
			v.Groups = append(v.Groups, Link{Label: cmp.Or(row.Group, "top"), Href: at("", row.GroupID)})
		}
		v.Lanes = append(v.Lanes, row)
	}
	if len(v.Groups) < 2 {
		v.Groups = nil
	}
	v.Filters = s.laneFilters(rel, i, n)
	v.Pages, v.Prev, v.Next = paging(rel, i.pages, n)
	if n == 0 {
		v.Lead = s.laneLead(i)
	}
	if i.key == "" && n == 0 {
		s.overview(rel, &v)
	}
	if n == 0 {
		v.Timelines, v.Times = s.timelinesOf(rel, i)
	}
	v.Frame = withCrumbs(s.frame(rel, v.Heading, v.Lead), v.Prev, v.Next)
	if i.key != "" || n > 0 {
		v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
	}
	return v
}

// withCrumbs keeps the links around a page that its frame does not know.
func withCrumbs(f Frame, prev, next *Link) Frame {
	f.Prev, f.Next = prev, next
	return f
}

func groupID(id string) string { return "pf-group-" + segment(strings.ReplaceAll(id, "/", "-")) }

func laneHeading(i *laneIndex) string {
	switch i.key {
	case "owner":
		return "Roadmap of " + i.label
	case "status":
		return "Roadmap of plans that are “" + i.label + "”"
	case "tag":
		return "Roadmap of plans tagged “" + i.label + "”"
	case "state":
		if r := workRank(i.value); r >= 0 {
			return "Plans " + workStates[r].Word
		}
	}
	return "Roadmap"
}

// overview adds what only the first page of the whole shows.
func (s *Site) overview(rel relation, v *RoadmapView) {
	for _, i := range s.lists.lanes().byKey["state"] {
		v.Figures = append(v.Figures, Count{N: i.n, What: verb(i.n, "plan ", "plans ") + workStates[workRank(i.value)].Word, Href: rel.to(i.address())})
	}
	v.Overdue, v.Blocked, v.Ready, v.Waits = s.overdueList(rel), s.blockedList(rel), s.ready(rel), s.waiting(rel)
	x := s.lists.lanes()
	list := x.without
	for _, p := range list[:min(len(list), noPhaseLength)] {
		v.NoPhases = append(v.NoPhases, planLink(rel, p))
	}
	if len(x.withoutPages) > 0 {
		v.Without = rel.link("All "+grouped(len(list))+" plans without phases", x.withoutPages[0])
	}
	if x.all.n == 0 {
		v.Empty = "No plan has phases yet. A heading such as “## Phase 1: Foundation” with a list of tasks below it makes one."
	}
}

func (s *Site) laneLead(i *laneIndex) string {
	if i.n == 0 {
		return ""
	}
	var all roadmap.Progress
	phases, late := 0, 0
	if i.key == "" {
		all = s.Facts.Roadmap.Tasks
		for _, w := range s.everyWork() {
			phases += w.phases
			late += len(w.overdue)
		}
	} else {
		for _, p := range i.lanes() {
			all.Add(p.lane.Tasks)
			phases += len(p.lane.Phases)
			late += len(s.workOf(p).overdue)
		}
	}
	parts := []string{number(phases, "phase", "phases") + " in " + number(i.n, "plan", "plans"), tasksDone(all)}
	if late > 0 {
		parts = append(parts, number(late, "phase", "phases")+" overdue")
	}
	return capital(sentence(parts...))
}

// laneRow is a plan's phases in the columns of their numbers. A second phase of
// a number, and one without, stand beside the table.
func (s *Site) laneRow(rel relation, p *planFacts, position map[*roadmap.Column]int, compact bool) LaneRow {
	row := LaneRow{
		Plan: planLink(rel, p), Roadmap: rel.link("roadmap", p.roadmapAddress()), Group: s.workOf(p).group, Owners: strings.Join(p.Owners, ", "), Status: p.Status,
		OwnerIDs: filterWords(p.Owners), Tags: filterWords(p.Tags), States: strings.Join(s.workOf(p).states, " "),
		Progress: progress(p.lane.Tasks, rel.to(p.roadmapAddress())), Cells: make([]*PhaseCell, len(position)),
	}
	if p.Status != "" {
		row.StatusID = filterWords([]string{head(p.Status, 60)})
	}
	for _, phase := range p.lane.Phases {
		column := s.Facts.Roadmap.Column(phase)
		i, ok := position[column]
		if column == nil || !ok || row.Cells[i] != nil {
			more := s.phaseRow(rel, phase)
			more.Requirements, more.Goal = nil, ""
			row.More = append(row.More, more)
			continue
		}
		row.Cells[i] = s.phaseCell(rel, phase, compact)
	}
	return row
}

// filterWords are values as tokens of a data attribute.
func filterWords(values []string) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = strings.ToLower(segment(v))
	}
	return strings.Join(words, " ")
}

func (s *Site) phaseCell(rel relation, phase *roadmap.Phase, compact bool) *PhaseCell {
	written := phase.Doc.Phases[phase.Index]
	link := s.phaseLink(rel, phase)
	cell := &PhaseCell{State: phaseState(phase), Progress: progress(phase.Tasks, link.Href)}
	if compact {
		link.Title = head(written.Title, 60)
		link.Label = ""
		cell.Link = link
		return cell
	}
	if written.Title != "" {
		link.Label = head(written.Title, 60)
	}
	link.Title = phaseName(written)
	cell.Link, cell.Dates, cell.Duration = link, phaseDates(phase), written.Duration
	return cell
}

// phaseDates are the dates of a phase, and whose they are.
func phaseDates(p *roadmap.Phase) string {
	d := dates(p.Start, p.End)
	if p.Lent && d != "" {
		d += " (portfolio)"
	}
	return d
}

// optionLength is how many values of a filter are offered: those with the most plans.
const optionLength = 150

// laneFilters are the ways from page n of an index to the narrower ones. Only
// the first page of all offers them; the others offer their own and all.
func (s *Site) laneFilters(rel relation, current *laneIndex, n int) []FilterGroup {
	names := map[string]string{"owner": "Owner", "status": "Status", "tag": "Tag", "state": "Work"}
	var groups []FilterGroup
	for _, key := range laneKeys {
		list := slices.Clone(s.lists.lanes().byKey[key])
		if len(list) > optionLength {
			slices.SortStableFunc(list, func(a, b *laneIndex) int { return b.n - a.n })
			list = list[:optionLength]
			slices.SortStableFunc(list, func(a, b *laneIndex) int { return strings.Compare(a.value, b.value) })
		}
		group := FilterGroup{Name: names[key], Key: key}
		for _, i := range list {
			if i != current && (current.key != "" || n > 0) {
				continue
			}
			label := i.label
			if key == "state" {
				label = workStates[workRank(i.value)].Word
			}
			option := FilterOption{Value: i.value, Link: rel.link(label, i.address()), Current: i == current}
			if n == 0 {
				option.N = i.n
			}
			group.Options = append(group.Options, option)
		}
		if len(group.Options) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func (s *Site) laneAddress(key, value string) string {
	if i := s.lists.lanes().byValue[laneKey{key, strings.ToLower(segment(value))}]; i != nil {
		return i.address()
	}
	return "roadmap/"
}
