package site

import (
	"strings"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/history"
)

const twoPlans = "-- ferry.md --\n# Ferry\n\nText.\n-- tug/requirements.md --\n# Tug\n\n- **FR-1**: Pull.\n-- tug/design.md --\n# Design\n\nText.\n"

func TestLastChange(t *testing.T) {
	s := build(t, twoPlans)
	day := func(d int) time.Time { return time.Date(2026, 2, d, 23, 0, 0, 0, time.UTC) }
	for _, r := range view[HomeView](t, s, "index.html").Plans {
		if r.Changed != "" {
			t.Errorf("without git, %s changed on %s", r.Label, r.Changed)
		}
	}
	if feed := string(view[Raw](t, s, "feed.xml").Bytes); strings.Count(feed, "<updated>2026-03-14T09:00:00Z") != 3 {
		t.Errorf("without git, the day of the site stands in the feed:\n%s", feed)
	}
	s.Facts.History = &history.History{Files: map[string]*history.File{
		"tug/requirements.md": {Changed: day(3), Author: "Ann"},
		"tug/design.md":       {Changed: day(7), Author: "Bob", Authors: []string{"Ann", "Bob", "<b>Cyd"}},
	}}
	rows := view[HomeView](t, s, "index.html").Plans
	if rows[0].Changed != "" || rows[1].Changed != "2026-02-07" {
		t.Errorf("changed on %q and %q", rows[0].Changed, rows[1].Changed)
	}
	fact := func(page string) (l Link) {
		for _, f := range view[DocumentView](t, s, page).Facts {
			if f.Name == "Changed" {
				l = f.Value
			}
		}
		return l
	}
	if got := fact("plans/tug/index.html"); got.Label != "2026-02-03 by Ann" || got.Title != "" {
		t.Errorf("requirements changed %+v", got)
	}
	if got := fact("plans/tug/design/index.html"); got.Label != "2026-02-07 by Bob" || got.Title != "also by Ann, <b>Cyd" {
		t.Errorf("design changed %+v", got)
	}
	if got := fact("plans/ferry/index.html"); got.Label != "" {
		t.Errorf("a file that git does not know changed %+v", got)
	}
	if feed := string(view[Raw](t, s, "feed.xml").Bytes); !strings.Contains(feed, "<updated>2026-02-07T23:00:00Z</updated>") {
		t.Errorf("the feed does not say when the tug changed:\n%s", feed)
	}
}
