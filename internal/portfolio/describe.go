package portfolio

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// describe says what the plan is called, how far it is, who stands for it, and
// what else it tells of itself. What the leading document says comes before
// what the others say.
func (m *maker) describe() {
	p, from := m.plan, m.from
	p.Title = p.heading(from)
	if p.Path == "." && m.opts.Config.Title != "" {
		p.Title = m.opts.Config.Title
	}
	status, owners, tags := from.keys(status), from.keys(owners), from.keys(tags)
	p.Owners = from.beside(owners)
	p.Tags = from.beside(tags)
	p.Status = settled(first(from.beside(status)))
	for _, d := range from.documents {
		if p.Status == "" {
			p.Status = settled(first(append(fieldValues(d.Front, status), fieldValues(d.Meta, status)...)))
		}
		if p.Status == "" {
			p.Status = settled(statusSection(d))
		}
		if len(p.Owners) == 0 {
			p.Owners = append(fieldValues(d.Front, owners), fieldValues(d.Meta, owners)...)
		}
		for _, tag := range append(fieldValues(d.Front, tags), fieldValues(d.Meta, tags)...) {
			if !slices.Contains(p.Tags, tag) {
				p.Tags = append(p.Tags, tag)
			}
		}
	}
	if len(p.Owners) == 0 && m.opts.Owners != nil {
		p.Owners = m.opts.Owners(p.Documents[0].File.Path)
	}
	p.Facts = from.facts()
	p.Milestones = from.milestones()
}

// maxStatus is the length in code points of what reads as a status.
const maxStatus = 80

// settled is a status, "" for a list of choices that nobody has made, for what
// is to be decided and for a text about something else. Of a long one, its
// first words count.
func settled(status string) string {
	status = inlineLink.ReplaceAllString(status, "$1")
	if strings.Contains(status, "|") || strings.HasPrefix(status, "[") || strings.EqualFold(status, "TBD") || strings.EqualFold(status, "TODO") {
		return ""
	}
	if utf8.RuneCountInString(status) > maxStatus {
		end := clauseEnd.FindStringIndex(status)
		if end == nil || utf8.RuneCountInString(status[:end[0]]) > maxStatus/2 {
			return ""
		}
		return status[:end[0]]
	}
	return status
}

var clauseEnd = regexp.MustCompile(`[.;] | [(—–]`)

// heading is the plan's title: that of the sidecar or of the first of its main
// documents that has one, without the words that only say which part of the
// plan it is; else the name of its directory.
func (p *Plan) heading(from sources) string {
	titleKeys := from.keys(title)
	if t := first(from.beside(titleKeys)); t != "" {
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
		if p.holdsDeeper(d) || d != lead && roleRank[d.Role] > roleRank[plan.Decision] && !convention.IsWhole(convention.Stem(d.File.Path)) {
			continue
		}
		if t := first(fieldValues(d.Front, titleKeys)); t != "" {
			return t
		}
		if t := withoutPart(d.Title); saysSomething(t) && convention.Stem(t) != convention.Stem(d.File.Path) && !partTitles[strings.ToLower(t)] {
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
	partFirst = pattern.MustCompile(`(?i)^` + ofPart + partWord + `\s*(?:[:：–—-]\s*|$)|^(?:要件定義書|要件|設計書|技術設計書|機能仕様書|実装計画書?|タスク)\s*[:：]\s*`)
	partLast  = pattern.MustCompile(`(?i)(?:\s*[:：–—-]\s*` + ofPart + partWord + `|\s+(?:technical |functional )?` + partWord + `)$`)
)

// saysSomething tells whether a title is a plan's: not that of a chapter, "3. Goals".
func saysSomething(title string) bool {
	return strings.ContainsFunc(title, unicode.IsLetter) && !chapter.MatchString(title)
}

var chapter = regexp.MustCompile(`^\d+\.(?:\d+\.?)*\s`)

func withoutPart(title string) string {
	t := strings.TrimSpace(partFirst.ReplaceAllString(title, ""))
	return strings.TrimSpace(partLast.ReplaceAllString(t, ""))
}

var (
	leadingDate   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[-_ ]+`)
	leadingNumber = regexp.MustCompile(`^\d+[a-z]?[-. ]+`)
)

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

// statusSection is the first line below a heading "Status", as decision
// records have it.
func statusSection(d *Document) string {
	if !slices.ContainsFunc(d.Sections, func(s plan.Section) bool { return strings.EqualFold(s.Title, "Status") }) {
		return ""
	}
	for _, e := range d.Entries() {
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
