package diag

var roadmapRules = []Rule{
	{
		Code: PhaseContradiction, Name: "phase-contradiction", Severity: Warning,
		Summary: "two places give one phase different states",
	},
	{
		Code: UntracedTask, Name: "untraced-task", Severity: Note,
		Summary: "a task cites no requirement in a plan whose tasks do",
	},
	{
		Code: UnknownDependency, Name: "unknown-dependency", Severity: Warning,
		Summary: "a phase or task depends on one that is not there",
	},
}
