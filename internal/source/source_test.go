package source

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
)

// texts is a file system of the given paths and texts.
func texts(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for p, text := range files {
		fsys[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func mustRead(t *testing.T, fsys fs.FS, opts Options, prev *Tree) (*Tree, []diag.Diagnostic) {
	t.Helper()
	tree, found, err := Read(fsys, opts, prev)
	if err != nil {
		t.Fatal(err)
	}
	return tree, found
}

func paths(files []File) string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return strings.Join(list, " ")
}

// codes lists diagnostics as "path code".
func codes(found []diag.Diagnostic) string {
	var list []string
	for _, d := range found {
		list = append(list, d.Path+" "+string(d.Code))
	}
	return strings.Join(list, ", ")
}

func TestWalk(t *testing.T) {
	fsys := texts(map[string]string{
		"b.md": "b", "a.md": "a", "A.MD": "x", "c.markdown": "c", "notes.txt": "no", "LICENSE": "no", "x.mdx": "no",
		".kiro/specs/auth/tasks.md": "t", ".kiro/specs/auth/spec.json": "{}", ".kiro/.config.kiro": "{}", "keps/1/kep.yaml": "a: b", "CODEOWNERS": "* @a",
		".git/plan.md": "no", "sub/.git": "gitdir: elsewhere", "sub/node_modules/p/readme.md": "no", "node_modules/x.md": "no",
		"public/page.md": "no", "old/site/.planfolio/manifest.json": "{}", "old/site/page.md": "no", "old/plan.md": "o",
		"dir.md/inner.md": "i", "img/a.PNG": "p", "img/b.svg": "s", "img/c.html": "no", "img/d.pdf": "d",
		"mañana → plan (1).md": "m",
	})
	tree, found := mustRead(t, fsys, Options{Skip: []string{"public"}}, nil)
	if got, want := paths(tree.Files), ".kiro/specs/auth/tasks.md A.MD a.md b.md c.markdown dir.md/inner.md mañana → plan (1).md old/plan.md"; got != want {
		t.Errorf("files\ngot  %s\nwant %s", got, want)
	}
	if got, want := paths(tree.Sidecars), ".kiro/.config.kiro .kiro/specs/auth/spec.json CODEOWNERS keps/1/kep.yaml"; got != want {
		t.Errorf("sidecars\ngot  %s\nwant %s", got, want)
	}
	var assets []string
	for _, a := range tree.Assets {
		assets = append(assets, a.Path)
	}
	if got, want := strings.Join(assets, " "), "img/a.PNG img/b.svg img/d.pdf"; got != want {
		t.Errorf("assets\ngot  %s\nwant %s", got, want)
	}
	if got, want := strings.Join(tree.Dirs, " "), ". .kiro .kiro/specs .kiro/specs/auth dir.md img keps keps/1 old sub"; got != want {
		t.Errorf("directories\ngot  %s\nwant %s", got, want)
	}
	if len(found) > 0 {
		t.Errorf("diagnostics: %+v", found)
	}
}

func TestIgnore(t *testing.T) {
	fsys := texts(map[string]string{
		".gitignore":             "# drafts\ndrafts/\n*.tmp.md\n/top.md\n!kept.tmp.md\nwhite/*\n!white/ok.md\r\n\\#odd.md\n",
		"drafts/a.md":            "",
		"sub/drafts/a.md":        "",
		"sub/.gitignore":         "local.md\n!back.tmp.md\n",
		"sub/local.md":           "a",
		"sub/deep/local.md":      "a",
		"local.md":               "a",
		"x.tmp.md":               "a",
		"kept.tmp.md":            "a",
		"sub/back.tmp.md":        "a",
		"top.md":                 "a",
		"sub/top.md":             "a",
		"white/no.md":            "a",
		"white/ok.md":            "a",
		"#odd.md":                "a",
		"vendor/lib/a.md":        "a",
		"vendor/lib/keep.md":     "a",
		"only/.gitignore":        "*\n!*/\n!*.md\n",
		"only/a.md":              "a",
		"only/b.png":             "a",
		"only/deep/c.md":         "a",
		"only/deep/d.png":        "a",
		"sub/drafts.md":          "a",
		"sub/deep/.gitignore":    "/anchored.md",
		"sub/deep/anchored.md":   "a",
		"sub/deep/x/anchored.md": "a",
	})
	tree, _ := mustRead(t, fsys, Options{Ignore: []string{"vendor/**/a.md", "!sub/local.md"}}, nil)
	want := "kept.tmp.md local.md only/a.md only/deep/c.md sub/back.tmp.md sub/deep/x/anchored.md sub/drafts.md sub/local.md sub/top.md vendor/lib/keep.md white/ok.md"
	if got := paths(tree.Files); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(tree.Assets) > 0 {
		t.Errorf("ignored assets: %+v", tree.Assets)
	}
}

// root makes a directory from files and gives it as the command does.
func root(t *testing.T, files map[string]string) (string, fs.FS) {
	t.Helper()
	dir := t.TempDir()
	for p, text := range files {
		name := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return dir, r.FS()
}

func TestSymbolicLinks(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.md"), []byte("SECRET"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir, fsys := root(t, map[string]string{
		"plan.md": "# Plan", "sub/x.md": "x", ".git/config": "SECRET", ".env": "SECRET", ".gitignore": ".env\n", "pic.png": "png", "note.txt": "n",
	})
	for name, target := range map[string]string{
		"same.md": "plan.md", "sub/up.md": "../plan.md", "named.md": "note.txt", "also.png": "pic.png",
		"out.md": outside + "/secret.md", "up.md": "../" + filepath.Base(outside) + "/secret.md", "abs.md": filepath.Join(dir, "plan.md"),
		"dangling.md": "nothing.md", "chain.md": "same.md", "loop.md": "loop.md", "git.md": ".git/config", "env.md": ".env",
		"dir.md": "sub", "latest": "sub", "outdir": outside, "tool.txt": "/usr/bin/tool", "through.md": "latest/x.md", "deep.md": "outdir/secret.md",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	tree, found := mustRead(t, fsys, Options{}, nil)
	if got, want := paths(tree.Files), "named.md plan.md same.md sub/up.md sub/x.md"; got != want {
		t.Errorf("files\ngot  %s\nwant %s", got, want)
	}
	for _, f := range tree.Files {
		if strings.Contains(f.Text, "SECRET") {
			t.Errorf("%s shows what lies outside", f.Path)
		}
	}
	if f := tree.Files[slices.IndexFunc(tree.Files, func(f File) bool { return f.Path == "sub/up.md" })]; f.Text != "# Plan" {
		t.Errorf("sub/up.md reads %q", f.Text)
	}
	want := []string{"abs.md", "chain.md", "dangling.md", "deep.md", "dir.md", "env.md", "git.md", "latest", "loop.md", "out.md", "outdir", "through.md", "up.md"}
	var got []string
	for _, d := range found {
		if d.Code != diag.SkippedLink {
			t.Errorf("%+v", d)
		}
		got = append(got, d.Path)
	}
	if !slices.Equal(got, want) {
		t.Errorf("reported\ngot  %s\nwant %s", got, want)
	}
	if len(tree.Assets) != 2 {
		t.Fatalf("assets: %+v", tree.Assets)
	}
	if raw, err := tree.Assets[0].Read(fsys, Limits{}); err != nil || string(raw) != "png" {
		t.Errorf("also.png: %q, %v", raw, err)
	}
}

func TestAssetReplacedByALink(t *testing.T) {
	dir, fsys := root(t, map[string]string{"a.png": "png", ".git/config": "SECRET"})
	tree, _ := mustRead(t, fsys, Options{}, nil)
	if err := os.Remove(filepath.Join(dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(".git/config", filepath.Join(dir, "a.png")); err != nil {
		t.Skip(err)
	}
	if raw, err := tree.Assets[0].Read(fsys, Limits{}); err == nil {
		t.Errorf("read %q through a link that the walk has not seen", raw)
	}
}

// brokenFS fails to open one file.
type brokenFS struct {
	fs.FS
	name string
}

func (b brokenFS) Open(name string) (fs.File, error) {
	if name == b.name {
		return nil, &fs.PathError{Op: "open", Path: "/home/someone/" + name, Err: fs.ErrPermission}
	}
	return b.FS.Open(name)
}

func TestUnreadable(t *testing.T) {
	tree, found := mustRead(t, brokenFS{texts(map[string]string{"a [x].md": "a", "b.md": "b"}), "a [x].md"}, Options{}, nil)
	if got := codes(found); got != "a [x].md PF004" || found[0].Message != `"a [x].md" cannot be read: permission denied` {
		t.Errorf("got %s: %+v", got, found)
	}
	if tree.Files[0].Text != "# a \\[x\\]\\.md\n\nThis file cannot be read.\n" {
		t.Errorf("stub: %q", tree.Files[0].Text)
	}
	if _, _, err := Read(brokenFS{fstest.MapFS{}, "."}, Options{}, nil); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("a root that cannot be read: %v", err)
	}
}

// faultyFS panics when one file is opened.
type faultyFS struct {
	fs.FS
	name string
}

func (f faultyFS) Open(name string) (fs.File, error) {
	if name == f.name {
		panic("out of luck")
	}
	return f.FS.Open(name)
}

func TestFaultOfOurs(t *testing.T) {
	tree, found := mustRead(t, faultyFS{texts(map[string]string{"a.md": "a", "b.md": "b", "c.md": "c"}), "b.md"}, Options{}, nil)
	if got := codes(found); got != "b.md PF019" || found[0].Message != "reading this file met a fault of Planfolio's own: out of luck" {
		t.Errorf("got %+v", found)
	}
	if paths(tree.Files) != "a.md b.md c.md" || tree.Files[2].Text != "c" {
		t.Errorf("files: %+v", tree.Files)
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", 300)
	fsys := texts(map[string]string{
		"big.md": long + long, "line.md": "# T\n\n" + long, "para.md": strings.Repeat("abc\n", 80), "deep.md": "> > > > a\n\nb", "ok.md": "> > > a", "heads.md": "# a\n# b\n# c\n# d\n",
		"pic.png": long, "fence.md": "```\n" + long + "\n```\n",
	})
	opts := Options{Limits: Limits{FileBytes: 500, LineBytes: 256, Depth: 3, Headings: 3, AssetBytes: 100}}
	tree, found := mustRead(t, fsys, opts, nil)
	want := []string{
		"big.md 0:0 PF003 the file has 600 bytes, more than the limit of 500, and is not shown | raise limits.file_bytes in planfolio.yaml if this is meant",
		"deep.md 1:1 PF008 the file has quotes and lists nested 4 deep, more than the limit of 3, and is shown as it is written | raise limits.depth in planfolio.yaml if this is meant",
		"heads.md 4:1 PF003 the file has 4 headings, more than the limit of 3, and is shown as it is written | raise limits.headings in planfolio.yaml if this is meant",
		"line.md 3:1 PF003 the file has a line of 300 bytes, more than the limit of 256, and is shown as it is written | raise limits.line_bytes in planfolio.yaml if this is meant",
		"para.md 1:1 PF003 the file has a paragraph of 320 bytes, more than the limit of 256, and is shown as it is written | raise limits.line_bytes in planfolio.yaml if this is meant",
		"pic.png 0:0 PF003 the file has 300 bytes, more than the limit of 100, and is left out | raise limits.asset_bytes in planfolio.yaml if this is meant",
	}
	var got []string
	for _, d := range found {
		got = append(got, fmt.Sprintf("%s %d:%d %s %s | %s", d.Path, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message, d.Hint))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	byPath := map[string]File{}
	for _, f := range tree.Files {
		byPath[f.Path] = f
	}
	if got := byPath["deep.md"].Text; !strings.HasSuffix(got, "\n\n```text\n> > > > a\n\nb\n```\n") {
		t.Errorf("deep.md is shown as %q", got)
	}
	if got := byPath["big.md"].Text; strings.Contains(got, "xxx") || !strings.Contains(got, "600 bytes") {
		t.Errorf("big.md is shown as %q", got)
	}
	if got := byPath["fence.md"].Text; !strings.HasPrefix(got, "```\n") {
		t.Errorf("a long line in a fence: %q", got)
	}
}

func TestPortfolioLimits(t *testing.T) {
	fsys := texts(map[string]string{"a.md": "aa", "b.md": "bb", "c.md": "cc", "d.md": "dd"})
	for _, c := range []struct {
		limits Limits
		files  string
		codes  string
	}{
		{Limits{Files: 3}, "a.md b.md c.md", "d.md PF003"},
		{Limits{Files: 4}, "a.md b.md c.md d.md", ""},
		{Limits{TotalBytes: 5}, "a.md b.md", "c.md PF003"},
	} {
		tree, found := mustRead(t, fsys, Options{Limits: c.limits}, nil)
		if paths(tree.Files) != c.files || codes(found) != c.codes {
			t.Errorf("%+v: got %s; %s", c.limits, paths(tree.Files), codes(found))
		}
	}
}

func TestLiteralKeepsEverything(t *testing.T) {
	for _, text := range []string{"a", "```\nb\n```", "~~~\n````` x\n", strings.Repeat("`", 9) + strings.Repeat("~", 12)} {
		got := literal(text, "why <b> so")
		if !strings.HasPrefix(got, "Why \\<b\\> so.\n\n") || !strings.Contains(got, "\n"+strings.TrimSuffix(text, "\n")+"\n") {
			t.Errorf("%q", got)
		}
		if s := measure(got+"# end\n", Limits{}.Effective()); s.headings.value != 1 {
			t.Errorf("%q does not close", got)
		}
	}
}

func TestReuse(t *testing.T) {
	old := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	fsys := fstest.MapFS{
		"same.md":  {Data: []byte("same"), ModTime: old},
		"size.md":  {Data: []byte("size"), ModTime: old},
		"time.md":  {Data: []byte("time"), ModTime: old},
		"fresh.md": {Data: []byte("fresh"), ModTime: time.Now().Add(time.Hour)},
		"none.md":  {Data: []byte("none")},
		"bad.md":   {Data: []byte("bad\xff"), ModTime: old},
	}
	first, _ := mustRead(t, fsys, Options{}, nil)
	// What has the same size and time is taken for the same, where the time can be trusted.
	for name, data := range map[string]string{"same.md": "SAME", "size.md": "sizes", "time.md": "TIME", "fresh.md": "FRESH", "none.md": "NONE"} {
		fsys[name] = &fstest.MapFile{Data: []byte(data), ModTime: fsys[name].ModTime}
	}
	fsys["time.md"].ModTime = old.Add(time.Second)
	second, found := mustRead(t, fsys, Options{}, first)
	want := map[string]string{"same.md": "same", "size.md": "sizes", "time.md": "TIME", "fresh.md": "FRESH", "none.md": "NONE", "bad.md": "bad\ufffd"}
	for _, f := range second.Files {
		if f.Text != want[f.Path] {
			t.Errorf("%s: got %q, want %q", f.Path, f.Text, want[f.Path])
		}
	}
	if codes(found) != "bad.md PF001" {
		t.Errorf("a file taken from before has lost its diagnostics: %s", codes(found))
	}
	// Other limits, other texts.
	third, _ := mustRead(t, fsys, Options{Limits: Limits{FileBytes: 3}}, second)
	for _, f := range third.Files {
		if !strings.Contains(f.Text, "not shown") {
			t.Errorf("%s is taken from a reading with other limits: %q", f.Path, f.Text)
		}
	}
}

func TestReadIsDeterministic(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 300 {
		fsys[fmt.Sprintf("d%d/p%d.md", i%7, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "# %d\n\xff", i)}
	}
	a, x := mustRead(t, fsys, Options{}, nil)
	b, y := mustRead(t, fsys, Options{}, nil)
	if paths(a.Files) != paths(b.Files) || !slices.IsSorted(strings.Split(paths(a.Files), " ")) || codes(x) != codes(y) || len(x) != 300 {
		t.Error("two readings differ, or the files are not sorted")
	}
}
