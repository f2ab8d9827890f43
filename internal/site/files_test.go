package site

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/planfolio/planfolio/internal/search"
)

func raw(t testing.TB, s *Site, path string) string {
	t.Helper()
	return string(view[Raw](t, s, path).Bytes)
}

func TestHeaders(t *testing.T) {
	want := `/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=()
/*.svg
  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox
`
	if got := raw(t, buildFile(t, "ferry.txtar"), "_headers"); got != want {
		t.Errorf("_headers is\n%s", got)
	}
}

// withBase is a portfolio with an address, and a title that markup would break on.
func withBase(t testing.TB) *Site {
	return buildFS(t, fstest.MapFS{
		"planfolio.yaml": {Data: []byte("title: \"Plans & <b>more</b>\"\nbase_url: https://example.org/plans/\n")},
		"a plan.md":      {Data: []byte("---\nstatus: Draft\nowner: Ann & Bob\n---\n# A [plan] <x>\n\n## Requirements\n\n- **FR-1**: The plan shall have a title.\n\n## Phase 1: Start (2026-01-05 to 2026-02-27)\n\n- [x] Do FR-1\n")},
	})
}

func TestFeed(t *testing.T) {
	s := withBase(t)
	text := raw(t, s, "feed.xml")
	var f atomFeed
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	if f.Title != "Plans & <b>more</b>" || f.Updated != "2026-03-14T09:00:00Z" || len(f.Entries) != 1 {
		t.Errorf("the feed is %+v", f)
	}
	e := f.Entries[0]
	if e.Link.Href != "https://example.org/plans/plans/a-plan/" || e.Authors[0].Name != "Ann & Bob" || e.Summary != "Draft, 1 of 1 requirement covered, 1 of 1 task done" {
		t.Errorf("the entry is %+v", e)
	}
	id := regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if !id.MatchString(f.ID) || !id.MatchString(e.ID) || f.ID == e.ID {
		t.Errorf("ids are %q and %q", f.ID, e.ID)
	}
}

func TestFeedWithoutDate(t *testing.T) {
	f := buildFile(t, "ferry.txtar").Facts
	f.Built = Built{Version: "1.0"}
	text := raw(t, New(f, nil), "feed.xml")
	if !strings.Contains(text, "<updated>1970-01-01T00:00:00Z</updated>") || !strings.Contains(text, `href="plans/gates/"`) {
		t.Errorf("the feed is\n%s", text)
	}
}

func TestCalendar(t *testing.T) {
	s := withBase(t)
	c, err := ics.ParseCalendar(strings.NewReader(raw(t, s, "roadmap.ics")))
	if err != nil {
		t.Fatal(err)
	}
	events := c.Events()
	if len(events) != 1 {
		t.Fatalf("there are %d events", len(events))
	}
	e := events[0]
	start, _ := e.GetAllDayStartAt()
	end, _ := e.GetAllDayEndAt()
	if start.Format(time.DateOnly) != "2026-01-05" || end.Format(time.DateOnly) != "2026-02-28" {
		t.Errorf("the event lasts from %v up to %v", start, end)
	}
	if e.Id() != "a-plan/Phase-1@planfolio" || e.GetProperty(ics.ComponentPropertyUrl).Value != "https://example.org/plans/plans/a-plan/#phase-1-start-2026-01-05-to-2026-02-27" {
		t.Errorf("the event is %q at %q", e.Id(), e.GetProperty(ics.ComponentPropertyUrl).Value)
	}
}

func TestSitemapAndRobots(t *testing.T) {
	s := withBase(t)
	var set urlset
	if err := xml.Unmarshal([]byte(raw(t, s, "sitemap.xml")), &set); err != nil {
		t.Fatal(err)
	}
	var locs []string
	for _, u := range set.URLs {
		locs = append(locs, u.Loc)
	}
	for _, want := range []string{"https://example.org/plans/", "https://example.org/plans/plans/a-plan/", "https://example.org/plans/requirements/a-plan/FR-1/"} {
		if !slices.Contains(locs, want) {
			t.Errorf("the sitemap lacks %s: %q", want, locs)
		}
	}
	if got := raw(t, s, "robots.txt"); got != "User-agent: *\nAllow: /\nSitemap: https://example.org/plans/sitemap.xml\n" {
		t.Errorf("robots.txt is %q", got)
	}
	if got := raw(t, s, "_redirects"); !strings.HasPrefix(got, "/plans/plans/ /plans/ 302\n") {
		t.Errorf("_redirects is %q", got)
	}
}

func TestRedirects(t *testing.T) {
	want := "/plans/ / 302\n/api/ /api/v1/portfolio.json 302\n/api/v1/ /api/v1/portfolio.json 302\n/plans/gates/requirements/ /plans/gates/ 301\n"
	if got := raw(t, buildFile(t, "ferry.txtar"), "_redirects"); got != want {
		t.Errorf("_redirects is %q, want %q", got, want)
	}
}

