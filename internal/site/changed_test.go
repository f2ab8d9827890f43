package site

import (
	"encoding/xml"
	"slices"
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
	version := func(d int, author string) history.Version { return history.Version{Date: day(d), Author: author} }
	s.Facts.History = &history.History{Files: map[string]*history.File{
		"tug/requirements.md": {Changed: day(3), Author: "Ann", Versions: []history.Version{version(3, "Ann"), version(1, "Bob")}},
		"tug/design.md":       {Changed: day(7), Author: "Bob", Authors: []string{"Ann", "Bob", "<b>Cyd"}, Versions: []history.Version{version(7, "Bob"), version(3, "Ann")}},
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
}

// TestFeedOfChanges has a plan that git knows, which changed in three commits,
// one of both documents, and one of which only the plan itself gives a day.
func TestFeedOfChanges(t *testing.T) {
	s := build(t, "-- ferry.md --\n---\nupdated: 2026-02-05\nowner: Una\n---\n# Ferry\n\nText.\n"+
		"-- tug/requirements.md --\n# Tug\n\n- **FR-1**: Pull.\n-- tug/design.md --\n# Ropes\n\nText.\n")
	at := func(d int, author string) history.Version {
		return history.Version{Date: time.Date(2026, 2, d, 23, 0, 0, 0, time.UTC), Author: author}
	}
	s.Facts.History = &history.History{Files: map[string]*history.File{
		"tug/requirements.md": {Changed: at(3, "").Date, Author: "Ann", Versions: []history.Version{at(3, "Ann"), at(1, "Bob")}},
		"tug/design.md":       {Changed: at(7, "").Date, Author: "Bob", Versions: []history.Version{at(7, "Bob"), at(3, "Ann")}},
	}}
	feed := func() []string {
		var f struct {
			Updated string `xml:"updated"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
				Author  string `xml:"author>name"`
				Summary string `xml:"summary"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(raw(t, s, "feed.xml")), &f); err != nil {
			t.Fatal(err)
		}
		list, ids := []string{f.Updated}, map[string]bool{}
		for _, e := range f.Entries {
			list = append(list, strings.Join([]string{e.Updated[:10], e.Title, e.Author, e.Summary}, " | "))
			if ids[e.ID] {
				t.Errorf("the id of %q is there twice", e.Summary)
			}
			ids[e.ID] = true
		}
		return list
	}
	want := []string{
		"2026-03-14T09:00:00Z",
		"2026-02-07 | Tug | Bob | Changed: Ropes. Now: 0 of 1 requirement covered.",
		"2026-02-05 | Ferry | Una | 1 document",
		"2026-02-03 | Tug | Ann | Changed: Tug, Ropes.",
		"2026-02-01 | Tug | Bob | Changed: Tug.",
	}
	if got := feed(); !slices.Equal(got, want) {
		t.Errorf("the feed is\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	s.Facts.Built.Date = at(2, "").Date // SOURCE_DATE_EPOCH before the last commit
	if got := feed(); got[0] != "2026-02-07T23:00:00Z" {
		t.Errorf("the feed says that it is of %s, and its entries are younger", got[0])
	}
}

// TestFeedOfABusyPlan tells of no more changes of one plan than its share.
func TestFeedOfABusyPlan(t *testing.T) {
	s := build(t, twoPlans)
	busy := &history.File{}
	for hour := range 2 * feedShare {
		busy.Versions = append(busy.Versions, history.Version{Date: time.Date(2026, 2, 1, hour, 0, 0, 0, time.UTC)})
	}
	busy.Changed = busy.Versions[len(busy.Versions)-1].Date
	s.Facts.History = &history.History{Files: map[string]*history.File{"tug/design.md": busy}}
	feed := raw(t, s, "feed.xml")
	if n := strings.Count(feed, "<entry>"); n != feedShare+1 || !strings.Contains(feed, "2026-02-01T19:00:00Z") {
		t.Errorf("%d entries:\n%s", n, feed)
	}
}
