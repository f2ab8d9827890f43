package houserule_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/houserule"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// Each case of testdata is a portfolio with its configuration, and what its
// rules find under the name "want".
func TestCheck(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var docs []portfolio.Input
			var c config.Config
			want := ""
			for _, f := range archive.Files {
				switch f.Name {
				case "want":
					want = string(f.Data)
				case config.Name:
					parsed, faults := config.Parse(source.NewFile(f.Name, string(f.Data)))
					if len(faults) > 0 {
						t.Fatal(faults)
					}
					c = parsed
				default:
					docs = append(docs, portfolio.Input{Doc: markdown.Parse(source.NewFile(f.Name, string(f.Data)), markdown.Options{RawHTML: "sanitize", Lang: "en"})})
				}
			}
			var b strings.Builder
			for _, d := range houserule.Check(portfolio.Assemble(docs, portfolio.Options{}), c.HouseRules, config.Name) {
				fmt.Fprintf(&b, "%s:%d:%d %s %s", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Message)
				if d.Hint != "" {
					fmt.Fprintf(&b, " (%s)", d.Hint)
				}
				b.WriteByte('\n')
			}
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
				archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(b.String())})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if b.String() != want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), want)
			}
		})
	}
}
