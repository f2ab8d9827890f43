package theme

import (
	"fmt"

	"github.com/planfolio/planfolio/internal/site"
)

func requirementSample() site.RequirementView {
	quoteText := "The gate checks the signature and the zone (FR-1.1), and keeps what it saw until a network is there."
	answers := []site.Answer{
		{Depth: 0, Kind: "document", Link: site.Link{Label: "Design", Href: "../../../plans/ticketing/design/"}, State: state("cited", "cited in 2 sections")},
		{Depth: 1, Kind: "section", Link: site.Link{Label: "Architecture › Gate", Href: "../../../plans/ticketing/design/#gate"}, State: state("cited", "cited"), Quote: quoteText, Mark: [2]int{44, 50}, Line: 42},
		{Depth: 1, Kind: "section", Link: site.Link{Label: "Testing strategy", Href: "../../../plans/ticketing/design/#testing"}, State: state("tested", "named in a test"), Quote: "A gate in a steel box decides within 300 ms (FR-1.1).", Mark: [2]int{45, 51}, Line: 88},
		{Depth: 0, Kind: "document", Link: site.Link{Label: "Tasks", Href: "../../../plans/ticketing/tasks/"}, State: state("planned", "2 of 5 tasks done")},
		{Depth: 1, Kind: "phase", Link: site.Link{Label: "Phase 1 · Foundation", Href: "../../../roadmap/phase-1/"}, State: state("active", "active")},
	}
	for i := range 5 {
		answers = append(answers, site.Answer{Depth: 2, Kind: "task", Link: site.Link{Label: fmt.Sprintf("T00%d Teach the gate to refuse a ticket that was shown before, and to say where", i+1), Href: "../../../plans/ticketing/tasks/#pf-task-1"}, State: state([]string{"done", "done", "active", "open", "blocked"}[i], ""), Line: 12 + i})
	}
	parent := citation(0)
	return site.RequirementView{
		Frame: frame("FR-1.1", "requirements/ticketing/FR-1.1/", 3), ID: "FR-1.1", Kind: site.Link{Label: "Functional", Href: "../../kind/functional/"}, Hue: "12", Heading: "Board without a network",
		Text: plain("<p>WHEN a ticket is shown THEN the gate SHALL decide in less than 300 ms, with or without a network.</p><ul><li>The decision is written down before the gate opens.</li></ul>"), State: state("planned", "planned in Phase 1, 2 of 5 tasks done"), Missing: "Finish the 3 open tasks that cite it.",
		Meaning: site.Meaning{State: state("planned", "planned"), Says: "A phase or a task cites it.", Fix: "Do the tasks that cite it."},
		Policy: &site.Policy{Standing: state("gap", "gap"), Says: "Needs design and testing", Needs: []site.Need{
			{Name: "design", Says: "A section that says how cites it.", State: state("covered", "met")},
			{Name: "testing", Says: "A section about testing or a test task cites it.", State: state("missing", "not met")},
		}, Waiver: &site.Waiver{Reason: "measured by the vendor", Date: "2026-03-14", Until: "2026-12-31"}},
		Similar: similarSample(2), SimilarPage: "../../similar/", Formerly: []string{"FR-7", "FR-9.1"}, Picture: pictureSample(),
		Plan: site.Link{Label: "Ticketing", Href: "../../../plans/ticketing/"}, Defined: site.Place{Path: "ticketing/requirements.md", Line: 27, Href: "../../../plans/ticketing/#fr-11", Edit: "https://example.org/edit"},
		DefinedIn: site.Link{Label: "Requirements › Board with it", Href: "../../../plans/ticketing/#requirement-2"}, Also: []site.Place{{Path: "ticketing/design.md", Line: 14, Href: "../../../plans/ticketing/design/#x"}},
		Facts:   []site.Fact{{Name: "Priority", Value: site.Link{Label: "must"}}, {Name: "Cited", Value: site.Link{Label: "in 7 places"}}, {Name: "Tasks", Value: site.Link{Label: "2 of 5 done"}, State: state("active", "")}},
		Answers: answers, Elsewhere: answers[:2], Parent: &parent, Children: citations(3), Neighbours: citations(6), Matrix: "../../../matrix/ticketing/#fr-11", Permalink: "https://plans.example.org/requirements/ticketing/FR-1.1/",
	}
}

