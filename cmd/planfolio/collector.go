package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// headroom is how many bytes may be allocated before memory is collected,
// however little of it is live. By Go's own rule, which lets the heap double,
// a build of a few plans collects dozens of times on its way to a heap that no
// machine would miss; that is an eighth of its time. From as much live memory
// on, Go's rule holds: the heap doubles, and no more.
const headroom = 192 << 20

// leastHeap is the size of the heap at which Go first collects, at 100 percent.
const leastHeap = 4 << 20

// tuneCollector keeps the headroom for as long as the process runs, unless the
// user has set a rule of their own.
func tuneCollector() {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if os.Getenv(name) != "" {
			return
		}
	}
	debug.SetGCPercent(growth(leastHeap))
	afterCollection(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() == metrics.KindUint64 {
			debug.SetGCPercent(growth(live[0].Value.Uint64()))
		}
	})
}

// growth is by how many percent a heap with so many live bytes may grow.
func growth(live uint64) int {
	return max(100, int(100*headroom/max(live, leastHeap)))
}

// afterCollection calls do after every collection, on a goroutine of the
// runtime's: a value that nothing refers to is finalized by each.
func afterCollection(do func()) {
	type sentinel struct{ _ [16]byte }
	var watch func(*sentinel)
	watch = func(*sentinel) {
		do()
		runtime.SetFinalizer(&sentinel{}, watch)
	}
	runtime.SetFinalizer(&sentinel{}, watch)
}
