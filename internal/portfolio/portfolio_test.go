package portfolio_test

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// Each case of testdata is a small portfolio in a txtar archive, with what is
// found in it under the name "want". The archive's comment says what the case
// is about; a line "repo_url: …" there sets the repository.

func TestPortfolios(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			docs, opts, want := read(archive)
			p := portfolio.Assemble(docs, opts)
			check(t, p)
			got := dump(p)
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
				archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			r := rand.New(rand.NewPCG(3, 7))
			for range 3 {
				r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
				if again := dump(portfolio.Assemble(docs, opts)); again != got {
					t.Errorf("another order of the same documents gives:\n%s\nnot:\n%s", again, got)
				}
			}
		})
	}
}

func read(archive *txtar.Archive) (docs []portfolio.Input, opts portfolio.Options, want string) {
	opts.Tree = &source.Tree{Dirs: []string{"."}}
	for line := range strings.Lines(string(archive.Comment)) {
		if url, ok := strings.CutPrefix(line, "repo_url: "); ok {
			opts.Config = config.Config{RepoURL: strings.TrimSpace(url), Branch: "main"}
		}
	}
	for _, f := range archive.Files {
		dir := filepath.ToSlash(filepath.Dir(f.Name))
		if !slices.Contains(opts.Tree.Dirs, dir) {
			opts.Tree.Dirs = append(opts.Tree.Dirs, dir)
		}
		switch filepath.Ext(f.Name) {
		case "":
			want = string(f.Data)
		case ".md":
			docs = append(docs, portfolio.Input{Doc: markdown.Parse(source.NewFile(f.Name, string(f.Data)), markdown.Options{RawHTML: "sanitize", Lang: "en"})})
		case ".png":
			opts.Tree.Assets = append(opts.Tree.Assets, source.Asset{Path: f.Name})
		default:
			opts.Tree.Sidecars = append(opts.Tree.Sidecars, source.NewFile(f.Name, string(f.Data)))
		}
	}
	return docs, opts, want
}

// dump writes what a portfolio says in lines that can be read and compared.
func dump(p *portfolio.Portfolio) string {
	var b strings.Builder
	for _, q := range p.Plans {
		fmt.Fprintf(&b, "plan %s %q [%s]", q.ID, q.Title, q.Convention.Name)
		if q.Archived {
			b.WriteString(" archived")
		}
		for _, f := range []struct{ name, value string }{{"status", q.Status}, {"owners", strings.Join(q.Owners, ", ")}, {"tags", strings.Join(q.Tags, ", ")}} {
			if f.value != "" {
				fmt.Fprintf(&b, " %s=%q", f.name, f.value)
			}
		}
		if q.Successor != nil {
			fmt.Fprintf(&b, " successor=%s", q.Successor.ID)
		}
		b.WriteString("\n")
		for _, f := range q.Facts {
			fmt.Fprintf(&b, "  %s: %s\n", f.Name, f.Value)
		}
		for _, m := range q.Milestones {
			fmt.Fprintf(&b, "  milestone %s: %s\n", m.Name, m.At)
		}
		for _, list := range [][]*portfolio.Requirement{q.Requirements, q.Others} {
			for _, r := range list {
				fmt.Fprintf(&b, "  %s %s %s", r.ID, r.Def.Form, place(r.Doc, r.Def.Span))
				if r.Parent != nil {
					b.WriteString(" < " + r.Parent.ID)
				}
				if r.Def.Retired {
					b.WriteString(" retired")
				}
				if r.Changes != nil {
					fmt.Fprintf(&b, " %s %s/%s", r.Def.Change, r.Changes.Plan.ID, r.Changes.ID)
				}
				if n := len(r.CitedBy); n > 0 {
					fmt.Fprintf(&b, " cited %d", n)
				}
				b.WriteString("\n")
			}
		}
		for _, m := range q.Mentions {
			fmt.Fprintf(&b, "  mention of %s %s\n", m.Of.ID, place(m.Doc, m.Def.Span))
		}
		for _, list := range [][]*portfolio.Citation{q.Citations, q.OtherCites} {
			for _, c := range list {
				fmt.Fprintf(&b, "  cite %s %s", place(c.Doc, c.Written.Span), c.ID)
				switch {
				case c.Target == nil:
					b.WriteString(" " + c.State.String())
				case c.Target.Plan != q:
					b.WriteString(" -> " + c.Target.Plan.ID + "/" + c.Target.ID)
				case c.Target.ID != c.ID:
					b.WriteString(" -> " + c.Target.ID)
				}
				b.WriteString("\n")
			}
		}
		for _, d := range q.Documents {
			for i, t := range d.Links {
				fmt.Fprintf(&b, "  link %s %s%s\n", place(d, d.Document.Links[i].Span), d.Document.Links[i].Dest, target(p, t))
			}
		}
	}
	for _, d := range p.Findings() {
		fmt.Fprintf(&b, "%s:%d:%d %s %s", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "; %s:%d %s", r.Path, r.Range.Start.Line, r.Message)
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, " (%s)", d.Hint)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func place(d *portfolio.Document, s plan.Span) string {
	return fmt.Sprintf("%s:%d", filepath.Base(d.File.Path), d.File.Position(s.Start).Line)
}

func target(p *portfolio.Portfolio, t portfolio.Target) string {
	switch t.Kind {
	case portfolio.TargetExternal, portfolio.TargetRepo:
		return " -> " + t.URL
	case portfolio.TargetDocument:
		s := " -> document " + t.To
		if t.Anchor != "" {
			s += " anchor " + t.Anchor
		}
		if t.Section != plan.None {
			s += " # " + p.Document(t.To).Sections[t.Section].Title
		}
		return s
	case portfolio.TargetPlan:
		return " -> plan " + p.Document(t.To).Plan.ID
	case portfolio.TargetAsset:
		return " -> asset " + t.Asset
	case portfolio.TargetText:
		return " is text"
	}
	return " leads nowhere"
}

func TestNothingToAssemble(t *testing.T) {
	p := portfolio.Assemble(nil, portfolio.Options{})
	if p.Title != "Plans" || len(p.Plans)+len(p.Findings()) > 0 {
		t.Errorf("of nothing: %+v", p)
	}
}

// Whatever is in a portfolio, its rows point at what is there.
func FuzzAssemble(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		f.Fatal("no cases", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		archive := txtar.Parse(data)
		names := map[string]bool{}
		archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool {
			twice := names[f.Name]
			names[f.Name] = true
			return twice || !fs.ValidPath(f.Name) || f.Name == "."
		})
		docs, opts, _ := read(archive)
		p := portfolio.Assemble(docs, opts)
		check(t, p)
		slices.Reverse(docs)
		if x, y := dump(p), dump(portfolio.Assemble(docs, opts)); x != y {
			t.Errorf("the other way round:\n%s\nnot:\n%s", y, x)
		}
	})
}

