package markdown

import (
	"sort"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// An opening is a place where a phase may begin.
type opening struct {
	statement
	plan.Phase
	block   int
	boxes   int // tasks in it
	heading bool
}

// readPhases finds the phases: the headings that open them or, where there are
// none, bold lines, list items or table rows.
func (r *reader) readPhases() {
	r.findWork()
	found := r.headingPhases(false)
	if len(found) == 0 {
		found = r.headingPhases(true)
	}
	if len(found) == 0 {
		found = r.linePhases()
	}
	r.nestPhases(found)
	r.statusFromSummary(found)
	for i := range found {
		r.describePhase(&found[i])
		r.doc.Phases = append(r.doc.Phases, found[i].Phase)
	}
}

// workIn counts the tasks within the span.
func (r *reader) workIn(s plan.Span) int {
	at := func(offset int) int {
		return sort.Search(len(r.work), func(i int) bool { return r.work[i].span.Start >= offset })
	}
	return at(s.End) - at(s.Start)
}

// headingPhases gives the headings that open phases. Those of lesser words must
// hold tasks, and only one word counts in a document.
func (r *reader) headingPhases(lesser bool) []opening {
	if r.doc.Role == plan.Log || r.doc.Role == plan.Checklist {
		return nil
	}
	var all []opening
	for i := range r.blocks {
		b := &r.blocks[i]
		if !b.heading {
			continue
		}
		st, ok := phaseAt(b.run.text)
		alias := !ok && !lesser
		if alias {
			st, ok = r.aliasAt(b.run.text)
		}
		if !ok || st.lesser != lesser {
			continue
		}
		s := r.doc.Sections[b.section]
		o := opening{statement: st, block: i, heading: true, boxes: r.workIn(s.Span)}
		o.Word, o.Number, o.Section, o.Line = st.word, st.number, b.section, s.Line
		o.Phase.Span = s.Span
		if alias && o.boxes == 0 || r.mentionsPhase(b, &o) {
			continue // a section of that name that plans no work is none
		}
		all = append(all, o)
	}
	if lesser {
		all = oneWord(all)
	}
	return r.firstStatements(all)
}

// aliasAt reads a heading that is an alias of a phase of the portfolio's, with or
// without a number of its own and a remark in brackets: "2. Foundation (done)".
func (r *reader) aliasAt(text string) (statement, bool) {
	start := len(text) - len(strings.TrimLeft(text, "0123456789.) "))
	name := text[start:]
	if i := strings.IndexAny(name, "(（"); i > 0 {
		name = name[:i]
	}
	name = strings.TrimSpace(name)
	for _, p := range r.opts.Phases {
		for _, a := range p.Aliases {
			if strings.EqualFold(a, name) {
				return statement{word: "Phase", number: p.Number, at: start, title: start, clear: true}, true
			}
		}
	}
	return statement{}, false
}

// mentionsPhase tells whether a heading that begins like a phase only speaks of one.
func (r *reader) mentionsPhase(b *block, o *opening) bool {
	if o.boxes == 0 && (o.span || o.lesser) {
		return true
	}
	section := r.doc.Sections[b.section]
	words := strings.Fields(subject(b.run.text[o.title:]))
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	if section.Level == 1 && r.hasOneTitle() {
		// The title of a document about one phase opens none, unless it holds the work.
		return o.boxes == 0 || !o.clear || aboutPhase[last] || r.doc.Role == plan.Research
	}
	p := place(0)
	if section.Parent != plan.None {
		p = r.places[section.Parent]
	}
	if !o.clear {
		// "Phase 1 Setup" is a phase among phases, "Phase 1 results" is not.
		title := strings.TrimSpace(b.run.text[o.title:])
		if !opensText(title) || last == "" || opensWithParticle(title) || aboutPhase[words[0]] || aboutPhase[last] && o.boxes == 0 {
			return true
		}
		return (o.boxes == 0 || o.lesser) && p&(inRoadmap|inWork) == 0 && !r.isPlanned()
	}
	if o.boxes > 0 {
		return false
	}
	if tellsOnly[strings.Join(words, " ")] {
		return true // Phase 1: Summary
	}
	if p&inRoadmap != 0 {
		return false
	}
	return p&(inProcess|inTrace|inChecklist|inAcceptance) != 0 || r.doc.Role == plan.Requirements && p&inRequirements != 0
}

// isPlanned tells whether the document is one that lays out work.
func (r *reader) isPlanned() bool {
	switch r.doc.Role {
	case plan.Tasks, plan.Implementation, plan.Roadmap:
		return true
	}
	return false
}

// hasOneTitle tells whether the document has one first-level heading, its title.
func (r *reader) hasOneTitle() bool {
	n := 0
	for _, s := range r.doc.Sections {
		if s.Level == 1 {
			n++
		}
		if n > 1 {
			return false
		}
	}
	return n == 1
}

// aboutPhase are words that make "Phase 1 …" a heading about a phase.
var aboutPhase = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`plan plans summary complete completed completion report results result verification overview status checklist
		gate gates criteria dependencies dependency deliverables goals notes context review timeline risks validation uat retrospective audit
		tasks success scope progress acceptance exit entry outputs estimate estimates and is was depends research considerations backlog baseline gaps
		完了条件 完了後の状態`) {
		m[w] = true
	}
	return m
}()

