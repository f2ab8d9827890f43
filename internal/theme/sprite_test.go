package theme

import (
	"html/template"
	"strings"
	"testing"
)

func TestSprite(t *testing.T) {
	const sprite = `<svg class="sprite" width="0"><circle id="pf-full" r="5"/><g id="pf-half"><circle r="4"/><path d="M0 0z"/></g><path id="pf-fork" d="M1 1"/></svg>`
	for _, c := range []struct{ name, sprite, page, want string }{
		{"one is shown", sprite, `<use href="#pf-half"/>`, `<svg class="sprite" width="0"><g id="pf-half"><circle r="4"/><path d="M0 0z"/></g></svg>`},
		{"none is", sprite, `<a href="#pf-halfway">x</a><a href="#pf-ful">x</a>`, `<svg class="sprite" width="0"></svg>`},
		{"all are", sprite, `<use href="#pf-fork"/><use href="#pf-full"/><use href="#pf-half"/>`, sprite},
		{"one without an id", `<svg class="sprite"><path d="M0 0"/></svg>`, "", `<svg class="sprite"><path d="M0 0"/></svg>`},
		{"one of a theme's own", `<svg class="sprite"><path id="mine" d="M0 0"/></svg>`, "", `<svg class="sprite"><path id="mine" d="M0 0"/></svg>`},
		{"one that uses another", `<svg><path id="pf-a"/><use id="pf-b" href="#pf-a"/></svg>`, `<use href="#pf-b"/>`, `<svg><path id="pf-a"/><use id="pf-b" href="#pf-a"/></svg>`},
		{"no markup", `<svg class="sprite">`, "", `<svg class="sprite">`},
		{"an action", `<svg class="{{.}}"></svg>`, "", `<svg class=""></svg>`},
	} {
		set := template.Must(template.New("page").Parse(`{{define "` + layout + `"}}` + c.page + `{{template "` + spritePartial + `" ""}}</body>{{end}}`))
		template.Must(set.New(spritePartial).Parse(c.sprite))
		p := &page{name: "of a test", set: set}
		got, err := p.append([]byte(c.page), nil) // what stands before is another page
		if want := c.page + c.page + c.want + "</body>"; err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s\nnot\n%s", c.name, err, got, want)
		}
	}
}

// TestBundledSprite holds that the bundled sprite is one of which pages have parts.
func TestBundledSprite(t *testing.T) {
	theme := load(t)
	for name, p := range theme.pages {
		if s := readSprite(p.set); s == nil || len(s.shapes) < 10 || !strings.Contains(string(s.open), "sprite") {
			t.Errorf("%s has no sprite in parts", name)
		}
	}
}