func similarSample(n int) []site.Similar {
	var list []site.Similar
	for i := range n {
		c := citation(i)
		c.Title = "WHEN a ticket is shown THEN the gate SHALL decide in less than 500 ms, with or without a network, and keep what it decided."
		list = append(list, site.Similar{Citation: c, Plan: planLink(i+1, "../../"), Share: 92 - i})
	}
	return list
}

func statesSample() site.StatesView {
	return site.StatesView{Frame: frame("States", "requirements/states/", 2), Groups: []site.LegendGroup{{Title: "Requirements", States: []site.Meaning{
		{State: state("uncovered", "uncovered"), Says: "Nothing cites it.", Fix: "Cite it where it is answered."}, {State: state("done", "done"), Says: "All tasks are done."},
	}}}}
}

func similarPageSample() site.SimilarView {
	v := site.SimilarView{Frame: frame("Near-duplicate requirements", "requirements/similar/", 2), Lead: "4 pairs of requirements of different plans that are alike by 75 % or more.", More: 12}
	list := similarSample(8)
	for i := 0; i < len(list); i += 2 {
		v.Pairs = append(v.Pairs, site.SimilarPair{A: list[i], B: list[i+1]})
	}
	return v
}

func pictureSample() *site.Picture {
	p := &site.Picture{Label: "What answers FR-1.1", Width: 788, Height: 108, Left: "Left out of the picture: 4 tasks.",
		Heads: []site.PictureHead{{Label: "Requirement"}, {Label: "Sections and plans", X: 206}, {Label: "Phases", X: 412}, {Label: "Tasks", X: 618}},
		Lines: []site.PictureLine{{X1: 170, Y1: 36, XM: 188, X2: 206, Y2: 36}, {X1: 170, Y1: 36, XM: 188, X2: 206, Y2: 64}, {X1: 376, Y1: 64, XM: 394, X2: 412, Y2: 64}, {X1: 582, Y1: 64, XM: 600, X2: 618, Y2: 64}}}
	for _, b := range []site.PictureBox{
		{Link: site.Link{Label: "FR-1.1"}, Kind: "requirement", State: state("planned", "planned")},
		{Link: site.Link{Label: "Architecture of gates, ships and whatever", Href: "../../plans/ticketing/#x"}, Kind: "section", State: state("cited", "cited"), X: 206},
		{Link: site.Link{Label: "Implementation phases", Href: "../../plans/ticketing/#x"}, Kind: "section", X: 206, Y: 28},
		{Link: site.Link{Label: "Phase 1: Foundation", Href: "../../plans/ticketing/#x"}, Kind: "phase", State: state("active", "active"), X: 412, Y: 28},
		{Link: site.Link{Label: "Teach the gate", Href: "../../plans/ticketing/#x"}, Kind: "task", State: state("open", "open"), X: 618, Y: 28},
	} {
		b.Y += 24
		b.Width = 170
		p.Boxes = append(p.Boxes, b)
	}
	return p
}

func loneRequirementSample() site.RequirementView {
	return site.RequirementView{Frame: frame("NFR-9", "requirements/ticketing/NFR-9/", 3), ID: "NFR-AVAILABILITY-099.12.3", State: state("uncovered", "nothing cites it"), Text: plain("<p>99.9 % of purchases work.</p>"), Missing: "Cite it in a section that answers it.", Plan: site.Link{Label: "Ticketing", Href: "../../../plans/ticketing/"}, Defined: site.Place{Path: "ticketing/requirements.md", Line: 60}}
}

