package portfolio

import (
	"strconv"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// change leads what a plan proposes for the requirements of another to those
// requirements: each is a citation, on the line of the proposal's heading.
func (m *maker) change() {
	p := m.plan
	for _, d := range p.Documents {
		dir, _, ok := convention.DeltaOf(d.File.Path)
		of := m.lookup.dir(dir)
		if !ok || of == nil || p.Kind == KindTemplate {
			continue
		}
		if of != p {
			m.ask(m.lookup.byID[of.ID])
		}
		for i := range d.Requirements {
			def := &d.Requirements[i]
			r, target := d.Defined(i), of.byID.find(def.Of)
			if r == nil || def.Of == "" {
				continue
			}
			if target == nil {
				m.unmatched(d, def, of)
				continue
			}
			r.Changes = target
			line := firstLine(d, def.Span)
			quote := string(def.Change) + ": " + clip(def.Title, maxQuote-len(def.Change)-2)
			w := &plan.Citation{From: def.Of, Class: def.Class, Span: line, Section: int32(def.Section), Phase: plan.None, Task: plan.None, Quote: quote, Mark: plan.MarkOf(0, len(def.Change))}
			p.OtherCites = append(p.OtherCites, m.citation(Citation{Doc: d, Written: w, Index: plan.None, ID: def.Of, Target: target, State: Resolved}))
		}
	}
}

// unmatched reports a change of what the plan that it is about does not define.
// What is over has been applied, or given up.
func (m *maker) unmatched(d *Document, def *plan.Requirement, of *Plan) {
	if d.Plan.Archived || def.Change == plan.ChangeAdded {
		return
	}
	var names []string
	for _, r := range of.Others {
		if r.Def.Class == plan.ClassNamed {
			names = append(names, r.ID)
		}
	}
	x := diag.New(diag.UnmatchedChange, "", "%q is to be %s, but %s defines no requirement of that name", def.Title, def.Change, of.ID)
	x.Hint = "write its name as the specification has it, or put a new one under ADDED Requirements"
	if near := nearest(def.Of, names); near != "" {
		x.Hint = "did you mean " + strconv.Quote(of.byID.find(near).Def.Title) + "?"
	}
	m.report(d, firstLine(d, def.Span), x)
}
