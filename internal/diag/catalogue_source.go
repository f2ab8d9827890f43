package diag

// sourceRules are the rules on reading files.
var sourceRules = []Rule{
	{
		Code: NotUTF8, Name: "not-utf8", Severity: Warning,
		Summary: "a file is not valid UTF-8",
		What:    `Bytes that are no UTF-8, or a file in UTF-16. UTF-16 with a byte order mark is read all the same; any other byte that does not fit is shown as "�". A byte order mark of UTF-8 and the line ends of Windows are no fault.`,
		Why:     "Letters are lost, in names and ids too, and a citation that holds one of them finds nothing.",
		Example: "caf\\xe9, saved as Windows-1252",
		Instead: "café, saved as UTF-8",
	},
	{
		Code: NulByte, Name: "nul-byte", Severity: Warning,
		Summary: "a file has NUL bytes",
		What:    `Bytes with the value 0. Each is shown as "�".`,
		Why:     "Text has none. Either the file was damaged on its way, or it is no text and does not belong among the plans.",
		Example: "a picture that was named notes.md",
		Instead: "ignore: [notes.md]    # in planfolio.yaml",
	},
	{
		Code: FileTooLarge, Name: "limit-exceeded", Severity: Error,
		Summary: "a file passes a limit of size",
		What:    "A plan, a line, a paragraph or a table beyond the limits of planfolio.yaml, or a portfolio with more plans or bytes than they allow. The message has the value, the limit and the name of the setting. A plan whose form would be slow to read is shown whole, as one block of code; a plan that is too large altogether is shown as a stub; what the portfolio cannot hold at all is left out, and named.",
		Why:     "The limits keep a strange file, or a hostile one, from stopping the build of all others. They are far above what people write.",
		Example: "a log of 30 MB, saved as run.md",
		Instead: `limits:
  file_bytes: 32 MiB    # if it is meant
ignore: [run.md]        # if it is not`,
	},
	{
		Code: Unreadable, Name: "unreadable-file", Severity: Error,
		Summary: "a file cannot be read",
		What:    "A plan, an image or a directory that the user who builds has no right to read, that vanished during the build, that is a pipe or a device, or whose name is no valid UTF-8.",
		Why:     "The site would lack it without a word.",
		Example: "-rw------- 1 mira mira  design.md",
		Instead: "-rw-r--r-- 1 mira mira  design.md",
	},
	{
		Code: EmptyFile, Name: "empty-file", Severity: Warning,
		Summary: "a plan has no text",
		What:    "A Markdown file without anything but white space.",
		Why:     "It makes a page that says nothing, and links that lead to it promise more.",
	},
	{
		Code: BadFrontMatter, Name: "bad-front-matter", Severity: Warning,
		Summary: "front matter does not parse or is no mapping",
		What:    `Text between two "---" lines at the head of a file that reads as it was meant to be front matter, and is no YAML or no mapping of keys to values. It is then shown as text. Anchors, aliases, tags, several documents and a key that stands twice are refused too.`,
		Why:     "Title, status and owners of the plan are lost.",
		Example: `---
reporter: @mira
---`,
		Instead: `---
reporter: "@mira"
---`,
	},
	{
		Code: UnclosedFront, Name: "unclosed-front-matter", Severity: Warning,
		Summary: "front matter never closes",
		What:    `A file that begins with "---" and keys, without a second "---" line below them.`,
		Why:     "What was meant as data is shown as text, and its values are lost.",
		Example: `---
title: Berths

# Berths`,
		Instead: `---
title: Berths
---

# Berths`,
	},
	{
		Code: TooDeep, Name: "nested-too-deep", Severity: Error,
		Summary: "quotes or lists are nested beyond the limit",
		What:    "Quotes and list items within each other, deeper than limits.depth (32). The file is shown whole, as one block of code.",
		Why:     "Nobody can read such a text, and what it costs to parse one grows with the square of its depth.",
		Example: "> > > > > > … forty times",
		Instead: "> as deep as a reader can follow",
	},
	{
		Code: SkippedLink, Name: "skipped-symlink", Severity: Warning,
		Summary: "a symbolic link is not followed",
		What:    "A symbolic link in place of a plan or an image. One that leads to a file which the site shows anyway is followed; one that leads out of the portfolio, to a directory, to another link, to nothing, or to a file that is left out (.git, ignored files) is not.",
		Why:     "Building plans of strangers must never publish a file that lies beside them.",
		Example: "roadmap.md -> /etc/hosts",
		Instead: "roadmap.md, a file",
	},
	{
		Code: UnclosedFence, Name: "unclosed-fence", Severity: Warning,
		Summary: "a code fence never closes",
		What:    "A line of three or more \"`\" or \"~\" that opens a block of code, with no line that closes it before the file, or the list item or quote around it, ends.",
		Why:     "Everything below is code: its requirements, tasks and links are not seen.",
		Example: "```sh\nmake",
		Instead: "```sh\nmake\n```",
	},
	{
		Code: MergeMarker, Name: "merge-marker", Severity: Error,
		Summary: "a merge conflict was left in the text",
		What:    `Lines that begin with "<<<<<<<", ">>>>>>>" or "|||||||" and a space, outside code.`,
		Why:     "Two versions of the plan stand there at once, and nobody has said which one holds.",
		Example: `<<<<<<< HEAD
Due in May
=======
Due in June
>>>>>>> plan`,
		Instead: "Due in June",
	},
	{
		Code: BadSidecar, Name: "bad-sidecar", Severity: Warning,
		Summary: "metadata beside a plan does not parse",
		What:    "A file with the metadata of a plan (kep.yaml, spec.json, .openspec.yaml …) that is no YAML or JSON, or no mapping of keys to values. A value that begins with @ is read as if it stood in quotes; of anything else that does not parse, nothing is read.",
		Why:     "Status, owners and milestones of the plan are lost.",
		Example: `reviewers:
  - @mira`,
		Instead: `reviewers:
  - "@mira"`,
	},
	{
		Code: BadIgnore, Name: "bad-ignore", Severity: Warning,
		Summary: "a planfolio:ignore comment cannot hold",
		What:    "A comment that begins with planfolio:ignore and names a rule that does not exist, or gives no reason.",
		Why:     "It silences nothing, though its author believes that it does; and a silence without a reason outlives everybody who knew it.",
		Example: "<!-- planfolio:ignore PF9999 -->",
		Instead: "<!-- planfolio:ignore PF403 deployment is described in the platform's plan -->",
	},
	{
		Code: UnusedIgnore, Name: "unused-ignore", Severity: Note,
		Summary: "a planfolio:ignore comment silences nothing",
		What:    "A comment planfolio:ignore in whose section, or line, its rule finds nothing.",
		Why:     "What it excused is mended. Left in place, it would hide the next fault of that kind.",
		Example: "<!-- planfolio:ignore PF403 there is no deployment yet -->, in a plan with a section on deployment",
		Instead: "Remove the comment.",
	},
	{
		Code: NestedFence, Name: "nested-fence", Severity: Note,
		Summary: "a fence is as long as that of the code it stands in",
		What:    "A block of Markdown code that shows a fence of the same length and sign as its own. It is read as it is meant, with the one within the other.",
		Why:     "Elsewhere, the inner fence closes the outer block: the rest of the file shows code as text and text as code.",
		Example: "```markdown\n```sh\nmake\n```\n```",
		Instead: "````markdown\n```sh\nmake\n```\n````",
	},
	{
		Code: InternalError, Name: "internal-error", Severity: Error,
		Summary: "Planfolio failed on a file",
		What:    "A fault of Planfolio's own while it worked on this file. The page shows what was found before, and everything else is built.",
		Why:     "It is not the plan's fault. Please report it, with the file if you may share it.",
	},
}
