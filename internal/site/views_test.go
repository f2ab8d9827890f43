package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// text is prose with its fills in brackets: "see [FillLink ../../plans/fares/]".
func text(p Prose) string {
	var b strings.Builder
	for i, t := range p.Text {
		b.WriteString(t)
		if i < len(p.Fills) {
			f := p.Fills[i]
			fmt.Fprintf(&b, "{%s", f.Kind)
			for _, s := range []string{f.ID, f.Text, f.HTML, f.Href, f.State.Name} {
				if s != "" {
					b.WriteString(" " + s)
				}
			}
			b.WriteString("}")
		}
	}
	return b.String()
}

func section(t *testing.T, v DocumentView, id string) SectionView {
	t.Helper()
	i := slices.IndexFunc(v.Sections, func(s SectionView) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("there is no section %q", id)
	}
	return v.Sections[i]
}

func contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s has no %q:\n%s", what, p, text)
		}
	}
}

func TestPlanPage(t *testing.T) {
	v := view[DocumentView](t, buildFile(t, "ferry.txtar"), "plans/gates/index.html")
	if v.Heading != "Gates" || text(v.HeadingProse) != "Gates" {
		t.Errorf("heading is %q, %q", v.Heading, text(v.HeadingProse))
	}
	if v.Root != "../../" || v.Path != "plans/gates/" || v.Edit != "https://example.org/edit/gates/requirements.md" {
		t.Errorf("frame is %+v", v.Frame)
	}
	var tabs, facts, contents []string
	for _, d := range v.Documents {
		tabs = append(tabs, fmt.Sprintf("%s %s %v", d.Label, d.Href, d.Current))
	}
	for _, f := range slices.Concat(v.Facts, v.Front) {
		facts = append(facts, f.Name+": "+f.Value.Label)
	}
	for _, c := range v.Contents {
		contents = append(contents, fmt.Sprintf("%d %s %s", c.Level, c.Label, c.Href))
	}
	for _, test := range []struct {
		what      string
		got, want []string
	}{
		{"tabs", tabs, []string{"Requirements ../../plans/gates/ true", "Design ../../plans/gates/design/ false", "Tasks ../../plans/gates/tasks/ false"}},
		{"facts", facts, []string{"Status: Approved", "Owner: Mira", "Now: Phase 2: Away", "File: gates/requirements.md", "audience: staff"}},
		{"contents", contents, []string{"3 FR-1: Boarding #fr-1-boarding", "2 Quality #quality", "2 Success #success"}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s are %q, want %q", test.what, test.got, test.want)
		}
	}
	if top := section(t, v, "requirements-gates"); top.Level != 0 || top.Title.Text != nil {
		t.Errorf("the section of the title shows level %d, %q", top.Level, text(top.Title))
	}
	contains(t, "the title's text", text(section(t, v, "requirements-gates").Body),
		"{link tickets ../../plans/fares/#fares}", "{dead nothing}", "{link picture ../../files/gates/img/two-gates.png}")
	contains(t, "the heading of FR-1", text(section(t, v, "fr-1-boarding").Title), "{requirement pf-req-FR-1 ")
	contains(t, "the list of requirements", text(section(t, v, "fr-1-boarding").Body),
		"{requirement pf-req-FR-1.1 4 citations ../../requirements/gates/FR-1.1/ done}",
		"{requirement pf-req-FR-1.3 no citations ../../requirements/gates/FR-1.3/ retired}")
	if v.Next == nil || v.Next.Href != "../../plans/gates/design/" || v.Prev == nil || v.Prev.Href != "../../plans/fares/" {
		t.Errorf("around it are %v and %v", v.Prev, v.Next)
	}
	if len(v.Phases) != 2 || v.Phases[1].State.Name != "overdue" || v.Phases[0].Dates != "2026-01-05 – 2026-02-27" {
		t.Errorf("phases are %+v", v.Phases)
	}
}

