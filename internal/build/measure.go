package build

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// A Measure finds out where the time of a build goes. Inputs that hold one have
// it filled by Build, and then by Publish of what was built; a Measure is for
// one build. The clock is read at the edges of the stages, never in them. A nil
// one measures nothing.
type Measure struct {
	mu     sync.Mutex
	stages []Stage
	parts  []Stage // of the stage that has not ended, in the order in which they were first met
	spent  map[work]time.Duration
}

// A Stage is a stretch of a build. Stages do not overlap, but for parts.
type Stage struct {
	Name string
	Wall time.Duration
	CPU  time.Duration // of the process, user and system; 0 where the system does not tell

	// Part marks a part of the stage before it. Its Wall is that of all workers
	// together, so it may be more than the stage's; its CPU is not known.
	Part bool
}

// work is what is done for one file or one page.
type work struct{ part, path string }

// The parts of the work for a file or a page.
const (
	partParse  = "parse"
	partAlign  = "align"
	partViews  = "views"
	partKeys   = "keys"
	partRender = "render"
	partWrite  = "write"
)

// stage begins a stage, and gives what ends it.
func (m *Measure) stage(name string) (end func()) {
	if m == nil {
		return func() {}
	}
	began, used := time.Now(), CPUTime()
	return func() {
		s := Stage{Name: name, Wall: time.Since(began), CPU: CPUTime() - used}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.stages = append(append(m.stages, s), m.parts...)
		m.parts = nil
	}
}

// A lap measures the work for one path, part after part.
type lap struct {
	measure *Measure
	path    string
	began   time.Time
}

func (m *Measure) lap(path string) lap {
	if m == nil {
		return lap{}
	}
	return lap{m, path, time.Now()}
}

// end says that what was done since the lap began, or the last end, was part.
func (l *lap) end(part string) {
	if l.measure == nil {
		return
	}
	now := time.Now()
	l.measure.add(work{part, l.path}, now.Sub(l.began))
	l.began = now
}

func (m *Measure) add(w work, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.spent == nil {
		m.spent = make(map[work]time.Duration)
	}
	m.spent[w] += d
	if w.part == partParse || w.part == partAlign {
		return // a stage of its own
	}
	i := slices.IndexFunc(m.parts, func(s Stage) bool { return s.Name == w.part })
	if i < 0 {
		i = len(m.parts)
		m.parts = append(m.parts, Stage{Name: w.part, Part: true})
	}
	m.parts[i].Wall += d
}

// Stages gives the stages in the order in which they ended.
func (m *Measure) Stages() []Stage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.stages)
}

// PlanTime is what one plan took: its documents, and the pages that are its own.
type PlanTime struct {
	Plan   *portfolio.Plan
	Parse  time.Duration // with aligning
	Views  time.Duration // with their keys
	Render time.Duration
	Write  time.Duration
}

// Total is the sum of all.
func (t *PlanTime) Total() time.Duration { return t.Parse + t.Views + t.Render + t.Write }

// Slowest gives the n plans of r that took longest, the slowest first.
func (m *Measure) Slowest(r *Result, n int) []PlanTime {
	m.mu.Lock()
	defer m.mu.Unlock()
	ofDocument := make(map[string]*portfolio.Plan)
	times := make(map[*portfolio.Plan]*PlanTime)
	for _, p := range r.Site.Facts.Portfolio.Plans {
		times[p] = &PlanTime{Plan: p}
		for _, d := range p.Documents {
			ofDocument[d.File.Path] = p
		}
	}
	for w, d := range m.spent {
		if w.part == partParse || w.part == partAlign {
			if t := times[ofDocument[w.path]]; t != nil {
				t.Parse += d
			}
			continue
		}
		t := times[r.Site.PlanOf(w.path)]
		switch {
		case t == nil:
		case w.part == partRender:
			t.Render += d
		case w.part == partWrite:
			t.Write += d
		default:
			t.Views += d
		}
	}
	var list []PlanTime
	for _, t := range times {
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b PlanTime) int {
		return cmp.Or(cmp.Compare(b.Total(), a.Total()), strings.Compare(a.Plan.ID, b.Plan.ID))
	})
	return list[:min(n, len(list))]
}
