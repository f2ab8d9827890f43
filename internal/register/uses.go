package register

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
)

// uses collects which plans use which technology.
type uses struct {
	order  []string // names, as met
	byName map[string]*use
}

type use struct {
	name   string
	key    string // name in lower case
	places []Place
	as     []string // labels that it stands under: "Database"
	plans  int
}

func newUses() *uses { return &uses{byName: map[string]*use{}} }

// add notes the technologies that an item of a section on them names.
func (u *uses) add(it *item) {
	if contrast.MatchString(it.group) || notNames[key(it.group)] {
		return
	}
	for _, n := range named(it) {
		k := strings.ToLower(n.name)
		got := u.byName[k]
		if got == nil {
			got = &use{name: n.name, key: k}
			u.byName[k] = got
			u.order = append(u.order, k)
		}
		if n := len(got.places); n == 0 || got.places[n-1].Doc != it.place.Doc || got.places[n-1].Section != it.place.Section {
			got.places = append(got.places, it.place)
		}
		got.call(n.as)
	}
}

// call notes a label that the technology stands under.
func (u *use) call(as string) {
	if as != "" && !slices.Contains(u.as, as) && len(u.as) < maxRoles {
		u.as = append(u.as, as)
	}
}

// maxRoles is how many of the labels that a technology stands under are kept.
const maxRoles = 4

// list is what is used, as met.
func (u *uses) list() []*use {
	list := make([]*use, len(u.order))
	for i, k := range u.order {
		list[i] = u.byName[k]
	}
	return list
}

// join notes what a plan uses.
func (u *uses) join(other []*use) {
	for _, from := range other {
		k := from.key
		got := u.byName[k]
		if got == nil {
			got = &use{name: from.name, key: k}
			u.byName[k] = got
			u.order = append(u.order, k)
		}
		got.places = append(got.places, from.places...)
		got.plans++
		for _, as := range from.as {
			got.call(as)
		}
	}
}

// rows are the technologies that most plans use first.
func (u *uses) rows() []*Row {
	list := u.list()
	slices.SortStableFunc(list, func(a, b *use) int {
		return cmp.Or(b.plans-a.plans, strings.Compare(a.key, b.key))
	})
	rows := make([]*Row, len(list))
	for i, got := range list {
		rows[i] = &Row{Place: got.places[0], Also: got.places[1:], Cells: []string{got.name, strings.Join(got.as, ", ")}}
	}
	return rows
}

// naming is a technology with the label that it stands under.
type naming struct{ name, as string }

// named finds the technologies that an item names: those of the vocabulary, and
// what stands in the place of a name and looks like one.
func named(it *item) []naming {
	var out []naming
	add := func(name, as string) {
		if name != "" && !slices.ContainsFunc(out, func(n naming) bool { return strings.EqualFold(n.name, name) }) {
			out = append(out, naming{name, as})
		}
	}
	if it.kind == "row" {
		return rowNames(it)
	}
	label, text := it.name, it.text
	as := strings.TrimSpace(parenthesis.ReplaceAllString(label, ""))
	if name := known(label, true); len(name) > 0 {
		for _, n := range name { // "- **SurrealDB**: one file for each campaign"
			add(n, "")
		}
		return out
	}
	if contrast.MatchString(label) || notNames[key(label)] || reasons.MatchString(label) {
		return nil
	}
	for _, n := range known(text, label != "" || len(strings.Fields(text)) < 8) {
		add(n, as)
	}
	if len(out) == 0 && roles[lastWord(label)] {
		add(looksLikeName(text), as)
	}
	return out
}

// oneWord is a cell of one word, which a column of names has for a name.
var oneWord = pattern.MustCompile("^`?[A-Za-z][A-Za-z0-9._-]{2,30}`?$")

// reasons are labels of what is said about a choice.
var reasons = pattern.MustCompile(`(?i)^(?:why|decision|rationale|constraints?|what|how)\b`)

