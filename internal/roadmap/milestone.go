package roadmap

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Milestone is a date that work leads to: an entry of a plan's list of
// milestones, a line "Milestone: …" within a phase, or one of the configuration.
type Milestone struct {
	Name   string
	Date   time.Time
	Plan   *portfolio.Plan     // nil for one of the configuration
	Doc    *portfolio.Document // where it stands; nil for one of the configuration or of a plan's metadata
	Entry  int                 // into Doc.Entries
	Phase  *Phase              // that it belongs to; nil where it does not say
	Column *Column             // of one of the configuration
}

// Section is where the milestone stands in its document.
func (m *Milestone) Section() int { return m.Doc.Entries()[m.Entry].Section }

// milestoneWords are in the titles and labels that may name milestones. They
// begin with letters that are not frequent, and so are looked for quickly.
var milestoneWords = []string{"Milestone", "milestone", "MILESTONE", "MileStone", "Hito", "hito", "HITO", "マイルストーン", "Meilenstein", "meilenstein", "MEILENSTEIN", "마일스톤"}

// hasMilestoneWord tells whether a text has one of them.
func hasMilestoneWord(text string) bool {
	return slices.ContainsFunc(milestoneWords, func(w string) bool { return strings.Contains(text, w) })
}

// phaseNote is the phase of a milestone behind its name: "Opening (Phase 2)".
var phaseNote = regexp.MustCompile(`(?i)[\s,;:(–—-]*\bphase\s+\d+(?:\.\d+)*[a-z]?\b[\s,;:)–—-]*$`)

func isMilestone(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > 40 || strings.IndexByte("mMhH\xe3\xeb", s[0]) < 0 { // マ and 마 begin with the last two
		return false
	}
	s = strings.ToLower(s)
	return s == "milestone" || s == "milestones" || s == "hito" || s == "hitos" || s == "マイルストーン" || s == "meilenstein" || s == "마일스톤"
}

// readMilestones reads those of the plan. A date without a year is none: a
// milestone is a day.
func (s *share) readMilestones() {
	p := s.plan
	var list []*Milestone
	for _, m := range p.Milestones {
		if t := ParseTiming(m.At); t.End.Year != 0 {
			list = append(list, &Milestone{Name: m.Name, Date: t.End.in(t.End.Year), Plan: p})
		}
	}
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || !hasMilestoneWord(d.File.Text) {
			continue
		}
		about := make([]bool, len(d.Sections))
		for i := range d.Sections {
			s := &d.Sections[i]
			about[i] = hasMilestoneWord(s.Title) &&
				slices.ContainsFunc(strings.Fields(words(s.Title)), isMilestone) || s.Parent != plan.None && about[s.Parent]
		}
		entries := d.Entries()
		for i := range entries {
			e := &entries[i]
			if e.Depth > 0 || !about[e.Section] && !(hasMilestoneWord(e.Label) && isMilestone(e.Label)) || e.Kind == plan.EntryCode {
				continue
			}
			t := ParseTiming(e.Text)
			day := t.End
			if day.Year == 0 {
				continue
			}
			m := &Milestone{Name: milestoneName(d, e), Date: day.in(day.Year), Plan: p, Doc: d, Entry: i}
			if m.Name == "" || slices.ContainsFunc(list, func(o *Milestone) bool { return o.Name == m.Name && o.Date.Equal(m.Date) }) {
				continue
			}
			m.Phase = s.phaseOf(d, e)
			list = append(list, m)
		}
	}
	s.milestones = list
}

// findMilestones puts those of the configuration and of all plans in order. Of
// one day those of the configuration come first, then those of plans.
func (r *Roadmap) findMilestones(c change) {
	gone := map[*portfolio.Plan]bool{}
	for _, s := range c.gone {
		gone[s.plan] = len(s.milestones) > 0
	}
	var fresh, configured []*Milestone
	for _, s := range c.fresh {
		fresh = append(fresh, s.milestones...)
	}
	r.dated = c.before.dated
	if slices.ContainsFunc(r.dated, func(m *Milestone) bool { return gone[m.Plan] }) {
		r.dated = slices.DeleteFunc(slices.Clone(r.dated), func(m *Milestone) bool { return gone[m.Plan] })
	}
	r.dated = merge(r.dated, byDate(fresh), func(a, b *Milestone) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Plan.ID, b.Plan.ID)) })
	for _, p := range r.opts.Phases {
		for _, m := range p.Milestones {
			configured = append(configured, &Milestone{Name: m.Name, Date: date(m.Date), Column: r.byNumber[p.Number]})
		}
	}
	r.Milestones = merge(byDate(configured), r.dated, func(a, b *Milestone) int { return a.Date.Compare(b.Date) })
}

