package codec

import (
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// Document gives d as bytes, without its file and its bulk.
func Document(d *plan.Document) []byte {
	return encode(d.File.Path, d.File.Text, func(c *coder) { c.document(d) })
}

// ReadDocument gives the document of f that data holds, without its bulk; nil
// where data holds none.
func ReadDocument(f source.File, data []byte) *plan.Document {
	d := &plan.Document{File: f}
	if !decode(f.Path, f.Text, data, func(c *coder) { c.document(d) }) {
		return nil
	}
	return d
}

func (c *coder) document(d *plan.Document) {
	c.about(plan.Span{End: headBytes})
	text(c, &d.Role)
	text(c, &d.RoleReason)
	text(c, &d.Title)
	text(c, &d.Lang)
	list(c, &d.Front, (*coder).field)
	list(c, &d.Meta, (*coder).field)
	list(c, &d.Sections, (*coder).section)
	list(c, &d.Requirements, (*coder).requirement)
	list(c, &d.Phases, (*coder).phase)
	list(c, &d.Tasks, (*coder).task)
	list(c, &d.Citations, (*coder).citation)
	list(c, &d.Gaps, (*coder).gap)
	list(c, &d.Links, (*coder).link)
	list(c, &d.Ignores, (*coder).ignore)
	c.about(plan.Span{End: len(c.file)})
	c.texts(&d.Anchors)
	list(c, &d.Shown, (*coder).hole)
	list(c, &d.Diagnostics, (*coder).diagnostic)
}

// headBytes is how much of a text its title is looked for in.
const headBytes = 1 << 10

func (c *coder) field(f *plan.Field) {
	c.span(&f.Span)
	c.about(plan.Span{Start: f.Span.Start - 80, End: f.Span.End}) // the name stands before the value
	text(c, &f.Name)
	text(c, &f.Key)
	text(c, &f.Value)
}

func (c *coder) section(s *plan.Section) {
	c.number(&s.Parent)
	c.number(&s.Level)
	c.span(&s.Line)
	c.span(&s.Body)
	c.span(&s.Span)
	c.about(s.Line)
	text(c, &s.Title)
	text(c, &s.Anchor)
	c.flags(&s.Empty)
}

func (c *coder) requirement(r *plan.Requirement) {
	c.span(&r.Span)
	c.about(r.Span)
	text(c, &r.ID)
	small(c, &r.Class)
	text(c, &r.Kind)
	small(c, &r.Form)
	text(c, &r.Title)
	text(c, &r.Text)
	c.number(&r.Section)
	c.number(&r.Parent)
	text(c, &r.State)
	c.flags(&r.Retired)
	text(c, &r.Change)
	text(c, &r.Of)
}

func (c *coder) citation(x *plan.Citation) {
	c.span(&x.Span)
	short(c, &x.Mark[0])
	short(c, &x.Mark[1])
	c.about(x.Span)
	text(c, &x.From)
	rest := x.Rest != nil
	c.flags(&x.Wildcard, &x.Listed, &x.Bare, &x.Example, &rest)
	if rest {
		if c.reading {
			x.Rest = &plan.CitationRest{}
		}
		text(c, &x.Rest.To)
		text(c, &x.Rest.Qualifier)
	}
	small(c, &x.Class)
	short(c, &x.Section)
	short(c, &x.Phase)
	short(c, &x.Task)
	// The sentence begins so far before the citation, with its markup.
	c.about(plan.Span{Start: x.Span.Start - int(x.Mark[0]) - 80, End: x.Span.End + quoteBytes})
	text(c, &x.Quote)
}

// quoteBytes is how far behind a citation the end of its sentence is looked for.
const quoteBytes = 1 << 10

func (c *coder) phase(p *plan.Phase) {
	c.span(&p.Span)
	c.span(&p.Line)
	c.about(p.Line)
	text(c, &p.Word)
	text(c, &p.Number)
	text(c, &p.Title)
	c.number(&p.Section)
	c.number(&p.Parent)
	c.about(p.Span)
	text(c, &p.Status)
	text(c, &p.StatusText)
	text(c, &p.Priority)
	text(c, &p.Duration)
	text(c, &p.Start)
	text(c, &p.End)
	text(c, &p.Owner)
	text(c, &p.Goal)
	c.texts(&p.DependsOn)
}

func (c *coder) task(t *plan.Task) {
	c.span(&t.Span)
	c.span(&t.Line)
	c.about(t.Span)
	text(c, &t.ID)
	text(c, &t.Text)
	text(c, &t.State)
	c.number(&t.Section)
	c.number(&t.Phase)
	c.number(&t.Parent)
	list(c, &t.Cites, (*coder).number)
	more := t.More != nil
	c.flags(&t.Parallel, &t.Optional, &more)
	if !more {
		return
	}
	if c.reading {
		t.More = &plan.TaskNotes{}
	}
	text(c, &t.More.Story)
	text(c, &t.More.Owner)
	text(c, &t.More.Due)
	text(c, &t.More.Priority)
	text(c, &t.More.Estimate)
	c.texts(&t.More.DependsOn)
}

func (c *coder) gap(g *plan.Gap) {
	c.span(&g.Span)
	c.about(g.Span)
	text(c, &g.Kind)
	text(c, &g.Text)
	c.number(&g.Section)
	c.number(&g.Slots)
}

func (c *coder) link(l *plan.Link) {
	kind := int(l.Kind)
	c.number(&kind)
	if c.reading {
		l.Kind = plan.LinkKind(kind)
	}
	c.flags(&l.Image)
	c.span(&l.Span)
	c.about(l.Span)
	text(c, &l.Dest)
	text(c, &l.Title)
	text(c, &l.Label)
	c.number(&l.Section)
}

func (c *coder) ignore(i *plan.Ignore) {
	c.span(&i.Span)
	c.span(&i.Scope)
	c.about(i.Span)
	text(c, &i.Rule)
	text(c, &i.Reason)
}

func (c *coder) hole(h *plan.Hole) {
	kind := int(h.Kind)
	c.number(&kind)
	c.number(&h.Index)
	if c.reading {
		h.Kind = plan.HoleKind(kind)
	}
}

func (c *coder) diagnostic(d *diag.Diagnostic) {
	text(c, &d.Code)
	text(c, &d.Severity)
	text(c, &d.Message)
	text(c, &d.Path)
	c.places(&d.Range)
	text(c, &d.Excerpt)
	list(c, &d.Related, (*coder).related)
	text(c, &d.Hint)
}

func (c *coder) related(r *diag.Related) {
	text(c, &r.Path)
	c.places(&r.Range)
	text(c, &r.Message)
}

func (c *coder) places(r *diag.Range) {
	for _, p := range []*diag.Position{&r.Start, &r.End} {
		c.number(&p.Line)
		c.number(&p.Column)
	}
}
