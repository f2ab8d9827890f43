// Package serve previews a portfolio: it answers from memory, watches the plans
// and tells an open page to reload when what it shows has changed.
//
// It takes Options and serves until it is told to stop. Pages are the very bytes
// that "planfolio build" writes, made when they are asked for; the script that
// reloads them is added on the way out. The watcher only says that something may
// have changed; what has is found by building again and comparing the pages that
// browsers have open.
//
// # What it answers, and to whom
//
// It listens on loopback addresses only, and answers GET and HEAD of requests
// whose Host is one of its own names, so that a name that a stranger points at
// this machine finds nothing. Requests that another site makes a browser send
// are refused, and no answer may be read by another site. A path is looked up in
// the list of the site's files; no file is opened by a name from a request.
package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/planfolio/planfolio/internal/build"
)

// Options say how to serve.
type Options struct {
	Dir      string           // root of the plans
	ThemeDir string           // of the user's theme, which need not exist; "" for none
	Files    []string         // further files that a build depends on
	Addr     string           // host:port; the host is a loopback address or localhost
	Poll     time.Duration    // interval of polling instead of watching; 0 to watch
	Log      *log.Logger      // nil to say nothing
	Ready    func(url string) // called once, when the first answer can be given
	Editor   Editor           // that the places of problems lead to

	// Locate gives the file of the system that the path of a diagnostic names;
	// nil for that of the name below Dir.
	Locate func(path string) string

	// Build makes the result of what is there now. where names the paths of the
	// system at which something may have changed since prev was made; nil means
	// anywhere. It says nothing of a first result, whose prev is nil.
	Build func(ctx context.Context, prev *build.Result, where []string) (*build.Result, error)
}

// ErrNotLoopback says that an address could be reached from other machines.
var ErrNotLoopback = errors.New("not an address of this machine alone")

// BusyError says that something else listens at an address.
type BusyError struct{ Addr string }

func (e *BusyError) Error() string { return e.Addr + " is in use by another program" }

// Serve builds, then serves until ctx ends, and returns ctx's error. It fails
// where the first build does, with ErrNotLoopback, or with a *BusyError.
func Serve(ctx context.Context, opts Options) error {
	listeners, err := listen(opts.Addr)
	if err != nil {
		return err
	}
	defer closeAll(listeners)
	if opts.Log == nil {
		opts.Log = log.New(discard{}, "", 0)
	}
	first, err := opts.Build(ctx, nil, nil)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	port := listeners[0].Addr().(*net.TCPAddr).Port
	s := &server{
		opts:    opts,
		token:   rand.Text(),
		hosts:   hosts(port),
		streams: newStreams(),
		closed:  ctx.Done(),
	}
	s.current.Store(newState(first, 1))
	watch, err := newWatcher(opts)
	if err != nil {
		return err
	}
	defer watch.close()
	watch.cover(first)
	go s.rebuild(ctx, opts, watch)

	failed := make(chan error, len(listeners))
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second, // a stream sets its own
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(discard{}, "", 0), // clients that go away are no news
	}
	connections := make(chan struct{}, maxConnections)
	for _, l := range listeners {
		go func() { failed <- server.Serve(&limited{Listener: l, slots: connections}) }()
	}
	if opts.Ready != nil {
		host := listeners[0].Addr().String()
		opts.Ready("http://" + host + s.current.Load().prefix)
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if server.Shutdown(last) != nil {
		server.Close()
	}
	return ctx.Err()
}

// locate gives the absolute path of the file that the path of a diagnostic
// names; "" where it has none.
func (o *Options) locate(path string) string {
	file := filepath.Join(o.Dir, filepath.FromSlash(path))
	if o.Locate != nil {
		file = o.Locate(path)
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	return file
}

// A server answers requests with the last good site.
type server struct {
	opts    Options
	token   string // in the addresses of what is not the site's
	hosts   map[string]bool
	current atomic.Pointer[state]
	streams *streams
	closed  <-chan struct{}
}

// listen opens the address; for one of IPv4's the same port of IPv6's too,
// where it can be had, so that nobody else answers for localhost.
func listen(addr string) ([]net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", addr, err)
	}
	if host == "" || host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("address %q: %w", addr, ErrNotLoopback)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, &BusyError{Addr: net.JoinHostPort(host, port)}
	}
	if err != nil {
		return nil, err
	}
	listeners := []net.Listener{l}
	if host == "127.0.0.1" {
		port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
		if l6, err := net.Listen("tcp6", net.JoinHostPort("::1", port)); err == nil {
			listeners = append(listeners, l6)
		}
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// hosts are the values of Host that are answered.
func hosts(port int) map[string]bool {
	allowed := make(map[string]bool)
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]"} {
		allowed[host+":"+strconv.Itoa(port)] = true
		if port == 80 {
			allowed[host] = true
		}
	}
	return allowed
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