func check(t *testing.T, p *portfolio.Portfolio) {
	t.Helper()
	for i, q := range p.Plans {
		if p.Plan(q.ID) != q || i > 0 && p.Plans[i-1].ID >= q.ID {
			t.Errorf("plan %q is not found by its id", q.ID)
		}
		if len(q.Documents) == 0 || strings.Trim(q.ID, "/") != q.ID || strings.Contains(q.ID, "//") {
			t.Errorf("plan %q has %d documents", q.ID, len(q.Documents))
		}
		for j, r := range slices.Concat(q.Requirements, q.Others) {
			if q.Requirement(r.ID) != r || r.Plan != q || r.Doc.Plan != q {
				t.Errorf("%s of %s is not where it says", r.ID, q.ID)
			}
			if j > 0 && j < len(q.Requirements) && portfolio.CompareIDs(q.Requirements[j-1].ID, r.ID) >= 0 {
				t.Errorf("%s of %s is out of order", r.ID, q.ID)
			}
			for up, n := r.Parent, 0; up != nil; up, n = up.Parent, n+1 {
				if n > len(q.Requirements)+len(q.Others) {
					t.Fatalf("%s of %s contains itself", r.ID, q.ID)
				}
			}
		}
		count := 0
		for _, m := range q.Mentions {
			if slices.Contains(q.Requirements, m.Of) && q.Kind != portfolio.KindTemplate {
				count++
			}
		}
		for _, d := range q.Documents {
			checkDocument(t, q, d)
			for i := range d.Document.Citations {
				count += len(d.Citing(i))
			}
		}
		order := map[*portfolio.Document]int{}
		for j, d := range q.Documents {
			order[d] = j
		}
		if !slices.IsSortedFunc(q.Citations, func(x, y *portfolio.Citation) int { return order[x.Doc] - order[y.Doc] }) {
			t.Errorf("citations of %s are not by document", q.ID)
		}
		if count != len(q.Citations) {
			t.Errorf("%s has %d citations, its documents and mentions have %d", q.ID, len(q.Citations), count)
		}
	}
}

func checkDocument(t *testing.T, q *portfolio.Plan, d *portfolio.Document) {
	t.Helper()
	if d.Plan != q || len(d.Links) != len(d.Document.Links) || (d.Slug == "") != (len(q.Documents) == 1) {
		t.Errorf("%s has a wrong plan, address or number of links", d.File.Path)
	}
	for i := range d.Document.Citations {
		for _, c := range d.Citing(i) {
			if c.Doc != d || int(c.Index) != i || c.Written != &d.Document.Citations[i] {
				t.Errorf("citation %d of %s points elsewhere", i, d.File.Path)
			}
			if (c.Target != nil) != (c.State == portfolio.Resolved) {
				t.Errorf("citation of %s is %s with target %v", c.ID, c.State, c.Target)
			}
			if c.Target != nil && !slices.Contains(c.Target.CitedBy, c) {
				t.Errorf("%s does not know that it is cited in %s", c.ID, d.File.Path)
			}
		}
	}
	for i := range d.Document.Requirements {
		if r := d.Defined(i); r != nil && r.Def != &d.Document.Requirements[i] {
			t.Errorf("definition %d of %s points elsewhere", i, d.File.Path)
		}
	}
	for _, l := range d.Links {
		if (l.Kind == portfolio.TargetDocument || l.Kind == portfolio.TargetPlan) != (l.To != "") || l.Section >= 0 && l.To == "" || l.Section < plan.None {
			t.Errorf("link of %s: %+v", d.File.Path, l)
		}
	}
	if d.Citing(-1) != nil || d.Citing(len(d.Document.Citations)) != nil || d.Defined(-1) != nil || d.Defined(len(d.Document.Requirements)) != nil {
		t.Errorf("%s has rows where there are none", d.File.Path)
	}
}
