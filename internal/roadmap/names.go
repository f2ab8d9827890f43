package roadmap

import (
	"path"
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// names are what the phases and tasks of a plan are called.
type names struct {
	phases map[string][]nodeKey // by number, folded
	tasks  map[string][]nodeKey // by id, upper case
}

func (l *linker) namesOf(p *portfolio.Plan) *names {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := l.names[p]; n != nil {
		return n
	}
	n := &names{map[string][]nodeKey{}, map[string][]nodeKey{}}
	for _, d := range p.Documents {
		for i := range d.Phases {
			for _, k := range phaseNames(d.Phases[i].Number) {
				n.phases[k] = append(n.phases[k], phaseKey(d, i))
			}
		}
		if d.Role == plan.Log || d.Role == plan.Checklist {
			continue
		}
		for i := range d.Tasks {
			if id := d.Tasks[i].ID; id != "" {
				n.tasks[strings.ToUpper(id)] = append(n.tasks[strings.ToUpper(id)], taskKey(d, i))
			}
		}
	}
	if l.names == nil {
		l.names = map[*portfolio.Plan]*names{}
	}
	l.names[p] = n
	return n
}

// phaseNames are the numbers by which a phase is known: its own, and each end of
// one that is several, 2-3.
func phaseNames(s string) []string {
	k := number(s)
	if k == "" {
		return nil
	}
	list := []string{k}
	if from, to, ok := strings.Cut(k, "-"); ok && strings.Trim(from+to, "0123456789.") == "" {
		list = append(list, from, to)
	}
	return list
}

// above is the plan of the nearest directory above p's that is one; nil where
// there is none.
func (l *reader) above(p *portfolio.Plan) *portfolio.Plan {
	l.abroad = true
	l.pathsOnce.Do(func() {
		l.byPath = make(map[string]*portfolio.Plan, len(l.portfolio.Plans))
		for _, q := range l.portfolio.Plans {
			l.byPath[q.Path] = q
		}
	})
	for at := p.Path; at != "." && at != "/"; {
		at = path.Dir(at)
		if up := l.byPath[at]; up != nil && up != p {
			return up
		}
	}
	return nil
}

// lookup finds the phases or tasks called id in d's plan, then in the plans
// above. Of several it is the one nearest to the phase that asks; where that is
// not clear, none.
func (l *reader) lookup(d *portfolio.Document, phase int, id string, phasesFirst bool) []nodeKey {
	for p := d.Plan; p != nil; p = l.above(p) {
		n := l.namesOf(p)
		lists := [][]nodeKey{n.tasks[strings.ToUpper(id)], n.phases[number(id)]}
		if phasesFirst {
			lists[0], lists[1] = lists[1], lists[0]
		}
		for _, list := range lists {
			if len(list) > 0 {
				return nearest(list, d, phase)
			}
		}
	}
	return nil
}

// nearest keeps what lies in the phase, else in the document, else in the plan
// at large; and of several phases in one document the last one before the
// phase that asks. It gives one or none.
func nearest(list []nodeKey, d *portfolio.Document, phase int) []nodeKey {
	if len(list) == 1 {
		return list
	}
	for _, near := range []func(nodeKey) bool{
		func(k nodeKey) bool { return k.doc == d && k.task >= 0 && d.Tasks[k.task].Phase == phase },
		func(k nodeKey) bool { return k.doc == d },
		func(k nodeKey) bool { return k.doc.Role == plan.Tasks || k.doc.Role == plan.Roadmap },
	} {
		var kept []nodeKey
		for _, k := range list {
			if near(k) {
				kept = append(kept, k)
			}
		}
		if len(kept) == 1 {
			return kept
		}
		if len(kept) > 1 && kept[0].task == plan.None {
			best := kept[0]
			for _, k := range kept {
				if k.phase < phase {
					best = k
				}
			}
			return []nodeKey{best}
		}
	}
	return nil
}

// done words say nothing of which phase is meant: "Setup completion".
var doneWords = map[string]bool{"completion": true, "complete": true, "completed": true, "phase": true, "phases": true, "done": true, "finished": true, "is": true, "being": true, "the": true, "all": true, "from": true, "of": true}

// titled looks up a phase of d by its title: "Setup completion" means "Phase 1:
// Setup (Shared Infrastructure)".
func (l *reader) titled(d *portfolio.Document, self int, on string) []nodeKey {
	var kept []string
	for w := range strings.FieldsSeq(words(on)) {
		if !doneWords[w] {
			kept = append(kept, w)
		}
	}
	want := strings.Join(kept, " ")
	if len(want) < 4 {
		return nil
	}
	var found []nodeKey
	for i := range d.Phases {
		if i != self && titleNames(d.Phases[i].Title, want) {
			found = append(found, phaseKey(d, i))
		}
	}
	if len(found) > 1 {
		return nil
	}
	return found
}

// titleNames tells whether want is the title or what stands before its first
// dash or bracket: "User Story 1" of "User Story 1 - On time (P1)".
func titleNames(title, want string) bool {
	head := title
	for _, cut := range []string{" (", " - ", " – ", " — ", ": "} {
		head, _, _ = strings.Cut(head, cut)
	}
	return words(title) == want || words(head) == want
}

// planNames finds plans by what front matter calls them.
type planNames struct {
	byName map[string][]*portfolio.Plan
}

var leadingID = regexp.MustCompile(`^(?:[a-z]+-)*?[a-z]*-?\d+(?:\.\d+)*`)

func newPlanNames(p *portfolio.Portfolio) *planNames {
	n := &planNames{map[string][]*portfolio.Plan{}}
	for _, q := range p.Plans {
		if q.Kind == portfolio.KindTemplate {
			continue
		}
		seen := map[string]bool{"": true}
		last := path.Base(q.ID)
		for _, name := range []string{q.ID, strings.ToLower(q.Path), last, leadingID.FindString(last), words(q.Title)} {
			if !seen[name] {
				seen[name] = true
				n.byName[name] = append(n.byName[name], q)
			}
		}
	}
	return n
}

// find gives the plan that name means, seen from a plan: the only one of that
// name, else the only one beside it. known tells whether there is any.
func (n *planNames) find(name string, from *portfolio.Plan) (found *portfolio.Plan, known bool) {
	list := n.byName[strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".md"), "/")]
	if len(list) == 0 {
		list = n.byName[strings.Trim(plan.Slug(name), "-")]
	}
	if len(list) == 0 {
		list = n.byName[words(name)]
	}
	var beside []*portfolio.Plan
	for _, p := range list {
		if path.Dir(p.Path) == path.Dir(from.Path) {
			beside = append(beside, p)
		}
	}
	switch {
	case len(list) == 1:
		return list[0], true
	case len(beside) == 1:
		return beside[0], true
	}
	return nil, len(list) > 0
}
