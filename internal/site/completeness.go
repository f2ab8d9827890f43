package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/schema"
)

// heatCells is how many cells of heat maps one page shows: some 600 KB of HTML.
const heatCells = 1600

// mostUnscored is how many plans without a template the dashboard names.
const mostUnscored = 60

// completenessAddress is the plan's page section by section.
func (p *planFacts) completenessAddress() string {
	return "completeness/" + escapePath(p.path) + "/"
}

// completenessIndex is the documents that follow templates, or those of one
// template, owner, status or month of change, with the addresses of their pages.
type completenessIndex struct {
	key   string // one of completenessKeys; "" for all
	value string
	label string
	pages []string
	parts [][]*docFacts // of docs, one for each page
	docs  []*docFacts   // by template, the least complete first
}

// completenessIndexes are all of them, by key.
type completenessIndexes struct {
	all   *completenessIndex
	byKey map[string][]*completenessIndex
}

// completenessKeys are what indexes are narrowed by. The months of change are in
// order: it is the way to the plans that nobody has touched for long.
var completenessKeys = []string{"template", "owner", "status", "changed"}

var completenessNames = map[string]string{"template": "Template", "owner": "Owner", "status": "Status", "changed": "Last change"}

func (s *Site) planCompletenessDirs(p *planFacts) []string {
	if !p.counted() || p.report == nil {
		return nil
	}
	return []string{"completeness/" + p.path + "/"}
}

func (s *Site) planCompletenessPage(p *planFacts, dir string) (_ Page, ok bool) {
	return s.planPage(p, dir, "plan-completeness", func() any { return s.planCompleteness(p) }), slices.Contains(s.planCompletenessDirs(p), dir)
}

// findCompleteness sorts the documents that follow templates into their indexes,
// and gives each index its pages.
func (s *Site) findCompleteness() *completenessIndexes {
	x := &completenessIndexes{all: &completenessIndex{docs: s.scoredDocuments()}, byKey: map[string][]*completenessIndex{}}
	claimed := s.newAddresses()
	lay := func(i *completenessIndex, want string) {
		i.parts = partsOf(i.docs)
		i.pages = claimed.pages(want, len(i.parts))
	}
	lay(x.all, "completeness")
	if len(x.all.parts) <= 1 {
		return x // one page has everything, and narrows itself
	}
	type valueOf struct{ key, value string }
	found := map[valueOf]*completenessIndex{}
	put := func(d *docFacts, key, label string) {
		k := valueOf{key, strings.ToLower(segment(label))}
		i := found[k]
		if i == nil {
			i = &completenessIndex{key: key, value: k.value, label: label}
			found[k] = i
			x.byKey[key] = append(x.byKey[key], i)
		}
		if docs := i.docs; len(docs) == 0 || docs[len(docs)-1] != d {
			i.docs = append(docs, d)
		}
	}
	for _, d := range x.all.docs {
		put(d, "template", d.Alignment.Schema.Title)
		for _, owner := range d.plan.Owners {
			put(d, "owner", owner)
		}
		if d.plan.Status != "" {
			put(d, "status", head(d.plan.Status, 60))
		}
		if f := s.lastChange(d); f != nil {
			put(d, "changed", month(f))
		}
	}
	for _, key := range completenessKeys {
		if list := x.byKey[key]; len(list) == 1 && len(list[0].docs) == len(x.all.docs) {
			delete(x.byKey, key) // it narrows nothing
		}
		slices.SortFunc(x.byKey[key], func(a, b *completenessIndex) int { return strings.Compare(a.value, b.value) })
		for _, i := range x.byKey[key] {
			lay(i, "completeness/"+key+"/"+i.value)
		}
	}
	return x
}

// addCompleteness adds the pages of every index.
func (s *Site) addCompleteness(l *pageList) {
	x := s.lists.completeness()
	s.addCompletenessPages(l, x.all)
	for _, key := range completenessKeys {
		for _, i := range x.byKey[key] {
			s.addCompletenessPages(l, i)
		}
	}
}

// month is the month in which a file was last changed: "2026-03".
func month(f *history.File) string { return f.Changed.Format("2006-01") }

// partsOf divides documents into pages of at most heatCells.
func partsOf(docs []*docFacts) [][]*docFacts {
	var parts [][]*docFacts
	start, cells := 0, 0
	var of *schema.Schema // at hand, and what its documents take
	more := 0
	for n, d := range docs {
		if d.Alignment.Schema != of {
			of = d.Alignment.Schema
			more = len(heatSections(of))
		}
		if n > start && cells+more > heatCells {
			parts = append(parts, docs[start:n])
			start, cells = n, 0
		}
		cells += more
	}
	return append(parts, docs[start:])
}

// scoredDocuments are the documents that follow templates: by the name of the
// template, then the least complete first.
func (s *Site) scoredDocuments() []*docFacts {
	var docs []*docFacts
	for _, p := range s.index.plans {
		if p.counted() && p.report != nil && p.report.Scored {
			for _, d := range p.report.Aligned {
				docs = append(docs, p.doc(d))
			}
		}
	}
	slices.SortStableFunc(docs, func(a, b *docFacts) int {
		return cmp.Or(strings.Compare(a.Alignment.Schema.Name, b.Alignment.Schema.Name), cmp.Compare(a.plan.report.Score, b.plan.report.Score))
	})
	return docs
}

func (s *Site) addCompletenessPages(l *pageList, i *completenessIndex) {
	for n, address := range i.pages {
		view := func() any { return s.completeness(i, n) }
		if n == 0 {
			l.page(unescape(address), "completeness", view)
			continue
		}
		l.listPage(unescape(address), "completeness", view, func(k *listKeyMaker) {
			k.text(i.key, i.value, i.label)
			k.pages(i.pages, n)
			for _, d := range i.parts[n] {
				k.plan(d.plan)
				k.text(d.address)
			}
		})
	}
}

