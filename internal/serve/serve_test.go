package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/planfolio/planfolio/internal/build"
)

// A preview is a running Serve over a directory of its own.
type preview struct {
	*testing.T
	dir  string
	addr string // host:port
	log  *safeLog
}

type safeLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start serves files until the test ends; change may change the options.
func start(t *testing.T, files map[string]string, change func(*Options)) *preview {
	t.Helper()
	p := &preview{T: t, dir: t.TempDir(), log: &safeLog{}}
	for path, text := range files {
		p.write(path, text)
	}
	ready := make(chan string, 1)
	opts := Options{
		Dir:      p.dir,
		ThemeDir: filepath.Join(p.dir, "theme"),
		Addr:     "127.0.0.1:0",
		Log:      log.New(p.log, "", 0),
		Build: func(ctx context.Context, prev *build.Result, where []string) (*build.Result, error) {
			in := build.Inputs{Root: os.DirFS(p.dir), Skip: []string{"theme"}, Where: p.below(where), HoldTheme: true}
			if _, err := os.Stat(filepath.Join(p.dir, "theme")); err == nil {
				in.Theme = os.DirFS(filepath.Join(p.dir, "theme"))
			}
			return build.Build(ctx, in, prev)
		},
		Ready: func(url string) { ready <- url },
	}
	if change != nil {
		change(&opts)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, opts) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Serve ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("Serve does not end")
		}
		if t.Failed() {
			t.Logf("log:\n%s", p.log)
		}
	})
	select {
	case url := <-ready:
		p.addr = strings.SplitN(strings.TrimPrefix(url, "http://"), "/", 2)[0]
	case err := <-ended:
		t.Fatalf("Serve: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("not ready")
	}
	return p
}

// below gives paths as the portfolio has them; nil where one of them is of the
// theme or lies elsewhere.
func (p *preview) below(where []string) []string {
	if where == nil {
		return nil
	}
	paths := []string{}
	for _, path := range where {
		rel, err := filepath.Rel(p.dir, path)
		if err != nil || strings.HasPrefix(rel, "..") || strings.HasPrefix(rel, "theme") {
			return nil
		}
		paths = append(paths, filepath.ToSlash(rel))
	}
	return paths
}

func (p *preview) write(path, text string) {
	p.Helper()
	full := filepath.Join(p.dir, filepath.FromSlash(path))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o777), os.WriteFile(full, []byte(text), 0o666)); err != nil {
		p.Fatal(err)
	}
}

// raw sends a request as it is written and gives the answer.
func (p *preview) raw(request string) (*http.Response, string) {
	p.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := conn.Write([]byte(request)); err != nil {
		p.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	r, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		p.Fatalf("%q: %v", request, err)
	}
	defer r.Body.Close()
	var body strings.Builder
	_, _ = bufio.NewReader(r.Body).WriteTo(&body)
	return r, body.String()
}

// get is a request as a browser's user makes it.
func (p *preview) get(path string) (*http.Response, string) {
	p.Helper()
	return p.raw(fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, p.addr))
}

// token finds the preview's token in a page.
func (p *preview) token() string {
	p.Helper()
	_, body := p.get("/")
	_, rest, ok := strings.Cut(body, `<script type="module" src="`+ownPrefix)
	token, _, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		p.Fatalf("no reload script in %q", body)
	}
	return token
}

// version finds what a page says that it shows.
func (p *preview) version(path string) string {
	p.Helper()
	_, body := p.get(path)
	_, rest, _ := strings.Cut(body, `data-version="`)
	version, _, ok := strings.Cut(rest, `"`)
	if !ok {
		p.Fatalf("no version in %s", path)
	}
	return version
}

// report is what the panel of a page is told.
func (p *preview) report(path string) report {
	p.Helper()
	r, body := p.get(ownPrefix + p.token() + "/problems?page=" + path)
	var rep report
	if err := json.Unmarshal([]byte(body), &rep); err != nil || r.StatusCode != http.StatusOK {
		p.Fatalf("%s: %v in %.300q", r.Status, err, body)
	}
	return rep
}

// eventually waits for something to become true.
func (p *preview) eventually(what string, holds func() bool) {
	p.Helper()
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	p.Fatalf("never: %s", what)
}

func (p *preview) shows(path, text string) func() bool {
	return func() bool {
		_, body := p.get(path)
		return strings.Contains(body, text)
	}
}

// tab is an open page with its stream of events.
type tab struct {
	*preview
	shown  string // version that it showed when it was opened
	conn   net.Conn
	events chan event
}

// open opens the stream of a page as it is now.
func (p *preview) open(path string) *tab {
	p.Helper()
	return p.openAs(p.token(), path, p.version(path))
}

// openAs opens the stream of a page that shows a version.
func (p *preview) openAs(token, path, version string) *tab {
	p.Helper()
	tb, err := p.tryOpen(token, path, version)
	if err != nil {
		p.Fatal(err)
	}
	return tb
}

func (p *preview) tryOpen(token, path, version string) (*tab, error) {
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		return nil, err
	}
	p.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "GET %s%s/events?page=%s&version=%s HTTP/1.1\r\nHost: %s\r\n\r\n", ownPrefix, token, path, version, p.addr)
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/event-stream" {
		return nil, fmt.Errorf("stream: %s", r.Status)
	}
	tb := &tab{preview: p, shown: version, conn: conn, events: make(chan event, 64)}
	lines := bufio.NewScanner(r.Body)
	go func() {
		defer close(tb.events)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var e event
				if json.Unmarshal([]byte(data), &e) != nil {
					return
				}
				tb.events <- e
			}
		}
	}()
	return tb, nil
}

// hears waits for the event that tells the page to do something, or for one that
// fits.
func (tb *tab) hears(page string) event {
	tb.Helper()
	return tb.hearsThat(page, func(e event) bool { return e.Page != pageSame }, page)
}

func (tb *tab) hearsThat(what string, fits func(event) bool, page string) event {
	tb.Helper()
	late := time.After(15 * time.Second)
	for {
		select {
		case e, ok := <-tb.events:
			if !ok {
				tb.Fatalf("the stream ended before %q", what)
			}
			if !fits(e) {
				continue
			}
			if page != "" && e.Page != page {
				tb.Fatalf("heard %+v, not %q", e, page)
			}
			return e
		case <-late:
			tb.Fatalf("never heard %q", what)
		}
	}
}

// hearsNothing makes sure that the page need not do anything.
func (tb *tab) hearsNothing() {
	tb.Helper()
	for late := time.After(50 * time.Millisecond); ; {
		select {
		case e := <-tb.events:
			if e.Page != pageSame {
				tb.Fatalf("heard %+v", e)
			}
		case <-late:
			return
		}
	}
}
