package markdown

import (
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// The elements of raw HTML that keep their effect are those that GitHub keeps,
// less what only serves looks. No element keeps a style, class, id or handler;
// ids become anchors of their own. An element that is not listed is shown as
// text, and so is what stands in it.
const (
	phrasingElements = "a abbr b bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr"
	flowElements     = "blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td tfoot th thead tr ul"
	voidElements     = "br hr img wbr source"

	// These say nothing: they go, and what stands in them stays.
	silentElements = "picture source font big nobr"

	// What stands in these is code of another language, shown as it is.
	verbatimElements = "script style"
)

// renames gives the names that today's HTML has for an element.
var renames = map[string]string{"tt": "code", "strike": "s", "center": "div", "h1": "h2", "acronym": "abbr"}

var (
	phrasing     = nameSet(phrasingElements)
	keptElements = nameSet(phrasingElements + " " + flowElements)
	void         = nameSet(voidElements)
	silent       = nameSet(silentElements)
	verbatim     = nameSet(verbatimElements)
)

func nameSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// tagPolicy cleans one tag. Links and images do not come to it: they become
// holes, whose addresses are judged with those of Markdown's own.
var tagPolicy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for name := range keptElements {
		if name != "a" && name != "img" {
			p.AllowNoAttrs().OnElements(name)
		}
	}
	p.AllowAttrs("open").Matching(bluemonday.Paragraph).OnElements("details")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(bluemonday.Paragraph).OnElements("th")
	p.AllowAttrs("start", "value").Matching(bluemonday.Integer).OnElements("ol", "li")
	p.AllowAttrs("datetime").Matching(bluemonday.ISO8601).OnElements("time", "del", "ins")
	p.AllowAttrs("dir").Matching(bluemonday.Direction).OnElements("bdo", "p", "div", "li", "td", "th")
	p.AllowAttrs("title").Matching(bluemonday.Paragraph).OnElements("abbr", "dfn")
	return p
}()
