package theme_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/site"
)

// TestProgramsOnContent holds programs against html/template on every page of
// the portfolio of content/, or of the directory that PORTFOLIO names.
func TestProgramsOnContent(t *testing.T) {
	dir := os.Getenv("PORTFOLIO")
	if dir == "" {
		dir = "../../content"
	}
	result, err := build.Build(context.Background(), build.Inputs{Root: os.DirFS(dir)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, p := range result.Site.Pages() {
		view := p.View()
		if _, ok := view.(site.Raw); ok {
			continue
		}
		got, want, err := result.Theme.Both(p.Template, view)
		if err != nil {
			t.Errorf("%s: %v", p.Path, err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: the program makes another page than html/template", p.Path)
		}
		pages++
	}
	if pages < 100 {
		t.Errorf("only %d pages were compared", pages)
	}
	t.Logf("%d pages are the same", pages)
}
