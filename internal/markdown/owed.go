package markdown

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

var (
	// owedWhole is a value that says only that it is still to come.
	owedWhole   = regexp.MustCompile(`(?i)^\W*(?:tbd|tbc|tba|todo|fixme|\d+/tbd|coming soon|to be (?:added|announced|completed|confirmed|decided|defined|described|determined|discussed|documented|done|filled(?: in)?|provided|specified|updated|written)|not yet (?:defined|decided|written|specified)|por definir|a definir|por determinar|à définir|待定|待补充|未定|추후(?: 결정)?|미정|sẽ cập nhật|noch (?:offen|zu klären|festzulegen)|wird noch ergänzt)\b?`)
	owedWord    = regexp.MustCompile(`\b(?:TBD|TBC|TBA)\b`)
	owedEnd     = regexp.MustCompile(`(?i)\bto be (?:added|announced|completed|confirmed|decided|defined|described|determined|documented|filled in|provided|specified|written)\.?\W*$`)
	codeMention = regexp.MustCompile(`(?i)\b(?:no|not|without|any|zero|all|remaining|resolve[ds]?|remove[ds]?|replace[ds]?|every|each)\b[^.]{0,40}\b(?:TBD|TBC|TBA|TODO|FIXME)s?\b|\b(?:TBD|TODO|FIXME)s?\b\s*(?:/\s*\w+\s*)?(?:comments?|markers?|items?|placeholders?|lists?|resolved|removed|entries|values?|notes?|annotations?)\b`)
	needsMark   = regexp.MustCompile(`\bNEEDS CLARIFICATION\b`)
	denial      = regexp.MustCompile(`(?i)\b(?:no|not|zero|without|all|any|resolve[ds]?|resolving|remaining|remain|remove[ds]?|removed|addressed|answered|clarified|identify|mark(?:ed)?|markers?|items?|documented|instead of)\b|残って|なし|없`)
	answered    = regexp.MustCompile(`(?i)^\W*(?:n/a|none|not applicable|not required|not needed)\b`)
)

// denied tells whether a text that has a question's marker says that there is
// no question: "No [NEEDS CLARIFICATION] markers remain".
func denied(plain string) bool {
	outside := bracketed.ReplaceAllString(plain, "")
	return denial.MatchString(outside) && !strings.Contains(plain, "NEEDS CLARIFICATION:") || strings.Contains(plain, "残って")
}

var bracketed = regexp.MustCompile(`\[[^\[\]]*\]`)

// owed notes words that stand for content: TBD, TODO, NEEDS CLARIFICATION.
func (g *gapReader) owed(p passage, c gapContext) bool {
	value, at := p.value()
	if loc := needsMark.FindStringIndex(p.text); loc != nil && !denial.MatchString(p.text[:loc[0]]) && !denial.MatchString(leadWords(p.text[loc[1]:], 3)) {
		if strings.TrimSpace(strings.Trim(p.text[at:loc[0]], "*_ [#:")) == "" {
			g.add(plan.GapQuestion, p.start+loc[0], p.start+len(strings.TrimRight(p.text, " \n")), 0)
			return true
		}
	}
	trimmed := strings.Trim(value, " *_`\t\n")
	if owedWhole.MatchString(trimmed) && !codeMention.MatchString(trimmed) && !answered.MatchString(trimmed) {
		g.add(plan.GapTodo, p.start+at, p.start+at+len(strings.TrimRight(value, " \n")), 0)
		return true
	}
	if c.box || p.heading || codeMention.MatchString(p.text) {
		return false
	}
	if loc := owedWord.FindStringIndex(p.text); loc != nil && !quoted(p.text, loc[0], loc[1]) {
		g.add(plan.GapTodo, p.start+loc[0], p.start+loc[1], 0)
		return true
	}
	return false
}

// value is what stands behind the label of a passage, with its offset in p.text.
func (p passage) value() (string, int) {
	if p.label != "" {
		for i := 0; i < len(p.text); i++ {
			rest := p.text[i:]
			for _, colon := range []string{":", "："} {
				if strings.HasPrefix(rest, colon) && i >= len(p.label) {
					at := i + len(colon)
					for at < len(p.text) && strings.IndexByte(" *_\t", p.text[at]) >= 0 {
						at++
					}
					return p.text[at:], at
				}
			}
		}
	}
	return p.text, 0
}

func leadWords(s string, n int) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(n, len(w))], " ")
}
