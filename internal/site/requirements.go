package site

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/trace"
)

// requirementsLength is how many requirements one page of their index shows: some
// 120 KB of HTML; indexLength is how many rows one of another list does.
// listedPlans is how many plans the filter lists; where there are more, they are
// found by name, and "/matrix/" lists them. narrowPages is how many pages the
// index of a kind, state, coverage or phase has: its further rows stand on the
// pages of all, and its filter finds them, so that the site does not hold every
// row once for each way to narrow the list.
const (
	requirementsLength = 200
	indexLength        = 500
	listedPlans        = 50
	narrowPages        = 5
)

// requirementIndex is a list of requirements with its address: all, or those of
// one plan, kind, state or phase.
type requirementIndex struct {
	key     string // "plan", "kind", "state", "coverage", "phase"; "" for all
	value   string
	label   string
	address string   // of its first page
	pages   []string // addresses
	rows    []*requirementFacts
	figures func() indexFigures // counted when a page of it is first asked for
}

// indexFigures counts the rows of an index.
type indexFigures struct {
	plans                            int
	requirements, retired, uncovered int // requirements are those not retired
	named                            int // requirements by name
	states                           map[trace.State]int
}

func countIndex(rows []*requirementFacts) indexFigures {
	f := indexFigures{states: map[trace.State]int{}}
	plans := map[*planFacts]bool{}
	for _, r := range rows {
		plans[r.plan] = true
		if r.Def.Class == plan.ClassNamed {
			f.named++
		}
		if r.row == nil {
			continue
		}
		f.states[r.row.State]++
		if r.row.State != trace.Retired {
			f.requirements++
		}
	}
	f.plans, f.retired, f.uncovered = len(plans), f.states[trace.Retired], f.states[trace.Uncovered]
	return f
}

// indexValue is a value of a key.
type indexValue struct{ key, value string }

// requirementIndexes are all indexes, by key in the order of the filters.
type requirementIndexes struct {
	all     *requirementIndex
	byKey   map[string][]*requirementIndex
	byValue map[indexValue]*requirementIndex
}

var indexKeys = []string{"plan", "kind", "state", "coverage", "phase"}

// of gives the index of one value of a key; nil where no requirement has it.
func (x *requirementIndexes) of(key, value string) *requirementIndex {
	return x.byValue[indexValue{key, value}]
}

// addRequirementIndexes sorts every requirement into its indexes and gives
// each index its pages. Stories, criteria and other ids that are no
// requirements stand in the indexes of their plan and kind alone.
func (s *Site) addRequirementIndexes() {
	x := &requirementIndexes{
		all:     &requirementIndex{label: "Requirements"},
		byKey:   map[string][]*requirementIndex{},
		byValue: map[indexValue]*requirementIndex{},
	}
	s.index.indexes = x
	put := func(run indexRun) {
		i := x.of(run.key, run.value)
		if i == nil {
			i = &requirementIndex{key: run.key, value: run.value, label: run.label}
			x.byValue[indexValue{run.key, run.value}] = i
			x.byKey[run.key] = append(x.byKey[run.key], i)
		}
		i.rows = append(i.rows, run.rows...)
	}
	for _, p := range s.index.plans { // a plan's are as it has them
		if rows := slices.Concat(p.requirements, p.others); len(rows) > 0 && p.counted() {
			put(indexRun{key: "plan", value: p.path, label: p.title(), rows: rows})
		}
	}
	slices.SortStableFunc(x.byKey["plan"], func(a, b *requirementIndex) int {
		return archivedLast(a.rows[0].plan.Archived, b.rows[0].plan.Archived)
	})
	for rank := range indexRanks {
		for _, p := range s.index.plans {
			for _, run := range p.runs {
				switch {
				case run.rank != rank:
				case run.key == "":
					x.all.rows = append(x.all.rows, run.rows...)
				default:
					put(run)
				}
			}
		}
	}
	order := func(key string, less func(a, b *requirementIndex) int) { slices.SortStableFunc(x.byKey[key], less) }
	order("kind", func(a, b *requirementIndex) int { return strings.Compare(a.value, b.value) })
	order("state", func(a, b *requirementIndex) int { return stateRank(a.value) - stateRank(b.value) })
	order("coverage", func(a, b *requirementIndex) int { return stateRank(a.value) - stateRank(b.value) })
	order("phase", func(a, b *requirementIndex) int { return s.phaseRank(a.value) - s.phaseRank(b.value) })
	s.addIndexPages(x.all, "requirements")
	for _, key := range indexKeys {
		for _, i := range x.byKey[key] {
			want := "requirements/" + key + "/" + segment(i.value)
			if key == "plan" {
				want = "requirements/" + i.value
			}
			s.addIndexPages(i, want)
		}
	}
	s.addRequirementData()
}

