package portfolio

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// Where a plan's facts are written: names of front matter keys, of fields at
// the head of a text and of keys in sidecars, best first. A name fits with
// and without an "s" at its end.
var (
	statusKeys = []string{"status", "state", "estado", "ステータス", "状態"}
	// cc-sdd calls it phase: "tasks-generated".
	sidecarStatusKeys = []string{"status", "phase"}
	ownerKeys         = []string{"owner", "author", "lead", "assignee", "responsible", "responsable", "maintainer"}
	tagKeys           = []string{"tag", "label", "keyword", "topic"}
	titleKeys         = []string{"title"}
)

// describe says what the plan is called and who stands for it. What the leading
// document says comes before what the others say.
func (a *assembly) describe(p *Plan) {
	side := a.sidecar(p)
	p.Title = p.heading(side)
	if p.Path == "." && a.opts.Config.Title != "" {
		p.Title = a.opts.Config.Title
	}
	p.Owners = side.all(ownerKeys)
	p.Tags = side.all(tagKeys)
	p.Status = settled(first(side.all(sidecarStatusKeys)))
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || d.Role == plan.Research || d.Role == plan.Contract {
			continue
		}
		if p.Status == "" {
			p.Status = settled(first(append(fieldValues(d.Front, statusKeys), fieldValues(d.Meta, statusKeys)...)))
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

// settled is a status, "" for a list of choices that nobody has made.
func settled(status string) string {
	if strings.Contains(status, "|") || strings.HasPrefix(status, "[") {
		return ""
	}
	return status
}

// heading is the plan's title: that of the sidecar or of the first of its main
// documents that has one, without the words that only say which part of the
// plan it is; else the name of its directory.
func (p *Plan) heading(side sidecar) string {
	if t := first(side.all(titleKeys)); t != "" {
		return t
	}
	lead := p.Documents[0]
	if p.Path == lead.File.Path {
		if t := first(fieldValues(lead.Front, titleKeys)); t != "" && lead.Title == "" {
			return t
		}
		if partTitles[strings.ToLower(lead.Title)] || lead.Title == "" {
			return words(p.Path)
		}
		if t := strings.TrimSpace(partFirst.ReplaceAllString(lead.Title, "")); t != "" && p.Kind != KindTemplate {
			return t
		}
		return lead.Title
	}
	for _, d := range p.Documents {
		if p.holdsDeeper(d) || d != lead && roleRank[d.Role] > roleRank[plan.Decision] && !wholeNames[stem(d.File.Path)] {
			continue
		}
		if t := first(fieldValues(d.Front, titleKeys)); t != "" {
			return t
		}
		if t := withoutPart(d.Title); t != "" && stem(t) != stem(d.File.Path) && !partTitles[strings.ToLower(t)] {
			return t
		}
	}
	if p.Path != "." {
		return words(p.Path)
	}
	return firstOf(lead.Title, words(lead.File.Path))
}

// partTitles are first headings that are a section's, not the plan's.
var partTitles = set("summary", "abstract", "introduction", "overview", "motivation", "background", "context", "goals", "why", "what", "tl;dr", "table of contents",
	"要件", "要件定義書", "要件定義", "設計", "設計書", "技術設計書", "実装計画", "実装計画書", "タスク", "タスクリスト", "概要", "需求文档", "设计文档", "实施计划")

// partWords are what titles of a plan's parts begin or end with.
var (
	partWord  = `(?:requirements?(?: (?:document|specification|spec))?|specification|design(?: (?:document|doc|specification))?|(?:implementation |task )?(?:plan|tasks)(?: (?:list|document|breakdown))?|task list|proposal|roadmap|prd|change)`
	ofPart    = `(?:(?:software|product|system|functional|technical|feature|bugfix|bug fix) )?`
	partFirst = regexp.MustCompile(`(?i)^` + ofPart + partWord + `\s*(?:[:：–—-]\s*|$)|^(?:要件定義書|要件|設計書|技術設計書|機能仕様書|実装計画書?|タスク)\s*[:：]\s*`)
	partLast  = regexp.MustCompile(`(?i)(?:\s*[:：–—-]\s*` + ofPart + partWord + `|\s+(?:technical |functional )?` + partWord + `)$`)
)

func withoutPart(title string) string {
	t := strings.TrimSpace(partFirst.ReplaceAllString(title, ""))
	return strings.TrimSpace(partLast.ReplaceAllString(t, ""))
}

var leadingDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[-_ ]+`)

// words is the name of a file or directory as words: "001-user-login" is "User login".
func words(p string) string {
	s := path.Base(p)
	if ext := path.Ext(s); ext == ".md" || ext == ".markdown" {
		s = strings.TrimSuffix(s, ext)
	}
	if t := leadingNumber.ReplaceAllString(leadingDate.ReplaceAllString(s, ""), ""); t != "" {
		s = t
	}
	s = strings.Join(strings.FieldsFunc(strings.Trim(s, "."), func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
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
	read := a.opts.Metadata
	if read == nil {
		read = parse
	}
	for _, f := range a.sidecars[p.dir] {
		if path.Ext(f.Path) == "" { // owners' files are no YAML
			continue
		}
		if n := read(f); n != nil {
			s.nodes = append(s.nodes, n)
		}
	}
	return s
}

func parse(f source.File) *metadata.Node {
	n, err := metadata.Parse(f.Text)
	if err != nil {
		return nil
	}
	return n
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
