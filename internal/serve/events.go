package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
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

// An event tells an open page what to do.
type event struct {
	Name string `json:"-"` // reload, style, problem, solved
	// Build is the number of the build.
	Build int `json:"build"`
	// Version identifies what the page shows then.
	Version string `json:"version,omitempty"`
	// Styles are the addresses of the style sheets as they are now.
	Styles []string `json:"styles,omitempty"`
	// Message says why there is no newer site.
	Message string `json:"message,omitempty"`
}

// A stream is one open page.
type stream struct {
	path    string // as its address has it, decoded
	version string // of what it shows
	content string // the same but for style sheets
	events  chan event
}

// streams are the pages that browsers have open, and what they all have to know.
type streams struct {
	mu      sync.Mutex
	open    map[*stream]bool
	problem *event // while the last build has failed
}

func newStreams() *streams { return &streams{open: make(map[*stream]bool)} }

func (s *streams) add(st *stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxStreams {
		return false
	}
	s.open[st] = true
	if s.problem != nil {
		st.send(*s.problem)
	}
	return true
}

func (s *streams) remove(st *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, st)
}

// send gives the stream an event. A client so slow that its events pile up
// loses the older ones: the newest holds.
func (st *stream) send(e event) {
	for {
		select {
		case st.events <- e:
			return
		default:
		}
		select {
		case <-st.events:
		default:
		}
	}
}

// update tells the pages of which next shows something else, and gives their number.
func (s *streams) update(next *state) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.problem != nil {
		s.problem = nil
		for st := range s.open {
			st.send(event{Name: "solved", Build: next.number})
		}
	}
	told := 0
	answers := make(map[string]answer)
	for st := range s.open {
		a, ok := answers[st.path]
		if !ok {
			a = next.answer(st.path)
			answers[st.path] = a
		}
		if st.tell(next, a) {
			told++
		}
	}
	return told
}

// tell sends what the page behind the stream has to do to show a.
func (st *stream) tell(next *state, a answer) bool {
	version := a.version()
	if version == st.version {
		return false
	}
	content := next.content(a)
	e := event{Name: "reload", Build: next.number, Version: version}
	if content == st.content {
		e.Name = "style"
		for _, s := range next.styles {
			e.Styles = append(e.Styles, next.prefix+s.path)
		}
	}
	st.version, st.content = version, content
	st.send(e)
	return true
}

// fail tells every page that there is no newer site, and why.
func (s *streams) fail(message string, number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problem = &event{Name: "problem", Build: number, Message: message}
	for st := range s.open {
		st.send(*s.problem)
	}
}

// serveEvents is the stream of an open page, which says in its query which page
// it is and what it shows. Nothing else is read from it.
func (s *server) serveEvents(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	path := query.Get("page")
	if decoded, e := url.PathUnescape(path); e == nil {
		path = decoded
	}
	if err != nil || r.Method != http.MethodGet || !strings.HasPrefix(path, "/") || !sound(path) {
		plain(w, r, http.StatusBadRequest)
		return
	}
	st := &stream{path: path, version: query.Get("version"), events: make(chan event, 8)}
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
	s.catchUp(st)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case e := <-st.events:
			data, err := json.Marshal(e)
			if err != nil || !write("id: %d\nevent: %s\ndata: %s\n\n", e.Build, e.Name, data) {
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

// catchUp tells a page what has changed between its answer and its stream.
func (s *server) catchUp(st *stream) {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	now := s.current.Load()
	a := now.answer(st.path)
	if a.version() == st.version {
		st.content = now.content(a)
		return
	}
	st.tell(now, a)
}
