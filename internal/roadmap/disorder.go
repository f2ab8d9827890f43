package roadmap

import (
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// disorder reports phases of the leading document that stand behind a higher
// number, and those that begin before a phase that they wait for ends.
func (s *share) disorder(g *group) []diag.Diagnostic {
	l := s.lane
	var list []diag.Diagnostic
	report := func(ph, other *Phase, message, what string) {
		d := diag.New(diag.PhaseOrder, "", "%s", message)
		d.Related = []diag.Related{related(other.Doc, other.row().Line, what)}
		list = append(list, at(ph.Doc, ph.row().Line, d))
	}
	runs := map[int][]*Phase{} // by parent, since the count last began
	for _, ph := range l.Phases {
		row := ph.row()
		run := runs[row.Parent]
		if row.Number == "" {
			continue
		}
		if n := len(run); n > 0 && run[n-1].row().Word == row.Word && compareNumbers(row.Number, run[n-1].row().Number) < 0 {
			if begins(run, row.Number) {
				run = nil
			} else {
				before := run[n-1]
				report(ph, before, ph.name()+" stands behind "+before.name(), before.name()+" stands here")
				continue
			}
		}
		runs[row.Parent] = append(run, ph)
	}
	for _, ph := range l.Phases {
		n := s.ofPhase(ph)
		if n == nil || ph.Start.IsZero() || ph.Lent {
			continue
		}
		for _, to := range n.After {
			if to.Doc == nil || to.Phase == plan.None {
				continue
			}
			other := g.of(to.Plan).phase(to.Doc, to.Phase)
			if other == nil || other.End.IsZero() || !ph.Start.Before(other.End) {
				continue
			}
			report(ph, other, ph.name()+" begins on "+ph.Start.Format(time.DateOnly)+", before "+other.name()+", which it waits for, ends on "+other.End.Format(time.DateOnly), "it ends here")
		}
	}
	return list
}

// begins tells whether a number begins the count anew: it is there already, or
// none of the run is lower.
func begins(run []*Phase, number string) bool {
	lower := false
	for _, ph := range run {
		c := compareNumbers(ph.row().Number, number)
		if c == 0 {
			return true
		}
		lower = lower || c < 0
	}
	return !lower
}

// empty reports phases whose headings have nothing below them.
func empty(l *Lane) []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, ph := range l.Phases {
		row := ph.row()
		if ph.Tasks.Measurable() || !ph.headed() || ph.State == plan.Done || ph.State == plan.Skipped {
			continue
		}
		bare := true
		for i := row.Section; i < len(ph.Doc.Sections) && ph.Doc.Sections[i].Line.Start < row.Span.End; i++ {
			bare = bare && ph.Doc.Sections[i].Empty
		}
		if bare {
			d := diag.New(diag.EmptyPhase, "", "%s has nothing in it", ph.name())
			d.Hint = "write what is to be done in it as a list of boxes: - [ ] …"
			list = append(list, at(ph.Doc, row.Line, d))
		}
	}
	return list
}

// headed tells whether the phase is a heading, not a line.
func (ph *Phase) headed() bool {
	row := ph.row()
	return row.Section > 0 && ph.Doc.Sections[row.Section].Line == row.Line
}