func TestDocumentPage(t *testing.T) {
	v := view[DocumentView](t, buildFile(t, "ferry.txtar"), "plans/gates/design/index.html")
	if v.Heading != "Design: Gates" || len(v.Crumbs) != 2 || v.Crumbs[1].Href != "../../../plans/gates/" {
		t.Errorf("heading %q below %v", v.Heading, v.Crumbs)
	}
	contains(t, "the first section", text(section(t, v, "deciding").Body),
		"{citation FR-1.1 ../../../requirements/gates/FR-1.1/ done}",
		"{citation SC-001 ../../../requirements/gates/SC-001/}",
		"{citation FR-1.1-FR-1.2 ../../../requirements/gates/FR-1.1/ done}",
		"{citation FR-9 dangling}",
		"{image Two gates ../../../files/gates/img/two-gates.png}")
	contains(t, "the second section", text(section(t, v, "deciding-1").Body),
		"{link the first #deciding}", "{link tasks ../../../plans/gates/tasks/#phase-2-away-2026-03-02-to-2026-03-13}", "{gap pf-gap-15 [NEEDS CLARIFICATION")
	var cites []string
	for _, c := range section(t, v, "deciding").Cites {
		cites = append(cites, c.ID+" "+c.State.Name)
	}
	if want := []string{"FR-1.1 done", "FR-1.2 planned", "SC-001 ", "FR-9 dangling"}; !slices.Equal(cites, want) {
		t.Errorf("the margin cites %q, want %q", cites, want)
	}
	gaps := section(t, v, "deciding-1").Gaps
	if len(gaps) != 1 || gaps[0].Line != 15 || gaps[0].Href != "#pf-gap-15" || gaps[0].State.Name != "question" {
		t.Errorf("the margin's gaps are %+v", gaps)
	}
	var codes []string
	for _, p := range v.Problems {
		codes = append(codes, p.Code)
	}
	if !slices.Contains(codes, "PF102") || !slices.Contains(codes, "PF404") {
		t.Errorf("the page's problems are %q", codes)
	}
}

func TestCard(t *testing.T) {
	v := view[DocumentView](t, buildFile(t, "ferry.txtar"), "plans/gates/design/index.html")
	for _, f := range section(t, v, "deciding").Body.Fills {
		if f.Text == "FR-1.2" {
			want := Card{ID: "FR-1.2", Text: "A gate SHALL work without a network.", Plan: "Gates", State: State{"planned", "planned in Phase 2, 0 of 1 task done"}}
			if f.Card == nil || *f.Card != want {
				t.Errorf("the card is %+v, want %+v", f.Card, want)
			}
			return
		}
	}
	t.Error("FR-1.2 is not cited")
}

func TestRequirementPage(t *testing.T) {
	v := view[RequirementView](t, buildFile(t, "ferry.txtar"), "requirements/gates/FR-1.1/index.html")
	if v.ID != "FR-1.1" || v.Heading != "" || v.State.Name != "done" || v.Defined.Line != 12 || v.Defined.Href != "../../../plans/gates/#pf-req-FR-1.1" {
		t.Errorf("page is %+v", v)
	}
	var ledger []string
	for _, a := range v.Answers {
		mark := ""
		if a.Quote != "" {
			mark = " “" + a.Quote[a.Mark[0]:a.Mark[1]] + "”"
		}
		ledger = append(ledger, fmt.Sprintf("%d %s %s %s%s", a.Depth, a.Kind, a.Label, a.State.Name, mark))
	}
	want := []string{
		"0 document Design ",
		"1 section Deciding cited",
		"2 citation FR-1.1 resolved “FR-1.1”",
		"2 citation FR-1.1 through-a-range “FR-1.1-FR-1.2”",
		"0 document Tasks ",
		"1 phase Phase 1: Quay done",
		"2 task 1.1 Read the list done",
		"2 task 1.2 Refuse twice done",
	}
	if !slices.Equal(ledger, want) {
		t.Errorf("the ledger is\n%s\nwant\n%s", strings.Join(ledger, "\n"), strings.Join(want, "\n"))
	}
	if v.Parent == nil || v.Parent.ID != "FR-1" || v.Prev.Label != "FR-1" || v.Next.Label != "FR-1.2" {
		t.Errorf("around it are %v, %v, %v", v.Parent, v.Prev, v.Next)
	}
}

