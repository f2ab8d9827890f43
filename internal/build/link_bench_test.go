package build

import (
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/trace"
)

// A linking is a portfolio to be linked, and what earlier results give to that.
type linking struct {
	r        *Result
	inputs   []portfolio.Input
	opts     portfolio.Options
	tracing  trace.Options
	roadmap  roadmap.Options
	earlier  *Result
	earlierF site.Facts // of earlier, nothing where it is nil
}

// benchmarkLinkings are the PLANFOLIO_PLANS plans from nothing, and after an
// edit of one of them.
func benchmarkLinkings(b *testing.B) (cold, edited *linking, plans int) {
	p, shape := benchmarkPortfolio(b)
	first := benchmarkBuild(b, p.inputs(), nil)
	path := shape.Path(shape.Plans / 2)
	p.write(path, strings.Replace(shape.Text(shape.Plans/2), "The ", "Every ", 1))
	in := p.inputs()
	in.Where = []string{path}
	second := benchmarkBuild(b, in, first)
	return newLinking(first, &Result{}), newLinking(second, first), shape.Plans
}

func newLinking(r, earlier *Result) *linking {
	l := &linking{r: r, earlier: earlier, opts: portfolio.Options{Config: r.config, Tree: r.tree}, roadmap: roadmap.Options{Today: r.built.Date, Phases: r.config.Phases}}
	l.tracing = trace.Options{Coverage: r.config.Coverage, Waivers: r.config.Waivers, Config: r.configName, Today: r.today()}
	for _, d := range r.documents {
		l.inputs = append(l.inputs, portfolio.Input{Doc: d.doc, Alignment: d.alignment})
	}
	if earlier.Site != nil {
		l.earlierF = earlier.Site.Facts
	}
	return l
}

// The stages of linking, each by itself.
func BenchmarkAssemble(b *testing.B) {
	benchmarkStage(b, func(l *linking) { l.earlierF.Portfolio.Next(l.inputs, l.opts) })
}

func BenchmarkTrace(b *testing.B) {
	benchmarkStage(b, func(l *linking) { l.earlierF.Trace.Next(l.r.Site.Facts.Portfolio, l.tracing) })
}

func BenchmarkRoadmap(b *testing.B) {
	benchmarkStage(b, func(l *linking) { l.earlierF.Roadmap.Next(l.r.Site.Facts.Portfolio, l.roadmap) })
}

func BenchmarkCompleteness(b *testing.B) {
	benchmarkStage(b, func(l *linking) {
		l.earlierF.Completeness.Next(l.r.Site.Facts.Portfolio, l.r.Site.Facts.Trace)
	})
}

func BenchmarkRegisters(b *testing.B) {
	benchmarkStage(b, func(l *linking) { l.earlierF.Registers.Next(l.r.Site.Facts.Portfolio).All() })
}

func BenchmarkSite(b *testing.B) {
	benchmarkStage(b, func(l *linking) { site.New(l.r.Site.Facts, l.earlier.Site) })
}

func BenchmarkProblems(b *testing.B) {
	benchmarkStage(b, func(l *linking) {
		facts := l.r.Site.Facts
		l.r.find(&facts, nil, l.r.rules.Plans, nil, l.earlier.findings)
	})
}

// benchmarkStage runs a stage on a portfolio that nothing is known of, and on
// one of which one plan has changed.
func benchmarkStage(b *testing.B, stage func(*linking)) {
	cold, edited, plans := benchmarkLinkings(b)
	run := func(l *linking) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				stage(l)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*plans), "ns/plan")
		}
	}
	b.Run("Cold", run(cold))
	b.Run("AfterEdit", run(edited))
}
