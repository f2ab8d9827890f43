package diag

import (
	"fmt"
	"slices"
	"testing"
)

func TestGroups(t *testing.T) {
	var list []Diagnostic
	for i, path := range []string{"a", "a", "a", "b", "c"} {
		list = append(list, New(Uncovered, path, "%d", i), New(DanglingCitation, path, "%d", i))
	}
	for i := range 4 {
		list = append(list, New(BrokenLink, fmt.Sprint("f", i), "old"))
	}
	list = append(list, New(BrokenLink, "f0", "new"))
	mild := New(DanglingCitation, "d", "mild")
	mild.Severity = Note
	list = append(list, mild, New(OpenQuestion, "e", "q"))
	var got []string
	for _, g := range Groups(list) {
		line := fmt.Sprintf("%s %s %d in %d:", g.Severity, g.Rule.Name, len(g.All), g.Files())
		for _, d := range g.Some(3) {
			line += " " + d.Path + d.Message
		}
		got = append(got, line)
	}
	want := []string{
		"error broken-link 5 in 4: f0old f1old f0new",
		"error dangling-citation 5 in 3: a0 b3 c4",
		"warning open-question 1 in 1: eq",
		"note dangling-citation 1 in 1: dmild",
		"note uncovered-requirement 5 in 3: a0 b3 c4",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
