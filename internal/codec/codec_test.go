package codec

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
	"github.com/planfolio/planfolio/internal/source"
)

// filler gives every field of a value something that is not its zero.
type filler struct {
	t    *testing.T
	rand *rand.Rand
	file source.File
	skip map[reflect.Type]bool // types that are left as they are
}

func (f *filler) fill(path string, v reflect.Value) {
	if f.skip[v.Type()] {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n := f.rand.Int64() >> f.rand.IntN(64); !v.OverflowInt(n) && n != 0 {
			v.SetInt(n * int64(1-2*f.rand.IntN(2)))
		} else {
			v.SetInt(-1)
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1 + f.rand.Uint64N(100))
	case reflect.Float64:
		v.SetFloat(f.rand.Float64() + 1)
	case reflect.Array:
		for i := range v.Len() {
			f.fill(path, v.Index(i))
		}
	case reflect.Slice:
		n := f.rand.IntN(4)
		if strings.Count(path, ".") < 3 {
			n++
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n)) // at times empty, which is not nil
		for i := range n {
			f.fill(path+"[]", v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() {
				f.t.Fatalf("%s.%s is not exported: it cannot be read back", path, field.Name)
			}
			f.fill(path+"."+field.Name, v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(path, v.Elem())
	default:
		f.t.Fatalf("%s is a %s, which is neither written nor left out here", path, v.Type())
	}
}

func (f *filler) text() string {
	switch f.rand.IntN(4) {
	case 0:
		return f.file.Path
	case 1:
		from := f.rand.IntN(len(f.file.Text) - 1)
		return f.file.Text[from : from+1+f.rand.IntN(len(f.file.Text)-from-1)]
	case 2:
		return [...]string{"open", "requirement", "é", "\x00", "x"}[f.rand.IntN(5)]
	}
	return strings.Repeat(string(rune('a'+f.rand.IntN(26))), 1+f.rand.IntN(60))
}

// TestEveryField fails where a type has a field that the codec does not know.
func TestEveryField(t *testing.T) {
	file := source.NewFile("some/plan.md", "# A plan\n\nIt has some text, and a second sentence.\n")
	schemas := schema.Builtin()
	for seed := range uint64(300) {
		f := &filler{t: t, rand: rand.New(rand.NewPCG(seed, 1)), file: file, skip: map[reflect.Type]bool{
			reflect.TypeFor[source.File](): true, reflect.TypeFor[plan.Bulk](): true, reflect.TypeFor[*schema.Schema](): true, reflect.TypeFor[schema.States](): true,
		}}
		doc := &plan.Document{File: file}
		f.fill("Document", reflect.ValueOf(doc).Elem())
		same(t, ReadDocument(file, Document(doc)), doc)

		var entries []plan.Entry
		f.fill("entries", reflect.ValueOf(&entries).Elem())
		got, ok := ReadEntries(file, Entries(file, entries))
		if !ok {
			t.Fatal("entries cannot be read")
		}
		same(t, got, entries)

		html := &plan.HTML{}
		f.fill("HTML", reflect.ValueOf(html).Elem())
		same(t, ReadHTML(HTML(html)), html)

		with := schemas[f.rand.IntN(len(schemas))]
		a := &schema.Alignment{Schema: with}
		f.fill("Alignment", reflect.ValueOf(a).Elem())
		read, ok := ReadAlignment(file, Alignment(file, a, schemas), schemas)
		if !ok {
			t.Fatal("the alignment cannot be read")
		}
		same(t, read, a)

		states := make([]schema.SectionState, len(with.Sections))
		for i := range states {
			f.fill("states[]", reflect.ValueOf(&states[i]).Elem())
		}
		gotStates, ok := ReadStates(States(states), with)
		if !ok {
			t.Fatal("the states cannot be read")
		}
		same(t, gotStates, states)
		if t.Failed() {
			return
		}
	}
	if a, ok := ReadAlignment(file, Alignment(file, nil, schemas), schemas); a != nil || !ok {
		t.Errorf("no alignment is read as %v, %v", a, ok)
	}
}

// same compares two values, and names the fields in which they differ.
func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return
	}
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	if g.Kind() == reflect.Pointer && !g.IsNil() {
		g, w = g.Elem(), w.Elem()
		for i := range g.NumField() {
			if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
				t.Errorf("%s.%s:\n got %+v\nwant %+v", g.Type(), g.Type().Field(i).Name, g.Field(i), w.Field(i))
			}
		}
		return
	}
	t.Errorf("got %+v\nwant %+v", got, want)
}

