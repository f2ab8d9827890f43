package portfolio

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// Which documents make a plan. A directory that directly holds documents with
// the names of a plan's parts (requirements.md, design.md, tasks.md …), or a
// sidecar that only plans have, is one plan; what lies below it belongs to it
// unless it is a plan itself. Every other file is a plan of its own.

// partNames are file names, as stem gives them, that stand for one part of a
// plan and never for a whole one.
var partNames = set(
	"requirements", "requirement", "requirements-document", "functional-requirements", "system-requirements", "software-requirements",
	"product-requirements", "requirements-specification", "spec", "specification", "prd", "frd", "srs", "bugfix",
	"design", "design-document", "technical-design", "system-design",
	"tasks", "task-list", "task-breakdown", "proposal",
)

// wholeNames stand for a part where other parts are beside them, else for a
// plan of one file.
var wholeNames = set(
	"plan", "implementation-plan", "technical-plan", "technical-implementation-plan", "project-plan",
	"roadmap", "project", "state", "milestones", "architecture", "todo",
)

// besideNames say that a file of wholeNames is one part of several.
var besideNames = set("research", "data-model", "quickstart", "gap-analysis", "test-plan", "context", "progress")

// indexNames are the files that introduce a directory.
var indexNames = set("readme", "index", "overview")

// companionNames are directories that belong to the plan above them, whatever
// they hold.
var companionNames = set(
	"checklists", "checklist", "contracts", "contract", "research", "artifacts", "notes", "tasks", "phases", "codebase", "debug", "quick", "todos",
	"prototypes", "appendix", "appendices", "diagrams", "images", "assets", "examples", "fixtures", "references", "reference", "evidence", "reviews",
	"spikes", "work-packages", "sessions", "verification", "intel", "data", "components",
)

// archiveNames are directories of plans that are over.
var archiveNames = set("done", "archive", "archived", "completed")

// planSidecars are files that only the directory of a plan has.
var planSidecars = set("kep.yaml", "spec.json", ".openspec.yaml", ".config.kiro")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// A group is the documents of one plan.
type group struct {
	path     string // directory or file
	dir      string // directory that its documents' citations and links count from
	docs     []Input
	template bool
}

var (
	leadingNumber  = regexp.MustCompile(`^\d+[a-z]?[-. ]+`)
	releasePrefix  = regexp.MustCompile(`^(v\d+(?:\.\d+)*)-`)
	nameSeparators = strings.NewReplacer("_", "-", " ", "-")
)

// stem is a file's name without extension and leading number, in lower case,
// words joined by "-": "01-Requirements.md" is "requirements".
func stem(file string) string {
	s := strings.ToLower(path.Base(file))
	s = strings.TrimSuffix(s, path.Ext(s))
	s = leadingNumber.ReplaceAllString(s, "")
	return strings.Trim(nameSeparators.Replace(s), "-.")
}

// A grouper divides the documents of a tree into plans.
type grouper struct {
	docs     []Input
	direct   map[string][]int // documents directly in a directory
	sidecars map[string]bool  // directories with a sidecar that only plans have
	planDirs map[string]bool
	parents  map[string]bool // directories with plan directories below them
	above    map[string]bool // directories with documents in directories below them
}

// groups divides docs, which are sorted by path. The groups are sorted by path.
func groups(docs []Input, sidecars map[string]bool) []group {
	g := &grouper{docs: docs, direct: map[string][]int{}, sidecars: sidecars, planDirs: map[string]bool{}, parents: map[string]bool{}, above: map[string]bool{}}
	for i, d := range docs {
		dir := path.Dir(d.Doc.File.Path)
		g.direct[dir] = append(g.direct[dir], i)
		for dir != "." {
			dir = path.Dir(dir)
			g.above[dir] = true
		}
	}
	g.findPlanDirs()
	byPath := map[string]*group{}
	for i := range docs {
		at, dir := g.place(i)
		p := byPath[at]
		if p == nil {
			p = &group{path: at, dir: dir}
			byPath[at] = p
		}
		p.docs = append(p.docs, docs[i])
	}
	result := make([]group, 0, len(byPath))
	for _, at := range sortedKeys(byPath) {
		p := byPath[at]
		p.template = !slices.ContainsFunc(p.docs, func(d Input) bool { return d.Doc.Role != plan.Template })
		result = append(result, *p)
	}
	return result
}

