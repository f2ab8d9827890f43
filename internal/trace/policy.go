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

// NeedState is one need of a requirement's policy.
type NeedState struct {
	Need config.Need
	Met  bool
}

// The default policy: what is to be done is in a phase or task. It asks for no
// more than a section where a plan has neither.
var (
	planned = config.Condition{Any: true, Parts: []config.Condition{{Need: config.NeedPhase}, {Need: config.NeedTask}}}
	written = config.Condition{Need: config.NeedSection}
)

// policy is what a kind of requirement needs in the plan, and whether the
// configuration says so.
func (t *tracer) policy(kind string) (c config.Condition, configured bool) {
	for _, k := range []string{kind, config.AnyKind} {
		if c, ok := t.opts.Coverage[k]; ok {
			return c, true
		}
	}
	if t.hasWork() {
		return planned, false
	}
	return written, false
}

// apply holds a row, whose State is known, against the policy of its kind.
func (t *tracer) apply(row *Row) {
	row.Policy, row.Configured = t.policy(row.Requirement.Def.Kind)
	given := t.given(row)
	for _, n := range row.Policy.Needs() {
		row.Needs = append(row.Needs, NeedState{n, given(n)})
	}
	row.Lacking = row.Policy.Lacking(given)
	row.Covered = row.Policy.Met(given) || !row.Configured && row.State == Done
	if row.Waiver = t.waivers.of(row.Requirement); row.Waiver != nil && row.State == Uncovered {
		row.State = Defined
	}
}

// given tells which needs of a row are met: by what cites the requirement or
// what contains it, by its own box, or because all its parts meet them.
func (t *tracer) given(row *Row) func(config.Need) bool {
	e := t.weigh(t.answering(row.Requirement))
	return func(n config.Need) bool {
		switch n {
		case config.NeedSection:
			return e.section || t.allParts(row.Requirement, n)
		case config.NeedDesign:
			return e.design || t.allParts(row.Requirement, n)
		case config.NeedPhase:
			return e.phase || t.allParts(row.Requirement, n)
		case config.NeedTask:
			return e.done+e.open+e.waived > 0 || t.allParts(row.Requirement, n)
		case config.NeedTesting:
			return e.tested || t.allParts(row.Requirement, n)
		case config.NeedDone:
			return row.State == Done
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
		if !t.given(&Row{Requirement: c, State: t.states[t.rows[c]]})(n) {
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

// diagnose reports the waivers that name nothing, and those that have ended.
func (w *waivers) diagnose(config string) []diag.Diagnostic {
	var list []diag.Diagnostic
	for i, waiver := range w.list {
		var d diag.Diagnostic
		switch {
		case !w.named[i]:
			d = diag.New(diag.UnusedWaiver, config, "the waiver of %q names no requirement", waiver.Requirement)
			d.Hint = "an id of one plan is named with it: billing/FR-1.2"
		case w.ended(i):
			d = diag.New(diag.EndedWaiver, config, "the waiver of %q ended on %s", waiver.Requirement, waiver.Until)
			d.Hint = "trace the requirement, or renew the waiver with a reason that holds today"
		default:
			continue
		}
		at := diag.Position{Line: waiver.Line, Column: 1}
		d.Range = diag.Range{Start: at, End: at}
		list = append(list, d)
	}
	return list
}
