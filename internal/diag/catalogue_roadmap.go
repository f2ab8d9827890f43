package diag

// roadmapRules are the rules on phases and tasks.
var roadmapRules = []Rule{
	{
		Code: PhaseContradiction, Name: "phase-contradiction", Severity: Warning,
		Summary: "two places give one phase different states",
		What:    "A phase that one document calls done and another open, or that is called done while boxes below it are open. The site shows the leading document's state, with both sources.",
		Why:     "A roadmap that says two things is believed in neither.",
		Example: `## Phase 1: Berths ✅
- [x] Map
- [ ] Booking`,
		Instead: `## Phase 1: Berths
- [x] Map
- [ ] Booking`,
	},
	{
		Code: UntracedTask, Name: "untraced-task", Severity: Note,
		Summary: "a task cites no requirement in a plan whose tasks do",
		What:    "A task without a citation of its own, of its sub-tasks or of its phase, where most tasks of the plan have one.",
		Why:     "Either a requirement is missing, or the work serves none.",
		Example: "- [ ] Rewrite the scheduler",
		Instead: "- [ ] Rewrite the scheduler _Requirements: NFR-2_",
	},
	{
		Code: UnknownDependency, Name: "unknown-dependency", Severity: Warning,
		Summary: "a phase or task depends on one that is not there",
		What:    `A number or a name behind "Depends on" that no phase and no task of the plan has.`,
		Why:     "The order of work rests on something that was renamed or dropped.",
		Example: "**Depends on**: Phase 7",
		Instead: "**Depends on**: Phase 2",
	},
}
