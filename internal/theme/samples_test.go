package theme

import (
	"fmt"
	"strings"

	"github.com/planfolio/planfolio/internal/site"
)

// sample is a view with the page that shows it and the place where it would lie.
type sample struct {
	page, path string
	view       any
}

// samples gives views as portfolios make them: usual ones, long ones, empty ones.
func samples() []sample {
	return []sample{
		{"home", "index.html", homeSample(30)},
		{"home", "empty/index.html", site.HomeView{Frame: frame("", "", 1), Fill: site.List{Empty: "Nothing."}}},
		{"document", "plans/ticketing/index.html", documentSample()},
		{"document", "plans/bare/index.html", site.DocumentView{Frame: frame("Bare", "plans/bare/", 2), Heading: "Bare", Sections: []site.SectionView{{ID: "bare"}}}},
		{"document", "plans/wide/index.html", manyDocuments(24)},
		{"requirement", "requirements/ticketing/FR-1.1/index.html", requirementSample()},
		{"requirement", "requirements/ticketing/NFR-9/index.html", loneRequirementSample()},
		{"moved", "requirements/ticketing/FR-7/index.html", site.MovedView{Frame: moved(frame("FR-7 is FR-1.1 today", "requirements/ticketing/FR-7/", 3)), Old: "FR-7", To: site.Link{Label: "FR-1.1", Href: "../FR-1.1/"}}},
		{"similar", "requirements/similar/index.html", similarPageSample()},
		{"states", "requirements/states/index.html", statesSample()},
		{"requirements", "requirements/index.html", requirementsSample(120)},
		{"requirements", "requirements/none/index.html", site.RequirementsView{Frame: frame("Requirements", "requirements/none/", 2), Heading: "Requirements", Empty: "No plan defines a requirement. A line such as “- **FR-1**: The system shall …” would."}},
		{"matrix-index", "matrix/index.html", matrixIndexSample()},
		{"matrix", "matrix/ticketing/index.html", matrixSample(40, 12)},
		{"roadmap", "roadmap/index.html", roadmapSample()},
		{"phase", "roadmap/phase-1/index.html", phaseSample()},
		{"board", "roadmap/phase-1/board/index.html", site.BoardView{Frame: frame("Board", "roadmap/phase-1/board/", 3), Heading: "Board of Phase 1", Lead: "9 of 31 tasks done", Rows: boardRows()}},
		{"plan-roadmap", "roadmap/plan/ticketing/index.html", planRoadmapSample()},
		{"ready", "roadmap/ready/index.html", site.ReadyView{Frame: frame("Next ready", "roadmap/ready/", 2), Heading: "Next ready", Groups: []site.ReadyGroup{{Plan: planLink(0, "../../"), Tasks: taskRows(4)}}}},
		{"timeline", "roadmap/timeline/index.html", site.TimelineView{Frame: frame("Timeline", "roadmap/timeline/", 2), Heading: "Timeline", Timelines: []site.Timeline{timelineSample()}}},
		{"completeness", "completeness/index.html", completenessSample(14)},
		{"plan-completeness", "completeness/ticketing/index.html", planCompletenessSample()},
		{"registers", "registers/index.html", registersSample()},
		{"register", "registers/risks/index.html", registerSample(60)},
		{"register", "registers/none/index.html", site.RegisterView{Frame: frame("Environments", "registers/none/", 2), Heading: "Environments", Empty: "No plan names an environment."}},
		{"problems", "problems/index.html", problemsSample()},
		{"problems", "problems/none/index.html", site.ProblemsView{Frame: frame("Problems", "problems/none/", 2), Empty: "No problem was found in 24 plans."}},
		{"search", "search/index.html", searchSample()},
		{"not-found", "404.html", site.NotFoundView{Frame: atRoot(frame("Not found", "404.html", 0)), Plans: []site.Link{{Label: "Ticketing", Href: "/plans/ticketing/"}}}},
	}
}

