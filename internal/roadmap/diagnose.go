package roadmap

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// contradictions reports phases to which two places give different states:
// what is stated and what the tasks say, or two documents of one plan.
func contradictions(lane *Lane) []diag.Diagnostic {
	var list []diag.Diagnostic
	all := append(append([]*Phase{}, lane.Phases...), lane.Others...)
	for _, ph := range all {
		row := ph.row()
		if !ph.Tasks.Measurable() || row.Status == "" || agree(row.Status, ph.State) {
			continue
		}
		d := diag.New(diag.PhaseContradiction, "", "%s is stated as %s; of its tasks %d of %d are done", ph.name(), row.Status, ph.Tasks.Done, ph.Tasks.Total)
		if i := ph.odd(); i >= 0 {
			task := &ph.Doc.Tasks[i]
			d.Related = []diag.Related{related(ph.Doc, task.Line, "this task is "+string(task.State))}
		}
		list = append(list, at(ph.Doc, row.Line, d))
	}
	for _, other := range lane.Others {
		lead := lane.same(other)
		if lead == nil || !lead.known() || !other.known() || agree(lead.State, other.State) {
			continue
		}
		d := diag.New(diag.PhaseContradiction, "", "%s is %s here and %s in %s", other.name(), other.State, lead.State, lead.Doc.File.Path)
		d.Related = []diag.Related{related(lead.Doc, lead.row().Line, "here it is "+string(lead.State))}
		list = append(list, at(other.Doc, other.row().Line, d))
	}
	return list
}

// at places d at a line of doc, related makes such a line its second place.
func at(doc *portfolio.Document, line plan.Span, d diag.Diagnostic) diag.Diagnostic {
	start, end := trim(doc, line)
	return doc.File.At(d, start, end)
}

func related(doc *portfolio.Document, line plan.Span, message string) diag.Related {
	start, end := trim(doc, line)
	return diag.Related{Path: doc.File.Path, Range: doc.File.Range(start, end), Message: message}
}

// trim leaves out the line end.
func trim(doc *portfolio.Document, line plan.Span) (start, end int) {
	if line.Start < 0 || line.End > len(doc.File.Text) || line.Start > line.End {
		return 0, 0
	}
	return line.Start, line.Start + len(strings.TrimRight(doc.File.Text[line.Start:line.End], "\r\n"))
}

func (ph *Phase) row() *plan.Phase { return &ph.Doc.Phases[ph.Index] }

// name is what the phase is called: "Phase 2".
func (ph *Phase) name() string {
	row := ph.row()
	if row.Number == "" {
		return strconv.Quote(row.Title)
	}
	word := row.Word
	if word == "" {
		word = "Phase"
	}
	return word + " " + row.Number
}

// known tells whether the phase says how far it is.
func (ph *Phase) known() bool { return ph.Stated || ph.Tasks.Measurable() }

// agree tells whether two states go together: only done and not done contradict
// each other, whether work has begun is a matter of opinion.
func agree(a, b plan.State) bool {
	over := func(s plan.State) bool { return s == plan.Done || s == plan.Skipped }
	return over(a) == over(b)
}

// odd is the first task that does not fit what is stated.
func (ph *Phase) odd() int {
	over := ph.row().Status == plan.Done || ph.row().Status == plan.Skipped
	for _, i := range ph.TaskList {
		s := ph.Doc.Tasks[i].State
		if over != (s == plan.Done || s == plan.Skipped) {
			return i
		}
	}
	return -1
}

// same is the leading document's phase that other states again: the same number
// and title.
func (l *Lane) same(other *Phase) *Phase {
	o := other.row()
	for _, ph := range l.Phases {
		p := ph.row()
		if p.Number != "" && strings.EqualFold(p.Number, o.Number) && words(p.Title) == words(o.Title) {
			return ph
		}
	}
	return nil
}

// mostly is the share of traced tasks from which the others stand out, and few
// the number of tasks below which nothing is said.
const (
	mostly     = 0.75
	few        = 4
	mostPlaces = 20 // that one finding names
)

// untraced reports the tasks of a plan that cite no requirement where most do,
// in one finding. A task is traced with its sub-tasks, through them, or through
// its phase.
func untraced(p *portfolio.Plan) []diag.Diagnostic {
	tasks, total := Untraced(p)
	if len(tasks) == 0 || total < few || float64(total-len(tasks)) < mostly*float64(total) {
		return nil
	}
	first := tasks[0]
	d := diag.New(diag.UntracedTask, "", "%s cites no requirement", taskName(first.Task()))
	if n := len(tasks) - 1; n == 1 {
		d.Message += ", and one more task of the plan does not"
	} else if n > 1 {
		d.Message += fmt.Sprintf(", and %d more tasks of the plan do not", n)
	}
	d.Hint = fmt.Sprintf("add the requirement it answers: _Requirements: %s_", p.Requirements[0].ID)
	for _, t := range tasks[1:min(len(tasks), mostPlaces)] {
		d.Related = append(d.Related, related(t.Doc, t.Task().Line, taskName(t.Task())))
	}
	return []diag.Diagnostic{at(first.Doc, first.Task().Line, d)}
}

// Untraced gives the tasks of a plan that cite no requirement, and how many
// could: tasks at the top that are not skipped. A plan without requirements has
// none.
func Untraced(p *portfolio.Plan) (tasks []TaskRef, total int) {
	if len(p.Requirements) == 0 {
		return nil, 0
	}
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || len(d.Tasks) == 0 {
			continue
		}
		cited := citedTasks(d)
		for i := range d.Tasks {
			t := &d.Tasks[i]
			if t.Parent >= 0 || t.State == plan.Skipped {
				continue
			}
			if total++; !cited[i] {
				tasks = append(tasks, TaskRef{d, i})
			}
		}
	}
	return tasks, total
}

// citedTasks tells of each top task of d whether it, a task within it or its
// phase cites a requirement.
func citedTasks(d *portfolio.Document) []bool {
	cited, phases := make([]bool, len(d.Tasks)), make([]bool, len(d.Phases))
	for i := range d.Document.Citations {
		if len(d.Citing(i)) == 0 {
			continue
		}
		c := &d.Document.Citations[i]
		switch phase, top := int(c.Phase), int(c.Task); {
		case top >= 0 && top < len(d.Tasks):
			for d.Tasks[top].Parent >= 0 && d.Tasks[top].Parent < top {
				top = d.Tasks[top].Parent
			}
			cited[top] = true
		case phase >= 0 && phase < len(d.Phases):
			phases[phase] = true
		}
	}
	for i := range d.Tasks {
		if at := d.Tasks[i].Phase; at >= 0 && at < len(phases) && phases[at] {
			cited[i] = true
		}
	}
	return cited
}

// taskName is what a task is called in a message.
func taskName(t *plan.Task) string {
	return strings.TrimSpace("task "+t.ID) + " " + strconv.Quote(short(t.Text))
}

func short(s string) string {
	r := []rune(s)
	if len(r) <= 60 {
		return s
	}
	return strings.TrimSpace(string(r[:59])) + "…"
}
