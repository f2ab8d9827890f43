package build

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// TemplateDir is the directory of a portfolio's own templates: each Markdown
// file directly in it adds a template, or replaces the one that ships under its
// name.
const TemplateDir = "templates"

// A templateSet is the templates that documents may follow: those that ship and
// the portfolio's own. It is remembered from result to result, so that what was
// held against it need not be again.
type templateSet struct {
	docs    []*plan.Document // of the own ones, in order of path
	own     []*schema.Schema // of docs; nil where one cannot be read
	schemas []*schema.Schema // all, in order of name
	id      string           // what the own ones were read from
}

// templateSet gives prev's where the portfolio's own templates are as they were.
func (r *Result) templateSet(prev *templateSet) *templateSet {
	next := &templateSet{}
	files := r.tree.Files
	first, _ := slices.BinarySearchFunc(files, TemplateDir+"/", func(f source.File, dir string) int { return cmp.Compare(f.Path, dir) })
	for i := first; i < len(files) && strings.HasPrefix(files[i].Path, TemplateDir+"/"); i++ {
		if d := r.documents[i].doc; isOwnTemplate(d) {
			next.docs = append(next.docs, d)
		}
	}
	if prev != nil && slices.Equal(prev.docs, next.docs) {
		return prev
	}
	for _, d := range next.docs {
		next.own = append(next.own, readTemplate(d))
	}
	next.schemas = schema.Merge(schema.BuiltinWith(r.readings.parseTemplate), next.own)
	for _, d := range next.docs {
		next.id += string(d.File.Digest[:]) + d.File.Path + "\x00"
	}
	return next
}

// isOwnTemplate tells whether d is one of the portfolio's own templates. The
// README of the directory is none.
func isOwnTemplate(d *plan.Document) bool {
	return path.Dir(d.File.Path) == TemplateDir && d.Role == plan.Template
}

// readTemplate reads d as a template; nil where that fails.
func readTemplate(d *plan.Document) (s *schema.Schema) {
	_ = guard(func() {
		s = schema.FromDocument(strings.TrimSuffix(path.Base(d.File.Path), path.Ext(d.File.Path)), d)
		s.From = d.File.Path
	})
	return s
}

// Templates are the templates that documents of the portfolio may follow, in
// order of name: those that ship, and its own in place of those of their names.
func (r *Result) Templates() []*schema.Schema { return slices.Clone(r.templates.schemas) }

// ReadTemplates reads the templates of the portfolio at root without its plans.
func ReadTemplates(root fs.FS) ([]*schema.Schema, error) {
	builtin := schema.Builtin()
	if info, err := fs.Stat(root, TemplateDir); err != nil || !info.IsDir() {
		return builtin, nil
	}
	dir, err := fs.Sub(root, TemplateDir)
	if err != nil {
		return nil, err
	}
	tree, _, err := source.Read(dir, source.Options{}, nil)
	if err != nil {
		return nil, err
	}
	var own []*schema.Schema
	for _, f := range tree.Files {
		d := parseFile(source.NewFile(path.Join(TemplateDir, f.Path), f.Text), markdown.Options{RawHTML: "escape", Lang: "en"}, markdown.Parse).doc
		if isOwnTemplate(d) {
			own = append(own, readTemplate(d))
		}
	}
	return schema.Merge(builtin, own), nil
}

// Recognised tells whether a document of that path and text is taken to follow s
// without naming it. It is true of a template without sections too: nothing can
// be held against it.
func Recognised(path, text string, s *schema.Schema, templates []*schema.Schema) bool {
	if len(s.Sections) == 0 {
		return true
	}
	d := parseFile(source.NewFile(path, text), markdown.Options{RawHTML: "escape", Lang: "en"}, markdown.Parse).doc
	a := schema.Find(d, templates, "")
	return a != nil && a.Schema == s
}
