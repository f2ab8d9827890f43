package schema

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

func parse(text string) *plan.Document { return parseAt("plan.md", text) }

func parseAt(path, text string) *plan.Document {
	return markdown.Parse(source.NewFile(path, text), markdown.Options{RawHTML: "sanitize", Lang: "en"})
}

// placeOf is a path where a document that follows s may lie.
func placeOf(s *Schema) string {
	switch {
	case s.File != "":
		return s.File
	case slices.Contains(s.Roles, plan.Decision):
		return "decisions/0001-plank.md"
	case slices.Contains(s.Roles, plan.Proposal):
		return "rfcs/0001-plank.md"
	}
	return "plan.md"
}

// sectioned are the built-in templates with sections: kiro-tasks is a list and
// has none, so that nothing can be aligned with it.
func sectioned() []*Schema {
	return slices.DeleteFunc(Builtin(), func(s *Schema) bool { return len(s.Sections) == 0 })
}

func template(t testing.TB, name string) *Schema {
	t.Helper()
	for _, s := range Builtin() {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no template %q", name)
	return nil
}

const (
	technical      = "technical-implementation-plan"
	implementation = "implementation-plan"
)

func TestBuiltinTemplates(t *testing.T) {
	for _, c := range []struct {
		name                             string
		sections, slots, brackets, prose int
	}{
		{implementation, 39, 54, 54, 0},
		{technical, 30, 49, 56, 2},
	} {
		s := template(t, c.name)
		slots := 0
		for i, sec := range s.Sections {
			slots += len(sec.Slots)
			if sec.Prompt == "" && len(sec.Slots) > 0 {
				t.Errorf("%s: section %q has no prompt", c.name, sec.Title)
			}
			if sec.Children > 0 == (len(sec.Slots) > 0) {
				t.Errorf("%s: section %q has %d slots and %d children", c.name, sec.Title, len(sec.Slots), sec.Children)
			}
			if sec.Parent >= i {
				t.Errorf("%s: section %q stands before its parent", c.name, sec.Title)
			}
		}
		if len(s.Sections) != c.sections || slots != c.slots {
			t.Errorf("%s: %d sections, %d slots; want %d, %d", c.name, len(s.Sections), slots, c.sections, c.slots)
		}
		brackets, prose := 0, 0
		for _, g := range parse(s.Source).Gaps {
			switch g.Kind {
			case plan.GapPlaceholder:
				brackets += g.Slots
			case plan.GapUntouched:
				prose++
			default:
				t.Errorf("%s: %s %q", c.name, g.Kind, g.Text)
			}
		}
		if brackets != c.brackets || prose != c.prose {
			t.Errorf("%s: %d bracketed slots, %d lines of prose; want %d, %d", c.name, brackets, prose, c.brackets, c.prose)
		}
		if strings.HasPrefix(s.Source, "---") || !strings.HasPrefix(s.Source, "# ") {
			t.Errorf("%s: what a new plan is made of begins %q", c.name, s.Source[:20])
		}
	}
}

func TestUntouchedCopies(t *testing.T) {
	for _, s := range sectioned() {
		a := Find(parseAt(placeOf(s), s.Source), Builtin(), "")
		if a == nil || a.Schema != s {
			t.Fatalf("%s is not recognised in its own text", s.Name)
		}
		if !a.Copy || a.Match != 1 {
			t.Errorf("%s: copy %v, match %v", s.Name, a.Copy, a.Match)
		}
		for i, st := range a.Sections() {
			asks := len(st.Slots) > 0 || s.Sections[i].Children > 0
			if asks && (st.State != Untouched || st.Filled != 0 || st.Total == 0) || !asks && st.State != Filled {
				t.Errorf("%s: section %q is %s, %d of %d", s.Name, s.Sections[i].Title, st.State, st.Filled, st.Total)
			}
		}
		if d := parseAt(placeOf(s), s.Source); len(a.Own) != len(d.Citations) {
			t.Errorf("%s: %d of %d citations are its own", s.Name, len(a.Own), len(d.Citations))
		}
	}
}

// A copy under another title, with emoji, numbers and other levels, is a copy.
func TestCopiesInDisguise(t *testing.T) {
	s := template(t, technical)
	n := 0
	number := regexp.MustCompile(`(?m)^## (.*)$`)
	text := number.ReplaceAllStringFunc(s.Source, func(h string) string {
		n++
		return "## " + string(rune('0'+n)) + ". 🔐 " + strings.ToUpper(h[3:])
	})
	text = strings.Replace(text, "# Technical Implementation Plan", "# Ferry", 1)
	text = regexp.MustCompile(`(?m)^#`).ReplaceAllString(text, "##")
	a := Find(parse(text), Builtin(), "")
	if a == nil || a.Schema != s || !a.Copy {
		t.Fatalf("not recognised: %+v", a)
	}
	if len(a.Notes) == 0 {
		t.Error("nothing is noted about the levels")
	}
}

func TestFindLeavesOthersAlone(t *testing.T) {
	for name, text := range map[string]string{
		"readme":   "# Ferry\n\n## Overview\n\nA ferry.\n\n## Getting Started\n\nBoard.\n\n## Testing\n\nSwim.\n\n## Deployment\n\nPush.\n\n## License\n\nMIT\n",
		"research": "# Research\n\n## Summary\n\nWind.\n\n## Architecture\n\nHull.\n\n## Risks\n\nStorm.\n\n## Sources\n\nAlmanac.\n",
		"plan":     "# Plan\n\n## Overview\n\nx\n\n## Architecture\n\nx\n\n## Components and Interfaces\n\nx\n\n## Data Models\n\nx\n\n## Error Handling\n\nx\n\n## Testing Strategy\n\nx\n",
		"stories":  "# Spec\n\n## User Stories\n\n### US-1: Board\n\nx\n\n## Functional Requirements\n\nx\n\n## Success Criteria\n\nx\n\n## Assumptions\n\nx\n\n## Edge Cases\n\nx\n",
		"log":      "# 3. Paint\n\n## Status\n\nAccepted\n\n## Context\n\nRust.\n\n## Decision\n\nRed.\n\n## Consequences\n\nMore paint.\n",
		"empty":    "",
	} {
		path := "plan.md"
		if name == "stories" {
			path = "requirements.md"
		}
		if a := Find(parseAt(path, text), Builtin(), ""); a != nil {
			t.Errorf("%s is taken for %s (%s)", name, a.Schema.Name, a.Reason)
		}
	}
}

func TestFindByName(t *testing.T) {
	for _, named := range []string{technical, "Technical Implementation Plan", "technical implementation plan"} {
		a := Find(parse("# Ferry\n"), Builtin(), named)
		if a == nil || a.Schema.Name != technical || a.Reason != "configuration" {
			t.Errorf("%q: %+v", named, a)
		}
	}
	if a := Find(parse("---\ntemplate: implementation-plan\n---\n# Ferry\n"), Builtin(), implementation); a == nil || a.Reason != "front matter" {
		t.Errorf("front matter: %+v", a)
	}
	if a := Find(parse(template(t, technical).Source), Builtin(), "ferry"); a != nil {
		t.Errorf("a name that no template has gives %s", a.Schema.Name)
	}
}

// report writes the sections of an alignment that are not as want says.
func checkStates(t *testing.T, a *Alignment, want map[string]string) {
	t.Helper()
	seen := map[string]bool{}
	for i, st := range a.Sections() {
		title := a.Schema.Sections[i].Title
		w, ok := want[title]
		if !ok {
			continue
		}
		seen[title] = true
		got := string(st.State)
		for _, slot := range st.Slots {
			got += " " + string(slot.State)
		}
		if got != w {
			t.Errorf("%q: %s, want %s", title, got, w)
		}
	}
	for title := range want {
		if !seen[title] {
			t.Errorf("the template has no section %q", title)
		}
	}
}

func TestStatesOfSlots(t *testing.T) {
	a := Align(parse(`# Ferry

## 1. Technology Stack

### Back End
- **Language**: Go
- Runtime Environment:
  - two containers

### Frontend
N/A, there are no pages.

### Database
- Type: [What kind of store]
- Specific System: PostgreSQL, [which edition]
- Version: TBD

### Infrastructure
| What | Which |
| --- | --- |
| Hosting | our own quay |
| Deployment | none |
| CDN | [NEEDS CLARIFICATION: do we need one?] |

## Design

### High-Level Design

Two hulls, one deck.

### Component Responsibilities
- Bridge: steers
- Component B: [What it answers for, and what it leaves to others]

### Data Flow

<!-- later -->

### API

We offer one call.

#### Authentication

By letter.

## Security

### Data Protection
- [Which data is sensitive]

## Testing
### Unit Tests
Keine.
`), template(t, implementation))
	checkStates(t, a, map[string]string{
		"Backend":                     "filled filled filled",
		"Frontend":                    "not-applicable not-applicable not-applicable",
		"Database":                    "partial placeholder partial placeholder",
		"Infrastructure":              "partial filled not-applicable question",
		"Technology Stack":            "partial",
		"High-Level Design":           "filled filled",
		"Component Responsibilities":  "partial filled filled placeholder",
		"Data Flow":                   "empty empty",
		"API Design":                  "partial missing filled missing",
		"Data Protection":             "placeholder placeholder missing",
		"Security Considerations":     "placeholder",
		"Unit Testing":                "not-applicable not-applicable not-applicable",
		"Assumptions & Constraints":   "missing",
		"Technical Constraints":       "missing missing",
		"Infrastructure Requirements": "missing",
	})
}

func TestTolerance(t *testing.T) {
	a := Align(parse(`# Ferry

## Monitoring & Observability

### Logs
- one line a crossing

## Deployment Strategy

### Release Process
1. ask

## Testing Strategy

### Unit Testing
- planks

### Performance Testing
- waves

## Performance Requirements
- **Response Time**: a minute

## Delivery

### Phase 1: Hull
- planks

### Phase 2: Mast
- oak

### Milestone 3
- paint
`), template(t, technical))
	found := map[string]bool{}

	for i, st := range a.Sections() {
		if st.Section != plan.None {
			found[a.Schema.Sections[i].Title] = true
		}
	}
	for _, want := range []string{"Monitoring and Observability", "Logging", "Release Process", "Unit Testing", "Performance Testing", "Performance Requirements",
		"Implementation Phases", "Phase 1: Foundation", "Phase 2: Core Features", "Phase 3: Enhancement"} {
		if !found[want] {
			t.Errorf("%q is not found", want)
		}
	}
	notes := strings.Join(a.Notes, "\n")
	for _, want := range []string{
		"“Logging” is titled “Logs”",
		"“Performance Requirements” stands in another section",
		"“Monitoring and Observability” stands earlier than in the template",
		"“Phase 1: Foundation” is titled “Phase 1: Hull”",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("not noted: %s\n%s", want, notes)
		}
	}
}

