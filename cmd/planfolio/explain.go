package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/trace"
)

func newExplain(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE | STATE | PATH [DIR]]",
		Short: "Tell what a diagnostic or a state means, or how a file was read",
		Long: `Explain CODE tells what a diagnostic means, why it matters, and what to do.
CODE is the code or the name that stands behind a diagnostic in brackets.
Without it, explain lists them all.

Explain STATE tells what a state of a requirement, of its coverage or of a
citation means, as the site shows it, and what brings it further.

Explain PATH tells how a file or directory of the plans in DIR was read: of
which plan it is and why, its role, its front matter, its template and how well
it fits, and what was found in it. With --verbose, each thing with its line.`,
		Example: `  planfolio explain PF102
  planfolio explain dangling-citation
  planfolio explain uncovered
  planfolio explain content/billing/design.md
  planfolio explain --verbose .kiro/specs/login .`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return usagef("planfolio explain PATH DIR", "explain takes a code, or a path and the directory of the plans")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
			switch {
			case len(args) > 1:
				return nil, cobra.ShellCompDirectiveNoFileComp
			case len(args) == 1:
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			var codes []string
			for _, m := range trace.Meanings {
				if strings.HasPrefix(m.Name, toComplete) {
					codes = append(codes, m.Name+"\t"+m.Says)
				}
			}
			if !strings.HasPrefix(strings.ToUpper(toComplete), "PF") {
				return codes, cobra.ShellCompDirectiveDefault
			}
			for _, r := range diag.All() {
				codes = append(codes, string(r.Code)+"\t"+r.Summary)
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: runner(func(ctx context.Context, args []string) error {
			if len(args) == 0 {
				for _, r := range diag.All() {
					fmt.Fprintf(c.stdout, "%s  %-8s  %-20s  %s\n", r.Code, r.Severity, r.Name, r.Summary)
				}
				for _, m := range trace.Meanings {
					fmt.Fprintf(c.stdout, "%-15s  of a %-11s  %s\n", m.Name, m.Of, m.Says)
				}
				return nil
			}
			r, ok := diag.Lookup(args[0])
			if m, state := trace.LookupMeaning(args[0]); state && !ok && len(args) == 1 && !exists(args[0]) {
				return explainState(c.stdout, m)
			}
			if !ok || len(args) == 2 {
				return c.explainPath(ctx, args[0], args[1:])
			}
			return diag.Explain(c.stdout, r, diag.Options{Color: c.colours(c.stdout)})
		}),
	}
}

// explainState tells what a state means and what brings it further.
func explainState(w io.Writer, m trace.Meaning) error {
	fmt.Fprintf(w, "%s (a state of a %s)\n\n%s\n", m.Word, m.Of, m.Says)
	if m.Fix != "" {
		fmt.Fprintf(w, "\nWhat to do\n    %s\n", m.Fix)
	}
	return nil
}

// explainPath tells how the file or directory at name was read: a path from
// here, or from the directory of the plans.
func (c *common) explainPath(ctx context.Context, name string, dir []string) error {
	p, err := c.openProject(ctx, dir, "")
	if err != nil {
		return err
	}
	rel, ok := p.find(name)
	if !ok {
		return usagef("planfolio explain lists the codes; planfolio explain PATH DIR tells of a file of the plans in DIR",
			"%q is neither a diagnostic nor a path in %s", name, p.dir)
	}
	p.bar = c.newProgress()
	result, err := p.build(ctx)
	if err != nil {
		return err
	}
	r := &reading{project: p, result: result, out: c.stdout}
	if doc := r.document(rel); doc != nil {
		return r.tellFile(doc)
	}
	plans := r.below(rel)
	if len(plans) == 0 {
		return usagef("only Markdown files are read, and what .gitignore or ignore in planfolio.yaml names is not", "there is no plan at %s", name)
	}
	return r.tellDirectory(rel, plans)
}

// find gives the path of name below the plans; ok is false where it is not there.
func (p *project) find(name string) (rel string, ok bool) {
	for _, at := range []string{name, filepath.Join(p.dir, name)} {
		if rel, ok := relative(p.dir, at); ok && exists(at) {
			return rel, true
		}
	}
	return "", false
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
