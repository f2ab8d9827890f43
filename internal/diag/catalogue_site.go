package diag

var siteRules = []Rule{
	{
		Code: AddressCollision, Name: "address-collision", Severity: Warning,
		Summary: "two plans want one address",
	},
	{
		Code: ThemeUnused, Name: "unused-theme-file", Severity: Warning,
		Summary: "a file of the theme replaces nothing",
	},
	{
		Code: ThemeBroken, Name: "broken-theme-file", Severity: Error,
		Summary: "a template of the theme does not parse or run",
	},
}
