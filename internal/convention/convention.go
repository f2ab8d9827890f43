// Package convention knows the ways in which people lay plans out: which
// directories and files are plans, what their documents are for, where their
// status and owners are written, and where plans go that are over. Each way is
// a row of one table (table.go); a new one is a new row, not a new branch.
// The package takes paths and names and gives rows; it reads nothing.
//
// # How a plan is recognised
//
// A directory is a plan where one of the table's layouts fits it. A sidecar
// that only one kind of plan has (kep.yaml) says most; then the place (below
// .kiro/), then the names of its documents. A file that lies in no such
// directory is a plan of its own, of the first convention whose patterns or
// role fit it.
//
// Patterns are those of config.Match, held against the path in lower case:
// "**" stands for any number of directories, {a,b} for either.
package convention

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/plan"
)

// A Convention is one way of laying plans out.
type Convention struct {
	Name  string // short and stable: "kiro"
	Title string // as a reader knows it: "Kiro"

	Layouts  []Layout       // directories that are one plan each
	Within   []string       // patterns of directories: a plan that lies there is of this convention, whatever its names
	Shelves  []string       // patterns of directories that hold plans and are none, whatever lies in them
	Files    []string       // patterns of documents that are a plan each
	FileRole plan.Role      // documents of this role that are a plan each
	Bundle   *regexp.Regexp // paths, in lower case, of which a common beginning makes one plan: its length is that of the first group

	Roles      []RoleRule // what documents are for, where their place says more than their names
	Companions []string   // names of directories below a plan that belong to it, whatever they hold
	Apart      []string   // names of directories below a plan that hold plans of their own
	Archives   []string   // patterns of directories whose plans are over
	Deltas     []Delta    // documents that say how a requirement of another plan changes

	Metadata Metadata // where facts are written, before the places that all conventions share
}

// A Layout is a directory that is one plan. All that is stated must fit.
type Layout struct {
	At       []string // patterns of the directory's path; none for any but the root
	Sidecars []string // one such file beside the documents; the root may be such a directory too
	Parts    []string // documents, by stem …
	Least    int      // … of which so many stand in it, one where it is 0
	With     []string // documents of which one stands in it too
	Alone    bool     // no other document stands in it, but what introduces it
	Leaf     bool     // no other document stands in it or below it, and it belongs to no plan above
	Named    bool     // a document with the directory's own name stands beside it, which is no part of a plan there
}

// A RoleRule gives the documents of a path pattern a role.
type RoleRule struct {
	Path string
	Role plan.Role
}

// A Delta says which plan a document proposes to change. Both are patterns of
// regexp; Of may use the groups of Document.
type Delta struct {
	Document *regexp.Regexp // of the document's path
	Of       string         // the directory of the plan that it is about
	Name     string         // what the ids of its requirements begin with
}

// Metadata names the keys under which facts of a plan are written, best first:
// in front matter, in fields at the head of a text, and in sidecars. A key fits
// with and without an "s" at its end.
type Metadata struct {
	Title      []string
	Status     []string
	Owners     []string
	Tags       []string
	Milestones []string // keys whose values are stages with a version or date each
	Successors []string // plans that take this one's place
	Facts      []Fact
}

// A Fact is what else a plan tells of itself: shown, but not understood.
type Fact struct {
	Name string // as a reader sees it
	Keys []string
}

// A Directory is what recognition looks at.
type Directory struct {
	Path      string   // "." for the root
	Documents []string // stems of those directly in it
	Sidecars  []string // names
	Beside    bool     // a document with the directory's name stands beside it, no part of a plan there
	Leaf      bool     // nothing lies below it
}

// Pass is the order in which directories are looked at: what is a document in
// pieces decides what its neighbours are, and what nothing else claims is
// looked at last.
type Pass int

// The passes.
const (
	PassNamed Pass = iota
	PassParts
	PassLeaf
)

func (l *Layout) pass() Pass {
	switch {
	case l.Named:
		return PassNamed
	case l.Leaf:
		return PassLeaf
	}
	return PassParts
}

// Recognise finds the convention of a directory, and says why; nil where the
// directory is no plan.
func Recognise(d Directory, pass Pass) (*Convention, string) {
	if slices.ContainsFunc(table, func(c Convention) bool { return matching(c.Shelves, d.Path) != "" }) {
		return nil, ""
	}
	var found *Convention
	because := ""
	for i := range table {
		for j := range table[i].Layouts {
			l := &table[i].Layouts[j]
			if l.pass() != pass {
				continue
			}
			if name := commonName(l.Sidecars, d.Sidecars); name != "" && len(d.Documents) > 0 {
				return &table[i], "it holds " + name
			}
			if found == nil {
				if reason := l.fits(d); reason != "" {
					found, because = &table[i], reason
				}
			}
		}
	}
	if found == nil {
		return nil, ""
	}
	if c, place := Place(d.Path); c != nil {
		return c, place + " and " + because
	}
	return found, because
}

