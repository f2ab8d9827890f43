package convention

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/plan"
)

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
	"log": plan.Log, "journal": plan.Log, "retrospective": plan.Log, "uat": plan.Log, "validation": plan.Log, "review": plan.Log, "audit": plan.Log,
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

var (
	workPackage    = regexp.MustCompile(`^(?:wp|task)[-_ ]?\d+`)
	leadingNumbers = regexp.MustCompile(`^(?:\d{4}-\d{2}-\d{2}|\d+(?:[.-]\d+)*)[-_. ]+`)
)

// IsRole tells whether word is one that front matter gives a role with.
func IsRole(word string) bool {
	_, ok := roleWords[strings.ToLower(word)]
	return ok
}

// Role says what the document at file is for, and by what: declared is what
// its front matter calls it, if anything.
func Role(file, declared, title string) (plan.Role, string) {
	if role, ok := roleWords[strings.ToLower(declared)]; ok {
		return role, "its front matter says " + quoted(declared)
	}
	dirs := strings.Split(strings.ToLower(path.Dir(file)), "/")
	name := strings.ToLower(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	name = strings.TrimLeft(name, "._")
	if dir, ok := templateDir(dirs); ok {
		return plan.Template, "its directory is " + dir
	}
	if w := words(name); len(w) > 0 && (w[0] == "template" || w[len(w)-1] == "template") {
		return plan.Template, "its name says template"
	}
	named, word := nameRole(leadingNumbers.ReplaceAllString(name, ""))
	for _, d := range dirs {
		if role, ok := strongDirs[d]; ok && named != plan.Index {
			return role, "its directory is " + d
		}
	}
	for i := range table {
		for _, r := range table[i].Roles {
			if matching([]string{r.Path}, file) != "" {
				return r.Role, "its path is like " + readable(r.Path) + ", as those of " + table[i].Title + " are"
			}
		}
	}
	switch {
	case named != "":
		return named, "its name says " + word
	case workPackage.MatchString(name):
		return plan.Tasks, "its name is a work package's"
	}
	for i := len(dirs) - 1; i >= 0; i-- {
		if role, ok := roleDirs[dirs[i]]; ok {
			return role, "its directory is " + dirs[i]
		}
	}
	if role, word := titleRole(title); role != "" {
		return role, "its title ends with " + word
	}
	return plan.Other, "neither its path nor its title says more"
}

func quoted(s string) string { return `"` + s + `"` }

func templateDir(dirs []string) (string, bool) {
	for _, d := range dirs {
		if strings.HasSuffix(d, "-template") {
			return d, true
		}
	}
	return "", false
}

func words(name string) []string {
	return strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
}

// nameRole is what the last word of a name says, else the first. In a long name,
// which is a sentence, "status" and "readme" are what it speaks of.
func nameRole(name string) (plan.Role, string) {
	words := strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) })
	if len(words) == 0 {
		return "", ""
	}
	for _, w := range []string{words[len(words)-1], words[0]} {
		role := roleWords[w]
		if role != "" && (len(words) <= 3 || role != plan.Log && role != plan.Index) {
			return role, w
		}
	}
	return "", ""
}

// titleRole is what a title ends with: "Billing: Implementation Plan",
// "Design Document".
func titleRole(title string) (plan.Role, string) {
	words := words(strings.ToLower(title))
	if n := len(words); n > 1 && (words[n-1] == "document" || words[n-1] == "doc") {
		words = words[:n-1]
	}
	if len(words) == 0 {
		return "", ""
	}
	word := words[len(words)-1]
	switch role := roleWords[word]; role {
	case plan.Template, plan.Index, plan.Log:
		return "", ""
	default:
		return role, word
	}
}
