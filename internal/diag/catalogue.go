package diag

// Code names a rule: "PF" and three digits. The first digit is the stage: 0
// source and syntax, 1 links, 2 trace, 3 roadmap, 4 completeness, 5 site and
// theme, 9 configuration. Codes are never reused.
type Code string

// The rules, by stage. Each has its text in the catalogue and a marked fixture.
const (
	NotUTF8        Code = "PF001" // a file is not valid UTF-8
	NulByte        Code = "PF002" // a file has NUL bytes
	FileTooLarge   Code = "PF003" // a file passes a size limit
	Unreadable     Code = "PF004" // a file cannot be read
	EmptyFile      Code = "PF005" // a plan has no text
	BadFrontMatter Code = "PF006" // front matter that does not parse or is no mapping
	UnclosedFront  Code = "PF007" // front matter that never closes
	TooDeep        Code = "PF008" // quotes or lists nested beyond the limit
	SkippedLink    Code = "PF009" // a symbolic link that leaves the root
	UnclosedFence  Code = "PF010" // a code fence that never closes
	MergeMarker    Code = "PF011" // a merge conflict left in the text
	BadSidecar     Code = "PF012" // metadata beside a plan that does not parse
	BadIgnore      Code = "PF013" // a planfolio:ignore comment that cannot hold
	UnusedIgnore   Code = "PF014" // a planfolio:ignore comment that silences nothing
	NestedFence    Code = "PF015" // a fence that is as long as that of the Markdown code it stands in
	InternalError  Code = "PF019" // a fault of Planfolio's own while reading a file

	BrokenLink        Code = "PF101" // a link to a file that is not there
	DanglingCitation  Code = "PF102" // a citation that no plan defines
	AmbiguousCitation Code = "PF103" // a citation that two definitions fit
	DuplicateID       Code = "PF104" // two definitions of one id in one plan
	BrokenAnchor      Code = "PF105" // a link to a heading that is not there
	OutsideLink       Code = "PF106" // a link out of the portfolio without repo_url
	UnsafeLink        Code = "PF107" // a link whose scheme is not allowed
	UnmatchedChange   Code = "PF108" // a proposed change of a requirement that is not there
	StaleRename       Code = "PF109" // front matter renames an id that is still there, or to one that is not

	Uncovered    Code = "PF201" // a requirement that nothing cites
	Unplanned    Code = "PF202" // a requirement cited, but in no phase or task
	CoverageGap  Code = "PF203" // a requirement without what the configured policy asks for
	UnusedWaiver Code = "PF204" // a waiver that names no requirement
	EndedWaiver  Code = "PF205" // a waiver whose last day is over

	PhaseContradiction Code = "PF301" // two places give one phase different states
	UntracedTask       Code = "PF302" // a task that cites no requirement, in a plan whose tasks do
	UnknownDependency  Code = "PF303" // a dependency on a phase, task or plan that is not there
	DependencyCycle    Code = "PF304" // dependencies that lead back to where they began
	PhaseOrder         Code = "PF305" // a phase out of order by its number or its dates
	MilestoneEarly     Code = "PF306" // a milestone before its phase begins
	EmptyPhase         Code = "PF307" // a phase with nothing in it

	PlaceholderLeft  Code = "PF401" // a template slot still unfilled
	UntouchedSection Code = "PF402" // a section as the template has it
	MissingSection   Code = "PF403" // a section of the template that the plan lacks
	OpenQuestion     Code = "PF404" // an open question
	EmptySection     Code = "PF405" // a section with nothing in it
	TodoLeft         Code = "PF406" // TBD or TODO standing for the content
	ShortSection     Code = "PF407" // a section with fewer words than its template asks for
	TemplateSection  Code = "PF408" // a template of the house that speaks of a section it does not have
	StalePlan        Code = "PF409" // an unfinished plan that nobody has changed for long
	OutdatedCitation Code = "PF410" // a requirement that changed after the document that cites it

	HouseRule Code = "PF420" // a rule of the portfolio's own is broken

	AddressCollision Code = "PF501" // two plans whose paths make one address
	ThemeUnused      Code = "PF502" // a file of the user's theme that replaces nothing
	ThemeBroken      Code = "PF503" // a template of the user's theme that does not parse or run

	ConfigInvalid    Code = "PF901" // a value of the configuration that does not fit
	ConfigUnknownKey Code = "PF902" // a key of the configuration that does not exist
)
