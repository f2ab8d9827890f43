package register

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readTopics says what each section is about: what its title in the template
// says, else its own, else what the section around it is about.
func (r *reader) readTopics() {
	titles := make([]string, len(r.d.Sections))
	if a := r.d.Alignment; a != nil {
		for i, s := range a.Sections() {
			if s.Section != plan.None {
				titles[s.Section] = a.Schema.Sections[i].Title
			}
		}
	}
	for i := range r.d.Sections {
		s := &r.d.Sections[i]
		r.about[i] = about{root: plan.None, thing: plan.None}
		if i == 0 {
			continue
		}
		own := r.titles.topicOf(titles[i])
		if own == nil {
			own = r.titles.topicOf(s.Title)
		}
		var above about
		if s.Parent >= 0 {
			above = r.about[s.Parent]
		}
		switch {
		case above.topic != nil && above.thing != plan.None:
			r.about[i] = above
		case own != nil && s.Level > 1:
			if own.reads(r.d.Role) {
				r.about[i] = about{topic: own, root: i, thing: plan.None}
			}
		case above.topic == nil || above.topic.leaves(s.Title):
		case r.isThing(i, above.topic):
			r.about[i] = about{topic: above.topic, root: above.root, thing: i, group: above.group}
		default:
			r.about[i] = about{topic: above.topic, root: above.root, thing: plan.None, group: s.Title}
		}
	}
}

// remedies tells whether the words before a list say that it tells what is done
// about risks.
func (t *topic) remedies(text string) bool {
	return t.name == Risks && remedy.MatchString(text)
}

var remedy = pattern.MustCompile(`(?i)\b(?:mitigat\w+|avoid\w*|address\w*|prevent\w*|remed\w+)\b`)

var aside = pattern.MustCompile(`(?i)\b(?:alternatives?|rejected|out of scope|not (?:used|needed|chosen)|no new|diagrams?|example|examples|references|sources|installation|see also|notes?|background|introduction|data flows?|interaction|interactions|relationships?)\b`)

// concern are the last words of titles that open a subject of their own.
var concern = pattern.MustCompile(`(?i)\b(?:considerations?|requirements|optimi[sz]ations?|strateg(?:y|ies)|testing|tests|accessibility|security|performance|styling|deferred ideas|discretion|next steps|timeline|estimates?)$`)

// leaves tells whether a sub-section of the topic speaks of something else than
// its things.
func (t *topic) leaves(title string) bool {
	title = strings.TrimSpace(parenthesis.ReplaceAllString(title, ""))
	return aside.MatchString(title) || t.aside != nil && t.aside.MatchString(title) ||
		t.name != Performance && concern.MatchString(title) && !numbered.MatchString(title)
}

var (
	numbered = pattern.MustCompile(`^(?:(?:\p{L}+ )?(?:\p{Lu}{1,3}-?)?\d+(?:\.\d+)*\s*[:.)—–-]|\p{Lu}[a-z]+ [A-Z\d]+\s*[:—–-]|\p{Lu}{1,4}-?\d+\b)`)
	nothing  = pattern.MustCompile(`(?i)^(?:n/?a\b.*|there (?:are|is) (?:currently )?no\b.*|none|nil|no(?:ne)?(?: (?:new|known|open|unresolved|remaining|outstanding|significant|major|notable|external|additional|further|major))*(?: (?:risks?|questions?|decisions?|constraints?|assumptions?|dependencies|integrations?|components?|issues?|unknowns?))?(?: (?:at (?:the|this) (?:moment|time|point|stage)|identified|currently|yet|so far|known|remain(?:ing)?|left|required|needed|expected|have been identified|are known))*|not applicable|all resolved|tbd|todo|-+|—|なし|なし。)[\s.!?]*(?:$|[-–—,:;(].*|\.\s.*)`)
)

// isNothing tells whether a text says that there is nothing to say.
func isNothing(text string) bool {
	if text == "" {
		return false
	}
	switch c := text[0]; {
	case strings.IndexByte("nNtTaA-", c) >= 0, c >= 0x80:
		return nothing.MatchString(text)
	}
	return false
}

// isThing tells whether sub-section i is a thing of the topic, not a heading
// over several: all are where the topic's sub-sections are things, else those
// that are numbered, and those that state the topic's facts or begin with prose.
func (r *reader) isThing(i int, t *topic) bool {
	title := r.d.Sections[i].Title
	if t.name == Technologies {
		return false
	}
	if t.headings {
		return !r.onlyNames(i, t) && !r.onlyHolds(i)
	}
	if numbered.MatchString(title) || strings.HasSuffix(title, "?") {
		return true
	}
	first := true
	for e := range r.entries(i) {
		if e.Kind == plan.EntryRow {
			return false
		}
		if _, ok := t.field(e.Label); ok {
			return true
		}
		if first && e.Kind == plan.EntryParagraph && e.Label == "" && t.name != Performance {
			return !strings.HasSuffix(e.Text, ":")
		}
		first = false
	}
	return false
}

// onlyNames tells whether a sub-section of things is a heading over several: a
// table of them, or nothing but items with a name and what they are, where the
// title is no name of one.
func (r *reader) onlyNames(i int, t *topic) bool {
	n, named := 0, 0
	for e := range r.entries(i) {
		n++
		if e.Kind == plan.EntryRow {
			return slices.ContainsFunc(e.Head, t.isName)
		}
		_, field := t.field(e.Label)
		if e.Kind == plan.EntryItem && e.Label != "" && !field && strings.HasSuffix(strings.ToLower(r.d.Sections[i].Title), "s") {
			named++
		}
	}
	return n > 0 && named == n
}

// onlyHolds tells whether section i has sections below it and no text of its own.
func (r *reader) onlyHolds(i int) bool {
	for range r.entries(i) {
		return false
	}
	return r.parent(i)
}

// entries goes through the entries that stand directly in section i.
func (r *reader) entries(i int) func(yield func(*plan.Entry) bool) {
	return func(yield func(*plan.Entry) bool) {
		list := r.all
		from, _ := slices.BinarySearchFunc(list, i, func(e plan.Entry, i int) int { return e.Section - i })
		for j := from; j < len(list) && list[j].Section == i; j++ {
			if !list[j].Citation && !yield(&list[j]) {
				return
			}
		}
	}
}