// Two sections of one title go to their own parents, in whatever order.
func TestEqualTitlesByPath(t *testing.T) {
	s := FromDocument("house", parse("# House\n\n## North\n\n### Windows\n\n[how many in the north]\n\n## South\n\n### Windows\n\n[how many in the south]\n"))
	a := Align(parse("# Mine\n\n## South\n\n### Windows\n\nfour\n\n## North\n\n### Windows\n\n[how many in the north]\n"), s)
	if got := []State{a.Sections()[1].State, a.Sections()[3].State}; got[0] != Untouched || got[1] != Filled {
		t.Errorf("windows are %v", got)
	}
	a = Align(parse("# Mine\n\n## South\n\n### Windows\n\nfour\n"), s)
	if a.Sections()[1].Section != plan.None || a.Sections()[3].State != Filled {
		t.Errorf("the south's windows went north: %+v", a.Sections())
	}
}

func TestTemplateOfOnesOwn(t *testing.T) {
	s := FromDocument("house", parse(`---
template: harbour
aliases:
  berths: [Moorings]
optional: [weather]
weights:
  berths: 3
---
# Harbour

## Berths

- Length: [in metres]

## Weather

[how it is mostly]

## Notes (optional)

## Contact

Write who answers the telephone.
`))
	if s.Name != "harbour" || len(s.Sections) != 4 {
		t.Fatalf("%+v", s)
	}
	if b := s.Sections[0]; b.Weight != 3 || len(b.Aliases) != 1 || b.Slots[0].Label != "Length" || b.Slots[0].Prompt != "in metres" {
		t.Errorf("%+v", b)
	}
	if !s.Sections[1].Optional || !s.Sections[2].Optional || s.Sections[0].Optional {
		t.Error("which sections are optional")
	}
	a := Align(parse("# Mine\n\n## Moorings\n\n- Length: 9\n\n## Contact\n\nWrite who answers the telephone.\n"), s)
	checkStates(t, a, map[string]string{
		"Berths": "filled filled", "Weather": "not-applicable not-applicable", "Notes (optional)": "not-applicable not-applicable",
		"Contact": "untouched untouched",
	})
	if len(a.Gaps) != 1 || a.Gaps[0].Kind != plan.GapUntouched {
		t.Errorf("gaps %+v", a.Gaps)
	}
}

