package roadmap

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// findColumns puts phases of the same number below each other, and those that
// the configuration's aliases mean. A phase without dates takes its column's.
func (r *Roadmap) findColumns(configured []config.Phase) {
	byNumber, byAlias := map[string]*Column{}, map[string]*Column{}
	column := func(number string) *Column {
		c := byNumber[number]
		if c == nil {
			c = &Column{Number: number}
			byNumber[number] = c
			r.Columns = append(r.Columns, c)
		}
		return c
	}
	for _, p := range configured {
		c := column(p.Number)
		c.Title, c.Start, c.End = p.Name, date(p.Start), date(p.End)
		for _, a := range p.Aliases {
			byAlias[words(a)] = c
		}
		for _, m := range p.Milestones {
			r.Milestones = append(r.Milestones, &Milestone{Name: m.Name, Date: date(m.Date), Column: c})
		}
	}
	for _, lane := range r.Lanes {
		for _, ph := range lane.Phases {
			row := ph.row()
			c := byAlias[words(row.Title)]
			if named := byAlias[words(row.Word+" "+row.Number)]; c == nil {
				c = named
			}
			if c == nil {
				if row.Number == "" {
					continue
				}
				c = column(strings.ToUpper(row.Number))
			}
			ph.Column = c
			c.Phases = append(c.Phases, ph)
			c.Tasks.Add(ph.Tasks)
			if ph.Start.IsZero() && ph.End.IsZero() && !ParseTiming(row.Duration).Dated() && !(c.Start.IsZero() && c.End.IsZero()) {
				ph.Start, ph.End, ph.Lent = c.Start, c.End, true
			}
		}
	}
	slices.SortFunc(r.Columns, func(a, b *Column) int { return compareNumbers(a.Number, b.Number) })
	taken := map[string]bool{}
	for _, c := range r.Columns {
		if c.Title == "" {
			c.Title = commonTitle(c.Phases)
		}
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
