package highlight

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// libraryLexers are the highlighter's lexers that are used: those of languages
// that plans have code in. Their rules can take long for some texts; it is the
// machine's count of steps that bounds them.
const libraryLexers = `ada applescript asm awk bash batch bicep caddyfile clojure cmake cobol coffeescript console crystal csharp css csv cue
	d dart diff docker ebnf elixir elm erlang fish fortran fsharp gdscript gleam glsl gnuplot go graphql handlebars haskell hlsl html http
	ini javascript jinja json jsonnet jsx julia kotlin makefile matlab meson mlir nasm nginx nim nix nu objectpascal ocaml odin
	perl php powershell prolog promql properties protobuf puppet python qml r racket rego ruby rust scala scheme scss sed solidity sparql
	sql swift systemverilog tcl terraform tex thrift toml tsql tsx turtle twig typescript typst v vala verilog vhdl vim vue wgsl xml
	yang zig`

// aliases are names in use that the highlighter does not know, or that stand
// for a lexer that is not used.
var aliases = map[string]string{
	"jsonc": "json", "json5": "json", "jsonl": "json", "ndjson": "json", "mdx": "markdown", "proto3": "protobuf",
	"gjs": "javascript", "gts": "typescript", "hbs": "handlebars", "surql": "sql", "pgsql": "sql", "psql": "sql", "mysql": "sql",
	"postgres": "sql", "postgresql": "sql", "sqlite": "sql", "shell-session": "console", "terminal": "console", "env": "bash", "dotenv": "bash", "systemd": "ini",
	"conf": "ini", "starlark": "python", "svelte": "html", "astro": "html", "less": "scss", "gradle": "groovy", "tf": "terraform",
}

// languages finds a lexer by its name, an alias or a file's ending. The
// library's own look-up tries every pattern of every lexer, for each block of code.
var languages = sync.OnceValue(func() map[string]*lexer {
	byName := map[string]*lexer{}
	add := func(l *lexer, names ...string) {
		for _, name := range names {
			if name = strings.ToLower(strings.TrimPrefix(name, "*.")); byName[name] == nil {
				byName[name] = l
			}
		}
	}
	for _, l := range ownLexers() {
		add(l, l.chroma.Config().Name)
		add(l, l.chroma.Config().Aliases...)
	}
	used := make([]*lexer, 0, 128)
	for _, name := range strings.Fields(libraryLexers) {
		if c := lexers.GlobalLexerRegistry.Get(name); c != nil {
			l := shared(c)
			used = append(used, l)
			add(l, name, c.Config().Name)
		}
	}
	for _, l := range used {
		add(l, l.chroma.Config().Aliases...)
	}
	for _, l := range used {
		add(l, l.chroma.Config().Filenames...)
	}
	for name, to := range aliases {
		byName[name] = byName[to]
	}
	return byName
})

// plainLanguages are named on the page, but are no code to colour.
var plainLanguages = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields("text txt plain plaintext none output log ascii diagram mermaid plantuml puml dot graphviz render-latex math tree") {
		set[name] = true
	}
	return set
}()

// sharedLexers are those of the library, each compiled once.
var sharedLexers sync.Map // from chroma.Lexer to *lexer

func shared(c chroma.Lexer) *lexer {
	if l, ok := sharedLexers.Load(c); ok {
		return l.(*lexer)
	}
	var from ruleSource
	switch c {
	case lexers.Go:
		from.rules = goRules
	case lexers.HTTP:
		from.rules = httpRules
	}
	l, _ := sharedLexers.LoadOrStore(c, newLexer(c, from))
	return l.(*lexer)
}

func ownLexers() []*lexer {
	own := []*lexer{
		ownLexer("yaml", yamlRules, "yml", "yaml+jinja", "openapi"),
		ownLexer("markdown", markdownRules, "md", "mkd"),
		ownLexer("gherkin", gherkinRules, "feature", "cucumber"),
	}
	for _, f := range families {
		own = append(own, ownLexer(f.names[0], f.rules, f.names[1:]...))
	}
	return own
}

func ownLexer(name string, rules func() chroma.Rules, more ...string) *lexer {
	return newLexer(chroma.MustNewLexer(&chroma.Config{Name: name, Aliases: more}, rules), ruleSource{rules: rules})
}
