package site

import (
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/history"
)

// lastChange is the document's history; nil where git knows no date of it.
func (s *Site) lastChange(d *docFacts) *history.File {
	if f := s.Facts.History.File(d.File.Path); f != nil && !f.Changed.IsZero() {
		return f
	}
	return nil
}

// planChanged is the history of the plan's document that changed last; nil
// where git knows no date of any.
func (s *Site) planChanged(p *planFacts) *history.File {
	var last *history.File
	for _, d := range p.docs {
		if f := s.lastChange(d); f != nil && (last == nil || f.Changed.After(last.Changed)) {
			last = f
		}
	}
	return last
}

// change is what one commit did to a plan.
type change struct {
	at        time.Time
	author    string
	documents []string // titles, as the plan orders them
}

// planChanges are a plan's changes that git knows, at most limit, the newest
// first. Versions of the same second and author are one commit's.
func (s *Site) planChanges(p *planFacts, limit int) []change {
	type commit struct {
		second int64
		author string
	}
	at := map[commit]int{}
	var changes []change
	for _, d := range p.docs {
		f := s.lastChange(d)
		if f == nil {
			continue
		}
		for _, v := range f.Versions {
			c := commit{v.Date.Unix(), v.Author}
			i, known := at[c]
			if !known {
				i = len(changes)
				at[c] = i
				changes = append(changes, change{at: v.Date, author: v.Author})
			}
			changes[i].documents = append(changes[i].documents, d.pageTitle())
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return b.at.Compare(a.at) })
	return changes[:min(len(changes), limit)]
}

// changedFact is when a file was last changed, and by whom.
func changedFact(f *history.File) Link {
	if f == nil {
		return Link{}
	}
	l := Link{Label: date(f.Changed)}
	if f.Author != "" {
		l.Label += " by " + f.Author
	}
	if others := slices.DeleteFunc(slices.Clone(f.Authors), func(a string) bool { return a == f.Author }); len(others) > 0 {
		l.Title = "also by " + head(strings.Join(others, ", "), 120)
	}
	return l
}
