package theme

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/planfolio/planfolio/internal/site"
)

func TestProse(t *testing.T) {
	planned := site.State{Name: "planned", Word: "planned in Phase 2"}
	tests := []struct {
		name string
		fill site.Fill
		want string
	}{
		{
			"citation",
			site.Fill{Kind: site.FillCitation, Text: "FR-1", Href: "../r/FR-1/", State: planned, Card: &site.Card{ID: "FR-1", Text: "It \"works\".", State: planned, Plan: "Tickets & more"}},
			`<a class="id" href="../r/FR-1/" data-state="planned" title="FR-1: It &#34;works&#34;.` + "\n" + `Tickets &amp; more · planned in Phase 2">FR-1</a>`,
		},
		{
			"dangling citation", site.Fill{Kind: site.FillCitation, Text: "FR-9", State: site.State{Name: "dangling", Word: "no plan defines FR-9"}},
			`<span class="id" data-state="dangling" title="no plan defines FR-9">FR-9</span>`,
		},
		{"no citation after all", site.Fill{Kind: site.FillCitation, Text: "UTF-8"}, `UTF-8`},
		{"link", site.Fill{Kind: site.FillLink, HTML: "the <em>plan</em>", Href: "../x/?a=1&b=2", Title: "t"}, `<a href="../x/?a=1&amp;b=2" title="t">the <em>plan</em></a>`},
		{"link elsewhere", site.Fill{Kind: site.FillLink, Text: "a < b", Href: "https://example.org/", External: true}, `<a href="https://example.org/" class="out" rel="external noopener">a &lt; b</a>`},
		{"image", site.Fill{Kind: site.FillImage, Text: `a "picture"`, Href: "../files/p.png"}, `<img src="../files/p.png" alt="a &#34;picture&#34;" loading="lazy">`},
		{"dead link", site.Fill{Kind: site.FillDead, HTML: "<b>old</b>", Title: "it leads nowhere"}, `<span class="dead" title="it leads nowhere"><b>old</b></span>`},
		{"task", site.Fill{Kind: site.FillTask, ID: "pf-task-1", State: site.State{Name: "done"}}, `<span class="task" id="pf-task-1"><svg class="g g-good" role="img"><title>done</title><use href="#pf-full"/></svg></span>`},
		{"gap without state", site.Fill{Kind: site.FillGap, ID: "pf-gap-1"}, `<span class="gap" id="pf-gap-1"></span>`},
		{"requirement", site.Fill{Kind: site.FillRequirement, ID: "fr-1", Href: "r/", Text: "2 citations", N: 2, State: site.State{Name: "cited"}}, `<a class="def" id="fr-1" href="r/" title="2 citations"><svg class="g g-owed" role="img"><title>cited</title><use href="#pf-dotted"/></svg><span class="def-count" aria-hidden="true">2</span></a>`},
		{"unknown kind", site.Fill{Kind: "other", Text: "a & b"}, `a &amp; b`},
		{"scheme", site.Fill{Kind: site.FillLink, Text: "x", Href: "javascript:alert(1)"}, `<a>x</a>`},
		{"scheme in capitals", site.Fill{Kind: site.FillLink, Text: "x", Href: "JavaScript:alert(1)"}, `<a>x</a>`},
		{"scheme with a tab", site.Fill{Kind: site.FillLink, Text: "x", Href: "java\tscript:alert(1)"}, `<a>x</a>`},
		{"scheme after a blank", site.Fill{Kind: site.FillImage, Href: " data:text/html,x"}, `<img alt="" loading="lazy">`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := string(prose(nil, &site.Prose{Text: []string{"<p>", "</p>"}, Fills: []site.Fill{test.fill}}))
			if want := "<p>" + test.want + "</p>"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// hostile is text that means something in each context it could fall into.
const hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}javascript:alert(1)&lt;\n]]>"

// TestHostileValues renders every page with hostile text in every string that
// the sanitiser has not seen, and looks for what it could have become.
func TestHostileValues(t *testing.T) {
	theme := load(t)
	for name, empty := range views {
		page := render(t, theme, name, filledWith(empty, hostile))
		for n := range parsed(t, []byte(page)).Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "script" && !strings.HasPrefix(attribute(n, "src"), "%22") && !strings.Contains(attribute(n, "src"), "assets/") {
				t.Errorf("%s: a script got in: %v", name, n.Attr)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s: <%s> got the attribute %s", name, n.Data, a.Key)
				}
				if (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// filledWith gives a view of the type of empty with text in every string but
// those that are markup by contract: Prose.Text and Fill.HTML.
func filledWith(empty any, text string) any {
	v := reflect.New(reflect.TypeOf(empty)).Elem()
	fill(v, 0)
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			v.SetString(text)
		case reflect.Pointer:
			walk(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				field := v.Type().Field(i)
				if v.Type() == reflect.TypeFor[site.Prose]() && field.Name == "Text" || v.Type() == reflect.TypeFor[site.Fill]() && field.Name == "HTML" {
					continue
				}
				walk(v.Field(i))
			}
		}
	}
	walk(v)
	return v.Interface()
}

func TestPicture(t *testing.T) {
	drawn := &site.Picture{
		Label: `a "b" <c>`, Width: 376, Height: 80, Heads: []site.PictureHead{{Label: "<Tasks>", X: 206}},
		Lines: []site.PictureLine{{X1: 170, Y1: 36, XM: 188, X2: 206, Y2: 64}},
		Boxes: []site.PictureBox{
			{Link: site.Link{Label: "FR-1 & more", Href: "javascript:alert(1)"}, Kind: "requirement", Width: 170},
			{Link: site.Link{Label: "<b>", Title: "<b>old</b>", Href: "../x/"}, Kind: "task", State: site.State{Name: "done"}, X: 206, Y: 52, Width: 170},
		},
	}
	got := string(picture(nil, &drawn))
	want := `<svg width="376" height="80" role="group" aria-label="a &#34;b&#34; &lt;c&gt;"><text class="picture-head" x="206" y="12">&lt;Tasks&gt;</text>` +
		`<path class="picture-line" d="M170 36C188 36 188 64 206 64"/>` +
		`<a><svg class="picture-box picture-requirement" x="0" y="0" width="170" height="24"><title>requirement FR-1 &amp; more</title><rect/><text>FR-1 &amp; more</text></svg></a>` +
		`<a href="../x/"><svg class="picture-box picture-task" x="206" y="52" width="170" height="24"><title>task &lt;b&gt;old&lt;/b&gt;, done</title><rect/><use class="g-good" href="#pf-full"/><text>&lt;b&gt;</text></svg></a></svg>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestPlainPath holds the addresses that are taken to need no parsing against
// what parsing says, for every short one.
func TestPlainPath(t *testing.T) {
	const bytes = "aZ0-_./:#%? \x00é"
	plain := 0
	var try func(string)
	try = func(href string) {
		if plainPath(href) {
			plain++
			if u, err := url.Parse(href); err != nil || u.Scheme != "" || u.Host != "" {
				t.Errorf("%q is taken for a path", href)
			}
		}
		if len(href) < 4 {
			for i := range len(bytes) {
				try(href + bytes[i:i+1])
			}
		}
	}
	try("")
	if plain < 1000 {
		t.Errorf("only %d addresses need no parsing", plain)
	}
}
