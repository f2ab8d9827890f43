package roadmap

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// findColumns puts phases of the same number below each other.
func (r *Roadmap) findColumns() {
	byNumber := map[string]*Column{}
	for _, lane := range r.Lanes {
		for _, ph := range lane.Phases {
			number := strings.ToUpper(ph.Doc.Phases[ph.Index].Number)
			if number == "" {
				continue
			}
			c := byNumber[number]
			if c == nil {
				c = &Column{Number: number}
				byNumber[number] = c
				r.Columns = append(r.Columns, c)
			}
			ph.Column = c
			c.Phases = append(c.Phases, ph)
			c.Tasks.Add(ph.Tasks)
		}
	}
	slices.SortFunc(r.Columns, func(a, b *Column) int { return compareNumbers(a.Number, b.Number) })
	taken := map[string]bool{}
	for _, c := range r.Columns {
		c.Title = commonTitle(c.Phases)
		c.Slug = slug(c.Number, taken)
	}
}

// compareNumbers orders numbers of phases: 0.5 before 1, 2A after 2, 9 before
// 10, letters last.
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(letter(a), letter(b)), portfolio.CompareIDs(a, b))
}

func letter(number string) int {
	if number != "" && '0' <= number[0] && number[0] <= '9' {
		return 0
	}
	return 1
}

// commonTitle is the commonest title, the first of equally common ones; "" where
// there are several and all differ.
func commonTitle(phases []*Phase) string {
	count, first := map[string]int{}, map[string]string{}
	var order []string
	for _, ph := range phases {
		title := ph.Doc.Phases[ph.Index].Title
		k := words(title)
		if k == "" {
			continue
		}
		if count[k]++; count[k] == 1 {
			order, first[k] = append(order, k), title
		}
	}
	best := ""
	for _, k := range order {
		if best == "" || count[k] > count[best] {
			best = k
		}
	}
	if best == "" || count[best] == 1 && len(order) > 1 {
		return ""
	}
	return first[best]
}

// words folds a title for comparison.
func words(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}), " ")
}

// slug is a column's address: phase-1, phase-0-5, phase-2a.
func slug(number string, taken map[string]bool) string {
	s := strings.Trim(plan.Slug(strings.ReplaceAll(number, ".", "-")), "-")
	if s == "" {
		s = "x"
	}
	s = "phase-" + s
	unique := s
	for n := 2; taken[unique]; n++ {
		unique = s + "-" + strconv.Itoa(n)
	}
	taken[unique] = true
	return unique
}
