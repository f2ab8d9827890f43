package theme

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/themes"
)

// oklch is a colour as CSS writes it; hue is NaN where it is the accent's.
type oklch struct{ lightness, chroma, hue float64 }

// luminance is the relative luminance of WCAG 2, of the colour clipped to sRGB.
func (c oklch) luminance() float64 {
	h := c.hue * math.Pi / 180
	a, b := c.chroma*math.Cos(h), c.chroma*math.Sin(h)
	cube := func(x float64) float64 { return x * x * x }
	l := cube(c.lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(c.lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(c.lightness - 0.0894841775*a - 1.2914855480*b)
	clip := func(x float64) float64 { return math.Min(math.Max(x, 0), 1) }
	return 0.2126*clip(4.0767416621*l-3.3077115913*m+0.2309699292*s) +
		0.7152*clip(-1.2684380046*l+2.6097574011*m-0.3413193965*s) +
		0.0722*clip(-0.0041960863*l-0.7034186147*m+1.7076147010*s)
}

func contrast(a, b oklch) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

var (
	tokenPattern  = regexp.MustCompile(`(?m)^\s*--([\w-]+):\s*(.+);$`)
	colourPattern = regexp.MustCompile(`oklch\(([\d.]+) ([\d.]+) ([\d.]+|var\(--hue\))\)`)
	aliasPattern  = regexp.MustCompile(`^var\(--([\w-]+)\)$`)
)

// tokens reads the colours of tokens.css, light and dark.
func tokens(t *testing.T) map[string][2]oklch {
	t.Helper()
	text, err := fs.ReadFile(themes.Default(), "assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][2]oklch{}
	for _, m := range tokenPattern.FindAllStringSubmatch(string(text), -1) {
		if alias := aliasPattern.FindStringSubmatch(m[2]); alias != nil {
			if c, ok := colours[alias[1]]; ok {
				colours[m[1]] = c
			}
			continue
		}
		found := colourPattern.FindAllStringSubmatch(m[2], -1)
		if len(found) != 2 {
			continue
		}
		var pair [2]oklch
		for i, f := range found {
			pair[i].lightness, _ = strconv.ParseFloat(f[1], 64)
			pair[i].chroma, _ = strconv.ParseFloat(f[2], 64)
			pair[i].hue = math.NaN()
			if h, err := strconv.ParseFloat(f[3], 64); err == nil {
				pair[i].hue = h
			}
		}
		colours[m[1]] = pair
	}
	return colours
}

// states are the families of colour that signs have.
var states = []string{"good", "going", "owed", "asked", "lacking", "quiet"}

func TestContrast(t *testing.T) {
	colours := tokens(t)
	type pair struct {
		over, under string
		least       float64
	}
	var pairs []pair
	add := func(least float64, over, under string) {
		for _, o := range strings.Fields(over) {
			for _, u := range strings.Fields(under) {
				pairs = append(pairs, pair{o, u, least})
			}
		}
	}
	add(4.5, "ink ink-2 ink-3 accent lacking", "paper faint raised")
	add(4.5, "owed good going asked", "paper") // severities and titles of notes
	add(4.5, "ink ink-2", "mark")
	add(4.5, "accent-ink", "accent")
	add(4.5, "ink ink-2 ink-3 lacking accent", "lacking-ground")
	add(4.5, "code-text code-keyword code-function code-type code-attribute code-variable code-string code-number code-operator code-comment code-inserted code-deleted code-heading", "code-ground")
	add(3, "edge focus open", "paper raised")
	for _, s := range states {
		add(3, s, "paper faint raised "+s+"-ground lacking-ground")
		add(4.5, "ink", s+"-ground")
	}
	for _, p := range pairs {
		over, ok := colours[p.over]
		under, found := colours[p.under]
		if !ok || !found {
			t.Errorf("tokens.css does not set --%s and --%s for light and dark", p.over, p.under)
			continue
		}
		for mode, name := range []string{"light", "dark"} {
			for hue := 0.0; hue < 360; hue += hueStep {
				o, u := over[mode].at(hue), under[mode].at(hue)
				if got := contrast(o, u); got < p.least {
					t.Errorf("%s: --%s on --%s has a contrast of %.2f, want %.1f (accent's hue %.0f)", name, p.over, p.under, got, p.least, hue)
					break
				}
			}
		}
	}
}

// at gives the colour with the accent's hue, where it has that.
func (c oklch) at(hue float64) oklch {
	if math.IsNaN(c.hue) {
		c.hue = hue
	}
	return c
}

func TestHues(t *testing.T) {
	text, err := fs.ReadFile(themes.Default(), "assets/css/hues.css")
	if err != nil {
		t.Fatal(err)
	}
	for h := 0; h < 360; h += hueStep {
		if rule := fmt.Sprintf("[data-hue=%q] { --hue: %d; }", strconv.Itoa(h), h); !strings.Contains(string(text), rule) {
			t.Errorf("hues.css lacks %s", rule)
		}
	}
	for in, want := range map[string]string{"": "", "x": "", "NaN": "", "247": "250", "-10": "350", "359": "0", "724": "0", " 12.5 ": "10", "1e999": ""} {
		if got := hue(in); got != want {
			t.Errorf("hue(%q) is %q, want %q", in, got, want)
		}
	}
}

// TestStates checks that every family of states has its class and every state
// its shape, and that no two states of one look mean different things.
func TestStates(t *testing.T) {
	sprite, err := fs.ReadFile(themes.Default(), "partials/sprite.html")
	if err != nil {
		t.Fatal(err)
	}
	signs, err := fs.ReadFile(themes.Default(), "assets/css/signs.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range symbols {
		if !strings.Contains(string(sprite), `id="pf-`+s.shape+`"`) {
			t.Errorf("state %s: the sprite has no %q", name, s.shape)
		}
		if !strings.Contains(string(signs), ".g-"+s.hue+" ") {
			t.Errorf("state %s: signs.css has no .g-%s", name, s.hue)
		}
		if s.word == "" {
			t.Errorf("state %s has no word", name)
		}
	}
}
