package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/highlight"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// A reader reads one file. Its steps fill doc in the order of Parse; each step
// may use what the steps before it have filled.
type reader struct {
	opts  Options
	file  source.File
	text  []byte   // file.Text with the front matter blanked out, so that offsets hold
	root  ast.Node // of text
	doc   *plan.Document
	heads []*ast.Heading // of doc.Sections, nil for Sections[0]

	nested    map[*ast.Heading]string // anchors of headings within quotes and items
	raw       map[ast.Node][]piece    // of *ast.RawHTML and *ast.HTMLBlock
	links     map[ast.Node]int        // rows in doc.Links of Markdown's links and images, bare addresses and wiki links
	linkNodes []ast.Node              // of doc.Links; nil for those of raw HTML
	inner     []plan.Span             // fences that stand within blocks of Markdown
	marks     []mark                  // what holes stand for, in order of the text
	points    []mark                  // where holes stand between texts, in order of the text
	code      highlight.Document      // colours code, up to a limit for all of it
	emitting  emitter                 // of the fragment at hand
	runs      runBuilder              // of the run at hand
	parts     []part                  // of runs, as many as there is room for

	scratch    *scratch                 // whose memory the fields above and below lie in, where they may
	lineCuts   map[ast.Node][]entryLine // of text blocks
	lineWriter lineWriter               // of the block at hand
	masks      map[ast.Node]masked      // of text blocks
	leaves     []plan.Entry             // where entries are collected
	cited      []plan.Citation          // where citations are
	masking    []byte                   // the mask at hand

	facts
	requirementNodes [][]ast.Node // what html.Requirements[i] shows, in order

	entries []plan.Entry
	html    plan.HTML
}

// Parse reads one file. What a fault of ours leaves unread is reported, and the
// rest of the document stands; a text that no page can be made of is shown as
// it is written.
func Parse(f source.File, opts Options) *plan.Document {
	r := &reader{opts: opts, file: f, doc: &plan.Document{File: f, Lang: opts.Lang}}
	r.borrow()
	defer r.giveBack()
	read := []func(){
		r.readFront,    // Front; blanks it out of text
		r.readMerges,   // blanks the markers of merge conflicts out of text
		r.readNested,   // inner
		r.parse,        // root
		r.readRaw,      // raw HTML, cut into text and tags
		r.readSections, // Sections
		r.readIdentity, // Title, Role, Lang
		r.readLinks,    // Links, Anchors
	}
	for _, step := range read {
		if !r.guard(step) {
			return r.plainDocument()
		}
	}
	rows := []func(){
		r.readFences,  // code that never ends
		r.readIgnores, // Ignores
		r.readEntries, // entries, Section.Empty
		r.readBlocks,  // the texts that facts are read from
		r.readRequirements,
		r.readPhases,    // Phases, by the work that stands in them
		r.readTasks,     // Tasks, with their phases
		r.readCitations, // Citations, with their phases and tasks; Task.Cites
		r.readMeta,      // Meta
		r.readGaps,      // Gaps
	}
	for _, step := range rows {
		r.guard(step)
	}
	// HTML of sections and requirements, with holes at the spans of all rows
	if !r.guard(r.render) {
		return r.plainDocument()
	}
	r.doc.Bulk = &plan.Held{Leaves: r.entries, Markup: r.html}
	return r.doc
}

// substring is text as a string: where it is what the file has at src, a part of
// the file's text, so that a document holds its words once.
func (r *reader) substring(text []byte, src int) string {
	if end := src + len(text); src >= 0 && end <= len(r.file.Text) && r.file.Text[src:end] == string(text) {
		return r.file.Text[src:end]
	}
	return string(text)
}

// guard runs a step. A panic in it, ours or a library's, becomes a diagnostic.
func (r *reader) guard(step func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			d := diag.New(diag.InternalError, r.file.Path, "Planfolio could not read all of this file: %v", p)
			d.Hint = "this is a fault of Planfolio's own; please report it with the file"
			r.doc.Diagnostics = append(r.doc.Diagnostics, d)
		}
	}()
	step()
	return true
}

// plainDocument is a document of one section that shows the text as it is written.
func (r *reader) plainDocument() *plan.Document {
	doc := &plan.Document{File: r.file, Title: fileTitle(r.file.Path), Role: plan.Other, Lang: r.opts.Lang, Diagnostics: r.doc.Diagnostics}
	if doc.Lang == "" {
		doc.Lang = "en"
	}
	all := plan.Span{Start: 0, End: len(r.file.Text)}
	var f fragment
	f.open("pre")
	f.text(r.file.Text)
	f.close("pre")
	doc.Sections = []plan.Section{{Parent: plan.None, Body: all, Span: all, Empty: strings.TrimSpace(r.file.Text) == ""}}
	doc.Bulk = &plan.Held{Markup: plan.HTML{Headings: make([]plan.Fragment, 1), Bodies: []plan.Fragment{f.done()}}}
	return doc
}

// report adds a diagnostic at span.
func (r *reader) report(d diag.Diagnostic, span plan.Span) {
	r.doc.Diagnostics = append(r.doc.Diagnostics, r.file.At(d, span.Start, span.End))
}
