package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
)

// heatLength is how many rows of heat maps one page shows: some 400 KB of HTML.
const heatLength = 100

// mostUnscored is how many plans without a template the dashboard names.
const mostUnscored = 60

// completenessAddress is the plan's page section by section.
func (p *planFacts) completenessAddress() string {
	return "completeness/" + escapePath(p.path) + "/"
}

// completenessIndex is the documents that follow templates, or those of one
// template, owner or status, with the addresses of their pages.
type completenessIndex struct {
	key   string // "template", "owner", "status"; "" for all
	value string
	label string
	pages []string
	docs  []*docFacts // by template, the least complete first
}

// completenessIndexes are all of them, by key.
type completenessIndexes struct {
	all   *completenessIndex
	byKey map[string][]*completenessIndex
}

var completenessKeys = []string{"template", "owner", "status"}

func (s *Site) addCompleteness() {
	for _, p := range s.index.plans {
		if p.counted() && p.report != nil {
			s.index.claimed.claim("completeness/" + p.path)
			s.page("completeness/"+p.path+"/", "plan-completeness", func() any { return s.planCompleteness(p) })
		}
	}
	x := &completenessIndexes{all: &completenessIndex{docs: s.scoredDocuments()}, byKey: map[string][]*completenessIndex{}}
	found := map[string]*completenessIndex{}
	for _, d := range x.all.docs {
		put := func(key, value, label string) {
			if value == "" {
				return
			}
			k := key + "\x00" + value
			if found[k] == nil {
				found[k] = &completenessIndex{key: key, value: value, label: label}
				x.byKey[key] = append(x.byKey[key], found[k])
			}
			if docs := found[k].docs; len(docs) == 0 || docs[len(docs)-1] != d {
				found[k].docs = append(docs, d)
			}
		}
		put("template", d.Alignment.Schema.Name, d.Alignment.Schema.Title)
		put("status", strings.ToLower(d.plan.Status), d.plan.Status)
		for _, owner := range d.plan.Owners {
			put("owner", owner, owner)
		}
	}
	s.addCompletenessPages(x, x.all, "completeness")
	if len(x.all.pages) == 1 {
		x.byKey = nil // one page has everything, and narrows itself
		return
	}
	for _, key := range completenessKeys {
		slices.SortFunc(x.byKey[key], func(a, b *completenessIndex) int { return strings.Compare(a.value, b.value) })
		for _, i := range x.byKey[key] {
			s.addCompletenessPages(x, i, "completeness/"+key+"/"+segment(i.value))
		}
	}
}

// scoredDocuments are the documents that follow templates: by the name of the
// template, then the least complete first.
func (s *Site) scoredDocuments() []*docFacts {
	var docs []*docFacts
	for _, p := range s.index.plans {
		if p.counted() && p.report != nil && p.report.Scored {
			for _, d := range p.report.Aligned {
				docs = append(docs, s.index.byDoc[d])
			}
		}
	}
	slices.SortStableFunc(docs, func(a, b *docFacts) int {
		return cmp.Or(strings.Compare(a.Alignment.Schema.Name, b.Alignment.Schema.Name), cmp.Compare(a.plan.report.Score, b.plan.report.Score))
	})
	return docs
}

// addCompletenessPages adds the first page of an index at the path want and the
// others below page/.
func (s *Site) addCompletenessPages(x *completenessIndexes, i *completenessIndex, want string) {
	first := want
	if i != x.all {
		first, _ = s.index.claimed.claim(want)
	}
	for n := 0; n == 0 || n*heatLength < len(i.docs); n++ {
		path := first
		if n > 0 {
			path, _ = s.index.claimed.claim(fmt.Sprintf("%s/page/%d", first, n+1))
		}
		dir, address := directory(path)
		i.pages = append(i.pages, address)
		s.page(dir, "completeness", func() any { return s.completeness(x, i, n) })
	}
}

// completeness is page n of an index: a heat map for each template.
func (s *Site) completeness(x *completenessIndexes, i *completenessIndex, n int) CompletenessView {
	rel := from(i.pages[n])
	v := CompletenessView{Heading: "Completeness", Filters: completenessFilters(rel, x, i)}
	for _, d := range i.docs[min(n*heatLength, len(i.docs)):min((n+1)*heatLength, len(i.docs))] {
		t := d.Alignment.Schema
		if k := len(v.Maps); k == 0 || v.Maps[k-1].Template != t.Title {
			v.Maps = append(v.Maps, HeatMap{Template: t.Title, Columns: heatColumns(t)})
		}
		m := &v.Maps[len(v.Maps)-1]
		m.Rows = append(m.Rows, s.heatRow(rel, d))
	}
	if len(i.pages) == 1 {
		for k := range v.Maps {
			v.Maps[k].Owners, v.Maps[k].Statuses = apart(v.Maps[k].Rows, func(r HeatRow) string { return r.Owners }), apart(v.Maps[k].Rows, func(r HeatRow) string { return r.Status })
		}
	}
	switch {
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

// apart gives the values that tell rows apart, nil where there are fewer than
// two of them or few rows.
func apart(rows []HeatRow, value func(HeatRow) string) []string {
	if len(rows) <= fewRows {
		return nil
	}
	found := map[string]bool{}
	for _, row := range rows {
		if v := value(row); v != "" {
			found[v] = true
		}
	}
	if len(found) < 2 {
		return nil
	}
	return slices.Sorted(maps.Keys(found))
}

// completenessFilters are the ways to the narrower indexes.
func completenessFilters(rel relation, x *completenessIndexes, current *completenessIndex) []FilterGroup {
	names := map[string]string{"template": "Template", "owner": "Owner", "status": "Status"}
	var groups []FilterGroup
	for _, key := range completenessKeys {
		group := FilterGroup{Name: names[key], Key: key}
		for _, i := range x.byKey[key] {
			group.Options = append(group.Options, FilterOption{Value: i.value, Link: rel.link(i.label, i.pages[0]), N: len(i.docs), Current: i == current})
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
