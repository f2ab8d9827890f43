package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// measured is what was measured of one portfolio. Each list has one entry a run
// or an edit.
type measured struct {
	portfolio
	bytes           int64 // of the plans
	ours            builds
	hugo            *builds // nil without Hugo
	preview         *previews
	hugoPreview     *previews
	written, byHugo written
}

// builds are the builds of one tool.
type builds struct {
	cold, unchanged, edited []used
}

// measure writes a portfolio below dir, measures it, and removes it.
func measure(ctx context.Context, s settings, t *tools, p portfolio, dir string) (*measured, error) {
	defer os.RemoveAll(dir)
	b := &bench{settings: s, tools: t, portfolio: p, plans: filepath.Join(dir, "plans"), out: filepath.Join(dir, "public"), cache: filepath.Join(dir, "cache"), hugoOut: filepath.Join(dir, "hugo")}
	m := &measured{portfolio: p}
	if t.hugo != nil {
		m.hugo = &builds{}
	}
	var err error
	if m.bytes, err = b.writePlans(); err != nil {
		return nil, err
	}
	for range s.runs {
		if err := b.buildOurs(ctx, &m.ours); err != nil {
			return nil, err
		}
		if m.hugo != nil {
			if err := b.buildHugo(ctx, m.hugo); err != nil {
				return nil, err
			}
		}
	}
	if m.written, err = survey(b.out); err != nil {
		return nil, err
	}
	if m.hugo != nil {
		if m.byHugo, err = survey(b.hugoOut); err != nil {
			return nil, err
		}
	}
	for _, out := range []string{b.out, b.hugoOut} { // make room
		if err := os.RemoveAll(out); err != nil {
			return nil, err
		}
	}
	if !s.preview {
		return m, nil
	}
	if m.preview, err = b.previewOurs(ctx); err != nil {
		return nil, err
	}
	if m.hugo != nil {
		m.hugoPreview, err = b.previewHugo(ctx)
	}
	return m, err
}

// bench is the measuring of one portfolio.
type bench struct {
	settings
	*tools
	portfolio
	plans, out, cache, hugoOut string // directories
}

func (b *bench) writePlans() (int64, error) {
	if b.long == 0 {
		return b.shape.Write(b.plans)
	}
	text := b.text(0)
	path := b.path(0)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return 0, err
	}
	return int64(len(text)), os.WriteFile(path, []byte(text), 0o666)
}

// path is where plan i lies.
func (b *bench) path(i int) string {
	return filepath.Join(b.plans, filepath.FromSlash(b.shape.Path(i)))
}

// edit writes plan i with a word behind the first of before, below the front
// matter; without a word as it is.
func (b *bench) edit(i int, before, word string) error {
	text := b.text(i)
	if word != "" {
		front := strings.Index(text, "\n# ")
		head, rest, ok := strings.Cut(text[front:], before)
		if !ok {
			return fmt.Errorf("plan %d has no %q", i, before)
		}
		text = text[:front] + head + before + " " + word + rest
	}
	return os.WriteFile(b.path(i), []byte(text), 0o666)
}

// buildOurs builds from nothing, without any memory of earlier builds, then
// again, then after an edit in the middle, which it takes back.
func (b *bench) buildOurs(ctx context.Context, to *builds) error {
	for _, dir := range []string{b.out, b.cache} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	build := func(list *[]used) error {
		u, err := runChild(ctx, caches(b.cache), b.planfolio.path, "build", b.plans, "--out", b.out, "--quiet")
		*list = append(*list, u)
		return err
	}
	if err := build(&to.cold); err != nil {
		return err
	}
	if err := build(&to.unchanged); err != nil {
		return err
	}
	middle := b.shape.Plans / 2
	if err := b.edit(middle, "The", "edited"); err != nil {
		return err
	}
	if err := build(&to.edited); err != nil {
		return err
	}
	return b.edit(middle, "", "")
}

// buildHugo does the same with Hugo, which does not tell the three apart.
func (b *bench) buildHugo(ctx context.Context, to *builds) error {
	if err := os.RemoveAll(b.hugoOut); err != nil {
		return err
	}
	for _, list := range []*[]used{&to.cold, &to.unchanged} {
		u, err := runChild(ctx, caches(b.cache+"-hugo"), b.hugo.path, hugoBuild(b.theme, b.plans, b.hugoOut)...)
		if err != nil {
			return err
		}
		*list = append(*list, u)
	}
	to.edited = to.unchanged
	return nil
}
