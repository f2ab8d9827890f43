package portfolio

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// cite looks up every citation: in its plan, then in the plans of its parent
// directories; a qualified one in the plan that it names.
func (m *maker) cite() {
	p := m.plan
	mentioned := restated(p)
	written := 0
	for _, d := range p.Documents {
		written += len(d.Document.Citations)
	}
	p.Citations = make([]*Citation, 0, written)
	for _, d := range p.Documents {
		var own []int
		if d.Alignment != nil {
			own = d.Alignment.Own
		}
		d.citing = make([][]*Citation, len(d.Document.Citations))
		missing := &missing{doc: d}
		for i := range d.Document.Citations {
			w := &d.Document.Citations[i]
			if p.Kind == KindTemplate || slices.Contains(own, i) {
				d.citing[i] = ownCitations(p, d, w, i)
			} else {
				d.citing[i] = m.lookUp(d, i, missing)
			}
			p.Citations = append(p.Citations, d.citing[i]...)
		}
		if more := mentioned[d]; len(more) > 0 {
			p.Citations = append(p.Citations, more...)
			own := p.Citations[len(p.Citations)-len(more)-count(d.citing):]
			slices.SortStableFunc(own, func(x, y *Citation) int { return cmp.Compare(x.Written.Span.Start, y.Written.Span.Start) })
		}
		missing.report(m)
	}
}

func count(citing [][]*Citation) int {
	n := 0
	for _, list := range citing {
		n += len(list)
	}
	return n
}

// restated are the citations that mentions make: a section "FR-2: Loading" of
// the design, or a table of tests by requirement, answers what is defined
// elsewhere. They have no row in their documents.
func restated(p *Plan) map[*Document][]*Citation {
	if p.Kind == KindTemplate {
		return nil
	}
	byDoc := map[*Document][]*Citation{}
	for _, m := range p.Mentions {
		if !isRequirement(m.Of.Def.Class) {
			continue
		}
		line := firstLine(m.Doc, m.Def.Span)
		quote, mark := m.Def.ID, [2]int32{0, int32(len(m.Def.ID))}
		if text := firstOf(m.Def.Title, m.Def.Text); text != "" {
			quote += ": " + clip(text, maxQuote-len(quote)-2)
		}
		w := &plan.Citation{From: m.Def.ID, Class: m.Def.Class, Span: line, Section: m.Def.Section, Phase: phaseAt(m.Doc, line.Start), Task: taskAt(m.Doc, line.Start), Quote: quote, Mark: mark}
		byDoc[m.Doc] = append(byDoc[m.Doc], &Citation{Plan: p, Doc: m.Doc, Written: w, Index: plan.None, ID: m.Def.ID, Target: m.Of, State: Resolved})
	}
	return byDoc
}

// maxQuote bounds a quote, in code points, as plan.Citation says.
const maxQuote = 240

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:max(n-1, 0)]) + "…"
}

// phaseAt is the innermost phase that the byte at offset stands in.
func phaseAt(d *Document, offset int) int {
	found := plan.None
	for i := range d.Phases {
		if s := d.Phases[i].Span; s.Start <= offset && offset < s.End && (found == plan.None || s.Start >= d.Phases[found].Span.Start) {
			found = i
		}
	}
	return found
}

// taskAt is the task whose line the byte at offset stands in.
func taskAt(d *Document, offset int) int {
	for i := range d.Tasks {
		if s := d.Tasks[i].Line; s.Start <= offset && offset < s.End {
			return i
		}
	}
	return plan.None
}

// ownCitations are those that a template makes as an example: no target.
func ownCitations(p *Plan, d *Document, w *plan.Citation, i int) []*Citation {
	if w.Class != plan.ClassRequirement {
		return nil
	}
	list := []*Citation{{Plan: p, Doc: d, Written: w, Index: i, ID: w.From, State: Own}}
	if w.To != "" && w.To != w.From {
		list[0].Ranged = true
		list = append(list, &Citation{Plan: p, Doc: d, Written: w, Index: i, ID: w.To, State: Own, Ranged: true})
	}
	return list
}

// lookUp finds what one written citation means. Ids of unknown kind that nothing
// defines are no citations at all, and say nothing.
func (m *maker) lookUp(d *Document, i int, missing *missing) []*Citation {
	var list []*Citation
	p, w, scopes := d.Plan, &d.Document.Citations[i], m.scopes
	if r := ownTarget(p, w); r != nil && isRequirement(r.Def.Class) {
		return m.one(m.citation(Citation{Plan: p, Doc: d, Written: w, Index: i, ID: w.From, Target: r, State: Resolved}))
	}
	add := func(id string, target *Requirement, state CitationState, ranged bool) {
		c := m.citation(Citation{Plan: p, Doc: d, Written: w, Index: i, ID: id, Target: target, State: state, Ranged: ranged})
		if target != nil && !isRequirement(target.Def.Class) {
			p.OtherCites = append(p.OtherCites, c)
			return
		}
		list = append(list, c)
	}
	if w.Qualifier != "" {
		scopes = m.named(w.Qualifier)
	}
	found := find(scopes, w)
	for _, id := range found.dangling {
		if w.Example { // as in a template
			add(id, nil, Own, found.ranged)
		} else if w.Class == plan.ClassRequirement {
			add(id, nil, Dangling, found.ranged)
			missing.add(id, w)
		}
	}
	if len(found.rivals) > 0 && (w.Class == plan.ClassRequirement || isRequirement(found.rivals[0].Def.Class)) {
		add(w.From, nil, Ambiguous, false)
		m.ambiguous(d, w, found.rivals)
	}
	for _, r := range found.targets {
		add(cited(w, r, found.ranged), r, Resolved, found.ranged)
	}
	if len(list) > 1 {
		slices.SortStableFunc(list, func(x, y *Citation) int { return CompareIDs(x.ID, y.ID) })
	}
	return list
}

// ownTarget is what a citation of a single id means that its own plan defines:
// what find gives for it, which looks there first. It is nil for all others.
func ownTarget(p *Plan, w *plan.Citation) *Requirement {
	if w.Qualifier != "" || w.Wildcard || w.To != "" && w.To != w.From || w.Bare && !strings.Contains(w.From, ".") {
		return nil
	}
	return p.meant(w.From, w.Bare)
}

// cited is the id of a citation: as written, or of a range the id within it.
func cited(w *plan.Citation, r *Requirement, ranged bool) string {
	if ranged {
		return r.ID
	}
	return w.From
}

func (m *maker) ambiguous(d *Document, w *plan.Citation, rivals []*Requirement) {
	x := diag.New(diag.AmbiguousCitation, "", "citation of %q, which fits definitions in %s", written(w), planNames(rivals))
	for _, r := range rivals {
		x.Related = append(x.Related, related(r.Doc, firstLine(r.Doc, r.Def.Span), "defined here in "+r.Plan.ID))
		m.point(r.Plan) // it says where in the plan
	}
	x.Hint = "write the plan before the id: " + strconv.Quote(rivals[0].Plan.ID+"/"+w.From)
	m.report(d, w.Span, x)
}

func planNames(rivals []*Requirement) string {
	names := make([]string, len(rivals))
	for i, r := range rivals {
		names[i] = strconv.Quote(r.Plan.ID)
	}
	return strings.Join(names, " and ")
}

// written is the citation as it stands in the text, without its range's end.
func written(w *plan.Citation) string {
	if w.Qualifier != "" {
		return w.Qualifier + "/" + w.From
	}
	return w.From
}
