package portfolio

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/plan"
)

// Where a plan's facts are written: names of front matter keys, of fields at
// the head of a text and of keys in sidecars, best first. A name fits with
// and without an "s" at its end.
var (
	statusKeys = []string{"status", "state", "estado", "ステータス", "状態"}
	ownerKeys  = []string{"owner", "author", "lead", "assignee", "responsible", "responsable", "maintainer"}
	tagKeys    = []string{"tag", "label", "keyword", "topic"}
	titleKeys  = []string{"title"}
)

// describe says what the plan is called and who stands for it. What the leading
// document says comes before what the others say.
func (a *assembly) describe(p *Plan) {
	side := a.sidecar(p)
	p.Title = p.heading(side)
	p.Owners = side.all(ownerKeys)
	p.Tags = side.all(tagKeys)
	p.Status = first(side.all(statusKeys))
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || d.Role == plan.Research || d.Role == plan.Contract {
			continue
		}
		if p.Status == "" {
			p.Status = first(append(fieldValues(d.Front, statusKeys), fieldValues(d.Meta, statusKeys)...))
		}
		if p.Status == "" {
			p.Status = statusSection(d)
		}
		if len(p.Owners) == 0 {
			p.Owners = append(fieldValues(d.Front, ownerKeys), fieldValues(d.Meta, ownerKeys)...)
		}
		for _, tag := range append(fieldValues(d.Front, tagKeys), fieldValues(d.Meta, tagKeys)...) {
			if !slices.Contains(p.Tags, tag) {
				p.Tags = append(p.Tags, tag)
			}
		}
	}
}

// heading is the plan's title: that of the sidecar or the leading document,
// without the words that only say which part of the plan it is.
func (p *Plan) heading(side sidecar) string {
	if t := first(side.all(titleKeys)); t != "" {
		return t
	}
	name := ""
	if p.Path != "." {
		name = words(p.Path)
	}
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || d.Role == plan.Contract {
			continue
		}
		if front := first(fieldValues(d.Front, titleKeys)); front != "" {
			return front
		}
		if len(p.Documents) == 1 && p.Path == d.File.Path {
			return firstOf(d.Title, name)
		}
		if t := withoutPart(d.Title); t != "" && stem(t) != stem(d.File.Path) {
			return t
		}
	}
	return firstOf(name, p.Documents[0].Title, "Plan")
}

// partWords are what titles of a plan's parts begin or end with.
var (
	partWord  = `(?:(?:software|product|system|functional|technical|feature|bugfix|bug fix) )?(?:requirements?(?: (?:document|specification|spec))?|specification|design(?: (?:document|doc|specification))?|(?:implementation |task )?(?:plan|tasks)(?: (?:list|document|breakdown))?|task list|proposal|roadmap|feature spec|prd)`
	partFirst = regexp.MustCompile(`(?i)^` + partWord + `\s*(?:[:：–—-]\s*|$)`)
	partLast  = regexp.MustCompile(`(?i)(?:^|\s*[:：–—-]\s*|\s+)` + partWord + `$`)
)

func withoutPart(title string) string {
	t := strings.TrimSpace(partFirst.ReplaceAllString(title, ""))
	return strings.TrimSpace(partLast.ReplaceAllString(t, ""))
}

// words is the name of a file or directory as words: "001-user-login" is "User login".
func words(p string) string {
	s := path.Base(p)
	if ext := path.Ext(s); ext == ".md" || ext == ".markdown" {
		s = strings.TrimSuffix(s, ext)
	}
	if t := leadingNumber.ReplaceAllString(s, ""); t != "" {
		s = t
	}
	s = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(strings.Trim(s, ".")))
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return path.Base(p)
}

// fieldValues are the values of the first key that has any.
func fieldValues(fields []plan.Field, keys []string) []string {
	for _, key := range keys {
		var list []string
		for _, f := range fields {
			if v := strings.TrimSpace(f.Value); v != "" && strings.TrimSuffix(f.Key, "s") == strings.TrimSuffix(key, "s") && !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// statusSection is the first line below a heading "Status", as decision
// records have it.
func statusSection(d *Document) string {
	for _, e := range d.Entries {
		if e.Section <= 0 || e.Section >= len(d.Sections) {
			continue
		}
		if title := d.Sections[e.Section].Title; strings.EqualFold(title, "Status") && (e.Kind == plan.EntryParagraph || e.Kind == plan.EntryItem) {
			if i := strings.IndexByte(e.Text, '\n'); i > 0 {
				return strings.TrimSpace(e.Text[:i])
			}
			return e.Text
		}
	}
	return ""
}

// sidecar is the metadata that lies beside a plan's documents.
type sidecar struct{ nodes []*metadata.Node }

func (a *assembly) sidecar(p *Plan) sidecar {
	var s sidecar
	if p.Path != p.dir {
		return s
	}
	for _, f := range a.tree.Sidecars {
		if path.Dir(f.Path) != p.dir || path.Ext(f.Path) == "" {
			continue
		}
		if n, err := metadata.Parse(f.Text); err == nil {
			s.nodes = append(s.nodes, n)
		}
	}
	return s
}

// all are the values of the first key that has any.
func (s sidecar) all(keys []string) []string {
	for _, n := range s.nodes {
		for _, key := range keys {
			for _, name := range []string{key, key + "s"} {
				if list := scalars(n.Get(name)); len(list) > 0 {
					return list
				}
			}
		}
	}
	return nil
}

func scalars(n *metadata.Node) []string {
	switch {
	case n == nil:
	case n.Kind == metadata.Scalar && !n.Null && n.Value != "":
		return []string{n.Value}
	case n.Kind == metadata.Sequence:
		var list []string
		for _, item := range n.Items {
			if item.Kind == metadata.Scalar && !item.Null && item.Value != "" {
				list = append(list, item.Value)
			}
		}
		return list
	}
	return nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
