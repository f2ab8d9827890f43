package highlight

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"golang.org/x/tools/txtar"
)

// readSamples gives a text for each language that is coloured.
func readSamples(t testing.TB) map[string]string {
	archive, err := txtar.ParseFile("testdata/samples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string]string{}
	for _, f := range archive.Files {
		samples[f.Name] = string(f.Data)
	}
	return samples
}

// lexerList gives each lexer once, in order of its name.
func lexerList() (list []*lexer) {
	for _, l := range languages() {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	slices.SortFunc(list, func(a, b *lexer) int { return strings.Compare(a.chroma.Config().Name, b.chroma.Config().Name) })
	return list
}

// TestSamples holds that there is a sample for each lexer, which has colours, and
// that each lexer's rules are compiled, so that its steps are counted.
func TestSamples(t *testing.T) {
	has := map[*lexer]bool{}
	for name, code := range readSamples(t) {
		l := languages()[name]
		if l == nil {
			t.Errorf("%s: is no language", name)
			continue
		}
		has[l] = true
		if html, ok := new(scanner).paint(l, code); !ok || bytes.Count(html, []byte("<span")) < 3 {
			t.Errorf("%s: stays plain", name)
		}
	}
	for _, l := range lexerList() {
		if !has[l] {
			t.Errorf("%s: has no sample", l.chroma.Config().Name)
		}
		if l.compiled() == nil {
			t.Errorf("%s: is left to the library", l.chroma.Config().Name)
		}
	}
}

// TestOracle holds that each lexer gives what the library's machine gives, on
// its own language and on some others; the fuzz target mixes them all.
func TestOracle(t *testing.T) {
	samples := readSamples(t)
	names := slices.Sorted(maps.Keys(samples))
	for i, l := range lexerList() {
		t.Run(l.chroma.Config().Name, func(t *testing.T) {
			t.Parallel()
			for j, name := range names {
				if languages()[name] == l || (i+j)%24 == 0 {
					hold(t, l, name, samples[name])
				}
			}
		})
	}
}

func hold(t *testing.T, l *lexer, name, code string) {
	t.Helper()
	s := scanner{}
	got, ok := s.paint(l, code)
	if s.steps < 0 {
		return // the library counts no steps
	}
	want, known := "", false
	for range 8 { // the library's machine gives up by the clock, on a busy processor too soon
		if want, known = oracleHTML(l.chroma, code); ok == known && (!ok || string(got) == want) {
			return
		}
	}
	t.Errorf("%s as %s: gives %q, %v, want %q, %v", name, l.chroma.Config().Name, got, ok, want, known)
}

func FuzzOracle(f *testing.F) {
	list := lexerList()
	for name, code := range readSamples(f) {
		f.Add(uint8(slices.Index(list, languages()[name])), code)
	}
	f.Fuzz(func(t *testing.T, i uint8, code string) {
		if len(code) <= 600 { // the library's time can grow with the square, or worse
			hold(t, list[int(i)%len(list)], "text", code)
		}
	})
}

// oracleHTML colours code with the library's own machine: what paint has to give.
func oracleHTML(l chroma.Lexer, code string) (html string, ok bool) {
	defer func() {
		if recover() != nil {
			html, ok = "", false
		}
	}()
	tokens, err := l.Tokenise(nil, code)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	at, count, errors, open := 0, 0, 0, ""
	span := func(class string) {
		if class == open {
			return
		}
		if open != "" {
			b.WriteString("</span>")
		}
		if class != "" {
			b.WriteString(`<span class="` + class + `">`)
		}
		open = class
	}
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if t.Type == chroma.Error {
			errors++
		}
		if count++; count > maxTokens || errors > maxErrors {
			return "", false
		}
		if !strings.HasPrefix(code[at:], t.Value) {
			if at += len(t.Value); at > len(code) && strings.TrimRight(t.Value, "\n") == "" {
				break
			}
			return "", false
		}
		at += len(t.Value)
		class := classOf(t.Type)
		if strings.TrimSpace(t.Value) == "" {
			class = ""
		}
		span(class)
		b.Write(AppendText(nil, t.Value))
	}
	span("")
	return b.String(), at >= len(code)
}
