package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The limits of streams.
const (
	maxStreams    = 32
	heartbeat     = 15 * time.Second
	writeDeadline = 10 * time.Second
)

// The ways in which a page may differ from what its tab shows.
const (
	pageSame    = "same"    // though what it fetches may differ
	pageChanged = "changed" // it can be had under its address
	pageMoved   = "moved"   // it has another address
	pageGone    = "gone"    // there is none any more
)

// An event tells an open page how things stand. It holds no text of the plans.
type event struct {
	Build    int    `json:"build"`
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	Fault    string `json:"fault,omitempty"` // identifies why there is no newer site
	Page     string `json:"page"`
	Version  string `json:"version,omitempty"` // identifies what a page that is the same or changed shows
	To       string `json:"to,omitempty"`      // address of a page that moved, or of what is above one that is gone
	Edited   string `json:"edited,omitempty"`  // address of the section that was edited, with its anchor
}

// A stream is one open page.
type stream struct {
	path    string // as its address has it, decoded
	version string // of what it shows
	edited  int    // number of the last edit that it knows of
	wake    chan struct{}
}

// streams are the pages that browsers have open.
type streams struct {
	mu   sync.Mutex
	open map[*stream]bool
}

func newStreams() *streams { return &streams{open: make(map[*stream]bool)} }

func (s *streams) add(st *stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxStreams {
		return false
	}
	s.open[st] = true
	return true
}

func (s *streams) remove(st *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, st)
}

// wake has every stream look at how things stand, and gives their number.
func (s *streams) wake() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for st := range s.open {
		select {
		case st.wake <- struct{}{}:
		default: // it has not looked yet
		}
	}
	return len(s.open)
}

// next tells how things stand for the page behind the stream. What the page has
// to fetch has been made then.
func (st *stream) next(now *state) event {
	e := event{Build: now.number, Fault: now.fault.id(), Page: pageSame}
	tally := now.tally()
	e.Errors, e.Warnings = tally.Errors, tally.Warnings
	if now.edit != nil && now.edit.number > st.edited {
		st.edited = now.edit.number
		if address, ok := now.result.Site.Locate(now.edit.path, now.edit.line); ok {
			e.Edited = now.address(address)
		}
	}
	a := now.answer(st.path)
	version := a.version()
	switch was := st.version; {
	case version == was:
	case a.redirect != "":
		e.Page, e.To = pageMoved, a.redirect
	case a.status == http.StatusNotFound && !strings.HasPrefix(was, "404"):
		if to, ok := now.moved(st.path); ok {
			e.Page, e.To = pageMoved, to
		} else {
			e.Page, e.To = pageGone, now.up(st.path)
		}
	default:
		e.Page = pageChanged
	}
	st.version, e.Version = version, version
	return e
}

// serveEvents is the stream of an open page, which says in its query which page
// it is and what it shows. Nothing else is read from it.
func (s *server) serveEvents(w http.ResponseWriter, r *http.Request) {
	path, version, ok := pageOf(r)
	if !ok || r.Method != http.MethodGet {
		plain(w, r, http.StatusBadRequest)
		return
	}
	st := &stream{path: path, version: version, wake: make(chan struct{}, 1)}
	if now := s.current.Load(); now.edit != nil {
		st.edited = now.edit.number
	}
	if !s.streams.add(st) {
		plain(w, r, http.StatusServiceUnavailable)
		return
	}
	defer s.streams.remove(st)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	write := func(format string, args ...any) bool {
		_ = out.SetWriteDeadline(time.Now().Add(writeDeadline))
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && out.Flush() == nil
	}
	if !write("retry: 500\n\n") {
		return
	}
	st.wake <- struct{}{} // something may have changed since the page was fetched
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-st.wake:
			e := st.next(s.current.Load())
			data, err := json.Marshal(e)
			if err != nil || !write("id: %d\nevent: build\ndata: %s\n\n", e.Build, data) {
				return
			}
		case <-beat.C:
			if !write(":\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		}
	}
}