func rowNames(it *item) []naming {
	var out []naming
	as := ""
	for _, h := range []string{"layer", "category", "area", "component", "role", "aspect", "concern"} {
		if as == "" {
			as, _ = it.cell(h)
		}
	}
	cell := it.name
	for _, h := range []string{"technology", "library", "tool", "framework", "package", "choice", "product", "software"} {
		if c, _ := it.cell(h); c != "" {
			cell = c
			break
		}
	}
	if as == cell {
		as = ""
	}
	names := known(cell, true)
	if len(names) == 0 {
		n := looksLikeName(cell)
		if n == "" && oneWord.MatchString(cell) {
			n = strings.Trim(cell, "`")
		}
		if n != "" && slices.ContainsFunc([]string{"technology", "library", "tool", "framework", "package", "version"}, func(h string) bool { _, ok := it.cell(h); return ok }) {
			names = []string{n}
		}
	}
	for _, n := range names {
		out = append(out, naming{n, as})
	}
	return out
}

//go:embed technologies.txt
var vocabularyText string

// term is a spelling of a technology's name.
type term struct {
	name  string
	exact bool // a word of everyday language too: counts as written, where a name is expected
}

// vocabulary is the spellings in lower case; exact ones as they are written.
// longest is the most words of one.
//
// begins has how many words the longest spelling has that begins with a word.
var vocabulary, begins = func() (map[string]term, map[string]int) {
	terms, begins := map[string]term{}, map[string]int{}
	for line := range strings.Lines(vocabularyText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, others, _ := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		exact := strings.HasSuffix(name, "!")
		name = strings.TrimSuffix(name, "!")
		for i, s := range append([]string{name}, strings.Split(others, ",")...) {
			s = strings.TrimSpace(s)
			if s == "" {
				continue
			}
			k := spelled(tokens(s))
			as := term{name, exact && i == 0}
			if !as.exact {
				k = strings.ToLower(k)
			}
			terms[k] = as
			first, _, _ := strings.Cut(k, " ")
			begins[first] = max(begins[first], 1+strings.Count(k, " "))
		}
	}
	return terms, begins
}()

// token is a word of a text with what stands before it.
type token struct {
	text  string
	start bool // first of a part: a name is expected here
	at    int  // where it begins in the text
}

// wordIn finds the first word of s from an offset on: letters and digits, with
// signs in their midst, and "++" or "#" behind them. It gives -1 for none.
func wordIn(s string, from int) (start, end int) {
	isPart := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }
	i := strings.IndexFunc(s[from:], isPart)
	if i < 0 {
		return -1, -1
	}
	start, end = from+i, from+i
	for {
		next := strings.IndexFunc(s[end:], func(c rune) bool { return !isPart(c) })
		if next < 0 {
			return start, len(s)
		}
		end += next
		behind := end
		for behind < len(s) && strings.IndexByte(".+#_-", s[behind]) >= 0 {
			behind++
		}
		if c, _ := utf8.DecodeRuneInString(s[behind:]); !isPart(c) {
			break
		}
		end = behind
	}
	switch {
	case strings.HasPrefix(s[end:], "++"):
		end += 2
	case strings.HasPrefix(s[end:], "#"):
		end++
	}
	return start, end
}

func tokens(s string) []token {
	var out []token
	end := 0
	for from, to := wordIn(s, 0); from >= 0; from, to = wordIn(s, to) {
		between := strings.TrimSpace(s[end:from])
		start := end == 0 || between != "" && between != "'" && between != "’"
		if n := len(out); n > 0 && !start {
			switch strings.ToLower(out[n-1].text) {
			case "and", "or", "with", "in", "on", "using", "via", "by", "for":
				start = true
			}
		}
		out = append(out, token{s[from:to], start, from})
		end = to
	}
	return out
}

func spelled(list []token) string {
	if len(list) == 1 {
		return list[0].text
	}
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = t.text
	}
	return strings.Join(parts, " ")
}

// contrast is what is said before a technology that is not used.
var contrast = pattern.MustCompile(`(?i)\b(?:no|not|without|instead of|replac\w+|rather than|over|vs|versus|unlike|than|avoid\w*|alternatives?|rejected|migrat\w+ from|from|drop\w*|remov\w+|never|considered)\b`)

// breaks ends the reach of a contrast.
var breaks = regexp.MustCompile(`[,;.:()]\s|\s[-–—]\s|\b(?:and|but|because)\b`)

