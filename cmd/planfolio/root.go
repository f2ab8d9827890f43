package main

import (
	"context"
	"errors"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// common is what every command takes.
type common struct {
	stdout, stderr io.Writer

	config  string
	jobs    int
	quiet   bool
	verbose bool
	noColor bool
	noCache bool
}

func newRoot(stdout, stderr io.Writer) *cobra.Command {
	c := &common{stdout: stdout, stderr: stderr}
	root := &cobra.Command{
		Use:   "planfolio",
		Short: "Publish a directory of plans as one cross-linked site",
		Long: `Planfolio reads a directory of plans in Markdown and publishes it as one
cross-linked site: every requirement with what answers it, every phase across
all plans, and how complete each plan is.

  planfolio serve      look at your plans, and see them change as you write
  planfolio build      make the site
  planfolio check      find what is wrong, without a site

A directory needs no configuration. Without DIR, it is content where there is
one, else the current directory.`,
		Version:       toolVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetVersionTemplate("planfolio {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef(cmd.CommandPath()+" --help tells the flags", "%w", err)
	})
	flags := root.PersistentFlags()
	flags.StringVar(&c.config, "config", "", "configuration `FILE` (default DIR/planfolio.yaml, where there is one)")
	flags.IntVar(&c.jobs, "jobs", 0, "work on at most `N` files at a time (default one a processor)")
	flags.BoolVar(&c.quiet, "quiet", false, "say nothing but failures")
	flags.BoolVar(&c.verbose, "verbose", false, "say more: every diagnostic, and what was done")
	flags.BoolVar(&c.noColor, "no-color", false, "no colour, even on a terminal")
	flags.BoolVar(&c.noCache, "no-cache", false, "read every plan anew, and remember nothing of it for the next run")
	root.MarkFlagsMutuallyExclusive("quiet", "verbose")
	root.AddCommand(
		newBuild(c), newServe(c), newCheck(c), newExport(c),
		newNew(c), newTemplates(c), newExplain(c),
	)
	return root
}

// runner makes a command's function one whose errors are of the work, unless
// they say otherwise: cobra's own are of the command line.
func runner(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd.Context(), args)
		var usage *usageError
		var failed *failure
		if err == nil || errors.As(err, &usage) || errors.As(err, &failed) {
			return err
		}
		return &failure{err: err}
	}
}

// atMostOneDir is the arguments of a command that takes [DIR].
func atMostOneDir(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usagef("flags take a value after =: --out=DIR", "%s takes one directory, not %d", cmd.CommandPath(), len(args))
	}
	return nil
}

// completeDirs completes a command's [DIR].
func completeDirs(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// toolVersion is the version that the linker set, else that of the module.
func toolVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// toolName is what the site and the manifest call us.
func toolName() string { return "Planfolio " + toolVersion() }
