package diag

var configRules = []Rule{
	{
		Code: ConfigInvalid, Name: "invalid-setting", Severity: Error,
		Summary: "a setting has a value that does not fit",
	},
	{
		Code: ConfigUnknownKey, Name: "unknown-setting", Severity: Error,
		Summary: "a setting does not exist",
	},
}
