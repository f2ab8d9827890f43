package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts Chromium. Without one, the test is skipped, except in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := findBrowser()
	if path == "" {
		const advice = "no Chromium: install Chromium or Chrome (Debian: apt-get install chromium), or set CHROME to its path"
		if os.Getenv("CI") == "true" {
			t.Fatal(advice)
		}
		t.Skip(advice)
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path),
		chromedp.WindowSize(1280, 800),
		chromedp.UserDataDir(t.TempDir()),
	)
	if os.Geteuid() == 0 { // its sandbox does not work for root
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, cancelAll := context.WithTimeout(context.Background(), 5*time.Minute)
	allocator, cancelAllocator := chromedp.NewExecAllocator(ctx, opts...)
	tab, cancelTab := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		cancelTab()
		cancelAllocator()
		cancelAll()
	})
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return tab
}

// findBrowser gives the path of a Chromium, "" where there is none.
func findBrowser() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	places := []string{
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		filepath.Join(os.Getenv("ProgramFiles"), "Google", "Chrome", "Application", "chrome.exe"),
		filepath.Join(os.Getenv("ProgramFiles(x86)"), "Google", "Chrome", "Application", "chrome.exe"),
	}
	for _, path := range places {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && filepath.IsAbs(path) {
			return path
		}
	}
	return ""
}

// serveDir runs "planfolio serve dir" until the test ends and gives its address.
func serveDir(t *testing.T, dir string, flags ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"serve", dir, "--addr", "127.0.0.1:0"}, flags...)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if runtime.GOOS == "windows" {
			_ = cmd.Process.Kill()
		} else {
			_ = cmd.Process.Signal(os.Interrupt)
		}
		err := cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); runtime.GOOS != "windows" && code != 130 {
			t.Errorf("serve ended with status %d, %v", code, err)
		}
	})
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), " at http://"); ok {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			address, _, _ := strings.Cut(rest, " ")
			return "http://" + address
		}
	}
	t.Fatal("serve ended before it was ready")
	return ""
}

func writeFileIn(t *testing.T, dir, path, text string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// newTab opens url in a tab of its own.
func newTab(t *testing.T, ctx context.Context, url string) context.Context {
	t.Helper()
	tab, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	do(t, tab, chromedp.Navigate(url), chromedp.WaitReady("footer"))
	return tab
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// script runs JavaScript in the page.
func script(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("("+expression+", true)")); err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
}

// becomes waits until a JavaScript expression gives true.
func becomes(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	var last string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if ok {
			return
		}
		last = fmt.Sprint(err)
	}
	t.Fatalf("never true: %s (%s)", expression, last)
}

// complaints collects what a tab's console says of errors, violations of the
// content security policy among them.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) add(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := c.list
	c.list = nil
	return list
}

func listen(t *testing.T, ctx context.Context) *complaints {
	t.Helper()
	c := &complaints{}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *cdpruntime.EventConsoleAPICalled:
			switch e.Type {
			case cdpruntime.ConsoleAPICalledTypeError, cdpruntime.ConsoleAPICalledTypeWarning, cdpruntime.ConsoleAPICalledTypeAssert:
				var words []string
				for _, a := range e.Args {
					words = append(words, string(a.Value), a.Description)
				}
				c.add("console: %s", strings.Join(words, " "))
			}
		case *cdpruntime.EventExceptionThrown:
			c.add("exception: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				c.add("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
			}
		case *page.EventJavascriptDialogOpening:
			c.add("dialog: %s", e.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hostile is a plan whose every part tries to get out of its place.
const hostile = "---\ntitle: \"</title><script>alert(1)</script>\"\nowner: \"\\\"><img src=x onerror=alert(1)>\"\nstatus: <b onclick=alert(1)>draft</b>\n---\n" +
	"# <img src=x onerror=alert(1)> & \"quotes\" 'too' </h1>\n\n" +
	"<script>alert(1)</script> <style>*{display:none}</style> <svg onload=alert(1)></svg> <iframe src=javascript:alert(1)></iframe>\n\n" +
	"[link](javascript:alert(1)) ![image](data:text/html,x) <a href=\"vbscript:x\">raw</a> <div style=\"position:fixed\">over</div>\n\n" +
	"- **FR-1:** `<script>` must not run, nor <img src=x onerror=alert(1)>\n\n" +
	"### Phase 1: <svg onload=alert(1)>\n\n- [ ] T001 <img src=x onerror=alert(1)> (FR-1)\n\n" +
	"```\"><script>alert(1)</script>\ncode\n```\n\n| a | b |\n|:-:|--:|\n| <input onfocus=alert(1) autofocus> | x |\n"

// TestBrowserConsole opens every kind of page, of the project's own portfolio
// and of a hostile plan, and listens for complaints.
func TestBrowserConsole(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	writeFileIn(t, dir, "hostile.md", hostile)
	url := serveDir(t, dir)
	tab, cancel := chromedp.NewContext(ctx)
	defer cancel()
	do(t, tab, chromedp.Navigate("about:blank"))
	heard := listen(t, tab)
	if _, err := chromedp.Call(tab, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	pages := []string{
		"", "plans/hostile/", "plans/fare-engine/", "plans/ticketing/", "plans/planfolio/tasks/", "requirements/", "requirements/fare-engine/FR-1.1/",
		"requirements/hostile/FR-1/", "matrix/", "matrix/fare-engine/", "roadmap/", "roadmap/phase-1/", "completeness/",
		"completeness/fare-engine/", "problems/", "search/", "search/?q=fare", "requirements/?state=uncovered",
	}
	for _, path := range pages {
		do(t, tab, chromedp.Navigate(url+path), chromedp.WaitReady("footer"), chromedp.Sleep(200*time.Millisecond))
		title, err := chromedp.Run(tab, chromedp.Title())
		if err != nil {
			t.Fatal(err)
		}
		if title == "" || strings.Contains(title, "Page not found") {
			t.Errorf("%s: its title is %q", path, title)
		}
		for _, complaint := range heard.take() {
			t.Errorf("%s: %s", path, complaint)
		}
	}
	// The page for what is not there is answered with 404, which the console
	// tells; nothing else.
	do(t, tab, chromedp.Navigate(url+"nowhere/"), chromedp.WaitReady("footer"), chromedp.Sleep(200*time.Millisecond))
	for _, complaint := range heard.take() {
		if !strings.Contains(complaint, "404") || !strings.Contains(complaint, "nowhere/") {
			t.Errorf("nowhere/: %s", complaint)
		}
	}
	// And what is wrong is heard: a picture from elsewhere.
	script(t, tab, `document.body.append(Object.assign(new Image(), {src: "https://example.invalid/x.png"}))`)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if list := heard.take(); len(list) > 0 {
			if !strings.Contains(list[0], "Content Security Policy") {
				t.Errorf("heard %q", list)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the policy is broken, and nothing is heard")
		}
	}
}
