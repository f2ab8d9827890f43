package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
)

// heatCells is how many cells of heat maps one page shows: some 600 KB of HTML.
const heatCells = 1600

// mostUnscored is how many plans without a template the dashboard names.
const mostUnscored = 60

// completenessAddress is the plan's page section by section.
func (p *planFacts) completenessAddress() string {
	return "completeness/" + escapePath(p.path) + "/"
}

func (s *Site) planCompletenessDirs(p *planFacts) []string {
	if !p.counted() || p.report == nil {
		return nil
	}
	return []string{"completeness/" + p.path + "/"}
}

func (s *Site) planCompletenessPage(p *planFacts, dir string) (_ Page, ok bool) {
	return s.planPage(p, dir, "plan-completeness", func() any { return s.planCompleteness(p) }), slices.Contains(s.planCompletenessDirs(p), dir)
}

// completeness is page n of an index: a heat map for each template.
func (s *Site) completeness(i *completenessIndex, n int) CompletenessView {
	x, at := s.lists.completeness(), i.pages()
	rel := from(at.addresses[n])
	v := CompletenessView{Heading: "Completeness", Signs: sectionWords, Filters: completenessFilters(rel, x, i, n)}
	for _, d := range at.parts[n] {
		t := d.Alignment.Schema
		if k := len(v.Maps); k == 0 || v.Maps[k-1].Template != t.Title {
			v.Maps = append(v.Maps, HeatMap{Template: t.Title, Columns: heatColumns(t), Part: len(at.addresses) > 1})
		}
		m := &v.Maps[len(v.Maps)-1]
		row := s.heatRow(rel, d.docFacts)
		m.Owned, m.Dated = m.Owned || row.Owners != "", m.Dated || row.Changed != ""
		m.Rows = append(m.Rows, row)
	}
	if i == x.all && len(at.addresses) == 1 {
		start := 0
		for k := range v.Maps {
			end := start + len(v.Maps[k].Rows)
			v.Maps[k].Filters = s.rowFilters(at.parts[0][start:end])
			start = end
		}
	}
	switch {
	case i != x.all && n > 0:
		v.Heading = "Completeness: " + i.label
	case i != x.all:
		v.Heading = "Completeness: " + i.label
		v.Lead = capital(number(i.n, "document", "documents")) + " · " + s.meanScore(i.docs())
	case n == 0:
		s.dashboard(rel, &v)
	}
	v.Frame = s.frame(rel, v.Heading, v.Lead)
	if i != x.all || n > 0 {
		v.Crumbs = append(v.Crumbs, rel.link("Completeness", "completeness/"))
	}
	v.Pages, v.Prev, v.Next = paging(rel, at.addresses, n)
	return v
}

// meanScore is how complete the plans of docs are on average.
func (s *Site) meanScore(docs []scoredDoc) string {
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
func (s *Site) rowFilters(docs []scoredDoc) []FilterGroup {
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
				option := FilterOption{Value: i.value, Link: rel.link(i.label, i.address), Current: i == current}
				if n == 0 {
					option.N = i.n
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
	for _, b := range s.index.blocks {
		of := s.scoredIn(b)
		for i, n := range of.strip {
			v.Strip[i] += n
		}
		for _, p := range of.unscored {
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
