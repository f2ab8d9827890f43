package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// maxTicks is how many lines of months, weeks or steps a timeline has at most;
// timelineRows how many plans one beside other things shows, timelinePage how
// many one page of timelines.
const (
	maxTicks     = 12
	narrow       = 25 // a span of less than that part of the whole has no words in it
	timelineRows = 40
	timelinePage = 100
)

// scales in the order in which they are shown, with what they are called and
// where the places come from.
var scales = []struct {
	scale      roadmap.Scale
	name, note string
}{
	{roadmap.ByDate, "dates", "To the scale of the calendar, from the dates that the plans state."},
	{roadmap.ByDuration, "durations", "To the scale of work, from the durations that the plans state, each plan from its own beginning."},
	{roadmap.ByOrder, "order", "Neither dates nor durations are stated: in order of dependencies or, where there are none, of the text. Lengths mean nothing."},
}

// timelinesOf are the timelines of an index of lanes, one for each scale; where
// they would be long, the link to the pages that have them.
func (s *Site) timelinesOf(rel relation, i *laneIndex) ([]Timeline, Link) {
	pages := s.timelineAddress()
	elsewhere := rel.link("Timelines of "+number(s.lists.lanes().all.n, "plan", "plans"), pages)
	if i.key == "" && s.manyTimelines() {
		return nil, elsewhere
	}
	var list []Timeline
	for _, sc := range scales {
		plans := s.scaled(i.lanes(), sc.scale)
		if sc.scale == roadmap.ByOrder {
			plans = slices.DeleteFunc(plans, func(p *planFacts) bool { return !s.workOf(p).waits })
		}
		if len(plans) > timelineRows {
			return nil, elsewhere
		}
		if t := s.timeline(rel, sc.scale, plans, sc.scale == roadmap.ByDate && i.key == ""); len(t.Rows) > 0 {
			list = append(list, t)
		}
	}
	if i.key == "" && i.n > 0 {
		return list, rel.link("Timelines of all plans, with those in order", pages)
	}
	return list, Link{}
}

// manyTimelines tells whether all plans would be too many for a page.
func (s *Site) manyTimelines() bool {
	counts := map[roadmap.Scale]int{}
	for _, w := range s.everyWork() {
		for scale, n := range w.scales {
			if counts[scale] += n; counts[scale] > timelineRows {
				return true
			}
		}
	}
	return false
}

// timelineAddress is where the timelines of all plans begin.
func (s *Site) timelineAddress() string {
	_, address := directory(s.newAddresses().claim("roadmap/timeline"))
	return address
}

// scaled are the plans whose phases stand to a scale.
func (s *Site) scaled(plans []*planFacts, scale roadmap.Scale) []*planFacts {
	var list []*planFacts
	for _, p := range plans {
		if p.lane.Scale == scale {
			list = append(list, p)
		}
	}
	return list
}

// timelinePages are the pages of the timelines of all plans.
type timelinePages struct {
	addresses []string
	plans     [][]*planFacts
	scales    []roadmap.Scale
}

func (s *Site) findTimelines() *timelinePages {
	t := &timelinePages{}
	for _, sc := range scales {
		var plans []*planFacts
		for _, p := range s.index.plans {
			if p.lane != nil && p.counted() && p.lane.Scale == sc.scale {
				plans = append(plans, p)
			}
		}
		for list := range slices.Chunk(plans, timelinePage) {
			t.plans, t.scales = append(t.plans, list), append(t.scales, sc.scale)
		}
	}
	if len(t.plans) > 0 {
		t.addresses = s.newAddresses().pages("roadmap/timeline", len(t.plans))
	}
	return t
}

// addTimelines adds the pages of the timelines of all plans.
func (s *Site) addTimelines(l *pageList) {
	t := s.lists.timelines()
	for n, address := range t.addresses {
		plans, scale := t.plans[n], t.scales[n]
		view := func() any {
			rel := from(address)
			v := TimelineView{Heading: "Timeline"}
			v.Timelines = append(v.Timelines, s.timeline(rel, scale, plans, n == 0 && scale == roadmap.ByDate))
			v.Lead = capital(number(len(plans), "plan", "plans")) + " by " + v.Timelines[0].Scale + "."
			v.Frame = s.frame(rel, v.Heading, v.Lead)
			v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
			v.Pages, v.Prev, v.Next = paging(rel, t.addresses, n)
			return v
		}
		if n == 0 {
			l.page(unescape(address), "timeline", view)
			continue
		}
		l.listPage(unescape(address), "timeline", view, func(k *listKeyMaker) {
			k.pages(t.addresses, n)
			k.text(string(scale))
			for _, p := range plans {
				k.plan(p)
			}
		})
	}
}

