package site

import (
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// definitions are what a plan defines, each with its page.
type definitions struct {
	requirements []requirementFacts // of Plan.Requirements, in its order
	others       []requirementFacts // of Plan.Others
	moved        []movedPage
	order        []int32 // of all, one list after the other, those that have pages by their directory
}

// requirementFacts is a requirement with its page. Those of a template have no
// page of their own: their address is that of their line.
type requirementFacts struct {
	*portfolio.Requirement
	plan    *planFacts
	row     *trace.Row // nil for what is no requirement by its class
	address string
	phases  []string // numbers of the phases that plan it
}

// movedPage is the address that a requirement had under another id.
type movedPage struct {
	portfolio.Rename
	to      *requirementFacts
	address string
}

// defines gives what the plan defines.
func (p *planFacts) defines() *definitions {
	p.definedOnce.Do(func() { p.definitions = newDefinitions(p) })
	return p.definitions
}

// newDefinitions gives each requirement its row and its address. Only those of
// the same plan can want one address: the paths of plans differ.
func newDefinitions(p *planFacts) *definitions {
	x := &definitions{requirements: make([]requirementFacts, 0, len(p.Requirements)), others: make([]requirementFacts, 0, len(p.Others))}
	n := len(p.Requirements) + len(p.Others) + len(p.Renames)
	if p.counted() {
		x.order = make([]int32, 0, n)
	}
	taken := make(map[string]bool, n)
	address := func(id string) string {
		name, _ := claim(segment(id), func(name string) bool {
			if key := folded(name); !taken[key] {
				taken[key] = true
				return true
			}
			return false
		})
		x.order = append(x.order, int32(len(x.order)))
		return requirementsOf(p) + escapePath(name) + "/"
	}
	for r, row := range p.rows() {
		f := requirementFacts{Requirement: r, plan: p, row: row}
		if p.counted() { // else it needs the ids of the page, see Site.requirementAddress
			f.address = address(r.ID)
			f.phases = phaseNumbers(p.trace, row)
		}
		if len(x.requirements) < len(p.Requirements) {
			x.requirements = append(x.requirements, f)
		} else {
			x.others = append(x.others, f)
		}
	}
	if p.counted() {
		for _, r := range p.Renames {
			x.moved = append(x.moved, movedPage{r, x.of(r.To), address(r.Old)})
		}
	}
	slices.SortFunc(x.order, func(a, b int32) int { return strings.Compare(x.dirOf(a), x.dirOf(b)) })
	return x
}

// rows goes through the requirements of the plan, then its stories, criteria and
// the like, each with its row of the matrix; nil for what has none.
func (p *planFacts) rows() func(yield func(*portfolio.Requirement, *trace.Row) bool) {
	return func(yield func(*portfolio.Requirement, *trace.Row) bool) {
		var rows []*trace.Row // in the order of the requirements
		if p.trace != nil {
			rows = p.trace.Rows
		}
		for _, list := range [][]*portfolio.Requirement{p.Requirements, p.Others} {
			for _, r := range list {
				var row *trace.Row
				if len(rows) > 0 && rows[0].Requirement == r {
					row, rows = rows[0], rows[1:]
				}
				if !yield(r, row) {
					return
				}
			}
		}
	}
}

// defined gives what the site knows of a requirement of the plan.
func (p *planFacts) defined(r *portfolio.Requirement) *requirementFacts { return p.defines().of(r) }

func (x *definitions) of(r *portfolio.Requirement) *requirementFacts {
	for _, list := range [][]requirementFacts{x.requirements, x.others} {
		if r.Index < len(list) && list[r.Index].Requirement == r {
			return &list[r.Index]
		}
	}
	return nil
}

// all are the requirements, then the others.
func (x *definitions) all() []*requirementFacts {
	list := make([]*requirementFacts, 0, len(x.requirements)+len(x.others))
	for _, of := range [][]requirementFacts{x.requirements, x.others} {
		for i := range of {
			list = append(list, &of[i])
		}
	}
	return list
}

// page gives what has the nth page, in the order of the lists: a requirement, or
// the address that one had.
func (x *definitions) page(n int32) (*requirementFacts, *movedPage) {
	i := int(n)
	if i < len(x.requirements) {
		return &x.requirements[i], nil
	}
	if i -= len(x.requirements); i < len(x.others) {
		return &x.others[i], nil
	}
	return nil, &x.moved[i-len(x.others)]
}

func (x *definitions) dirOf(n int32) string {
	f, m := x.page(n)
	if f != nil {
		return unescape(f.address)
	}
	return unescape(m.address)
}

// at finds what has its page in a directory.
func (x *definitions) at(dir string) (*requirementFacts, *movedPage) {
	i := sort.Search(len(x.order), func(i int) bool { return x.dirOf(x.order[i]) >= dir })
	if i == len(x.order) || x.dirOf(x.order[i]) != dir {
		return nil, nil
	}
	return x.page(x.order[i])
}

// unescape gives the directory that has an address.
func unescape(address string) string {
	if !strings.Contains(address, "%") {
		return address
	}
	dir, err := url.PathUnescape(address)
	if err != nil {
		panic(err) // we have escaped it
	}
	return dir
}

// phaseNumbers gives the numbers of the phases that cite the row, each once.
func phaseNumbers(t *trace.PlanTrace, row *trace.Row) []string {
	if row == nil {
		return nil
	}
	var numbers []string
	for _, phase := range t.PhasesOf(row) {
		if n := phase.Number; n != "" && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}
