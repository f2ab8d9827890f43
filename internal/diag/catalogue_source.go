package diag

var sourceRules = []Rule{
	{
		Code: NotUTF8, Name: "not-utf8", Severity: Warning,
		Summary: "a file is not valid UTF-8",
	},
	{
		Code: NulByte, Name: "nul-byte", Severity: Warning,
		Summary: "a file has NUL bytes",
	},
	{
		Code: FileTooLarge, Name: "limit-exceeded", Severity: Error,
		Summary: "a file passes a limit of size",
	},
	{
		Code: Unreadable, Name: "unreadable-file", Severity: Error,
		Summary: "a file cannot be read",
	},
	{
		Code: EmptyFile, Name: "empty-file", Severity: Warning,
		Summary: "a plan has no text",
	},
	{
		Code: BadFrontMatter, Name: "bad-front-matter", Severity: Error,
		Summary: "front matter does not parse or is no mapping",
	},
	{
		Code: UnclosedFront, Name: "unclosed-front-matter", Severity: Warning,
		Summary: "front matter never closes",
	},
	{
		Code: TooDeep, Name: "nested-too-deep", Severity: Error,
		Summary: "quotes or lists are nested beyond the limit",
	},
	{
		Code: SkippedLink, Name: "skipped-symlink", Severity: Warning,
		Summary: "a symbolic link is not followed",
	},
	{
		Code: UnclosedFence, Name: "unclosed-fence", Severity: Warning,
		Summary: "a code fence never closes",
	},
	{
		Code: MergeMarker, Name: "merge-marker", Severity: Error,
		Summary: "a merge conflict was left in the text",
	},
	{
		Code: InternalError, Name: "internal-error", Severity: Error,
		Summary: "Planfolio failed on a file",
	},
}
