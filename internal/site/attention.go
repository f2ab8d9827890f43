package site

import (
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// readyLength is how many of the tasks that can be taken up next are shown
// beside other things, readyPage how many stand on one page of all.
const (
	readyLength = 10
	readyPage   = 400
)

// overdueList is what is past its day: phases by their end, then tasks by theirs.
func (s *Site) overdueList(rel relation) List {
	list := List{Empty: "No phase is past its end, and no task past its day."}
	late, tasks := s.overdue(), s.overdueTasks()
	list.All = Count{N: len(late) + len(tasks), What: "overdue", Href: rel.to(s.laneAddress("state", "overdue"))}
	for _, p := range late[:min(len(late), listLength)] {
		list.Items = append(list.Items, Item{State: phaseState(p), Link: s.phaseLink(rel, p), Note: s.index.plan(p.Lane.Plan).title() + ", ended " + date(p.End)})
	}
	for _, t := range tasks[:min(len(tasks), listLength-len(list.Items))] {
		list.Items = append(list.Items, s.overdueItem(rel, t))
	}
	return list
}

func (s *Site) overdueItem(rel relation, t roadmap.TaskRef) Item {
	d, task := s.index.doc(t.Doc), t.Task()
	return Item{
		State: State{"overdue", "overdue since " + task.Notes().Due}, Link: Link{Label: taskLabel(*task), Href: rel.toTask(d, t.Index)},
		Note: d.plan.title() + ", due " + task.Notes().Due,
	}
}

// blockedList is what is blocked: tasks with their reason, then phases that say
// so without one.
func (s *Site) blockedList(rel relation) List {
	list := List{Empty: "Nothing is blocked."}
	add := func(state State, link Link, note string) {
		if list.All.N++; len(list.Items) < listLength {
			list.Items = append(list.Items, Item{State: state, Link: link, Note: note})
		}
	}
	for _, w := range s.everyWork() {
		for _, p := range w.blocked {
			if p.lane == nil || p.Archived {
				continue
			}
			for _, ref := range s.workOf(p).blocked {
				if sideDocument(ref.Doc) {
					continue
				}
				t, note := *ref.Task(), p.title()
				if reason := roadmap.Reason(&t); reason != "" {
					note += ": " + reason
				}
				add(taskState(t), Link{Label: taskLabel(t), Href: rel.toTask(p.doc(ref.Doc), ref.Index)}, note)
			}
			for _, ph := range p.lane.Phases {
				if ph.State == plan.Blocked && ph.Stated {
					add(phaseState(ph), s.phaseLink(rel, ph), p.title())
				}
			}
		}
	}
	list.All.What, list.All.Href = "blocked", rel.to(s.laneAddress("state", "blocked"))
	return list
}

// waiting is the plans that wait for another, as far as one list goes: each
// plan's own roadmap has all of its own.
func (s *Site) waiting(rel relation) List {
	list := List{Empty: "No plan states that it waits for another."}
	for _, e := range s.Facts.Roadmap.Graph.Edges {
		if e.From.Plan == e.To.Plan || e.From.Plan.Archived || len(list.Items) == noPhaseLength {
			continue
		}
		from, to := s.dependency(rel, e.From, nil), s.dependency(rel, e.To, e.From.Plan)
		note := "waits for " + to.Label
		if e.From.Doc != nil {
			note = s.index.plan(e.From.Plan).title() + ", " + note
		}
		list.Items = append(list.Items, Item{State: to.State, Link: from.Link, Note: note + " (" + to.State.Word + ")"})
	}
	return list
}

// ready is the first task that can be taken up of each of some plans.
func (s *Site) ready(rel relation) List {
	list := List{Empty: "No task is open whose dependencies are done."}
	for _, p := range s.lists.lanes().all.lanes() {
		if len(list.Items) == readyLength {
			break
		}
		if p.Archived {
			continue
		}
		tasks := p.ready(s)
		if len(tasks) == 0 {
			continue
		}
		t := tasks[0].Task()
		d := s.index.doc(tasks[0].Doc)
		list.Items = append(list.Items, Item{
			State: taskState(*t), Link: Link{Label: taskLabel(*t), Href: rel.toTask(d, tasks[0].Index)},
			Note: p.title() + " › " + head(phaseName(d.Document.Phases[t.Phase]), 60),
		})
	}
	for _, i := range s.lists.lanes().byKey["state"] {
		if i.value == "active" {
			list.All = Count{N: i.n, What: verb(i.n, "unfinished plan, with its tasks that are ready", "unfinished plans, with their tasks that are ready"), Href: rel.to("roadmap/ready/")}
		}
	}
	return list
}

// ready gives the tasks of the plan that can be taken up.
func (p *planFacts) ready(s *Site) []roadmap.TaskRef { return s.Facts.Roadmap.Ready(p.lane) }

// addReady adds the pages of all tasks that can be taken up, plan by plan.
func (s *Site) addReady(l *pageList) {
	var pages [][]*planFacts
	tasks := 0
	for _, p := range s.index.plans {
		if p.lane == nil || !p.counted() || p.Archived {
			continue
		}
		n := p.lane.Tasks.Total - p.lane.Tasks.Done // no more than these are ready
		if len(pages) == 0 || tasks+n > readyPage {
			pages, tasks = append(pages, nil), 0
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], p)
		tasks += n
	}
	if len(pages) == 0 {
		return
	}
	addresses := s.newAddresses().pages("roadmap/ready", len(pages))
	for n, address := range addresses {
		view := func() any {
			rel := from(address)
			v := ReadyView{Heading: "Next ready", Lead: "Open tasks whose dependencies are done; where a plan states none, the first of the phase at hand."}
			for _, p := range pages[n] {
				if g := s.readyGroup(rel, p); len(g.Tasks) > 0 {
					v.Groups = append(v.Groups, g)
				}
			}
			if len(v.Groups) == 0 {
				v.Empty = "No task is open whose dependencies are done."
			}
			v.Frame = s.frame(rel, v.Heading, v.Lead)
			v.Crumbs = append(v.Crumbs, rel.link("Roadmap", "roadmap/"))
			v.Pages, v.Prev, v.Next = paging(rel, addresses, n)
			return v
		}
		l.listPage(unescape(address), "ready", view, func(k *listKeyMaker) {
			k.pages(addresses, n)
			for _, p := range pages[n] {
				k.plan(p)
			}
		})
	}
}

func (s *Site) readyGroup(rel relation, p *planFacts) ReadyGroup {
	g := ReadyGroup{Plan: rel.link(p.title(), p.roadmapAddress())}
	tasks := p.ready(s)
	byDoc := map[*docFacts][]int{}
	var docs []*docFacts
	for _, t := range tasks {
		d := s.index.doc(t.Doc)
		if !slices.Contains(docs, d) {
			docs = append(docs, d)
		}
		byDoc[d] = append(byDoc[d], t.Index)
	}
	for _, d := range docs {
		g.Tasks = append(g.Tasks, s.taskRows(rel, d, byDoc[d])...)
	}
	for i := range g.Tasks {
		g.Tasks[i].Depth = 0
	}
	return g
}
