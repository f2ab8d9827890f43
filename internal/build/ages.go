package build

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

// Bounds of the earlier texts that are read and parsed, of one build.
const (
	maxEarlier      = 200
	maxEarlierBytes = 512 << 10
)

// planAges is what the dates of a plan's files say of it.
type planAges struct {
	report   *completeness.PlanReport
	stale    []diag.Diagnostic
	suspects []completeness.Suspect
	blobs    []string // what each suspect's file was
	found    []diag.Diagnostic
}

// findAges reports of each plan that it is stale, and which of its citations are
// older than what they cite; nil where git knows nothing. What prev knows of a
// plan serves as long as its report and what git knows are the same.
func (r *Result) findAges(ctx context.Context, prev *Result, plans []*portfolio.Plan, report *completeness.Report) [][]diag.Diagnostic {
	if r.history == nil {
		return nil
	}
	opts := completeness.Ages{Today: r.built.Date, After: r.config.StaleAfter, Changed: r.changed}
	same := r.history == prev.history && r.built.Date.Equal(prev.built.Date) && r.config.StaleAfter == prev.config.StaleAfter
	r.ages = make([]planAges, len(plans))
	var before []*portfolio.Plan
	if same {
		before = prev.Site.Facts.Portfolio.Plans
	}
	kept := portfolio.Kept(plans, before)
	parallel.For(len(plans), func(i int) {
		pr := report.Plans[i]
		if at := kept[i]; at >= 0 && prev.ages[at].report == pr {
			r.ages[i] = prev.ages[at]
			return
		}
		a := planAges{report: pr, stale: completeness.StalePlan(pr, opts), suspects: completeness.PlanSuspects(pr.Plan, r.changed)}
		for _, s := range a.suspects {
			v, _ := r.history.File(s.Of.File.Path).At(s.At)
			a.blobs = append(a.blobs, v.Blob)
		}
		r.ages[i] = a
	})
	r.readEarlier(ctx, prev)
	found := make([][]diag.Diagnostic, len(r.ages))
	for i := range r.ages {
		a := &r.ages[i]
		if len(a.suspects) == 0 && sameList(a.found, a.stale) {
			found[i] = a.found
			continue
		}
		list := a.stale
		for n, s := range a.suspects {
			list = append(list[:len(list):len(list)], completeness.Outdated(s, r.earlier[a.blobs[n]], r.changed)...)
		}
		if !reflect.DeepEqual(list, a.found) {
			a.found = list
		}
		found[i] = a.found
	}
	return found
}

// changed is the last change of a file; zero where git does not know it.
func (r *Result) changed(path string) time.Time {
	if f := r.history.File(path); f != nil {
		return f.Changed
	}
	return time.Time{}
}

// readEarlier parses what files said before, by object, the first maxEarlier of
// them. What prev has parsed serves as long as texts are read as they were then.
func (r *Result) readEarlier(ctx context.Context, prev *Result) {
	r.earlier = map[string]*plan.Document{}
	paths := map[string]string{}
	var wanted, unread []string
	for i := range r.ages {
		for n, blob := range r.ages[i].blobs {
			if blob == "" || paths[blob] != "" || len(wanted) == maxEarlier {
				continue
			}
			paths[blob] = r.ages[i].suspects[n].Of.File.Path
			wanted = append(wanted, blob)
		}
	}
	same := reflect.DeepEqual(markdownOptions(r.config), markdownOptions(prev.config))
	for _, blob := range wanted {
		if d := prev.earlier[blob]; d != nil && same {
			r.earlier[blob] = d
		} else {
			unread = append(unread, blob)
		}
	}
	if len(unread) == 0 {
		return
	}
	texts := r.history.Objects(ctx, unread, maxEarlierBytes)
	for _, blob := range unread {
		if text, ok := texts[blob]; ok {
			f := source.NewFile(paths[blob], text)
			opts := markdownOptions(r.config)
			d := r.readings.other("earlier ", opts).parse(f, opts)
			if len(d.faults) == 0 { // they were those of its own time
				r.earlier[blob] = d.doc
			}
		}
	}
}

// ownersOf is whom CODEOWNERS names: the repository's, else one that lies in
// the portfolio where a repository would have it. While the key is equal, its
// answers are.
func (r *Result) ownersOf() (owners func(path string) []string, key any) {
	if h := r.history; h != nil && h.Owners != nil {
		return func(path string) []string { return h.Owners.Of(h.Prefix + path) }, [2]any{h.Owners, h.Prefix}
	}
	for _, name := range history.OwnerFiles {
		if i := slices.IndexFunc(r.tree.Sidecars, func(f source.File) bool { return f.Path == name }); i >= 0 {
			return history.ParseOwners(r.tree.Sidecars[i].Text).Of, r.tree.Sidecars[i].Digest
		}
	}
	return nil, nil
}
