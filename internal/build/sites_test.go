package build

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/diag"
)

// TestSites tells the stories of testdata/sites. A story is an archive; its
// files are a portfolio, and its comment is a script:
//
//	build [parsed=N] [aligned=N] [rendered=N]
//	                   build from the result before; the counts have to hold
//	apply STEP         the files below STEP/ are written over the portfolio's
//	delete PATH        a file is deleted
//	rename PATH PATH   a file is renamed
//	save PATH          a file is saved as it was
//	has PATH TEXT      a file of the site holds TEXT
//	lacks PATH TEXT    it does not
//	exists PATH        the site has a file
//	missing PATH       it has not
//	paths NAME         the site's paths are those that the file NAME lists
//	diagnostic TEXT    a diagnostic has TEXT in "path:line: code message"
//	no-diagnostics     there are none
//
// After every build the same portfolio is built from nothing: the bytes have to
// be the same. And the site has to be sound: see checkSite.
//
// PLANFOLIO_UPDATE=1 writes the lists of paths anew.
func TestSites(t *testing.T) {
	stories, err := filepath.Glob("testdata/sites/*.txtar")
	fatal(t, err)
	if len(stories) == 0 {
		t.Fatal("no stories")
	}
	for _, name := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			fatal(t, err)
			s := &siteStory{T: t, archive: archive, bench: newBench()}
			s.apply("")
			for i, line := range strings.Split(string(archive.Comment), "\n") {
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
					s.line = fmt.Sprintf("%s:%d: %s", name, i+1, line)
					s.do(strings.Fields(line)[0], strings.TrimSpace(strings.TrimPrefix(line, strings.Fields(line)[0])))
				}
			}
			if s.updated {
				fatal(t, os.WriteFile(name, txtar.Format(archive), 0o644))
			}
		})
	}
}

type siteStory struct {
	*testing.T
	archive *txtar.Archive
	bench   *bench
	site    map[string][]byte
	line    string
	updated bool
}

func (s *siteStory) failf(format string, args ...any) {
	s.Helper()
	s.Errorf("%s: %s", s.line, fmt.Sprintf(format, args...))
}

// apply writes the files of the archive that lie below step: the portfolio's
// below plans/, the theme's below theme/.
func (s *siteStory) apply(step string) {
	for _, f := range s.archive.Files {
		name, ok := strings.CutPrefix(f.Name, step)
		if !ok {
			continue
		}
		if path, ok := strings.CutPrefix(name, "plans/"); ok {
			s.bench.write(path, string(f.Data))
		}
		if path, ok := strings.CutPrefix(name, "theme/"); ok {
			s.bench.writeTheme(path, string(f.Data))
		}
	}
}

func (s *siteStory) do(verb, rest string) {
	s.Helper()
	path, text, _ := strings.Cut(rest, " ")
	switch verb {
	case "build":
		s.build(strings.Fields(rest))
	case "apply":
		s.apply(rest + "/")
	case "delete":
		s.bench.remove(path)
	case "rename":
		s.bench.write(text, string(s.bench.files[path].Data))
		s.bench.remove(path)
	case "save": // as it is
		s.bench.write(path, string(s.bench.files[path].Data))
	case "has":
		if data, ok := s.site[path]; !ok {
			s.failf("no such file")
		} else if !strings.Contains(string(data), text) {
			s.failf("it does not")
		}
	case "lacks":
		if data, ok := s.site[path]; !ok {
			s.failf("no such file")
		} else if strings.Contains(string(data), text) {
			s.failf("it does not lack it")
		}
	case "exists":
		if s.site[path] == nil {
			s.failf("it does not")
		}
	case "missing":
		if s.site[path] != nil {
			s.failf("it is there")
		}
	case "paths":
		s.paths(rest)
	case "diagnostic":
		if !slices.ContainsFunc(s.diagnostics(), func(d string) bool { return strings.Contains(d, rest) }) {
			s.failf("there are only %q", s.diagnostics())
		}
	case "no-diagnostics":
		if found := s.diagnostics(); len(found) > 0 {
			s.failf("there are %q", found)
		}
	default:
		s.Fatalf("%s: no such verb", s.line)
	}
}

