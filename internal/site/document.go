package site

import (
	"html"
	"path"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

func (s *Site) documentDirs(p *planFacts) []string {
	dirs := make([]string, len(p.docs))
	for i, d := range p.docs {
		dirs[i] = d.dir
	}
	return dirs
}

func (s *Site) documentPage(p *planFacts, dir string) (_ Page, ok bool) {
	for _, d := range p.docs {
		if d.dir == dir {
			return s.planPage(p, dir, "document", func() any { return s.document(d) }), true
		}
	}
	return Page{}, false
}

// document is the page of one document; the leading document's is the plan's.
func (s *Site) document(d *docFacts) DocumentView {
	rel := from(d.address)
	p := d.plan
	m := documentMaker{s: s, d: d, rel: rel, prose: s.proseOf(d, rel), states: s.SectionStates(d.Document)}
	title := d.pageTitle()
	v := DocumentView{
		Frame: s.frame(rel, title, d.description()), Plan: planLink(rel, p), Heading: title,
		Score: s.ring(rel, p), Problems: s.problemsOf(rel, d),
		Template: !p.counted(), Archived: p.Archived,
	}
	v.Lang = d.lang(s)
	v.Edit = s.edit(d.File.Path)
	if !d.leads() {
		v.Crumbs = append(v.Crumbs, planLink(rel, p))
	}
	v.Prev, v.Next = s.neighbours(rel, d)
	v.Documents = s.tabs(rel, d)
	v.HeadingProse = Prose{Text: []string{html.EscapeString(title)}}
	if top := d.titleSection(); top != plan.None && d.Sections[top].Title == title {
		v.HeadingProse = m.prose.fill(d.HTML().Headings[top])
	}
	m.sections()
	v.Sections, v.Contents = m.views, m.contents
	v.Facts = s.facts(rel, d)
	v.Front = front(d)
	if p.counted() {
		v.Progress, v.Covered = s.planProgress(rel, p), covered(rel, p)
		v.Links = s.planLinks(rel, p)
		if d.leads() && p.lane != nil {
			for _, phase := range p.lane.Phases {
				v.Phases = append(v.Phases, s.phaseRow(rel, phase))
			}
		}
	}
	return v
}

// leads tells whether the document's page is the plan's.
func (d *docFacts) leads() bool { return d == d.plan.docs[0] }

// pageTitle is the page's h1: the plan's title on the page of a plan with
// several documents, else the document's.
func (d *docFacts) pageTitle() string {
	switch {
	case d.leads() && d.plan.several():
		return d.plan.title()
	case d.Title != "":
		return d.Title
	}
	return d.plan.title()
}

// titleSection is the first heading where it is of the first level and says
// what the page's h1 says, perhaps with the words for the part of the plan that
// the tab says: it is the h1 then, and not shown a second time.
func (d *docFacts) titleSection() int {
	if len(d.Sections) < 2 || d.Sections[1].Level != 1 {
		return plan.None
	}
	title := d.pageTitle()
	if d.Sections[1].Title == title {
		return 1
	}
	if d.leads() && d.plan.several() && onlyPart(d.Sections[1].Title, title) && !holdsIDs(d.HTML().Headings[1]) {
		return 1
	}
	return plan.None
}

// holdsIDs tells whether others may link to something within f.
func holdsIDs(f plan.Fragment) bool {
	return len(f.Holes) > 0 || strings.Contains(strings.Join(f.Text, ""), ` id="`)
}

// partWords are what titles of documents say beside the name of the plan.
var partWords = map[string]bool{
	"requirement": true, "requirements": true, "specification": true, "spec": true, "design": true, "plan": true, "implementation": true,
	"tasks": true, "task": true, "list": true, "proposal": true, "roadmap": true, "prd": true, "document": true, "doc": true,
	"feature": true, "product": true, "software": true, "system": true, "functional": true, "technical": true, "for": true, "of": true, "the": true,
}

// onlyPart tells whether heading says no more than title and words for a part.
func onlyPart(heading, title string) bool {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
	have := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(title), notLetter) {
		have[word] = true
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(heading), notLetter) {
		if !have[word] && !partWords[word] {
			return false
		}
	}
	return true
}

// lang is the document's language, else the site's.
func (d *docFacts) lang(s *Site) string {
	if d.Lang != "" {
		return d.Lang
	}
	return s.lang()
}

// description is the first sentence or so of the document.
func (d *docFacts) description() string {
	entries := d.Entries()
	for i := range entries {
		if e := &entries[i]; e.Kind == plan.EntryParagraph && e.Label == "" && len(e.Text) > 40 {
			return e.Text
		}
	}
	return d.plan.title()
}

// neighbours are the previous and next document of the plan or, at its ends, plan.
func (s *Site) neighbours(rel relation, d *docFacts) (prev, next *Link) {
	at := 0
	position, _ := s.index.number(d.plan.Plan)
	for d.plan.docs[at] != d {
		at++
	}
	link := func(plan, doc int) *Link {
		if plan < 0 || plan >= len(s.index.plans) || s.index.plans[plan].counted() != d.plan.counted() {
			return nil
		}
		p := s.index.plans[plan]
		if len(p.docs) == 0 {
			return nil
		}
		if p != d.plan {
			l := planLink(rel, p)
			return &l
		}
		l := Link{Label: p.docs[doc].tabLabel(), Href: rel.to(p.docs[doc].address), Title: p.docs[doc].File.Path}
		return &l
	}
	if at > 0 {
		prev = link(position, at-1)
	} else {
		prev = link(position-1, 0)
	}
	if at+1 < len(d.plan.docs) {
		next = link(position, at+1)
	} else {
		next = link(position+1, 0)
	}
	return prev, next
}

