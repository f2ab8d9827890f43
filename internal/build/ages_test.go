package build

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/planfolio/planfolio/internal/history"
)

// What git knows is part of what a site is made from: where it changes, the next
// site is that of a build from nothing, no plan is parsed again, and what files
// said before is read once.
func TestHistoryIsAnInput(t *testing.T) {
	root := fstest.MapFS{
		"berths/requirements.md": {Data: []byte("# Berths\n\n- **FR-1**: Two ferries.\n")},
		"berths/design.md":       {Data: []byte("# Design\n\n## Piers\n\nOne for each (FR-1).\n")},
	}
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	read := 0
	past := func(design int) *history.History {
		return &history.History{
			Files: map[string]*history.File{
				"berths/requirements.md": {Changed: day(20), Versions: []history.Version{{Date: day(20), Blob: "b"}, {Date: day(1), Blob: "a"}}},
				"berths/design.md":       {Changed: day(design), Author: "Ann", Versions: []history.Version{{Date: day(design), Blob: "c"}}},
			},
			Objects: func(_ context.Context, ids []string, _ int) map[string]string {
				read += len(ids)
				return map[string]string{"a": "# Berths\n\n- **FR-1**: One ferry.\n"}
			},
		}
	}
	in := func(h *history.History) Inputs {
		return Inputs{Root: root, History: func() *history.History { return h }}
	}
	first, second := past(3), past(5)
	a, err := Build(t.Context(), in(first), nil)
	fatal(t, err)
	if again, err := Build(t.Context(), in(first), a); err != nil || again != a {
		t.Errorf("the same history makes another result: %v", err)
	}
	b, err := Build(t.Context(), in(second), a)
	fatal(t, err)
	if b.Stats().Parsed != 0 || read != 1 {
		t.Errorf("%d plans parsed again, %d earlier texts read", b.Stats().Parsed, read)
	}
	cold, err := Build(t.Context(), in(second), nil)
	fatal(t, err)
	if !slices.Equal(b.Paths(), cold.Paths()) {
		t.Fatal("other files than of a build from nothing")
	}
	for _, p := range cold.Paths() {
		got, err := b.File(p)
		fatal(t, err)
		want, err := cold.File(p)
		fatal(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not that of a build from nothing", p)
		}
	}
	page, err := b.File("plans/berths/design/index.html")
	fatal(t, err)
	if !strings.Contains(string(page), "2026-03-05 by Ann") || !strings.Contains(string(page), "has changed since this document did") {
		t.Error("the page does not say when it changed and what it missed")
	}
	none, err := Build(t.Context(), in(nil), b)
	fatal(t, err)
	page, err = none.File("plans/berths/design/index.html")
	fatal(t, err)
	if strings.Contains(string(page), "2026-03-05") {
		t.Error("a date without git")
	}
}

// CODEOWNERS names the owners of plans that name none: the repository's, by the
// path there, before one that lies among the plans.
func TestOwnersOfRepository(t *testing.T) {
	root := fstest.MapFS{
		".github/CODEOWNERS": {Data: []byte("* @below\n")},
		"a.md":               {Data: []byte("# A\n\nText.\n")},
		"b.md":               {Data: []byte("---\nowner: Ann\n---\n# B\n\nText.\n")},
	}
	owners := func(h *history.History) string {
		r, err := Build(t.Context(), Inputs{Root: root, History: func() *history.History { return h }}, nil)
		fatal(t, err)
		var list []string
		for _, p := range r.Site.Facts.Portfolio.Plans {
			list = append(list, p.ID+": "+strings.Join(p.Owners, " "))
		}
		return strings.Join(list, "; ")
	}
	if got := owners(nil); got != "a: @below; b: Ann" {
		t.Errorf("without git: %s", got)
	}
	h := &history.History{Prefix: "plans/", Owners: history.ParseOwners("* @all\n/plans/a.md @top\n")}
	if got := owners(h); got != "a: @top; b: Ann" {
		t.Errorf("with git: %s", got)
	}
}
