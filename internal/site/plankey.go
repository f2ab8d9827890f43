package site

import (
	"sync"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/schema"
)

// planKeys are the keys of a plan in one site, made when first asked for.
type planKeys struct {
	keyOnce, ownOnce sync.Once
	key, own         Key
}

// PlanKey gives the key of the pages of a plan, for a page of it that others
// make of the site.
func (s *Site) PlanKey(p *portfolio.Plan) func() Key { return s.keyOf(s.index.plan(p)) }

func (s *Site) keyOf(p *planFacts) func() Key { return func() Key { return s.planKey(p) } }

func (s *Site) keysOf(p *planFacts) *planKeys {
	i, _ := s.index.number(p.Plan)
	return &s.keys()[i]
}

// planKey is the key of the pages of a plan.
func (s *Site) planKey(p *planFacts) Key {
	keys := s.keysOf(p)
	keys.keyOnce.Do(func() {
		k := s.newPlanKey()
		defer keyBuffers.Put(k.keyMaker)
		k.key(s.global())
		k.key(s.ownKey(p))
		k.neighbours(p)
		k.citations(p)
		k.citedBy(p)
		k.links(p)
		k.waits(p)
		keys.key = k.sum()
	})
	return keys.key
}

// ownKey stands for what the plan is by itself: its documents, and what the
// stages have made of them.
func (s *Site) ownKey(p *planFacts) Key {
	keys := s.keysOf(p)
	keys.ownOnce.Do(func() {
		k := s.newPlanKey()
		defer keyBuffers.Put(k.keyMaker)
		k.text(p.path, p.address, p.roadmapAddress(), s.planIndexAddress(p), p.ID, p.Path, string(p.Kind), p.Convention.Name, p.Title, p.Status)
		k.list(s.matrixDirs(p))
		k.list(s.planIndexDirs(p))
		k.list(p.Owners)
		k.list(p.Tags)
		k.number(len(p.Plan.Facts))
		for _, f := range p.Plan.Facts {
			k.text(f.Name, f.Value)
		}
		k.number(len(p.Plan.Milestones))
		for _, m := range p.Plan.Milestones {
			k.text(m.Name, m.At)
		}
		k.truth(p.Archived)
		k.number(len(p.docs))
		for _, d := range p.docs {
			k.document(d)
		}
		k.requirements(p)
		k.stages(p)
		keys.own = k.sum()
	})
	return keys.own
}

// planKeyMaker adds the parts of a plan to its key. Whatever two documents have
// in common, their digests say it: of rows it is enough which they are, and what
// later stages say of them.
type planKeyMaker struct {
	*keyMaker
	site *Site
}

func (s *Site) newPlanKey() planKeyMaker {
	k := keyBuffers.Get().(*keyMaker)
	k.buf = k.buf[:0]
	return planKeyMaker{k, s}
}

func (k *planKeyMaker) document(d *docFacts) {
	k.text(d.File.Path, d.address, string(d.Role), d.Lang)
	k.buf = append(k.buf, d.File.Digest[:]...)
	k.truth(d.Alignment != nil)
	if a := d.Alignment; a != nil {
		k.key(k.site.schemaKey(a.Schema))
		k.text(a.Reason)
		k.list(a.Notes)
	}
	f := k.site.lastChange(d)
	k.truth(f != nil)
	if f != nil {
		k.time(f.Changed)
		k.text(f.Author)
		k.list(f.Authors)
	}
	problems := k.site.Facts.Diagnostics.Of(d.File.Path)
	k.number(len(problems))
	for _, p := range problems {
		k.text(string(p.Code), string(p.Severity), p.Message, p.Hint, p.Excerpt)
		k.number(p.Range.Start.Line)
		k.number(p.Range.Start.Column)
		k.number(p.Range.End.Line)
		k.number(p.Range.End.Column)
		for _, r := range p.Related {
			place := k.site.place(from(""), r.Path, r.Range.Start.Line)
			k.text(r.Message, r.Path, place.Href)
			k.number(place.Line)
		}
	}
}

