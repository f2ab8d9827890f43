package theme

import (
	"errors"
	"fmt"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/planfolio/planfolio/internal/diag"
)

// layout is the template that is executed for every page; it calls "main".
const layout = "layouts/base.html"

// fault is a template that does not parse or run.
type fault struct {
	page         string // path of the page on which it failed to run; ""
	path         string // of the template
	line, column int    // 0 where they are not known
	message      string
}

func (f *fault) Error() string { return fmt.Sprintf("theme: %s:%d: %s", f.path, f.line, f.message) }

// parsePages makes the template sets of all pages. Templates of later layers
// that fail are reported and left out, until what remains parses and runs.
func parsePages(files *layered, assets map[string]string) (map[string]*page, []diag.Diagnostic, error) {
	_, forPrograms := functions(assets)
	bundled, err := parseSets(files.bundledOnly(), assets)
	if err != nil {
		return nil, nil, err
	}
	compact(bundled)
	var diagnostics []diag.Diagnostic
	dropped := map[string]bool{}
	for {
		current := files.without(dropped)
		if !slices.ContainsFunc(current.templates(), func(f file) bool { return f.user }) {
			pages := map[string]*page{}
			for name, set := range bundled {
				pages[name] = &page{name: name, set: set, functions: forPrograms}
			}
			return pages, append(diagnostics, unused(files, bundled)...), nil
		}
		sets, err := parseSets(current, assets)
		if err == nil {
			compact(sets)
			err = prove(sets)
		}
		if err == nil {
			pages := map[string]*page{}
			for name, set := range sets {
				pages[name] = &page{name: name, set: set, bundled: bundled[name], functions: forPrograms}
			}
			return pages, append(diagnostics, unused(files, sets)...), nil
		}
		var f *fault
		if !errors.As(err, &f) {
			return nil, nil, err
		}
		if !current.top[f.path].user {
			f = &fault{path: current.culprit(f), message: f.message}
		}
		dropped[f.path] = true
		diagnostics = append(diagnostics, files.broken(f))
	}
}

// templates gives the files that are templates, by path.
func (l *layered) templates() []file {
	var list []file
	for _, p := range l.paths() {
		if dir, _, _ := strings.Cut(p, "/"); path.Ext(p) == ".html" && (dir == "layouts" || dir == "partials" || l.bundledPage(p)) {
			list = append(list, l.top[p])
		}
	}
	return list
}

func (l *layered) bundledPage(p string) bool {
	_, ok := l.bundled[p]
	return ok && strings.HasPrefix(p, "pages/")
}

// culprit names the file of a later layer that makes a bundled template fail:
// the page that was run, else the first file of all pages, in order.
func (l *layered) culprit(failed *fault) string {
	if l.top[failed.page].user {
		return failed.page
	}
	shared := func(f file) bool { return f.user && !strings.HasPrefix(f.path, "pages/") }
	list := l.templates()
	if i := slices.IndexFunc(list, shared); i >= 0 {
		return list[i].path
	}
	return list[slices.IndexFunc(list, func(f file) bool { return f.user })].path
}

func (l *layered) broken(f *fault) diag.Diagnostic {
	d := diag.New(diag.ThemeBroken, path.Join(Dir, f.path), "%s", f.message)
	d.Hint = "the page is made with the bundled file until this one is mended"
	if _, ok := l.bundled[f.path]; !ok {
		d.Hint = "the file is left out until it is mended"
	}
	if f.line > 0 {
		at := diag.Position{Line: f.line, Column: max(f.column, 1)}
		d.Range = diag.Range{Start: at, End: at}
		if lines := strings.Split(l.top[f.path].text, "\n"); f.line <= len(lines) {
			d.Excerpt = strings.TrimSuffix(lines[f.line-1], "\r")
		}
	}
	return d
}

// parseSets parses each page with the layouts and partials.
func parseSets(files *layered, assets map[string]string) (map[string]*template.Template, error) {
	forTemplates, _ := functions(assets)
	shared := template.New("").Funcs(forTemplates).Option("missingkey=error")
	var pages []file
	for _, f := range files.templates() {
		if strings.HasPrefix(f.path, "pages/") {
			pages = append(pages, f)
			continue
		}
		if _, err := shared.New(f.path).Parse(f.source()); err != nil {
			return nil, faultOf(err, f.path)
		}
	}
	sets := map[string]*template.Template{}
	for _, f := range pages {
		set, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if _, err := set.New(f.path).Parse(f.source()); err != nil {
			return nil, faultOf(err, f.path)
		}
		if set.Lookup("main") == nil {
			return nil, &fault{path: f.path, message: `the page does not define "main"`}
		}
		sets[strings.TrimSuffix(strings.TrimPrefix(f.path, "pages/"), ".html")] = set
	}
	return sets, nil
}

// place finds "pages/home.html:12:5: what" in the errors of the template packages.
var place = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// faultOf gives the place and words of an error of the template packages.
func faultOf(err error, path string) *fault {
	f := &fault{path: path, message: err.Error()}
	if m := place.FindStringSubmatch(err.Error()); m != nil {
		f.path, f.message = m[1], m[4]
		f.line, _ = strconv.Atoi(m[2])
		if column, err := strconv.Atoi(m[3]); err == nil {
			f.column = column + 1 // theirs count from 0
		}
	}
	return f
}

// unused reports the files of later layers that have no effect.
func unused(files *layered, sets map[string]*template.Template) []diag.Diagnostic {
	called := map[string]bool{}
	for _, set := range sets {
		for _, t := range set.Templates() {
			if t.Tree != nil {
				calls(t.Tree.Root, called)
			}
		}
	}
	var diagnostics []diag.Diagnostic
	for _, p := range files.paths() {
		_, replaces := files.bundled[p]
		if f := files.top[p]; !f.user || replaces || strings.HasPrefix(p, "assets/") || called[p] {
			continue
		}
		d := diag.New(diag.ThemeUnused, path.Join(Dir, p), "%q replaces no file of the default theme", p)
		d.Hint = "a file of the theme has effect where it has the path of a bundled one, lies in assets/, or is a partial that a template calls"
		if near := nearest(p, files.bundled); near != "" {
			d.Hint = fmt.Sprintf("did you mean %q?", near)
		}
		diagnostics = append(diagnostics, d)
	}
	return diagnostics
}

// calls adds the names of the templates that n calls.
func calls(n parse.Node, names map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, c := range n.Nodes {
				calls(c, names)
			}
		}
	case *parse.IfNode:
		calls(n.List, names)
		calls(n.ElseList, names)
	case *parse.RangeNode:
		calls(n.List, names)
		calls(n.ElseList, names)
	case *parse.WithNode:
		calls(n.List, names)
		calls(n.ElseList, names)
	case *parse.TemplateNode:
		names[n.Name] = true
	}
}

// nearest gives the bundled path that p is most likely a slip of the pen for.
func nearest(p string, bundled map[string]file) string {
	best, most := "", 3
	for _, candidate := range slices.Sorted(maps.Keys(bundled)) {
		d := distance(p, candidate)
		if path.Base(p) == path.Base(candidate) {
			d = 1
		}
		if d < most || best == "" && d == most {
			best, most = candidate, d
		}
	}
	return best
}

// distance counts the single bytes to add, remove or change to get b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
