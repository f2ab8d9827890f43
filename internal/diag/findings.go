package diag

import (
	"cmp"
	"iter"
	"slices"
)

// Findings are the diagnostics of many files, in the order of Sort. They are
// kept by file, so that whoever knows better of one file makes new ones without
// sorting or copying those of the others. Nil has none.
type Findings struct {
	files []OfFile // by path, each with diagnostics
	tally Count
}

// OfFile is the diagnostics of one file, or of no file: their Path is "".
type OfFile struct {
	Path string
	List []*Diagnostic // sorted
	Count
}

// NewOfFile takes the diagnostics of one file, in whatever order.
func NewOfFile(path string, list []*Diagnostic) OfFile {
	slices.SortStableFunc(list, compare)
	f := OfFile{Path: path, List: list}
	for _, d := range list {
		f.add(d.Severity)
	}
	return f
}

// Join makes findings of two lists of files, each sorted by path, which have no
// file in common.
func Join(files, others []OfFile) *Findings {
	f := &Findings{files: make([]OfFile, 0, len(files)+len(others))}
	for i := range files {
		of := &files[i]
		if len(of.List) == 0 {
			continue
		}
		for len(others) > 0 && others[0].Path < of.Path {
			f.add(&others[0])
			others = others[1:]
		}
		f.add(of)
	}
	for i := range others {
		f.add(&others[i])
	}
	return f
}

func (f *Findings) add(of *OfFile) {
	f.files = append(f.files, *of)
	f.tally = f.tally.And(of.Count)
}

// Collect makes findings of list, in whatever order. They point into it.
func Collect(list []Diagnostic) *Findings { return Join(nil, ByFile(Pointers(list))) }

// Pointers gives pointers to the diagnostics of list.
func Pointers(list []Diagnostic) []*Diagnostic {
	all := make([]*Diagnostic, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

// ByFile divides diagnostics, in whatever order, by file, sorted by path.
func ByFile(list []*Diagnostic) []OfFile {
	all := slices.Clone(list)
	slices.SortStableFunc(all, func(a, b *Diagnostic) int { return cmp.Compare(a.Path, b.Path) })
	var files []OfFile
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Path == all[0].Path {
			n++
		}
		files = append(files, NewOfFile(all[0].Path, all[:n:n]))
		all = all[n:]
	}
	return files
}

// All goes through the diagnostics, in order.
func (f *Findings) All() iter.Seq[Diagnostic] {
	return func(yield func(Diagnostic) bool) {
		if f == nil {
			return
		}
		for i := range f.files {
			for _, d := range f.files[i].List {
				if !yield(*d) {
					return
				}
			}
		}
	}
}

// Graded goes through those of one severity, in order.
func (f *Findings) Graded(s Severity) iter.Seq[Diagnostic] {
	return func(yield func(Diagnostic) bool) {
		if f == nil {
			return
		}
		for i := range f.files {
			of := &f.files[i]
			if of.of(s) == 0 {
				continue
			}
			for _, d := range of.List {
				if d.Severity == s && !yield(*d) {
					return
				}
			}
		}
	}
}

// List gives all diagnostics, in order, as a list of its own.
func (f *Findings) List() []Diagnostic {
	return slices.AppendSeq(make([]Diagnostic, 0, f.Tally().All()), f.All())
}

// Of gives the diagnostics of the file at a path, in order; nil for none.
func (f *Findings) Of(path string) []*Diagnostic {
	if f == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(f.files, path, func(of OfFile, path string) int { return cmp.Compare(of.Path, path) })
	if !ok {
		return nil
	}
	return f.files[i].List
}

// Tally counts the diagnostics.
func (f *Findings) Tally() Count {
	if f == nil {
		return Count{}
	}
	return f.tally
}
