package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/planfolio/planfolio/internal/plan"
)

// The oracle reads a fragment as a browser would and knows what may be in it.
// It shares no list with the code it judges.

const oracleElements = `a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure
	h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup
	table tbody td tfoot th thead time tr u ul var wbr`

// oracleAttributes are the attributes of each element; "*" stands for any.
var oracleAttributes = map[string]string{
	"*":       "title dir",
	"a":       "href class role",
	"code":    "class data-lang",
	"details": "open",
	"div":     "class",
	"h2":      "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id",
	"li": "id value", "ol": "start", "p": "class", "pre": "class", "section": "class role",
	"span": "class id role aria-label", "sup": "id",
	"td": "class colspan rowspan", "th": "class colspan rowspan scope",
	"time": "datetime", "del": "datetime", "ins": "datetime",
}

// whole is the fragment with a mark in each hole that a browser keeps where it stands.
func whole(f plan.Fragment) string {
	var b strings.Builder
	for i, t := range f.Text {
		b.WriteString(t)
		if i < len(f.Holes) {
			fmt.Fprintf(&b, "<!--%d:%d-->", f.Holes[i].Kind, f.Holes[i].Index)
		}
	}
	return b.String()
}

// checkDocument holds a document against everything that is promised of any.
func checkDocument(t testing.TB, d *plan.Document) {
	t.Helper()
	size := len(d.File.Text)
	inBounds := func(what string, i int, s plan.Span) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > size {
			t.Errorf("%s %d: span %v of a text of %d bytes", what, i, s, size)
		}
	}
	ids := map[string]bool{}
	html := d.HTML()
	if len(html.Headings) != len(d.Sections) || len(html.Bodies) != len(d.Sections) || len(html.Requirements) != len(d.Requirements) {
		t.Fatalf("%d headings and %d bodies of %d sections, %d texts of %d requirements", len(html.Headings), len(html.Bodies), len(d.Sections), len(html.Requirements), len(d.Requirements))
	}
	at := 0
	for i, s := range d.Sections {
		inBounds("section", i, s.Span)
		inBounds("section line", i, s.Line)
		inBounds("section body", i, s.Body)
		if s.Parent >= i || s.Parent < 0 && i > 0 || i == 0 && s.Parent != plan.None {
			t.Errorf("section %d: parent %d", i, s.Parent)
		}
		if i > 0 {
			if s.Line.Start < at || s.Body.Start != s.Line.End {
				t.Errorf("section %d: line %v, body %v, the one before ends at %d", i, s.Line, s.Body, at)
			}
			if s.Anchor == "" || ids[s.Anchor] || strings.HasPrefix(s.Anchor, "pf-") {
				t.Errorf("section %d: anchor %q", i, s.Anchor)
			}
			ids[s.Anchor] = true
		}
		at = s.Body.End
		if i+1 < len(d.Sections) && at != d.Sections[i+1].Line.Start || i+1 == len(d.Sections) && at != size {
			t.Errorf("section %d: body ends at %d", i, at)
		}
		checkFragment(t, d, fmt.Sprintf("heading of section %d", i), html.Headings[i], ids)
		checkFragment(t, d, fmt.Sprintf("section %d", i), html.Bodies[i], ids)
	}
	for _, a := range d.Anchors {
		if !ids[a] {
			t.Errorf("anchor %q stands nowhere", a)
		}
	}
	for i, l := range d.Links {
		inBounds("link", i, l.Span)
		if l.Section < 0 || l.Section >= len(d.Sections) {
			t.Errorf("link %d: section %d", i, l.Section)
		}
		if !l.Image {
			checkFragment(t, d, fmt.Sprintf("label of link %d", i), plan.Fragment{Text: []string{l.Label}}, map[string]bool{})
			if strings.Contains(l.Label, "<a ") || strings.Contains(l.Label, "<a>") {
				t.Errorf("link %d: label %q holds a link", i, l.Label)
			}
		}
	}
	shown := map[plan.Hole]bool{}
	for i := range html.Bodies {
		for _, h := range slices.Concat(html.Headings[i].Holes, html.Bodies[i].Holes) {
			if h.Kind == plan.HoleRequirement || h.Kind == plan.HoleTask || h.Kind == plan.HoleGap {
				shown[h] = true
			}
		}
	}
	for _, h := range d.Shown {
		if !shown[h] {
			t.Errorf("hole %v is shown and stands nowhere, or twice", h)
		}
		delete(shown, h)
	}
	if len(shown) > 0 {
		t.Errorf("holes %v are not listed", shown)
	}
	for i := range d.Requirements {
		checkFragment(t, d, fmt.Sprintf("requirement %d", i), html.Requirements[i], map[string]bool{})
	}
	for i, e := range d.Entries() {
		inBounds("entry", i, e.Span)
	}
	for i, g := range d.Gaps {
		inBounds("gap", i, g.Span)
	}
	for i, f := range slices.Concat(d.Front, d.Meta) {
		inBounds("field", i, f.Span)
	}
	checkRows(t, d)
}

