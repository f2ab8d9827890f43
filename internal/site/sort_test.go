package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestSortPages(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for n := range 60 {
		var pages []Page
		for len(pages) < n {
			run := make([]Page, 1+random.IntN(8))
			for i := range run {
				run[i].Path = fmt.Sprintf("%03d/%d", random.IntN(1000), len(pages)+i)
			}
			slices.SortFunc(run, func(a, b Page) int { return strings.Compare(a.Path, b.Path) })
			pages = append(pages, run...)
		}
		var want []string
		for _, p := range pages {
			want = append(want, p.Path)
		}
		slices.Sort(want)
		var got []string
		for _, p := range sortPages(pages) {
			got = append(got, p.Path)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d pages are sorted as %q", len(want), got)
		}
	}
}
