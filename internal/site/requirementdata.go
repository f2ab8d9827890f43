package site

import (
	"encoding/json"
	"strconv"
	"strings"
)

// The data of the index of requirements, which its script fetches when the
// filter is first used. All files lie in requirementDir. The rows have one
// order everywhere: that of the pages.
//
// index.json has what is filtered by, as one list for each column:
//
//	{"rows":15000,"chunk":1000,
//	 "plans":[["billing","Billing","plans/billing/","requirements/billing/"],…],"kinds":["functional",…],"hues":["",…],"states":["uncovered",…],
//	 "coverages":["gap",…],"phases":["","1","1 2",…],
//	 "plan":[0,12,1,3,…],"kind":[0,0,1,…],"state":[…],"coverage":[…],"phase":[…]}
//
// where hues are the colours of the kinds, in degrees, plan is pairs of a plan and for how many rows it holds, the others one
// number a row: an index into the list of values. rows-N.json holds what the
// rows N*chunk and following show:
//
//	[["FR-1.1","The engine returns one price.","planned in Phase 2",4,0,2],…]
//
// id, text, state in words, places that cite it, tasks done, tasks, and the
// address where it is not the plan's followed by the id. Addresses are relative
// to the site's root.
const (
	requirementDir   = "requirements-index/"
	requirementChunk = 1000
)

// addRequirementData adds the files of the index, and all rows as files to take
// away. Which there are depends on the number of rows alone.
func (s *Site) addRequirementData(l *pageList) {
	x := s.lists.requirements().all
	all := func() []*requirementFacts { return x.rows(0, x.total) }
	l.raw("requirements.csv", func() []byte { return s.requirementCSV(all()) })
	l.raw("requirements.json", func() []byte { return s.requirementJSON(all()) })
	if x.total <= requirementsLength {
		return // the page has them all
	}
	l.raw(requirementDir+"index.json", func() []byte { return s.requirementColumns(all()) })
	for n := 0; n*requirementChunk < x.total; n++ {
		part := func() []*requirementFacts {
			return x.rows(n*requirementChunk, min((n+1)*requirementChunk, x.total))
		}
		l.pages = append(l.pages, Page{
			Path: requirementDir + "rows-" + strconv.Itoa(n) + ".json", View: func() any { return Raw{Bytes: s.requirementRows(part())} },
			Key: s.listKey(func(k *listKeyMaker) {
				for _, f := range part() {
					k.requirement(f)
				}
			}),
		})
	}
}

// requirementColumns is index.json.
func (s *Site) requirementColumns(rows []*requirementFacts) []byte {
	var doc struct {
		Rows      int         `json:"rows"`
		Chunk     int         `json:"chunk"`
		Plans     [][4]string `json:"plans"`
		Kinds     []string    `json:"kinds"`
		Hues      []string    `json:"hues"`
		States    []string    `json:"states"`
		Coverages []string    `json:"coverages"`
		Phases    []string    `json:"phases"`
		Plan      []int       `json:"plan"`
		Kind      []int       `json:"kind"`
		State     []int       `json:"state"`
		Coverage  []int       `json:"coverage"`
		Phase     []int       `json:"phase"`
	}
	doc.Rows, doc.Chunk = len(rows), requirementChunk
	plans, known := newValues(), map[*planFacts]bool{}
	var kinds, states, coverages, phases = newValues(), newValues(), newValues(), newValues()
	for i, f := range rows {
		p := plans.index(f.plan.path)
		if !known[f.plan] {
			known[f.plan] = true
			doc.Plans = append(doc.Plans, [4]string{f.plan.path, f.plan.title(), f.plan.address, requirementsOf(f.plan)})
		}
		if i > 0 && f.plan == rows[i-1].plan {
			doc.Plan[len(doc.Plan)-1]++
		} else {
			doc.Plan = append(doc.Plan, p, 1)
		}
		doc.Kind = append(doc.Kind, kinds.index(kindName(f)))
		if len(kinds.list) > len(doc.Hues) {
			doc.Hues = append(doc.Hues, s.kindHue(f))
		}
		doc.State = append(doc.State, states.index(string(f.row.State)))
		doc.Coverage = append(doc.Coverage, coverages.index(standing(f).Name))
		doc.Phase = append(doc.Phase, phases.index(strings.Join(f.phases, " ")))
	}
	doc.Kinds, doc.States, doc.Coverages, doc.Phases = kinds.list, states.list, coverages.list, phases.list
	return marshal(doc)
}

// requirementsOf is where the pages of a plan's requirements lie.
func requirementsOf(p *planFacts) string { return "requirements/" + escapePath(p.path) + "/" }

// requirementRows is one of rows-N.json.
func (s *Site) requirementRows(rows []*requirementFacts) []byte {
	list := make([][]any, len(rows))
	for i, f := range rows {
		r := s.requirementRow(from(""), f)
		list[i] = []any{r.ID, r.Text, r.State.Word, r.Cited, r.Done, r.Tasks}
		if f.address != requirementsOf(f.plan)+f.ID+"/" {
			list[i] = append(list[i], f.address)
		}
	}
	return marshal(list)
}

// values numbers texts in the order in which they come.
type values struct {
	list []string
	at   map[string]int
}

func newValues() *values { return &values{at: map[string]int{}} }

func (v *values) index(text string) int {
	i, ok := v.at[text]
	if !ok {
		i = len(v.list)
		v.at[text] = i
		v.list = append(v.list, text)
	}
	return i
}

// requirementRecord is a row as files to take away have it; the script writes
// the same for the rows that it shows.
type requirementRecord struct {
	Plan     string   `json:"plan"`
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	State    string   `json:"state"`
	Coverage string   `json:"coverage"`
	Phases   []string `json:"phases"`
	Cited    int      `json:"cited"`
	Done     int      `json:"tasks_done"`
	Tasks    int      `json:"tasks"`
	Text     string   `json:"text"`
	URL      string   `json:"url"`
}

func (s *Site) requirementRecord(f *requirementFacts) requirementRecord {
	r := requirementRecord{
		Plan: f.plan.path, ID: f.ID, Kind: kindName(f), State: string(f.row.State), Coverage: standing(f).Name, Phases: f.phases,
		Cited: len(f.CitedBy), Done: f.row.Done, Tasks: f.row.Tasks, Text: RequirementText(f.Requirement), URL: s.absolute(f.address),
	}
	if r.Phases == nil {
		r.Phases = []string{}
	}
	return r
}

func (s *Site) requirementJSON(rows []*requirementFacts) []byte {
	list := make([]requirementRecord, len(rows))
	for i, f := range rows {
		list[i] = s.requirementRecord(f)
	}
	return marshal(list)
}

func (s *Site) requirementCSV(rows []*requirementFacts) []byte {
	head := []string{"plan", "id", "kind", "state", "coverage", "phases", "cited", "tasks_done", "tasks", "text", "url"}
	var lines [][]string
	for _, f := range rows {
		r := s.requirementRecord(f)
		lines = append(lines, []string{
			r.Plan, r.ID, r.Kind, r.State, r.Coverage, strings.Join(r.Phases, " "),
			strconv.Itoa(r.Cited), strconv.Itoa(r.Done), strconv.Itoa(r.Tasks), r.Text, r.URL,
		})
	}
	return CSV(head, lines)
}

// marshal writes v as JSON on one line.
func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return append(b, '\n')
}
