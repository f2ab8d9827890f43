package roadmap

import (
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/plan"
)

// Scale says to which scale a plan's phases stand on a timeline.
type Scale string

// The scales: days of the calendar where a phase states one, minutes of work
// from the plan's begin where a phase states a duration, else steps.
const (
	ByDate     Scale = "dates"
	ByDuration Scale = "durations"
	ByOrder    Scale = "order"
)

// Place is where a phase stands on the timeline of its plan.
type Place struct {
	Known    bool // false where nothing tells
	Start    time.Time
	End      time.Time // last day; both by date only
	From, To int       // minutes of work or steps, by the lane's scale
	Derived  bool      // from what it waits for, not as stated
}

// Place is where the phase stands on the timeline of its plan; nowhere for one of
// Lane.Others. It is found when it is first asked for.
func (ph *Phase) Place() Place {
	l := ph.Lane
	if ph.Doc != l.Phases[0].Doc {
		return Place{}
	}
	l.placeOnce.Do(l.place)
	return l.places[ph.Index]
}

// timings are what the phases of the lane say of their time.
func (l *Lane) timings() []Timing {
	times := make([]Timing, len(l.Phases))
	for i, ph := range l.Phases {
		times[i] = ParseTiming(ph.row().Duration)
	}
	return times
}

// findDates finds the scale of the lane, and the dates of phases that state some
// without a year.
func (l *Lane) findDates(reference time.Time) {
	times := l.timings()
	l.Scale = ByOrder
	for i, ph := range l.Phases {
		switch {
		case ph.dated() || times[i].Dated():
			l.Scale = ByDate
		case (times[i].Length.Unit != "" || times[i].Window.Unit != "") && l.Scale == ByOrder:
			l.Scale = ByDuration
		}
	}
	if l.Scale == ByDate {
		l.resolveYears(times, reference)
	} else if l.Scale == ByDuration && !l.begin().IsZero() {
		l.Scale = ByDate
	}
}

// place gives every phase of the lane its place on the timeline. A phase that
// states none stands behind what it waits for or, where no phase of the plan
// states that, behind the one before it.
func (l *Lane) place() {
	l.places = make([]Place, len(l.Phases))
	times, begin := l.timings(), l.begin()
	usual := usualLength(times)
	stated, _ := l.waits(l.documents()[:1])
	for i := range l.Phases {
		if l.Scale == ByDate {
			l.placeByDate(stated, i, times[i], begin)
			continue
		}
		from := 0
		for _, b := range l.before(stated, i) {
			from = max(from, l.places[b.Index].To)
		}
		place := &l.places[i]
		*place = Place{Known: true, From: from, To: from + 1, Derived: true}
		if l.Scale == ByOrder {
			continue
		}
		switch length := times[i].Length.Minutes(); {
		case times[i].Window.Unit != "":
			place.From, place.To = times[i].Window.Minutes()
			place.Derived = false
		case length > 0:
			place.To = from + length
			place.Derived = false
		default:
			place.To = from + usual
		}
	}
}

// dated tells whether the phase has dates of its own.
func (ph *Phase) dated() bool { return !ph.Lent && (!ph.Start.IsZero() || !ph.End.IsZero()) }

// usualLength is the median of the stated lengths, in minutes; a day where there are none.
func usualLength(times []Timing) int {
	var lengths []int
	for _, t := range times {
		if n := t.Length.Minutes(); n > 0 {
			lengths = append(lengths, n)
		} else if from, to := t.Window.Minutes(); t.Window.Unit != "" {
			lengths = append(lengths, to-from)
		}
	}
	if len(lengths) == 0 {
		return minutes[Day]
	}
	slices.Sort(lengths)
	return lengths[len(lengths)/2]
}

// before are the phases of the lane that phase i comes after: those that it
// waits for or, where no phase states that, the one before it.
func (l *Lane) before(stated bool, i int) []*Phase {
	ph := l.Phases[i]
	if !stated {
		for n := i - 1; n >= 0; n-- {
			if l.Phases[n].row().Parent == ph.row().Parent {
				return l.Phases[n : n+1]
			}
		}
		if up := ph.row().Parent; up != plan.None {
			return l.before(stated, l.indexOf(up))
		}
		return nil
	}
	var list []*Phase
	if n := l.share.ofPhase(ph); n != nil {
		for _, to := range n.After {
			if to.Doc == ph.Doc && to.Phase != plan.None && to.Phase < ph.Index {
				list = append(list, l.Phases[l.indexOf(to.Phase)])
			}
		}
	}
	return list
}

// indexOf finds the phase of the leading document by its index there.
func (l *Lane) indexOf(index int) int {
	return slices.IndexFunc(l.Phases, func(p *Phase) bool { return p.Index == index })
}

