package site

import (
	"slices"
	"strings"

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
