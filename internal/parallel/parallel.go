// Package parallel runs the steps of one stage on all processors. Each step
// writes to its own place, so that the result does not depend on their order.
package parallel

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// stride is how many neighbouring steps are taken together.
const stride = 8

// For calls step for every i from 0 to n-1, several at a time. A panic of a step
// is the caller's, as a *Panic, when no step runs any more.
func For(n int, step func(i int)) {
	With(n, func() struct{} { return struct{}{} }, func(_ struct{}, i int) { step(i) })
}

// With is For with a worker for each processor, which the steps that run there
// one after the other may write to: a memory, a buffer.
func With[W any](n int, worker func() W, step func(w W, i int)) {
	var next atomic.Int64
	var fault atomic.Pointer[Panic]
	work := func() {
		defer func() {
			if v := recover(); v != nil {
				next.Store(int64(n))
				fault.CompareAndSwap(nil, newPanic(v))
			}
		}()
		w := worker()
		for {
			start := int(next.Add(stride)) - stride
			if start >= n {
				return
			}
			for i := start; i < min(start+stride, n); i++ {
				step(w, i)
			}
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+stride-1)/stride) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	if p := fault.Load(); p != nil {
		panic(p)
	}
}

// Panic is what a step panicked with, and where.
type Panic struct {
	Value any
	Stack []byte
}

// newPanic keeps the place of a step within a step.
func newPanic(v any) *Panic {
	if p, ok := v.(*Panic); ok {
		return p
	}
	return &Panic{Value: v, Stack: debug.Stack()}
}