// known are the technologies of the vocabulary that s names, in order. listed
// says that s is a list of names, where words of everyday language count too.
func known(s string, listed bool) []string {
	list := tokens(s)
	lower := make([]token, len(list))
	for i, t := range list {
		lower[i] = token{strings.ToLower(t.text), t.start, t.at}
	}
	var out []string
	for i := 0; i < len(list); i++ {
		longest := max(begins[lower[i].text], begins[list[i].text], 1)
		for n := min(longest, len(list)-i); n > 0; n-- {
			got, ok := vocabulary[spelled(lower[i:i+n])]
			if exact, is := vocabulary[spelled(list[i:i+n])]; !ok && is && exact.exact {
				got, ok = exact, listed && list[i].start
			} else if ok && got.exact {
				ok = false
			}
			if !ok {
				if v := versionOf(list[i].text); n == 1 && v != "" && len(v) < len(list[i].text) {
					got, ok = vocabulary[strings.TrimSuffix(lower[i].text, strings.ToLower(v))]
					ok = ok && !got.exact
				}
			}
			if ok {
				if !excluded(s[:list[i].at]) && !slices.Contains(out, got.name) {
					out = append(out, got.name)
				}
				i += n - 1
				break
			}
		}
	}
	return out
}

// versionOf is what follows a name without a space: "python3", "vue3.4".
func versionOf(word string) string { return word[len(strings.TrimRight(word, "0123456789.")):] }

// excluded tells whether what stands before a name says that it is not used.
func excluded(before string) bool {
	if !contrast.MatchString(before) {
		return false
	}
	if m := breaks.FindAllStringIndex(before, -1); m != nil {
		before = before[m[len(m)-1][1]:]
	}
	return contrast.MatchString(before)
}

// roles are labels, by their last word, whose value is a technology.
var roles = words("language languages framework frameworks database databases library libraries runtime server frontend backend storage orm cache broker queue tool tools testing hosting infrastructure cdn stack engine platform bundler client protocol system dependencies")

// notNames are labels whose value names no technology.
var notNames = words("rationale reason why version type note notes purpose status constraints scale goals platform")

func lastWord(label string) string { return lastOf(key(label)) }

// lastOf is the last word of a key.
func lastOf(key string) string { return key[strings.LastIndexByte(key, ' ')+1:] }

var nameEnd = regexp.MustCompile(`[,;:(–—|]|\s-\s|\.\s|\s(?:for|with|on|in|to|via|as|and|or|by|at|of|is|are|that|which|from|through|against|behind)\s`)

// looksLikeName is what s begins with, where that reads as a proper name: at
// most three words, and no word of a sentence.
func looksLikeName(s string) string {
	s = strings.Trim(s, " `*\"“”")
	if at := nameEnd.FindStringIndex(s + " "); at != nil && at[0] < len(s) {
		s = s[:at[0]]
	}
	s = strings.TrimSpace(s)
	var kept []string
	for _, w := range strings.Fields(s) {
		if versionWord.MatchString(w) {
			break
		}
		kept = append(kept, strings.Trim(w, "`\"."))
	}
	if len(kept) == 0 || len(kept) > 3 {
		return ""
	}
	name := strings.Join(kept, " ")
	first := []rune(name)[0]
	if !unicode.Is(unicode.Latin, first) || len(name) > 40 || strings.ContainsAny(name, "<>{}[]/\\?!") || commonWord[strings.ToLower(kept[0])] {
		return ""
	}
	if len(kept) > 1 && !unicode.IsUpper(first) {
		return ""
	}
	for _, w := range kept[1:] {
		if !unicode.IsUpper([]rune(w)[0]) {
			return ""
		}
	}
	if len(kept) == 1 && !unicode.IsUpper(first) && !strings.ContainsAny(name, "-_.0123456789") {
		return ""
	}
	return name
}

var versionWord = pattern.MustCompile(`^[vV]?[<>=~^≥]*\d[\w.+*-]*$`)

// commonWord are first words of answers that are no names.
var commonWord = words("the a an no none not n/a yes all any same existing current see tbd todo our we it this that both each every one two three standard custom internal external local in-memory on-premise open web native single multi cross unit plain real shared rest sql nosql file files manual shell managed cloud static server client needs managed keyboard node-based new optional unknown modern multiple serverless")
