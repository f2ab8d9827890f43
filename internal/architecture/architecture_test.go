// Package architecture holds the code against the package table of
// ARCHITECTURE.md. It has no code of its own.
package architecture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/planfolio/planfolio/"

// row is a line of the table: a package, the packages of ours that it imports,
// and the outside libraries that only it may import.
type row struct {
	name    string
	imports []string
	homeOf  []string
}

// table reads the package table: the one whose head begins "| package |".
func table(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("`([^`]+)`")
	names := func(cell string) (list []string) {
		for _, m := range code.FindAllStringSubmatch(cell, -1) {
			list = append(list, m[1])
		}
		slices.Sort(list)
		return list
	}
	var rows []row
	inside := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "| package |"):
			inside = true
		case !strings.HasPrefix(line, "|"):
			inside = false
		case inside && strings.HasPrefix(line, "| `"):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			if len(cells) != 4 {
				t.Fatalf("row with %d cells, want 4: %s", len(cells), line)
			}
			rows = append(rows, row{names(cells[0])[0], names(cells[2]), names(cells[3])})
		}
	}
	if len(rows) == 0 {
		t.Fatal("ARCHITECTURE.md has no package table")
	}
	return rows
}

// listed is what "go list" says of a package; test files are left out.
type listed struct {
	ImportPath string
	Imports    []string
	GoFiles    []string
}

func packages(t *testing.T) map[string]listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]listed{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 {
			list[strings.TrimPrefix(p.ImportPath, module)] = p
		}
	}
}

func TestImportsAreThoseOfTheTable(t *testing.T) {
	rows, have := table(t), packages(t)
	seen := map[string]bool{}
	for _, r := range rows {
		p, ok := have[r.name]
		if !ok {
			t.Errorf("the table has %s, which does not exist", r.name)
			continue
		}
		var ours []string
		for _, path := range p.Imports {
			if name, ok := strings.CutPrefix(path, module); ok {
				ours = append(ours, strings.TrimPrefix(name, "internal/"))
				if !seen[name] {
					t.Errorf("%s imports %s, which stands below it in the table: arrows go up", r.name, name)
				}
			}
		}
		slices.Sort(ours)
		if !slices.Equal(ours, r.imports) {
			t.Errorf("%s imports %v, the table says %v", r.name, ours, r.imports)
		}
		seen[r.name] = true
	}
	for name := range have {
		if !seen[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
}

func TestEachLibraryHasOneHome(t *testing.T) {
	home := map[string]string{}
	for _, r := range table(t) {
		for _, lib := range r.homeOf {
			if other, twice := home[lib]; twice {
				t.Errorf("%s has two homes in the table: %s and %s", lib, other, r.name)
			}
			home[lib] = r.name
		}
	}
	used := map[string]bool{}
	for name, p := range packages(t) {
		for _, path := range p.Imports {
			first, _, _ := strings.Cut(path, "/")
			if !strings.Contains(first, ".") || strings.HasPrefix(path, module) {
				continue // the standard library, or ours
			}
			lib, found := "", false
			for l := range home {
				if path == l || strings.HasPrefix(path, l+"/") {
					lib, found = l, true
				}
			}
			if !found {
				t.Errorf("%s imports %s, which has no home in the table", name, path)
			} else if home[lib] != name {
				t.Errorf("%s imports %s, whose home is %s", name, path, home[lib])
			}
			used[lib] = true
		}
	}
	for lib, name := range home {
		if !used[lib] {
			t.Errorf("the table makes %s the home of %s, which nobody imports", name, lib)
		}
	}
}
