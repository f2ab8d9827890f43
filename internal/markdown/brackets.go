package markdown

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// Most square brackets in plans are no slots: links, boxes, callouts, tags,
// types, log lines, labels of buttons. A bracket is a slot by its words (it
// asks for something), or by its place (it is all there is behind a label, in
// an item, a cell, a paragraph) where its words read as prose.

// A bracket is one pair of square brackets in a passage.
type bracket struct {
	start, end int // in the passage's text, brackets included
	inner      string
	asks       asking
}

// asking grades what the words of a bracket say.
type asking int

const (
	asksNothing  asking = iota
	asksMaybe           // prose: a slot where the place is right
	asksSurely          // asks for something: a slot anywhere
	asksQuestion        // [NEEDS CLARIFICATION: …]
	asksTodo            // [TBD]
)

// slots notes the slots of a passage, and tells whether there are any.
func (g *gapReader) slots(p passage) bool {
	found := false
	note := func(kind plan.GapKind, start, end, slots int) {
		g.add(kind, p.start+start, p.start+end, slots)
		found = true
	}
	brackets := findBrackets(p.text)
	sure := 0
	for _, b := range brackets {
		if b.asks == asksSurely {
			sure++
		}
	}
	alone := standsAlone(p.text, brackets, p.heading)
	for _, b := range brackets {
		switch {
		case b.asks == asksQuestion:
			if !denied(p.plain) {
				note(plan.GapQuestion, b.start, b.end, 0)
			}
		case b.asks == asksTodo:
			note(plan.GapTodo, b.start, b.end, 0)
		case b.asks == asksSurely, b.asks == asksMaybe && (alone || sure > 0):
			note(plan.GapPlaceholder, b.start, b.end, 1)
		}
	}
	for _, m := range otherSlot.FindAllStringIndex(p.text, -1) {
		if isOtherSlot(p, m[0], m[1]) {
			note(plan.GapPlaceholder, m[0], m[1], 0)
		}
	}
	return found
}

// findBrackets gives the outermost square brackets of a masked text that can be
// slots by what stands around them.
func findBrackets(text string) []bracket {
	var out []bracket
	for i := 0; i < len(text); i++ {
		if text[i] != '[' {
			continue
		}
		end := closingBracket(text, i)
		if end < 0 {
			continue
		}
		b := bracket{start: i, end: end + 1, inner: strings.Join(strings.Fields(text[i+1:end]), " ")}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end+1:])
		switch {
		case strings.ContainsRune("![]\x02)", before) && i > 0, isWord(before) && i > 0:
		case strings.ContainsRune("([{", after) && end+1 < len(text):
		case isWord(after) && end+1 < len(text) && !isBlankNumber(b.inner):
		default:
			b.asks = asks(b.inner)
			if isBlankNumber(b.inner) && slotUnit.MatchString(text[end+1:]) {
				b.asks = asksSurely
			}
			out = append(out, b)
		}
		i = end
	}
	return out
}