// completeness is page n of an index: a heat map for each template.
func (s *Site) completeness(i *completenessIndex, n int) CompletenessView {
	x, rel := s.lists.completeness(), from(i.pages[n])
	v := CompletenessView{Heading: "Completeness", Signs: sectionWords, Filters: completenessFilters(rel, x, i, n)}
	for _, d := range i.parts[n] {
		t := d.Alignment.Schema
		if k := len(v.Maps); k == 0 || v.Maps[k-1].Template != t.Title {
			v.Maps = append(v.Maps, HeatMap{Template: t.Title, Columns: heatColumns(t), Part: len(i.pages) > 1})
		}
		m := &v.Maps[len(v.Maps)-1]
		row := s.heatRow(rel, d)
		m.Owned, m.Dated = m.Owned || row.Owners != "", m.Dated || row.Changed != ""
		m.Rows = append(m.Rows, row)
	}
	if i == x.all && len(i.pages) == 1 {
		start := 0
		for k := range v.Maps {
			end := start + len(v.Maps[k].Rows)
			v.Maps[k].Filters = s.rowFilters(i.docs[start:end])
			start = end
		}
	}
	switch {
	case i != x.all && n > 0:
		v.Heading = "Completeness: " + i.label
	case i != x.all:
		v.Heading = "Completeness: " + i.label
		v.Lead = capital(number(len(i.docs), "document", "documents")) + " · " + s.meanScore(i.docs)
	case n == 0:
		s.dashboard(rel, &v)
	}
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	if i != x.all || n > 0 {
		v.Crumbs = append(v.Crumbs, rel.link("Completeness", "completeness/"))
	}
	v.Pages, v.Prev, v.Next = paging(rel, i.pages, n)
	return v
}

// meanScore is how complete the plans of docs are on average.
func (s *Site) meanScore(docs []*docFacts) string {
	sum, plans := 0.0, map[*planFacts]bool{}
	for _, d := range docs {
		if !plans[d.plan] {
			plans[d.plan] = true
			sum += d.plan.report.Score
		}
	}
	return fmt.Sprintf("%d %% complete", completeness.Percent(sum/float64(len(plans))))
}

// fewRows are taken in at a glance, and not filtered.
const fewRows = 5

// rowFilters are the values that tell the rows of one map apart, by owner and by
// status; nil where the rows are few.
func (s *Site) rowFilters(docs []*docFacts) []FilterGroup {
	if len(docs) <= fewRows {
		return nil
	}
	var groups []FilterGroup
	for _, key := range []string{"owner", "status"} {
		labels, count := map[string]string{}, map[string]int{}
		for _, d := range docs {
			values := d.plan.Owners
			if key == "status" {
				values = []string{d.plan.Status}
			}
			for _, label := range values {
				if value := strings.ToLower(segment(label)); label != "" {
					labels[value] = cmp.Or(labels[value], label)
					count[value]++
				}
			}
		}
		if len(count) < 2 {
			continue
		}
		group := FilterGroup{Name: completenessNames[key], Key: key}
		for _, value := range slices.Sorted(maps.Keys(count)) {
			group.Options = append(group.Options, FilterOption{Value: value, Link: Link{Label: labels[value]}, N: count[value]})
		}
		groups = append(groups, group)
	}
	return groups
}

// completenessFilters are the ways from page n of an index to the narrower ones.
// Only the first page of all offers them, so that not every page lists every
// owner; the others offer their own and all.
func completenessFilters(rel relation, x *completenessIndexes, current *completenessIndex, n int) []FilterGroup {
	var groups []FilterGroup
	for _, key := range completenessKeys {
		group := FilterGroup{Name: completenessNames[key], Key: key}
		for _, i := range x.byKey[key] {
			if i == current || current == x.all && n == 0 {
				option := FilterOption{Value: i.value, Link: rel.link(i.label, i.pages[0]), Current: i == current}
				if n == 0 {
					option.N = len(i.docs)
				}
				group.Options = append(group.Options, option)
			}
		}
		if len(group.Options) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// dashboard adds what the first page has above and beside the maps: totals, the
// distribution of scores, the most valuable gaps, the plans that are not scored.
func (s *Site) dashboard(rel relation, v *CompletenessView) {
	report := s.Facts.Completeness
	v.Strip, v.Worth = make([]int, 10), s.fillNext(rel, len(report.Worth))
	v.Worth.All = Count{} // they are in the maps of this page and the next
	unscored := 0
	for _, p := range s.index.plans {
		switch {
		case !p.counted() || p.report == nil:
		case p.report.Scored:
			v.Strip[min(completeness.Percent(p.report.Score)/10, 9)]++
		default:
			if unscored++; unscored <= mostUnscored {
				v.Unscored = append(v.Unscored, planLink(rel, p))
			}
		}
	}
	if unscored > mostUnscored {
		v.More = Count{N: unscored - mostUnscored, What: "more", Href: rel.to("#pf-plans")}
	}
	if report.Scored == 0 {
		v.Empty = "No plan follows a known template, so there is nothing to score. Name one in a plan's front matter, as template: followed by its name."
		return
	}
	v.Lead = capital(sentence(
		fmt.Sprintf("%d %% complete", completeness.Percent(report.Score)),
		number(report.Scored, "plan", "plans")+" scored",
		number(report.Gaps, "gap", "gaps"),
	))
	if unscored > 0 {
		v.Lead += " · " + number(unscored, "plan follows", "plans follow") + " no template and " + verb(unscored, "is", "are") + " not scored"
	}
}