func requirementsSample(n int) site.RequirementsView {
	v := site.RequirementsView{Frame: frame("Requirements", "requirements/", 1), Heading: "Requirements", Lead: "312 requirements in 24 plans: 271 are cited, 240 planned, 96 done.", Total: n,
		Signs: []site.State{state("uncovered", "uncovered"), state("cited", "cited only"), state("planned", "planned"), state("tested", "tested"), state("done", "done"), state("retired", "retired")},
		CSV:   "../requirements.csv", JSON: "../requirements.json",
		Filters: []site.FilterGroup{
			{Name: "Plan", Key: "plan", Options: []site.FilterOption{{Value: "ticketing", Link: site.Link{Label: "Ticketing", Href: "ticketing/"}, N: 21}, {Value: "fare-engine", Link: site.Link{Label: "Fare engine", Href: "fare-engine/"}, N: 12}}},
			{Name: "Kind", Key: "kind", Options: []site.FilterOption{{Value: "functional", Link: site.Link{Label: "functional"}, N: 200}, {Value: "non-functional", Link: site.Link{Label: "non-functional"}, N: 112}}},
			{Name: "State", Key: "state", Options: []site.FilterOption{{Value: "uncovered", Link: site.Link{Label: "uncovered"}, N: 41}, {Value: "planned", Link: site.Link{Label: "planned"}, N: 144}}},
			{Name: "Phase", Key: "phase", Options: []site.FilterOption{{Value: "1", Link: site.Link{Label: "Phase 1"}, N: 30}, {Value: "2", Link: site.Link{Label: "Phase 2"}, N: 31}}},
		},
	}
	for i, name := range []string{"uncovered", "cited", "planned", "done"} {
		v.Counts = append(v.Counts, site.StateCount{Meaning: site.Meaning{State: state(name, name), Says: "What it means."}, Count: site.Count{N: 20 * (i + 1), What: name, Href: "state-" + name + "/"}})
	}
	states := []site.State{state("planned", "planned"), state("done", "done"), state("cited", "cited"), state("uncovered", "uncovered"), state("tested", "tested"), state("retired", "retired")}
	for i := range n {
		id := fmt.Sprintf("FR-%d.%d", i/7+1, i%7+1)
		if i == 5 {
			id = "NFR-AVAILABILITY-099.12.3"
		}
		v.Rows = append(v.Rows, site.RequirementRow{ID: id, Href: "ticketing/" + id + "/", Text: []string{"WHEN a ticket is shown THEN the gate SHALL decide in less than 300 ms, with or without a network, and write down what it decided before it opens.", "Short one.", "改札は三百ミリ秒以内に判定しなければならない。"}[i%3],
			Kind: []string{"functional", "non-functional"}[i%2], Plan: planLink(i%8, "../"), PlanID: []string{"ticketing", "fare-engine"}[i%2], State: states[i%len(states)], Cited: i % 5, Done: i % 3, Tasks: i % 4, Phases: []string{"1", "2"}[:i%3]})
	}
	return v
}

func matrixIndexSample() site.MatrixIndexView {
	v := site.MatrixIndexView{Frame: frame("Traceability", "matrix/", 1), Lead: "8 plans: 312 requirements: 240 covered, 72 gaps; 271 cited, 240 planned, 96 done."}
	for i := range 8 {
		v.Rows = append(v.Rows, coverageSample(planLink(i, "../"), 24+i, i))
	}
	v.Rows[3] = site.CoverageRow{Link: planLink(3, "../")}
	v.Total = coverageSample(site.Link{Label: "All plans"}, 312, 9)
	v.Kinds = []site.CoverageRow{coverageSample(site.Link{Label: "Functional", Href: "../requirements/kind/functional/"}, 200, 2), coverageSample(site.Link{Label: "Non-functional", Href: "../requirements/kind/non-functional/"}, 112, 4)}
	v.Kinds[0].Note = "needs design and (phase or task)"
	return v
}

func coverageSample(link site.Link, n, step int) site.CoverageRow {
	count := func(n int, what string) site.Count { return site.Count{N: n, What: what, Href: "../requirements/"} }
	return site.CoverageRow{
		Link: link, Requirements: count(n, "requirements"), Covered: site.Count{N: n - 3*step, Of: n - step, What: "covered", Href: "../requirements/"},
		Gaps: count(2*step, "gaps"), Waived: count(step, "waived"), Cited: count(n-step, "cited or further"), Planned: count(n-2*step, "planned or further"),
		Tested: count(n/3, "tested or further"), Done: count(n/4, "done"), Retired: count(step%2, "retired"), Percent: 60 + step,
	}
}

