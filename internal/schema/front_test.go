package schema

import (
	"strings"
	"testing"
)

// A section with fewer words than the template asks for is not filled.
func TestWords(t *testing.T) {
	s := FromDocument("house", parse("---\nwords: {summary: 6, rooms: 3}\n---\n# House\n\n## Summary\n\n[what it is]\n\n## Rooms\n\n- Kitchen: [on which floor]\n- Cellar: [on which floor]\n"))
	for text, want := range map[string]string{
		"A house of seven good words.": "filled filled",
		"A house.":                     "partial partial",
		"A house of [which stone] and nothing else at all": "partial partial",
		"木の家ですよ。":                                          "filled filled",
		"N/A":                                              "not-applicable not-applicable",
		"A house.\n\n### Roof\n\nOf slate, mostly, and moss.": "filled filled",
	} {
		a := Align(parse("# Mine\n\n## Summary\n\n"+text+"\n\n## Rooms\n\n- Kitchen: ground floor\n- Cellar: [on which floor]\n"), s)
		checkStates(t, a, map[string]string{"Summary": want, "Rooms": "partial filled placeholder"})
		noted := strings.Contains(strings.Join(a.Notes, "\n"), "“Summary” has 2 of the 6 words that are asked for")
		if noted != (text == "A house.") {
			t.Errorf("%q: notes %q", text, a.Notes)
		}
	}
	short := Align(parse("# Mine\n\n## Rooms\n\n- Kitchen: here\n- Cellar: [on which floor]\n"), s)
	checkStates(t, short, map[string]string{"Rooms": "partial partial placeholder"})
}

// What stands below an optional section may be missing with it, not without.
func TestBelowOptionalSections(t *testing.T) {
	s := FromDocument("house", parse("---\noptional: [garden]\n---\n# House\n\n## Rooms\n\n[how many]\n\n## Garden\n\n### Trees\n\n[which]\n\n### Beds\n\n[which]\n"))
	checkStates(t, Align(parse("# Mine\n\n## Rooms\n\nsix\n"), s), map[string]string{"Garden": "not-applicable", "Trees": "not-applicable not-applicable"})
	checkStates(t, Align(parse("# Mine\n\n## Garden\n\n### Trees\n\noaks\n"), s), map[string]string{"Garden": "partial", "Beds": "missing missing"})
}

// A template is found for documents of its roles, and where its marks are.
func TestRolesAndMarks(t *testing.T) {
	text := "# Mine\n\n## Rooms\n\nsix\n\n## Roof\n\nslate\n\n## Cellar\n\ndry\n\n## Garden\n\noaks\n"
	template := strings.Replace(text, "# Mine", "# House", 1)
	for _, c := range []struct {
		front, path string
		found       bool
	}{
		{"", "plan.md", true},
		{"roles: [design]", "design.md", true},
		{"roles: [design]", "plan.md", false},
		{"roles: [design, plan]", "plan.md", true},
		{"roles: [design]", "house-template.md", true},
		{"marks: [attic]", "plan.md", true}, // the template has no such section, so it marks nothing
		{"marks: [roof]", "plan.md", true},
		{"marks: [the-garden]\naliases: {the-garden: [Park]}", "plan.md", false},
		{"marks: [the-garden]\naliases: {the-garden: [Garden]}", "plan.md", true},
	} {
		s := FromDocument("house", parse("---\n"+c.front+"\n---\n"+template+"\n## The Garden\n\n[which trees]\n"))
		if a := Find(parseAt(c.path, text), []*Schema{s}, ""); (a != nil) != c.found {
			t.Errorf("%q for %s: found is %v", c.front, c.path, a != nil)
		}
	}
}

// Boxes that ask for nothing, labels and questions are meant to stay: neither
// content nor gaps.
func TestTextMeantToStay(t *testing.T) {
	text := "# House\n\n## Signed off\n\nBefore anybody moves in:\n\n- [ ] The roof is tight\n- [ ] The well is clean\n\n## Rooms\n\nWhich rooms does it have?\n\n- [ ] The owner has seen them\n- Size: [in paces]\n\n## Roof\n\nWrite down what it is made of.\n"
	s := FromDocument("house", parse(text))
	if len(s.Sections[0].Slots) != 0 {
		t.Errorf("a checklist asks for %+v", s.Sections[0].Slots)
	}
	a := Align(parse(text), s)
	checkStates(t, a, map[string]string{"Signed off": "filled", "Rooms": "untouched placeholder", "Roof": "untouched untouched"})
	if !a.Copy {
		t.Error("a copy is not known")
	}
	ticked := strings.NewReplacer("[ ]", "[x]", "[in paces]", "nine", "Write down what it is made of.", "Slate.").Replace(text)
	a = Align(parse(ticked), s)
	checkStates(t, a, map[string]string{"Signed off": "filled", "Rooms": "filled filled", "Roof": "filled filled"})
	if len(a.Gaps) > 0 {
		t.Errorf("gaps %+v", a.Gaps)
	}
	a = Align(parse("# Mine\n\n## Rooms\n\nWhich rooms does it have?\n\n- [x] The owner has seen them\n"), s)
	checkStates(t, a, map[string]string{"Rooms": "empty empty"})
}

