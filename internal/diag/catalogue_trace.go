package diag

var traceRules = []Rule{
	{
		Code: Uncovered, Name: "uncovered-requirement", Severity: Note,
		Summary: "nothing cites a requirement",
	},
	{
		Code: Unplanned, Name: "unplanned-requirement", Severity: Note,
		Summary: "a requirement is cited, but by no phase or task",
	},
}