// addIndexPages adds the first page of an index at the path want and, where it
// is long, the others below page/.
func (s *Site) addIndexPages(i *requirementIndex, want string) {
	dirs, addresses := s.paged(want, pagesFor(i.listed(), requirementsLength))
	i.pages = addresses
	for n, dir := range dirs {
		if i.key == "plan" {
			s.planPage(i.rows[0].plan, dir, "requirements", func() any { return s.requirements(i, n) })
			continue
		}
		view := func() any { return s.requirements(i, n) }
		if n == 0 {
			s.page(dir, "requirements", view)
			continue
		}
		s.listPage(dir, "requirements", view, func(k *listKeyMaker) {
			k.text(i.key, i.value, i.label)
			k.key(s.filterKey())
			k.pages(i.pages, n)
			for _, f := range i.part(n) {
				k.requirement(f)
			}
			if n == len(i.pages)-1 {
				k.number(len(i.rows))
			}
		})
	}
	i.address = i.pages[0]
	i.figures = sync.OnceValue(func() indexFigures { return countIndex(i.rows) })
}

// listed is how many of its rows the pages of an index show.
func (i *requirementIndex) listed() int {
	if i.key == "" || i.key == "plan" {
		return len(i.rows)
	}
	return min(len(i.rows), narrowPages*requirementsLength)
}

// part is the rows of page n.
func (i *requirementIndex) part(n int) []*requirementFacts {
	return i.rows[n*requirementsLength : min((n+1)*requirementsLength, i.listed())]
}

// makeFilterKey makes the key of the filters of further pages: of what there is
// to choose.
func (s *Site) makeFilterKey() Key {
	var k keyMaker
	for _, key := range indexKeys[1:] {
		for _, i := range s.index.indexes.byKey[key] {
			k.text(i.value, i.label, i.address)
		}
		k.number(0)
	}
	return k.sum()
}

// stateRank orders states as lists show them.
func stateRank(state string) int {
	return slices.IndexFunc(slices.Concat(traceWords, standings), func(s State) bool { return s.Name == state })
}

// phaseRank orders phase numbers as the roadmap does.
func (s *Site) phaseRank(number string) int {
	for i, c := range s.Facts.Roadmap.Columns {
		if c.Number == number {
			return i
		}
	}
	return len(s.Facts.Roadmap.Columns)
}

// indexAddress is the address of a narrower index; that of all where there is none.
func (s *Site) indexAddress(key, value string) string {
	if i := s.index.indexes.of(key, value); i != nil {
		return i.address
	}
	return s.index.indexes.all.address
}

func (s *Site) stateAddress(state trace.State) string  { return s.indexAddress("state", string(state)) }
func (s *Site) planIndexAddress(p *planFacts) string   { return s.indexAddress("plan", p.path) }
func (s *Site) kindAddress(f *requirementFacts) string { return s.indexAddress("kind", kindName(f)) }

// kindName is the kind of a requirement, or the class of what is none.
func kindName(f *requirementFacts) string {
	switch {
	case f.Def.Class != plan.ClassRequirement && f.Def.Class != plan.ClassUnknown:
		return strings.ReplaceAll(string(f.Def.Class), "-", " ")
	case f.Def.Kind != "":
		return f.Def.Kind
	}
	return "other"
}

// kindHue is the colour that the configuration gives the kind of f, "" for none.
func (s *Site) kindHue(f *requirementFacts) string {
	for i := range s.Facts.Config.Kinds {
		if k := &s.Facts.Config.Kinds[i]; k.Name == f.Def.Kind {
			return k.Color
		}
	}
	return ""
}

