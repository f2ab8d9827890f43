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

// BenchmarkNew makes a site; each plan has some 40 pages.
func BenchmarkNew(b *testing.B) {
	facts := buildFS(b, portfolioOf(200)).Facts
	b.ReportAllocs()
	for b.Loop() {
		New(facts, nil)
	}
	reportPerPlan(b, 200)
}

// BenchmarkPageKeys makes the keys of all pages that have one.
func BenchmarkPageKeys(b *testing.B) {
	facts := buildFS(b, portfolioOf(200)).Facts
	for b.Loop() {
		b.StopTimer()
		s := New(facts, nil)
		s.similar()
		b.StartTimer()
		for _, p := range s.Pages() {
			if p.Key != nil {
				p.Key()
			}
		}
	}
	reportPerPlan(b, 200)
}

// BenchmarkAllViews makes the view of every page but those of the search index.
func BenchmarkAllViews(b *testing.B) {
	s := buildFS(b, portfolioOf(200))
	s.similar()
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range s.Pages() {
			if !strings.HasPrefix(p.Path, "search/") {
				p.View()
			}
		}
	}
	reportPerPlan(b, 200)
}

// BenchmarkSearchIndex makes every file of the search index.
func BenchmarkSearchIndex(b *testing.B) {
	facts := buildFS(b, portfolioOf(200)).Facts
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s := New(facts, nil)
		b.StartTimer()
		for _, p := range s.Pages() {
			if strings.HasPrefix(p.Path, "search/") && p.Template == "" {
				p.View()
			}
		}
	}
	reportPerPlan(b, 200)
}

// reportPerPlan says what one of so many plans takes.
func reportPerPlan(b *testing.B, plans int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(plans), "ns/plan")
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
