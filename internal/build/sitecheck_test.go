package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestSiteOnDisk checks a site that was built before: the one that
// PLANFOLIO_CHECK_DIR names.
//
//	planfolio build -o /tmp/site; PLANFOLIO_CHECK_DIR=/tmp/site go test ./internal/build -run SiteOnDisk
func TestSiteOnDisk(t *testing.T) {
	dir := os.Getenv("PLANFOLIO_CHECK_DIR")
	if dir == "" {
		t.Skip("set PLANFOLIO_CHECK_DIR to the directory of a built site to check it")
	}
	files := make(map[string][]byte)
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(p, stateDir+"/") {
			return err
		}
		files[p], err = fs.ReadFile(fsys, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range checkSite(files) {
		t.Error(fault)
	}
}

// checkSite gives every fault of a site: links and anchors that lead nowhere,
// ids that are not unique, markup that a parser has to repair, scripts and
// styles within pages. The files are by path; the order is that of the paths.
func checkSite(files map[string][]byte) []string {
	c := &siteChecker{files: files, pages: make(map[string]*checkedPage)}
	paths := make([]string, 0, len(files))
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		if strings.HasSuffix(p, ".html") {
			c.pages[p] = c.read(p)
		}
	}
	for _, p := range paths {
		switch {
		case c.pages[p] != nil:
			c.checkLinks(p)
		case strings.HasSuffix(p, ".json"):
			c.checkJSON(p)
		}
	}
	return c.faults
}

type siteChecker struct {
	files  map[string][]byte
	pages  map[string]*checkedPage
	faults []string
}

// checkedPage is what is known of a page after reading it once.
type checkedPage struct {
	ids   map[string]bool
	links []checkedLink
}

type checkedLink struct{ from, to string }

func (c *siteChecker) fault(page, format string, args ...any) {
	c.faults = append(c.faults, page+": "+fmt.Sprintf(format, args...))
}

// read checks a page by itself and collects its links.
func (c *siteChecker) read(p string) *checkedPage {
	page := &checkedPage{ids: make(map[string]bool)}
	c.checkMarkup(p)
	root, err := html.Parse(bytes.NewReader(c.files[p]))
	if err != nil {
		c.fault(p, "does not parse: %v", err)
		return page
	}
	headings, title, lang := 0, "", ""
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			lang = attribute(n, "lang")
		case "h1":
			headings++
		case "title":
			if n.Namespace == "" && title == "" && n.FirstChild != nil {
				title = n.FirstChild.Data
			}
		case "style":
			c.fault(p, "a style element")
		case "script":
			if attribute(n, "src") == "" {
				c.fault(p, "a script without src")
			}
		case "base":
			c.fault(p, "a base element")
		}
		c.checkAttributes(p, page, n)
	}
	if headings != 1 {
		c.fault(p, "%d h1 elements", headings)
	}
	if strings.TrimSpace(title) == "" {
		c.fault(p, "no title")
	}
	if lang == "" {
		c.fault(p, "no language")
	}
	return page
}

