package build

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// FuzzEdits tells stories of edits: after each, what is built from the result
// before is what would be built from nothing, byte for byte.
func FuzzEdits(f *testing.F) {
	f.Add([]byte{0, 0, 1, 1, 2, 2})
	f.Add([]byte{0, 3, 1, 0, 9, 0, 0, 1, 4, 8, 0})
	f.Add([]byte("requirements come and go"))
	f.Add([]byte{10, 1, 10, 2, 0, 1, 5, 10, 0, 11, 1, 11, 2, 11, 0})
	f.Add([]byte{0, 0, 3, 0, 1, 5, 0, 2, 4, 8, 1, 8, 0, 6, 0, 2, 7, 1})
	f.Add([]byte{12, 0, 0, 0, 7, 12, 1, 12, 2, 0, 0, 1})
	// Fuzzing the whole pipeline is slow; chance finds much sooner.
	// PLANFOLIO_STORIES sets how many stories it tells.
	stories := 12
	if n, err := strconv.Atoi(os.Getenv("PLANFOLIO_STORIES")); err == nil {
		stories = n
	}
	for i := range stories {
		chance := rand.New(rand.NewPCG(uint64(i), 1))
		story := make([]byte, 12+chance.IntN(36))
		for j := range story {
			story[j] = byte(chance.IntN(256))
		}
		f.Add(story)
	}
	f.Fuzz(func(t *testing.T, story []byte) {
		if len(story) > 48 {
			story = story[:48]
		}
		b := newBench()
		for path, text := range startingPlans {
			b.write(path, text)
		}
		e := &editor{bench: b, story: story}
		for e.more() {
			what := e.edit()
			if e.next()%3 != 0 && e.more() {
				continue // several edits, then a build
			}
			got, err := b.build()
			if err != nil {
				t.Fatalf("after %s: %v", what, err)
			}
			want, err := b.cold()
			if err != nil {
				t.Fatalf("after %s, from nothing: %v", what, err)
			}
			for _, d := range differences(got, want) {
				t.Errorf("after %s: %s", what, d)
			}
			if t.Failed() {
				return
			}
		}
	})
}

// startingPlans are what a story begins with.
var startingPlans = map[string]string{
	"billing/requirements.md": planTexts[0],
	"billing/design.md":       planTexts[1],
	"shipping.md":             planTexts[2],
}

// planPaths are the files that stories touch: one-file plans, documents of one
// plan, an image, names whose addresses meet, a template of the house.
var planPaths = []string{
	"billing/requirements.md", "billing/design.md", "billing/tasks.md", "shipping.md", "Shipping.md", "stock keeping.md",
	"stock-keeping.md", "billing.md", "images/map.png", "house/template.md", "templates/form.md",
}

// planTexts are what stories write into them.
var planTexts = []string{
	"# Billing\n\n- **FR-1:** Invoices leave on the first.\n- **FR-2:** They can be cancelled.\n",
	"# Design\n\nSee FR-1, FR-3 and [the parcels](../shipping.md#phase-1-parcels).\n\n## Open\n\n[NEEDS CLARIFICATION: how?]\n",
	"---\nstatus: draft\n---\n# Shipping\n\n### Phase 1: Parcels\n\n- [x] T001 Send them (billing/FR-1)\n- [ ] T002 Count them\n\n![map](images/map.png)\n",
	"# Tasks\n\n## Phase 1: Start\n\n- [ ] T001 One (FR-1)\n- [x] T002 Two (FR-2)\n\n## Phase 2: End\n\n- [ ] T003 Three (FR-1, FR-9)\n",
	"# Billing\n\n## Overview\n\n[Describe the plan]\n\n## Details\n\nTBD\n\n```go\nfunc main() {}\n```\n",
	"",
	"# Billing\n\n- **FR-1:** Invoices leave on the second.\n- ~~**FR-2:** They can be cancelled.~~\n",
	"\x00\xff broken\r\n# Text\r\n",
	"# Template\n\n## Overview\n\n[What it is about]\n\n## Risks\n\n[What could go wrong]\n",
}

var configTexts = []string{
	"title: One\n",
	"title: Two\nrules:\n  open-question: off\n",
	"templates:\n  billing/**: house/template.md\n  shipping.md: implementation-plan\n",
	"ignore: [\"stock*\"]\nkinds:\n  - name: security\n    pattern: SEC-\\d+\n",
	"base_url: https://example.org/plans/\nraw_html: escape\n",
}

var themeTexts = []string{"body{color:red}", "body{color:blue}", ""}

// editor does what the bytes of a story say.
type editor struct {
	bench *bench
	story []byte
}

func (e *editor) more() bool { return len(e.story) > 0 }

func (e *editor) next() int {
	if len(e.story) == 0 {
		return 0
	}
	n := int(e.story[0])
	e.story = e.story[1:]
	return n
}

// edit does one edit and says what it was.
func (e *editor) edit() string {
	b := e.bench
	switch kind := e.next() % 13; kind {
	case 4: // rename
		from, to := e.path(), e.path()
		if f := b.files[from]; f != nil && from != to {
			b.write(to, string(f.Data))
			b.remove(from)
		}
		return fmt.Sprintf("renaming %s to %s", from, to)
	case 5, 6:
		path := e.path()
		b.remove(path)
		return "deleting " + path
	case 7: // append to what is there
		path := e.path()
		if f := b.files[path]; f != nil {
			b.write(path, string(f.Data)+"\nMore of "+fmt.Sprint(e.next())+".\n")
		}
		return "appending to " + path
	case 8: // save as it is
		path := e.path()
		if f := b.files[path]; f != nil {
			b.write(path, string(f.Data))
		}
		return "saving " + path
	case 9:
		b.remove("planfolio.yaml")
		return "deleting the configuration"
	case 10:
		text := configTexts[e.next()%len(configTexts)]
		b.write("planfolio.yaml", text)
		return fmt.Sprintf("configuring %q", text)
	case 11:
		text := themeTexts[e.next()%len(themeTexts)]
		if text == "" {
			b.theme = nil
		} else {
			b.writeTheme("assets/site.css", text)
		}
		return fmt.Sprintf("a theme with %q", text)
	default:
		path, text := e.path(), planTexts[e.next()%len(planTexts)]
		b.write(path, text)
		return fmt.Sprintf("writing %q to %s", text, path)
	}
}

func (e *editor) path() string { return planPaths[e.next()%len(planPaths)] }

// TestRemembersWhatWasNotAsked has a page asked for in the first result and in
// the third, but not in between, as a preview does.
func TestRemembersWhatWasNotAsked(t *testing.T) {
	b := newBench()
	for _, path := range slices.Sorted(maps.Keys(startingPlans)) {
		b.write(path, startingPlans[path])
	}
	first, err := Build(t.Context(), b.inputs(), nil)
	fatal(t, err)
	_, err = first.File("plans/shipping/index.html")
	fatal(t, err)
	b.write("other.md", "# Other\n")
	second, err := Build(t.Context(), b.inputs(), first)
	fatal(t, err)
	b.remove("other.md")
	third, err := Build(t.Context(), b.inputs(), second)
	fatal(t, err)
	_, err = third.File("plans/shipping/index.html")
	fatal(t, err)
	if n := third.Stats().Rendered; n != 0 {
		t.Errorf("rendered %d pages, though the page was known", n)
	}
	if n := second.Stats().Rendered; n != 0 {
		t.Errorf("rendered %d pages that nobody asked for", n)
	}
}
