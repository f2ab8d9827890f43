package schema

import (
	"testing"

	"github.com/planfolio/planfolio/internal/bench/corpus"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// BenchmarkAlign holds plans against the template that they follow: found among
// all by their headings, and named.
func BenchmarkAlign(b *testing.B) {
	var docs []*plan.Document
	shape := corpus.Shape{Plans: 50}
	for i := range shape.Plans {
		docs = append(docs, markdown.Parse(source.NewFile(shape.Path(i), shape.Text(i)), markdown.Options{RawHTML: "sanitize", Lang: "en"}))
	}
	schemas := Builtin()
	for name, template := range map[string]string{"found": "", "named": "technical-implementation-plan"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, d := range docs {
					if Find(d, schemas, template) == nil {
						b.Fatal("the template is not found")
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(docs)), "ns/plan")
		})
	}
}
