package roadmap

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// waitKeys are the fields of a document that name what it waits for. Only a
// name behind the strict ones must be that of a plan: "dependencies" may hold
// anything.
var waitKeys = map[string]bool{
	"depends-on": true, "depends_on": true, "dependson": true, "blocked-by": true, "blocked_by": true, "blockedby": true,
	"dependencies": false, "after": false, "prerequisites": false,
}

// planLike is what the name of a plan looks like: one word with a number, or a path.
var planLike = regexp.MustCompile(`^[\p{L}\d_.-]*\d[\p{L}\d_.-]*$|^[\p{L}\d_.-]+(?:/[\p{L}\d_.-]+)+/?$`)

// fields reads the front matter and the fields at the head of a document: the
// plan waits for another, or a document for one of its plan's, where a task
// stands for each.
func (l *reader) fields(d *portfolio.Document) {
	for _, list := range [][]plan.Field{d.Front, d.Meta} {
		for _, f := range list {
			strict, known := waitKeys[f.Key]
			if !known {
				continue
			}
			for _, on := range strings.FieldsFunc(f.Value, func(r rune) bool { return r == ',' || r == ';' }) {
				l.field(d, f, bare(strings.Trim(strings.TrimSpace(on), "[]\"'`")), strict)
			}
		}
	}
}

func (l *reader) field(d *portfolio.Document, f plan.Field, on string, strict bool) {
	if on == "" || strings.EqualFold(on, "none") {
		return
	}
	if other := documentNamed(d.Plan, on); other != nil {
		from, okFrom := standIn(d)
		to, okTo := standIn(other)
		if okFrom && okTo {
			l.wait(from, to)
		}
		return
	}
	p, known := l.find(on, d.Plan)
	switch {
	case p != nil && p != d.Plan:
		from, ok := standIn(d)
		if !ok {
			from = planKey(d.Plan)
		}
		l.wait(from, planKey(p))
	case !known && strict && planLike.MatchString(on):
		l.unknown(d, f.Span, "the plan", on)
	}
}

// documentNamed finds a document of the plan by its file's name or the number
// that begins it: "01-02" is 01-02-PLAN.md.
func documentNamed(p *portfolio.Plan, name string) *portfolio.Document {
	if len(p.Documents) < 2 {
		return nil
	}
	want := strings.ToLower(strings.TrimSuffix(path.Base(name), ".md"))
	var found *portfolio.Document
	for _, d := range p.Documents {
		base := strings.ToLower(strings.TrimSuffix(path.Base(d.File.Path), ".md"))
		if base == want {
			return d
		}
		if strings.HasPrefix(base, want+"-") && strings.ContainsAny(want, "0123456789") && found == nil && d.Role != plan.Log {
			found = d
		}
	}
	return found
}

// standIn is the task of the plan that names the document's file: in a roadmap
// "- [x] 01-01-PLAN.md: Scores". Of a plan's leading document it is the plan.
func standIn(d *portfolio.Document) (nodeKey, bool) {
	base := path.Base(d.File.Path)
	for _, other := range d.Plan.Documents {
		if other == d || other.Role == plan.Log || other.Role == plan.Checklist {
			continue
		}
		for i := range other.Tasks {
			span := other.Tasks[i].Line
			if span.Start >= 0 && span.End <= len(other.File.Text) && span.Start <= span.End && strings.Contains(other.File.Text[span.Start:span.End], base) {
				return taskKey(other, i), true
			}
		}
	}
	if d == d.Plan.Documents[0] {
		return planKey(d.Plan), true
	}
	return nodeKey{}, false
}

// dependencyWord is in the titles that may name dependencies.
var dependencyWord = pattern.MustCompile(`epend|EPEND|rerequis|REREQUIS|locked|LOCKED|依存|前提`)

