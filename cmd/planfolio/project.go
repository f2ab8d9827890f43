package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/theme"
)

// A project is a directory of plans with what lies around it.
type project struct {
	*common
	dir     string // of the plans
	out     string // of the site; "" for a command that makes none
	theme   string // of the user's theme, which need not be there
	baseURL string
	built   site.Built
	history atomic.Pointer[history.History] // as last read
	moves   string                          // the file that git writes to when HEAD moves; "" where that is not known
	hold    bool                            // a broken theme does not take the place of the last good one
	bar     *progress
	measure *build.Measure // nil where nobody asks where the time goes

	last      atomic.Pointer[build.Result] // that rebuild gave
	forgetful bool                         // it has been said that nothing is remembered
}

// openProject finds the project of a command's [DIR].
func (c *common) openProject(ctx context.Context, args []string, out string) (*project, error) {
	dir, err := plansDir(args)
	if err != nil {
		return nil, err
	}
	p := &project{common: c, dir: dir, out: out}
	p.theme = filepath.Join(p.dir, theme.Dir)
	if c.config != "" {
		p.theme = filepath.Join(filepath.Dir(c.config), theme.Dir)
	}
	p.built, err = findBuilt(ctx, p.dir)
	return p, err
}

// hasTheme tells whether the directory theme/ beside the configuration looks
// like a theme: a plan may have that name too.
func (p *project) hasTheme() bool {
	for _, part := range []string{"layouts", "pages", "partials", "assets"} {
		if info, err := os.Stat(filepath.Join(p.theme, part)); err == nil && info.IsDir() {
			return true
		}
	}
	return false
}

// sources are the directories that the site is made from.
func (p *project) sources() []string {
	if p.hasTheme() {
		return []string{p.dir, p.theme}
	}
	return []string{p.dir}
}

// skip gives the slash paths below the plans that hold none: the output and the
// theme.
func (p *project) skip() []string {
	dirs := p.sources()[1:]
	if p.out != "" {
		dirs = append(dirs, p.out)
	}
	var skip []string
	for _, dir := range dirs {
		if rel, ok := relative(p.dir, dir); ok && rel != "." {
			skip = append(skip, rel)
		}
	}
	return skip
}

// below gives paths of the system as the portfolio has them; nil where one of
// them is none of the plans': of the theme, or of git.
func (p *project) below(where []string) []string {
	if where == nil {
		return nil
	}
	skip := p.skip()
	paths := make([]string, 0, len(where))
	for _, path := range where {
		switch {
		case p.config != "" && filepath.Clean(path) == filepath.Clean(p.config):
			continue // it is read in any case
		case path == p.moves:
			return nil
		case p.moves != "" && filepath.Dir(path) == filepath.Dir(p.moves):
			continue // git's own business
		}
		rel, err := filepath.Rel(p.dir, path)
		rel = filepath.ToSlash(rel)
		inTheme := path == p.theme || strings.HasPrefix(path, p.theme+string(filepath.Separator))
		if err != nil || inTheme || rel == ".." || strings.HasPrefix(rel, "../") || slices.Contains(skip, rel) {
			return nil
		}
		paths = append(paths, rel)
	}
	return paths
}

// locate gives the file that the path of a diagnostic names.
func (p *project) locate(path string) string {
	rest, inTheme := strings.CutPrefix(path, theme.Dir+"/")
	switch {
	case p.config != "" && path == filepath.ToSlash(p.config):
		return p.config
	case inTheme && p.hasTheme():
		return filepath.Join(p.theme, filepath.FromSlash(rest))
	}
	return filepath.Join(p.dir, filepath.FromSlash(path))
}

