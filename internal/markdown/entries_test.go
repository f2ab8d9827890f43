package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
)

// entriesOf writes each entry as: kind depth label "=" value, "cited" for a
// citation list.
func entriesOf(d *plan.Document) []string {
	var out []string
	for _, e := range d.Entries() {
		s := fmt.Sprintf("%s %d %s = %s", e.Kind, e.Depth, e.Label, strings.ReplaceAll(e.Value, "\n", "⏎"))
		if e.Citation {
			s += " (cited)"
		}
		out = append(out, s)
	}
	return out
}

func TestEntries(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"labels", `
- **Backend**: Go
- Type: relational
- **Mast:** oak
- **Sail** — linen
- 11:30 is high water
- see https://example.org: it is there
- It was late. We waited: an hour
`, `
item 0 Backend = Go
item 0 Type = relational
item 0 Mast = oak
item 0 Sail = linen
item 0  = 11:30 is high water
item 0  = see https://example.org: it is there
item 0  = It was late. We waited: an hour`},
		{"nesting", `
1. **[Risk]**: storm
   - Chance: high

   More words.
2. second
`, `
item 0 [Risk] = storm
item 1 Chance = high
paragraph 0  = More words.
item 0  = second`},
		{"fields of a paragraph", `
**Owner**: Ines
**Date**: today

Owner: Ines
Date: today

It is said of the quay, and of most of its boats, that they
are old: this wraps
`, `
paragraph 0 Owner = Ines
paragraph 0 Date = today
paragraph 0 Owner = Ines
paragraph 0 Date = today
paragraph 0  = It is said of the quay, and of most of its boats, that they are old: this wraps`},
		{"hard breaks", "one\\\ntwo  \nthree\n", `
paragraph 0  = one
paragraph 0  = two
paragraph 0  = three`},
		{"table", `
| Name | Depth |
| --- | --- |
| Quay: | 4 m |
| Mole | |
`, `
row 0 Quay = 4 m
row 0 Mole = `},
		{"code, image, rule, comment, html", `
~~~go
a := 1

b := 2
~~~

![a map](map.png)

---

<!-- nothing -->

<details><summary>Tides</summary>low</details>

[l]: x.md

[Answer]: B
`, `
code 0  = a := 1⏎⏎b := 2
image 0  = a map
html 0  = Tides low
paragraph 0 [Answer] = B`},
		{"citations", `
_Requirements: FR-1.1, NFR-1.2_

**Validates: Requirements 1.5, 5.3**

- _Requirements: 1.1-1.6, All (see above)_

_Requirements: the ferry must be dry_

Requirements: FR-1 because of the tide
`, `
paragraph 0 Requirements = FR-1.1, NFR-1.2 (cited)
paragraph 0 Validates = Requirements 1.5, 5.3 (cited)
item 0 Requirements = 1.1-1.6, All (see above) (cited)
paragraph 0 Requirements = the ferry must be dry
paragraph 0 Requirements = FR-1 because of the tide`},
		{"boxes, quotes, inline", `
- [x] paint the **hull** with ` + "`tar`" + ` <b>twice</b>
- [ ] Name: <the boat>

> said the *pilot*
`, `
item 0  = paint the hull with tar twice
item 0 Name = <the boat>
paragraph 0  = said the pilot`},
		{"full width", "- 名前：港\n", "\nitem 0 名前 = 港"},
	} {
		d := parseText("# Quay\n" + c.text)
		if got := "\n" + strings.Join(entriesOf(d), "\n"); got != c.want {
			t.Errorf("%s:%s\nwant:%s", c.name, got, c.want)
		}
		checkEntries(t, d)
	}
}

func TestEntrySpansAreWhatStandsThere(t *testing.T) {
	d := parseText("# Quay\n\n- **A**: one\n  - two\n    words\n\n> quoted\n\n| a | b |\n|--|--|\n| c | d |\n\n~~~\ncode\n~~~\n")
	want := []string{"**A**: one", "two\n    words", "quoted", "| c | d |", "~~~\ncode\n"}
	for i, e := range d.Entries() {
		if got := d.File.Text[e.Span.Start:e.Span.End]; i >= len(want) || got != want[i] {
			t.Errorf("entry %d stands at %q", i, got)
		}
	}
	if len(d.Entries()) != len(want) {
		t.Errorf("%d entries, want %d", len(d.Entries()), len(want))
	}
}

func TestEmptySections(t *testing.T) {
	d := parseText("intro\n\n# A\n\n## B\n\n<!-- c -->\n\n---\n\n## C\n\n_Requirements: FR-1_\n\n## D\n\n![m](m.png)\n\n## E\n\n| a |\n|--|\n")
	want := map[string]bool{"": false, "A": true, "B": true, "C": true, "D": false, "E": true}
	for _, s := range d.Sections {
		if s.Empty != want[s.Title] {
			t.Errorf("section %q: empty is %v", s.Title, s.Empty)
		}
	}
}

// checkEntries holds what is promised of the entries of any document.
func checkEntries(t *testing.T, d *plan.Document) {
	t.Helper()
	last := 0
	filled := map[int]bool{}
	for _, e := range d.Entries() {
		if e.Span.Start < last || e.Span.End < e.Span.Start || e.Span.End > len(d.File.Text) {
			t.Fatalf("entry %+v is out of order or of bounds", e)
		}
		last = e.Span.Start
		if s := d.Sections[e.Section]; e.Span.Start < s.Span.Start || e.Span.Start > s.Span.End {
			t.Fatalf("entry %+v is not in its section %+v", e, s)
		}
		if e.Kind != plan.EntryImage && strings.TrimSpace(e.Text) == "" && len(e.Cells) == 0 {
			t.Fatalf("entry %+v says nothing", e)
		}
		filled[e.Section] = filled[e.Section] || !e.Citation
	}
	for i, s := range d.Sections {
		if s.Empty == filled[i] {
			t.Fatalf("section %q: empty is %v", s.Title, s.Empty)
		}
	}
}