func (c *siteChecker) checkAttributes(p string, page *checkedPage, n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			if a.Val == "" || strings.ContainsAny(a.Val, " \t\n\r\f") {
				c.fault(p, "id %q", a.Val)
			}
			if page.ids[a.Val] {
				c.fault(p, "id %q twice", a.Val)
			}
			page.ids[a.Val] = true
		case a.Key == "style":
			c.fault(p, "a style attribute on %s", n.Data)
		case strings.HasPrefix(a.Key, "on"):
			c.fault(p, "an event handler %s on %s", a.Key, n.Data)
		case a.Key == "href", a.Key == "src", a.Key == "action", a.Key == "poster":
			page.links = append(page.links, checkedLink{n.Data + " " + a.Key, a.Val})
		case a.Key == "srcset":
			for candidate := range strings.SplitSeq(a.Val, ",") {
				if fields := strings.Fields(candidate); len(fields) > 0 {
					page.links = append(page.links, checkedLink{n.Data + " srcset", fields[0]})
				}
			}
		case slices.Contains([]string{"for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "popovertarget"}, a.Key):
			for id := range strings.FieldsSeq(a.Val) {
				page.links = append(page.links, checkedLink{n.Data + " " + a.Key, "#" + id})
			}
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// optionalEnd are elements whose end tag may be left out, and is by a minifier.
var optionalEnd = map[string]bool{
	"html": true, "head": true, "body": true, "p": true, "li": true, "dt": true, "dd": true, "tr": true, "td": true,
	"th": true, "thead": true, "tbody": true, "tfoot": true, "option": true, "optgroup": true, "colgroup": true,
}

var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

// checkMarkup finds elements that do not nest: a parser would move them.
func (c *siteChecker) checkMarkup(p string) {
	z := html.NewTokenizer(bytes.NewReader(c.files[p]))
	var open []string
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		tag := string(name)
		switch kind {
		case html.StartTagToken:
			if tag == "a" && slices.Contains(open, "a") {
				c.fault(p, "a link within a link")
			}
			if !void[tag] {
				open = append(open, tag)
			}
		case html.EndTagToken:
			at := -1
			for i := len(open) - 1; i >= 0; i-- {
				if open[i] == tag {
					at = i
					break
				}
				if !optionalEnd[open[i]] {
					break
				}
			}
			if at < 0 {
				c.fault(p, "</%s> does not close what is open: %s", tag, strings.Join(open, " "))
				return
			}
			open = open[:at]
		}
	}
	for _, tag := range open {
		if !optionalEnd[tag] {
			c.fault(p, "<%s> is never closed", tag)
		}
	}
}

func (c *siteChecker) checkLinks(p string) {
	for _, l := range c.pages[p].links {
		if why := c.leads(p, l.to); why != "" {
			c.fault(p, "%s=%q %s", l.from, l.to, why)
		}
	}
}

// leads tells why a link of the page p leads nowhere, "" where it does not.
func (c *siteChecker) leads(p, to string) string {
	u, err := url.Parse(to)
	if err != nil {
		return "is no address: " + err.Error()
	}
	switch {
	case u.Scheme == "http", u.Scheme == "https", u.Scheme == "mailto":
		return ""
	case u.Scheme != "":
		return "has a scheme that is not allowed"
	case u.Host != "":
		return "leads to another host"
	case strings.HasPrefix(u.Path, "/") && p != "404.html":
		return "is not relative"
	}
	target := p
	if u.Path != "" {
		target = path.Join(path.Dir(p), u.Path)
		if strings.HasPrefix(u.Path, "/") {
			target = path.Clean(u.Path[1:])
		}
		if strings.HasPrefix(target, "..") {
			return "leads out of the site"
		}
		if strings.HasSuffix(u.Path, "/") || target == "." || strings.HasSuffix(u.Path, "..") {
			target = path.Join(target, "index.html")
		}
	}
	if c.files[target] == nil {
		return "leads to no file"
	}
	if u.Fragment == "" {
		if strings.HasSuffix(to, "#") {
			return "has an empty fragment"
		}
		return ""
	}
	if page := c.pages[target]; page != nil && !page.ids[u.Fragment] {
		return "leads to no element"
	}
	return ""
}

// checkJSON follows every "url" of a document of data.
func (c *siteChecker) checkJSON(p string) {
	var v any
	if err := json.Unmarshal(c.files[p], &v); err != nil {
		c.fault(p, "is no JSON: %v", err)
		return
	}
	c.checkValue(p, v)
}

func (c *siteChecker) checkValue(p string, v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			c.checkValue(p, item)
		}
	case map[string]any:
		if to, ok := v["url"].(string); ok && to != "" {
			if why := c.leads("index.html", strings.TrimPrefix(to, "/")); why != "" {
				c.fault(p, "url %q %s", to, why)
			}
		}
		for _, item := range v {
			c.checkValue(p, item)
		}
	}
}