// Text of the template that is left in a plan is a gap, once a line.
func TestGapsOfTheTemplate(t *testing.T) {
	s := template(t, implementation)
	d := parse(strings.Replace(s.Source, "Component A: [What it answers for, and what it leaves to others]", "Component A: answers letters", 1))
	a := Align(d, s)
	lines := map[int]plan.Gap{}
	for _, g := range a.Gaps {
		n := d.File.Position(g.Span.Start).Line
		if _, twice := lines[n]; twice {
			t.Errorf("two gaps in line %d", n)
		}
		lines[n] = g
	}
	if len(a.Gaps) != 54 {
		t.Errorf("%d gaps, want 54: the dummy's name is one still", len(a.Gaps))
	}
	if len(d.Gaps) != 53 {
		t.Errorf("the document has %d gaps, want 53: aligning writes to it", len(d.Gaps))
	}
}

// Citations of a template's own lines are its own until the section is filled.
func TestOwnCitations(t *testing.T) {
	s := template(t, technical)
	text := strings.Replace(s.Source, "[How the parts fit together and why this shape was chosen, in a few sentences]", "Two hulls, one deck.", 1)
	d := parse(text)
	a := Align(d, s)
	own := map[int]bool{}
	for _, i := range a.Own {
		own[i] = true
	}
	for i, c := range d.Citations {
		if filled := d.Sections[c.Section].Title == "Architecture Overview"; own[i] == filled {
			t.Errorf("citation %d (%s) in %q: own is %v", i, c.From, d.Sections[c.Section].Title, own[i])
		}
	}
	if len(d.Citations) == 0 {
		t.Error("no citations read")
	}
}
