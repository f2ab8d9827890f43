package theme

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/site"
)

// This file and picture.go are what makes markup outside the templates. What is
// not a constant here goes through text or attribute, which escape it, but for
// the two kinds of string that package markdown has sanitised: Prose.Text and
// Fill.HTML.

// writer appends markup to a page.
type writer struct{ out []byte }

// raw appends what is markup already.
func (w *writer) raw(s string) { w.out = append(w.out, s...) }

// special has what stands in markup for a byte of text; "" for the byte itself.
var special = [256]string{0: "\uFFFD", '"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;"}

// text appends plain text.
func (w *writer) text(s string) {
	written := 0
	for i := range len(s) {
		if stands := special[s[i]]; stands != "" {
			w.out = append(append(w.out, s[written:i]...), stands...)
			written = i + 1
		}
	}
	w.out = append(w.out, s[written:]...)
}

func (w *writer) number(n int) { w.out = strconv.AppendInt(w.out, int64(n), 10) }

// attribute writes ` name="value"`, or nothing for an empty value.
func (w *writer) attribute(name, value string) {
	if value == "" {
		return
	}
	w.open(name)
	w.text(value)
	w.raw(`"`)
}

// open begins an attribute, whose value and quote are to follow.
func (w *writer) open(name string) {
	w.raw(" ")
	w.raw(name)
	w.raw(`="`)
}

// prose appends a fragment with what its holes are filled with.
func prose(page []byte, p *site.Prose) []byte {
	w := writer{page}
	for i, text := range p.Text {
		w.raw(text)
		if i < len(p.Fills) {
			w.fill(&p.Fills[i])
		}
	}
	return w.out
}

func (w *writer) fill(f *site.Fill) {
	switch f.Kind {
	case site.FillCitation:
		w.citation(f)
	case site.FillLink:
		w.link(f)
	case site.FillImage:
		w.raw(`<img`)
		w.attribute("src", address(f.Href))
		w.raw(` alt="`)
		w.text(f.Text)
		w.raw(`" loading="lazy"`)
		w.attribute("title", f.Title)
		w.raw(`>`)
	case site.FillDead:
		w.raw(`<span class="dead"`)
		w.attribute("title", f.Title)
		w.raw(`>`)
		w.label(f)
		w.raw(`</span>`)
	case site.FillRequirement:
		w.point("def", f)
	case site.FillTask:
		w.point("task", f)
	case site.FillGap:
		w.point("gap", f)
	default:
		w.label(f)
	}
}

// begin writes the start of an element that is a link where it leads somewhere,
// and gives its name.
func (w *writer) begin(class string, f *site.Fill) (tag string) {
	tag = "span"
	if f.Href != "" {
		tag = "a"
	}
	w.raw("<")
	w.raw(tag)
	w.attribute("class", class)
	w.attribute("id", f.ID)
	w.attribute("href", address(f.Href))
	return tag
}

func (w *writer) end(tag string) {
	w.raw("</")
	w.raw(tag)
	w.raw(">")
}

// citation writes an id as a link with its card in the title, where a reader
// without scripts finds it and the script takes it from.
func (w *writer) citation(f *site.Fill) {
	if f.Href == "" && f.State.Name == "" && f.ID == "" {
		w.text(f.Text) // it has the shape of an id and is none
		return
	}
	tag := w.begin("id", f)
	w.attribute("data-state", f.State.Name)
	w.attribute("data-hue", hue(f.Hue))
	w.card(f)
	w.raw(">")
	w.text(f.Text)
	w.end(tag)
}

// card writes what a citation says on hover: the requirement's id and text, and
// below it plan and state.
func (w *writer) card(f *site.Fill) {
	c := f.Card
	if c == nil {
		title := f.Title
		if title == "" {
			title = f.State.Word
		}
		w.attribute("title", title)
		return
	}
	w.open("title")
	w.text(c.ID)
	if c.Text != "" {
		w.raw(": ")
		w.text(c.Text)
	}
	w.raw("\n")
	w.text(c.Plan)
	if state := word(c.State); state != "" {
		if c.Plan != "" {
			w.raw(" · ")
		}
		w.text(state)
	}
	if f.Title != "" { // of a range: the card is that of its first
		w.raw(" · ")
		w.text(f.Title)
	}
	w.raw(`"`)
}

func (w *writer) link(f *site.Fill) {
	w.raw(`<a`)
	w.attribute("id", f.ID)
	w.attribute("href", address(f.Href))
	w.attribute("title", f.Title)
	if f.External {
		w.raw(` class="out" rel="external noopener"`)
	}
	w.raw(`>`)
	w.label(f)
	w.raw(`</a>`)
}

// label writes the sanitised label, or the text where there is none.
func (w *writer) label(f *site.Fill) {
	if f.HTML != "" {
		w.raw(f.HTML)
		return
	}
	w.text(f.Text)
}

// point writes what stands before a definition, a task or a gap: its anchor
// and its state, as a link where it leads somewhere.
func (w *writer) point(class string, f *site.Fill) {
	tag := w.begin(class, f)
	title := f.Title
	if title == "" {
		title = f.Text
	}
	w.attribute("title", title)
	w.raw(">")
	w.glyph(&f.State, true)
	if class == "def" && f.Href != "" {
		w.raw(`<span class="def-count" aria-hidden="true">`)
		w.raw(count(f.N))
		w.raw(`</span>`)
	}
	w.end(tag)
}

// address lets relative addresses and those of three schemes pass. Of any other
// it gives nothing, so that no attribute is written.
func address(href string) string {
	if plainPath(href) {
		return href
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "", "http", "https", "mailto":
		return href
	}
	return ""
}

// plainPath tells whether href is made of nothing but names and slashes, as most
// addresses are, and a fragment of names: it needs no parsing.
func plainPath(href string) bool {
	for i := range len(href) {
		switch c := href[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '#':
		case c == '/':
			if i == 0 {
				return false // two of them begin a host
			}
		default:
			return false
		}
	}
	return true
}

// glyph draws a state and says its word.
func glyph(page []byte, s *site.State) []byte {
	w := writer{page}
	w.glyph(s, true)
	return w.out
}

// dot draws a state beside text that says it.
func dot(page []byte, s *site.State) []byte {
	w := writer{page}
	w.glyph(s, false)
	return w.out
}

func (w *writer) glyph(s *site.State, says bool) {
	symbol, ok := symbols[s.Name]
	if !ok {
		return
	}
	w.raw(`<svg class="g g-`)
	w.raw(symbol.hue)
	if says {
		w.raw(`" role="img"><title>`)
		if s.Word != "" {
			w.text(s.Word)
		} else {
			w.text(symbol.word)
		}
		w.raw(`</title>`)
	} else {
		w.raw(`" aria-hidden="true">`)
	}
	w.raw(`<use href="#pf-`)
	w.raw(symbol.shape)
	w.raw(`"/></svg>`)
}

// word is what a state is called.
func word(s site.State) string {
	if s.Word != "" {
		return s.Word
	}
	return symbols[s.Name].word
}

// symbols is the closed list of states: the shape, which tells them apart
// without colour, and the family of colour.
var symbols = map[string]struct{ shape, hue, word string }{
	"filled":          {"full", "good", "filled"},
	"covered":         {"full", "good", "covered"},
	"done":            {"full", "good", "done"},
	"tested":          {"most", "good", "tested"},
	"partial":         {"half", "going", "partly filled"},
	"planned":         {"half", "going", "planned"},
	"active":          {"half", "going", "active"},
	"placeholder":     {"dotted", "owed", "placeholder"},
	"cited":           {"dotted", "owed", "cited"},
	"untouched":       {"lines", "owed", "as in template"},
	"question":        {"question", "asked", "open question"},
	"empty":           {"ring", "lacking", "empty"},
	"uncovered":       {"ring", "lacking", "uncovered"},
	"open":            {"ring", "open", "open"},
	"missing":         {"cross", "lacking", "missing"},
	"dangling":        {"cross", "lacking", "dangling"},
	"ambiguous":       {"fork", "lacking", "ambiguous"},
	"not-applicable":  {"dash", "quiet", "n/a"},
	"retired":         {"dash", "quiet", "retired"},
	"defined":         {"bar", "quiet", "defined"},
	"waived":          {"bar", "quiet", "waived"},
	"gap":             {"ring", "lacking", "gap"},
	"resolved":        {"leads", "quiet", "resolved"},
	"through-a-range": {"range", "quiet", "through a range"},
	"skipped":         {"dash", "quiet", "skipped"},
	"blocked":         {"triangle", "lacking", "blocked"},
	"overdue":         {"triangle", "lacking", "overdue"},
}
