package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

var (
	// The heading of something numbered: what follows its colon is a name.
	numbered    = pattern.MustCompile(`\d|^(?:Appendix|Annex|Phase|Step|Option|Part) [A-Z]$`)
	bannerMark  = pattern.MustCompile(`(?:✅|☑|✔|🎉|\b(?:COMPLETED?|DONE|SHIPPED|CLOSED))\W*$`)
	saysNone    = pattern.MustCompile(`(?i)[(\[—–-]\s*\*?(?:none|n/a|not applicable|unchanged|no changes?|as before|same as)\b`)
	noneApplies = pattern.MustCompile(`(?i)^\W*(?:n/?a\b|none\b|not applicable\b|not needed\b|not required\b)|\b(?:does|do) not apply\b|\b(?:is|are) not applicable\b|\bnot applicable\b|\bno (?:code|api|user-facing) changes?\b|\bskip(?:ped)? (?:this|all)\b`)
	headingBox  = pattern.MustCompile(`^\[[ xX~-]\]|\[[xX]\]$`)
	// The first of a series: "1. Calls", "Phase 1: Calls".
	firstOfSeries = pattern.MustCompile(`^(?:\p{L}+ )?(?:0?[01]|A|I)(?:[.:)]| [-–—])`)
	// Comments in pairs with which a tool marks what belongs to a section.
	markBegin = pattern.MustCompile(`(?i)\b(?:begin|start)\s*-->`)
	markEnd   = pattern.MustCompile(`(?i)\bend\s*-->`)
)

// shortAnswer is how long a text is that waives a section, in bytes.
const shortAnswer = 200

// emptySections notes leaf sections without content, at their headings.
func (g *gapReader) emptySections() {
	s := g.doc.Sections
	g.noteHeadings()
	for i := 1; i < len(s); i++ {
		leaf := i+1 == len(s) || s[i+1].Level <= s[i].Level
		if !leaf || !s[i].Empty || g.saysIt(i) || g.excused(i) {
			continue
		}
		line := string(g.text[s[i].Line.Start:s[i].Line.End])
		if _, taken := g.lines[s[i].Line.Start]; !taken && strings.HasPrefix(line, "#") {
			g.add(plan.GapEmpty, s[i].Line.Start, s[i].Line.Start+len(strings.TrimRight(line, "\n")), 0)
		}
	}
}

// saysIt tells whether the heading of section i is all that has to be said: it
// states its content after a colon or as a sentence, is a task or requirement,
// or is a banner over the headings that follow.
func (g *gapReader) saysIt(i int) bool {
	s := g.doc.Sections
	title := s[i].Title
	if label, value, ok := strings.Cut(title, ": "); ok && strings.TrimSpace(value) != "" && !numbered.MatchString(label) {
		return true
	}
	if saysNone.MatchString(title) || headingBox.MatchString(title) {
		return true
	}
	if n := len(strings.Fields(title)); n >= 10 && !strings.HasSuffix(title, "?") {
		return true
	}
	if g.stated[i] {
		return true
	}
	if i == 2 && s[1].Level == 1 && s[1].Line.End == s[2].Line.Start {
		return true // a subtitle
	}
	body := g.text[s[i].Body.Start:s[i].Body.End]
	if bytes.Contains(body, []byte("-->")) && len(markBegin.FindAllIndex(body, -1)) > len(markEnd.FindAllIndex(body, -1)) {
		return true // the headings that follow stand between the section's marks
	}
	if i+1 == len(s) || s[i+1].Level != s[i].Level || len(bytes.TrimSpace(body)) > 0 {
		return false
	}
	return bannerMark.MatchString(title) || isCapitals(title) || i == 1 && s[i].Level == 1 || continues(title, s[i+1].Title)
}

// continues tells whether a heading that stands directly below another goes on
// with it: it begins a series, or has the other's words again.
func continues(title, next string) bool {
	return firstOfSeries.MatchString(next) && !numbered.MatchString(title) || strings.Contains(strings.ToLower(next), strings.ToLower(title))
}

// isCapitals tells whether a title of several words has no small letter.
func isCapitals(title string) bool {
	return strings.ContainsRune(title, ' ') && strings.IndexFunc(title, unicode.IsLower) < 0 && strings.IndexFunc(title, unicode.IsUpper) >= 0
}

// excused tells whether a section above i says that none of it applies.
func (g *gapReader) excused(i int) bool {
	if g.waived == nil {
		g.noteWaivers()
	}
	s := g.doc.Sections
	for p := s[i].Parent; p > 0; p = s[p].Parent {
		if g.waived[p] {
			return true
		}
	}
	return false
}

// noteWaivers finds the sections that say that none of what they ask applies.
func (g *gapReader) noteWaivers() {
	g.waived = make([]bool, len(g.doc.Sections))
	for i := range g.entries {
		e := &g.entries[i]
		if !g.waived[e.Section] && len(e.Text) <= shortAnswer && waives(e.Text) {
			g.waived[e.Section] = true
		}
	}
}

// waiverWords are parts of what noneApplies looks for within a text.
var waiverWords = []string{"appl", "change", "kip"}

// waives tells whether a text says that nothing applies.
func waives(text string) bool {
	start := strings.TrimLeftFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	may := start != "" && (start[0] == 'n' || start[0] == 'N') || containsAny(text, waiverWords)
	return may && noneApplies.MatchString(text)
}

// noteHeadings finds the sections whose headings are tasks or requirements.
func (g *gapReader) noteHeadings() {
	d := g.doc
	g.stated = make([]bool, len(d.Sections))
	for i := range d.Requirements {
		if r := &d.Requirements[i]; r.Form == plan.FormHeading && (r.Title != "" || r.Text != "") {
			g.stated[r.Section] = true
		}
	}
	for i := range d.Tasks {
		if t := &d.Tasks[i]; t.Line.Start == d.Sections[t.Section].Line.Start {
			g.stated[t.Section] = true
		}
	}
}
