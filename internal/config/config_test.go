package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

func TestParse(t *testing.T) {
	c, found := Parse(source.NewFile(Name, `
title: Harbour  plans
description: >
  What we build,
  and how far it is
lang: pt-BR
base_url: https://plans.example.org/harbour/
repo_url: https://git.example.org/harbour/plans
edit_url: https://git.example.org/harbour/plans/edit/main/{path}
branch: trunk
accent: 210deg
raw_html: escape
ignore: [drafts/, "!drafts/kept.md"]
kinds:
  - name: security
    pattern: SEC-\d+
  - {name: quality of service, plural: qualities of service, pattern: "QOS\\d", color: 12}
templates:
  services/*.md: technical-implementation-plan
coverage:
  default: phase or task
  NFR: design and (testing or done)
  security: testing
waivers:
  - {requirement: billing/FR-1.*, reason: measured by the vendor, date: 2026-03-14, until: 2026-12-31}
check:
  fail_on: warning
  min_score: 60
  min_coverage: 80
phases:
  - number: 01
    name: Foundation
    aliases: [Groundwork, Sprint 1]
    start: 2026-01-05
    end: 2026-03-27
    milestones: [{name: First ship, date: 2026-03-20}]
  - {number: 2a, aliases: Core}
rules:
  PF201: off
  dangling-citation: [note, {severity: off, in: drafts/**}]
house_rules:
  - {name: security-section, severity: error, in: ["services/**", x.md], section: Security, words: 30, fields: {owner: "@.+"}}
limits:
  file_bytes: 8 MiB
  line_bytes: 65536
  files: 1_000
  depth: 20
near_duplicates: 60
`))
	if len(found) > 0 {
		t.Fatalf("diagnostics of a good configuration: %+v", found)
	}
	want := Config{
		Title: "Harbour plans", Description: "What we build, and how far it is", Lang: "pt-BR",
		BaseURL: "https://plans.example.org/harbour/", RepoURL: "https://git.example.org/harbour/plans",
		EditURL: "https://git.example.org/harbour/plans/edit/main/{path}", Branch: "trunk",
		Accent: "210", RawHTML: "escape", Ignore: []string{"drafts/", "!drafts/kept.md"},
		Kinds: []Kind{
			{Name: "security", Plural: "security requirements", Pattern: `SEC-\d+`},
			{Name: "quality of service", Plural: "qualities of service", Pattern: `QOS\d`, Color: "12"},
		},
		Template: map[string]string{"services/*.md": "technical-implementation-plan"},
		Phases: []Phase{
			{Number: "1", Name: "Foundation", Aliases: []string{"Groundwork", "Sprint 1"}, Start: "2026-01-05", End: "2026-03-27", Milestones: []Milestone{{"First ship", "2026-03-20"}}},
			{Number: "2A", Aliases: []string{"Core"}},
		},
		Coverage: map[string]Condition{
			AnyKind:          {Any: true, Parts: []Condition{{Need: NeedPhase}, {Need: NeedTask}}},
			"non-functional": {Parts: []Condition{{Need: NeedDesign}, {Any: true, Parts: []Condition{{Need: NeedTesting}, {Need: NeedDone}}}}},
			"security":       {Need: NeedTesting},
		},
		Waivers: []Waiver{{Requirement: "billing/FR-1.*", Reason: "measured by the vendor", Date: "2026-03-14", Until: "2026-12-31", Line: 25}},
		Similar: 60,
		FailOn:  diag.Warning, MinScore: 60, MinCoverage: 80, StaleAfter: 180,
		Rules: []Grading{
			{Code: diag.Uncovered, Severity: "off"},
			{Code: diag.DanglingCitation, Severity: "note"}, {Code: diag.DanglingCitation, Severity: "off", In: []string{"drafts/**"}},
		},
		HouseRules: []HouseRule{{
			Name: "security-section", Severity: diag.Error, In: []string{"services/**", "x.md"},
			Section: "Security", Words: 30, Fields: map[string]string{"owner": "@.+"}, Line: 42,
		}},
		Limits: source.Limits{FileBytes: 8 << 20, LineBytes: 65536, Files: 1000, Depth: 20},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestDefaults(t *testing.T) {
	for _, text := range []string{"", "# title: x\n", "check:\n  # fail_on: note\nrules:\nkinds:\ntemplates:\nignore:\n"} {
		c, found := Parse(source.NewFile(Name, text))
		if len(found) > 0 || !reflect.DeepEqual(c, Default()) {
			t.Errorf("%q: got %+v, %+v", text, c, found)
		}
	}
}

// TestFaults holds each fault to its place, message and hint, and everything
// else in the file to being read all the same.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"titel: x", `1:1-1:6 PF902 there is no setting "titel" | did you mean "title"?`},
		{"baseURL: x", `1:1-1:8 PF902 there is no setting "baseURL" | did you mean "base_url"?`},
		{"repo-url: x", `1:1-1:9 PF902 there is no setting "repo-url" | did you mean "repo_url"?`},
		{"fail_on: error", `1:1-1:8 PF902 there is no setting "fail_on" | it belongs under "check"`},
		{"check: {failon: error}", `1:9-1:15 PF902 there is no setting "failon" in "check" | did you mean "fail_on"?`},
		{"limits:\n  wibble: 1", `2:3-2:9 PF902 there is no setting "wibble" in "limits" | the settings here are asset_bytes, cells, columns, depth, file_bytes, files, footnotes, headings, line_bytes, marks, pipes, total_bytes`},
		{"title: [a, b]", `1:8-1:14 PF901 "title" must be text, not a list | `},
		{"title:", `1:7-1:7 PF901 "title" must be text, not nothing | `},
		{"lang: english please", `1:7-1:21 PF901 "lang" must be a language such as en or pt-BR, not "english please" | `},
		{"base_url: plans.example.org", `1:11-1:28 PF901 "base_url" must be an address such as https://plans.example.org/ without ? and #, not "plans.example.org" | `},
		{"base_url: javascript:alert(1)", `1:11-1:30 PF901 "base_url" must be an address such as https://plans.example.org/ without ? and #, not "javascript:alert(1)" | `},
		{"repo_url: https://me:secret@example.org/x", `1:11-1:42 PF901 "repo_url" must be an address such as https://plans.example.org/ without ? and #, not "https://me:secret@example.org/x" | `},
		{"edit_url: https://example.org/", `1:11-1:31 PF901 "edit_url" must be an address with {path} where the plan's path belongs, not "https://example.org/" | for instance https://github.com/example/plans/edit/main/{path}`},
		{"accent: teal", `1:9-1:13 PF901 "accent" must be a hue from 0 to 360, not "teal" | 0 is red, 120 green, 240 blue; the theme chooses lightness and strength, so that text stays readable`},
		{"raw_html: sanitise", `1:11-1:19 PF901 "raw_html" must be sanitize or escape, not "sanitise" | did you mean "sanitize"?`},
		{"check:\n  fail_on: fatal", `2:12-2:17 PF901 "fail_on" must be error, warning or note, not "fatal" | `},
		{"check:\n  min_score: 101", `2:14-2:17 PF901 "min_score" must be a whole number from 0 to 100, not "101" | `},
		{"check: strict", `1:8-1:14 PF901 "check" must be a mapping of settings, not "strict" | `},
		{"ignore: {a: b}", `1:9-1:15 PF901 "ignore" must be a list, not a mapping | `},
		{"ignore: ['[a']", `1:10-1:14 PF901 "[a" is no pattern as in .gitignore | `},
		{"kinds: security", `1:8-1:16 PF901 "kinds" must be a list of kinds, each with name and pattern, not "security" | `},
		{"kinds:\n  - name: Security\n    pattern: S", `2:11-2:19 PF901 "name" must be a word in lower case such as security, not "Security" | `},
		{"kinds:\n  - name: security", `2:5-2:19 PF901 a kind needs "pattern" | for instance: name: security and pattern: SEC-\d+`},
		{"kinds:\n  - {name: a, pattern: 'S('}", `2:24-2:28 PF901 "pattern" is no regular expression: missing closing ): ` + "`S(`" + ` | the syntax is that of https://go.dev/s/re2syntax`},
		{"kinds:\n  - {name: a, pattern: 'S*'}", `2:24-2:28 PF901 "pattern" must not match the empty text, as "S*" does | `},
		{"kinds: [{name: a, pattern: S}, {name: a, pattern: T}]", `1:32-1:53 PF901 the kind "a" stands here a second time | `},
		{"templates: [a]", `1:12-1:15 PF901 "templates" must be a mapping of plans to templates, not a list | for instance: services/*.md: technical-implementation-plan`},
		{"templates: {'a[': b}", `1:13-1:17 PF901 "a[" is no pattern of paths | a pattern has *, ? and [a-z], each within one part of a path, and ** for any number of parts`},
		{"phases: {1: Foundation}", `1:9-1:24 PF901 "phases" must be a list of phases, each with number and name, not a mapping | `},
		{"phases:\n  - name: Foundation", `2:5-2:21 PF901 a phase needs "number" | for instance: number: 1 and name: Foundation`},
		{"phases: [{number: one}]", `1:19-1:22 PF901 "number" must be the number of a phase such as 1, 0.5, 2A or A, not "one" | `},
		{"phases: [{number: 1}, {number: 01}]", `1:23-1:35 PF901 the phase "1" stands here a second time | `},
		{"phases: [{number: 1, aliases: A}, {number: 2, aliases: [B, a]}]", `1:35-1:63 PF901 the alias "a" stands here a second time | `},
		{"phases: [{number: 1, start: 5 March}]", `1:29-1:36 PF901 "start" must be a date such as 2026-03-14, not "5 March" | `},
		{"phases: [{number: 1, start: 2026-03-02, end: 2026-03-01}]", `1:10-1:57 PF901 the phase "1" ends on 2026-03-01, before it starts on 2026-03-02 | `},
		{"phases: [{number: 1, milestones: [{name: M}]}]", `1:35-1:44 PF901 a milestone needs "name" and "date" | `},
		{"aliases: [A]", `1:1-1:8 PF902 there is no setting "aliases" | it belongs under "phases"`},
		{"rules:\n  dangling-citaton: off", `2:3-2:19 PF902 there is no rule "dangling-citaton" | did you mean "dangling-citation"?`},
		{"rules:\n  PF999: off", `2:3-2:8 PF902 there is no rule "PF999" | a rule is named by its code, such as PF102, or its name, such as dangling-citation`},
		{"rules:\n  PF102: never", `2:10-2:15 PF901 "PF102" must be off, error, warning or note, not "never" | `},
		{"rules:\n  PF102: off\n  dangling-citation: note", `3:3-3:20 PF901 the rule PF102 (dangling-citation) is graded a second time | one rule takes a list: [{severity: off, in: drafts/**}, {severity: error, in: services/**}]`},
		{"limits:\n  file_bytes: 4 megabytes", `2:15-2:26 PF901 "file_bytes" must be a size such as 65536, 64 KiB or 4 MiB, not "4 megabytes" | `},
		{"limits:\n  depth: 0", `2:10-2:11 PF901 "depth" must be a whole number from 1 to 1000, not "0" | `},
		{"coverage: [a]", `1:11-1:14 PF901 "coverage" must be a mapping of kinds of requirement to what they need, not a list | for instance: NFR: design and testing`},
		{"coverage: {functionl: phase}", `1:12-1:21 PF902 there is no setting "functionl" in "coverage" | did you mean "functional"?`},
		{"coverage: {FR: design and tests}", `1:16-1:32 PF901 what "FR" needs cannot be read: "tests" is no need | join section, design, phase, task, testing and done by and, or and parentheses`},
		{"coverage: {FR: (design or phase}", `1:16-1:32 PF901 what "FR" needs cannot be read: a parenthesis is not closed | join section, design, phase, task, testing and done by and, or and parentheses`},
		{"waivers: {a: b}", `1:10-1:16 PF901 "waivers" must be a list of waivers, each with requirement, reason and date, not a mapping | `},
		{"waivers: [{requirement: FR-1, date: 2026-03-14}]", `1:11-1:48 PF901 a waiver needs "reason" | for instance: {requirement: billing/FR-1.2, reason: measured by the vendor, date: 2026-03-14}`},
		{"waivers: [{requirement: FR-1, reason: x, date: 14.3.2026}]", `1:48-1:57 PF901 "date" must be a date such as 2026-03-14, not "14.3.2026" | `},
		{"rules:\n  PF102: {severity: off, within: a}", `2:26-2:32 PF902 there is no setting "within" in "PF102" | the settings here are in, severity`},
		{"rules:\n  PF102: {severity: off, in: 'a['}", `2:30-2:34 PF901 "a[" is no pattern of paths | a pattern has *, ? and [a-z], each within one part of a path, and ** for any number of parts`},
		{"house_rules: [{name: a}]", `1:15-1:24 PF901 the house rule "a" asks for nothing | for instance: {name: security-section, section: Security, words: 30}`},
		{"house_rules: [{section: Aim}]", `1:15-1:29 PF901 a house rule needs "name" | for instance: {name: security-section, section: Security, words: 30}`},
		{"house_rules: [{name: a, excludes: '('}]", `1:35-1:38 PF901 "excludes" is no regular expression: missing closing ): ` + "`(`" + ` | the syntax is that of https://go.dev/s/re2syntax`},
		{"title: Phase 1: x", `1:15-1:15 PF901 ": " cannot stand within a value: put the value in quotes | `},
		{"- a", `1:1-1:1 PF901 the configuration is not a mapping of keys to values | write one setting a line, such as title: Plans`},
	} {
		t.Run(strings.ReplaceAll(c.text, "\n", " "), func(t *testing.T) {
			_, found := Parse(source.NewFile(Name, c.text))
			var got []string
			for _, d := range found {
				if d.Path != Name || d.Severity != diag.Error {
					t.Errorf("graded %s in %q", d.Severity, d.Path)
				}
				r := d.Range
				got = append(got, fmt.Sprintf("%d:%d-%d:%d %s %s | %s", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column, d.Code, d.Message, d.Hint))
			}
			if len(got) != 1 || got[0] != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), c.want)
			}
		})
	}
}