func TestLLMs(t *testing.T) {
	got := raw(t, withBase(t), "llms.txt")
	for _, want := range []string{"# Plans & \\<b>more\\</b>\n", "- [A \\[plan\\] \\<x>](https://example.org/plans/plans/a-plan/): Draft, "} {
		if !strings.Contains(got, want) {
			t.Errorf("llms.txt has no %q:\n%s", want, got)
		}
	}
}

func TestBadges(t *testing.T) {
	s := build(t, "-- planfolio.yaml --\nbase_url: https://example.org/p/\n-- ferry.md --\n# Ferry\n\n## Requirements\n\n- **FR-1**: Float.\n- **FR-2**: Ring.\n\n## Design\n\nA hull (FR-1).\n\n## Open questions\n\n- Who rings?\n- ~~Who steers?~~\n-- note.md --\n# Note\n\nText.\n")
	for file, want := range map[string]string{
		"badges/score.svg": "no score", "badges/coverage.svg": "50 % covered", "badges/questions.svg": "1 open question",
		"badges/ferry/score.svg": "no score", "badges/ferry/coverage.svg": "50 % covered", "badges/ferry/questions.svg": "1 open question",
		"badges/note/coverage.svg": "no requirements", "badges/note/questions.svg": "no open questions",
	} {
		text := raw(t, s, file)
		if !strings.Contains(text, ">"+want+"</text>") {
			t.Errorf("%s does not say %q:\n%s", file, want, text)
		}
		if err := xml.Unmarshal([]byte(text), new(svg)); err != nil {
			t.Error(err)
		}
	}
	if got := string(percentBadge("plan", true, 82, "complete", "")); !strings.Contains(got, ">82 % complete</text>") || !strings.Contains(got, badgeGood) {
		t.Errorf("a score of 82 is %s", got)
	}
	list := view[PlanCompletenessView](t, s, "completeness/ferry/index.html").Badges
	if len(list) != 3 || list[1].Image != "../../badges/ferry/coverage.svg" || list[1].Markdown != "[![coverage](https://example.org/p/badges/ferry/coverage.svg)](https://example.org/p/matrix/ferry/)" {
		t.Errorf("the snippets are %+v", list)
	}
	if list = view[PlanCompletenessView](t, s, "completeness/note/index.html").Badges; len(list) != 2 {
		t.Errorf("of a plan without requirements: %+v", list)
	}
}

func TestNotFoundIsAtHomeAnywhere(t *testing.T) {
	v := view[NotFoundView](t, withBase(t), "404.html")
	if v.Root != "/plans/" || v.Nav[0].Href != "/plans/" || v.Plans[0].Href != "/plans/plans/a-plan/" || v.Canonical != "" {
		t.Errorf("the page is %+v", v)
	}
}

// TestSearchEntriesInFiles holds the files of entries, asked for in any order,
// to all entries in theirs.
func TestSearchEntriesInFiles(t *testing.T) {
	s := buildFS(t, portfolioOf(12))
	var all []search.Entry
	for _, p := range s.index.plans {
		all = append(all, s.searchEntries(p)...)
	}
	for _, page := range s.Pages() {
		name := strings.TrimPrefix(page.Path, "search/")
		if from, to, ok := search.EntriesFile(name); ok {
			if got, want := string(page.View().(Raw).Bytes), string(search.EncodeEntries(all[from:min(to, len(all))])); got != want {
				t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
			}
		}
	}
}

// TestSearchEntriesAtOnce asks for the entries of more plans than are kept from
// several goroutines at once.
func TestSearchEntriesAtOnce(t *testing.T) {
	s := buildFS(t, portfolioOf(3*recentPlans))
	x := newSearchIndex(s)
	want := search.EncodeEntries(newSearchIndex(s).slice(0, x.entries))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 20 {
				if got := search.EncodeEntries(x.slice(0, x.entries)); !bytes.Equal(got, want) {
					t.Error("the entries are not those that one goroutine is given")
				}
			}
		})
	}
	wait.Wait()
}

func TestSearchFiles(t *testing.T) {
	s := buildFile(t, "ferry.txtar")
	for _, p := range s.index.plans {
		if n := len(s.searchEntries(p)); n != searchCount(p) {
			t.Errorf("%s has %d entries, %d were counted", p.path, n, searchCount(p))
		}
	}
	if got := raw(t, s, "search/index.json"); !strings.Contains(got, `"version":1`) {
		t.Errorf("the manifest is %s", got)
	}
	if got := raw(t, s, "search/terms-0.json"); !strings.Contains(got, `"cable":[`) {
		t.Errorf("a task's word is not in the index")
	}
	v := view[SearchView](t, s, "search/index.html")
	var letters []string
	for _, l := range v.Letters {
		letters = append(letters, l.Letter)
	}
	if !slices.Equal(letters, []string{"D", "F", "G", "P", "Q", "S", "T"}) {
		t.Errorf("letters are %q", letters)
	}
}
