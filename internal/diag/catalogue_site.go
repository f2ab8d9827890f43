package diag

// siteRules are the rules on addresses and themes.
var siteRules = []Rule{
	{
		Code: AddressCollision, Name: "address-collision", Severity: Warning,
		Summary: "two plans want one address",
		What:    "Two paths that differ only in case, spaces or signs that an address leaves out. One of them has the address, the other gets it with a number.",
		Why:     "The number depends on the names around it, so a link from outside may lead elsewhere after the next rename.",
		Example: `Berth Plan.md
berth-plan.md`,
		Instead: `berth-plan.md
berth-plan-archive.md`,
	},
	{
		Code: ThemeUnused, Name: "unused-theme-file", Severity: Warning,
		Summary: "a file of the theme replaces nothing",
		What:    "A file in theme/ whose path no bundled file has, that lies not in theme/assets/, and that no template calls.",
		Why:     "Mostly a slip of the keyboard: the file has no effect, and no one notices.",
		Example: "theme/partial/header.html",
		Instead: "theme/partials/header.html",
	},
	{
		Code: ThemeBroken, Name: "broken-theme-file", Severity: Error,
		Summary: "a template of the theme does not parse or run",
		What:    "A template in theme/ that is no valid template, or asks its view for a field that it does not have. Where there is a bundled file of that path, it is used in its place.",
		Why:     "The pages do not look as their owner means them to.",
		Example: "{{ .Titel }}",
		Instead: "{{ .Title }}",
	},
}