// schemaKey stands for a template: its sections and what they ask for.
func (s *Site) schemaKey(t *schema.Schema) Key {
	if known, ok := s.schemas.Load(t); ok {
		return known.(Key)
	}
	var k keyMaker
	k.text(t.Name, t.Title, t.From, t.Source)
	k.number(len(t.Sections))
	for _, section := range t.Sections {
		k.number(section.Parent)
		k.number(section.Level)
		k.number(section.Weight)
		k.truth(section.Optional)
		k.text(section.Title, section.Prompt)
		k.list(section.Aliases)
		k.number(len(section.Slots))
		for _, slot := range section.Slots {
			k.text(slot.Label, slot.Prompt)
		}
	}
	key := k.sum()
	s.schemas.Store(t, key)
	return key
}

func (k *planKeyMaker) requirements(p *planFacts) {
	for _, list := range [][]*portfolio.Requirement{p.Requirements, p.Others} {
		k.number(len(list))
		for _, r := range list {
			f := k.site.index.defined(r)
			k.defined(r.Doc, r.Def)
			k.text(r.ID, f.address)
			k.number(len(r.CitedBy))
			if row := f.row; row != nil {
				state := requirementState(f)
				k.text(state.Name, state.Word, row.Missing(), string(row.Standing()))
				for _, n := range row.Needs() {
					k.truth(n.Met)
				}
			}
			k.number(len(r.Children))
			k.truth(r.Parent != nil, r.Changes != nil)
			if of := r.Changes; of != nil {
				k.target(of)
			}
		}
	}
	k.number(len(p.Mentions))
	for _, m := range p.Mentions {
		k.text(m.Of.ID)
		k.defined(m.Doc, m.Def)
	}
	k.number(len(p.Renames))
	for _, r := range p.Renames {
		k.text(r.Old, r.To.ID)
	}
}

func (k *planKeyMaker) defined(d *portfolio.Document, def *plan.Requirement) {
	k.text(d.File.Path)
	k.number(def.Span.Start)
}

// stages adds what later stages say of the plan.
func (k *planKeyMaker) stages(p *planFacts) {
	k.truth(p.trace != nil, p.report != nil, p.lane != nil)
	if t := p.trace; t != nil {
		c := t.Coverage
		for _, n := range []int{c.Requirements, c.Covered, c.Waived, c.Cited, c.Planned, c.Tested, c.Done, c.Retired, c.Uncovered, len(t.Columns)} {
			k.number(n)
		}
	}
	if r := p.report; r != nil {
		k.truth(r.Scored)
		k.share(r.Score)
		k.text(string(r.Level))
		k.list(r.Next)
		for _, c := range r.Checks {
			k.truth(c.Holds)
			k.text(c.Ask)
		}
		k.number(len(r.Gaps))
		for _, g := range r.Gaps {
			k.share(g.Worth)
		}
	}
	if l := p.lane; l != nil {
		k.text(string(l.Scale))
		for _, list := range [][]*roadmap.Phase{l.Phases, l.Others} {
			k.number(len(list))
			for _, ph := range list {
				k.phase(ph)
			}
		}
	}
	k.number(k.site.openQuestions(p))
}

func (k *planKeyMaker) phase(ph *roadmap.Phase) {
	place := ph.Place()
	k.text(ph.Doc.File.Path, string(ph.State))
	k.number(ph.Index)
	k.truth(ph.Stated, ph.Lent, ph.Overdue, place.Known, place.Derived)
	k.time(ph.Start)
	k.time(ph.End)
	k.time(place.Start)
	k.time(place.End)
	k.number(place.From)
	k.number(place.To)
}

// neighbours adds the plans around this one, and the one that takes its place.
func (k *planKeyMaker) neighbours(p *planFacts) {
	s, rel := k.site, from("")
	k.number(len(p.docs))
	if len(p.docs) > 0 {
		prev, _ := s.neighbours(rel, p.docs[0])
		_, next := s.neighbours(rel, p.docs[len(p.docs)-1])
		k.link(prev)
		k.link(next)
	}
	for _, address := range []func(*planFacts) string{(*planFacts).matrixNeighbour, (*planFacts).completenessAddress} {
		prev, next := s.planNeighbours(p, func(q *planFacts) *Link {
			if address(q) == "" {
				return nil
			}
			l := rel.link(q.title(), address(q))
			return &l
		})
		k.link(prev)
		k.link(next)
	}
	k.truth(p.Successor != nil)
	if p.Successor != nil {
		l := planLink(rel, s.index.plan(p.Successor))
		k.link(&l)
	}
}

