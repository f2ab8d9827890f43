package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"github.com/planfolio/planfolio/internal/diag"
)

// ignoreBytes bounds one .gitignore file: every path is held against each of
// its patterns.
const ignoreBytes = 64 << 10

// ignoreRules are the patterns in force in one directory: those of the
// .gitignore files from the root down to it, then those of the configuration.
// The last pattern that matches decides.
type ignoreRules struct {
	found []ignorePattern
	own   []ignorePattern // the configuration's
}

// ignorePattern is one line. Git holds a pattern without a slash against the
// last part of a path alone; the library holds it against every part, so that
// "!*/" would bring back each file in a directory. Such a pattern is therefore
// given the last part only.
type ignorePattern struct {
	pattern  gitignore.Pattern
	nameOnly bool
}

func newIgnoreRules(lines []string) *ignoreRules {
	return &ignoreRules{own: parseIgnore(lines, nil)}
}

// with gives r and the lines of the .gitignore file in dir.
func (r *ignoreRules) with(lines []string, dir string) *ignoreRules {
	var domain []string
	if dir != "." {
		domain = strings.Split(dir, "/")
	}
	return &ignoreRules{found: slices.Concat(r.found, parseIgnore(lines, domain)), own: r.own}
}

func parseIgnore(lines []string, domain []string) []ignorePattern {
	var patterns []ignorePattern
	for _, line := range lines {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		bare := strings.TrimSuffix(strings.TrimRight(strings.TrimPrefix(line, "!"), " "), "/")
		nameOnly := !strings.Contains(bare, "/")
		p := ignorePattern{nameOnly: nameOnly}
		if nameOnly {
			p.pattern = gitignore.ParsePattern(line, nil)
		} else {
			p.pattern = gitignore.ParsePattern(line, domain)
		}
		patterns = append(patterns, p)
	}
	return patterns
}

// match tells whether the file or directory at p, whose parents are not
// ignored, is.
func (r *ignoreRules) match(p string, isDir bool) bool {
	if len(r.found)+len(r.own) == 0 {
		return false
	}
	parts := strings.Split(p, "/")
	for _, list := range [][]ignorePattern{r.own, r.found} {
		for _, ip := range slices.Backward(list) {
			of := parts
			if ip.nameOnly {
				of = parts[len(parts)-1:]
			}
			if m := ip.pattern.Match(of, isDir); m != gitignore.NoMatch {
				return m == gitignore.Exclude
			}
		}
	}
	return false
}

// rulesIn gives the rules in force in dir, whose entries are given.
func (w *walker) rulesIn(dir string, entries []fs.DirEntry) *ignoreRules {
	rules := w.ignore
	if dir != "." {
		rules = w.ignored[path.Dir(dir)]
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".gitignore" })
	if i < 0 || !entries[i].Type().IsRegular() {
		return rules
	}
	p := path.Join(dir, ".gitignore")
	info, err := entries[i].Info()
	if err != nil {
		w.unreadable(p, err)
		return rules
	}
	raw, err := readRegular(w.fsys, p, info, ignoreBytes)
	switch {
	case err == errTooLarge:
		w.diagnostics = append(w.diagnostics, diag.New(diag.FileTooLarge, p,
			"the file has %d bytes, more than the limit of %d, and is not followed", info.Size(), ignoreBytes))
		return rules
	case err != nil:
		w.unreadable(p, err)
		return rules
	}
	text, _ := repair(raw)
	return rules.with(strings.Split(text, "\n"), dir)
}
