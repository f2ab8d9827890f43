package parallel_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/parallel"
)

func TestEveryStepIsTakenOnce(t *testing.T) {
	for _, processors := range []int{1, 2, 7} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		for _, n := range []int{0, 1, 7, 8, 9, 1000} {
			taken := make([]int, n)
			parallel.With(n, func() *int { return new(int) }, func(w *int, i int) { *w++; taken[i]++ })
			for i, times := range taken {
				if times != 1 {
					t.Fatalf("%d steps on %d processors: step %d is taken %d times", n, processors, i, times)
				}
			}
		}
	}
}

func TestAPanicIsTheCallers(t *testing.T) {
	defer func() {
		p, ok := recover().(*parallel.Panic)
		if !ok || p.Value != "step 70" || !strings.Contains(string(p.Stack), "parallel_test.go") {
			t.Errorf("got %+v", p)
		}
	}()
	parallel.For(100, func(i int) {
		if i == 70 {
			panic("step 70")
		}
	})
}
