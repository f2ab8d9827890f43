package site

import (
	"cmp"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/trace"
)

// documentMaker makes the sections of one document's page.
type documentMaker struct {
	s        *Site
	d        *docFacts
	rel      relation
	prose    *prose
	states   []State
	cites    map[int][]Citation
	lacks    map[int][]Citation
	gaps     map[int][]GapLine
	aligned  []int         // by section, that of the schema, plus one; 0 where there is none
	stubs    map[int][]int // sections of the schema that are missing, by the document's section they follow
	views    []SectionView
	contents []Content
}

func (m *documentMaker) sections() {
	m.cites, m.lacks, m.gaps = m.s.sectionCites(m.d, m.rel), m.s.sectionLacks(m.d, m.rel), m.s.sectionGaps(m.d, m.rel)
	m.align()
	m.placeStubs()
	m.views, m.contents = make([]SectionView, 0, len(m.d.Sections)), make([]Content, 0, len(m.d.Sections))
	top := m.d.titleSection()
	html := m.d.HTML()
	for i := range m.d.Sections {
		section := &m.d.Sections[i]
		if i == 0 && html.Bodies[i].Text == nil && len(m.cites[0])+len(m.stubs[0]) == 0 {
			continue
		}
		view := SectionView{
			ID: m.d.anchors().sections[i], Body: m.prose.fill(html.Bodies[i]),
			Cites: m.cites[i], Lacks: m.lacks[i], Gaps: m.gaps[i], Edit: m.s.edit(m.d.File.Path),
		}
		if i > 0 && i != top {
			view.Level = min(max(section.Level, 2), 6)
			view.Title = m.prose.fill(html.Headings[i])
			if m.d.Alignment != nil || m.states[i].Name != string(schema.Filled) {
				view.State = m.states[i]
			}
			m.contents = append(m.contents, Content{Link{Label: section.Title, Href: at("", view.ID)}, view.Level, view.State})
		}
		m.describe(&view, i)
		m.views = append(m.views, view)
		for _, j := range m.stubs[i] {
			m.stub(j)
		}
	}
}

// describe adds what the template says of a section.
func (m *documentMaker) describe(view *SectionView, i int) {
	if i == 0 || m.aligned == nil || m.aligned[i] == 0 {
		return
	}
	a, j := m.d.Alignment, m.aligned[i]-1
	sections := a.Sections()
	view.Note = slotNote(sections[j].Filled, sections[j].Total)
	view.Prompt = prompt(a, j)
}

// align finds the section of the template that each of the document stands for.
func (m *documentMaker) align() {
	a := m.d.Alignment
	if a == nil {
		return
	}
	m.aligned = make([]int, len(m.d.Sections))
	for j, state := range a.Sections() {
		if i := state.Section; i != plan.None && m.aligned[i] == 0 {
			m.aligned[i] = j + 1
		}
	}
}

// prompt is what section j of the template still asks for: of a section that is
// partly filled, the slots that are not.
func prompt(a *schema.Alignment, j int) string {
	sections := a.Sections()
	switch sections[j].State {
	case schema.Filled, schema.NotApplicable:
		return ""
	case schema.Partial:
		var asked []string
		for _, slot := range sections[j].Slots {
			if slot.State == schema.Filled || slot.State == schema.NotApplicable {
				continue
			}
			of := a.Schema.Sections[j].Slots[slot.Slot]
			if label := cmp.Or(of.Label, of.Prompt); label != "" && !slices.Contains(asked, label) {
				asked = append(asked, label)
			}
		}
		if len(asked) == 0 {
			return ""
		}
		return "Still asked for: " + strings.Join(asked, "; ")
	}
	return a.Schema.Sections[j].Prompt
}

