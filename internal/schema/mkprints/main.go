// Mkprints prints the fingerprints of the lines of a template as somebody hands
// it out, for templates/NAME.prints:
//
//	go run ./internal/schema/mkprints [-keep TITLE]... FILE... > internal/schema/templates/NAME.prints
//
// -keep names a section whose whole text is meant to stay in a filled plan. The
// first line of the output says how it was made.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

func main() {
	var keep []string
	flag.Func("keep", "title of a `section` whose text is meant to stay", func(title string) error {
		keep = append(keep, title)
		return nil
	})
	flag.Parse()
	if err := run(os.Stdout, flag.Args(), keep); err != nil {
		fmt.Fprintln(os.Stderr, "mkprints:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, files, keep []string) error {
	var prints []string
	made := "# mkprints"
	for _, title := range keep {
		made += fmt.Sprintf(" -keep %q", title)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		made += " " + filepath.ToSlash(filepath.Join(filepath.Base(filepath.Dir(file)), filepath.Base(file)))
		d := markdown.Parse(source.NewFile(file, string(text)), markdown.Options{RawHTML: "escape", Lang: "en"})
		for _, p := range schema.Prints(d, keep...) {
			if !slices.Contains(prints, p) {
				prints = append(prints, p)
			}
		}
	}
	_, err := fmt.Fprintln(out, made)
	for _, p := range prints {
		if err == nil {
			_, err = fmt.Fprintln(out, p)
		}
	}
	return err
}