func TestFaultsLeaveTheRest(t *testing.T) {
	c, found := Parse(source.NewFile(Name, "titel: x\nlang: fr\ncheck:\n  min_score: many\n  fail_on: note\n"))
	if len(found) != 2 || c.Lang != "fr" || c.FailOn != diag.Note || c.MinScore != 0 {
		t.Errorf("got %+v, %+v", c, found)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"title", "titel", 1}, {"ignore", "ignores", 1}, {"abc", "", 3}, {"lang", "long", 1}, {"größe", "grosse", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("title: x\nkinds: [{name: a, pattern: S}]")
	f.Add("rules: {PF101: off}\nlimits: {depth: 3}")
	f.Fuzz(func(t *testing.T, text string) {
		_, found := Parse(source.NewFile(Name, text))
		for _, d := range found {
			if d.Range.Start.Line < 1 || d.Message == "" {
				t.Errorf("a fault without place or message: %+v", d)
			}
		}
	})
}

func TestConditions(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"phase", "phase"},
		{"Design AND phase", "design and phase"},
		{"design and phase or task and testing", "design and phase or task and testing"},
		{"design and (phase or task)", "design and (phase or task)"},
		{"((section))", "section"},
		{"", "a need is missing at the end"},
		{"design and", "a need is missing at the end"},
		{"design phase", `"phase" stands where "and" or "or" belongs`},
		{"phase)", `")" stands where "and" or "or" belongs`},
		{strings.Repeat("(", 30) + "phase" + strings.Repeat(")", 30), "more than 20 parentheses within each other"},
	} {
		got, err := ParseCondition(c.text)
		s := got.String()
		if err != nil {
			s = err.Error()
		}
		if s != c.want {
			t.Errorf("%q: got %q, want %q", c.text, s, c.want)
		}
	}
	c, _ := ParseCondition("design and phase or done")
	for _, m := range []struct {
		met  []Need
		want bool
	}{{nil, false}, {[]Need{NeedDesign}, false}, {[]Need{NeedDesign, NeedPhase}, true}, {[]Need{NeedDone}, true}} {
		if got := c.Met(func(n Need) bool { return slices.Contains(m.met, n) }); got != m.want {
			t.Errorf("%v: got %v", m.met, got)
		}
	}
	c, _ = ParseCondition("design and (phase or task) and done")
	for met, want := range map[Need]string{NeedDesign: "(phase or task) and done", NeedTask: "design and done", "": c.String()} {
		if got := c.Lacking(func(n Need) bool { return n == met }).String(); got != want {
			t.Errorf("with %q it lacks %q, want %q", met, got, want)
		}
	}
}