func TestRequirementIndex(t *testing.T) {
	s := buildFile(t, "ferry.txtar")
	v := view[RequirementsView](t, s, "requirements/index.html")
	if v.Lead != "5 requirements in 2 plans, 2 uncovered; 1 more is retired." {
		t.Errorf("lead is %q", v.Lead)
	}
	var rows []string
	for _, r := range v.Rows {
		rows = append(rows, fmt.Sprintf("%s %s %s %d %d/%d %v", r.PlanID, r.ID, r.State.Name, r.Cited, r.Done, r.Tasks, r.Phases))
	}
	want := []string{
		"fares FR-1 uncovered 0 0/0 []",
		"gates NFR-1 uncovered 0 0/0 []",
		"gates FR-1 planned 0 0/0 []",
		"gates FR-1.1 done 4 2/2 [1]",
		"gates FR-1.2 planned 3 0/1 [2]",
		"gates FR-1.3 retired 0 0/0 []",
	}
	if !slices.Equal(rows, want) {
		t.Errorf("rows are\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	if v := view[RequirementsView](t, s, "requirements/kind/success-criterion/index.html"); len(v.Rows) != 1 || v.Lead != "1 entry." {
		t.Errorf("criteria are %+v, %q", v.Rows, v.Lead)
	}
	narrow := view[RequirementsView](t, s, "requirements/gates/index.html")
	if n := len(narrow.Filters[0].Options); narrow.Filters[0].Key != "plan" || n != 1 || !narrow.Filters[0].Options[0].Current {
		t.Errorf("the index of a plan names %d plans", n)
	}
}

func TestLongIndexIsPaged(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Requirements\n\n")
	for i := range 2*requirementsLength + 1 {
		fmt.Fprintf(&b, "- **FR-%04d**: The system does thing %d.\n", i, i)
	}
	s := buildFS(t, fstest.MapFS{"big.md": {Data: []byte(b.String())}})
	first := view[RequirementsView](t, s, "requirements/index.html")
	last := view[RequirementsView](t, s, "requirements/page/3/index.html")
	if len(first.Rows) != requirementsLength || len(last.Rows) != 1 || first.Total != 2*requirementsLength+1 {
		t.Errorf("pages have %d and %d rows of %d", len(first.Rows), len(last.Rows), first.Total)
	}
	if first.Prev != nil || first.Next.Href != "../requirements/page/2/" || last.Next != nil || last.Prev.Href != "../../../requirements/page/2/" {
		t.Errorf("around the pages are %v, %v, %v, %v", first.Prev, first.Next, last.Prev, last.Next)
	}
	if len(last.Pages) != 3 || last.Pages[2].Href != "" || last.Pages[0].Href != "../../../requirements/" {
		t.Errorf("pages are %v", last.Pages)
	}
	checkLinks(t, s)
}

func TestMatrix(t *testing.T) {
	page := view[MatrixView](t, buildFile(t, "ferry.txtar"), "matrix/gates/index.html")
	v := page.Table
	var columns, rows []string
	for _, c := range v.Columns {
		columns = append(columns, fmt.Sprintf("%s %s %d", c.Kind, c.Label, c.Count))
	}
	for _, r := range v.Rows {
		row := r.ID
		for _, c := range r.Cells {
			row += " " + map[string]string{"": "-"}[c.State.Name] + c.State.Name
		}
		rows = append(rows, fmt.Sprintf("%s = %d", row, r.Total))
	}
	if want := []string{"section Deciding 2", "phase Phase 1: Quay 1", "phase Phase 2: Away 1"}; !slices.Equal(columns, want) {
		t.Errorf("columns are %q, want %q", columns, want)
	}
	want := []string{"FR-1 - - - = 0", "FR-1.1 cited done - = 2", "FR-1.2 cited - planned = 2", "FR-1.3 - - - = 0", "NFR-1 - - - = 0"}
	if !slices.Equal(rows, want) {
		t.Errorf("rows are %q, want %q", rows, want)
	}
	if len(v.Groups) != 2 || v.Groups[0].Span != 1 || v.Groups[1].Span != 2 {
		t.Errorf("groups are %+v", v.Groups)
	}
}

func TestRoadmapAndPhase(t *testing.T) {
	s := buildFile(t, "ferry.txtar")
	v := view[RoadmapView](t, s, "roadmap/index.html")
	if v.Lead != "2 phases in 1 plan · 2 of 4 tasks done · 1 phase overdue" || len(v.NoPhases) != 1 {
		t.Errorf("lead is %q; without phases: %v", v.Lead, v.NoPhases)
	}
	if len(v.Lanes) != 1 || v.Lanes[0].Cells[1] == nil || v.Lanes[0].Cells[1].Label != "Away" || v.Lanes[0].Cells[1].State.Name != "overdue" {
		t.Errorf("lanes are %+v", v.Lanes)
	}
	if len(v.Ready.Items) != 1 || v.Ready.Items[0].Label != "2.1 Cut the cable" || v.Ready.Items[0].Href != "../plans/gates/tasks/#pf-task-12" {
		t.Errorf("next are %+v", v.Ready.Items)
	}
	p := view[PhaseView](t, s, "roadmap/phase-2/index.html")
	if p.Heading != "Phase 2: Away" || len(p.Plans) != 1 || p.Plans[0].Prev == nil || p.Plans[0].Next != nil {
		t.Fatalf("the phase is %+v", p)
	}
	var tasks []string
	for _, task := range p.Plans[0].Tasks {
		tasks = append(tasks, fmt.Sprintf("%s %s %s %d", task.ID, task.Label, task.State.Name, len(task.Cites)))
	}
	if want := []string{"2.1 Cut the cable open 1", "2.2 Wait active 0"}; !slices.Equal(tasks, want) {
		t.Errorf("tasks are %q, want %q", tasks, want)
	}
}

func TestHome(t *testing.T) {
	v := view[HomeView](t, buildFile(t, "ferry.txtar"), "index.html")
	var figures []string
	for _, c := range v.Figures {
		figures = append(figures, fmt.Sprintf("%d/%d %s %s", c.N, c.Of, c.What, c.Href))
	}
	want := []string{
		"2/0 plans #pf-plans", "5/0 requirements requirements/", "2/5 uncovered requirements/state/uncovered/",
		"2/4 tasks done roadmap/", "1/0 phase overdue roadmap/", "3/0 problems problems/",
	}
	if !slices.Equal(figures, want) {
		t.Errorf("figures are %q, want %q", figures, want)
	}
	if v.Fill.Empty == "" || len(v.Uncovered.Items) != 2 || len(v.Blocked.Items) != 1 || v.Blocked.Items[0].State.Name != "overdue" {
		t.Errorf("lists are %+v, %+v, %+v", v.Fill, v.Uncovered, v.Blocked)
	}
	gates := v.Plans[1]
	if gates.Label != "Gates" || gates.Status != "Approved" || gates.Owners != "Mira" || gates.Score.Scored || gates.Covered.N != 3 || gates.Covered.Of != 4 || gates.Progress.Done != 2 {
		t.Errorf("the row is %+v", gates)
	}
}

func TestEmptyPortfolio(t *testing.T) {
	s := buildFS(t, fstest.MapFS{})
	checkLinks(t, s)
	if v := view[HomeView](t, s, "index.html"); len(v.Plans) != 0 || v.Uncovered.Empty == "" || v.Blocked.Empty == "" {
		t.Errorf("home is %+v", v)
	}
	for path, empty := range map[string]string{
		"requirements/index.html": view[RequirementsView](t, s, "requirements/index.html").Empty,
		"matrix/index.html":       view[MatrixIndexView](t, s, "matrix/index.html").Empty,
		"roadmap/index.html":      view[RoadmapView](t, s, "roadmap/index.html").Empty,
		"completeness/index.html": view[CompletenessView](t, s, "completeness/index.html").Empty,
		"problems/index.html":     view[ProblemsView](t, s, "problems/index.html").Empty,
	} {
		if empty == "" {
			t.Errorf("%s does not say why it is empty", path)
		}
	}
}

// TestColumnsOfPlans holds the columns that a plan is told to need to those in
// which its row has something.
func TestColumnsOfPlans(t *testing.T) {
	found := PlanColumns{}
	for _, name := range []string{"ferry.txtar", "odd.txtar"} {
		s := buildFile(t, name)
		for _, p := range s.index.plans {
			if !p.counted() {
				continue
			}
			var want PlanColumns
			row := s.planRow(from(""), p)
			want.Has(&row)
			if got := s.columnsOf(p); got != want {
				t.Errorf("%s: %s needs %+v, its row has %+v", name, p.path, got, want)
			}
			found.add(want)
		}
	}
	if !found.Status || !found.Measured || !found.Required || !found.Phased || !found.Owned {
		t.Errorf("no plan has all of %+v", found)
	}
}
