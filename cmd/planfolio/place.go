package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/schema"
)

// placed is where a new plan goes.
type placed struct {
	file   string
	title  string // in words, from its name
	number string // as it stands in the name, "" where it is not numbered
}

// place finds the file for a new plan from s at path, which may leave out the
// extension, the number of its name, and the name of a document in the directory
// of its plan.
func place(s *schema.Schema, path string) (placed, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() && s.File == "" {
		return placed{}, usagef("add a name for the plan", "%s is a directory", path)
	}
	path = filepath.Clean(path)
	inside := ""
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case s.File != "" && (ext != ".md" || filepath.Base(path) == s.File):
		inside, path = s.File, strings.TrimSuffix(path, string(filepath.Separator)+s.File)
	case ext != ".md" && ext != ".markdown":
		path += ".md"
	}
	if path == s.File || path == "." { // here
		return placed{file: filepath.Join(".", s.File), title: inWords(hereName())}, nil
	}
	dir, name := filepath.Split(path)
	same, next, err := numbering(dir, name, inside != "", s.First)
	if err != nil {
		return placed{}, &failure{err: err}
	}
	_, err = os.Stat(path)
	switch {
	case err == nil: // it is that one
	case same != "" && inside == "":
		return placed{}, &failure{err: fmt.Errorf("%s exists already", filepath.Join(dir, same)), hint: "new never writes over a file; choose another path"}
	case same != "":
		name = same
	default:
		name = next + name
	}
	p := placed{file: filepath.Join(dir, name, inside)}
	stem := name
	if inside == "" {
		stem = strings.TrimSuffix(name, filepath.Ext(name))
	}
	if m := numbered.FindStringSubmatch(stem); m != nil && !dated.MatchString(stem) {
		p.number, stem = m[1], m[3]
	}
	p.title = inWords(stem)
	return p, nil
}

var (
	numbered = regexp.MustCompile(`^(\d{1,6})([-_. ]+)(.+)$`)
	dated    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
)

// numbering looks at the neighbours of name in dir: directories, or Markdown
// files. same is one of them that has the name behind a number; next the number
// that comes next, in the form of theirs, where most of them have one and the
// name has none; first where there are no neighbours.
func numbering(dir, name string, dirs bool, first string) (same, next string, err error) {
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", "", err
	}
	highest, with, without, width, sep := -1, 0, 0, 0, ""
	for _, e := range entries {
		other := e.Name()
		stem := strings.TrimSuffix(other, filepath.Ext(other))
		switch {
		case strings.HasPrefix(other, "."), e.IsDir() != dirs, !dirs && !strings.EqualFold(filepath.Ext(other), filepath.Ext(name)):
			continue
		case strings.EqualFold(stem, "readme"), strings.EqualFold(stem, "index"), strings.EqualFold(stem, "template"):
			continue
		}
		m := numbered.FindStringSubmatch(other)
		if m == nil || dated.MatchString(other) {
			without++
			continue
		}
		with++
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return "", "", err
		}
		if n > highest {
			highest, sep = n, m[2]
		}
		if m[1][0] == '0' {
			width = max(width, len(m[1]))
		}
		if m[3] == name {
			same = other
		}
	}
	switch {
	case unicode.IsDigit([]rune(name)[0]): // it has one
		return same, "", nil
	case with+without == 0:
		return same, first, nil
	case with == 0 || with < without:
		return same, "", nil
	}
	return same, fmt.Sprintf("%0*d%s", width, highest+1, sep), nil
}

// inWords is a name as a title: "use-postgres" is "Use postgres".
func inWords(name string) string {
	words := []rune(strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' || unicode.IsSpace(c) }), " "))
	if len(words) == 0 {
		return name
	}
	words[0] = unicode.ToUpper(words[0])
	return string(words)
}

// hereName is the name of the working directory.
func hereName() string {
	dir, err := os.Getwd()
	if err != nil {
		return "plan"
	}
	return filepath.Base(dir)
}