// aboutDependencies tells whether a section lists what work waits for.
func aboutDependencies(title string) bool {
	if !dependencyWord.MatchString(title) {
		return false
	}
	t := " " + words(title) + " "
	for _, w := range []string{" dependencies ", " dependency ", " prerequisites ", " depends on ", " blocked by ", " dependencias ", " 依存関係 ", " 前提条件 "} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

var (
	phaseNamed = regexp.MustCompile(`(?i)\b(?:phases?|fase|sprint)\s+(\d+(?:\.\d+)*[a-z]?)(?:\s*[-–]\s*(\d+(?:\.\d+)*))?`)
	waitsFor   = regexp.MustCompile(`(?i)\b(?:depends? on|after|requires?|needs|blocked by|waits? for)\b`)
)

// sections reads the sections on dependencies: "- **Foundational (Phase 2)**:
// Depends on Setup completion", and links to other plans.
func (l *reader) sections(d *portfolio.Document) {
	about := map[int]bool{}
	for i := range d.Sections {
		s := &d.Sections[i]
		if aboutDependencies(s.Title) || s.Parent != plan.None && about[s.Parent] {
			about[i] = true
		}
	}
	if len(about) == 0 {
		return
	}
	entries := d.Entries()
	for i := range entries {
		e := &entries[i]
		if !about[e.Section] || e.Kind != plan.EntryItem || len(d.Phases) == 0 {
			continue
		}
		at := waitsFor.FindStringIndex(e.Text)
		if at == nil {
			continue
		}
		if self := phaseIn(d, e.Text[:at[0]]); self != plan.None {
			for _, to := range phasesNamed(d, self, e.Text[at[1]:]) {
				l.wait(phaseKey(d, self), phaseKey(d, to))
			}
		}
	}
	for i := range d.Document.Links {
		link := &d.Document.Links[i]
		if !about[link.Section] || i >= len(d.Links) {
			continue
		}
		to := d.Links[i]
		doc := l.portfolio.Document(to.To)
		if doc == nil || doc.Plan == d.Plan || doc.Plan.Kind == portfolio.KindTemplate || to.Kind != portfolio.TargetDocument && to.Kind != portfolio.TargetPlan {
			continue
		}
		l.abroad = true
		from := planKey(d.Plan)
		for n := range d.Phases {
			if span := d.Phases[n].Span; span.Start <= link.Span.Start && link.Span.Start < span.End {
				from = phaseKey(d, n)
			}
		}
		target := planKey(doc.Plan)
		if n := slices.IndexFunc(doc.Phases, func(p plan.Phase) bool { return p.Section == to.Section && to.Section > 0 }); n >= 0 {
			target = phaseKey(doc, n)
		}
		l.wait(from, target)
	}
}

// storyTitle is the title of a phase that serves a user story: "all user
// stories" means these.
var storyTitle = regexp.MustCompile(`(?i)^(?:user story|US)[\s-]*\d`)

// phaseIn is the one phase that the head of an entry names, by number or title.
func phaseIn(d *portfolio.Document, head string) int {
	if m := phaseNamed.FindStringSubmatch(head); m != nil && m[2] == "" {
		return slices.IndexFunc(d.Phases, func(p plan.Phase) bool { return number(p.Number) == number(m[1]) })
	}
	head, _, _ = strings.Cut(head, " (")
	want := words(head)
	found := plan.None
	for i := range d.Phases {
		if len(want) > 3 && titleNames(d.Phases[i].Title, want) {
			if found != plan.None {
				return plan.None
			}
			found = i
		}
	}
	return found
}

// phasesNamed are the phases that a sentence names, by number, range or title, up
// to its first stop.
func phasesNamed(d *portfolio.Document, self int, s string) []int {
	for _, stop := range []string{" - ", " – ", " — ", ". ", ";"} {
		s, _, _ = strings.Cut(s, stop)
	}
	var found []int
	add := func(i int) {
		if i >= 0 && i != self && !slices.Contains(found, i) {
			found = append(found, i)
		}
	}
	byNumber := func(n string) int {
		return slices.IndexFunc(d.Phases, func(p plan.Phase) bool { return number(p.Number) == number(n) })
	}
	for _, m := range phaseNamed.FindAllStringSubmatch(s, -1) {
		first := byNumber(m[1])
		add(first)
		if last := byNumber(m[2]); m[2] != "" && first >= 0 {
			for i := first; i <= last; i++ {
				add(i)
			}
		}
	}
	text := " " + words(s) + " "
	if strings.Contains(text, " user stories ") {
		for i := range d.Phases {
			if storyTitle.MatchString(d.Phases[i].Title) {
				add(i)
			}
		}
	}
	for i := range d.Phases {
		head := d.Phases[i].Title
		for _, cut := range []string{" (", " - ", " – ", " — ", ": "} {
			head, _, _ = strings.Cut(head, cut)
		}
		if w := words(head); len(w) > 3 && strings.Contains(text, " "+w+" ") {
			add(i)
		}
	}
	return found
}
