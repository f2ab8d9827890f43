package site

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// requirementDirs are where the pages of the plan's requirements lie, of what they
// were called, and of their index.
func (s *Site) requirementDirs(p *planFacts) []string {
	if !p.counted() {
		return nil
	}
	x := p.defines()
	dirs := make([]string, 0, len(x.order)+1)
	for _, n := range x.order {
		dirs = append(dirs, x.dirOf(n))
	}
	return append(dirs, s.planIndexDirs(p)...)
}

func (s *Site) requirementPage(p *planFacts, dir string) (_ Page, ok bool) {
	if !p.counted() {
		return Page{}, false
	}
	f, m := p.defines().at(dir)
	switch {
	case f != nil:
		return s.planPage(p, dir, "requirement", func() any { return s.requirement(f) }), true
	case m != nil:
		return s.planPage(p, dir, "moved", func() any { return s.moved(*m) }), true
	}
	n := slices.Index(s.planIndexDirs(p), dir)
	return s.planPage(p, dir, "requirements", func() any { return s.requirements(s.planIndex(p), n) }), n >= 0
}

// planIndexDir is where the index of the plan's requirements lies: at the plan's
// path, unless a requirement of a plan above is called so.
func (s *Site) planIndexDir(p *planFacts) string {
	if !p.nested {
		return "requirements/" + p.path + "/"
	}
	dir, _ := claim("requirements/"+p.path, func(path string) bool {
		if s.defines(path) {
			return false
		}
		i, ok := s.index.layout.near(folded(strings.TrimPrefix(path, "requirements/")))
		return !ok || s.index.plans[i] == p || !s.index.plans[i].listsRequirements()
	})
	return dir + "/"
}

// planIndexDirs are where the pages of the index lie: the plan's own, then its
// further ones, which leave the first of other plans free.
func (s *Site) planIndexDirs(p *planFacts) []string {
	if !p.listsRequirements() {
		return nil
	}
	dirs := []string{s.planIndexDir(p)}
	for n := 1; n < pagesFor(len(p.Requirements)+len(p.Others), requirementsLength); n++ {
		dir, _ := claim(dirs[0]+"page/"+strconv.Itoa(n+1), func(path string) bool {
			return !s.defines(path) && !s.firstOfIndex(path)
		})
		dirs = append(dirs, dir+"/")
	}
	return dirs
}

// defines tells whether a requirement of some plan has its page at a path.
func (s *Site) defines(at string) bool {
	rest := folded(strings.TrimPrefix(at, "requirements/"))
	i, ok := s.index.layout.near(path.Dir(rest))
	if !ok || !s.index.plans[i].counted() {
		return false
	}
	x := s.index.plans[i].defines()
	return slices.ContainsFunc(x.order, func(n int32) bool { return folded(x.dirOf(n)) == "requirements/"+rest+"/" })
}

// firstOfIndex tells whether the index of some plan begins at a path: it is that of
// the path or, where that was taken, of the path without a number at its end.
func (s *Site) firstOfIndex(at string) bool {
	rest := folded(strings.TrimPrefix(at, "requirements/"))
	want, _ := withoutNumber(rest)
	for _, name := range []string{rest, want} {
		if i, ok := s.index.layout.near(name); ok && s.index.plans[i].listsRequirements() && folded(s.planIndexDir(s.index.plans[i])) == "requirements/"+rest+"/" {
			return true
		}
	}
	return false
}

// requirement is the page of one requirement: its text, and who answers it.
func (s *Site) requirement(f *requirementFacts) RequirementView {
	rel := from(f.address)
	d := s.index.doc(f.Doc)
	text := d.HTML().Requirements[d.requirementIndex(f.Def)]
	title := f.ID
	if says := head(RequirementText(f.Requirement), 80); says != "" {
		title += ": " + says
	}
	v := RequirementView{
		Frame: s.frame(rel, title, RequirementText(f.Requirement)),
		ID:    f.ID, Kind: rel.link(capital(kindName(f)), s.kindAddress(f)), Hue: s.kindHue(f), Heading: f.Def.Title, Text: s.proseOf(d, rel).fill(text),
		State: requirementState(f), Plan: planLink(rel, f.plan),
		Defined: Place{
			Path: f.Doc.File.Path, Line: d.line(f.Def.Span.Start),
			Href: rel.to(d.definitionAddress(f.Def)), Edit: s.edit(f.Doc.File.Path),
		},
		DefinedIn: Link{Label: sectionPath(f.Doc.Document, f.Def.Section), Href: rel.toSection(d, f.Def.Section)},
		Permalink: rel.to(f.address),
	}
	v.Meaning = meaning(trace.MeaningOf(trace.OfRequirement, v.State.Name))
	if f.row != nil { // what is no requirement has no row in the matrix
		v.Matrix = rel.to(f.plan.matrixAddress())
		v.Missing, v.Policy = f.row.Missing(), policy(f.row)
	}
	for _, r := range f.Plan.Renames {
		if r.To == f.Requirement {
			v.Formerly = append(v.Formerly, r.Old)
		}
	}
	if v.Canonical != "" {
		v.Permalink = v.Canonical
	}
	v.Lang = d.lang(s)
	v.Edit = v.Defined.Edit
	v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"), rel.link(f.plan.title(), s.planIndexAddress(f.plan)))
	for _, m := range f.plan.Mentions {
		if m.Of == f.Requirement {
			doc := s.index.doc(m.Doc)
			v.Also = append(v.Also, Place{
				Path: m.Doc.File.Path, Line: doc.line(m.Def.Span.Start),
				Href: rel.to(doc.definitionAddress(m.Def)), Edit: s.edit(m.Doc.File.Path),
			})
		}
	}
	v.Facts = s.requirementFactsLine(rel, f)
	v.Answers, v.Elsewhere, v.More = s.ledger(rel, f)
	v.Picture = s.requirementPicture(rel, f)
	v.Similar, v.SimilarPage = s.similarTo(rel, f), rel.to(s.lists.standing().similar)
	s.family(rel, f, &v)
	return v
}

