package source

import (
	"os"
	"testing"

	"github.com/planfolio/planfolio/internal/bench/corpus"
)

// BenchmarkWalk reads a tree of plans from disk: all of it, and when nothing has
// changed since.
func BenchmarkWalk(b *testing.B) {
	shape := corpus.Shape{Plans: 200}
	dir := b.TempDir()
	if _, err := shape.Write(dir); err != nil {
		b.Fatal(err)
	}
	read := func(prev *Tree) *Tree {
		tree, _, err := Read(os.DirFS(dir), Options{}, prev)
		if err != nil || len(tree.Files) != shape.Plans {
			b.Fatalf("%d files, %v", len(tree.Files), err)
		}
		return tree
	}
	known := read(nil)
	for i := range known.Files {
		known.Files[i].read.trusted = true // they have just been written
	}
	for name, prev := range map[string]*Tree{"cold": nil, "unchanged": known} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read(prev)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*shape.Plans), "ns/plan")
		})
	}
}
