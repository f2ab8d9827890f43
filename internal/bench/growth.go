package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"time"
)

// indexes are the files that list the whole portfolio, and so grow with it;
// those that people open come in pages. Patterns as of path.Match.
var indexes = []string{
	".planfolio/manifest.json", "api/v1/portfolio.json", "requirements.json", "requirements.csv", "registers/*.csv", "registers/*/*.csv",
	"sitemap.xml", "sitemap-*.xml", "llms.txt", "roadmap.ics", "feed.xml", "_redirects",
}

func isIndex(file string) bool {
	return slices.ContainsFunc(indexes, func(pattern string) bool {
		ok, err := path.Match(pattern, file)
		return ok && err == nil
	})
}

// largest is the largest file that is no index.
func (w *written) largest() (name string, size int64) {
	for _, file := range slices.Sorted(maps.Keys(w.sizes)) {
		if n := w.sizes[file]; n > size && !isIndex(file) {
			name, size = file, n
		}
	}
	return name, size
}

// A grown file is one that is larger in a larger portfolio.
type grown struct {
	file        string
	small, wide int64
}

// grownFrom gives the files, no indexes, of more than 64 KiB that are larger by
// more than a half where there are more plans, those that grew most first.
func (w *written) grownFrom(small *written) []grown {
	var list []grown
	for file, n := range w.sizes {
		before, ok := small.sizes[file]
		if ok && n > 64<<10 && n > before+before/2 && !isIndex(file) {
			list = append(list, grown{file, before, n})
		}
	}
	slices.SortFunc(list, func(a, b grown) int {
		return cmp.Or(cmp.Compare(b.wide-b.small, a.wide-a.small), cmp.Compare(a.file, b.file))
	})
	return list
}

// growthLimit is what the CPU of a plan may grow by from the smallest portfolio
// of at least growthFrom plans to the largest.
const (
	growthFrom = 1000
	growthMust = 1.3
	growthAim  = 1.05
)

// printGrowth prints how the time for one plan and the files grow with the
// number of plans.
func printGrowth(w io.Writer, all []*measured) {
	all = slices.DeleteFunc(slices.Clone(all), func(m *measured) bool { return m.long > 0 || m.shape.PerDirectory > 0 })
	slices.SortStableFunc(all, func(a, b *measured) int { return cmp.Compare(a.shape.Plans, b.shape.Plans) })
	if len(all) < 2 {
		return
	}
	fmt.Fprintf(w, "\ngrowth: %10s %18s %14s\n", "plans", "cold CPU ms a plan", "peak KiB a plan")
	perPlan := func(m *measured) float64 {
		return median(m.ours.cold, func(u used) float64 { return float64(u.cpu) / float64(time.Millisecond) }) / float64(m.shape.Plans)
	}
	for _, m := range all {
		peak := median(m.ours.cold, func(u used) float64 { return float64(u.peak) / 1024 }) / float64(m.shape.Plans)
		fmt.Fprintf(w, "        %10d %18s %14s\n", m.shape.Plans, number(perPlan(m)), number(peak))
	}
	first, last := all[0], all[len(all)-1]
	for _, m := range all {
		if m.shape.Plans >= growthFrom {
			first = m
			break
		}
	}
	if last.shape.Plans > first.shape.Plans {
		f := figure{name: "growth", ours: perPlan(last) / perPlan(first), hugo: none, must: limit{most: growthMust}, aim: limit{most: growthAim}}
		fmt.Fprintf(w, "CPU of a plan from %d to %d: ×%s, must ×%s %s, aim ×%s %s\n", first.shape.Plans, last.shape.Plans,
			number(f.ours), f.must, f.verdict(f.must), f.aim, f.verdict(f.aim))
	}
	for i := 1; i < len(all); i++ {
		grew := all[i].written.grownFrom(&all[i-1].written)
		fmt.Fprintf(w, "from %d to %d plans, files of more than 64 KiB that grow by more than a half and are no indexes: %d\n", all[i-1].shape.Plans, all[i].shape.Plans, len(grew))
		for _, g := range grew[:min(len(grew), 10)] {
			fmt.Fprintf(w, "  %s: %d KiB to %d KiB\n", g.file, g.small>>10, g.wide>>10)
		}
	}
}
