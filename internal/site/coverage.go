package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/trace"
)

// matrixIndexLength is how many plans one page of "/matrix/" shows.
const matrixIndexLength = 200

// addMatrixIndex adds "/matrix/" and, where there are many plans, its further pages.
func (s *Site) addMatrixIndex(l *pageList) {
	var plans []*planFacts
	for _, p := range s.index.plans {
		if p.hasMatrix() && p.trace.Coverage.Requirements+p.trace.Coverage.Retired > 0 {
			plans = append(plans, p)
		}
	}
	addresses := s.newAddresses().pages("matrix", pagesFor(len(plans), matrixIndexLength))
	for n, address := range addresses {
		view := func() any { return s.matrixIndex(plans, addresses, n) }
		if n == 0 {
			l.page(unescape(address), "matrix-index", view)
			continue
		}
		l.listPage(unescape(address), "matrix-index", view, func(k *listKeyMaker) {
			k.pages(addresses, n)
			for _, p := range plans[n*matrixIndexLength : min((n+1)*matrixIndexLength, len(plans))] {
				k.plan(p)
			}
		})
	}
}

// matrixIndex is page n of plans × coverage.
func (s *Site) matrixIndex(plans []*planFacts, addresses []string, n int) MatrixIndexView {
	rel := from(addresses[n])
	total := s.Facts.Trace.Coverage
	v := MatrixIndexView{}
	for _, p := range plans[n*matrixIndexLength : min((n+1)*matrixIndexLength, len(plans))] {
		v.Rows = append(v.Rows, s.planCoverage(rel, p))
	}
	if n == 0 {
		v.Lead = coverageLead(total)
		v.Total = coverage(total, listOf(rel, s.lists.requirements().all.address()))
		v.Total.Link = Link{Label: "All plans"}
		for _, k := range s.Facts.Trace.Kinds {
			v.Kinds = append(v.Kinds, s.kindCoverage(rel, k, listOf(rel, s.indexAddress("kind", k.Kind))))
		}
	}
	if len(plans) > 1 && n == 0 {
		v.Lead = capital(number(len(plans), "plan", "plans")) + ": " + coverageLead(total)
	}
	if len(plans) == 0 {
		v.Lead = ""
		v.Empty = "No plan defines a requirement yet. Once one does, its matrix shows which sections and phases answer it."
	}
	v.Frame = s.frame(rel, "Traceability matrix", v.Lead)
	v.Pages, v.Prev, v.Next = paging(rel, addresses, n)
	return v
}

// coverageLead is coverage as one sentence.
func coverageLead(c trace.Coverage) string {
	if c.Requirements == 0 {
		return "No requirements."
	}
	lead := fmt.Sprintf("%s: %s covered, %s", capital(number(c.Requirements, "requirement", "requirements")), grouped(c.Covered), number(c.Gaps(), "gap", "gaps"))
	if c.Waived > 0 {
		lead += ", " + grouped(c.Waived) + " waived"
	}
	return lead + fmt.Sprintf("; %s cited, %s planned, %s done.", grouped(c.Cited), grouped(c.Planned), grouped(c.Done))
}

// listsBehind gives the href of the list behind a number of a coverage: what is
// asked for is a parameter of the index's filter.
type listsBehind func(query string) string

// listOf leads to the index at an address, narrowed by its filter.
func listOf(rel relation, address string) listsBehind {
	return func(query string) string {
		if query != "" {
			query = "?" + query
		}
		return rel.to(address) + query
	}
}

// further are a state and those that build on it, as the filter of an index
// takes them.
func further(state trace.State) string {
	list := []string{string(trace.Cited), string(trace.Planned), string(trace.Tested), string(trace.Done)}
	return "state=" + strings.Join(list[slices.Index(list, string(state)):], ",")
}