// moved is the page at the address that a requirement had under another id.
func (s *Site) moved(m movedPage) MovedView {
	rel := from(m.address)
	v := MovedView{Old: m.Old, To: Link{Label: m.to.ID, Href: rel.to(m.to.address), Title: head(RequirementText(m.To), 120)}}
	v.Frame = s.frame(rel, m.Old+" is "+m.to.ID+" today", "The requirement has another id today.")
	v.Moved = v.To.Href
	if base := s.base(); base != "" {
		v.Canonical = base + m.to.address
	}
	v.Crumbs = append(v.Crumbs, rel.link("Requirements", "requirements/"), rel.link(m.to.plan.title(), s.planIndexAddress(m.to.plan)))
	return v
}

// policy is what a requirement needs, and what it has of it.
func policy(row *trace.Row) *Policy {
	standing := row.Standing()
	if standing == "" {
		return nil
	}
	m := trace.MeaningOf(trace.OfCoverage, string(standing))
	p := &Policy{Standing: State{m.Name, m.Word}, Says: "Needs " + row.Policy.String()}
	if !row.Policy.Configured {
		p.Says += ", by default"
	}
	for _, n := range row.Needs() {
		need := Need{Name: string(n.Need), Says: trace.NeedSays(n.Need), State: State{"covered", "met"}}
		if !n.Met {
			need.State = State{"missing", "not met"}
		}
		p.Needs = append(p.Needs, need)
	}
	if w := row.Waiver; w != nil {
		p.Waiver = &Waiver{Reason: w.Reason, Date: w.Date, Until: w.Until}
	}
	return p
}

// requirementFactsLine is what stands below a requirement's heading.
func (s *Site) requirementFactsLine(rel relation, f *requirementFacts) []Fact {
	var facts []Fact
	if len(f.phases) > 0 {
		facts = append(facts, Fact{Name: verb(len(f.phases), "Phase", "Phases"), Value: Link{Label: strings.Join(f.phases, ", "), Href: rel.to(f.plan.matrixAddress())}})
	}
	if f.Changes != nil {
		if of := s.index.defined(f.Changes); of != nil && of.plan.counted() {
			facts = append(facts, Fact{Name: changeWords[f.Def.Change], Value: Link{Label: of.plan.title() + " › " + f.Changes.Def.Title, Href: rel.to(of.address)}})
		}
	}
	if f.Def.State != "" {
		state := taskState(plan.Task{State: f.Def.State})
		facts = append(facts, Fact{Name: "Box", Value: Link{Label: state.Word}, State: state})
	}
	return append(facts, Fact{Name: "Cited", Value: Link{Label: "in " + number(len(f.CitedBy), "place", "places")}})
}

// changeWords are what stands before a requirement of another plan.
var changeWords = map[plan.Change]string{
	plan.ChangeAdded: "Added to", plan.ChangeModified: "Modifies", plan.ChangeRemoved: "Removes", plan.ChangeRenamed: "Renames",
}

// family adds the requirements around f: those it contains, those beside it.
func (s *Site) family(rel relation, f *requirementFacts, v *RequirementView) {
	const around = 2 // on either side
	if f.Parent != nil {
		parent := s.cite(rel, s.index.defined(f.Parent))
		v.Parent = &parent
	}
	for _, c := range f.Children {
		v.Children = append(v.Children, s.cite(rel, s.index.defined(c)))
	}
	list := f.plan.Requirements
	if f.Index >= len(list) || list[f.Index] != f.Requirement {
		list = f.plan.Others
	}
	for i := max(0, f.Index-around); i < min(len(list), f.Index+around+1); i++ {
		if i == f.Index {
			continue
		}
		near := s.index.defined(list[i])
		v.Neighbours = append(v.Neighbours, s.cite(rel, near))
		switch i {
		case f.Index - 1:
			v.Prev = &Link{Label: near.ID, Href: rel.to(near.address), Title: head(RequirementText(near.Requirement), 120)}
		case f.Index + 1:
			v.Next = &Link{Label: near.ID, Href: rel.to(near.address), Title: head(RequirementText(near.Requirement), 120)}
		}
	}
}

