package diag

// traceRules are the rules on traceability.
var traceRules = []Rule{
	{
		Code: Uncovered, Name: "uncovered-requirement", Severity: Note,
		Summary: "nothing cites a requirement",
		What:    "A requirement that no line of its plan cites. Retired ones and archived plans are left out; where most of a plan is concerned, it is said once for the plan.",
		Why:     "Nobody has said where it is designed, built or tested: it was forgotten, or it is done and not traced.",
		Example: "- **FR-4**: Refund within 3 days.",
		Instead: "- [ ] Refunds _Requirements: FR-4_",
	},
	{
		Code: Unplanned, Name: "unplanned-requirement", Severity: Note,
		Summary: "a requirement is cited, but by no phase or task",
		What:    "A requirement that a design cites and no phase or task does, in a plan that has phases or tasks. Where most of a plan is concerned, it is said once.",
		Why:     "It is thought through, but nobody is going to do it.",
		Example: "The ledger keeps both entries (FR-4).",
		Instead: `### Phase 2: Ledger
- [ ] Both entries _Requirements: FR-4_`,
	},
}
