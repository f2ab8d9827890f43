package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/export"
	"github.com/planfolio/planfolio/internal/site"
)

// exporters are the formats of export.
var exporters = map[string]func(*site.Site) ([]byte, error){
	"json":  export.JSON,
	"csv":   export.CSV,
	"needs": export.Needs,
	"reqif": export.ReqIF,
}

func newExport(c *common) *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use:   "export [DIR]",
		Short: "Print the portfolio as data",
		Long: `Export prints the plans in DIR as data: plans, documents, sections,
requirements, citations, phases, tasks, gaps, completeness and diagnostics.

  json   all of it; the schema is "planfolio/v1", paths are relative to DIR,
         lines and columns count from 1
  csv    one row for each requirement
  needs  requirements and what cites them, as needs.json of sphinx-needs
  reqif  the same in the Requirements Interchange Format of the OMG

The same plans give the same bytes.`,
		Example: `  planfolio export | jq '.plans[].completeness.score'
  planfolio export --format csv -o requirements.csv
  planfolio export --format reqif -o plans.reqif`,
		Args:              atMostOneDir,
		ValidArgsFunction: completeDirs,
		RunE: runner(func(ctx context.Context, args []string) error {
			return c.runExport(ctx, args, format, out)
		}),
	}
	cmd.Flags().StringVar(&format, "format", "json", "`FORMAT` of the data: "+formatNames())
	cmd.Flags().StringVarP(&out, "out", "o", "", "`FILE` to write to (default standard output)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatList(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func formatList() []string {
	var names []string
	for name := range exporters {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func formatNames() string { return strings.Join(formatList(), ", ") }

func (c *common) runExport(ctx context.Context, args []string, format, out string) error {
	exporter, ok := exporters[format]
	if !ok {
		return usagef("the formats are "+formatNames(), "export knows no format %q", format)
	}
	_, result, err := c.read(ctx, args)
	if err != nil {
		return err
	}
	data, err := exporter(result.Site)
	if err != nil {
		return err
	}
	if out == "" || out == "-" {
		_, err = c.stdout.Write(data)
		return err
	}
	return writeFile(out, data)
}

// writeFile puts data at path in one step, so that nobody reads half of it.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Chmod(0o644); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