func frame(title, path string, depth int) site.Frame {
	root := strings.Repeat("../", depth)
	nav := []site.NavItem{
		{Link: site.Link{Label: "Plans", Href: root + "./"}, Current: path == "" || strings.HasPrefix(path, "plans/")},
		{Link: site.Link{Label: "Requirements", Href: root + "requirements/"}, Current: strings.HasPrefix(path, "req")},
		{Link: site.Link{Label: "Roadmap", Href: root + "roadmap/"}, Current: strings.HasPrefix(path, "roadmap/")},
		{Link: site.Link{Label: "Completeness", Href: root + "completeness/"}, Current: strings.HasPrefix(path, "compl")},
		{Link: site.Link{Label: "Matrix", Href: root + "matrix/"}, Current: strings.HasPrefix(path, "matrix/")},
	}
	f := site.Frame{
		Site: "Northwater engineering plans", Title: title, Description: "What the engineers of Northwater Ferries are building.",
		Lang: "en", Root: root, Path: path, Nav: nav, Generator: "Planfolio 0.1.0", Date: "2026-03-14",
		Problems: site.Link{Label: "Problems", Href: root + "problems/"},
		Commit:   site.Link{Label: "3f2a1bc", Href: "https://example.org/plans/commit/3f2a1bc"},
		Edit:     "https://example.org/edit/plans/ticketing.md",
	}
	if depth > 0 {
		f.Crumbs = []site.Link{{Label: "Plans", Href: root + "./"}}
	}
	if depth > 1 {
		section, _, _ := strings.Cut(path, "/")
		f.Crumbs = append(f.Crumbs, site.Link{Label: strings.ToUpper(section[:1]) + section[1:], Href: root + section + "/"})
		f.Prev = &site.Link{Label: "Berth scheduling", Href: "../berth-scheduling/"}
		f.Next = &site.Link{Label: "運賃計算エンジンの設計と実装計画", Href: "../fare-engine/"}
	}
	return f
}

// moved gives the frame of a page that another has taken the place of.
func moved(f site.Frame) site.Frame {
	f.Moved = "../FR-1.1/"
	return f
}

// atRoot gives the frame of the page that is shown at any address.
func atRoot(f site.Frame) site.Frame {
	f.Root = "/"
	return f
}

var planNames = []string{"Ticketing", "Fare engine", "Berth scheduling", "Harbour data platform", "Identity and access", "Passenger app", "Observability of gates, ships and the things between them that nobody wanted to own until the winter outage", "運賃計算エンジン", "Planfolio", "Paper manifests"}

func planLink(i int, root string) site.Link {
	name := planNames[i%len(planNames)]
	if i >= len(planNames) {
		name = fmt.Sprintf("%s, part %d", name, i/len(planNames)+1)
	}
	return site.Link{Label: name, Href: fmt.Sprintf("%splans/plan-%d/", root, i)}
}

func state(name, word string) site.State { return site.State{Name: name, Word: word} }

func ring(percent int) site.Ring {
	return site.Ring{Scored: true, Percent: percent, Filled: percent * 54 / 100, Total: 54, Level: "specified", Href: "completeness/ticketing/"}
}

func homeSample(n int) site.HomeView {
	v := site.HomeView{
		Frame: frame("", "", 0), Intro: "What the engineers of Northwater Ferries are building, why, and how far it is.",
		Figures: []site.Count{{N: 24, What: "plans", Href: "#pf-plans"}, {N: 1312, What: "requirements", Href: "requirements/"}, {N: 41, What: "uncovered", Href: "requirements/state-uncovered/"},
			{N: 68, What: "% complete", Href: "completeness/"}, {N: 3, What: "phases overdue", Href: "roadmap/"}, {N: 5, What: "problems", Href: "problems/"}},
		Blocked: site.List{Empty: "No phase or task is blocked, and none that has a date is late."},
		Groups:  []string{"core", "platform"},
	}
	for i := range 5 {
		v.Fill.Items = append(v.Fill.Items, site.Item{State: state([]string{"missing", "untouched", "placeholder", "question", "empty"}[i], ""), Link: site.Link{Label: []string{"Security considerations", "Rollback strategy", "[e.g., PostgreSQL 16]", "Who pays for the gate hardware?", "Monitoring"}[i], Href: "plans/ticketing/#x"}, Note: planNames[i], Worth: fmt.Sprintf("+%d %%", 5-i)})
		v.Uncovered.Items = append(v.Uncovered.Items, site.Item{State: state("uncovered", "nothing cites it"), Link: site.Link{Label: fmt.Sprintf("FR-%d.%d", i+1, i+2), Href: "requirements/x/", Title: "The gate shall decide without a network"}, Note: "The gate decides without a network, within 300 ms, whatever the weather is like"})
	}
	v.Fill.All = site.Count{N: 87, What: "gaps", Href: "completeness/"}
	v.Uncovered.All = site.Count{N: 41, What: "uncovered requirements", Href: "requirements/"}
	for i := range n {
		row := site.PlanRow{Link: planLink(i, ""), Path: fmt.Sprintf("core/plan-%d", i), Group: []string{"core", "platform", ""}[i%3],
			Status: []string{"Approved", "Draft", "In review", ""}[i%4], Score: ring((i * 37) % 101), Progress: site.Bar{Done: i % 9, Active: i % 3, Blocked: i % 2, Total: 14, Href: "roadmap/"},
			Covered: site.Count{N: i, Of: 40, What: "requirements planned", Href: "matrix/x/"}, Now: site.Link{Label: "Phase 2 · Core features", Href: "roadmap/phase-2/"},
			Owners: []string{"Mira Haugen", "Ines Okafor, Tom Brandt", ""}[i%3], Archived: i == n-1}
		if i%7 == 3 {
			row.Score, row.Progress, row.Covered, row.Now = site.Ring{}, site.Bar{}, site.Count{}, site.Link{}
		}
		v.Columns.Has(&row)
		v.Plans = append(v.Plans, row)
	}
	v.Templates = []site.PlanRow{{Link: site.Link{Label: "Technical implementation plan", Href: "plans/templates/tip/"}, Path: "templates/tip", Template: true}}
	return v
}

