package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// previews is what was measured of a preview.
type previews struct {
	readyCold, readyWarm []time.Duration            // until the first plan's page is there; warm with what an earlier preview remembers
	visible              map[string][]time.Duration // from saved to visible, by page
	memory, memoryAfter  int64                      // bytes, when ready and after all edits; 0 where the system does not tell
	cpu                  []time.Duration            // for each edit of a plan's page
	soaked               soaked                     // zero where that was not asked for
}

// The pages whose edits are measured: that of the plan itself, and indexes.
const planPage = "the plan's page"

var indexPages = []string{"/requirements/", "/roadmap/", "/completeness/"}

// The limits of waiting.
const (
	pollEvery  = 3 * time.Millisecond
	gap        = 250 * time.Millisecond // between two edits
	longest    = 10 * time.Minute       // for a preview to be ready
	editAtMost = time.Minute            // for an edit to be seen
	editBudget = 2 * time.Minute        // for all edits of one page
)

// A server is a preview that runs.
type server struct {
	cmd  *exec.Cmd
	said bytes.Buffer
	done chan error
	url  string // of the site, without "/" at the end
}

func start(ctx context.Context, env []string, url, path string, args ...string) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, path, args...), done: make(chan error, 1), url: url}
	s.cmd.Env = append(os.Environ(), env...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { s.done <- s.cmd.Wait() }()
	return s, nil
}

// stop ends the preview, and waits until it has.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

// get gives a page; ok is false where it is not there.
func (s *server) get(path string) (body []byte, ok bool) {
	response, err := http.Get(s.url + path)
	if err != nil {
		return nil, false
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return body, err == nil && response.StatusCode == http.StatusOK
}

// until polls a page until it holds what is wanted, and gives how long that took.
func (s *server) until(ctx context.Context, path, want string, atMost time.Duration) (time.Duration, error) {
	began := time.Now()
	for {
		if body, ok := s.get(path); ok && bytes.Contains(body, []byte(want)) {
			return time.Since(began), nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case err := <-s.done:
			s.done <- err
			return 0, fmt.Errorf("the preview ended: %v\n%s", err, tail(s.said.Bytes()))
		case <-time.After(pollEvery):
		}
		if time.Since(began) > atMost {
			return 0, fmt.Errorf("%s does not show %q within %s", path, want, atMost)
		}
	}
}

// freePort gives an address that nobody listens at.
func freePort() (port string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err = net.SplitHostPort(l.Addr().String())
	return port, err
}

// planAddress is the address of the page of plan i in both tools' sites.
func (b *bench) planAddress(i int, prefix string) string {
	return prefix + strings.TrimSuffix(b.shape.Path(i), ".md") + "/"
}

func (b *bench) previewOurs(ctx context.Context) (*previews, error) {
	p := &previews{visible: make(map[string][]time.Duration)}
	if err := os.RemoveAll(b.cache); err != nil {
		return nil, err
	}
	open := func() (*server, error) {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		return start(ctx, caches(b.cache), "http://127.0.0.1:"+port, b.planfolio.path, "serve", b.plans, "--addr", "127.0.0.1:"+port)
	}
	plan := b.planAddress(b.shape.Plans/2, "/plans/")
	for i := range b.runs + 1 {
		list := &p.readyWarm
		if i == 0 {
			list = &p.readyCold
		}
		s, err := open()
		if err != nil {
			return nil, err
		}
		ready, err := s.until(ctx, plan, "</html>", longest)
		if err == nil && i == b.runs {
			err = b.edits(ctx, s, p, plan, true)
		}
		s.stop()
		if err != nil {
			return nil, err
		}
		*list = append(*list, ready)
	}
	return p, nil
}

func (b *bench) previewHugo(ctx context.Context) (*previews, error) {
	p := &previews{visible: make(map[string][]time.Duration)}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, caches(b.cache+"-hugo"), "http://127.0.0.1:"+port, b.hugo.path, hugoServe(b.theme, b.plans, port)...)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	plan := b.planAddress(b.shape.Plans/2, "/")
	ready, err := s.until(ctx, plan, "</html>", longest)
	if err != nil {
		return nil, err
	}
	p.readyCold = []time.Duration{ready}
	p.readyWarm = p.readyCold // it remembers nothing
	return p, b.edits(ctx, s, p, plan, false)
}

// edits saves changes and waits for each to be visible: in the plan's own page,
// then in the indexes, by changing a plan that they show.
func (b *bench) edits(ctx context.Context, s *server, p *previews, plan string, indexes bool) error {
	time.Sleep(time.Second) // what is done after it is ready
	p.memory = memoryOf(s.cmd.Process.Pid)
	if err := b.editsOf(ctx, s, p, planPage, plan, change{plan: b.shape.Plans / 2, before: "The"}); err != nil {
		return err
	}
	if indexes {
		for _, page := range indexPages {
			c, err := b.shownBy(s, page)
			if err == nil {
				err = b.editsOf(ctx, s, p, page, page, c)
			}
			if err != nil {
				return err
			}
		}
	}
	p.memoryAfter = memoryOf(s.cmd.Process.Pid)
	if indexes && b.soakEdits > 0 {
		return b.soak(ctx, s, p, plan)
	}
	return nil
}

// A change is that a word is put behind the first of before, in a plan.
type change struct {
	plan   int
	before string
}

var (
	shownRequirement = regexp.MustCompile(`/plan-(\d+)/(N?FR-[\d.]+)/`)
	shownPlan        = regexp.MustCompile(`plan-(\d+)`)
	title            = regexp.MustCompile(`\n# .*`)
)

// shownBy finds a change that a page shows: of the text of a requirement in the
// index of these, else of a title, at whose end the plan keeps its place.
func (b *bench) shownBy(s *server, page string) (c change, err error) {
	body, _ := s.get(page)
	pattern := shownPlan
	if page == "/requirements/" {
		pattern = shownRequirement
	}
	m := pattern.FindSubmatch(body)
	if m == nil {
		return c, fmt.Errorf("%s shows nothing of a plan", page)
	}
	c.plan, err = strconv.Atoi(string(m[1]))
	if err != nil || c.plan >= b.shape.Plans {
		return c, fmt.Errorf("%s shows no plan of ours: %s", page, m[0])
	}
	if len(m) > 2 {
		c.before = "**" + string(m[2]) + "**: The"
	} else {
		c.before = title.FindString(b.text(c.plan))
	}
	return c, nil
}

func (b *bench) editsOf(ctx context.Context, s *server, p *previews, name, page string, c change) error {
	budget := time.Now().Add(editBudget)
	before, _ := cpuOf(s.cmd.Process.Pid)
	for i := range b.editCount {
		word := fmt.Sprintf("zebra%dth", i)
		if err := b.edit(c.plan, c.before, word); err != nil {
			return err
		}
		took, err := s.until(ctx, page, word, editAtMost)
		if err != nil {
			return errors.Join(err, b.edit(c.plan, "", ""))
		}
		p.visible[name] = append(p.visible[name], took)
		time.Sleep(gap)
		if time.Now().After(budget) {
			break
		}
	}
	if after, ok := cpuOf(s.cmd.Process.Pid); ok && name == planPage {
		p.cpu = []time.Duration{(after - before) / time.Duration(len(p.visible[name]))}
	}
	if err := b.edit(c.plan, "", ""); err != nil {
		return err
	}
	time.Sleep(gap)
	return nil
}
