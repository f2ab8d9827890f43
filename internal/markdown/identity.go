package markdown

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// readIdentity says what the document is called, what it is for, and in which
// language it is written.
func (r *reader) readIdentity() {
	r.doc.Title = r.title()
	r.doc.Role = r.role()
	r.doc.Lang = r.lang()
}

// title is the first heading of the first level; the front matter's title where
// there is none, or where others stand before it: then it heads a part.
func (r *reader) title() string {
	first := ""
	for i := 1; i < len(r.doc.Sections); i++ {
		if s := &r.doc.Sections[i]; s.Level == 1 && s.Title != "" {
			if i == 1 {
				return s.Title
			}
			first = s.Title
			break
		}
	}
	for _, title := range []string{r.front("title"), r.front("name"), first} {
		if title != "" {
			return title
		}
	}
	return fileTitle(r.file.Path)
}

var leadingNumber = regexp.MustCompile(`^(?:\d{4}-\d{2}-\d{2}|\d+(?:[.-]\d+)*)[-_. ]+`)

// fileTitle is a file's name in words; a README is called after its directory.
func fileTitle(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if dir := path.Base(path.Dir(file)); roleWords[strings.ToLower(name)] == plan.Index && dir != "." && dir != "/" {
		name = dir
	}
	if short := leadingNumber.ReplaceAllString(name, ""); short != "" {
		name = short
	}
	name = strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' || unicode.IsSpace(c) }), " ")
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return path.Base(file)
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// roleWords are the words of file names and titles that say what a document is for.
var roleWords = map[string]plan.Role{
	"requirements": plan.Requirements, "requirement": plan.Requirements, "reqs": plan.Requirements,
	"spec": plan.Requirements, "specs": plan.Requirements, "specification": plan.Requirements, "specifications": plan.Requirements,
	"prd": plan.Requirements, "frd": plan.Requirements, "brd": plan.Requirements, "srs": plan.Requirements, "bugfix": plan.Requirements,
	"design": plan.Design, "architecture": plan.Design, "sdd": plan.Design, "hld": plan.Design, "lld": plan.Design, "model": plan.Design,
	"plan": plan.Implementation, "implementation": plan.Implementation,
	"tasks": plan.Tasks, "todo": plan.Tasks, "backlog": plan.Tasks,
	"roadmap": plan.Roadmap, "milestones": plan.Roadmap, "timeline": plan.Roadmap,
	"research": plan.Research, "investigation": plan.Research, "findings": plan.Research, "analysis": plan.Research, "spike": plan.Research,
	"proposal": plan.Proposal, "rfc": plan.Proposal, "kep": plan.Proposal,
	"adr": plan.Decision, "decision": plan.Decision,
	"checklist": plan.Checklist, "contract": plan.Contract, "contracts": plan.Contract,
	"progress": plan.Log, "summary": plan.Log, "verification": plan.Log, "state": plan.Log, "status": plan.Log, "changelog": plan.Log,
	"log": plan.Log, "journal": plan.Log, "retrospective": plan.Log, "uat": plan.Log, "validation": plan.Log, "review": plan.Log,
	"readme": plan.Index, "index": plan.Index, "overview": plan.Index,
	"template": plan.Template,
}

// roleDirs are directories that say it of every file in them, strongDirs
// whatever the file's name.
var (
	strongDirs = map[string]plan.Role{
		"checklists": plan.Checklist, "contracts": plan.Contract, "templates": plan.Template, "template": plan.Template,
		"adr": plan.Decision, "adrs": plan.Decision, "decisions": plan.Decision, "decision-records": plan.Decision, "decision-log": plan.Decision,
	}
	roleDirs = map[string]plan.Role{
		"tasks": plan.Tasks, "plans": plan.Implementation, "designs": plan.Design, "design": plan.Design, "research": plan.Research,
		"proposals": plan.Proposal, "rfcs": plan.Proposal, "rfc": plan.Proposal, "text": plan.Proposal, "keps": plan.Proposal,
		"requirements": plan.Requirements, "prd": plan.Requirements, "architecture": plan.Design, "roadmap": plan.Roadmap,
	}
)

var workPackage = regexp.MustCompile(`^(?:wp|task)[-_ ]?\d+`)

func (r *reader) role() plan.Role {
	for _, key := range []string{"role", "type", "document-type", "doc-type"} {
		if role, ok := roleWords[strings.ToLower(r.front(key))]; ok {
			return role
		}
	}
	dirs := strings.Split(strings.ToLower(path.Dir(r.file.Path)), "/")
	name := strings.ToLower(strings.TrimSuffix(path.Base(r.file.Path), path.Ext(r.file.Path)))
	name = strings.TrimLeft(name, "._")
	if isTemplate(name, dirs) {
		return plan.Template
	}
	named := nameRole(leadingNumber.ReplaceAllString(name, ""))
	for _, d := range dirs {
		if role, ok := strongDirs[d]; ok && named != plan.Index {
			return role
		}
	}
	numbered := leadingNumber.MatchString(name) || name == "readme" && leadingNumber.MatchString(dirs[len(dirs)-1])
	for _, d := range dirs {
		// Numbered files of such directories are the proposals themselves.
		if role := roleDirs[d]; numbered && role == plan.Proposal {
			return role
		}
	}
	switch {
	case named != "":
		return named
	case workPackage.MatchString(name):
		return plan.Tasks
	}
	for i := len(dirs) - 1; i >= 0; i-- {
		if role, ok := roleDirs[dirs[i]]; ok {
			return role
		}
	}
	if role := titleRole(r.doc.Title); role != "" {
		return role
	}
	return plan.Other
}

func isTemplate(name string, dirs []string) bool {
	for _, d := range dirs {
		if strings.HasSuffix(d, "-template") {
			return true
		}
	}
	words := nameWords(name)
	return len(words) > 0 && (words[0] == "template" || words[len(words)-1] == "template")
}

func nameWords(name string) []string {
	return strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
}

// nameRole is what the last word of a name says, else the first. In a long name,
// which is a sentence, "status" and "readme" are what it speaks of.
func nameRole(name string) plan.Role {
	words := strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) })
	if len(words) == 0 {
		return ""
	}
	for _, w := range []string{words[len(words)-1], words[0]} {
		role := roleWords[w]
		if role != "" && (len(words) <= 3 || role != plan.Log && role != plan.Index) {
			return role
		}
	}
	return ""
}

