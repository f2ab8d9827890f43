package compile

import (
	"bytes"
	"html/template"
	"reflect"
	"testing"
)

// BenchmarkPage makes a page of lists by its program and by html/template.
func BenchmarkPage(b *testing.B) {
	forTemplates, forPrograms := functions()
	set := template.Must(template.New("page").Funcs(forTemplates).Parse(`{{define "link"}}{{if .Label}}<a href="/x/{{.Label}}" title="{{.Label}}">{{.Label}}</a>{{else}}{{.N}}{{end}}{{end}}
<h1>{{.Text}}</h1><ol>{{range $i, $x := .Items}}<li class="item">{{if and $i (gt $x.N 0)}}{{$i}}. {{end}}{{template "link" .}}{{with .Subs}}<ul>{{range .}}<li>{{template "link" .}}</li>{{end}}</ul>{{end}}{{mark .}}</li>{{end}}</ol>`))
	v := sample("A sentence about nothing.")
	for range 5 {
		v.Items = append(v.Items, v.Items...)
	}
	program, err := Compile(set, "page", reflect.TypeOf(v), forPrograms)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("program", func(b *testing.B) {
		b.ReportAllocs()
		var page []byte
		for b.Loop() {
			made, ok := program.Append(page[:0], v)
			if !ok {
				b.Fatal("the program has no page")
			}
			page = made
		}
		b.SetBytes(int64(len(page)))
	})
	b.Run("template", func(b *testing.B) {
		b.ReportAllocs()
		var page bytes.Buffer
		for b.Loop() {
			page.Reset()
			if err := set.Execute(&page, v); err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(int64(page.Len()))
	})
}