func (s *siteStory) diagnostics() []string {
	var list []string
	for d := range s.bench.last.Site.Facts.Diagnostics.All() {
		list = append(list, fmt.Sprintf("%s:%d: %s %s", d.Path, d.Range.Start.Line, d.Code, d.Message))
	}
	return list
}

func (s *siteStory) build(counts []string) {
	s.Helper()
	var err error
	if s.site, err = s.bench.build(); err != nil {
		s.Fatalf("%s: %v", s.line, err)
	}
	cold, err := s.bench.cold()
	if err != nil {
		s.Fatalf("%s: from nothing: %v", s.line, err)
	}
	for _, d := range differences(s.site, cold) {
		s.failf("built again, %s", d)
	}
	for _, fault := range checkSite(s.site) {
		s.failf("%s", fault)
	}
	stats := s.bench.stats
	done := map[string]int{"parsed": stats.Parsed, "aligned": stats.Aligned, "rendered": stats.Rendered}
	for _, count := range counts {
		what, number, _ := strings.Cut(count, "=")
		want, err := strconv.Atoi(number)
		got, ok := done[what]
		if err != nil || !ok {
			s.Fatalf("%s: %q is no count", s.line, count)
		}
		if got != want {
			s.failf("%s is %d", what, got)
		}
	}
}

// paths compares the site's list of paths, without fingerprints, with a file of
// the archive.
func (s *siteStory) paths(name string) {
	s.Helper()
	var b strings.Builder
	for _, p := range s.bench.last.Paths() {
		if !strings.HasPrefix(p, "assets/") {
			b.WriteString(p + "\n")
		}
	}
	for i, f := range s.archive.Files {
		if f.Name != name || string(f.Data) == b.String() {
			continue
		}
		if os.Getenv("PLANFOLIO_UPDATE") == "" {
			s.failf("the paths are\n%s", b.String())
			return
		}
		s.archive.Files[i].Data, s.updated = []byte(b.String()), true
	}
}

// content is the portfolio that the project itself carries.
const content = "../../content"

// TestContentIsSound builds the project's own portfolio and checks every page.
func TestContentIsSound(t *testing.T) {
	result, err := Build(t.Context(), Inputs{Root: os.DirFS(content)}, nil)
	fatal(t, err)
	files, err := filesOf(result)
	fatal(t, err)
	for _, fault := range checkSite(files) {
		t.Error(fault)
	}
	for d := range result.Site.Facts.Diagnostics.All() {
		if d.Severity == diag.Error {
			t.Errorf("%s:%d: %s", d.Path, d.Range.Start.Line, d.Message)
		}
	}
}

// TestSameBytes builds one portfolio on one processor and on several, and from
// directories that are listed backwards.
func TestSameBytes(t *testing.T) {
	build := func(in Inputs) map[string][]byte {
		t.Helper()
		result, err := Build(t.Context(), in, nil)
		fatal(t, err)
		files, err := filesOf(result)
		fatal(t, err)
		return files
	}
	want := build(Inputs{Root: os.DirFS(content)})
	before := runtime.GOMAXPROCS(1)
	one := build(Inputs{Root: os.DirFS(content)})
	runtime.GOMAXPROCS(max(before, 4))
	many := build(Inputs{Root: os.DirFS(content), Jobs: 16})
	runtime.GOMAXPROCS(before)
	backwards := build(Inputs{Root: reversed{os.DirFS(content)}})
	for name, got := range map[string]map[string][]byte{"on one processor": one, "on many": many, "listed backwards": backwards} {
		for _, d := range differences(got, want) {
			t.Errorf("%s: %s", name, d)
		}
	}
}
