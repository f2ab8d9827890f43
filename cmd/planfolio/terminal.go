package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
)

// isTerminal tells whether w is a terminal that understands more than text.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// colours tells whether w is to be written to in colour.
func (c *common) colours(w io.Writer) bool {
	return !c.noColor && os.Getenv("NO_COLOR") == "" && isTerminal(w)
}

// progress shows how far a build is. Without a terminal it shows nothing.
type progress struct {
	mu    sync.Mutex
	w     io.Writer // nil to show nothing
	name  string
	done  int
	bar   *progressbar.ProgressBar
	start time.Time
}

func (c *common) newProgress() *progress {
	if c.quiet || !isTerminal(c.stderr) {
		return &progress{}
	}
	return &progress{w: c.stderr, start: time.Now()}
}

var stageNames = map[string]string{
	build.StageRead:   "reading",
	build.StageParse:  "parsing",
	build.StageLink:   "linking",
	build.StageRender: "rendering",
}

// stage is a build.Inputs.Progress. A build that is done before anybody could
// read a bar shows none.
func (p *progress) stage(stage string, done, total int) {
	if p == nil || p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.start) < 200*time.Millisecond {
		return
	}
	if total == 0 {
		total = -1 // a spinner
	}
	if p.bar == nil || p.name != stage {
		p.finish()
		p.name, p.done = stage, 0
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(p.w),
			progressbar.OptionSetDescription(fmt.Sprintf("%-9s", stageNames[stage])),
			progressbar.OptionSetWidth(30),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionThrottle(65*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	p.done = max(p.done, done) // calls come from many goroutines, in any order
	_ = p.bar.Set(p.done)
}

// clear removes the bar from the terminal.
func (p *progress) clear() {
	if p == nil || p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	p.bar = nil
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
		_ = p.bar.Clear()
	}
}

// shownAtMost is how many diagnostics a build prints without --verbose: enough
// to act on; the problems page and "planfolio check" have them all.
const shownAtMost = 20

// printSome prints the diagnostics that a reader of a build needs most: errors,
// then warnings, up to shownAtMost of them; with --verbose all there are.
func (p *project) printSome(s build.Summary) error {
	if p.quiet {
		return nil
	}
	shown := s.Worst[:min(len(s.Worst), shownAtMost)]
	if p.verbose {
		shown = s.All()
	}
	if err := diag.Print(p.stderr, diag.Text, shown, p.printOptions(p.stderr)); err != nil {
		return err
	}
	if more := s.Found.Errors + s.Found.Warnings - len(shown); more > 0 {
		fmt.Fprintf(p.stderr, "… and %d more: planfolio check %s lists them all\n", more, p.dir)
	}
	return nil
}

// printBroken prints what is wrong with the configuration.
func (p *project) printBroken(e *build.ConfigError) {
	opts := p.printOptions(p.stderr)
	if p.config != "" { // its path is known as it was given
		opts.Dir = ""
	}
	_ = diag.Print(p.stderr, diag.Text, e.Diagnostics, opts)
}

// counts tells how many diagnostics there are: "2 errors, 14 warnings".
func counts(c diag.Count) string {
	switch {
	case c.Errors > 0 && c.Warnings > 0:
		return plural(c.Errors, "error") + ", " + plural(c.Warnings, "warning")
	case c.Errors > 0:
		return plural(c.Errors, "error")
	case c.Warnings > 0:
		return plural(c.Warnings, "warning")
	}
	return "no errors, no warnings"
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
