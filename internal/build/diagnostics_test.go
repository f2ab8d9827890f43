package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/site"
)

// TestDiagnostics builds the portfolios of testdata/diagnostics, one for each
// code of the catalogue and named after it. A portfolio is an archive; its file
// "want" lists all diagnostics of the build, in order:
//
//	path:line:column-line:column: severity: message [code name]
//	    related place: message
//
// Its comment says in a line that begins with "#" what is at fault, and may put
// more into the portfolio than an archive can hold:
//
//	bytes PATH QUOTED   a file with the bytes of a Go string
//	repeat PATH N TEXT  a file of TEXT, N times over
//	symlink PATH TO     a symbolic link
//	unreadable PATH     a file that may not be read
//	fault PATH          a file at which Planfolio fails
//	built DAY           the day that the site is built for: 2026-06-30
//	changed PATH DAY    git saw the file change on a day
//	earlier PATH DAY QUOTED  … and before that on another, to these bytes
//
// PLANFOLIO_UPDATE=1 writes the lists anew.
func TestDiagnostics(t *testing.T) {
	for _, r := range diag.All() {
		t.Run(string(r.Code), func(t *testing.T) {
			name := filepath.Join("testdata", "diagnostics", string(r.Code)+".txtar")
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatalf("the rule %s (%s) has no fixture: %v", r.Code, r.Name, err)
			}
			got := diagnosticsOf(t, archive)
			if !strings.Contains(got, fmt.Sprintf("[%s %s]", r.Code, r.Name)) {
				t.Errorf("the fixture does not show %s: %s", r.Code, got)
			}
			i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
			if os.Getenv("PLANFOLIO_UPDATE") != "" {
				archive.Files[i].Data = []byte(got)
				fatal(t, os.WriteFile(name, txtar.Format(archive), 0o644))
			} else if want := string(archive.Files[i].Data); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestDiagnosticFixturesAreOfRules holds the fixtures to codes that exist.
func TestDiagnosticFixturesAreOfRules(t *testing.T) {
	names, err := filepath.Glob("testdata/diagnostics/*")
	fatal(t, err)
	for _, name := range names {
		code := strings.TrimSuffix(filepath.Base(name), ".txtar")
		if r, ok := diag.Lookup(code); !ok || string(r.Code) != code {
			t.Errorf("%s is of no rule", name)
		}
	}
}

// diagnosticsOf builds an archive's portfolio and lists what is to be said of it.
func diagnosticsOf(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	root := flawedFS{MapFS: fstest.MapFS{}}
	var theme fs.FS
	var built site.Built
	var past *history.History
	for _, f := range archive.Files {
		if f.Name != "want" {
			root.MapFS[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		if strings.HasPrefix(f.Name, "theme/") {
			theme, _ = fs.Sub(root.MapFS, "theme")
		}
	}
	for line := range strings.Lines(string(archive.Comment)) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, rest, _ := strings.Cut(rest, " ")
		switch verb {
		case "", "#":
		case "bytes":
			data, err := strconv.Unquote(rest)
			fatal(t, err)
			root.MapFS[name] = &fstest.MapFile{Data: []byte(data)}
		case "repeat":
			times, text, _ := strings.Cut(rest, " ")
			n, err := strconv.Atoi(times)
			fatal(t, err)
			root.MapFS[name] = &fstest.MapFile{Data: []byte(strings.Repeat(text, n) + "\n")}
		case "symlink":
			root.MapFS[name] = &fstest.MapFile{Data: []byte(rest), Mode: fs.ModeSymlink}
		case "unreadable":
			root.unreadable = name
		case "fault":
			root.fault = name
		case "built":
			day, err := time.Parse(time.DateOnly, name)
			fatal(t, err)
			built.Date = day
		case "changed", "earlier":
			day, text, _ := strings.Cut(rest, " ")
			past = changedOn(t, past, name, day, text)
		default:
			t.Fatalf("no directive %q", verb)
		}
	}
	result, err := Build(context.Background(), Inputs{Root: root, Theme: theme, Built: built, History: func() *history.History { return past }}, nil)
	if err != nil {
		refused, ok := errors.AsType[*ConfigError](err)
		if !ok {
			t.Fatal(err)
		}
		return listDiagnostics(refused.Diagnostics)
	}
	for _, p := range result.Paths() {
		if _, err := result.File(p); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
	return listDiagnostics(result.Site.Facts.Diagnostics.List())
}

// changedOn adds a version of a file to h; that of text, quoted, can be read.
func changedOn(t *testing.T, h *history.History, path, day, text string) *history.History {
	t.Helper()
	if h == nil {
		h = &history.History{Files: map[string]*history.File{}}
		texts := map[string]string{}
		h.Objects = func(context.Context, []string, int) map[string]string { return texts }
	}
	if h.Files[path] == nil {
		h.Files[path] = &history.File{}
	}
	f := h.Files[path]
	at, err := time.Parse(time.DateOnly, day)
	fatal(t, err)
	f.Versions = append(f.Versions, history.Version{Date: at, Blob: path + "@" + day})
	if at.After(f.Changed) {
		f.Changed = at
	}
	if text != "" {
		text, err = strconv.Unquote(text)
		fatal(t, err)
		h.Objects(context.Background(), nil, 0)[path+"@"+day] = text
	}
	return h
}

func listDiagnostics(list []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s: %s: %s [%s %s]\n", placeOf(d.Path, d.Range), d.Severity, d.Message, d.Code, d.Code.Name())
		for _, r := range d.Related {
			fmt.Fprintf(&b, "    %s: %s\n", placeOf(r.Path, r.Range), r.Message)
		}
	}
	return b.String()
}

func placeOf(path string, r diag.Range) string {
	if r.Start.Line == 0 {
		return path
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", path, r.Start.Line, r.Start.Column, r.End.Line, r.End.Column)
}

// flawedFS is a file system with a file that may not be read, and one at which
// its reader fails.
type flawedFS struct {
	fstest.MapFS
	unreadable, fault string
}

func (f flawedFS) Open(name string) (fs.File, error) {
	switch name {
	case f.unreadable:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	case f.fault:
		panic("index out of range")
	}
	return f.MapFS.Open(name)
}