func (l *Lane) placeByDate(stated bool, i int, t Timing, begin time.Time) {
	ph := l.Phases[i]
	var start, end time.Time
	if ph.dated() {
		start, end = ph.Start, ph.End
	}
	p := Place{Known: true}
	switch {
	case !start.IsZero() || !end.IsZero():
		if start.IsZero() {
			start = end
			if n := t.Length.Minutes(); n > 0 {
				start = backDays(end, days(n))
			}
		} else if end.IsZero() {
			end = start
			if n := t.Length.Minutes(); n > 0 {
				end = addDays(start, days(n))
			}
		}
		if end.Before(start) {
			end = start
		}
	case t.Window.Unit != "" && !begin.IsZero():
		from, to := t.Window.Minutes()
		start, end = addDays(begin, days(from)+1), addDays(begin, days(to))
	case t.Length.Unit != "":
		start = begin
		for _, b := range l.before(stated, i) {
			before := &l.places[b.Index]
			if next := before.End.AddDate(0, 0, 1); before.Known && next.After(start) {
				start = next
			}
		}
		if start.IsZero() {
			p.Known = false
			break
		}
		start = addDays(start, 1)
		end, p.Derived = addDays(start, days(t.Length.Minutes())), true
	default:
		p.Known = false
	}
	if p.Known {
		p.Start, p.End = start, end
	}
	l.places[i] = p
}

// startKeys are the fields that say when a plan begins.
var startKeys = map[string]bool{"start": true, "start-date": true, "start_date": true, "starts": true, "kickoff": true, "kick-off": true, "begin": true, "inicio": true, "開始日": true}

// begin is when the plan begins, as its fields say; zero where they do not.
func (l *Lane) begin() time.Time {
	for _, d := range l.Plan.Documents {
		for _, list := range [][]plan.Field{d.Front, d.Meta} {
			for _, f := range list {
				if startKeys[f.Key] {
					if t := ParseTiming(f.Value); t.Start.Year != 0 {
						return t.Start.in(t.Start.Year)
					}
				}
			}
		}
	}
	return time.Time{}
}

// resolveYears gives the phases whose dates have no year the one that follows
// on the phase before; the first of them lies within half a year of the
// reference, which is the plan's own date or today.
func (l *Lane) resolveYears(times []Timing, reference time.Time) {
	if own := l.dated(); !own.IsZero() {
		reference = own
	}
	last := time.Time{}
	for i, ph := range l.Phases {
		if !ph.dated() && times[i].Dated() {
			from := last
			if last.IsZero() {
				if from = reference.AddDate(0, -6, 0); reference.IsZero() && times[i].Start.Year == 0 {
					continue
				}
			}
			ph.Start = times[i].Start.after(from)
			ph.End = times[i].End.after(ph.Start)
			if times[i].End.Year != 0 && times[i].Start.Year == 0 && ph.End.Before(ph.Start) {
				ph.Start = times[i].Start.in(ph.End.Year())
			}
		}
		if ph.dated() && !ph.Start.IsZero() {
			last = ph.Start
		}
	}
}

// dated is the newest date that the plan's fields give it, at most today's year
// being of interest: created, updated, date.
func (l *Lane) dated() (newest time.Time) {
	for _, d := range l.Plan.Documents {
		for _, list := range [][]plan.Field{d.Front, d.Meta} {
			for _, f := range list {
				switch {
				case strings.Contains(f.Key, "date"), f.Key == "created", f.Key == "modified", f.Key == "fecha":
					if t := ParseTiming(f.Value); t.Start.Year != 0 {
						if day := t.Start.in(t.Start.Year); day.After(newest) {
							newest = day
						}
					}
				}
			}
		}
	}
	return newest
}

// days is the work in whole days, at least one.
func days(work int) int { return (work + minutes[Day] - 1) / minutes[Day] }

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// addDays gives the last of n days of work that begin at start.
func addDays(start time.Time, n int) time.Time {
	for weekend(start) {
		start = start.AddDate(0, 0, 1)
	}
	if n <= 1 {
		return start
	}
	n--
	start = start.AddDate(0, 0, 7*(n/5))
	for n %= 5; n > 0; {
		if start = start.AddDate(0, 0, 1); !weekend(start) {
			n--
		}
	}
	return start
}

// backDays gives the first of n days of work that end at end.
func backDays(end time.Time, n int) time.Time {
	for n > 1 {
		if end = end.AddDate(0, 0, -1); !weekend(end) {
			n--
		}
		if n > 5000 {
			return end
		}
	}
	return end
}

// workDays counts the days of work from start to end, both included, at least one.
func workDays(start, end time.Time) int {
	all := int(end.Sub(start).Hours()/24) + 1
	n := all / 7 * 5
	for i := range all % 7 {
		if !weekend(end.AddDate(0, 0, -i)) {
			n++
		}
	}
	return max(n, 1)
}