// Place finds the convention of what lies at p by the directories above alone.
func Place(p string) (*Convention, string) {
	for i := range table {
		if pattern := matching(table[i].Within, p); pattern != "" {
			if dir, ok := strings.CutSuffix(pattern, "/**"); ok {
				return &table[i], "it lies in " + readable(dir)
			}
			return &table[i], "its path is like " + readable(pattern)
		}
	}
	return nil, ""
}

// readable is a pattern as a person writes one: specs/NNN-*.
func readable(pattern string) string {
	return strings.NewReplacer("[0-9]", "N", "[-_. ]*", "").Replace(strings.TrimPrefix(pattern, "**/"))
}

// fits says why d is such a directory, "" where it is none.
func (l *Layout) fits(d Directory) string {
	switch {
	case len(l.Sidecars) > 0, len(l.At) == 0 && d.Path == ".", len(l.At) > 0 && matching(l.At, d.Path) == "":
		return ""
	}
	parts := common(l.Parts, d.Documents)
	with := common(l.With, d.Documents)
	if len(parts) < max(l.Least, 1) || len(l.With) > 0 && len(with) == 0 {
		return ""
	}
	if l.Alone && slices.ContainsFunc(d.Documents, func(s string) bool { return !slices.Contains(l.Parts, s) && !IsIntroduction(s) }) {
		return ""
	}
	if l.Leaf && (len(d.Documents) != 1 || !d.Leaf) || l.Named && !d.Beside {
		return ""
	}
	names := listed(append(parts, with...))
	switch {
	case l.Named:
		return "it is a document in pieces, with " + names
	case l.Leaf:
		return "it holds nothing but " + names
	}
	return "it holds " + names
}

// RecogniseFile finds the convention of a document that is a plan of its own,
// and says why.
func RecogniseFile(file string, role plan.Role) (*Convention, string) {
	for i := range table {
		c := &table[i]
		if pattern := matching(c.Files, file); pattern != "" && role != plan.Template && role != plan.Index {
			return c, "its path is like " + readable(pattern)
		}
		if c.FileRole != "" && c.FileRole == role {
			return c, "it is a " + string(role)
		}
	}
	if c, place := Place(file); c != nil {
		return c, place
	}
	return &oneFile, "no directory above it is a plan that it belongs to"
}

// BundleOf is the path of the plan that file is put together with others in;
// "" where it is none.
func BundleOf(file string) (*Convention, string) {
	lower := lowerPath(file)
	for i := range table {
		if b := table[i].Bundle; b != nil {
			if m := b.FindStringSubmatchIndex(lower); m != nil {
				return &table[i], file[:m[3]]
			}
		}
	}
	return nil, ""
}

// IsCompanion tells whether a directory of that name belongs to the plan of
// convention c that it lies in.
func (c *Convention) IsCompanion(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(c.Companions, name) || slices.Contains(shared.Companions, name)
}

// IsApart tells whether a directory of that name, in a plan of convention c,
// holds plans of its own.
func (c *Convention) IsApart(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(c.Apart, name) || slices.Contains(shared.Apart, name)
}

// IsArchive tells whether plans below dir are over.
func IsArchive(dir string) bool {
	return slices.ContainsFunc(table, func(c Convention) bool { return matching(c.Archives, dir) != "" })
}

// Archived tells whether the plan at p lies in an archive.
func Archived(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if IsArchive(dir) {
			return true
		}
	}
	return false
}

// DeltaOf finds the plan that the document at file proposes to change: its
// directory, and what the ids of the document's own requirements begin with.
func DeltaOf(file string) (of, name string, ok bool) {
	for i := range table {
		for _, d := range table[i].Deltas {
			if m := d.Document.FindStringSubmatchIndex(file); m != nil {
				of := string(d.Document.ExpandString(nil, d.Of, file, m))
				return path.Clean(of), string(d.Document.ExpandString(nil, d.Name, file, m)), true
			}
		}
	}
	return "", "", false
}

// All gives the rows of the table, in order.
func All() []*Convention {
	list := make([]*Convention, 0, len(table)+1)
	for i := range table {
		list = append(list, &table[i])
	}
	return append(list, &oneFile)
}

// Shared is where facts are written whatever the convention.
func Shared() Metadata { return shared.Metadata }

// matching is the first of patterns that fits p, "" where none does.
func matching(patterns []string, p string) string {
	lower := lowerPath(p)
	for _, pattern := range patterns {
		if config.Match(pattern, lower) {
			return pattern
		}
	}
	return ""
}

// lowerPath is p in lower case with the length that it has, so that offsets hold.
func lowerPath(p string) string {
	if lower := strings.ToLower(p); len(lower) == len(p) {
		return lower
	}
	b := []byte(p)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// common are the members of list that names has.
func common(list, names []string) []string {
	var both []string
	for _, n := range names {
		if slices.Contains(list, n) && !slices.Contains(both, n) {
			both = append(both, n)
		}
	}
	return both
}

func commonName(list, names []string) string {
	if both := common(list, names); len(both) > 0 {
		return both[0]
	}
	return ""
}

// listed are a few of names, as a sentence has them.
func listed(names []string) string {
	const most = 4
	if len(names) > most {
		names = append(slices.Clone(names[:most]), "…")
	}
	return strings.Join(names, ", ")
}
