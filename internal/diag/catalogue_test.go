package diag

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCatalogue holds every rule to being complete and to the house's style.
func TestCatalogue(t *testing.T) {
	code, kebab := regexp.MustCompile(`^PF[0-5,9]\d\d$`), regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	names := map[string]bool{}
	var last Code
	for _, r := range All() {
		if !code.MatchString(string(r.Code)) || r.Code <= last {
			t.Errorf("%s does not follow %s", r.Code, last)
		}
		last = r.Code
		if !kebab.MatchString(r.Name) || names[r.Name] {
			t.Errorf("%s: the name %q is taken or not in kebab case", r.Code, r.Name)
		}
		names[r.Name] = true
		if !r.Severity.Valid() {
			t.Errorf("%s: severity %q", r.Code, r.Severity)
		}
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") || strings.ToLower(r.Summary[:1]) != r.Summary[:1] && !strings.HasPrefix(r.Summary, "TBD") && !strings.HasPrefix(r.Summary, "Planfolio") {
			t.Errorf("%s: the summary is no sentence without capital and full stop: %s", r.Code, r.Summary)
		}
		for _, text := range []string{r.What, r.Why} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
				t.Errorf("%s: the text is no sentences: %s", r.Code, text)
			}
		}
		if (r.Example == "") != (r.Instead == "") {
			t.Errorf("%s has an example without its mending, or the other way round", r.Code)
		}
		if len(r.Example) > 0 && r.Example == r.Instead {
			t.Errorf("%s: the example is not mended", r.Code)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, s := range []string{"PF102", "pf102", "dangling-citation", "Dangling-Citation"} {
		if r, ok := Lookup(s); !ok || r.Code != DanglingCitation {
			t.Errorf("%q: %+v", s, r)
		}
	}
	if _, ok := Lookup("PF000"); ok {
		t.Error("PF000 exists")
	}
	if DanglingCitation.Name() != "dangling-citation" || Code("PF000").Name() != "" {
		t.Error("names of codes")
	}
	all := All()
	all[0].Name = "changed"
	if All()[0].Name == "changed" {
		t.Error("All gives the catalogue itself away")
	}
}

func TestNew(t *testing.T) {
	d := New(Uncovered, "a.md", "%d of %q", 1, "x")
	if d.Severity != Note || d.Message != `1 of "x"` || d.Path != "a.md" {
		t.Errorf("%+v", d)
	}
	if d := New("PF000", "", "x"); d.Severity != Error {
		t.Errorf("an unknown code is graded %s", d.Severity)
	}
}

func TestTally(t *testing.T) {
	list := []Diagnostic{New(DanglingCitation, "a", "1"), New(Uncovered, "b", "2"), New(OpenQuestion, "c", "3"), New(EmptyFile, "", ""), New(BrokenLink, "", "")}
	if c := Tally(list); c != (Count{2, 2, 1}) {
		t.Errorf("%+v", c)
	}
}

func TestAtLeast(t *testing.T) {
	order := []Severity{Error, Warning, Note}
	for i, a := range order {
		for j, b := range order {
			if a.AtLeast(b) != (i <= j) {
				t.Errorf("%s at least %s", a, b)
			}
		}
	}
}

func TestSort(t *testing.T) {
	at := func(code Code, path string, line, column int, message string) Diagnostic {
		d := New(code, path, "%s", message)
		d.Range.Start = Position{line, column}
		return d
	}
	want := []Diagnostic{
		at(ThemeUnused, "", 0, 0, "x"), at(EmptyFile, "a", 0, 0, "x"), at(Uncovered, "a", 2, 9, "x"), at(BrokenLink, "a", 10, 1, "x"),
		at(OpenQuestion, "a", 10, 1, "x"), at(Uncovered, "a", 10, 1, "w"), at(Uncovered, "a", 10, 1, "x"), at(Unplanned, "a", 10, 1, "a"), at(BrokenLink, "b", 1, 1, "x"),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	Sort(got)
	for i := range want {
		if got[i].Code != want[i].Code || got[i].Message != want[i].Message || got[i].Range != want[i].Range {
			t.Errorf("place %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestExplain(t *testing.T) {
	for _, r := range All() {
		var b bytes.Buffer
		if err := Explain(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if !strings.Contains(text, r.Name+": off") || strings.Contains(text, "\x1b") {
			t.Errorf("%s: %s", r.Code, text)
		}
		for _, line := range strings.Split(text, "\n") {
			if width(line) > 80 && !strings.Contains(r.Example+r.Instead, strings.TrimSpace(line)) {
				t.Errorf("%s: a line of %d cells: %s", r.Code, width(line), line)
			}
		}
	}
	var b bytes.Buffer
	r, _ := Lookup("unclosed-fence")
	if err := Explain(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", b.String())
}
