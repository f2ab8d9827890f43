package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

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

	requirementNodes [][]ast.Node // what doc.Requirements[i].HTML shows, in order
	taskNodes        [][]ast.Node // what doc.Tasks[i].HTML shows
}

// Parse reads one file.
func Parse(f source.File, opts Options) *plan.Document {
	r := &reader{opts: opts, file: f, text: []byte(f.Text), doc: &plan.Document{File: f, Lang: opts.Lang}}
	r.readFront()    // Front; blanks it out of text
	r.parse()        // root
	r.readSections() // Sections, without HTML; Title, Role
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

var engine = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))

func (r *reader) parse() {
	r.root = engine.Parser().Parse(text.NewReader(r.text))
}
