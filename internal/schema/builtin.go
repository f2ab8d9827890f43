package schema

import (
	"embed"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// templates holds each template as NAME.md, and beside it, where others hand it
// out in words of their own, the fingerprints of their lines as NAME.prints: a
// plan begun from one of those is as untouched as one begun from ours. The
// command in ./mkprints makes them.
//
//go:embed templates
var templates embed.FS

// Builtin are the templates that ship, in order of name. They are read from
// Markdown once, when they are first asked for.
func Builtin() []*Schema { return BuiltinWith(markdown.Parse) }

// BuiltinWith is Builtin. Where they have not been read yet, it is parse that
// reads their Markdown, by remembering what markdown.Parse gives.
func BuiltinWith(parse func(source.File, markdown.Options) *plan.Document) []*Schema {
	builtin.once.Do(func() { builtin.schemas = readBuiltin(parse) })
	return slices.Clone(builtin.schemas)
}

var builtin struct {
	once    sync.Once
	schemas []*Schema
}

func readBuiltin(parse func(source.File, markdown.Options) *plan.Document) []*Schema {
	var out []*Schema
	for _, file := range embedded() {
		name, ok := strings.CutSuffix(file, ".md")
		if !ok {
			continue
		}
		f := source.NewFile(file, read(file))
		s := FromDocument(name, parse(f, markdown.Options{RawHTML: "escape", Lang: "en"}))
		if slices.Contains(embedded(), name+".prints") {
			s.readPrints(read(name + ".prints"))
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *Schema) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Merge puts own templates among others, in order of name. One of a name that
// is taken replaces the other; of two own ones of a name the first counts.
func Merge(others, own []*Schema) []*Schema {
	var out []*Schema
	for _, s := range slices.Concat(own, others) {
		if s != nil && !slices.ContainsFunc(out, func(o *Schema) bool { return o.Name == s.Name }) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *Schema) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// embedded are the names of the files in templates, sorted.
func embedded() []string {
	entries, err := templates.ReadDir("templates")
	if err != nil {
		panic(err) // the directory is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func read(name string) string {
	text, err := templates.ReadFile(path.Join("templates", name))
	if err != nil {
		panic(err) // as above
	}
	return string(text)
}
