package diag

// completenessRules are the rules on how finished the text of a plan is.
var completenessRules = []Rule{
	{
		Code: PlaceholderLeft, Name: "placeholder-left", Severity: Note,
		Summary: "a slot of the template is not filled",
		What:    "A bracket, a brace or a form's field that still says what belongs there. Links, check boxes, footnotes, tags, types and other brackets that are content are not meant.",
		Why:     "The plan looks finished and is not.",
		Example: "- **Database**: [e.g., PostgreSQL]",
		Instead: "- **Database**: SQLite, one file a harbour",
	},
	{
		Code: UntouchedSection, Name: "untouched-section", Severity: Note,
		Summary: "a section reads as its template does",
		What:    "A section, or lines of it, with the template's own words. A whole plan that is a copy of its template is reported once.",
		Why:     "Guidance is taken for a decision that nobody has made.",
		Example: `## Architecture Overview

High-level description of the architecture.`,
		Instead: `## Architecture Overview

One service, with a queue before it.`,
	},
	{
		Code: MissingSection, Name: "missing-section", Severity: Note,
		Summary: "a section of the template is missing",
		What:    `A heading of the plan's template that the plan has under no name known for it. A section that does not apply may say so: "N/A" and why.`,
		Why:     "The question that the section asks has been forgotten, not answered.",
		Example: "(no section on security)",
		Instead: `## Security Considerations

N/A: no network, no personal data.`,
	},
	{
		Code: OpenQuestion, Name: "open-question", Severity: Warning,
		Summary: "a question is open",
		What:    "A mark such as [NEEDS CLARIFICATION: …]. A sentence that says that none are left is no question.",
		Why:     "Somebody waits for the answer, and the plan changes with it.",
		Example: "Sign in by [NEEDS CLARIFICATION: card or phone?].",
		Instead: "Sign in by card.",
	},
	{
		Code: EmptySection, Name: "empty-section", Severity: Note,
		Summary: "a section has nothing in it",
		What:    "A heading without text, code, table or image below it, and without sections of its own. Comments, rules and a lone line of citations are no content.",
		Why:     "A reader cannot tell whether there is nothing to say or nobody has said it.",
		Example: `## Rollback

## Monitoring`,
		Instead: `## Rollback

Restore last night's copy.

## Monitoring`,
	},
	{
		Code: TodoLeft, Name: "todo-left", Severity: Note,
		Summary: "TBD or TODO stands for the content",
		What:    "TBD, TODO, TBC or FIXME in place of an answer. A sentence that speaks of the TODOs in some code is none.",
		Why:     "It is owed, and nobody is named who will write it.",
		Example: "**Owner**: TBD",
		Instead: "**Owner**: harbour team",
	},
	{
		Code: ShortSection, Name: "short-section", Severity: Note,
		Summary: "a section is shorter than its template asks for",
		What:    "A section that has fewer words than the front matter of its template says under words. What it holds does not count as filled until it has them.",
		Why:     "One word answers the form, not the question.",
		Example: `## Summary

A ferry.`,
		Instead: `## Summary

A second ferry between the islands, so that nobody waits longer than an hour.`,
	},
	{
		Code: TemplateSection, Name: "template-section", Severity: Warning,
		Summary: "a template speaks of a section that it does not have",
		What:    "Under aliases, optional, weights, words or marks the front matter of a template names a section by its title as in an address. There is no heading of that title in the template.",
		Why:     "What was said of the section has no effect: it is not optional, weighs 1, and is not found by its other titles.",
		Example: `weights:
  roll-back: 3`,
		Instead: `weights:
  rollback: 3`,
	},
	{
		Code: StalePlan, Name: "stale-plan", Severity: Note,
		Summary: "an unfinished plan has not been changed for long",
		What:    "A plan with open tasks, questions or gaps whose files git has not seen change for check: stale_after (180 days unless set; off for never), on the day of the newest commit. Plans that are archived, done, accepted or given up are not meant, nor files of which git knows no date.",
		Why:     "Either the work goes on and the plan no longer says how, or it has stopped and the plan does not say that.",
		Example: "a plan last changed 14 months ago, with 9 tasks open",
		Instead: "bring it up to date, or give it a status such as done or withdrawn",
	},
	{
		Code: OutdatedCitation, Name: "outdated-citation", Severity: Note,
		Summary: "a requirement has changed since the document that cites it",
		What:    "A document cites a requirement whose text, in another file, reads otherwise today than when git last saw the document change. Other changes of that file do not count.",
		Why:     "What the document says may answer a requirement that is no longer asked.",
		Example: "a design of 2026-02-12 that cites FR-1.2, reworded on 2026-05-03",
		Instead: "read the requirement again, and change the document or commit it as checked",
	},
	{
		Code: HouseRule, Name: "house-rule", Severity: Warning,
		Summary: "a rule of the portfolio's own is broken",
		What:    "A document that lacks what one of house_rules in planfolio.yaml asks for: a section, words in it, a text that must or must not stand there, a citation, a field. The message begins with the rule's name, the hint is the rule's message, and the rule says how severe it is. A rule that concerns no document is reported too.",
		Why:     "The team has agreed on it.",
		Example: `house_rules: [{name: security-section, in: services/**, section: Security, words: 30}]
## Security

To do.`,
		Instead: `## Security

Clerks read, the harbour master writes; both sign in with a card …`,
	},
}
