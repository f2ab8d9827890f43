package site

import (
	"fmt"

	"github.com/planfolio/planfolio/internal/similar"
)

// similarLength is how many pairs the list of near-duplicates shows; the pages
// of the requirements have them all.
const similarLength = 300

// findSimilar looks for requirements that are alike, unless the texts are those of
// the site before, which had looked.
func (s *Site) findSimilar() *similar.Report {
	if known := s.knownSimilar.Load(); known != nil {
		return known
	}
	found := similar.Find(s.Facts.Portfolio, s.Facts.Config.Similar)
	s.knownSimilar.Store(found)
	return found
}

// similarTo lists what is like a requirement, the most alike first.
func (s *Site) similarTo(rel relation, f *requirementFacts) []Similar {
	var list []Similar
	for _, m := range s.similar().Of(f.Requirement) {
		list = append(list, s.similarOne(rel, s.index.defined(m.Requirement), m.Share))
	}
	return list
}

func (s *Site) similarOne(rel relation, f *requirementFacts, share float64) Similar {
	c := s.cite(rel, f)
	c.Title = head(RequirementText(f.Requirement), 400)
	return Similar{Citation: c, Plan: planLink(rel, f.plan), Share: int(share*100 + 1e-9)}
}

// similarPairs is the page of all pairs.
func (s *Site) similarPairs() SimilarView {
	rel := from(s.lists.standing().similar)
	report := s.similar()
	count := report.Count()
	threshold := s.Facts.Config.Similar
	v := SimilarView{Lead: fmt.Sprintf("%s of different plans that are alike by %d %% or more.", capital(number(count, "pair of requirements", "pairs of requirements")), threshold)}
	v.More = max(count-similarLength, 0)
	for _, p := range report.Pairs(similarLength) {
		v.Pairs = append(v.Pairs, SimilarPair{
			A: s.similarOne(rel, s.index.defined(p.A), p.Share), B: s.similarOne(rel, s.index.defined(p.B), p.Share),
		})
	}
	switch {
	case threshold == 0:
		v.Lead, v.Empty = "", "The configuration says near_duplicates: 0, so none are looked for."
	case count == 0:
		v.Lead, v.Empty = "", fmt.Sprintf("No two requirements of different plans are alike by %d %% or more. Another share is set in planfolio.yaml, as near_duplicates.", threshold)
	}
	v.Frame = s.frame(rel, "Near-duplicate requirements", "Requirements of different plans that say nearly the same.")
	v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"))
	return v
}
