package diag

// configRules are the rules on the configuration.
var configRules = []Rule{
	{
		Code: ConfigInvalid, Name: "invalid-setting", Severity: Error,
		Summary: "a setting has a value that does not fit",
		What:    "A value in planfolio.yaml of another kind than its setting takes, or a file that is no YAML. The other settings hold.",
		Why:     "The site would be built with a setting that its owner has not chosen.",
		Example: `check:
  min_score: most`,
		Instead: `check:
  min_score: 60`,
	},
	{
		Code: ConfigUnknownKey, Name: "unknown-setting", Severity: Error,
		Summary: "a setting does not exist",
		What:    `A key in planfolio.yaml that Planfolio does not know, or a rule under "rules" that no diagnostic has. The nearest name that exists is given.`,
		Why:     "A misspelt setting has no effect, and no one notices.",
		Example: "titel: Harbour plans",
		Instead: "title: Harbour plans",
	},
}
