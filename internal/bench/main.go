// Command bench measures planfolio on generated portfolios of several sizes,
// and Hugo beside it where it is installed: cold, unchanged and edited builds,
// the preview from save to visible, memory, and the sizes of what is written.
// "make bench" runs it; nothing is left behind.
//
// Runs are taken in turn, so that what else the machine does falls on all, and
// the medians are told. CPU seconds are steadier than wall time on a busy
// machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/planfolio/planfolio/internal/bench/corpus"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are what the flags say.
type settings struct {
	portfolios []portfolio
	runs       int
	editCount  int
	soakEdits  int    // in a row, after these; 0 for none
	command    string // planfolio; "" to build it
	withHugo   bool
	preview    bool
}

// A portfolio is one of those that are measured.
type portfolio struct {
	name  string
	shape corpus.Shape
	long  int // bytes of one long plan in place of the shape
}

// text is the text of plan i.
func (p *portfolio) text(i int) string {
	if p.long > 0 {
		return corpus.Long(p.long)
	}
	return p.shape.Text(i)
}

// longPlan is the size of the portfolio "long": below the limit of one file.
const longPlan = 4_000_000

func parseSettings() (s settings, err error) {
	sizes := flag.String("sizes", "100,1000,10000", "the portfolios: numbers of plans; with an `f` behind (5000f) all in one directory (flat); \"long\" for one plan of 4 MB")
	flag.IntVar(&s.runs, "runs", 3, "how often each is built")
	flag.IntVar(&s.editCount, "edits", 20, "how many edits are made in the preview")
	flag.IntVar(&s.soakEdits, "soak", 0, "how many edits are then made in a row, to see whether memory grows (2000 take some minutes at 1,000 plans)")
	flag.StringVar(&s.command, "planfolio", "", "the `command` to measure, in place of that of this module")
	flag.BoolVar(&s.withHugo, "hugo", true, "measure Hugo too, where it is installed")
	flag.BoolVar(&s.preview, "preview", true, "measure the preview too")
	flag.Parse()
	if s.runs < 1 || s.editCount < 1 || flag.NArg() > 0 {
		return s, fmt.Errorf("at least one run and one edit, and no arguments")
	}
	if s.soakEdits != 0 && s.soakEdits < 2*soakWindow {
		return s, fmt.Errorf("-soak takes at least %d edits", 2*soakWindow)
	}
	for name := range strings.SplitSeq(*sizes, ",") {
		p := portfolio{name: name}
		number, flat := strings.CutSuffix(name, "f")
		switch {
		case name == "long":
			p.shape, p.long = corpus.Shape{Plans: 1}, longPlan
		default:
			if _, err := fmt.Sscanf(number, "%d", &p.shape.Plans); err != nil || p.shape.Plans < 2 {
				return s, fmt.Errorf("%q is no size of a portfolio", name)
			}
		}
		if flat {
			p.shape.PerDirectory = p.shape.Plans
		}
		s.portfolios = append(s.portfolios, p)
	}
	return s, nil
}

func run(ctx context.Context) error {
	s, err := parseSettings()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "planfolio-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tools, err := findTools(ctx, s, dir)
	if err != nil {
		return err
	}
	fmt.Printf("%s; %s\n%d processors, %s, %s/%s; medians of %s\n",
		tools.planfolio.version, tools.hugoVersion(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, plural(s.runs, "run"))
	var all []*measured
	for _, p := range s.portfolios {
		m, err := measure(ctx, s, tools, p, filepath.Join(dir, p.name))
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		all = append(all, m)
		m.print(os.Stdout)
	}
	printGrowth(os.Stdout, all)
	return ctx.Err()
}

// A tool is a command with what it calls itself.
type tool struct{ path, version string }

type tools struct {
	planfolio tool
	hugo      *tool  // nil where it is not installed
	theme     string // for Hugo
}

func (t *tools) hugoVersion() string {
	if t.hugo == nil {
		return "no Hugo"
	}
	return t.hugo.version
}

// findTools builds planfolio and looks for Hugo.
func findTools(ctx context.Context, s settings, dir string) (*tools, error) {
	t := &tools{planfolio: tool{path: s.command}}
	if s.command == "" {
		t.planfolio.path = filepath.Join(dir, "planfolio"+executable())
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", t.planfolio.path, "github.com/planfolio/planfolio/cmd/planfolio")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return nil, fmt.Errorf("building planfolio: %w", err)
		}
	}
	var err error
	if t.planfolio.version, err = versionOf(ctx, t.planfolio.path, "--version"); err != nil {
		return nil, err
	}
	if !s.withHugo {
		return t, nil
	}
	path, err := exec.LookPath("hugo")
	if err != nil {
		gopath, err := exec.CommandContext(ctx, "go", "env", "GOPATH").Output()
		path = filepath.Join(strings.TrimSpace(string(gopath)), "bin", "hugo"+executable())
		if _, missing := os.Stat(path); err != nil || missing != nil {
			return t, nil
		}
	}
	t.hugo = &tool{path: path}
	if t.hugo.version, err = versionOf(ctx, path, "version"); err != nil {
		return nil, err
	}
	t.theme = filepath.Join(dir, "hugo")
	return t, os.CopyFS(t.theme, hugoTheme()) // a copy, since Hugo writes beside it
}

func executable() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

func versionOf(ctx context.Context, path, flag string) (string, error) {
	out, err := exec.CommandContext(ctx, path, flag).Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", path, flag, err)
	}
	words := strings.Fields(string(out))
	return strings.Join(words[:min(2, len(words))], " "), nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
