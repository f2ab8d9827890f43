package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

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
	x := s.lists.requirements()
	if i := x.of(key, value); i != nil {
		return i.address()
	}
	return x.all.address()
}

func (s *Site) stateAddress(state trace.State) string  { return s.indexAddress("state", string(state)) }
func (s *Site) kindAddress(f *requirementFacts) string { return s.indexAddress("kind", kindName(f)) }

// planIndexAddress is the address of the plan's own index; that of all where it has none.
func (s *Site) planIndexAddress(p *planFacts) string {
	if !p.listsRequirements() {
		return s.lists.requirements().all.address()
	}
	return escapePath(s.planIndexDir(p))
}

func kindName(f *requirementFacts) string { return kindOf(f.Requirement) }

// kindOf is the kind of a requirement, or the class of what is none.
func kindOf(r *portfolio.Requirement) string {
	switch {
	case r.Def.Class == plan.ClassRequirement, r.Def.Class == plan.ClassUnknown:
		return cmp.Or(r.Def.Kind, "other")
	}
	return strings.ReplaceAll(r.Def.Class.String(), "-", " ")
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
		Similar: rel.to(s.lists.standing().similar), CSV: rel.to("requirements.csv"), JSON: rel.to("requirements.json"),
	}
	if i.total > requirementsLength {
		v.Index, v.Key, v.Value = rel.to(requirementDir+"index.json"), i.key, i.value
	}
	if n == 0 {
		v.Total, v.Counts, v.Lead = i.total, s.stateCounts(rel, i), s.indexLead(i)
	}
	v.Frame = s.frame(rel, heading, v.Lead)
	if i.key != "" {
		v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"))
	}
	part := i.part(n)
	v.Rows = make([]RequirementRow, len(part))
	for k, f := range part {
		v.Rows[k] = s.requirementRow(rel, f)
	}
	if left := i.total - i.listed(); left > 0 && n == len(i.pages)-1 {
		v.Left = Count{N: left, What: verb(left, "more stands", "more stand") + " in the list of all requirements", Href: rel.to(s.lists.requirements().all.address())}
	}
	v.Pages, v.Prev, v.Next = paging(rel, i.pages, n)
	if i.total == 0 {
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
		lead = capital(number(i.total, "entry", "entries"))
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
	if n := i.total - f.requirements - f.retired - f.named; i.key == "plan" && n > 0 {
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
