package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// none stands for what was not measured.
var none = math.NaN()

// A figure is a line of the table.
type figure struct {
	name       string
	ours, hugo float64
	must, aim  limit
}

// A limit is the most that a figure may be, as such or as a share of Hugo's.
type limit struct {
	most   float64 // 0 for no limit
	ofHugo bool
}

func (l limit) String() string {
	switch {
	case l.most == 0:
		return ""
	case l.ofHugo:
		return fmt.Sprintf("1/%.0f of Hugo", 1/l.most)
	}
	return number(l.most)
}

// verdict tells whether a figure keeps a limit; "" where that is not known.
func (f *figure) verdict(l limit) string {
	got := f.ours
	if l.ofHugo {
		got /= f.hugo
	}
	switch {
	case l.most == 0 || math.IsNaN(got):
		return ""
	case got <= l.most:
		return "ok"
	}
	return "NO"
}

// number is x with three figures or so.
func number(x float64) string {
	switch {
	case math.IsNaN(x):
		return "-"
	case x >= 100 || x == math.Trunc(x):
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// anySize stands for every number of plans.
const anySize = 0

// limits are those that Planfolio sets itself, by number of plans and figure.
var limits = map[int]map[string][2]limit{
	anySize: {soakGrowth: {{1.1, false}, {}}},
	1000: {
		coldCPU:            {{1. / 3, true}, {1. / 8, true}},
		visible + planPage: {{50, false}, {15, false}},
	},
	10_000: {
		coldPeak:                   {{1024, false}, {500, false}},
		unchangedWall:              {{1. / 50, true}, {.25, false}},
		editedWall:                 {{1, false}, {.4, false}},
		readyWarm:                  {{2, false}, {1, false}},
		visible + planPage:         {{50, false}, {25, false}},
		late + planPage:            {{0, false}, {50, false}},
		visible + "/requirements/": {{250, false}, {100, false}},
		visible + "/roadmap/":      {{250, false}, {100, false}},
		visible + "/completeness/": {{250, false}, {100, false}},
	},
}

// The names of figures, with their units.
const (
	coldCPU       = "cold build, CPU s"
	coldPeak      = "cold build, peak MiB"
	unchangedWall = "unchanged, s"
	editedWall    = "one edit, build again, s"
	readyWarm     = "preview ready, warm, s"
	visible       = "save to visible, median ms: "
	late          = "save to visible, 95 % ms: "
	soakGrowth    = "many edits, memory of the last 100 to that of the first"
)

// figures are the lines of a portfolio's table.
func (m *measured) figures() []figure {
	var list []figure
	add := func(name string, ours, hugo float64) {
		f := figure{name: name, ours: ours, hugo: hugo}
		if m.long == 0 && m.shape.PerDirectory == 0 {
			l, ok := limits[m.shape.Plans][name]
			if !ok {
				l = limits[anySize][name]
			}
			f.must, f.aim = l[0], l[1]
		}
		list = append(list, f)
	}
	hugo := builds{}
	if m.hugo != nil {
		hugo = *m.hugo
	}
	wall := func(u used) float64 { return u.wall.Seconds() }
	cpu := func(u used) float64 { return u.cpu.Seconds() }
	peak := func(u used) float64 { return mebi(u.peak) }
	add("cold build, s", median(m.ours.cold, wall), median(hugo.cold, wall))
	add(coldCPU, median(m.ours.cold, cpu), median(hugo.cold, cpu))
	add("cold build, CPU ms for each plan", median(m.ours.cold, cpu)*1000/float64(m.shape.Plans), median(hugo.cold, cpu)*1000/float64(m.shape.Plans))
	add(coldPeak, median(m.ours.cold, peak), median(hugo.cold, peak))
	add(unchangedWall, median(m.ours.unchanged, wall), median(hugo.unchanged, wall))
	add("unchanged, CPU s", median(m.ours.unchanged, cpu), median(hugo.unchanged, cpu))
	add("unchanged, peak MiB", median(m.ours.unchanged, peak), median(hugo.unchanged, peak))
	add(editedWall, median(m.ours.edited, wall), median(hugo.edited, wall))
	add("one edit, build again, CPU s", median(m.ours.edited, cpu), median(hugo.edited, cpu))
	add("files", float64(m.written.files), known(m.byHugo.files))
	add("files, MiB", mebi(m.written.bytes), mebi(m.byHugo.bytes))
	name, size := m.written.largest()
	_, hugoSize := m.byHugo.largest()
	add("largest file but indexes, KiB: "+name, float64(size)/1024, known(int(hugoSize/1024)))
	if m.preview == nil {
		return list
	}
	p, h := m.preview, m.hugoPreview
	if h == nil {
		h = &previews{}
	}
	add("preview ready, cold, s", median(p.readyCold, time.Duration.Seconds), median(h.readyCold, time.Duration.Seconds))
	add(readyWarm, median(p.readyWarm, time.Duration.Seconds), median(h.readyWarm, time.Duration.Seconds))
	for _, page := range append([]string{planPage}, indexPages...) {
		add(visible+page, median(p.visible[page], milliseconds), median(h.visible[page], milliseconds))
		add(late+page, quantile(p.visible[page], .95, milliseconds), quantile(h.visible[page], .95, milliseconds))
	}
	add("preview, CPU ms for each edit", median(p.cpu, milliseconds), median(h.cpu, milliseconds))
	add("preview, MiB when ready", mebi(p.memory), mebi(h.memory))
	add("preview, MiB after all edits", mebi(p.memoryAfter), mebi(h.memoryAfter))
	if p.soaked.edits > 0 {
		add(fmt.Sprintf("%d edits in a row, MiB", p.soaked.edits), mebi(p.soaked.last), none)
		add(soakGrowth, float64(p.soaked.last)/float64(p.soaked.first), none)
	}
	return list
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// mebi is n in MiB, none where it is not known.
func mebi(n int64) float64 {
	if n == 0 {
		return none
	}
	return float64(n) / (1 << 20)
}

func known(n int) float64 {
	if n == 0 {
		return none
	}
	return float64(n)
}

func median[T any](list []T, of func(T) float64) float64 { return quantile(list, .5, of) }

// quantile is the least of list than which a share of it is not greater; the
// mean of two where the share falls between them.
func quantile[T any](list []T, share float64, of func(T) float64) float64 {
	if len(list) == 0 {
		return none
	}
	values := make([]float64, len(list))
	for i, x := range list {
		values[i] = of(x)
	}
	slices.Sort(values)
	at := share * float64(len(values))
	i := int(math.Ceil(at)) - 1
	if at == math.Trunc(at) && i+1 < len(values) && share == .5 {
		return (values[i] + values[i+1]) / 2
	}
	return values[max(i, 0)]
}

// print prints the table.
func (m *measured) print(w io.Writer) {
	figures := m.figures()
	width := 0
	for _, f := range figures {
		width = max(width, len(f.name))
	}
	fmt.Fprintf(w, "\n%s: %s, %.1f MiB\n", m.name, plural(m.shape.Plans, "plan"), mebi(m.bytes))
	fmt.Fprintf(w, "%-*s %10s %10s %8s   %-20s %s\n", width, "", "planfolio", "hugo", "ratio", "must", "aim")
	for _, f := range figures {
		verdicts := ""
		if f.must.most > 0 || f.aim.most > 0 {
			verdicts = fmt.Sprintf("   %-16s %-3s %s %s", f.must, f.verdict(f.must), f.aim, f.verdict(f.aim))
		}
		fmt.Fprintf(w, "%-*s %10s %10s %8s%s\n", width, f.name, number(f.ours), number(f.hugo), number(f.ours/f.hugo), verdicts)
	}
}
