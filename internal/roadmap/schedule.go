package roadmap

import (
	"cmp"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Basis says what lengths are counted in.
type Basis string

// The bases. By durations where at least half of the work states one, each
// other piece counted as the median of those; else each piece counts as one.
const (
	Durations Basis = "durations" // minutes of work
	Units     Basis = "units"     // one for each piece
)

// Schedule is the order of a plan's work as its dependencies give it: what can
// begin when, the critical path, and by how much the rest may slip.
type Schedule struct {
	Tasks  bool // the pieces are tasks; else they are phases
	Basis  Basis
	Stated int     // pieces that state a duration
	Length int     // of the critical path, in minutes or pieces
	Items  []*Item // by earliest begin, then as in the text
	Path   []*Item // the critical path, first to last
}

// Item is one piece of work: a task without sub-tasks, or a phase without
// phases in it.
type Item struct {
	Doc         *portfolio.Document
	Phase, Task int // Task is plan.None for a phase
	Length      int
	Start       int // earliest
	Slack       int // 0 on every critical path
	Step        int // pieces that must come before, on the longest chain: those of one step can run beside each other
	Stated      bool
	State       plan.State
}

// newSchedule orders the work of a lane; nil where it states no dependency, or
// dependencies that lead back to where they began.
func (r *Roadmap) newSchedule(l *Lane) *Schedule {
	docs := l.documents()
	phases, tasks := l.waits(docs)
	if !phases && !tasks {
		return nil
	}
	s := &Schedule{Tasks: tasks, Basis: Units}
	w := &work{lane: l, schedule: s, index: map[nodeKey]int{}}
	for _, d := range docs {
		w.add(r, d)
	}
	w.weigh()
	w.connect()
	t, ok := w.network.schedule()
	if !ok || len(s.Items) == 0 {
		return nil
	}
	for i, item := range w.items {
		if item != nil {
			item.Start, item.Slack, item.Step = t.start[i], t.slack[i], t.step[i]
		}
	}
	s.Length = t.total
	for _, i := range w.network.path(t) {
		s.Path = append(s.Path, w.items[i])
	}
	slices.SortStableFunc(s.Items, func(a, b *Item) int { return cmp.Compare(a.Start, b.Start) })
	return s
}

// documents are those whose phases lead the plan's roadmap, and those with
// tasks of their own.
func (l *Lane) documents() []*portfolio.Document {
	lead := l.Phases[0].Doc
	docs := []*portfolio.Document{lead}
	for _, d := range l.Plan.Documents {
		if d != lead && len(d.Tasks) > 0 && len(d.Phases) == 0 && d.Role != plan.Log && d.Role != plan.Checklist {
			docs = append(docs, d)
		}
	}
	return docs
}

// waits tells whether phases and whether tasks of the documents wait for
// something of theirs.
func (l *Lane) waits(docs []*portfolio.Document) (phases, tasks bool) {
	if len(l.share.nodes) == 0 {
		return false, false
	}
	for _, d := range docs {
		for i := range d.Phases {
			phases = phases || l.share.waitsWithin(phaseKey(d, i))
		}
		for i := range d.Tasks {
			tasks = tasks || l.share.waitsWithin(taskKey(d, i))
		}
	}
	return phases, tasks
}

func (s *share) waitsWithin(k nodeKey) bool {
	n := s.at[k]
	return n != nil && slices.ContainsFunc(n.After, func(o *Node) bool { return o.Doc != nil && o.Plan == n.Plan })
}

// work is a schedule in the making. What holds other pieces is two pieces of no
// length, its begin and its end; the index has the begin, and the end behind it.
type work struct {
	lane     *Lane
	schedule *Schedule
	network
	items []*Item // nil for begins and ends
	index map[nodeKey]int
	order []nodeKey
}

func (w *work) piece(k nodeKey, item *Item) {
	w.index[k] = len(w.length)
	w.order = append(w.order, k)
	w.push(item)
	if item == nil {
		w.push(nil)
		end := len(w.length) - 1
		w.before[end] = append(w.before[end], end-1)
		return
	}
	w.schedule.Items = append(w.schedule.Items, item)
}

func (w *work) push(item *Item) {
	w.items = append(w.items, item)
	w.length = append(w.length, 0)
	w.before = append(w.before, nil)
}

// add takes in the phases and tasks of a document.
func (w *work) add(r *Roadmap, d *portfolio.Document) {
	holdsPhase, holdsTask := make([]bool, len(d.Phases)), make([]bool, len(d.Tasks))
	for i := range d.Phases {
		if up := d.Phases[i].Parent; up != plan.None {
			holdsPhase[up] = true
		}
	}
	if w.schedule.Tasks {
		for i := range d.Tasks {
			if t := &d.Tasks[i]; t.Parent != plan.None && d.Tasks[t.Parent].Phase == t.Phase {
				holdsTask[t.Parent] = true
			}
			if at := d.Tasks[i].Phase; at != plan.None {
				holdsPhase[at] = true
			}
		}
	}
	for i := range d.Phases {
		if holdsPhase[i] {
			w.piece(phaseKey(d, i), nil)
			continue
		}
		item := &Item{Doc: d, Phase: i, Task: plan.None, State: plan.Open}
		if ph := r.Phase(d, i); ph != nil {
			item.State = ph.State
		}
		w.piece(phaseKey(d, i), item)
	}
	if !w.schedule.Tasks {
		return
	}
	for i := range d.Tasks {
		if holdsTask[i] {
			w.piece(taskKey(d, i), nil)
		} else {
			w.piece(taskKey(d, i), &Item{Doc: d, Phase: d.Tasks[i].Phase, Task: i, State: d.Tasks[i].State})
		}
	}
}

// weigh gives each piece its length, by durations where enough are stated.
func (w *work) weigh() {
	var stated []int
	for _, item := range w.schedule.Items {
		if item.Length = item.effort(); item.Length > 0 {
			item.Stated = true
			stated = append(stated, item.Length)
		}
	}
	w.schedule.Stated = len(stated)
	usual := 1
	if 2*len(stated) >= len(w.schedule.Items) && len(stated) > 0 {
		w.schedule.Basis = Durations
		slices.Sort(stated)
		usual = stated[len(stated)/2]
	}
	for i, item := range w.items {
		if item == nil {
			continue
		}
		if w.schedule.Basis == Units || !item.Stated {
			item.Length = usual
		}
		w.length[i] = item.Length
	}
}

// effort is the stated duration of the piece in minutes of work; 0 where there is none.
func (item *Item) effort() int {
	if item.Task == plan.None {
		row := &item.Doc.Phases[item.Phase]
		t := ParseTiming(row.Duration)
		if n := t.Length.Minutes(); n > 0 {
			return n
		}
		if from, to := t.Window.Minutes(); t.Window.Unit != "" {
			return to - from
		}
		if start, end := date(row.Start), date(row.End); !start.IsZero() && !end.Before(start) {
			return workDays(start, end) * minutes[Day]
		}
		return 0
	}
	return Effort(&item.Doc.Tasks[item.Task]).Minutes()
}

// connect puts each piece behind what it waits for and into what holds it.
func (w *work) connect() {
	ends := func(k nodeKey) int {
		i := w.index[k]
		if w.items[i] == nil {
			return i + 1
		}
		return i
	}
	for _, k := range w.order {
		i := w.index[k]
		if up, ok := k.within(); ok {
			if whole, ok := w.index[up]; ok && w.items[whole] == nil {
				w.before[i] = append(w.before[i], whole)
				w.before[whole+1] = append(w.before[whole+1], ends(k))
			}
		}
		if n := w.lane.share.at[k]; n != nil {
			for _, to := range n.After {
				if _, ok := w.index[to.key()]; ok {
					w.before[i] = append(w.before[i], ends(to.key()))
				}
			}
		}
	}
}