// citations adds what the plan cites: of itself only which, of others all that
// a card, a margin or a list may show.
func (k *planKeyMaker) citations(p *planFacts) {
	for _, list := range [][]*portfolio.Citation{p.Citations, p.OtherCites} {
		k.number(len(list))
		var doc *portfolio.Document
		for _, c := range list {
			if c.Doc != doc {
				doc = c.Doc
				k.text(doc.File.Path)
			}
			k.number(int(c.Index))
			k.text(c.ID, c.State.String())
			k.truth(c.Ranged, c.Target != nil, c.Target != nil && c.Target.Plan == p.Plan)
			switch {
			case c.Target == nil:
			case c.Target.Plan == p.Plan:
				k.text(c.Target.ID)
			default:
				k.target(c.Target)
			}
		}
	}
}

// target adds what pages of other plans show of a requirement.
func (k *planKeyMaker) target(r *portfolio.Requirement) {
	f := k.site.index.defined(r)
	state := requirementState(f)
	k.text(r.ID, r.Def.Kind, r.Def.Title, r.Def.Text, k.site.requirementAddress(f), state.Name, state.Word, f.plan.title(), f.plan.Path, f.plan.address, f.plan.ID)
	k.truth(f.plan.counted())
}

// citedBy adds who of other plans cites the plan's requirements, and what says
// nearly the same as they do.
func (k *planKeyMaker) citedBy(p *planFacts) {
	for _, list := range [][]*portfolio.Requirement{p.Requirements, p.Others} {
		for _, r := range list {
			for _, c := range r.CitedBy {
				if c.Doc.Plan == p.Plan {
					continue
				}
				k.key(k.site.ownKey(k.site.index.plan(c.Doc.Plan)))
				k.text(c.Doc.File.Path, c.ID)
				k.number(int(c.Index))
				k.truth(c.Ranged)
			}
			k.number(0)
			for _, m := range k.site.similar().Of(r) {
				k.target(m.Requirement)
				k.share(m.Share)
			}
		}
	}
}

// links adds where the links of the documents lead.
func (k *planKeyMaker) links(p *planFacts) {
	for _, d := range p.docs {
		k.number(len(d.Links))
		for _, t := range d.Links {
			k.number(int(t.Kind))
			switch t.Kind {
			case portfolio.TargetDocument, portfolio.TargetPlan:
				to := k.site.index.doc(k.site.Facts.Portfolio.Document(t.To))
				k.text(to.plan.address, to.address, t.Anchor)
				if t.Section != plan.None {
					k.text(to.sectionAnchor(t.Section))
				}
			case portfolio.TargetAsset:
				k.text(k.site.assetAddress(t.Asset))
			default:
				k.text(t.URL)
			}
		}
	}
}

// waits adds what the plan and its parts wait for, and what waits for them.
func (k *planKeyMaker) waits(p *planFacts) {
	g := k.site.waitsOf(p)
	k.number(len(g.nodes))
	for _, n := range g.nodes {
		k.node(n, p)
	}
	k.number(len(g.edges))
	for _, e := range g.edges {
		k.node(e.From, p)
		k.node(e.To, p)
	}
	k.number(len(g.cycles))
	for _, c := range g.cycles {
		k.text(roadmap.Path(c))
	}
}

// node adds a node that a plan shows: of another plan, with all that it is.
func (k *planKeyMaker) node(n *roadmap.Node, p *planFacts) {
	if n.Plan != p.Plan {
		k.key(k.site.ownKey(k.site.index.plan(n.Plan)))
	}
	if n.Doc != nil {
		k.text(n.Doc.File.Path)
	}
	k.number(n.Phase)
	k.number(n.Task)
	k.truth(k.site.Facts.Roadmap.Done(n))
}
