package serve

import (
	"context"
	"errors"
	"time"

	"github.com/planfolio/planfolio/internal/build"
)

// outcome is how a build ended.
type outcome struct {
	result *build.Result
	err    error
	took   time.Duration
}

// rebuild builds again whenever the watcher says so. One build runs at a time.
// A change during a build ends it and starts another, which sees everything; but
// not twice in a row, so that a stream of changes cannot keep the newest site
// from ever being done.
func (s *server) rebuild(ctx context.Context, opts Options, watch *watcher) {
	changed := settle(ctx, watch.again, watch.unfinished)
	done := make(chan outcome)
	number := 1
	var cancel context.CancelFunc // of the running build, nil where none runs
	pending, spared := false, false
	var since look // where something may have changed since the current result was made
	var news look  // the same since the running build began
	start := func() {
		var buildCtx context.Context
		buildCtx, cancel = context.WithCancel(ctx)
		prev := s.current.Load().result
		pending, news = false, look{}
		where := since.where()
		go func() {
			began := time.Now()
			result, err := opts.Build(buildCtx, prev, where)
			select {
			case done <- outcome{result, err, time.Since(began)}:
			case <-ctx.Done():
			}
		}()
	}
	rescue := time.NewTimer(rescueAlways)
	defer rescue.Stop()
	for {
		select {
		case <-ctx.Done():
			if cancel != nil {
				cancel()
			}
			return
		case <-rescue.C:
			watch.look()
			rescue.Reset(rescueAlways)
		case <-changed:
			l := watch.take()
			since.add(l)
			news.add(l)
			switch {
			case cancel == nil:
				start()
			case !spared:
				cancel()
				pending, spared = true, true
			default:
				pending = true
			}
		case o := <-done:
			cancel()
			cancel = nil
			switch {
			case errors.Is(o.err, context.Canceled):
			case o.err != nil:
				spared = false
				number++
				s.fail(opts, o, number)
				rescue.Reset(rescueAfter)
			default:
				spared, since = false, news
				number++
				s.take(opts, watch, o, number)
			}
			if pending {
				start()
			}
		}
	}
}

// take makes the result of a build the one that is answered from.
func (s *server) take(opts Options, watch *watcher, o outcome, number int) {
	before := s.current.Load()
	next := newState(o.result, number)
	if o.result == before.result && next.fault.id() == before.fault.id() {
		return // nothing has changed
	}
	next = next.after(before)
	s.current.Store(next)
	open := s.streams.wake()
	watch.cover(o.result)
	if message := next.fault.String(); message != "" && message != before.fault.String() {
		opts.Log.Printf("the last good theme stays: %s", message)
	}
	found := o.result.Site.Facts.Diagnostics.Tally()
	opts.Log.Printf("changed: parsed %d in %s, %d open (%d errors, %d warnings)",
		o.result.Stats().Parsed, o.took.Round(time.Millisecond), open, found.Errors, found.Warnings)
}

// fail tells every page that there is no newer site, and why.
func (s *server) fail(opts Options, o outcome, number int) {
	before := s.current.Load()
	f := newFault(o.err)
	if f.id() == before.fault.id() {
		return
	}
	opts.Log.Printf("the last good site stays: %s", f)
	s.current.Store(before.failing(f, number))
	s.streams.wake()
}
