package history

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A repo is a repository made for a test. Each commit is a day later than the last.
type repo struct {
	t   testing.TB
	dir string
	day int
}

func newRepo(t testing.TB) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	r := &repo{t: t, dir: t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	date := fmt.Sprintf("%d +0000", r.date(r.day).Unix())
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_COMMITTER_NAME=c", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_COMMITTER_DATE="+date, "GIT_AUTHOR_DATE="+date)
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (r *repo) date(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }

// commit writes files ("" removes one) and commits them in the name of author.
func (r *repo) commit(author string, files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		p := filepath.Join(r.dir, name)
		if text == "" {
			os.Remove(p)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	r.day++
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "change", "--author", author+" <"+author+"@example.org>")
}

func (f *File) String() string {
	if f == nil {
		return "unknown"
	}
	return fmt.Sprintf("%s by %s (%s), %d versions", f.Changed.Format(time.DateOnly), f.Author, strings.Join(f.Authors, " "), len(f.Versions))
}

func check(t *testing.T, h *History, want map[string]string) {
	t.Helper()
	for path, w := range want {
		if got := h.File(path).String(); got != w {
			t.Errorf("%s: %s, want %s", path, got, w)
		}
	}
}

const long = "# Ferry\n\nA long text that stays as it is, so that its file is known again.\n\nAnother line.\n"

func TestRead(t *testing.T) {
	r := newRepo(t)
	r.commit("ann", map[string]string{"plans/ferry.md": long, "plans/ö \"x\".md": "# O\n", "code.go": "package x\n"})
	r.commit("bob", map[string]string{"plans/ferry.md": long + "More.\n"})
	r.commit("bob", map[string]string{"plans/ferry.md": long + "Still more.\n", "README.md": "# Read me\n"})
	r.git("mv", "plans/ferry.md", "plans/boat.md")
	r.commit("cyd", map[string]string{"code.go": "package y\n"})
	r.commit("dan", map[string]string{"code.go": "package z\n", "plans/ferry.md": "# Another\n"})

	h := Read(context.Background(), r.dir)
	check(t, h, map[string]string{
		"plans/boat.md":    "2026-03-04 by cyd (bob ann cyd), 4 versions",
		"plans/ferry.md":   "2026-03-05 by dan (dan), 1 versions",
		"plans/ö \"x\".md": "2026-03-01 by ann (ann), 1 versions",
		"README.md":        "2026-03-03 by bob (bob), 1 versions",
		"code.go":          "unknown",
	})
	if h.Prefix != "" || len(h.Head) != 40 {
		t.Errorf("prefix %q, head %q", h.Prefix, h.Head)
	}
	below := Read(context.Background(), filepath.Join(r.dir, "plans"))
	check(t, below, map[string]string{"boat.md": "2026-03-04 by cyd (bob ann cyd), 4 versions", "README.md": "unknown", "plans/boat.md": "unknown"})
	if below.Prefix != "plans/" {
		t.Errorf("prefix %q", below.Prefix)
	}
	moves := Moves(context.Background(), filepath.Join(r.dir, "plans"))
	before, err := os.ReadFile(moves)
	if err != nil {
		t.Error(err)
	}
	r.commit("dan", map[string]string{"code.go": "package w\n"})
	if after, _ := os.ReadFile(moves); len(after) <= len(before) {
		t.Error("a commit does not show in the file of moves")
	}
	if got := Moves(context.Background(), os.TempDir()); got != "" {
		t.Errorf("moves of no repository: %q", got)
	}
	v, ok := h.File("plans/boat.md").At(r.date(2).Add(time.Hour))
	if !ok || h.Objects(context.Background(), []string{v.Blob, strings.Repeat("0", 40)}, 1<<20)[v.Blob] != long+"More.\n" {
		t.Errorf("its text of the second day is not found: %v %v", v, ok)
	}
	if n := len(h.Objects(context.Background(), []string{v.Blob}, 3)); n != 0 {
		t.Error("a text beyond the limit is given")
	}
	if _, ok := h.File("README.md").At(r.date(1)); ok {
		t.Error("a file is known before it was there")
	}
}

// Where history is cut off, what lies behind has no date.
func TestShallow(t *testing.T) {
	r := newRepo(t)
	r.commit("ann", map[string]string{"old.md": long, "new.md": long})
	r.commit("bob", map[string]string{"mid.md": "# M\n"})
	r.commit("bob", map[string]string{"new.md": long + "More.\n"})
	clone := t.TempDir()
	cmd := exec.Command("git", "clone", "-q", "--depth=2", "file://"+r.dir, clone)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	check(t, Read(context.Background(), clone), map[string]string{"old.md": "unknown", "mid.md": "unknown", "new.md": "2026-03-03 by bob (bob), 1 versions"})
}

