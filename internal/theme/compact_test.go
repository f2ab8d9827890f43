package theme

import (
	"html/template"
	"strings"
	"testing"
)

func TestCompact(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"beside blocks", "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"},
		{"between words and inline tags", "<p>a\n  <b>b</b>\n  c</p>", "<p>a\n<b>b</b>\nc</p>"},
		{"within a line", "<p>a  b <i>c</i> </p>", "<p>a  b <i>c</i> </p>"},
		{"beside an action", "<ul>\n{{range .}}\n<li>{{.}}</li>\n{{end}}\n</ul>", "<ul><li>x</li></ul>"},
		{"words from an action", "<p>\n{{index . 0}}\n{{index . 0}}\n</p>", "<p>x\nx</p>"},
		{"in an attribute", "<p title=\"a\n  > b\n{{index . 0}}\n  c\">\n</p>", "<p title=\"a\n  > b\nx\n  c\"></p>"},
		{"in a tag", "<p\n  class='a>b'\n>\nx</p>", "<p\n  class='a>b'\n>x</p>"},
		{"kept", "<pre>\n a\n\n  b </pre>\n<p>c</p>", "<pre>\n a\n\n  b </pre><p>c</p>"},
		{"branches", "<p>{{if .}}<a href=\"\n{{index . 0}}\">\n{{else}}<a href='\n\n'>\n{{end}}\n\nx</a></p>", "<p><a href=\"\nx\">\n\nx</a></p>"},
		{"an inline drawing", "a\n<svg>\n<path/>\n</svg>\nb", "a\n<svg><path/></svg>\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := template.Must(template.New("page").Parse(test.source))
			compact(map[string]*template.Template{"page": set})
			var out strings.Builder
			if err := set.Execute(&out, []string{"x"}); err != nil {
				t.Fatal(err)
			}
			if out.String() != test.want {
				t.Errorf("got  %q\nwant %q", out.String(), test.want)
			}
		})
	}
}