// requirements is page n of an index.
func (s *Site) requirements(i *requirementIndex, n int) RequirementsView {
	rel := from(i.pages[n])
	heading := s.indexHeading(i)
	v := RequirementsView{
		Heading: heading, OfPlan: i.key == "plan", Filters: s.filters(rel, i, n), Signs: traceWords,
		Similar: rel.to(s.index.similar), CSV: rel.to("requirements.csv"), JSON: rel.to("requirements.json"),
	}
	if len(i.rows) > requirementsLength {
		v.Index, v.Key, v.Value = rel.to(requirementDir+"index.json"), i.key, i.value
	}
	if n == 0 {
		v.Total, v.Counts, v.Lead = len(i.rows), s.stateCounts(rel, i), s.indexLead(i)
	}
	v.Frame = s.frame(rel, heading, v.Lead)
	if i != s.index.indexes.all {
		v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"))
	}
	part := i.part(n)
	v.Rows = make([]RequirementRow, len(part))
	for k, f := range part {
		v.Rows[k] = s.requirementRow(rel, f)
	}
	if left := len(i.rows) - i.listed(); left > 0 && n == len(i.pages)-1 {
		v.Left = Count{N: left, What: verb(left, "more stands", "more stand") + " in the list of all requirements", Href: rel.to(s.index.indexes.all.address)}
	}
	v.Pages, v.Prev, v.Next = paging(rel, i.pages, n)
	if len(i.rows) == 0 {
		v.Empty = "No plan defines a requirement yet. A heading such as “### FR-1: Sign in” or a line such as “- **FR-1**: …” makes one."
	}
	return v
}

func (s *Site) indexHeading(i *requirementIndex) string {
	switch i.key {
	case "plan":
		return "Requirements of " + i.label
	case "phase":
		return "Requirements planned in " + i.label
	case "kind":
		for _, k := range s.Facts.Config.Kinds {
			if k.Name == i.value && k.Plural != "" {
				return capital(k.Plural)
			}
		}
		if i.figures().requirements+i.figures().retired == 0 {
			return i.label // stories, criteria and the like
		}
		return i.label + " requirements"
	case "state":
		return i.label + " requirements"
	case "coverage":
		if i.value == string(trace.Gap) {
			return "Requirements that lack coverage"
		}
		return i.label + " requirements"
	}
	return i.label
}

// elided stands for pages that are not linked to.
const elided = "…"

// paging links the pages of a list to each other, the first, the last and those
// around the one at hand, which has no href.
func paging(rel relation, addresses []string, n int) (pages []Link, prev, next *Link) {
	if len(addresses) == 1 {
		return nil, nil, nil
	}
	for i, address := range addresses {
		if i > 1 && i < len(addresses)-2 && (i < n-3 || i > n+3) {
			if last := len(pages) - 1; pages[last].Label != elided {
				pages = append(pages, Link{Label: elided})
			}
			continue
		}
		link := rel.link(fmt.Sprint(i+1), address)
		switch i {
		case n - 1:
			prev = &Link{Label: fmt.Sprintf("Page %d", i+1), Href: link.Href}
		case n:
			link.Href = ""
		case n + 1:
			next = &Link{Label: fmt.Sprintf("Page %d", i+1), Href: link.Href}
		}
		pages = append(pages, link)
	}
	return pages, prev, next
}

func (s *Site) requirementRow(rel relation, f *requirementFacts) RequirementRow {
	row := RequirementRow{
		ID: f.ID, Href: rel.to(f.address), Text: head(RequirementText(f.Requirement), 200), Kind: kindName(f), Hue: s.kindHue(f),
		Plan: planLink(rel, f.plan), PlanID: f.plan.path, State: requirementState(f), Coverage: standing(f).Name, Cited: len(f.CitedBy), Phases: f.phases,
	}
	if f.row != nil {
		row.Done, row.Tasks = f.row.Done, f.row.Tasks
	}
	return row
}

