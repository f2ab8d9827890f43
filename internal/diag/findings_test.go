package diag

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Findings are the sorted list, whatever way they were put together.
func TestFindingsAreTheSortedList(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 40 {
		list := make([]Diagnostic, n)
		for i := range list {
			list[i] = New([]Code{DanglingCitation, OpenQuestion, UnusedIgnore}[r.IntN(3)], []string{"", "a.md", "b.md", "c.md"}[r.IntN(4)], "%d", i)
			list[i].Range.Start = Position{Line: 1 + r.IntN(3), Column: 1}
			list[i].Severity = []Severity{Error, Warning, Note}[r.IntN(3)]
		}
		sorted := slices.Clone(list)
		Sort(sorted)
		var files, others []OfFile
		for i, of := range ByFile(Pointers(list)) {
			if i%2 == n%2 {
				files = append(files, of, OfFile{Path: of.Path + "~"})
			} else {
				others = append(others, of)
			}
		}
		for _, f := range []*Findings{Collect(list), Join(files, others)} {
			if got := f.List(); !reflect.DeepEqual(got, sorted) {
				t.Fatalf("%d of them are\n%v, want\n%v", n, got, sorted)
			}
			if f.Tally() != Tally(list) || f.Tally().All() != n {
				t.Errorf("%d of them are counted as %+v", n, f.Tally())
			}
			var of, graded []string
			for _, path := range []string{"", "a.md", "b.md", "c.md", "d.md"} {
				for _, d := range f.Of(path) {
					of = append(of, d.Path+d.Message)
				}
			}
			for _, s := range []Severity{Error, Warning, Note} {
				for d := range f.Graded(s) {
					graded = append(graded, string(s)+d.Message)
				}
			}
			var wantOf, wantGraded []string
			for _, d := range sorted {
				wantOf = append(wantOf, d.Path+d.Message)
			}
			for _, s := range []Severity{Error, Warning, Note} {
				for _, d := range sorted {
					if d.Severity == s {
						wantGraded = append(wantGraded, string(s)+d.Message)
					}
				}
			}
			if !slices.Equal(of, wantOf) || !slices.Equal(graded, wantGraded) {
				t.Errorf("by file %v, by severity %v", of, graded)
			}
		}
	}
	var none *Findings
	if fmt.Sprint(none.List(), none.Of("a.md"), none.Tally()) != "[] [] {0 0 0}" {
		t.Error("no findings are some")
	}
}
