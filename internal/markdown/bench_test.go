package markdown

import (
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/bench/corpus"
	"github.com/planfolio/planfolio/internal/source"
)

// BenchmarkParse reads plans of some 10 KB, the documents of each convention, and
// files of one kind of line, as large as a file may be or nearly.
func BenchmarkParse(b *testing.B) {
	sets := map[string][]source.File{}
	shape := corpus.Shape{Plans: 50}
	for i := range shape.Plans {
		sets["generated"] = append(sets["generated"], source.NewFile(shape.Path(i), shape.Text(i)))
	}
	for _, name := range []string{"backlog", "decisions", "kep", "kiro", "openspec", "proposals"} {
		a, err := txtar.ParseFile(filepath.Join("..", "portfolio", "testdata", name+".txtar"))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".md") {
				sets[name] = append(sets[name], source.NewFile(f.Name, string(f.Data)))
			}
		}
	}
	for name, text := range map[string]string{
		"200,000 items":       "# Quay\n\n" + strings.Repeat("- Keep the berth clear.\n", 200_000)[:4_190_000],
		"50,000 requirements": "# Quay\n\n## Requirements\n\n" + numberedLines(50_000, "- **FR-%**: The system must list berth % within 2 s.\n"),
		"lists 30 deep":       "# Quay\n\n" + strings.Repeat(strings.Repeat("- ", 30)+"a\n", 10_000),
	} {
		sets[name] = []source.File{source.NewFile("plan.md", text)}
	}
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		files := sets[name]
		b.Run(name, func(b *testing.B) {
			size := 0
			for _, f := range files {
				size += len(f.Text)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, f := range files {
					Parse(f, Options{RawHTML: "sanitize", Lang: "en"})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(files)), "ns/plan")
		})
	}
}

// numberedLines are n lines, each with its number for every "%".
func numberedLines(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "%", strconv.Itoa(i)))
	}
	return b.String()
}