// relative gives the slash path of target below dir, links followed; ok is
// false where it does not lie there.
func relative(dir, target string) (rel string, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	if target, err = filepath.Abs(target); err != nil {
		return "", false
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	if above, err := filepath.EvalSymlinks(filepath.Dir(target)); err == nil {
		target = filepath.Join(above, filepath.Base(target))
	}
	rel, err = filepath.Rel(dir, target)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// inputs opens the project as it is now; a directory may have been replaced
// since the last build. What it opens is closed by done. Where it is known where
// something may have changed, git is not asked.
func (p *project) inputs(ctx context.Context, where []string) (in build.Inputs, done func(), err error) {
	in = build.Inputs{Where: where, HoldTheme: p.hold, Skip: p.skip(), Jobs: p.jobs, BaseURL: p.baseURL, Progress: p.bar.stage, Measure: p.measure}
	if where == nil {
		in.History = p.readHistory(ctx)
		in.HistoryMark = func() string { return history.Mark(ctx, p.dir) }
	}
	in.Built = p.built // which readHistory may have changed
	in.Cache, in.CacheFor = p.cache()
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return in, nil, err
	}
	in.Root, done = root.FS(), func() { root.Close() }
	if p.config != "" {
		text, err := os.ReadFile(p.config)
		if err != nil {
			done()
			return in, nil, usagef("", "%w", err)
		}
		s := string(text)
		in.Config, in.ConfigText = filepath.ToSlash(p.config), &s
	}
	if p.hasTheme() {
		layer, err := os.OpenRoot(p.theme)
		if err != nil {
			done()
			return in, nil, err
		}
		in.Theme, done = layer.FS(), func() { root.Close(); layer.Close() }
	}
	return in, done, nil
}

// cache is where what is read of the plans is remembered, and under what name.
// Where that is nowhere, a temporary file serves for as long as the command runs.
func (p *project) cache() (dir *cache.Dir, name string) {
	if p.noCache {
		return &cache.Dir{}, ""
	}
	name, err := filepath.Abs(p.dir)
	if err == nil {
		var user cache.Dir
		if user, err = cache.User(); err == nil {
			return &user, name
		}
	}
	p.forgets(err)
	return &cache.Dir{}, ""
}

// sitesDir is where builds remember what they have published; "" for nowhere.
func (p *project) sitesDir() string {
	user, err := cache.User()
	if p.noCache || err != nil {
		return ""
	}
	return filepath.Join(user.Path, "sites")
}

// forgets says, once and with --verbose, why nothing is remembered.
func (p *project) forgets(err error) {
	if err != nil && p.verbose && !p.forgetful {
		p.forgetful = true
		p.note("nothing is remembered for the next run: %v", err)
	}
}

// readHistory asks git. While HEAD stays, as between two edits in the preview,
// what was read before is given; where it has moved, the site is made from
// another commit.
func (p *project) readHistory(ctx context.Context) func() *history.History {
	if known := p.history.Load(); known != nil {
		now := known.Refresh(ctx, p.dir)
		p.history.Store(now)
		if now != known {
			if built, err := findBuilt(ctx, p.dir); err == nil {
				p.built = built
			}
		}
		return func() *history.History { return now }
	}
	return func() *history.History {
		h := history.Read(ctx, p.dir)
		if ctx.Err() == nil {
			p.history.Store(h)
		}
		return h
	}
}

// read opens the project that args name and understands its portfolio, for a
// command that makes no site of it.
func (c *common) read(ctx context.Context, args []string) (*project, *build.Result, error) {
	p, err := c.openProject(ctx, args, "")
	if err != nil {
		return nil, nil, err
	}
	p.bar = c.newProgress()
	defer p.bar.clear()
	result, err := p.build(ctx)
	return p, result, err
}

// build reads and understands the portfolio for the first time, and prints why
// the configuration does not hold where it does not.
func (p *project) build(ctx context.Context) (*build.Result, error) {
	result, err := p.rebuild(ctx, nil, nil)
	return result, p.explain(err)
}

// explain gives err, and prints why the configuration does not hold where it is that.
func (p *project) explain(err error) error {
	var broken *build.ConfigError
	if errors.As(err, &broken) {
		p.printBroken(broken)
	}
	return err
}

// rebuild builds from what prev has. where is as in build.Inputs.
func (p *project) rebuild(ctx context.Context, prev *build.Result, where []string) (*build.Result, error) {
	in, done, err := p.inputs(ctx, where)
	if err != nil {
		return nil, err
	}
	defer p.bar.clear()
	result, err := p.buildFrom(ctx, in, prev)
	if err != nil || result == prev {
		done() // a new result reads pictures from it, until it is forgotten
	}
	return result, err
}

func (p *project) buildFrom(ctx context.Context, in build.Inputs, prev *build.Result) (*build.Result, error) {
	result, err := build.Build(ctx, in, prev)
	if err == nil {
		p.last.Store(result)
		p.forgets(result.CacheError())
	}
	return result, err
}

// noteEmpty says that there are no plans, where there are none.
func (p *project) noteEmpty(texts int) {
	if p.quiet || texts > 0 {
		return
	}
	fmt.Fprintf(p.stderr, "planfolio: no plans in %s: there is no Markdown file in it\n", p.dir)
	fmt.Fprintf(p.stderr, "hint: planfolio new technical-implementation-plan %s writes a first one\n", filepath.Join(p.dir, "first-plan.md"))
}

// setBaseURL takes the address of --base-url, under the rules of base_url.
func (p *project) setBaseURL(address string) error {
	if address == "" {
		return nil
	}
	quoted, err := json.Marshal(address) // a JSON string is a YAML one
	if err != nil {
		return err
	}
	c, found := config.Parse(source.NewFile("--base-url", "base_url: "+string(quoted)))
	for _, d := range found {
		if d.Severity == diag.Error {
			return usagef("give it as https://example.com/plans/", "--base-url: %s", d.Message)
		}
	}
	p.baseURL = c.BaseURL
	return nil
}