func matrixSample(rows, columns int) site.MatrixView {
	v := site.MatrixView{Frame: frame("Traceability of Ticketing", "matrix/ticketing/", 2), Plan: site.Link{Label: "Ticketing", Href: "../../plans/ticketing/"}, Lead: "21 requirements: 17 covered, 4 gaps; 19 cited, 17 planned, 9 done.",
		Coverage: coverageSample(site.Link{Label: "Ticketing"}, rows, 4), Picture: pictureSample(),
		Gaps:    []site.GapRow{{Citation: citation(1), Lacks: "No phase or task cites it."}, {Citation: citation(2), Lacks: "Nothing in the plan cites it."}},
		Waived:  []site.GapRow{{Citation: citation(3), Waiver: &site.Waiver{Reason: "measured by the vendor", Date: "2026-03-14", Until: "2026-12-31"}}},
		Foreign: []site.ForeignRow{{Citation: citation(4), Plan: planLink(1, "../../"), Shared: true, Cited: []site.Link{{Label: "Design line 12", Href: "../../plans/ticketing/#x"}, {Label: "Tasks line 3", Href: "../../plans/ticketing/#x"}}}},
	}
	groups := []site.MatrixGroup{{Link: site.Link{Label: "Design", Href: "../../plans/ticketing/design/"}, Span: columns - 4}, {Link: site.Link{Label: "Tasks", Href: "../../plans/ticketing/tasks/"}, Span: 4}}
	v.Table, v.Documents = matrixTableSample("pf-matrix", rows, columns, groups), matrixTableSample("pf-documents", rows, 3, nil)
	for i, title := range []string{"Functional requirements", "Quality"} {
		row := coverageSample(site.Link{Label: title, Href: "../../plans/ticketing/#x"}, 20, i+1)
		row.ID, row.Which = fmt.Sprintf("pf-by-section-%d", i+1), citations(9)
		v.Sections = append(v.Sections, row)
		row.ID = fmt.Sprintf("pf-by-phase-%d", i+1)
		v.Phases = append(v.Phases, row)
	}
	return v
}

