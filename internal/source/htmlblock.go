package source

import (
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
)

// The start conditions of HTML blocks (CommonMark 0.31.2, section 4.6), as the
// parser knows them. Within such a block a fence or a list is only text, and the
// measure must not see one there that would hide what comes after.
var (
	rawTag      = pattern.MustCompile(`(?i)^<(script|pre|style|textarea)(\s|>|/>|$)`)
	declaration = pattern.MustCompile(`^<![A-Z]`)
	blockTag    = pattern.MustCompile(`^<(?:/[ ]*)?([a-zA-Z]+[a-zA-Z0-9-]*)(?:[ ]|>|/>|$)`)
	loneTag     = pattern.MustCompile(`^<(/[ ]*)?([a-zA-Z]+[a-zA-Z0-9-]*)` +
		"((?:[ \t]+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:[ \t]*=[ \t]*(?:[^\"'=<>`\\x00-\\x20]+|'[^']*'|\"[^\"]*\"))?)*)" + `[ ]*/?>[ ]*$`)
)

// htmlBlockTags begin a block that ends with a blank line (start condition 6).
var htmlBlockTags = func() map[string]bool {
	tags := map[string]bool{}
	for _, t := range strings.Fields(`address article aside base basefont blockquote body caption center col colgroup dd details
		dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe
		legend li link main menu menuitem meta nav noframes ol optgroup option p param search section summary table tbody td
		tfoot th thead title tr track ul`) {
		tags[t] = true
	}
	return tags
}()

// htmlEnd tells how an open HTML block ends: with a line that holds one of
// texts, in any case of letters, or with a blank line.
type htmlEnd struct {
	texts []string
	blank bool
}

var (
	rawEnd   = &htmlEnd{texts: []string{"</script>", "</pre>", "</style>", "</textarea>"}}
	blankEnd = &htmlEnd{blank: true}
)

func (e *htmlEnd) in(line string) bool {
	if e.blank {
		return strings.TrimLeft(line, " \t") == ""
	}
	line = strings.ToLower(line)
	for _, t := range e.texts {
		if strings.Contains(line, t) {
			return true
		}
	}
	return false
}

// htmlBlock tells how the HTML block ends that line begins; nil where it begins
// none. A tag alone on its line cannot interrupt a paragraph.
func htmlBlock(line string, inParagraph bool) *htmlEnd {
	if !strings.HasPrefix(line, "<") {
		return nil
	}
	switch {
	case rawTag.MatchString(line):
		return rawEnd
	case strings.HasPrefix(line, "<!--"):
		return &htmlEnd{texts: []string{"-->"}}
	case strings.HasPrefix(line, "<?"):
		return &htmlEnd{texts: []string{"?>"}}
	case declaration.MatchString(line):
		return &htmlEnd{texts: []string{">"}}
	case strings.HasPrefix(line, "<![CDATA["):
		return &htmlEnd{texts: []string{"]]>"}}
	}
	if m := loneTag.FindStringSubmatch(line); m != nil && !inParagraph {
		switch name := strings.ToLower(m[2]); {
		case name == "script" || name == "style" || name == "pre":
		case m[1] == "" || m[3] == "":
			return blankEnd
		}
	}
	if m := blockTag.FindStringSubmatch(line); m != nil && htmlBlockTags[strings.ToLower(m[1])] {
		return blankEnd
	}
	return nil
}
