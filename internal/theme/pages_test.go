package theme

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/planfolio/planfolio/themes"
)

// write makes TestPages leave the sample pages and assets in a directory, to be
// looked at: go test ./internal/theme -run TestPages -write /tmp/pages
var write = flag.String("write", "", "directory to write the sample pages to")

func TestPages(t *testing.T) {
	theme := load(t)
	files, err := readLayers([]fs.FS{themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	names, _, err := publish(files, generated)
	if err != nil {
		t.Fatal(err)
	}
	asWritten, err := parseSets(files, names.names)
	if err != nil {
		t.Fatal(err)
	}
	if *write != "" {
		for _, a := range theme.Assets() {
			writeFile(t, a.Path, a.Bytes)
		}
	}
	for _, s := range samples() {
		t.Run(s.path, func(t *testing.T) {
			page, err := theme.Render(s.page, s.view)
			if err != nil {
				t.Fatal(err)
			}
			if *write != "" {
				writeFile(t, s.path, page)
			}
			var raw bytes.Buffer
			if err := asWritten[s.page].ExecuteTemplate(&raw, layout, s.view); err != nil {
				t.Fatal(err)
			}
			trimmed := parsed(t, page)
			checkPage(t, trimmed)
			checkShapes(t, trimmed)
			whole, err := theme.pages[s.page].whole(nil, s.view)
			if err != nil {
				t.Fatal(err)
			}
			tree := parsed(t, whole)
			if got, want := outline(tree), outline(parsed(t, raw.Bytes())); got != want {
				t.Errorf("the compact page has another tree:\n%s", firstDifference(got, want))
			}
			if got, want := words(tree), words(parsed(t, raw.Bytes())); got != want {
				t.Errorf("the compact page has other words:\n%s", firstDifference(got, want))
			}
		})
	}
}

// checkShapes checks that a page has the shapes of its signs, and no others.
func checkShapes(t *testing.T, page *html.Node) {
	t.Helper()
	has, uses := map[string]bool{}, map[string]bool{}
	for n := range page.Descendants() {
		switch {
		case n.Data == "use":
			uses[strings.TrimPrefix(attribute(n, "href"), "#")] = true
		case n.Parent != nil && attribute(n.Parent, "class") == "sprite" && n.Type == html.ElementNode:
			has[attribute(n, "id")] = true
		}
	}
	if !maps.Equal(has, uses) {
		t.Errorf("the page uses the shapes %v and has %v", uses, has)
	}
}

// TestOwnIds checks that every id which a template gives itself, rather than take
// it from the view, begins with "pf-", so that none meets an author's anchor.
func TestOwnIds(t *testing.T) {
	theme := load(t)
	for name, empty := range views {
		for _, view := range []any{empty, filledWith(empty, "of-the-view")} {
			page, err := theme.Render(name, view)
			if err != nil {
				t.Fatal(err)
			}
			for n := range parsed(t, page).Descendants() {
				if id := attribute(n, "id"); id != "" && id != "of-the-view" && !strings.HasPrefix(id, "pf-") {
					t.Errorf("%s: <%s> has the id %q", name, n.Data, id)
				}
			}
		}
	}
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	full := filepath.Join(*write, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, content, 0o666); err != nil {
		t.Fatal(err)
	}
}

func parsed(t *testing.T, page []byte) *html.Node {
	t.Helper()
	tree, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// checkPage checks what holds for every page of the theme.
func checkPage(t *testing.T, tree *html.Node) {
	t.Helper()
	count := map[string]int{}
	ids := map[string]bool{}
	var references []string
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data != "title" || n.Parent.Data == "head" {
			count[n.Data]++
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has an inline %s", n.Data, a.Key)
			case a.Key == "id":
				if a.Val == "" || ids[a.Val] {
					t.Errorf("id %q is empty or there twice", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				references = append(references, a.Val[1:])
			case strings.HasPrefix(a.Key, "aria-labelledby") || a.Key == "popovertarget" || a.Key == "for":
				references = append(references, strings.Fields(a.Val)...)
			case strings.Contains(a.Val, "ZgotmplZ"):
				t.Errorf("<%s %s> was refused by the escaper: %q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && a.Val == "" {
				t.Errorf("a <%s> has an empty href", n.Data)
			}
		}
		switch n.Data {
		case "script":
			if attribute(n, "src") == "" {
				t.Error("a script is inline")
			}
		case "style":
			t.Error("there is an inline style sheet")
		case "table":
			if n.FirstChild == nil {
				t.Error("an empty table")
			}
		case "th":
			if attribute(n, "scope") == "" && !inProse(n) {
				t.Error("a <th> has no scope")
			}
		case "img":
			if !hasAttribute(n, "alt") {
				t.Error("an <img> has no alt")
			}
		case "a", "button":
			if name(n) == "" {
				t.Errorf("a <%s> has no name: %v", n.Data, n.Attr)
			}
		}
	}
	for element, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "footer": 1} {
		if count[element] != want {
			t.Errorf("%d <%s>, want %d", count[element], element, want)
		}
	}
	for _, r := range references {
		if !ids[r] {
			t.Errorf("nothing has the id %q that is referred to", r)
		}
	}
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func inProse(n *html.Node) bool {
	for p := range n.Ancestors() {
		if strings.Contains(attribute(p, "class"), "prose") {
			return true
		}
	}
	return false
}

// name is the accessible name of n, roughly.
func name(n *html.Node) string {
	if label := attribute(n, "aria-label"); label != "" {
		return label
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	if text := strings.TrimSpace(b.String()); text != "" {
		return text
	}
	return attribute(n, "title")
}

// outline writes a tree down with white space as a reader sees it: runs are one
// space, and none stands at the edges of blocks.
func outline(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node, int, bool)
	walk = func(n *html.Node, depth int, pre bool) {
		switch n.Type {
		case html.ElementNode:
			fmt.Fprintf(&b, "\n%*s<%s", depth, "", n.Data)
			for _, a := range n.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Key, strings.Join(strings.Fields(a.Val), " "))
			}
			b.WriteString(">")
			pre = pre || n.Data == "pre" || n.Data == "textarea"
		case html.TextNode:
			text := n.Data
			if !pre {
				text = strings.Join(strings.Fields(text), " ")
			}
			if text != "" {
				fmt.Fprintf(&b, "\n%*s%q", depth, "", text)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1, pre)
		}
	}
	walk(n, 0, false)
	return b.String()
}

// words writes down the text of each innermost block, runs of white space as one
// space: a space that went between two words shows here.
func words(n *html.Node) string {
	block := map[string]bool{
		"p": true, "li": true, "td": true, "th": true, "dt": true, "dd": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true,
		"h6": true, "blockquote": true, "pre": true, "summary": true, "label": true, "ul": true, "ol": true, "dl": true, "table": true,
		"details": true, "div": true, "section": true, "nav": true,
	}
	var b strings.Builder
	for e := range n.Descendants() {
		if e.Type != html.ElementNode || !block[e.Data] {
			continue
		}
		var text strings.Builder
		innermost := true
		for d := range e.Descendants() {
			if d.Type == html.ElementNode && block[d.Data] {
				innermost = false
			}
			if d.Type == html.TextNode {
				text.WriteString(d.Data)
			}
		}
		if innermost {
			fmt.Fprintln(&b, e.Data, strings.Join(strings.Fields(text.String()), " "))
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("got  %s\nwant %s", a[i], strings.Join(b[min(i, len(b)):min(i+1, len(b))], ""))
		}
	}
	return "the end is missing"
}