// closingBracket is the index of the bracket that closes the one at i, or -1.
func closingBracket(text string, i int) int {
	depth := 0
	for j := i; j < len(text) && j-i < 600; j++ {
		switch text[j] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }

// standsAlone tells whether brackets are all that a passage says, but for its
// label, a number or id that it begins with, and words in parentheses.
func standsAlone(text string, brackets []bracket, heading bool) bool {
	var b strings.Builder
	at := 0
	for _, k := range brackets {
		b.WriteString(text[at:k.start])
		b.WriteByte('\x03')
		at = k.end
	}
	b.WriteString(text[at:])
	rest := b.String()
	if i := strings.LastIndex(rest, "\x03"); i >= 0 {
		if tail := strings.Trim(inParentheses.ReplaceAllString(rest[i+1:], ""), " \t\n*_~`\"'.,;:：!?|-–—)("); tail != "" && !heading {
			return false
		}
		rest = rest[:i]
	}
	rest = strings.Trim(rest, " \t\n*_~`\"'\x03>•-–—|/(,")
	if rest == "" || heading {
		return true
	}
	// what stands before the last bracket: nothing, or a label
	rest = strings.ReplaceAll(strings.ReplaceAll(rest, "*", ""), "_", "")
	rest = strings.TrimSpace(rest)
	if strings.HasSuffix(rest, ":") || strings.HasSuffix(rest, "：") || strings.HasSuffix(rest, "=") {
		return utf8.RuneCountInString(rest) <= 80
	}
	return leadingID.MatchString(rest)
}

var leadingID = regexp.MustCompile(`^(?:[A-Z]{1,6}-?\d[\w.-]*|\d+(?:\.\d+)*[.)]?)$`)

// isBlankNumber tells whether s stands for a number to fill in: [X], [NN].
func isBlankNumber(s string) bool { return blankNumber.MatchString(s) }

var (
	blankNumber = regexp.MustCompile(`^(?:X{1,3}|N{1,3}|Y|#+|number|n)$`)
	slotUnit    = regexp.MustCompile(`^(?:%|[ -]?(?:ms|s|seconds?|minutes?|hours?|days?|weeks?|months?|years?|users?|requests?|points?|percent|MB|GB|KB|TB|k|K|x|concurrent|items?|times?)\b)`)
)

var (
	slotExample   = regexp.MustCompile(`(?i)(?:^|[\s(,;:–-])(?:e\.\s?g\b|eg\.|i\.\s?e\.|for example|for instance|such as|z\.\s?B\.|p\.\s?ej\.|ej\.:|例[:：])`)
	slotCondition = regexp.MustCompile(`(?i)^(?:if|when|where|as) (?:applicable|any|needed|required|necessary|available|relevant|appropriate|known|present|used)\b|^(?:optional|required)\b[:;,—-]? \w+ |\bas (?:needed|appropriate|required|necessary)$`)
	slotQuestion  = regexp.MustCompile(`(?i)^(?:needs? clarification|clarification needed|open question|unresolved|question|to clarify|clarify)\s*(?:[:：—–-].*)?$`)
	todoInner     = regexp.MustCompile(`(?i)^(?:tbd|tbc|tba|todo|fixme|to be (?:defined|determined|decided|confirmed|added|done|written|announced|completed|filled(?: in)?|specified|provided|documented))\b`)
	// verbs and words that a slot begins with, followed by more words
	slotRequest = regexp.MustCompile(`(?i)^(?:describe|description|descriptions|list|explain|explanation|insert|enter|specify|specific|define|definition|provide|include|identify|outline|summari[sz]e|summary|state|document|detail|details|explore|add|fill|replace|write|brief|briefly|short|concise|one[- ]?(?:line|sentence|paragraph)|your|any|how|what|why|when|where|who|which|whether|name of|names of|number of|link to|links to|path to|expected|measurable|step-by-step|steps|key|main|other|another|additional|related|existing|high-level|detailed|actual|current|list of|user satisfaction|business metric|assumption about|dependency on|example|select|choose|pick|more|next|repeat|continue|same|primary|secondary|acceptable|minimum|maximum|relevant|potential|possible|proposed|estimated|target) \S`)
	// nouns that end the name of a slot
	slotNoun   = regexp.MustCompile(`(?i)^(?:.* )?(?:names?|titles?|dates?|descriptions?|types?|numbers?|versions?|values?|paths?|urls?|links?|ids?|identifiers?|emails?|address(?:es)?|roles?|persons?|teams?|authors?|owners?|states?|actions?|outcomes?|results?|responses?|conditions?|scenarios?|criteri(?:a|on)|capabilit(?:y|ies)|requirements?|features?|components?|elements?|modules?|services?|systems?|projects?|products?|files?|folders?|director(?:y|ies)|frameworks?|technolog(?:y|ies)|tools?|librar(?:y|ies)|languages?|platforms?|metrics?|goals?|objectives?|approach(?:es)?|strateg(?:y|ies)|methods?|rationales?|reasons?|reasoning|purposes?|impacts?|mitigations?|risks?|constraints?|assumptions?|dependenc(?:y|ies)|examples?|estimates?|durations?|priorit(?:y|ies)|status(?:es)?|summar(?:y|ies)|overviews?|notes?|comments?|questions?|answers?|decisions?|options?|alternatives?|tasks?|steps?|phases?|milestones?|events?|triggers?|errors?|messages?|inputs?|outputs?|parameters?|fields?|entit(?:y|ies)|attributes?|propert(?:y|ies)|relationships?|models?|endpoints?|interfaces?|users?|personas?|benefits?|categor(?:y|ies)|locations?|environments?|amounts?|counts?|percentages?|thresholds?|limits?|budgets?|costs?|times?|effort|here)$`)
	slotSharps = regexp.MustCompile(`#{2,}`)
	slotAside  = regexp.MustCompile(`(?i)^(?:source|sources|see|ref|refs|reference|cf\.?|note|cite|citation|from|via|feature|optional|required|mandatory|sic|new|updated|deprecated|removed|draft|wip|edit|update|answer|image|figure|fig\.?|table|screenshot|link|verified|inference|done|n/a|none|id|tag|type|scope|component|priority|depends on|blocked by|added|changed|fixed|inserted|redacted|truncated|omitted|snip|beta|alpha|experimental|internal|external|breaking|parallel|serial|manual|automated|skip ci|ci skip|skipped)(?:$|[:：])`)
	codeLike   = regexp.MustCompile("[=;{}<>\\\\|@$\x02]|->|::|\\(\\)|//|^[\"'“0-9.+*&%!?~-]|\\.\\w|\\w_\\w|\\d{2,}:\\d|^\\w+:\\S")
)

// asks grades what the words between brackets ask for.
func asks(inner string) asking {
	if inner == "" {
		return asksNothing
	}
	first, size := utf8.DecodeRuneInString(inner)
	if size == len(inner) || first == '^' {
		return asksNothing
	}
	switch {
	case slotQuestion.MatchString(inner):
		return asksQuestion
	case todoInner.MatchString(inner):
		return asksTodo
	case slotExample.MatchString(inner), slotCondition.MatchString(inner):
		return asksSurely
	case slotSharps.MatchString(inner):
		return asksSurely
	case slotAside.MatchString(inner):
		return asksNothing
	}
	words := strings.Fields(inner)
	if isChoice(inner) {
		return asksMaybe
	}
	if codeLike.MatchString(inner) && !slotRequest.MatchString(inner) {
		return asksNothing
	}
	if len(words) == 1 {
		if upperSlot[inner] || slotWord[strings.ToLower(inner)] {
			return asksMaybe
		}
		if parts := strings.Split(inner, "/"); len(parts) > 1 && isPlainWords(inner) {
			return asksMaybe
		}
		return asksNothing
	}
	if isList(inner) {
		return asksNothing
	}
	switch {
	case slotRequest.MatchString(inner), isTitled(words) && slotNoun.MatchString(inner):
		return asksSurely
	case isPlainWords(inner), slotNoun.MatchString(inner):
		return asksMaybe
	}
	return asksMaybe
}

// upperSlot are words in capitals that are a slot where they stand alone.
// Others, such as [VERIFY] or [P1], are tags.
var upperSlot = map[string]bool{"DATE": true, "NAME": true, "FEATURE": true, "TITLE": true, "AUTHOR": true, "PROJECT": true, "VERSION": true,
	"OWNER": true, "DESCRIPTION": true, "URL": true, "LINK": true, "NUMBER": true, "PLACEHOLDER": true, "TEAM": true, "COMPANY": true, "BRANCH": true,
	"STATUS": true, "TOPIC": true, "COMPONENT": true, "DOMAIN": true, "SPEC": true, "USER": true, "ROLE": true, "REASON": true}

// slotWord are single words that name what is asked for.
var slotWord = wordSet(`action actor amount answer approach approver assumption author benefit capability category choice comment component
	condition constraint content count criteria criterion date days decision default dependency description details domain duration
	email endpoint entity environment estimate event evidence example explanation feature field file format framework function goal
	hours impact input integration justification language library link location measure message method metric milestone mitigation module
	name note notes number objective option outcome output owner parameter path percentage person placeholder platform probability
	problem product project purpose question rationale reason recommendation requirement response result reviewer role risk scenario scope
	service solution stakeholder state status step strategy summary system target task team technology test text threshold time title tool
	topic trigger type unit url user value version weeks why`)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// isTitled tells whether every word but the small ones begins with a capital.
func isTitled(words []string) bool {
	for _, w := range words {
		c, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(c) && len(w) > 3 {
			return false
		}
	}
	return true
}

// isPlainWords tells whether s has nothing but letters and the marks of prose.
func isPlainWords(s string) bool {
	for _, c := range s {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && !strings.ContainsRune(" ,/'’-–—.&()", c) {
			return false
		}
	}
	return true
}

// isList tells whether s is an array: single words between commas.
func isList(s string) bool {
	parts := strings.Split(s, ",")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		if len(strings.Fields(p)) != 1 {
			return false
		}
	}
	return true
}

