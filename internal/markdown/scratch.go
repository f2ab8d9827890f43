package markdown

import (
	"slices"
	"sync"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// A scratch is memory of a reader's that another may use when it is done.
// Nothing of a document lies in it.
type scratch struct {
	text       []byte
	blocks     []block
	parts      []part
	marks      []mark
	points     []mark
	masking    []byte
	ids        idGrammar
	lineWriter lineWriter
	lineCuts   map[ast.Node][]entryLine
	masks      map[ast.Node]masked
	runText    []byte
	runParts   []part
	html       htmlBuffer
	cuts       []int
	leaves     []plan.Entry
	cited      []plan.Citation
}

var scratches = sync.Pool{New: func() any {
	return &scratch{lineCuts: map[ast.Node][]entryLine{}, masks: map[ast.Node]masked{}}
}}

// exactly is a copy of list without room to grow, nil of an empty one: what a
// document keeps of a list that lies in a scratch.
func exactly[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

// mostScratch is the length of the longest text, in bytes, whose reader leaves
// its memory to others: they need far less.
const mostScratch = 256 << 10

// borrow takes memory that other readers have left.
func (r *reader) borrow() {
	s := scratches.Get().(*scratch)
	r.scratch = s
	r.text = append(s.text[:0], r.file.Text...)
	r.blocks, r.parts, r.marks, r.points, r.masking = s.blocks[:0], s.parts[:0], s.marks[:0], s.points[:0], s.masking
	r.ids, r.lineWriter, r.lineCuts, r.masks = s.ids, s.lineWriter, s.lineCuts, s.masks
	r.runs.text, r.runs.made.parts = s.runText, s.runParts
	r.emitting.f.out, r.emitting.f.cuts = s.html, s.cuts
	r.leaves, r.cited = s.leaves, s.cited
}

// giveBack leaves memory to other readers, without anything that it leads to.
func (r *reader) giveBack() {
	s := r.scratch
	if s == nil || len(r.text) > mostScratch {
		return
	}
	clear(r.blocks)
	clear(r.leaves)
	clear(r.cited)
	clear(r.parts)
	clear(r.runs.made.parts)
	clear(r.lineCuts)
	clear(r.masks)
	r.lineWriter.r, r.lineWriter.lines = nil, nil
	clear(r.ids.idents)
	clear(r.ids.mentioned)
	clear(r.ids.joined)
	s.text, s.blocks, s.parts, s.marks, s.points, s.masking = r.text, r.blocks, r.parts, r.marks, r.points, r.masking
	s.ids, s.lineWriter, s.lineCuts, s.masks = r.ids, r.lineWriter, r.lineCuts, r.masks
	s.runText, s.runParts = r.runs.text, r.runs.made.parts[:0]
	s.html, s.cuts = r.emitting.f.out, r.emitting.f.cuts
	s.leaves, s.cited = r.leaves, r.cited
	scratches.Put(s)
}
