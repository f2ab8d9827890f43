package schema

import (
	"embed"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/source"
)

//go:embed templates/*.md
var templates embed.FS

// Builtin are the templates that ship, in order of name. They are read from
// Markdown once, when they are first asked for.
func Builtin() []*Schema { return slices.Clone(builtin()) }

var builtin = sync.OnceValue(func() []*Schema {
	entries, err := templates.ReadDir("templates")
	if err != nil {
		panic(err) // the embedded directory is part of the program
	}
	var out []*Schema
	for _, e := range entries {
		text, err := templates.ReadFile(path.Join("templates", e.Name()))
		if err != nil {
			panic(err)
		}
		d := markdown.Parse(source.NewFile(e.Name(), string(text)), markdown.Options{RawHTML: "escape", Lang: "en"})
		out = append(out, FromDocument(strings.TrimSuffix(e.Name(), ".md"), d))
	}
	slices.SortFunc(out, func(a, b *Schema) int { return strings.Compare(a.Name, b.Name) })
	return out
})
