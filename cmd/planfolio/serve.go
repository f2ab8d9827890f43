package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/serve"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr   string
	open   bool
	poll   time.Duration
	editor string
}

func newServe(c *common) *cobra.Command {
	flags := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Preview the site, and see it change as you write",
		Long: `Serve previews the site of the plans in DIR at --addr, watches them, and
brings a page in the browser up to date when what it shows has changed: in place,
so that the reader's place, what is typed and what is open stay. Nothing is
written to disk but the cache of what was read, in the user's cache directory.

In a corner of each page is what is wrong, with the places in the plans; a click
opens one of them in your editor. "Follow" there, or the key f, brings the tab to
the section that you are editing.

The editor is the one that $VISUAL, $EDITOR or the terminal names, where it can be
opened by an address, or that of --editor: an address with {path}, {line} and
{column}, or one of
  ` + strings.Join(serve.Editors()[:9], ", ") + `,
  ` + strings.Join(serve.Editors()[9:], ", ") + `.
The preview runs no editor: your browser does, and asks.

It answers this machine only. Press Ctrl+C to stop.`,
		Example: `  planfolio serve
  planfolio serve docs/plans --addr 127.0.0.1:8080 --open
  planfolio serve --editor goland
  planfolio serve --editor 'vscode://file/{path}:{line}:{column}'`,
		Args:              atMostOneDir,
		ValidArgsFunction: completeDirs,
		RunE: runner(func(ctx context.Context, args []string) error {
			return c.runServe(ctx, args, flags)
		}),
	}
	cmd.Flags().StringVar(&flags.addr, "addr", "127.0.0.1:1414", "`HOST:PORT` to answer at; port 0 takes a free one")
	cmd.Flags().BoolVar(&flags.open, "open", false, "open the site in the browser")
	cmd.Flags().DurationVar(&flags.poll, "poll", 0, "look for changes at this `INTERVAL` instead of waiting for the system to tell, for file systems that do not: 1s")
	cmd.Flags().StringVar(&flags.editor, "editor", "", "`EDITOR` that problems open in: a name such as vscode, an address with {path}, {line} and {column}, or none (default: the one that $VISUAL, $EDITOR or the terminal names)")
	return cmd
}

func (c *common) runServe(ctx context.Context, args []string, flags *serveFlags) error {
	if flags.poll != 0 && flags.poll < 50*time.Millisecond {
		return usagef("", "--poll %s is too short: 50ms at least", flags.poll)
	}
	editor, err := serve.ParseEditor(flags.editor)
	if err != nil {
		return usagef("known editors: "+strings.Join(serve.Editors(), ", "), "--editor: %w", err)
	}
	if flags.editor == "" {
		editor = serve.GuessEditor(os.Getenv)
	}
	p, err := c.openProject(ctx, args, "")
	if err != nil {
		return err
	}
	p.bar, p.hold = c.newProgress(), true
	opts := serve.Options{
		Dir:      p.dir,
		ThemeDir: p.theme,
		Addr:     flags.addr,
		Poll:     flags.poll,
		Log:      log.New(c.stderr, "", 0),
		Editor:   editor,
		Locate:   p.locate,
		Build: func(ctx context.Context, prev *build.Result, where []string) (*build.Result, error) {
			if prev != nil {
				return p.rebuild(ctx, prev, p.below(where))
			}
			result, err := p.build(ctx)
			if err == nil {
				p.noteEmpty(len(result.Site.Facts.Tree.Files))
			}
			p.bar = nil // what follows is too quick for one
			return result, err
		},
		Ready: func(url string) {
			if !c.quiet {
				fmt.Fprintf(c.stderr, "serving %s at %s (Ctrl+C stops)\n", p.dir, url)
			}
			if flags.open {
				if err := openBrowser(url); err != nil {
					c.note("cannot open a browser: %v", err)
				}
			}
		},
	}
	if p.config != "" {
		opts.Files = append(opts.Files, p.config)
	}
	if p.moves = history.Moves(ctx, p.dir); p.moves != "" {
		opts.Files = append(opts.Files, p.moves)
	}
	if c.quiet {
		opts.Log = nil
	}
	err = serve.Serve(ctx, opts)
	if last := p.last.Load(); last != nil {
		last.Keep()
	}
	var busy *serve.BusyError
	switch {
	case errors.As(err, &busy):
		return &failure{err: err, hint: "stop what uses it, or choose another with --addr 127.0.0.1:0"}
	case errors.Is(err, serve.ErrNotLoopback):
		return usagef("the preview answers this machine only: --addr 127.0.0.1:1414", "%w", err)
	}
	return err
}

// openBrowser shows url in the user's browser.
func openBrowser(url string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", url).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", url).Start()
	}
	return exec.Command("xdg-open", url).Start()
}
