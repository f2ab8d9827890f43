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
	{
		Code: CoverageGap, Name: "coverage-gap", Severity: Warning,
		Summary: "a requirement lacks what the coverage policy asks for",
		What:    "A requirement that is cited, but not in the places that coverage in planfolio.yaml asks for its kind. Without that setting this rule says nothing.",
		Why:     "The team has agreed that such requirements are designed, planned or tested, and this one is not.",
		Example: `coverage: {NFR: design and testing}
with NFR-2 cited in the design alone`,
		Instead: "## Testing Strategy\nLoad tests hold NFR-2. (Or a waiver with its reason and date.)",
	},
	{
		Code: UnusedWaiver, Name: "unused-waiver", Severity: Warning,
		Summary: "a waiver names no requirement",
		What:    "An entry of waivers in planfolio.yaml whose id no plan defines.",
		Why:     "The requirement was renamed or removed, and the waiver would silently excuse the next one of that name.",
		Example: "waivers: [{requirement: billing/FR-99, reason: measured by the vendor, date: 2026-03-14}]",
		Instead: "Name a requirement that is there, with its plan, or remove the waiver.",
	},
	{
		Code: EndedWaiver, Name: "ended-waiver", Severity: Warning,
		Summary: "a waiver has come to its end",
		What:    "An entry of waivers whose day in until is before the day of the build. It no longer excuses what it names.",
		Why:     "A waiver is for a time; what it excused is due.",
		Example: "waivers: [{requirement: FR-4, reason: the vendor measures it, date: 2025-01-10, until: 2025-12-31}]",
		Instead: "Trace the requirement, or renew the waiver with a reason that holds today.",
	},
}
