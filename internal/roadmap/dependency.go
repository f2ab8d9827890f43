package roadmap

import (
	"regexp"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// phaseDependency and taskDependency are what a stated dependency must look
// like to be looked up: a phase's number or a task's id. Anything else is prose
// that may hold a title.
var (
	phaseDependency = regexp.MustCompile(`(?i)^(?:(?:phase|fase|フェーズ|단계|sprint|milestone|wave|week|group|epic)\s*)?(\d+(?:\.\d+)*[a-z]?|[a-z])$`)
	taskDependency  = regexp.MustCompile(`(?i)^(?:task\s+)?((?:T|WP|TASK-)\d+|\d+(?:\.\d+)*)$`)
	rangeDependency = regexp.MustCompile(`(?i)^(?:(?:phases?|tasks?)\s+)?([a-z]*\d+(?:\.\d+)*[a-z]?)\s*(?:-|–|—|\.\.|to|through)\s*([a-z]*\d+(?:\.\d+)*[a-z]?)$`)
)

// A linker finds what dependencies mean. Readers of several plans may ask it at
// the same time.
type linker struct {
	portfolio *portfolio.Portfolio

	namesOnce, pathsOnce sync.Once
	plans                *planNames
	byPath               map[string]*portfolio.Plan

	mu    sync.Mutex
	names map[*portfolio.Plan]*names
}

// A reader reads what one plan states.
type reader struct {
	*linker
	statements
}

// read reads every dependency that a plan states: of phases and tasks, and of
// the plan in front matter and in links of sections on dependencies.
func (l *linker) read(p *portfolio.Plan) statements {
	r := &reader{linker: l}
	if p.Kind == portfolio.KindTemplate {
		return r.statements
	}
	for _, d := range p.Documents {
		if d.Role == plan.Template {
			continue
		}
		r.phases(d)
		r.tasks(d)
		r.fields(d)
		r.sections(d)
	}
	return r.statements
}

func (l *reader) wait(from, to nodeKey) {
	if holds(from, to) || holds(to, from) {
		return // a part and its whole have no order
	}
	l.waits = append(l.waits, wait{from, to})
}

func (l *reader) unknown(d *portfolio.Document, line plan.Span, what, on string) {
	if !d.Plan.Archived {
		l.found = append(l.found, at(d, line, diag.New(diag.UnknownDependency, "", "%s depends on %s, which is not there", what, on)))
	}
}

func (l *reader) phases(d *portfolio.Document) {
	for i := range d.Phases {
		row := &d.Phases[i]
		for _, on := range row.DependsOn {
			on = bare(on)
			targets, ok := l.ids(d, i, on, true)
			if !ok {
				targets = l.titled(d, i, on)
			}
			for _, t := range targets {
				l.wait(phaseKey(d, i), t)
			}
			if m := phaseDependency.FindStringSubmatch(on); len(targets) == 0 && m != nil && !l.has(d, m[1]) && !l.plan(d, on) {
				l.unknown(d, row.Line, (&Phase{Doc: d, Index: i}).name(), "phase "+m[1])
			}
		}
	}
}

func (l *reader) tasks(d *portfolio.Document) {
	for i := range d.Tasks {
		row := &d.Tasks[i]
		for _, on := range row.Notes().DependsOn {
			on = bare(on)
			targets, _ := l.ids(d, row.Phase, on, false)
			for _, t := range targets {
				l.wait(taskKey(d, i), t)
			}
			if m := taskDependency.FindStringSubmatch(on); len(targets) == 0 && m != nil && !l.has(d, m[1]) && !l.plan(d, on) {
				l.unknown(d, row.Line, taskName(row), "task "+m[1])
			}
		}
	}
}

// bare is a stated dependency without notes: "Phase 3 (Core)".
func bare(s string) string {
	s, _, _ = strings.Cut(s, " (")
	return strings.TrimSpace(s)
}

// ids looks up a number or id, or a range of them, seen from a phase of d; ok
// tells whether on has that shape. Numbers are first those of phases where
// phasesFirst holds.
func (l *reader) ids(d *portfolio.Document, phase int, on string, phasesFirst bool) (targets []nodeKey, ok bool) {
	if m := rangeDependency.FindStringSubmatch(on); m != nil {
		from := l.lookup(d, phase, m[1], phasesFirst)
		to := l.lookup(d, phase, m[2], phasesFirst)
		if len(from) == 1 && len(to) == 1 && from[0].doc == to[0].doc && (from[0].task >= 0) == (to[0].task >= 0) {
			for i := from[0].phase; i >= 0 && i <= to[0].phase; i++ {
				targets = append(targets, phaseKey(from[0].doc, i))
			}
			for i := from[0].task; i >= 0 && i <= to[0].task; i++ {
				targets = append(targets, taskKey(from[0].doc, i))
			}
		}
		return targets, true
	}
	for _, form := range []*regexp.Regexp{phaseDependency, taskDependency} {
		if m := form.FindStringSubmatch(on); m != nil {
			return l.lookup(d, phase, m[1], phasesFirst), true
		}
	}
	return l.lookup(d, phase, on, phasesFirst), false
}

// has tells whether anything that d can see is called id, even where it is not
// clear which of several is meant.
func (l *reader) has(d *portfolio.Document, id string) bool {
	for p := d.Plan; p != nil; p = l.above(p) {
		n := l.namesOf(p)
		if len(n.phases[number(id)])+len(n.tasks[strings.ToUpper(id)]) > 0 {
			return true
		}
	}
	return false
}

// plan tells whether on names a plan: what front matter says of the document is
// said of its one phase or task too.
func (l *reader) plan(d *portfolio.Document, on string) bool {
	_, known := l.find(on, d.Plan)
	return known
}

// find is the plan that a name means.
func (l *reader) find(on string, from *portfolio.Plan) (*portfolio.Plan, bool) {
	l.abroad = true
	l.namesOnce.Do(func() { l.plans = newPlanNames(l.portfolio) })
	return l.plans.find(on, from)
}

// number folds a phase's number: without leading zeros, upper case.
func number(s string) string {
	s = strings.ToUpper(s)
	if t := strings.TrimLeft(s, "0"); t != "" && '0' <= t[0] && t[0] <= '9' {
		return t
	} else if t == "" && s != "" {
		return "0"
	}
	return s
}
