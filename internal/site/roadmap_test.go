package site

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	ics "github.com/arran4/golang-ical"
)

// yard is a small portfolio with all that the roadmap shows: dates, durations
// and neither, dependencies within and between plans, every state of a task.
func yard(t testing.TB) *Site {
	return buildFS(t, fstest.MapFS{
		"planfolio.yaml": {Data: []byte(`base_url: https://example.org/
phases:
  - number: 1
    name: Groundwork
    start: 2026-01-05
    end: 2026-02-27
    milestones: [{name: Survey done, date: 2026-02-13}]
`)},
		"core/hull.md": {Data: []byte(`---
status: Approved
owner: Ines Okafor
tags: [ships, steel]
updated: 2026-03-02
---
# Hull

## Requirements

- **FR-1**: The hull shall float.
- **FR-2**: The hull shall be painted.

## Phase 1: Frame (2026-01-05 to 2026-02-27)

- [x] T001 Keel (FR-1)
- [ ] T002 Ribs, depends on T001 (FR-1)
- [-] T003 [P] Planks (FR-1)

## Phase 2: Paint (2 weeks)

**Depends on**: Phase 1

- [ ] T004 Prime @mira (2 days)
- [~] T005 Stripe

**Risk**: rain in March

[NEEDS CLARIFICATION: which white?]

## Risks

- The yard floods in Phase 1
- Steel gets dearer

## Milestones

- Launch, 2026-05-04 (Phase 2)
`)},
		"core/mast.md":  {Data: []byte("---\ndepends_on: hull\nowner: [Ines Okafor, Tom]\nstatus: Draft\n---\n# Mast\n\n## Phase 1: Wood (~8 hours)\n\n- [ ] Fell\n\n## Phase 2: Rig\n\n- [x] Sew\n")},
		"sails.md":      {Data: []byte("# Sails\n\n## Phase 1: Cloth\n\nBuy cloth.\n\n## Phase 2: Sewing\n\nSew it.\n")},
		"notes/talk.md": {Data: []byte("# Talk\n\nNothing planned.\n")},
	})
}

