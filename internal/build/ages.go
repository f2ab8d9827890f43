package build

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/source"
)

// Bounds of the earlier texts that are read and parsed, of one build.
const (
	maxEarlier      = 200
	maxEarlierBytes = 512 << 10
)

// ages reports what is stale, and which citations are older than what they cite.
func (r *Result) ages(ctx context.Context, prev *Result, p *portfolio.Portfolio, report *completeness.Report) []diag.Diagnostic {
	if r.history == nil {
		return nil
	}
	found := completeness.Stale(report, completeness.Ages{Today: r.built.Date, After: r.config.StaleAfter, Changed: r.changed})
	suspects := completeness.Suspects(p, r.changed)
	blobs := make([]string, len(suspects))
	for i, s := range suspects {
		if v, ok := r.history.File(s.Of.File.Path).At(s.At); ok {
			blobs[i] = v.Blob
		}
	}
	r.readEarlier(ctx, prev, suspects, blobs)
	for i, s := range suspects {
		found = append(found, completeness.Outdated(s, r.earlier[blobs[i]], r.changed)...)
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
func (r *Result) readEarlier(ctx context.Context, prev *Result, suspects []completeness.Suspect, blobs []string) {
	r.earlier = map[string]*plan.Document{}
	paths := map[string]string{}
	var wanted, unread []string
	for i, blob := range blobs {
		if blob == "" || paths[blob] != "" || len(wanted) == maxEarlier {
			continue
		}
		paths[blob] = suspects[i].Of.File.Path
		wanted = append(wanted, blob)
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
			d := r.library.recall(f)
			if d == nil {
				d = r.library.remember(parseFile(f, markdownOptions(r.config), markdown.Parse))
			}
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