// timeline draws plans to a scale; where own is set, the portfolio's phases and
// milestones first.
func (s *Site) timeline(rel relation, scale roadmap.Scale, plans []*planFacts, own bool) Timeline {
	t := s.placed(rel, scale, plans, own)
	for _, row := range t.Rows {
		for i := range row.Spans {
			t.Reckoned = t.Reckoned || row.Spans[i].Derived
			row.Spans[i].Narrow = row.Spans[i].Length*narrow < t.Length
		}
	}
	switch {
	case t.Reckoned && scale == roadmap.ByDate:
		t.Note += " A dashed bar is reckoned from a duration and what comes before."
	case t.Reckoned:
		t.Note += " A dashed bar states none and has the usual length."
	}
	return t
}

func (s *Site) placed(rel relation, scale roadmap.Scale, plans []*planFacts, own bool) Timeline {
	if scale == roadmap.ByDate {
		return s.calendarTimeline(rel, plans, own)
	}
	t := Timeline{Scale: string(scale), Today: -1}
	for _, sc := range scales {
		if sc.scale == scale {
			t.Note = sc.note
		}
	}
	for _, p := range plans {
		row := TimelineRow{Plan: planLink(rel, p)}
		for _, ph := range p.lane.Phases {
			place := ph.Place()
			if !place.Known {
				continue
			}
			when := s.whenInOrder(p, ph)
			if scale == roadmap.ByDuration {
				when = ph.Doc.Phases[ph.Index].Duration
				if place.Derived {
					when = "no duration stated"
				}
			}
			row.Spans = append(row.Spans, s.span(rel, ph, place.From, place.To-place.From, when))
			t.Length = max(t.Length, place.To)
		}
		if len(row.Spans) > 0 {
			row.layTracks()
			t.Rows = append(t.Rows, row)
		}
	}
	if scale == roadmap.ByOrder {
		t.Ticks = steps(t.Length, 1, "step")
	} else {
		t.Ticks = workTicks(t.Length)
	}
	return t
}

func (s *Site) whenInOrder(p *planFacts, ph *roadmap.Phase) string {
	var after []string
	if n := s.Facts.Roadmap.Graph.Of(ph.Doc, ph.Index, plan.None); n != nil {
		for _, to := range n.After {
			after = append(after, to.Name())
		}
	}
	if len(after) > 0 {
		return "after " + strings.Join(after, ", ")
	}
	if s.workOf(p).waits {
		return "waits for nothing"
	}
	return "step " + fmt.Sprint(ph.Place().From+1)
}

func (s *Site) span(rel relation, ph *roadmap.Phase, start, length int, when string) TimelineSpan {
	link := s.phaseLink(rel, ph)
	return TimelineSpan{Link: link, State: phaseState(ph), Start: start, Length: max(length, 1), When: when, Derived: ph.Place().Derived && ph.Lane.Scale != roadmap.ByOrder, Progress: progress(ph.Tasks, link.Href)}
}

// layTracks puts the spans in order of their begin into as few tracks as they need.
func (row *TimelineRow) layTracks() {
	slices.SortStableFunc(row.Spans, func(a, b TimelineSpan) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Length, b.Length))
	})
	var free []int // by track, from where it is free
	for i := range row.Spans {
		span := &row.Spans[i]
		for span.Track < len(free) && free[span.Track] > span.Start {
			span.Track++
		}
		if span.Track == len(free) {
			free = append(free, 0)
		}
		free[span.Track] = span.Start + span.Length
	}
	row.Tracks = max(len(free), 1)
}