func TestGrade(t *testing.T) {
	c := Config{Rules: []Grading{
		{Code: diag.Uncovered, Severity: "off"},
		{Code: diag.DanglingCitation, Severity: "note"},
		{Code: diag.DanglingCitation, Severity: "off", In: []string{"drafts/**", "x.md"}},
	}}
	var list []diag.Diagnostic
	for _, path := range []string{"a.md", "drafts/b/c.md", "x.md"} {
		list = append(list, diag.New(diag.DanglingCitation, path, "d"), diag.New(diag.Uncovered, path, "u"), diag.New(diag.OpenQuestion, path, "q"))
	}
	var got []string
	for _, d := range c.Grade(diag.Pointers(list)) {
		got = append(got, d.Path+" "+d.Message+" "+string(d.Severity))
	}
	want := []string{"a.md d note", "a.md q warning", "drafts/b/c.md q warning", "x.md q warning"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if list[0].Severity != diag.Error {
		t.Error("the list itself was graded")
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"*.md", "a.md", true}, {"*.md", "a/b.md", false}, {"**", "a/b.md", true}, {"**/*.md", "b.md", true},
		{"a/**/z.md", "a/z.md", true}, {"a/**/z.md", "a/b/c/z.md", true}, {"a/**/z.md", "b/z.md", false},
		{"a/?.md", "a/b.md", true}, {"[", "[", false},
	} {
		if got := Match(c.pattern, c.path); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.path, got)
		}
	}
}

func TestAges(t *testing.T) {
	for text, want := range map[string]int{"180 days": 180, "1 day": 1, "90": 90, "26 weeks": 182, "6 Months": 180, "off": 0} {
		c, found := Parse(source.NewFile(Name, "check:\n  stale_after: "+text+"\n"))
		if len(found) > 0 || c.StaleAfter != want {
			t.Errorf("%s is %d days: %v", text, c.StaleAfter, found)
		}
	}
	for _, text := range []string{"soon", "-3 days", "2 years", "[1]"} {
		c, found := Parse(source.NewFile(Name, "check:\n  stale_after: "+text+"\n"))
		if len(found) != 1 || c.StaleAfter != 180 {
			t.Errorf("%s is %d days: %v", text, c.StaleAfter, found)
		}
	}
}
