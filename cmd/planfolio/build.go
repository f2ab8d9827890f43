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

The new site takes the place of the old one in one step; where few files of a
large site change, these do, one by one. Files of yours that lie there are left
alone. A directory that is not empty and was not made by Planfolio is refused.
Where neither the plans nor the site have changed since the last build, nothing
is made or written again.

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
	output.Tool, output.Jobs, output.Cache = toolName(), c.jobs, p.sitesDir()

	p.bar = c.newProgress()
	defer p.bar.clear()
	made, err := p.makeSite(ctx, output)
	p.bar.clear()
	if err != nil {
		return err
	}
	if err := p.printSome(made.summary); err != nil {
		return err
	}
	p.noteEmpty(made.summary.Texts)
	p.summarize(made)
	if p.measure != nil {
		stats := newStats(p.measure, began, made)
		if err := stats.print(p.common, flags.stats); err != nil {
			return err
		}
	}
	if made.summary.Fails() {
		return errFindings
	}
	return nil
}

// made is what became of a build.
type made struct {
	summary   build.Summary
	published build.Published
	result    *build.Result // nil where there was nothing to do
}

// stats tells how much work it took.
func (m *made) stats() build.Stats {
	if m.result == nil {
		return build.Stats{}
	}
	return m.result.Stats()
}

// makeSite brings the output up to date.
func (p *project) makeSite(ctx context.Context, output *build.Output) (made, error) {
	in, done, err := p.inputs(ctx, nil)
	if err != nil {
		return made{}, err
	}
	defer done()
	if summary, published, ok := output.Unchanged(ctx, &in); ok {
		return made{summary: summary, published: published}, nil
	}
	result, err := p.buildFrom(ctx, in, nil)
	if err != nil {
		return made{}, p.explain(err)
	}
	output.Progress = func(done, total int) { p.bar.stage(build.StageRender, done, total) }
	published, err := output.Publish(ctx, result)
	if err != nil {
		return made{}, err
	}
	m := made{summary: result.Summary(), published: published, result: result}
	if err := output.Remember(ctx, &in, result, m.summary); err != nil && p.verbose {
		p.note("the next build cannot tell what has changed: %v", err)
	}
	return m, nil
}

// summarize says in one line what was built, and what else is worth knowing.
func (p *project) summarize(m made) {
	for _, path := range m.published.Replaced {
		p.note("replaced %s/%s, which had been changed by hand", p.out, path)
	}
	for _, path := range m.published.Kept {
		p.note("kept %s/%s, which is no longer part of the site, but had been changed by hand", p.out, path)
	}
	if p.quiet {
		return
	}
	problems := counts(m.summary.Found)
	if m.summary.Found.Errors+m.summary.Found.Warnings > 0 {
		problems += "; see problems/"
	}
	fmt.Fprintf(p.stderr, "built %s from %s in %s (%s)\n",
		plural(m.summary.Pages, "page"), plural(m.summary.Plans, "plan"), p.out, problems)
	if p.verbose {
		stats := m.stats()
		read := plural(stats.Parsed, "file")
		if stats.Recalled > 0 {
			read += fmt.Sprintf(", read %d from the cache", stats.Recalled)
		}
		p.note("parsed %s, rendered %s", read, plural(stats.Rendered, "page"))
		p.note("wrote %s, %d unchanged, removed %d", plural(m.published.Written, "file"), m.published.Unchanged, m.published.Removed)
		if m.published.InPlace {
			p.note("published file by file: little has changed, or %s cannot be exchanged as a whole", p.out)
		}
	}
}

// note says something that is no failure.
func (c *common) note(format string, args ...any) {
	if !c.quiet {
		fmt.Fprintf(c.stderr, "planfolio: "+format+"\n", args...)
	}
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
