package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
)

// TestManyEdits edits, renames and breaks plans again and again while pages are
// open: what the preview holds does not grow with the number of edits.
// PLANFOLIO_EDITS sets how many there are; 2,000 take some minutes.
func TestManyEdits(t *testing.T) {
	edits := 120
	if n, err := strconv.Atoi(os.Getenv("PLANFOLIO_EDITS")); err == nil {
		edits = n
	}
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("plan-%02d.md", i)] = fmt.Sprintf("# Plan %d\n\n- **FR-1:** It works.\n\n## Phase 1: Work\n\n- [ ] T001 Do it (FR-1)\n", i)
	}
	p := start(t, files, nil)
	tabs := []*tab{p.open("/"), p.open("/plans/plan-00/"), p.open("/requirements/")}
	for _, tb := range tabs {
		go func() {
			for range tb.events { // as a browser does
			}
		}()
	}
	at := func(path string) string { return filepath.Join(p.dir, path) }
	held := func() (heap uint64, goroutines int) {
		var m runtime.MemStats
		for range 3 { // what a finalizer frees goes in a second round
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
	}
	name := "plan-00.md"
	edit := func(n int) {
		page := "/plans/" + name[:len(name)-3] + "/"
		switch {
		case n%25 == 24:
			p.write("planfolio.yaml", fmt.Sprintf("titel: %d\n", n))
			p.eventually("a fault", func() bool { return p.report("/").Fault != "" })
			p.write("planfolio.yaml", fmt.Sprintf("title: Edition %d\n", n))
			p.eventually("no fault", func() bool { return p.report("/").Fault == "" })
		case n%10 == 9:
			next := fmt.Sprintf("plan-%02d-x%d.md", n%2*50, n%20)
			if err := os.Rename(at(name), at(next)); err != nil {
				t.Fatal(err)
			}
			name = next
			p.eventually("the new name", func() bool { r, _ := p.get("/plans/" + name[:len(name)-3] + "/"); return r.StatusCode == 200 })
		default:
			p.write(name, fmt.Sprintf("# Plan\n\n- **FR-1:** It works in edition %d.\n\nSee FR-9.\n", n))
			p.eventually("the edit", p.shows(page, fmt.Sprintf("edition %d.", n)))
		}
	}
	first := min(100, edits/2)
	var heap uint64
	var goroutines int
	for n := range edits {
		if n == first {
			heap, goroutines = held()
		}
		edit(n)
	}
	heapNow, goroutinesNow := held()
	t.Logf("after %d edits %d KiB and %d goroutines, after %d %d KiB and %d", first, heap>>10, goroutines, edits, heapNow>>10, goroutinesNow)
	if float64(heapNow) > 1.1*float64(heap) {
		t.Errorf("the heap grew from %d to %d bytes", heap, heapNow)
	}
	// Connections that have just been closed are still about to end.
	p.eventually("as many goroutines as before", func() bool { return float64(runtime.NumGoroutine()) <= 1.1*float64(goroutines) })
}