// findPlanDirs finds the directories that are plans: parents before their
// children, since what a plan is above decides what belongs to it below.
func (g *grouper) findPlanDirs() {
	dirs := sortedKeys(g.direct)
	slices.SortStableFunc(dirs, func(a, b string) int { return compareBools(b == ".", a == ".") })
	for _, dir := range dirs {
		if g.sharded(dir) {
			g.planDirs[dir] = true
		}
	}
	for _, dir := range dirs {
		if g.looksLikePlan(dir) && !g.isCompanion(dir) {
			g.planDirs[dir] = true
		}
	}
	for dir := range g.planDirs {
		for up := dir; up != "."; {
			up = path.Dir(up)
			g.parents[up] = true
		}
	}
	for _, dir := range dirs {
		if !g.planDirs[dir] && g.onlyIntroduced(dir) && !g.isCompanion(dir) && !g.parents[dir] && g.owner(dir) == "" {
			g.planDirs[dir] = true
		}
	}
}

// looksLikePlan tells whether the files directly in dir are the parts of a plan.
// The root holds all kinds of things, so it takes two.
func (g *grouper) looksLikePlan(dir string) bool {
	parts, wholes, beside, rest := map[string]bool{}, map[string]bool{}, 0, 0
	apart := 0 // templates, and files that belong to the directory of their name
	for _, i := range g.direct[dir] {
		doc := g.docs[i].Doc
		name := g.partName(doc)
		switch {
		case g.planDirs[withoutExtension(doc.File.Path)], doc.Role == plan.Template && !g.sidecars[dir]:
			apart++
		case partNames[name]:
			parts[name] = true
		case wholeNames[name]:
			wholes[name] = true
		case besideNames[name]:
			beside++
		case !indexNames[name]:
			rest++
		}
	}
	switch {
	case apart == len(g.direct[dir]):
		return false
	case g.sidecars[dir]:
		return true
	case dir == ".":
		return len(parts) >= 2 || len(parts) == 1 && len(wholes)+beside > 0 || len(wholes) >= 2 && beside > 0
	}
	return len(parts) > 0 || len(wholes) >= 2 || len(wholes) == 1 && (beside > 0 || rest == 0)
}

// partName is the name of doc that tells what part of a plan it is: its stem,
// without the name of its directory ("billing/billing-design.md").
func (g *grouper) partName(doc *plan.Document) string {
	name := stem(doc.File.Path)
	if rest, ok := strings.CutPrefix(name, stem(path.Base(path.Dir(doc.File.Path)))+"-"); ok && (partNames[rest] || wholeNames[rest]) {
		return rest
	}
	return name
}

// isCompanion tells whether dir or a directory above it belongs to a plan
// directory by its name.
func (g *grouper) isCompanion(dir string) bool {
	for at := dir; at != "."; at = path.Dir(at) {
		name, up := strings.ToLower(path.Base(at)), path.Dir(at)
		if !g.planDirs[up] {
			continue
		}
		if companionNames[name] || name == "specs" && g.holds(up, "proposal") {
			return true
		}
	}
	return false
}

func (g *grouper) holds(dir, name string) bool {
	return slices.ContainsFunc(g.direct[dir], func(i int) bool { return stem(g.docs[i].Doc.File.Path) == name })
}

// sharded tells whether dir holds a long document in pieces: prd/index.md and
// more beside prd.md. Beside the other parts of a plan, such a directory is its
// part's.
func (g *grouper) sharded(dir string) bool {
	if dir == "." || !g.holds(dir, "index") {
		return false
	}
	beside, parts := false, map[string]bool{}
	for _, i := range g.direct[path.Dir(dir)] {
		doc := g.docs[i].Doc
		beside = beside || withoutExtension(doc.File.Path) == dir
		if name := g.partName(doc); partNames[name] {
			parts[name] = true
		}
	}
	return beside && len(parts) < 2
}

