package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
)

// What tools for requirements exchange is a graph: requirements, and what links
// to them. needs.json and ReqIF are two spellings of it.

// A graph is the requirements of all plans that are no templates, with the
// sections and tasks that cite them. Nodes stand in the order of plans, then
// requirements, sections, tasks; links by source, then target.
type graph struct {
	title string
	nodes []node
	links []link
}

// nodeType tells what a node stands for.
type nodeType string

const (
	nodeRequirement nodeType = "requirement"
	nodeSection     nodeType = "section"
	nodeTask        nodeType = "task"
)

// node is one requirement, section or task.
type node struct {
	key    string // unique in the graph: billing/FR-1.2, billing/design.md:41
	kind   nodeType
	plan   string // id of the plan
	name   string // FR-1.2, a section's title, a task's id; ""
	text   string
	class  string // of a requirement: functional, non-functional …
	state  string
	path   string
	line   int
	url    string
	parent int // index of the requirement that contains it, -1
}

// link is a citation: the node from cites the node to.
type link struct{ from, to int }

func newGraph(s *site.Site) *graph {
	b := graphBuilder{m: newMaker(s), g: &graph{title: s.Title()}, requirement: map[*portfolio.Requirement]int{}, place: map[place]int{}}
	plans := slices.DeleteFunc(sortedPlans(s), func(p *portfolio.Plan) bool { return p.Kind == portfolio.KindTemplate })
	for _, p := range plans {
		b.requirements(p)
	}
	for _, p := range plans {
		b.citing(p)
	}
	slices.SortFunc(b.g.links, func(a, b link) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	b.g.links = slices.Compact(b.g.links)
	return b.g
}

type graphBuilder struct {
	m           *maker
	g           *graph
	requirement map[*portfolio.Requirement]int
	place       map[place]int
}

// place is a section or task of a document.
type place struct {
	doc   *portfolio.Document
	kind  nodeType
	index int
}

func (b *graphBuilder) requirements(p *portfolio.Plan) {
	for _, r := range b.m.requirements(p) {
		b.requirement[r.of] = len(b.g.nodes)
		b.g.nodes = append(b.g.nodes, node{
			key: p.ID + "/" + r.ID, kind: nodeRequirement, plan: p.ID, name: r.ID, text: r.Text, class: r.Kind, state: r.State,
			path: r.Path, line: r.Line, url: r.URL, parent: -1,
		})
	}
	for _, r := range p.Requirements {
		if parent, ok := b.requirement[r.Parent]; ok && r.Parent != nil {
			b.g.nodes[b.requirement[r]].parent = parent
		}
	}
}

// citing adds the places of p that cite requirements: the task where there is
// one, else the section.
func (b *graphBuilder) citing(p *portfolio.Plan) {
	for _, c := range p.Citations {
		to, ok := b.requirement[c.Target]
		if c.Target == nil || !ok {
			continue
		}
		at := place{c.Doc, nodeSection, int(c.Written.Section)}
		if c.Written.Task != plan.None {
			at = place{c.Doc, nodeTask, int(c.Written.Task)}
		}
		from, ok := b.place[at]
		if !ok {
			from = len(b.g.nodes)
			b.place[at] = from
			b.g.nodes = append(b.g.nodes, b.m.placeNode(p, at))
		}
		b.g.links = append(b.g.links, link{from, to})
	}
}

func (m *maker) placeNode(p *portfolio.Plan, at place) node {
	n := node{kind: at.kind, plan: p.ID, path: at.doc.File.Path, parent: -1}
	if at.kind == nodeTask {
		t := &at.doc.Tasks[at.index]
		n.name, n.text, n.state, n.line = t.ID, t.Text, string(t.State), line(at.doc, t.Line.Start)
	} else {
		s := &at.doc.Sections[at.index]
		n.text, n.line = cmp.Or(s.Title, at.doc.Title), line(at.doc, s.Line.Start)
		n.state = m.site.SectionStates(at.doc)[at.index].Name
	}
	n.key = string(at.kind) + " " + n.path + "#" + at.anchor()
	return n
}

// anchor tells a place from the others of its document, whatever lines move.
func (at place) anchor() string {
	if at.kind == nodeSection {
		return at.doc.Sections[at.index].Anchor
	}
	t := &at.doc.Tasks[at.index]
	same := 0
	for i := range at.index {
		if other := &at.doc.Tasks[i]; other.ID == t.ID && other.Text == t.Text {
			same++
		}
	}
	return strings.TrimSpace(t.ID+" "+t.Text) + strings.Repeat("'", same)
}
