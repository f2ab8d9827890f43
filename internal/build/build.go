// Package build is the only place that knows the order of the stages. It takes
// Inputs and the previous Result and gives a Result; what is not found in the
// previous result is made anew, and nothing else is carried over. Publish
// writes a Result to a directory.
package build

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/trace"
)

// Inputs are everything that a site is made from.
type Inputs struct {
	Root       fs.FS    // the plans
	Config     string   // path in Root of the configuration, or "" for planfolio.yaml where there is one
	ConfigText *string  // configuration from elsewhere (--config), nil for none; Config then only names it
	Theme      fs.FS    // the user's theme, nil for none
	Skip       []string // paths never walked: the output directory
	HoldTheme  bool     // where a file of the theme is broken, the previous result's theme stays

	// Cache is where documents that have been read are kept, and what of them is
	// not needed at all times; CacheFor tells the portfolio from others that are
	// kept there. With nil, memory holds everything.
	Cache    *cache.Dir
	CacheFor string

	BaseURL string // in place of the configuration's; "" to leave that
	Built   site.Built

	// Where names the paths in Root at which something may have changed since
	// the previous result was made, where that is known: nothing else has,
	// neither theme nor history. The configuration is read in any case. nil
	// means that anything may have changed.
	Where []string

	// History is what git knows of the plans; nil for nothing. It is asked for
	// once, while the plans are parsed. Where nothing has changed it gives the
	// very value that it gave before.
	History func() *history.History

	// HistoryMark identifies what History gives, without finding it out; nil
	// where that cannot be told.
	HistoryMark func() string

	Measure  *Measure                            // filled by Build, and by Publish of the result; nil for none
	Jobs     int                                 // at most so many at a time; 0 for one a processor
	Progress func(stage string, done, total int) // may be nil; called from many goroutines

	looked *look // at them by Output.Unchanged; nil for not yet
}

// The stages that Inputs.Progress hears of.
const (
	StageRead   = "read"   // the plans are walked and read; without a total
	StageParse  = "parse"  // of so many plans
	StageLink   = "link"   // whole portfolio; without a total
	StageRender = "render" // of so many files, by Publish
)

// Build reads and understands the portfolio. prev may be nil; where nothing has
// changed since prev, it is prev that is returned. Flaws are in
// Result.Site.Facts.Diagnostics. The error is for work that could not be done:
// *ConfigError for a configuration that does not hold, ctx's error when ctx
// ends, *PanicError for a fault of Planfolio's own, else a root or theme that
// cannot be read.
func Build(ctx context.Context, in Inputs, prev *Result) (*Result, error) {
	if prev == nil {
		prev = &Result{}
	}
	if in.Jobs <= 0 {
		in.Jobs = runtime.GOMAXPROCS(0)
	}
	next := &Result{built: in.Built, root: in.Root, configName: cmp.Or(in.Config, config.Name), measure: in.Measure}
	var err error
	if next.config, next.configDiagnostics, err = readConfig(in); err != nil {
		return nil, err
	}
	past := in.startHistory()
	in.progress(StageRead, 0, 0)
	end := in.Measure.stage("read")
	opts := in.sourceOptions(next.config)
	next.readings = openReadings(in, markdownOptions(next.config), prev.readings)
	next.tree, next.sourceDiagnostics, err = readTree(in, opts, prev, next.readings)
	if err != nil {
		return nil, err
	}
	end()
	next.sourceOptions = opts
	end = in.Measure.stage("theme")
	hinted := in.Where != nil && prev.Site != nil
	if hinted {
		next.theme = prev.theme
	} else if next.theme, err = loadTheme(in.Theme, prev.theme, in.HoldTheme); err != nil {
		return nil, err
	}
	end()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if hinted {
		past = func() *history.History { return prev.history }
	}
	if prev.Site != nil {
		next.history = past()
	}
	if next.sameInputs(prev) {
		return prev, nil
	}
	end = in.Measure.stage("parse")
	if err := next.parse(ctx, in, prev); err != nil {
		return nil, err
	}
	end()
	in.progress(StageLink, 0, 0)
	end = in.Measure.stage("align")
	if err := next.align(ctx, in, prev); err != nil {
		return nil, err
	}
	end()
	end = in.Measure.stage("git")
	next.history = past()
	end()
	if err := next.link(ctx, prev); err != nil {
		return nil, err
	}
	end = in.Measure.stage("list")
	next.list(prev)
	end()
	return next, nil
}

