package build

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// templateNames tells which template a document names. Its own front matter
// comes first, then the configuration's entry for its path or that of a
// directory above it, then the longest pattern that fits.
type templateNames struct {
	schemas  []*schema.Schema
	exact    map[string]string
	patterns []string // longest first
	byGlob   map[string]string
}

func newTemplateNames(configured map[string]string, schemas []*schema.Schema) *templateNames {
	n := &templateNames{schemas: schemas, exact: map[string]string{}, byGlob: map[string]string{}}
	for pattern, template := range configured {
		if strings.ContainsAny(pattern, "*?[") {
			n.patterns = append(n.patterns, pattern)
			n.byGlob[pattern] = template
		} else {
			n.exact[path.Clean(strings.TrimPrefix(pattern, "/"))] = template
		}
	}
	slices.SortFunc(n.patterns, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return n
}

// of gives the name, "" where nothing names one. Front matter counts only where
// it names a template that exists: other tools use the key "template" too.
func (n *templateNames) of(d *plan.Document) string {
	for _, f := range d.Front {
		if f.Key != "template" {
			continue
		}
		for _, name := range []string{f.Value, strings.TrimSuffix(path.Base(f.Value), ".md")} {
			if n.knows(name) {
				return name
			}
		}
	}
	for p := d.File.Path; ; p = path.Dir(p) {
		for _, key := range []string{p, strings.TrimSuffix(p, ".md")} {
			if template, ok := n.exact[key]; ok {
				return template
			}
		}
		if p == "." {
			break
		}
	}
	for _, pattern := range n.patterns {
		if config.Match(pattern, d.File.Path) {
			return n.byGlob[pattern]
		}
	}
	return ""
}

// knows tells whether a template has this name or title: what schema.Find would
// find.
func (n *templateNames) knows(name string) bool {
	return slices.ContainsFunc(n.schemas, func(s *schema.Schema) bool { return s.Is(name) })
}

// unknownTemplates are the templates that the configuration names and nothing is: no
// template that ships or lies in templates/, and no file of the portfolio.
func (r *Result) unknownTemplates(names *templateNames) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, pattern := range slices.Sorted(maps.Keys(r.config.Template)) {
		template := r.config.Template[pattern]
		if names.knows(template) || r.document(path.Clean(template)) != nil {
			continue
		}
		d := diag.New(diag.ConfigInvalid, r.configName, "there is no template %q, which %q is to follow", template, pattern)
		d.Hint = "planfolio templates lists those that there are; another file of the portfolio is named by its path"
		found = append(found, d)
	}
	return found
}

// unknownSections are the sections of which the front matter of the portfolio's
// own templates speaks and which they do not have.
func (r *Result) unknownSections() []diag.Diagnostic {
	docs := slices.Clone(r.templates.docs)
	for _, template := range slices.Sorted(maps.Keys(r.house)) {
		if d := r.house[template].doc; !slices.Contains(docs, d) {
			docs = append(docs, d)
		}
	}
	var found []diag.Diagnostic
	for _, d := range docs {
		for _, f := range schema.Unknown(d) {
			kind, title, _ := strings.Cut(f.Key, ".")
			if title == "" {
				title = f.Value
			}
			n := diag.New(diag.TemplateSection, d.File.Path, "%q names the section %q, which the template does not have", kind, title)
			n.Hint = "write its title as in an address: lower case, words joined by hyphens"
			found = append(found, d.File.At(n, f.Span.Start, f.Span.End))
		}
	}
	return found
}

// houseTemplates reads the templates that the configuration names by the path
// of a file of the portfolio. One whose file is as it was is prev's, so that
// what was aligned with it is still known.
func (r *Result) houseTemplates(names *templateNames, prev *Result) map[string]*schema.Schema {
	house := make(map[string]*schema.Schema)
	for _, template := range r.config.Template {
		d := r.document(path.Clean(template))
		if names.knows(template) || d == nil || house[template] != nil {
			continue
		}
		if known := prev.house[template]; known.schema != nil && known.doc == d.doc {
			house[template] = known.schema
		} else {
			name := strings.TrimSuffix(path.Base(template), path.Ext(template))
			_ = guard(func() { house[template] = schema.FromDocument(name, d.doc) })
		}
		if r.house == nil {
			r.house = make(map[string]houseTemplate)
		}
		r.house[template] = houseTemplate{doc: d.doc, schema: house[template]}
	}
	return house
}

// houseTemplate is a template that lies in the portfolio.
type houseTemplate struct {
	doc    *plan.Document
	schema *schema.Schema
}