func citation(i int) site.Citation {
	states := []site.State{state("planned", "planned in Phase 2, no task done yet"), state("done", "done"), state("cited", "cited in 2 places, in no phase"), state("tested", "planned and tested"), state("dangling", "no plan defines it"), state("retired", "")}
	c := site.Citation{ID: fmt.Sprintf("FR-%d.%d", i/3+1, i%3+1), Href: fmt.Sprintf("../../requirements/ticketing/FR-%d/", i), State: states[i%len(states)], Title: "The gate decides in less than 300 ms"}
	if c.State.Name == "dangling" {
		c.Href = ""
	}
	return c
}

func citations(n int) (list []site.Citation) {
	for i := range n {
		list = append(list, citation(i))
	}
	return list
}

func plain(s string) site.Prose { return site.Prose{Text: []string{s}} }

func documentSample() site.DocumentView {
	cite := func(i int) site.Fill {
		c := citation(i)
		f := site.Fill{Kind: site.FillCitation, Text: c.ID, Href: c.Href, State: c.State, Title: "no plan defines " + c.ID}
		if c.Href != "" {
			f.Card = &site.Card{ID: c.ID, Text: "WHEN a ticket is shown THEN the gate SHALL decide in less than 300 ms, with or without a network.", State: c.State, Plan: "Ticketing"}
		}
		return f
	}
	v := site.DocumentView{
		Frame: frame("Ticketing: design", "plans/ticketing/", 2), Plan: site.Link{Label: "Ticketing", Href: "./"}, Heading: "Design: Ticketing on ships, on quays and at the gates of eleven harbours",
		Facts:     []site.Fact{{Name: "Status", Value: site.Link{Label: "Approved"}}, {Name: "Owner", Value: site.Link{Label: "Mira Haugen, Ines Okafor"}}, {Name: "Template", Value: site.Link{Label: "Technical implementation plan", Href: "../../completeness/ticketing/"}}, {Name: "Phase now", Value: site.Link{Label: "Phase 2 · Core features", Href: "../../roadmap/phase-2/"}, State: state("active", "active")}},
		Score:     ring(72),
		Progress:  site.Bar{Done: 12, Active: 3, Blocked: 1, Total: 31, Href: "../../roadmap/"},
		Covered:   site.Count{N: 17, Of: 21, What: "requirements planned", Href: "../../matrix/ticketing/"},
		Documents: []site.DocumentTab{{Link: site.Link{Label: "Requirements", Href: "requirements/"}, Role: "requirements"}, {Link: site.Link{Label: "Design", Href: "./"}, Role: "design", Current: true}, {Link: site.Link{Label: "Tasks", Href: "tasks/"}, Role: "tasks"}},
		Links:     []site.Link{{Label: "Requirements", Href: "../../requirements/ticketing/"}, {Label: "Traceability matrix", Href: "../../matrix/ticketing/"}, {Label: "Completeness", Href: "../../completeness/ticketing/"}},
		Front:     []site.Fact{{Name: "tags", Value: site.Link{Label: "core, customer"}}, {Name: "title", Value: site.Link{Label: "Ticketing"}}},
		Problems:  problemsSample().Groups[0].Problems,
	}
	type part struct {
		level            int
		title            string
		state            site.State
		note, prompt     string
		cites, gaps      int
		body             site.Prose
		missing, unshown bool
	}
	code := "<pre class=\"chroma\"><code><span class=\"line\"><span class=\"cl\"><span class=\"kd\">func</span> <span class=\"nf\">Decide</span><span class=\"p\">(</span><span class=\"nx\">t</span> <span class=\"nx\">Ticket</span><span class=\"p\">)</span> <span class=\"kt\">bool</span> <span class=\"p\">{</span>\n</span></span><span class=\"line\"><span class=\"cl\">\t<span class=\"k\">return</span> <span class=\"nx\">t</span><span class=\"p\">.</span><span class=\"nx\">Valid</span> <span class=\"o\">&amp;&amp;</span> <span class=\"nx\">t</span><span class=\"p\">.</span><span class=\"nx\">Zone</span> <span class=\"o\">==</span> <span class=\"s\">&#34;north&#34;</span> <span class=\"c1\">// the gate knows its zone, and a line that is far too long for any screen scrolls in its box</span>\n</span></span><span class=\"line\"><span class=\"cl\"><span class=\"p\">}</span>\n</span></span></code></pre>"
	parts := []part{
		{level: 0, unshown: true, body: plain("<p>One kind of ticket, and every gate understands it. This page is the design that the three teams agreed on in the winter; it is written so that each part can be built and shipped alone.</p>")},
		{level: 2, title: "Overview", state: state("filled", "filled"), cites: 4, body: site.Prose{Text: []string{"<p>A ticket is a signed statement that a gate can check without a network (", "). What was sold is written once and never changed; money moves follow from that (", "). Whoever changes at Sundholm shows the same code again, as ", " asks; ", " is older than this plan, and ", " was left to the winter.</p>\n<blockquote>\n<p>The gate has 300 ms. A person with two children and a dog has less patience than that.</p>\n</blockquote>"}, Fills: []site.Fill{cite(0), cite(1), cite(2), cite(4), cite(5)}}},
		{level: 2, title: "Architecture", state: state("partial", "3 of 7 slots filled"), note: "3 of 7 slots filled", cites: 9, gaps: 4, body: site.Prose{Text: []string{"<p>Three parts. The <strong>issuer</strong> signs, the <strong>gate</strong> checks, the <strong>ledger</strong> keeps; see ", " and the ", ".</p>\n<ul>\n<li>", "Backend: Go 1.26, one binary for issuer and ledger</li>\n<li>", "Database: [e.g., PostgreSQL 16]</li>\n<li>Keys: rotated each week, <code>Ed25519</code>, shared with the gates before they are used</li>\n</ul>\n" + code + "\n<table>\n<thead><tr><th>Part</th><th align=\"right\">Requests per second</th><th>Kept for</th></tr></thead>\n<tbody><tr><td>Issuer</td><td class=\"align-right\">120</td><td>a day</td></tr><tr><td>Gate</td><td align=\"right\">2,400</td><td>until the ship has left</td></tr></tbody>\n</table>"}, Fills: []site.Fill{{Kind: site.FillLink, Href: "../fare-engine/", HTML: "the <em>fare engine</em>"}, {Kind: site.FillDead, Text: "old drawing", Title: "there is no file diagrams/old.svg"}, {Kind: site.FillGap, ID: "pf-gap-1", State: state("filled", "")}, {Kind: site.FillGap, ID: "pf-gap-2", State: state("placeholder", "")}}}},
		{level: 3, title: "Keys and their rotation", state: state("question", "1 open question"), note: "1 open question", gaps: 1, body: site.Prose{Text: []string{"<p>", "[NEEDS CLARIFICATION: who holds the root key when both harbour masters are on leave?]</p>\n<p>", "The rest follows ", ": a gate that has not seen a network for seven days stops opening.</p>"}, Fills: []site.Fill{{Kind: site.FillGap, ID: "pf-gap-3", State: state("question", "")}, {Kind: site.FillLink, Href: "https://example.org/rfc", Text: "the published protocol", External: true}, cite(3)}}},
		{level: 4, title: "A heading of the fourth level", state: site.State{}, body: plain("<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p><p>A gate that is switched off in winter loses its keys.</p></div><div class=\"markup\">&lt;decision&gt;</div><p>Text under it, with <kbd>Ctrl</kbd> and a footnote<sup>1</sup>.</p><ol><li><p>First, with a paragraph.</p><p>And a second one.</p></li><li><p>Second.</p></li></ol>")},
		{level: 2, title: "Components and interfaces", state: state("untouched", "as in template"), note: "as in template", prompt: "Which parts are there, what does each promise, and who calls it?", gaps: 3, body: plain("<p>Component A: [name]</p><p>Component B: [name]</p>")},
		{level: 2, title: "Security considerations", state: state("missing", "missing"), prompt: "What could go wrong on purpose? Name who may do what, and how it is known that it is them.", missing: true},
		{level: 2, title: "Tasks", state: state("filled", ""), cites: 3, body: site.Prose{Text: []string{"<ul class=\"contains-task-list\">\n<li class=\"task-list-item\">", " T001 Issue a signed ticket <em>Requirements: </em>", "</li>\n<li class=\"task-list-item\">", " T002 Check it at the gate without a network<ul><li class=\"task-list-item\">", " T002.1 Clock drift of up to two minutes</li></ul></li>\n<li class=\"task-list-item\">", " T003 Blocked by the delivery of readers</li></ul>"}, Fills: []site.Fill{{Kind: site.FillTask, ID: "pf-task-1", State: state("done", "")}, cite(0), {Kind: site.FillTask, ID: "pf-task-2", State: state("active", "")}, {Kind: site.FillTask, ID: "pf-task-3", State: state("open", "")}, {Kind: site.FillTask, ID: "pf-task-4", State: state("blocked", "")}}}},
		{level: 2, title: "要件と受け入れ基準", state: state("empty", "empty"), note: "empty", gaps: 1, body: site.Prose{Text: []string{"<p>", "<strong>FR-9.1</strong>: 改札は三百ミリ秒以内に判定しなければならない。通信がなくても同じである。</p>"}, Fills: []site.Fill{{Kind: site.FillRequirement, ID: "fr-91", Href: "../../requirements/ticketing/FR-9.1/", Text: "cited in 4 places", State: state("planned", "planned in Phase 2")}}}},
	}
	for i, p := range parts {
		s := site.SectionView{Level: p.level, Title: plain(p.title), Body: p.body, State: p.state, Note: p.note, Prompt: p.prompt, Cites: citations(p.cites), Missing: p.missing}
		if p.level > 0 {
			s.ID = fmt.Sprintf("section-%d", i)
			s.Edit = "https://example.org/edit"
			v.Contents = append(v.Contents, site.Content{Link: site.Link{Label: p.title, Href: "#" + s.ID}, Level: p.level, State: p.state})
		}
		for g := range p.gaps {
			s.Gaps = append(s.Gaps, site.GapLine{State: state([]string{"placeholder", "question", "untouched"}[g%3], ""), Text: "Database: [e.g., PostgreSQL 16]", Line: 40 + 7*g, Href: fmt.Sprintf("#pf-gap-%d", g%3+1), Worth: "+2 %"})
		}
		v.Sections = append(v.Sections, s)
	}
	for i := range 4 {
		v.Phases = append(v.Phases, phaseRow(i))
	}
	return v
}