// onlyIntroduced tells whether a README or index is all that dir holds.
func (g *grouper) onlyIntroduced(dir string) bool {
	if dir == "." || len(g.direct[dir]) != 1 || g.above[dir] {
		return false
	}
	doc := g.docs[g.direct[dir][0]].Doc
	return indexNames[stem(doc.File.Path)] && doc.Role != plan.Template
}

// owner is the plan directory that what lies in dir belongs to; "" for none.
func (g *grouper) owner(dir string) string {
	for at, below := dir, ""; ; below, at = at, path.Dir(at) {
		if g.planDirs[at] {
			switch name := strings.ToLower(path.Base(below)); {
			case below == "", companionNames[name]:
				return at
			case at == ".", g.parents[at], archiveNames[name], name == "milestones":
				return ""
			}
			return at
		}
		if at == "." || archiveNames[strings.ToLower(path.Base(at))] {
			return ""
		}
	}
}

func withoutExtension(file string) string { return strings.TrimSuffix(file, path.Ext(file)) }

// place is the plan that document i belongs to: the plan's path, and the
// directory it counts as.
func (g *grouper) place(i int) (at, dir string) {
	doc := g.docs[i].Doc
	file := doc.File.Path
	own := path.Dir(file)
	alone := withoutExtension(file)
	if release, ok := releaseOf(file); ok {
		return release, release
	}
	if g.planDirs[alone] { // billing.md beside the plan directory billing/
		return alone, alone
	}
	home := g.owner(own)
	if home == "" {
		return file, own
	}
	whole := g.docs[g.direct[home][0]].Doc.Role == plan.Template && g.sidecars[home]
	if doc.Role == plan.Template && !whole {
		return file, own
	}
	if home == own && (own == "." || g.parents[own]) && g.standsAlone(i) {
		return file, own
	}
	return home, home
}

// standsAlone tells whether document i, in a directory that holds plans, is a
// plan of its own: it follows a template, and its name is no part's.
func (g *grouper) standsAlone(i int) bool {
	name := g.partName(g.docs[i].Doc)
	return g.docs[i].Alignment != nil && !partNames[name] && !wholeNames[name] && !besideNames[name] && !indexNames[name]
}

// releaseOf puts the files of a finished release together, as GSD archives
// them: milestones/v1.0-ROADMAP.md and milestones/v1.0-phases/… are one plan.
func releaseOf(file string) (string, bool) {
	parts := strings.Split(file, "/")
	for i := 1; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], "milestones") && parts[i-1] == ".planning" {
			if m := releasePrefix.FindStringSubmatch(parts[i+1]); m != nil {
				return path.Join(append(slices.Clone(parts[:i+1]), m[1])...), true
			}
		}
	}
	return "", false
}

// archived tells whether the plan at p is over.
func archived(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if archiveNames[strings.ToLower(path.Base(dir))] || strings.HasSuffix(dir, ".planning/milestones") {
			return true
		}
	}
	return false
}

// convention names the way in which the group is laid out.
func (g group) convention() string {
	has := func(name string) bool {
		return slices.ContainsFunc(g.docs, func(d Input) bool { return path.Dir(d.Doc.File.Path) == g.dir && stem(d.Doc.File.Path) == name })
	}
	switch {
	case g.path != g.dir:
		if g.docs[0].Doc.Role == plan.Decision {
			return "adr"
		}
		return "one file"
	case strings.Contains("/"+g.path+"/", "/.planning/"), has("roadmap") && has("state"):
		return "gsd"
	case strings.Contains("/"+g.path, "/.kiro/"), has("bugfix") && !has("spec"):
		return "kiro"
	case has("proposal"), strings.Contains("/"+g.path, "/openspec/"):
		return "openspec"
	case has("spec"):
		return "spec-kit"
	}
	return "documents"
}