// tabs are the documents of a plan with several.
func (s *Site) tabs(rel relation, d *docFacts) []DocumentTab {
	if !d.plan.several() {
		return nil
	}
	var tabs []DocumentTab
	for _, other := range d.plan.docs {
		tab := DocumentTab{
			Link: Link{Label: other.tabLabel(), Href: rel.to(other.address), Title: other.File.Path},
			Role: string(other.Role), Current: other == d,
		}
		if strings.EqualFold(tab.Role, tab.Label) || other.Role == plan.Other {
			tab.Role = "" // the name says it
		}
		if a := other.Alignment; a != nil {
			filled, total := alignmentSlots(a)
			tab.Score = Ring{Scored: true, Percent: percent(filled, total), Filled: filled, Total: total}
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

// tabLabel is the document's file name in words, after its directory's where
// another document of the plan has the same: "Requirements", "Api › Design".
func (d *docFacts) tabLabel() string {
	label := nameWords(d.File.Path)
	for _, other := range d.plan.docs {
		if dir := path.Dir(d.File.Path); other != d && dir != d.plan.Path && strings.EqualFold(nameWords(other.File.Path), label) {
			return nameWords(dir) + " › " + label
		}
	}
	return label
}

var nameSpaces = strings.NewReplacer("-", " ", "_", " ")

// nameWords is the last part of a path, without extension, in words.
func nameWords(p string) string {
	name := strings.TrimPrefix(path.Base(p), ".")
	if ext := path.Ext(name); ext == ".md" || ext == ".markdown" {
		name = strings.TrimSuffix(name, ext)
	}
	return capital(nameSpaces.Replace(name))
}

// alignmentSlots counts the slots of the sections at the top of the template.
func alignmentSlots(a *schema.Alignment) (filled, total int) {
	for i, state := range a.Sections() {
		if a.Schema.Sections[i].Parent == plan.None {
			filled += state.Filled
			total += state.Total
		}
	}
	return filled, total
}

// facts is the line of facts below the heading.
func (s *Site) facts(rel relation, d *docFacts) []Fact {
	p := d.plan
	var facts []Fact
	add := func(name string, value Link, state State) {
		if value.Label != "" {
			facts = append(facts, Fact{name, value, state})
		}
	}
	status := Link{Label: p.Status}
	if q := p.Successor; q != nil {
		successor := planLink(rel, s.index.plan(q))
		if strings.Contains(p.Status, " by ") { // it names the successor itself
			status.Href, status.Title = successor.Href, successor.Label
			successor = Link{}
		}
		add("Status", status, State{})
		add("Superseded by", successor, State{})
	} else {
		add("Status", status, State{})
	}
	add(verb(len(p.Owners), "Owner", "Owners"), Link{Label: strings.Join(p.Owners, ", ")}, State{})
	if a := d.Alignment; a != nil {
		add("Template", Link{Label: a.Schema.Title, Title: "recognised by " + a.Reason}, State{})
	}
	if p.lane != nil && p.lane.Now != nil {
		add("Now", s.phaseLink(rel, p.lane.Now), phaseState(p.lane.Now))
	}
	for _, f := range p.Plan.Facts {
		add(f.Name, Link{Label: f.Value}, State{})
	}
	var stages []string
	for _, m := range p.Milestones {
		stages = append(stages, m.Name+" "+m.At)
	}
	add("Milestones", Link{Label: strings.Join(stages, ", ")}, State{})
	add("Changed", changedFact(s.lastChange(d)), State{})
	add("Tags", Link{Label: strings.Join(p.Tags, ", ")}, State{})
	add("File", Link{Label: d.File.Path, Href: s.edit(d.File.Path)}, State{})
	return facts
}

// shownFields are the keys of front matter that the line of facts shows.
var shownFields = map[string]bool{"title": true, "status": true, "owner": true, "owners": true, "tags": true, "template": true}

// front is the front matter that is no fact yet, values of one key together.
func front(d *docFacts) []Fact {
	var facts []Fact
	last := ""
	for _, f := range d.Front {
		switch {
		case shownFields[f.Key] || f.Value == "" || d.plan.Convention.Metadata.Tells(f.Name):
		case f.Key == last:
			facts[len(facts)-1].Value.Label += ", " + f.Value
		default:
			facts = append(facts, Fact{Name: f.Name, Value: Link{Label: f.Value}})
			last = f.Key
		}
	}
	return facts
}

// planLinks lead to what other pages show of the plan.
func (s *Site) planLinks(rel relation, p *planFacts) []Link {
	var links []Link
	if p.trace != nil && len(p.Requirements) > 0 {
		n := p.trace.Coverage.Requirements
		links = append(links,
			rel.link(capital(number(n, "requirement", "requirements")), s.planIndexAddress(p)),
			rel.link("Traceability matrix", p.matrixAddress()))
	}
	if named := s.named(rel, p); named.N > 0 && p.counted() {
		links = append(links, Link{Label: capital(number(named.N, "requirement by name", "requirements by name")), Href: named.Href})
	}
	if p.lane != nil {
		links = append(links, rel.link("Roadmap of this plan", p.roadmapAddress()))
	}
	if p.report != nil {
		links = append(links, rel.link("Completeness", p.completenessAddress()))
	}
	return links
}
