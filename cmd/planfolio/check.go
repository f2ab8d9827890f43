package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
)

// checkFlags are the flags of check.
type checkFlags struct {
	format        string
	failOn        string
	minScore      int
	minCoverage   int
	baseline      string
	writeBaseline string
	all           bool
}

func newCheck(c *common) *cobra.Command {
	flags := &checkFlags{}
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find what is wrong with the plans, without a site",
		Long: `Check prints the diagnostics of the plans in DIR: citations that nothing
defines, links that lead nowhere, requirements that nothing plans, template
slots that nobody filled.

The text shows the worst first. Where there are many, it shows some of each rule
and counts what it leaves out; --all shows every one, by file and line. "planfolio
explain CODE" tells what a diagnostic means.

The exit status is 1 where there is a diagnostic at or above --fail-on, or the
portfolio is less complete than --min-score or less covered than --min-coverage.

A comment in a plan, <!-- planfolio:ignore PF403 the reason -->, silences a rule
for the section in which it stands, beside other text for that line, and above
the first heading for the file. One that silences nothing is reported. In the
configuration, "rules" turns rules off or grades them, everywhere or in some
files, and "house_rules" adds your own: planfolio explain PF420 shows how.

To adopt the check in a portfolio that has many findings, write those of today
to a file with --write-baseline, and give it as --baseline from then on: only
new ones are reported, whatever lines the old ones move to.`,
		Example: `  planfolio check
  planfolio check --fail-on warning --min-score 80 --min-coverage 60
  planfolio check --write-baseline baseline.json
  planfolio check --baseline baseline.json --format github`,
		Args:              atMostOneDir,
		ValidArgsFunction: completeDirs,
	}
	severities := []string{string(diag.Error), string(diag.Warning), string(diag.Note)}
	cmd.Flags().StringVar(&flags.format, "format", string(diag.Text), "`FORMAT` of the report: "+strings.Join(diag.Formats(), ", "))
	cmd.Flags().StringVar(&flags.failOn, "fail-on", "", "fail at this `SEVERITY`: error, warning or note (default the configuration's, else error)")
	cmd.Flags().IntVar(&flags.minScore, "min-score", 0, "fail where the portfolio is less than `N` percent complete (default the configuration's)")
	cmd.Flags().IntVar(&flags.minCoverage, "min-coverage", 0, "fail where less than `N` percent of the requirements are covered (default the configuration's)")
	cmd.Flags().StringVar(&flags.baseline, "baseline", "", "`FILE` with diagnostics that are known, as --write-baseline writes it")
	cmd.Flags().StringVar(&flags.writeBaseline, "write-baseline", "", "write the diagnostics of now to `FILE`, and pass")
	cmd.Flags().BoolVar(&flags.all, "all", false, "show every diagnostic, by file and line")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diag.Formats(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(severities, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = runner(func(ctx context.Context, args []string) error {
		return c.runCheck(ctx, args, flags, cmd.Flags().Changed)
	})
	return cmd
}

// validate tells whether the values of the flags make sense.
func (f *checkFlags) validate() error {
	switch {
	case !slices.Contains(diag.Formats(), f.format):
		return usagef("the formats are "+strings.Join(diag.Formats(), ", "), "check knows no format %q", f.format)
	case f.failOn != "" && !diag.Severity(f.failOn).Valid():
		return usagef("the severities are error, warning, note", "--fail-on knows no severity %q", f.failOn)
	case f.minScore < 0 || f.minScore > 100:
		return usagef("", "--min-score is a percentage, not %d", f.minScore)
	case f.minCoverage < 0 || f.minCoverage > 100:
		return usagef("", "--min-coverage is a percentage, not %d", f.minCoverage)
	}
	return nil
}

func (c *common) runCheck(ctx context.Context, args []string, flags *checkFlags, given func(flag string) bool) error {
	if err := flags.validate(); err != nil {
		return err
	}
	known, err := readBaseline(flags.baseline)
	if err != nil {
		return err
	}
	p, result, err := c.read(ctx, args)
	if err != nil {
		return err
	}
	settings := result.Site.Facts.Config
	if !given("fail-on") {
		flags.failOn = string(settings.FailOn)
	}
	if !given("min-score") {
		flags.minScore = settings.MinScore
	}
	if !given("min-coverage") {
		flags.minCoverage = settings.MinCoverage
	}
	all := result.Site.Facts.Diagnostics.List()
	if flags.writeBaseline != "" {
		return p.writeBaseline(flags.writeBaseline, all)
	}
	found, old := known.without(all)
	if err := p.printFound(found, flags); err != nil {
		return err
	}
	if flags.format == string(diag.Text) && !c.quiet {
		fmt.Fprintln(c.stderr, checkSummary(result, found, old))
		if mended := known.size() - old; mended > 0 {
			c.note("%d of the baseline's are mended: --write-baseline writes it anew", mended)
		}
	}
	p.noteEmpty(len(result.Site.Facts.Tree.Files))
	return c.gate(result, found, flags)
}

// gate gives errFindings where the portfolio is not as good as the flags ask for.
func (c *common) gate(result *build.Result, found []diag.Diagnostic, flags *checkFlags) error {
	err := failOn(found, diag.Severity(flags.failOn))
	report := result.Site.Facts.Completeness
	switch score := completeness.Percent(report.Score); {
	case flags.minScore == 0:
	case report.Scored == 0:
		c.note("no plan follows a template, so there is no score to hold against %d %%", flags.minScore)
	case score < flags.minScore:
		c.note("the portfolio is %d %% complete, less than %d %%", score, flags.minScore)
		err = errFindings
	}
	coverage := result.Site.Facts.Trace.Coverage
	switch asked := coverage.Requirements - coverage.Waived; {
	case flags.minCoverage == 0:
	case asked == 0:
		c.note("there are no requirements whose coverage could be held against %d %%", flags.minCoverage)
	case 100*coverage.Covered < flags.minCoverage*asked:
		c.note("%d of %d requirements are covered, less than %d %%", coverage.Covered, asked, flags.minCoverage)
		err = errFindings
	}
	return err
}

// How much of a long list check shows as text.
const (
	shownWhole      = 10 // a list up to this long
	shownErrors     = 5  // of each rule whose findings are errors
	shownOfEachRule = 3  // of each other rule
)

// printFound prints found to standard output: as text the worst first and of a
// long list some of each rule, unless every one is asked for.
func (p *project) printFound(found []diag.Diagnostic, flags *checkFlags) error {
	opts := p.printOptions(p.stdout)
	opts.FailOn = diag.Severity(flags.failOn)
	if flags.format != string(diag.Text) || flags.all || p.verbose {
		return diag.Print(p.stdout, diag.Format(flags.format), found, opts)
	}
	opts.Brief = true
	groups, short := diag.Groups(found), false
	for _, g := range groups {
		most := shownOfEachRule
		if g.Severity == diag.Error {
			most = shownErrors
		}
		shown := g.All
		if len(found) > shownWhole && len(g.All) > most+1 { // to say "1 more" takes as much room as the one
			shown, short = g.Some(most), true
		}
		if err := diag.Print(p.stdout, diag.Text, shown, opts); err != nil {
			return err
		}
		if left := len(g.All) - len(shown); left > 0 {
			fmt.Fprintf(p.stdout, "    … %d more of %s %s, %d in %s in all\n", left, g.Rule.Code, g.Rule.Name, len(g.All), plural(g.Files(), "file"))
		}
	}
	if short && !p.quiet {
		p.overview(groups)
	}
	return nil
}

// overview tells, below a list that is not whole, how much there is of each rule.
func (p *project) overview(groups []diag.Group) {
	p.note("some of each rule are shown; --all shows every one, planfolio explain %s what a rule means", groups[0].Rule.Code)
	w := tabwriter.NewWriter(p.stderr, 0, 0, 2, ' ', 0)
	for _, g := range groups {
		fmt.Fprintf(w, "%8d\t%s\t%s %s\tin %s\n", len(g.All), g.Severity, g.Rule.Code, g.Rule.Name, plural(g.Files(), "file"))
	}
	_ = w.Flush()
}

func checkSummary(result *build.Result, found []diag.Diagnostic, old int) string {
	summary := "checked " + plural(len(result.Site.Facts.Portfolio.Plans), "plan") + ": " + counts(diag.Tally(found))
	if notes := diag.Tally(found).Notes; notes > 0 {
		summary += ", " + plural(notes, "note")
	}
	if old > 0 {
		summary += fmt.Sprintf(" (and %d in the baseline)", old)
	}
	return summary
}

// printOptions are the settings under which diagnostics are printed to w.
func (p *project) printOptions(w io.Writer) diag.Options {
	return diag.Options{Dir: p.dir, Color: p.colours(w), Version: toolVersion()}
}
