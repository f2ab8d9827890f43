// Package history says what git knows of a portfolio's files: when and by whom
// each was last changed, who else has, and what it said before. It takes a
// directory and gives a History: a plain value, but for Objects, which reads
// what never changes. It is the home of reading git.
//
// One "git log" tells everything, whatever the number of files; at most
// MaxCommits are read. What a shallow clone cuts off, or lies beyond the bound,
// is not known: such a file has no date, never a wrong one. Nothing of the
// repository's configuration is run, and nothing is fetched.
package history

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxCommits is how many commits are read, the newest first: a second or so of
// git beside the parsing of the plans.
const MaxCommits = 10_000

// timeLimit ends what takes git too long; there is no history then.
const timeLimit = 30 * time.Second

// History is what git knows of the files below a directory.
type History struct {
	Head   string           // commit, in full
	Files  map[string]*File // Markdown files by path below the directory, with "/"
	Owners *Owners          // of the repository's CODEOWNERS; nil where there is none
	Prefix string           // path of the directory in the repository, with "/" at its end; "" for its root

	// Objects gives the contents of objects by id, all in one go. Those that are
	// not there, are no files or are larger than limit bytes are left out.
	Objects func(ctx context.Context, ids []string, limit int) map[string]string
}

// File is the history of one file, under the names that it has had.
type File struct {
	Changed  time.Time // of the last commit that changed it, in UTC; zero where that is not known
	Author   string    // of that commit
	Authors  []string  // all, those of most commits first
	Versions []Version // the newest first
}

// Version is a file as a commit left it.
type Version struct {
	Date   time.Time
	Author string
	Blob   string // object id
}

// At is the version that was there at a time; ok is false where none is known.
func (f *File) At(t time.Time) (Version, bool) {
	for _, v := range f.Versions {
		if !v.Date.After(t) {
			return v, true
		}
	}
	return Version{}, false
}

// File gives the history of a file; nil where git knows nothing of it, or h is nil.
func (h *History) File(path string) *File {
	if h == nil {
		return nil
	}
	return h.Files[path]
}

// Read asks git about dir. It gives nil where dir is in no repository, where the
// repository has no commit, or where there is no git.
func Read(ctx context.Context, dir string) *History {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	r, err := findRepository(ctx, dir)
	if err != nil {
		return nil
	}
	h := &History{Head: r.head, Prefix: r.prefix, Files: map[string]*File{}}
	h.Objects = func(ctx context.Context, ids []string, limit int) map[string]string {
		return objects(ctx, dir, ids, limit)
	}
	if text, ok := r.owners(); ok {
		h.Owners = ParseOwners(text)
	}
	log, err := git(ctx, dir, nil, "log", "--max-count="+strconv.Itoa(MaxCommits), "--no-show-signature", "--no-color", "--no-ext-diff",
		"--raw", "--no-abbrev", "-M", "-l200", "-z", "--relative", "--format=%x01%H%x00%ct%x00%aN", "--", ":(icase)*.md", ":(icase)*.markdown")
	if err != nil {
		return nil
	}
	h.read(log, cutOff(r.shallow))
	return h
}

// Refresh gives h where the repository's HEAD has not moved since, else what
// Read gives.
func (h *History) Refresh(ctx context.Context, dir string) *History {
	if h != nil {
		out, err := git(ctx, dir, nil, "rev-parse", "HEAD")
		if err == nil && strings.TrimSpace(string(out)) == h.Head {
			return h
		}
	}
	return Read(ctx, dir)
}

// Moves is the file that git writes to whenever HEAD moves; "" where dir is in no
// repository.
func Moves(ctx context.Context, dir string) string {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	out, err := git(ctx, dir, nil, "rev-parse", "--git-path", "logs/HEAD")
	if err != nil {
		return ""
	}
	path := filepath.FromSlash(strings.TrimRight(string(out), "\r\n"))
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path
}