// tellsOnly are titles that name no work, only what is told of it.
var tellsOnly = nameSet("summary overview status report results retrospective dependencies deliverables notes timeline estimate estimates completion recap")

// opensWithParticle tells whether a title goes on with the sentence that the
// phase's number begins, as Japanese and Korean do: フェーズ2 での変更.
func opensWithParticle(title string) bool {
	for _, p := range []string{"の", "で", "に", "へ", "を", "は", "から", "まで", "以降", "完了条件", "完了後", "에서", "의", "은", "는", "이후"} {
		if rest, ok := strings.CutPrefix(title, p); ok && rest != "" {
			return true
		}
	}
	return false
}

// oneWord keeps the openings of the word under which most tasks stand; of two
// equal ones, that of the higher headings.
func oneWord(all []opening) []opening {
	boxes := map[string]int{}
	for _, o := range all {
		boxes[strings.ToLower(o.word)] += o.boxes
	}
	best := ""
	for _, o := range all {
		if w := strings.ToLower(o.word); best == "" || boxes[w] > boxes[best] {
			best = w
		}
	}
	var kept []opening
	for _, o := range all {
		if strings.ToLower(o.word) == best {
			kept = append(kept, o)
		}
	}
	return kept
}

// fewStatements bounds how many statements of one number are compared: no plan
// says it more often, and the time stays linear.
const fewStatements = 16

// firstStatements drops the second statements of a phase: the same number again
// with the same title or none, or without work in another part of the document.
// A restart with other work is kept.
func (r *reader) firstStatements(all []opening) []opening {
	byNumber := map[string][]int{}
	drop := map[int]bool{}
	titles := make([]string, len(all))
	for i := range all {
		o := &all[i]
		title := subject(freeTitle(r.blocks[o.block].run.text[o.title:]).title)
		titles[i] = title
		earlier := byNumber[o.Number]
		for _, j := range earlier[max(0, len(earlier)-fewStatements):] {
			if drop[j] {
				continue
			}
			p, other := &all[j], titles[j]
			same := title == other || title == "" || other == "" || strings.HasPrefix(title, other) || strings.HasPrefix(other, title)
			apart := r.doc.Sections[o.Section].Parent != r.doc.Sections[p.Section].Parent
			switch {
			case same && o.boxes > 0 && p.boxes == 0:
				drop[j] = true
			case same && (o.boxes == 0 || p.boxes > 0 && title == other && apart):
				drop[i] = true
			case apart && o.boxes == 0 && (p.boxes > 0 || aboutWork(title)):
				drop[i] = true
			}
			if drop[i] {
				break
			}
		}
		byNumber[o.Number] = append(byNumber[o.Number], i)
	}
	var kept []opening
	for i := range all {
		if !drop[i] {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// aboutWork tells whether a title lists what belongs to a phase, rather than names work.
func aboutWork(title string) bool { return workWords.in(title) }

var workWords = phrasesOf("files", "effort", "owners", "owner", "estimate", "estimates", "dependencies", "deliverables", "risks", "timeline", "parallel")