func TestMerges(t *testing.T) {
	r := newRepo(t)
	r.commit("ann", map[string]string{"a.md": long, "b.md": long})
	r.git("checkout", "-q", "-b", "side")
	r.commit("bob", map[string]string{"a.md": long + "Side.\n"})
	r.git("checkout", "-q", "main")
	r.commit("cyd", map[string]string{"b.md": long + "Main.\n"})
	r.day++
	r.git("-c", "user.name=m", "-c", "user.email=m@example.org", "merge", "-q", "--no-ff", "side")
	check(t, Read(context.Background(), r.dir), map[string]string{"a.md": "2026-03-02 by bob (ann bob), 2 versions", "b.md": "2026-03-03 by cyd (ann cyd), 2 versions"})
}

func TestRefresh(t *testing.T) {
	r := newRepo(t)
	if h := Read(context.Background(), r.dir); h != nil {
		t.Error("a repository without a commit has a history")
	}
	r.commit("ann", map[string]string{"a.md": long})
	h := Read(context.Background(), r.dir)
	if h.Refresh(context.Background(), r.dir) != h {
		t.Error("an unmoved HEAD is read again")
	}
	r.commit("bob", map[string]string{"a.md": long + "More.\n"})
	if next := h.Refresh(context.Background(), r.dir); next == h || next.File("a.md").Author != "bob" {
		t.Error("a new commit is not seen")
	}
	if commit, date := LastCommit(context.Background(), r.dir); !strings.HasPrefix(Read(context.Background(), r.dir).Head, commit) || !date.Equal(r.date(2)) {
		t.Errorf("last commit %q of %v", commit, date)
	}
}

func TestWithoutRepository(t *testing.T) {
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(t.TempDir()))
	dir := t.TempDir()
	t.Setenv("GIT_DIR", filepath.Join(dir, "none"))
	if h := Read(context.Background(), dir); h != nil || h.File("a.md") != nil {
		t.Error("history from nowhere")
	}
	if commit, date := LastCommit(context.Background(), dir); commit != "" || !date.IsZero() {
		t.Error("a commit from nowhere")
	}
}

func TestOwners(t *testing.T) {
	o := ParseOwners("# who\n*  @all\n/docs/  @docs-team writer@example.org\n*.md @org/markdown\ndocs/api/ @api # last\n[broken @x\nplans/free.md\n")
	for path, want := range map[string][]string{
		"main.go": {"@all"}, "docs/x.txt": {"@docs-team", "writer@example.org"}, "docs/x.md": {"@org/markdown"},
		"docs/api/x.md": {"@api"}, "plans/free.md": nil, "other/docs/x.txt": {"@all"},
	} {
		if got := o.Of(path); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	r := newRepo(t)
	r.commit("ann", map[string]string{"docs/CODEOWNERS": "* @docs\n", "plans/a.md": long})
	if got := Read(context.Background(), filepath.Join(r.dir, "plans")).Owners.Of("plans/a.md"); !slices.Equal(got, []string{"@docs"}) {
		t.Errorf("owners %q", got)
	}
	r.commit("ann", map[string]string{".github/CODEOWNERS": "* @hub\n"})
	if got := Read(context.Background(), r.dir).Owners.Of("plans/a.md"); !slices.Equal(got, []string{"@hub"}) {
		t.Errorf("owners %q", got)
	}
}

// TestMark changes what the history depends on, beside the commits.
func TestMark(t *testing.T) {
	if Mark(t.Context(), t.TempDir()) != "" {
		t.Error("a mark of no repository")
	}
	r := newRepo(t)
	if Mark(t.Context(), r.dir) != "" {
		t.Error("a mark of a repository without a commit")
	}
	r.commit("ann", map[string]string{"a.md": "# A", "sub/b.md": "# B"})
	mark := Mark(t.Context(), r.dir)
	if err := os.WriteFile(filepath.Join(r.dir, "a.md"), []byte("# B"), 0o644); err != nil {
		t.Fatal(err)
	}
	if Mark(t.Context(), r.dir) != mark {
		t.Error("a text that is not committed is no history")
	}
	if mark == "" || Mark(t.Context(), filepath.Join(r.dir, "sub")) == mark {
		t.Errorf("mark %q of the repository and of a directory in it", mark)
	}
	seen := map[string]string{mark: "the first"}
	for _, change := range []struct{ file, text string }{{"CODEOWNERS", "* @ann"}, {"CODEOWNERS", "* @bob"}, {".mailmap", "Ann <ann@example.org>"}, {".git/shallow", strings.Repeat("a", 40)}} {
		if err := os.WriteFile(filepath.Join(r.dir, change.file), []byte(change.text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		mark = Mark(t.Context(), r.dir)
		if mark != "" && seen[mark] != "" {
			t.Errorf("%s: the mark of %s", change.file, seen[mark])
		}
		seen[mark] = change.file
	}
	if err := os.Remove(filepath.Join(r.dir, ".git/shallow")); err != nil {
		t.Fatal(err)
	}
	r.commit("bob", map[string]string{"a.md": "# A2"})
	if mark = Mark(t.Context(), r.dir); seen[mark] != "" || mark == "" {
		t.Errorf("a commit: the mark of %s", seen[mark])
	}
}