// ledger lists who cites the requirement: in its own plan by document, section
// or phase, and task; then the other plans by document, and how many citations
// of theirs are left out.
func (s *Site) ledger(rel relation, f *requirementFacts) (answers, elsewhere []Answer, more int) {
	own, others := ledger{s: s, rel: rel, f: f}, ledger{s: s, rel: rel, f: f, foreign: true}
	for _, c := range f.CitedBy {
		switch {
		case c.Doc.Plan == f.Plan:
			own.add(c)
		case len(others.lines) < elsewhereLength:
			others.add(c)
		default:
			more++
		}
	}
	return own.lines, others.lines, more
}

// elsewhereLength is about how many lines the ledger of other plans has at most:
// all plans of a portfolio may share a requirement.
const elsewhereLength = 200

// ledger grows line by line; a line that the citation before it had already is
// not repeated.
type ledger struct {
	s       *Site
	rel     relation
	f       *requirementFacts
	foreign bool // documents are named with their plan
	doc     *portfolio.Document
	part    Answer // section or phase at hand
	task    int
	lines   []Answer
}

func (l *ledger) add(c *portfolio.Citation) {
	d := l.s.index.doc(c.Doc)
	line := d.line(c.Written.Span.Start)
	if c.Doc != l.doc {
		l.doc, l.part, l.task = c.Doc, Answer{}, plan.None
		label := d.tabLabel()
		switch {
		case l.foreign:
			label = d.plan.title()
			if d.plan.several() {
				label += " › " + d.tabLabel()
			}
		case !d.plan.several():
			label = d.pageTitle()
		}
		l.lines = append(l.lines, Answer{Kind: "document", Link: Link{Label: label, Href: l.rel.to(d.address), Title: d.File.Path}})
	}
	if part := l.partOf(d, c); part.Kind != l.part.Kind || part.Href != l.part.Href || part.Label != l.part.Label {
		l.part, l.task = part, plan.None
		l.lines = append(l.lines, part)
	}
	if i := int(c.Written.Task); i != plan.None {
		if i != l.task {
			l.task = i
			t := d.Tasks[i]
			l.lines = append(l.lines, Answer{
				Depth: 2, Kind: "task", Link: Link{Label: taskLabel(t), Href: l.rel.toTask(d, i)},
				State: taskState(t), Note: l.note(c), Line: d.line(t.Line.Start),
			})
		}
		return // the task's own words are the quote
	}
	l.lines = append(l.lines, Answer{
		Depth: 2, Kind: "citation", Link: Link{Label: c.ID, Href: l.rel.toSection(d, int(c.Written.Section))},
		State: citationState(c), Note: l.note(c), Quote: c.Written.Quote, Mark: [2]int{int(c.Written.Mark[0]), int(c.Written.Mark[1])}, Line: line,
	})
}

// note says how a citation means the requirement where it does not write its
// id, and how one of another plan comes to mean it.
func (l *ledger) note(c *portfolio.Citation) string {
	var notes []string
	if c.Ranged {
		notes = append(notes, "through a range")
	} else if c.ID != l.f.ID {
		notes = append(notes, "as "+c.ID)
	}
	switch {
	case !l.foreign:
	case c.Written.Qualifier() != "":
		notes = append(notes, "by the plan’s name, "+c.Written.Qualifier()+"/"+c.ID+": refers to it")
	default:
		notes = append(notes, "shares these requirements: answers it")
	}
	return strings.Join(notes, "; ")
}

// citationState is resolved, or through a range.
func citationState(c *portfolio.Citation) State {
	state := c.State.String()
	if c.Ranged && c.State == portfolio.Resolved {
		state = string(trace.Through)
	}
	m := trace.MeaningOf(trace.OfCitation, state)
	return State{m.Name, m.Word}
}

// partOf is the phase or section that a citation stands in.
func (l *ledger) partOf(d *docFacts, c *portfolio.Citation) Answer {
	if i := int(c.Written.Phase); i != plan.None {
		p := d.Document.Phases[i]
		a := Answer{
			Depth: 1, Kind: "phase", Link: Link{Label: head(phaseName(p), 100), Href: l.rel.toSection(d, p.Section)},
			State: State{"planned", "planned"}, Line: d.line(p.Line.Start),
		}
		if phase := d.phase(i); phase != nil {
			a.State = phaseState(phase)
		}
		return a
	}
	section := int(c.Written.Section)
	label := sectionPath(d.Document.Document, section)
	if label == "" {
		label = "before the first heading"
	}
	return Answer{
		Depth: 1, Kind: "section", Link: Link{Label: label, Href: l.rel.toSection(d, section)},
		State: State{"cited", "cited"}, Line: d.line(d.Sections[section].Line.Start),
	}
}
