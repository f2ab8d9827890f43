package diag

var linkRules = []Rule{
	{
		Code: BrokenLink, Name: "broken-link", Severity: Error,
		Summary: "a link leads to a file that is not there",
	},
	{
		Code: DanglingCitation, Name: "dangling-citation", Severity: Error,
		Summary: "a citation names an id that no plan defines",
	},
	{
		Code: AmbiguousCitation, Name: "ambiguous-citation", Severity: Error,
		Summary: "a citation fits two definitions equally well",
	},
	{
		Code: DuplicateID, Name: "duplicate-id", Severity: Error,
		Summary: "one plan defines an id twice",
	},
	{
		Code: BrokenAnchor, Name: "broken-anchor", Severity: Error,
		Summary: "a link leads to a heading that is not there",
	},
	{
		Code: OutsideLink, Name: "outside-link", Severity: Note,
		Summary: "a link leads out of the portfolio, and repo_url is not set",
	},
	{
		Code: UnsafeLink, Name: "unsafe-link", Severity: Error,
		Summary: "a link has a scheme that is not allowed",
	},
}