// checkFragment reads f as a browser would. ids are those of the page so far.
func checkFragment(t testing.TB, d *plan.Document, what string, f plan.Fragment, ids map[string]bool) {
	t.Helper()
	if len(f.Text) == 0 && len(f.Holes) == 0 {
		return
	}
	if len(f.Text) != len(f.Holes)+1 {
		t.Errorf("%s: %d texts, %d holes", what, len(f.Text), len(f.Holes))
		return
	}
	rows := map[plan.HoleKind]int{
		plan.HoleCitation: len(d.Citations), plan.HoleLink: len(d.Links), plan.HoleImage: len(d.Links),
		plan.HoleRequirement: len(d.Requirements), plan.HoleTask: len(d.Tasks), plan.HoleGap: len(d.Gaps),
	}
	for _, h := range f.Holes {
		if h.Index < 0 || h.Index >= rows[h.Kind] {
			t.Errorf("%s: hole %+v", what, h)
			return
		}
		if (h.Kind == plan.HoleImage || h.Kind == plan.HoleLink) && d.Links[h.Index].Image != (h.Kind == plan.HoleImage) {
			t.Errorf("%s: hole %+v of an image", what, h)
		}
	}
	source := whole(f)
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	// The end of the page must not be within the fragment, nor before it.
	nodes, err := html.ParseFragment(strings.NewReader(source+"<section data-end></section>"), context)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if n := len(nodes); n == 0 || nodes[n-1].Data != "section" || len(nodes[n-1].Attr) != 1 {
		t.Errorf("%s: what stands behind it falls into it: %q", what, source)
	} else {
		nodes = nodes[:n-1]
	}
	holes := 0
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if depth > 300 {
			t.Errorf("%s: elements nest %d deep", what, depth)
			return
		}
		switch n.Type {
		case html.CommentNode:
			if holes >= len(f.Holes) || n.Data != fmt.Sprintf("%d:%d", f.Holes[holes].Kind, f.Holes[holes].Index) {
				t.Errorf("%s: comment %q", what, n.Data)
			}
			holes++
		case html.ElementNode:
			checkElement(t, what, n, ids)
		case html.TextNode:
		default:
			t.Errorf("%s: node of type %d", what, n.Type)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	for _, n := range nodes {
		walk(n, 1)
	}
	if holes != len(f.Holes) {
		t.Errorf("%s: %d of %d holes are still there", what, holes, len(f.Holes))
	}
	if !balancedTags(source) {
		t.Errorf("%s: tags are not balanced: %q", what, source)
	}
}

func checkElement(t testing.TB, what string, n *html.Node, ids map[string]bool) {
	t.Helper()
	if n.Namespace != "" || !slices.Contains(strings.Fields(oracleElements), n.Data) {
		t.Errorf("%s: element %q", what, n.Data)
	}
	allowed := strings.Fields(oracleAttributes["*"] + " " + oracleAttributes[n.Data])
	for _, a := range n.Attr {
		if !slices.Contains(allowed, a.Key) {
			t.Errorf("%s: attribute %s=%q of %s", what, a.Key, a.Val, n.Data)
		}
		switch a.Key {
		case "href":
			if !strings.HasPrefix(a.Val, "#fn") {
				t.Errorf("%s: address %q", what, a.Val)
			}
		case "id":
			if a.Val == "" || ids[a.Val] || strings.HasPrefix(strings.ToLower(a.Val), "pf-") {
				t.Errorf("%s: id %q", what, a.Val)
			}
			ids[a.Val] = true
		}
	}
}

// balancedTags tells whether each start tag has its end in the text itself.
func balancedTags(source string) bool {
	var open []string
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return len(open) == 0
		case html.StartTagToken:
			name, _ := z.TagName()
			if n := string(name); n != "br" && n != "hr" && n != "wbr" {
				open = append(open, n)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return false
			}
			open = open[:len(open)-1]
		}
	}
}
