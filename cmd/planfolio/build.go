package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
)

// defaultOut is where build writes without --out.
const defaultOut = "public"

// buildFlags are the flags of build alone.
type buildFlags struct {
	out, baseURL string
	stats        string // how to tell where the time went: "", "text", "json"
	profiles     []string
}

func newBuild(c *common) *cobra.Command {
	var flags buildFlags
	cmd := &cobra.Command{
		Use:   "build [DIR]",
		Short: "Build the site",
		Long: `Build makes the site of the plans in DIR and writes it to --out.

The new site takes the place of the old one in one step; files of yours that
lie there are left alone. A directory that is not empty and was not made by
Planfolio is refused.

What was read of a plan is remembered in the user's cache directory
($XDG_CACHE_HOME/planfolio), so that only plans that have changed are read the
next time. The cache can be deleted at any time; --no-cache does without.

What is wrong with the plans is printed and shown at /problems/; the site is
made all the same. The exit status is 1 where there are errors.

--stats tells where the time went, stage by stage, and which plans took most of
it; --stats=json the same for programs, on standard output. --profile writes
what "go tool pprof" (cpu, mem) and "go tool trace" (trace) read.`,
		Example: `  planfolio build
  planfolio build docs/plans --out public
  planfolio build --base-url https://plans.example.com/
  planfolio build --stats --profile cpu=cpu.prof`,
		Args:              atMostOneDir,
		ValidArgsFunction: completeDirs,
		RunE: runner(func(ctx context.Context, args []string) error {
			return c.runBuild(ctx, args, flags)
		}),
	}
	cmd.Flags().StringVarP(&flags.out, "out", "o", defaultOut, "`DIR` to write the site to")
	cmd.Flags().StringVar(&flags.baseURL, "base-url", "", "`URL` where the site will stand, in place of the configuration's base_url")
	cmd.Flags().StringVar(&flags.stats, "stats", "", "tell where the time went, as `text` or json")
	cmd.Flags().Lookup("stats").NoOptDefVal = "text"
	cmd.Flags().StringArrayVar(&flags.profiles, "profile", nil, "write a profile of the build: `KIND=FILE`, of kind cpu, mem or trace; may be repeated")
	_ = cmd.MarkFlagDirname("out")
	return cmd
}

func (c *common) runBuild(ctx context.Context, args []string, flags buildFlags) (err error) {
	began := time.Now()
	if flags.out == "" {
		return usagef("", "--out needs a directory")
	}
	if !slices.Contains([]string{"", "text", "json"}, flags.stats) {
		return usagef("", "--stats is text or json, not %q", flags.stats)
	}
	stop, err := startProfiles(flags.profiles)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	p, err := c.openProject(ctx, args, flags.out)
	if err != nil {
		return err
	}
	if flags.stats != "" {
		p.measure = &build.Measure{}
	}
	if err := p.setBaseURL(flags.baseURL); err != nil {
		return err
	}
	output, err := build.OpenOutput(flags.out, p.sources()...)
	if err != nil {
		return err
	}
	defer output.Close()
	output.Tool, output.Jobs = toolName(), c.jobs

	p.bar = c.newProgress()
	defer p.bar.clear()
	result, err := p.build(ctx)
	if err != nil {
		return err
	}
	output.Progress = func(done, total int) { p.bar.stage(build.StageRender, done, total) }
	published, err := output.Publish(ctx, result)
	p.bar.clear()
	if err != nil {
		return err
	}
	found := withFaults(result)
	if err := p.printSome(found); err != nil {
		return err
	}
	p.noteEmpty(result)
	p.summarize(result, published, found)
	if p.measure != nil {
		stats := newStats(p.measure, began, result, published)
		if err := stats.print(p.common, flags.stats); err != nil {
			return err
		}
	}
	return failOn(found, result.Site.Facts.Config.FailOn)
}

// summarize says in one line what was built, and what else is worth knowing.
func (p *project) summarize(result *build.Result, published build.Published, found []diag.Diagnostic) {
	for _, path := range published.Replaced {
		p.note("replaced %s/%s, which had been changed by hand", p.out, path)
	}
	for _, path := range published.Kept {
		p.note("kept %s/%s, which is no longer part of the site, but had been changed by hand", p.out, path)
	}
	if p.quiet {
		return
	}
	problems := counts(found)
	if c := diag.Tally(found); c.Errors+c.Warnings > 0 {
		problems += "; see problems/"
	}
	pages := 0
	for _, page := range result.Site.Pages() {
		if page.Template != "" {
			pages++
		}
	}
	fmt.Fprintf(p.stderr, "built %s from %s in %s (%s)\n",
		plural(pages, "page"), plural(len(result.Site.Facts.Portfolio.Plans), "plan"), p.out, problems)
	if p.verbose {
		stats := result.Stats()
		read := plural(stats.Parsed, "file")
		if stats.Recalled > 0 {
			read += fmt.Sprintf(", read %d from the cache", stats.Recalled)
		}
		p.note("parsed %s, rendered %s", read, plural(stats.Rendered, "page"))
		p.note("wrote %s, %d unchanged, removed %d", plural(published.Written, "file"), published.Unchanged, published.Removed)
		if published.InPlace {
			p.note("published file by file: %s cannot be exchanged as a whole", p.out)
		}
	}
}

// note says something that is no failure.
func (c *common) note(format string, args ...any) {
	if !c.quiet {
		fmt.Fprintf(c.stderr, "planfolio: "+format+"\n", args...)
	}
}

// withFaults gives the portfolio's diagnostics and those of making its pages.
func withFaults(result *build.Result) []diag.Diagnostic {
	found := slices.Concat(result.Site.Facts.Diagnostics, result.Faults())
	diag.Sort(found)
	return found
}

// failOn gives errFindings where one of found is as bad as limit.
func failOn(found []diag.Diagnostic, limit diag.Severity) error {
	for _, d := range found {
		if d.Severity.AtLeast(limit) {
			return errFindings
		}
	}
	return nil
}
