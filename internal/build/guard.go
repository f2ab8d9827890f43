package build

import (
	"context"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/planfolio/planfolio/internal/parallel"
)

// guard runs f and gives what it panics with, nil where it does not. Plans are
// untrusted: a fault of ours that one of them sets off must not take the
// others with it.
func guard(f func()) (fault *PanicError) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case *parallel.Panic:
			fault = &PanicError{Value: v.Value, Stack: v.Stack}
		default:
			fault = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	f()
	return nil
}

// each calls f for 0 … n-1, at most jobs at a time, until ctx ends or f fails.
// Which error it gives where several fail is the one of the smallest index.
func each(ctx context.Context, jobs, n int, f func(i int) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	first, err := n, error(nil)
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= n || ctx.Err() != nil {
				return
			}
			if e := f(i); e != nil {
				mu.Lock()
				if i < first {
					first, err = i, e
				}
				mu.Unlock()
				next.Store(int64(n))
				return
			}
		}
	}
	for range min(jobs, n) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	if err == nil {
		err = ctx.Err()
	}
	return err
}
