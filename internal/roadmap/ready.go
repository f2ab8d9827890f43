package roadmap

import (
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A TaskRef is a task of a document.
type TaskRef struct {
	Doc   *portfolio.Document
	Index int
}

// Task is the row.
func (t TaskRef) Task() *plan.Task { return &t.Doc.Tasks[t.Index] }

// readyTasks are the tasks of a lane that can be taken up: open or active ones
// whose dependencies, and those of what holds them, are done. Where no phase
// states what it waits for, a phase waits for the ones before it; and where
// nothing in a phase does, its tasks are taken in their order, those marked
// parallel together.
func (r *Roadmap) readyTasks(l *Lane) []TaskRef {
	d := l.Phases[0].Doc
	phases, _ := l.waits([]*portfolio.Document{d})
	ordered := map[int]bool{} // phases whose first open task has been met
	var list []TaskRef
	for i := range d.Tasks {
		t := &d.Tasks[i]
		if state := TaskState(t); state != plan.Open && state != plan.Active || t.Optional || l.hasParts(d, i) || t.Phase == plan.None {
			continue
		}
		if !phases && !l.reached(t.Phase) || !r.free(taskKey(d, i)) {
			continue
		}
		if n := l.share.at[taskKey(d, i)]; t.State == plan.Open && (n == nil || len(n.After) == 0) {
			if ordered[t.Phase] && !t.Parallel {
				continue
			}
			ordered[t.Phase] = !t.Parallel || ordered[t.Phase]
		}
		list = append(list, TaskRef{d, i})
	}
	return list
}

// hasParts tells whether other tasks are nested in task i of d.
func (l *Lane) hasParts(d *portfolio.Document, i int) bool {
	return i+1 < len(d.Tasks) && d.Tasks[i+1].Parent == i
}

// reached tells whether every phase before phase i of the leading document is
// done, as far as it can be measured.
func (l *Lane) reached(i int) bool {
	if l.Now == nil {
		return false
	}
	for at := i; at != plan.None; at = l.Now.Doc.Phases[at].Parent {
		if at == l.Now.Index {
			return true
		}
	}
	return i < l.Now.Index
}

// free tells whether all that k and what holds it wait for is done.
func (r *Roadmap) free(k nodeKey) bool {
	for {
		n := r.Graph.get(k)
		if states(k) && (n == nil || len(n.After) == 0) {
			return false // what it waits for is not known
		}
		if n != nil && slices.ContainsFunc(n.After, func(to *Node) bool { return !r.Done(to) }) {
			return false
		}
		up, ok := k.within()
		if !ok {
			return true
		}
		k = up
	}
}

// states tells whether a phase or task states that it waits for something.
func states(k nodeKey) bool {
	switch {
	case k.doc == nil:
		return false
	case k.task != plan.None:
		return len(k.doc.Tasks[k.task].Notes().DependsOn) > 0
	}
	return len(k.doc.Phases[k.phase].DependsOn) > 0
}

var (
	effortNote  = regexp.MustCompile(`(?i)(?:\best(?:imate[ds]?|imation)?\b|\beffort\b|\bduration\b|⏱)\W{0,4}([^,;()\[\]]{1,40})`)
	effortGroup = regexp.MustCompile(`\(\s*(?:~|≈|about |est\.? )?\s*\d[^()]{0,24}\)\s*\.?$`)
)

// Effort is how long a task takes, where it says so: in its estimate, as "(~2
// hours)" at its end, as "Est: 1 hour". Sizes and points are no durations.
func Effort(t *plan.Task) Duration {
	if t.Notes().Estimate != "" {
		if d := ParseTiming(t.Notes().Estimate).Length; d.Unit != "" {
			return d
		}
	}
	if !saysEffort(t.Text) {
		return Duration{}
	}
	if m := effortNote.FindStringSubmatch(t.Text); m != nil {
		if d := ParseTiming(m[1]).Length; d.Unit != "" {
			return d
		}
	}
	if m := effortGroup.FindString(t.Text); m != "" {
		return ParseTiming(m).Length
	}
	return Duration{}
}

// saysEffort tells quickly whether a text may say how long something takes: it
// has a group in parentheses, or a word that begins as those of effortNote do.
func saysEffort(text string) bool {
	if strings.Contains(text, ")") || strings.Contains(text, "⏱") || strings.Contains(text, "ſ") { // ſ is an s, whatever the case
		return true
	}
	begins := true
	for i := 0; i+3 <= len(text); i++ {
		c := text[i] | 0x20
		if begins && (c == 'e' || c == 'd') {
			switch strings.ToLower(text[i : i+3]) {
			case "est", "eff", "dur":
				return true
			}
		}
		begins = !('a' <= c && c <= 'z' || '0' <= text[i] && text[i] <= '9' || text[i] == '_')
	}
	return false
}