// isChoice tells whether s offers alternatives: "High / Low", "Draft | Final".
func isChoice(s string) bool {
	sep := "|"
	if !strings.Contains(s, sep) {
		sep = "/"
	}
	parts := strings.Split(s, sep)
	if len(parts) < 2 || len(parts) > 8 {
		return false
	}
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || len(strings.Fields(p)) > 3 || !isPlainWords(p) {
			return false
		}
	}
	return true
}

// slotTag gives the words of a "tag" that is a slot: <Feature Name>, <link to
// the dashboard>. It is "" for anything that HTML, XML or a type could be.
func slotTag(raw []byte) string {
	m := tagWords.FindSubmatch(raw)
	if m == nil {
		return ""
	}
	words := strings.Fields(string(m[1]))
	if len(words) < 2 {
		return ""
	}
	for _, w := range words[1:] {
		if !booleanAttribute[strings.ToLower(w)] {
			return string(m[1])
		}
	}
	return ""
}

var tagWords = regexp.MustCompile(`^<(\p{L}[\p{L}\p{N}'’-]*(?:[ \t]+[\p{L}\p{N}'’/-]*\p{L}[\p{L}\p{N}'’/-]*)+)>$`)

var booleanAttribute = wordSet(`open disabled checked hidden async defer required readonly multiple selected controls loop muted autoplay allowfullscreen reversed nowrap`)