func TestRoadmapPage(t *testing.T) {
	v := view[RoadmapView](t, yard(t), "roadmap/index.html")
	var lanes, figures, filters []string
	for _, l := range v.Lanes {
		var cells []string
		for _, c := range l.Cells {
			if c != nil {
				cells = append(cells, fmt.Sprintf("%s %s %d/%d", c.Label, c.State.Name, c.Progress.Done, c.Progress.Total))
			}
		}
		lanes = append(lanes, fmt.Sprintf("%s|%s|%s|%s|%s: %s", l.Group, l.Plan.Label, l.OwnerIDs, l.StatusID, l.States, strings.Join(cells, ", ")))
	}
	for _, c := range v.Figures {
		figures = append(figures, fmt.Sprintf("%d %s %s", c.N, c.What, c.Href))
	}
	for _, g := range v.Filters {
		for _, o := range g.Options {
			filters = append(filters, fmt.Sprintf("%s=%s %d %s", g.Key, o.Value, o.N, o.Href))
		}
	}
	same(t, "lanes", lanes, []string{
		"|Sails|||not-measurable: Cloth open 0/0, Sewing open 0/0",
		"core|Hull|ines-okafor|approved|overdue active: Frame overdue 1/3, Paint open 0/2",
		"core|Mast|ines-okafor tom|draft|overdue active: Wood overdue 0/1, Rig done 1/1",
	})
	same(t, "figures", figures, []string{
		"2 plans with overdue work ../roadmap/state/overdue/", "2 plans unfinished ../roadmap/state/active/", "1 plan not measurable ../roadmap/state/not-measurable/",
	})
	same(t, "filters", filters, []string{
		"owner=ines-okafor 2 ../roadmap/owner/ines-okafor/", "owner=tom 1 ../roadmap/owner/tom/", "status=approved 1 ../roadmap/status/approved/", "status=draft 1 ../roadmap/status/draft/",
		"tag=ships 1 ../roadmap/tag/ships/", "tag=steel 1 ../roadmap/tag/steel/",
		"state=overdue 2 ../roadmap/state/overdue/", "state=active 2 ../roadmap/state/active/", "state=not-measurable 1 ../roadmap/state/not-measurable/",
	})
	if v.Columns[0].Title != "Groundwork" || v.Columns[0].Dates != "2026-01-05 – 2026-02-27" || len(v.NoPhases) != 1 || v.NoPhases[0].Label != "Talk" {
		t.Errorf("columns %+v, without phases %+v", v.Columns, v.NoPhases)
	}
	if len(v.Waits.Items) != 1 || v.Waits.Items[0].Label != "Mast" || v.Waits.Items[0].Note != "waits for Hull (not done)" {
		t.Errorf("plans that wait: %+v", v.Waits)
	}
	if n := len(view[RoadmapView](t, yard(t), "roadmap/owner/tom/index.html").Lanes); n != 1 {
		t.Errorf("Tom has %d lanes", n)
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTimelinesByScale(t *testing.T) {
	s := yard(t)
	say := func(line Timeline) []string {
		var rows []string
		for _, r := range line.Rows {
			for _, x := range r.Spans {
				rows = append(rows, fmt.Sprintf("%s: %s %d+%d %s %v", r.Plan.Label, x.Label, x.Start, x.Length, x.When, x.Derived))
			}
			for _, m := range r.Marks {
				rows = append(rows, fmt.Sprintf("%s: ◆ %s %d", r.Plan.Label, m.Label, m.At))
			}
		}
		return rows
	}
	lines := view[RoadmapView](t, s, "roadmap/index.html").Timelines
	if len(lines) != 2 || lines[0].TodayDate != "2026-03-14" || lines[0].Today != 72 || !lines[0].Reckoned {
		t.Fatalf("the timelines are %+v", lines)
	}
	same(t, "spans by date", say(lines[0]), []string{
		"Portfolio: Phase 1: Groundwork 4+54 2026-01-05 – 2026-02-27 false", "Portfolio: ◆ Survey done 43",
		"Hull: Phase 1: Frame 4+54 2026-01-05 – 2026-02-27 false", "Hull: Phase 2: Paint 60+12 2026-03-02 – 2026-03-13 true", "Hull: ◆ Launch 123",
	})
	same(t, "spans by duration", say(lines[1]), []string{"Mast: Phase 1: Wood 0+480 ~8 hours false", "Mast: Phase 2: Rig 480+480 no duration stated true"})
	own := view[PlanRoadmapView](t, s, "roadmap/plan/sails/index.html").Timeline
	same(t, "spans in order", say(*own), []string{"Sails: Phase 1: Cloth 0+1 step 1 false", "Sails: Phase 2: Sewing 1+1 step 2 false"})
}

func TestPlanRoadmap(t *testing.T) {
	v := view[PlanRoadmapView](t, yard(t), "roadmap/plan/core/hull/index.html")
	var board, waits, path []string
	for _, row := range v.Board {
		for _, c := range row.Columns {
			for _, task := range c.Tasks {
				board = append(board, row.Label+" "+c.State.Name+" "+task.ID)
			}
		}
	}
	for _, w := range v.Waits {
		waits = append(waits, w.From.Label+" ← "+w.To.Label+" "+w.To.State.Name)
	}
	for _, i := range v.Schedule.Path {
		path = append(path, i.Label)
	}
	same(t, "board", board, []string{"Phase 1: Frame open T002", "Phase 1: Frame active T003", "Phase 1: Frame done T001", "Phase 2: Paint open T004"})
	if v.Board[1].Skipped != 1 {
		t.Errorf("%d tasks are skipped", v.Board[1].Skipped)
	}
	if len(waits) != 3 || !slices.Contains(waits, "Mast ← Hull open") || !slices.Contains(waits, "Phase 2: Paint ← Phase 1: Frame overdue") {
		t.Errorf("dependencies are %q", waits)
	}
	if len(path) != 3 || v.Drawing == nil || len(v.Drawing.Nodes) != 4 || len(v.Drawing.Lines) != 2 {
		t.Errorf("path %q, drawing %+v", path, v.Drawing)
	}
	if len(v.Untasked) != 1 || v.Untasked[0].ID != "FR-2" || len(v.Untraced) != 1 || v.Untraced[0].ID != "T004" {
		t.Errorf("without task %+v, without requirement %+v", v.Untasked, v.Untraced)
	}
	if len(v.Ready) != 2 || v.Ready[0].ID != "T002" || v.Ready[1].ID != "T003" {
		t.Errorf("ready are %+v", v.Ready)
	}
	if len(v.Risks) != 3 || len(v.Questions) != 1 || len(v.Milestones) != 1 {
		t.Errorf("risks %+v, questions %+v, milestones %+v", v.Risks, v.Questions, v.Milestones)
	}
}

func TestPhasePage(t *testing.T) {
	s := yard(t)
	v := view[PhaseView](t, s, "roadmap/phase-2/index.html")
	if v.Lead != "In 3 plans · done in 1 · 1 of 3 tasks done" || v.Prev == nil || v.Prev.Href != "../../roadmap/phase-1/" {
		t.Errorf("lead %q, before it %v", v.Lead, v.Prev)
	}
	hull := v.Plans[0]
	if hull.Plan.Label != "Hull" || len(hull.Waits) != 1 || hull.Waits[0].Label != "Phase 1: Frame" || len(hull.Risks) != 1 || len(hull.Questions) != 1 || len(hull.Tasks) != 2 {
		t.Errorf("the part of the hull is %+v", hull)
	}
	if owner, length := hull.Tasks[0].Owner, hull.Tasks[0].Estimate; length != "2 days" {
		t.Errorf("its first task has owner %q and takes %q", owner, length)
	}
	b := view[BoardView](t, s, "roadmap/phase-1/board/index.html")
	if len(b.Rows) != 3 || b.Rows[0].Label != "Hull" || len(b.Rows[0].Columns) != 4 {
		t.Errorf("the board is %+v", b.Rows)
	}
}

// TestOverdueTasks has tasks before and after their day, which is 14 March 2026
// in tests, and one that was done in time.
func TestOverdueTasks(t *testing.T) {
	s := build(t, "-- quay.md --\n# Quay\n\n## Phase 1: Piles\n\n- [ ] T1 Drive (due 2026-03-13)\n- [ ] T2 Cap (due 2026-03-14)\n- [x] T3 Dive (due 2026-01-02)\n- [-] T4 Cast (due 2026-02-01)\n")
	v := view[RoadmapView](t, s, "roadmap/index.html")
	var got []string
	for _, i := range v.Overdue.Items {
		got = append(got, strings.Fields(i.Label)[0]+" | "+i.State.Word+" | "+i.Note)
	}
	same(t, "overdue", got, []string{"T4 | overdue since 2026-02-01 | Quay, due 2026-02-01", "T1 | overdue since 2026-03-13 | Quay, due 2026-03-13"})
	if v.Overdue.All.N != 2 || v.Lanes[0].States != "overdue active" {
		t.Errorf("%d overdue, the plan's work is %s", v.Overdue.All.N, v.Lanes[0].States)
	}
	if home := view[HomeView](t, s, "index.html").Blocked; home.All.N != 2 {
		t.Errorf("the home page says of overdue work: %+v", home)
	}
}

// TestBoardOfSubTasks has a task that stands for its parts, one that is done with
// them, and one of which only itself is left.
func TestBoardOfSubTasks(t *testing.T) {
	s := build(t, "-- quay.md --\n# Quay\n\n## Phase 1: Piles\n\n- [ ] 1 Drive\n  - [x] 1.1 Ten\n  - [ ] 1.2 Twenty\n- [x] 2 Cap\n  - [x] 2.1 Cast\n- [ ] 3. Survey\n  - [x] 3.1 Dive\n")
	row := view[PlanRoadmapView](t, s, "roadmap/plan/quay/index.html").Board[0]
	var board []string
	for _, c := range row.Columns {
		for _, task := range c.Tasks {
			board = append(board, c.State.Name+" "+task.ID)
		}
	}
	same(t, "board", board, []string{"open 1.2", "open 3", "done 1.1", "done 2.1", "done 3.1"})
	if row.Holding != 2 || row.Progress.Total != len(board)+row.Holding {
		t.Errorf("%d tasks hold others; of %d, %d stand in columns", row.Holding, row.Progress.Total, len(board))
	}
}

// TestRoadmapCountsAgain counts the boxes of a portfolio by their bytes, and
// holds what the pages show to that.
func TestRoadmapCountsAgain(t *testing.T) {
	files := portfolioOf(45)
	s := buildFS(t, files)
	boxes, phases := 0, 0
	for _, f := range files {
		boxes += len(regexp.MustCompile(`(?m)^- \[[ x]\]`).FindAll(f.Data, -1))
		phases += len(regexp.MustCompile(`(?m)^## Phase \d`).FindAll(f.Data, -1))
	}
	v := view[RoadmapView](t, s, "roadmap/index.html")
	lanes, cells, onPages, onBoards := 0, 0, 0, 0
	for _, l := range v.Lanes {
		lanes += l.Progress.Total
		for _, c := range l.Cells {
			if c != nil {
				cells++
			}
		}
	}
	for _, p := range s.Pages() {
		switch v := p.View().(type) {
		case PhaseView:
			for _, part := range v.Plans {
				onPages += len(part.Tasks)
			}
		case BoardView:
			for _, row := range v.Rows {
				for _, c := range row.Columns {
					onBoards += len(c.Tasks)
				}
			}
		}
	}
	if lanes != boxes || onPages != boxes || onBoards != boxes || cells != phases || boxes != 45*30 {
		t.Errorf("%d boxes and %d phases in the text; lanes have %d, phase pages %d, boards %d, cells are %d", boxes, phases, lanes, onPages, onBoards, cells)
	}
}

// TestRoadmapOfManyPlans holds a thousand plans of five phases to pages that can
// be read and are complete together.
func TestRoadmapOfManyPlans(t *testing.T) {
	files := fstest.MapFS{}
	for p := range 1000 {
		var b strings.Builder
		fmt.Fprintf(&b, "---\nowner: team-%d\nstatus: draft\n---\n# Plan %d\n\n", p%37, p)
		for phase := range 5 {
			fmt.Fprintf(&b, "## Phase %d: Work of %d\n\n- [x] One\n- [ ] Two\n- [ ] Three\n\n", phase+1, (p*7+phase)%91)
		}
		files[fmt.Sprintf("g%02d/plan-%d.md", p/100, p)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	s := buildFS(t, files)
	v := view[RoadmapView](t, s, "roadmap/index.html")
	lanes, groups := map[string]bool{}, map[string]bool{}
	for _, address := range s.lists.lanes().all.pages {
		v := view[RoadmapView](t, s, address+"index.html")
		if len(v.Lanes) > laneLength || !v.Compact {
			t.Errorf("%s has %d lanes", address, len(v.Lanes))
		}
		for _, l := range v.Lanes {
			lanes[l.Plan.Label], groups[l.Group] = true, true
		}
	}
	if len(lanes) != 1000 || len(groups) != 10 {
		t.Errorf("the pages have %d lanes in %d groups", len(lanes), len(groups))
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(text)
	w.Close()
	if packed.Len() > 200_000 {
		t.Errorf("the roadmap's view has %d bytes compressed", packed.Len())
	}
	parts := map[string]int{}
	for _, p := range s.Pages() {
		if p.Template != "phase" {
			continue
		}
		v := p.View().(PhaseView)
		if n := len(v.Plans); n > phaseWeight/planWeight {
			t.Errorf("%s shows %d plans", p.Path, n)
		}
		parts[v.Heading] += len(v.Plans)
	}
	for heading, n := range parts {
		if n != 1000 {
			t.Errorf("the pages of %s show %d plans", heading, n)
		}
	}
	if len(parts) != 5 {
		t.Errorf("%d phases", len(parts))
	}
}

func TestCalendarOfMilestonesAndPhases(t *testing.T) {
	text := raw(t, yard(t), "roadmap.ics")
	for line := range strings.Lines(text) {
		if !strings.HasSuffix(line, "\r\n") || len(line) > 77 {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	seen := map[string]bool{}
	for _, e := range c.Events() {
		start, err := e.GetAllDayStartAt()
		if err != nil || seen[e.Id()] || e.GetProperty(ics.ComponentPropertyDtstamp) == nil {
			t.Errorf("event %s: %v", e.Id(), err)
		}
		seen[e.Id()] = true
		got = append(got, start.Format(time.DateOnly)+" "+e.GetProperty(ics.ComponentPropertySummary).Value)
	}
	same(t, "events", got, []string{
		"2026-01-05 Phase 1: Groundwork", "2026-01-05 Hull – Phase 1: Frame", "2026-02-13 Survey done", "2026-05-04 Hull – Launch",
	})
}

// strictAtom is what RFC 4287 asks of a feed and its entries.
type strictAtom struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	IDs     []string   `xml:"http://www.w3.org/2005/Atom id"`
	Titles  []string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Authors []struct{} `xml:"http://www.w3.org/2005/Atom author"`
	Entries []struct {
		IDs     []string   `xml:"http://www.w3.org/2005/Atom id"`
		Titles  []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

func TestFeedIsStrictAtom(t *testing.T) {
	var f strictAtom
	d := xml.NewDecoder(strings.NewReader(raw(t, yard(t), "feed.xml")))
	d.Strict = true
	if err := d.Decode(&f); err != nil {
		t.Fatal(err)
	}
	stamp := func(list []string) time.Time {
		if len(list) != 1 {
			t.Fatalf("%d times", len(list))
		}
		at, err := time.Parse(time.RFC3339, list[0])
		if err != nil {
			t.Error(err)
		}
		return at
	}
	if len(f.IDs) != 1 || len(f.Titles) != 1 || len(f.Authors) == 0 {
		t.Errorf("the feed is %+v", f)
	}
	last := stamp(f.Updated)
	ids := map[string]bool{f.IDs[0]: true}
	for _, e := range f.Entries {
		if len(e.IDs) != 1 || ids[e.IDs[0]] || len(e.Titles) != 1 || len(e.Links) == 0 || !strings.HasPrefix(e.Links[0].Href, "https://") {
			t.Errorf("an entry is %+v", e)
		}
		ids[e.IDs[0]] = true
		if at := stamp(e.Updated); at.After(last) {
			t.Errorf("%s stands behind what is older", e.Titles[0])
		} else {
			last = at
		}
	}
	if n := len(f.Entries); n != 4 || f.Entries[n-1].Titles[0] != "Hull" || f.Entries[n-1].Updated[0] != "2026-03-02T00:00:00Z" {
		t.Errorf("entries are %+v", f.Entries)
	}
}
