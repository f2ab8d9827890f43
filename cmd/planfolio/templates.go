package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/schema"
)

func newTemplates(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "templates [DIR]",
		Short: "List the templates that plans are made from and held against",
		Long: `Templates lists the templates that "planfolio new" writes and that plans are
held against: name, title, where it is from, and how many sections and slots it
has.

Each Markdown file in templates/ beside the plans of DIR adds a template, or
replaces the one of its name. A template is the plan that you would like to
begin with: its headings are the sections, and what stands in [square brackets]
is a slot. Its front matter may say more:

  template: runbook               its name, instead of the file's
  title: Runbook                  its title, instead of the text's
  aliases:
    rollback: [Rolling back]      other titles of a section
  optional: [appendix]            sections that a plan may leave out
  weights:
    rollback: 3                   what the slots of a section count, else 1
  words:
    summary: 30                   how many words a section has at least
  roles: [design]                 documents that may be taken to follow it
  marks: [rollback]               sections without which none is taken to
  file: runbook.md                its name in the directory of a plan

A plan names its template in its front matter (template: runbook) or in
planfolio.yaml (templates:). One that names none follows the template whose
headings it has, if there is one.`,
		Example: `  planfolio templates
  planfolio templates docs/plans`,
		Args: cobra.MaximumNArgs(1),
		RunE: runner(func(_ context.Context, args []string) error { return c.runTemplates(args) }),
	}
}

func (c *common) runTemplates(args []string) error {
	dir, err := plansDir(args)
	if err != nil {
		return err
	}
	templates, err := templatesIn(dir)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, s := range templates {
		from, slots := "built in", 0
		if s.From != "" {
			from = s.From
		}
		for _, sec := range s.Sections {
			slots += len(sec.Slots)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", s.Name, s.Title, from, plural(len(s.Sections), "section"), plural(slots, "slot"))
	}
	return w.Flush()
}

// plansDir is the directory of plans that a command's [DIR] names, or the one
// that is taken where there is none.
func plansDir(args []string) (string, error) {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	} else if info, err := os.Stat("content"); err == nil && info.IsDir() {
		dir = "content"
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", usagef("give the directory that holds your plans", "there is no directory %s", dir)
	case err != nil:
		return "", &failure{err: err}
	case !info.IsDir():
		return "", usagef("give the directory that holds your plans", "%s is not a directory", dir)
	}
	return dir, nil
}

// templatesIn are the templates of the portfolio in dir.
func templatesIn(dir string) ([]*schema.Schema, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return build.ReadTemplates(root.FS())
}
