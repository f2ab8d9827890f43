package schema

import (
	"strings"
	"testing"
)

// The author's further requirements are the template's one, repeated: all of
// them have to be filled.
func TestSectionsThatRepeat(t *testing.T) {
	s := template(t, "kiro-requirements")
	requirement := func(n, story, criterion string) string {
		return "### Requirement " + n + ": Mooring\n\n**User Story:** " + story + "\n\n#### Acceptance Criteria\n\n1. " + criterion + "\n2. IF it blows THEN the ferry SHALL stay\n\n"
	}
	story, open := "As a skipper, I want a bollard, so that I sleep", "As a [kind of person], I want a bollard, so that [what I gain]"
	criterion := "WHEN the line is thrown THEN the bollard SHALL hold"
	head := "# Ferry\n\n## Introduction\n\nMooring.\n\n## Requirements\n\n"
	for _, c := range []struct {
		name, text string
		story      State
		criteria   State
		line       string // where the story's slot is
	}{
		{"all filled", requirement("1", story, criterion) + requirement("2", story, criterion) + requirement("3", story, criterion), Filled, Filled, story},
		{"the last story open", requirement("1", story, criterion) + requirement("2", story, criterion) + requirement("3", open, criterion), Partial, Filled, open},
		{"a criterion open", requirement("1", story, criterion) + requirement("2", story, "WHEN [something happens] THEN the bollard SHALL hold"), Filled, Partial, story},
		{"criteria empty", requirement("1", story, criterion) + "### Requirement 2\n\n**User Story:** " + story + "\n\n#### Acceptance Criteria\n\n### Requirement 3\n\n**User Story:** " + story + "\n", Filled, Partial, story},
	} {
		d := parseAt("requirements.md", head+c.text)
		a := Find(d, Builtin(), "")
		if a == nil || a.Schema != s {
			t.Errorf("%s: not recognised", c.name)
			continue
		}
		checkStates(t, a, map[string]string{"Requirement 1: [What it is about]": string(join([]State{c.story, c.criteria})) + " " + string(c.story)})
		if got := a.Sections()[3].State; got != c.criteria {
			t.Errorf("%s: criteria are %s, want %s", c.name, got, c.criteria)
		}
		slot := a.Sections()[2].Slots[0]
		if got := d.File.Text[slot.Span.Start:slot.Span.End]; !strings.Contains(got, c.line) {
			t.Errorf("%s: the story is taken to stand at %q", c.name, got)
		}
		if want := strings.Count(c.text, "### Requirement") - 1; len(a.Sections()[2].More) != want {
			t.Errorf("%s: repeated %d times, want %d", c.name, len(a.Sections()[2].More), want)
		}
	}
}

// "Phase 7: Polish" is the template's "Polish", whatever its number, and what
// stands between is more of the template's last phase.
func TestNumbersOfASeries(t *testing.T) {
	a := Align(parse("# Ferry\n\n## Phase 1: Yard\n\n- [ ] T001 Sweep\n\n## Phase 2: Foundational\n\n- [ ] T002 Keel\n\n## Phase 3: User Story 1 - Board\n\n**Goal**: a gangway\n\n## Phase 4: User Story 2 - Steer\n\n**Goal**: a wheel\n\n## Phase 5: Polish & Cross-Cutting Concerns\n\n- [ ] T009 Paint\n\n## Dependencies & Execution Order\n\nx\n"),
		template(t, "spec-kit-tasks"))
	byTitle := map[string]SectionState{}
	for i, st := range a.Sections() {
		byTitle[a.Schema.Sections[i].Title] = st
	}
	story := byTitle["Phase 3: User Story 1 - [What the person gets done] (Priority: P1)"]
	if polish := byTitle["Polish & Cross-Cutting Concerns"]; len(story.More) != 1 || polish.Section != 6 {
		t.Errorf("stories %+v, polish %+v", story, polish)
	}
}

// Where the template leaves a title open, or has one heading alone below
// another, text under no such heading will do.
func TestTitlesLeftOpen(t *testing.T) {
	s := FromDocument("house", parse("# House\n\n## Rooms\n\n### [Name of the room]\n\n- Size: [in paces]\n\n## Roof\n\n[of what]\n"))
	sole := FromDocument("house", parse("# House\n\n## Rooms\n\n### Sizes\n\n- Size: [in paces]\n\n## Roof\n\n[of what]\n"))
	for text, want := range map[string]string{
		"### Kitchen\n\n- Size: nine\n":                                     "filled filled",
		"### Kitchen\n\n- Size: nine\n\n### Cellar\n\n- Size: [in paces]\n": "partial partial",
		"- Size: nine\n":    "filled filled",
		"nine paces\n":      "filled filled",
		"[in paces, say]\n": "placeholder placeholder",
		"":                  "empty empty",
	} {
		checkStates(t, Align(parse("# Mine\n\n## Rooms\n\n"+text), s), map[string]string{"[Name of the room]": want})
		if !strings.Contains(text, "Cellar") { // a title of the author's own, not one more of the template's
			checkStates(t, Align(parse("# Mine\n\n## Rooms\n\n"+text), sole), map[string]string{"Sizes": want})
		}
	}
}
