package theme

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/planfolio/planfolio/internal/site"
)

// This file and picture.go are what makes markup outside the templates. What is
// not a constant here goes through text or attribute, which escape it, but for
// the two kinds of string that package markdown has sanitised: Prose.Text and
// Fill.HTML.

// writer collects markup.
type writer struct{ strings.Builder }

func (w *writer) text(s string) { template.HTMLEscape(w, []byte(s)) }

// attribute writes ` name="value"`, or nothing for an empty value.
func (w *writer) attribute(name, value string) {
	if value == "" {
		return
	}
	w.WriteString(" " + name + `="`)
	w.text(value)
	w.WriteByte('"')
}

// prose gives a fragment with what its holes are filled with.
func prose(p site.Prose) template.HTML {
	var w writer
	for i, text := range p.Text {
		w.WriteString(text)
		if i < len(p.Fills) {
			w.fill(p.Fills[i])
		}
	}
	return template.HTML(w.String())
}

func (w *writer) fill(f site.Fill) {
	switch f.Kind {
	case site.FillCitation:
		w.citation(f)
	case site.FillLink:
		w.link(f)
	case site.FillImage:
		w.WriteString(`<img`)
		w.attribute("src", address(f.Href))
		w.WriteString(` alt="`)
		w.text(f.Text)
		w.WriteString(`" loading="lazy"`)
		w.attribute("title", f.Title)
		w.WriteByte('>')
	case site.FillDead:
		w.WriteString(`<span class="dead"`)
		w.attribute("title", f.Title)
		w.WriteByte('>')
		w.label(f)
		w.WriteString(`</span>`)
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

// citation writes an id as a link with its card in the title, where a reader
// without scripts finds it and the script takes it from.
func (w *writer) citation(f site.Fill) {
	if f.Href == "" && f.State.Name == "" && f.ID == "" {
		w.text(f.Text) // it has the shape of an id and is none
		return
	}
	tag := "span"
	if f.Href != "" {
		tag = "a"
	}
	w.WriteString("<" + tag)
	w.attribute("class", "id")
	w.attribute("id", f.ID)
	w.attribute("href", address(f.Href))
	w.attribute("data-state", f.State.Name)
	w.attribute("data-hue", hue(f.Hue))
	w.attribute("title", cardText(f))
	w.WriteByte('>')
	w.text(f.Text)
	w.WriteString("</" + tag + ">")
}

// cardText is what a citation says on hover: the requirement's id and text, and
// below it plan and state.
func cardText(f site.Fill) string {
	if f.Card == nil {
		if f.Title != "" {
			return f.Title
		}
		return f.State.Word
	}
	foot := f.Card.Plan
	if state := word(f.Card.State); state != "" {
		if foot != "" {
			foot += " · "
		}
		foot += state
	}
	if f.Title != "" { // of a range: the card is that of its first
		foot += " · " + f.Title
	}
	if f.Card.Text == "" {
		return f.Card.ID + "\n" + foot
	}
	return f.Card.ID + ": " + f.Card.Text + "\n" + foot
}

func (w *writer) link(f site.Fill) {
	w.WriteString(`<a`)
	w.attribute("id", f.ID)
	w.attribute("href", address(f.Href))
	w.attribute("title", f.Title)
	if f.External {
		w.attribute("class", "out")
		w.attribute("rel", "external noopener")
	}
	w.WriteByte('>')
	w.label(f)
	w.WriteString(`</a>`)
}

// label writes the sanitised label, or the text where there is none.
func (w *writer) label(f site.Fill) {
	if f.HTML != "" {
		w.WriteString(f.HTML)
		return
	}
	w.text(f.Text)
}

// point writes what stands before a definition, a task or a gap: its anchor
// and its state, as a link where it leads somewhere.
func (w *writer) point(class string, f site.Fill) {
	tag := "span"
	if f.Href != "" {
		tag = "a"
	}
	w.WriteString("<" + tag)
	w.attribute("class", class)
	w.attribute("id", f.ID)
	w.attribute("href", address(f.Href))
	title := f.Title
	if title == "" {
		title = f.Text
	}
	w.attribute("title", title)
	w.WriteByte('>')
	w.glyph(f.State, true)
	if class == "def" && f.Href != "" {
		w.WriteString(`<span class="def-count" aria-hidden="true">` + count(f.N) + `</span>`)
	}
	w.WriteString("</" + tag + ">")
}

// address lets relative addresses and those of three schemes pass. Of any other
// it gives nothing, so that no attribute is written.
func address(href string) string {
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

// glyph draws a state and says its word.
func glyph(s site.State) template.HTML {
	var w writer
	w.glyph(s, true)
	return template.HTML(w.String())
}

// dot draws a state beside text that says it.
func dot(s site.State) template.HTML {
	var w writer
	w.glyph(s, false)
	return template.HTML(w.String())
}

func (w *writer) glyph(s site.State, says bool) {
	symbol, ok := symbols[s.Name]
	if !ok {
		return
	}
	w.WriteString(`<svg class="g g-` + symbol.hue + `" width="12" height="12"`)
	if says {
		w.WriteString(` role="img"><title>`)
		w.text(word(s))
		w.WriteString(`</title>`)
	} else {
		w.WriteString(` aria-hidden="true">`)
	}
	w.WriteString(`<use href="#pf-` + symbol.shape + `"/></svg>`)
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
