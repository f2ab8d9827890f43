package highlight

import (
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
)

// planLanguages are those of a plan of the usual size, some 10 KB: a block in
// each.
var planLanguages = strings.Fields("go yaml sql typescript bash json python")

// BenchmarkPlan colours the code of one plan.
func BenchmarkPlan(b *testing.B) {
	samples := readSamples(b)
	benchmarkBoth(b, func(paint func(l *lexer, code string)) {
		for _, name := range planLanguages {
			paint(languages()[name], samples[name])
		}
	})
}

func BenchmarkLanguage(b *testing.B) {
	samples := readSamples(b)
	for _, l := range lexerList() {
		name := sampleOf(samples, l)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(samples[name])))
			benchmarkBoth(b, func(paint func(l *lexer, code string)) { paint(l, samples[name]) })
		})
	}
}

func sampleOf(samples map[string]string, l *lexer) (name string) {
	for n := range samples {
		if languages()[n] == l && (name == "" || n < name) {
			name = n
		}
	}
	return name
}

// benchmarkBoth measures our machine and the library's on the same work.
func benchmarkBoth(b *testing.B, work func(paint func(l *lexer, code string))) {
	b.Run("ours", func(b *testing.B) {
		s := &scanner{}
		b.ReportAllocs()
		for b.Loop() {
			work(func(l *lexer, code string) { s.paint(l, code) })
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			work(func(l *lexer, code string) { oracleHTML(l.chroma, code) })
		}
	})
}

// BenchmarkCompile measures what a language costs when it is first met.
func BenchmarkCompile(b *testing.B) {
	l := languages()["typescript"].chroma.(*chroma.RegexLexer)
	for b.Loop() {
		if _, err := newGrammar(l.Config(), ruleSource{rules: l.MustRules}); err != nil {
			b.Fatal(err)
		}
	}
}