// indexLead is one sentence of figures about an index.
func (s *Site) indexLead(i *requirementIndex) string {
	f := i.figures()
	lead := capital(number(f.requirements, "requirement", "requirements"))
	if i.key == "kind" && f.requirements+f.retired == 0 {
		lead = capital(number(len(i.rows), "entry", "entries"))
	}
	named := f.named
	if i.key == "plan" && f.requirements+f.retired == 0 && named > 0 {
		lead, named = capital(number(named, "requirement by name", "requirements by name")), 0
	}
	if i.key == "state" && f.requirements == 0 {
		lead = capital(number(f.retired, "requirement", "requirements"))
	}
	if i.key != "plan" && f.plans > 1 {
		lead += " in " + number(f.plans, "plan", "plans")
	}
	if i.key != "state" && f.requirements > 0 {
		lead += ", " + grouped(f.uncovered) + " uncovered"
		if f.retired > 0 {
			lead += "; " + grouped(f.retired) + " more " + verb(f.retired, "is", "are") + " retired"
		}
	}
	if named > 0 && i.key == "plan" {
		lead += "; " + number(named, "requirement by name", "requirements by name")
	}
	if n := len(i.rows) - f.requirements - f.retired - f.named; i.key == "plan" && n > 0 {
		lead += "; " + number(n, "story, criterion or constraint", "stories, criteria and constraints")
	}
	return lead + "."
}

// stateCounts counts an index by state.
func (s *Site) stateCounts(rel relation, i *requirementIndex) []StateCount {
	f := i.figures()
	var counts []StateCount
	for _, m := range legend()[0].States {
		if n := f.states[trace.State(m.Name)]; n > 0 {
			counts = append(counts, StateCount{m, Count{N: n, What: m.Word, Href: rel.to(s.indexAddress("state", m.Name))}})
		}
	}
	return counts
}

// valuesOf counts the rows of an index by what they have of another key.
func (s *Site) valuesOf(rows []*requirementFacts, key string) map[string]int {
	counts := map[string]int{}
	for _, f := range rows {
		switch {
		case key == "kind":
			counts[kindName(f)]++
		case f.row == nil:
		case key == "state":
			counts[string(f.row.State)]++
		case key == "coverage":
			counts[standing(f).Name]++
		case key == "phase":
			for _, n := range f.phases {
				counts[n]++
			}
		}
	}
	return counts
}

// filters are the ways from page n of an index to the narrower indexes. Only the
// first page of all lists plans, and not too many: otherwise the site would
// grow with the square of their number. The index of a plan offers what its own
// rows have: it does not change with what others have.
func (s *Site) filters(rel relation, current *requirementIndex, n int) []FilterGroup {
	names := map[string]string{"plan": "Plan", "kind": "Kind", "state": "State", "coverage": "Coverage", "phase": "Phase"}
	var groups []FilterGroup
	for _, key := range indexKeys {
		list := s.index.indexes.byKey[key]
		if len(list) == 0 {
			continue
		}
		group := FilterGroup{Name: names[key], Key: key}
		all := current == s.index.indexes.all
		if group.Free = key == "plan" && all && len(list) > listedPlans; group.Free {
			group.All = Link{Label: "All " + number(len(list), "plan", "plans"), Href: rel.to("matrix/")}
		}
		counts := map[string]int(nil)
		if current.key == "plan" && key != "plan" {
			counts = s.valuesOf(current.rows, key)
		}
		for _, i := range list {
			rows := len(i.rows)
			switch {
			case key == "plan" && i != current && (!all || n > 0 || group.Free):
				continue
			case counts != nil:
				if rows = counts[i.value]; rows == 0 {
					continue
				}
			case n > 0 && current.key != "plan":
				rows = 0 // the first page says how many
			}
			group.Options = append(group.Options, FilterOption{
				Value: i.value, Link: rel.link(i.label, i.address), N: rows, Current: i == current,
			})
		}
		if key == "state" {
			for _, state := range []trace.State{trace.Cited, trace.Planned, trace.Tested} {
				value := strings.TrimPrefix(further(state), "state=")
				group.Options = append(group.Options, FilterOption{
					Value: value, Link: rel.link(string(state)+" or further", s.index.indexes.all.address+"?"+further(state)), Scripted: true,
				})
			}
		}
		if len(group.Options) > 0 || group.Free {
			groups = append(groups, group)
		}
	}
	return groups
}
