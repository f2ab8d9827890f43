package roadmap

import (
	"path"
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// phaseDependency and taskDependency are what a stated dependency must look
// like to be looked up: a phase's number or a task's id. Anything else is prose.
var (
	phaseDependency = regexp.MustCompile(`(?i)^(?:(?:phase|fase|フェーズ|단계|sprint|milestone|wave|week|group|epic)\s*)?(\d+(?:\.\d+)*[a-z]?|[a-z])$`)
	taskDependency  = regexp.MustCompile(`(?i)^(?:task\s+)?((?:T|WP|TASK-)\d+|\d+(?:\.\d+)*)$`)
)

// names are the numbers of phases and the ids of tasks that a dependency can mean.
type names struct{ phases, tasks map[string]bool }

func (n names) add(p *portfolio.Plan) {
	for _, d := range p.Documents {
		for i := range d.Phases {
			n.phases[number(d.Phases[i].Number)] = true
		}
		for i := range d.Tasks {
			n.tasks[strings.ToUpper(d.Tasks[i].ID)] = true
		}
	}
}

// waits tells whether anything in the plan states a dependency.
func waits(p *portfolio.Plan) bool {
	for _, d := range p.Documents {
		for i := range d.Phases {
			if len(d.Phases[i].DependsOn) > 0 {
				return true
			}
		}
		for i := range d.Tasks {
			if len(d.Tasks[i].DependsOn) > 0 {
				return true
			}
		}
	}
	return false
}

// unknownDependencies reports phases and tasks that wait for something that
// neither the plan nor one of a directory above it has. byPath finds plans.
func unknownDependencies(p *portfolio.Plan, byPath map[string]*portfolio.Plan) []diag.Diagnostic {
	if !waits(p) {
		return nil
	}
	known := names{map[string]bool{}, map[string]bool{}}
	known.add(p)
	for at := p.Path; at != "."; {
		at = path.Dir(at)
		if above := byPath[at]; above != nil {
			known.add(above)
		}
	}
	var list []diag.Diagnostic
	for _, d := range p.Documents {
		missing := func(what, on, kind string, line plan.Span) {
			list = append(list, at(d, line, diag.New(diag.UnknownDependency, "", "%s depends on %s%s, which is not there", what, kind, on)))
		}
		for i := range d.Phases {
			for _, on := range d.Phases[i].DependsOn {
				if m := phaseDependency.FindStringSubmatch(strings.TrimSpace(on)); m != nil && !known.phases[number(m[1])] && !known.tasks[strings.ToUpper(m[1])] {
					ph := &Phase{Doc: d, Index: i}
					missing(ph.name(), m[1], "phase ", d.Phases[i].Line)
				}
			}
		}
		for i := range d.Tasks {
			for _, on := range d.Tasks[i].DependsOn {
				if m := taskDependency.FindStringSubmatch(strings.TrimSpace(on)); m != nil && !known.tasks[strings.ToUpper(m[1])] && !known.phases[number(m[1])] {
					missing(taskName(&d.Tasks[i]), m[1], "task ", d.Tasks[i].Line)
				}
			}
		}
	}
	return list
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
