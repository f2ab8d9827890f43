package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// portfolioOf makes n plans of 30 requirements, a design and three phases.
func portfolioOf(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for p := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "# Plan %d\n\n## Requirements\n\n", p)
		for r := range 30 {
			fmt.Fprintf(&b, "- **FR-%d.%d**: The system shall do thing %d of plan %d.\n", r/10+1, r%10+1, r, p)
		}
		b.WriteString("\n## Design\n\nText about [another](plan-0.md) plan.\n\n_Requirements: FR-1.1-FR-3.4_\n\n")
		for phase := range 3 {
			fmt.Fprintf(&b, "## Phase %d: Work\n\n", phase+1)
			for r := range 10 {
				fmt.Fprintf(&b, "- [ ] Do thing %d\n  - _Requirements: FR-%d.%d_\n", r, phase+1, r+1)
			}
			b.WriteByte('\n')
		}
		files[fmt.Sprintf("team-%d/plan-%d.md", p/20, p)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return files
}

func BenchmarkNew(b *testing.B) {
	facts := buildFS(b, portfolioOf(200)).Facts
	b.ReportAllocs()
	for b.Loop() {
		New(facts)
	}
}

func BenchmarkViews(b *testing.B) {
	s := buildFS(b, portfolioOf(200))
	for _, template := range []string{"home", "document", "requirement", "requirements", "matrix", "roadmap", "phase", "completeness", "problems", "search"} {
		b.Run(template, func(b *testing.B) {
			for b.Loop() {
				for _, p := range s.Pages() {
					if p.Template == template {
						p.View()
						break
					}
				}
			}
		})
	}
}
