package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/schema"
)

func newNew(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "new TEMPLATE PATH",
		Short: "Write a new plan from a template",
		Long: `New writes a new plan from a template; "planfolio templates" lists them, also
those in templates/ beside your plans. It never writes over a file that exists.

Where the neighbours of PATH are numbered (0003-name.md, 004-name), the new one
gets the next number in their form. The first decision record of a directory is
0001, the first specification of spec-kit 001. A template of one document of a plan, such
as spec-kit-plan, is written into the directory PATH under its usual name. The
title is filled in from the name.`,
		Example: `  planfolio new technical-implementation-plan content/billing.md
  planfolio new adr docs/decisions/use-postgres.md
  planfolio new spec-kit-spec specs/login`,
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
			if dir, err := plansDir(nil); err == nil {
				templates, _ := templatesIn(dir)
				for _, s := range templates {
					names = append(names, s.Name+"\t"+s.Title)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: runner(func(_ context.Context, args []string) error { return c.runNew(args[0], args[1]) }),
	}
}

func (c *common) runNew(name, path string) error {
	root := portfolioOf(path)
	templates, err := templatesIn(root)
	if err != nil {
		return &failure{err: err}
	}
	i := slices.IndexFunc(templates, func(s *schema.Schema) bool { return s.Name == name })
	if i < 0 {
		return usagef("planfolio templates lists the templates", "there is no template %q", name)
	}
	p, err := place(templates[i], path)
	if err != nil {
		return err
	}
	text := fillTitle(templates[i].Source, p.title, p.number)
	if rel, ok := relative(root, p.file); !ok || !build.Recognised(rel, text, templates[i], templates) {
		text = "---\ntemplate: " + name + "\n---\n" + text
	}
	if err := os.MkdirAll(filepath.Dir(p.file), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(p.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return &failure{err: fmt.Errorf("%s exists already", p.file), hint: "new never writes over a file; choose another path"}
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	c.note("wrote %s", p.file)
	return nil
}

// portfolioOf is the directory of the portfolio that path is to lie in: the
// nearest above it that has a configuration or templates, up to the working
// directory. Where none has, the working directory or, for a path outside of it,
// the directory that exists nearest to path.
func portfolioOf(path string) string {
	here, _ := filepath.Abs(".")
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return "."
	}
	exists := ""
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if exists == "" {
				exists = dir
			}
			for _, mark := range []string{config.Name, build.TemplateDir} {
				if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
					return dir
				}
			}
		}
		up := filepath.Dir(dir)
		switch {
		case dir == here:
			return here
		case up == dir:
			return exists
		}
		dir = up
	}
}

var (
	heading = regexp.MustCompile(`(?m)^# .*$`)
	slot    = regexp.MustCompile(`\[[^\[\]]*\]`)
)

// fillTitle gives the first heading of a template its number and its title,
// where it asks for them: for one title, that is, and nothing else.
func fillTitle(text, title, number string) string {
	at := heading.FindStringIndex(text)
	if at == nil {
		return text
	}
	line, slots := text[at[0]:at[1]], 0
	for _, s := range slot.FindAllString(line, -1) {
		if !isNumberSlot(s) {
			slots++
		}
	}
	line = slot.ReplaceAllStringFunc(line, func(s string) string {
		switch {
		case isNumberSlot(s) && number != "":
			return number
		case !isNumberSlot(s) && slots == 1:
			return title
		}
		return s
	})
	return text[:at[0]] + line + text[at[1]:]
}

func isNumberSlot(s string) bool { return strings.EqualFold(s, "[number]") }