// placeStubs finds where the missing sections would stand: after the section of
// the document that holds the one before them in the template. Sections below a
// missing one are not shown again.
func (m *documentMaker) placeStubs() {
	m.stubs = map[int][]int{}
	a := m.d.Alignment
	if a == nil {
		return
	}
	sections := a.Sections()
	own := make([]bool, len(m.d.Sections)) // are aligned themselves
	for _, state := range sections {
		if state.Section != plan.None {
			own[state.Section] = true
		}
	}
	after := 0
	for j, state := range sections {
		if state.Section != plan.None {
			after = max(after, m.lastOf(state.Section, own))
			continue
		}
		if stubbed(a.Schema, sections, j) {
			m.stubs[after] = append(m.stubs[after], j)
		}
	}
}

// lastOf is the last section below i that is not aligned itself: the end of
// what i holds.
func (m *documentMaker) lastOf(i int, own []bool) int {
	last := i
	for j := i + 1; j < len(m.d.Sections) && m.d.Sections[j].Level > m.d.Sections[i].Level && !own[j]; j++ {
		last = j
	}
	return last
}

// stub stands for a section of the template that the plan lacks.
func (m *documentMaker) stub(j int) {
	sections := m.d.Alignment.Schema.Sections
	var children []string
	for _, c := range sections[j+1:] {
		if c.Parent == j {
			children = append(children, c.Title)
		}
	}
	view := SectionView{
		ID: m.d.anchors().missing[j], Level: min(max(sections[j].Level, 2), 6), Missing: true,
		Title: Prose{Text: []string{html.EscapeString(sections[j].Title)}},
		State: schemaState(schema.Missing), Prompt: sections[j].Prompt,
	}
	if len(children) > 0 {
		view.Note = "with " + strings.Join(children, ", ")
	}
	m.views = append(m.views, view)
	m.contents = append(m.contents, Content{Link{Label: sections[j].Title, Href: at("", view.ID)}, view.Level, view.State})
}

// SectionStates gives the state of each section of d: what its template says
// of it or, where no template does, what its gaps say. A section that only holds
// others is as they are; what is left has what its text is: filled or empty.
func (s *Site) SectionStates(d *portfolio.Document) []State {
	f := s.index.doc(d)
	states := make([]State, len(d.Sections))
	for _, g := range f.owed() {
		states[g.Section] = worse(states[g.Section], gapSectionState(g.Kind))
	}
	for i := range states {
		switch {
		case states[i].Name != "":
		case d.Sections[i].Empty && !hasChild(d.Sections, i):
			states[i] = schemaState(schema.Empty)
		default:
			states[i] = schemaState(schema.Filled)
		}
	}
	aligned := make([]bool, len(states))
	if d.Alignment != nil {
		for _, state := range d.Alignment.Sections() {
			if state.Section != plan.None {
				states[state.Section] = alignedState(state)
				aligned[state.Section] = true
			}
		}
	}
	for i := len(states) - 1; i > 0; i-- { // those below first
		if d.Sections[i].Empty && !aligned[i] && hasChild(d.Sections, i) {
			states[i] = heldState(d.Sections, states, i)
		}
	}
	return states
}

// heldState is the state of section i, which only holds others: theirs where
// they are alike, partial where they are not. One that does not apply has no say.
func heldState(sections []plan.Section, states []State, i int) State {
	held := schemaState(schema.NotApplicable)
	for j := i + 1; j < len(sections) && sections[j].Level > sections[i].Level; j++ {
		switch {
		case sections[j].Parent != i || states[j].Name == string(schema.NotApplicable):
		case held.Name == string(schema.NotApplicable):
			held = schemaState(schema.State(states[j].Name))
		case held.Name != states[j].Name:
			return schemaState(schema.Partial)
		}
	}
	return held
}

// alignedState is a section of the template as the document has it. One whose
// heading is there is not missing, whatever lacks below it.
func alignedState(state schema.SectionState) State {
	switch {
	case state.State == schema.Missing && state.Section != plan.None:
		return schemaState(schema.Empty)
	case state.State == schema.Partial && state.Total > 0:
		return State{string(schema.Partial), strconv.Itoa(state.Filled) + " of " + strconv.Itoa(state.Total) + " filled"}
	}
	return schemaState(state.State)
}