// calendarTimeline draws the phases that have a place on the calendar, today,
// and milestones.
func (s *Site) calendarTimeline(rel relation, plans []*planFacts, own bool) Timeline {
	t := Timeline{Scale: scales[0].name, Note: scales[0].note, Today: -1}
	var first, last time.Time
	meet := func(start, end time.Time) {
		if first.IsZero() || start.Before(first) {
			first = start
		}
		if end.After(last) {
			last = end
		}
	}
	marks := map[*planFacts][]*roadmap.Milestone{}
	for _, m := range s.Facts.Roadmap.Milestones {
		if p := s.index.plan(m.Plan); own && m.Plan == nil || p != nil && slices.Contains(plans, p) {
			marks[p] = append(marks[p], m)
			meet(m.Date, m.Date)
		}
	}
	for _, p := range plans {
		for _, ph := range p.lane.Phases {
			if place := ph.Place(); place.Known {
				meet(place.Start, place.End)
			}
		}
	}
	var columns []*roadmap.Column
	for _, c := range s.Facts.Roadmap.Columns {
		if own && !c.Start.IsZero() && !c.End.IsZero() {
			columns = append(columns, c)
			meet(c.Start, c.End)
		}
	}
	if first.IsZero() {
		return t
	}
	first, last = firstOfMonth(first, 0), firstOfMonth(last, 1)
	t.Length, t.Ticks = daysBetween(first, last), ticks(first, last)
	if today := s.Facts.Built.Date; !today.IsZero() {
		t.TodayDate = date(today)
		if n := daysBetween(first, today); n >= 0 && n < t.Length {
			t.Today = n
		}
	}
	add := func(row TimelineRow, list []*roadmap.Milestone) {
		for _, m := range list {
			row.Marks = append(row.Marks, TimelineMark{Link: s.milestoneLink(rel, m), At: daysBetween(first, m.Date), Date: date(m.Date)})
		}
		if len(row.Spans)+len(row.Marks) > 0 {
			row.layTracks()
			t.Rows = append(t.Rows, row)
		}
	}
	if own {
		row := TimelineRow{Plan: Link{Label: "Portfolio"}}
		for _, c := range columns {
			row.Spans = append(row.Spans, TimelineSpan{
				Link: Link{Label: phaseHeading(c), Href: rel.to(s.columnAddress(c))}, State: columnState(c), Start: daysBetween(first, c.Start),
				Length: daysBetween(c.Start, c.End) + 1, When: dates(c.Start, c.End), Progress: progress(c.Tasks, ""),
			})
		}
		add(row, marks[nil])
	}
	for _, p := range plans {
		row := TimelineRow{Plan: planLink(rel, p)}
		for _, ph := range p.lane.Phases {
			if pl := ph.Place(); pl.Known {
				row.Spans = append(row.Spans, s.span(rel, ph, daysBetween(first, pl.Start), daysBetween(pl.Start, pl.End)+1, dates(pl.Start, pl.End)))
			}
		}
		add(row, marks[p])
	}
	return t
}

// columnState is how far a phase is across all plans.
func columnState(c *roadmap.Column) State { return taskState(plan.Task{State: c.Tasks.State()}) }

// milestoneAddress is where a milestone stands: at the phase that the
// configuration gives it to, in its document, or with its plan.
func (s *Site) milestoneAddress(m *roadmap.Milestone) string {
	switch {
	case m.Column != nil:
		return s.columnAddress(m.Column)
	case m.Doc != nil:
		return s.index.doc(m.Doc).sectionAddress(m.Section())
	}
	return s.index.plan(m.Plan).address
}

func (s *Site) milestoneLink(rel relation, m *roadmap.Milestone) Link {
	return rel.link(m.Name, s.milestoneAddress(m))
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
		list = append(list, Tick{At: daysBetween(first, t), Label: label})
	}
	return list
}

// workTicks are lines at whole hours, days, weeks or months of work.
func workTicks(length int) []Tick {
	for _, u := range []struct {
		minutes int
		name    string
	}{{60, "hour"}, {8 * 60, "day"}, {5 * 8 * 60, "week"}, {21 * 8 * 60, "month"}} {
		for _, n := range []int{1, 2, 4} {
			if length <= u.minutes*n*maxTicks || u.name == "month" && n == 4 {
				list := steps((length+u.minutes-1)/u.minutes, n*max(1, length/(u.minutes*n*maxTicks)), u.name)
				for i := range list {
					list[i].At *= u.minutes
				}
				return list
			}
		}
	}
	return nil
}

// steps are lines at every so many of n things: "week 1".
func steps(n, every int, name string) []Tick {
	for n/every > maxTicks {
		every *= 2
	}
	var list []Tick
	for i := 0; i < n; i += every {
		list = append(list, Tick{At: i, Label: fmt.Sprintf("%s %d", name, i+1)})
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