// A template is known in somebody else's wording by its fingerprints.
func TestPrintsOfAnotherWording(t *testing.T) {
	s := FromDocument("house", parse("# House\n\n## Rooms\n\n[how many there are]\n\n## Roof\n\n[what it is made of]\n\n## Notes\n\n[anything else]\n"))
	theirs := "# House\n\n## Rooms\n\nList every room of the house.\n\n## Roof\n\nSlate or straw\n\n```mermaid\ngraph TD\n  roof of slate --> gutter\n```\n\n## Notes\n\nThis page is kept by the bailiff.\n"
	s.readPrints("# a comment\n" + strings.Join(Prints(parse(theirs), "Notes"), "\n"))
	a := Align(parse(theirs), s)
	checkStates(t, a, map[string]string{"Rooms": "untouched untouched", "Roof": "untouched untouched", "Notes": "empty empty"})
	if !a.Copy {
		t.Error("their copy is not known")
	}
	var lines []string
	for _, g := range a.Gaps {
		lines = append(lines, g.Text)
	}
	if got := strings.Join(lines, "; "); got != "List every room of the house.; Slate or straw; roof of slate --> gutter" {
		t.Errorf("gaps %s", got)
	}
	// Three words may well be an author's own elsewhere; four in one place are not.
	a = Align(parse("# Mine\n\n## Rooms\n\nSlate or straw\n\n## Roof\n\nList every room of the house.\n"), s)
	checkStates(t, a, map[string]string{"Rooms": "filled filled", "Roof": "untouched untouched"})
}

// What a template says beside what it asks for, and the lists that it gives, are
// meant to stay; what is all there is in a section stands where content belongs.
func TestUntouchedTextThatIsNoGap(t *testing.T) {
	text := "# House\n\n## Rules\n\n- Every door shuts by itself\n- No stove is left alone\n\n## Rooms\n\n**Purpose**: where people live in winter\n\n- [how many there are]\n\n## Roof\n\nThe roof in its main parts.\n"
	a := Align(parse(text), FromDocument("house", parse(text)))
	var got []string
	for _, g := range a.Gaps {
		got = append(got, string(g.Kind)+" "+g.Text)
	}
	if want := "placeholder [how many there are]; untouched The roof in its main parts."; strings.Join(got, "; ") != want {
		t.Errorf("gaps %q, want %q", got, want)
	}
}

// Of several templates, the one that knows most of a document is found, and the
// others are ranked behind it.
func TestRank(t *testing.T) {
	d := parseAt("design.md", template(t, "spec-workflow-design").Source)
	ranked := Rank(d, Builtin())
	if len(ranked) < 2 || ranked[0].Schema.Name != "spec-workflow-design" || ranked[1].Schema.Name != "kiro-design" {
		t.Fatalf("%+v", ranked)
	}
	if got := ranked[0].Reason(); got != "17 of 17 headings, 8 of 8 sections known" {
		t.Errorf("reason %q", got)
	}
	for i, c := range ranked {
		if c.Fit < 0 || c.Fit > 1 || c.Found > c.Asked || c.Known > c.Tops || i > 0 && c.Fits && !ranked[i-1].Fits {
			t.Errorf("%s: %+v", c.Schema.Name, c)
		}
	}
	if got := Rank(parse("# Nothing\n"), Builtin()); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, c := range []struct{ name, path, text string }{
		{"copy", "plan.md", template(b, technical).Source},
		{"none", "notes.md", "# Notes\n" + strings.Repeat("\n## Wind\n\nFrom the west.\n\n### Speed\n\nLow.\n", 40)},
		{"design", "design.md", template(b, "kiro-design").Source},
	} {
		d := parseAt(c.path, c.text)
		schemas := Builtin()
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Find(d, schemas, "")
			}
		})
	}
}