// owed is the document's gaps: the template's among them where there is one.
func (d *docFacts) owed() []plan.Gap {
	if d.Alignment != nil {
		return d.Alignment.Gaps
	}
	return d.Gaps
}

// hasChild tells whether section i holds others.
func hasChild(sections []plan.Section, i int) bool {
	return i+1 < len(sections) && sections[i+1].Parent == i
}

// gapSectionState is what a section is for a gap in it.
func gapSectionState(kind plan.GapKind) State {
	switch kind {
	case plan.GapQuestion:
		return schemaState(schema.Question)
	case plan.GapUntouched:
		return schemaState(schema.Untouched)
	case plan.GapEmpty:
		return schemaState(schema.Empty)
	}
	return schemaState(schema.Placeholder)
}

// worse is the state that a section has of two gaps: a question yields to a
// placeholder, and both to an empty section.
func worse(a, b State) State {
	if gapRank(b.Name) > gapRank(a.Name) {
		return b
	}
	return a
}

func gapRank(state string) int { return slices.Index(gapRanks[:], state) }

var gapRanks = [...]string{"", "question", "untouched", "placeholder", "empty"}

// sectionCites lists the ids that each section cites, each once.
func (s *Site) sectionCites(d *docFacts, rel relation) map[int][]Citation {
	cites := map[int][]Citation{}
	seen := map[int]map[string]bool{}
	for i := range d.Citations {
		section := int(d.Citations[i].Section)
		for _, c := range d.cited(i) {
			if seen[section] == nil {
				seen[section] = map[string]bool{}
			}
			key := c.ID
			if c.Target != nil {
				key = s.RequirementURL(c.Target)
			}
			if seen[section][key] || c.State == portfolio.Own {
				continue
			}
			seen[section][key] = true
			cites[section] = append(cites[section], s.citation(rel, c))
		}
	}
	return cites
}

// sectionLacks lists, for each section, the requirements that it defines and
// that lack what their policy asks for.
func (s *Site) sectionLacks(d *docFacts, rel relation) map[int][]Citation {
	lacks := map[int][]Citation{}
	if d.plan.trace == nil || !d.plan.counted() || d.plan.Archived {
		return lacks
	}
	for _, g := range d.plan.trace.Sections() {
		if g.Doc != d.Document {
			continue
		}
		for _, row := range g.Rows {
			if row.Standing() == trace.Gap {
				lacks[g.Index] = append(lacks[g.Index], s.cite(rel, s.index.defined(row.Requirement)))
			}
		}
	}
	return lacks
}

// citation is a citation in a margin: its target or, where it dangles, its id.
func (s *Site) citation(rel relation, c *portfolio.Citation) Citation {
	if c.Target != nil {
		return s.cite(rel, s.index.defined(c.Target))
	}
	word := "no plan defines " + c.ID
	if c.State == portfolio.Ambiguous {
		word = "several plans define " + c.ID
	}
	return Citation{ID: c.ID, State: State{c.State.String(), word}}
}

// sectionGaps lists the gaps of each section.
func (s *Site) sectionGaps(d *docFacts, rel relation) map[int][]GapLine {
	gaps := map[int][]GapLine{}
	for _, g := range d.owed() {
		gaps[g.Section] = append(gaps[g.Section], s.gapLine(rel, d, g))
	}
	return gaps
}

// gapLine is a gap with its line, its way there and what it adds.
func (s *Site) gapLine(rel relation, d *docFacts, g plan.Gap) GapLine {
	line := GapLine{State: gapState(g.Kind), Text: gapLabel(g), Line: d.line(g.Span.Start), Href: rel.to(d.gapAddress(g))}
	line.Prompt = d.asked[line.Line]
	if found := d.plan.gap(d.Document, g.Span); found != nil {
		line.Worth = worth(found.Worth)
	}
	return line
}
