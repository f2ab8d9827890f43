package site

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestKeysOfLists changes one plan of many, in several ways: each page that keeps
// its key keeps its view, and an edit of words leaves most pages of lists alone.
func TestKeysOfLists(t *testing.T) {
	files := portfolioOf(120)
	for i, path := range slices.Sorted(maps.Keys(files)) {
		text := fmt.Sprintf("---\nowner: team-%d\nstatus: draft\n---\n%s\n## Risks\n\n- Risk %d of it\n- Another %d\n- A third %d\n", i%7, files[path].Data, i, i, i)
		files[path] = &fstest.MapFile{Data: []byte(text)}
	}
	before := pagesOfLists(buildFS(t, files))
	lists := len(before)
	if lists < 100 {
		t.Fatalf("there are but %d pages of lists", lists)
	}
	const edited = "team-5/plan-111.md"
	original := string(files[edited].Data)
	for _, edit := range []struct {
		name string
		most float64 // share of the lists' pages that may change
		from func(string) string
	}{
		{"words", 0.2, func(s string) string { return strings.Replace(s, "Text about", "Words about", 1) }},
		{"a task is done", 0.3, func(s string) string { return strings.Replace(s, "- [ ]", "- [x]", 1) }},
		{"another title", 0.3, func(s string) string { return strings.Replace(s, "# Plan 111", "# Plain 111", 1) }},
		{"a requirement more", 1, func(s string) string {
			return strings.Replace(s, "- **FR-1.1**", "- **FR-9.9**: More.\n- **FR-1.1**", 1)
		}},
		{"archived", 1, func(s string) string { return strings.Replace(s, "status: draft", "status: done", 1) }},
		{"no phase", 1, func(s string) string { return s[:strings.Index(s, "## Phase")] }},
	} {
		text := edit.from(original)
		if text == original {
			t.Fatalf("%s: nothing is edited", edit.name)
		}
		files[edited] = &fstest.MapFile{Data: []byte(text)}
		changed := 0
		for path, p := range pagesOfLists(buildFS(t, files)) {
			old, ok := before[path]
			switch {
			case !ok:
				continue
			case p.Key() != old.Key():
				changed++
				continue
			}
			if was, is := old.View(), p.View(); !reflect.DeepEqual(was, is) {
				t.Errorf("%s: %s has the key that it had, and another view:\n%+v\n%+v", edit.name, path, was, is)
				break
			}
		}
		if changed > int(edit.most*float64(lists)) {
			t.Errorf("%s: the keys of %d pages change, there are %d of lists", edit.name, changed, lists)
		}
	}
}

// pagesOfLists are the pages of lists that have keys, by path.
func pagesOfLists(s *Site) map[string]Page {
	pages := map[string]Page{}
	for _, p := range s.Pages() {
		if p.Key != nil && (strings.Contains(p.Path, "/page/") || strings.Contains(p.Path, "entries-") || strings.Contains(p.Path, "rows-")) {
			pages[p.Path] = p
		}
	}
	return pages
}