// manyDocuments is the page of a plan with so many documents that they do not
// stand side by side.
func manyDocuments(n int) site.DocumentView {
	v := site.DocumentView{Frame: frame("Wide", "plans/wide/", 2), Heading: "A plan with many documents", Archived: true}
	for i := range n {
		v.Documents = append(v.Documents, site.DocumentTab{Link: site.Link{Label: fmt.Sprintf("Contracts/part %d of the interface between gates and ledger", i), Href: fmt.Sprintf("d%d/", i)}, Role: []string{"contract", "other"}[i%2], Current: i == 2})
	}
	return v
}

func phaseRow(i int) site.PhaseRow {
	r := site.PhaseRow{Link: site.Link{Label: []string{"Foundation", "Core features", "Enhancement", "Handing over to the harbour masters of all eleven harbours"}[i%4], Href: "../../plans/ticketing/#section-1"}, Number: fmt.Sprint(i + 1), Word: "Phase",
		State: []site.State{state("done", "done"), state("active", "active"), state("overdue", "overdue since 2026-03-01"), state("open", "not begun")}[i%4], Progress: site.Bar{Done: []int{9, 3, 1, 0}[i%4], Active: i % 2, Total: []int{9, 12, 8, 0}[i%4], Href: "../../roadmap/phase-1/"},
		Goal: "Every gate decides alone.", Requirements: citations(3 * i % 7)}
	if i%2 == 0 {
		r.Dates, r.Duration = "2026-01-12 – 2026-03-01", "Weeks 1–7"
	}
	return r
}