// texts are the fixtures of all packages and the demo.
func texts(t testing.TB) map[string]string {
	t.Helper()
	list := map[string]string{}
	for _, root := range []string{"..", "../../content"} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if ext := filepath.Ext(path); err != nil || !e.Type().IsRegular() || ext != ".md" && ext != ".txtar" && ext != ".txt" {
				return err
			}
			data, err := os.ReadFile(path)
			list[filepath.ToSlash(path)] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

var options = markdown.Options{RawHTML: "sanitize", Lang: "en", Kinds: []config.Kind{{Name: "security", Plural: "security requirements", Pattern: `SEC-\d+`}}}

// roundTrip holds that a document comes back as it was.
func roundTrip(t *testing.T, path, text string) {
	t.Helper()
	f := source.NewFile(strings.TrimSuffix(path, filepath.Ext(path))+".md", text)
	d := markdown.Parse(f, options)
	want := *d
	want.Bulk = nil
	got := ReadDocument(f, Document(d))
	same(t, got, &want)
	entries, ok := ReadEntries(f, Entries(f, d.Entries()))
	if !ok {
		t.Fatal("entries cannot be read")
	}
	same(t, entries, d.Entries())
	html := ReadHTML(HTML(d.HTML()))
	same(t, html, d.HTML())
	if got == nil || html == nil {
		t.Fatalf("%s: the document cannot be read", path)
	}
	got.Bulk = &plan.Held{Leaves: entries, Markup: *html}
	schemas := schema.Builtin()
	a := schema.Find(d, schemas, "")
	same(t, schema.Find(got, schemas, ""), a)
	read, ok := ReadAlignment(f, Alignment(f, a, schemas), schemas)
	if !ok {
		t.Fatal("the alignment cannot be read")
	}
	if a != nil {
		states, ok := ReadStates(States(a.Sections()), a.Schema)
		if !ok {
			t.Fatal("the states cannot be read")
		}
		read.States = schema.HeldStates(states)
	}
	same(t, read, a)
}

// TestFixtures reads back every text that other packages are tested with.
func TestFixtures(t *testing.T) {
	for path, text := range texts(t) {
		roundTrip(t, path, text)
		if t.Failed() {
			t.Fatalf("in %s", path)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("# A\n\n- **FR-1:** Some text\n- [ ] T001 A task (FR-1)\n\n| a | b |\n|--|--|\n| 1 | [x](y.md) |\n")
	f.Fuzz(func(t *testing.T, text string) { roundTrip(t, "plan.md", text) })
}

// FuzzRead holds that no bytes bring a reader down.
func FuzzRead(f *testing.F) {
	file := source.NewFile("plan.md", "# A\n\n- **FR-1:** Some text\n- [ ] T001 A task (FR-1)\n\n| a | b |\n|--|--|\n| 1 | [x](y.md) |\n")
	schemas := schema.Builtin()
	d := markdown.Parse(file, options)
	f.Add(Document(d))
	f.Add(Entries(file, d.Entries()))
	f.Add(HTML(d.HTML()))
	f.Add(Alignment(file, schema.Align(d, schemas[0]), schemas))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		ReadDocument(file, data)
		ReadEntries(file, data)
		ReadHTML(data)
		ReadAlignment(file, data, schemas)
		ReadStates(data, schemas[0])
	})
}

func BenchmarkDocument(b *testing.B) {
	text := ""
	for _, t := range texts(b) { // of the size of a plan, the same one each time
		if len(t) < 14_000 && (len(t) > len(text) || len(t) == len(text) && t > text) {
			text = t
		}
	}
	f := source.NewFile("plan.md", text)
	d := markdown.Parse(f, options)
	doc, entries, html := Document(d), Entries(f, d.Entries()), HTML(d.HTML())
	b.Logf("%d bytes: document %d, entries %d, HTML %d", len(text), len(doc), len(entries), len(html))
	for name, do := range map[string]func(){
		"write":        func() { Document(d) },
		"writeEntries": func() { Entries(f, d.Entries()) },
		"writeHTML":    func() { HTML(d.HTML()) },
		"read":         func() { ReadDocument(f, doc) },
		"readEntries":  func() { ReadEntries(f, entries) },
		"readHTML":     func() { ReadHTML(html) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				do()
			}
		})
	}
}
