package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
)

// asking grades what the words of a bracket say.
type asking int

const (
	asksNothing  asking = iota
	asksWord            // one word: a slot only in a form, or where it names what is asked for
	asksList            // single words between commas: an array, unless it stands beside a slot
	asksMaybe           // prose: a slot where the place is right
	asksSurely          // asks for something: a slot anywhere
	asksQuestion        // [NEEDS CLARIFICATION: …]
	asksTodo            // [TBD]
)

var (
	asksExample   = pattern.MustCompile(`(?i)(?:^|[\s(,;:–-])(?:e\.\s?g\b|eg\.|i\.\s?e\.|for example|for instance|such as|z\.\s?B\.|p\.\s?ej\.|ej\.:)|例[:：]|例えば`)
	asksCondition = pattern.MustCompile(`(?i)^(?:if|when|where|as) (?:applicable|any|needed|required|necessary|available|relevant|appropriate|known|present|used)\b|\bas (?:needed|appropriate|required|necessary)$`)
	asksMarker    = pattern.MustCompile(`(?i)^(?:needs? clarification|clarification needed|open question|unresolved|question|to clarify|clarify)\s*(?:[:：—–-].*)?$`)
	asksOwed      = pattern.MustCompile(`(?i)^(?:tbd|tbc|tba|todo|fixme|to be (?:defined|determined|decided|confirmed|added|done|written|announced|completed|filled(?: in)?|specified|provided|documented))\b`)
	asksSharps    = pattern.MustCompile(`#{2,}`)
	// Words that a slot begins with where more words follow.
	asksRequest = pattern.MustCompile(`(?i)^(?:describe|descriptions?|list|explain|explanation|insert|enter|specify|specific|define|definition|provide|include|identify|outline|summari[sz]e|summary|state|document|details?|explore|extract|add|fill|replace|write|paste|brief|briefly|short|concise|one[- ]?(?:line|sentence|paragraph)|your|any|how|what|why|when|where|who|which|whether|name of|names of|number of|link to|links to|path to|expected|measurable|step-by-step|steps|key|another|additional|high-level|select|choose|pick|repeat|assumption about|dependency on|acceptable|user satisfaction|gates? determined|list of) \S`)
	// Words of buttons: "[Add Category]" asks for nothing.
	buttonVerb = pattern.MustCompile(`^(?:Add|Insert|Enter|Select|Choose|Replace|Fill|Write|Repeat|List|Include|Pick|Paste|Define|Specify|Identify|Explore|Extract|Explain) `)
	// Brackets that say something about the text around them.
	asksAside = pattern.MustCompile(`(?i)^(?:sources?|see|refs?|reference|cf\.?|note|cite|citation|from|via|optional|required|mandatory|sic|new|updated|deprecated|removed|draft|wip|edit|update|answer|image|figure|fig\.?|table|screenshot|verified|inference|done|n/a|none|id|tag|scope|depends on|blocked by|added|changed|fixed|inserted|redacted|truncated|omitted|snip|beta|alpha|experimental|internal|external|breaking|parallel|serial|manual|automated|skip ci|ci skip|skipped|rule \d+)(?:$|[:：]| [-–—])|^(?:no|not|has|have|is|was|do not|don't|see) `)
	// The state of something: "testing complete".
	asksState = pattern.MustCompile(`(?i)^\w+(?: \w+){0,2} (?:completed?|done|passed|failed|skipped|running)$`)
	codeLike  = pattern.MustCompile("[=;{}<>\\\\|@$\x01\x02\x04]|->|::|\\(\\)|//|^[\"'“0-9.+*&%!?~-]|\\.\\w|\\w_\\w|\\d{2,}:\\d|^\\w+:\\S|: \"")
	upperName = pattern.MustCompile(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)
	upperNoun = pattern.MustCompile(`_(?:NAME|TITLE|DESCRIPTION|CONTENT|DATE|VERSION|SUMMARY|OWNER|AUTHOR)$`)
	wordLike  = pattern.MustCompile(`^\p{L}[\p{L}'’/-]*\d?$`)

	// [X], [NN]: a number to fill in, where a unit follows.
	blankNumber = pattern.MustCompile(`^(?:X{1,3}|N{1,3}|Y|#+|number|n)$`)
	blankUnit   = pattern.MustCompile(`^(?:%|[ -]?(?:ms|s|seconds?|minutes?|hours?|days?|weeks?|months?|years?|users?|requests?|points?|percent|MB|GB|KB|TB|k|K|x|concurrent|items?|times?)\b)`)
)

