package portfolio

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// link says where every link of the plan's documents leads.
func (m *maker) link() {
	for _, d := range m.plan.Documents {
		if len(d.Document.Links) > 0 {
			d.Links = make([]Target, len(d.Document.Links))
		}
		for i := range d.Document.Links {
			d.Links[i] = m.target(d, &d.Document.Links[i])
		}
	}
}

// flaw reports a link that leads nowhere, except in a template, whose links are
// examples.
func (m *maker) flaw(d *Document, k *plan.Link, x diag.Diagnostic) {
	if d.Plan.Kind != KindTemplate {
		m.report(d, k.Span, x)
	}
}

func (m *maker) target(d *Document, k *plan.Link) Target {
	none := Target{Section: plan.None}
	switch k.Kind {
	case plan.LinkExternal:
		return Target{Kind: TargetExternal, URL: k.Dest, Section: plan.None}
	case plan.LinkUnsafe:
		return none
	case plan.LinkWiki:
		return m.wiki(d, k)
	case plan.LinkAnchor:
		t, ok := m.anchor(d, d, k, strings.TrimPrefix(k.Dest, "#"))
		if !ok {
			return none
		}
		return t
	}
	dest, fragment, _ := strings.Cut(k.Dest, "#")
	dest, _, _ = strings.Cut(dest, "?")
	if dest == "" {
		t, ok := m.anchor(d, d, k, fragment)
		if !ok {
			return none
		}
		return t
	}
	return m.file(d, k, decode(dest), fragment)
}

// decode reads %20 and the like; text that only looks like it stays as it is.
func decode(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}

// file finds what a path leads to.
func (m *maker) file(d *Document, k *plan.Link, dest, fragment string) Target {
	if strings.Contains(dest, `\`) {
		dest = strings.ReplaceAll(dest, `\`, "/")
	}
	at := path.Join(path.Dir(d.File.Path), dest)
	tries := []string{at}
	if strings.HasPrefix(dest, "/") {
		tries = rooted(dest)
		at = tries[0]
	}
	for _, try := range tries {
		if t, ok := m.inside(d, k, try, fragment); ok {
			return t
		}
	}
	if m.elsewhere(at) || strings.HasPrefix(dest, "/") && !m.lookup.hasDir[firstPart(at)] {
		return m.outside(d, k, at, fragment)
	}
	return m.dead(d, k, at)
}

func firstPart(at string) string {
	first, _, _ := strings.Cut(at, "/")
	return first
}

// leavesRoot tells whether a path leads out of the portfolio.
func leavesRoot(at string) bool { return at == ".." || strings.HasPrefix(at, "../") }

// rooted are the paths that an absolute one can mean: from the portfolio's
// root, or from the root of a repository in which the portfolio lies deeper.
func rooted(dest string) []string {
	at := strings.TrimPrefix(path.Clean(dest), "/")
	if at == "" {
		return []string{"."}
	}
	tries := []string{at}
	for {
		_, rest, ok := strings.Cut(at, "/")
		if !ok || rest == "" {
			return tries
		}
		tries = append(tries, rest)
		at = rest
	}
}

// inside finds a document, plan or picture of the portfolio.
func (m *maker) inside(d *Document, k *plan.Link, at, fragment string) (Target, bool) {
	if k.Image {
		return Target{Kind: TargetAsset, Asset: at, Section: plan.None}, m.lookup.hasAsset[at]
	}
	if to := m.lookup.file(at); to != nil {
		t, ok := m.anchor(d, to, k, fragment)
		if !ok {
			t = Target{Kind: TargetDocument, To: to.File.Path, Section: plan.None}
		}
		return t, true
	}
	if m.lookup.hasAsset[at] {
		return Target{Kind: TargetAsset, Asset: at, Section: plan.None}, true
	}
	if p := m.lookup.dir(at); p != nil {
		return Target{Kind: TargetPlan, To: p.Documents[0].File.Path, Section: plan.None}, true
	}
	for _, name := range []string{"README.md", "index.md", "readme.md", "Readme.md"} {
		if to := m.lookup.file(path.Join(at, name)); to != nil {
			return Target{Kind: TargetDocument, To: to.File.Path, Section: plan.None}, true
		}
	}
	if path.Ext(at) == "" || !m.lookup.hasDir[at] {
		if to := m.lookup.file(at + ".md"); to != nil {
			t, ok := m.anchor(d, to, k, fragment)
			if !ok {
				t = Target{Kind: TargetDocument, To: to.File.Path, Section: plan.None}
			}
			return t, true
		}
	}
	return Target{Section: plan.None}, false
}

// elsewhere tells whether a path that is not in the portfolio may well be in
// the repository: out of the root, a directory without plans, metadata, source.
func (m *maker) elsewhere(at string) bool {
	if leavesRoot(at) || m.lookup.hasDir[at] || m.lookup.other[at] {
		return true
	}
	switch strings.ToLower(path.Ext(at)) {
	case "", ".md", ".markdown", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".pdf":
		return false
	}
	return true
}

// outside leads to the repository, where it is known.
func (m *maker) outside(d *Document, k *plan.Link, at, fragment string) Target {
	base := strings.TrimSuffix(m.opts.Config.RepoURL, "/")
	if base == "" {
		x := diag.New(diag.OutsideLink, "", "link to %q, which the site does not show", k.Dest)
		if leavesRoot(at) {
			x.Message = "link to " + strconv.Quote(k.Dest) + ", which is not in the portfolio"
		}
		x.Hint = "set repo_url to make it a link to the repository"
		m.flaw(d, k, x)
		return Target{Section: plan.None}
	}
	prefix := strings.Trim(m.opts.Prefix, "/")
	full := path.Join(prefix, at)
	if strings.HasPrefix(k.Dest, "/") {
		full = at
	}
	for strings.HasPrefix(full, "../") {
		full = strings.TrimPrefix(full, "../")
	}
	if full == ".." || full == "." {
		full = ""
	}
	kind := "blob"
	if full == "" || m.lookup.hasDir[at] || strings.HasSuffix(k.Dest, "/") {
		kind = "tree"
	}
	branch := m.opts.Config.Branch
	if branch == "" {
		branch = "main"
	}
	u := base + "/" + kind + "/" + url.PathEscape(branch)
	for _, part := range strings.Split(full, "/") {
		if part != "" {
			u += "/" + url.PathEscape(part)
		}
	}
	if fragment != "" {
		u += "#" + fragment
	}
	return Target{Kind: TargetRepo, URL: u, Section: plan.None}
}

// dead reports a link to nothing, with the file that was probably meant.
func (m *maker) dead(d *Document, k *plan.Link, at string) Target {
	what := "link to"
	if k.Image {
		what = "image"
	}
	x := diag.New(diag.BrokenLink, "", "%s %q, which is not there", what, k.Dest)
	base := strings.ToLower(path.Base(at))
	for _, name := range []string{base, base + ".md"} {
		if list := m.lookup.bases[name]; len(list) == 1 {
			x.Hint = "did you mean " + strconv.Quote(relative(path.Dir(d.File.Path), list[0])) + "?"
			break
		}
	}
	m.flaw(d, k, x)
	return Target{Section: plan.None}
}

// relative is the way from a directory to a path, both within one root.
func relative(dir, to string) string {
	if dir == "." {
		return to
	}
	from, parts := strings.Split(dir, "/"), strings.Split(to, "/")
	i := 0
	for i < len(from) && i < len(parts)-1 && from[i] == parts[i] {
		i++
	}
	return strings.Repeat("../", len(from)-i) + strings.Join(parts[i:], "/")
}
