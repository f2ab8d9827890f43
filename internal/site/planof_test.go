package site

import "testing"

// TestPlanOf has the pages of plans, of plans below plans, and of the portfolio.
func TestPlanOf(t *testing.T) {
	of := build(t, `
-- billing.md --
# Billing

- **FR-1:** Paid.
-- billing/tax/requirements.md --
# Tax

- **FR-1:** Paid too.
-- billing/tax/tasks.md --
# Tasks

## Phase 1: Start

- [ ] Pay (FR-1)
`).PlanOf
	for page, want := range map[string]string{
		"plans/billing/index.html":             "billing",
		"plans/billing/tax/index.html":         "billing/tax",
		"plans/billing/tax/tasks/index.html":   "billing/tax",
		"requirements/billing/FR-1/index.html": "billing",
		"requirements/index.html":              "",
		"matrix/billing/tax/index.html":        "billing/tax",
		"completeness/billing/index.html":      "billing",
		"roadmap/plan/billing/tax/index.html":  "billing/tax",
		"roadmap/phase-1/index.html":           "",
		"badges/billing/tax/score.svg":         "billing/tax",
		"badges/score.svg":                     "",
		"api/v1/plans/billing/tax.json":        "billing/tax",
		"api/v1/portfolio.json":                "",
		"index.html":                           "",
		"plansbilling/index.html":              "",
	} {
		got := ""
		if p := of(page); p != nil {
			got = p.ID
		}
		if got != want {
			t.Errorf("%s is of %q, want %q", page, got, want)
		}
	}
}
