package markdown

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// describePhase frees the title and reads the fields below it.
func (r *reader) describePhase(o *opening) {
	b := &r.blocks[o.block]
	title := b.run.text[o.title:]
	if !o.heading {
		title = lineTitle(&b.run, o.title)
	}
	f := freeTitle(title)
	if !o.heading {
		f.takeBehind(&b.run, o.title)
	}
	if o.Title == "" {
		o.Title = f.title
	}
	if f.state != "" {
		o.Status = f.state
	}
	if lead := b.run.text[:o.at]; o.heading && o.Status == "" && lead != "" {
		o.Status, _ = statusOf(strings.TrimLeft(lead, " 0123456789.)")) // ✅ Phase 1, [x] Phase 1
	}
	o.StatusText, o.Priority, o.Duration, o.Start, o.End = f.statusText, f.priority, f.duration, f.start, f.end
	if b.row != nil {
		for i, cell := range b.row.cells[1:] {
			if i+1 < len(b.row.table.head) {
				o.field(b.row.table.head[i+1], r.blocks[cell].run.text)
			}
		}
		return
	}
	for j := o.block + 1; j < len(r.blocks); j++ {
		c := &r.blocks[j]
		if c.heading || c.note || len(c.run.parts) > 0 && c.run.source(0) >= o.Phase.Span.End {
			break
		}
		if c.row != nil || c.raw || c.item != nil && (c.item.parent != nil && o.heading || c.item.box != nil) {
			continue
		}
		c.run.lines(func(start, end int, _ bool) {
			line := c.run.text[start:end]
			pieces := strings.Split(line, " | ")
			for i, piece := range pieces {
				l, ok := labelOf(piece)
				if i+1 < len(pieces) && ok {
					_, ok = labelOf(pieces[i+1]) // else it is a choice that nobody has made
				}
				if ok {
					o.field(l.subject, strings.TrimSpace(piece[l.value:]))
				}
			}
		})
	}
}

// takeBehind reads the note in brackets behind a bold title: **Phase 2: Door** (Week 3).
func (f *freed) takeBehind(t *run, start int) {
	title := lineTitle(t, start)
	i := start + spaces(t.text[start:]) + len(title)
	if i >= len(t.text) {
		return
	}
	i += spaces(t.text[i:])
	if n := shortNote(t.text[i:]); n > 2 {
		f.take(t.text[i+1:i+n-1], true)
	}
}

// lineTitle is the title of a phase that is a line: the rest of what is bold,
// else the rest of the line, wrapped as it may be.
func lineTitle(t *run, start int) string {
	end := lineEnd(t, start)
	for end < len(t.text) && !slices.Contains(t.hard, end) && len(t.text[start:end]) < longestTitle {
		end = lineEnd(t, end+1)
	}
	start += spaces(t.text[start:end])
	if start >= end {
		return ""
	}
	if t.style(max(start-1, 0))&bold != 0 || t.style(start)&bold != 0 {
		if t.style(start)&bold != 0 {
			for p := t.part(start); p < len(t.parts) && t.parts[p].at < end; p++ {
				if t.parts[p].style&bold == 0 {
					return t.text[start:t.parts[p].at]
				}
			}
		}
	}
	return t.text[start:end]
}

// longestTitle bounds, in bytes, how much wrapped text is a title.
const longestTitle = 160

// field reads one field below a phase.
func (o *opening) field(name, value string) {
	value = plain(strings.Trim(value, "_* "))
	if value == "" {
		return
	}
	switch name {
	case "status", "state", "estado", "状態", "ステータス", "상태", "状态", "statut":
		if state, ok := statusOf(value); ok {
			o.Status, o.StatusText = state, value
			if dates := isoDates(value); state == plan.Done && len(dates) > 0 && o.End == "" {
				o.End = dates[len(dates)-1]
			}
		} else if o.StatusText == "" {
			o.StatusText = value
		}
	case "goal", "goals", "purpose", "objective", "objectives", "focus", "objetivo", "目的", "目標", "목표", "ziel":
		if o.Goal == "" {
			o.Goal = value
		}
	case "duration", "estimate", "estimated duration", "estimated effort", "estimated time", "effort", "timeline", "timeframe", "estimation", "duración", "期間", "기간", "dauer":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.dates(dates)
		} else if o.Duration == "" {
			o.Duration = value
		}
	case "dates", "date", "schedule", "period", "fechas", "日程":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.dates(dates)
		} else if o.Duration == "" && isDuration(value) {
			o.Duration = value
		}
	case "start", "start date", "starts", "begin", "started", "inicio", "開始":
		if dates := isoDates(value); len(dates) > 0 && o.Start == "" {
			o.Start = dates[0]
		}
	case "end", "end date", "due", "due date", "target", "target date", "deadline", "completed", "completion date", "ends", "fin", "終了", "期限":
		if dates := isoDates(value); len(dates) > 0 && o.End == "" {
			o.End = dates[len(dates)-1]
		}
	case "priority", "prioridad", "優先度", "우선순위":
		if o.Priority == "" {
			o.Priority = value
		}
	case "owner", "owners", "lead", "assignee", "responsible", "responsable", "担当", "담당":
		if o.Owner == "" {
			o.Owner = value
		}
	case "depends on", "dependencies", "depends", "dependency", "prerequisites", "blocked by", "requires", "depende de", "依存", "前提", "의존":
		if len(o.DependsOn) == 0 {
			o.DependsOn = dependsOn(value)
		}
	}
}

func (o *opening) dates(dates []string) {
	if len(dates) > 1 && o.Start == "" {
		o.Start = dates[0]
	}
	o.End = dates[len(dates)-1]
}

// dependsOn reads what a phase waits for: the numbers of phases where it names
// phases, else each name.
func dependsOn(value string) []string {
	bare, _, _ := strings.Cut(value, " (")
	switch subject(bare) {
	case "", "none", "nothing", "na", "n a", "なし", "없음", "ninguna", "ninguno", "keine", "first phase", "no dependencies":
		return nil
	}
	if i := strings.Index(strings.ToLower(value), "phase"); i >= 0 && i < 12 {
		if refs := references(value[i:]); len(refs) > 0 {
			for n := range refs {
				refs[n] = trimZeros(refs[n])
			}
			return refs
		}
	}
	var names []string
	for at := 0; at < len(value); {
		stop, size := elementEnd(value, at, len(value))
		if name := plain(strings.Trim(value[at:stop], "_*. ")); name != "" && len(name) <= 120 {
			names = append(names, name)
		}
		at = stop + max(size, 1)
	}
	return names
}

// frontDepends are the keys of front matter that say what a document's work waits for.
var frontDepends = nameSet("depends_on depends-on depends dependencies blocked_by blocked-by")

// waitFront gives what the front matter says that the work waits for to the
// document's one phase, or its one task, where that says nothing itself.
func (r *reader) waitFront() {
	var on []string
	for _, f := range r.doc.Front {
		if frontDepends[f.Key] && f.Value != "" {
			on = append(on, dependsOn(f.Value)...)
		}
	}
	if len(on) == 0 {
		return
	}
	var waits []*[]string
	for i := range r.doc.Phases {
		if r.doc.Phases[i].Parent == plan.None {
			waits = append(waits, &r.doc.Phases[i].DependsOn)
		}
	}
	for i := range r.doc.Tasks {
		if len(r.doc.Phases) == 0 && r.doc.Tasks[i].Parent == plan.None {
			waits = append(waits, &notes(&r.doc.Tasks[i]).DependsOn)
		}
	}
	if len(waits) == 1 && len(*waits[0]) == 0 {
		*waits[0] = on
	}
}
