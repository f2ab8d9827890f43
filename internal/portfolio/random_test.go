package portfolio_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

// Portfolios of chance hold what every portfolio does, in whatever order their
// documents come.
func TestPortfoliosOfChance(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 11))
		var docs []portfolio.Input
		tree := &source.Tree{Dirs: []string{"."}}
		for _, path := range somePaths(r) {
			docs = append(docs, portfolio.Input{Doc: someDocument(r, path)})
		}
		p := portfolio.Assemble(docs, portfolio.Options{Tree: tree})
		check(t, p)
		want := dump(p)
		r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		if got := dump(portfolio.Assemble(docs, portfolio.Options{Tree: tree})); got != want {
			t.Errorf("in another order:\n%s\nnot:\n%s", got, want)
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

var (
	someDirs  = []string{"", "a/", "a/b/", "a/b/c/", "done/", "a/done/x/", "checklists/", "a/contracts/", ".planning/", ".planning/milestones/", "x y/"}
	someNames = []string{"requirements", "design", "tasks", "plan", "README", "index", "notes", "a", "b", "v1.0-ROADMAP", "01-Requirements", "###", "a b"}
)

func somePaths(r *rand.Rand) []string {
	var paths []string
	for range 1 + r.IntN(12) {
		if p := pick(r, someDirs...) + pick(r, someNames...) + ".md"; !slices.Contains(paths, p) {
			paths = append(paths, p)
		}
	}
	return paths
}

func someID(r *rand.Rand) string {
	id := pick(r, "FR-", "NFR-", "REQ-", "", "AUTH-", "US", "FR-00")
	id += fmt.Sprint(1 + r.IntN(4))
	for range r.IntN(3) {
		id += pick(r, ".", ".", "-") + fmt.Sprint(1+r.IntN(3))
	}
	return id
}

func someDocument(r *rand.Rand, path string) *plan.Document {
	f := source.NewFile(path, "# One\n\ntext\n\n## Two\n\ntext of some length to point into\n")
	d := &plan.Document{File: f, Title: pick(r, "", "One", "Requirements"),
		Role:     pick(r, plan.Requirements, plan.Design, plan.Tasks, plan.Index, plan.Other, plan.Template),
		Sections: []plan.Section{{Parent: plan.None}, {Parent: 0, Level: 1, Title: "One", Anchor: "one"}, {Parent: 1, Level: 2, Title: "Two", Anchor: "two"}},
		Tasks:    []plan.Task{{Phase: plan.None, Parent: plan.None}},
	}
	span := func() plan.Span {
		start := r.IntN(len(f.Text))
		return plan.Span{Start: start, End: start + r.IntN(len(f.Text)-start+1)}
	}
	for i := range r.IntN(10) {
		parent := plan.None
		if i > 0 && r.IntN(3) == 0 {
			parent = r.IntN(i)
		}
		d.Requirements = append(d.Requirements, plan.Requirement{ID: someID(r), Span: span(), Section: r.IntN(3), Parent: parent,
			Class: pick(r, plan.ClassRequirement, plan.ClassRequirement, plan.ClassStory, plan.ClassUnknown),
			Form:  pick(r, plan.FormHeading, plan.FormBullet, plan.FormTable, plan.FormImplicit), Text: pick(r, "x", "y"), Retired: r.IntN(9) == 0})
	}
	for range r.IntN(15) {
		c := plan.Citation{From: someID(r), Span: span(), Section: int32(r.IntN(3)), Phase: plan.None, Task: int32(r.IntN(2) - 1),
			Class: pick(r, plan.ClassRequirement, plan.ClassRequirement, plan.ClassStory, plan.ClassUnknown)}
		switch r.IntN(5) {
		case 0:
			c.Rest = &plan.CitationRest{To: someID(r)}
		case 1:
			c.Wildcard = true
		case 2:
			c.Rest = &plan.CitationRest{Qualifier: pick(r, "a", "b", "a/b", "nobody", "main", "")}
		case 3:
			c.Bare = c.From[0] >= '0' && c.From[0] <= '9'
		}
		d.Citations = append(d.Citations, c)
	}
	for range r.IntN(6) {
		d.Links = append(d.Links, plan.Link{Kind: pick(r, plan.LinkFile, plan.LinkFile, plan.LinkAnchor, plan.LinkWiki, plan.LinkExternal, plan.LinkUnsafe),
			Dest: pick(r, "", "..", "../", "/", "#two", "#three", "a/b", "../a/b/design.md#two", "/a/b/", "%zz", "..\\a", "design", "x%20y/a.md", "[[", "a|b#c", "../../../../x.go"),
			Span: span(), Section: r.IntN(3), Image: r.IntN(5) == 0})
	}
	return d
}
