package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
)

// checkFlags are the flags of check.
type checkFlags struct {
	format   string
	failOn   string
	minScore int
	baseline string
}

func newCheck(c *common) *cobra.Command {
	flags := &checkFlags{}
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find what is wrong with the plans, without a site",
		Long: `Check prints the diagnostics of the plans in DIR: citations that nothing
defines, links that lead nowhere, requirements that nothing plans, template
slots that nobody filled.

The exit status is 1 where there is a diagnostic at or above --fail-on, or the
portfolio's completeness is below --min-score. "planfolio explain CODE" tells
what a diagnostic means.

To adopt the check in a portfolio that has many, write those of today to a file
with --format json, and give it as --baseline: only new ones are reported.`,
		Example: `  planfolio check
  planfolio check --fail-on warning --min-score 80
  planfolio check --format json > baseline.json
  planfolio check --baseline baseline.json --format github`,
		Args:              atMostOneDir,
		ValidArgsFunction: completeDirs,
	}
	severities := []string{string(diag.Error), string(diag.Warning), string(diag.Note)}
	cmd.Flags().StringVar(&flags.format, "format", string(diag.Text), "`FORMAT` of the report: "+strings.Join(diag.Formats(), ", "))
	cmd.Flags().StringVar(&flags.failOn, "fail-on", "", "fail at this `SEVERITY`: error, warning or note (default the configuration's, else error)")
	cmd.Flags().IntVar(&flags.minScore, "min-score", 0, "fail where the portfolio is less than `N` percent complete (default the configuration's)")
	cmd.Flags().StringVar(&flags.baseline, "baseline", "", "`FILE` with diagnostics that are known, as --format json writes them")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diag.Formats(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(severities, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = runner(func(ctx context.Context, args []string) error {
		return c.runCheck(ctx, args, flags, cmd.Flags().Changed("min-score"))
	})
	return cmd
}

func (c *common) runCheck(ctx context.Context, args []string, flags *checkFlags, scoreGiven bool) error {
	if !slices.Contains(diag.Formats(), flags.format) {
		return usagef("the formats are "+strings.Join(diag.Formats(), ", "), "check knows no format %q", flags.format)
	}
	if flags.failOn != "" && !diag.Severity(flags.failOn).Valid() {
		return usagef("the severities are error, warning, note", "--fail-on knows no severity %q", flags.failOn)
	}
	if flags.minScore < 0 || flags.minScore > 100 {
		return usagef("", "--min-score is a percentage, not %d", flags.minScore)
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
	failAt, minScore := settings.FailOn, settings.MinScore
	if flags.failOn != "" {
		failAt = diag.Severity(flags.failOn)
	}
	if scoreGiven {
		minScore = flags.minScore
	}
	found, old := known.without(result.Site.Facts.Diagnostics)
	opts := p.printOptions(c.stdout)
	opts.FailOn = failAt
	if err := diag.Print(c.stdout, diag.Format(flags.format), found, opts); err != nil {
		return err
	}
	if flags.format == string(diag.Text) && !c.quiet {
		fmt.Fprintln(c.stderr, checkSummary(result, found, old))
	}
	p.noteEmpty(result)
	err = failOn(found, failAt)
	report := result.Site.Facts.Completeness
	if score := int(math.Floor(100 * report.Score)); report.Scored > 0 && score < minScore {
		c.note("the portfolio is %d %% complete, less than %d %%", score, minScore)
		err = errFindings
	}
	return err
}

func checkSummary(result *build.Result, found []diag.Diagnostic, old int) string {
	summary := "checked " + plural(len(result.Site.Facts.Portfolio.Plans), "plan") + ": " + counts(found)
	if notes := diag.Tally(found).Notes; notes > 0 {
		summary += ", " + plural(notes, "note")
	}
	if old > 0 {
		summary += fmt.Sprintf(" (and %d in the baseline)", old)
	}
	return summary
}

// A baseline counts known diagnostics by what they say and in which file; the
// line is left out, so that a text above them may grow.
type baseline map[string]int

func baselineKey(code diag.Code, path, message string) string {
	return string(code) + "\x00" + path + "\x00" + message
}

func readBaseline(file string) (baseline, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, usagef("planfolio check --format json > "+file+" writes one", "reading the baseline: %w", err)
	}
	var report struct {
		Diagnostics []diag.Record `json:"diagnostics"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return nil, usagef("planfolio check --format json > "+file+" writes one", "reading the baseline %s: %w", file, err)
	}
	known := make(baseline)
	for _, r := range report.Diagnostics {
		known[baselineKey(r.Code, r.Path, r.Message)]++
	}
	return known, nil
}

// without gives list without what is known, and how many of it that were. A
// diagnostic that is there more often than it was known is new.
func (b baseline) without(list []diag.Diagnostic) (fresh []diag.Diagnostic, known int) {
	left := make(baseline, len(b))
	for key, n := range b {
		left[key] = n
	}
	for _, d := range list {
		if key := baselineKey(d.Code, d.Path, d.Message); left[key] > 0 {
			left[key]--
			known++
			continue
		}
		fresh = append(fresh, d)
	}
	return fresh, known
}

// printOptions are the settings under which diagnostics are printed to w.
func (p *project) printOptions(w io.Writer) diag.Options {
	return diag.Options{Dir: p.dir, Color: p.colours(w), Version: toolVersion()}
}
