package theme

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/planfolio/planfolio/themes"
)

// assetsOf publishes assets over nothing but themselves.
func assetsOf(t *testing.T, bundled, user map[string]string) (map[string]string, []string, error) {
	t.Helper()
	files := func(m map[string]string) fstest.MapFS {
		layer := fstest.MapFS{}
		for p, text := range m {
			layer["assets/"+p] = &fstest.MapFile{Data: []byte(text)}
		}
		return layer
	}
	layers, err := readLayers([]fs.FS{files(bundled), files(user)})
	if err != nil {
		t.Fatal(err)
	}
	published, diagnostics, err := publish(layers, map[string][]byte{"made.css": []byte("i{color:red}")})
	out := map[string]string{}
	for _, a := range published.assets {
		out[fingerprint.ReplaceAllString(a.Path, "")] = string(a.Bytes)
	}
	var said []string
	for _, d := range diagnostics {
		said = append(said, d.Path+": "+d.Message)
	}
	return out, said, err
}

var fingerprint = regexp.MustCompile(`\.[0-9a-f]{10}`)

func TestAssets(t *testing.T) {
	out, said, err := assetsOf(t, map[string]string{
		"site.css":      "@import \"css/a.css\";\n@import \"made.css\";\nb { background: url(\"img/dot.svg\"); }\n",
		"css/a.css":     "@import \"b.css\";\na { color: blue; }\n",
		"css/b.css":     "q { color: blue; }\n",
		"img/dot.svg":   "<svg xmlns=\"http://www.w3.org/2000/svg\">\n  <circle r=\"1\"/>\n</svg>",
		"site.js":       "// kept as it is\nimport \"./part.js\";\nif (x) import(\"./sub/late.js\");\nimport \"./nowhere.js\";\n",
		"part.js":       "export const x = 1;\n",
		"sub/late.js":   "import { x } from \"../part.js\";\n",
		"data/a.json":   "{ \"a\": 1 }\n",
		"pictures/p.gz": "\x00\x01",
	}, map[string]string{"css/b.css": "q { color: green; }\n", "new.txt": "new"})
	if err != nil || len(said) > 0 {
		t.Fatal(err, said)
	}
	plain := func(s string) string { return fingerprint.ReplaceAllString(s, ".#") }
	for name, want := range map[string]string{
		"assets/site.css":      `q{color:green}a{color:blue}i{color:red}b{background:url(./img/dot.#.svg)}`,
		"assets/site.js":       "// kept as it is\nimport \"./part.#.js\";\nif (x) import(\"./sub/late.#.js\");\nimport \"./nowhere.js\";\n",
		"assets/sub/late.js":   "import { x } from \"../part.#.js\";\n",
		"assets/data/a.json":   `{"a":1}`,
		"assets/img/dot.svg":   `<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>`,
		"assets/new.txt":       "new",
		"assets/pictures/p.gz": "\x00\x01",
	} {
		if got := plain(out[name]); got != want {
			t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
		}
	}
	for name := range out {
		if strings.HasPrefix(name, "assets/css/") || name == "assets/made.css" {
			t.Errorf("%s is published, but is part of another style sheet", name)
		}
	}
}

func TestAssetFaults(t *testing.T) {
	faulty := map[string]map[string]string{
		"import of nothing": {"x.css": "@import \"nowhere.css\";\n"},
		"style sheet ring":  {"x.css": "@import \"y.css\";\n", "y.css": "@import \"x.css\";\n", "z.css": "@import \"x.css\";\n"},
		"script ring":       {"x.js": "import \"./y.js\";\n", "y.js": "import \"./x.js\";\n"},
	}
	for name, files := range faulty {
		t.Run(name, func(t *testing.T) {
			if _, _, err := assetsOf(t, files, nil); err == nil {
				t.Error("no error for a fault of the bundled theme")
			}
			_, said, err := assetsOf(t, nil, files)
			if err != nil {
				t.Errorf("an error for a fault of the user's theme: %v", err)
			}
			if len(said) == 0 {
				t.Error("nothing is said of a fault of the user's theme")
			}
		})
	}
}

// TestFingerprints checks that a change of an asset reaches the names of all
// that refer to it, and no others.
func TestFingerprints(t *testing.T) {
	names := func(theme *Theme) map[string]string {
		m := map[string]string{}
		for _, a := range theme.Assets() {
			m[fingerprint.ReplaceAllString(a.Path, "")] = a.Path
		}
		return m
	}
	before := names(load(t))
	theme, _ := overlay(t, map[string]string{"assets/keys.js": "// none\n"})
	after := names(theme)
	for name, was := range before {
		changed := after[name] != was
		if want := name == "assets/keys.js" || name == "assets/site.js"; changed != want {
			t.Errorf("%s: changed %v, want %v", name, changed, want)
		}
	}
}

// TestScripts holds the rules for our scripts: no markup from strings, nothing
// evaluated, no inline styles by attribute, nothing from elsewhere.
func TestScripts(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setAttribute\("(style|on)|DOMParser|srcdoc|https?:`)
	layers, err := readLayers([]fs.FS{themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	for p, f := range layers.top {
		if path.Ext(p) != ".js" {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			if m := forbidden.FindString(line); m != "" {
				t.Errorf("%s:%d uses %s", p, i+1, m)
			}
		}
	}
}