// titleRole is what a title ends with: "Billing: Implementation Plan",
// "Design Document".
func titleRole(title string) plan.Role {
	words := nameWords(strings.ToLower(title))
	if n := len(words); n > 1 && (words[n-1] == "document" || words[n-1] == "doc") {
		words = words[:n-1]
	}
	if len(words) == 0 {
		return ""
	}
	switch role := roleWords[words[len(words)-1]]; role {
	case plan.Template, plan.Index, plan.Log:
		return ""
	default:
		return role
	}
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)

// lang tells a text in Japanese, Korean or Chinese by its letters; any other is
// taken to be in the language of the options.
func (r *reader) lang() string {
	if l := r.front("lang"); languageTag.MatchString(l) {
		return l
	}
	var letters, kana, hangul, han int
	for _, c := range string(r.text[:min(len(r.text), 64<<10)]) {
		switch {
		case c < 0x80:
			if 'a' <= c|0x20 && c|0x20 <= 'z' {
				letters++
			}
			continue
		case unicode.In(c, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Hangul, c):
			hangul++
		case unicode.Is(unicode.Han, c):
			han++
		}
		if unicode.IsLetter(c) {
			letters++
		}
	}
	// Keywords, code and names stay Latin in such texts, and a letter of theirs
	// says as much as a few of ours: a tenth is plain enough.
	switch {
	case kana*20 > letters:
		return "ja"
	case hangul*10 > letters:
		return "ko"
	case han*10 > letters:
		return "zh"
	case r.opts.Lang != "":
		return r.opts.Lang
	}
	return "en"
}
