package portfolio_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

// FuzzNext tells stories of edits: after each, what was taken over and what was
// made anew is together what is made from nothing.
func FuzzNext(f *testing.F) {
	for seed := range uint64(25) {
		f.Add(seed, uint8(12))
	}
	f.Fuzz(func(t *testing.T, seed uint64, edits uint8) {
		r := rand.New(rand.NewPCG(seed, 5))
		tree := &source.Tree{Dirs: []string{"."}}
		var docs []portfolio.Input
		for _, path := range slices.Concat(somePaths(r), somePaths(r)) {
			if !slices.ContainsFunc(docs, func(in portfolio.Input) bool { return in.Doc.File.Path == path }) {
				docs = append(docs, portfolio.Input{Doc: variedDocument(r, path)})
			}
		}
		var p *portfolio.Portfolio
		for range edits {
			next := p.Next(docs, portfolio.Options{Tree: tree})
			check(t, next)
			checkPointers(t, next)
			if got, want := dump(next), dump(portfolio.Assemble(docs, portfolio.Options{Tree: tree})); got != want {
				t.Errorf("taken over:\n%s\nfrom nothing:\n%s", got, want)
			}
			if t.Failed() {
				t.FailNow()
			}
			p, docs = next, edited(r, docs)
		}
	})
}

// edited is docs after an edit: mostly one that leaves the documents' roles.
func edited(r *rand.Rand, docs []portfolio.Input) []portfolio.Input {
	docs = slices.Clone(docs)
	i := r.IntN(len(docs))
	switch r.IntN(12) {
	case 0:
		docs = slices.Delete(docs, i, i+1)
		if len(docs) == 0 {
			docs = append(docs, portfolio.Input{Doc: variedDocument(r, "a/plan.md")})
		}
	case 1:
		docs[i].Doc = variedDocument(r, docs[i].Doc.File.Path)
	default:
		role := docs[i].Doc.Role
		d := variedDocument(r, docs[i].Doc.File.Path)
		d.Role = role
		docs[i].Doc = d
	}
	return docs
}

// variedDocument has headings and fields of chance too.
func variedDocument(r *rand.Rand, path string) *plan.Document {
	d := someDocument(r, path)
	d.Sections[2].Anchor = pick(r, "two", "two", "three", "tow")
	d.Sections[2].Title = pick(r, "Two", "Status")
	switch r.IntN(6) {
	case 0:
		d.Front = append(d.Front, plan.Field{Key: "renamed.FR-9", Value: someID(r)})
	case 1:
		d.Front = append(d.Front, plan.Field{Key: "superseded-by", Value: pick(r, "a", "b", "a/b", "x-y")})
	}
	return d
}

// checkPointers holds that everything in p points into p.
func checkPointers(t *testing.T, p *portfolio.Portfolio) {
	t.Helper()
	known := func(from *portfolio.Plan, q *portfolio.Plan) {
		if p.Plan(q.ID) != q {
			t.Errorf("%s points into an earlier state of %s", from.ID, q.ID)
		}
	}
	for _, q := range p.Plans {
		for _, list := range [][]*portfolio.Citation{q.Citations, q.OtherCites} {
			for _, c := range list {
				if c.Target != nil {
					known(q, c.Target.Plan)
				}
			}
		}
		for _, list := range [][]*portfolio.Requirement{q.Requirements, q.Others} {
			for _, r := range list {
				for _, c := range r.CitedBy {
					known(q, c.Doc.Plan)
				}
				if r.Changes != nil {
					known(q, r.Changes.Plan)
				}
			}
		}
		if q.Successor != nil {
			known(q, q.Successor)
		}
	}
}

// What an edit does not concern is taken over: links tie no plans together,
// citations do.
func TestUnconcernedPlansAreTakenOver(t *testing.T) {
	doc := func(path, id, cites, anchor string) *plan.Document {
		f := source.NewFile(path, "# One\n\n## Two\n\ntext of some length to point into\n")
		d := &plan.Document{File: f, Title: "One", Role: plan.Requirements,
			Sections:     []plan.Section{{Parent: plan.None}, {Parent: 0, Level: 1, Title: "One", Anchor: "one"}, {Parent: 1, Level: 2, Title: "Two", Anchor: anchor}},
			Requirements: []plan.Requirement{{ID: id, Class: plan.ClassRequirement, Form: plan.FormHeading, Parent: plan.None}}}
		if cites != "" {
			d.Citations = []plan.Citation{{From: id, Rest: &plan.CitationRest{Qualifier: cites}, Class: plan.ClassRequirement, Phase: plan.None, Task: plan.None}}
		}
		d.Links = []plan.Link{{Kind: plan.LinkFile, Dest: "a.md"}, {Kind: plan.LinkFile, Dest: "b.md#two"}}
		return d
	}
	docs := []portfolio.Input{{Doc: doc("a.md", "FR-1", "", "two")}, {Doc: doc("b.md", "FR-1", "", "two")}, {Doc: doc("c.md", "FR-1", "b", "two")}, {Doc: doc("d.md", "FR-1", "", "two")}}
	before := portfolio.Assemble(docs, portfolio.Options{})
	for _, c := range []struct {
		name string
		edit *plan.Document
		anew string
	}{
		{"nothing", nil, ""},
		{"text of what others link to", doc("a.md", "FR-1", "", "two"), "a"},
		{"an id that nobody cites", doc("a.md", "FR-2", "", "two"), "a"},
		{"text of what another cites", doc("b.md", "FR-1", "", "two"), "b c"},
		{"a heading that others link to", doc("b.md", "FR-1", "", "three"), "a b c d"},
		{"a new citation", doc("d.md", "FR-1", "a", "two"), "a d"},
		{"a citation that goes", doc("c.md", "FR-1", "", "two"), "b c"},
	} {
		now := slices.Clone(docs)
		for i := range now {
			if c.edit != nil && now[i].Doc.File.Path == c.edit.File.Path {
				now[i].Doc = c.edit
			}
		}
		after := before.Next(now, portfolio.Options{})
		anew := ""
		for i, p := range after.Plans {
			if p != before.Plans[i] {
				if anew != "" {
					anew += " "
				}
				anew += p.ID
			}
		}
		if anew != c.anew {
			t.Errorf("%s: made anew %q, want %q", c.name, anew, c.anew)
		}
	}
}
