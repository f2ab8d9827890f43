package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/schema"
)

func newNew(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "new TEMPLATE PATH",
		Short: "Write a new plan from a template",
		Long: `New writes a new plan from a template; "planfolio templates" lists them. It
never writes over a file that exists.`,
		Example: `  planfolio new technical-implementation-plan content/billing.md`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("planfolio templates lists the templates", "new takes a template and a path")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			var names []string
			for _, s := range schema.Builtin() {
				names = append(names, s.Name+"\t"+s.Title)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: runner(func(_ context.Context, args []string) error { return c.runNew(args[0], args[1]) }),
	}
}

func (c *common) runNew(name, path string) error {
	var found *schema.Schema
	for _, s := range schema.Builtin() {
		if s.Name == name {
			found = s
		}
	}
	if found == nil || found.Source == "" {
		return usagef("planfolio templates lists the templates", "there is no template %q", name)
	}
	if !strings.HasSuffix(path, ".md") {
		path += ".md"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return &failure{err: fmt.Errorf("%s exists already", path), hint: "new never writes over a file; choose another path"}
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(found.Source)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	c.note("wrote %s", path)
	return nil
}

func newTemplates(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "templates",
		Short: "List the templates that new plans are made from",
		Args:  cobra.NoArgs,
		RunE: runner(func(context.Context, []string) error {
			width := 0
			for _, s := range schema.Builtin() {
				width = max(width, len(s.Name))
			}
			for _, s := range schema.Builtin() {
				fmt.Fprintf(c.stdout, "%-*s  %s\n", width, s.Name, s.Title)
			}
			return nil
		}),
	}
}
