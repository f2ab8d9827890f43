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
	written, likely := 0, 0 // likely to mean something
	for _, d := range p.Documents {
		written += len(d.Document.Citations)
		for i := range d.Document.Citations {
			if d.Document.Citations[i].Class != plan.ClassUnknown {
				likely++
			}
		}
	}
	m.citations = make([]Citation, 0, likely)
	ends, list := make([]int32, written), make([]*Citation, 0, likely)
	for _, d := range p.Documents {
		d.ends, ends = ends[:len(d.Document.Citations):len(d.Document.Citations)], ends[len(d.Document.Citations):]
		var own []int
		if d.Alignment != nil {
			own = d.Alignment.Own
		}
		first := len(list)
		missing := &missing{doc: d}
		for i := range d.Document.Citations {
			if p.Kind == KindTemplate || slices.Contains(own, i) {
				list = m.ownCitations(list, d, i)
			} else {
				list = m.lookUp(list, d, i, missing)
			}
			d.ends[i] = int32(len(list) - first)
		}
		missing.report(m)
	}
	p.Citations = list
	for _, d := range p.Documents {
		n := 0
		if len(d.ends) > 0 {
			n = int(d.ends[len(d.ends)-1])
		}
		d.cites, list = list[:n:n], list[n:]
	}
	if more := restated(p); len(more) > 0 {
		p.Citations = make([]*Citation, 0, len(p.Citations)+len(more))
		for _, d := range p.Documents {
			first := len(p.Citations)
			p.Citations = append(append(p.Citations, d.cites...), more[d]...)
			if len(more[d]) > 0 {
				slices.SortStableFunc(p.Citations[first:], func(x, y *Citation) int { return cmp.Compare(x.Written.Span.Start, y.Written.Span.Start) })
			}
		}
	}
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
		quote, mark := m.Def.ID, plan.MarkOf(0, len(m.Def.ID))
		if text := firstOf(m.Def.Title, m.Def.Text); text != "" {
			quote += ": " + clip(text, maxQuote-len(quote)-2)
		}
		w := &plan.Citation{From: m.Def.ID, Class: m.Def.Class, Span: line, Section: int32(m.Def.Section), Phase: int32(phaseAt(m.Doc, line.Start)), Task: int32(taskAt(m.Doc, line.Start)), Quote: quote, Mark: mark}
		byDoc[m.Doc] = append(byDoc[m.Doc], &Citation{Doc: m.Doc, Written: w, Index: plan.None, ID: m.Def.ID, Target: m.Of, State: Resolved})
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

// ownCitations adds to list those that a template makes as an example: no target.
func (m *maker) ownCitations(list []*Citation, d *Document, i int) []*Citation {
	w := &d.Document.Citations[i]
	if w.Class != plan.ClassRequirement {
		return list
	}
	ranged := w.To() != "" && w.To() != w.From
	list = append(list, m.citation(Citation{Doc: d, Written: w, Index: int32(i), ID: w.From, State: Own, Ranged: ranged}))
	if ranged {
		list = append(list, m.citation(Citation{Doc: d, Written: w, Index: int32(i), ID: w.To(), State: Own, Ranged: true}))
	}
	return list
}

// lookUp adds to list what one written citation means. Ids of unknown kind that
// nothing defines are no citations at all, and say nothing.
func (m *maker) lookUp(list []*Citation, d *Document, i int, missing *missing) []*Citation {
	p, w, scopes := d.Plan, &d.Document.Citations[i], m.scopes
	if r := ownTarget(p, w); r != nil && isRequirement(r.Def.Class) {
		return append(list, m.citation(Citation{Doc: d, Written: w, Index: int32(i), ID: w.From, Target: r, State: Resolved}))
	}
	first := len(list)
	add := func(id string, target *Requirement, state CitationState, ranged bool) {
		c := m.citation(Citation{Doc: d, Written: w, Index: int32(i), ID: id, Target: target, State: state, Ranged: ranged})
		if target != nil && !isRequirement(target.Def.Class) {
			p.OtherCites = append(p.OtherCites, c)
			return
		}
		list = append(list, c)
	}
	if w.Qualifier() != "" {
		scopes = m.named(w.Qualifier())
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
	if more := list[first:]; len(more) > 1 {
		slices.SortStableFunc(more, func(x, y *Citation) int { return CompareIDs(x.ID, y.ID) })
	}
	return list
}

// ownTarget is what a citation of a single id means that its own plan defines:
// what find gives for it, which looks there first. It is nil for all others.
func ownTarget(p *Plan, w *plan.Citation) *Requirement {
	if w.Qualifier() != "" || w.Wildcard || w.To() != "" && w.To() != w.From || w.Bare && !strings.Contains(w.From, ".") {
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
	if w.Qualifier() != "" {
		return w.Qualifier() + "/" + w.From
	}
	return w.From
}
