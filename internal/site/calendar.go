package site

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
)

// calendar is roadmap.ics (RFC 5545): an all-day event for each phase of a plan
// that states dates, for each phase and milestone of the configuration, and for
// each milestone of a plan. An event keeps its UID while its plan and number, or
// its name, stay.
func (s *Site) calendar() []byte {
	c := ics.NewCalendarFor("Planfolio")
	c.SetProductId("-//Planfolio//Planfolio//EN")
	c.SetMethod(ics.MethodPublish)
	c.SetName(s.Title())
	c.SetXWRCalName(s.Title())
	e := events{Calendar: c, site: s, used: map[string]int{}}
	for _, column := range s.Facts.Roadmap.Columns {
		e.add("portfolio/"+column.Slug, column.Start, column.End, phaseHeading(column), tasksDone(column.Tasks), s.columnAddress(column))
	}
	for _, lane := range s.Facts.Roadmap.Lanes {
		p := s.index.plan(lane.Plan)
		for _, ph := range lane.Phases {
			written := ph.Doc.Phases[ph.Index]
			if !ph.Lent {
				e.add(p.path+"/"+segment(written.Word+" "+written.Number), ph.Start, ph.End, p.title()+" – "+phaseName(written), tasksDone(ph.Tasks), s.index.doc(ph.Doc).sectionAddress(written.Section))
			}
		}
	}
	for _, m := range s.Facts.Roadmap.Milestones {
		if m.Column != nil {
			e.add("portfolio/milestone-"+segment(m.Name), m.Date, m.Date, m.Name, "Milestone of "+phaseHeading(m.Column), s.milestoneAddress(m))
			continue
		}
		p := s.index.plan(m.Plan)
		e.add(p.path+"/milestone-"+segment(m.Name), m.Date, m.Date, p.title()+" – "+m.Name, "Milestone", s.milestoneAddress(m))
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}

// events is a calendar in the making.
type events struct {
	*ics.Calendar
	site *Site
	used map[string]int // how often a UID was wanted
}

// add adds an event from start to end, both included; none where neither is known.
func (e *events) add(uid string, start, end time.Time, summary, description, address string) {
	if start.IsZero() {
		start = end
	}
	if end.Before(start) {
		end = start
	}
	if start.IsZero() {
		return
	}
	e.used[uid]++
	if n := e.used[uid]; n > 1 {
		uid = fmt.Sprintf("%s-%d", uid, n)
	}
	event := e.AddEvent(uid + "@planfolio")
	event.SetDtStampTime(e.site.stamp())
	event.SetAllDayStartAt(start)
	event.SetAllDayEndAt(end.AddDate(0, 0, 1)) // DTEND is the first day after
	event.SetSummary(summary)
	event.SetDescription(description)
	if e.site.base() != "" { // a calendar knows no other place to start from
		event.SetURL(e.site.absolute(address))
	}
}