// link runs the stages that look at the whole portfolio, and makes the site.
func (r *Result) link(ctx context.Context, prev *Result) error {
	facts := site.Facts{Config: r.config, Tree: r.tree, Built: r.built, History: r.history}
	var before site.Facts // whose values serve again where nothing of theirs has changed
	if prev.Site != nil {
		before = prev.Site.Facts
	}
	more := slices.Concat(r.configDiagnostics, r.templateDiagnostics, r.sourceDiagnostics, r.theme.diagnostics)
	r.inputs = make([]portfolio.Input, len(r.documents))
	for i, d := range r.documents {
		if i < len(prev.documents) && prev.documents[i] == d {
			r.inputs[i] = prev.inputs[i]
		} else {
			r.inputs[i] = portfolio.Input{Doc: d.doc, Alignment: d.alignment}
		}
	}
	var ages [][]diag.Diagnostic
	stages := []struct {
		name string
		run  func()
	}{
		{"portfolio", func() {
			opts := portfolio.Options{Config: r.config, Tree: r.tree}
			opts.Owners, opts.OwnersKey = r.ownersOf()
			facts.Portfolio = before.Portfolio.Next(r.inputs, opts)
			more = append(more, facts.Portfolio.Diagnostics...)
		}},
		{"trace", func() {
			facts.Trace = before.Trace.Next(facts.Portfolio, trace.Options{
				Coverage: r.config.Coverage, Waivers: r.config.Waivers, Config: r.configName, Today: r.today(),
			})
			more = append(more, facts.Trace.Diagnostics...)
		}},
		{"roadmap", func() {
			facts.Roadmap = before.Roadmap.Next(facts.Portfolio, roadmap.Options{Today: r.built.Date, Phases: r.config.Phases})
		}},
		{"completeness", func() {
			facts.Completeness = before.Completeness.Next(facts.Portfolio, facts.Trace)
		}},
		{"history", func() {
			ages = r.findAges(ctx, prev, facts.Portfolio.Plans, facts.Completeness)
		}},
		{"house rules", func() {
			r.rules = prev.rules.Next(facts.Portfolio, r.config.HouseRules, r.configName)
			more = append(more, r.rules.Diagnostics...)
		}},
		{"register", func() {
			facts.Registers = before.Registers.Next(facts.Portfolio)
		}},
		{"problems", func() {
			known := prev.findings
			if !reflect.DeepEqual(r.config.Rules, prev.config.Rules) {
				known = nil
			}
			r.findings = r.find(&facts, ages, r.rules.Plans, more, known)
			facts.Diagnostics = r.findings.all
		}},
		{"site", func() {
			// The problems page shows the diagnostics of addresses too, so
			// where there are any the site is made a second time, with them.
			r.Site = site.New(facts, prev.Site)
			if addresses := r.Site.Diagnostics(); len(addresses) > 0 {
				r.findings = r.find(&facts, ages, r.rules.Plans, append(more, addresses...), r.findings)
				facts.Diagnostics = r.findings.all
				r.Site = site.New(facts, r.Site)
			}
		}},
	}
	for _, stage := range stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		end := r.measure.stage(stage.name)
		if fault := guard(stage.run); fault != nil {
			fault.Stage = stage.name
			return fault
		}
		end()
	}
	return nil
}

// today is the day that the site is built for, "" where none is known.
func (r *Result) today() string {
	if r.built.Date.IsZero() {
		return ""
	}
	return r.built.Date.Format(time.DateOnly)
}

// startHistory asks for the history. What it gives waits for the answer.
func (in *Inputs) startHistory() (wait func() *history.History) {
	if in.History == nil {
		return func() *history.History { return nil }
	}
	answer := make(chan *history.History, 1)
	go func() { answer <- in.History() }()
	return sync.OnceValue(func() *history.History { return <-answer })
}

// sourceOptions are the settings under which the plans are walked.
func (in *Inputs) sourceOptions(c config.Config) source.Options {
	return source.Options{Ignore: c.Ignore, Skip: in.Skip, Limits: c.Limits}
}

func (in *Inputs) progress(stage string, done, total int) {
	if in.Progress != nil {
		in.Progress(stage, done, total)
	}
}

// PanicError is a fault of Planfolio's own.
type PanicError struct {
	Stage string
	Value any
	Stack []byte
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("a fault of Planfolio's own in stage %s: %v", e.Stage, e.Value)
}

// markdownOptions are the settings that the reading of a file depends on.
func markdownOptions(c config.Config) markdown.Options {
	return markdown.Options{Kinds: c.Kinds, Phases: c.Phases, RawHTML: c.RawHTML, Limits: c.Limits, Lang: c.Lang}
}
