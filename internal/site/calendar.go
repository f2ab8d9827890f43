package site

import (
	"fmt"

	ics "github.com/arran4/golang-ical"

	"github.com/planfolio/planfolio/internal/roadmap"
)

// calendar is roadmap.ics (RFC 5545): an all-day event for each phase with
// dates. An event keeps its UID while its plan and number stay.
func (s *Site) calendar() []byte {
	c := ics.NewCalendarFor("Planfolio")
	c.SetProductId("-//Planfolio//Planfolio//EN")
	c.SetMethod(ics.MethodPublish)
	c.SetName(s.Title())
	c.SetXWRCalName(s.Title())
	used := map[string]int{}
	for _, lane := range s.Facts.Roadmap.Lanes {
		for _, p := range lane.Phases {
			if !p.Start.IsZero() || !p.End.IsZero() {
				s.addEvent(c, p, used)
			}
		}
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}

func (s *Site) addEvent(c *ics.Calendar, p *roadmap.Phase, used map[string]int) {
	plan := s.index.byPlan[p.Lane.Plan]
	written := p.Doc.Phases[p.Index]
	uid := plan.path + "/" + segment(written.Word+" "+written.Number)
	used[uid]++
	if n := used[uid]; n > 1 {
		uid = fmt.Sprintf("%s-%d", uid, n)
	}
	start, end := p.Start, p.End
	if start.IsZero() {
		start = end
	}
	if end.IsZero() {
		end = start
	}
	e := c.AddEvent(uid + "@planfolio")
	e.SetDtStampTime(s.stamp())
	e.SetAllDayStartAt(start)
	e.SetAllDayEndAt(end.AddDate(0, 0, 1)) // DTEND is the first day after
	e.SetSummary(plan.title() + " – " + phaseName(written))
	e.SetDescription(tasksDone(p.Tasks))
	if s.base() != "" { // a calendar knows no other place to start from
		e.SetURL(s.absolute(s.index.byDoc[p.Doc].sectionAddress(written.Section)))
	}
}
