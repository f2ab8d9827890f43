package theme

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/compile"
	"github.com/planfolio/planfolio/internal/site"
)

// functions is the closed list of what templates may call beside the built-in
// functions, as html/template calls them and as programs do. None reads anything
// outside its arguments and the theme.
func functions(assets map[string]string) (template.FuncMap, map[string]compile.Function) {
	forTemplates, forPrograms := template.FuncMap{}, map[string]compile.Function{}
	add := func(name string, called any, f compile.Function) {
		forTemplates[name], forPrograms[name] = called, f
	}
	// asset gives an asset's address below the site's root: {{.Root}}{{asset "site.css"}}.
	asset := func(name string) (string, error) {
		if made, ok := assets[name]; ok {
			return made, nil
		}
		return "", fmt.Errorf("the theme has no asset %q", name)
	}
	add("asset", asset, compile.Try1(asset))
	add("prose", markup(prose), compile.Markup1[site.Prose, template.HTML](prose))
	add("picture", markup(picture), compile.Markup1[*site.Picture, template.HTML](picture))
	add("glyph", markup(glyph), compile.Markup1[site.State, template.HTML](glyph))
	add("dot", markup(dot), compile.Markup1[site.State, template.HTML](dot))
	add("word", word, compile.Func1(word))
	add("quote", quote, compile.Func2(quote))
	add("dir", direction, compile.Func1(direction))
	add("hue", hue, compile.Func1(hue))
	add("count", count, compile.Func1(count))
	add("plural", plural, compile.Func3(plural))
	add("add", sum, compile.FuncAny(sum))
	add("mul", product, compile.Func2(product))
	add("rest", rest, compile.Func2(rest))
	add("percent", percent, compile.Func2(percent))
	add("share", share, compile.Func2(share))
	add("most", most, compile.Func1(most))
	add("lower", strings.ToLower, compile.Func1(strings.ToLower))
	add("tone", tone, compile.Func1(tone))
	add("policy", policy, compile.Func0(policy))
	return forTemplates, forPrograms
}

// markup makes a function for html/template of one that appends to a page.
func markup[A any](f func(page []byte, a *A) []byte) func(A) template.HTML {
	return func(a A) template.HTML { return template.HTML(f(nil, &a)) }
}

func policy() string { return site.PagePolicy }

// tone is the family of colour of a state.
func tone(s site.State) string { return symbols[s.Name].hue }

// quotation is a sentence around what it is quoted for.
type quotation struct{ Before, Mark, After string }

// quote splits text at the bytes mark; a mark that does not fit is none.
func quote(text string, mark [2]int) quotation {
	if mark[0] < 0 || mark[1] > len(text) || mark[0] >= mark[1] {
		return quotation{Before: text}
	}
	return quotation{text[:mark[0]], text[mark[0]:mark[1]], text[mark[1]:]}
}

// direction is the way a language is written, by its subtag.
func direction(lang string) string {
	language, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch language {
	case "ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// hueStep is how far apart the hues are that tokens.css has a rule for.
const hueStep = 10

// hue rounds an angle in degrees to one that the style sheet knows; "" where s
// is no angle.
func hue(s string) string {
	if s == "" {
		return ""
	}
	degrees, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return ""
	}
	degrees = math.Mod(math.Mod(degrees, 360)+360, 360)
	return strconv.Itoa(int(math.Round(degrees/hueStep)) * hueStep % 360)
}

// count writes a number with a thin space between groups of three.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// plural gives the number with the word that goes with it: "1 task", "3 tasks".
func plural(n int, one, many string) string {
	if n == 1 {
		return count(n) + " " + one
	}
	return count(n) + " " + many
}

// most is the largest of numbers, at least 1: what a drawing of them is scaled to.
func most(numbers []int) int {
	largest := 1
	for _, n := range numbers {
		largest = max(largest, n)
	}
	return largest
}

// share gives n of whole in percent with two decimals, for drawings.
func share(n, whole int) string {
	if whole <= 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(n)/float64(whole), 'f', 2, 64)
}

// sum is the function "add".
func sum(numbers ...int) (sum int) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}

func product(a, b int) int { return a * b }

// rest is what a part leaves of the whole.
func rest(whole, part int) int { return max(whole-part, 0) }

// percent gives n of whole in percent, rounded down.
func percent(n, whole int) int {
	if whole <= 0 {
		return 0
	}
	return n * 100 / whole
}