// asks grades what the words between brackets ask for.
func asks(inner string) asking {
	if utf8.RuneCountInString(inner) < 2 || inner[0] == '^' {
		return asksNothing
	}
	switch {
	case asksMarker.MatchString(inner):
		return asksQuestion
	case asksOwed.MatchString(inner):
		return asksTodo
	case inner[0] == '{' || inner[0] == '\'' || inner[0] == '"':
		return asksNothing
	case asksExample.MatchString(inner), asksCondition.MatchString(inner), asksSharps.MatchString(inner):
		return asksSurely
	case asksAside.MatchString(inner), asksState.MatchString(inner):
		return asksNothing
	}
	if upperName.MatchString(inner) {
		if upperNoun.MatchString(inner) {
			return asksSurely
		}
		return asksMaybe
	}
	words := strings.Fields(inner)
	switch {
	case isChoice(inner):
		return asksMaybe
	case codeLike.MatchString(inner) && !asksRequest.MatchString(inner):
		return asksNothing
	case len(words) == 1:
		return asksOneWord(inner)
	case isArray(inner):
		return asksList
	case len(words) <= 3 && buttonVerb.MatchString(inner) && isTitled(words):
		return asksNothing
	case asksRequest.MatchString(inner):
		return asksSurely
	}
	return asksMaybe
}

func asksOneWord(word string) asking {
	switch {
	case upperSlot[word]:
		return asksMaybe
	case !wordLike.MatchString(word), len(word) > 1 && word == strings.ToUpper(word) && word != strings.ToLower(word):
		return asksNothing
	}
	return asksWord
}

// upperSlot are words in capitals that are a slot where they stand alone.
// Others, such as [VERIFY] or [P1], are tags.
var upperSlot = wordSet(`DATE NAME FEATURE TITLE AUTHOR PROJECT VERSION OWNER DESCRIPTION URL LINK NUMBER PLACEHOLDER TEAM COMPANY BRANCH
	TOPIC COMPONENT DOMAIN USER ROLE REASON`)

// slotWord are single words that name what is asked for.
var slotWord = wordSet(`action actor amount approach approver assumption author benefit capability category choice component
	condition constraint content count criteria criterion date days decision default dependency description details domain duration
	email endpoint entity environment estimate event evidence explanation feature field framework function goal
	hours impact input integration justification language library link location measure message method metric milestone mitigation module
	name notes number objective option outcome output owner parameter path percentage person placeholder platform probability
	problem product project purpose question rationale reason recommendation requirement response result reviewer role risk scenario
	service solution stakeholder strategy summary system target team technology threshold time title tool
	topic trigger unit url user value version weeks why`)

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
		if !unicode.IsUpper(firstRune(w)) && len(w) > 3 {
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

// isArray tells whether s is an array: single words between commas.
func isArray(s string) bool {
	parts := strings.Split(s, ",")
	for _, p := range parts {
		if len(strings.Fields(p)) != 1 {
			return false
		}
	}
	return len(parts) > 1
}

// isChoice tells whether s offers alternatives: "High / Low", "Draft | Final | …".
func isChoice(s string) bool {
	sep, words := "|", 5
	if !strings.Contains(s, sep) {
		sep, words = "/", 3
	}
	parts := strings.Split(s, sep)
	for _, p := range parts {
		p = strings.Trim(p, " \x01") // an alternative may hold a link
		if isEllipsis(p) && sep == "|" {
			continue
		}
		if utf8.RuneCountInString(p) < 2 || len(strings.Fields(p)) > words || !isPlainWords(p) {
			return false
		}
	}
	return len(parts) > 1 && len(parts) <= 8
}

func isEllipsis(s string) bool { return s == "…" || s == "..." }
