package site

import (
	"fmt"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// prose fills the holes of one document's fragments for one page.
type prose struct {
	s    *Site
	rel  relation
	doc  *docFacts
	used map[string]bool // ids given on this page; nil where the page is not the document's own
}

// proseOf fills fragments of d on the page of rel.
func (s *Site) proseOf(d *docFacts, rel relation) *prose {
	p := &prose{s: s, rel: rel, doc: d}
	if rel.address == d.address {
		p.used = map[string]bool{}
	}
	return p
}

// fill gives the fragment with every hole filled.
func (p *prose) fill(f plan.Fragment) Prose {
	out := Prose{Text: f.Text}
	if len(f.Holes) > 0 {
		out.Fills = make([]Fill, 0, len(f.Holes))
	}
	for _, h := range f.Holes {
		out.Fills = append(out.Fills, p.hole(h))
	}
	return out
}

func (p *prose) hole(h plan.Hole) Fill {
	switch h.Kind {
	case plan.HoleCitation:
		return p.citation(h.Index)
	case plan.HoleLink, plan.HoleImage:
		return p.link(h.Index)
	case plan.HoleRequirement:
		return p.requirement(h)
	case plan.HoleTask:
		t := p.doc.Tasks[h.Index]
		return Fill{Kind: FillTask, ID: p.id(h), State: taskState(t)}
	default:
		g := p.doc.Gaps[h.Index]
		return Fill{Kind: FillGap, ID: p.id(h), Text: g.Text, State: gapState(g.Kind)}
	}
}

// id is the anchor of a hole, the first time that the document's page shows it.
func (p *prose) id(h plan.Hole) string {
	if p.used == nil {
		return ""
	}
	id := p.doc.anchors().of(h)
	if p.used[id] {
		return ""
	}
	p.used[id] = true
	return id
}

// citation links an id, or a range to its first id.
func (p *prose) citation(i int) Fill {
	written := &p.doc.Citations[i]
	fill := Fill{Kind: FillCitation, Text: p.doc.File.Text[written.Span.Start:written.Span.End]}
	cited := p.doc.cited(i)
	var first *portfolio.Citation
	resolved, dangling := 0, 0
	for _, c := range cited {
		switch c.State {
		case portfolio.Resolved:
			if first == nil {
				first = c
			}
			resolved++
		case portfolio.Dangling:
			dangling++
		case portfolio.Ambiguous:
			fill.State = State{"ambiguous", "ambiguous: several plans define " + c.ID}
		}
	}
	switch {
	case first != nil:
		target := p.s.index.defined(first.Target)
		fill.Href = p.rel.to(p.s.requirementAddress(target))
		fill.State, fill.Hue = requirementState(target), p.s.kindHue(target)
		fill.Card = p.s.card(target)
		if len(cited) > 1 {
			fill.Title = fmt.Sprintf("%s, the first of %s", first.Target.ID, number(resolved, "requirement", "requirements"))
		}
	case dangling > 0:
		fill.State = State{"dangling", "no plan defines " + written.From}
	}
	return fill
}

// card is what hovering over a citation shows.
func (s *Site) card(f *requirementFacts) *Card {
	return &Card{ID: f.ID, Text: head(RequirementText(f.Requirement), 200), State: requirementState(f), Plan: f.plan.Title}
}

// requirement is the point before a definition: the anchor, and the way to the
// requirement's page with the number of its citations.
func (p *prose) requirement(h plan.Hole) Fill {
	def := &p.doc.Requirements[h.Index]
	fill := Fill{Kind: FillRequirement, ID: p.id(h)}
	r := p.doc.Defined(h.Index)
	defines := r != nil
	if !defines {
		r = p.doc.plan.Requirement(def.ID)
	}
	if r == nil {
		return fill
	}
	f := p.s.index.defined(r)
	if f.address == "" {
		return fill // a template's: it has no page
	}
	fill.Text, fill.N = number(len(r.CitedBy), "citation", "citations"), len(r.CitedBy)
	fill.Href = p.rel.to(f.address)
	fill.State = requirementState(f)
	if !defines {
		fill.Title = r.ID + " is defined in " + r.Doc.File.Path
	}
	return fill
}

// link is an author's link or image, by where it leads.
func (p *prose) link(i int) Fill {
	l := p.doc.Document.Document.Links[i]
	fill := Fill{Kind: FillLink, Title: l.Title}
	if l.Image {
		fill.Text = l.Label
	} else {
		fill.HTML = l.Label
	}
	target := p.doc.Links[i]
	switch target.Kind {
	case portfolio.TargetExternal, portfolio.TargetRepo:
		fill.Href, fill.External = target.URL, true
		if l.Image && fill.Text == "" {
			fill.Text = target.URL
		}
	case portfolio.TargetDocument:
		d := p.s.index.doc(p.s.Facts.Portfolio.Document(target.To))
		fill.Href = p.rel.to(d.address)
		switch {
		case target.Anchor != "":
			fill.Href = p.rel.to(at(d.address, target.Anchor))
		case target.Section != plan.None:
			fill.Href = p.rel.toSection(d, target.Section)
		}
	case portfolio.TargetPlan:
		fill.Href = p.rel.to(p.s.index.doc(p.s.Facts.Portfolio.Document(target.To)).plan.address)
	case portfolio.TargetAsset:
		fill.Href = p.rel.to(p.s.assetAddress(target.Asset))
		if l.Image {
			fill.Kind = FillImage
		}
	default:
		fill.Kind = FillDead
		if fill.Title == "" {
			fill.Title = "This link leads nowhere: " + l.Dest
		}
	}
	return fill
}