func matrixTableSample(id string, rows, columns int, groups []site.MatrixGroup) *site.MatrixTable {
	t := &site.MatrixTable{ID: id, Caption: "Requirements of Ticketing, " + id, Groups: groups}
	for c := range columns {
		col := site.MatrixColumn{Link: site.Link{Label: []string{"Overview", "Architecture", "Components and interfaces", "Data model of tickets, zones, fares and refunds", "Error handling", "Testing strategy"}[c%6], Href: "../../plans/ticketing/#x"}, Kind: "section", Count: (c * 5) % 11}
		if c >= columns-4 {
			col.Kind, col.Label = "phase", fmt.Sprintf("Phase %d", c-columns+5)
		}
		t.Columns = append(t.Columns, col)
	}
	for r := range rows {
		row := site.MatrixRow{ID: fmt.Sprintf("FR-%d.%d", r/6+1, r%6+1), Href: "../../requirements/ticketing/x/", Text: "WHEN a ticket is shown THEN the gate SHALL decide in less than 300 ms, with or without a network", State: state("planned", "planned")}
		for c := range columns {
			var cell site.MatrixCell
			if (r*7+c*3)%5 == 0 && r%9 != 4 {
				cell = site.MatrixCell{State: state([]string{"cited", "planned", "tested", "done"}[(r+c)%4], ""), Href: "../../plans/ticketing/#x", Title: row.ID + " in Architecture, line 42"}
				row.Total++
			}
			row.Cells = append(row.Cells, cell)
		}
		if row.Total == 0 {
			row.State, row.Gap = state("uncovered", "nothing cites it"), true
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func roadmapSample() site.RoadmapView {
	v := site.RoadmapView{Frame: frame("Roadmap", "roadmap/", 1), Heading: "Roadmap", Lead: "9 plans with 31 phases: 12 done, 8 active, 3 overdue. 214 of 480 tasks are done."}
	for c := range 6 {
		v.Columns = append(v.Columns, site.PhaseColumn{Link: site.Link{Label: fmt.Sprintf("Phase %d", c+1), Href: fmt.Sprintf("phase-%d/", c+1)}, Number: fmt.Sprint(c + 1), Title: []string{"Foundation", "Core features", "Enhancement", "", "", "Hardening and handing over"}[c], Progress: site.Bar{Done: 40 - 6*c, Active: 3, Total: 48}})
	}
	for r := range 12 {
		lane := site.LaneRow{Plan: planLink(r, "../"), Progress: site.Bar{Done: 3 * r, Total: 31}, OwnerIDs: []string{"ines tom", "mira"}[r%2], Group: []string{"core", "platform"}[r/6], Opens: r%6 == 0}
		if lane.Opens {
			lane.GroupID = "pf-group-" + lane.Group
			v.Groups = append(v.Groups, site.Link{Label: lane.Group, Href: "#" + lane.GroupID})
		}
		for c := range 6 {
			if c > 2+r%4 {
				lane.Cells = append(lane.Cells, nil)
				continue
			}
			p := phaseRow(c + r)
			cell := &site.PhaseCell{Link: p.Link, State: p.State, Progress: p.Progress}
			if r%3 == 0 {
				cell.Dates, cell.Duration = p.Dates, p.Duration
			}
			lane.Cells = append(lane.Cells, cell)
		}
		if r == 4 {
			lane.More = []site.PhaseRow{phaseRow(1), phaseRow(2)}
		}
		v.Lanes = append(v.Lanes, lane)
	}
	v.Timelines = []site.Timeline{timelineSample()}
	v.Filters = []site.FilterGroup{{Name: "Owner", Key: "owner", Options: []site.FilterOption{{Value: "ines", Link: site.Link{Label: "Ines", Href: "owner/ines/"}, N: 6}, {Value: "mira", Link: site.Link{Label: "Mira", Href: "owner/mira/"}, N: 6}}}}
	for i := range 5 {
		v.Ready.Items = append(v.Ready.Items, site.Item{State: state("open", "open"), Link: site.Link{Label: fmt.Sprintf("T0%d Teach the gate to refuse a ticket that was shown before", 10+i), Href: "../plans/x/"}, Note: planNames[i] + " › Phase 2"})
	}
	v.Ready.All = site.Count{N: 61, What: "open tasks", Href: "../search/"}
	v.NoPhases = []site.Link{planLink(8, "../"), planLink(9, "../")}
	return v
}

func timelineSample() site.Timeline {
	t := site.Timeline{Scale: "dates", Note: "To the scale of the calendar.", Length: 365, Today: 73, TodayDate: "2026-03-14"}
	for i := range 12 {
		t.Ticks = append(t.Ticks, site.Tick{At: i * 365 / 12, Label: fmt.Sprintf("2026-%02d", i+1)})
	}
	for i := range 4 {
		row := site.TimelineRow{Plan: planLink(i, "../"), Tracks: 1 + i%2, Marks: []site.TimelineMark{{Link: site.Link{Label: "First ship", Href: "../plans/x/"}, At: 40 * i, Date: "2026-02-10"}}}
		for j := range 3 {
			p := phaseRow(i + j)
			row.Spans = append(row.Spans, site.TimelineSpan{Link: site.Link{Label: fmt.Sprintf("Phase %d: %s", j+1, p.Label), Href: p.Href}, State: p.State, Track: j % row.Tracks, Start: 11 + 80*j, Length: []int{70, 95, 1}[j], Derived: j == 1, When: "2026-01-12 – 2026-03-01", Progress: p.Progress})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func taskRows(n int) (rows []site.TaskRow) {
	for j := range n {
		row := site.TaskRow{Link: site.Link{Label: "Teach the gate to refuse a ticket that was shown before", Href: "../../plans/x/"}, ID: fmt.Sprintf("T%03d", j+1), Depth: j % 3, State: state([]string{"done", "active", "open", "blocked", "skipped"}[j%5], ""), Cites: citations(j % 4), Owner: []string{"", "Ines"}[j%2], Due: []string{"", "", "2026-03-20"}[j%3]}
		if j%5 == 3 {
			row.Reason, row.Estimate, row.Late, row.Priority = "in dock until December, and nobody knows which", "2–3 days", true, "P1"
		}
		row.Parallel = j%4 == 1
		if j == 2 {
			row.Waits = []site.Dependency{{Link: site.Link{Label: "T001 Survey", Href: "../x/"}, State: state("open", "open")}}
		}
		rows = append(rows, row)
	}
	return rows
}

func boardRows() (rows []site.BoardRow) {
	for i := range 3 {
		row := site.BoardRow{Link: site.Link{Label: "Phase 1: Quay", Href: "../x/", Title: "Phase 1"}, State: state("active", "active"), Progress: site.Bar{Done: 2, Total: 9}, Skipped: i}
		for j, name := range []string{"open", "active", "blocked", "done"} {
			row.Columns = append(row.Columns, site.BoardColumn{State: state(name, name), Tasks: taskRows((i + 3*j) % 7)})
		}
		rows = append(rows, row)
	}
	return rows
}

func planRoadmapSample() site.PlanRoadmapView {
	line := timelineSample()
	dep := func(name string) site.Dependency {
		return site.Dependency{Link: site.Link{Label: name, Href: "../../x/"}, State: state("open", "open")}
	}
	step := site.ScheduleRow{Link: site.Link{Label: "T001 Survey the plot", Href: "../../x/"}, State: state("done", "done"), Length: "2 days"}
	slack := step
	slack.Slack = "1 week"
	v := site.PlanRoadmapView{
		Frame: frame("Roadmap: Ticketing", "roadmap/plan/ticketing/", 3), Heading: "Roadmap: Ticketing", Lead: "3 phases · 9 of 31 tasks done", Plan: planLink(0, "../../../"),
		Facts:    []site.Fact{{Name: "Owner", Value: site.Link{Label: "Ines", Href: "../../owner/ines/"}}},
		Progress: site.Bar{Done: 9, Total: 31}, Phases: []site.PhaseRow{phaseRow(0), phaseRow(1), phaseRow(2)}, Others: []site.PhaseRow{phaseRow(3)}, Timeline: &line,
		Waits: []site.WaitRow{{From: dep("Phase 2"), To: dep("Phase 1")}}, Cycles: []string{"Phase 1 → Phase 2 → Phase 1"},
		Drawing: &site.Drawing{Width: 409, Height: 72, Nodes: []site.DrawnNode{{Link: site.Link{Label: "Phase 1: Quay", Href: "../../x/"}, State: state("done", "done"), X: 1, Y: 5, Critical: true}, {Link: site.Link{Label: "Phase 2: Gates", Href: "../../x/"}, State: state("open", "open"), X: 232, Y: 41}},
			Lines: []site.DrawnLine{{Path: "M177 18C204 18 204 54 228 54"}, {Path: "M177 18C204 18 204 54 228 54", Critical: true}}},
		Schedule: &site.ScheduleView{Note: "From the durations that 12 of 12 tasks state.", Length: "22 days", Path: []site.ScheduleRow{step, step}, Groups: []site.ScheduleGroup{{Step: 1, Rows: []site.ScheduleRow{step, slack}}, {Step: 2, Rows: []site.ScheduleRow{step}}}, More: 3},
		Ready:    taskRows(3), Board: boardRows(), Milestones: []site.Fact{{Name: "2026-03-20", Value: site.Link{Label: "First ship"}}}, Untraced: taskRows(2), Untasked: citations(4),
	}
	v.Risks = []site.Remark{{Link: site.Link{Label: "The ship stays in dock", Href: "../../x/"}, Note: "Risks"}}
	v.Questions = v.Risks
	return v
}

func phaseSample() site.PhaseView {
	v := site.PhaseView{Frame: frame("Phase 1", "roadmap/phase-1/", 2), Heading: "Phase 1 · Foundation", Lead: "9 plans have a phase 1: 4 are done, 3 active, 1 overdue. 88 of 120 tasks are done.", Progress: site.Bar{Done: 88, Active: 6, Blocked: 2, Total: 120}}
	for i := range 4 {
		p := site.PhasePlan{Plan: planLink(i, "../../"), Phase: phaseRow(i), Uncovered: citations(i)}
		p.Tasks = taskRows(3 * (3 - i))
		if i > 0 {
			p.Waits = []site.Dependency{{Link: site.Link{Label: "Phase 0", Href: "../phase-0/"}, State: state("done", "done")}, {Link: site.Link{Label: "the harbour data platform"}}}
			p.Risks = []site.Remark{{Link: site.Link{Label: "The ship stays in dock", Href: "../x/"}, Note: "Risks"}}
			p.All = site.Count{N: 31, What: "planned nowhere yet", Href: "../../requirements/"}
			p.Prev, p.Next = &site.Link{Label: "Phase 0 · Groundwork", Href: "../phase-0/"}, &site.Link{Label: "Phase 2 · Core features", Href: "../phase-2/"}
		}
		v.Plans = append(v.Plans, p)
	}
	return v
}

var heatStates = []string{"filled", "partial", "placeholder", "untouched", "question", "empty", "not-applicable", "missing"}

func completenessSample(n int) site.CompletenessView {
	v := site.CompletenessView{Frame: frame("Completeness", "completeness/", 1), Lead: "14 plans follow a template; on average 68 % of what their templates ask for is written.", Strip: []int{1, 0, 2, 1, 0, 3, 2, 4, 0, 1}}
	titles := []string{"Project Overview", "Technology Stack", "Architecture Overview", "Core Components", "Data Model and Database Schema", "API Design", "Security Considerations", "Testing Strategy", "Deployment", "Monitoring", "Risks", "Success Criteria"}
	m := site.HeatMap{Template: "Technical implementation plan", Owned: true, Dated: true, Filters: []site.FilterGroup{{Name: "Owner", Key: "owner", Options: []site.FilterOption{
		{Value: "ines-okafor", Link: site.Link{Label: "Ines Okafor"}, N: n / 2}, {Value: "mira-haugen", Link: site.Link{Label: "Mira Haugen"}, N: n},
	}}}}
	for i, t := range titles {
		m.Columns = append(m.Columns, site.HeatColumn{Title: t, Level: 2, Group: len(m.Columns)})
		if i%4 == 1 {
			group := len(m.Columns) - 1
			m.Columns = append(m.Columns, site.HeatColumn{Title: "Backend", Level: 3, Group: group}, site.HeatColumn{Title: "Frontend", Level: 3, Group: group})
		}
	}
	for r := range n {
		row := site.HeatRow{Plan: planLink(r, "../"), Score: ring(7 * r), StatusID: "draft", Owners: []string{"Mira Haugen", "Mira Haugen, Ines Okafor"}[r%2], OwnerIDs: []string{"mira-haugen", "mira-haugen ines-okafor"}[r%2], Changed: fmt.Sprintf("2026-03-%02d", 28-r)}
		for c := range m.Columns {
			name := heatStates[(r*5+c*3)%8]
			if r > n/2 && (r+c)%5 > 0 {
				name = "filled"
			}
			row.Cells = append(row.Cells, site.HeatCell{State: state(name, ""), Href: "../plans/x/#y"})
		}
		m.Rows = append(m.Rows, row)
	}
	v.Maps = []site.HeatMap{m}
	for i := range 10 {
		v.Worth.Items = append(v.Worth.Items, site.Item{State: state(heatStates[2+i%6], ""), Link: site.Link{Label: titles[i], Href: "../plans/x/"}, Note: planNames[i], Worth: fmt.Sprintf("+%d %%", 10-i)})
	}
	for _, name := range heatStates {
		v.Signs = append(v.Signs, state(name, name))
	}
	v.Heading, v.Unscored = "Completeness", []site.Link{planLink(8, "../")}
	return v
}

func planCompletenessSample() site.PlanCompletenessView {
	v := site.PlanCompletenessView{Frame: frame("Completeness of Ticketing", "completeness/ticketing/", 2), Plan: site.Link{Label: "Ticketing", Href: "../../plans/ticketing/"}, Lead: "39 of 54 slots are filled; 9 gaps are left.", Score: ring(72), Reason: "It follows “Technical implementation plan”: 11 of its 13 sections are here.",
		Next: []string{"Plan the 4 requirements that are in no phase yet.", "Answer the open question in “Keys and their rotation”."}, Notes: []string{"“Data models” was taken for “Data Model”."}}
	v.Levels = []site.LevelRow{
		{Name: "outlined", Reached: true, Current: true, Checks: []site.CheckRow{{State: state("done", "holds"), Means: "Its sections are there."}}},
		{Name: "specified", Checks: []site.CheckRow{{State: state("open", "open"), Means: "No question is open.", Ask: "Answer 1 open question."}}},
	}
	for i := range 9 {
		row := site.OutlineRow{Share: "3.7 of 9 %", Link: site.Link{Label: []string{"Project Overview", "Technology Stack", "Backend", "Frontend", "Architecture Overview", "API Design", "Security Considerations", "Testing Strategy", "Deployment"}[i], Href: "../../plans/ticketing/#x"}, Level: 2, State: state(heatStates[i%8], ""), Note: []string{"", "3 of 7 slots filled"}[i%2]}
		if i == 2 || i == 3 {
			row.Level = 3
		}
		if row.State.Name == "missing" {
			row.Href = ""
		}
		if i > 0 {
			row.Prompt = "Which parts are there, what does each promise, and who calls it?"
		}
		for g := range i % 4 {
			row.Gaps = append(row.Gaps, site.GapLine{State: state([]string{"placeholder", "question", "untouched"}[g], ""), Text: "Database: [e.g., PostgreSQL 16]", Line: 40 + g, Href: "../../plans/ticketing/#pf-gap-1", Worth: "+2 %", Prompt: "the store of record, with its version"})
		}
		v.Outline = append(v.Outline, row)
	}
	v.Other = []site.GapLine{{State: state("question", ""), Text: "Who pays for the gate hardware?", Line: 102, Href: "../../plans/ticketing/#pf-gap-9"}}
	return v
}

func problemsSample() site.ProblemsView {
	problem := func(i int) site.Problem {
		return site.Problem{Code: "PF102", Name: "dangling-citation", Severity: "error", Message: fmt.Sprintf("citation of \"FR-9.%d\", which no plan defines", i+1), Hint: "define it, or correct the id; the nearest is FR-9", Place: site.Place{Path: "ticketing/design.md", Line: 41 + i, Href: "../plans/ticketing/design/#gate", Edit: "https://example.org/edit"}, Excerpt: fmt.Sprintf("The gate checks the signature and the zone (FR-9.%d), and keeps what it saw.", i+1), Caret: [2]int{44, 50}}
	}
	v := site.ProblemsView{Frame: frame("Problems", "problems/", 1), Lead: "5 problems by 2 rules: 3 errors, 2 warnings."}
	v.Groups = []site.ProblemGroup{
		{Code: "PF102", Name: "dangling-citation", Severity: "error", Summary: "A citation that no plan defines", Text: "A document cites an id that no plan of the portfolio defines. The reader is sent nowhere.", Problems: []site.Problem{problem(0), problem(1), problem(2)}, More: 4},
		{Code: "PF104", Name: "duplicate-id", Severity: "warning", Summary: "Two definitions of one id in one plan", Text: "Each id is defined once.", Problems: []site.Problem{{Code: "PF104", Name: "duplicate-id", Severity: "warning", Message: `"FR-1" is defined twice`, Place: site.Place{Path: "fare-engine.md", Line: 12}, Related: []site.Related{{Place: site.Place{Path: "fare-engine.md", Line: 80, Href: "../plans/fare-engine/#x"}, Message: "the other definition"}}}}},
		{Code: "PF401", Name: "placeholder-left", Severity: "note", Summary: "A template slot is still unfilled", Problems: []site.Problem{{Message: "“[e.g., PostgreSQL 16]” is as in the template", Place: site.Place{Path: "a-rather-long-directory-name/with-another-one-below-it/and-a-file-name-that-does-not-end.md", Line: 1012}}}},
	}
	return v
}

func searchSample() site.SearchView {
	v := site.SearchView{Frame: frame("Search", "search/", 1), Index: "../search-index/index.json"}
	for _, l := range []string{"A", "B", "F", "運"} {
		letter := site.SearchLetter{Letter: l}
		for i := range 6 {
			letter.Items = append(letter.Items, site.Item{State: state("filled", ""), Link: site.Link{Label: fmt.Sprintf("%srchitecture %d", l, i), Href: "../plans/x/#y"}, Note: planNames[i]})
		}
		v.Letters = append(v.Letters, letter)
	}
	return v
}