// LastCommit is the last commit that touched dir, short, with its date; "" and
// zero where git knows none.
func LastCommit(ctx context.Context, dir string) (commit string, date time.Time) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	out, err := git(ctx, dir, nil, "log", "-1", "--no-show-signature", "--format=%h %ct", "--", ".")
	if err != nil {
		return "", time.Time{}
	}
	hash, stamp, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	date = moment(stamp)
	if date.IsZero() {
		return "", date
	}
	return hash, date
}

// objects asks one git for all of them.
func objects(ctx context.Context, dir string, ids []string, limit int) map[string]string {
	texts := map[string]string{}
	if len(ids) == 0 {
		return texts
	}
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	out, err := git(ctx, dir, []byte(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return texts
	}
	for len(out) > 0 {
		line, rest, ok := bytes.Cut(out, []byte("\n"))
		if !ok {
			break
		}
		out = rest
		f := strings.Fields(string(line)) // id, type, size; or id, "missing"
		if len(f) != 3 {
			continue
		}
		size, err := strconv.Atoi(f[2])
		if err != nil || size < 0 || size+1 > len(out) {
			break
		}
		if f[1] == "blob" && size <= limit {
			texts[f[0]] = string(out[:size])
		}
		out = out[size+1:]
	}
	return texts
}

// git runs a command that only reads. The repository may be a stranger's:
// nothing that its configuration names is run, and objects that it lacks are
// not fetched.
func git(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "--no-pager"}, args...)...)
	cmd.Dir = dir
	cmd.Stdin = bytes.NewReader(in)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "LC_ALL=C")
	return cmd.Output()
}

// cutOff are the commits at which a shallow clone ends. They seem to add every
// file, which says nothing.
func cutOff(shallow string) map[string]bool {
	text, err := os.ReadFile(shallow)
	if err != nil {
		return nil // the clone is whole
	}
	cut := map[string]bool{}
	for _, id := range strings.Fields(string(text)) {
		cut[id] = true
	}
	return cut
}

// read takes in the log, the newest commit first. A file that was renamed is
// followed under its old name from there on.
func (h *History) read(log []byte, cut map[string]bool) {
	now := map[string]string{} // an old name → the name it has today
	commits := map[string]map[string]int{}
	var at time.Time
	var author string
	skip := false
	fields := strings.Split(string(log), "\x00")
	for i := 0; i < len(fields); i++ {
		field := strings.TrimPrefix(fields[i], "\n")
		switch {
		case strings.HasPrefix(field, "\x01"):
			if i+2 >= len(fields) {
				return
			}
			skip = cut[field[1:]]
			at, author = moment(fields[i+1]), fields[i+2]
			i += 2
		case strings.HasPrefix(field, ":"):
			change := strings.Fields(field) // modes, objects, what happened
			if len(change) != 5 || i+1 >= len(fields) {
				return
			}
			i++
			name := fields[i]
			old := name
			if change[4][0] == 'R' || change[4][0] == 'C' {
				if i+1 >= len(fields) {
					return
				}
				i++
				name = fields[i]
			}
			if skip {
				continue
			}
			today := cmp.Or(now[name], name)
			if change[4][0] == 'R' {
				now[old] = today
			}
			h.add(today, Version{Date: at, Author: author, Blob: change[3]}, commits)
			if change[4][0] == 'A' && now[name] != "" {
				delete(now, name) // what had this name before was another file
			}
		}
	}
	for path, f := range h.Files {
		f.Authors = ranked(commits[path])
	}
}

func (h *History) add(path string, v Version, commits map[string]map[string]int) {
	f := h.Files[path]
	if f == nil {
		f = &File{}
		h.Files[path] = f
		commits[path] = map[string]int{}
	}
	commits[path][v.Author]++
	if v.Date.After(f.Changed) {
		f.Changed, f.Author = v.Date, v.Author
	}
	f.Versions = append(f.Versions, v)
}

// ranked orders authors by their commits, then by name.
func ranked(commits map[string]int) []string {
	var list []string
	for a := range commits {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(commits[b]-commits[a], strings.Compare(a, b))
	})
	return list
}

// moment is a time in seconds since 1970; zero for what is none.
func moment(stamp string) time.Time {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
