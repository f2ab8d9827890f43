package site

import (
	"path"
	"strings"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// families are the directories in which pages of one plan lie below the plan's
// path.
var families = []string{"plans", "requirements", "matrix", "roadmap/plan", "completeness", "badges", "api/v1/plans"}

// PlanOf gives a function that tells of which plan alone the page at a path is;
// nil for one of several.
func (s *Site) PlanOf() func(page string) *portfolio.Plan {
	plans := make(map[string]*portfolio.Plan, len(s.index.plans))
	for _, p := range s.index.plans {
		plans[p.path] = p.Plan
	}
	return func(page string) *portfolio.Plan {
		for _, family := range families {
			rest, ok := strings.CutPrefix(page, family+"/")
			if !ok {
				continue
			}
			rest = strings.TrimSuffix(rest, ".json")
			for ; rest != "."; rest = path.Dir(rest) { // the deepest plan: plans may lie below plans
				if p := plans[rest]; p != nil {
					return p
				}
			}
		}
		return nil
	}
}
