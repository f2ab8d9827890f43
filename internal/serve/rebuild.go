package serve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
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
	failing := ""
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
				message := explain(o.err)
				if message != failing {
					opts.Log.Printf("the last good site stays: %s", message)
					s.streams.fail(message, number)
				}
				failing = message
				rescue.Reset(rescueAfter)
			default:
				spared, since = false, news
				number++
				failing = s.take(opts, watch, o, number, failing)
			}
			if pending {
				start()
			}
		}
	}
}

// take makes the result of a build the one that is answered from.
func (s *server) take(opts Options, watch *watcher, o outcome, number int, failing string) string {
	if o.result == s.current.Load().result && failing == "" {
		return "" // nothing has changed
	}
	next := newState(o.result, number)
	s.current.Store(next)
	told := s.streams.update(next)
	watch.cover(o.result)
	found := diag.Tally(o.result.Site.Facts.Diagnostics)
	opts.Log.Printf("changed: parsed %d, reloaded %d, in %s (%d errors, %d warnings)",
		o.result.Stats().Parsed, told, o.took.Round(time.Millisecond), found.Errors, found.Warnings)
	return ""
}

// explain says why a build failed, for the terminal and for the open pages.
func explain(err error) string {
	var config *build.ConfigError
	if !errors.As(err, &config) {
		return err.Error()
	}
	var b strings.Builder
	for i, d := range config.Diagnostics {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s", diag.Visible(d.Path), d.Range.Start.Line, d.Range.Start.Column, diag.Visible(d.Message))
	}
	return b.String()
}
