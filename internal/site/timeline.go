package site

import (
	"cmp"
	"slices"
	"time"

	"github.com/planfolio/planfolio/internal/roadmap"
)

// maxTicks is how many lines of months, quarters or years a timeline has at most.
const maxTicks = 12

// timeline draws the phases that have dates, of every plan that has any.
func (s *Site) timeline(rel relation) *Timeline {
	var first, last time.Time
	dated := map[*roadmap.Lane][]*roadmap.Phase{}
	for _, lane := range s.Facts.Roadmap.Lanes {
		for _, p := range lane.Phases {
			start, end := phaseDays(p)
			if start.IsZero() {
				continue
			}
			dated[lane] = append(dated[lane], p)
			if first.IsZero() || start.Before(first) {
				first = start
			}
			if end.After(last) {
				last = end
			}
		}
	}
	if len(dated) == 0 {
		return nil
	}
	first = firstOfMonth(first, 0)
	last = firstOfMonth(last, 1)
	t := &Timeline{Days: daysBetween(first, last), Today: -1, Ticks: ticks(first, last)}
	if today := s.Facts.Built.Date; !today.IsZero() {
		t.TodayDate = date(today)
		if n := daysBetween(first, today); n >= 0 && n < t.Days {
			t.Today = n
		}
	}
	for _, lane := range s.Facts.Roadmap.Lanes {
		if len(dated[lane]) > 0 {
			t.Rows = append(t.Rows, s.timelineRow(rel, s.index.byPlan[lane.Plan], dated[lane], first))
		}
	}
	return t
}

// phaseDays is the first and the last day of a phase: one day where a single
// date is known or the end lies before the start, none where there is no date.
func phaseDays(p *roadmap.Phase) (start, end time.Time) {
	start, end = p.Start, p.End
	if start.IsZero() {
		start = end
	}
	if end.Before(start) {
		end = start
	}
	return start, end
}

// timelineRow lays the phases of one plan out in as few tracks as they need.
func (s *Site) timelineRow(rel relation, p *planFacts, phases []*roadmap.Phase, first time.Time) TimelineRow {
	phases = slices.Clone(phases)
	slices.SortStableFunc(phases, func(a, b *roadmap.Phase) int {
		startA, endA := phaseDays(a)
		startB, endB := phaseDays(b)
		return cmp.Or(startA.Compare(startB), endA.Compare(endB))
	})
	row := TimelineRow{Plan: planLink(rel, p)}
	var free []int // by track, the day from which it is free
	for _, phase := range phases {
		start, end := phaseDays(phase)
		link := s.phaseLink(rel, phase)
		span := TimelineSpan{
			Link: link, State: phaseState(phase), Start: daysBetween(first, start), Days: daysBetween(start, end) + 1,
			Dates: dates(phase.Start, phase.End), Progress: progress(phase.Tasks, link.Href),
		}
		for span.Track < len(free) && free[span.Track] > span.Start {
			span.Track++
		}
		if span.Track == len(free) {
			free = append(free, 0)
		}
		free[span.Track] = span.Start + span.Days
		row.Spans = append(row.Spans, span)
	}
	row.Tracks = len(free)
	return row
}

// ticks are the first days of every so many months between first and last, as
// few as fit.
func ticks(first, last time.Time) []Tick {
	months := (last.Year()-first.Year())*12 + int(last.Month()) - int(first.Month())
	step := 1
	for _, step = range []int{1, 3, 6, 12, 24, 60, 120, 600, 1200, 12000} {
		if (months+step-1)/step <= maxTicks {
			break
		}
	}
	var list []Tick
	for m := 0; m < months; m++ {
		t := firstOfMonth(first, m)
		if (t.Year()*12+int(t.Month())-1)%step != 0 {
			continue
		}
		label := t.Format("2006-01")
		if step >= 12 {
			label = t.Format("2006")
		}
		list = append(list, Tick{Day: daysBetween(first, t), Label: label})
	}
	return list
}

// firstOfMonth is the first day of the month that lies months after t's.
func firstOfMonth(t time.Time, months int) time.Time {
	return time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
}

// daysBetween counts from the day of a to that of b.
func daysBetween(a, b time.Time) int {
	midnight := func(t time.Time) int64 {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix()
	}
	return int((midnight(b) - midnight(a)) / (24 * 60 * 60))
}
