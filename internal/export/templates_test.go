package export

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/schema"
)

// TestTemplatesGolden holds what scripts read of an untouched copy of each
// built-in template: it scores 0, and its sample citations have no target and
// raise no diagnostic about links. Of some it holds every byte.
func TestTemplatesGolden(t *testing.T) {
	zero := regexp.MustCompile(`"score": 0,`)
	dangling := regexp.MustCompile(`"code": "PF1\d\d"`)
	whole := []string{"implementation-plan", "technical-implementation-plan", "kep", "spec-kit-spec"}
	for _, s := range schema.Builtin() {
		if len(s.Sections) == 0 {
			continue // a list, with which nothing can be aligned
		}
		t.Run(s.Name, func(t *testing.T) {
			text := s.Source
			if len(s.Roles) > 0 { // else a file of any name is recognised
				text = "---\ntemplate: " + s.Name + "\n---\n" + text
			}
			got, err := indented(JSON(build(t, &txtar.Archive{Files: []txtar.File{{Name: "ferry.md", Data: []byte(text)}}})))
			if err != nil {
				t.Fatal(err)
			}
			got = wording.ReplaceAll(got, []byte(`$1 "…"`))
			if !zero.Match(got) || dangling.Match(got) {
				t.Error("an untouched copy does not score 0, or its citations are reported")
			}
			if !slices.Contains(whole, s.Name) {
				return
			}
			golden := filepath.Join("testdata", "templates", s.Name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, golden, got, want)
		})
	}
}
