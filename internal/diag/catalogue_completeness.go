package diag

var completenessRules = []Rule{
	{
		Code: PlaceholderLeft, Name: "placeholder-left", Severity: Note,
		Summary: "a slot of the template is not filled",
	},
	{
		Code: UntouchedSection, Name: "untouched-section", Severity: Note,
		Summary: "a section reads as its template does",
	},
	{
		Code: MissingSection, Name: "missing-section", Severity: Note,
		Summary: "a section of the template is missing",
	},
	{
		Code: OpenQuestion, Name: "open-question", Severity: Warning,
		Summary: "a question is open",
	},
	{
		Code: EmptySection, Name: "empty-section", Severity: Note,
		Summary: "a section has nothing in it",
	},
	{
		Code: TodoLeft, Name: "todo-left", Severity: Note,
		Summary: "TBD or TODO stands for the content",
	},
}
