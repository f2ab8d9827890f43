package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// TestRender holds the HTML of case files against what they want. NAME.md is
// what is read, NAME.html what comes of it, as pageText writes it.
func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/render/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}
		changed := txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			name, ok := strings.CutSuffix(f.Name, ".md")
			if !ok {
				continue
			}
			options := Options{RawHTML: "sanitize", Lang: "en"}
			if strings.HasPrefix(filepath.Base(name), "escape-") {
				options.RawHTML = "escape"
			}
			d := Parse(source.NewFile(f.Name, string(f.Data)), options)
			got := pageText(d)
			changed.Files = append(changed.Files, f, txtar.File{Name: name + ".html", Data: []byte(got)})
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				checkDocument(t, d)
				if got != want[name+".html"] && !*update {
					t.Errorf("got\n%s\nwant\n%s", got, want[name+".html"])
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(&changed), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// pageText writes the sections of a document with a word for each hole.
func pageText(d *plan.Document) string {
	var b strings.Builder
	html := d.HTML()
	for i, s := range d.Sections {
		if i > 0 {
			fmt.Fprintf(&b, "[h%d #%s] %s\n", s.Level, s.Anchor, holeText(d, html.Headings[i]))
		}
		b.WriteString(holeText(d, html.Bodies[i]))
	}
	for _, x := range d.Diagnostics {
		fmt.Fprintf(&b, "%s %d:%d %s\n", x.Code, x.Range.Start.Line, x.Range.Start.Column, x.Message)
	}
	return b.String()
}

var linkKinds = map[plan.LinkKind]string{plan.LinkExternal: "external", plan.LinkFile: "file", plan.LinkAnchor: "anchor",
	plan.LinkWiki: "wiki", plan.LinkUnsafe: "unsafe"}

func holeText(d *plan.Document, f plan.Fragment) string {
	var b strings.Builder
	for i, t := range f.Text {
		b.WriteString(t)
		if i == len(f.Holes) {
			break
		}
		switch h := f.Holes[i]; h.Kind {
		case plan.HoleCitation:
			s := d.Citations[h.Index].Span
			fmt.Fprintf(&b, "{cite %s}", d.File.Text[s.Start:s.End])
		case plan.HoleLink, plan.HoleImage:
			l := d.Links[h.Index]
			what := "link"
			if h.Kind == plan.HoleImage {
				what = "image"
			}
			fmt.Fprintf(&b, "{%s %s %q %s", what, linkKinds[l.Kind], l.Dest, l.Label)
			if l.Title != "" {
				fmt.Fprintf(&b, " titled %q", l.Title)
			}
			b.WriteByte('}')
		case plan.HoleRequirement:
			fmt.Fprintf(&b, "{defines %s}", d.Requirements[h.Index].ID)
		case plan.HoleTask:
			fmt.Fprintf(&b, "{box %s}", d.Tasks[h.Index].State)
		case plan.HoleGap:
			fmt.Fprintf(&b, "{gap %s}", d.Gaps[h.Index].Kind)
		}
	}
	return b.String()
}

// TestNoTextIsLost holds that a row whose span is not what stands there, or
// which runs on into the next block, costs a hole and never text.
func TestNoTextIsLost(t *testing.T) {
	for _, span := range []plan.Span{{Start: 2, End: 14}, {Start: 2, End: 100}, {Start: 100, End: 200}, {Start: 4, End: 4}, {Start: -1, End: 3}, {Start: 3, End: 1}} {
		f := source.NewFile("a.md", "a FR-1 b\n\nc FR-2 d\n")
		r := &reader{file: f, text: []byte(f.Text), doc: &plan.Document{File: f}}
		for _, step := range []func(){r.parse, r.readRaw, r.readSections, r.readLinks} {
			step()
		}
		r.doc.Citations = []plan.Citation{{Span: span}}
		r.render()
		text := strings.Join(r.html.Bodies[0].Text, "")
		for _, word := range []string{"a ", " b", "c FR-2 d"} {
			if !strings.Contains(text, word) {
				t.Errorf("span %v: %q is lost from %q", span, word, text)
			}
		}
	}
}