// otherSlot are the shapes of slots other than square brackets.
var otherSlot = regexp.MustCompile(`\{\{\s*([\p{L}_][\p{L}\p{N}_ .-]*?)\s*\}\}|<(\p{L}[^<>\n]*)>|\{([\p{L}][\p{L}\p{N}_ /-]*)\}|\$ARGUMENTS\b`)

func isOtherSlot(p passage, start, end int) bool {
	s := p.text[start:end]
	switch {
	case s == "$ARGUMENTS":
		return true
	case strings.HasPrefix(s, "{{"):
		name := strings.TrimSpace(strings.Trim(s, "{}"))
		return !quoted(p.text, start, end) && !templateWord[name] && (name == strings.ToUpper(name) || strings.ContainsAny(name, " _-"))
	case strings.HasPrefix(s, "{"):
		if start > 0 && strings.ContainsRune("{$/#%", rune(p.text[start-1])) || end < len(p.text) && p.text[end] == '}' {
			return false
		}
		name := strings.Trim(s, "{}")
		return strings.Contains(name, " ") && wholeValue(p.text, start, end)
	}
	before, _ := utf8.DecodeLastRuneInString(p.text[:start])
	return !isWord(before) && slotTag([]byte(s)) != ""
}

// templateWord are words of template languages.
var templateWord = wordSet(`this else end each if with yield outlet`)

// quoted tells whether text[start:end] stands in quotation marks, with or
// without more text.
func quoted(text string, start, end int) bool {
	return strings.Count(text[:start], `"`)%2 == 1 && strings.Contains(text[end:], `"`)
}

// wholeValue tells whether text[start:end] is all there is behind a label.
func wholeValue(text string, start, end int) bool {
	before := strings.Trim(text[:start], " \t\n*_`\"'>-")
	after := strings.Trim(text[end:], " \t\n*_`\"'.")
	return after == "" && (before == "" || strings.HasSuffix(before, ":"))
}