// byDate sorts list.
func byDate(list []*Milestone) []*Milestone {
	slices.SortStableFunc(list, func(a, b *Milestone) int { return a.Date.Compare(b.Date) })
	return list
}

// merge makes one list of two sorted ones; of equal elements those of a come first.
func merge(a, b []*Milestone, compare func(a, b *Milestone) int) []*Milestone {
	if len(b) == 0 {
		return a
	}
	if len(a) == 0 {
		return b
	}
	all := make([]*Milestone, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// whenWords are labels that say when a milestone is: its name is then that of
// the section.
var whenWords = map[string]bool{
	"timeline": true, "date": true, "dates": true, "due": true, "target": true, "target date": true, "shipped": true, "released": true, "completed": true,
	"started": true, "start": true, "end": true, "duration": true, "deadline": true, "status": true,
}

// milestoneName is the entry without its date, or the title of its section.
func milestoneName(d *portfolio.Document, e *plan.Entry) string {
	name := e.Text
	switch {
	case len(e.Cells) > 0:
		name = e.Cells[0]
		if ParseTiming(name).Dated() && len(e.Cells) > 1 {
			name = e.Cells[1]
		}
	case whenWords[words(e.Label)]:
		name = d.Sections[e.Section].Title
	case e.Label != "" && !isMilestone(e.Label) && !ParseTiming(e.Label).Dated():
		name = e.Label
	case e.Label != "":
		name = e.Value
	}
	for _, form := range []interface{ ReplaceAllString(string, string) string }{isoDay, monthDay, dayMonth} {
		name = form.ReplaceAllString(name, "")
	}
	name = phaseNote.ReplaceAllString(strings.Join(strings.Fields(name), " "), "")
	const marks = " :,;()–—-✅◆★☑"
	name = strings.Trim(name, marks)
	for _, w := range []string{" on", " by", " at", " due", "shipped", "released", "completed"} {
		name = strings.TrimRight(strings.TrimSuffix(name, w), marks)
	}
	return short(name)
}

// phaseOf is the phase that the entry names, else the one that it stands in.
func (s *share) phaseOf(d *portfolio.Document, e *plan.Entry) *Phase {
	if m := phaseNamed.FindStringSubmatch(e.Text); m != nil && m[2] == "" {
		for _, doc := range append([]*portfolio.Document{d}, d.Plan.Documents...) {
			i := slices.IndexFunc(doc.Phases, func(p plan.Phase) bool { return number(p.Number) == number(m[1]) })
			if i >= 0 {
				return s.phase(doc, i)
			}
		}
		return nil
	}
	in := plan.None
	for i := range d.Phases {
		if s := d.Phases[i].Span; s.Start <= e.Span.Start && e.Span.Start < s.End {
			in = i
		}
	}
	if in == plan.None {
		return nil
	}
	return s.phase(d, in)
}

// early reports the milestones that lie before their phase begins.
func early(list []*Milestone) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, m := range list {
		if m.Phase == nil || m.Phase.Start.IsZero() || !m.Date.Before(m.Phase.Start) {
			continue
		}
		d := diag.New(diag.MilestoneEarly, "", "the milestone %q is on %s, before %s begins on %s", m.Name, m.Date.Format(time.DateOnly), m.Phase.name(), m.Phase.Start.Format(time.DateOnly))
		if m.Phase.Doc != m.Doc || m.Phase.row().Line != m.Doc.Entries()[m.Entry].Span {
			d.Related = []diag.Related{related(m.Phase.Doc, m.Phase.row().Line, "the phase")}
		}
		span := m.Doc.Entries()[m.Entry].Span
		found = append(found, at(m.Doc, firstLine(m.Doc, span), d))
	}
	return found
}

// firstLine is the part of span on its first line.
func firstLine(d *portfolio.Document, span plan.Span) plan.Span {
	if i := strings.IndexAny(d.File.Text[span.Start:span.End], "\r\n"); i >= 0 {
		span.End = span.Start + i
	}
	return span
}
