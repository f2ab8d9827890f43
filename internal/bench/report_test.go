package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/bench/corpus"
)

func TestQuantile(t *testing.T) {
	of := func(x int) float64 { return float64(x) }
	twenty := make([]int, 20)
	for i := range twenty {
		twenty[i] = 20 - i
	}
	for _, c := range []struct {
		list  []int
		share float64
		want  float64
	}{
		{[]int{3, 1, 2}, .5, 2}, {[]int{4, 1, 2, 3}, .5, 2.5}, {[]int{7}, .5, 7}, {[]int{7}, .95, 7}, {twenty, .95, 19}, {twenty, .5, 10.5},
	} {
		if got := quantile(c.list, c.share, of); got != c.want {
			t.Errorf("%g of %v is %g, want %g", c.share, c.list, got, c.want)
		}
	}
	if got := median([]int{}, of); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %g", got)
	}
}

func TestVerdict(t *testing.T) {
	third, second := limit{1. / 3, true}, limit{1, false}
	for _, c := range []struct {
		ours, hugo float64
		limit      limit
		want       string
	}{
		{1, 3, third, "ok"}, {1.1, 3, third, "NO"}, {1, none, third, ""}, {1, none, second, "ok"}, {1.01, none, second, "NO"}, {none, 1, second, ""}, {1, 1, limit{}, ""},
	} {
		f := figure{ours: c.ours, hugo: c.hugo}
		if got := f.verdict(c.limit); got != c.want {
			t.Errorf("%g beside %g, at most %q: %q, want %q", c.ours, c.hugo, c.limit, got, c.want)
		}
	}
}

// TestTable has a table with every figure that there is a limit for.
func TestTable(t *testing.T) {
	second := []time.Duration{time.Second}
	seen := map[string][]time.Duration{planPage: second}
	for _, page := range indexPages {
		seen[page] = second
	}
	one := []used{{time.Second, 2 * time.Second, 300 << 20}}
	for plans, limits := range limits {
		m := &measured{
			portfolio: portfolio{name: "some", shape: corpus.Shape{Plans: plans}},
			bytes:     1 << 20,
			ours:      builds{one, one, one},
			hugo:      &builds{one, one, one},
			preview:   &previews{readyCold: second, readyWarm: second, visible: seen, soaked: soaked{2000, 1 << 20, 2 << 20}},
		}
		named := map[string]bool{}
		for _, f := range m.figures() {
			named[f.name] = true
		}
		for name := range limits {
			if !named[name] {
				t.Errorf("no line %q, for which there is a limit", name)
			}
		}
		var b strings.Builder
		m.print(&b)
		if !strings.Contains(b.String(), "NO") || strings.Contains(b.String(), "NaN") {
			t.Errorf("the table is\n%s", b.String())
		}
	}
}

func TestGrowth(t *testing.T) {
	small := written{sizes: map[string]int64{"index.html": 90 << 10, "roadmap/index.html": 50 << 10, "sitemap.xml": 1 << 10, "plans/a/index.html": 10 << 10}}
	wide := written{sizes: map[string]int64{"index.html": 91 << 10, "roadmap/index.html": 500 << 10, "sitemap.xml": 999 << 10, "plans/a/index.html": 60 << 10, "plans/b/index.html": 99 << 10}}
	grew := wide.grownFrom(&small)
	if len(grew) != 1 || grew[0].file != "roadmap/index.html" {
		t.Errorf("%+v", grew)
	}
	if name, _ := wide.largest(); name != "roadmap/index.html" {
		t.Errorf("the largest is %s", name)
	}
}

// TestEdit changes a plan below its front matter, and takes the change back.
func TestEdit(t *testing.T) {
	b := &bench{portfolio: portfolio{shape: corpus.Shape{Plans: 3}}, plans: filepath.Join(t.TempDir(), "plans")}
	if _, err := b.writePlans(); err != nil {
		t.Fatal(err)
	}
	text := func() string {
		data, err := os.ReadFile(b.path(1))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := text()
	if err := b.edit(1, title.FindString(before), "zebra"); err != nil {
		t.Fatal(err)
	}
	if got := text(); !strings.Contains(got, "Implementation Plan 1 zebra\n") || len(got) != len(before)+len(" zebra") {
		t.Errorf("edited: %q", got[:400])
	}
	if err := b.edit(1, "nowhere to be found", "zebra"); err == nil {
		t.Error("no error for a text that is not there")
	}
	if err := b.edit(1, "", ""); err != nil || text() != before {
		t.Errorf("not as it was: %v", err)
	}
}

func TestHugoTheme(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hugo")
	if err := os.CopyFS(dir, hugoTheme()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"hugo.toml", "layouts/_default/baseof.html", "layouts/_default/single.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}
