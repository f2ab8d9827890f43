package build

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/bench/corpus"
)

// The benchmarks build PLANFOLIO_PLANS generated plans, and say what that costs
// for each of them. "make bench" measures the command.

func benchmarkPortfolio(b *testing.B) (*bench, corpus.Shape) {
	shape := corpus.Shape{Plans: setting("PLANFOLIO_PLANS", 20)}
	p := newBench()
	for i := range shape.Plans {
		p.write(shape.Path(i), shape.Text(i))
	}
	b.ReportAllocs()
	return p, shape
}

// perPlan reports the time for each plan of each run.
func perPlan(b *testing.B, shape corpus.Shape) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*shape.Plans), "µs/plan")
}

func benchmarkBuild(b *testing.B, in Inputs, prev *Result) *Result {
	r, err := Build(b.Context(), in, prev)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func benchmarkPages(b *testing.B, r *Result) {
	for _, path := range r.Paths() {
		if _, err := r.File(path); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuildCold builds from nothing and makes every page in memory.
func BenchmarkBuildCold(b *testing.B) {
	p, shape := benchmarkPortfolio(b)
	for b.Loop() {
		benchmarkPages(b, benchmarkBuild(b, p.inputs(), nil))
	}
	perPlan(b, shape)
}

// BenchmarkBuildUnchanged finds out that nothing has changed.
func BenchmarkBuildUnchanged(b *testing.B) {
	p, shape := benchmarkPortfolio(b)
	first := benchmarkBuild(b, p.inputs(), nil)
	for b.Loop() {
		if benchmarkBuild(b, p.inputs(), first) != first {
			b.Fatal("another result")
		}
	}
	perPlan(b, shape)
}

// benchmarkEdits changes one plan after the other.
func benchmarkEdits(p *bench, shape corpus.Shape) (edit func() (path string)) {
	n := 0
	return func() string {
		i := n % shape.Plans
		n++
		p.write(shape.Path(i), strings.Replace(shape.Text(i), "The ", fmt.Sprintf("The %dth ", n), 1))
		return shape.Path(i)
	}
}

// BenchmarkEdit builds after an edit of one plan, and asks for the plan's page
// and for the indexes, as a preview is; once where all has to be looked at, and
// once where the watcher says which file it was.
func BenchmarkEdit(b *testing.B) {
	for _, hinted := range []bool{false, true} {
		b.Run(map[bool]string{false: "walk", true: "hint"}[hinted], func(b *testing.B) {
			p, shape := benchmarkPortfolio(b)
			r := benchmarkBuild(b, p.inputs(), nil)
			edit := benchmarkEdits(p, shape)
			for b.Loop() {
				path := edit()
				in := p.inputs()
				if hinted {
					in.Where = []string{path}
				}
				r = benchmarkBuild(b, in, r)
				for _, page := range []string{"plans/" + strings.TrimSuffix(path, ".md") + "/index.html", "requirements/index.html", "roadmap/index.html", "completeness/index.html"} {
					if _, err := r.File(page); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkPublish writes a site to an empty directory, again where nothing has
// changed, and after an edit, each time as a new process does.
func BenchmarkPublish(b *testing.B) {
	publishTo := func(b *testing.B, dir string, r *Result) {
		o, err := OpenOutput(dir)
		if err != nil {
			b.Fatal(err)
		}
		defer o.Close()
		if _, err := o.Publish(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		p, shape := benchmarkPortfolio(b)
		dir := b.TempDir()
		for i := 0; b.Loop(); i++ {
			publishTo(b, filepath.Join(dir, fmt.Sprint(i)), benchmarkBuild(b, p.inputs(), nil))
		}
		perPlan(b, shape)
	})
	b.Run("unchanged", func(b *testing.B) {
		p, shape := benchmarkPortfolio(b)
		dir := filepath.Join(b.TempDir(), "public")
		publishTo(b, dir, benchmarkBuild(b, p.inputs(), nil))
		for b.Loop() {
			publishTo(b, dir, benchmarkBuild(b, p.inputs(), nil))
		}
		perPlan(b, shape)
	})
	b.Run("edited", func(b *testing.B) {
		p, shape := benchmarkPortfolio(b)
		dir := filepath.Join(b.TempDir(), "public")
		publishTo(b, dir, benchmarkBuild(b, p.inputs(), nil))
		edit := benchmarkEdits(p, shape)
		for b.Loop() {
			edit()
			publishTo(b, dir, benchmarkBuild(b, p.inputs(), nil))
		}
		perPlan(b, shape)
	})
}

// BenchmarkStages has the time of each stage, from --stats' own clock.
func BenchmarkStages(b *testing.B) {
	p, shape := benchmarkPortfolio(b)
	took := map[string]time.Duration{}
	dir := b.TempDir()
	for i := 0; b.Loop(); i++ {
		in := p.inputs()
		in.Measure = &Measure{}
		o, err := OpenOutput(filepath.Join(dir, fmt.Sprint(i)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := o.Publish(b.Context(), benchmarkBuild(b, in, nil)); err != nil {
			b.Fatal(err)
		}
		o.Close()
		for _, s := range in.Measure.Stages() {
			took[s.Name] += s.Wall
		}
	}
	for name, d := range took {
		b.ReportMetric(float64(d.Microseconds())/float64(b.N*shape.Plans), strings.ReplaceAll(name, " ", "-")+"-µs/plan")
	}
}
