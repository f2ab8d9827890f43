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
		Summary: "tasks cite no requirement in a plan whose tasks do",
		What:    "Tasks without a citation of their own, of their sub-tasks or of their phase, where at least three of four tasks of the plan have one. One finding a plan, at the first such task; the others are named beside it.",
		Why:     "Either a requirement is missing, or the work serves none.",
		Example: "- [ ] Rewrite the scheduler",
		Instead: "- [ ] Rewrite the scheduler _Requirements: NFR-2_",
	},
	{
		Code: UnknownDependency, Name: "unknown-dependency", Severity: Warning,
		Summary: "a phase, task or plan depends on one that is not there",
		What:    `A number or id behind "Depends on" that no phase and no task of the plan or of one above it has, or a plan in the front matter's depends_on that the portfolio has not.`,
		Why:     "The order of work rests on something that was renamed or dropped.",
		Example: "**Depends on**: Phase 7",
		Instead: "**Depends on**: Phase 2",
	},
	{
		Code: DependencyCycle, Name: "dependency-cycle", Severity: Error,
		Summary: "dependencies lead back to where they began",
		What:    "Phases, tasks or plans of which each waits for the next and the last for the first. The message gives the whole path; a task waits for all that its phase waits for.",
		Why:     "None of them can ever begin, so there is no order of work and no critical path.",
		Example: `## Phase 1: Quay
**Depends on**: Phase 2
## Phase 2: Gates
**Depends on**: Phase 1`,
		Instead: `## Phase 1: Quay
## Phase 2: Gates
**Depends on**: Phase 1`,
	},
	{
		Code: PhaseOrder, Name: "phase-order", Severity: Warning,
		Summary: "a phase is out of order by its number or its dates",
		What:    "A phase that stands behind one with a higher number and does not begin the count anew, or that begins before a phase that it waits for ends.",
		Why:     "Readers take the order of the text, or of the dates, for the order of work.",
		Example: `## Phase 1: Quay
## Phase 3: Fleet
## Phase 2: Gates`,
		Instead: `## Phase 1: Quay
## Phase 2: Gates
## Phase 3: Fleet`,
	},
	{
		Code: MilestoneEarly, Name: "milestone-early", Severity: Warning,
		Summary: "a milestone lies before its phase begins",
		What:    "A milestone with a date, of a phase with a date, that is reached before the phase has begun: in a plan's list of milestones or in phases: of the configuration.",
		Why:     "One of the two dates is wrong, and with it everything that is planned by it.",
		Example: `## Phase 2: Gates (2026-06-01 to 2026-10-30)
**Milestone**: first gate on 2026-05-04`,
		Instead: `## Phase 2: Gates (2026-06-01 to 2026-10-30)
**Milestone**: first gate on 2026-07-04`,
	},
	{
		Code: EmptyPhase, Name: "empty-phase", Severity: Note,
		Summary: "a phase has nothing in it",
		What:    "A heading of a phase with no task and no text below it.",
		Why:     "It stands in the roadmap as work, and nobody can tell which.",
		Example: `## Phase 3: Fleet
## Phase 4: Books`,
		Instead: `## Phase 3: Fleet
- [ ] Fit the second ship`,
	},
}
