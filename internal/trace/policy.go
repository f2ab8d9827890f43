package trace

import (
	"path"
	"strings"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Options are the settings of tracing.
type Options struct {
	Coverage map[string]config.Condition // by the name of a kind, or config.AnyKind
	Waivers  []config.Waiver
	Config   string // path of the configuration, where waivers are reported
	Today    string // ISO date on which waivers are judged; "" where it is not known, and none has ended
}

// The default policy: what is to be done is in a phase or task. It asks for no
// more than a section where a plan has neither.
var (
	planned = newPolicy(config.Condition{Any: true, Parts: []config.Condition{{Need: config.NeedPhase}, {Need: config.NeedTask}}}, false)
	written = newPolicy(config.Condition{Need: config.NeedSection}, false)
)

func newPolicy(c config.Condition, configured bool) *Policy {
	return &Policy{Condition: c, Configured: configured, needs: c.Needs(), words: c.String()}
}

// policies are the configured ones, by the name of a kind or config.AnyKind.
func (o *Options) policies() map[string]*Policy {
	list := make(map[string]*Policy, len(o.Coverage))
	for kind, c := range o.Coverage {
		list[kind] = newPolicy(c, true)
	}
	return list
}

// policy is what a kind of requirement needs in the plan.
func (t *tracer) policy(kind string) *Policy {
	for _, k := range []string{kind, config.AnyKind} {
		if p := t.policies[k]; p != nil {
			return p
		}
	}
	if t.work {
		return planned
	}
	return written
}

// apply holds a row, whose State is known, against the policy of its kind.
func (t *tracer) apply(row *Row) {
	row.Policy = t.policy(row.Requirement.Def.Kind)
	given := t.given(row.Requirement, row.State)
	for i, n := range row.Policy.needs {
		if given(n) {
			row.met |= 1 << i
		}
	}
	row.Covered = row.Policy.Met(given) || !row.Policy.Configured && row.State == Done
	if row.Waiver = t.waivers.of(row.Requirement); row.Waiver != nil && row.State == Uncovered {
		row.State = Defined
	}
}

// given tells which needs of a requirement in a state are met: by what cites it
// or what contains it, by its own box, or because all its parts meet them.
func (t *tracer) given(r *portfolio.Requirement, state State) func(config.Need) bool {
	e := t.answering(r)
	return func(n config.Need) bool {
		switch n {
		case config.NeedSection:
			return e.section || t.allParts(r, n)
		case config.NeedDesign:
			return e.design || t.allParts(r, n)
		case config.NeedPhase:
			return e.phase || t.allParts(r, n)
		case config.NeedTask:
			return e.done+e.open+e.waived > 0 || t.allParts(r, n)
		case config.NeedTesting:
			return e.tested || t.allParts(r, n)
		case config.NeedDone:
			return state == Done
		}
		return false
	}
}

// allParts tells whether a requirement has parts, and all that are not retired
// meet a need by themselves.
func (t *tracer) allParts(r *portfolio.Requirement, n config.Need) bool {
	some := false
	for _, c := range r.Children {
		if c.Def.Retired {
			continue
		}
		if !t.given(c, t.states[c.Index])(n) {
			return false
		}
		some = true
	}
	return some
}

// waivers finds the waiver of a requirement, and remembers which were of use.
type waivers struct {
	list  []config.Waiver
	today string
	named []bool // by index: names a requirement
}

func newWaivers(opts Options) *waivers {
	return &waivers{list: opts.Waivers, today: opts.Today, named: make([]bool, len(opts.Waivers))}
}

// of gives the first waiver in force that names r, nil for none.
func (w *waivers) of(r *portfolio.Requirement) *config.Waiver {
	var found *config.Waiver
	for i := range w.list {
		if !names(w.list[i].Requirement, r) {
			continue
		}
		w.named[i] = true
		if found == nil && !w.ended(i) {
			found = &w.list[i]
		}
	}
	return found
}

func (w *waivers) ended(i int) bool {
	until := w.list[i].Until
	return until != "" && w.today != "" && until < w.today
}

// names tells whether a waiver's pattern, an id alone or behind its plan, names r.
func names(pattern string, r *portfolio.Requirement) bool {
	name := r.ID
	if i := strings.LastIndexByte(pattern, '/'); i >= 0 {
		name = r.Plan.ID + "/" + r.ID
	}
	ok, err := path.Match(strings.ToUpper(pattern), strings.ToUpper(name))
	return ok && err == nil
}

// diagnoseWaivers reports the waivers that name nothing, and those that have
// ended.
func diagnoseWaivers(opts Options, named []bool) []diag.Diagnostic {
	var list []diag.Diagnostic
	w := newWaivers(opts)
	for i, waiver := range opts.Waivers {
		var d diag.Diagnostic
		switch {
		case !named[i]:
			d = diag.New(diag.UnusedWaiver, opts.Config, "the waiver of %q names no requirement", waiver.Requirement)
			d.Hint = "an id of one plan is named with it: billing/FR-1.2"
		case w.ended(i):
			d = diag.New(diag.EndedWaiver, opts.Config, "the waiver of %q ended on %s", waiver.Requirement, waiver.Until)
			d.Hint = "trace the requirement, or renew the waiver with a reason that holds today"
		default:
			continue
		}
		at := diag.Position{Line: waiver.Line, Column: 1}
		d.Range = diag.Range{Start: at, End: at}
		list = append(list, d)
	}
	diag.Sort(list)
	return list
}
