package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestTimeline(t *testing.T) {
	s := buildFS(t, fstest.MapFS{"a.md": {Data: []byte(`# A

## Phase 1: One (2026-01-05 to 2026-02-27)

- [x] Do

## Phase 2: Two (2026-02-16 to 2026-04-10)

- [ ] Do

## Phase 3: Three (2026-04-11 to 2026-04-11)

- [ ] Do

## Phase 4: Four

- [ ] Do
`)}})
	lines := view[RoadmapView](t, s, "roadmap/index.html").Timelines
	if len(lines) != 1 {
		t.Fatalf("the timelines are %+v", lines)
	}
	line := lines[0]
	if line.Scale != "dates" || line.Length != 120 || line.Today != 72 || line.TodayDate != "2026-03-14" || len(line.Rows) != 1 {
		t.Fatalf("the timeline is %+v", line)
	}
	var ticks, spans []string
	for _, k := range line.Ticks {
		ticks = append(ticks, fmt.Sprintf("%d %s", k.At, k.Label))
	}
	for _, x := range line.Rows[0].Spans {
		spans = append(spans, fmt.Sprintf("%s %s track %d from %d for %d", x.Label, x.State.Name, x.Track, x.Start, x.Length))
	}
	if want := []string{"0 2026-01", "31 2026-02", "59 2026-03", "90 2026-04"}; !slices.Equal(ticks, want) {
		t.Errorf("ticks are %q, want %q", ticks, want)
	}
	want := []string{
		"Phase 1: One done track 0 from 4 for 54",
		"Phase 2: Two open track 1 from 46 for 54",
		"Phase 3: Three open track 0 from 100 for 1",
	}
	if !slices.Equal(spans, want) || line.Rows[0].Tracks != 2 {
		t.Errorf("spans are\n%s\nwant\n%s", strings.Join(spans, "\n"), strings.Join(want, "\n"))
	}
}

func TestTimelineWithoutDates(t *testing.T) {
	s := buildFS(t, fstest.MapFS{"a.md": {Data: []byte("# A\n\n## Phase 1: One\n\n- [ ] Do\n")}})
	if lines := view[RoadmapView](t, s, "roadmap/index.html").Timelines; len(lines) > 0 {
		t.Errorf("the timelines are %+v", lines)
	}
	own := view[PlanRoadmapView](t, s, "roadmap/plan/a/index.html").Timeline
	if own == nil || own.Scale != "order" || own.Length != 1 || own.Today != -1 || own.Rows[0].Spans[0].When != "step 1" {
		t.Errorf("the plan's own timeline is %+v", own)
	}
}

func TestTicksAreFew(t *testing.T) {
	for _, test := range []struct {
		first, last string
		want        string
	}{
		{"2026-01-01", "2026-03-01", "2026-01 2026-02"},
		{"2026-02-01", "2027-06-01", "2026-04 2026-07 2026-10 2027-01 2027-04"},
		{"2020-01-01", "2030-01-01", "2020 2021 2022 2023 2024 2025 2026 2027 2028 2029"},
		{"1990-01-01", "2031-01-01", "1990 1995 2000 2005 2010 2015 2020 2025 2030"},
	} {
		first, _ := time.Parse(time.DateOnly, test.first)
		last, _ := time.Parse(time.DateOnly, test.last)
		var got []string
		for _, k := range ticks(first, last) {
			got = append(got, k.Label)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("ticks from %s to %s are %q, want %q", test.first, test.last, got, test.want)
		}
	}
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 1, 0, 0, 0, 0, time.UTC)
	if n := len(ticks(first, last)); n > maxTicks {
		t.Errorf("ten thousand years have %d ticks", n)
	}
}
