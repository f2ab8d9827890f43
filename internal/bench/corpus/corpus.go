// Package corpus writes portfolios of any size for benchmarks: plans of some
// 10 KB in the shape of a technical implementation plan, each with 10 to 30
// requirements, some twenty lines that cite them, three to five phases, code in
// four languages, tables, placeholders and links to other plans. The same Shape
// gives the same bytes.
package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"testing/fstest"
)

// A Shape is a portfolio to write.
type Shape struct {
	Plans        int
	PerDirectory int // plans in a directory; 100 where it is 0
}

func (s Shape) directory(i int) int {
	if s.PerDirectory <= 0 {
		return i / 100
	}
	return i / s.PerDirectory
}

// Path is the slash path of plan i, counted from 0.
func (s Shape) Path(i int) string {
	return fmt.Sprintf("area-%03d/%s", s.directory(i), name(i))
}

func name(i int) string { return fmt.Sprintf("plan-%05d.md", i) }

// link is the way from plan i to plan j.
func (s Shape) link(i, j int) string {
	if s.directory(i) == s.directory(j) {
		return name(j)
	}
	return "../" + s.Path(j)
}

// Text is the text of plan i.
func (s Shape) Text(i int) string {
	w := newWriter(s, i)
	w.plan()
	return w.String()
}

// Files is the portfolio in memory.
func (s Shape) Files() fstest.MapFS {
	files := make(fstest.MapFS, s.Plans)
	for i := range s.Plans {
		files[s.Path(i)] = &fstest.MapFile{Data: []byte(s.Text(i)), Mode: 0o644}
	}
	return files
}

// Write writes the portfolio below dir and gives its size in bytes.
func (s Shape) Write(dir string) (size int64, err error) {
	for i := range s.Plans {
		path := filepath.Join(dir, filepath.FromSlash(s.Path(i)))
		if i == 0 || s.directory(i) != s.directory(i-1) {
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				return size, err
			}
		}
		text := s.Text(i)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return size, err
		}
		size += int64(len(text))
	}
	return size, nil
}

// Long is one plan of at least size bytes: chapters of the shape of a plan, each
// with requirements and phases of its own.
func Long(size int) string {
	w := newWriter(Shape{Plans: 1}, 0)
	w.front()
	w.heading(1, "A long plan")
	for chapter := 1; w.Len() < size; chapter++ {
		w.chapter = chapter
		w.numberRequirements()
		w.heading(2, fmt.Sprintf("Chapter %d", chapter))
		w.sections()
	}
	return w.String()
}
