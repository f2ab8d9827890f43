package site

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/trace"
)

// valuesOf counts the rows of an index by what they have of another key.
func valuesOf(rows []*requirementFacts, key string) map[string]int {
	counts := map[string]int{}
	for _, f := range rows {
		f.plan.runsOf(f.Requirement, f.row, f.phases, func(of run) {
			if of.key != allRows && indexKeys[of.key] == key {
				counts[of.value]++
			}
		})
	}
	return counts
}

var indexNames = map[string]string{"plan": "Plan", "kind": "Kind", "state": "State", "coverage": "Coverage", "phase": "Phase"}

// filters are the ways from page n of an index to the narrower indexes. The index
// of a plan offers what its own rows have: it does not change with what others have.
func (s *Site) filters(rel relation, current *requirementIndex, n int) []FilterGroup {
	var groups []FilterGroup
	if group := s.planFilter(rel, current, n); len(group.Options) > 0 || group.Free {
		groups = append(groups, group)
	}
	for _, key := range indexKeys[1:] {
		list := s.lists.requirements().byKey[key]
		if len(list) == 0 {
			continue
		}
		group := FilterGroup{Name: indexNames[key], Key: key}
		counts := map[string]int(nil)
		if current.key == "plan" {
			counts = valuesOf(current.rows(0, current.total), key)
		}
		for _, i := range list {
			rows := i.total
			switch {
			case counts != nil:
				if rows = counts[i.value]; rows == 0 {
					continue
				}
			case n > 0:
				rows = 0 // the first page says how many
			}
			group.Options = append(group.Options, FilterOption{
				Value: i.value, Link: rel.link(i.label, i.address()), N: rows, Current: i == current,
			})
		}
		if key == "state" {
			for _, state := range []trace.State{trace.Cited, trace.Planned, trace.Tested} {
				value := strings.TrimPrefix(further(state), "state=")
				group.Options = append(group.Options, FilterOption{
					Value: value, Link: rel.link(string(state)+" or further", s.lists.requirements().all.address()+"?"+further(state)), Scripted: true,
				})
			}
		}
		if len(group.Options) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// planFilter offers the plans. Only the first page of all lists them, and not too
// many: otherwise the site would grow with the square of their number.
func (s *Site) planFilter(rel relation, current *requirementIndex, n int) FilterGroup {
	group := FilterGroup{Name: indexNames["plan"], Key: "plan"}
	option := func(p *planFacts) {
		group.Options = append(group.Options, FilterOption{
			Value: p.path, Link: rel.link(p.title(), s.planIndexAddress(p)), N: len(p.Requirements) + len(p.Others), Current: current.value == p.path,
		})
	}
	switch current.key {
	case "plan":
		option(s.planAt(current.value))
	case "":
		var plans []*planFacts
		for _, p := range s.index.plans {
			if p.listsRequirements() {
				plans = append(plans, p)
			}
		}
		if group.Free = len(plans) > listedPlans; group.Free {
			group.All = Link{Label: "All " + number(len(plans), "plan", "plans"), Href: rel.to("matrix/")}
		} else if n == 0 {
			slices.SortStableFunc(plans, func(a, b *planFacts) int { return archivedLast(a.Archived, b.Archived) })
			for _, p := range plans {
				option(p)
			}
		}
	}
	return group
}
