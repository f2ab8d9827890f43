package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/diag"
)

func newExplain(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Tell what a diagnostic means and what to do about it",
		Long: `Explain tells what a diagnostic means, why it matters, and what to do.
CODE is the code or the name that stands behind a diagnostic in brackets.
Without CODE, it lists them all.`,
		Example: `  planfolio explain PF102
  planfolio explain dangling-citation`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var codes []string
			for _, r := range diag.All() {
				codes = append(codes, string(r.Code)+"\t"+r.Summary)
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: runner(func(_ context.Context, args []string) error {
			if len(args) == 0 {
				for _, r := range diag.All() {
					fmt.Fprintf(c.stdout, "%s  %-8s  %-20s  %s\n", r.Code, r.Severity, r.Name, r.Summary)
				}
				return nil
			}
			r, ok := diag.Lookup(args[0])
			if !ok {
				return usagef("planfolio explain lists the codes that there are", "there is no diagnostic %q", args[0])
			}
			return diag.Explain(c.stdout, r, diag.Options{Color: c.colours(c.stdout)})
		}),
	}
}
