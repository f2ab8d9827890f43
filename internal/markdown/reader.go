package markdown

import (
	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/diag"
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
	marks     []mark                  // what holes stand for, in order of the text
	points    []mark                  // where holes stand between texts, in order of the text

	requirementNodes [][]ast.Node // what doc.Requirements[i].HTML shows, in order
	taskNodes        [][]ast.Node // what doc.Tasks[i].HTML shows
}

// Parse reads one file.
func Parse(f source.File, opts Options) *plan.Document {
	r := &reader{opts: opts, file: f, text: []byte(f.Text), doc: &plan.Document{File: f, Lang: opts.Lang}}
	r.readFront()    // Front; blanks it out of text
	r.parse()        // root
	r.readRaw()      // raw HTML, cut into text and tags
	r.readSections() // Sections, without HTML
	r.readIdentity() // Title, Role, Lang
	r.readEntries()  // Entries, Section.Empty
	r.readPhases()   // Phases
	r.readRequirements()
	r.readTasks()     // Tasks, with their phases
	r.readCitations() // Citations, with their phases and tasks; Task.Cites
	r.readMeta()      // Meta
	r.readLinks()     // Links
	r.readGaps()      // Gaps
	r.render()        // HTML of sections, requirements and tasks, with holes at the spans of all rows
	return r.doc
}

// report adds a diagnostic at span.
func (r *reader) report(d diag.Diagnostic, span plan.Span) {
	r.doc.Diagnostics = append(r.doc.Diagnostics, r.file.At(d, span.Start, span.End))
}
