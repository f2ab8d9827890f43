package diag

// linkRules are the rules on citations and links.
var linkRules = []Rule{
	{
		Code: BrokenLink, Name: "broken-link", Severity: Error,
		Summary: "a link leads to a file that is not there",
		What:    "A link or an image whose path, seen from the file it stands in, leads to no file of the portfolio; a wiki link whose name no document has. The site shows it as marked text.",
		Why:     "Readers meet it and stop trusting the others.",
		Example: "See [the interface](interfaces.md).",
		Instead: "See [the interface](design/interfaces.md).",
	},
	{
		Code: DanglingCitation, Name: "dangling-citation", Severity: Error,
		Summary: "a citation names an id that no plan defines",
		What:    "An id in a list of requirements, in brackets or in a sentence that neither its own plan nor a plan above it defines. Ids in code, and the sample ids of an untouched template, are not citations.",
		Why:     "Work is traced to a requirement that does not exist: it was renamed, removed, or never written.",
		Example: "- [ ] Send the receipt _Requirements: FR-9.1_",
		Instead: "- **FR-9.1**: The system shall send a receipt.",
	},
	{
		Code: AmbiguousCitation, Name: "ambiguous-citation", Severity: Error,
		Summary: "a citation fits two definitions equally well",
		What:    "An id that the citing plan does not define, and two others do, neither nearer than the other.",
		Why:     "A guess would be wrong half of the time. Ids belong to their plan: FR-1 of one is not FR-1 of another.",
		Example: "as FR-1.2 demands",
		Instead: "as billing/FR-1.2 demands",
	},
	{
		Code: DuplicateID, Name: "duplicate-id", Severity: Error,
		Summary: "one plan defines an id twice",
		What:    "Two definitions of the same form in one plan, with different texts. A heading, a list item and a row of a table that repeat one requirement are not: the first is the definition, the others mention it.",
		Why:     "Every citation of the id means one of the two, and nobody can tell which.",
		Example: `- **FR-2**: Show the total.
- **FR-2**: Print the receipt.`,
		Instead: `- **FR-2**: Show the total.
- **FR-3**: Print the receipt.`,
	},
	{
		Code: BrokenAnchor, Name: "broken-anchor", Severity: Error,
		Summary: "a link leads to a heading that is not there",
		What:    `A link with "#" whose file exists, but has neither a heading nor an anchor of that name. Names of headings are made as GitHub makes them.`,
		Why:     "The reader lands at the top of a page and has to search.",
		Example: "[risks](design.md#risk-list)",
		Instead: "[risks](design.md#risks)",
	},
	{
		Code: OutsideLink, Name: "outside-link", Severity: Note,
		Summary: "a link leads out of the portfolio, and repo_url is not set",
		What:    "A link to a file above the directory that is built, such as source code. With repo_url it leads to the repository; without, it is shown as text.",
		Why:     "The site does not hold the file, and cannot know where else it could be read.",
		Example: "[the handler](../../src/handler.go)",
		Instead: "repo_url: https://github.com/example/ferry    # in planfolio.yaml",
	},
	{
		Code: UnsafeLink, Name: "unsafe-link", Severity: Error,
		Summary: "a link has a scheme that is not allowed",
		What:    "A link whose address begins with something other than http, https, mailto or a path: javascript:, data:, file: and so on. It is shown as text.",
		Why:     "Such links run code in the reader's browser, or lead to the author's own disk.",
		Example: "[spec](file:///C:/Users/mira/spec.md)",
		Instead: "[spec](spec.md)",
	},
	{
		Code: UnmatchedChange, Name: "unmatched-change", Severity: Warning,
		Summary: "a proposed change of a requirement that is not there",
		What:    "In a change (OpenSpec), a requirement by name below MODIFIED, REMOVED or RENAMED Requirements that the specification of that capability does not define under this name. Changes in an archive are left in peace.",
		Why:     "Nobody can tell what is to be changed, and the change cannot be applied.",
		Example: `## MODIFIED Requirements

### Requirement: Fee by night`,
		Instead: `## MODIFIED Requirements

### Requirement: Night fee`,
	},
	{
		Code: StaleRename, Name: "stale-rename", Severity: Warning,
		Summary: "front matter renames an id that is still defined, or to one that is not",
		What:    "A line below renamed: in the front matter of a plan whose old id the plan still defines, or whose new id it does not. Renames of renames are followed.",
		Why:     "Citations of the old id, and links to its old address, lead to where the line says. A line that says nothing true leads them nowhere.",
		Example: `renamed:
  FR-3: FR-2.1    # no such requirement`,
		Instead: `renamed:
  FR-3: FR-2.2`,
	},
}
