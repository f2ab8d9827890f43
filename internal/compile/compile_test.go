package compile

import (
	"errors"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

// view has a field of every shape that a program knows, and of some that it
// does not.
type view struct {
	Embedded
	*Pointed
	Text     string
	Named    name
	Markup   template.HTML
	Address  template.URL
	Script   template.JS
	N        int
	Small    int8
	Unsigned uint16
	Yes      bool
	Items    []Item
	Words    []string
	Numbers  [3]int
	Cells    []*Item
	Parent   *Item
	Nothing  *Item
	Map      map[string]string
	Any      any
	Ratio    float64
	Told     told
	hidden   string
}

type (
	name     string
	Embedded struct{ Deep, Shadowed string }
	Pointed  struct{ Far string }
	Item     struct {
		Label string
		N     int
		Subs  []Item
	}
	told struct{ Word string }
)

func (told) String() string    { return "told" }
func (t *told) Method() string { return "method " + t.Word }
func (view) Greeting() string  { return "hello" }

// hostile are texts that mean something in some place of a page.
var hostile = []string{
	"", "plain", "a b", "0", "-1", "é 漢 \U0001F600", "\x00", "a\x00b", "\t\n\v\f\r ", `"`, "'", "`", "<b>&amp;</b>", "&lt;", "&", "+", "=", "a+b=c&d",
	"</title><script>alert(1)</script>", "<!--", "-->", "javascript:alert(1)", "JavaScript:alert(1)", "http://h/a?b=c&d=e#f", "HTTPS://h/", "mailto:a@b",
	"//host/x", "/a/b:c", "a:b", ":x", "#x", "?q=a b", "data:text/html,<b>", "%20", "%2", "%zz", "%", "a%2Fb", "ü/ä?ö", "(x)", "[x]", "{x}", "a;b", "a,b 2x",
	"\xff", "\xffa\xc3", "\xc3<", "\ufdd0\ufffe\uffff\ufffd", "\u2028", "x onclick=y", "javascript&colon;x", " javascript:x", "\x7f", "\\", "a\\b", "$", "*", "~", "|", "^", "@",
}

func sample(text string) view {
	item := Item{Label: text, N: 3, Subs: []Item{{Label: "sub " + text}, {Label: text, N: 1}}}
	return view{
		Embedded: Embedded{Deep: "deep " + text}, Pointed: &Pointed{Far: text}, Text: text, Named: name(text), Markup: template.HTML(text),
		Address: template.URL(text), Script: template.JS(text), N: len(text), Small: -5, Unsigned: 7, Yes: len(text)%2 == 0,
		Items: []Item{item, {}, {Label: "third", N: 2}}, Words: []string{text, "x", ""}, Numbers: [3]int{1, 0, -2},
		Cells: []*Item{&item, nil, {Label: text}}, Parent: &item, Map: map[string]string{"k": text}, Any: text, Ratio: 1e30, Told: told{text}, hidden: text,
	}
}

// functions are the functions of the tests, as html/template and as a program
// call them.
func functions() (template.FuncMap, map[string]Function) {
	twice := func(s string) string { return s + s }
	sum := func(n ...int) (sum int) {
		for _, x := range n {
			sum += x
		}
		return sum
	}
	join := func(a string, n int, b string) string { return a + strings.Repeat("-", max(n, 0)) + b }
	times := func(a, b int) int { return a * b }
	item := func(s string) Item { return Item{Label: s} }
	strict := func(s string) (string, error) {
		if s == "" {
			return "", errors.New("empty")
		}
		return s, nil
	}
	mark := func(dst []byte, i *Item) []byte { return appendText(append(dst, "<i>"...), i.Label) }
	return template.FuncMap{
			"twice": twice, "sum": sum, "join": join, "times": times, "item": item, "strict": strict, "version": func() string { return "1+1" },
			"mark":   func(i Item) template.HTML { return template.HTML(mark(nil, &i)) },
			"panics": func(s string) string { panic(s) },
		}, map[string]Function{
			"twice": Func1(twice), "sum": FuncAny(sum), "join": Func3(join), "times": Func2(times), "item": Func1(item), "strict": Try1(strict),
			"version": Func0(func() string { return "1+1" }), "mark": Markup1[Item, template.HTML](mark),
			"panics": Func1(func(s string) string { panic(s) }),
		}
}

// both executes a template and runs its program.
func both(t testing.TB, source string, v any) (want, got string, ok bool, unknown []string, err error) {
	t.Helper()
	forTemplates, forPrograms := functions()
	set, err := template.New("page").Funcs(forTemplates).Option("missingkey=error").Parse(source)
	if err != nil {
		return "", "", false, nil, err
	}
	program, compileErr := Compile(set, "page", reflect.TypeOf(v), forPrograms)
	var b strings.Builder
	err = set.Execute(&b, v)
	if compileErr != nil {
		if err == nil {
			t.Errorf("html/template executes what is refused: %v", compileErr)
		}
		return b.String(), "", false, nil, err
	}
	out, ok := program.Append([]byte("before "), v)
	got, found := strings.CutPrefix(string(out), "before ")
	if !found || !ok && got != "" {
		t.Errorf("the buffer is %q", out)
	}
	return b.String(), got, ok, program.Unknown(), err
}

// TestPrograms checks that what programs know is what html/template gives.
func TestPrograms(t *testing.T) {
	sources := []string{
		`plain text {{/* and a comment */}} more`,
		`{{.Text}} {{.Named}} {{.Markup}} {{.Script}} {{.N}} {{.Small}} {{.Unsigned}} {{.Yes}}`,
		`{{.Deep}} {{.Far}} {{.Embedded.Deep}} {{.Pointed.Far}} {{.Parent.Label}} {{(index .Items 0).Label}} {{(index .Items 0).Subs | len}}`,
		`<p title="{{.Text}} {{.N}} {{.Named}}" data-x='{{.Text}}' class={{.Text}}></p>`,
		`<a href="{{.Text}}">{{.Text}}</a> <a href="/x/{{.Text}}"></a> <a href="?q={{.Text}}&amp;n={{.N}}"></a> <a href={{.Text}}></a>`,
		`<a href="{{.Address}}"></a> <a href="/{{.Address}}"></a><a href="/?{{.Address}}"></a> <img src="{{.N}}">`,
		`<title>{{.Text}} {{.Markup}}</title><textarea>{{.Text}}</textarea>`,
		`a <!-- {{.Text}} --> b`,
		`{{if .Text}}yes{{end}}{{if .N}}n{{else}}no{{end}}{{if .Yes}}y{{else if .Items}}items{{end}}{{if .Nothing}}x{{else}}nil{{end}}{{if .Parent}}p{{end}}{{if .Numbers}}a{{end}}{{if .Embedded}}s{{end}}{{if .Unsigned}}u{{end}}`,
		`{{with .Text}}{{.}}{{else}}none{{end}}{{with .Parent}}{{.Label}} {{$.Text}}{{end}}{{with .Nothing}}{{.Label}}{{end}}{{with $x := .N}}{{$x}}{{end}}{{with twice .Text}}<{{.}}>{{end}}{{with item .Text}}{{.Label}}{{end}}`,
		`{{with .Text}}a{{else with .Yes}}{{.}}{{else}}c{{end}}`,
		`{{range .Items}}<{{.Label}} {{.N}}{{range .Subs}}{{.Label}},{{end}}>{{else}}none{{end}}`,
		`{{range $i, $x := .Items}}{{if $i}}, {{end}}{{$i}} {{$x.Label}} {{.Label}}{{end}}{{range $x := .Words}}{{$x}}{{end}}{{range .Numbers}}{{.}} {{end}}`,
		`{{range .Nothing}}x{{else}}y{{end}}`,
		`{{range .Items}}{{if eq .N 0}}{{continue}}{{end}}{{.N}}{{if eq .N 2}}{{break}}{{end}}{{with .Label}}{{if .}}{{continue}}{{end}}{{end}}after{{end}}`,
		`{{range .Cells}}<td>{{with .}}{{.Label}}{{end}}</td>{{end}}`,
		`{{$x := .Text}}{{$n := .N}}{{$x}} {{$n}} {{$y := $x}}{{range .Words}}{{$x = .}}{{end}}{{$x}}{{$y}}`,
		`{{$last := 0}}{{range $i, $w := .Words}}{{$last = $i}}{{end}}{{$last}}{{$deep := false}}{{range .Items}}{{if gt .N 2}}{{$deep = true}}{{end}}{{end}}{{$deep}}`,
		`{{$x := "outer"}}{{if .Yes}}{{$x := "inner"}}{{$x}}{{else}}{{$x = "set"}}{{end}}{{$x}}`,
		`{{if and .Text (ne .Text "plain") (gt .N 3)}}a{{end}}{{if or .Nothing .Text}}b{{end}}{{if not .Text}}c{{end}}{{or .Text "or"}}{{and .Text .Deep}}{{$s := and (eq .N 1) (lt .N 5)}}{{$s}}{{or 0 .N}}`,
		`{{eq .Text "plain"}}{{eq .N 1 2 3}}{{ne .N 0}}{{lt .N 3}}{{le .N 3}}{{gt .N 3}}{{ge .N 3}}{{eq .Yes true}}{{lt .Text "m"}}{{le .Text "a"}}{{gt .Text "b"}}{{ge .Text .Text}}{{eq .Named "plain"}}{{eq .Small -5}}{{eq .Unsigned .Unsigned}}`,
		`{{len .Text}} {{len .Items}} {{len .Numbers}} {{index .Words 1}} {{index .Numbers 2}} {{(index (index .Items 0).Subs 1).N}} {{index .Words .Unsigned | len}}`,
		`{{twice .Text}} {{sum}} {{sum 1 .N (len .Text)}} {{join .Text 2 "x"}} {{times .N 3}} {{.N | times 2 | times 3}} {{version}} {{strict .Text}} {{.Text | twice | twice}} {{mark (index .Items 0)}} {{mark .Parent}} {{sum 1 2}} {{twice "a<b"}}`,
		`<a title="{{twice .Text}} {{sum 1 .N}} {{version}}" href="{{twice .Text}}"></a>`,
		`{{define "item"}}[{{.Label}}{{range .Subs}}{{template "item" .}}{{end}}]{{end}}{{range .Items}}{{template "item" .}}{{end}}{{template "item" .Parent}}`,
		`{{define "x"}}{{$a := .}}{{$a}}{{$}}{{end}}{{$a := .N}}{{template "x" .Text}}{{$a}}{{template "x" .N}}{{template "x" "const"}}{{define "none"}}nothing{{end}}{{template "none"}}`,
		`{{block "b" .Items}}{{len .}}{{end}}`,
		`{{"a<b"}} {{1}} {{true}} {{-3}} {{"x" | twice}}`,
		`{{printf "%s %d %v %q" .Text .N .Yes .Words}} {{print .Text 1 2 .Named .Told .Ratio .Parent.Label}} {{println .Small .Unsigned}} {{.N | printf "%05d"}} {{printf "%d"}} {{printf .Text .N}}`,
	}
	for _, source := range sources {
		for _, text := range hostile {
			want, got, ok, unknown, err := both(t, source, sample(text))
			if len(unknown) > 0 && !strings.Contains(source, ".Nothing}}x") && !strings.Contains(source, ".Unsigned | len") {
				t.Fatalf("%s: not known: %v", source, unknown)
			}
			if ok != (err == nil) && len(unknown) == 0 {
				t.Errorf("%s with %q: html/template says %v, the program has an end: %v", source, text, err, ok)
			}
			if ok && got != want {
				t.Errorf("%s with %q:\ngot  %q\nwant %q", source, text, got, want)
			}
		}
	}
}

// TestUnknown checks that a program gives up where it cannot say what
// html/template would, or where that fails.
func TestUnknown(t *testing.T) {
	for _, source := range []string{
		`{{.Nothing.Label}}`, `{{range .Cells}}{{.Label}}{{end}}`, `{{index .Words 9}}`, `{{index .Words -1}}`, `{{strict ""}}`, `{{strict (index .Words 2)}}`,
		`{{panics .Text}}`, `{{.Missing}}`, `{{.hidden}}`, `{{.Greeting}}`, `{{.Told}}`, `{{.Told.Method}}`, `{{.Map.k}}`, `{{.Any}}`, `{{.Ratio}}`, `{{.Items}}`, `{{.Parent}}`,
		`{{.Embedded}}`, `{{range $k, $v := .Map}}{{$k}}{{end}}`, `{{range 3}}x{{end}}`, `{{printf .N}}`, `{{printf .Named}}`, `{{printf "%v" .Any}}`, `{{printf "%v" .Nothing}}`, `{{print nil}}`, `{{html .Text}}`, `{{slice .Text 1}}`, `{{eq .N .Unsigned}}`,
		`{{eq .N "1"}}`, `{{eq .Items .Items}}`, `{{index .Text 0}}`, `{{1.5}}`, `{{'a'}}`, `{{0x10}}`, `{{nil}}`, `{{not}}`, `{{twice 1}}`, `{{twice}}`, `{{times 1}}`,
		`{{index .Words 9 | or true}}`, `{{eq .N .N (index .Numbers 7)}}`, `{{.Text .N}}`, `{{range $i, $x := .Nothing}}{{end}}`, `{{range $x := .Words}}{{else}}{{$x}}{{end}}`,
		`<script>{{.Text}}</script>`, `<p style="color:{{.Text}}">`, `<p onclick="{{.Text}}">`, `<p {{.Text}}>`, `<img srcset="{{.Text}}">`, `<p title="{{.Markup}}">`, `<p class={{.Markup}}>`,
		`{{define "x"}}{{.}}{{end}}<p title="{{template "x" .Text}}">`, `{{define "x"}}{{.Label}}{{end}}{{template "x"}}`, `{{define "x"}}{{template "x" .}}{{end}}{{template "x" .}}`,
		`{{$x := 1}}{{$x = "a"}}{{$x}}`, `{{or .Text .N}}`, `{{if .Ratio}}x{{end}}`, `{{if .Any}}x{{end}}`, `{{$x := or .Text .N}}{{$x}}`, `{{.Text | .Deep}}`, `{{lt .Yes true}}`,
		`{{range .Words}}{{end}}{{(index .Items 5).Label}}`, `{{template "nowhere"}}`, `<a href="{{if .Yes}}">{{end}}`,
	} {
		for _, text := range []string{"", "x"} {
			v := sample(text)
			if want, got, ok, _, err := both(t, source, v); ok && (err != nil || got != want) {
				t.Errorf("%s: the program gives %q, html/template %q, %v", source, got, want, err)
			}
		}
	}
	set := template.Must(template.New("page").Parse(`{{.Text}}`))
	program, err := Compile(set, "page", reflect.TypeFor[view](), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []any{nil, 1, &view{}, Item{}} {
		if _, ok := program.Append(nil, other); ok {
			t.Errorf("the program makes a page of %T", other)
		}
	}
	if _, err := Compile(set, "nowhere", reflect.TypeFor[view](), nil); err == nil {
		t.Error("a template that is not there is compiled")
	}
}

// FuzzPrograms holds programs against html/template: where a program gives
// something, that gives the same.
func FuzzPrograms(f *testing.F) {
	for _, source := range []string{
		`{{.Text}}<a href="{{.Text}}" title='{{.Named}}' class={{.N}}>{{range $i, $x := .Items}}{{if and $i (ne .N 2)}}{{$x.Label}}{{else}}{{break}}{{end}}{{end}}`,
		`{{with $y := .Parent}}{{.Label}}{{$y.N}}{{range .Subs}}{{.Label | twice}}{{end}}{{end}}{{define "t"}}{{.}}{{end}}{{template "t" .N}}{{template "t" (len .Words)}}`,
		`<a href="/{{.Text}}?{{.Text}}#{{.Far}}">{{or .Text "x"}}</a><title>{{.Markup}}</title>{{$d := 0}}{{range $i, $e := .Numbers}}{{$d = $e}}{{continue}}{{end}}{{$d}}`,
	} {
		for _, text := range hostile[:12] {
			f.Add(source, text)
		}
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		want, got, ok, _, err := both(t, source, sample(text))
		if ok && err != nil {
			t.Errorf("%s with %q: the program gives %q, html/template fails: %v", source, text, got, err)
		} else if ok && got != want {
			t.Errorf("%s with %q:\ngot  %q\nwant %q", source, text, got, want)
		}
	})
}