// coverage is a row of numbers, each with the list behind it.
func coverage(c trace.Coverage, list listsBehind) CoverageRow {
	return CoverageRow{
		Requirements: Count{N: c.Requirements, What: "requirements", Href: list("")},
		Covered:      Count{N: c.Covered, Of: c.Requirements - c.Waived, What: "covered", Href: list("coverage=covered")},
		Gaps:         Count{N: c.Gaps(), What: verb(c.Gaps(), "gap", "gaps"), Href: list("coverage=gap")},
		Waived:       Count{N: c.Waived, What: "waived", Href: list("coverage=waived")},
		Cited:        Count{N: c.Cited, What: "cited or further", Href: list(further(trace.Cited))},
		Planned:      Count{N: c.Planned, What: "planned or further", Href: list(further(trace.Planned))},
		Tested:       Count{N: c.Tested, What: "tested or further", Href: list(further(trace.Tested))},
		Done:         Count{N: c.Done, What: "done", Href: list(further(trace.Done))},
		Retired:      Count{N: c.Retired, What: "retired", Href: list("state=retired")},
		Percent:      percent(c.Covered, c.Requirements-c.Waived),
	}
}

// planCoverage is the row of a plan. Its gaps and waivers are listed with its
// matrix, with what they lack.
func (s *Site) planCoverage(rel relation, p *planFacts) CoverageRow {
	row := coverage(p.trace.Coverage, listOf(rel, s.planIndexAddress(p)))
	row.Link = Link{Label: p.title(), Href: rel.to(p.matrixAddress()), Title: p.Path}
	if row.Gaps.N > 0 {
		row.Gaps.Href = rel.to(at(p.matrixAddress(), "pf-gaps"))
	}
	if row.Waived.N > 0 {
		row.Waived.Href = rel.to(at(p.matrixAddress(), "pf-waived"))
	}
	return row
}

// kindCoverage is the row of a kind, with what its policy asks for.
func (s *Site) kindCoverage(rel relation, k trace.KindCoverage, list listsBehind) CoverageRow {
	row := coverage(k.Coverage, list)
	row.Link = Link{Label: capital(k.Kind), Href: rel.to(s.indexAddress("kind", k.Kind))}
	row.Note = "needs " + k.Policy
	if k.Policy == "" {
		row.Note = "what is needed differs from plan to plan"
	}
	return row
}

// planKinds is the coverage of a plan by kind; none where all are of one.
func (s *Site) planKinds(rel relation, p *planFacts) []CoverageRow {
	kinds := p.trace.Kinds()
	if len(kinds) < 2 {
		return nil
	}
	list := listOf(rel, s.planIndexAddress(p))
	var rows []CoverageRow
	for _, k := range kinds {
		of := func(query string) string { return list(strings.TrimSuffix("kind="+k.Kind+"&"+query, "&")) }
		rows = append(rows, s.kindCoverage(rel, k, of))
	}
	return rows
}

// sectionCoverage is the coverage of what each section defines.
func (s *Site) sectionCoverage(rel relation, p *planFacts) []CoverageRow {
	var rows []CoverageRow
	for i, g := range p.trace.Sections() {
		d := s.index.doc(g.Doc)
		row := s.groupCoverage(rel, g, fmt.Sprintf("pf-by-section-%d", i+1))
		row.Link = Link{Label: d.sectionTitle(g.Index), Href: rel.toSection(d, g.Index), Title: sectionPath(g.Doc.Document, g.Index)}
		rows = append(rows, row)
	}
	return rows
}

// phaseCoverage is the coverage of what each phase cites.
func (s *Site) phaseCoverage(rel relation, p *planFacts) []CoverageRow {
	var rows []CoverageRow
	for i, g := range p.trace.Phases() {
		d := s.index.doc(g.Doc)
		phase := g.Doc.Phases[g.Index]
		row := s.groupCoverage(rel, g, fmt.Sprintf("pf-by-phase-%d", i+1))
		row.Link = Link{Label: phaseName(phase), Href: rel.toSection(d, phase.Section), Title: d.File.Path}
		rows = append(rows, row)
	}
	return rows
}

// groupCoverage is the row of a group of one plan's requirements, which it
// lists itself, gaps first.
func (s *Site) groupCoverage(rel relation, g trace.GroupCoverage, id string) CoverageRow {
	row := coverage(g.Coverage, func(string) string { return at("", id) })
	row.ID = id
	for _, gaps := range []bool{true, false} {
		for _, r := range g.Rows {
			if (r.Standing() == trace.Gap) == gaps {
				row.Which = append(row.Which, s.cite(rel, s.index.defined(r.Requirement)))
			}
		}
	}
	return row
}
