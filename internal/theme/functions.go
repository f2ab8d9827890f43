package theme

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/site"
)

// functions is the closed list of what templates may call beside the built-in
// functions. None reads anything outside its arguments and the theme.
func functions(assets map[string]string) template.FuncMap {
	return template.FuncMap{
		// asset gives an asset's address below the site's root: {{.Root}}{{asset "site.css"}}.
		"asset": func(name string) (string, error) {
			if made, ok := assets[name]; ok {
				return made, nil
			}
			return "", fmt.Errorf("the theme has no asset %q", name)
		},
		"prose":   prose,
		"picture": picture,
		"glyph":   glyph,
		"dot":     dot,
		"word":    word,
		"quote":   quote,
		"dir":     direction,
		"hue":     hue,
		"count":   count,
		"plural":  plural,
		"add":     add,
		"percent": func(n, of int) int {
			if of <= 0 {
				return 0
			}
			return n * 100 / of
		},
		"lower":  strings.ToLower,
		"rest":   func(whole, part int) int { return max(whole-part, 0) },
		"mul":    func(a, b int) int { return a * b },
		"most":   most,
		"tone":   func(s site.State) string { return symbols[s.Name].hue },
		"share":  share,
		"policy": func() string { return site.PagePolicy },
	}
}

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

func add(numbers ...int) (sum int) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}
